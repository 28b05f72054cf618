"""Nothing that was entered is lost: at the end of a session, and when the window closes."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from hiprehab import resources
from hiprehab.app.keeping import MARK, TermSignals
from hiprehab.app.printing import Pages
from hiprehab.core.changes import Changes
from hiprehab.core.log import Status
from hiprehab.core.model import Side
from hiprehab.core.running import standing
from hiprehab.storage import draft_store
from hiprehab.storage.guides import read_ready_list
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.screens.answering import Answering
from hiprehab.ui.screens.event_dialog import EventDialog
from hiprehab.ui.screens.report_page import ReportPage
from hiprehab.ui.screens.running_card import RunningCard
from hiprehab.ui.screens.safety import SafetyQuestions
from hiprehab.ui.screens.safety_hold import SafetyHold

LONG = 20_000


@contextmanager
def refusing() -> Iterator[None]:
    """The disk takes nothing; it is the store's own way of saying so."""

    def full(self: Store) -> Any:
        raise StorageProblem("Not saved: the disk is full.", "Make room.", Kind.FULL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "atomic", full)
        yield


def ready(sit_down: Any) -> Any:
    person = sit_down()
    person.first_run(person.left_is_sore)
    return person


def text_in(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def ratings(person: Any) -> list[Any]:
    today = person.desk.around.today()
    return [(one.side, one.score) for one in person.desk.live.read.pain_between(today, today)]


def sessions(person: Any) -> list[Any]:
    today = person.desk.around.today()
    return list(person.desk.live.read.sessions_between(today, today, results=True))


def routine(person: Any, name: str = "desk-break-5") -> Any:
    found = person.desk.profile.library.routines[name]
    return found, found.variants[0]


def summed_up(person: Any) -> Any:
    """A session that was stopped after a while; its summary has the window."""
    person.desk.sessions.new_flow().start_now(*routine(person))
    runner = person.session()
    person.play(lambda: runner.session.active_s > 20)
    person.saved()
    return person.desk.sessions.flow


# --- what the disk refused at the end of a session --------------------------------------------


def ended_on_a_full_disk(person: Any) -> None:
    flow = summed_up(person)
    with refusing():
        flow.runner.stop()
        flow.summary.scales[Side.LEFT].set_score(7)
        flow.summary.effort.set_value(4)
        flow.summary.note.setText("sharp at the end")
        flow.summary.done_button.click()
        person.saved()
    assert person.desk.sessions.flow is None
    banner = person.desk.window.banner
    assert banner.isVisible() and "the disk is full" in text_in(banner)
    assert "kept here until it is saved" in text_in(banner)


def whole(person: Any) -> None:
    (record,) = sessions(person)
    assert (record.status, record.effort, record.note) == (Status.PARTIAL, 4, "sharp at the end")
    assert record.results
    assert ratings(person) == [(Side.LEFT, 7)]


def test_the_end_of_a_session_is_kept_until_try_again_saves_it(sit_down: Any) -> None:
    person = ready(sit_down)
    ended_on_a_full_disk(person)
    mark = person.desk.profile.folders.profile / MARK
    assert mark.exists()
    banner = person.desk.window.banner
    banner.acted.emit()
    person.saved()
    whole(person)
    assert not banner.isVisible() and not mark.exists()
    assert not person.desk.today.unfinished.isVisible()


def test_the_end_of_a_session_is_saved_with_the_next_entry(sit_down: Any) -> None:
    person = ready(sit_down)
    ended_on_a_full_disk(person)
    person.desk.live.write(lambda store: store.set_note("n", "1"), Changes.DIARY)
    person.saved()
    person.saved()
    whole(person)


def test_the_end_of_a_session_is_saved_when_the_window_closes(sit_down: Any) -> None:
    person = ready(sit_down)
    ended_on_a_full_disk(person)
    person.leave()
    whole(sit_down())


def test_a_program_that_ended_before_that_says_so_and_offers_the_session(sit_down: Any) -> None:
    person = ready(sit_down)
    ended_on_a_full_disk(person)
    with refusing():
        person.open = False
        person.desk.window.close()
        assert person.desk.window.isVisible()
        assert "once more" in text_in(person.desk.window.banner)
        person.saved()
        assert "once more" in text_in(person.desk.window.banner), "it is not said over"
        person.desk.window.close()
        assert not person.desk.window.isVisible()
        assert not person.desk.close()
        person.desk.profile.close()
    again = sit_down()
    again.qtbot.waitUntil(again.desk.window.banner.isVisible, timeout=LONG)
    assert "refused" in text_in(again.desk.window.banner)
    assert again.desk.today.unfinished.isVisible()
    again.leave()
    third = sit_down()
    third.saved()
    assert not third.desk.window.banner.isVisible(), "it is said once"


# --- what has the window when it closes -------------------------------------------------------


def test_the_summary_is_kept(sit_down: Any) -> None:
    person = ready(sit_down)
    flow = summed_up(person)
    flow.runner.stop()
    flow.summary.scales[Side.LEFT].set_score(7)
    flow.summary.effort.set_value(4)
    flow.summary.note.setText("sharp at the end")
    person.leave()
    whole(sit_down())


def test_how_the_hips_are_before_a_session_is_kept(sit_down: Any) -> None:
    person = ready(sit_down)
    person.desk.sessions.play(*routine(person), False)
    person.qtbot.keyClick(person.desk.sessions.flow.panel.scales[Side.RIGHT], Qt.Key.Key_3)
    person.leave()
    assert ratings(sit_down()) == [(Side.RIGHT, 3)]


def test_scores_on_today_are_kept(sit_down: Any) -> None:
    person = ready(sit_down)
    person.qtbot.keyClick(person.desk.today.checkin.scales[Side.LEFT], Qt.Key.Key_6)
    person.leave()
    again = sit_down()
    assert ratings(again) == [(Side.LEFT, 6)]
    assert "Rated at 08:40: left 6" in text_in(again.desk.today).lower().replace("rated", "Rated")


def test_nothing_is_made_up_of_pages_that_were_only_looked_at(sit_down: Any) -> None:
    person = ready(sit_down)
    person.desk.sessions.play(*routine(person), False)
    person.leave()
    again = sit_down()
    assert ratings(again) == [] and sessions(again) == []


def test_a_window_stays_open_once_for_what_cannot_be_saved(sit_down: Any) -> None:
    person = ready(sit_down)
    checkin = person.desk.today.checkin
    person.qtbot.keyClick(checkin.scales[Side.LEFT], Qt.Key.Key_6)
    with refusing():
        assert not person.desk.window.close()
        person.saved()
        assert checkin.problem.isVisible() and checkin.scales[Side.LEFT].score == 6
    person.leave()
    assert ratings(sit_down()) == [(Side.LEFT, 6)]


def test_a_note_without_a_score_holds_the_window_once(sit_down: Any) -> None:
    person = ready(sit_down)
    checkin = person.desk.today.checkin
    checkin.set_details_shown(True)
    checkin.details.note.setPlainText("worse on stairs")
    assert not person.desk.window.close()
    assert "needs a score and" in text_in(person.desk.window.banner)
    assert "once more" in text_in(person.desk.window.banner)
    person.qtbot.keyClick(checkin.scales[Side.LEFT], Qt.Key.Key_6)
    person.leave()
    today = person.desk.around.today()
    (entry,) = sit_down().desk.live.read.pain_between(today, today)
    assert (entry.score, entry.note) == (6, "worse on stairs")


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_signal_closes_the_window_and_keeps_what_was_entered(sit_down: Any) -> None:
    person = ready(sit_down)
    person.qtbot.keyClick(person.desk.today.checkin.scales[Side.LEFT], Qt.Key.Key_6)
    before = signal.getsignal(signal.SIGTERM)
    signals = TermSignals(person.desk.keeping)
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        person.qtbot.waitUntil(lambda: not person.desk.window.isVisible(), timeout=LONG)
    finally:
        signals.remove()
    assert signal.getsignal(signal.SIGTERM) is before
    person.leave()
    assert ratings(sit_down()) == [(Side.LEFT, 6)]


class Manager:
    """The desktop's session, about to end."""

    def __init__(self) -> None:
        self.cancelled = False

    def allowsInteraction(self) -> bool:
        return True

    def cancel(self) -> None:
        self.cancelled = True


def test_logging_out_saves_and_waits_for_what_cannot_be_saved(sit_down: Any) -> None:
    person = ready(sit_down)
    person.qtbot.keyClick(person.desk.today.checkin.scales[Side.LEFT], Qt.Key.Key_6)
    manager = Manager()
    with refusing():
        person.desk.keeping._on_session_ends(manager)
        assert manager.cancelled
        person.saved()
    QApplication.processEvents()
    manager = Manager()
    person.desk.keeping._on_session_ends(manager)
    assert not manager.cancelled
    person.saved()
    assert ratings(person) == [(Side.LEFT, 6)]


# --- in a session -----------------------------------------------------------------------------


def test_pain_chosen_on_the_strip_of_a_running_session_is_kept(sit_down: Any) -> None:
    person = ready(sit_down)
    flow = summed_up(person)
    flow.playing.ask_pain()
    person.qtbot.keyClick(flow.playing.hurts.scales[Side.LEFT], Qt.Key.Key_5)
    person.leave()
    again = sit_down()
    assert ratings(again) == [(Side.LEFT, 5)]
    assert again.desk.today.unfinished.isVisible()


# --- safety answers ---------------------------------------------------------------------------


def asked(sit_down: Any) -> tuple[Any, SafetyQuestions]:
    person = sit_down()
    person.puts_off = False
    person.first_run(person.left_is_sore)
    (page,) = person.desk.window.findChildren(SafetyQuestions)
    return person, page


def answered(person: Any) -> dict[str, bool]:
    return {one.question: one.yes for one in person.desk.live.read.safety_log().answers}


def reach(page: SafetyQuestions, question: str) -> None:
    while page.question is not None and page.question.id != question:
        page.answer(False)


def test_safety_answers_stay_on_the_screen_until_they_are_saved(sit_down: Any) -> None:
    person, page = asked(sit_down)
    with refusing():
        reach(page, "none")
        page.done.click()
        assert not page.isEnabled()
        person.saved()
    assert person.desk.window.in_session and page.isVisible() and page.isEnabled()
    assert len(page.answers) == 20 and answered(person) == {}
    (answering,) = person.desk.window.findChildren(Answering)
    assert "the disk is full" in text_in(answering.problem)
    assert "Your answers are kept here." in text_in(answering.problem)
    answering.problem.acted.emit()
    person.saved()
    assert not person.desk.window.in_session and len(answered(person)) == 20


def test_a_grave_yes_is_written_when_it_is_given(sit_down: Any) -> None:
    person, page = asked(sit_down)
    reach(page, "RF06")
    page.answer(True)
    person.saved()
    assert answered(person) == {"RF06": True}
    page.understood.click()
    person.saved()
    log = person.desk.live.read.safety_log()
    assert len({one.question for one in log.answers}) == len(log.answers) > 1
    assert len({one.stamp for one in log.answers}) == 1, "History shows one time of asking"


def test_a_grave_yes_by_mistake_is_taken_back(sit_down: Any) -> None:
    person, page = asked(sit_down)
    reach(page, "RF06")
    page.answer(True)
    page.mistake.click()
    person.saved()
    assert answered(person) == {}
    page.answer(True)
    person.leave()
    assert answered(sit_down())["RF06"] is True


def test_a_mistake_counts_too_when_the_disk_refused_both(sit_down: Any) -> None:
    person, page = asked(sit_down)
    reach(page, "RF06")
    with refusing():
        page.answer(True)
        page.mistake.click()
        person.saved()
    person.desk.live.try_again()
    person.saved()
    assert answered(person) == {}


def test_answers_until_then_are_kept_when_the_window_closes(sit_down: Any) -> None:
    person, page = asked(sit_down)
    page.answer(False)
    page.answer(False)
    count = len(page.answers)
    person.leave()
    again = sit_down()
    assert len(answered(again)) == count
    again.desk.sessions.start("glute-strength-a", "", False)
    again.saved()
    assert again.desk.window.findChildren(SafetyQuestions), "the rest is still asked"


def test_a_clearance_stays_on_the_page_until_it_is_saved(sit_down: Any) -> None:
    person, page = asked(sit_down)
    reach(page, "RF06")
    page.answer(True)
    page.understood.click()
    person.saved()
    person.desk.sessions.start("glute-strength-a", "", False)
    (hold,) = person.desk.window.findChildren(SafetyHold)
    hold.forms["RF06"].who.setText("Dr A")
    with refusing():
        hold.forms["RF06"].save.click()
        person.saved()
    assert hold.isVisible() and hold.forms["RF06"].who.text() == "Dr A"
    (answering,) = person.desk.window.findChildren(Answering)
    answering.problem.acted.emit()
    person.saved()
    assert [one.who for one in person.desk.live.read.safety_log().clearances] == ["Dr A"]


# --- what else can be entered -----------------------------------------------------------------


def test_an_undo_that_the_disk_refuses_is_done_later(sit_down: Any) -> None:
    person = ready(sit_down)
    person.qtbot.keyClick(person.desk.today.checkin.scales[Side.LEFT], Qt.Key.Key_6)
    person.desk.today.checkin.save_button.click()
    person.saved()
    assert ratings(person) == [(Side.LEFT, 6)]
    with refusing():
        person.desk.window.toasts.undo_button.click()
        person.saved()
        assert ratings(person) == [(Side.LEFT, 6)]
        assert person.desk.window.banner.isVisible()
    person.desk.window.banner.acted.emit()
    person.saved()
    assert ratings(person) == []


def test_how_the_hips_are_is_kept_when_the_session_is_not_begun_on_a_full_disk(
    sit_down: Any,
) -> None:
    person = ready(sit_down)
    person.desk.sessions.play(*routine(person), False)
    panel = person.desk.sessions.flow.panel
    person.qtbot.keyClick(panel.scales[Side.RIGHT], Qt.Key.Key_3)
    with refusing():
        panel.cancelled.emit()
        person.saved()
    assert ratings(person) == []
    person.leave()
    assert ratings(sit_down()) == [(Side.RIGHT, 3)]


def test_a_question_that_was_just_typed_is_kept(sit_down: Any) -> None:
    person = ready(sit_down)
    desk = person.desk
    page = ReportPage(desk.theme, desk.around, Pages(desk.around))
    person.qtbot.addWidget(page)
    page._show_questions(["How long?"])
    page.questions[1].setText("May I run?")
    person.leave()
    assert sit_down().desk.live.read.questions() == ("How long?", "May I run?")


def test_a_draft_that_cannot_be_saved_holds_the_window(
    sit_down: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = ready(sit_down)
    full = False
    save = draft_store.save

    def refusing_save(folder: Path, data: bytes) -> None:
        if full:
            raise StorageProblem("Not saved: the disk is full.", "Make room.", Kind.FULL)
        save(folder, data)

    monkeypatch.setattr(draft_store, "save", refusing_save)
    person.desk.editing.new()
    person.qtbot.waitUntil(lambda: person.desk.editing.screen is not None, timeout=LONG)
    screen = person.desk.editing.screen
    screen.add("bridge")
    full = True
    assert not person.desk.window.close()
    assert screen.isVisible()
    full = False
    person.leave()
    assert b'exercise = "bridge"' in draft_store.load(screen_folder(person))


def screen_folder(person: Any) -> Path:
    (found,) = draft_store.drafts(person.desk.profile.folders.drafts)
    return Path(found.folder)


def test_a_text_that_was_being_mended_is_kept(sit_down: Any) -> None:
    person = ready(sit_down)
    folder = draft_store.create(person.desk.profile.folders.drafts, "B", b'title = "Hip\n')
    person.desk.editing.open(folder)
    person.qtbot.waitUntil(lambda: person.desk.editing.trouble is not None, timeout=LONG)
    person.desk.editing.trouble.text.setPlainText('title = "Hips\n')
    person.leave()
    assert draft_store.load(folder) == b'title = "Hips\n'


def test_a_point_before_running_is_not_shown_as_answered(sit_down: Any) -> None:
    person = ready(sit_down)
    desk = person.desk
    points = read_ready_list(resources.data_dir())
    card = RunningCard(desk.theme, desk.around, points, lambda: standing([], desk.around.today()))
    person.qtbot.addWidget(card)
    card.show()
    chips = card.answers[points.points[0].key]
    with refusing():
        chips.chips()[0].click()
        person.saved()
    assert chips.value is None and desk.window.banner.isVisible()
    card.close()


def test_what_was_begun_in_a_sheet_is_told_at_the_next_start(sit_down: Any) -> None:
    person = ready(sit_down)
    person.desk.window.show_screen("history")
    person.desk.window.screen_of("history")._on_add_mark()
    (sheet,) = person.desk.window.findChildren(EventDialog)
    sheet.text.setText("fell on the stairs")
    person.leave()
    again = sit_down()
    again.qtbot.waitUntil(lambda: "Add a mark" in text_in(again.desk.window.toasts), timeout=LONG)
    assert again.desk.live.read.events() == []
