"""The axis of days, with labels that a person can read."""

from datetime import date
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QFontMetricsF

from hiprehab.charts.look import Look
from hiprehab.core.day_ticks import STEPS, Step, step_for, ticks


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
