"""The axis of days, with labels that a person can read."""

import bisect
from datetime import date
from typing import Any, Final, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QFontMetricsF

from hiprehab.charts.look import Look

MONTHS: Final = (1, 2, 3, 6)
YEARS: Final = (1, 2, 5, 10, 20, 50)


class Step(NamedTuple):
    """A distance between labels: so many days, months or years, about `days` long."""

    unit: str
    size: int
    days: float


STEPS: Final = (
    Step("day", 1, 1),
    Step("day", 2, 2),
    Step("day", 7, 7),
    Step("day", 14, 14),
    *(Step("month", count, 28 * count) for count in MONTHS),
    *(Step("year", count, 365 * count) for count in YEARS),
)


def step_for(days_per_label: float) -> Step:
    """The smallest step that leaves room for a label."""
    index = bisect.bisect_left([step.days for step in STEPS], days_per_label)
    return STEPS[min(index, len(STEPS) - 1)]


def ticks(first: date, last: date, step: Step) -> list[date]:
    """The labelled days from `first` to `last`; weeks begin on Monday, and panning moves none."""
    if step.unit == "day":
        number = first.toordinal() - 1
        number += -number % step.size  # ordinal 1 was a Monday
        return [date.fromordinal(n + 1) for n in range(number, last.toordinal(), step.size)]
    found = []
    if step.unit == "year":
        years = range(first.year - first.year % step.size, last.year + 1, step.size)
        found = [date(year, 1, 1) for year in years if year >= 1]
    else:
        months = range(first.year * 12, last.year * 12 + 12, step.size)
        found = [date(month // 12, month % 12 + 1, 1) for month in months]
    return [day for day in found if first <= day <= last]


def words(days: list[date], step: Step, locale: QLocale) -> list[str]:
    """Short labels; the year stands below the first one and wherever it changes."""
    if step.unit == "year":
        return [str(day.year) for day in days]
    form = "d MMM" if step.unit == "day" else "MMM"
    found = []
    year = None
    for day in days:
        text = locale.toString(QDate(day.year, day.month, day.day), form)
        found.append(text if day.year == year else f"{text}\n{day.year}")
        year = day.year
    return found


class DayAxis(pg.AxisItem):
    """Days below the chart. A day lasts from its number to the next; its label is in between."""

    def __init__(self) -> None:
        super().__init__("bottom", tickPen=None, tickAlpha=1.0)
        self.setStyle(tickLength=-4, tickTextOffset=4, hideOverlappingLabels=False)
        self._step = STEPS[0]
        self._label = 60.0

    def dress(self, look: Look) -> None:
        """Takes over colours and sizes."""
        metrics = QFontMetricsF(look.font)
        self._label = metrics.horizontalAdvance("28 Mar") * 1.6
        self.setTickFont(look.font)
        self.setPen(look.colour("line"))
        self.setTextPen(look.colour("muted"))
        self.setHeight(round(metrics.height() * 2 + 8))

    def tickValues(
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[Any, list[float]]]:
        """Where labels go; the name and the arguments are pyqtgraph's."""
        first = date.fromordinal(max(1, int(minVal)))
        last = date.fromordinal(min(date.max.toordinal(), max(1, int(maxVal))))
        self._step = step_for((maxVal - minVal) * self._label / max(1.0, size))
        middle = 0.5 if self._step.unit == "day" else 0.0
        found = [day.toordinal() + middle for day in ticks(first, last, self._step)]
        return [(self._step.days, [place for place in found if minVal <= place <= maxVal])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The labels of those places; the name and the arguments are pyqtgraph's."""
        days = [date.fromordinal(int(value)) for value in values]
        return words(days, self._step, QLocale())
