"""The key poses of a motion in a row: start, end and one between, to step through."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QTransform
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from hiprehab.figure import catalogue, stills
from hiprehab.figure.motion import Motion, strip_keys
from hiprehab.tokens import RADIUS
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, Ringed, focus_ring, rounded, smooth

_WIDE: Final = 132
_LEAST: Final = 72
_GAP: Final = 20


class KeyPose(Ringed, QPushButton):
    """One key pose with its name below; on while the figure stands still in it."""

    def __init__(self, theme: Theme, key: str, picture: QPixmap, word: str) -> None:
        super().__init__(word)
        self.theme, self.key = theme, key
        self._picture = picture
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The picture and a line of words."""
        wide = self.theme.space(_WIDE)
        high = round(wide * stills.KEY_SIZE[1] / stills.KEY_SIZE[0])
        return QSize(wide, high + self.theme.px(26))

    def minimumSizeHint(self) -> QSize:
        """Narrower where there is little room."""
        return QSize(max(self.theme.target, self.theme.space(_LEAST)), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right are the strip's: a button alone would only move the focus."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, picture, word."""
        with smooth(self) as painter:
            look, box = self.theme.colour, QRectF(self.rect())
            if self.rings():
                box = focus_ring(painter, self.theme, box, RADIUS)
            on = self.isChecked()
            ground = look("accent_soft") if on else look("raised")
            edge = look("accent") if on else look("edge") if self.underMouse() else None
            rounded(painter, box, RADIUS, ground, edge)
            painter.setFont(self.theme.font("small", bold=on))
            painter.setPen(look("accent" if on else "text"))
            words = box.adjusted(2, box.height() - self.theme.px(26), -2, -2)
            text = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, round(words.width())
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, text)
            self._paint_picture(painter, box.adjusted(4, 4, -4, -self.theme.px(26)))

    def _paint_picture(self, painter: QPainter, room: QRectF) -> None:
        size = self._picture.deviceIndependentSize()
        size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))


class _Next(Painted):
    """A small arrow from one pose to the next; decoration."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """As wide as the icon."""
        return QSize(self.theme.space(_GAP), self.theme.space(_GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pointing to the right."""
        with smooth(self) as painter:
            size = self.theme.space(_GAP)
            box = QRectF(0, (self.height() - size) / 2, size, size)
            self.theme.icons.paint(painter, "chevron-right", box, self.theme.colour("muted"))


class KeyStrip(QWidget):
    """Click a pose, or go with the left and right keys, to look at it; again to play on.

    `chosen(key)`: the figure is to stand still in this pose; None plays on. A motion with one key
    pose, or without shipped pictures, takes no room.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[str | None, str | None] = (None, None)
        self.poses: list[KeyPose] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space(2))
        self.setAccessibleName(self.tr("Poses of the exercise"))
        self.hide()
        theme.changed.connect(lambda: self._fill(*self._shown))

    def show_motion(self, motion: str | None, side: str | None) -> None:
        """The poses of a motion on a side ("left", "right" or None)."""
        if (motion, side) != self._shown:
            self._fill(motion, side)

    def _fill(self, motion: str | None, side: str | None) -> None:
        self._shown = (motion, side)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.poses = []
        path = stills.strip_path(motion or "", dark=self._theme.tokens.dark)
        if motion is not None and path is not None:
            shown = catalogue.load(motion)
            keys = strip_keys(shown)
            if len(keys) > 1:
                self._add(shown, keys, QImage(str(path)), side)
        self.setVisible(bool(self.poses))

    def _add(self, shown: Motion, keys: tuple[str, ...], strip: QImage, side: str | None) -> None:
        width, height = stills.KEY_SIZE
        for number, key in enumerate(keys):
            picture = strip.copy(QRect(number * width, 0, width, height))
            if stills.is_mirrored(side):
                picture = picture.transformed(QTransform.fromScale(-1, 1))
            pose = KeyPose(
                self._theme, key, QPixmap.fromImage(picture), self._word(shown, key, number)
            )
            name = self.tr("{0}, pose {1} of {2}").format(pose.text(), number + 1, len(keys))
            pose.setAccessibleName(name)
            pose.clicked.connect(lambda on, pose=pose: self._choose(pose if on else None))
            if number:
                self._row.addWidget(_Next(self._theme))
            self._row.addWidget(pose)
            self.poses.append(pose)
        self._row.addStretch(1)

    def _word(self, shown: Motion, key: str, number: int) -> str:
        if shown.period is not None:
            return str(number + 1)
        if key == shown.rest:
            return self.tr("Start")
        return self.tr("End") if key == shown.hold else self.tr("On the way")

    def _choose(self, pose: KeyPose | None) -> None:
        for one in self.poses:
            one.setChecked(one is pose)
        self.chosen.emit(pose.key if pose else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right show the pose before or after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self.poses:
            super().keyPressEvent(event)
            return
        here = next((i for i, one in enumerate(self.poses) if one is self.focusWidget()), 0)
        there = self.poses[(here + step) % len(self.poses)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        self._choose(there)
