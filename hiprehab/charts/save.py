"""Keeps a chart as a picture, a drawing or numbers. An old file is replaced whole or not at all."""

import csv
import io
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QByteArray, QIODevice, QSaveFile
from PySide6.QtGui import QImage


class SaveProblem(Exception):
    """A file that could not be written; the text is the system's reason."""


def _write(path: str, fill: "QByteArray | QImage") -> None:
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise SaveProblem(file.errorString())
    if isinstance(fill, QImage):
        written = fill.save(file, "PNG")  # type: ignore[call-overload]  # a device is one, too
    else:
        written = file.write(fill) == fill.size()
    if not written:
        reason = file.errorString()
        file.cancelWriting()
        raise SaveProblem(reason)
    if not file.commit():
        raise SaveProblem(file.errorString())


def save_picture(image: QImage, path: str) -> None:
    """Writes a PNG.

    Raises:
        SaveProblem: when it cannot be written; a file that was there is kept.
    """
    _write(path, image)


def save_drawing(drawing: bytes, path: str) -> None:
    """Writes an SVG.

    Raises:
        SaveProblem: when it cannot be written; a file that was there is kept.
    """
    _write(path, QByteArray(drawing))


def save_numbers(header: Sequence[str], rows: Iterable[Sequence[str]], path: str) -> None:
    """Writes rows under their header as CSV.

    Raises:
        SaveProblem: when it cannot be written; a file that was there is kept.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    _write(path, QByteArray(text.getvalue().encode("utf-8")))
