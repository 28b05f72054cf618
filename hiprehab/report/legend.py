"""What the signs of the charts mean; only those that are there."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hiprehab.core.fortnight import USUAL
from hiprehab.core.log import Measure
from hiprehab.core.marks import MarkKind
from hiprehab.core.model import Side
from hiprehab.core.report import ReportContent
from hiprehab.report.graph import EACH_DOT, draw_dot, frame_of
from hiprehab.report.paper import Room, Sheet
from hiprehab.report.type import SMALL
from hiprehab.report.words import tr

Put = Callable[[QPainter, QPointF], None]
ROW = 11.5


class Key(NamedTuple):
    """A sign with its meaning."""

    put: Put
    text: str


def draw_legend(sheet: Sheet, content: ReportContent, y: float) -> float:
    """One or two rows below the axis; returns the height."""
    x, top = sheet.left, y
    for key in _keys(sheet, content):
        wide = 15 + sheet.width_of(key.text, SMALL)
        if x > sheet.left and x + wide > sheet.right:
            x, y = sheet.left, y + ROW
        sheet.add(partial(_put, key.put, QPointF(x + 5, y + 5.6)))
        sheet.text(Room(x + 13, y, wide), key.text, SMALL, lines=1)
        x += wide + 12
    return y - top + ROW + 3


def _put(put: Put, at: QPointF, painter: QPainter) -> None:
    put(painter, at)


def _keys(sheet: Sheet, content: ReportContent) -> list[Key]:
    ink = sheet.colour("muted")
    found = _ratings(sheet, content, ink)
    lines = [value for trend in content.chart.sides for value in trend.line if value is not None]
    if lines:
        found.append(Key(partial(_line, ink), tr("median of 7 days (from 3 rated days on)")))
        found.append(Key(partial(_band, ink), tr("middle half of 7 days")))
    kinds = {one.kind for one in content.marks}
    dark = sheet.colour("text")
    if MarkKind.FLARE in kinds:
        found.append(Key(partial(_bar, dark, True), tr("flare")))
    if MarkKind.AWAY in kinds:
        found.append(Key(partial(_bar, dark, False), tr("away")))
    return found


def _ratings(sheet: Sheet, content: ReportContent, ink: QColor) -> list[Key]:
    """The kinds of ratings, or their range where single ones are not drawn."""
    dots = [dot for trend in content.chart.sides for dot in trend.dots]
    if not dots:
        return []
    if frame_of(sheet, content.first, content.last).per_day < EACH_DOT:
        return [Key(partial(_range, ink), tr("range of the ratings"))]
    apart = {dot.measure for dot in dots if not dot.counts}
    found = []
    if any(dot.counts for dot in dots):
        found.append(Key(partial(_rating, ink), tr("rating")))
    names = {
        Measure.NOW: tr("during or after exercise"),
        Measure.WORST: tr("worst"),
        Measure.NIGHT: tr("at night"),
    }
    for measure, name in names.items():
        if measure in apart or (measure is Measure.NOW and apart & USUAL):
            found.append(Key(partial(_hollow, ink, measure), name))
    return found


def _rating(ink: QColor, painter: QPainter, at: QPointF) -> None:
    for side, x in ((Side.LEFT, -2.4), (Side.RIGHT, 2.4)):
        draw_dot(painter, side, Measure.NOW, at + QPointF(x, 0), ink, filled=True)


def _hollow(ink: QColor, measure: Measure, painter: QPainter, at: QPointF) -> None:
    draw_dot(painter, Side.LEFT, measure, at, ink, filled=False)


def _line(ink: QColor, painter: QPainter, at: QPointF) -> None:
    painter.setPen(QPen(ink, 1.5))
    painter.drawLine(QLineF(at.x() - 5, at.y(), at.x() + 5, at.y()))


def _band(ink: QColor, painter: QPainter, at: QPointF) -> None:
    tone = QColor(ink)
    tone.setAlphaF(0.3)
    painter.fillRect(QRectF(at.x() - 5, at.y() - 3.5, 10, 7), tone)


def _range(ink: QColor, painter: QPainter, at: QPointF) -> None:
    tone = QColor(ink)
    tone.setAlphaF(0.6)
    painter.setPen(QPen(tone, 0.5))
    for x, low, high in ((-4, 2, -3), (-2, 4, -1), (0, 3, -4), (2, 1, -2), (4, 3, -3)):
        painter.drawLine(QLineF(at.x() + x, at.y() + low, at.x() + x, at.y() + high))


def _bar(ink: QColor, full: bool, painter: QPainter, at: QPointF) -> None:
    painter.setPen(QPen(ink, 0.6) if not full else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(ink if full else Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(at.x() - 5, at.y() - 1.5, 10, 3))
