"""Phases of a programme: which one the calendar names, and what is suggested."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.agenda import Planned
from hiprehab.core.model import ProgrammePhase, Routine, Variant
from hiprehab.core.phases import Suggestion, phase_now, planned_since, suggestion

DAY = date(2026, 3, 2)
VARIANTS = tuple(Variant(name, name, ()) for name in ("L1", "L2", "L3"))


def routine(*phases: ProgrammePhase) -> Routine:
    return Routine("r", "R", VARIANTS, phases=phases)


WEEKS = routine(
    ProgrammePhase("Settle", "L1", weeks=(1, 2)),
    ProgrammePhase("Build", "L2", weeks=(3, 4), criteria="Pain at 3 or less."),
    ProgrammePhase("Run", "L3", criteria="When you can hop."),
)
DATES = routine(
    ProgrammePhase("Settle", "L1", first=DAY, last=DAY + timedelta(13)),
    ProgrammePhase("Build", "L2", first=DAY + timedelta(20)),
    ProgrammePhase("Run", "L3", first=DAY + timedelta(40)),
)


@pytest.mark.parametrize(
    ("of", "days", "title"),
    [
        (WEEKS, 0, "Settle"),
        (WEEKS, 13, "Settle"),
        (WEEKS, 14, "Build"),
        (WEEKS, 27, "Build"),
        (WEEKS, 28, None),
        (WEEKS, -1, None),
        (DATES, -1, None),
        (DATES, 13, "Settle"),
        (DATES, 14, None),
        (DATES, 20, "Build"),
        (DATES, 39, "Build"),
        (DATES, 40, "Run"),
        (DATES, 4000, "Run"),
    ],
)
def test_the_phase_of_the_calendar(of: Routine, days: int, title: str | None) -> None:
    found = phase_now(of, DAY + timedelta(days), DAY)
    assert (found.title if found else None) == title


def test_weeks_need_a_plan() -> None:
    assert phase_now(WEEKS, DAY, None) is None
    assert phase_now(DATES, DAY, None) is DATES.phases[0]


@pytest.mark.parametrize(
    ("variant", "days", "found"),
    [
        ("L1", 0, None),
        ("L2", 0, Suggestion(WEEKS.phases[0], due=True)),
        ("L1", 14, Suggestion(WEEKS.phases[1], due=True)),
        ("L2", 14, Suggestion(WEEKS.phases[2], due=False)),
        ("L2", 100, Suggestion(WEEKS.phases[2], due=False)),
        ("L1", 100, None),
        ("L3", 100, None),
    ],
)
def test_what_is_suggested(variant: str, days: int, found: Suggestion | None) -> None:
    assert suggestion(WEEKS, variant, DAY + timedelta(days), DAY) == found


def test_a_routine_without_phases_suggests_nothing() -> None:
    assert suggestion(routine(), "L1", DAY, DAY) is None


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.integers(0, 40))
def test_changes_of_a_row_do_not_break_the_count(lengths: list[int], last: int) -> None:
    rows, first = [], DAY
    for length in lengths:
        until = first + timedelta(length - 1)
        rows.append(Planned("r", "L1", frozenset({0}), 1, first, until))
        first = until + timedelta(1)
    rows.append(Planned("r", "L2", frozenset({0}), 1, first))
    today = first + timedelta(last)
    assert planned_since("r", rows[::-1], today) == DAY
    assert planned_since("other", rows, today) is None


def test_a_break_begins_the_count_anew() -> None:
    old = Planned("r", "L1", frozenset({0}), 1, DAY, DAY + timedelta(10))
    new = Planned("r", "L1", frozenset({0}), 1, DAY + timedelta(12))
    assert planned_since("r", [old, new], DAY + timedelta(20)) == new.since
    assert planned_since("r", [old], DAY + timedelta(20)) is None
    assert planned_since("r", [new], DAY) is None
