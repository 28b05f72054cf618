"""Draws the marks on a chart over time: a line or a hatched stretch, always with its words.

Each kind has a sign of its own, so that nothing depends on colour. Marks too close to each other to
be read are one flag that says how many they are.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from hiprehab.charts.look import Look
from hiprehab.charts.mark_words import MarkWords
from hiprehab.core.marks import Mark, MarkKind

SPANS: Final = frozenset({MarkKind.FLARE, MarkKind.AWAY})
APART_PX: Final = 64
"""A flag has at least so much room on its line (at 100 % text); marks that are closer share it."""
SIGN_PX: Final = 11
ELIDE: Final = Qt.TextElideMode.ElideRight
RANKS: Final = (
    MarkKind.FLARE, MarkKind.EVENT, MarkKind.PLAN, MarkKind.VERSION,
    MarkKind.SKIPPED, MarkKind.AWAY, MarkKind.RUN,
)  # fmt: skip
"""Which one of several marks gives a flag its words."""


class Flag(NamedTuple):
    """One flag: its place and the room for its words in px, its marks, and its line from 0.

    `places` is where each of the marks begins.
    """

    x: float
    room: float
    marks: tuple[Mark, ...]
    places: tuple[float, ...]
    line: int = 0

    @property
    def named(self) -> Mark:
        """The mark that gives the flag its words."""
        return min(self.marks, key=lambda mark: RANKS.index(mark.kind))


def role(kind: MarkKind) -> str:
    """The colour role of a kind."""
    if kind is MarkKind.FLARE:
        return "too_much"
    return "navy" if kind in (MarkKind.PLAN, MarkKind.VERSION) else "text"


def flags(
    marks: Sequence[Mark],
    x_of: Callable[[float], float],
    ends: tuple[float, float],
    *,
    apart: float = APART_PX,
    lines: int = 1,
) -> list[Flag]:
    """The flags in view, from left to right; a stretch that began before stands at the edge.

    They go through the lines in turn, so that each has the more room the more lines there are.
    """
    left, right = ends
    found: list[tuple[list[float], list[Mark]]] = []
    for mark in marks:
        start = x_of(mark.first.toordinal() + (0.0 if mark.kind in SPANS else 0.5))
        end = right if mark.last is None else x_of(mark.last.toordinal() + 1)
        if end <= left or start >= right:
            continue
        x = max(left, start)
        if found and x - found[-1][0][0] < apart / lines:
            found[-1][0].append(x)
            found[-1][1].append(mark)
        else:
            found.append(([x], [mark]))
    starts = [places[0] for places, _ in found] + [right] * lines
    return [
        Flag(places[0], starts[number + lines] - places[0], tuple(each), tuple(places),
             number % lines)
        for number, (places, each) in enumerate(found)
    ]  # fmt: skip


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
    ends, apart = (box.left(), box.right()), APART_PX * look.scale
    found = flags(marks, x_of, ends, apart=apart, lines=lines)
    for flag in found:
        _draw_lines(painter, look, box, flag)
    for flag in found:
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


def _draw_lines(painter: QPainter, look: Look, box: QRectF, flag: Flag) -> None:
    for x, mark in zip(flag.places, flag.marks, strict=True):
        if mark.kind not in SPANS:
            painter.setPen(QPen(look.colour(role(mark.kind), 0.5), 1, Qt.PenStyle.DashLine))
            x = round(x) + 0.5
            painter.drawLine(QLineF(x, box.top(), x, box.bottom()))


def _draw_flag(painter: QPainter, look: Look, box: QRectF, flag: Flag, words: MarkWords) -> None:
    colour = look.colour(role(flag.named.kind))
    metrics = painter.fontMetrics()
    line = metrics.height()
    top = box.top() + flag.line * line + 1
    spot = QPointF(flag.x + SIGN_PX * 0.6 * look.scale, top + line / 2)
    left = flag.x + SIGN_PX * 1.2 * look.scale
    room = int(flag.room - (left - flag.x) - 4)
    shown = metrics.elidedText(words.flag(flag.marks, flag.named), ELIDE, room)
    place = QRectF(flag.x + 1, top, left - flag.x + metrics.horizontalAdvance(shown) + 2, line)
    painter.fillRect(place, look.colour("surface", 0.75))
    draw_flag_sign(painter, flag.named.kind, spot, 4.0 * look.scale, colour)
    painter.setPen(colour)
    painter.drawText(place.adjusted(left - flag.x, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter, shown)


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
