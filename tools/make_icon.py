"""Makes the PNGs of the application's icon from its SVG: `python tools/make_icon.py`.

The window and the packages take the PNGs; nothing reads the SVG while the program runs. A test
compares the shipped pictures with what this makes.
"""

import os
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER: Final = Path(__file__).resolve().parent.parent / "assets" / "icons"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)


def picture(size: int) -> QImage:
    """The icon, `size` pixels wide and high."""
    drawing = QSvgRenderer(str(FOLDER / "hiprehab.svg"))
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def main() -> None:
    """All sizes."""
    application = QGuiApplication.instance() or QGuiApplication([])
    for size in SIZES:
        path = FOLDER / f"hiprehab-{size}.png"
        if not picture(size).save(str(path)):
            raise OSError(f"{path} cannot be written")
    del application


if __name__ == "__main__":
    main()
