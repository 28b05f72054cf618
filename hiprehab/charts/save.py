"""Keeps a chart as a picture or as numbers. An existing file is replaced whole or not at all."""

import csv
import io

from PySide6.QtCore import QByteArray, QIODevice, QSaveFile
from PySide6.QtGui import QImage

from hiprehab.core.trend_table import DAY_HEADER, day_rows
from hiprehab.core.trends import ChartState


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


def save_numbers(state: ChartState, path: str) -> None:
    """Writes the chart's numbers as CSV, one row a day.

    Raises:
        SaveProblem: when it cannot be written; a file that was there is kept.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(DAY_HEADER)
    writer.writerows(day_rows(state))
    _write(path, QByteArray(text.getvalue().encode("utf-8")))
