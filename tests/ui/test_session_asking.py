"""Pain above the limit and the last exercise: the clock waits, the suggestion comes first."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hiprehab.core.log import SkipReason
from hiprehab.core.model import Affected
from hiprehab.core.plan import StepKind
from hiprehab.core.settings import Settings
from hiprehab.core.state import Scope, State
from hiprehab.ui.screens.session_panels import HurtsStrip
from hiprehab.ui.theme import Theme
from tests.ui.session_stand import Stand


@pytest.fixture
def stand(theme: Theme) -> Iterator[Stand]:
    made = Stand(theme, Settings(affected=Affected.RIGHT))
    made.start()
    yield made
    made.flow.close_session()
    made.flow.hide()
    shiboken6.delete(made.flow)


def hurts(stand: Stand, key: Qt.Key) -> HurtsStrip:
    """It hurts so much in the first set of the first move."""
    stand.goto(StepKind.WORK, 1.0, item=0)
    stand.key(Qt.Key.Key_P)
    stand.key(key)
    return stand.screen.asking.hurts


def state(stand: Stand) -> State:
    return stand.runner.session.state


def test_within_the_limit_the_clock_goes_on(stand: Stand) -> None:
    strip = hurts(stand, Qt.Key.Key_2)
    assert state(stand) is State.RUNNING and not strip.waits
    assert strip.go_on_button._kind == "primary"
    stand.key(Qt.Key.Key_Return)
    assert state(stand) is State.RUNNING and stand.runner.session.step.item == 0


def test_a_lot_stops_the_clock_and_enter_stops_the_move(stand: Stand) -> None:
    strip = hurts(stand, Qt.Key.Key_7)
    assert state(stand) is State.PAUSED and not stand.screen._is_open("paused")
    assert "The clock waits for you." in strip.text.text() and not strip._timer.isActive()
    QApplication.processEvents()
    row = sorted(strip._buttons, key=lambda one: one.x())
    assert row == [strip.stop_button, strip.easier_button, strip.go_on_button]
    kinds = [one._kind for one in row]
    assert kinds == ["primary", "secondary", "quiet"] and row[2].text() == "Go on anyway"
    for key in (Qt.Key.Key_Space, Qt.Key.Key_K, Qt.Key.Key_R, Qt.Key.Key_MediaPlay):
        stand.key(key)
        assert state(stand) is State.PAUSED and strip.isVisible()
    stand.key(Qt.Key.Key_Return)
    assert stand.runner.session.step.item == 1 and state(stand) is State.LEAD_IN
    reasons = {row.reason for row in stand.runner.session.set_results() if row.item == 0}
    assert reasons == {SkipReason.PAIN}
    assert [row[1].score for row in stand.journal.rows if row[0] == "pain"] == [7]


def test_above_the_limit_enter_makes_it_easier(stand: Stand) -> None:
    stand.key(Qt.Key.Key_Up)
    assert stand.runner.session.plan.items[0].level == "2"
    strip = hurts(stand, Qt.Key.Key_4)
    assert strip._buttons[0] is strip.easier_button and state(stand) is State.PAUSED
    stand.key(Qt.Key.Key_Return)
    assert stand.runner.session.plan.items[0].level == "1" and state(stand) is State.LEAD_IN


def test_where_nothing_easier_can_come_stopping_is_suggested(stand: Stand) -> None:
    stand.key(Qt.Key.Key_Up)
    last = [step for step in stand.runner.session.plan.steps if step.item == 0][-1]
    stand.runner.jump(last.index)
    stand.key(Qt.Key.Key_P)
    stand.key(Qt.Key.Key_4)
    strip = stand.screen.asking.hurts
    assert not strip.easier_button.isVisible(), "it would come after the last set"
    assert strip._buttons[0] is strip.stop_button


def test_a_lower_score_is_gone_on_with(stand: Stand) -> None:
    strip = hurts(stand, Qt.Key.Key_8)
    stand.key(Qt.Key.Key_1)
    assert state(stand) is State.PAUSED and strip.go_on_button._kind == "primary"
    stand.key(Qt.Key.Key_Return)
    assert state(stand) is State.LEAD_IN and stand.runner.session.step.item == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_P])
def test_without_an_answer_it_goes_on_standing_still(stand: Stand, key: Qt.Key) -> None:
    strip = hurts(stand, Qt.Key.Key_7)
    stand.key(key)
    assert not strip.isVisible() and state(stand) is State.PAUSED
    assert stand.screen.paused.isVisible()
    assert [row[1].score for row in stand.journal.rows if row[0] == "pain"] == [7]


def test_a_pause_of_the_person_s_own_stays_one(stand: Stand) -> None:
    stand.goto(StepKind.WORK, 1.0, item=0)
    stand.key(Qt.Key.Key_Space)
    stand.key(Qt.Key.Key_P)
    stand.key(Qt.Key.Key_7)
    stand.key(Qt.Key.Key_Return)
    assert stand.runner.session.step.item == 1 and state(stand) is State.PAUSED


def test_somebody_else_lets_the_clock_go_on(stand: Stand) -> None:
    strip = hurts(stand, Qt.Key.Key_7)
    stand.runner.toggle_pause()  # as the media keys of the desktop do
    assert not strip.isVisible() and state(stand) is State.LEAD_IN
    assert [row[1].score for row in stand.journal.rows if row[0] == "pain"] == [7]


def at_the_last(stand: Stand) -> None:
    stand.runner.jump(len(stand.runner.session.plan.steps) - 1)
    stand.run(1.0)


def test_the_last_exercise_is_left_out_only_after_the_question_why(stand: Stand) -> None:
    at_the_last(stand)
    stand.key(Qt.Key.Key_Right, control=True)
    strip = stand.screen.asking.reasons
    assert strip.title.text() == "Leave out Squat, and end? Why?"
    assert state(stand) is State.PAUSED and not strip._timer.isActive()
    assert not stand.screen._is_open("paused")
    stand.key(Qt.Key.Key_2)
    assert stand.flow.summary is not None
    assert stand.journal.record.results[-1].reason is SkipReason.TIRED


def test_no_reason_is_an_answer_too(stand: Stand) -> None:
    at_the_last(stand)
    stand.screen.skip(Scope.SET)
    stand.screen.asking.reasons._buttons[-1].click()
    assert stand.flow.summary is not None and stand.journal.record.results[-1].reason is None


def test_escape_goes_on_with_the_last_exercise(stand: Stand) -> None:
    at_the_last(stand)
    stand.key(Qt.Key.Key_Right)
    stand.key(Qt.Key.Key_Escape)
    assert state(stand) is State.LEAD_IN and stand.flow.playing is not None
    assert not stand.screen.asking.reasons.isVisible()
