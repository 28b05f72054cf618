"""A period cut out of the whole log is the period as it would have been read."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import trends
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.panels import Records, reading

DAY = date(2026, 3, 20)
DAYS = st.integers(0, 60)


def at(day: int, hour: int) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=UTC) + timedelta(days=day)


RATINGS = st.builds(
    lambda day, hour, offset, side, score, moment, measure: PainEntry(
        stamp(at(day, hour), offset), side, score, moment, measure
    ),
    DAYS,
    st.integers(0, 23),
    st.sampled_from([-720, 0, 60, 120, 840]),
    st.sampled_from(Side),
    st.none() | st.integers(0, 10),
    st.sampled_from(Moment),
    st.sampled_from(Measure),
)
SESSIONS = st.builds(
    lambda day, hour, status: SessionRecord(
        stamp(at(day, hour), 0), "a", "A", "1", "x", status, 600, 600
    ),
    DAYS,
    st.integers(0, 23),
    st.sampled_from(Status),
)


@given(
    st.lists(RATINGS, max_size=40),
    st.lists(SESSIONS, max_size=10),
    st.integers(-10, 70),
    st.integers(0, 80),
    st.none() | DAYS,
)
def test_a_cut_is_what_reading_the_period_gives(
    pain: list[PainEntry], sessions: list[SessionRecord], start: int, length: int, since: int | None
) -> None:
    first = DAY + timedelta(days=start)
    last = first + timedelta(days=length)
    begun = None if since is None else DAY + timedelta(days=since)
    low, high = reading(first, last)
    near = [entry for entry in pain if low <= entry.stamp.day <= high]
    read = trends.build(near, sessions, first, last, since=begun)
    assert trends.course(pain, sessions).between(first, last, since=begun) == read
    assert len(read.left.line) == len(read.right.values) == length + 1


@given(st.lists(RATINGS, max_size=30), st.integers(-10, 70), st.integers(0, 80))
def test_cutting_twice_is_cutting_once(pain: list[PainEntry], start: int, length: int) -> None:
    first = DAY + timedelta(days=start)
    last = first + timedelta(days=length)
    whole = Records(DAY, DAY + timedelta(days=60), DAY, pain=pain)
    once = whole.cut(first, last, last)
    assert once.cut(first, last, last) == once
    assert [e for e in once.pain if once.shows(e.stamp.day)] == [
        e for e in pain if first <= e.stamp.day <= last
    ]
