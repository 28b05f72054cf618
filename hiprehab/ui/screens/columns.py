"""Columns that become rows where the window is narrow or the text is large."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QScrollArea, QSizePolicy, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.chips import Flow
from hiprehab.ui.widgets.text import label


def height_of(item: QLayoutItem, width: int) -> int:
    """The height that an item wants in that width."""
    if item.hasHeightForWidth():
        return max(item.minimumSize().height(), item.heightForWidth(width))
    return item.sizeHint().height()


def flowing(gap: int) -> tuple[QWidget, Flow]:
    """A widget whose parts go along rows like words, and its layout."""
    holder = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder, Flow(holder, gap=gap)


def empty(layout: QLayout) -> None:
    """Takes everything out of a layout for good."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def tab_as_read(root: QWidget) -> None:
    """Tab goes through what is in `root` as its layouts stand.

    Qt goes in the order in which things were made: what is made late would come behind the rest.
    """
    for before, after in pairwise(_as_read(root)):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


def _as_read(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _as_read(inside)
    yield from _laid_out(widget.layout())


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place) if layout is not None else None
        held = item.widget() if item is not None else None
        if held is not None:
            yield from _as_read(held)
        elif item is not None:
            yield from _laid_out(item.layout())


class Columns(QLayout):
    """Items beside each other, as wide as their shares; under each other below `least` px.

    Columns are all as high as the highest one, so that cards end on one line. `stacked` is the
    order in which they go under each other.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int,
        shares: Sequence[int] = (1, 1),
        least: int = 0,
        stacked: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._shares = tuple(shares)
        self._least = least
        self._stacked = tuple(stacked)
        self._growing: int | None = None
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def invalidate(self) -> None:
        """A column has changed: heights are worked out again."""
        self._heights.clear()
        super().invalidate()

    def set_least(self, least: int) -> None:
        """The width from which on there are columns."""
        if least != self._least:
            self._least = least
            self.invalidate()

    def set_growing(self, index: int) -> None:
        """The column that takes the height that is left where they are under each other."""
        self._growing = index

    def addItem(self, item: QLayoutItem) -> None:
        """Appends a column."""
        self._heights.clear()
        self._items.append(item)

    def count(self) -> int:
        """How many columns there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The column at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Removes and returns the column at a place."""
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes the width that there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def _shown(self) -> list[tuple[QLayoutItem, int]]:
        pairs = zip(self._items, self._shares, strict=False)
        return [(item, share) for item, share in pairs if not item.isEmpty()]

    def is_stacked(self, width: int) -> bool:
        """Whether that width is too narrow for columns."""
        needed = sum(item.minimumSize().width() for item, _ in self._shown())
        needed += self._gap * max(0, len(self._shown()) - 1)
        return width < max(self._least, needed)

    def _widths(self, width: int) -> list[int]:
        """The columns' widths: by shares, but none narrower than it can be."""
        shown = self._shown()
        room = width - self._gap * max(0, len(shown) - 1)
        least = [item.minimumSize().width() for item, _ in shown]
        total = sum(share for _, share in shown) or 1
        widths = [
            max(low, room * share // total) for low, (_, share) in zip(least, shown, strict=True)
        ]
        over = sum(widths) - room
        for index, low in enumerate(least):
            give = min(over, widths[index] - low)
            if give > 0:
                widths[index] -= give
                over -= give
        return widths

    def heightForWidth(self, width: int) -> int:
        """The highest column, or all of them under each other; layouts around ask many times."""
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def _height(self, width: int) -> int:
        shown = self._shown()
        if self.is_stacked(width):
            heights = [height_of(item, width) for item, _ in shown]
            return sum(heights) + self._gap * max(0, len(heights) - 1)
        pairs = zip(shown, self._widths(width), strict=True)
        return max((height_of(item, wide) for (item, _), wide in pairs), default=0)

    def sizeHint(self) -> QSize:
        """All beside each other."""
        sizes = [item.sizeHint() for item, _ in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest column; the height follows from the width."""
        sizes = [item.minimumSize() for item, _ in self._shown()]
        width = max((size.width() for size in sizes), default=0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Places the columns."""
        super().setGeometry(rect)
        shown = self._shown()
        if self.is_stacked(rect.width()):
            self._stack(rect)
            return
        x = rect.x()
        for (item, _), wide in zip(shown, self._widths(rect.width()), strict=True):
            item.setGeometry(QRect(x, rect.y(), wide, rect.height()))
            x += wide + self._gap

    def _stack(self, rect: QRect) -> None:
        order = self._stacked or range(len(self._items))
        shown = [index for index in order if not self._items[index].isEmpty()]
        left = rect.height() - self.heightForWidth(rect.width())
        y = rect.y()
        for index in shown:
            item = self._items[index]
            high = height_of(item, rect.width())
            if index == self._growing:
                high += max(0, left)
            item.setGeometry(QRect(rect.x(), y, rect.width(), high))
            y += high + self._gap


class PageHead(QWidget):
    """A page's title with its buttons at the right end, or below it in a narrow window."""

    def __init__(self, theme: Theme, title: str, buttons: Iterable[QWidget]) -> None:
        super().__init__()
        self._theme = theme
        self._columns = Columns(self, gap=theme.space(8), shares=(1, 0))
        self._columns.addWidget(label(title, "heading"))
        self.buttons, self._flow = flowing(theme.space(8))
        for button in buttons:
            self._flow.addWidget(button)
        self._columns.addWidget(self.buttons)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Other sizes of text, other widths: below the title the buttons may take several rows."""
        least = self._theme.px(560)
        self._columns.set_least(least)
        beside = self.width() >= least
        wanted = self._flow.sizeHint() if beside else self._flow.minimumSize()
        self.buttons.setMinimumWidth(wanted.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the title or below it."""
        super().resizeEvent(event)
        self._fit()
