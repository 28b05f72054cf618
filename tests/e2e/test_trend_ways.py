"""Ways out of Trends in the whole application: a test, a day in History, an exercise over time."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from hiprehab.app.own_activities import OwnActivities
from hiprehab.core.changes import Changes
from hiprehab.core.diary import Activity, FunctionKind
from hiprehab.core.log import Outcome, PainEntry, SessionRecord, SetResult, Status
from hiprehab.core.model import Side
from hiprehab.ui.screens.activity_dialogs import RateDialog
from hiprehab.ui.screens.safety import SafetyQuestions
from hiprehab.ui.screens.safety_hold import SafetyHold
from tests.e2e.conftest import LONG, STEP_S

STANCE = FunctionKind.SINGLE_LEG_STANCE


@pytest.fixture
def person(sit_down: Any) -> Any:
    """Somebody who has put the safety questions off until tomorrow and has rated once."""
    one = sit_down()
    one.first_run(one.left_is_sore)
    now = one.desk.around.now()
    one.desk.live.write(lambda store: store.log_pain([PainEntry(now, Side.LEFT, 3)]), Changes.PAIN)
    one.saved()
    return one


def trends(person: Any) -> Any:
    """The screen, with its numbers."""
    person.desk.window.show_screen("trends")
    screen = person.desk.window.screen_of("trends")
    person.qtbot.waitUntil(lambda: screen.period is not None, timeout=LONG)
    return screen


def pass_time(person: Any, flow: Any, seconds: float) -> None:
    end = person.clock.now + seconds
    while flow.run is not None and person.clock.now < end - 1e-9:
        runner = flow.run.runner
        due = runner.session.due()
        step = STEP_S if due is None else max(0.001, due - runner._now())
        person.clock.turn(min(STEP_S, step, end - person.clock.now))
        runner._timer.timeout.emit()


def flow_of(person: Any) -> Any:
    return person.desk.window._session


def test_a_test_is_done_saved_and_taken_back(person: Any) -> None:
    screen = trends(person)
    screen.wanted.emit("test", STANCE)
    person.saved()
    flow = flow_of(person)
    flow.start.click()
    ready = flow.run.runner.session.plan.steps[0].seconds
    pass_time(person, flow, ready + 8)
    person.qtbot.keyClick(flow.run, Qt.Key.Key_Space)
    flow.save()
    person.saved()
    today = person.desk.around.today()
    read = person.desk.live.read
    assert [(one.side, one.value) for one in read.function_tests(today, today)] == [
        (Side.RIGHT, 8.0)
    ]
    assert not person.desk.window.in_session and person.desk.window.current == "trends"
    person.desk.window.toasts.undo_button.click()
    person.saved()
    assert read.function_tests(today, today) == []


def test_the_safety_questions_stand_before_a_test(person: Any) -> None:
    person.clock.turn(timedelta(days=1).total_seconds())
    trends(person).wanted.emit("test", STANCE)
    (page,) = person.desk.window._session.findChildren(SafetyQuestions)
    while page.question is not None and not page._stopped:
        page.answer(page.question.id == "RF06")
    (page.understood if page._stopped else page.done).click()
    person.saved()
    person.desk.window.show_screen("trends")
    person.desk.window.screen_of("trends").wanted.emit("test", STANCE)
    assert person.desk.window._session.findChildren(SafetyHold)


def test_a_window_that_closes_keeps_the_leg_that_was_timed(person: Any, sit_down: Any) -> None:
    trends(person).wanted.emit("test", STANCE)
    flow = flow_of(person)
    flow.start.click()
    pass_time(person, flow, flow.run.runner.session.plan.steps[0].seconds + 6)
    flow.run.stop_now()
    flow.start_next()
    today = person.desk.around.today()
    person.leave()
    again = sit_down()
    (kept,) = again.desk.live.read.function_tests(today, today)
    assert (kept.side, kept.value) == (Side.RIGHT, 6.0)


def test_a_day_opens_in_history(person: Any) -> None:
    day = person.desk.around.today()
    trends(person).wanted.emit("day", day)
    assert person.desk.window.current == "history"
    view = person.desk.window.screen_of("history").view
    person.qtbot.waitUntil(lambda: view.current_row() is not None, timeout=LONG)
    assert view.current_row().day == day


def test_an_exercise_leads_to_its_history_over_time(person: Any) -> None:
    now = person.desk.around.now()
    row = SetResult(0, "bridge", "1", None, 1, 10, 10, 60.0, 60.0, Outcome.DONE)
    other = SetResult(1, "clamshell", "1", Side.LEFT, 1, 10, 10, 60.0, 60.0, Outcome.DONE)
    done = SessionRecord(now, "a", "A", "1", "x", Status.DONE, 600, 600, results=(row, other))
    person.desk.live.write(lambda store: store.log_manual_session(done), Changes.SESSIONS)
    person.saved()
    person.desk.window.show_screen("library")
    library = person.desk.window.screen_of("library")
    library.open_exercise("clamshell")
    library.exercise_page._on_over_time()
    assert person.desk.window.current == "trends"
    screen = trends(person)
    frame = screen.frame_of("exercise")
    person.qtbot.waitUntil(lambda: frame.chart is not None, timeout=LONG)
    assert frame.sentence.text().startswith("Clamshell: 1 session")


def test_today_offers_a_rating_of_activities_once_a_week(person: Any) -> None:
    (offer,) = person.desk.findChildren(OwnActivities)
    assert not offer.button.isVisible()
    today = person.desk.around.today()
    person.desk.live.write(
        lambda store: store.activity_add(Activity("socks", today)), Changes.DIARY
    )
    person.qtbot.waitUntil(offer.button.isVisible, timeout=LONG)
    offer.button.click()
    (dialog,) = person.desk.window.findChildren(RateDialog)
    (chips,) = dialog.scores.values()
    assert chips.value is None
    chips.chips()[4].click()
    dialog.save.click()
    person.qtbot.waitUntil(lambda: not offer.button.isVisible(), timeout=LONG)
    person.clock.turn(timedelta(days=7).total_seconds())
    person.desk.window.show_screen("plan")
    person.desk.window.show_screen("today")
    person.qtbot.waitUntil(offer.button.isVisible, timeout=LONG)
