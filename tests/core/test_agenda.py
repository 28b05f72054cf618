"""What is due on a day, also with one routine in the plan twice; the same numbers everywhere."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import calendar_days, comparisons, dose
from hiprehab.core.agenda import COUNTED, Planned, due_on, share_done
from hiprehab.core.calendar_days import DayKind, Diary
from hiprehab.core.comparisons import Question
from hiprehab.core.fortnight import fourteen_days
from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.panels import Records

DAY = date(2026, 3, 2)
L1 = Planned("r", "L1", frozenset(range(7)), 1, DAY, id=1)
L2 = replace(L1, variant="L2", id=2)


def session(variant: str, hour: int = 10, routine: str = "r", **more: object) -> SessionRecord:
    at = stamp(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour), 0)
    made = SessionRecord(at, routine, "R", "1", variant, Status.DONE, 60.0, 60.0)
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("variants", "done"),
    [
        ([], {"L1": 0, "L2": 0}),
        (["L1"], {"L1": 1, "L2": 0}),
        (["L2"], {"L1": 0, "L2": 1}),
        (["L3"], {"L1": 1, "L2": 0}),
        (["L2", "L2"], {"L1": 1, "L2": 1}),
        (["L3", "L1"], {"L1": 1, "L2": 1}),
        (["L2", "L2", "L2"], {"L1": 2, "L2": 1}),
    ],
)
def test_a_session_ticks_off_one_row_its_own_variant_first(
    variants: list[str], done: dict[str, int]
) -> None:
    made = [session(variant, 8 + n) for n, variant in enumerate(variants)]
    rows = due_on(DAY, [L1, L2], made, [])
    assert {row.planned.variant: row.done for row in rows} == done
    assert [row.left for row in rows] == sorted((row.left for row in rows), reverse=True)


def dose_done(records: Records) -> bool:
    """Whether a comparison counts the day as one on which all of the plan was done."""
    found = comparisons.build(records).found
    return any(one.question is Question.DOSE_DONE and one.those.days for one in found)


def test_one_session_for_two_rows_is_half_everywhere() -> None:
    rows, made = [L1, L2], [session("L1", active_s=60.0)]
    assert [(row.planned.variant, row.left) for row in due_on(DAY, rows, made, [])] == [
        ("L2", 1),
        ("L1", 0),
    ]
    assert share_done(DAY, DAY, rows, made, []) == 0.5
    assert fourteen_days(DAY, [], made, rows, [])[-1].share == 0.5
    diary = Diary(rows, (), ())
    (day,) = calendar_days.build(made, diary, DAY, DAY, today=DAY).days
    assert (day.kind, day.planned, day.sessions) == (DayKind.PARTIAL, 2, 1)
    rated = PainEntry(stamp(datetime(2026, 3, 2, 12, tzinfo=UTC), 0), Side.LEFT, 3)
    records = Records(DAY, DAY, DAY + timedelta(1), pain=[rated], sessions=made, planned=rows)
    assert not dose_done(records), "not all of the day was done"
    assert dose_done(replace(records, sessions=[*made, session("L2", 20)]))
    state = dose.build(records)
    assert state.prescribed is not None
    assert (state.prescribed.sessions, state.kept.sessions) == (2, 1)


rows_of = st.lists(
    st.builds(
        lambda routine, variant, times: Planned(routine, variant, frozenset(range(7)), times, DAY),
        st.sampled_from("rs"),
        st.sampled_from(["L1", "L2", "L3"]),
        st.integers(1, 3),
    ),
    max_size=4,
)
sessions_of = st.lists(
    st.builds(
        session,
        st.sampled_from(["L1", "L2", "L3"]),
        st.integers(5, 23),
        st.sampled_from("rs"),
        status=st.sampled_from(Status),
    ),
    max_size=6,
)


@given(rows_of, sessions_of)
def test_no_session_counts_twice_and_none_is_lost(
    rows: list[Planned], made: list[SessionRecord]
) -> None:
    due = due_on(DAY, rows, made, [])
    assert sorted(map(id, rows)) == sorted(id(row.planned) for row in due)
    meant = kept = 0
    for routine in "rs":
        own = [row for row in due if row.planned.routine == routine]
        done = sum(one.routine == routine and one.status in COUNTED for one in made)
        times = sum(row.planned.times_per_day for row in own)
        assert sum(row.done for row in own) == (done if own else 0)
        assert sum(row.left for row in own) == max(0, times - done), "as much as can be is done"
        meant, kept = meant + times, kept + min(done, times)
    assert share_done(DAY, DAY, rows, made, []) == (kept / meant if meant else None)
    whole = [one for one in made if one.status in (Status.DONE, Status.DISCARDED)]
    share = fourteen_days(DAY, [], whole, rows, [])[-1].share
    assert share == share_done(DAY, DAY, rows, whole, [])
