"""Hips and thighs seen from behind, so that the person's left is on the left of the screen."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy

from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, side_mark, smooth

# The drawing's own units: x = 0 is the spine, y goes down; one half, the other is its mirror.
_WIDTH: Final = 104.0
_HEIGHT: Final = 128.0
_LARGEST: Final = 250.0
_HIP: Final = QPointF(23.0, 70.0)
_MARK: Final = 20.0
_HEM: Final = 38.0

Curve = tuple[float, float, float, float, float, float]
_BODY: Final[tuple[Curve, ...]] = (
    (33, 10, 24, 24, 24, 34),  # ribs to waist
    (24, 46, 37, 54, 38, 72),  # waist to hip
    (39, 92, 35, 112, 31, 132),  # outer thigh
)
_LEG: Final[tuple[Curve, ...]] = ((24, 132, 14, 132, 9, 132), (8, 112, 5, 100, -2, 97))


def _half() -> QPainterPath:
    path = QPainterPath(QPointF(-2, -4))  # past the middle: the halves must not show a seam
    path.lineTo(33, -4)
    for curve in (*_BODY, *_LEG):
        path.cubicTo(*curve)
    path.closeSubpath()
    return path


def _whole(half: QPainterPath) -> QPainterPath:
    return half.united(QTransform.fromScale(-1, 1).map(half))


class SideFigure(Painted):
    """The back of the pelvis with L and R on it. A click on a hip emits `chosen` with its side."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rated: frozenset[Side] = frozenset()
        self._kept: tuple[tuple[object, ...], QPixmap] | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Your hips, seen from behind"))
        self.setAccessibleDescription(
            self.tr("Your left hip is on the left, your right hip on the right.")
        )

    def show_rated(self, sides: frozenset[Side]) -> None:
        """Fills the marks of the sides that have a score."""
        if sides != self._rated:
            self._rated = sides
            self.update()

    def sizeHint(self) -> QSize:
        """Small: the figure explains, the scales ask."""
        return QSize(self.theme.px(_WIDTH), self.theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The letters can be read."""
        return self.sizeHint()

    def _transform(self) -> QTransform:
        most = self.theme.px(_LARGEST) / _HEIGHT
        scale = min(self.width() / _WIDTH, self.height() / _HEIGHT, most)
        top = (self.height() - _HEIGHT * scale) / 2
        return QTransform().translate(self.width() / 2, top).scale(scale, scale)

    def hip(self, side: Side) -> QRectF:
        """Where the mark of a side is on the widget."""
        x = -_HIP.x() if side is Side.LEFT else _HIP.x()
        box = QRectF(x - _MARK / 2, _HIP.y() - _MARK / 2, _MARK, _MARK)
        return self._transform().mapRect(box)

    def side_at(self, x: float) -> Side:
        """The person's side at a place: the left half is the left hip."""
        return Side.LEFT if x < self.width() / 2 else Side.RIGHT

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on either half."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.chosen.emit(self.side_at(event.position().x()))

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The body, fading out above and below, then the marks."""
        with smooth(self) as painter:
            painter.drawPixmap(0, 0, self._body())
            for side in Side:
                self._paint_mark(painter, side)

    def _body(self) -> QPixmap:
        """The body in this size and theme, painted once."""
        key = (self.size(), self.devicePixelRatioF(), self.theme.tokens.dark)
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._painted())
        return self._kept[1]

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform(), True)
        self._paint_body(painter)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        fade = QLinearGradient(0, 0, 0, _HEIGHT)
        for at, alpha in ((0.0, 0), (0.22, 255), (0.8, 255), (1.0, 0)):
            fade.setColorAt(at, QColor(0, 0, 0, alpha))
        painter.fillRect(QRectF(-_WIDTH, -10, 2 * _WIDTH, _HEIGHT + 20), fade)
        painter.end()
        return picture

    def _paint_body(self, painter: QPainter) -> None:
        body = _whole(_half())
        skin, shirt, shorts = self._colours()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(body, skin)
        above = QPainterPath()
        above.addRect(-60, -10, 120, _HEM + 10)
        # Only where the body is: much cheaper than cutting the paths themselves.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        painter.fillPath(above, shirt)
        below = QPainterPath(QPointF(-60, _HEM))
        below.lineTo(60, _HEM)
        below.lineTo(60, 106)
        below.cubicTo(40, 112, 14, 110, 0, 106)
        below.cubicTo(-14, 110, -40, 112, -60, 106)
        below.closeSubpath()
        painter.fillPath(below, shorts)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._paint_folds(painter, skin, shirt, shorts)

    def _paint_folds(self, painter: QPainter, skin: QColor, shirt: QColor, shorts: QColor) -> None:
        """Spine and the lines of the buttocks: few strokes make it a back."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(shirt.darker(125), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(0, 4), QPointF(0, _HEM - 4))
        pen = QPen(shorts.darker(135) if shorts.lightness() < 150 else shorts.darker(120), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(0, 62), QPointF(0, 94))
        for sign in (-1, 1):
            fold = QPainterPath(QPointF(sign * 2, 95))
            fold.cubicTo(sign * 10, 99, sign * 20, 98, sign * 27, 92)
            painter.drawPath(fold)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        dark = self.theme.tokens.dark
        skin = QColor("#B98E74") if dark else QColor("#DDB59B")
        return skin, QColor("#2F8F9D"), QColor("#4A5C80") if dark else QColor("#33415C")

    def _paint_mark(self, painter: QPainter, side: Side) -> None:
        box = self.hip(side)
        look = self.theme.colour
        role = self.theme.side_role(side)
        side_mark(painter, box.adjusted(-3, -3, 3, 3), side, look("surface"))
        rated = side in self._rated
        side_mark(painter, box, side, look(role if rated else f"{role}_soft"))
        painter.setFont(self.theme.font_px(round(box.height() * 0.72), bold=True))
        painter.setPen(look("on_side" if rated else role))
        letter = self.tr("L") if side is Side.LEFT else self.tr("R")
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
