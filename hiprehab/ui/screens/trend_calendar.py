"""The calendar of days on Trends: what became of each, and a way to that day in History."""

from typing import TYPE_CHECKING

from hiprehab.core import calendar_days
from hiprehab.core.calendar_days import (
    CALENDAR_HEADER,
    CalendarState,
    DayCell,
    DayKind,
    Diary,
    calendar_rows,
)
from hiprehab.core.panels import Records
from hiprehab.ui.screens.log_words import reason_text
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import capital, full_date, joined, whole, yes_no

if TYPE_CHECKING:
    from hiprehab.charts.day_grid import DayGrid
    from hiprehab.charts.shared import SharedTime


class CalendarPanel(Panel):
    """Every day with a letter and a shape; nothing is guessed."""

    key = "days"
    wide = True

    def title(self) -> str:
        """What became of the days."""
        return self.tr("Days") if self.around.read_only else self.tr("Your days")

    def build(self, records: Records) -> CalendarState:
        """The days of the period up to today."""
        diary = Diary(records.planned, records.away, records.events)
        return calendar_days.build(
            records.done, diary, records.first, records.last, today=records.today
        )

    def is_empty(self, state: CalendarState) -> bool:
        """Nothing is known of any day."""
        return state.is_empty

    def sentence(self, state: CalendarState) -> str:
        """How many days of each kind."""
        if state.is_empty:
            return self.tr(
                "Each day will have its place here: done, in part, skipped, rest, away. It begins "
                "with your first session or your first plan."
            )
        parts = []
        for kind in DayKind:
            count = state.counts.get(kind, 0)
            if count and kind is not DayKind.OPEN:
                text = f"{self.name(kind)} {whole(count)}"
                parts.append(text + (self._reasons(state) if kind is DayKind.SKIPPED else ""))
            elif count:
                parts.append(self.tr("today still open"))
        found = self.tr("{n} days: {list}.").format(n=whole(len(state.days)), list=joined(parts))
        if state.counts.get(DayKind.NOT_RECORDED):
            found += " " + self.tr("Not recorded is not the same as missed.")
        return found

    def _reasons(self, state: CalendarState) -> str:
        """Why sessions were left out or cut short, in brackets."""
        found = joined(f"{reason_text(reason)} {count}" for reason, count in state.reasons.items())
        return f" ({found})" if found else ""

    # --- words --------------------------------------------------------------------------------

    def name(self, kind: DayKind) -> str:
        """A kind of day."""
        return {
            DayKind.DONE: self.tr("done"),
            DayKind.PARTIAL: self.tr("done in part"),
            DayKind.SKIPPED: self.tr("skipped"),
            DayKind.REST: self.tr("rest"),
            DayKind.AWAY: self.tr("away"),
            DayKind.FLARE: self.tr("flare"),
            DayKind.OPEN: self.tr("today, still open"),
            DayKind.NOT_RECORDED: self.tr("not recorded"),
            DayKind.UNKNOWN: self.tr("not known"),
        }[kind]

    def letter(self, kind: DayKind) -> str:
        """The letter that stands in a day's square."""
        return {
            DayKind.DONE: self.tr("D", "letter of a day: done"),
            DayKind.PARTIAL: self.tr("P", "letter of a day: in part"),
            DayKind.SKIPPED: self.tr("S", "letter of a day: skipped"),
            DayKind.REST: self.tr("R", "letter of a day: rest"),
            DayKind.AWAY: self.tr("A", "letter of a day: away"),
            DayKind.FLARE: self.tr("F", "letter of a day: flare"),
            DayKind.OPEN: self.tr("T", "letter of a day: today"),
            DayKind.NOT_RECORDED: "?",
            DayKind.UNKNOWN: "",
        }[kind]

    def day(self, cell: DayCell) -> str:
        """All that is known of a day."""
        flare = self.tr("in a flare") if cell.flare and cell.kind is not DayKind.FLARE else ""
        away = self.tr("away") if cell.away and cell.kind is not DayKind.AWAY else ""
        parts = [self.name(cell.kind), self._counts(cell), *map(reason_text, cell.reasons)]
        return f"{full_date(cell.day)}: {joined([*parts, flare, away])}"

    def _counts(self, cell: DayCell) -> str:
        if cell.sessions and cell.planned:
            text = self.tr("{done} done, {planned} planned")
            return text.format(done=cell.sessions, planned=cell.planned)
        if cell.sessions > 1:
            return self.tr("{n} sessions").format(n=cell.sessions)
        if cell.planned and not cell.sessions:
            return self.tr("{n} planned").format(n=cell.planned)
        return ""

    # --- chart, table, file -------------------------------------------------------------------

    def chart(self, time: "SharedTime") -> "DayGrid":
        """A square a day; a click or Enter opens it in History."""
        from hiprehab.charts.day_grid import DayGrid, GridWords

        made = DayGrid(
            self.title(),
            GridWords(self.letter, self.name, self.day),
            hint=self.tr("Point at a day, or use the arrow keys; a click or Enter opens it."),
        )
        made.opened.connect(lambda day: self.wanted.emit("day", day))
        return made

    def table(self, state: CalendarState) -> Table:
        """One row a day."""
        headings = (
            self.tr("Day"),
            self.tr("What it was"),
            self.tr("Done"),
            self.tr("Planned"),
            self.tr("Flare"),
            self.tr("Why"),
        )
        unknown = self.tr("not known")
        rows = [
            (
                full_date(cell.day),
                capital(self.name(cell.kind)),
                str(cell.sessions),
                unknown if cell.planned is None else str(cell.planned),
                yes_no(True) if cell.flare else "",
                joined(map(reason_text, cell.reasons)),
            )
            for cell in reversed(state.days)
        ]
        return Table(headings, rows, frozenset({2, 3}))

    def numbers(self, state: CalendarState) -> Numbers:
        """One row a day."""
        return Numbers(CALENDAR_HEADER, calendar_rows(state))
