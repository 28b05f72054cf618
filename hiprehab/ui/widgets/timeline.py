"""The whole session as a line: one segment an item, as wide as its time; a click jumps there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, focus_ring, rounded, smooth

_BAR = 10
_GAP = 4
_RING_OUT = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """An item of the session: planned seconds and what it is called."""

    seconds: float
    label: str


class SegmentTimeline(Painted):
    """Left and right choose an item, Enter jumps to it; so does a click."""

    jumped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._segments: tuple[Segment, ...] = ()
        self._now = 0
        self._done_px = -1
        self._fraction = 0.0
        self._chosen: int | None = None
        self._over: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Items of this session"))

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """The items of the session in order."""
        self._segments = tuple(segments)
        self._chosen = self._over = None
        self._describe()
        self.update()

    def show_progress(self, index: int, fraction: float) -> None:
        """Where the session is: the item from 0 and how much of it is done, 0 to 1."""
        fraction = min(max(fraction, 0.0), 1.0)
        boxes = self._boxes()
        done_px = round(boxes[index].width() * fraction) if index < len(boxes) else 0
        if (index, done_px) == (self._now, self._done_px):
            return
        moved = index != self._now
        self._now, self._fraction, self._done_px = index, fraction, done_px
        if moved:
            self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """A thin bar in a target's height."""
        return QSize(400, self.theme.target)

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(120, self.theme.target)

    def _aimed(self) -> int:
        """The item that Enter would jump to: the present one until another is chosen."""
        return self._now if self._chosen is None else self._chosen

    def _describe(self) -> None:
        at = self._aimed()
        if at < len(self._segments):
            words = self.tr("{} of {}: {}")
            count = len(self._segments)
            self.setAccessibleDescription(words.format(at + 1, count, self._segments[at].label))

    def _boxes(self) -> list[QRectF]:
        total = sum(max(segment.seconds, 1) for segment in self._segments)
        if not total:
            return []
        gap = _GAP if len(self._segments) < 40 else 1
        room = self.width() - 8 - gap * (len(self._segments) - 1)
        height = self.theme.px(_BAR)
        x, y = 4.0, (self.height() - height) / 2
        boxes = []
        for segment in self._segments:
            width = room * max(segment.seconds, 1) / total
            boxes.append(QRectF(x, y, width, height))
            x += width + gap
        return boxes

    def _at(self, x: float) -> int | None:
        for index, box in enumerate(self._boxes()):
            if x <= box.right() + _GAP / 2:
                return index
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Done is full, the present one fills up, what comes is quiet."""
        with smooth(self) as painter:
            look = self.theme.colour
            for index, box in enumerate(self._boxes()):
                radius = min(box.height(), box.width()) / 2
                picked = index in (self._over, self._chosen)
                full = box.adjusted(0, -3, 0, 3) if picked else box
                ground = look("accent", 0.55) if index < self._now else look("line")
                if index == self._now:
                    ground = look("accent_soft")
                rounded(
                    painter, full, radius, ground, look("accent") if index == self._now else None
                )
                if index == self._now and self._done_px > 0:
                    painter.save()
                    painter.setClipRect(QRectF(full.left(), 0, self._done_px, self.height()))
                    rounded(painter, full, radius, look("accent"))
                    painter.restore()
                if self.rings() and index == self._aimed():
                    around = full.adjusted(-_RING_OUT, -_RING_OUT, _RING_OUT, _RING_OUT)
                    focus_ring(painter, self.theme, around, radius + _RING_OUT)

    # --- choosing ---------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Raises the segment under the mouse."""
        over = self._at(event.position().x())
        if over != self._over:
            self._over = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        self._over = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click jumps."""
        at = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self.jumped.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose, Enter jumps."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._segments:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._chosen = min(len(self._segments) - 1, max(0, self._aimed() + step))
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self.jumped.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Names the segment under the mouse; follows the focus."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event.pos().x())
            text = self._segments[at].label if at is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._chosen = None  # the present item, until the arrow keys choose another
            self.update()
        return super().event(event)
