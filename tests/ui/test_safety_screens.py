"""The safety questions and the page that holds a session back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hiprehab import resources
from hiprehab.core.safety import AT_ONCE, Occasion
from hiprehab.storage.guides import read_safety
from hiprehab.ui.screens.safety import SafetyQuestions
from hiprehab.ui.screens.safety_hold import SafetyHold
from hiprehab.ui.theme import Theme

BOOK = read_safety(resources.data_dir())
IDS = [one.id for one in BOOK.questions]
TODAY = date(2026, 11, 22)


def texts(widget: Any) -> str:
    QApplication.processEvents()  # a new line is shown by the event loop
    return "\n".join(
        one.text() for one in widget.findChildren(QLabel) if not one.isHidden() and one.text()
    )


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> SafetyQuestions:
    made = SafetyQuestions(theme, BOOK, Occasion.FIRST)
    qtbot.addWidget(made)
    made.resize(860, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_no_for_each_question_by_keyboard(page: SafetyQuestions, qtbot: QtBot) -> None:
    seen = []
    for _ in IDS:
        assert page.question is not None
        seen.append(page.question.id)
        assert page.question.text in texts(page)
        qtbot.keyClick(page, Qt.Key.Key_N)
    assert seen == IDS and page.question is None
    assert "Nothing that you said speaks against exercise." in texts(page)
    with qtbot.waitSignal(page.finished) as caught:
        qtbot.mouseClick(page.done, Qt.MouseButton.LeftButton)
    assert caught.args == [[(name, False) for name in IDS]]


def test_nothing_is_chosen_beforehand_and_enter_is_no_answer(
    page: SafetyQuestions, qtbot: QtBot
) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(page, key)
    assert page.answers == {}
    assert not page.yes.isDefault() and not page.no.isDefault()


@pytest.mark.parametrize("question", [q for q in BOOK.questions if q.level in AT_ONCE])
def test_a_grave_yes_says_at_once_what_to_do(
    page: SafetyQuestions, qtbot: QtBot, question: Any
) -> None:
    while page.question is not None and page.question.id != question.id:
        page.answer(False)
    qtbot.keyClick(page, Qt.Key.Key_Y)
    words = texts(page)
    assert question.action in words and "HipRehab tells nobody" in words
    assert page.understood.isVisible() and not page.later.isVisible()
    for key in (Qt.Key.Key_N, Qt.Key.Key_Y, Qt.Key.Key_Escape, Qt.Key.Key_Left):
        qtbot.keyClick(page, key)  # a stop is not walked past by accident
    assert question.action in texts(page)
    with qtbot.waitSignal(page.finished) as caught:
        qtbot.mouseClick(page.understood, Qt.MouseButton.LeftButton)
    assert caught.args[0][-1] == (question.id, True)
    assert len(caught.args[0]) == IDS.index(question.id) + 1


def test_a_yes_by_mistake_is_forgotten(page: SafetyQuestions, qtbot: QtBot) -> None:
    page.answer(True)
    qtbot.mouseClick(page.mistake, Qt.MouseButton.LeftButton)
    assert page.question is BOOK.questions[0] and page.answers == {}
    assert page.yes.isVisible() and not page.understood.isVisible()


def test_the_other_yeses_are_told_at_the_end(page: SafetyQuestions) -> None:
    for name in IDS:
        page.answer(name in ("RF13", "RF18"))
    words = texts(page)
    for name in ("RF13", "RF18"):
        question = BOOK.question(name)
        assert question is not None and question.action in words
    page.back()
    assert page.question is BOOK.questions[-1]


def test_later_keeps_what_was_answered(page: SafetyQuestions, qtbot: QtBot) -> None:
    page.answer(False)
    page.answer(False)
    page.back()
    with qtbot.waitSignal(page.put_off) as caught:
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert caught.args == [[("RF01", False), ("RF02", False)]]


@pytest.mark.parametrize("occasion", list(Occasion))
def test_each_occasion_says_why(theme: Theme, qtbot: QtBot, occasion: Occasion) -> None:
    made = SafetyQuestions(theme, BOOK, occasion)
    qtbot.addWidget(made)
    assert made.note.text()
    if occasion is not Occasion.FIRST:
        assert "one of these is" in made.note.text()


# --- the page that holds back -----------------------------------------------------------------


@pytest.fixture
def hold(theme: Theme, qtbot: QtBot) -> Callable[..., SafetyHold]:
    def made(*names: str, gentle: bool = False) -> SafetyHold:
        questions = [question for name in names if (question := BOOK.question(name))]
        one = SafetyHold(theme, questions, TODAY, gentle=gentle)
        qtbot.addWidget(one)
        one.resize(860, 640)
        one.show()
        return one

    return made


def button(widget: Any, text: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text)


def test_it_says_what_to_do_and_takes_a_clinicians_word(
    hold: Callable[..., SafetyHold], qtbot: QtBot
) -> None:
    page = hold("RF06")
    words = texts(page)
    assert "24 to 48 hours" in words and "HipRehab tells nobody" in words
    form = page.forms["RF06"]
    assert not form.isVisible()
    qtbot.mouseClick(
        button(page, "A clinician said that I may exercise"), Qt.MouseButton.LeftButton
    )
    assert form.isVisible() and not form.save.isEnabled()
    qtbot.keyClicks(form.who, "  ")
    assert not form.save.isEnabled()
    qtbot.keyClicks(form.who, "Dr A")
    form.day.setDate(QDate(2030, 1, 1))  # a word that was not yet given cannot be entered
    assert form.day.date() == QDate(2026, 11, 22)
    form.day.setDate(QDate(2026, 11, 20))
    with qtbot.waitSignal(page.cleared) as caught:
        qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert caught.args == ["RF06", "Dr A", date(2026, 11, 20), ""]


def test_nobody_can_lift_the_age(hold: Callable[..., SafetyHold], qtbot: QtBot) -> None:
    page = hold("RF11")
    assert page.forms == {}
    with qtbot.waitSignal(page.mistaken) as caught:
        qtbot.mouseClick(button(page, "I pressed Yes by mistake"), Qt.MouseButton.LeftButton)
    assert caught.args == ["RF11"]


def test_easy_movement_is_offered_only_where_it_may_be(
    hold: Callable[..., SafetyHold], qtbot: QtBot
) -> None:
    assert not hold("RF01").gentle.isVisible()
    page = hold("RF13", gentle=True)
    assert page.gentle.isVisible()
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
