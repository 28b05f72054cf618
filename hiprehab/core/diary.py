"""What the person keeps beside pain and sessions: events, own activities, tests, questions.

NamedTuples, since the store loads them before the first paint.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hiprehab.core.log import SkipReason, Stamp
from hiprehab.core.model import Side


class EventKind(StrEnum):
    """EVENT: a mark with text. FLARE: a bad spell. RUN: a run. SKIPPED: a planned day left out."""

    EVENT = "event"
    FLARE = "flare"
    RUN = "run"
    SKIPPED = "skipped"


class Event(NamedTuple):
    """Something that belongs on every chart.

    `first` to `last` are its days, both included; `last` None: a flare that goes on. `reason` is
    for SKIPPED, `minutes` and `km` for RUN; None is "not said". `stamp` is when it was entered.
    """

    stamp: Stamp
    kind: EventKind
    first: date
    last: date | None
    text: str = ""
    reason: SkipReason | None = None
    minutes: float | None = None
    km: float | None = None
    demo: bool = False
    id: int | None = None

    def on(self, day: date) -> bool:
        """Whether the event covers that day."""
        return self.first <= day and (self.last is None or day <= self.last)


class Activity(NamedTuple):
    """Something of the person's own that the hip makes hard, such as "putting on socks"."""

    name: str
    since: date
    until: date | None = None
    id: int | None = None


class ActivityRating(NamedTuple):
    """How an activity goes: 0 not at all, 10 as well as before."""

    stamp: Stamp
    activity: int
    score: int
    demo: bool = False
    id: int | None = None


class FunctionKind(StrEnum):
    """CHAIR_STAND counts stands in 30 s; SINGLE_LEG_STANCE the seconds until pain or a step."""

    CHAIR_STAND = "chair stand"
    SINGLE_LEG_STANCE = "single-leg stance"


class FunctionTest(NamedTuple):
    """One test. `value` is stands or seconds; `side` is None for both legs; `pain` stopped it."""

    stamp: Stamp
    kind: FunctionKind
    side: Side | None
    value: float
    pain: bool | None = None
    note: str = ""
    demo: bool = False
    id: int | None = None


class Ready(NamedTuple):
    """An answer to a point of the list before running again: `yes` it is so, or not yet."""

    stamp: Stamp
    key: str
    yes: bool
    id: int | None = None


class Adjustment(NamedTuple):
    """A change to a routine that the person accepted, until `ended`.

    `exercise` is the one it is about, "" the whole routine. `to_exercise` and `to_level` take its
    place ("" keeps); `percent` of the sets are done. `reason` is the sentence that was accepted.
    """

    stamp: Stamp
    routine: str
    exercise: str = ""
    to_exercise: str = ""
    to_level: str = ""
    percent: int = 100
    reason: str = ""
    ended: datetime | None = None
    id: int | None = None
