"""The way back to running: where the person stands among the run-walk steps, and what to suggest.

Steps are the variants `step-0` to `step-11` of one routine. The rules are those of the clinical
brief (section 6; common practice, none proven better); they suggest, the person decides.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.diary import Ready
from hiprehab.core.log import Status
from hiprehab.core.verdicts import Kind, SessionVerdict

ROUTINE: Final = "run-walk-return"
FIRST: Final = 0
LAST: Final = 11
ENOUGH_GOOD: Final = 2
"""Runs without a problem that a step takes, at least."""
TURN_BACK: Final = 3
STOP: Final = 4
"""Pain from which a run is cut short, and from which two steps back are suggested."""
BREAK_DAYS: Final = 7
LONG_BREAK_DAYS: Final = 15
"""Days without a run that cost two steps, and from which the steps begin anew."""
_STEP: Final = "step-"


class Way(StrEnum):
    """What is suggested for the next run."""

    BEGIN = "begin"
    AGAIN = "the same step again"
    ON = "the next step"
    BACK = "back one step"
    BACK_TWO = "back two steps"
    ANEW = "begin anew"
    ASK = "see somebody first"
    FREE = "run freely"


class Standing(NamedTuple):
    """Where the person is.

    `step` is the suggested one, `last` the one run last; `good` counts the runs of that step that
    went well, `days` are those since the last run, `pain` is the highest score in it. `waiting`:
    the next morning's rating would tell more.
    """

    way: Way
    step: int
    last: int | None = None
    good: int = 0
    days: int | None = None
    pain: int | None = None
    waiting: bool = False


def step_of(variant: str) -> int | None:
    """The number of a step's variant, or None for another form of the routine."""
    number = variant.removeprefix(_STEP)
    if number == variant or not number.isdecimal():
        return None
    return int(number) if FIRST <= int(number) <= LAST else None


def variant_of(step: int) -> str:
    """The variant of a step."""
    return f"{_STEP}{step}"


def standing(found: Iterable[SessionVerdict], today: date) -> Standing:
    """What the runs so far say; verdicts of other routines are passed over.

    Args:
        found: verdicts, the oldest first.
        today: the day on which somebody asks.
    """
    runs = [one for one in found if one.record.routine == ROUTINE]
    steps = [(step_of(one.record.variant), one) for one in runs]
    known = [(step, one) for step, one in steps if step is not None]
    if not known:
        return Standing(Way.BEGIN, FIRST)
    step, newest = known[-1]
    days = (today - newest.record.stamp.day).days
    facts = Standing(
        Way.AGAIN, step, step, _good(known, step), days, newest.during, newest.kind is Kind.OPEN
    )
    return _moved(facts, newest)


def _good(known: Sequence[tuple[int, SessionVerdict]], step: int) -> int:
    """Good runs of a step on days of their own since the last one that was not good."""
    days = set()
    for number, one in reversed(known):
        if number != step or one.kind not in (Kind.GREEN, Kind.OPEN):
            break
        whole = one.record.status is Status.DONE and not one.record.shorter
        if one.kind is Kind.GREEN and whole:
            days.add(one.record.stamp.day)
    return len(days)


def _moved(facts: Standing, newest: SessionVerdict) -> Standing:
    """The first rule that fits, the most careful ones first."""
    step = facts.step
    assert facts.days is not None
    if newest.signs or newest.kind in (Kind.RED, Kind.PAUSE):
        return facts._replace(way=Way.ASK, step=_down(step, 2))
    if facts.days >= LONG_BREAK_DAYS:
        return facts._replace(way=Way.ANEW, step=FIRST)
    if facts.days >= BREAK_DAYS or (facts.pain is not None and facts.pain >= STOP):
        return facts._replace(way=Way.BACK_TWO, step=_down(step, 2))
    if facts.pain is not None and facts.pain >= TURN_BACK:
        return facts._replace(way=Way.BACK, step=_down(step, 1))
    if facts.good < ENOUGH_GOOD:
        return facts
    if step == LAST:
        return facts._replace(way=Way.FREE)
    return facts._replace(way=Way.ON, step=step + 1)


def _down(step: int, count: int) -> int:
    return max(FIRST, step - count)


class ReadyPoint(NamedTuple):
    """A point of the list before running again: what to have done, and how to try it."""

    key: str
    text: str
    exercise: str = ""


class ReadyList(NamedTuple):
    """The list, with where it comes from."""

    points: tuple[ReadyPoint, ...] = ()
    sources: tuple[str, ...] = ()

    def open(self, answers: Iterable[Ready]) -> tuple[ReadyPoint, ...]:
        """The points whose newest answer is not yes; one never answered is open."""
        newest = {one.key: one.yes for one in sorted(answers, key=lambda one: one.stamp.at)}
        return tuple(point for point in self.points if not newest.get(point.key, False))
