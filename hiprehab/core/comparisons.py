"""Plain comparisons of days: two medians with their counts, and nothing with too few days.

They say what went together in a period, never why: a run and a bad morning may have a third thing
in common, and a day with much pain may be the reason for a session that was not done.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED, due_on
from hiprehab.core.diary import EventKind
from hiprehab.core.fortnight import day_values, median
from hiprehab.core.log import Moment, PainEntry, SessionRecord
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.trends import counts

LEAST_DAYS: Final = 5
"""Both groups of days need so many, else nothing is said."""
MORNING_UNTIL: Final = 12
"""A rating at rest before this hour of the local day is about the morning."""


class Question(StrEnum):
    """What is compared."""

    AFTER_RUNS = "mornings after runs"
    AFTER_SESSIONS = "mornings after sessions"
    DOSE_DONE = "days with the plan done"
    RUN_DAYS = "days with a run"


MORNINGS: Final = frozenset({Question.AFTER_RUNS, Question.AFTER_SESSIONS})


class Group(NamedTuple):
    """The median of some days' values, and of how many days."""

    days: int
    median: float | None


class Comparison(NamedTuple):
    """The days that a question is about against the other ones, for one side."""

    question: Question
    side: Side
    those: Group
    others: Group

    @property
    def enough(self) -> bool:
        """Whether anything may be said."""
        return min(self.those.days, self.others.days) >= LEAST_DAYS


@dataclass(frozen=True, slots=True)
class ComparisonState:
    """All questions that have at least one day on one side, in order; left before right."""

    found: tuple[Comparison, ...]

    @property
    def stated(self) -> tuple[Comparison, ...]:
        """Those with enough days."""
        return tuple(one for one in self.found if one.enough)


def mornings(entries: Iterable[PainEntry]) -> dict[Side, dict[date, float]]:
    """The median of each morning's ratings, by side.

    A rating belongs to the morning when it was given as such, or at rest before noon.
    """
    scores: dict[Side, dict[date, list[int]]] = {side: {} for side in Side}
    for entry in entries:
        if entry.score is None or not counts(entry):
            continue
        early = 4 <= entry.stamp.local.hour < MORNING_UNTIL
        if entry.moment is Moment.NEXT_MORNING or early:
            scores[entry.side].setdefault(entry.stamp.day, []).append(entry.score)
    return {
        side: {day: median(sorted(found)) for day, found in days.items()}
        for side, days in scores.items()
    }


def build(records: Records) -> ComparisonState:
    """What can be compared in the period.

    The day before a morning may lie before the period: what happened on it is known from the days
    that are read around it.
    """
    runs = {event.first for event in records.events if event.kind is EventKind.RUN}
    sessions = {one.stamp.day for one in records.sessions if one.status in COUNTED}
    done, asked = _planned(records)
    day_before = timedelta(days=1)
    of_mornings = _shown(records, mornings(records.pain))
    by_number = day_values(records.pain)
    of_days = _shown(
        records,
        {side: {date.fromordinal(n): v for n, v in by_number[side].items()} for side in Side},
    )
    rules: dict[Question, Callable[[date], bool | None]] = {
        Question.AFTER_RUNS: lambda day: day - day_before in runs if runs else None,
        Question.AFTER_SESSIONS: lambda day: day - day_before in sessions,
        Question.DOSE_DONE: lambda day: day in done if day in asked else None,
        Question.RUN_DAYS: lambda day: day in runs if runs else None,
    }
    found = []
    for question, rule in rules.items():
        values = of_mornings if question in MORNINGS else of_days
        found += [_compared(question, side, values[side], rule) for side in Side]
    return ComparisonState(tuple(one for one in found if one.those.days))


def _shown(
    records: Records, values: Mapping[Side, Mapping[date, float]]
) -> dict[Side, dict[date, float]]:
    return {
        side: {day: value for day, value in days.items() if records.shows(day)}
        for side, days in values.items()
    }


def _planned(records: Records) -> tuple[set[date], set[date]]:
    """Days on which all that was planned was begun and kept, and days with something planned.

    Today counts only once it is done: the rest of it is still to come.
    """
    by_day: dict[date, list[SessionRecord]] = {}
    for one in records.done:
        by_day.setdefault(one.stamp.day, []).append(one)
    done, asked = set(), set()
    for offset in range(records.days):
        day = records.first + timedelta(days=offset)
        due = due_on(day, records.planned, by_day.get(day, ()), records.away)
        if not due or day > records.today:
            continue
        whole = all(row.left == 0 for row in due)
        if whole:
            done.add(day)
        if whole or day < records.today:
            asked.add(day)
    return done, asked


def _compared(
    question: Question,
    side: Side,
    values: Mapping[date, float],
    rule: Callable[[date], bool | None],
) -> Comparison:
    groups: dict[bool, list[float]] = {True: [], False: []}
    for day, value in values.items():
        belongs = rule(day)
        if belongs is not None:
            groups[belongs].append(value)
    return Comparison(question, side, _group(groups[True]), _group(groups[False]))


def _group(values: Iterable[float]) -> Group:
    found = sorted(values)
    return Group(len(found), median(found) if found else None)


COMPARISON_HEADER: Final = (
    "question",
    "side",
    "days",
    "median",
    "other_days",
    "other_median",
    "stated",
)
"""Columns of `comparison_rows`."""


def comparison_rows(state: ComparisonState) -> tuple[tuple[str, ...], ...]:
    """One row a question and side, under `COMPARISON_HEADER`; medians only where they are said."""
    return tuple(
        (
            one.question.value,
            one.side.value,
            str(one.those.days),
            f"{one.those.median:g}" if one.enough else "",
            str(one.others.days),
            f"{one.others.median:g}" if one.enough else "",
            "yes" if one.enough else "no",
        )
        for one in state.found
    )
