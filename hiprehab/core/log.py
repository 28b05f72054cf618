"""What was done and how it felt: session records, set results and pain entries.

Three answers are kept apart everywhere: a number, "not asked" (None) and "skipped" (no entry).
An instant is always an aware UTC datetime; with it goes the local offset in minutes that was valid
then and the local day, both computed once at write and never again (docs/design.md, Time).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from hiprehab.core.model import Affected, Side

ROLLOVER_HOUR: Final = 4
"""A day lasts until 4 am: a rating at 1 am belongs to the evening before."""


class Moment(StrEnum):
    """When a rating was given, seen from the day's session."""

    DAY = "day"
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    NEXT_MORNING = "next_morning"


class Measure(StrEnum):
    """What the number stands for."""

    NOW = "now"
    WORST = "worst"
    AVERAGE = "average"
    NIGHT = "night"


class Status(StrEnum):
    """How a session stands. MANUAL was done without the app and entered later."""

    UNFINISHED = "unfinished"
    DONE = "done"
    PARTIAL = "partial"
    DISCARDED = "discarded"
    MANUAL = "manual"


class Outcome(StrEnum):
    """How a set or a step ended."""

    DONE = "done"
    PARTIAL = "partial"
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    """Why something was left out."""

    PAIN = "pain"
    TIRED = "tired"
    TIME = "time"
    EQUIPMENT = "equipment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment as it was lived: the instant, the offset then and the local day it counts for."""

    at: datetime
    offset_min: int
    day: date

    @property
    def local(self) -> datetime:
        """The wall clock time of that moment, without a zone."""
        return self.at.replace(tzinfo=None) + timedelta(minutes=self.offset_min)


def day_of(at: datetime, offset_min: int, rollover_hour: int = ROLLOVER_HOUR) -> date:
    """The local day that an instant (aware, UTC) counts for.

    Args:
        at: the instant in UTC.
        offset_min: minutes that local time is ahead of UTC at that instant.
        rollover_hour: the hour at which a new day begins.
    """
    local = at.replace(tzinfo=None) + timedelta(minutes=offset_min)
    return (local - timedelta(hours=rollover_hour)).date()


def stamp(at: datetime, offset_min: int) -> Stamp:
    """The stamp of an instant (aware, UTC) at that offset."""
    return Stamp(at, offset_min, day_of(at, offset_min))


@dataclass(frozen=True, slots=True)
class PainEntry:
    """One rating of one side. `id` is None until stored; `score` 0-10 whole, never prefilled.

    `woken` is woken at night by the pain; sharp, catching and giving_way are qualities; None is
    always "not asked". `session` ties it to a session, `exercise` to a move (the maximum during
    it).
    """

    stamp: Stamp
    side: Side
    score: int | None
    moment: Moment = Moment.DAY
    measure: Measure = Measure.NOW
    place: str | None = None
    woken: bool | None = None
    sharp: bool | None = None
    catching: bool | None = None
    giving_way: bool | None = None
    limp: bool | None = None
    note: str = ""
    session: int | None = None
    exercise: str | None = None
    demo: bool = False
    id: int | None = None


def hips_now(
    at: Stamp,
    scores: Mapping[Side, int],
    *,
    limp: bool | None = None,
    affected: Affected = Affected.UNKNOWN,
) -> tuple[PainEntry, ...]:
    """Ratings of this moment, a row a side that was rated.

    A limp without a score is kept with the sore side, or with both where none is known.
    """
    sore = {Affected.LEFT: (Side.LEFT,), Affected.RIGHT: (Side.RIGHT,)}.get(affected, tuple(Side))
    sides = tuple(scores) or (sore if limp is not None else ())
    return tuple(PainEntry(at, side, scores.get(side), limp=limp) for side in sides)


@dataclass(frozen=True, slots=True)
class SetResult:
    """One set of one side (None = both at once): what was prescribed and what was performed.

    `item` is the place in the routine from 0, `set` counts from 1. Work counts in reps for paced
    and self-paced sets and in seconds for holds and timed work; both are always filled.
    """

    item: int
    exercise: str
    level: str
    side: Side | None
    set: int
    reps_planned: int
    reps_done: int
    seconds_planned: float
    seconds_done: float
    outcome: Outcome
    reason: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session as history keeps it: `planned_s` of the whole plan, `active_s` credited."""

    stamp: Stamp
    routine: str
    title: str
    version: str
    variant: str
    status: Status
    planned_s: float
    active_s: float
    ended_at: datetime | None = None
    effort: int | None = None
    note: str = ""
    shorter: bool = False
    reason: SkipReason | None = None
    results: tuple[SetResult, ...] = field(default_factory=tuple)
    demo: bool = False
    id: int | None = None
