"""Draws the marks on a chart over time: a line or a hatched stretch, always with its words.

Each kind has a sign of its own, so that nothing depends on colour. Marks too close to each other to
be read are one flag that says how many they are.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from hiprehab.charts.look import Look
from hiprehab.charts.mark_words import MarkWords
from hiprehab.charts.shared import SPANS, MarkGroup, SharedTime
from hiprehab.core.marks import Mark, MarkKind

APART_PX: Final = 64
"""A flag has at least so much room on its line (at 100 % text); marks that are closer share it."""
SIGN_PX: Final = 11
ALONE: Final = 3
"""So many marks under one flag have a line each over the whole height."""
TICK_PX: Final = 5
ELIDE: Final = Qt.TextElideMode.ElideRight


class Across(NamedTuple):
    """The time axis of a plot: the px of its left end, the day number there, the px of a day."""

    x: float
    left: float
    per_day: float

    def of(self, place: float) -> float:
        """The px of a day number."""
        return self.x + (place - self.left) * self.per_day


class Flag(NamedTuple):
    """One flag: its place and the room for its words in px, its marks, and its line from 0.

    A `turned` one has its words at its left: at the right the chart ends.
    """

    x: float
    room: float
    group: MarkGroup
    line: int = 0
    turned: bool = False


def role(kind: MarkKind) -> str:
    """The colour role of a kind."""
    if kind is MarkKind.FLARE:
        return "too_much"
    return "navy" if kind in (MarkKind.PLAN, MarkKind.VERSION) else "text"


def flags(
    groups: Sequence[MarkGroup],
    across: Across,
    ends: tuple[float, float],
    lines: int = 1,
    *,
    least: float = 0.0,
) -> list[Flag]:
    """The flags in view, from left to right; a stretch that began before stands at the edge.

    They go through the lines in turn, so that each has the more room the more lines there are. The
    last of a line turns to the left where it has less room than `least` (px) at its right.
    """
    left, right = ends
    low = across.left + (left - across.x) / across.per_day
    high = across.left + (right - across.x) / across.per_day
    first = bisect_left(groups, low, key=lambda group: group.starts[-1])
    found = []
    for number, group in enumerate(groups):
        if number < first and group.reaches <= low:
            continue
        if group.starts[0] >= high:
            break
        place = low if group.reaches > low else group.starts[bisect_left(group.starts, low)]
        place = max(place, group.starts[0])
        if place < high:
            found.append(Flag(across.of(place), 0.0, group, number % lines))
    room = dict.fromkeys(range(lines), right)
    for number in range(len(found) - 1, -1, -1):
        flag = found[number]
        ends_at = room[flag.line]
        if ends_at == right and right - flag.x < least:
            before = next((one.x for one in found[number - 1 :: -1] if one.line == flag.line), None)
            space = flag.x - left if before is None or not number else (flag.x - before) / 2
            found[number] = flag._replace(room=space, turned=True)
            room[flag.line] = flag.x - space
        else:
            found[number] = flag._replace(room=ends_at - flag.x)
            room[flag.line] = flag.x
    return found


def draw_marks(
    painter: QPainter, look: Look, box: QRectF, time: SharedTime, lines: int = 1
) -> None:
    """Draws all marks into the plot `box`; their words are in so many lines at its top."""
    if not time.marks:
        return
    across = Across(box.left(), time.left, box.width() / max(1e-9, time.right - time.left))
    painter.save()
    painter.setClipRect(box)
    for mark in time.spans:
        _draw_span(painter, look, box, mark, across)
    painter.setFont(look.font)
    groups = time.groups(APART_PX * look.scale / lines / across.per_day)
    ends, least = (box.left(), box.right()), APART_PX * look.scale
    found = flags(groups, across, ends, lines, least=least)
    _draw_lines(painter, look, box, found, across)
    words = MarkWords()
    for flag in found:
        _draw_flag(painter, look, box, flag, words)
    painter.restore()


def _draw_span(painter: QPainter, look: Look, box: QRectF, mark: Mark, across: Across) -> None:
    left = max(box.left(), across.of(mark.first.toordinal()))
    right = box.right() if mark.last is None else across.of(mark.last.toordinal() + 1)
    span = QRectF(left, box.top(), min(right, box.right()) - left, box.height())
    if span.width() <= 0:
        return
    flare = mark.kind is MarkKind.FLARE
    pattern = Qt.BrushStyle.BDiagPattern if flare else Qt.BrushStyle.Dense7Pattern
    painter.fillRect(span, look.colour(role(mark.kind), 0.06))
    painter.fillRect(span, QBrush(look.colour(role(mark.kind), 0.3), pattern))
    painter.setPen(QPen(look.colour(role(mark.kind), 0.6), 1))
    painter.drawLine(QLineF(span.topLeft(), span.bottomLeft()))
    if mark.last is not None:
        painter.drawLine(QLineF(span.topRight(), span.bottomRight()))


def _draw_lines(
    painter: QPainter, look: Look, box: QRectF, found: Sequence[Flag], across: Across
) -> None:
    """A line for each mark; where many share a flag ticks below its words, as far as they fit."""
    high, left, right = painter.fontMetrics().height(), box.left(), box.right()
    whole: dict[str, list[QLineF]] = {}
    ticks: dict[str, list[QLineF]] = {}
    for flag in found:
        alone = len(flag.group.marks) <= ALONE
        top = box.top() + (0 if alone else (flag.line + 1) * high + 1)
        bottom = box.bottom() if alone else top + TICK_PX
        before, least = -math.inf, 1 if alone else TICK_PX - 1
        for mark, start in zip(flag.group.marks, flag.group.starts, strict=True):
            x = round(across.of(start))
            if mark.kind in SPANS or x - before < least or not left <= x <= right:
                continue
            before = x
            lines = whole if alone else ticks
            lines.setdefault(role(mark.kind), []).append(QLineF(x + 0.5, top, x + 0.5, bottom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for lines, style in ((whole, Qt.PenStyle.DashLine), (ticks, Qt.PenStyle.SolidLine)):
        for colour, strokes in lines.items():
            painter.setPen(QPen(look.colour(colour, 0.5), 1, style))
            painter.drawLines(strokes)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _draw_flag(painter: QPainter, look: Look, box: QRectF, flag: Flag, words: MarkWords) -> None:
    kind = flag.group.named.kind
    colour = look.colour(role(kind))
    metrics = painter.fontMetrics()
    line = metrics.height()
    top = box.top() + flag.line * line + 1
    sign = SIGN_PX * 1.2 * look.scale
    shown = metrics.elidedText(words.flag(flag.group), ELIDE, int(flag.room - sign - 4))
    wide = sign + metrics.horizontalAdvance(shown) + 2
    begin = flag.x - wide - 1 if flag.turned else flag.x + 1
    place = QRectF(begin, top, wide, line)
    painter.fillRect(place, look.colour("surface", 0.75))
    spot = QPointF(flag.x + (-sign / 2 if flag.turned else sign / 2), top + line / 2)
    draw_flag_sign(painter, kind, spot, 4.0 * look.scale, colour)
    painter.setPen(colour)
    text = place.adjusted(0, 0, -sign, 0) if flag.turned else place.adjusted(sign, 0, 4, 0)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown)


def draw_flag_sign(
    painter: QPainter, kind: MarkKind, at: QPointF, radius: float, colour: QColor
) -> None:
    """The sign of a kind, centred: a flag, a flame, a shoe's arrow, a cross, a bag, a sheet."""
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, r = at.x(), at.y(), radius
    if kind is MarkKind.SKIPPED:
        painter.drawLine(QLineF(x - r, y - r, x + r, y + r))
        painter.drawLine(QLineF(x - r, y + r, x + r, y - r))
    elif kind is MarkKind.RUN:
        points = [(-r, -r), (r, 0), (-r, r)]
        painter.drawPolyline(QPolygonF([QPointF(x + a, y + b) for a, b in points]))
    elif kind is MarkKind.FLARE:
        painter.setBrush(colour)
        points = [(0, -r), (r, r), (-r, r)]
        painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in points]))
    elif kind is MarkKind.AWAY:
        painter.drawEllipse(at, r, r)
    elif kind is MarkKind.EVENT:
        painter.setBrush(colour)
        points = [(-r, -r), (r, -r / 3), (-r, r / 3)]
        painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in points]))
        painter.drawLine(QLineF(x - r, y - r, x - r, y + r))
    else:  # the plan, or a version of a routine
        painter.drawRect(QRectF(x - r * 0.8, y - r, r * 1.6, r * 2))
        painter.drawLine(QLineF(x - r * 0.4, y - r * 0.3, x + r * 0.4, y - r * 0.3))
        painter.drawLine(QLineF(x - r * 0.4, y + r * 0.3, x + r * 0.4, y + r * 0.3))
