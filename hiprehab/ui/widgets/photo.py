"""Pictures of a pack's own: read beside the window with limits, and a widget that shows one.

Where lists take the id of a motion they also take `picture_key`: the file of a picture.
"""

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPaintEvent, QPixmap

from hiprehab.core.model import Exercise
from hiprehab.figure.catalogue import can_be_shown, shown_for
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, smooth

log = logging.getLogger(__name__)

LIMIT_MB: Final = 128
"""What a picture may take in memory while it is read; 24 million pixels take 96 MB."""
MAX_PIXELS: Final = 24_000_000
LARGE: Final = QSize(1400, 1000)
"""Read no larger than the stage of a large screen."""
SMALL: Final = QSize(420, 300)
"""For lists, also at 200 % text."""
KEPT_LARGE, KEPT_SMALL = 6, 120
"""About 80 MB together."""
_PREFIX: Final = "picture:"


def picture_key(exercise: Exercise) -> str | None:
    """What stands for an exercise in a list: its motion, else its picture, else how it begins."""
    if exercise.picture and not can_be_shown(exercise.motion):
        return _PREFIX + exercise.picture
    return shown_for(exercise.motion, exercise.position)


def path_of(key: str | None) -> str:
    """The file of a picture's key; "" for a motion."""
    return key.removeprefix(_PREFIX) if key and key.startswith(_PREFIX) else ""


def _reader(path: str) -> QImageReader | None:
    """A reader whose header says PNG or JPEG of a size that may be read."""
    if not Path(path).is_file():
        return None
    reader = QImageReader(path)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    known = bytes(reader.format().data()) in (b"png", b"jpeg")
    fits = size.isValid() and size.width() * size.height() <= MAX_PIXELS
    return reader if known and fits else None


def read_picture(path: str, most: QSize = LARGE) -> QImage:
    """A PNG or JPEG, no larger than `most`; a null image when it cannot or must not be read."""
    QImageReader.setAllocationLimit(LIMIT_MB)
    reader = _reader(path)
    if reader is None:
        return QImage()
    size = reader.size()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    room = most.transposed() if turned else most
    if size.width() > room.width() or size.height() > room.height():
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size.expandedTo(QSize(1, 1)))
    found = reader.read()
    if found.isNull():
        log.warning("A picture cannot be read: %s", reader.errorString())
    return found


class Pictures(QObject):
    """Reads pictures on other threads and keeps the latest ones. `ready(path)`: one was read."""

    ready = Signal(str)
    _read = Signal(str, bool, QImage)

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[tuple[str, bool], QImage] = {}
        self._waiting: set[tuple[str, bool]] = set()
        self._read.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def get(self, path: str, *, small: bool) -> QImage | None:
        """The picture, null when it cannot be shown; None while it is being read."""
        key = (path, small)
        found = self._kept.pop(key, None)
        if found is not None:
            self._kept[key] = found  # the latest used are at the end
        elif key not in self._waiting:
            self._waiting.add(key)
            QThreadPool.globalInstance().start(self._reading(path, small))
        return found

    def _reading(self, path: str, small: bool) -> Callable[[], None]:
        def read() -> None:
            self._read.emit(path, small, read_picture(path, SMALL if small else LARGE))

        return read

    def _keep(self, path: str, small: bool, image: QImage) -> None:
        self._waiting.discard((path, small))
        self._kept[(path, small)] = image
        same = [key for key in self._kept if key[1] is small]
        for key in same[: -(KEPT_SMALL if small else KEPT_LARGE)]:
            del self._kept[key]
        self.ready.emit(path)


@cache
def pictures() -> Pictures:
    """Those of the program; all windows share them."""
    return Pictures()


class Photo(Painted):
    """A picture in the middle of its room, as large as it fits; its name is read aloud.

    Signals:
        broken(): the file turned out to be none that can be shown.
    """

    broken = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._path = ""
        self._broken = ""
        self._fitted = QPixmap()
        pictures().ready.connect(self._on_ready)

    def show_picture(self, path: str, name: str) -> bool:
        """Another picture, with the exercise that it shows; False when it cannot be shown."""
        if path != self._path:
            self._path = path
            self._broken = path if _reader(path) is None else ""
            self._fitted = QPixmap()
            self.update()
        told = self.tr("Picture: {}").format(name)
        if told != self.accessibleName():
            self.setAccessibleName(told)
        return self._path != self._broken

    def _on_ready(self, path: str) -> None:
        if path != self._path:
            return
        image = pictures().get(path, small=False)
        if image is not None and image.isNull() and self._broken != path:
            self._broken = path
            self.broken.emit()
        self.update()

    def sizeHint(self) -> QSize:
        """As a figure's stage."""
        return QSize(400, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fitted once for each size."""
        if self._path == self._broken:
            return
        ratio = self.devicePixelRatioF()
        room = self.size() * ratio
        if self._fitted.isNull() or not _fits(self._fitted.size(), room):
            image = pictures().get(self._path, small=False)
            if image is None or image.isNull():
                return
            fitted = image.scaled(
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
