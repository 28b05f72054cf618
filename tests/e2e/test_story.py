"""The whole story: first start, rating, a session to its end, and the numbers everywhere."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from hiprehab.core.log import Moment, Status
from hiprehab.core.model import Side
from hiprehab.core.state import State
from hiprehab.ui.screens.first_run import FirstRun

LONG = 20_000
MONDAY = QDate(2025, 11, 24)


def fill_in(page: FirstRun) -> None:
    """The left hip; the first routine on its usual days and on Mondays."""
    page.side.chips()[0].click()
    page.tiles[0].click()
    if not page.days[0].isChecked():
        page.days[0].click()
    page.start_button.click()


def skip(page: FirstRun) -> None:
    """No answer at all."""
    page.skip_button.click()


def rate(person: Any, left: str, right: str) -> None:
    """Two digits and Enter on Today."""
    checkin = person.desk.today.checkin
    for side, digit in ((Side.LEFT, left), (Side.RIGHT, right)):
        checkin.scales[side].setFocus()
        person.qtbot.keyClicks(checkin.scales[side], digit)
    with person.qtbot.waitSignal(checkin.saved, timeout=LONG):
        person.qtbot.keyClick(checkin.scales[Side.RIGHT], Qt.Key.Key_Return)
    person.saved()


def start(person: Any) -> None:
    """Enter on Today, Enter on the question before."""
    person.desk.today._take_focus()
    person.key(Qt.Key.Key_Return)
    person.qtbot.keyClick(person.desk.sessions.flow.panel, Qt.Key.Key_Return)
    assert person.session().session.live


def finish(person: Any, left: str, right: str) -> None:
    """Plays what is left, rates afterwards, closes the summary."""
    runner = person.session()
    person.play(lambda: not runner.session.live)
    summary = person.desk.sessions.flow.summary
    for side, digit in ((Side.LEFT, left), (Side.RIGHT, right)):
        person.qtbot.keyClicks(summary.scales[side], digit)
    summary.effort.chips()[4].click()
    person.qtbot.keyClick(summary, Qt.Key.Key_Return)
    person.saved()


def test_from_the_first_start_to_the_trend(
    sit_down: Any, command: Callable[..., str], tmp_path: Path, qtbot: Any, monkeypatch: Any
) -> None:
    person = sit_down()
    desk = person.desk
    person.puts_off = False
    person.first_run(fill_in)
    person.safe()
    assert desk.profile.settings.first_run_done and desk.profile.settings.affected == "left"
    assert desk.today.due.start.isVisible()
    title = desk.today.due.title.text()

    rate(person, "4", "1")
    start(person)
    assert desk.window.in_session
    finish(person, "3", "2")
    assert not desk.window.in_session and desk.window.current == "today"
    assert desk.today.due.title.text() == "Done for today"

    (record,) = json.loads(command("sessions", "list", "--json"))["sessions"]
    assert record["status"] == Status.DONE and record["effort"] == 4
    assert record["title"] == title
    assert 0 < record["active_s"] <= record["planned_s"] + 1

    desk.window.show_screen("history")
    model = desk.window.screen_of("history").model
    lines = [model.line(model.row(model.index(n))) for n in range(model.rowCount())]
    assert sum(title in line for line in lines) == 1, lines

    check_trends(person, tmp_path, monkeypatch)
    entries = json.loads(command("pain", "list", "--json"))["entries"]
    told = {(e["moment"], e["side"]): e["score"] for e in entries}
    assert told == {
        ("day", "left"): 4, ("day", "right"): 1, ("after", "left"): 3, ("after", "right"): 2,
    }  # fmt: skip
    command("export", "--format", "csv", "--out", str(tmp_path / "out"))
    with (tmp_path / "out" / "pain.csv").open(encoding="utf-8-sig") as stream:
        scores = [(row["side"], int(row["score"])) for row in csv.DictReader(stream)]
    assert sorted(scores) == [("left", 3), ("left", 4), ("right", 1), ("right", 2)]


def check_trends(person: Any, folder: Path, monkeypatch: Any) -> None:
    """The number is on the chart, in the table and in the file of numbers."""
    desk, qtbot = person.desk, person.qtbot
    trends = desk.window.screen_of("trends")
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        desk.window.show_screen("trends")
    state = trends.chart.state
    assert [state.left.values[-1], state.right.values[-1]] == [4, 1]
    assert [dot.score for dot in state.left.dots if dot.score == 4] == [4]
    assert len(state.sessions) == 1
    trends.chart.set_day(state.last)
    assert "4" in trends.chart.readout()
    trends.pain.as_table.click()
    model = trends.pain.table.model
    rows = [
        (model._text(model.row(n), 2), model._text(model.row(n), 3), model._text(model.row(n), 0))
        for n in range(model.rowCount())
    ]
    day = QLocale().toString(MONDAY, "ddd d MMM yyyy")
    assert ("left", "4", day) in rows and ("right", "1", day) in rows
    monkeypatch.setattr(trends, "ask_path", lambda *_: str(folder / "numbers.csv"))
    menu = trends.pain.save_menu()
    with qtbot.waitSignal(trends.told, timeout=LONG):
        menu.actions()[-1].trigger()
    menu.deleteLater()
    with (folder / "numbers.csv").open(encoding="utf-8-sig", newline="") as stream:
        (today,) = [row for row in csv.DictReader(stream) if row["day"] == "2025-11-24"]
    assert (today["left_value"], today["right_value"]) == ("4", "1")


def test_a_skipped_first_run_is_not_asked_again(sit_down: Any) -> None:
    person = sit_down()
    person.first_run(skip)
    assert person.desk.today.due.title.text() == "No plan yet"
    person.leave()
    again = sit_down()
    assert not again.desk.window.in_session
    assert again.desk.window.findChildren(FirstRun) == []


def test_the_question_of_the_next_morning(sit_down: Any, command: Any) -> None:
    person = sit_down()
    person.first_run(fill_in)
    start(person)
    runner = person.session()
    person.play(lambda: runner.session.active_s > 20)
    runner.stop()
    person.desk.sessions.flow.summary.saved.emit({}, None, "")
    person.saved()
    person.leave()

    person.clock.turn(timedelta(days=1).total_seconds() - 3600)
    person = sit_down()
    assert person.desk.today.checkin.question.text().startswith("Yesterday: ")
    rate(person, "5", "0")
    assert not person.desk.today.checkin.question.text().startswith("Yesterday")
    (session,) = json.loads(command("sessions", "list", "--json"))["sessions"]
    assert session["status"] == Status.PARTIAL
    entries = json.loads(command("pain", "list", "--json"))["entries"]
    assert {(e["moment"], e["session"]) for e in entries} == {("next_morning", session["id"])}


def test_an_open_window_asks_on_the_next_morning(sit_down: Any) -> None:
    """Left open over night; the new day begins when it is looked at."""
    person = sit_down()
    person.first_run(fill_in)
    start(person)
    runner = person.session()
    person.play(lambda: runner.session.active_s > 20)
    runner.stop()
    person.desk.sessions.flow.summary.saved.emit({}, None, "")
    person.saved()
    person.clock.turn(timedelta(hours=23).total_seconds())
    person.desk.qt.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert person.desk.today.checkin.question.text().startswith("Yesterday: ")


def interrupted(sit_down: Any, active_s: float) -> Any:
    """A session under way, and then the window is closed."""
    person = sit_down()
    person.first_run(fill_in)
    start(person)
    runner = person.session()
    person.play(lambda: runner.session.active_s > active_s)
    place = (runner.session.step, runner.session.checkpoint())
    person.leave()
    return place


def test_a_session_goes_on_at_its_step_side_and_second(sit_down: Any, clock: Any) -> None:
    step, checkpoint = interrupted(sit_down, 140)
    clock.turn(7200)
    person = sit_down()
    card = person.desk.today.unfinished
    assert card.isVisible()
    assert QApplication.focusWidget() is card.resume
    for word in (step.side, f"set {step.set}"):
        assert word is None or word in card.text.text()
    person.key(Qt.Key.Key_Return)
    runner = person.session()
    assert runner.session.state is State.PAUSED
    assert runner.session.step == step
    assert runner.session.checkpoint() == checkpoint  # to the second, and two hours count nothing
    finish(person, "3", "2")
    (record,) = person.desk.live.read.sessions_between(*[person.desk.around.today()] * 2)
    assert record.status is Status.DONE
    assert record.active_s < 1000
    assert not person.desk.today.unfinished.isVisible()


def test_an_interrupted_session_can_end_in_part(sit_down: Any, command: Any) -> None:
    _, checkpoint = interrupted(sit_down, 100)
    person = sit_down()
    person.desk.today.unfinished.end.click()
    person.saved()
    assert not person.desk.today.unfinished.isVisible()
    (record,) = json.loads(command("sessions", "list", "--json"))["sessions"]
    assert record["status"] == Status.PARTIAL
    assert abs(record["active_s"] - checkpoint.active) < 0.001
    assert person.desk.sessions.unfinished() is None


def test_an_interrupted_session_can_be_discarded(sit_down: Any, command: Any) -> None:
    interrupted(sit_down, 30)
    person = sit_down()
    person.desk.today.unfinished.discard.click()
    person.saved()
    assert not person.desk.today.unfinished.isVisible()
    (record,) = json.loads(command("sessions", "list", "--json"))["sessions"]
    assert record["status"] == Status.DISCARDED
    model = person.desk.window.screen_of("history").model
    assert model.rowCount() == 0


def test_unanswered_it_is_asked_again(sit_down: Any) -> None:
    interrupted(sit_down, 30)
    for _ in range(2):
        person = sit_down()
        text = person.desk.today.unfinished.text.text()
        assert person.desk.today.unfinished.isVisible() and text
        person.leave()


def test_the_command_line_and_the_window_share_a_log(sit_down: Any, command: Any) -> None:
    person = sit_down()
    person.first_run(skip)
    command("pain", "add", "--left", "6", "--at", "2025-11-24T08:00")
    person.desk.today.refresh()
    assert any(
        "6" in button.accessibleName() or "8:00" in button.accessibleName()
        for button in person.desk.today.findChildren(QPushButton)
        if button.accessibleName().startswith("Edit the rating")
    )
    assert person.desk.live.read.pain_between(*[person.desk.around.today()] * 2)[0].moment is (
        Moment.DAY
    )
