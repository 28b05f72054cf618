"""Values at days, as signs: for one exercise, for own activities, for tests.

Neighbours are joined only where they are near enough in time; over a gap there is no line.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from hiprehab.charts.drawn_time import Plot, TimeDrawn
from hiprehab.charts.key_row import KeyPart, draw_key, key_height
from hiprehab.charts.look import Look
from hiprehab.charts.shared import SharedTime
from hiprehab.charts.signs import draw_sign
from hiprehab.core.model import Side

Sign = Side | int | None
"""A side, both at once (None), or the number of a series from 0: each has its own shape."""

LINES: Final = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
SHAPES: Final = 5
ROLES: Final = ("accent", "navy", "rest", "text", "muted")
"""Colours of series."""
RADIUS_PX: Final = 4.6
MANY: Final = 400
"""With more signs in view than that, ranges are drawn."""
RANGE_PX: Final = 6.0
"""So many px share a range."""


class PointMark(NamedTuple):
    """A value at a place in time. `hollow`: something is to be told; `target` is what was meant."""

    x: float
    value: float
    hollow: bool = False
    target: float | None = None


class PointSeries(NamedTuple):
    """Values of one kind, the oldest first; joined where they are at most `join_days` apart."""

    sign: Sign
    name: str
    points: Sequence[PointMark]
    join_days: float = 0.0


HOLLOW: Final = "hollow"
TARGET: Final = "target"


@dataclass(frozen=True, slots=True)
class PointsState:
    """What the chart shows: its scale from the bottom up, series, and what a day says.

    `hollow` and `target` are what these marks mean, for the key; "" leaves them out of it.
    """

    scale: Sequence[tuple[float, str]]
    series: Sequence[PointSeries]
    words: Callable[[date], str]
    hollow: str = ""
    target: str = ""


class PointsChart(TimeDrawn):
    """The chart."""

    state: PointsState

    def __init__(self, name: str, time: SharedTime, parent: QWidget | None = None) -> None:
        super().__init__(name, time, parent)
        self._parts: list[KeyPart] = []

    def show_state(self, state: PointsState, look: Look) -> None:
        """Shows other values or another look."""
        parts = [KeyPart(one.sign, one.name) for one in state.series if one.points]
        marks = [mark for one in state.series for mark in one.points]
        if state.hollow and any(mark.hollow for mark in marks):
            parts.append(KeyPart(HOLLOW, state.hollow))
        if state.target and any(mark.target not in (None, mark.value) for mark in marks):
            parts.append(KeyPart(TARGET, state.target))
        self._parts = parts
        super().show_state(state, look)

    def scale(self) -> Sequence[tuple[float, str]]:
        """The labels at the left."""
        return self.state.scale

    def say(self, day: date) -> str:
        """The values of a day."""
        return self.state.words(day)

    def height_for(self, look: Look, width: float) -> float:
        """The plot and its key."""
        return 190 * look.scale + key_height(look, self._parts, width)

    def plot(self, look: Look, box: QRectF) -> Plot:
        """The plot above the key."""
        key = key_height(look, self._parts, box.width())
        return super().plot(look, box.adjusted(0, 0, 0, -key))

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """The plot, and below it what the signs mean."""
        super().draw(painter, look, box)
        painter.setFont(look.font)
        draw_key(painter, look, box, self._parts, draw_key_sign)

    def draw_values(self, painter: QPainter, look: Look, plot: Plot) -> None:
        """Lines, targets, signs of what is in view; ranges where there is no room for each."""
        if sum(len(self._in_view(one)) for one in self.state.series) > MANY:
            for number in range(len(self.state.series)):
                self._draw_ranges(painter, look, plot, number)
            return
        for number in range(len(self.state.series)):
            self._draw_lines(painter, look, plot, number)
        for number in range(len(self.state.series)):
            self._draw_points(painter, look, plot, number)

    def _in_view(self, series: PointSeries, beyond: float = 0.0) -> Sequence[PointMark]:
        """The marks of the days in view, and so many days beyond them."""
        points = series.points
        start = bisect_left(points, self.time.left - beyond, key=_x)
        return points[start : bisect_right(points, self.time.right + beyond, key=_x)]

    def _draw_ranges(self, painter: QPainter, look: Look, plot: Plot, number: int) -> None:
        """An upright stroke from the lowest to the highest value of each few px."""
        series, wide = self.state.series[number], RANGE_PX * look.scale
        ranges: dict[int, tuple[float, float]] = {}
        for mark in self._in_view(series):
            column = int((mark.x - plot.left) * plot.per_day / wide)
            low, high = ranges.get(column, (mark.value, mark.value))
            ranges[column] = (min(low, mark.value), max(high, mark.value))
        count = len(self.state.series)
        inside = plot.box.left() + wide * (number + 0.5) / count
        reach = 1.5 * look.scale
        painter.setPen(QPen(colour_of(look, series.sign), max(1.5, wide / count - 1)))
        painter.drawLines(
            [
                QLineF(x, plot.y(low) + reach, x, plot.y(high) - reach)
                for column, (low, high) in ranges.items()
                for x in (inside + column * wide,)
            ]
        )

    def _draw_lines(self, painter: QPainter, look: Look, plot: Plot, number: int) -> None:
        series = self.state.series[number]
        shift = _shift(self.state.series, number) * RADIUS_PX * look.scale
        places = [
            (mark.x, QPointF(plot.x(mark.x) + shift, plot.y(mark.value)))
            for mark in self._in_view(series, series.join_days)
        ]
        lines = [
            QLineF(before[1], after[1])
            for before, after in pairwise(places)
            if after[0] - before[0] <= series.join_days
        ]
        style = LINES[series.sign % len(LINES)] if isinstance(series.sign, int) else LINES[0]
        painter.setPen(QPen(colour_of(look, series.sign, 0.55), 1.4 * look.scale, style))
        painter.drawLines(lines)

    def _draw_points(self, painter: QPainter, look: Look, plot: Plot, number: int) -> None:
        series, radius = self.state.series[number], RADIUS_PX * look.scale
        # Left and right of one day stand beside each other, so that neither hides the other.
        shift = _shift(self.state.series, number) * radius
        painter.setClipping(False)  # a sign on the first or last day is whole
        for mark in self._in_view(series):
            at = QPointF(plot.x(mark.x) + shift, plot.y(mark.value))
            if mark.target is not None and mark.target != mark.value:
                draw_target(painter, look, QPointF(at.x(), plot.y(mark.target)), radius)
            draw_point(painter, look, series.sign, at, radius, hollow=mark.hollow)


def _x(mark: PointMark) -> float:
    return mark.x


def _shift(series: Sequence[PointSeries], number: int) -> float:
    """How far a series stands beside the day's middle, in radii."""
    count = sum(bool(one.points) for one in series)
    place = sum(bool(one.points) for one in series[:number])
    return (place - (count - 1) / 2) * (2.1 if count == 2 else 1.1)


def colour_of(look: Look, sign: Sign, alpha: float = 1.0) -> QColor:
    """A side's colour; series of their own differ in shape and line as well."""
    if isinstance(sign, Side):
        return look.side(sign, alpha)
    return look.colour(ROLES[(sign or 0) % len(ROLES)], alpha)


def draw_target(painter: QPainter, look: Look, at: QPointF, radius: float) -> None:
    """What was meant: a short level line."""
    painter.setPen(QPen(look.colour("muted"), 1.6 * look.scale))
    painter.drawLine(QLineF(at.x() - radius, at.y(), at.x() + radius, at.y()))


def draw_point(
    painter: QPainter, look: Look, sign: Sign, at: QPointF, radius: float, *, hollow: bool = False
) -> None:
    """One sign: circle left, square right, diamond for both, five shapes for series."""
    ink = colour_of(look, sign)
    painter.setPen(QPen(ink, 1.8 * look.scale) if hollow else QPen(look.colour("surface"), 1.0))
    painter.setBrush(look.colour("surface") if hollow else ink)
    if isinstance(sign, Side):
        draw_sign(painter, sign, at, radius)
    elif sign is None:
        _polygon(painter, at, radius * 1.25, ((0, -1), (1, 0), (0, 1), (-1, 0)))
    else:
        draw_series_sign(painter, sign, at, radius)


def draw_series_sign(painter: QPainter, number: int, at: QPointF, radius: float) -> None:
    """The shape of a series: circle, square, triangle, diamond, triangle upside down."""
    shape = number % SHAPES
    if shape == 0:
        painter.drawEllipse(at, radius, radius)
    elif shape == 1:
        side = radius * 0.9
        painter.drawRect(QRectF(at.x() - side, at.y() - side, side * 2, side * 2))
    elif shape == 2:
        _polygon(painter, at, radius * 1.2, ((0, -1), (0.95, 0.8), (-0.95, 0.8)))
    elif shape == 3:
        _polygon(painter, at, radius * 1.25, ((0, -1), (1, 0), (0, 1), (-1, 0)))
    else:
        _polygon(painter, at, radius * 1.2, ((0, 1), (0.95, -0.8), (-0.95, -0.8)))


def _polygon(
    painter: QPainter, at: QPointF, radius: float, corners: Sequence[tuple[float, float]]
) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(at.x() + x * radius, at.y() + y * radius) for x, y in corners])
    )


def draw_key_sign(painter: QPainter, look: Look, sign: object, at: QPointF, radius: float) -> None:
    """A sign of the key, with its line where a series has one of its own."""
    size = min(radius, RADIUS_PX * look.scale)
    if sign == TARGET:
        draw_target(painter, look, at, radius)
    elif sign == HOLLOW:
        painter.setPen(QPen(look.colour("muted"), 1.8 * look.scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, size, size)
    elif sign is None or isinstance(sign, int | Side):
        draw_point(painter, look, sign, at, size)


def even_scale(
    highest: float, steps: Sequence[float] = (1, 2, 5, 10, 20, 50, 100, 200, 500)
) -> list[float]:
    """Round values from 0 to at least `highest`, about four of them."""
    step = next((one for one in steps if highest <= one * 4), steps[-1])
    count = max(1, -int(-highest // step))
    return [step * number for number in range(count + 1)]
