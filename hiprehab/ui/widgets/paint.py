"""What widgets that paint themselves share: repainting with the theme, and the focus ring."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPaintDevice, QPainter, QPen
from PySide6.QtWidgets import QWidget

from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme

RING = 2.0
GAP = 2.0
"""Between the focus ring, at the very edge of a widget, and what it is around."""

_BY_POINTER = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
_AS_BEFORE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)


class Ringed:
    """Mixed into a widget: the focus ring shows once the keyboard is in use, not after a click."""

    _ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Notes how the focus came; a window that becomes active again changes nothing."""
        if event.reason() not in _AS_BEFORE:
            self._ring = event.reason() not in _BY_POINTER
        super().focusInEvent(event)  # type: ignore[misc]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the first key on the ring shows."""
        if not self._ring:
            self._ring = True
            self.update()  # type: ignore[attr-defined]
        super().keyPressEvent(event)  # type: ignore[misc]

    def rings(self) -> bool:
        """Whether the ring is to be painted."""
        return self._ring and self.hasFocus()  # type: ignore[attr-defined]


class Painted(Ringed, QWidget):
    """A widget that paints itself and follows the theme."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


@contextmanager
def smooth(on: QPaintDevice) -> Iterator[QPainter]:
    """A painter with smooth edges; it ends even after an error, else Qt would crash."""
    painter = QPainter(on)
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


def focus_ring(painter: QPainter, theme: Theme, box: QRectF, radius: float) -> QRectF:
    """The ring along the inner edge of a box; returns the box that is left inside it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), RING))
    half = RING / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
    inset = RING + GAP
    return box.adjusted(inset, inset, -inset, -inset)


def side_mark(painter: QPainter, box: QRectF, side: Side, colour: QColor) -> None:
    """The shape of a side: a circle for left, a square for right."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if side is Side.LEFT:
        painter.drawEllipse(box)
    else:
        inset = box.width() * 0.06
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), inset * 2, inset * 2)
