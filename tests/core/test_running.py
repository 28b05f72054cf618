"""The way back to running: each rule of the brief's section 6, and nothing beyond it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.diary import Ready
from hiprehab.core.log import SessionRecord, Status, stamp
from hiprehab.core.running import (
    FIRST,
    LAST,
    ROUTINE,
    ReadyList,
    ReadyPoint,
    Standing,
    Way,
    standing,
    step_of,
    variant_of,
)
from hiprehab.core.verdicts import Kind, SessionVerdict, Sign

START = datetime(2026, 3, 2, 17, tzinfo=UTC)


def run(
    day: int,
    step: int,
    kind: Kind = Kind.GREEN,
    *,
    pain: int | None = 0,
    signs: tuple[Sign, ...] = (),
    status: Status = Status.DONE,
) -> SessionVerdict:
    at = stamp(START + timedelta(days=day), 0)
    record = SessionRecord(at, ROUTINE, "Run", "1", variant_of(step), status, 1800, 1800)
    return SessionVerdict(record, kind, pain, 0, 0.0, 2, signs)


def asked(*found: SessionVerdict, after: int = 2) -> Standing:
    last = found[-1].record.stamp.day if found else START.date()
    return standing(found, last + timedelta(days=after))


def test_it_begins_with_walking() -> None:
    assert asked() == Standing(Way.BEGIN, FIRST)


def test_a_step_is_done_twice_before_the_next() -> None:
    assert (asked(run(0, 3)).way, asked(run(0, 3)).step) == (Way.AGAIN, 3)
    twice = asked(run(0, 3), run(2, 3))
    assert (twice.way, twice.step, twice.good) == (Way.ON, 4, 2)


def test_two_runs_on_one_day_are_one() -> None:
    assert asked(run(0, 3), run(0, 3)).way is Way.AGAIN


@pytest.mark.parametrize("kind", [Kind.SETTLED, Kind.FLARE, Kind.HIGH])
def test_a_run_that_was_not_good_starts_the_count_anew(kind: Kind) -> None:
    assert asked(run(0, 3), run(2, 3, kind, pain=2), run(4, 3)).way is Way.AGAIN


def test_a_run_without_a_morning_waits_and_does_not_count() -> None:
    found = asked(run(0, 3), run(2, 3, Kind.OPEN))
    assert (found.way, found.waiting, found.good) == (Way.AGAIN, True, 1)


def test_a_run_that_was_cut_short_does_not_count() -> None:
    assert asked(run(0, 3), run(2, 3, status=Status.PARTIAL)).way is Way.AGAIN


@pytest.mark.parametrize(
    ("pain", "way", "step"),
    [(2, Way.AGAIN, 5), (3, Way.BACK, 4), (4, Way.BACK_TWO, 3), (5, Way.BACK_TWO, 3)],
)
def test_pain_in_the_run_goes_back(pain: int, way: Way, step: int) -> None:
    found = asked(run(0, 5, Kind.HIGH if pain > 2 else Kind.SETTLED, pain=pain))
    assert (found.way, found.step) == (way, step)


@pytest.mark.parametrize("sign", list(Sign))
def test_a_limp_or_another_sign_asks_first(sign: Sign) -> None:
    found = asked(run(0, 5), run(2, 5, Kind.RED, signs=(sign,)))
    assert (found.way, found.step) == (Way.ASK, 3)


@pytest.mark.parametrize(
    ("days", "way", "step"),
    [(6, Way.ON, 7), (7, Way.BACK_TWO, 4), (14, Way.BACK_TWO, 4), (15, Way.ANEW, FIRST)],
)
def test_time_off_costs_steps(days: int, way: Way, step: int) -> None:
    found = asked(run(0, 6), run(2, 6), after=days)
    assert (found.way, found.step) == (way, step)


def test_after_the_last_step_the_person_runs_freely() -> None:
    assert asked(run(0, LAST), run(2, LAST)).way is Way.FREE


def test_other_routines_do_not_count() -> None:
    at = stamp(START, 0)
    record = SessionRecord(at, "hips", "Hips", "1", "step-3", Status.DONE, 900, 900)
    other = SessionVerdict(record, Kind.GREEN, 0, 0, 0.0, 3)
    assert standing([other], START.date()).way is Way.BEGIN


@pytest.mark.parametrize("variant", ["session", "step-", "step-12", "step-x", "step--1", "L1"])
def test_what_is_no_step(variant: str) -> None:
    assert step_of(variant) is None


def test_steps_and_variants_are_one_to_one() -> None:
    assert [step_of(variant_of(step)) for step in range(LAST + 1)] == list(range(LAST + 1))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.integers(FIRST, LAST), st.sampled_from(Kind), st.integers(0, 10)
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 40),
)
def test_it_never_leaps_ahead(runs: list[tuple[int, int, Kind, int]], after: int) -> None:
    day, found = 0, []
    for gap, step, kind, pain in runs:
        day += gap
        found.append(run(day, step, kind, pain=pain))
    told = asked(*found, after=after)
    assert FIRST <= told.step <= LAST
    last = step_of(found[-1].record.variant)
    assert last is not None and told.step <= last + 1
    if told.step > last:
        assert told.good >= 2 and told.pain is not None and told.pain < 3


POINTS = ReadyList((ReadyPoint("walk", "Walk"), ReadyPoint("stairs", "Stairs")))


def ready(day: int, key: str, yes: bool) -> Ready:
    return Ready(stamp(START + timedelta(days=day), 0), key, yes)


def test_what_was_never_answered_is_open() -> None:
    assert [one.key for one in POINTS.open([])] == ["walk", "stairs"]


def test_the_newest_answer_holds_whatever_the_order() -> None:
    answers = [ready(3, "walk", False), ready(1, "walk", True), ready(2, "stairs", True)]
    assert [one.key for one in POINTS.open(answers)] == ["walk"]
    assert [one.key for one in POINTS.open(reversed(answers))] == ["walk"]
