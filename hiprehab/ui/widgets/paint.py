"""What widgets that paint themselves share: repainting with the theme, and the focus ring."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme

RING = 2.0
ROOM = 3.0
"""Room that a painted widget leaves around itself so that the focus ring fits."""


class Painted(QWidget):
    """A widget that paints itself and follows the theme."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


@contextmanager
def smooth(widget: QWidget) -> Iterator[QPainter]:
    """A painter with smooth edges; it ends even after an error, else Qt would crash."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield painter
    finally:
        painter.end()


def rounded(
    painter: QPainter, box: QRectF, radius: float, fill: QColor | None, line: QColor | None = None
) -> None:
    """A box with round corners; its line is 1 px and lies inside."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)
        return
    painter.setPen(QPen(line, 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def focus_ring(painter: QPainter, theme: Theme, box: QRectF, radius: float) -> None:
    """The ring just outside a box; `ROOM` px around it must belong to the widget."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), RING))
    grown = box.adjusted(-2, -2, 2, 2)
    painter.drawRoundedRect(grown, radius + 2, radius + 2)


def side_mark(painter: QPainter, box: QRectF, side: Side, colour: QColor) -> None:
    """The shape of a side: a circle for left, a square for right."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if side is Side.LEFT:
        painter.drawEllipse(box)
    else:
        inset = box.width() * 0.06
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), inset * 2, inset * 2)
