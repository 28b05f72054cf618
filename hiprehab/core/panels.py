"""What every panel of Trends is made from, read once for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeVar

from hiprehab.core.agenda import COUNTED, Away, Planned
from hiprehab.core.diary import Activity, ActivityRating, Event, FunctionTest
from hiprehab.core.log import PainEntry, SessionRecord
from hiprehab.core.trends import WINDOW_DAYS, Course

Kept = TypeVar("Kept", PainEntry, SessionRecord, ActivityRating, FunctionTest)

AROUND_DAYS: Final = WINDOW_DAYS - 1
"""So many days before and after a period are read as well: for the line of its first day, for whole
weeks, and for the morning after its last session."""


class FullDose(NamedTuple):
    """What a routine asks for when it is gone through once. In `sets` each side counts."""

    sets: int
    hold_s: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Records:
    """Everything read for a period, and from `AROUND_DAYS` before it to as many after it.

    Builders take the days from `first` to `last`; what lies around them only helps to judge those.
    `since` is the day of the first entry ever. `titles` and `exercises` are names by id;
    `doses` is what a routine's variant asks for as the library has it now, where it has it; `holds`
    says of an exercise's level whether its work is holds. `course` is the pain worked out already,
    where somebody did that.
    """

    first: date
    last: date
    today: date
    since: date | None = None
    pain: Sequence[PainEntry] = ()
    sessions: Sequence[SessionRecord] = ()
    planned: Sequence[Planned] = ()
    away: Sequence[Away] = ()
    events: Sequence[Event] = ()
    activities: Sequence[Activity] = ()
    activity_ratings: Sequence[ActivityRating] = ()
    function_tests: Sequence[FunctionTest] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    exercises: Mapping[str, str] = field(default_factory=dict)
    doses: Mapping[tuple[str, str], FullDose] = field(default_factory=dict)
    holds: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    course: Course | None = None

    def cut(self, first: date, last: date, today: date) -> "Records":
        """A period out of these; they must reach over it, or have all there is around it."""
        low, high = reading(first, last)
        return replace(
            self,
            first=first,
            last=last,
            today=today,
            pain=_between(self.pain, low, high),
            sessions=_between(self.sessions, low, high),
            activity_ratings=_between(self.activity_ratings, low, high),
            function_tests=_between(self.function_tests, low, high),
        )

    def shows(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last - self.first).days + 1

    @property
    def done(self) -> tuple[SessionRecord, ...]:
        """The sessions of the period that count: done, in part, or without the app."""
        return tuple(s for s in self.sessions if s.status in COUNTED and self.shows(s.stamp.day))

    @property
    def rated(self) -> tuple[PainEntry, ...]:
        """The ratings of the period, those without a number too."""
        return tuple(entry for entry in self.pain if self.shows(entry.stamp.day))


def _between(rows: Iterable[Kept], low: date, high: date) -> tuple[Kept, ...]:
    return tuple(row for row in rows if low <= row.stamp.day <= high)


def reading(first: date, last: date) -> tuple[date, date]:
    """The days to read for a period."""
    around = timedelta(days=AROUND_DAYS)
    return first - around, last + around
