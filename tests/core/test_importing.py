"""Tables of other programs: what is guessed, what is asked, what a line says and why not."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.dates import Order
from hiprehab.core.importing import (
    Around,
    Match,
    Need,
    Part,
    Proposal,
    Sheet,
    What,
    Why,
    guess,
    matched,
    needs,
    propose,
)
from hiprehab.core.log import Measure, Moment, Status
from hiprehab.core.model import Side

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
# Summer time from 29 March on, as an offset of its own.
AROUND = Around(
    NOW, lambda local: 120 if local > datetime(2026, 3, 29, 2) else 60, {"desk break": "desk"}
)


def sheet(*lines: str) -> Sheet:
    header, *rows = (tuple(line.split(",")) for line in lines)
    return Sheet(header, tuple(rows), tuple(range(2, len(rows) + 2)))


def taken(*lines: str, **more: Any) -> Proposal:
    table = sheet(*lines)
    return propose(table, guess(table)._replace(**more), AROUND)


@pytest.mark.parametrize(
    ("header", "what", "columns"),
    [
        ("Date,Pain", What.PAIN, {Part.DATE: 0, Part.SCORE: 1}),
        ("when,hip,NRS", What.PAIN, {Part.DATE: 0, Part.SIDE: 1, Part.SCORE: 2}),
        ("Day,Left,Right,Comments", What.PAIN,
         {Part.DATE: 0, Part.LEFT: 1, Part.RIGHT: 2, Part.NOTE: 3}),
        ("at_utc,side,score,moment,measure,place", What.PAIN,
         {Part.DATE: 0, Part.SIDE: 1, Part.SCORE: 2, Part.MOMENT: 3, Part.MEASURE: 4,
          Part.PLACE: 5}),
        ("Date,Workout Name,Duration (min),RPE", What.SESSIONS,
         {Part.DATE: 0, Part.TITLE: 1, Part.MINUTES: 2, Part.EFFORT: 3}),
        ("id,day,at_utc,title,active_s,effort,note", What.SESSIONS,
         {Part.DATE: 2, Part.TITLE: 3, Part.SECONDS: 4, Part.EFFORT: 5, Part.NOTE: 6}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_names(
    header: str, what: What, columns: dict[Part, int]
) -> None:
    table = sheet(header, ",".join("2026-01-05" for _ in header.split(",")))
    found = guess(table)
    assert (found.what, found.columns, found.order) == (what, columns, Order.YMD)


def test_a_column_of_dates_is_found_without_its_name() -> None:
    table = sheet("Column 1,Pain,Column 3", "5,3,2026-01-05", "6,4,2026-01-06")
    assert guess(table).columns[Part.DATE] == 2


@pytest.mark.parametrize(
    ("lines", "open_needs"),
    [
        (("Date,Pain,Side", "2026-01-05,3,left"), ()),
        (("Date,Pain", "2026-01-05,3"), (Need.SIDE,)),
        (("Pain,Side", "3,left"), (Need.DATE,)),
        (("Date,Side", "2026-01-05,left"), (Need.SCORE,)),
        (("Date,Left", "03/04/2026,3"), (Need.ORDER,)),
        (("Date,Left", "23/04/2026,3"), ()),
    ],
)
def test_what_has_to_be_said(lines: tuple[str, ...], open_needs: tuple[Need, ...]) -> None:
    table = sheet(*lines)
    assert needs(guess(table)) == open_needs
    if open_needs:
        assert propose(table, guess(table), AROUND) == Proposal(lines=1)


def test_sessions_need_a_name() -> None:
    table = sheet("Date,Minutes,Pain", "2026-01-05,20,3")
    assert needs(matched(table, What.SESSIONS, {Part.DATE: 0})) == (Need.TITLE,)


def test_an_order_that_does_not_fit_is_not_taken() -> None:
    table = sheet("Date,Left", "23/04/2026,3")
    assert matched(table, What.PAIN, {Part.DATE: 0, Part.LEFT: 1}, Order.MDY).order is Order.DMY


def test_two_columns_of_scores() -> None:
    found = taken("Date,Time,Left,Right,Note", "2026-01-05,08:30,3,0,stairs", "2026-01-06,,,7,")
    first, second, third = found.pain
    assert (first.side, first.score, second.side, second.score) == (Side.LEFT, 3, Side.RIGHT, 0)
    assert first.note == "stairs" and first.stamp.at == datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
    assert (third.side, third.score) == (Side.RIGHT, 7)  # the left is not rated, not 0
    assert third.stamp.local == datetime(2026, 1, 6, 12)  # noon where no time is said
    assert found.left_out == ()


def test_a_column_for_the_side() -> None:
    found = taken("Date,Side,Pain", "2026-01-05,L,3", "2026-01-05,both,4", "2026-01-05,Right hip,1")
    assert [(one.side, one.score) for one in found.pain] == [
        (Side.LEFT, 3), (Side.LEFT, 4), (Side.RIGHT, 4), (Side.RIGHT, 1),
    ]  # fmt: skip


def test_a_side_for_all() -> None:
    found = taken("Date,Pain", "2026-01-05,3", sides=(Side.RIGHT,))
    assert [(one.side, one.score) for one in found.pain] == [(Side.RIGHT, 3)]


def test_a_missing_score_is_unknown_and_never_zero() -> None:
    found = taken("Date,Side,Pain,Note", "2026-01-05,left,,bad night", "2026-01-05,left,-,")
    assert [(one.score, one.note) for one in found.pain] == [(None, "bad night")]
    assert [(one.line, one.why) for one in found.left_out] == [(3, Why.NOTHING)]


def test_words_for_the_measure_and_the_moment() -> None:
    found = taken(
        "Date,Side,Pain,Measure,Moment",
        "2026-01-05,left,3,Worst,next morning",
        "2026-01-05,left,3,avg,",
        "2026-01-05,left,3,peak,",
        "2026-01-05,left,3,,later",
    )
    assert [(one.measure, one.moment) for one in found.pain] == [
        (Measure.WORST, Moment.NEXT_MORNING),
        (Measure.AVERAGE, Moment.DAY),
    ]
    assert [one.why for one in found.left_out] == [Why.MEASURE, Why.MOMENT]


@pytest.mark.parametrize(
    ("line", "why", "cell"),
    [
        ("x,08:00,left,3,", Why.DATE, "x"),
        (",08:00,left,3,", Why.DATE, ""),
        ("2026-02-30,08:00,left,3,", Why.DATE, "2026-02-30"),
        ("2026-01-05 08:00+99:99,,left,3,", Why.DATE, "2026-01-05 08:00+99:99"),
        ("2026-06-02,08:00,left,3,", Why.FUTURE, "2026-06-02"),
        ("2026-01-05,noon,left,3,", Why.TIME, "noon"),
        ("2026-01-05,08:00,middle,3,", Why.SIDE, "middle"),
        ("2026-01-05,08:00,,3,", Why.SIDE, ""),
        ("2026-01-05,08:00,left,11,", Why.SCORE, "11"),
        ("2026-01-05,08:00,left,2.5,", Why.SCORE, "2.5"),
        ("2026-01-05,08:00,left,-1,", Why.SCORE, "-1"),
        ("2026-01-05,08:00,left,³,", Why.SCORE, "³"),
        (f"2026-01-05,08:00,left,3,{'x' * 2001}", Why.LONG, ""),
    ],
)
def test_lines_that_are_left_out(line: str, why: Why, cell: str) -> None:
    found = taken("Date,Time,Side,Pain,Note", "2026-01-05,08:00,left,3.0,ok", line)
    assert [one.score for one in found.pain] == [3]
    (out,) = found.left_out
    assert (out.line, out.why, out.cell) == (3, why, cell)
    assert out.text.endswith(why.format("").strip()) or "{}" in why.value


def test_one_bad_score_leaves_the_whole_line_out() -> None:
    found = taken("Date,Left,Right", "2026-01-05,3,12")
    assert found.pain == () and len(found.left_out) == 1


def test_moments_with_a_zone() -> None:
    found = taken("Timestamp,Left", "2026-01-05T23:30:00Z,3", "2026-01-05T23:30:00-05:00,4")
    first, second = found.pain
    assert first.stamp.at == datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    assert first.stamp.offset_min == 60 and first.stamp.day == date(2026, 1, 5)
    assert second.stamp.at == datetime(2026, 1, 6, 4, 30, tzinfo=UTC)
    assert second.stamp.offset_min == -300 and second.stamp.day == date(2026, 1, 5)


def test_summer_time_is_that_of_the_day() -> None:
    found = taken("Date,Time,Left", "2026-01-05,08:00,1", "2026-05-05,08:00,1")
    assert [one.stamp.offset_min for one in found.pain] == [60, 120]
    assert all(one.stamp.local.hour == 8 for one in found.pain)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("25", 1500), ("25 min", 1500), ("7:30", 450), ("1:00:30", 3630), ("0.5", 30), ("", 0)],
)
def test_sessions(text: str, seconds: float) -> None:
    found = taken("Date,Routine,Duration,RPE,Notes", f"2026-01-05,Desk break,{text},4,fine")
    (session,) = found.sessions
    assert (session.routine, session.title, session.status) == (
        "desk", "Desk break", Status.MANUAL,
    )  # fmt: skip
    assert (session.active_s, session.effort, session.note) == (seconds, 4, "fine")


@pytest.mark.parametrize("text", ["long", "-3", "1:2:3:4", "999999", "inf"])
def test_lengths_that_are_none(text: str) -> None:
    found = taken("Date,Routine,Minutes", f"2026-01-05,Walk,{text}")
    assert found.sessions == () and found.left_out[0].why is Why.MINUTES


def test_a_session_of_another_program_has_no_routine_of_ours() -> None:
    found = taken("Date,Routine,Seconds", "2026-01-05,Walk,90", "2026-01-05,,90")
    (session,) = found.sessions
    assert (session.routine, session.active_s) == ("", 90)
    assert found.left_out[0].why is Why.NOTHING


CELLS = st.text(max_size=12) | st.sampled_from(
    ["2026-01-05", "3", "left", "worst", "08:30", "", "9999-12-31", "31/12/9999"]
)


@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4).map(tuple), min_size=1, max_size=6),
    st.sampled_from(What),
    st.dictionaries(st.sampled_from(Part), st.integers(0, 3)),
)
def test_any_table_gives_records_and_reasons(
    rows: list[tuple[str, ...]], what: What, columns: dict[Part, int]
) -> None:
    table = Sheet(("a", "b", "c", "d"), tuple(rows), tuple(range(2, len(rows) + 2)))
    match: Match = matched(table, what, columns)
    found = propose(table, match._replace(sides=(Side.LEFT,)), AROUND)
    assert found.lines == len(rows)
    for entry in found.pain:
        assert entry.score is None or 0 <= entry.score <= 10
        assert entry.stamp.at <= NOW
    lines = [out.line for out in found.left_out]
    assert lines == sorted(set(lines))
