"""Done against prescribed: weeks, what is unknown, pauses, where prescribed comes from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hiprehab.core import dose
from hiprehab.core.agenda import Away, Planned
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.dose import DOSE_HEADER, Amount, Unit, build, dose_rows, weeks_of
from hiprehab.core.log import Outcome, SessionRecord, SetResult, Status, stamp
from hiprehab.core.panels import FullDose, Records

MONDAY = date(2026, 3, 2)
SUNDAY = MONDAY + timedelta(days=6)
HOLDS = {("bridge", "1"): True, ("clam", "1"): False}
LIBRARY = {("a", "x"): FullDose(9, 90, 15)}
DAILY = Planned("a", "x", frozenset(range(7)), 1, MONDAY)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def result(exercise: str, outcome: Outcome, done: float, planned: float = 30) -> SetResult:
    return SetResult(0, exercise, "1", None, 1, 1, 1, planned, done, outcome)


FULL = (result("bridge", Outcome.DONE, 30), result("clam", Outcome.DONE, 30))
HALF = (result("bridge", Outcome.DONE, 30), result("clam", Outcome.PARTIAL, 12))


def session(number: int, results: tuple[SetResult, ...] = FULL, **more) -> SessionRecord:
    at = datetime(2026, 3, 2, 18, tzinfo=UTC) + timedelta(days=number)
    fields = {"routine": "a", "status": Status.DONE, "planned_s": 600.0, "active_s": 480.0} | more
    return SessionRecord(
        stamp(at, 0), title="A", version="1", variant="x", results=results, **fields
    )


def records(*sessions: SessionRecord, last: date = SUNDAY, **more) -> Records:
    fields = {"today": date(2026, 6, 1), "planned": [DAILY], "doses": LIBRARY, "holds": HOLDS}
    return Records(MONDAY, last, sessions=sessions, **(fields | more))


def only_week(found: dose.DoseState) -> dose.DoseWeek:
    (week,) = found.weeks
    return week


def flare(first: int, last: int | None) -> Event:
    at = stamp(datetime(2026, 3, 2, 9, tzinfo=UTC), 0)
    return Event(at, EventKind.FLARE, day(first), None if last is None else day(last))


# --- what was done -------------------------------------------------------------------------------

DONE = {
    "nothing": ((), Amount()),
    "whole": ((session(0),), Amount(1, 2, 30, 8)),
    "a set in part is no set, but its time counts": (
        (session(0, HALF, status=Status.PARTIAL, active_s=240.0),),
        Amount(1, 1, 30, 4),
    ),
    "without the app": (
        (session(0, (), status=Status.MANUAL),),
        Amount(1, 0, 0, 8, no_sets=1, no_holds=1),
    ),
    "an exercise that is not known any more": (
        (session(0, (result("gone", Outcome.DONE, 30),)),),
        Amount(1, 1, 0, 8, no_holds=1),
    ),
    "thrown away": ((session(0, status=Status.DISCARDED),), Amount()),
    "two a day": ((session(0), session(0)), Amount(2, 4, 60, 16)),
}


@pytest.mark.parametrize(("sessions", "amount"), DONE.values(), ids=DONE)
def test_done(sessions, amount):
    assert only_week(build(records(*sessions))).done == amount


# --- what was prescribed -------------------------------------------------------------------------


def test_without_any_session_the_library_says_how_much():
    asked = only_week(build(records())).prescribed
    assert asked == Amount(7, 63, 630, 105)


def test_sessions_say_it_as_it_was_then():
    """The last one before counts; days before the first one take the first one."""
    more = (*FULL, replace(result("bridge", Outcome.DONE, 30), set=2))
    asked = only_week(build(records(session(2), session(4, more)))).prescribed
    assert asked is not None
    assert asked.sets == 4 * 2 + 3 * 3


def test_a_shorter_session_does_not_say_how_long_a_whole_one_is():
    asked = only_week(build(records(session(2, FULL[:1], shorter=True)))).prescribed
    assert asked is not None and asked.sets == 63


def test_a_routine_nobody_knows_is_counted_but_not_guessed():
    asked = only_week(build(records(doses={}))).prescribed
    assert asked == Amount(7, no_sets=7, no_holds=7, no_minutes=7)
    assert asked.lacks(Unit.SETS) == 7 and asked.lacks(Unit.SESSIONS) == 0


def test_without_a_plan_nothing_is_prescribed_not_even_nothing():
    week = only_week(build(records(session(1), planned=[])))
    assert week.prescribed is None and week.unknown == 7 and week.done.sessions == 1
    assert build(records(planned=[])).is_empty


def test_a_plan_that_begins_in_mid_week_leaves_the_days_before_unknown():
    late = Planned("a", "x", frozenset(range(7)), 1, day(3))
    week = only_week(build(records(planned=[late])))
    assert (week.unknown, week.planned_days) == (3, 4)
    assert week.prescribed is not None and week.prescribed.sessions == 4


def test_a_day_of_rest_is_no_unknown_day():
    mondays = Planned("a", "x", frozenset({0}), 2, MONDAY)
    week = only_week(build(records(planned=[mondays])))
    assert (week.unknown, week.planned_days) == (0, 1)
    assert week.prescribed is not None and week.prescribed.sessions == 2


PAUSES = {
    "away": {"away": [Away(day(2), day(4))]},
    "a flare": {"events": [flare(2, 4)]},
    "both": {"away": [Away(day(2), day(3))], "events": [flare(3, 4)]},
}


@pytest.mark.parametrize("pause", PAUSES.values(), ids=PAUSES)
def test_nobody_is_expected_to_do_it_in_a_pause(pause):
    week = only_week(build(records(session(3), **pause)))
    assert week.paused == 3
    assert week.prescribed is not None and week.prescribed.sessions == 5  # four, and the one done


def test_a_flare_that_goes_on():
    assert only_week(build(records(events=[flare(5, None)]))).paused == 2


def test_today_asks_only_for_what_is_done():
    open_day = build(records(today=SUNDAY))
    done = build(records(session(6), today=SUNDAY))
    for found, sessions in ((open_day, 6), (done, 7)):
        asked = only_week(found).prescribed
        assert asked is not None and asked.sessions == sessions


def test_days_to_come_are_no_week():
    assert len(build(records(last=day(30), today=day(8))).weeks) == 2


# --- weeks ---------------------------------------------------------------------------------------


def test_weeks_go_from_monday_to_sunday_and_the_outer_ones_are_cut():
    found = weeks_of(day(2), day(15))
    assert found == [(day(2), day(6)), (day(7), day(13)), (day(14), day(15))]
    assert [first.weekday() for first, _ in found[1:]] == [0, 0]


def test_clock_changes_move_no_session_into_another_week():
    """The stored local day counts: the night in which summer time begins included."""
    at = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)  # Monday 1:30 in Berlin, which is still Sunday
    late = SessionRecord(stamp(at, 120), "a", "A", "1", "x", Status.DONE, 600, 600, results=FULL)
    found = build(records(late, last=date(2026, 4, 5)))
    assert [week.done.sessions for week in found.weeks] == [0, 0, 0, 1, 0]


def test_only_days_with_a_plan_are_held_against_it():
    late = Planned("a", "x", frozenset(range(7)), 1, day(3))
    found = build(records(session(1), session(4), planned=[late]))
    assert (found.done.sessions, found.kept.sessions) == (2, 1)
    assert found.prescribed is not None and found.prescribed.sessions == 4


def test_sums():
    found = build(records(session(0), session(8), last=day(13)))
    assert found.done.sessions == 2
    assert found.prescribed is not None and found.prescribed.sessions == 14


def test_rows_tell_unknown_from_zero():
    known = dict(zip(DOSE_HEADER, dose_rows(build(records()))[0], strict=True))
    assert (known["sets_done"], known["sets_prescribed"]) == ("0", "63")
    unknown = dict(zip(DOSE_HEADER, dose_rows(build(records(planned=[])))[0], strict=True))
    assert (unknown["sets_done"], unknown["sets_prescribed"]) == ("0", "")
    manual = records(session(0, (), status=Status.MANUAL))
    row = dict(zip(DOSE_HEADER, dose_rows(build(manual))[0], strict=True))
    assert row["done_sessions_without_sets"] == "1"
