"""What Trends reads and computes, away from the window's thread."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from hiprehab.core import trends
from hiprehab.core.agenda import Planned
from hiprehab.core.dose import full_dose
from hiprehab.core.marks import Mark, marks
from hiprehab.core.model import DoseKind, Library
from hiprehab.core.panels import FullDose, Records, reading
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.core.settings import Settings
from hiprehab.core.trends import Span
from hiprehab.ui.live import Read
from hiprehab.ui.screens.trend_panels import small_panels

MOST_DAYS: Final = 20 * 366
"""A longer log is not kept: ten years of three ratings a day and three sessions a week take 10 MB.
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a worker brings: the records, the marks, the pain chart's numbers; or that there is
    nothing at all."""

    records: Records
    marks: tuple[Mark, ...]
    pain: Any
    nothing: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a choice of a period, the person's own dates, and the day of today."""

    span: Span
    today: date
    own: tuple[date, date] | None = None


@contextmanager
def no_collecting() -> Iterator[None]:
    """Puts off the search for cycles, which holds up every thread.

    Among the ratings of ten years, which have no cycles, it takes longer than a window may wait.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Shelf:
    """Reads periods of the log; once it has the whole log, it cuts them from that.

    A cut is ready in a few milliseconds; reading ten years takes a few tenths of a second. `load`
    and `read_whole` are for worker threads, `keep` and `forget` for the window's.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._whole: Records | None = None
        self._edition = 0

    @property
    def edition(self) -> int:
        """Counts how often the log has changed."""
        return self._edition

    @property
    def is_whole(self) -> bool:
        """Whether the whole log is at hand."""
        return self._whole is not None

    def forget(self) -> None:
        """The log has changed."""
        self._edition += 1
        self._whole = None

    def keep(self, whole: Records | None, edition: int) -> None:
        """Takes the whole log as `read_whole` found it, unless it has changed meanwhile."""
        if edition == self._edition:
            self._whole = whole

    def read_whole(self, today: date, library: Library, settings: Settings) -> Records | None:
        """The whole log with its pain worked out; None where it is too long to be kept."""
        first, last = trends.period(Span.ALL, today, self._read.first_day())
        if (last - first).days > MOST_DAYS:
            return None
        with no_collecting():
            records = read_records(self._read, library, settings, (first, last), today)
            return replace(records, course=trends.course(records.pain, records.sessions))

    def load(
        self,
        wanted: Wanted,
        library: Library,
        settings: Settings,
        build: Callable[[Records], Any],
    ) -> Loaded:
        """A period with its first panel built.

        The modules of the other panels are loaded here too: the window need not wait for them.
        """
        small_panels()
        whole = self._whole
        begun = self._read.first_day() if whole is None else whole.since
        first, last = wanted.own or trends.period(wanted.span, wanted.today, begun)
        with no_collecting():
            if whole is not None:
                records = whole.cut(first, last, wanted.today)
            else:
                period = (first, last)
                records = read_records(self._read, library, settings, period, wanted.today)
            pain = build(records)
        begins = begun is None or begun >= first  # nothing lies before the period
        return Loaded(records, marks(records), pain, begins and not _has_any(records))


def _has_any(records: Records) -> bool:
    """Whether anything at all was entered in the period."""
    if records.events or records.activities or records.function_tests or records.done:
        return True
    return any(records.shows(entry.stamp.day) for entry in records.pain)


def read_records(
    read: Read, library: Library, settings: Settings, period: tuple[date, date], today: date
) -> Records:
    """Everything about a period, each table once."""
    first, last = period
    low, high = reading(first, last)
    planned = read.planned()
    return Records(
        first=first,
        last=last,
        today=today,
        since=read.first_day(),
        pain=read.pain_between(low, high),
        sessions=read.sessions_between(low, high, results=True),
        planned=planned,
        away=read.away(),
        events=read.events(),
        activities=read.activities(),
        activity_ratings=read.activity_ratings(low, high),
        function_tests=read.function_tests(low, high),
        titles={one.id: one.title for one in library.routines.values()},
        exercises={one.id: one.name for one in library.exercises.values()},
        doses=doses(library, settings, planned),
        holds={
            (one.id, level.name): level.dose.kind is DoseKind.HOLD
            for one in library.exercises.values()
            for level in one.levels
        },
    )


def doses(
    library: Library, settings: Settings, planned: list[Planned]
) -> dict[tuple[str, str], FullDose]:
    """What the planned routines ask for, as far as the library has all of their exercises."""
    options = PlanOptions.from_settings(settings)
    found = {}
    for key in {(row.routine, row.variant) for row in planned}:
        routine = library.routines.get(key[0])
        variant = routine.variant(key[1]) if routine is not None else None
        if routine is None or variant is None:
            continue
        try:
            found[key] = full_dose(compile_plan(library, routine, variant, options))
        except KeyError:  # an exercise of it is not there
            continue
    return found
