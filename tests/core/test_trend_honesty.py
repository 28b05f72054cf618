"""Hard logs through every larger builder at once: nothing is made up, nothing is lost or moved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hiprehab.core import around_sessions, comparisons, dose, trends
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.marks import marks
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.trend_table import DAY_HEADER, day_rows
from hiprehab.storage.store import Store

L = Side.LEFT
FIRST = date(2026, 3, 23)
LAST = FIRST + timedelta(days=13)
SPRING = datetime(2026, 3, 29, tzinfo=UTC)
"""The night in which Berlin's clocks go forward."""


def entry(at: datetime, offset: int, score: int | None, **more) -> PainEntry:
    return PainEntry(stamp(at, offset), L, score, **more)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 23, hour, minute, tzinfo=UTC) + timedelta(days=day)


Value = dict[int, float]
"""The values of the left side by the number of the day; all other days are gaps."""

LOGS: dict[str, tuple[list[PainEntry], Value]] = {
    "no data": ([], {}),
    "one day": ([entry(at(0, 12), 0, 4)], {0: 4}),
    "all gaps": ([entry(at(n, 12), 0, None) for n in range(14)], {}),
    "two a minute apart": ([entry(at(3, 12), 0, 2), entry(at(3, 12, 1), 0, 5)], {3: 3.5}),
    "zero is no gap": ([entry(at(2, 12), 0, 0), entry(at(4, 12), 0, None)], {2: 0}),
    "before and after the lost hour": (
        [entry(SPRING + timedelta(minutes=30), 60, 3), entry(SPRING + timedelta(hours=5), 120, 7)],
        {5: 3, 6: 7},  # 1:30 still belongs to the evening before
    ),
    "at 3:59 and at 4:00": ([entry(at(8, 1, 59), 120, 6), entry(at(8, 2), 120, 2)], {7: 6, 8: 2}),
    "eastwards over the date line": (
        [entry(at(9, 20), -600, 5), entry(at(10, 8), 780, 1)],
        {9: 5, 10: 1},  # 10:00 in Honolulu, then 21:00 in Auckland
    ),
    "twice the same day by flying west": (
        [entry(at(9, 1), 780, 5), entry(at(10, 1), -600, 1)],
        {9: 3},  # 14:00 in Auckland, then 15:00 in Honolulu on the same date
    ),
    "worst and night are no value of the day": (
        [
            entry(at(1, 12), 0, 9, measure=Measure.WORST),
            entry(at(1, 7), 0, 8, measure=Measure.NIGHT),
        ],
        {},
    ),
}


def records(entries: list[PainEntry], **more) -> Records:
    return Records(FIRST, LAST, LAST, pain=entries, **more)


@pytest.mark.parametrize(("entries", "values"), LOGS.values(), ids=LOGS)
def test_values_of_the_days(entries, values):
    state = trends.build(entries, [], FIRST, LAST)
    found = {n: value for n, value in enumerate(state.left.values) if value is not None}
    assert found == values
    assert state.right.values == (None,) * 14
    assert all(line is None for line in state.left.line) or len(values) >= trends.WINDOW_LEAST


@pytest.mark.parametrize(("entries", "values"), LOGS.values(), ids=LOGS)
def test_table_and_file_hold_the_same(entries, values):
    state = trends.build(entries, [], FIRST, LAST)
    rows = [dict(zip(DAY_HEADER, row, strict=True)) for row in day_rows(state)]
    written = {n: float(row["left_value"]) for n, row in enumerate(rows) if row["left_value"]}
    assert written == values
    shown = trends.course(entries, []).rated(FIRST, LAST)
    assert sorted(str(row.score) for row in shown) == sorted(str(one.score) for one in entries)
    assert {(row.stamp.day - FIRST).days for row in shown if row.score is not None} >= set(values)


@pytest.mark.parametrize(("entries", "values"), LOGS.values(), ids=LOGS)
def test_nobody_makes_up_sessions_doses_or_comparisons(entries, values):
    log = records(entries)
    assert dose.build(log).is_empty
    assert around_sessions.build(log).is_empty
    assert comparisons.build(log).stated == ()
    assert marks(log) == ()


@pytest.mark.parametrize("order", [list, lambda found: found[::-1]], ids=["as kept", "reversed"])
@pytest.mark.parametrize(("entries", "values"), LOGS.values(), ids=LOGS)
def test_the_order_of_reading_does_not_matter(entries, values, order: Callable):
    state = trends.build(order(entries), [], FIRST, LAST)
    assert {n: v for n, v in enumerate(state.left.values) if v is not None} == values


def test_edits_and_deletions_reach_every_number(tmp_path):
    """A corrected rating counts as it is now, a deleted one not at all; taken back, it counts."""
    path = tmp_path / "hiprehab.db"
    now = at(0, 20)
    with Store.open(path, at=now) as store:
        session = SessionRecord(stamp(at(2, 18), 0), "a", "A", "1", "x", Status.MANUAL, 600, 600)
        number = store.log_manual_session(session)
        before = entry(at(2, 18), 0, 2, moment=Moment.BEFORE, session=number)
        after = entry(at(2, 19), 0, 9, moment=Moment.AFTER, session=number)
        plain, _, wrong = store.log_pain([entry(at(1, 12), 0, 8), before, after])

        def read() -> Records:
            pain = store.pain_between(FIRST, LAST)
            return records(pain, sessions=store.sessions_between(FIRST, LAST, results=True))

        store.correct_pain(wrong, replace(after, score=4), now)
        gone = store.delete_pain([plain], now)
        found = read()
        state = trends.build(found.pain, found.sessions, FIRST, LAST)
        assert (state.left.values[1], state.left.values[2]) == (None, 2)
        assert around_sessions.build(found).rows[0].left == (2, None, 4, None)
        store.undo_delete(gone)
        store.delete_session([number], now)
        found = read()
        assert trends.build(found.pain, found.sessions, FIRST, LAST).left.values[1] == 8
        assert around_sessions.build(found).is_empty
        assert dose.build(found).done.sessions == 0
