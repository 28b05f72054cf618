"""Draws the marks on a chart over time: a line or a hatched stretch, always with its words.

Each kind has a sign of its own, so that nothing depends on colour. Marks too close to each other to
be read are one flag that says how many they are.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from hiprehab.charts.look import Look
from hiprehab.charts.mark_words import MarkWords
from hiprehab.core.marks import Mark, MarkKind

SPANS: Final = frozenset({MarkKind.FLARE, MarkKind.AWAY})
TOGETHER_PX: Final = 16
"""Marks that begin closer to each other than that share a flag."""
SIGN_PX: Final = 11
LEAST_PX: Final = 26
"""Less room than that for words shows the sign alone."""


class Flag(NamedTuple):
    """One flag: its place and the room for its words in px, its marks, and its line from 0."""

    x: float
    room: float
    marks: tuple[Mark, ...]
    line: int = 0


def role(kind: MarkKind) -> str:
    """The colour role of a kind."""
    if kind is MarkKind.FLARE:
        return "too_much"
    return "navy" if kind in (MarkKind.PLAN, MarkKind.VERSION) else "text"


def flags(
    marks: Sequence[Mark],
    x_of: Callable[[float], float],
    ends: tuple[float, float],
    lines: int = 1,
) -> list[Flag]:
    """The flags in view, from left to right; a stretch that began before stands at the edge.

    They go through the lines in turn, so that each has the more room the more lines there are.
    """
    left, right = ends
    found: list[tuple[float, list[Mark]]] = []
    for mark in marks:
        start = x_of(mark.first.toordinal() + (0.0 if mark.kind in SPANS else 0.5))
        end = right if mark.last is None else x_of(mark.last.toordinal() + 1)
        if end <= left or start >= right:
            continue
        x = max(left, start)
        if found and x - found[-1][0] < TOGETHER_PX:
            found[-1][1].append(mark)
        else:
            found.append((x, [mark]))
    places = [x for x, _ in found] + [right] * lines
    return [
        Flag(x, places[number + lines] - x, tuple(each), number % lines)
        for number, (x, each) in enumerate(found)
    ]


def draw_marks(  # a plot, its marks and their places
    painter: QPainter,
    look: Look,
    box: QRectF,
    marks: Sequence[Mark],
    x_of: Callable[[float], float],
    lines: int = 1,
) -> None:
    """Draws all marks into the plot `box`; their words are in so many lines at its top."""
    painter.save()
    painter.setClipRect(box)
    for mark in marks:
        if mark.kind in SPANS:
            _draw_span(painter, look, box, mark, x_of)
    words = MarkWords()
    painter.setFont(look.font)
    for flag in flags(marks, x_of, (box.left(), box.right()), lines):
        _draw_flag(painter, look, box, flag, words)
    painter.restore()


def _draw_span(
    painter: QPainter, look: Look, box: QRectF, mark: Mark, x_of: Callable[[float], float]
) -> None:
    left = max(box.left(), x_of(mark.first.toordinal()))
    right = box.right() if mark.last is None else x_of(mark.last.toordinal() + 1)
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


def _draw_flag(painter: QPainter, look: Look, box: QRectF, flag: Flag, words: MarkWords) -> None:
    first = flag.marks[0]
    one = len(flag.marks) == 1
    colour = look.colour(role(first.kind) if one else "text")
    if any(mark.kind not in SPANS for mark in flag.marks):
        painter.setPen(QPen(look.colour(role(first.kind), 0.55), 1, Qt.PenStyle.DashLine))
        x = round(flag.x) + 0.5
        painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
    line = QFontMetricsF(look.font).height()
    top = box.top() + flag.line * line + 1
    spot = QPointF(flag.x + SIGN_PX * 0.6 * look.scale, top + line / 2)
    left = flag.x
    if one:
        draw_flag_sign(painter, first.kind, spot, 4.0 * look.scale, colour)
        left += SIGN_PX * 1.2 * look.scale
    room = flag.room - (left - flag.x) - 4
    text = words.short(first) if one else words.tr("{0} marks").format(len(flag.marks))
    if not one and QFontMetricsF(look.font).horizontalAdvance(text) > room:
        text = str(len(flag.marks))
    if room < LEAST_PX and one:
        return
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
    place = QRectF(left + 1, top, metrics.horizontalAdvance(shown) + 2, line)
    painter.fillRect(place, look.colour("surface", 0.75))
    painter.setPen(colour)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


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
