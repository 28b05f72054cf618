"""How a session went: the brief's table, row by row, and what was not rated is never 0."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.verdicts import (
    Kind,
    SessionVerdict,
    Sign,
    baseline,
    judge,
    judged,
    last_red,
    may_go_up,
)

EVENING = datetime(2026, 3, 1, 18, tzinfo=UTC)
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
SESSION = SessionRecord(
    stamp(EVENING, 0), "hips", "Hips", "1", "L1", Status.DONE, 900, 900, effort=5, id=7
)


def rated(score: int | None, moment: Moment, at: datetime = EVENING, **more: Any) -> PainEntry:
    session = None if moment is Moment.NEXT_MORNING else 7
    return PainEntry(stamp(at, 0), Side.LEFT, score, moment, session=session, **more)


def around(during: int | None, morning: int | None, **more: Any) -> list[PainEntry]:
    found = []
    if during is not None:
        found.append(rated(during, Moment.DURING, EVENING + timedelta(minutes=9)))
    if morning is not None:
        found.append(rated(morning, Moment.NEXT_MORNING, MORNING, **more))
    return found


@pytest.mark.parametrize(
    ("during", "morning", "usual", "ceiling", "found"),
    [
        (0, 2, 2.0, 3, Kind.GREEN),
        (2, 3, 2.0, 3, Kind.GREEN),
        (2, 4, 2.0, 3, Kind.FLARE),
        (3, 2, 2.0, 3, Kind.SETTLED),
        (5, 3, 2.0, 5, Kind.SETTLED),
        (5, 4, 2.0, 5, Kind.FLARE),
        (2, 4, 2.5, 5, Kind.SETTLED),
        (4, 2, 2.0, 3, Kind.HIGH),
        (3, 9, 2.0, 2, Kind.HIGH),
        (4, None, 2.0, 3, Kind.HIGH),
        (6, None, None, 5, Kind.RED),
        (6, 0, 2.0, 10, Kind.RED),
        (10, 0, 2.0, 3, Kind.RED),
        (2, None, 2.0, 3, Kind.OPEN),
        (2, 2, None, 3, Kind.OPEN),
        (None, 2, 2.0, 3, Kind.OPEN),
        (None, 4, 2.0, 3, Kind.FLARE),
        (None, None, None, 3, Kind.OPEN),
    ],
)
def test_the_table(
    during: int | None, morning: int | None, usual: float | None, ceiling: int, found: Kind
) -> None:
    assert judge(SESSION, around(during, morning), ceiling, usual).kind is found


@pytest.mark.parametrize("flag", ["sharp", "catching", "giving_way", "limp"])
def test_signs_are_red_whatever_the_number(flag: str) -> None:
    entries = [rated(1, Moment.AFTER, **{flag: True}), *around(1, 1)]
    found = judge(SESSION, entries, 5, 1.0)
    assert found.kind is Kind.RED and len(found.signs) == 1
    calm = [rated(1, Moment.AFTER, **{flag: False}), *around(1, 1)]
    assert judge(SESSION, calm, 5, 1.0).kind is Kind.GREEN


def test_only_a_new_waking_is_a_flare() -> None:
    woken = around(1, 1, woken=True)
    found = judge(SESSION, woken, 5, 1.0)
    assert found.kind is Kind.FLARE and found.signs == (Sign.WOKEN,)
    before = PainEntry(stamp(EVENING - timedelta(days=2), 0), Side.LEFT, 1, Moment.DAY, woken=True)
    assert judge(SESSION, [before, *woken], 5, 1.0).kind is Kind.GREEN


def test_without_a_usual_morning_the_score_before_counts() -> None:
    entries = [rated(1, Moment.BEFORE), *around(1, 3)]
    assert judge(SESSION, entries, 5, None).kind is Kind.FLARE
    assert judge(SESSION, [rated(2, Moment.BEFORE), *around(1, 3)], 5, None).kind is Kind.GREEN


def test_pain_that_repeats_with_a_ceiling_of_0_is_red() -> None:
    once = around(1, 0)
    assert judge(SESSION, once, 0, 0.0).kind is Kind.HIGH
    twice = [*once, rated(1, Moment.AFTER)]
    assert judge(SESSION, twice, 0, 0.0).kind is Kind.RED


def test_a_morning_after_36_hours_is_too_late() -> None:
    late = rated(1, Moment.NEXT_MORNING, EVENING + timedelta(hours=37))
    assert judge(SESSION, [*around(1, None), late], 5, 1.0).kind is Kind.OPEN


def test_the_usual_morning_needs_three() -> None:
    entries = [
        rated(score, Moment.NEXT_MORNING, MORNING + timedelta(days=day))
        for day, score in enumerate((1, 5, 2, 2, 2, 2, 2, 2, 9))
    ]
    assert baseline(entries, date(2026, 3, 4)) is None
    assert baseline(entries, date(2026, 3, 5)) == 2
    assert baseline(entries, date(2026, 3, 10)) == 2


def day_of(number: int, during: int, morning: int, **more: Any) -> tuple[Any, list[PainEntry]]:
    shift = timedelta(days=number)
    record = replace(SESSION, stamp=stamp(EVENING + shift, 0), id=number, **more)
    entries = [
        replace(one, stamp=stamp(one.stamp.at + shift, 0), session=one.session and number)
        for one in around(during, morning)
    ]
    return record, entries


def history(*days: tuple[Any, list[PainEntry]], usual: int = 1) -> list[SessionVerdict]:
    before = [
        rated(usual, Moment.NEXT_MORNING, MORNING - timedelta(days=n)) for n in range(10, 3, -1)
    ]
    entries = [*before, *(one for _, found in days for one in found)]
    return judged([record for record, _ in days], entries, lambda _: 5)


def test_two_reds_in_a_week_are_a_pause() -> None:
    found = history(day_of(1, 7, 1), day_of(4, 6, 1))
    assert [one.kind for one in found] == [Kind.RED, Kind.PAUSE]
    assert last_red(found) == EVENING + timedelta(days=4)
    apart = history(day_of(1, 7, 1), day_of(9, 6, 1))
    assert [one.kind for one in apart] == [Kind.RED, Kind.RED]


def test_three_bad_mornings_are_a_pause() -> None:
    found = history(day_of(1, 1, 3), day_of(2, 1, 3), day_of(3, 1, 4))
    assert found[-1].kind is Kind.PAUSE
    assert history(day_of(1, 1, 3), day_of(2, 1, 2), day_of(3, 1, 4))[-1].kind is Kind.FLARE


def test_one_level_up_needs_two_good_whole_easy_sessions() -> None:
    assert may_go_up(history(day_of(1, 1, 1), day_of(3, 1, 1)))
    assert not may_go_up(history(day_of(3, 1, 1)))
    assert not may_go_up(history(day_of(1, 1, 1), day_of(3, 1, 1, effort=7)))
    assert not may_go_up(history(day_of(1, 1, 1), day_of(3, 1, 1, effort=None)))
    assert not may_go_up(history(day_of(1, 1, 1, shorter=True), day_of(3, 1, 1)))
    assert not may_go_up(history(day_of(1, 1, 1), day_of(2, 4, 1), day_of(3, 1, 4)))
    assert not may_go_up(history(day_of(1, 1, 1, variant="L2"), day_of(3, 1, 1)))
    assert not may_go_up(history(day_of(1, 4, 1), day_of(3, 1, 1)))
    assert may_go_up(history(day_of(1, 4, 1), day_of(2, 4, 1), day_of(3, 1, 1)))
    assert not may_go_up([])


SCORE = st.one_of(st.none(), st.integers(0, 10))


@given(SCORE, SCORE, st.one_of(st.none(), st.floats(0, 10)), st.integers(0, 10))
def test_more_pain_is_never_judged_milder(
    during: int | None, morning: int | None, usual: float | None, ceiling: int
) -> None:
    """With the same answers given, a higher score gives the same verdict or a graver one."""
    order: Sequence[Kind] = list(Kind)
    grave = order.index(judge(SESSION, around(during, morning), ceiling, usual).kind)
    if during is not None and during < 10:
        more = judge(SESSION, around(during + 1, morning), ceiling, usual).kind
        assert order.index(more) >= grave
    if morning is not None and morning < 10:
        more = judge(SESSION, around(during, morning + 1), ceiling, usual).kind
        assert order.index(more) >= grave
