"""The local day of a rating: over every zone and clock change, as written and for good."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.log import PainEntry, day_of, stamp
from hiprehab.core.model import Side
from hiprehab.storage.rows import former_pain, instant, moment_of, pain_row
from hiprehab.storage.store import Store

ZONES = sorted(zoneinfo.available_timezones())
instants = st.datetimes(datetime(1970, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(ZONES).map(zoneinfo.ZoneInfo)


def offset_of(local: datetime) -> int:
    gap = local.utcoffset()
    assert gap is not None
    return round(gap.total_seconds() / 60)


@given(instants, zones)
def test_the_day_is_the_one_on_the_wall_from_4_am_to_4_am(
    at: datetime, zone: zoneinfo.ZoneInfo
) -> None:
    local = at.astimezone(zone)
    if (local.utcoffset() or timedelta()).seconds % 60:  # old local times with odd seconds
        return
    wall = local.replace(tzinfo=None)
    expected = wall.date() - timedelta(days=1 if wall.hour < 4 else 0)
    assert day_of(at, offset_of(local)) == expected


@pytest.mark.parametrize(
    ("zone", "when", "day"),
    [
        ("Europe/Berlin", "2026-03-29T00:30", "2026-03-28"),  # clocks go forward at 2
        ("Europe/Berlin", "2026-03-29T03:30", "2026-03-28"),
        ("Europe/Berlin", "2026-03-29T04:00", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-24"),  # 2:30 comes twice
        ("Europe/Berlin", "2026-10-25T23:59", "2026-10-25"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04"),  # half an hour back
        ("Pacific/Apia", "2011-12-29T23:00", "2011-12-29"),
        ("Pacific/Apia", "2011-12-31T05:00", "2011-12-31"),  # the 30th never was
        ("Asia/Kathmandu", "2026-01-01T03:59", "2025-12-31"),
    ],
)
def test_clock_changes(zone: str, when: str, day: str) -> None:
    for fold in (0, 1):
        local = datetime.fromisoformat(when).replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=fold)
        assert day_of(local.astimezone(UTC), offset_of(local)) == date.fromisoformat(day)


def test_a_trip_over_the_date_line_changes_no_stored_day(tmp_path: Path) -> None:
    at = datetime(2026, 5, 1, 10, 30, tzinfo=UTC)  # 0:30 in Kiritimati, 0:30 in Honolulu
    entries = [PainEntry(stamp(at, minutes), Side.LEFT, 1) for minutes in (840, -600)]
    with Store.open(tmp_path / "a.db", at=at) as store:
        store.log_pain(entries)
    with Store.open(tmp_path / "a.db", at=at + timedelta(days=900)) as store:
        assert [e.stamp for e in store.pain_day(date(2026, 5, 2))] == []
        both = store.pain_between(date(2026, 4, 30), date(2026, 5, 1))
    assert [e.stamp.day for e in both] == [date(2026, 5, 1), date(2026, 4, 30)]
    assert [e.stamp for e in both] == [e.stamp for e in entries]


@given(instants, st.integers(-1080, 1080))
def test_a_stamp_comes_back_to_the_microsecond(at: datetime, minutes: int) -> None:
    entry = PainEntry(stamp(at, minutes), Side.RIGHT, 3)
    assert former_pain(pain_row(entry) | {"id": None}) == entry
    assert moment_of(instant(at)) == at


@given(instants, instants)
def test_stored_instants_sort_as_text(one: datetime, other: datetime) -> None:
    assert (instant(one) < instant(other)) == (one < other)


def test_another_zone_is_stored_as_utc() -> None:
    at = datetime(2026, 5, 1, 10, 30, tzinfo=zoneinfo.ZoneInfo("Asia/Tokyo"))
    assert instant(at) == "2026-05-01T01:30:00.000000Z"


@pytest.mark.parametrize("year", [1970, 2038, 9998])
def test_odd_years_of_a_wrong_clock(tmp_path: Path, year: int) -> None:
    at = datetime(year, 6, 1, tzinfo=UTC)
    with Store.open(tmp_path / "a.db", at=at) as store:
        store.log_pain([PainEntry(stamp(at, 0), Side.LEFT, 1)])
        assert store.counts().first == date(year, 5, 31)
        assert store.check() == ()
