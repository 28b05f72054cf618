"""Ice and heat: told when it is too soon, the skin check on time, the stop at twenty minutes."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hiprehab.app.safety import SKIN_ASKED
from hiprehab.core.changes import Changes
from hiprehab.core.log import SessionRecord, Status, stamp
from hiprehab.storage.store import Store
from hiprehab.ui.screens.skin_question import SkinQuestion


@pytest.fixture
def stranger(sit_down: Any) -> Any:
    one = sit_down()
    one.first_run(one.left_is_sore)
    return one


@pytest.fixture
def person(stranger: Any) -> Any:
    """Somebody who answered the question about the skin before."""
    stranger.desk.live.write(lambda store: store.set_note(SKIN_ASKED, "no"), Changes.SAFETY)
    stranger.saved()
    return stranger


def labels(widget: Any) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def used(person: Any, routine: str, minutes_ago: float) -> None:
    begun = person.clock.utcnow() - timedelta(minutes=minutes_ago + 10)
    record = SessionRecord(
        stamp(begun, 0), routine, "Timer", "1", "10-min", Status.MANUAL, 600, 600
    )

    def work(store: Store) -> None:
        store.log_manual_session(record)

    person.desk.live.write(work, Changes.SESSIONS)
    person.saved()


@pytest.mark.parametrize(
    ("routine", "minutes_ago", "said"),
    [
        ("timer-ice", 40, "The last time was 40 min ago. Leave at least 2 h between two: until"),
        ("timer-ice", 121, ""),
        ("timer-heat", 40, "Leave at least 1 h"),
        ("timer-heat", 61, ""),
    ],
)
def test_too_soon_is_told_before_the_start(
    person: Any, routine: str, minutes_ago: float, said: str
) -> None:
    used(person, routine, minutes_ago)
    person.desk.sessions.start(routine, "", False)
    words = labels(person.desk.sessions.flow.panel)
    assert said in words and ("Leave at least" in words) is bool(said)
    assert person.desk.sessions.flow.panel.start.isVisibleTo(
        person.desk.window
    )  # told, not forbidden


def test_the_other_timer_does_not_count(person: Any) -> None:
    used(person, "timer-heat", 5)
    person.desk.sessions.start("timer-ice", "", False)
    assert "Leave at least" not in labels(person.desk.sessions.flow.panel)


def test_the_skin_check_and_the_hard_stop(person: Any) -> None:
    person.desk.sessions.start("timer-ice", "", False)
    person.qtbot.keyClick(person.desk.sessions.flow.panel, Qt.Key.Key_Return)
    runner, screen = person.session(), person.desk.sessions.flow.playing
    person.play(lambda: runner.session.step.is_work)
    for _ in range(100):
        person.qtbot.keyClick(screen, Qt.Key.Key_Plus)
    assert runner.session.length == 1200.0
    person.play(lambda: runner.snapshot().elapsed > 298)
    assert "Look at your skin now." not in labels(screen)
    person.play(lambda: runner.snapshot().elapsed > 301)
    assert "Look at your skin now." in labels(screen)
    person.qtbot.keyClick(screen, Qt.Key.Key_R)  # beginning anew would go past the stop
    assert runner.snapshot().elapsed > 300
    person.play(lambda: not runner.session.live)
    (row,) = runner.session.set_results()
    assert row.seconds_done == pytest.approx(1200.0, abs=0.1)


def asked(person: Any, routine: str) -> SkinQuestion | None:
    person.desk.sessions.start(routine, "", False)
    pages = person.desk.window.findChildren(SkinQuestion)
    return next((page for page in pages if page.isVisible()), None)


def test_the_skin_is_asked_about_once(stranger: Any) -> None:
    page = asked(stranger, "timer-ice")
    assert page is not None
    stranger.qtbot.keyClick(page, Qt.Key.Key_N)
    stranger.saved()
    assert stranger.desk.sessions.flow.panel is not None
    stranger.desk.sessions.flow.panel.cancel.click()
    assert asked(stranger, "timer-heat") is None


def test_a_yes_about_the_skin_rules_ice_and_heat_out(stranger: Any) -> None:
    page = asked(stranger, "timer-heat")
    assert page is not None
    page.yes.click()
    stranger.saved()
    assert [one.key for one in stranger.desk.live.read.conditions()] == ["skin"]
    words = labels(stranger.desk.sessions.flow.panel)
    assert "This routine is not for you now." in words
    assert not stranger.desk.sessions.flow.panel.start.isVisible()


def test_the_question_about_the_skin_can_wait(stranger: Any) -> None:
    page = asked(stranger, "timer-ice")
    assert page is not None
    stranger.qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert stranger.desk.window.current == "today" and stranger.desk.sessions.flow is None
    assert asked(stranger, "timer-ice") is not None


def test_other_routines_do_not_ask_about_the_skin(stranger: Any) -> None:
    assert asked(stranger, "desk-break-5") is None
