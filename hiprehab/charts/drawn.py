"""Charts that are drawn with a painter: the base of bars, calendars and all small panels.

A chart gives its picture, its vector form, its keys and its words to a screen reader for free; it
only says what it draws and what its parts mean.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hiprehab.charts.look import Look

EDGE: Final = 4
KEPT_PX: Final = 2000
"""A chart that is higher than that is drawn anew each time, as far as it is in view."""
NEXT: Final = (Qt.Key.Key_Right, Qt.Key.Key_Down)
BEFORE: Final = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class Spot(NamedTuple):
    """A part of a chart that can be pointed at or reached with the arrow keys, and what it says."""

    box: QRectF
    text: str


class Drawn(QWidget):
    """A chart. Subclasses give `draw` and mostly `spots`, `summary` and `height_for`.

    Below the drawing is one line of words: what the chosen part says, else `hint`. The drawing is
    kept as a picture until the state, the size or the look is another one, or `drop` is called; one
    that is too high for that may draw only what lies in `exposed`.
    """

    def __init__(self, name: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = hint
        self.state: Any = None
        self.look: Look | None = None
        self._chosen: int | None = None
        self._by_key = False
        self._spots: Sequence[Spot] | None = None
        self._kept: QPixmap | None = None
        self.exposed = QRectF()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # --- for subclasses -----------------------------------------------------------------------

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Draws `self.state` into the box. It begins with smooth edges and the chart's font."""
        raise NotImplementedError

    def spots(self, look: Look, box: QRectF) -> Sequence[Spot]:
        """The parts that say something, in reading order; in the same box as `draw`."""
        return ()

    def summary(self) -> str:
        """What the chart says as a whole, for a screen reader."""
        return self.hint

    def height_for(self, look: Look, width: float) -> float:
        """The height that the drawing wants in that width, px."""
        return 160 * look.scale

    # --- showing ------------------------------------------------------------------------------

    def show_state(self, state: Any, look: Look) -> None:
        """Shows other numbers or another look."""
        if state is not self.state:
            self._chosen = None
        self.state, self.look, self._spots = state, look, None
        self._kept = None
        self.setAccessibleDescription(self.readout() or self.summary())
        self.updateGeometry()
        self.update()

    def drop(self) -> None:
        """The drawing has changed."""
        self._kept = None
        self.update()

    def readout(self) -> str:
        """What the chosen part says; "" without one."""
        spot = self._chosen_spot()
        return spot.text if spot else ""

    def line_px(self, look: Look) -> float:
        """The height of a line of words."""
        return QFontMetricsF(look.font).height() * 1.25

    def box(self) -> QRectF:
        """Where the drawing is."""
        assert self.look is not None
        inside = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        return inside.adjusted(0, 0, 0, -self.line_px(self.look))

    def hasHeightForWidth(self) -> bool:
        """A narrow one may be higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The drawing with its line of words."""
        if self.look is None:
            return 120
        high = self.height_for(self.look, width - 2 * EDGE)
        return round(high + self.line_px(self.look)) + 2 * EDGE

    def sizeHint(self) -> QSize:
        """Narrow; the height follows from the width."""
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def resizeEvent(self, event: Any) -> None:
        """Everything has moved."""
        self._spots = self._kept = None
        super().resizeEvent(event)

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, the chosen part, the line of words, the focus ring."""
        if self.look is None:
            return
        painter = QPainter(self)
        try:
            self.exposed = QRectF(event.rect())
            if self.height() > KEPT_PX:
                self._draw(painter, self.look)
            else:
                painter.drawPixmap(0, 0, self._picture(self.look))
            self._paint_words(painter, self.look)
        finally:
            painter.end()

    def _picture(self, look: Look) -> QPixmap:
        """The drawing as it was kept, or a new one."""
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.devicePixelRatio() != ratio:
            self._kept = QPixmap(self.size() * ratio)
            self._kept.setDevicePixelRatio(ratio)
            self._kept.fill(look.colour("surface"))
            self.exposed = QRectF(self.rect())
            painter = QPainter(self._kept)
            try:
                self._draw(painter, look)
            finally:
                painter.end()
        return self._kept

    def _draw(self, painter: QPainter, look: Look) -> None:
        """The drawing alone."""
        box = self.box()
        if box.width() < 1 or box.height() < 1:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font)
        self.draw(painter, look, box)
        painter.restore()

    def _paint_words(self, painter: QPainter, look: Look) -> None:
        """The chosen part, the line of words, the focus ring."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.box()
        self.paint_chosen(painter, look, box)
        words = QRectF(box.left(), box.bottom(), box.width(), self.line_px(look))
        said = self.readout()
        painter.setFont(look.strong if said else look.font)
        painter.setPen(look.colour("text" if said else "muted"))
        text = painter.fontMetrics().elidedText(
            said or self.hint, Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def paint_chosen(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Marks the chosen part."""
        spot = self._chosen_spot()
        if spot is not None:
            painter.setPen(QPen(look.colour("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(spot.box.adjusted(-2, -2, 2, 2), 3, 3)

    # --- pointer and keys -----------------------------------------------------------------------

    def _all_spots(self) -> Sequence[Spot]:
        if self._spots is None:
            self._spots = self.spots(self.look, self.box()) if self.look is not None else ()
        return self._spots

    def _chosen_spot(self) -> Spot | None:
        if self._chosen is None:
            return None
        spots = self._all_spots()
        return spots[self._chosen] if self._chosen < len(spots) else None

    def choose(self, number: int | None) -> None:
        """Chooses a part by its number, or none."""
        if number != self._chosen:
            self._chosen = number
            said = self.readout()
            self.setToolTip(said)
            self.setAccessibleDescription(said or self.summary())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What lies under the pointer speaks; of parts over each other the last one."""
        place = event.position()
        found = [n for n, spot in enumerate(self._all_spots()) if spot.box.contains(place)]
        if found or not self._by_key:
            self._by_key = False
            self.choose(found[-1] if found else None)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: Any) -> None:
        """The pointer has left."""
        if not self._by_key:
            self.choose(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End go along the parts; Escape chooses none."""
        if not self.on_key(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def on_key(self, key: Qt.Key) -> bool:
        """Whether a key did something."""
        count, at = len(self._all_spots()), self._chosen
        if not count or (key == Qt.Key.Key_Escape and at is None):
            return False
        if key in NEXT:
            wanted: int | None = 0 if at is None else min(at + 1, count - 1)
        elif key in BEFORE:
            wanted = count - 1 if at is None else max(at - 1, 0)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            wanted = 0 if key == Qt.Key.Key_Home else count - 1
        elif key == Qt.Key.Key_Escape:
            wanted = None
        else:
            return False
        self._by_key = wanted is not None
        self.choose(wanted)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        self.update()
        super().focusOutEvent(event)

    # --- keeping ------------------------------------------------------------------------------

    def picture(self, ratio: float = 2.0) -> QImage:
        """The chart with `ratio` px a screen px."""
        assert self.look is not None
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self.look.tokens.surface))
        painter = QPainter(image)
        self.exposed = QRectF(self.rect())
        self._draw(painter, self.look)
        painter.end()
        return image

    def svg(self) -> bytes:
        """The chart as a vector drawing."""
        assert self.look is not None
        size, name = QSizeF(self.size()), self.accessibleName()
        with svg_painter(size, name, clips=True) as (painter, found):
            painter.fillRect(self.rect(), QColor(self.look.tokens.surface))
            self.exposed = QRectF(self.rect())
            self._draw(painter, self.look)
        return bytes(found)


@contextmanager
def svg_painter(
    size: QSizeF, title: str, *, clips: bool = False
) -> Iterator[tuple[QPainter, bytearray]]:
    """A painter whose strokes end up as SVG in the bytes beside it.

    With `clips` what the painter cuts off is cut off in the file, too: half-filled signs stay half
    filled. Qt then writes the clips as if nothing had been translated, so nothing may be.
    """
    from PySide6.QtSvg import QSvgGenerator

    found = bytearray()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    version = QSvgGenerator.SvgVersion.Svg11 if clips else QSvgGenerator.SvgVersion.SvgTiny12
    made = QSvgGenerator(version)
    made.setOutputDevice(buffer)
    made.setSize(size.toSize())
    made.setViewBox(QRectF(QPointF(0, 0), size))
    made.setTitle(title)
    made.setResolution(96)
    painter = QPainter(made)
    try:
        yield painter, found
    finally:
        painter.end()
    found += buffer.data().data()
