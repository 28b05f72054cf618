"""The marks of the chart, each drawn in one place only.

Left is a circle and right a square, everywhere and at every size, so that the chart can be read
without colour. Filled ratings count for the line; hollow ones were given around exercise; a bar on
top is "worst", a filled half "at night".
"""

import math
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from hiprehab.charts.look import Look
from hiprehab.core.log import Measure, Status
from hiprehab.core.model import Side
from hiprehab.core.trends import Dot

SESSION_PX: Final = 4.0
"""Half the height of a session's mark."""


def draw_sign(painter: QPainter, side: Side, at: QPointF, radius: float) -> None:
    """The sign of a side with the painter's pen and brush: a circle or a square of equal weight."""
    if side is Side.LEFT:
        painter.drawEllipse(at, radius, radius)
    else:
        half = radius * 0.89
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))


def draw_extra(
    painter: QPainter, colour: QColor, measure: Measure, at: QPointF, radius: float
) -> None:
    """What tells worst and night from a rating around exercise."""
    if measure is Measure.WORST:
        y = at.y() - radius * 1.7
        painter.drawLine(QLineF(at.x() - radius, y, at.x() + radius, y))
    elif measure is Measure.NIGHT:
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        reach = radius * 0.85
        half = [(-1.0, 0.0), (-0.7, 0.7), (0.0, 1.0), (0.7, 0.7), (1.0, 0.0)]
        painter.drawPolygon(
            QPolygonF([QPointF(at.x() + x * reach, at.y() + y * reach) for x, y in half])
        )


class Stamps:
    """The marks of one side's ratings, each drawn once and then stamped wherever it is needed."""

    def __init__(
        self, look: Look, side: Side, radius: float, strength: float, ratio: float
    ) -> None:
        self._side, self._radius, self._ratio = side, radius, ratio
        self._filled = look.side(side, 0.62 * strength)
        self._drawn = look.side(side, 0.8 * strength)
        self._made: dict[tuple[bool, Measure], QPixmap] = {}
        self.middle = math.ceil(radius * 2.4) + 1.0

    def of(self, dot: Dot) -> QPixmap:
        """The stamp of a rating; its middle lies `middle` px from its corner."""
        key = dot.counts, dot.measure
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, counts: bool, measure: Measure) -> QPixmap:
        size = round(self.middle * 2 * self._ratio)
        pixmap = QPixmap(size, size)
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        at = QPointF(self.middle, self.middle)
        if counts:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._filled)
            draw_sign(painter, self._side, at, self._radius)
        else:
            pen = QPen(self._drawn, max(0.7, self._radius / 3))
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            draw_sign(painter, self._side, at, self._radius * 0.85)
            draw_extra(painter, self._drawn, measure, at, self._radius)
        painter.end()
        return pixmap


def draw_session(
    painter: QPainter, status: Status, at: QPointF, half: float, colour: QColor
) -> None:
    """The mark of a session: full when done, half when done in part, hollow when added by hand."""
    height = max(half, SESSION_PX)
    box = QRectF(at.x() - half, at.y() - height, 2 * half, 2 * height)
    if status is Status.DONE or half < 2:
        painter.fillRect(box, colour)
        return
    if status is Status.PARTIAL:
        painter.fillRect(box.adjusted(0, height, 0, 0), colour)
    pen = QPen(colour, 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.6, 0.6, -0.6, -0.6))
