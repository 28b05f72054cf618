"""The panel of the marks: every mark of the period in words, the person's own to be changed."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.diary import Event
from hiprehab.core.log import SkipReason
from hiprehab.core.marks import Mark, MarkKind, marks
from hiprehab.core.panels import Records
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.log_words import day_text, reason_text
from hiprehab.ui.screens.text_table import TextTable
from hiprehab.ui.screens.trend_panel import Panel, Table
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button

ROWS = 5
"""So many rows are seen at once."""


class MarksState:
    """The marks, the newest first, and the person's own events by id."""

    def __init__(self, records: Records) -> None:
        self.marks = tuple(reversed(marks(records)))
        self.events = {event.id: event for event in records.events if event.id is not None}


class MarksPanel(Panel):
    """A list; it has no chart, since the marks are on all of the others."""

    key = "marks"
    enters = True
    wide = True
    least_px = 0

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__(theme, around)
        self._state: MarksState | None = None
        self.list = TextTable(theme, self.tr("Marks of this period"))
        self.change = Button(theme, self.tr("Change this mark"), icon="edit")
        self.add = Button(theme, self.tr("Add a mark"), icon="plus")
        self.change.setEnabled(False)
        self.change.clicked.connect(self._on_change)
        self.add.clicked.connect(self.open_new)
        self.list.view.wanted.connect(self._on_change)
        self.list.view.doubleClicked.connect(self._on_change)
        self.list.view.selectionModel().selectionChanged.connect(self._on_selected)
        self.list.model.modelReset.connect(self._on_selected)

    def title(self) -> str:
        """Names it."""
        return self.tr("Marks")

    def controls(self) -> QWidget:
        """The list with its buttons."""
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.theme.space(8))
        layout.addWidget(self.list)
        buttons, flow = flowing(self.theme.space(8))
        for button in (self.add, self.change):
            flow.addWidget(button)
        layout.addWidget(buttons)
        return holder

    def build(self, records: Records) -> MarksState:
        """All that touch the period."""
        return MarksState(records)

    def is_empty(self, state: MarksState) -> bool:
        """There is never a chart."""
        return True

    def sentence(self, state: MarksState) -> str:
        """What a mark is for, as long as there is none."""
        if state.marks:
            return self.tr("They stand on every chart over time.")
        return self.tr(
            "Note what may explain a change: new shoes, a long walk, a flare. It stands on every"
            " chart over time."
        )

    def show_controls(self, state: Any) -> None:
        """The list."""
        self._state = state
        self.list.show_table(self.table(state))
        self.list.setVisible(bool(state.marks))
        rows = min(len(state.marks), ROWS)
        self.list.setFixedHeight(self.theme.px(38) * (rows + 1) + self.theme.px(16))
        self.change.setVisible(any(mark.event is not None for mark in state.marks))

    # --- words --------------------------------------------------------------------------------

    def table(self, state: MarksState) -> Table:
        """The marks in words."""
        headings = (self.tr("When"), self.tr("What"), self.tr("Details"))
        return Table(headings, [self._row(mark) for mark in state.marks])

    def _row(self, mark: Mark) -> tuple[str, ...]:
        return self._when(mark), self._what(mark.kind), self._details(mark)

    def _when(self, mark: Mark) -> str:
        today = self.around.today()
        first = day_text(mark.first, today)
        if mark.last is None:
            return self.tr("{0}, going on").format(first)
        if mark.last == mark.first:
            return first
        return self.tr("{0} to {1}").format(first, day_text(mark.last, today))

    def _what(self, kind: MarkKind) -> str:
        return {
            MarkKind.EVENT: self.tr("Something happened"),
            MarkKind.FLARE: self.tr("Flare"),
            MarkKind.RUN: self.tr("Run"),
            MarkKind.SKIPPED: self.tr("Day left out"),
            MarkKind.AWAY: self.tr("Away"),
            MarkKind.PLAN: self.tr("The plan changed"),
            MarkKind.VERSION: self.tr("New version of a routine"),
        }[kind]

    def _details(self, mark: Mark) -> str:
        parts = []
        if mark.minutes is not None:
            parts.append(self.tr("{0} min").format(f"{mark.minutes:g}"))
        if mark.km is not None:
            parts.append(self.tr("{0} km").format(f"{mark.km:g}"))
        if isinstance(mark.reason, SkipReason):
            parts.append(reason_text(mark.reason))
        if mark.text:
            parts.append(mark.text)
        return ", ".join(parts)

    # --- changing -----------------------------------------------------------------------------

    def _selected(self) -> Event | None:
        found = self.list.view.selectionModel().selectedRows()
        if not found or self._state is None:
            return None
        number = self._state.marks[found[0].row()].event
        return None if number is None else self._state.events.get(number)

    def _on_selected(self) -> None:
        self.change.setEnabled(self._selected() is not None)

    def _on_change(self) -> None:
        event = self._selected()
        if event is not None:
            self._open(event=event)

    def open_new(self) -> None:
        """Asks for a new mark."""
        self._open()

    def _open(self, **about: Any) -> None:
        from hiprehab.ui.screens.event_dialog import EventDialog

        assert self.host is not None
        dialog = EventDialog(self.theme, self.host, self.around, **about)
        dialog.told.connect(self.told)
        dialog.open_at(660, 560)
