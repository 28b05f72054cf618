"""The view of the chart: time moves and zooms, the scale of pain never does."""

from datetime import date
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

LEAST_DAYS: Final = 7.0
EDGE_DAYS: Final = 0.4
ZOOM: Final = 1.4

TOP: Final = 10.4
"""The highest score has a little room above it."""


class TimeView(pg.ViewBox):
    """Pans and zooms in time only.

    The wheel scrolls the page, unless `wheel_zooms` is set (the chart has the focus) or Ctrl is
    held.
    """

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.setMouseEnabled(x=True, y=False)
        self.wheel_zooms = False
        self.lane = 22.0
        self.sigResized.connect(self._on_resized)
        self.set_lane(self.lane)

    # --- the scale ----------------------------------------------------------------------------

    def set_lane(self, height: float) -> None:
        """Keeps so many px below zero for the marks of sessions."""
        self.lane = height
        self.setYRange(self.bottom, TOP, padding=0)

    @property
    def bottom(self) -> float:
        """The value at the lower edge."""
        return -TOP * self.lane / max(1.0, self.rect().height() - self.lane)

    def _on_resized(self) -> None:
        self.setYRange(self.bottom, TOP, padding=0)

    @property
    def per_point(self) -> float:
        """The px of one point of pain."""
        return max(1.0, self.rect().height() - self.lane) / TOP

    def y_of(self, score: float) -> float:
        """The height of a score in px from the top."""
        return (TOP - score) * self.per_point

    # --- time ---------------------------------------------------------------------------------

    @property
    def left(self) -> float:
        """The day number at the left edge."""
        return float(self.viewRange()[0][0])

    @property
    def right(self) -> float:
        """The day number at the right edge."""
        return float(self.viewRange()[0][1])

    @property
    def per_day(self) -> float:
        """The px of one day."""
        return self.rect().width() / max(1e-9, self.right - self.left)

    def show_days(self, first: date, last: date) -> None:
        """Shows a period and keeps moving and zooming inside it."""
        low, high = first.toordinal() - EDGE_DAYS, last.toordinal() + 1 + EDGE_DAYS
        least = min(LEAST_DAYS, high - low)
        self.setLimits(xMin=low, xMax=high, minXRange=least, maxXRange=high - low)
        self.setXRange(low, high, padding=0)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Shows `factor` times as many days, keeping the place `around` where it is."""
        middle = (self.left + self.right) / 2 if around is None else around
        self.scaleBy(x=factor, center=pg.Point(middle, 0))

    def bring(self, day: date) -> None:
        """Moves as little as needed so that a day is in view."""
        start, end = day.toordinal() - EDGE_DAYS, day.toordinal() + 1 + EDGE_DAYS
        if start < self.left:
            self.translateBy(x=start - self.left)
        elif end > self.right:
            self.translateBy(x=end - self.right)

    def wheelEvent(self, ev: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        """Zooms around the pointer, or leaves the wheel to the page."""
        if not self.wheel_zooms and not ev.modifiers() & Qt.KeyboardModifier.ControlModifier:
            ev.ignore()
            return
        super().wheelEvent(ev, axis)
