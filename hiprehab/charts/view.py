"""The view of the pain chart: time moves and zooms, the scale of pain never does."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

from hiprehab.charts.shared import LEAST_DAYS, SharedTime

TOP: Final = 10.4
"""The highest score has a little room above it."""


class TimeView(pg.ViewBox):
    """Pans and zooms in time only, as `time` does.

    The wheel scrolls the page, unless `wheel_zooms` is set (the chart was clicked) or Ctrl is held.
    """

    def __init__(self, time: SharedTime) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.setMouseEnabled(x=True, y=False)
        self.wheel_zooms = False
        self.lane, self.head = 22.0, 0.0
        self._time = time
        self._ends = (0.0, 0.0)
        self._following = False
        time.moved.connect(self.follow)
        self.sigXRangeChanged.connect(self._on_own)
        self.sigResized.connect(self._on_resized)
        self._on_resized()

    # --- the scale ----------------------------------------------------------------------------

    def set_lanes(self, lane: float, head: float) -> None:
        """Keeps so many px below zero for sessions, and above the scale for the words of marks."""
        self.lane, self.head = lane, head
        self._on_resized()

    @property
    def bottom(self) -> float:
        """The value at the lower edge."""
        return -self.lane / self.per_point

    def _on_resized(self) -> None:
        self.setYRange(self.bottom, TOP + self.head / self.per_point, padding=0)

    @property
    def per_point(self) -> float:
        """The px of one point of pain."""
        return max(1.0, self.rect().height() - self.lane - self.head) / TOP

    def y_of(self, score: float) -> float:
        """The height of a score in px from the top."""
        return self.head + (TOP - score) * self.per_point

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

    def follow(self) -> None:
        """The period or the days in view are others."""
        self._following = True
        low, high = self._time.ends
        if (low, high) != self._ends:
            self._ends = (low, high)
            least = min(LEAST_DAYS, high - low)
            self.setLimits(xMin=low, xMax=high, minXRange=least, maxXRange=high - low)
        if (self.left, self.right) != (self._time.left, self._time.right):
            self.setXRange(self._time.left, self._time.right, padding=0)
        self._following = False

    def _on_own(self) -> None:
        """Dragged or zoomed here: the other charts follow."""
        if not self._following:
            self._time.look_at(self.left, self.right)

    def wheelEvent(self, ev: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        """Zooms around the pointer, or leaves the wheel to the page."""
        if not self.wheel_zooms and not ev.modifiers() & Qt.KeyboardModifier.ControlModifier:
            ev.ignore()
            return
        super().wheelEvent(ev, axis)
