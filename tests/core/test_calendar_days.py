"""What became of each day, told apart case by case; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import calendar_days
from hiprehab.core.agenda import EVERY_DAY, Away, Planned
from hiprehab.core.calendar_days import DayKind, Diary
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.log import SessionRecord, SkipReason, Status
from tests.core.panel_values import at, day, session


def plan(*weekdays: int, routine: str = "a", times: int = 1, since: int = 0, until=None) -> Planned:
    end = None if until is None else day(until)
    return Planned(routine, "x", frozenset(weekdays), times, day(since), end)


def event(kind: EventKind, first: int, last: int | None = None, **more) -> Event:
    return Event(at(first), kind, day(first), None if last is None else day(last), **more)


SKIP = event(EventKind.SKIPPED, 0, 0, reason=SkipReason.PAIN)
FLARE = event(EventKind.FLARE, 0, 0)
AWAY = Away(day(0), day(0))
DAYS = {
    "no data": ([], [], [], [], DayKind.UNKNOWN, None),
    "no plan, a session": ([session(0)], [], [], [], DayKind.DONE, None),
    "no plan, a session in part": (
        [session(0, Status.PARTIAL)],
        [],
        [],
        [],
        DayKind.PARTIAL,
        None,
    ),
    "planned and done": ([session(0)], [plan(0)], [], [], DayKind.DONE, 1),
    "planned, nothing entered": ([], [plan(0)], [], [], DayKind.NOT_RECORDED, 1),
    "a plan that asks for nothing": ([], [plan(1)], [], [], DayKind.REST, 0),
    "before the plan began": ([], [plan(0, since=1)], [], [], DayKind.UNKNOWN, None),
    "after the plan ended": ([], [plan(0, since=-9, until=-1)], [], [], DayKind.UNKNOWN, None),
    "another routine than planned": (
        [session(0, routine="b")],
        [plan(0)],
        [],
        [],
        DayKind.PARTIAL,
        1,
    ),
    "twice a day, done once": ([session(0)], [plan(0, times=2)], [], [], DayKind.PARTIAL, 2),
    "twice a day, done twice": (
        [session(0), session(0)],
        [plan(0, times=2)],
        [],
        [],
        DayKind.DONE,
        2,
    ),
    "two routines, one done": (
        [session(0)],
        [plan(0), plan(0, routine="b")],
        [],
        [],
        DayKind.PARTIAL,
        2,
    ),
    "a shorter day": ([session(0, shorter=True)], [plan(0)], [], [], DayKind.PARTIAL, 1),
    "in part and then whole": (
        [session(0, Status.PARTIAL), session(0)],
        [plan(0)],
        [],
        [],
        DayKind.DONE,
        1,
    ),
    "without the app": ([session(0, Status.MANUAL)], [plan(0)], [], [], DayKind.DONE, 1),
    "without the app, half of it": (
        [session(0, Status.MANUAL, active_s=300)],
        [plan(0)],
        [],
        [],
        DayKind.PARTIAL,
        1,
    ),
    "interrupted does not count": (
        [session(0, Status.UNFINISHED)],
        [plan(0)],
        [],
        [],
        DayKind.NOT_RECORDED,
        1,
    ),
    "discarded does not count": (
        [session(0, Status.DISCARDED)],
        [plan(0)],
        [],
        [],
        DayKind.NOT_RECORDED,
        1,
    ),
    "left out": ([], [plan(0)], [], [SKIP], DayKind.SKIPPED, 1),
    "left out, then done after all": ([session(0)], [plan(0)], [], [SKIP], DayKind.DONE, 1),
    "away": ([], [plan(0)], [AWAY], [], DayKind.AWAY, 1),
    "away, but done": ([session(0)], [plan(0)], [AWAY], [], DayKind.DONE, 1),
    "a flare": ([], [plan(0)], [], [FLARE], DayKind.FLARE, 1),
    "a flare, but done": ([session(0)], [plan(0)], [], [FLARE], DayKind.DONE, 1),
    "left out in a flare": ([], [plan(0)], [], [FLARE, SKIP], DayKind.SKIPPED, 1),
    "other events say nothing": (
        [],
        [plan(1)],
        [],
        [event(EventKind.EVENT, 0, 0), event(EventKind.RUN, 0, 0)],
        DayKind.REST,
        0,
    ),
}


@pytest.mark.parametrize(
    ("sessions", "planned", "away", "events", "kind", "asked"), DAYS.values(), ids=DAYS
)
def test_kind_of_a_day(sessions, planned, away, events, kind, asked):
    made = calendar_days.build(sessions, Diary(planned, away, events), day(0), day(0), today=day(9))
    (cell,) = made.days
    assert (cell.kind, cell.planned) == (kind, asked)
    assert cell.away is bool(away) and cell.flare is (FLARE in events)


def test_today_is_open_and_the_future_is_left_out():
    made = calendar_days.build([], Diary([plan(*EVERY_DAY)], [], []), day(0), day(5), today=day(2))
    kinds = [cell.kind for cell in made.days]
    assert kinds == [DayKind.NOT_RECORDED, DayKind.NOT_RECORDED, DayKind.OPEN]


def test_a_flare_without_an_end_goes_on():
    flare = event(EventKind.FLARE, 1)
    made = calendar_days.build([], Diary([], [], [flare]), day(0), day(3), today=day(3))
    assert [cell.flare for cell in made.days] == [False, True, True, True]


def test_reasons_are_counted_and_an_unsaid_one_is_none():
    skips = [SKIP, event(EventKind.SKIPPED, 1, 1)]
    cut = session(2, Status.PARTIAL, reason=SkipReason.TIME)
    made = calendar_days.build([cut], Diary([], [], skips), day(0), day(2), today=day(9))
    assert made.days[1].kind is DayKind.SKIPPED and made.days[1].reasons == ()
    assert made.days[2].reasons == (SkipReason.TIME,)
    assert dict(made.reasons) == {SkipReason.PAIN: 1}
    assert dict(made.counts) == {DayKind.SKIPPED: 2, DayKind.PARTIAL: 1}


def test_a_session_stays_on_its_stored_day_after_a_journey():
    """11 pm in one zone, entered with its own offset: the day is the stored one."""
    far = SessionRecord(at(0, 11, offset=12 * 60), "a", "A", "1", "x", Status.DONE, 600, 600)
    made = calendar_days.build([far], Diary([], [], []), day(0), day(1), today=day(9))
    assert [cell.kind for cell in made.days] == [DayKind.DONE, DayKind.UNKNOWN]


def test_weeks_begin_on_monday():
    made = calendar_days.build([], Diary([], [], []), day(2), day(8), today=day(9))
    rows = made.weeks()
    assert [len(row) for row in rows] == [7, 7]
    assert rows[0][:2] == (None, None) and rows[0][2].day == day(2)
    assert rows[1][1].day == day(8) and rows[1][2:] == (None,) * 5
    assert calendar_days.build([], Diary([], [], []), day(2), day(1), today=day(9)).weeks() == ()


@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 6)), st.integers(-20, 20), st.none() | st.integers(0, 30)),
        max_size=4,
    )
)
def test_what_the_plan_asks_for_agrees_with_the_plan(rows):
    planned = [
        plan(*days, since=since, until=None if n is None else since + n) for days, since, n in rows
    ]
    made = calendar_days.build([], Diary(planned, [], []), day(-10), day(25), today=day(40))
    for cell in made.days:
        holds = [p for p in planned if p.since <= cell.day and (not p.until or cell.day <= p.until)]
        asked = sum(p.times_per_day for p in planned if p.on(cell.day))
        assert cell.planned == (asked if holds else None)


def test_calendar_rows_keep_unknown_apart_from_none():
    made = calendar_days.build(
        [], Diary([plan(1, since=1)], [], [SKIP]), day(0), day(1), today=day(9)
    )
    assert calendar_days.calendar_rows(made) == (
        ("2026-03-02", "skipped", "", "0", "no", "no", "pain"),
        ("2026-03-03", "not recorded", "1", "0", "no", "no", ""),
    )
