"""The numbers of the charts, told apart case by case."""

import statistics
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import trends
from hiprehab.core.agenda import EVERY_DAY, Away, Planned
from hiprehab.core.fortnight import fourteen_days
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    Status,
    stamp,
)
from hiprehab.core.model import Side
from hiprehab.core.trends import Change, Span, build

L, R = Side.LEFT, Side.RIGHT
DAY = date(2026, 3, 2)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC) + timedelta(days=day)


def rate(day: int, score: int | None, side: Side = L, hour: int = 12, **more) -> PainEntry:
    return PainEntry(stamp(at(day, hour), more.pop("offset", 0)), side, score, **more)


def daily(scores: list[int | None], side: Side = L) -> list[PainEntry]:
    """One rating a day from the first day on; None leaves the day out."""
    return [rate(day, score, side) for day, score in enumerate(scores) if score is not None]


def days(count: int) -> tuple[date, date]:
    return DAY, DAY + timedelta(days=count - 1)


def session(day: int, status: Status = Status.DONE, **more) -> SessionRecord:
    fields = {
        "routine": "a",
        "title": "A",
        "version": "1",
        "variant": "x",
        "planned_s": 600,
        "active_s": 600,
    }
    return SessionRecord(stamp(at(day, 18), 0), status=status, **(fields | more))


# --- the day's value -----------------------------------------------------------------------------

VALUES = {
    "one": ([rate(0, 4)], 4.0),
    "zero is a number": ([rate(0, 0)], 0.0),
    "not asked is none": ([rate(0, None)], None),
    "not asked does not pull down": ([rate(0, None), rate(0, 6)], 6.0),
    "median of two": ([rate(0, 3), rate(0, 6)], 4.5),
    "median of three, in any order": ([rate(0, 9), rate(0, 2), rate(0, 3)], 3.0),
    "an average counts": ([rate(0, 5, measure=Measure.AVERAGE)], 5.0),
    "worst does not": ([rate(0, 9, measure=Measure.WORST), rate(0, 2)], 2.0),
    "night does not": ([rate(0, 9, measure=Measure.NIGHT)], None),
    "before a session is at rest": ([rate(0, 3, moment=Moment.BEFORE)], 3.0),
    "the next morning is at rest": ([rate(0, 3, moment=Moment.NEXT_MORNING)], 3.0),
    "during does not count": ([rate(0, 8, moment=Moment.DURING)], None),
    "after does not count": ([rate(0, 8, moment=Moment.AFTER), rate(0, 1)], 1.0),
    "the other side does not": ([rate(0, 8, R)], None),
    "a minute apart are two": (
        [rate(0, 2), PainEntry(stamp(at(0, 12, 1), 0), L, 5)],
        3.5,
    ),
}


@pytest.mark.parametrize(("entries", "value"), VALUES.values(), ids=VALUES)
def test_value_of_a_day(entries, value):
    assert build(entries, [], DAY, DAY).left.values == (value,)


# --- the line ------------------------------------------------------------------------------------

LINES = {
    "no data": ([None] * 4, [None] * 4),
    "one day": ([5], [None]),
    "two of seven are not enough": ([5, 5, None], [None] * 3),
    "three are": ([1, 9, 2], [None, None, 2.0]),
    "a zero is not a gap": ([0, 0, 0], [None, None, 0.0]),
    "the line outlasts the ratings while three are near": (
        [4, 4, 4, None, None, None, None, None],
        [None, None, 4.0, 4.0, 4.0, 4.0, 4.0, None],
    ),
    "the eighth day is forgotten": (
        [9, 1, 1, 1, 1, 1, 1, 1],
        [None, None, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ),
    "a change is seen by the calendar": (
        [8, 8, 8, 8, 2, 2, 2, 2],
        [None, None, 8.0, 8.0, 8.0, 8.0, 8.0, 2.0],
    ),
}


@pytest.mark.parametrize(("scores", "line"), LINES.values(), ids=LINES)
def test_line(scores, line):
    assert list(build(daily(scores), [], *days(len(scores))).left.line) == line


def test_line_uses_the_days_before_the_period():
    state = build(daily([6, 6, 6]), [], DAY + timedelta(days=2), DAY + timedelta(days=2))
    assert state.left.line == (6.0,)
    assert len(state.left.dots) == 1
    assert trends.reading_from(state.first) <= DAY


@given(st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=60))
def test_line_and_band_agree_with_the_plain_definition(scores):
    """The running window says what sorting each week afresh says."""
    state = build(daily(scores), [], *days(len(scores))).left
    for index in range(len(scores)):
        week = [s for s in scores[max(0, index - 6) : index + 1] if s is not None]
        if len(week) < 3:
            assert (state.low[index], state.line[index], state.high[index]) == (None, None, None)
            continue
        low, middle, high = statistics.quantiles(week, n=4, method="inclusive")
        assert state.low[index] == pytest.approx(low)
        assert state.line[index] == pytest.approx(middle) == statistics.median(week)
        assert state.high[index] == pytest.approx(high)


@given(st.permutations(daily([3, 4, None, 8, 0, 2]) + daily([1, 1, 1, 1], R)))
def test_order_of_reading_does_not_matter(entries):
    assert build(entries, [], *days(6)).left.line[-1] == 3.0
    assert build(entries, [], *days(6)).right.line[3] == 1.0


def test_sides_never_mix():
    state = build(daily([9, 9, 9]) + daily([1, 1, 1], R), [], *days(3))
    assert (state.left.line[-1], state.right.line[-1]) == (9.0, 1.0)
    assert {dot.score for dot in state.right.dots} == {1}


def test_an_edit_counts_once_and_a_deleted_one_is_absent():
    before = [rate(0, 8, id=1), rate(0, 2, id=2)]
    assert build(before, [], DAY, DAY).left.values == (5.0,)
    assert build([rate(0, 4, id=1), rate(0, 2, id=2)], [], DAY, DAY).left.values == (3.0,)
    assert build(before[1:], [], DAY, DAY).left.values == (2.0,)


# --- time ----------------------------------------------------------------------------------------


def test_dots_a_minute_apart_are_two_dots():
    entries = [rate(0, 2), PainEntry(stamp(at(0, 12, 1), 0), L, 5)]
    first, second = build(entries, [], DAY, DAY).left.dots
    assert second.x - first.x == pytest.approx(1 / 1440)


@pytest.mark.parametrize("offset", [-720, -210, 0, 60, 345, 840])
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_a_dot_stays_in_the_day_it_was_stored_for(offset, hour):
    entry = rate(0, 5, hour=hour, offset=offset)
    (dot,) = build([entry], [], entry.stamp.day, entry.stamp.day).left.dots
    assert int(dot.x) == entry.stamp.day.toordinal()
    local = entry.stamp.local - timedelta(hours=4)
    assert dot.x % 1 == pytest.approx((local.hour * 60 + local.minute) / 1440, abs=0.002)


def test_change_of_the_clocks_keeps_one_column_a_day():
    """The night of 29 March 2026: the offset grows by an hour; each day keeps its one value."""
    noon = datetime(2026, 3, 27, 10, tzinfo=UTC)
    entries = [
        PainEntry(stamp(noon + timedelta(days=n), 60 if n < 2 else 120), L, n) for n in range(5)
    ]
    state = build(entries, [], date(2026, 3, 27), date(2026, 3, 31))
    assert state.left.values == (0.0, 1.0, 2.0, 3.0, 4.0)


def test_a_journey_changes_nothing_stored():
    """Across the date line: two ratings six hours apart belong to the days they were lived on."""
    there = PainEntry(stamp(datetime(2026, 3, 2, 20, tzinfo=UTC), 780), L, 3)
    back = PainEntry(stamp(datetime(2026, 3, 3, 2, tzinfo=UTC), -600), L, 7)
    state = build([there, back], [], date(2026, 3, 2), date(2026, 3, 3))
    assert state.left.values == (7.0, 3.0)


def test_after_midnight_belongs_to_the_evening():
    entry = PainEntry(stamp(datetime(2026, 3, 3, 1, tzinfo=UTC), 0), L, 3)
    (dot,) = build([entry], [], DAY, DAY).left.dots
    assert dot.x == pytest.approx(DAY.toordinal() + 21 / 24)


def test_a_stored_day_wins_over_the_clock():
    odd = rate(0, 5)
    moved = PainEntry(type(odd.stamp)(odd.stamp.at + timedelta(days=2), 0, DAY), L, 5)
    assert int(build([moved], [], DAY, DAY).left.dots[0].x) == DAY.toordinal()


# --- what is said --------------------------------------------------------------------------------

CHANGES = [
    (None, 3.0, Change.UNKNOWN),
    (3.0, None, Change.UNKNOWN),
    (4.0, 4.0, Change.STEADY),
    (0.0, 0.0, Change.STEADY),
    (5.0, 4.5, Change.STEADY),  # half a point, 10 %
    (3.0, 2.5, Change.LITTLE_BETTER),  # half a point, but 17 %
    (8.0, 7.0, Change.LITTLE_BETTER),  # a point, but 12.5 %
    (4.0, 5.0, Change.LITTLE_WORSE),
    (8.0, 6.0, Change.LITTLE_BETTER),  # two points, but 25 %
    (6.0, 4.0, Change.BETTER),  # two points and a third
    (10.0, 7.0, Change.BETTER),  # three points and exactly 30 %
    (3.0, 1.5, Change.LITTLE_BETTER),  # half, but 1.5 points
    (4.0, 6.0, Change.WORSE),
    (0.0, 2.0, Change.WORSE),
    (0.0, 1.0, Change.LITTLE_WORSE),
]


@pytest.mark.parametrize(("start", "latest", "change"), CHANGES)
def test_change(start, latest, change):
    assert trends.change_between(start, latest) is change


def test_summary_counts_what_there_is():
    entries = [rate(0, 3), rate(0, 5, measure=Measure.WORST), rate(3, 4), rate(4, None)]
    found = build(entries, [], *days(28)).left.summary
    assert (found.ratings, found.rated_days, found.days) == (3, 2, 28)
    assert (found.start, found.latest, found.change) == (None, None, Change.UNKNOWN)


def test_days_before_the_first_entry_are_not_unrated():
    found = build([], [], *days(28), since=DAY + timedelta(days=20))
    assert found.left.summary.days == 8
    assert build([], [], *days(28), since=DAY - timedelta(days=9)).left.summary.days == 28
    assert build([], [], *days(28), since=DAY + timedelta(days=99)).left.summary.days == 1


def test_a_change_needs_two_weeks_that_do_not_touch():
    better = build(daily([6] * 7 + [2] * 7), [], *days(14)).left.summary
    assert (better.start, better.latest, better.change) == (6.0, 2.0, Change.BETTER)
    assert better.latest_days == 7
    early = build(daily([6] * 7 + [2] * 6), [], *days(13)).left.summary
    assert early.change is Change.UNKNOWN


def test_the_first_week_is_seven_rated_days():
    gappy = [6, None, 6, None, 6, None, 6, 6, None, 6, 6] + [2] * 7
    found = build(daily(gappy), [], *days(len(gappy))).left.summary
    assert (found.start, found.change) == (6.0, Change.BETTER)


def test_nothing_is_said_of_a_last_week_with_two_ratings():
    scores = [6] * 8 + [None] * 5 + [1, 1]
    found = build(daily(scores), [], *days(len(scores))).left.summary
    assert (found.latest, found.latest_days, found.change) == (None, 2, Change.UNKNOWN)


@pytest.mark.parametrize(("value", "zone"), [(0, 0), (2, 0), (2.5, 1), (5, 1), (5.5, 2), (10, 2)])
def test_zone(value, zone):
    assert trends.zone(value) == zone


# --- periods and sessions ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "first_day", "first"),
    [
        (Span.TWO_WEEKS, None, date(2026, 2, 17)),
        (Span.SIX_WEEKS, date(2020, 1, 1), date(2026, 1, 20)),
        (Span.TWELVE_WEEKS, None, date(2025, 12, 9)),
        (Span.YEAR, None, date(2025, 3, 3)),
        (Span.ALL, None, date(2026, 2, 17)),
        (Span.ALL, date(2026, 3, 1), date(2026, 2, 17)),
        (Span.ALL, date(2020, 1, 1), date(2020, 1, 1)),
    ],
)
def test_period(span, first_day, first):
    assert trends.period(span, DAY, first_day) == (first, DAY)


def test_marks_are_sessions_that_happened():
    all_of_them = [session(0, status) for status in Status] + [session(9)]
    state = build([], all_of_them, *days(3))
    assert {m.status for m in state.sessions} == {Status.DONE, Status.PARTIAL, Status.MANUAL}
    assert state.sessions_on(DAY) == state.sessions
    assert state.sessions_on(DAY + timedelta(days=1)) == ()
    assert state.is_empty and not build([rate(0, 0, R)], [], DAY, DAY).is_empty


# --- fourteen days -------------------------------------------------------------------------------

TODAY = DAY + timedelta(days=13)


def planned(times: int = 1, since: date = DAY, **more) -> Planned:
    return Planned("a", "x", more.pop("weekdays", EVERY_DAY), times, since, **more)


def result(outcome: Outcome, done: float, plan: float = 60) -> SetResult:
    return SetResult(0, "e", "1", None, 1, 1, 1, plan, done, outcome)


def test_fourteen_days_of_nothing():
    glance = fourteen_days(TODAY, [], [], [], [])
    assert [g.day for g in glance] == [DAY + timedelta(days=n) for n in range(14)]
    assert {(g.left, g.right, g.share, g.sessions, g.away) for g in glance} == {
        (None, None, None, 0, False)
    }


def test_fourteen_days_of_pain():
    glance = fourteen_days(TODAY, daily([0, None, 4]) + [rate(1, 7, R)], [], [], [])
    assert [g.left for g in glance[:3]] == [0.0, None, 4.0]
    assert [g.right for g in glance[:3]] == [None, 7.0, None]


SHARES = {
    "nothing done": ([], [planned()], 0.0),
    "nothing planned": ([session(0)], [], None),
    "done": ([session(0)], [planned()], 1.0),
    "without the app": ([session(0, Status.MANUAL)], [planned()], 1.0),
    "thrown away": ([session(0, Status.DISCARDED)], [planned()], 0.0),
    "still open": ([session(0, Status.UNFINISHED)], [planned()], 0.0),
    "another day": ([session(1)], [planned()], 0.0),
    "another routine": ([session(0, routine="b")], [planned()], 0.0),
    "half by time": ([session(0, Status.PARTIAL, active_s=300)], [planned()], 0.5),
    "no time at all": ([session(0, Status.PARTIAL, planned_s=0)], [planned()], 0.0),
    "half by sets": (
        [session(0, results=(result(Outcome.DONE, 20), result(Outcome.PARTIAL, 30)))],
        [planned()],
        0.75,
    ),
    "more than a set": ([session(0, results=(result(Outcome.PARTIAL, 99),))], [planned()], 1.0),
    "shorter today": ([session(0, shorter=True)], [planned()], 0.6),
    "one of two": ([session(0)], [planned(2)], 0.5),
    "the best count": (
        [session(0, Status.PARTIAL, active_s=60), session(0)],
        [planned()],
        1.0,
    ),
    "three of two": ([session(0)] * 3, [planned(2)], 1.0),
    "two rows of one routine": ([session(0)], [planned(), planned()], 0.5),
    "planned from tomorrow": ([], [planned(since=DAY + timedelta(days=1))], None),
    "not on this weekday": ([], [planned(weekdays=frozenset({4}))], None),
}


@pytest.mark.parametrize(("sessions", "rows", "share"), SHARES.values(), ids=SHARES)
def test_share_of_the_dose(sessions, rows, share):
    found = fourteen_days(TODAY, [], sessions, rows, [])[0].share
    assert found == (None if share is None else pytest.approx(share))


def test_days_away_are_nobodys_to_miss():
    away = [Away(DAY, DAY + timedelta(days=1))]
    glance = fourteen_days(TODAY, [], [session(0)], [planned()], away)
    assert [(g.share, g.sessions, g.away) for g in glance[:3]] == [
        (None, 1, True),
        (None, 0, True),
        (0.0, 0, False),
    ]
