"""The week at a glance: a column a day with the routines that are planned on it."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core.agenda import Away, Planned, is_away, too_close
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.columns import Columns, empty
from hiprehab.ui.screens.today_state import Offers
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.text import label


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def gap_problems(rows: Sequence[Planned], offers: Offers) -> dict[str, int]:
    """Routines whose days follow each other too closely: id and the days that should lie between.

    All rows of a routine count together, over the end of the week too.
    """
    found: dict[str, int] = {}
    for routine in dict.fromkeys(row.routine for row in rows):
        offer = offers.named(routine, None)
        gap = offer.routine.schedule.min_gap_days if offer else 0
        days = sorted({day for row in rows if row.routine == routine for day in row.weekdays})
        if gap and too_close(days, gap):
            found[routine] = gap
    return found


class Tile(QFrame):
    """A routine on a day."""

    def __init__(self, theme: Theme, title: str, facts: str) -> None:
        super().__init__()
        self.setProperty("kind", "tint")
        self.setAccessibleName(f"{title}, {facts}")
        box = QVBoxLayout(self)
        edge = theme.space(10)
        box.setContentsMargins(edge, theme.space(8), edge, theme.space(8))
        box.setSpacing(theme.space(2))
        box.addWidget(label(title, "strong", wrap=True))
        box.addWidget(label(facts, "small", wrap=True))


class WeekView(QWidget):
    """Seven columns, Monday to Sunday, of the week that a day lies in."""

    def __init__(self, theme: Theme, offers: Offers) -> None:
        super().__init__()
        self._theme = theme
        self._offers = offers
        self._columns = Columns(self, gap=theme.space(8), shares=(1,) * 7, least=theme.px(96) * 7)
        theme.changed.connect(self._on_theme_changed)
        self.setAccessibleName(self.tr("Your week"))

    def _on_theme_changed(self) -> None:
        self._columns.set_least(self._theme.px(96) * 7)

    def show_week(self, today: date, planned: Sequence[Planned], away: Sequence[Away]) -> None:
        """Shows this week as it was and will be."""
        empty(self._columns)
        for number in range(7):
            day = monday_of(today) + timedelta(days=number)
            self._columns.addWidget(self._column(day, today, planned, away))

    def _column(
        self, day: date, today: date, planned: Sequence[Planned], away: Sequence[Away]
    ) -> QWidget:
        column = QFrame()
        column.setProperty("kind", "soft")
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        box = QVBoxLayout(column)
        edge = self._theme.space(8)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(self._theme.space(6))
        name = words.weekday_text(day.weekday())
        head = label(f"{name} {day.day}", "eyebrow" if day == today else "small")
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(head)
        rows = [row for row in planned if row.on(day)]
        if is_away(day, away):
            box.addWidget(self._quiet(self.tr("Away")))
            rows = []
        elif not rows:
            box.addWidget(self._quiet(self.tr("Free")))
        for row in rows:
            box.addWidget(self._tile(row))
        box.addStretch(1)
        column.setAccessibleName(words.weekday_text(day.weekday(), long=True))
        return column

    def _quiet(self, text: str) -> QWidget:
        made = label(text, "muted")
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return made

    def _tile(self, row: Planned) -> QWidget:
        offer = self._offers.named(row.routine, row.variant)
        if offer is None:
            return Tile(self._theme, row.routine, self.tr("not installed any more"))
        facts = [words.minutes_text(offer.seconds)]
        if row.times_per_day > 1:
            facts.append(self.tr("{} times").format(row.times_per_day))
        return Tile(self._theme, short_title(offer.routine.title), " · ".join(facts))


def short_title(title: str) -> str:
    """A title without what follows its colon, for narrow places."""
    return title.split(":", maxsplit=1)[0]
