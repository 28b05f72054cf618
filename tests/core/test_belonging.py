"""Which session a rating belongs to; Trends, the page and the verdicts give the same numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.around_sessions import MOMENTS, build
from hiprehab.core.belonging import Owners, belonging
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.report_parts import session_lines
from hiprehab.core.verdicts import Kind, judged, may_go_up

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
FIRST = date(2026, 3, 2)
MORNING = Moment.NEXT_MORNING


def session(hour: int, number: int | None = None, routine: str = "r") -> SessionRecord:
    """A session begun so many hours after midnight of the first day."""
    at = stamp(BEGIN + timedelta(hours=hour), 0)
    return SessionRecord(at, routine, "R", "1", "v", Status.DONE, 60.0, 60.0, effort=5, id=number)


def rated(
    hour: int, moment: Moment = MORNING, session: int | None = None, score: int | None = 8
) -> PainEntry:
    return PainEntry(
        stamp(BEGIN + timedelta(hours=hour), 0), Side.LEFT, score, moment, session=session
    )


@pytest.mark.parametrize(
    ("sessions", "entry", "place"),
    [
        ([7, 20], rated(31), 1),
        ([7, 20], rated(31, session=1), 0),
        ([7, 20], rated(31, session=2), 1),
        ([7, 20], rated(31, session=99), 1),
        ([21], rated(45, session=1), 0),
        ([21], rated(56), 0),
        ([21], rated(58), None),
        ([21], rated(58, session=1), None),
        ([21, 44], rated(56), 1),
        ([21], rated(22), None),
        ([7, 20], rated(21, Moment.AFTER), None),
        ([20], rated(21, Moment.AFTER), 0),
        ([7, 20], rated(21, Moment.AFTER, session=1), 0),
        ([20], rated(21, Moment.AFTER, session=99), None),
        ([20], rated(21, Moment.DAY, session=1), None),
    ],
)
def test_the_session_of_a_rating(sessions: list[int], entry: PainEntry, place: int | None) -> None:
    made = [session(hour, number) for number, hour in enumerate(sessions, start=1)]
    assert Owners(made).place_of(entry) == place


# --- the same everywhere --------------------------------------------------------------------


@pytest.mark.parametrize("stored", [None, 1, 2])
def test_two_sessions_a_day_and_one_morning(stored: int | None) -> None:
    sessions, entries = [session(7, 1), session(20, 2)], [rated(31, session=stored)]
    own = 0 if stored == 1 else 1
    numbers = [None, None]
    numbers[own] = 8
    state = build(Records(FIRST, FIRST, FIRST, pain=entries, sessions=sessions))
    assert [(row.session, row.left) for row in state.rows] == [(own + 1, (None, None, None, 8))]
    lines = session_lines(sessions, entries, lambda _: 3)
    assert [line.morning[0] for line in lines] == numbers
    assert [one.morning for one in judged(sessions, entries, lambda _: 3)] == numbers


def test_one_morning_tells_how_both_sessions_of_its_day_were_taken() -> None:
    before = [rated(-24 * n + 7, score=1) for n in range(4, 1, -1)]
    sessions = [session(7, 1), session(20, 2, "another")]
    found = judged(sessions, [*before, rated(31, session=2)], lambda _: 3)
    assert [(one.kind, one.morning, one.day_morning) for one in found] == [
        (Kind.FLARE, None, 8),
        (Kind.FLARE, 8, 8),
    ]


def test_one_limp_in_the_morning_is_no_two_bad_sessions() -> None:
    limped = replace(rated(31, session=2), limp=True)
    found = judged([session(7, 1), session(20, 2)], [limped], lambda _: 3)
    assert [one.kind for one in found] == [Kind.RED, Kind.RED], "both, and no pause yet"
    hurt = [rated(8, Moment.DURING, 1), limped]
    assert judged([session(7, 1), session(20, 2)], hurt, lambda _: 3)[-1].kind is Kind.PAUSE


def test_a_second_session_of_the_day_does_not_stand_in_the_way_of_one_level_up() -> None:
    entries = [rated(-24 * n + 7, score=1) for n in range(4, 1, -1)]
    sessions = []
    for day in range(2):
        at = 48 * day
        sessions += [session(at + 18, 2 * day, "stretch"), session(at + 20, 2 * day + 1)]
        for hour, number in ((19, 2 * day), (21, 2 * day + 1)):
            entries.append(rated(at + hour, Moment.DURING, number, 1))
        entries.append(rated(at + 31, session=2 * day + 1, score=1))
    found = judged(sessions, entries, lambda _: 3)
    assert {one.kind for one in found} == {Kind.GREEN} and may_go_up(found)


entries_of = st.lists(
    st.builds(
        lambda hour, moment, number, score, side, measure: replace(
            rated(hour, moment, number, score), side=side, measure=measure
        ),
        st.integers(0, 96),
        st.sampled_from(Moment),
        st.none() | st.integers(0, 4),
        st.none() | st.integers(0, 10),
        st.sampled_from(Side),
        st.sampled_from(Measure),
    ),
    max_size=8,
)


@given(st.sets(st.integers(0, 80), max_size=4), entries_of)
def test_trends_page_and_verdicts_agree_and_each_rating_counts_once(
    hours: set[int], entries: list[PainEntry]
) -> None:
    sessions = [session(hour, number) for number, hour in enumerate(sorted(hours))]
    owned = belonging(entries, sessions)
    given_out = [id(entry) for own in owned for entry in own]
    assert len(given_out) == len(set(given_out))
    last = FIRST + timedelta(days=5)
    state = build(Records(FIRST - timedelta(days=1), last, last, pain=entries, sessions=sessions))
    rows = {row.session: row for row in state.rows}
    verdicts = judged(sessions, entries, lambda _: 3)
    lines = session_lines(sessions, entries, lambda _: 3)
    for record, line, verdict in zip(sessions, lines, verdicts, strict=True):
        row = rows.get(record.id)
        left, right = (row.left, row.right) if row else ((None,) * 4, (None,) * 4)
        on_page = (line.before, line.during, line.after, line.morning)
        assert tuple(zip(left, right, strict=True)) == on_page

        def highest(*moments: Moment) -> int | None:
            places = [MOMENTS.index(one) for one in moments]
            scores = [side[at] for side in (left, right) for at in places]  # noqa: B023
            return max((one for one in scores if one is not None), default=None)

        assert verdict.morning == highest(MORNING)
        assert verdict.during == highest(Moment.DURING, Moment.AFTER)
        assert line.verdict is verdict.kind
