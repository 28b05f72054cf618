"""The log's records: saved is read again, corrections keep their past, deletes come back."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Status,
    stamp,
)
from hiprehab.core.model import Side
from hiprehab.storage.store import Gone, Store

NOW = datetime(2026, 3, 1, 19, 30, 5, 123456, tzinfo=UTC)
DAY = date(2026, 3, 1)
FULL = PainEntry(
    stamp(NOW, 60), Side.LEFT, 3, Moment.AFTER, Measure.WORST, place="groin", woken=True,
    sharp=False, catching=None, giving_way=True, limp=False, note="après «le» 走",
    exercise="bridge", demo=True,
)  # fmt: skip
RESULTS = (
    SetResult(0, "bridge", "1", None, 1, 10, 8, 40.0, 32.5, Outcome.PARTIAL),
    SetResult(1, "clam", "2", Side.LEFT, 1, 1, 0, 30.0, 0.0, Outcome.SKIPPED, SkipReason.PAIN),
)
SESSION = SessionRecord(
    stamp(NOW, 60), "glute-a", "Glutes A", "1.0.0", "L1", Status.UNFINISHED, 900.0, 0.0
)
DONE = replace(
    SESSION, status=Status.DONE, active_s=880.25, ended_at=NOW + timedelta(minutes=20), effort=6,
    note="ok", shorter=True, reason=SkipReason.TIME, results=RESULTS,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "hiprehab.db", at=NOW) as opened:
        yield opened


def test_a_rating_comes_back_as_it_was(store: Store) -> None:
    right = PainEntry(stamp(NOW, -210), Side.RIGHT, None)
    first, second = store.log_pain([FULL, right])
    assert store.pain(first) == replace(FULL, id=first)
    assert store.pain_day(DAY) == [replace(FULL, id=first), replace(right, id=second)]
    assert store.pain_between(DAY + timedelta(1), date.max) == []


def test_zero_is_not_unasked(store: Store) -> None:
    store.log_pain([replace(FULL, score=0, woken=False), replace(FULL, score=None, woken=None)])
    assert [(e.score, e.woken) for e in store.pain_day(DAY)] == [(0, False), (None, None)]


def test_ratings_are_in_the_order_of_their_moments(store: Store) -> None:
    later = replace(FULL, stamp=stamp(NOW + timedelta(microseconds=1), 60))
    store.log_pain([later, FULL])
    assert [e.stamp.at for e in store.pain_day(DAY)] == [NOW, NOW + timedelta(microseconds=1)]


def test_a_correction_keeps_the_former_rating(store: Store) -> None:
    (pain,) = store.log_pain([FULL])
    store.correct_pain(pain, replace(FULL, score=5), NOW)
    store.correct_pain(pain, replace(FULL, score=6, note="x"), NOW)
    assert store.pain(pain) == replace(FULL, score=6, note="x", id=pain)
    assert [e.score for e in store.pain_history(pain)] == [3, 5]
    assert store.pain_history(pain)[0] == replace(FULL, id=pain)


def test_what_is_not_there_cannot_be_corrected_or_read(store: Store) -> None:
    (pain,) = store.log_pain([FULL])
    store.delete_pain([pain], NOW)
    for call in (
        lambda: store.pain(pain), lambda: store.correct_pain(pain, FULL, NOW),
        lambda: store.correct_pain(99, FULL, NOW), lambda: store.session(1),
        lambda: store.plan_end(1, DAY), lambda: store.heartbeat(1, "", 0.0),
    ):  # fmt: skip
        with pytest.raises(Gone):
            call()
    assert store.pain_history(pain) == []


def test_delete_and_undo(store: Store) -> None:
    first, second = store.log_pain([FULL, FULL])
    store.delete_pain([second], NOW)
    deletion = store.delete_pain([first, second, 99], NOW)
    assert deletion.ids == (first,)  # the other one was gone before and stays gone
    assert store.pain_day(DAY) == []
    store.undo_delete(deletion)
    assert [e.id for e in store.pain_day(DAY)] == [first]


def test_together_or_not_at_all(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.log_pain([FULL, replace(FULL, score=11)])
    assert store.counts().pain == 0
    store.log_pain([FULL])
    assert store.counts().pain == 1


def test_several_writes_that_belong_together(store: Store) -> None:
    (pain,) = store.log_pain([FULL])
    with pytest.raises(Gone), store.atomic():
        store.log_pain([FULL])
        store.delete_pain([pain], NOW)
        store.plan_end(99, DAY)
    assert [e.id for e in store.pain_day(DAY)] == [pain]
    with store.atomic():
        store.log_pain([FULL])
        store.delete_pain([pain], NOW)
    assert len(store.pain_day(DAY)) == 1 and store.check() == ()


@pytest.mark.parametrize("score", [-1, 11, "high", 2.5])
def test_the_database_refuses_impossible_scores(store: Store, score: object) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.log_pain([replace(FULL, score=score)])  # type: ignore[arg-type]


def test_text_that_is_no_text_is_tidied(store: Store) -> None:
    store.log_pain([replace(FULL, note="a\x00b\ud800")])
    assert store.pain_day(DAY)[0].note == "ab?"


def test_a_moment_without_a_zone_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        store.log_pain([replace(FULL, stamp=replace(FULL.stamp, at=NOW.replace(tzinfo=None)))])


def test_places_come_by_use(store: Store) -> None:
    store.log_pain([
        FULL, replace(FULL, place="outer hip"),
        replace(FULL, place="outer hip"), replace(FULL, place=None),
    ])  # fmt: skip
    assert store.places() == ["outer hip", "groin"]


def test_ratings_on_the_way_into_a_session_become_those_before_it(store: Store) -> None:
    session = store.begin_session(SESSION, "{}")
    plain = replace(FULL, moment=Moment.DAY, session=None, id=None)
    mine, gone, other = store.log_pain([plain, plain, replace(plain, session=session)])
    store.delete_pain([gone], NOW)
    store.adopt_pain([mine, gone, other, 99], session)
    found = {e.id: (e.moment, e.session, e.score) for e in store.pain_between(DAY, DAY)}
    assert found == {
        mine: (Moment.BEFORE, session, 3),
        other: (Moment.DAY, session, 3),
    }
    assert store.pain_history(mine) == [] and store.check() == ()


def test_a_session_from_start_to_end(store: Store) -> None:
    session = store.begin_session(SESSION, '{"steps": 1}')
    store.journal(session, 0, NOW, "start", "{}", '{"at": 0}', 0.0)
    store.journal(session, 1, NOW, "step", '{"n": 1}', '{"at": 1}', 4.5)
    store.heartbeat(session, '{"at": 1.5}', 5.5)
    left = store.unfinished()
    assert left is not None
    assert (left.id, left.plan_json, left.checkpoint) == (session, '{"steps": 1}', '{"at": 1.5}')
    assert left.active_s == left.record.active_s == 5.5
    assert [(row.seq, row.kind, row.payload) for row in left.journal] == [
        (0, "start", "{}"), (1, "step", '{"n": 1}'),
    ]  # fmt: skip
    assert store.sessions_between(DAY, DAY) == []
    store.finish_session(session, DONE)
    assert store.unfinished() is None
    assert store.session(session) == replace(DONE, id=session)
    assert store.sessions_between(DAY, DAY, results=True) == [replace(DONE, id=session)]
    assert store.sessions_between(DAY, DAY)[0].results == ()
    assert store.prescribed_plan(session) == '{"steps": 1}'
    assert store.check() == ()


def test_a_changed_plan_is_resumed_and_the_prescribed_one_is_kept(store: Store) -> None:
    session = store.begin_session(SESSION, "prescribed")
    store.replace_plan(session, "easier")
    left = store.unfinished()
    assert left is not None and left.plan_json == "easier"
    store.finish_session(session, DONE)
    assert store.prescribed_plan(session) == "prescribed"
    assert store._all("SELECT plan FROM prescription")[0][0] == "prescribed"
    assert len(store._all("SELECT plan FROM prescription")) == 1


def test_the_same_plan_is_kept_once(store: Store) -> None:
    for _ in range(3):
        store.finish_session(store.begin_session(SESSION, "same"), DONE)
    assert len(store._all("SELECT * FROM prescription")) == 1


def test_a_discarded_session_is_not_offered_again(store: Store) -> None:
    session = store.begin_session(SESSION, "{}")
    store.discard_session(session, NOW)
    assert store.unfinished() is None
    assert store.sessions_between(DAY, DAY) == []
    assert store.sessions_between(DAY, DAY, every=True)[0].status is Status.DISCARDED
    assert store.first_day() is None


def test_one_transition_has_one_number(store: Store) -> None:
    session = store.begin_session(SESSION, "{}")
    store.journal(session, 0, NOW, "a", "", "", 0.0)
    with pytest.raises(sqlite3.IntegrityError):
        store.journal(session, 0, NOW, "b", "", "changed", 1.0)
    left = store.unfinished()
    assert left is not None and left.checkpoint == ""


def test_a_session_done_without_the_app(store: Store) -> None:
    session = store.log_manual_session(replace(DONE, status=Status.MANUAL))
    assert store.session(session).status is Status.MANUAL
    assert store.prescribed_plan(session) is None
    better = replace(DONE, effort=9, results=RESULTS[:1])
    store.update_session(session, better, NOW)
    assert store.session(session) == replace(better, id=session)
    (former,) = store._all("SELECT former FROM session_history")[0]
    assert json.loads(former)["effort"] == 6
    deletion = store.delete_session([session], NOW)
    assert store.sessions_between(DAY, DAY, every=True) == []
    with pytest.raises(Gone):
        store.session(session)
    store.undo_delete(deletion)
    assert store.session(session).effort == 9


def test_plan_and_times_away(store: Store) -> None:
    planned = Planned("glute-a", "L1", frozenset({0, 2, 6}), 2, DAY)
    first, second = store.plan_add(planned), store.plan_add(planned)
    store.plan_end(first, DAY + timedelta(3))
    store.plan_end(second, DAY - timedelta(1))  # ended before it began: it never held
    assert store.planned() == [replace(planned, until=DAY + timedelta(3), id=first)]
    away = Away(DAY, DAY + timedelta(7), "hill walking")
    number = store.away_add(away)
    assert store.away() == [replace(away, id=number)]
    deletion = store.away_remove(number, NOW)
    assert store.away() == []
    store.undo_delete(deletion)
    assert len(store.away()) == 1


def test_counts_and_notes(store: Store) -> None:
    assert store.counts().first is store.first_day() is None
    store.log_pain([FULL])
    store.log_manual_session(replace(DONE, stamp=stamp(NOW - timedelta(days=9), 0)))
    counts = store.counts()
    assert (counts.pain, counts.sessions) == (1, 1)
    assert (counts.first, counts.last) == (DAY - timedelta(9), DAY)
    assert store.note("checked") is None
    store.set_note("checked", "a")
    store.set_note("checked", "b")
    assert store.note("checked") == "b"
    assert store.check() == ()


def test_every_kind_of_write_leaves_sound_sums(store: Store) -> None:
    (pain,) = store.log_pain([FULL])
    store.correct_pain(pain, replace(FULL, score=1), NOW)
    session = store.begin_session(SESSION, "{}")
    store.journal(session, 0, NOW, "a", "", "", 0)  # a whole number where seconds are kept
    store.replace_plan(session, "{ }")
    store.plan_add(Planned("a", "b", frozenset(), 1, DAY))
    store.undo_delete(store.delete_pain([pain], NOW))
    assert store.check() == ()


def test_in_memory() -> None:
    with Store.memory(NOW) as store:
        store.log_pain([FULL])
        assert store.pain_day(DAY)[0].score == 3
