"""The marks on charts: the person's own, days away, and changes of the plan by themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.log import SessionRecord, SkipReason, Status, stamp
from hiprehab.core.marks import Mark, MarkKind, marks, plan_changes, version_changes
from hiprehab.core.panels import Records

MONDAY = date(2026, 3, 2)
NOW = stamp(datetime(2026, 3, 2, 9, tzinfo=UTC), 0)
TITLES = {"a": "Strength", "b": "Stretch"}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def event(kind: EventKind, first: int, last: int | None, **more) -> Event:
    return Event(NOW, kind, day(first), None if last is None else day(last), **more)


def plan(routine: str, since: int, until: int | None = None, **more) -> Planned:
    days = more.pop("weekdays", frozenset({0}))
    return Planned(routine, "x", days, 1, day(since), None if until is None else day(until), **more)


def session(number: int, version: str, routine: str = "a") -> SessionRecord:
    at = datetime(2026, 3, 2, 18, tzinfo=UTC) + timedelta(days=number)
    return SessionRecord(stamp(at, 0), routine, "Strength", version, "x", Status.DONE, 60, 60)


def of(**more) -> tuple[Mark, ...]:
    return marks(Records(MONDAY, day(13), day(13), titles=TITLES, **more))


def test_each_kind_of_the_persons_own():
    found = of(
        events=[
            event(EventKind.RUN, 3, 3, minutes=25, km=4.2, id=7),
            event(EventKind.EVENT, 1, 1, text="new shoes"),
            event(EventKind.SKIPPED, 5, 5, reason=SkipReason.TIRED),
            event(EventKind.FLARE, 8, None),
        ]
    )
    assert [mark.kind for mark in found] == [
        MarkKind.EVENT, MarkKind.RUN, MarkKind.SKIPPED, MarkKind.FLARE
    ]  # fmt: skip
    run = found[1]
    assert (run.minutes, run.km, run.event) == (25, 4.2, 7)
    assert found[3].on(day(200)) and not found[3].on(day(7))


def test_only_marks_that_touch_the_period():
    found = of(
        events=[
            event(EventKind.FLARE, -20, -1),
            event(EventKind.FLARE, -20, 0, text="ends on its first day"),
            event(EventKind.EVENT, 14, 14),
        ]
    )
    assert [mark.text for mark in found] == ["ends on its first day"]


def test_days_away():
    (found,) = of(away=[Away(day(2), day(5), "holiday")])
    assert (found.kind, found.first, found.last, found.text) == (
        MarkKind.AWAY, day(2), day(5), "holiday",
    )  # fmt: skip


def test_the_plan_marks_its_own_changes():
    rows = [plan("a", 0, 6), plan("a", 7, weekdays=frozenset({0, 3})), plan("b", 7, 9)]
    assert [(m.first, m.text) for m in plan_changes(rows, TITLES)] == [
        (day(0), "Strength"),
        (day(7), "Strength, Stretch"),
        (day(10), "Stretch"),
    ]


def test_a_row_for_ever_never_changes():
    rows = [plan("a", 0), replace(plan("b", 0), until=date.max)]
    (mark,) = plan_changes(rows, TITLES)
    assert mark.first == MONDAY and mark.text == "Strength, Stretch"


def test_a_row_that_goes_on_as_before_is_no_change():
    assert [m.first for m in plan_changes([plan("a", 0, 6), plan("a", 7)], TITLES)] == [day(0)]


def test_a_routine_without_a_title_keeps_its_id():
    assert plan_changes([plan("c", 0)], TITLES)[0].text == "c"


def test_versions_are_marked_when_they_are_first_played():
    played = [
        session(0, "1"),
        session(4, "2"),
        session(2, "1"),
        session(6, "2"),
        session(6, "9", "b"),
    ]
    (found,) = version_changes(played)
    assert (found.first, found.kind, found.text) == (day(4), MarkKind.VERSION, "Strength 2")


def test_nothing_is_no_mark():
    assert of() == ()
