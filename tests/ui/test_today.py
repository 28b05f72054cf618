"""Today: what is due, one key to start it, the question of the morning, the interrupted session."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from hiprehab.core.agenda import EVERY_DAY, Away, Planned
from hiprehab.core.changes import Changes
from hiprehab.core.log import Moment, PainEntry, SessionRecord, SkipReason, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.rating_dialog import RatingDialog
from hiprehab.ui.screens.today import TodayScreen
from hiprehab.ui.screens.today_state import kit_of
from hiprehab.ui.theme import Theme

DAY = date(2026, 11, 22)
SINCE = DAY - timedelta(days=30)


def plan(
    log: Store, routine: str = "glute-strength-a", variant: str = "L1", times: int = 1
) -> None:
    log.plan_add(Planned(routine, variant, EVERY_DAY, times, SINCE))


def session(day: date, routine: str = "glute-strength-a", **more: Any) -> SessionRecord:
    at = stamp(datetime(day.year, day.month, day.day, 7, 0, tzinfo=UTC), 0)
    facts: dict[str, Any] = {"status": Status.DONE, "planned_s": 900.0, "active_s": 900.0} | more
    return SessionRecord(at, routine, "Hip strength A", "1.0.0", "L1", **facts)


@pytest.fixture
def screen(theme: Theme, around: Around, log: Store, qtbot: Any) -> Any:
    """Makes the screen, connected and shown as the application does it."""
    made: list[TodayScreen] = []

    def make(**more: Any) -> TodayScreen:
        today = TodayScreen(theme, around, **more)
        around.live.changed.connect(today.on_changed)
        qtbot.addWidget(today)
        today.resize(1100, 800)
        with qtbot.waitExposed(today):
            today.show()
        today.activateWindow()
        made.append(today)
        return today

    yield make
    for today in made:
        today.close()


def texts(widget: QWidget) -> list[str]:
    """What can be read."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def test_enter_starts_what_is_due(screen: Any, log: Store, qtbot: Any) -> None:
    plan(log)
    today = screen()
    assert today.focusWidget() is today.due.start
    with qtbot.waitSignal(today.start_requested) as caught:
        qtbot.keyClick(today.focusWidget(), Qt.Key.Key_Return)
    assert caught.args == ["glute-strength-a", "L1", False]


def test_shorter_today_is_shorter(screen: Any, log: Store, qtbot: Any) -> None:
    plan(log)
    today = screen()
    with qtbot.waitSignal(today.start_requested) as caught:
        today.due.shorter.click()
    assert caught.args == ["glute-strength-a", "L1", True]
    minutes = [int("".join(filter(str.isdigit, text))) for text in (
        today.due.facts.text().split("·")[1], today.due.shorter.text())]  # fmt: skip
    assert 0 < minutes[1] < minutes[0]


def test_the_card_says_what_is_needed(screen: Any, log: Store) -> None:
    plan(log)
    due = screen().due
    assert due.title.text() == "Hip strength A: side and back of the hip"
    assert due.facts.text().startswith("Level 1 ·")
    assert "mat" in due.kit.text() and "loop band" in due.kit.text()


def test_what_covers_another_thing_is_named_alone(library: Any) -> None:
    def exercise(*things: str) -> Any:
        return replace(library.exercises["clamshell"], equipment=things)

    found = kit_of([exercise("mat", "wall or chair", "loop band (optional)"), exercise("wall")])
    assert found == ("mat", "loop band (optional)", "wall")
    assert kit_of([exercise("strap or towel", "mat")]) == ("strap or towel", "mat")


def test_a_plan_that_arrives_takes_the_focus(screen: Any, log: Store) -> None:
    today = screen()
    assert today.due.plan.hasFocus()
    plan(log)
    today.on_changed(Changes.PLAN)
    assert today.due.start.isVisible() and today.due.start.hasFocus()


def test_twice_a_day_counts_up(screen: Any, log: Store) -> None:
    plan(log, "daily-hip-mobility", "standard", times=2)
    log.log_manual_session(session(DAY, "daily-hip-mobility"))
    assert screen().due.eyebrow.text() == "Due today · 2 of 2"


def test_a_second_routine_can_be_started_too(screen: Any, log: Store, qtbot: Any) -> None:
    plan(log)
    plan(log, "desk-break-5", "standard")
    today = screen()
    names = {b.accessibleName(): b for b in today.due.findChildren(QPushButton)}
    with qtbot.waitSignal(today.start_requested) as caught:
        names["Start Desk break, 5 minutes"].click()
    assert caught.args[0] == "desk-break-5"


def test_without_a_plan_the_first_step_is_offered(screen: Any, qtbot: Any) -> None:
    today = screen()
    assert today.due.title.text() == "No plan yet"
    assert not today.due.start.isVisible()
    with qtbot.waitSignal(today.open_plan):
        qtbot.keyClick(today.focusWidget(), Qt.Key.Key_Return)


def test_done_today_is_said(screen: Any, log: Store) -> None:
    plan(log)
    log.log_manual_session(session(DAY))
    due = screen().due
    assert due.title.text() == "Done for today" and not due.start.isVisible()
    assert "15 min" in due.facts.text()
    assert due.kit.text().startswith("Next: Hip strength A")


def test_a_session_in_part_is_not_done(screen: Any, log: Store, qtbot: Any) -> None:
    plan(log)
    log.log_manual_session(session(DAY, status=Status.PARTIAL, active_s=60.0))
    today = screen()
    due = today.due
    assert due.title.text() == "Done in part today" and not due.start.isVisible()
    assert due.more.text().startswith("Do the rest (")
    with qtbot.waitSignal(today.more_requested) as caught:
        due.more.click()
    assert (caught.args[0].id, caught.args[1].id) == ("glute-strength-a", "L1")
    (mark,) = [mark for mark in today.strip._days if mark.day == DAY]
    assert mark.done == 1.0 < mark.planned


def test_what_was_ended_because_it_hurt_is_not_offered_again(screen: Any, log: Store) -> None:
    plan(log)
    record = session(DAY, status=Status.PARTIAL, active_s=60.0, reason=SkipReason.PAIN)
    log.log_manual_session(record)
    assert not screen().due.more.isVisible()


def test_a_whole_session_is_not_offered_again(screen: Any, log: Store) -> None:
    plan(log)
    log.log_manual_session(session(DAY))
    assert not screen().due.more.isVisible()


def test_on_a_free_day_the_next_one_can_be_done(screen: Any, log: Store, qtbot: Any) -> None:
    tomorrow = (DAY + timedelta(days=1)).weekday()
    log.plan_add(Planned("glute-strength-a", "L1", frozenset({tomorrow}), 1, SINCE))
    today = screen()
    due = today.due
    assert due.title.text() == "A free day" and due.more.text().startswith("Do it today anyway (")
    assert not due.more.hasFocus(), "Enter does nothing of its own on a free day"
    with qtbot.waitSignal(today.more_requested):
        due.more.click()


def test_the_picture_takes_the_room_that_the_text_leaves(screen: Any, log: Store) -> None:
    plan(log)
    today = screen()
    today.resize(1130, 640)
    assert today.due.picture.height() > 200
    assert today.checkin.figure.height() == today.checkin.figure.sizeHint().height()
    strip = today.strip.mapTo(today, today.strip.rect().bottomLeft()).y()
    assert strip < 620, "the last days are in sight in a small window"


def test_a_file_that_was_given_can_be_opened(screen: Any, qtbot: Any) -> None:
    today = screen()
    with qtbot.waitSignal(today.file_requested):
        today.due.given.click()


def test_nothing_is_due_while_away(screen: Any, log: Store) -> None:
    plan(log)
    log.away_add(Away(DAY - timedelta(days=1), DAY + timedelta(days=2)))
    due = screen().due
    assert due.title.text() == "You are away" and "nothing counts as missed" in due.facts.text()


def test_a_routine_that_is_gone_does_no_harm(screen: Any, log: Store) -> None:
    plan(log, "org.example/gone", "x")
    assert screen().due.title.text() == "A free day"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(4, "Good morning"), (12, "Good afternoon"), (18, "Good evening"), (2, "Good evening")],
)
def test_greeting(screen: Any, clock: Any, hour: int, words: str) -> None:
    clock.at = clock.at.replace(hour=hour)
    assert screen().greeting.text() == words


# --- the check-in -----------------------------------------------------------------------------


def rate(today: TodayScreen, qtbot: Any, **scores: int) -> None:
    for side, score in scores.items():
        qtbot.keyClicks(today.checkin.scales[Side(side)], str(score))
    with qtbot.waitSignal(today.checkin.saved):
        today.checkin.save_button.click()
    qtbot.waitUntil(lambda: today.checkin.save_button.text() == "Save")


def test_a_rating_shows_with_its_time(screen: Any, qtbot: Any) -> None:
    today = screen()
    rate(today, qtbot, left=3, right=1)
    qtbot.waitUntil(lambda: any(text.endswith("left 3, right 1") for text in texts(today)))
    (line,) = [text for text in texts(today) if text.startswith("Rated at")]
    assert "8:40" in line


def test_several_ratings_a_day(screen: Any, log: Store, clock: Any, qtbot: Any) -> None:
    today = screen()
    rate(today, qtbot, left=3)
    clock.later(hours=3)
    rate(today, qtbot, left=2)
    qtbot.waitUntil(lambda: len([t for t in texts(today) if t.startswith("Rated at")]) == 2)
    assert [entry.score for entry in log.pain_between(DAY, DAY)] == [3, 2]


def test_saved_is_said_only_after_it_is(screen: Any, log: Store, qtbot: Any) -> None:
    today = screen()
    said: list[tuple[str, int]] = []
    today.told.connect(lambda text, _: said.append((text, len(log.pain_between(DAY, DAY)))))
    rate(today, qtbot, left=3, right=4)
    qtbot.waitUntil(lambda: bool(said))
    assert said == [("Saved.", 2)]


def test_a_saved_rating_can_be_taken_back(
    screen: Any, log: Store, around: Around, qtbot: Any
) -> None:
    today = screen()
    qtbot.keyClicks(today.checkin.scales[Side.LEFT], "3")
    with qtbot.waitSignal(today.told) as caught:
        today.checkin.save_button.click()
    assert len(log.pain_between(DAY, DAY)) == 1
    with qtbot.waitSignal(around.live.changed):
        caught.args[1]()
    qtbot.waitUntil(lambda: log.pain_between(DAY, DAY) == [])


def test_edit_opens_the_rating(screen: Any, qtbot: Any) -> None:
    today = screen()
    rate(today, qtbot, left=3, right=1)
    qtbot.waitUntil(lambda: any(t.startswith("Rated at") for t in texts(today)))
    (edit,) = [b for b in today.findChildren(QPushButton) if b.text() == "Edit"]
    edit.click()
    (dialog,) = today.findChildren(RatingDialog)
    assert [scale.score for scale in dialog.checkin.scales.values()] == [3, 1]
    dialog.reject()


def test_yesterdays_session_is_asked_about_in_the_morning(
    screen: Any, log: Store, qtbot: Any
) -> None:
    number = log.log_manual_session(session(DAY - timedelta(days=1)))
    today = screen()
    question = today.checkin.question.text()
    assert question == "Yesterday: Hip strength A. How are your hips this morning?"
    rate(today, qtbot, left=2)
    (entry,) = log.pain_between(DAY, DAY)
    assert (entry.moment, entry.session) == (Moment.NEXT_MORNING, number)
    qtbot.waitUntil(lambda: today.checkin.question.text() == "How are your hips?")


@pytest.mark.parametrize("hour", [15, 20, 3])
def test_nobody_is_asked_about_the_morning_later(
    screen: Any, log: Store, clock: Any, hour: int
) -> None:
    clock.at = clock.at.replace(hour=hour)
    log.log_manual_session(session(DAY - timedelta(days=1 if hour > 4 else 2)))
    assert screen().checkin.question.text() == "How are your hips?"


def test_the_morning_question_can_be_skipped(screen: Any, log: Store, qtbot: Any) -> None:
    log.log_manual_session(session(DAY - timedelta(days=1)))
    today = screen()
    today.not_now.click()
    assert today.checkin.question.text() == "How are your hips?"
    rate(today, qtbot, left=2)
    (entry,) = log.pain_between(DAY, DAY)
    assert (entry.moment, entry.session) == (Moment.DAY, None)
    assert today.checkin.question.text() == "How are your hips?"


def test_what_is_being_entered_survives_a_change_elsewhere(screen: Any, qtbot: Any) -> None:
    today = screen()
    qtbot.keyClicks(today.checkin.scales[Side.LEFT], "6")
    today.on_changed(Changes.SESSIONS | Changes.PLAN)
    assert today.checkin.scales[Side.LEFT].score == 6


# --- the interrupted session ------------------------------------------------------------------


def test_the_interrupted_session_waits_on_top(screen: Any, log: Store, qtbot: Any) -> None:
    plan(log)
    today = screen()
    assert not today.unfinished.isVisible()
    text = "Session interrupted at Clamshell, set 2, left, 12 s left · 10:42"
    today.show_unfinished(text)
    assert text in texts(today)
    assert today.focusWidget() is today.unfinished.resume
    for button, signal in (
        (today.unfinished.resume, today.resume_requested),
        (today.unfinished.end, today.end_partial_requested),
        (today.unfinished.discard, today.discard_requested),
    ):
        with qtbot.waitSignal(signal):
            button.click()
        assert today.unfinished.isVisible(), "it stays until the application says it is gone"
    today.refresh()
    assert today.unfinished.isVisible()
    today.show_unfinished(None)
    assert not today.unfinished.isVisible()
    assert today.focusWidget() is today.due.start


# --- everything else --------------------------------------------------------------------------


def test_every_routine_can_be_started(screen: Any, library: Any, qtbot: Any) -> None:
    today = screen()
    today.due.others.click()
    cards = {card.routine.id: card for card in today.routines.cards}
    assert set(cards) == set(library.routines)
    card = cards["glute-strength-b"]
    card.levels.chips()[1].click()
    with qtbot.waitSignal(today.start_requested) as caught:
        card.button.click()
    assert caught.args == ["glute-strength-b", "L2", False]
    assert today.due.isVisible()


def test_the_strip_shows_gaps_as_gaps(screen: Any, log: Store) -> None:
    plan(log)
    noon = stamp(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), 0)
    log.log_pain([PainEntry(noon, Side.LEFT, 4)])
    log.log_manual_session(session(DAY - timedelta(days=2), planned_s=900, active_s=900))
    marks = {mark.day: mark for mark in screen().strip._days}
    assert len(marks) == 14
    day = marks[date(2026, 11, 20)]
    assert (day.left, day.right) == (4.0, None)
    assert day.done == day.planned > 0
    missed = marks[date(2026, 11, 19)]
    assert (missed.left, missed.done) == (None, 0.0) and missed.planned > 0


def test_the_figure_is_made_when_the_mouse_comes(screen: Any, log: Store) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QEnterEvent
    from PySide6.QtWidgets import QApplication

    from hiprehab.ui.widgets.figure_view import FigureView

    plan(log)
    made: list[FigureView] = []
    today = screen(figure=lambda: made.append(FigureView(cache_mb=50)) or made[-1])
    assert made == []
    picture = today.due.picture
    spot = QPointF(5, 5)
    QApplication.sendEvent(picture, QEnterEvent(spot, spot, spot))
    assert made[0].isVisible() and "clam" in made[0].accessibleName().lower()
    QApplication.sendEvent(picture, QEvent(QEvent.Type.Leave))
    assert not made[0].isVisible()


def test_the_screen_loads_nothing_heavy() -> None:
    code = "import sys, hiprehab.ui.screens.today; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "pyqtgraph", "pydantic", "sqlite_utils", "PySide6.QtSvg", "email", "ssl"}
    assert not heavy & set(done.stdout.split())


def test_no_window_flashes_up_while_a_screen_is_made(
    theme: Theme, around: Around, log: Store, qapp: Any, qtbot: Any
) -> None:
    """A widget that is shown before it has a parent is a window for a moment."""
    from PySide6.QtCore import QEvent, QObject

    from hiprehab.ui.screens.history import HistoryScreen
    from hiprehab.ui.screens.plan import PlanScreen

    class Windows(QObject):
        seen: list[str]

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
            if shown and watched.isWindow():
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
            return False

    plan(log)
    watch = Windows()
    watch.seen = []
    qapp.installEventFilter(watch)
    try:
        today = TodayScreen(theme, around)
        today._show_others()
        today.checkin.set_details_shown(True)
        history, week = HistoryScreen(theme, around), PlanScreen(theme, around)
        week._on_change(week._rows[0])
        assert history.page.isHidden()
        for made in (today, history, week):
            qtbot.addWidget(made)
    finally:
        qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_a_hidden_screen_reads_when_it_is_shown(screen: Any, log: Store, around: Around) -> None:
    today = screen()
    today.hide()
    plan(log)
    today.on_changed(Changes.PLAN)
    assert today.due.title.text() == "No plan yet"
    today.show()
    assert today.due.title.text() != "No plan yet"


def test_a_new_day_is_seen_when_the_screen_is_shown(screen: Any, log: Store, clock: Any) -> None:
    plan(log)
    log.log_manual_session(session(DAY))
    today = screen()
    assert today.due.title.text() == "Done for today"
    today.hide()
    clock.later(days=1)
    today.show()
    assert today.due.start.isVisible()


def test_escape_leaves_the_list_of_routines(screen: Any, qtbot: Any) -> None:
    today = screen()
    today.due.others.click()
    qtbot.keyClick(today.focusWidget(), Qt.Key.Key_Escape)
    assert today.due.isVisible()
