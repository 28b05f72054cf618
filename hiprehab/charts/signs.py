"""The marks of the chart, each drawn in one place only.

Left is a circle and right a square, everywhere and at every size, so that the chart can be read
without colour. Filled ratings count for the line; hollow ones were given around exercise; a bar on
top is "worst", a filled half "at night".
"""

import math
from enum import IntEnum
from typing import Final

from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from hiprehab.charts.look import Look
from hiprehab.charts.reduce import Floats
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
    painter: QPainter, colour: QColor, measure: Measure | None, at: QPointF, radius: float
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


class Kind(IntEnum):
    """How a rating is drawn."""

    COUNTS = 0
    AROUND = 1
    WORST = 2
    NIGHT = 3


EXTRAS: Final = {Kind.WORST: Measure.WORST, Kind.NIGHT: Measure.NIGHT}

_KINDS: Final = {measure: kind for kind, measure in EXTRAS.items()}


def kind_of(dot: Dot) -> Kind:
    """The kind of a rating."""
    return Kind.COUNTS if dot.counts else _KINDS.get(dot.measure, Kind.AROUND)


class Stamp:
    """The mark of one side's ratings, drawn once and then put wherever it is needed.

    Args:
        look: colours.
        side: whose ratings.
        radius: its size in px.
        strength: 0 to 1; many small marks are fainter.
        ratio: device px for each px; 0 draws each mark as strokes, for a vector drawing.
    """

    def __init__(
        self, look: Look, side: Side, *, radius: float, strength: float, ratio: float
    ) -> None:
        self._side, self._radius, self._ratio = side, radius, ratio
        self._filled = look.side(side, 0.62 * strength)
        self._drawn = look.side(side, 0.8 * strength)

    def put(self, painter: QPainter, kind: Kind, x: Floats, y: Floats) -> None:
        """Draws the mark of a kind at all those places at once."""
        if not x.size:
            return
        if not self._ratio:
            for place in zip(x.tolist(), y.tolist(), strict=True):
                self._draw(painter, kind, QPointF(*place))
            return
        pixmap = self._make(kind)
        many = PrimitiveArray(QPainter.PixmapFragment, 10)
        many.resize(x.size)
        # Centre, source rectangle, scale, rotation and opacity of each.
        rows = many.ndarray()
        rows[:, 0], rows[:, 1] = x, y
        rows[:, 2:] = (0, 0, pixmap.width(), pixmap.height(), *[1 / self._ratio] * 2, 0, 1)
        painter.drawPixmapFragments(*many.drawargs(), pixmap)  # type: ignore[call-arg]

    def _make(self, kind: Kind) -> QPixmap:
        middle = math.ceil(self._radius * 2.4) + 1.0
        size = round(middle * 2 * self._ratio)
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.scale(self._ratio, self._ratio)
        self._draw(painter, kind, QPointF(middle, middle))
        painter.end()
        return pixmap

    def _draw(self, painter: QPainter, kind: Kind, at: QPointF) -> None:
        if kind is Kind.COUNTS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._filled)
            draw_sign(painter, self._side, at, self._radius)
            return
        pen = QPen(self._drawn, max(0.7, self._radius / 3))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_sign(painter, self._side, at, self._radius * 0.85)
        draw_extra(painter, self._drawn, EXTRAS.get(kind), at, self._radius)


def draw_session(
    painter: QPainter, status: Status, at: QPointF, half: float, colour: QColor
) -> None:
    """The mark of a session: full when done, half when done in part, hollow when added by hand."""
    height = max(half, SESSION_PX)
    box = QRectF(at.x() - half, at.y() - height, 2 * half, 2 * height)
    if status is Status.DONE:
        painter.fillRect(box, colour)
        return
    if status is Status.PARTIAL:
        painter.fillRect(box.adjusted(0, height, 0, 0), colour)
    pen = QPen(colour, 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.6, 0.6, -0.6, -0.6))
