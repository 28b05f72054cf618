"""The numbers of the smaller panels of Trends, told apart case by case."""

from datetime import UTC, date, datetime

import pytest

from hiprehab.core import (
    activity_trend,
    day_times,
    exercise_trend,
    function_trend,
    place_counts,
)
from hiprehab.core.day_times import DayPart
from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    FunctionKind,
    FunctionTest,
)
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SetResult,
    SkipReason,
    Status,
    stamp,
)
from hiprehab.core.model import Side
from tests.core.panel_values import L, R, at, day, rate, session

# --- one exercise --------------------------------------------------------------------------------


def done_set(side: Side | None = L, number: int = 1, **more) -> SetResult:
    fields = {
        "item": 0,
        "exercise": "clamshell",
        "level": "1",
        "reps_planned": 10,
        "reps_done": 10,
        "seconds_planned": 50.0,
        "seconds_done": 50.0,
        "outcome": Outcome.DONE,
    }
    return SetResult(side=side, set=number, **(fields | more))


def points(sessions, entries=()):
    return exercise_trend.build(sessions, entries, "clamshell").points


def test_no_sessions_no_points():
    assert points([]) == ()
    assert points([session(0)]) == ()
    assert points([session(0, results=(done_set(exercise="bridge"),))]) == ()


def test_sets_of_a_side_are_one_point():
    rows = (
        done_set(),
        done_set(R),
        done_set(
            number=2,
            level="2",
            reps_done=4,
            seconds_done=20.0,
            outcome=Outcome.PARTIAL,
            reason=SkipReason.TIRED,
        ),
    )
    left, right = points([session(0, results=rows)])
    assert (left.side, left.level, left.sets_done, left.sets_planned) == (L, "2", 1, 2)
    assert (left.reps_done, left.reps_planned, left.reason) == (14, 20, SkipReason.TIRED)
    assert (right.side, right.reps_done, right.reason) == (R, 10, None)


HOLDS = {
    "five whole holds": (done_set(reps_done=5, reps_planned=5, seconds_done=150), 30.0),
    "cut short in the fourth": (
        done_set(
            reps_done=3,
            reps_planned=5,
            seconds_planned=150,
            seconds_done=112,
            outcome=Outcome.PARTIAL,
        ),
        30.0,
    ),
    "cut short in the first": (
        done_set(
            reps_done=0,
            reps_planned=5,
            seconds_planned=150,
            seconds_done=12,
            outcome=Outcome.PARTIAL,
        ),
        12.0,
    ),
    "15 s more": (done_set(reps_done=1, reps_planned=1, seconds_planned=30, seconds_done=45), 45.0),
    "skipped": (
        done_set(reps_done=0, seconds_done=0.0, outcome=Outcome.SKIPPED),
        0.0,
    ),
}


@pytest.mark.parametrize(("row", "seconds"), HOLDS.values(), ids=HOLDS)
def test_length_of_a_hold(row, seconds):
    assert points([session(0, results=(row,))])[0].hold_s == seconds


def during(number: int, score: int | None, side: Side = L, **more) -> PainEntry:
    fields = {"moment": Moment.DURING, "session": 7, "exercise": "clamshell"}
    return rate(number, score, side, **(fields | more))


PAINS = {
    "not asked": ([], None),
    "zero is a number": ([during(0, 0)], 0),
    "the highest": ([during(0, 2), during(0, 5)], 5),
    "the other side": ([during(0, 5, R)], None),
    "another exercise": ([during(0, 5, exercise="bridge")], None),
    "another session": ([during(0, 5, session=8)], None),
    "after, not during": ([during(0, 5, moment=Moment.AFTER)], None),
    "no score": ([during(0, None)], None),
}


@pytest.mark.parametrize(("entries", "pain"), PAINS.values(), ids=PAINS)
def test_pain_during_it(entries, pain):
    assert points([session(0, id=7, results=(done_set(),))], entries)[0].pain == pain


def test_both_sides_at_once_take_the_higher_score():
    rows = (done_set(None),)
    entries = [during(0, 2), during(0, 4, R)]
    (point,) = points([session(0, id=7, results=rows)], entries)
    assert (point.side, point.pain) == (None, 4)


def test_two_sessions_a_day_stay_two_and_discarded_ones_go():
    kept = [session(0, id=n, results=(done_set(),)) for n in (1, 2)]
    gone = session(0, Status.DISCARDED, id=3, results=(done_set(),))
    state = exercise_trend.build([*kept, gone], [], "clamshell")
    assert state.sessions == 2 and [point.order for point in state.points] == [0, 1]


def test_history_by_how_often():
    rows = (done_set(), done_set(exercise="bridge"), done_set(R))
    found = exercise_trend.history(
        [
            session(0, results=rows),
            session(1, results=rows[:1]),
            session(2, Status.DISCARDED, results=rows),
        ],
        [during(0, 5, session=None)],
    )
    assert found.counts == (("clamshell", 2), ("bridge", 1))
    assert len(found.state("clamshell").points) == 3
    assert found.state("squat").points == ()
    assert found.state("clamshell") is found.state("clamshell")


def test_exercise_rows_leave_unknown_pain_empty():
    state = exercise_trend.build(
        [session(0, title="=A", results=(done_set(None),))], [], "clamshell"
    )
    assert exercise_trend.exercise_rows(state) == (
        ("2026-03-02", "both", "1", "1", "1", "10", "10", "50", "50", "5", "", "'=A"),
    )


# --- places --------------------------------------------------------------------------------------


def test_places_are_counted_by_rating_and_day():
    entries = [
        rate(0, 3, place="groin"),
        rate(0, 3, R, place="buttock,groin"),
        rate(1, 3, place="groin"),
        rate(1, 4),
        rate(2, None, place="groin"),
        rate(9, 3, place="knee"),
    ]
    state = place_counts.build(entries, day(0), day(2))
    assert [tuple(one) for one in state.places] == [("groin", 3, 1, 3), ("buttock", 0, 1, 1)]
    assert (state.placed, state.ratings) == (4, 5)


def test_former_and_unknown_places_are_kept():
    entries = [rate(0, 3, place="front"), rate(0, 3, place="front-hip"), rate(0, 3, place="my toe")]
    state = place_counts.build(entries, day(0), day(0))
    assert [(one.place, one.ratings) for one in state.places] == [("front-hip", 2), ("my toe", 1)]


def test_no_place_is_no_place():
    state = place_counts.build([rate(0, 3), rate(0, 3, place="")], day(0), day(0))
    assert state.is_empty and (state.placed, state.ratings) == (0, 2)


# --- time of day ---------------------------------------------------------------------------------

HOURS = {
    0: DayPart.NIGHT,
    3: DayPart.NIGHT,
    4: DayPart.MORNING,
    10: DayPart.MORNING,
    11: DayPart.MIDDAY,
    16: DayPart.MIDDAY,
    17: DayPart.EVENING,
    21: DayPart.EVENING,
    22: DayPart.NIGHT,
    23: DayPart.NIGHT,
}


@pytest.mark.parametrize(("hour", "part"), HOURS.items())
def test_part_of_the_day(hour, part):
    assert day_times.part_of(hour) is part


TIMES = {
    "no data": ([], DayPart.MORNING, None, 0),
    "two are too few": ([rate(n, 5, hour=8) for n in range(2)], DayPart.MORNING, None, 2),
    "zeros are numbers": ([rate(n, 0, hour=8) for n in range(3)], DayPart.MORNING, 0.0, 3),
    "no score is no rating": ([rate(n, None, hour=8) for n in range(5)], DayPart.MORNING, None, 0),
    "the offset of then counts": (
        [rate(n, 4, hour=8, offset=14 * 60) for n in range(3)],
        DayPart.NIGHT,
        4.0,
        3,
    ),
    "half past ten is morning": (
        [rate(n, 4, hour=10, minute=30) for n in range(3)],
        DayPart.MORNING,
        4.0,
        3,
    ),
    "an offset of half an hour": (
        [rate(n, 4, hour=10, minute=30, offset=30) for n in range(3)],
        DayPart.MIDDAY,
        4.0,
        3,
    ),
    "at night, told in the morning": (
        [rate(n, 6, hour=8, measure=Measure.NIGHT) for n in range(3)],
        DayPart.NIGHT,
        6.0,
        3,
    ),
    "worst and average are about more than one time": (
        [
            rate(n, 9, hour=8, measure=one)
            for n in range(3)
            for one in (Measure.WORST, Measure.AVERAGE)
        ],
        DayPart.MORNING,
        None,
        0,
    ),
    "during exercise does not count": (
        [rate(n, 9, hour=8, moment=Moment.DURING) for n in range(3)],
        DayPart.MORNING,
        None,
        0,
    ),
    "outside the period": ([rate(60 + n, 9, hour=8) for n in range(3)], DayPart.MORNING, None, 0),
}


@pytest.mark.parametrize(("entries", "part", "middle", "count"), TIMES.values(), ids=TIMES)
def test_time_of_day(entries, part, middle, count):
    found = day_times.build(entries, day(0), day(30)).value(part, L)
    assert (found.middle, found.ratings) == (middle, count)


def test_the_night_of_a_change_of_clocks():
    """Half past two twice: both are the night, on the day before."""
    summer, winter = 120, 60
    twice = [
        PainEntry(stamp(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), summer), L, 3),
        PainEntry(stamp(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), winter), L, 5),
        PainEntry(stamp(datetime(2026, 10, 24, 20, 30, tzinfo=UTC), summer), L, 4),
    ]
    found = day_times.build(twice, date(2026, 10, 24), date(2026, 10, 24))
    assert found.value(DayPart.NIGHT, L)[2:] == (4.0, 3, 1)


# --- nights --------------------------------------------------------------------------------------

NIGHTS = {
    "no data": ([], 0, 0),
    "not asked is neither": ([rate(0, 3)], 0, 0),
    "asked and slept": ([rate(0, 3, woken=False)], 0, 1),
    "woken, with no score": ([rate(0, None, woken=True)], 1, 1),
    "both sides are one night": ([rate(0, 3, woken=True), rate(0, 3, R, woken=True)], 1, 1),
    "any yes is a yes": ([rate(0, 3, woken=True), rate(0, 3, R, woken=False)], 1, 1),
    "two nights": ([rate(0, 3, woken=True), rate(1, 3, woken=False)], 1, 2),
}


@pytest.mark.parametrize(("entries", "woken", "asked"), NIGHTS.values(), ids=NIGHTS)
def test_nights(entries, woken, asked):
    found = day_times.build_nights(entries, day(0), day(6))
    assert (found.woken, found.asked, found.days) == (woken, asked, 7)


def test_weeks_without_an_answer_have_none_of_none():
    found = day_times.build_nights([rate(9, 3, woken=True)], day(2), day(15))
    assert [tuple(one) for one in found.weeks] == [
        (day(0), 0, 0),
        (day(7), 1, 1),
        (day(14), 0, 0),
    ]


# --- own activities ------------------------------------------------------------------------------

SOCKS, STAIRS, ENDED = (
    Activity("socks", day(0), id=1),
    Activity("stairs", day(0), id=2),
    Activity("garden", day(-90), day(-30), id=3),
)


def rated(number: int, activity: int, score: int, hour: int = 12) -> ActivityRating:
    return ActivityRating(at(number, hour), activity, score)


def test_activities_with_and_without_ratings():
    ratings = [rated(3, 1, 6), rated(0, 1, 0), rated(50, 1, 9)]
    state = activity_trend.build([SOCKS, STAIRS, ENDED], ratings, day(0), day(9))
    assert [one.activity for one in state.series] == [SOCKS, STAIRS]
    assert [point.score for point in state.series[0].points] == [0, 6]
    assert state.series[1].first is state.series[1].latest is None
    assert state.ratings == 2


def test_an_ended_activity_stays_where_it_was_rated():
    state = activity_trend.build([ENDED], [rated(-40, 3, 5)], day(-50), day(0))
    assert [one.activity for one in state.series] == [ENDED]


DUE = {
    "nothing to rate": ([ENDED], [], False),
    "never rated": ([SOCKS], [], True),
    "six days ago": ([SOCKS], [rated(-6, 1, 5)], False),
    "seven days ago": ([SOCKS], [rated(-7, 1, 5)], True),
    "one of two": ([SOCKS, STAIRS], [rated(-1, 1, 5)], True),
}


@pytest.mark.parametrize(("activities", "ratings", "due"), DUE.values(), ids=DUE)
def test_when_a_rating_is_offered(activities, ratings, due):
    assert activity_trend.is_due(activities, ratings, day(0)) is due


def test_a_rating_after_midnight_stays_in_its_day():
    late = ActivityRating(at(1, 1), 1, 5)
    (series,) = activity_trend.build([SOCKS], [late], day(0), day(1)).series
    assert series.points[0].day == day(0)
    assert int(series.points[0].x) == day(0).toordinal()


def test_activity_rows_are_safe_for_a_spreadsheet():
    state = activity_trend.build([SOCKS._replace(name="=1+1")], [rated(0, 1, 0)], day(0), day(0))
    assert activity_trend.activity_rows(state) == (("2026-03-02", "'=1+1", "0"),)


# --- tests ---------------------------------------------------------------------------------------


def stood(number: int, side: Side | None, value: float, **more) -> FunctionTest:
    kind = FunctionKind.CHAIR_STAND if side is None else FunctionKind.SINGLE_LEG_STANCE
    return FunctionTest(at(number), kind, side, value, **more)


def test_tests_by_kind_and_side():
    tests = [
        stood(3, R, 12.4, pain=True),
        stood(3, L, 30.0, pain=False),
        stood(0, L, 20.0),
        stood(0, None, 0),
        stood(99, L, 5.0),
    ]
    state = function_trend.build(tests, FunctionKind.SINGLE_LEG_STANCE, day(0), day(9))
    assert [(p.day, p.side, p.value, p.full) for p in state.points] == [
        (day(0), L, 20.0, False),
        (day(3), L, 30.0, True),
        (day(3), R, 12.4, False),
    ]
    assert state.sides == (L, R)
    chair = function_trend.build(tests, FunctionKind.CHAIR_STAND, day(0), day(9))
    assert [(p.side, p.value, p.full) for p in chair.points] == [(None, 0, False)]
    assert function_trend.function_rows(state, chair)[0] == (
        "2026-03-02",
        "single-leg stance",
        "left",
        "20",
        "s",
        "",
        "",
    )
    assert function_trend.function_rows(chair) == (
        ("2026-03-02", "chair stand", "both", "0", "stands", "", ""),
    )


def test_no_tests_no_points():
    state = function_trend.build([], FunctionKind.CHAIR_STAND, day(0), day(9))
    assert state.points == () and state.sides == ()
