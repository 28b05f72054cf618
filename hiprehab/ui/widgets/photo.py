"""Pictures of a pack's own: read with limits, fitted to their room, and a widget that shows one.

Where lists take the id of a motion they also take `picture_key`: the file of a picture.
"""

import logging
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPaintEvent, QPixmap

from hiprehab.core.model import Exercise
from hiprehab.figure.catalogue import can_be_shown
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, smooth

log = logging.getLogger(__name__)

LIMIT_MB: Final = 128
"""What a picture may take in memory while it is read; 24 million pixels take 96 MB."""
MAX_PIXELS: Final = 24_000_000
LARGEST: Final = QSize(1400, 1000)
"""Read no larger than the stage of a large screen."""
_PREFIX: Final = "picture:"


def picture_key(exercise: Exercise) -> str | None:
    """What stands for an exercise in a list: its motion, else its picture, else nothing."""
    if exercise.picture and not can_be_shown(exercise.motion):
        return _PREFIX + exercise.picture
    return exercise.motion


def path_of(key: str | None) -> str:
    """The file of a picture's key; "" for a motion."""
    return key.removeprefix(_PREFIX) if key and key.startswith(_PREFIX) else ""


def read_picture(path: str, most: QSize = LARGEST) -> QImage:
    """A PNG or JPEG, no larger than `most`; a null image when it cannot or must not be read."""
    QImageReader.setAllocationLimit(LIMIT_MB)
    if not Path(path).is_file():
        return QImage()
    reader = QImageReader(path)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    known = bytes(reader.format().data()) in (b"png", b"jpeg")
    if not known or not size.isValid() or size.width() * size.height() > MAX_PIXELS:
        return QImage()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    room = most.transposed() if turned else most
    if size.width() > room.width() or size.height() > room.height():
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size.expandedTo(QSize(1, 1)))
    found = reader.read()
    if found.isNull():
        log.warning("A picture cannot be read: %s", reader.errorString())
    return found


class Photo(Painted):
    """A picture in the middle of its room, as large as it fits; its name is read aloud."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._path = ""
        self._image = QImage()
        self._fitted = QPixmap()

    def show_picture(self, path: str, name: str) -> bool:
        """Another picture, with the exercise that it shows; False when it cannot be shown."""
        if path != self._path:
            self._path = path
            self._image = read_picture(path) if path else QImage()
            self._fitted = QPixmap()
            self.update()
        self.setAccessibleName(self.tr("Picture: {}").format(name))
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        """As a figure's stage."""
        return QSize(400, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fitted once for each size."""
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = self.size() * ratio
        if self._fitted.isNull() or not _fits(self._fitted.size(), room):
            fitted = self._image.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._fitted = QPixmap.fromImage(fitted)
            self._fitted.setDevicePixelRatio(ratio)
        size = self._fitted.deviceIndependentSize()
        box = QRectF(self.rect())
        with smooth(self) as painter:
            left = box.center().x() - size.width() / 2
            top = box.center().y() - size.height() / 2
            painter.drawPixmap(round(left), round(top), self._fitted)


def _fits(size: QSize, room: QSize) -> bool:
    """Whether a picture of this size fills the room in one direction and fits in the other."""
    wide, high = room.width() - size.width(), room.height() - size.height()
    return min(wide, high) in (0, 1) and max(wide, high) >= 0
