"""Stills and packs' own pictures, painted to fit their room and kept for the next time."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform

from hiprehab.figure import stills
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.photo import SMALL, path_of, pictures, read_picture

KEPT: Final = 160
"""Pictures kept; a whole library of small ones is about 10 MB."""


def still_image(motion: str, side: str | None, *, dark: bool) -> QImage | None:
    """The large still of a motion for a side; the last few are kept."""
    path = stills.still_path(motion, side=side, dark=dark)
    if path is None:
        return None
    return _loaded(path, path.stat().st_mtime_ns, stills.is_mirrored(side))


@lru_cache(maxsize=4)
def _loaded(path: Path, _written: int, mirrored: bool) -> QImage:
    image = QImage(str(path))
    return image.transformed(QTransform.fromScale(-1, 1)) if mirrored else image


class Stills:
    """Loads and scales stills once for each size and theme.

    Args:
        theme: light or dark.
        waits: whether the owner paints again on `pictures().ready`; else a pack's picture is read
            at once, which may take longer than a frame.
    """

    def __init__(self, theme: Theme, *, waits: bool = False) -> None:
        self._theme = theme
        self._waits = waits
        self._kept: dict[tuple[str, bool, int, int, int], QPixmap] = {}

    def paint(
        self, painter: QPainter, room: QRectF, motion: str, ratio: float = 1.0, *, keys: int = 1
    ) -> None:
        """Paints a motion's still, or a picture by its key, as large as it fits the room.

        With `keys` above 1 so many key poses stand beside each other, where the motion has them.
        """
        picture = self._picture(motion, room, ratio, keys)
        if picture.isNull():
            return
        size = picture.deviceIndependentSize()
        left = round(room.center().x() - size.width() / 2)
        painter.drawPixmap(left, round(room.center().y() - size.height() / 2), picture)

    def _picture(self, motion: str, room: QRectF, ratio: float, keys: int) -> QPixmap:
        wide, high = round(room.width() * ratio), round(room.height() * ratio)
        dark = self._theme.tokens.dark
        key = (motion, dark, wide, high, keys)
        found = self._kept.get(key)
        if found is None:
            if own := path_of(motion):
                image = pictures().get(own, small=True) if self._waits else read_picture(own, SMALL)
                if image is None:
                    return QPixmap()
                found = QPixmap.fromImage(image)
            else:
                small = high <= stills.SMALL_SIZE[1] * 1.1
                strip = stills.strip_path(motion, dark=dark) if keys > 1 else None
                path = strip or stills.still_path(motion, dark=dark, small=small)
                found = QPixmap(str(path)) if path else QPixmap()
                if strip is not None:
                    found = found.copy(0, 0, keys * stills.KEY_SIZE[0], stills.KEY_SIZE[1])
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
