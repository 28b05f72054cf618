"""The diary in the log: what goes in comes out, is deleted with undo, and is checked by row."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    Adjustment,
    Event,
    EventKind,
    FunctionKind,
    FunctionTest,
    Ready,
)
from hiprehab.core.log import SkipReason, Stamp, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Gone, Store

NOW = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
TODAY, SOON = NOW.date(), LATER.date()
WHEN = stamp(NOW, 60)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "hiprehab.db", at=NOW) as opened:
        yield opened


EVENTS = [
    Event(WHEN, EventKind.EVENT, TODAY, TODAY, "new shoes"),
    Event(WHEN, EventKind.FLARE, TODAY, None, "moved house", demo=True),
    Event(WHEN, EventKind.RUN, TODAY, TODAY, minutes=31.5, km=5.2),
    Event(WHEN, EventKind.SKIPPED, TODAY, TODAY, reason=SkipReason.TIRED),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_an_event_comes_back_as_it_was(store: Store, event: Event) -> None:
    number = store.event_add(event)
    assert store.events() == [event._replace(id=number)]
    assert store.check() == ()


def test_events_are_in_the_order_of_their_first_day(store: Store) -> None:
    late = store.event_add(EVENTS[0]._replace(first=SOON, last=SOON))
    early = store.event_add(EVENTS[1])
    assert [event.id for event in store.events()] == [early, late]


def test_a_changed_event_keeps_what_it_was(store: Store) -> None:
    number = store.event_add(EVENTS[1])
    ended = EVENTS[1]._replace(last=SOON)
    store.event_change(number, ended, LATER)
    assert store.events() == [ended._replace(id=number)]
    ((kept, former),) = store._tuples("SELECT event, former FROM event_history")
    assert kept == number
    assert '"last_day": null' in former
    assert store.check() == ()
    deletion = store.event_delete([number], LATER)
    with pytest.raises(Gone):
        store.event_change(number, EVENTS[1], LATER)
    assert store.events() == []
    store.undo_delete(deletion)
    assert store.events() == [ended._replace(id=number)]


def test_activities_and_their_ratings(store: Store) -> None:
    socks = store.activity_add(Activity("putting on socks", TODAY))
    stairs = store.activity_add(Activity("stairs", TODAY))
    wrong = store.activity_add(Activity("strais", SOON))
    ids = store.activity_rate([ActivityRating(WHEN, socks, 0), ActivityRating(WHEN, stairs, 10)])
    store.activity_rate([ActivityRating(stamp(LATER, 60), socks, 5, demo=True)])
    assert store.activity_ratings(TODAY, TODAY) == [
        ActivityRating(WHEN, socks, 0, id=ids[0]),
        ActivityRating(WHEN, stairs, 10, id=ids[1]),
    ]
    assert [one.score for one in store.activity_ratings(TODAY, SOON)] == [0, 10, 5]
    deletion = store.activity_ratings_delete(ids[:1], LATER)
    assert [one.score for one in store.activity_ratings(TODAY, TODAY)] == [10]
    store.undo_delete(deletion)
    assert [one.score for one in store.activity_ratings(TODAY, TODAY)] == [0, 10]
    store.activity_end(stairs, TODAY - timedelta(days=1))  # rated, so it stays with its first day
    store.activity_end(wrong, TODAY)  # never held and never rated: gone
    store.activity_end(socks, SOON)
    assert store.activities() == [
        Activity("putting on socks", TODAY, SOON, socks),
        Activity("stairs", TODAY, TODAY, stairs),
    ]
    with pytest.raises(Gone):
        store.activity_end(wrong, SOON)
    assert store.check() == ()


def test_an_activity_that_is_not_there_takes_no_rating(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.activity_rate([ActivityRating(WHEN, 7, 5)])
    assert store.activity_ratings(TODAY, TODAY) == []


def test_tests_of_both_sides(store: Store) -> None:
    tests = [
        FunctionTest(WHEN, FunctionKind.SINGLE_LEG_STANCE, Side.LEFT, 12.5, True, "wobbly"),
        FunctionTest(WHEN, FunctionKind.SINGLE_LEG_STANCE, Side.RIGHT, 30.0, False),
        FunctionTest(WHEN, FunctionKind.CHAIR_STAND, None, 11.0, None, demo=True),
    ]
    ids = store.function_test_add(tests)
    saved = [test._replace(id=number) for test, number in zip(tests, ids, strict=True)]
    assert store.function_tests(TODAY, TODAY) == saved
    assert store.function_tests(SOON, SOON) == []
    store.undo_delete(store.function_tests_delete(ids, LATER))
    deletion = store.function_tests_delete(ids[:2], LATER)
    assert store.function_tests(TODAY, TODAY) == saved[2:]
    store.undo_delete(deletion)
    assert store.function_tests(TODAY, TODAY) == saved
    assert store.check() == ()


def test_questions_are_replaced_as_a_whole(store: Store) -> None:
    store.set_questions(["May I run?", " ", "How long?\x00 "])
    assert store.questions() == ("May I run?", "How long?")
    store.set_questions(["May I swim?"])
    assert store.questions() == ("May I swim?",)
    store.set_questions([])
    assert store.questions() == ()
    assert store.check() == ()


def test_answers_before_running(store: Store) -> None:
    ids = store.ready_add([Ready(WHEN, "walk-30", True), Ready(WHEN, "hop", False)])
    assert store.ready() == [
        Ready(WHEN, "walk-30", True, ids[0]),
        Ready(WHEN, "hop", False, ids[1]),
    ]
    assert store.check() == ()


def test_adjustments_end_and_stay(store: Store) -> None:
    change = Adjustment(WHEN, "daily", "bridge", "bridge-towel", "1", 50, "A bad spell")
    number = store.adjust(change)
    whole = store.adjust(Adjustment(WHEN, "daily", percent=60))
    store.end_adjustment(number, LATER)
    assert store.adjustments() == [
        change._replace(ended=LATER, id=number),
        Adjustment(WHEN, "daily", percent=60, id=whole),
    ]
    for missing in (number, 99):
        with pytest.raises(Gone):
            store.end_adjustment(missing, LATER)
    assert store.check() == ()


REFUSED: list[Callable[[Store], object]] = [
    lambda store: store.event_add(EVENTS[0]._replace(last=None)),
    lambda store: store.event_add(EVENTS[0]._replace(last=TODAY - timedelta(days=1))),
    lambda store: store.event_add(EVENTS[0]._replace(km=3.0)),
    lambda store: store.event_add(EVENTS[2]._replace(minutes=-1.0)),
    lambda store: store.event_add(EVENTS[2]._replace(reason=SkipReason.PAIN)),
    lambda store: store.activity_add(Activity("", TODAY)),
    lambda store: store.activity_add(Activity("x", SOON, TODAY)),
    lambda store: store.activity_rate([ActivityRating(WHEN, 1, 11)]),
    lambda store: store.function_test_add(
        [FunctionTest(WHEN, FunctionKind.CHAIR_STAND, None, -1.0)]
    ),
    lambda store: store.function_test_add(
        [FunctionTest(WHEN, FunctionKind.CHAIR_STAND, None, float("nan"))]
    ),
    lambda store: store.adjust(Adjustment(WHEN, "daily", percent=201)),
    lambda store: store.adjust(Adjustment(WHEN, "")),
    lambda store: store.ready_add([Ready(WHEN, "", True)]),
]


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_the_table_refuses_what_cannot_be(store: Store, number: int) -> None:
    store.activity_add(Activity("stairs", TODAY))
    with pytest.raises(sqlite3.IntegrityError):
        REFUSED[number](store)
    assert store.events() == [] and len(store.activities()) == 1
    assert store.adjustments() == [] and store.ready() == []
    assert store.function_tests(TODAY, TODAY) == store.activity_ratings(TODAY, TODAY) == []


def test_several_writes_are_one(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.atomic():
        store.event_add(EVENTS[0])
        store.activity_rate([ActivityRating(WHEN, 99, 5)])
    assert store.events() == []


def test_a_row_changed_by_another_program_is_told(store: Store) -> None:
    store.event_add(EVENTS[0])
    with sqlite3.connect(store.path) as raw:
        raw.execute("UPDATE event SET text = 'old shoes'")
    raw.close()
    (finding,) = store.check()
    assert "event" in finding


DAYS = st.dates(date(1, 1, 3), date(9999, 12, 28))
STAMPS = st.builds(
    Stamp,
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28), timezones=st.just(UTC)),
    st.integers(-1440, 1440),
    DAYS,
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(STAMPS, DAYS, DAYS, WORDS, st.floats(0, 1e300) | st.none())
def test_any_run_comes_back(
    when: Stamp, one: date, other: date, text: str, km: float | None
) -> None:
    first, last = sorted((one, other))
    event = Event(when, EventKind.RUN, first, last, text, km=km, minutes=0.0)
    with Store.memory(NOW) as store:
        number = store.event_add(event)
        assert store.events() == [event._replace(id=number)]
