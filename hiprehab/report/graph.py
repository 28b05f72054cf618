"""Pain over time on paper: one panel a side, and everything below it on the same axis of days.

Left and right are apart, so nothing depends on colour. A gap in the line is a gap: fewer than
three rated days among seven. Zones are shades of grey with their names beside them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from PySide6.QtCore import QDate, QLineF, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from hiprehab.core.day_ticks import Step, step_for, ticks
from hiprehab.core.log import Measure
from hiprehab.core.model import Side
from hiprehab.core.trends import ZONE_LIMITS, Dot, SideTrend
from hiprehab.report.paper import Align, Draw, Room, Sheet
from hiprehab.report.type import SMALL, SMALL_STRONG

SCALE_ROOM: Final = 16.0
"""Left of the panels: the numbers of the scale."""
ZONE_ROOM: Final = 66.0
"""Right of them: the last value and the names of the zones."""
TICK_ROOM: Final = 24.0
DOT: Final = 1.5
LINE: Final = 1.5
"""Half of it where there are several days to a point."""
PIECE: Final = 250
"""Long lines are drawn in pieces of so many points: a window waits for a piece, not for all."""
EACH_DOT: Final = 2.2
"""From so many points a day on each rating is a mark of its own; below, a day's range is a line."""
_GREYS: Final = ("#FFFFFF", "#F5F4F1", "#E9E7E3")
_GRID: Final = "#D5D2CB"

Height = Callable[[float], float]
"""Where a score lies on the sheet."""


class Frame(NamedTuple):
    """Where the days of a period lie: left edge, width, first day and number of days."""

    x: float
    width: float
    first: date
    days: int

    @property
    def per_day(self) -> float:
        """Points a day."""
        return self.width / self.days

    def at(self, place: float) -> float:
        """Where a moment lies: a day's ordinal number plus the part of the day that has passed."""
        return self.x + (place - self.first.toordinal()) * self.per_day

    def of(self, day: date) -> float:
        """The middle of a day."""
        return self.at(day.toordinal() + 0.5)


def frame_of(sheet: Sheet, first: date, last: date) -> Frame:
    """The axis of a period over the width of a sheet."""
    width = sheet.inner - SCALE_ROOM - ZONE_ROOM
    return Frame(sheet.left + SCALE_ROOM, width, first, (last - first).days + 1)


# --- days ---------------------------------------------------------------------------------------


def day_ticks(sheet: Sheet, frame: Frame) -> tuple[list[date], Step]:
    """The days that are named below the panels."""
    per_label = sheet.width_of("28 Mar", SMALL) * 1.7 / frame.per_day
    step = step_for(per_label)
    last = frame.first + timedelta(days=frame.days - 1)
    return ticks(frame.first, last, step), step


def draw_days(sheet: Sheet, frame: Frame, y: float) -> float:
    """The names of days, and the year below the first and where it changes; returns the height."""
    days, step = day_ticks(sheet, frame)
    form = {"day": "d MMM", "month": "MMM", "year": "yyyy"}[step.unit]
    shift = 0.5 if step.unit == "day" else 0.0
    year = None
    for day in days:
        x = frame.at(day.toordinal() + shift)
        text = day_text(day, form)
        wide = max(sheet.width_of(text, SMALL), sheet.width_of("2000", SMALL)) + 2
        left = min(max(x - wide / 2, sheet.left), sheet.right - wide)
        sheet.text(Room(left, y + 3, wide), text, SMALL, align=Align.CENTRE, lines=1)
        if step.unit != "year" and day.year != year:
            year = day.year
            sheet.text(Room(left, y + 13, wide), str(year), SMALL, align=Align.CENTRE, lines=1)
    return TICK_ROOM


def draw_day_lines(sheet: Sheet, frame: Frame, top: float, bottom: float) -> None:
    """Thin lines through a panel at the days that are named."""
    pen = QPen(QColor(_GRID), 0.4)
    days, step = day_ticks(sheet, frame)
    shift = 0.5 if step.unit == "day" else 0.0
    for day in days:
        x = frame.at(day.toordinal() + shift)
        sheet.line((x, top, x, bottom), pen)


def day_text(day: date, form: str = "d MMM yyyy") -> str:
    """A day as the person's language writes it."""
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


# --- a panel ------------------------------------------------------------------------------------


def draw_panel(
    sheet: Sheet, frame: Frame, span: tuple[float, float], trend: SideTrend, zones: Sequence[str]
) -> None:
    """One side on the scale of 0 to 10, between two heights.

    Args:
        span: upper and lower edge of the panel.
        zones: the names of the three zones, the lowest first.
    """
    top, bottom = span

    def y(score: float) -> float:
        return bottom - score / 10 * (bottom - top)

    _draw_zones(sheet, frame, span, zones)
    draw_day_lines(sheet, frame, top, bottom)
    _draw_band(sheet, frame, trend, y)
    _draw_dots(sheet, frame, trend, y)
    _draw_line(sheet, frame, trend, y)
    sheet.line((frame.x, top, frame.x, bottom), QPen(sheet.colour("edge"), 0.7))
    for edge in (top, bottom):
        sheet.line((frame.x, edge, frame.x + frame.width, edge), QPen(sheet.colour("edge"), 0.7))


def _draw_zones(
    sheet: Sheet, frame: Frame, span: tuple[float, float], names: Sequence[str]
) -> None:
    top, bottom = span
    ends = (0.0, *ZONE_LIMITS, 10.0)
    pen = QPen(sheet.colour("edge"), 0.5, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 4])
    for number, name in enumerate(names):
        low, high = (bottom - end / 10 * (bottom - top) for end in ends[number : number + 2])
        sheet.box(QRectF(frame.x, high, frame.width, low - high), fill=QColor(_GREYS[number]))
        if number:
            sheet.line((frame.x, low, frame.x + frame.width, low), pen)
        room = Room(frame.x + frame.width + 20, (low + high) / 2 - 5.4, ZONE_ROOM - 20)
        sheet.text(room, name, SMALL, align=Align.RIGHT, lines=1)
    for score in ends:
        y = bottom - score / 10 * (bottom - top)
        room = Room(sheet.left - 4, y - 5.4, SCALE_ROOM)
        sheet.text(room, f"{score:g}", SMALL, align=Align.RIGHT, lines=1)


def _runs(values: Sequence[float | None]) -> Iterable[tuple[int, int]]:
    """First and last index of each stretch without a gap."""
    start = None
    for index, value in enumerate([*values, None]):
        if value is not None and start is None:
            start = index
        elif value is None and start is not None:
            yield start, index - 1
            start = None


def _edge_points(
    frame: Frame, values: Sequence[float | None], run: tuple[int, int], y: Height
) -> list[QPointF]:
    """A stretch from the middle of its first day to that of its last; one day is a short line."""
    begin = frame.first.toordinal() + 0.5
    points = [
        QPointF(frame.at(begin + index), y(value))
        for index in range(run[0], run[1] + 1)
        if (value := values[index]) is not None
    ]
    if len(points) == 1:
        reach = max(frame.per_day / 2, 1.0)
        points = [points[0] - QPointF(reach, 0), points[0] + QPointF(reach, 0)]
    return points


def _thinned(points: list[QPointF], pick: Callable[[float, float], float]) -> list[QPointF]:
    """At most two points to each point of the axis, `pick` of those that fall together."""
    found: dict[int, float] = {}
    for point in points:
        column = round(point.x() * 2)
        known = found.get(column)
        found[column] = point.y() if known is None else pick(known, point.y())
    if len(found) * 2 > len(points):
        return points
    return [QPointF(column / 2, height) for column, height in found.items()]


def _draw_band(sheet: Sheet, frame: Frame, trend: SideTrend, y: Height) -> None:
    """The middle half of seven days."""
    for run in _runs(trend.low):
        above = _thinned(_edge_points(frame, trend.high, run, y), min)
        below = _thinned(_edge_points(frame, trend.low, run, y), max)
        path = QPainterPath()
        path.addPolygon(QPolygonF([*above, *reversed(below)]))
        path.closeSubpath()
        sheet.path(path, fill=sheet.colour(trend.side.value, 0.24))


def _draw_line(sheet: Sheet, frame: Frame, trend: SideTrend, y: Height) -> None:
    """The median of seven days, with its last value beside it."""
    pen = QPen(sheet.colour(trend.side.value), LINE if frame.per_day > 0.5 else LINE / 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    last = None
    for run in _runs(trend.line):
        points = _edge_points(frame, trend.line, run, y)
        for start in range(0, len(points) - 1, PIECE):
            path = QPainterPath()
            path.addPolygon(QPolygonF(points[start : start + PIECE + 1]))
            sheet.path(path, pen=pen)
        last = run[1]
    if last is None:
        return
    value = trend.line[last]
    assert value is not None
    x = frame.at(frame.first.toordinal() + last + 0.5)
    draw_sign(sheet, trend.side, QPointF(x, y(value)), 2.6, sheet.colour(trend.side.value))
    style = SMALL_STRONG._replace(role=trend.side.value)
    sheet.text(Room(x + 4.5, y(value) - 5.4, 22), f"{value:g}", style, lines=1)


def _draw_dots(sheet: Sheet, frame: Frame, trend: SideTrend, y: Height) -> None:
    """Each rating, or the range of each point of the axis where they are too many."""
    colour = sheet.colour(trend.side.value)
    if frame.per_day >= EACH_DOT:
        for dot in trend.dots:
            at = QPointF(frame.at(dot.x), y(dot.score))
            sheet.add(_dot(trend.side, dot, at, colour))
        return
    ranges: dict[int, tuple[int, int]] = {}
    for dot in trend.dots:
        if dot.counts:
            column = int(frame.at(dot.x) * 2)  # two of them to a point
            low, high = ranges.get(column, (dot.score, dot.score))
            ranges[column] = min(low, dot.score), max(high, dot.score)
    colour.setAlphaF(0.42)
    pen = QPen(colour, 0.45)
    lines = [
        QLineF(column / 2, y(high) - 0.6, column / 2, y(low) + 0.6)
        for column, (low, high) in ranges.items()
    ]
    for start in range(0, len(lines), PIECE):
        sheet.lines(lines[start : start + PIECE], pen)


def _dot(side: Side, dot: Dot, at: QPointF, colour: QColor) -> Draw:
    """The mark of a rating: full when it counts for the line, hollow when given around exercise."""
    return lambda painter: draw_dot(painter, side, dot.measure, at, colour, filled=dot.counts)


# --- signs --------------------------------------------------------------------------------------


def put_sign(painter: QPainter, side: Side, at: QPointF, radius: float) -> None:
    """The sign of a side: a circle or a square of equal weight."""
    if side is Side.LEFT:
        painter.drawEllipse(at, radius, radius)
    else:
        half = radius * 0.89
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))


def draw_sign(sheet: Sheet, side: Side, at: QPointF, radius: float, colour: QColor) -> None:
    """A filled sign."""

    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        put_sign(painter, side, at, radius)

    sheet.add(draw)


def draw_dot(
    painter: QPainter,
    side: Side,
    measure: Measure,
    at: QPointF,
    colour: QColor,
    *,
    filled: bool,
) -> None:
    """A rating: filled, hollow, with a bar on top for worst, with a filled half for at night."""
    tone = QColor(colour)
    if filled:
        tone.setAlphaF(0.62)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        put_sign(painter, side, at, DOT)
        return
    tone.setAlphaF(0.85)
    painter.setPen(QPen(tone, 0.55))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    put_sign(painter, side, at, DOT)
    if measure is Measure.WORST:
        y = at.y() - DOT * 1.8
        painter.drawLine(QLineF(at.x() - DOT, y, at.x() + DOT, y))
    elif measure is Measure.NIGHT:
        painter.setBrush(tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(QRectF(at.x() - DOT, at.y() - DOT, 2 * DOT, 2 * DOT), 180 * 16, 180 * 16)
