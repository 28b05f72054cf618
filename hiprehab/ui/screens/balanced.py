"""A list at the left and cards at the right, the last of which go below a short list."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.ui.screens.columns import Columns
from hiprehab.ui.theme import Theme

SHARES: Final = (11, 9)


class Balanced(QWidget):
    """Two columns of about the same height.

    Args:
        theme: for sizes.
        least: from this width on, in px at 100 % text, there are two columns.
    """

    def __init__(self, theme: Theme, least: int) -> None:
        super().__init__()
        self._theme, self._least = theme, least
        self._cards: list[QWidget] = []
        self.columns = Columns(self, gap=theme.space(16), shares=SHARES, least=theme.px(least))
        self.list, self._below = QVBoxLayout(), QVBoxLayout()
        self.top, self._right = QVBoxLayout(), QVBoxLayout()
        for first, second in ((self.list, self._below), (self.top, self._right)):
            column = QWidget()
            box = QVBoxLayout(column)
            box.setContentsMargins(0, 0, 0, 0)
            for layout in (box, first, second):
                layout.setSpacing(theme.space(10))
            box.addLayout(first)
            box.addLayout(second)
            box.addStretch(1)
            self.columns.addWidget(column)
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.columns.set_least(self._theme.px(self._least))
        self.balance()

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Other cards in the place of those before, which are let go."""
        for old in self._cards:
            old.hide()
            old.deleteLater()
        self._cards = list(cards)
        for card in self._cards:
            self._right.addWidget(card)
        self.balance()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other heights."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.balance()

    def event(self, event: QEvent) -> bool:
        """What stands in the columns has changed."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.balance()
        return super().event(event)

    def balance(self) -> None:
        """Puts as many of the last cards below the list as make the page lowest."""
        low = len(self._cards) - self._moved()
        if self._below.count() == len(self._cards) - low:
            return
        for card in self._cards:
            self._below.removeWidget(card)
            self._right.removeWidget(card)
        for card in self._cards[:low]:
            self._right.addWidget(card)
        for card in self._cards[low:]:
            self._below.addWidget(card)

    def _moved(self) -> int:
        width = self.width()
        if self.columns.is_stacked(width):
            return 0
        gap = self._theme.space(16)
        wide, narrow = ((width - gap) * share // sum(SHARES) for share in SHARES)
        left, right = _high(self.list, wide), _high(self.top, narrow)
        best, lowest = 0, max(left, right + sum(_card_high(one, narrow) for one in self._cards))
        for count in range(1, len(self._cards) + 1):
            stay, go = self._cards[:-count], self._cards[-count:]
            height = max(
                left + sum(_card_high(one, wide) for one in go),
                right + sum(_card_high(one, narrow) for one in stay),
            )
            if height < lowest:
                best, lowest = count, height
        return best


def _card_high(card: QWidget, width: int) -> int:
    wanted = card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()
    return max(wanted, card.minimumHeight())


def _high(layout: QVBoxLayout, width: int) -> int:
    return (
        layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
    )
