"""What all charts over time share: the days in view and the day under the cursor."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from hiprehab.core.marks import Mark, MarkKind

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


SPANS: Final = frozenset({MarkKind.FLARE, MarkKind.AWAY})
RANKS: Final = (
    MarkKind.FLARE, MarkKind.EVENT, MarkKind.PLAN, MarkKind.VERSION,
    MarkKind.SKIPPED, MarkKind.AWAY, MarkKind.RUN,
)  # fmt: skip
"""Which one of several marks speaks for all."""
KEPT_GROUPS: Final = 4


class MarkGroup(NamedTuple):
    """Marks close to each other: the places where they begin, up to where the last stretch among
    them reaches (-inf without any), and the one that speaks for all."""

    marks: tuple[Mark, ...]
    starts: tuple[float, ...]
    reaches: float
    named: Mark


def start_of(mark: Mark) -> float:
    """The place where a mark is drawn: a stretch begins with its day, others are in the middle."""
    return mark.first.toordinal() + (0.0 if mark.kind in SPANS else 0.5)


def _end_of(mark: Mark) -> float:
    if mark.kind not in SPANS:
        return -math.inf
    return math.inf if mark.last is None else mark.last.toordinal() + 1.0


def grouped(marks: Sequence[Mark], apart: float) -> list[MarkGroup]:
    """Marks that begin less than `apart` days after the first of their group, by their first days.

    They do not depend on what is in view, so that panning regroups nothing.
    """
    found: list[list[Mark]] = []
    begun = -math.inf
    for mark in marks:
        if start_of(mark) - begun < apart:
            found[-1].append(mark)
        else:
            found.append([mark])
            begun = start_of(mark)
    return [
        MarkGroup(
            tuple(group),
            tuple(map(start_of, group)),
            max(map(_end_of, group)),
            min(group, key=lambda mark: RANKS.index(mark.kind)),
        )
        for group in found
    ]


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
        self.spans: Sequence[Mark] = ()
        self._groups: dict[float, list[MarkGroup]] = {}
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
        self.first, self.last = first, last
        self.marks = sorted(marks, key=start_of)
        self.spans = [mark for mark in self.marks if mark.kind in SPANS]
        self._groups.clear()
        if other:
            if self.day is not None and not first <= self.day <= last:
                self.set_day(None)
            self.whole()
        else:
            self.moved.emit()

    def groups(self, apart: float) -> list[MarkGroup]:
        """The marks in groups that begin at least so many days apart."""
        found = self._groups.get(apart)
        if found is None:
            if len(self._groups) >= KEPT_GROUPS:
                self._groups.clear()
            found = self._groups[apart] = grouped(self.marks, apart)
        return found

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
