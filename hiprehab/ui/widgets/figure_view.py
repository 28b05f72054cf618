"""The moving figure: shows a motion, follows a session's phases, turns under mouse and keys.

Until the first frame is drawn the shipped still stands in, so nothing here waits for numpy.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hiprehab.figure import catalogue, stills
from hiprehab.figure.motion import Phase, moment_of
from hiprehab.figure.plan import Slot
from hiprehab.figure.view import DEFAULT_LOOK, Look, View
from hiprehab.ui.widgets.figure_worker import FigureWorker, Reel
from hiprehab.ui.widgets.still import still_image

if TYPE_CHECKING:
    from hiprehab.figure.paint import Frame

_TICK_MS = 33
_GLIDE_SECONDS, _NEAR = 0.8, 3  # how a still pose is reached, and when it is near enough to jump
_TURN, _TILT = 15.0, 8.0  # degrees a key press
_FAINT = 0.3  # a still of somebody else only holds the place
_DRAG_TURN, _DRAG_TILT = 0.5, 0.35  # degrees a pixel
_PITCHES = (-5.0, 75.0)


class FigureView(QWidget):
    """Plays one motion.  Arrow keys or dragging turn it, Home or a double click turns it back.

    By itself it plays the motion's own loop; ``drive`` makes it follow a session until
    ``release``.  A hidden view has no timer and its thread rests.
    """

    def __init__(self, parent: QWidget | None = None, *, cache_mb: int = 200) -> None:
        super().__init__(parent)
        self._motion: str | None = None
        self._side: str | None = None
        self._dark = self._reduced = False
        self._look = DEFAULT_LOOK
        self._yaw: float | None = None
        self._pitch: float | None = None
        self._drag: QPointF | None = None
        self._driven: tuple[Phase, float] | None = None
        self._key: tuple[Phase, float] | None = None  # the moment of a pose that stands still
        self._glide: tuple[int, float] | None = None  # from which step, since when
        self._still: QImage | None = None
        self._reel: Reel | None = None
        self._coming: Reel | None = None
        self._asked: tuple[View, bool, bool] | None = None
        self._painted = False  # since it was shown, or since another motion came
        self._number = 0
        self._slot: Slot | None = None
        self._shown: Slot | None = None
        self._frame: Frame | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._worker = FigureWorker(self, cache_mb * 1024 * 1024)
        self._worker.planned.connect(self._on_planned)
        self._worker.drawn.connect(self._on_drawn)
        self.destroyed.connect(self._worker.close)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 90)
        self._name_itself()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(480, 400)

    def set_theme(self, dark: bool) -> None:
        """Light or dark colours."""
        if dark != self._dark:
            self._dark = dark
            self._load_still()
            self._look_again()

    def set_reduced_motion(self, on: bool) -> None:
        """Show key poses only, without anything in between."""
        if on != self._reduced:
            self._reduced = on
            self._look_again()

    def set_look(self, look: Look) -> None:
        """Skin, hair, clothes and build of the figure."""
        if look != self._look:
            self._look = look
            self._look_again()

    def show_motion(self, motion: str | None, side: str | None) -> None:
        """Show a motion ("left", "right" or None for its side) and play its own loop.

        None or an unknown motion leaves the view empty and says so to assistive technology.
        """
        if not catalogue.can_be_shown(motion):
            motion = None
        if (motion, side) == (self._motion, self._side):
            return
        self._motion, self._side = motion, side
        self._painted = False
        self._yaw = self._pitch = None
        self._driven = self._key = None
        self._forget()
        self._clock.start()
        self._load_still()
        self._name_itself()
        self._look_again()

    def drive(self, phase: str, progress: float) -> None:
        """Show this moment: "move", "hold", "return" or "rest", progress 0 to 1 within it.

        A hold or rest that comes out of another pose is reached within a second, then exact.
        """
        self._driven = (Phase.named(phase), progress)
        self._advance()
        self._keep_time()

    def release(self) -> None:
        """Play the motion's own loop again."""
        if self._driven is not None:
            self._driven = self._glide = None
            self._clock.start()
            self._keep_time()

    def show_key(self, key: str | None) -> None:
        """Stand still in a key pose of the motion; None plays its own loop again."""
        motion = catalogue.load(self._motion) if self._motion is not None else None
        self._key = moment_of(motion, key) if motion is not None and key is not None else None
        self._clock.start()
        self._advance()
        self._keep_time()

    def stop(self) -> None:
        """No timer and no work until ``show_motion`` is called again."""
        self.show_motion(None, None)
        self._timer.stop()

    def turn_back(self) -> None:
        """Return to the view from which the motion is seen best."""
        if (self._yaw, self._pitch) != (None, None):
            self._yaw = self._pitch = None
            self._look_again()

    @property
    def shown(self) -> Slot | None:
        """The frame on screen; None while there is only the still, or nothing."""
        return self._shown

    def is_complete(self, *, fine: bool = True) -> bool:
        """Whether every frame is drawn, finely or at least quickly: playing only blits then."""
        reel = self._reel
        if reel is None or self._coming is not None:
            return False
        every = reel.plan.slots(keys_only=self._reduced)
        return not any(reel.store.lacks(slot, fine=fine) for slot in every)

    @property
    def kept_bytes(self) -> int:
        """Bytes of all frames that are kept, also those of the views before."""
        return self._worker.kept_bytes

    # -- which view and which frame -----------------------------------------------------------

    def _forget(self) -> None:
        """Let go of the frames; the worker keeps those of the last views for a while."""
        self._reel = self._coming = self._asked = None
        self._frame = self._slot = self._shown = self._glide = None

    def _look_again(self) -> None:
        """Ask the worker for the view as it is now; a hidden view asks when it is shown.

        Nor does it ask before its still is on the screen: the worker would only compete with the
        first paint of all that is around it.
        """
        self.update()
        self._keep_time()
        if self._motion is None:
            self._number = self._worker.show(None, fill=False, keys_only=False)
        elif self._painted:
            self._ask()

    def _ask(self) -> None:
        """Let the worker draw the view as it is now."""
        if self._motion is None or not self.isVisible():
            return
        self._worker.pause(False)
        ratio = self.devicePixelRatioF()
        view = View(
            self._motion,
            self._side == "left",
            self._dark,
            max(1, round(self.width() * ratio)),
            max(1, round(self.height() * ratio)),
            self._yaw,
            self._pitch,
            self._look,
        )
        asked = (view, self._drag is None, self._reduced)
        if asked != self._asked:
            self._asked = asked
            self._number = self._worker.show(view, fill=asked[1], keys_only=asked[2])

    def _keep_time(self) -> None:
        """The timer runs only while the loop plays and somebody can see it."""
        moving = self._key is None and (self._driven is None or self._glide is not None)
        playing = self._motion is not None and moving and self.isVisible()
        if playing and not self._timer.isActive():
            self._timer.start()
        elif not playing:
            self._timer.stop()

    def _seconds(self) -> float:
        return self._clock.elapsed() / 1000.0 if self._clock.isValid() else 0.0

    def _on_tick(self) -> None:
        self._advance()

    def _advance(self) -> None:
        """Find the frame of this moment; repaint only where the picture changes."""
        reel = self._coming or self._reel
        if reel is None or self._motion is None:
            return
        clock = self._seconds()
        if self._key is not None:
            phase, progress = self._key
            clock = progress * (reel.plan.period or 0.0)  # a cycle keeps its own time
        elif self._driven is not None:
            phase, progress = self._driven
        else:
            phase, progress = reel.plan.moment(clock, keys_only=self._reduced)
        slot = reel.plan.slot(phase, progress, clock, keys_only=self._reduced)
        gliding = self._driven is not None and self._key is None
        if gliding and reel.plan.period is None and not self._reduced:
            slot = self._gliding(slot, clock, phase in (Phase.HOLD, Phase.REST))
        if slot == self._slot and self._coming is None:
            return
        self._slot = slot
        self._worker.want(slot)
        self._take()

    def _gliding(self, goal: Slot, clock: float, still: bool) -> Slot:
        """On the way to a still pose: a hold begins with getting there, not with a jump."""
        here = self._shown
        if not still or here is None or here.way != goal.way:
            self._glide = None
            return goal
        if self._glide is None:
            if abs(here.step - goal.step) <= _NEAR:
                return goal
            self._glide = (here.step, clock)
        start, since = self._glide
        share = (clock - since) / _GLIDE_SECONDS
        if share >= 1.0:
            self._glide = None
            self._keep_time()
            return goal
        return Slot(goal.way, round(start + (goal.step - start) * share * share * (3 - 2 * share)))

    def _take(self) -> None:
        """Put the wanted frame on screen if it is there; else the one before stays."""
        reel = self._coming or self._reel
        if reel is None or self._slot is None:
            return
        found = reel.store.get(self._slot)
        if found is None or (found is self._frame and self._coming is None):
            return
        before, self._frame, self._shown = self._frame, found, self._slot
        if self._coming is not None or before is None:
            self._reel, self._coming = reel, None
            self.update()
        else:
            self.update(self._area(before).united(self._area(found)))

    def _area(self, frame: "Frame") -> QRect:
        ratio = self.devicePixelRatioF()
        size = frame.image.size() / ratio
        return QRect(frame.place / ratio, size).adjusted(-1, -1, 2, 2)

    def _on_planned(self, reel: Reel) -> None:
        if reel.number == self._number:
            # The old picture stays until the new view has its first frame.
            self._coming = reel
            self._slot = None
            self._advance()

    def _on_drawn(self, number: int, slot: Slot) -> None:
        if number == self._number and slot == self._slot:
            self._take()

    # -- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame over its background, or the still until there is one."""
        painter = QPainter(self)
        if self._motion is None:
            pass
        elif self._reel is not None and self._frame is not None:
            self._paint_frame(painter, self._reel, self._frame)
        elif self._still is not None:
            self._paint_still(painter, self._still)
        if self._motion is not None and catalogue.is_resting(self._motion):
            self._paint_sentence(painter)
        painter.end()
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._ask)

    def _paint_sentence(self, painter: QPainter) -> None:
        """Say that this is only a starting position."""
        painter.resetTransform()
        painter.setOpacity(1.0)
        painter.setPen(self.palette().windowText().color())
        room = self.rect().adjusted(8, 8, -8, -8)
        where = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, where | Qt.TextFlag.TextWordWrap, self._sentence())

    def _sentence(self) -> str:
        return self.tr("There is no moving picture for this exercise. It begins like this.")

    def _paint_frame(self, painter: QPainter, reel: Reel, frame: "Frame") -> None:
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        for part in (reel.background, frame):
            painter.drawImage(part.place, part.image)

    def _paint_still(self, painter: QPainter, still: QImage) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = stills.scale_between(self._motion or "", self.width(), self.height())
        wide, tall = still.width() * scale, still.height() * scale
        place = QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)
        if self._look != DEFAULT_LOOK:
            painter.setOpacity(_FAINT)
        painter.drawImage(place, still)

    def _load_still(self) -> None:
        self._still = still_image(self._motion or "", self._side, dark=self._dark)
        self.update()

    def _name_itself(self) -> None:
        if self._motion is None:
            self.setAccessibleName(self.tr("Picture of the exercise"))
            self.setAccessibleDescription(self.tr("There is no picture for this exercise."))
            return
        name = catalogue.load(self._motion).name
        if self._side == "left":
            name = self.tr("{name}, left side").format(name=name)
        elif self._side == "right":
            name = self.tr("{name}, right side").format(name=name)
        self.setAccessibleName(name)
        words = catalogue.alt_text(self._motion, self._side)
        resting = catalogue.is_resting(self._motion)
        self.setAccessibleDescription(self._sentence() if resting else words)

    # -- events -------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Go on where it was."""
        super().showEvent(event)
        self._painted = False
        self._look_again()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: no timer, no thread at work."""
        super().hideEvent(event)
        self._timer.stop()
        self._worker.pause(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._look_again()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_itself()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn the view, Home turns it back."""
        turns = {
            Qt.Key.Key_Left: (-_TURN, 0.0),
            Qt.Key.Key_Right: (_TURN, 0.0),
            Qt.Key.Key_Up: (0.0, _TILT),
            Qt.Key.Key_Down: (0.0, -_TILT),
        }
        key = Qt.Key(event.key())
        if self._motion is None:
            super().keyPressEvent(event)
        elif key in turns:
            self._turn(*turns[key])
        elif key == Qt.Key.Key_Home:
            self.turn_back()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn with the mouse."""
        if self._drag is not None:
            moved = event.position() - self._drag
            self._drag = event.position()
            self._turn(-moved.x() * _DRAG_TURN, moved.y() * _DRAG_TILT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Draw the new view finely."""
        if self._drag is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag = None
            self._look_again()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the best view."""
        self._drag = None
        self.turn_back()

    def _turn(self, yaw: float, pitch: float) -> None:
        if self._motion is None:
            return
        best = catalogue.load(self._motion)
        if self._yaw is None or self._pitch is None:
            sign = -1.0 if self._side == "left" else 1.0
            self._yaw, self._pitch = sign * best.yaw, best.pitch
        self._yaw = (self._yaw + yaw + 180.0) % 360.0 - 180.0
        self._pitch = min(max(self._pitch + pitch, _PITCHES[0]), _PITCHES[1])
        self._look_again()
