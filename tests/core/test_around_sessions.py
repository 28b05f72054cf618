"""Pain around sessions: which rating belongs where, medians, and changes with enough pairs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hiprehab.core.around_sessions import (
    AROUND_HEADER,
    LEAST_PAIRS,
    AroundState,
    around_rows,
    build,
)
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.panels import Records

DAY = date(2026, 3, 2)
L, R = Side.LEFT, Side.RIGHT
BEFORE, DURING, AFTER, MORNING = (
    Moment.BEFORE, Moment.DURING, Moment.AFTER, Moment.NEXT_MORNING
)  # fmt: skip


def at(number: int, hour: int) -> datetime:
    return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=number, hours=hour)


def session(number: int, hour: int = 18, **more) -> SessionRecord:
    fields = {"status": Status.DONE, "id": number * 100 + hour} | more
    return SessionRecord(
        stamp(at(number, hour), 0), "a", "A", "1", "x", planned_s=60, active_s=60, **fields
    )


def rate(number: int, hour: int, score: int | None, moment: Moment, **more) -> PainEntry:
    side = more.pop("side", L)
    return PainEntry(stamp(at(number, hour), 0), side, score, moment, **more)


def around(sessions, entries, days: int = 20) -> AroundState:
    last = DAY + timedelta(days=days - 1)
    return build(Records(DAY, last, last, pain=entries, sessions=sessions))


ONE = session(0)
ROWS = {
    "all four": (
        [
            rate(0, 18, 2, BEFORE),
            rate(0, 18, 5, DURING),
            rate(0, 19, 4, AFTER),
            rate(1, 8, 3, MORNING),
        ],
        (2, 5, 4, 3),
    ),
    "zero is a rating": ([rate(0, 18, 0, BEFORE)], (0, None, None, None)),
    "of several the highest": (
        [rate(0, 18, 3, DURING, exercise="e"), rate(0, 18, 6, DURING), rate(0, 18, 0, DURING)],
        (None, 6, None, None),
    ),
    "by the session's id, whatever the day": (
        [rate(5, 9, 4, AFTER, session=18)],
        (None, None, 4, None),
    ),
    "a morning a day late is none": (
        [rate(0, 18, 1, BEFORE), rate(2, 8, 9, MORNING)],
        (1, None, None, None),
    ),
    "a night is no morning": (
        [rate(0, 18, 1, BEFORE), rate(1, 8, 9, MORNING, measure=Measure.NIGHT)],
        (1, None, None, None),
    ),
    "the plain rating of a day is not around": (
        [rate(0, 18, 1, BEFORE), rate(0, 12, 9, Moment.DAY)],
        (1, None, None, None),
    ),
}


@pytest.mark.parametrize(("entries", "scores"), ROWS.values(), ids=ROWS)
def test_scores_of_a_session(entries, scores):
    (row,) = around([ONE], entries).rows
    assert row.left == scores
    assert row.right == (None, None, None, None)


EMPTY = {
    "no data": ([], []),
    "not asked": ([ONE], [rate(0, 18, None, BEFORE)]),
    "a session without ratings": ([ONE], []),
    "ratings without a session": ([], [rate(0, 18, 3, BEFORE)]),
    "a session that was thrown away": (
        [session(0, status=Status.DISCARDED)],
        [rate(0, 18, 3, BEFORE)],
    ),
    "the rating of a deleted session": ([ONE], [rate(0, 18, 3, AFTER, session=999)]),
}


@pytest.mark.parametrize(("sessions", "entries"), EMPTY.values(), ids=EMPTY)
def test_nothing_is_made_up(sessions, entries):
    found = around(sessions, entries)
    assert found.is_empty
    assert [typical.sessions for typical in found.typical[L]] == [0, 0, 0, 0]


def test_with_two_sessions_a_day_only_an_id_says_which():
    sessions = [session(0, 9), session(0, 18)]
    loose = around(sessions, [rate(0, 18, 5, AFTER)])
    assert loose.is_empty
    tied = around(sessions, [rate(0, 18, 5, AFTER, session=9), rate(1, 8, 2, MORNING)])
    assert [row.left for row in tied.rows] == [(None, None, 5, None), (None, None, None, 2)]


def test_the_morning_after_the_last_day_belongs_to_it():
    sessions = [session(19)]
    (row,) = around(sessions, [rate(20, 8, 4, MORNING)]).rows
    assert row.left[3] == 4


def test_a_session_before_the_period_is_not_shown():
    found = around([session(-1), ONE], [rate(-1, 18, 5, AFTER), rate(0, 18, 2, AFTER)])
    assert [row.day for row in found.rows] == [DAY]
    assert found.sessions == 1


def test_after_the_clocks_changed_and_in_another_zone():
    """A session at 23:30 in Berlin and the morning in New York: still the next local day."""
    late = SessionRecord(
        stamp(datetime(2026, 3, 28, 22, 30, tzinfo=UTC), 60),
        "a",
        "A",
        "1",
        "x",
        Status.DONE,
        60,
        60,
    )
    morning = PainEntry(stamp(datetime(2026, 3, 29, 12, tzinfo=UTC), -240), L, 3, MORNING)
    (row,) = around([late], [morning], days=40).rows
    assert (row.day, row.left[3]) == (date(2026, 3, 28), 3)


def test_medians_and_changes_with_their_counts():
    sessions = [session(n) for n in range(LEAST_PAIRS)]
    entries = []
    for n in range(LEAST_PAIRS):
        entries += [rate(n, 18, 2, BEFORE), rate(n, 18, 2 + n, DURING)]
    entries.append(rate(0, 19, 9, AFTER))
    found = around(sessions, entries)
    before, during, after, morning = found.typical[L]
    assert (before.median, during.median, during.lowest, during.highest) == (2, 4, 2, 6)
    assert (after.sessions, after.median, morning.median) == (1, 9, None)
    assert [(c.moment, c.sessions, c.change) for c in found.changes[L]] == [
        (DURING, LEAST_PAIRS, 2),
        (AFTER, 1, None),
        (MORNING, 0, None),
    ]


def test_rows_for_a_file():
    entries = [rate(0, 18, 0, BEFORE), rate(0, 19, 4, AFTER, side=R)]
    (row,) = around_rows(around([ONE], entries))
    found = dict(zip(AROUND_HEADER, row, strict=True))
    assert (found["day"], found["session"], found["status"]) == ("2026-03-02", "A", "done")
    assert (found["left_before"], found["left_during"], found["right_after"]) == ("0", "", "4")
