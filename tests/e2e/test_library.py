"""From the library into a session, and into the plan."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from hiprehab.core.alone import PREFIX
from hiprehab.ui.screens.safety import SafetyQuestions


def settled_in(sit_down: Any) -> Any:
    """Somebody past the first run and the safety questions, in the library."""
    person = sit_down()
    person.first_run(lambda page: page.start_button.click())
    person.desk.window.show_screen("library")
    QCoreApplication.processEvents()
    return person


def test_do_just_this_is_played_and_recorded(sit_down: Any) -> None:
    person = settled_in(sit_down)
    desk = person.desk
    library = desk.window.screen_of("library")
    library.open_exercise("clamshell")
    library.exercise_page.rungs[1].click()
    library.exercise_page.start.click()
    if desk.window.findChildren(SafetyQuestions):  # they come when they are due
        person.safe()
    desk.sessions.flow.panel.started.emit()
    runner = person.session()
    assert {step.exercise for step in runner.session.plan.steps} == {"clamshell"}
    person.play(lambda: not runner.session.live)
    desk.sessions.flow.summary.saved.emit({}, None, "")
    person.saved()
    today = desk.around.today()
    (record,) = desk.live.read.sessions_between(today, today, results=True)
    assert record.routine == f"{PREFIX}clamshell"
    assert record.title == "Clamshell"
    assert {row.level for row in record.results} == {"2"}


def test_add_to_plan_opens_the_days(sit_down: Any) -> None:
    person = settled_in(sit_down)
    library = person.desk.window.screen_of("library")
    library.open_routine("glute-strength-a")
    library.routine_page.levels.chips()[1].click()
    library.routine_page.add.click()
    QCoreApplication.processEvents()
    plan = person.desk.window.screen_of("plan")
    assert person.desk.window.current == "plan"
    assert plan.editor.isVisible()
    plan.editor.save.click()
    person.saved()
    (row,) = person.desk.live.read.planned()
    assert (row.routine, row.variant) == ("glute-strength-a", "L2")


def test_something_else_on_today_leads_to_the_library(sit_down: Any) -> None:
    person = settled_in(sit_down)
    window, today = person.desk.window, person.desk.today
    window.show_screen("today")
    today.due.others_requested.emit()
    (look,) = (
        one for one in today.findChildren(QPushButton) if one.text() == "Look in the Library"
    )
    look.click()
    assert window.current == "library"
    window.show_screen("today")
    assert today._home.isVisible(), "Today is Today again"
