"""The two tests as a person does them: a clock that is turned by hand, a page that is looked at."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel

from hiprehab.core.conditions import Reason, Verdict
from hiprehab.core.diary import FunctionKind
from hiprehab.core.events import Finished, StepStarted
from hiprehab.core.function_plan import EXERCISES, plan_of, routine_id, sides_of
from hiprehab.core.log import stamp
from hiprehab.core.model import Affected, CautionLevel, Side
from hiprehab.core.plan import PlanOptions, StepKind
from hiprehab.core.settings import Settings
from hiprehab.ui.screens.function_flow import FunctionFlow, FunctionKit
from hiprehab.ui.screens.function_run import RunKit
from tests.ui.fakes import FakeClock
from tests.ui.session_stand import FakeCues, FakeFigure

CHAIR, STANCE = FunctionKind.CHAIR_STAND, FunctionKind.SINGLE_LEG_STANCE


class Tryout:
    """A test in a window."""

    def __init__(self, theme, library, kind, **more):
        self.clock, self.cues = FakeClock(), FakeCues()
        self.figures: list[FakeFigure] = []
        settings = replace(Settings(), get_ready_s=3, affected=Affected.LEFT)
        run = RunKit(theme, settings, self.clock, figure=self._figure, cues=self.cues)
        exercise = library.exercises[EXERCISES[kind]]
        kit = FunctionKit(run, exercise, lambda: stamp(self.clock.wall, 60), **more)
        self.flow = FunctionFlow(kit, kind)
        self.flow.resize(1280, 720)
        self.flow.show()
        self.saved: list = []
        self.closed: list = []
        self.flow.saved.connect(self.saved.append)
        self.flow.closed.connect(lambda: self.closed.append(True))

    def _figure(self):
        self.figures.append(FakeFigure())
        return self.figures[-1]

    def go(self, seconds: float) -> None:
        """Lets the time pass, as long as something runs."""
        end = self.clock.now + seconds
        while self.flow.run and self.clock.now < end - 1e-9:
            runner = self.flow.run.runner
            if not runner._timer.isActive():
                return
            wait = min(runner._timer.interval() / 1000, end - self.clock.now)
            self.clock.turn(max(0.001, wait))
            runner._timer.timeout.emit()

    def texts(self) -> str:
        QCoreApplication.processEvents()  # what was added a moment ago is shown now
        found = self.flow._pages.currentWidget().findChildren(QLabel)
        return "\n".join(one.text() for one in found if one.isVisible())


@pytest.fixture
def tryout(theme, library, qtbot):
    made = []

    def make(kind, **more):
        one = Tryout(theme, library, kind, **more)
        qtbot.addWidget(one.flow)
        made.append(one)
        return one

    yield make
    for one in made:
        one.flow.results = {}
        one.flow.close_flow()


# --- the plan ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(FunctionKind))
def test_a_plan_gets_ready_and_then_works_once(library, kind):
    options = PlanOptions(get_ready_s=0.0, affected=Affected.RIGHT)
    for side in sides_of(kind, options):
        plan = plan_of(library.exercises[EXERCISES[kind]], kind, side, options)
        assert [step.kind for step in plan.steps] == [StepKind.GET_READY, StepKind.WORK]
        assert [step.side for step in plan.steps] == [side, side]
        assert plan.steps[0].seconds >= 5 and plan.steps[1].seconds == 30
        assert plan.routine == routine_id(kind)


def test_the_better_leg_is_first():
    assert sides_of(STANCE, PlanOptions(affected=Affected.LEFT)) == (Side.RIGHT, Side.LEFT)
    assert sides_of(STANCE, PlanOptions(affected=Affected.UNKNOWN)) == (Side.LEFT, Side.RIGHT)
    assert sides_of(CHAIR, PlanOptions()) == (None,)


# --- one leg -------------------------------------------------------------------------------------


def test_both_legs_are_timed_and_saved(tryout, qtbot):
    one = tryout(STANCE)
    assert "above" in one.texts() and "might fall" in one.texts()
    assert one.flow.start.text() == "Start: right leg"
    one.flow.start.click()
    one.go(5 + 12.34)
    qtbot.keyClick(one.flow.run, Qt.Key.Key_Space)
    assert "Right leg: 12.3 s" in one.texts()
    one.flow.pain.chips()[0].click()
    assert one.flow.start_next() is None and one.flow.run.side is Side.LEFT
    one.go(5 + 40)
    assert "whole 30 seconds" in one.texts()
    one.flow.save_button.click()
    ((left, right),) = one.saved
    assert (left.side, left.value, left.pain) == (Side.LEFT, 30.0, False)
    assert (right.side, right.value, right.pain) == (Side.RIGHT, 12.3, True)
    assert left.kind is STANCE and left.note == ""
    assert one.figures[-1].stopped


def test_what_stopped_it_may_be_left_out(tryout, qtbot):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    qtbot.mouseClick(one.flow.run, Qt.MouseButton.LeftButton)
    one.flow.save()
    assert [(test.side, test.value, test.pain) for test in one.saved[0]] == [
        (Side.RIGHT, 3.0, None)
    ]


def test_nothing_stops_while_getting_ready(tryout, qtbot):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(4)
    qtbot.keyClick(one.flow.run, Qt.Key.Key_Space)
    assert one.flow.run is not None
    assert not one.flow.run.stop.isEnabled()
    one.go(2)
    assert one.flow.run.stop.isEnabled()


def test_a_leg_again_replaces_its_time(tryout, qtbot):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    one.flow.run.stop_now()
    one.flow.try_side(Side.RIGHT)
    one.go(5 + 8)
    one.flow.run.stop_now()
    one.flow.save()
    assert [test.value for test in one.saved[0]] == [8.0]
    assert one.flow._waiting == [Side.LEFT]


def test_breaking_off_keeps_the_leg_before(tryout, qtbot):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    one.flow.run.stop_now()
    one.flow.start_next()
    one.go(5 + 3)
    qtbot.keyClick(one.flow.run, Qt.Key.Key_Escape)
    assert "Nothing of this try was kept" in one.texts() and "Right leg: 3 s" in one.texts()
    assert list(one.flow.results) == [Side.RIGHT]


def test_sleep_spoils_a_try(tryout):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    one.clock.sleep(60)
    one.flow.run.runner._timer.timeout.emit()
    assert "does not count" in one.texts() and not one.flow.results


def test_a_stop_after_sleep_does_not_count_either(tryout):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    one.clock.turn(20)
    one.flow.run.stop_now()
    assert "does not count" in one.texts() and not one.flow.results


def test_a_closing_window_keeps_what_was_timed(tryout):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    one.flow.run.stop_now()
    one.flow.start_next()
    one.go(5 + 3)
    one.flow.close_flow()
    assert [test.side for test in one.saved[0]] == [Side.RIGHT]


def test_a_result_is_handed_over_once_until_saving_fails(tryout):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    one.flow.run.stop_now()
    one.flow.save()
    one.flow.save()
    one.flow.close_flow()
    assert len(one.saved) == 1


def test_what_could_not_be_saved_can_be_saved_again(tryout):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(5 + 3)
    one.flow.run.stop_now()
    one.flow.save()
    one.flow.not_saved()
    one.flow.save()
    assert [test.value for test in one.saved[1]] == [3.0]


def test_the_cues_hear_all_of_it(tryout):
    one = tryout(STANCE)
    one.flow.start_next()
    one.go(60)
    kinds = [type(event) for event in one.cues.heard]
    assert one.cues.prepared == 1
    assert kinds[0] is StepStarted and kinds[-1] is Finished


# --- the chair -----------------------------------------------------------------------------------


def test_stands_are_counted_by_the_person(tryout, qtbot):
    one = tryout(CHAIR)
    one.flow.start.click()
    one.go(5 + 31)
    assert not one.flow.save_button.isEnabled() and one.flow.count.text() == ""
    assert one.flow.pain is None
    qtbot.keyClicks(one.flow.count, "12")
    one.flow.note.setText(" kitchen chair ")
    one.flow.save_button.click()
    ((test,),) = one.saved
    assert (test.side, test.value, test.pain, test.note) == (None, 12.0, False, "kitchen chair")


def test_none_is_a_number_of_stands(tryout, qtbot):
    one = tryout(CHAIR)
    one.flow.start.click()
    one.go(5 + 9)
    one.flow.run.stop_now()
    assert "after 9 s" in one.texts()
    qtbot.keyClicks(one.flow.count, "0")
    one.flow.pain.chips()[0].click()
    qtbot.keyClick(one.flow.count, Qt.Key.Key_Return)
    assert [(test.value, test.pain) for test in one.saved[0]] == [(0.0, True)]


def test_a_click_does_not_end_a_chair_stand(tryout, qtbot):
    one = tryout(CHAIR)
    one.flow.start.click()
    one.go(5 + 9)
    qtbot.mouseClick(one.flow.run, Qt.MouseButton.LeftButton)
    assert one.flow.run is not None


def test_escape_leaves_the_first_page_only(tryout, qtbot):
    one = tryout(CHAIR)
    one.flow.start.click()
    one.go(5 + 31)
    qtbot.keyClick(one.flow, Qt.Key.Key_Escape)
    assert not one.closed
    one.flow.show_intro()
    qtbot.keyClick(one.flow, Qt.Key.Key_Escape)
    assert one.closed


# --- who should not ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "can"), [(CautionLevel.MODIFY, True), (CautionLevel.AVOID, False)]
)
def test_conditions_are_said_and_may_forbid_it(tryout, level, can):
    one = tryout(STANCE, verdict=Verdict(level, (Reason("Poor balance", "Hold on."),)), ceiling=3)
    assert "Poor balance: Hold on." in one.texts() and "above 3 of 10" in one.texts()
    assert one.flow.start.isEnabled() is can


def test_a_count_that_was_typed_is_kept_when_the_window_goes(tryout, qtbot):
    one = tryout(CHAIR)
    one.flow.start.click()
    one.go(5 + 30.1)
    one.flow.keep()
    assert one.saved == [], "nothing was typed"
    one.flow.count.setText("12")
    one.flow.keep()
    one.flow.keep()
    assert [test.value for (test,) in one.saved] == [12.0]
