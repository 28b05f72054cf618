"""What somebody entered, day by day, and their safety answers; only looked at."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hiprehab.core.safety import SafetyBook
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.history import HistoryScreen
from hiprehab.ui.screens.safety_history import SafetyHistoryCard
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

ENTRIES: Final = "entries"
ANSWERS: Final = "answers"


class ReviewEntries(QWidget):
    """The entries and the answers of one person in the place of the screens.

    Signals:
        closed: back to the charts.
    """

    closed = Signal()

    def __init__(
        self, theme: Theme, around: Around, name: str, book: Callable[[], SafetyBook]
    ) -> None:
        super().__init__()
        self._theme, self._around = theme, around
        self.back = Button(theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.history = HistoryScreen(theme, around)
        self.told = label("", "muted", wrap=True)
        self.history.told.connect(lambda text, _: self._on_told(text))
        self.safety = SafetyHistoryCard(theme, around, book)
        self.parts = ChipRow(
            theme,
            [(ENTRIES, self.tr("Entries")), (ANSWERS, self.tr("Safety answers"))],
            name=self.tr("Show"),
        )
        self.parts.set_value(ENTRIES)
        self.pages = QStackedWidget()
        self._build(self.tr("Entries of {0}").format(name))
        self.back.clicked.connect(self.closed)
        self.parts.changed.connect(self._on_part)

    def _build(self, title: str) -> None:
        self.setAccessibleName(title)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(10))
        row = QHBoxLayout()
        row.setSpacing(self._theme.space(16))
        row.addWidget(self.back)
        row.addWidget(label(title, "heading", wrap=True), 1)
        row.addWidget(self.parts)
        box.addLayout(row)
        box.addWidget(self.told)
        self.told.hide()
        self.pages.addWidget(self.history)
        self.pages.addWidget(self._answers())
        box.addWidget(self.pages, 1)

    def _answers(self) -> QWidget:
        """What holds now, and what was answered."""
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(12))
        card = Card(self._theme, self.tr("What a clinician told them"))
        conditions = self._around.conditions()
        known = [conditions.name(one.key) for one in conditions.chosen]
        said = ", ".join(known) if known else self.tr("Nothing was entered.")
        card.body.addWidget(label(said, wrap=True))
        box.addWidget(card)
        if self.safety.isHidden():
            none = self.tr("The safety questions were not answered.")
            box.addWidget(label(none, "muted", wrap=True))
        box.addWidget(self.safety)
        box.addStretch(1)
        return holder

    def show_day(self, day: date) -> None:
        """Brings a day to the top of the entries."""
        self.history.show_day(day)

    def _on_part(self, part: str) -> None:
        self.told.hide()
        self.pages.setCurrentIndex(0 if part == ENTRIES else 1)

    def _on_told(self, text: str) -> None:
        self.told.setText(text)
        self.told.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
