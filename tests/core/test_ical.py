"""The plan as a calendar: another program's parser finds exactly the planned days."""

from datetime import UTC, date, datetime, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import ical
from hiprehab.core.agenda import Away, Planned, is_away

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
TITLES = {"a": "Routine A"}


def text_of(planned: list[Planned], away: list[Away], titles: dict[str, str] = TITLES) -> str:
    return ical.calendar(ical.planned_events(planned, away, titles), "log", NOW, "1")


def events(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def days_of(event: icalendar.Event, last: date) -> set[date]:
    """The days of a weekly rule as a calendar shows them."""
    rule = event["RRULE"]
    until = rule.get("UNTIL", [last])[0]
    without = event.get("EXDATE", [])
    listed = without if isinstance(without, list) else [without]
    gone = {one.dt for group in listed for one in group.dts}
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    week = {names.index(day) for day in rule["BYDAY"]}
    first = event["DTSTART"].dt
    count = (min(until, last) - first).days + 1
    days = {first + timedelta(days=n) for n in range(max(0, count))}
    return {day for day in days if day.weekday() in week} - gone


def test_a_row_repeats_on_its_days() -> None:
    row = Planned("a", "L1", frozenset({1, 4}), 2, MONDAY, MONDAY + timedelta(days=20), 5)
    (event,) = events(text_of([row], []))
    assert event["DTSTART"].dt == MONDAY + timedelta(days=1)  # the first of its days
    assert event["RRULE"] == {
        "FREQ": ["WEEKLY"], "BYDAY": ["TU", "FR"], "UNTIL": [MONDAY + timedelta(days=20)],
    }  # fmt: skip
    assert event["SUMMARY"] == "Routine A (2 times)"
    assert event["DESCRIPTION"] == "Level: L1"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["DTSTAMP"].dt == NOW


def test_uids_stay_and_are_the_logs_own() -> None:
    row = Planned("a", "L1", frozenset({1}), 1, MONDAY, None, 5)
    (first,) = events(text_of([row], []))
    later = ical.planned_events([row], [], {})
    (again,) = events(ical.calendar(later, "log", NOW + timedelta(days=1), "2"))
    (other,) = events(ical.calendar(later, "other", NOW, "1"))
    assert first["UID"] == again["UID"] != other["UID"]


def test_rows_without_a_day_have_no_event() -> None:
    never = Planned("a", "L1", frozenset({6}), 1, MONDAY, MONDAY, 5)
    assert events(text_of([never, Planned("a", "L1", frozenset(), 1, MONDAY)], [])) == []


def test_hostile_words_stay_inside_their_line() -> None:
    name = "a;b,c\\d\nEND:VCALENDAR\r\nX:" + "\u00fc" * 90
    row = Planned("x", "L1", frozenset({0}), 1, MONDAY, None, 1)
    text = text_of([row], [], {"x": name})
    (event,) = events(text)
    assert event["SUMMARY"] == name.replace("\r\n", "\n")
    assert text.count("END:VCALENDAR\r\n") == 1


def test_lines_end_and_fold_as_they_must() -> None:
    row = Planned("x", "L1", frozenset({0}), 1, MONDAY, None, 1)
    text = text_of([row], [], {"x": "\U0001f9b5 hip " * 40})
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


PERIODS = st.builds(
    lambda start, length: Away(start, start + timedelta(days=length)),
    st.dates(date(2026, 2, 1), date(2026, 8, 1)),
    st.integers(0, 40),
)


@given(
    st.frozensets(st.integers(0, 6), min_size=1),
    st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    st.none() | st.integers(0, 120),
    st.lists(PERIODS, max_size=4),
)
def test_the_calendar_shows_the_days_of_the_plan(
    weekdays: frozenset[int], since: date, length: int | None, away: list[Away]
) -> None:
    until = None if length is None else since + timedelta(days=length)
    row = Planned("a", "L1", weekdays, 1, since, until, 1)
    last = since + timedelta(days=200)
    every = (since + timedelta(days=n) for n in range(201))
    wanted = {day for day in every if row.on(day) and not is_away(day, away)}
    found = events(text_of([row], away))
    assert set().union(*(days_of(event, last) for event in found)) == wanted
