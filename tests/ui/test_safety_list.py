"""Something is new: all questions as one list to tick."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hiprehab import resources
from hiprehab.core.safety import AT_ONCE
from hiprehab.storage.guides import read_safety
from hiprehab.ui.screens.safety_list import SafetyList
from hiprehab.ui.theme import Theme

BOOK = read_safety(resources.data_dir())
IDS = [one.id for one in BOOK.questions]
MILD = [one.id for one in BOOK.questions if one.level not in AT_ONCE]


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> SafetyList:
    made = SafetyList(theme, BOOK)
    qtbot.addWidget(made)
    made.resize(860, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def words(page: SafetyList) -> str:
    QApplication.processEvents()  # a new line is shown by the event loop
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_all_are_there_and_none_is_ticked(page: SafetyList) -> None:
    assert list(page.rows) == IDS and page.answers == {}
    assert not any(row.isChecked() for row in page.rows.values())
    assert page.none.isEnabled() and not page.told.isEnabled()
    for question in BOOK.questions:
        row = page.rows[question.id]
        assert row.accessibleName() == question.brief
        assert row.accessibleDescription() == question.text and row.isCheckable()


def test_none_of_these_answers_each_with_no(page: SafetyList, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.none, Qt.MouseButton.LeftButton)
    assert "Nothing that you said speaks against exercise." in words(page)
    with qtbot.waitSignal(page.finished) as caught:
        qtbot.mouseClick(page.done, Qt.MouseButton.LeftButton)
    assert caught.args == [[(name, False) for name in IDS]]


def test_ticks_by_keyboard_are_yes_and_the_rest_no(page: SafetyList, qtbot: QtBot) -> None:
    at = IDS.index(MILD[0])
    for _ in range(at + 1):
        qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_Down)
    row = page.rows[MILD[0]]
    assert row.hasFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert page.answers == {} and not row.isChecked(), "Enter is no answer"
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert row.isChecked() and not page.none.isEnabled()
    qtbot.mouseClick(page.told, Qt.MouseButton.LeftButton)
    question = BOOK.question(MILD[0])
    assert question is not None and question.action in words(page)
    page.back()
    assert page.rows[MILD[0]].isVisible() and row.isChecked()
    page.told.click()
    with qtbot.waitSignal(page.finished) as caught:
        page.done.click()
    assert caught.args == [[(name, name == MILD[0]) for name in IDS]]


@pytest.mark.parametrize("question", [q for q in BOOK.questions if q.level in AT_ONCE])
def test_a_grave_tick_is_answered_at_once(page: SafetyList, qtbot: QtBot, question: Any) -> None:
    page.rows[MILD[0]].click()
    page.rows[question.id].click()
    assert question.action in words(page) and page.understood.isVisible()
    assert not page.rows[question.id].isVisible() and not page.later.isVisible()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_N, Qt.Key.Key_Down):
        qtbot.keyClick(page, key)  # a stop is not walked past by accident
    assert question.action in words(page)
    with qtbot.waitSignal(page.finished) as caught:
        page.understood.click()
    told = [(name, True) for name in IDS if name in (MILD[0], question.id)]
    assert caught.args == [told], "what was not ticked was not answered"


def test_a_grave_tick_by_mistake_is_forgotten(page: SafetyList, qtbot: QtBot) -> None:
    page.rows["RF01"].click()
    page.mistake.click()
    assert page.rows["RF01"].isVisible() and not page.rows["RF01"].isChecked()
    assert page.answers == {}
    with qtbot.waitSignal(page.put_off) as caught:
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert caught.args == [[]]
