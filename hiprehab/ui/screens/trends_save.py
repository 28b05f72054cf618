"""Keeps a panel in a file: its picture, its drawing or its numbers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from hiprehab.ui.screens.trend_frame import Background, PanelFrame


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrendsSave", text)


def ask_path(parent: QWidget, kind: str, name: str) -> str:
    """Asks where to keep a file; "" when the person changed their mind."""
    titles = {
        "png": (_tr("Save the picture"), _tr("PNG (*.png)")),
        "svg": (_tr("Save the drawing"), _tr("SVG (*.svg)")),
        "csv": (_tr("Save the numbers"), _tr("CSV (*.csv)")),
    }
    title, filters = titles[kind]
    return QFileDialog.getSaveFileName(parent, title, name, filters)[0]


def save(
    frame: "PanelFrame",
    kind: str,
    path: str,
    background: "Background",
    told: Callable[[str], None],
) -> None:
    """Writes a panel as it is in view to `path`, in the background, and tells how it went.

    `kind` is "png", "svg" or "csv". Nothing happens with an empty path.
    """
    if not path:
        return
    work = _work(frame, kind, path)
    saved = _tr("Saved as {path}").format(path=path)
    failed = _tr("Not saved: {reason} An older file there was kept. Try another folder.")

    def run() -> str:
        from hiprehab.charts.save import SaveProblem

        try:
            work()
        except SaveProblem as problem:
            return failed.format(reason=f"{problem}.".replace("..", "."))
        return saved

    background(run, told, told)


def _work(frame: "PanelFrame", kind: str, path: str) -> Callable[[], None]:
    """What is drawn is taken now, in the window's thread; only writing waits."""
    from hiprehab.charts import save as files

    if kind == "png":
        image = frame.chart.picture()
        return lambda: files.save_picture(image, path)
    if kind == "svg":
        drawing = frame.chart.svg()
        return lambda: files.save_drawing(drawing, path)
    panel, state = frame.panel, frame.state

    def write() -> None:
        numbers = panel.numbers(state)
        files.save_numbers(numbers.header, numbers.rows, path)

    return write
