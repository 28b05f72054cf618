"""What was done each week against what was prescribed, under the pain chart on the same days."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from hiprehab.charts.drawn_time import Plot, TimeDrawn
from hiprehab.charts.edges import ends_px, scale_px
from hiprehab.charts.look import Look
from hiprehab.core.dose import Amount, DoseState, DoseWeek, Unit

GAP_PX: Final = 8.0
NARROW_PX: Final = 6.0
"""From this width of a week on what was prescribed is a frame; below it a line."""
STEPS: Final = (1, 2, 5)


class Shown(NamedTuple):
    """The weeks and what of them is shown."""

    state: DoseState
    unit: Unit


class Bar(NamedTuple):
    """A week as it is drawn: its first day and the one after its last, done and asked for.

    `more`: what was done is at least that much. `asked` is None without a plan.
    """

    start: int
    end: int
    done: float
    more: bool
    asked: float | None


def ceiling(value: float) -> float:
    """A round number that is at least the value: 1, 2 or 5 times a power of ten, at least 1."""
    if value <= 1:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return float(next(step * power for step in (*STEPS, 10) if step * power >= value))


class DoseWords:
    """The words of the chart; a class so that every literal is found for translation."""

    def tr(self, text: str) -> str:
        """Translates in the context of this class."""
        return QCoreApplication.translate("DoseWords", text)

    def amount(self, value: float, unit: Unit) -> str:
        """An amount with its unit."""
        form = {
            Unit.SETS: self.tr("{0} sets"),
            Unit.HOLD: self.tr("{0} s held"),
            Unit.MINUTES: self.tr("{0} min"),
            Unit.SESSIONS: self.tr("{0} sessions"),
        }[unit]
        one = {Unit.SETS: self.tr("1 set"), Unit.SESSIONS: self.tr("1 session")}
        return one[unit] if value == 1 and unit in one else form.format(f"{round(value)}")

    def known(self, amount: Amount, unit: Unit) -> str:
        """The same; where sessions lack the unit, it is the least that it can be."""
        text = self.amount(amount.of(unit), unit)
        return self.tr("at least {0}").format(text) if amount.lacks(unit) else text

    def week(self, week: DoseWeek, unit: Unit) -> str:
        """A week in words, with what is not known of it."""
        parts = [self.tr("done {0}").format(self.known(week.done, unit))]
        if week.prescribed is None:
            parts.append(self.tr("no plan was kept then"))
        else:
            parts.append(self.tr("prescribed {0}").format(self.known(week.prescribed, unit)))
            if week.unknown:
                parts.append(self.tr("{0} days without a plan").format(week.unknown))
        if week.paused:
            parts.append(self.tr("{0} days away or in a flare").format(week.paused))
        return ", ".join(parts)


class DoseChart(TimeDrawn):
    """A bar a week: what was done is filled, what was prescribed is a frame around it."""

    words = DoseWords()

    @property
    def _shown(self) -> Shown:
        found: Shown = self.state
        return found

    def scale(self) -> Sequence[tuple[float, str]]:
        """From nothing to a round number above the highest week of the period."""
        top = self._top
        return (
            (0.0, "0"),
            (top / 2, f"{top / 2:g}"),
            (top, self.words.amount(top, self._shown.unit)),
        )

    def left_px(self, look: Look) -> float:
        """As much as the pain chart, so that the days are below each other."""
        return scale_px(look)

    def right_px(self, look: Look) -> float:
        """As much as the pain chart."""
        return ends_px(look)

    def height_for(self, look: Look, width: float) -> float:
        """Low: the pain is what one looks at first."""
        return 80 * look.scale + QFontMetricsF(look.font).height() * 4

    def say(self, day: date) -> str:
        """The week of a day."""
        state, unit = self._shown
        for week in state.weeks:
            if week.first <= day <= week.last:
                return self.tr("this week {0}").format(self.words.week(week, unit))
        return ""

    def summary(self) -> str:
        """The whole period."""
        state, unit = self._shown
        if state.prescribed is None:
            return self.tr("Done {0}.").format(self.words.known(state.done, unit))
        done = self.words.known(state.kept, unit)
        asked = self.words.known(state.prescribed, unit)
        return self.tr("Done {0} of {1} prescribed.").format(done, asked)

    def show_state(self, state: Shown, look: Look) -> None:
        """Shows other weeks, or the same counted otherwise."""
        weeks, unit = state.state.weeks, state.unit
        self._bars = [
            Bar(
                week.first.toordinal(),
                week.last.toordinal() + 1,
                week.done.of(unit),
                bool(week.done.lacks(unit)),
                week.prescribed.of(unit) if week.prescribed is not None else None,
            )
            for week in weeks
        ]
        self._top = ceiling(max((max(bar.done, bar.asked or 0.0) for bar in self._bars), default=0))
        super().show_state(state, look)

    # --- drawing ------------------------------------------------------------------------------

    def draw_values(self, painter: QPainter, look: Look, plot: Plot) -> None:
        """All weeks in view: what was done, a hatched top where more is possible, the frames."""
        bars = self._in_view()
        boxes = _boxes(plot, bars, [bar.done for bar in bars])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent", 0.75))
        painter.drawRects([box for box, bar in zip(boxes, bars, strict=True) if bar.done])
        hatched = QBrush(look.colour("accent"), Qt.BrushStyle.BDiagPattern)
        for box, bar in zip(boxes, bars, strict=True):
            if bar.more:
                painter.fillRect(QRectF(box.left(), box.top() - 7, box.width(), 7), hatched)
        known = [bar for bar in bars if bar.asked]
        asked = _boxes(plot, known, [bar.asked or 0.0 for bar in known])
        painter.setPen(QPen(look.colour("text", 0.6), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if plot.per_day * 7 > NARROW_PX:
            painter.drawRects(asked)
        else:
            painter.drawLines([QLineF(box.topLeft(), box.topRight()) for box in asked])
        self._draw_labels(painter, look, plot, list(zip(boxes, bars, strict=True)))

    def _in_view(self) -> list[Bar]:
        if not self._bars:
            return []
        first = self._bars[0].start
        start = max(0, int((self.time.left - first) // 7) - 1)
        stop = max(start, int((self.time.right - first) // 7) + 3)
        return self._bars[start:stop]

    def _draw_labels(
        self, painter: QPainter, look: Look, plot: Plot, bars: Sequence[tuple[QRectF, Bar]]
    ) -> None:
        """Done and prescribed as numbers on the foot of each whole week; on all or on none."""
        metrics = QFontMetricsF(look.font)
        high = metrics.height()
        whole = 7 * plot.per_day - GAP_PX
        labels = [(box, label(bar)) for box, bar in bars] if whole > high else []
        widths = [metrics.horizontalAdvance(text) + 4 for _, text in labels]
        if not labels or max(widths) > whole:
            return
        for (bar, text), wide in zip(labels, widths, strict=True):
            if wide > bar.width():
                continue
            place = QRectF(bar.center().x() - wide / 2, plot.box.bottom() - high - 2, wide, high)
            painter.fillRect(place, look.colour("surface", 0.85))
            painter.setPen(look.colour("text"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _boxes(plot: Plot, bars: Sequence[Bar], values: Sequence[float]) -> list[QRectF]:
    """From the ground to the value of each week."""
    left, ground = plot.box.left() - plot.left * plot.per_day, plot.box.bottom()
    found = []
    for bar, value in zip(bars, values, strict=True):
        wide = (bar.end - bar.start) * plot.per_day
        gap = min(GAP_PX, wide / 4)
        high = (value - plot.low) * plot.per_unit
        x = left + bar.start * plot.per_day + gap / 2
        found.append(QRectF(x, ground - high, max(1.0, wide - gap), high))
    return found


def label(bar: Bar) -> str:
    """Done against prescribed in digits; a plus where more is possible."""
    text = f"{round(bar.done)}" + ("+" if bar.more else "")
    return text if bar.asked is None else f"{text}/{round(bar.asked)}"
