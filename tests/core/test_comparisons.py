"""Comparisons: which days go where, and nothing said with too few."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.comparisons import (
    COMPARISON_HEADER,
    LEAST_DAYS,
    Comparison,
    Question,
    build,
    comparison_rows,
    mornings,
)
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.panels import Records

DAY = date(2026, 3, 2)
L = Side.LEFT


def at(number: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=number, hours=hour)


def rate(number: int, score: int | None, hour: int = 8, **more) -> PainEntry:
    offset = more.pop("offset", 0)
    return PainEntry(stamp(at(number, hour), offset), more.pop("side", L), score, **more)


def run(number: int) -> Event:
    day = DAY + timedelta(days=number)
    return Event(stamp(at(number), 0), EventKind.RUN, day, day)


def session(number: int) -> SessionRecord:
    return SessionRecord(stamp(at(number, 18), 0), "a", "A", "1", "x", Status.DONE, 60, 60)


def found(question: Question, days: int = 30, side: Side = L, **more) -> Comparison | None:
    last = DAY + timedelta(days=days - 1)
    records = Records(DAY, last, more.pop("today", last), **more)
    return next(
        (one for one in build(records).found if (one.question, one.side) == (question, side)), None
    )


def groups(one: Comparison | None) -> tuple[object, ...] | None:
    return one and (one.those.median, one.those.days, one.others.median, one.others.days)


# --- mornings ------------------------------------------------------------------------------------

MORNINGS = {
    "before noon": ([rate(0, 3, 11)], 3.0),
    "zero": ([rate(0, 0)], 0.0),
    "afternoon": ([rate(0, 3, 12)], None),
    "as the morning after, whenever": ([rate(0, 3, 15, moment=Moment.NEXT_MORNING)], 3.0),
    "the small hours belong to the day before": ([rate(0, 3, 2)], None),
    "not asked": ([rate(0, None)], None),
    "worst is not the morning's value": ([rate(0, 9, measure=Measure.WORST)], None),
    "in a session": ([rate(0, 9, moment=Moment.DURING)], None),
    "two a minute apart": ([rate(0, 2), rate(0, 5)], 3.5),
    "local time counts": ([rate(0, 4, 20, offset=-600)], 4.0),
}


@pytest.mark.parametrize(("entries", "value"), MORNINGS.values(), ids=MORNINGS)
def test_the_value_of_a_morning(entries, value):
    assert mornings(entries)[L].get(DAY) == value


# --- who goes where ------------------------------------------------------------------------------


def test_mornings_after_runs():
    entries = [rate(n, 5 if n in (3, 8) else 2) for n in range(10)]
    one = found(Question.AFTER_RUNS, pain=entries, events=[run(2), run(7)])
    assert groups(one) == (5.0, 2, 2.0, 8)


def test_the_day_before_the_period_counts_for_its_first_morning():
    one = found(Question.AFTER_RUNS, pain=[rate(0, 5)], events=[run(-1)])
    assert one is not None and one.those.days == 1
    one = found(Question.AFTER_SESSIONS, pain=[rate(0, 5)], sessions=[session(-1)])
    assert one is not None and one.those.days == 1


def test_days_outside_the_period_are_not_compared():
    one = found(Question.RUN_DAYS, days=2, pain=[rate(0, 1), rate(5, 9)], events=[run(0), run(5)])
    assert groups(one) == (1.0, 1, None, 0)


def test_without_runs_nothing_is_asked_about_runs():
    entries = [rate(n, 2) for n in range(10)]
    assert found(Question.AFTER_RUNS, pain=entries) is None
    assert found(Question.RUN_DAYS, pain=entries) is None


PLAN = Planned("a", "x", frozenset({0, 2, 4}), 1, DAY)


def test_only_planned_days_count_for_the_dose():
    entries = [rate(n, 2 if n in (0, 2) else 6) for n in range(7)]
    one = found(
        Question.DOSE_DONE, days=7, pain=entries, planned=[PLAN], sessions=[session(0), session(2)],
        today=DAY + timedelta(days=20),
    )  # fmt: skip
    assert groups(one) == (2.0, 2, 6.0, 1)


def test_today_and_days_away_are_not_held_against_anybody():
    entries = [rate(n, 4) for n in range(5)]
    away = [Away(DAY + timedelta(days=2), DAY + timedelta(days=2))]
    one = found(
        Question.DOSE_DONE, days=5, pain=entries, planned=[PLAN], sessions=[session(0)], away=away
    )
    assert groups(one) == (4.0, 1, None, 0)


# --- how much is enough --------------------------------------------------------------------------


@given(st.integers(0, 2 * LEAST_DAYS), st.integers(0, 2 * LEAST_DAYS))
def test_both_kinds_of_days_need_enough(those, others):
    entries = [rate(n, 3) for n in range(those + others)]
    one = found(Question.RUN_DAYS, pain=entries, events=[run(n) for n in range(those)])
    if not those:
        assert one is None
    else:
        assert one is not None
        assert one.enough == (those >= LEAST_DAYS and others >= LEAST_DAYS)


def test_rows_say_medians_only_where_they_are_said():
    last = DAY + timedelta(days=29)
    entries = [rate(n, 3) for n in range(12)]
    few = build(Records(DAY, last, last, pain=entries, events=[run(0)]))
    row = dict(zip(COMPARISON_HEADER, comparison_rows(few)[0], strict=True))
    assert row["question"] == Question.AFTER_RUNS.value
    assert (row["days"], row["median"], row["other_median"], row["stated"]) == ("1", "", "", "no")
    assert not few.stated
    many = build(Records(DAY, last, last, pain=entries, events=[run(n) for n in range(6)]))
    stated = [row for row in comparison_rows(many) if row[-1] == "yes"]
    assert stated and all(row[3] == "3" for row in stated)


def test_nothing_from_nothing():
    assert build(Records(DAY, DAY, DAY)).found == ()
