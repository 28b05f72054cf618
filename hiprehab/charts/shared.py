"""What all charts over time share: the days in view and the day under the cursor."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from hiprehab.core.marks import Mark

LEAST_DAYS: Final = 7.0
"""Nobody looks closer than that, unless the period is shorter."""
EDGE_DAYS: Final = 0.4
ZOOM: Final = 1.4
PAGE_DAYS: Final = 28

STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -PAGE_DAYS,
    Qt.Key.Key_PageDown: PAGE_DAYS,
}


class SharedTime(QObject):
    """A period, the part of it in view, the chosen day, and the marks on it.

    Places in time are day numbers (`date.toordinal`): a day lasts from its number to the next.

    Signals:
        moved: other days are in view.
        pointed(date or None): another day is chosen, or none.
    """

    moved = Signal()
    pointed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first = self.last = date.min
        self.marks: Sequence[Mark] = ()
        self.left, self.right = 1.0, 2.0
        self.day: date | None = None
        self._by_key = False

    # --- the period ---------------------------------------------------------------------------

    @property
    def ends(self) -> tuple[float, float]:
        """The places that nobody moves or zooms beyond."""
        return self.first.toordinal() - EDGE_DAYS, self.last.toordinal() + 1 + EDGE_DAYS

    def show(self, first: date, last: date, marks: Sequence[Mark] = ()) -> None:
        """Takes another period, which is shown whole, or other marks in the same one."""
        other = (first, last) != (self.first, self.last)
        self.first, self.last, self.marks = first, last, marks
        if other:
            if self.day is not None and not first <= self.day <= last:
                self.set_day(None)
            self.whole()
        else:
            self.moved.emit()

    def marks_on(self, day: date) -> tuple[Mark, ...]:
        """The marks that cover a day."""
        return tuple(mark for mark in self.marks if mark.on(day))

    # --- what is in view ----------------------------------------------------------------------

    @property
    def seen(self) -> tuple[date, date]:
        """The first and the last day in view."""
        low, high = max(1, round(self.left)), max(1, round(self.right) - 1)
        first = max(self.first, date.fromordinal(low))
        return first, max(first, min(self.last, date.fromordinal(high)))

    def whole(self) -> None:
        """The whole period."""
        self.look_at(*self.ends)

    def look_at(self, left: float, right: float) -> None:
        """Brings these places to the edges, as far as the period and the least width allow."""
        low, high = self.ends
        width = min(max(right - left, min(LEAST_DAYS, high - low)), high - low)
        middle = (left + right) / 2
        left = min(max(middle - width / 2, low), high - width)
        if (left, left + width) != (self.left, self.right):
            self.left, self.right = left, left + width
            self.moved.emit()

    def pan(self, days: float) -> None:
        """Goes on by so many days."""
        low, high = self.ends
        days = min(max(days, low - self.left), high - self.right)
        self.look_at(self.left + days, self.right + days)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Shows `factor` times as many days, keeping the place `around` where it is."""
        middle = (self.left + self.right) / 2 if around is None else around
        self.look_at(
            middle - (middle - self.left) * factor, middle + (self.right - middle) * factor
        )

    def bring(self, day: date) -> None:
        """Moves as little as needed so that a day is in view."""
        start, end = day.toordinal() - EDGE_DAYS, day.toordinal() + 1 + EDGE_DAYS
        if start < self.left:
            self.pan(start - self.left)
        elif end > self.right:
            self.pan(end - self.right)

    # --- the chosen day -----------------------------------------------------------------------

    def set_day(self, day: date | None) -> None:
        """Chooses a day of the period, or none."""
        if day is not None:
            day = min(max(day, self.first), self.last)
        if day != self.day:
            self.day = day
            self.pointed.emit(day)

    def point(self, place: float | None) -> None:
        """The pointer is at a place, or has left; a day chosen with keys outlasts its leaving."""
        if place is not None:
            self._by_key = False
            self.set_day(date.fromordinal(max(1, int(place))))
        elif not self._by_key:
            self.set_day(None)

    def go(self, day: date) -> None:
        """Chooses a day and brings it into view."""
        self._by_key = True
        day = min(max(day, self.first), self.last)
        self.bring(day)
        self.set_day(day)

    def press(self, key: Qt.Key) -> bool:
        """What a key does: a day or four weeks on, an end, nearer or farther, all, no day."""
        if key in STEPS:
            start = self.day or (self.last if STEPS[key] < 0 else self.first)
            wanted = start.toordinal() + (STEPS[key] if self.day else 0)
            self.go(date.fromordinal(max(1, min(wanted, date.max.toordinal()))))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go(self.first if key == Qt.Key.Key_Home else self.last)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            around = self.day.toordinal() + 0.5 if self.day else None
            self.zoom(ZOOM if key == Qt.Key.Key_Minus else 1 / ZOOM, around)
        elif key == Qt.Key.Key_0:
            self.whole()
        elif key == Qt.Key.Key_Escape and self.day is not None:
            self.set_day(None)
        else:
            return False
        return True
