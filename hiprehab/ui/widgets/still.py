"""Shipped stills, painted to fit their room and kept for the next time; and a small picture."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy

from hiprehab.figure import stills
from hiprehab.tokens import RADIUS
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, rounded, smooth

KEPT: Final = 160
"""Pictures kept; a whole library of small ones is about 10 MB."""


class Stills:
    """Loads and scales stills once for each size and theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[str, bool, int, int], QPixmap] = {}

    def paint(self, painter: QPainter, room: QRectF, motion: str, ratio: float = 1.0) -> None:
        """Paints a motion's still in the middle of the room, as large as it fits."""
        picture = self._picture(motion, room, ratio)
        if picture.isNull():
            return
        size = picture.deviceIndependentSize()
        left = round(room.center().x() - size.width() / 2)
        painter.drawPixmap(left, round(room.center().y() - size.height() / 2), picture)

    def _picture(self, motion: str, room: QRectF, ratio: float) -> QPixmap:
        wide, high = round(room.width() * ratio), round(room.height() * ratio)
        dark = self._theme.tokens.dark
        key = (motion, dark, wide, high)
        found = self._kept.get(key)
        if found is None:
            small = high <= stills.SMALL_SIZE[1] * 1.1
            path = stills.still_path(motion, dark=dark, small=small)
            found = QPixmap(str(path)) if path else QPixmap()
            if not found.isNull():
                found = found.scaled(
                    QSize(wide, high),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
                found.setDevicePixelRatio(ratio)
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found


class StillPicture(Painted):
    """A motion's still on a quiet ground; decoration beside the exercise's name."""

    def __init__(self, theme: Theme, motion: str | None, *, size: tuple[int, int]) -> None:
        super().__init__(theme)
        self._motion = motion
        self._size = size
        self._stills = Stills(theme)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Grows a little with the text."""
        return QSize(self.theme.space(self._size[0]), self.theme.space(self._size[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and picture."""
        with smooth(self) as painter:
            room = QRectF(self.rect())
            rounded(painter, room, RADIUS - 4, self.theme.colour("raised"))
            if self._motion:
                self._stills.paint(painter, room, self._motion, self.devicePixelRatioF())
