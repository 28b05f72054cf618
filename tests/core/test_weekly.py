"""The week's verdict and the days without a session: the brief's tables, row by row."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.log import Moment, PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.core.weekly import Break, Week, after_break, week_verdict

TODAY = date(2026, 3, 30)


def morning(back: int, score: int | None, side: Side = Side.LEFT) -> PainEntry:
    at = datetime.combine(TODAY - timedelta(days=back), time(8), UTC)
    return PainEntry(stamp(at, 0), side, score, Moment.NEXT_MORNING)


def weeks(*scores: int | None) -> list[PainEntry]:
    """Seven mornings a week, the last week first; None: nobody rated."""
    return [
        morning(back * 7 + day, score)
        for back, score in enumerate(scores)
        if score is not None
        for day in range(7)
    ]


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (3, 3, Week.GO_ON),
        (2, 3, Week.GO_ON),
        (0, 8, Week.GO_ON),
        (4, 3, Week.HOLD),
        (5, 3, Week.DOWN),
        (9, 3, Week.DOWN),
    ],
)
def test_against_the_week_before(now: int, before: int, found: Week) -> None:
    assert week_verdict(weeks(now, before), TODAY).week is found


def test_two_weeks_well_above_the_one_before_them() -> None:
    assert week_verdict(weeks(5, 5, 3), TODAY).week is Week.CLINICIAN
    assert week_verdict(weeks(5, 4, 3), TODAY).week is Week.HOLD


@pytest.mark.parametrize("rated", [0, 3])
def test_too_few_mornings_say_nothing(rated: int) -> None:
    entries = [morning(day, 9) for day in range(rated)] + weeks(None, 0)
    found = week_verdict(entries, TODAY)
    assert (found.week, found.now, found.mornings) == (Week.UNKNOWN, None, rated)


def test_four_mornings_are_enough() -> None:
    entries = [morning(day, 5) for day in (0, 2, 4, 6)] + [morning(day, 1) for day in (7, 8, 9, 13)]
    found = week_verdict(entries, TODAY)
    assert (found.week, found.now, found.before) == (Week.DOWN, 5, 1)


def test_a_morning_that_nobody_rated_is_not_zero() -> None:
    asked = [*weeks(None, 3), *[morning(day, None) for day in range(7)]]
    assert week_verdict(asked, TODAY).week is Week.UNKNOWN


def test_the_worse_side_of_a_morning_counts() -> None:
    other = [morning(day, 6, Side.RIGHT) for day in range(7)]
    assert week_verdict([*weeks(1, 1), *other], TODAY).now == 6


@pytest.mark.parametrize(
    ("start", "now", "share", "found"),
    [
        (5, 5, 0.8, Week.ASSESS),
        (5, 5, 0.69, Week.GO_ON),
        (5, 5, None, Week.GO_ON),
        (5, 3, 0.8, Week.GO_ON),
        (5, 4, 0.8, Week.ASSESS),
        (8, 6, 0.8, Week.ASSESS),
        (1, 1, 0.9, Week.GO_ON),
    ],
)
def test_six_weeks_without_a_clear_gain(
    start: int, now: int, share: float | None, found: Week
) -> None:
    entries = weeks(now, now, None, None, None, None, start)
    assert week_verdict(entries, TODAY, share=share).week is found


@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=7))
def test_any_weeks_give_one_verdict_with_its_numbers(scores: Sequence[int | None]) -> None:
    found = week_verdict(weeks(*scores), TODAY, share=1.0)
    if found.week in (Week.HOLD, Week.DOWN):
        assert found.now is not None and found.before is not None and found.now > found.before
    if found.week is not Week.UNKNOWN:
        assert found.mornings >= 4


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (0, Break.NONE),
        (6, Break.NONE),
        (7, Break.LESS),
        (13, Break.LESS),
        (14, Break.DOWN),
        (27, Break.DOWN),
        (28, Break.ANEW),
        (900, Break.ANEW),
    ],
)
def test_days_without_a_session(days: int, found: Break) -> None:
    assert after_break(TODAY - timedelta(days=days), TODAY) is found


def test_a_first_session_comes_after_no_break() -> None:
    assert after_break(None, TODAY) is Break.NONE
