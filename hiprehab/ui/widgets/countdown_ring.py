"""The countdown: digits as large as fit, and a ring that shows how far this step is."""

from math import cos, pi, sin

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme, Tint
from hiprehab.ui.widgets.paint import Painted, smooth

_STROKE = 0.062
_STEPS = 720
"""The ring moves in half degrees: finer steps are not seen and would cost repaints."""


class CountdownRing(Painted):
    """Shows what it is told and repaints only the part that changed.

    It stands on the window's own ground and fills it itself: ten times a second the window and its
    style sheet need not be asked what lies behind.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._text = ""
        self._caption = ""
        self._steps = 0
        self._tint = Tint.READY
        self._side: Side | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Time"))

    def show_state(
        self,
        text: str,
        progress: float,
        tint: Tint,
        *,
        side: Side | None = None,
        caption: str = "",
    ) -> None:
        """Shows digits, progress 0 to 1 of this step and what phase it is.

        `side` colours the ring while switching; `caption` is one short line under the digits.
        """
        steps = round(min(max(progress, 0.0), 1.0) * _STEPS)
        if (tint, side, len(text)) != (self._tint, self._side, len(self._text)):
            self.update()
        elif (text, caption) != (self._text, self._caption):
            self.update(self._middle())
        if steps != self._steps:
            self.update(self._arc_between(self._steps, steps))
        if (text, caption) != (self._text, self._caption):
            self.setAccessibleDescription(f"{text} {caption}".strip())
        self._text, self._caption, self._steps = text, caption, steps
        self._tint, self._side = tint, side

    def sizeHint(self) -> QSize:
        """Large; it takes more where there is more."""
        side = self.theme.px(260)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Still readable across a room."""
        return QSize(140, 140)

    # --- geometry ---------------------------------------------------------------------------

    def _circle(self) -> QRectF:
        """The middle line of the ring."""
        side = min(self.width(), self.height())
        inset = side * _STROKE / 2 + 1
        left, top = (self.width() - side) / 2, (self.height() - side) / 2
        return QRectF(left, top, side, side).adjusted(inset, inset, -inset, -inset)

    def _stroke(self) -> float:
        return min(self.width(), self.height()) * _STROKE

    def _middle(self) -> QRect:
        """The square inside the ring that holds the digits."""
        circle = self._circle()
        inset = circle.width() * 0.115 + self._stroke() / 2
        return circle.adjusted(inset, inset, -inset, -inset).toAlignedRect()

    def _arc_between(self, old: int, new: int) -> QRect:
        """What the ring's end swept: a small box while it creeps, everything when it jumps."""
        if abs(old - new) > _STEPS // 8:
            return self.rect()
        path = QRectF()
        for step in (min(old, new) - 1, (old + new) // 2, max(old, new) + 1):
            path = path.united(self._spot(step))
        return path.toAlignedRect().adjusted(-2, -2, 2, 2)

    def _spot(self, step: int) -> QRectF:
        circle, angle = self._circle(), 2 * pi * step / _STEPS
        x = circle.center().x() + sin(angle) * circle.width() / 2
        y = circle.center().y() - cos(angle) * circle.width() / 2
        reach = self._stroke()
        return QRectF(x - reach, y - reach, 2 * reach, 2 * reach)

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ring, then digits where they are touched by the change."""
        with smooth(self) as painter:
            painter.fillRect(event.rect(), self.theme.colour("background"))
            self._paint_ring(painter)
            if event.rect().intersects(self._middle()):
                self._paint_digits(painter)

    def _paint_ring(self, painter: QPainter) -> None:
        role = self.theme.tint_role(self._tint, self._side)
        circle = self._circle()
        painter.setBrush(self.theme.colour("surface"))
        painter.setPen(QPen(self.theme.colour(f"{role}_soft"), self._stroke()))
        painter.drawEllipse(circle)
        if self._steps:
            pen = QPen(self.theme.colour(role), self._stroke())
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawArc(circle, 90 * 16, -round(self._steps / _STEPS * 360 * 16))

    def _caption_size(self, room: QRectF) -> int:
        """As large as the caption fits under the digits, to be read from afar."""
        if not self._caption:
            return 0
        large = round(room.height() * 0.17)
        width = QFontMetricsF(self.theme.font_px(large)).horizontalAdvance(self._caption)
        fits = round(large * min(1.0, room.width() * 0.9 / width)) if width else large
        return max(self.theme.px(13), fits)

    def _paint_digits(self, painter: QPainter) -> None:
        room = QRectF(self._middle())
        caption_size = self._caption_size(room)
        digits_room = room.adjusted(0, 0, 0, -caption_size * 1.4)
        font = self.theme.font_px(100, bold=True, digits=True)
        metrics = QFontMetricsF(font)
        sample = "".join("0" if c.isdigit() else c for c in self._text) or "00"
        widest = max(metrics.horizontalAdvance(sample), metrics.horizontalAdvance("00"))
        factor = min(
            digits_room.width() / widest, digits_room.height() * 0.92 / metrics.capHeight()
        )
        font.setPixelSize(max(1, int(100 * factor)))
        painter.setFont(font)
        painter.setPen(self.theme.colour("text"))
        metrics = QFontMetricsF(font)
        height = metrics.capHeight() + caption_size * 1.9
        top = room.center().y() - height / 2
        x = room.center().x() - metrics.horizontalAdvance(self._text) / 2
        painter.drawText(round(x), round(top + metrics.capHeight()), self._text)
        if self._caption:
            painter.setFont(self.theme.font_px(caption_size))
            painter.setPen(self.theme.colour("muted"))
            place = QRectF(
                room.left(),
                top + metrics.capHeight() + caption_size * 0.3,
                room.width(),
                caption_size * 2,
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._caption)
