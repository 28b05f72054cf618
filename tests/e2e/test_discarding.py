"""A session that is not kept can be had back: as one that ended early."""

from typing import Any

import pytest

from hiprehab.core.log import Status


@pytest.fixture
def person(sit_down: Any) -> Any:
    one = sit_down()
    one.first_run(one.left_is_sore)
    return one


def begin(person: Any) -> Any:
    """Plays until the first repetitions are done."""
    desk = person.desk
    desk.sessions.start("glute-strength-a", "", False)
    person.saved()
    desk.sessions.flow.panel.start.click()
    runner = person.session()
    person.play(lambda: runner.session.step.is_work and runner.session.step.rep == 3)
    return runner


def kept(person: Any) -> list[Any]:
    today = person.desk.around.today()
    read = person.desk.live.read
    return [read.session(one.id) for one in read.sessions_between(today, today)]


def test_undo_brings_a_discarded_session_back(person: Any) -> None:
    begin(person)
    person.desk.sessions.flow.playing.ask_to_end()
    person.desk.sessions.flow.playing._on_discard()
    person.saved()
    toasts = person.desk.window.toasts
    assert toasts.accessibleName() == "Session not kept."
    assert kept(person) == []
    toasts.undo_button.click()
    person.saved()
    (one,) = kept(person)
    assert one.status is Status.PARTIAL and one.active_s > 0
    assert sum(row.reps_done for row in one.results) == 2
    assert one.ended_at is not None and one.ended_at > one.stamp.at


def test_so_does_undo_after_one_that_was_cut_off(person: Any, sit_down: Any) -> None:
    begin(person)
    person.leave()
    again = sit_down()
    again.desk.sessions.discard()
    again.saved()
    assert kept(again) == []
    again.desk.window.toasts.undo_button.click()
    again.saved()
    (one,) = kept(again)
    assert one.status is Status.PARTIAL and sum(row.reps_done for row in one.results) == 2


def test_without_undo_it_stays_discarded(person: Any) -> None:
    begin(person)
    person.desk.sessions.flow.playing.ask_to_end()
    person.desk.sessions.flow.playing._on_discard()
    person.saved()
    person.desk.window.toasts.dismiss()
    person.saved()
    assert kept(person) == []
