"""The safety questions in the whole application: asked first, in the way when they must be."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from hiprehab.core.log import Moment
from hiprehab.core.model import Side
from hiprehab.core.safety import Occasion
from hiprehab.ui.screens.safety import SafetyQuestions
from hiprehab.ui.screens.safety_hold import SafetyHold
from hiprehab.ui.screens.safety_list import SafetyList


def page_of(person: Any, kind: type) -> Any:
    """The page of that kind that has the window now."""
    holder = person.desk.window._session
    found = holder.findChildren(kind) if holder is not None else []
    return found[0] if found else None


def answer(person: Any, *yes: str) -> None:
    """Answers what is asked, until the end or a stop."""
    page = page_of(person, SafetyQuestions)
    while page.question is not None and not page._stopped:
        page.answer(page.question.id in yes)
    if isinstance(page, SafetyList):
        for name in yes:
            page.rows[name].click()
    (page.understood if page._stopped else page.done).click()
    person.saved()


@pytest.fixture
def person(sit_down: Any) -> Any:
    """Somebody at the first start, who looks at the safety questions."""
    one = sit_down()
    one.puts_off = False
    one.first_run(one.left_is_sore)
    return one


def test_who_skips_the_first_run_is_asked_before_the_first_session(sit_down: Any) -> None:
    one = sit_down()
    one.puts_off = False
    one.first_run(lambda page: page.skip_button.click())
    assert page_of(one, SafetyQuestions) is None
    begin(one)
    answer(one)
    assert one.desk.sessions.flow is not None


def begin(person: Any, routine: str = "glute-strength-a") -> None:
    person.desk.sessions.start(routine, "", False)
    person.saved()


def test_answered_once_they_are_not_asked_for_four_weeks(person: Any) -> None:
    answer(person)
    assert not person.desk.window.in_session
    log = person.desk.live.read.safety_log()
    assert len(log.answers) == 20 and not any(one.yes for one in log.answers)
    begin(person)
    assert person.desk.sessions.flow is not None and person.desk.sessions.flow.panel is not None
    person.desk.sessions.flow.panel.cancelled.emit()
    person.saved()
    person.clock.turn(timedelta(days=28).total_seconds())
    begin(person)
    assert page_of(person, SafetyQuestions) is not None
    answer(person)
    assert person.desk.sessions.flow is not None


def test_put_off_they_come_back_the_next_day(person: Any) -> None:
    page_of(person, SafetyQuestions).later.click()
    person.saved()
    begin(person)
    assert person.desk.sessions.flow is not None
    person.desk.sessions.flow.panel.cancelled.emit()
    person.saved()
    person.clock.turn(timedelta(days=1).total_seconds())
    begin(person)
    assert person.desk.sessions.flow is None and page_of(person, SafetyQuestions) is not None


def test_a_grave_yes_holds_back_until_a_clinician_says_so(person: Any, sit_down: Any) -> None:
    answer(person, "RF06")
    person.leave()
    again = sit_down()  # a restart does not forget it
    begin(again)
    hold = page_of(again, SafetyHold)
    assert hold is not None and again.desk.sessions.flow is None
    assert not hold.gentle.isVisible()
    hold.close_button.click()
    assert not again.desk.window.in_session
    assert "Exercise waits" in again.desk.today.due.note.text()
    begin(again)
    hold = page_of(again, SafetyHold)
    hold.forms["RF06"].who.setText("Dr A")
    hold.forms["RF06"].save.click()
    again.saved()
    (clearance,) = again.desk.live.read.safety_log().clearances
    assert (clearance.question, clearance.who) == ("RF06", "Dr A")
    assert page_of(again, SafetyQuestions) is not None  # the rest was not answered yet
    answer(again)
    assert again.desk.today.due.note.text() == ""
    assert again.desk.sessions.flow is not None and again.desk.sessions.flow.panel is not None


def test_gentle_movement_stays_open_after_a_milder_yes(person: Any) -> None:
    answer(person, "RF13")
    begin(person)
    hold = page_of(person, SafetyHold)
    assert hold.gentle.isVisible()
    hold.gentle.click()
    person.saved()
    assert person.desk.sessions.flow is not None
    assert person.desk.sessions.flow.panel is not None


def test_run_walk_waits_for_a_clinician_while_the_rest_goes_on(person: Any) -> None:
    answer(person, "RF19")
    begin(person, "run-walk-return")
    hold = page_of(person, SafetyHold)
    assert hold is not None and hold.accessibleName() == "This waits; the rest goes on"
    assert hold.gentle.isVisible()
    hold.close_button.click()
    begin(person)
    assert person.desk.sessions.flow is not None
    person.desk.sessions.flow.panel.cancelled.emit()
    person.saved()
    begin(person, "run-walk-return")
    hold = page_of(person, SafetyHold)
    hold.forms["RF19"].who.setText("Dr A")
    hold.forms["RF19"].save.click()
    person.saved()
    assert person.desk.sessions.flow is not None


def test_a_yes_by_mistake_can_be_taken_back(person: Any) -> None:
    answer(person, "RF16")
    begin(person)
    page = page_of(person, SafetyHold)
    page.mistaken.emit("RF16")
    person.saved()
    assert page_of(person, SafetyQuestions) is not None  # it asks that one again
    answer(person)
    assert person.desk.sessions.flow is not None


def test_too_sore_to_start_leads_to_the_questions_and_keeps_the_rating(person: Any) -> None:
    answer(person)
    begin(person)
    panel = person.desk.sessions.flow.panel
    panel.scales[Side.LEFT]._choose(7)
    panel.limps.click()
    panel.questions.click()
    person.saved()
    page = page_of(person, SafetyQuestions)
    assert page is not None and page._occasion is Occasion.NEW
    today = person.desk.around.today()
    (kept,) = person.desk.live.read.pain_between(today, today)
    assert (kept.side, kept.score, kept.limp, kept.moment) == (Side.LEFT, 7, True, Moment.DAY)
    answer(person, "RF06")
    begin(person)
    assert page_of(person, SafetyHold) is not None


def test_something_new_is_asked_from_today(person: Any) -> None:
    answer(person)
    person.qtbot.mouseClick(person.desk.today.something_new, Qt.MouseButton.LeftButton)
    page = page_of(person, SafetyQuestions)
    assert page is not None and page._occasion is Occasion.NEW
    answer(person, "RF05")
    begin(person)
    assert page_of(person, SafetyHold) is not None
