"""What Trends reads and computes, away from the window's thread."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from hiprehab.core import trends
from hiprehab.core.log import PainEntry, SessionRecord
from hiprehab.core.trend_table import RatingRow, rating_rows
from hiprehab.core.trends import ChartState, Span


class Read(Protocol):
    """What this screen reads; it is called in a worker thread."""

    def pain_between(self, first: date, last: date) -> list[PainEntry]:
        """Ratings of those days, both included."""

    def sessions_between(self, first: date, last: date) -> list[SessionRecord]:
        """Sessions of those days, both included."""

    def first_day(self) -> date | None:
        """The day of the oldest record."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a worker brings: the chart, the table, and whether there is nothing at all."""

    state: ChartState
    rows: tuple[RatingRow, ...]
    nothing: bool


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


def load(read: Read, span: Span, today: date, own: tuple[date, date] | None) -> Loaded:
    """Reads and computes a period, and loads the chart library; for a worker thread."""
    import hiprehab.charts.pain  # noqa: F401 - half a second that the window must not wait for

    begun = read.first_day()
    first, last = own if own else trends.period(span, today, begun)
    with no_collecting():
        entries = read.pain_between(trends.reading_from(first), last)
        sessions = read.sessions_between(first, last)
        state = trends.build(entries, sessions, first, last, since=begun)
        rows = rating_rows(entries, first, last)
        del entries
    nothing = not rows and not state.sessions and (begun is None or begun >= first)
    return Loaded(state, rows, nothing)
