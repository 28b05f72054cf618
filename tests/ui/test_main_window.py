"""The main window: navigation, sessions, messages, and that it holds at small sizes."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hiprehab.core.settings import Settings
from hiprehab.ui.main_window import MainWindow
from hiprehab.ui.screens.editor_head import keys as editor_keys
from hiprehab.ui.screens.main_keys import groups_of
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import EmptyState

NAMES = ("today", "library", "plan", "history", "trends", "settings")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, made: list[str]) -> MainWindow:
    def factory(name: str) -> Callable[[], QWidget]:
        def make() -> QWidget:
            made.append(name)
            return EmptyState(theme, name, name, "Nothing here yet.")

        return make

    window = MainWindow(theme, {name: factory(name) for name in NAMES})
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    window.show_screen("today")
    return window


def test_screens_are_made_when_first_shown(window: MainWindow, made: list[str]) -> None:
    assert made == ["today"]
    window.show_screen("trends")
    window.show_screen("today")
    window.show_screen("trends")
    assert made == ["today", "trends"]
    assert window.made("trends")
    assert not window.made("plan")


def test_the_rail_shows_and_marks(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.rail.button("history"), Qt.MouseButton.LeftButton)
    assert window.current == "history"
    assert window.rail.button("history").isChecked()
    assert not window.rail.button("today").isChecked()


@pytest.mark.parametrize("place", range(6))
def test_control_and_a_number_shows_a_screen(window: MainWindow, qtbot: QtBot, place: int) -> None:
    qtbot.keyClick(window.rail.button("today"), Qt.Key(Qt.Key.Key_1 + place), CTRL)
    assert window.current == NAMES[place]


def test_alt_arrows_go_the_way_taken(window: MainWindow, qtbot: QtBot) -> None:
    window.show_screen("plan")
    window.show_screen("trends")
    for key, name in (
        (Qt.Key.Key_Left, "plan"),
        (Qt.Key.Key_Left, "today"),
        (Qt.Key.Key_Left, "today"),
        (Qt.Key.Key_Right, "plan"),
    ):
        qtbot.keyClick(window.rail, key, ALT)
        assert window.current == name
    window.show_screen("history")
    qtbot.keyClick(window.rail, Qt.Key.Key_Right, ALT)
    assert window.current == "history"


def test_arrows_move_along_the_rail(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.button("today").setFocus()
    qtbot.keyClick(window.rail.button("today"), Qt.Key.Key_Down)
    assert window.rail.button("library").hasFocus()
    qtbot.keyClick(window.rail.button("library"), Qt.Key.Key_Up)
    qtbot.keyClick(window.rail.button("today"), Qt.Key.Key_Up)
    assert window.rail.button("settings").hasFocus()


def test_messages_leave_the_foot_of_a_session_free(window: MainWindow) -> None:
    window.tell("Saved.")
    low = window.toasts.geometry().bottom()
    session = QWidget()
    window.enter_session(session)
    foot = window.theme.px(100)  # two lines of advice and the buttons of the start check
    assert window.toasts.geometry().bottom() < min(low, session.height() - foot)
    window.toasts.dismiss()
    window.end_page()


def test_a_session_takes_the_whole_window(window: MainWindow, qtbot: QtBot) -> None:
    session = QWidget()
    window.enter_session(session)
    assert window.in_session
    assert session.isVisible()
    assert session.size() == window.centralWidget().size()
    assert not window.rail.isVisible()
    qtbot.keyClick(session, Qt.Key.Key_2, CTRL)
    assert window.current == "today"
    assert window.leave_session() is session
    assert window.rail.isVisible()
    assert window.leave_session() is None
    session.deleteLater()


def test_a_page_can_have_the_window_too(window: MainWindow, theme: Theme) -> None:
    page = EmptyState(theme, "info", "Welcome", "A few questions.")
    window.enter_page(page)
    assert page.isVisible()
    assert not window.rail.isVisible()
    holder = window.leave_session()
    assert holder is not None
    holder.deleteLater()


def test_question_mark_lists_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.rail, "?")
    help_list = window._help
    assert help_list is not None
    assert help_list.isVisible()
    qtbot.keyClick(help_list, Qt.Key.Key_Escape)
    assert not help_list.isVisible()


@pytest.mark.parametrize(
    ("screen", "group", "key"),
    [
        ("today", "Pain scale", "Backspace"),
        ("library", "Library", "← → ↑ ↓"),
        ("trends", "Pain and dose", "0"),
        ("clinic", "Writing a routine", "Ctrl+E"),
        ("review", "Review", "Ctrl+Page ↓"),
    ],
)
def test_each_screen_has_its_own_keys(screen: str, group: str, key: str) -> None:
    found = dict(groups_of(screen))
    assert key in [one for one, _ in found[group]]
    assert groups_of("settings") == []


def test_the_page_about_keys_has_those_of_the_editor() -> None:
    page = (Path(__file__).parents[2] / "docs" / "keyboard.md").read_text(encoding="utf-8")
    assert not [key for key, _ in editor_keys() if key not in page]


def test_the_list_of_keys_follows_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    def shown() -> list[str]:
        window.toggle_help()
        assert window._help is not None
        said = [one.text() for one in window._help.findChildren(QLabel)]
        window.toggle_help()
        return said

    window.show_screen("today")
    assert "Pain scale" in shown()
    window.show_screen("library")
    assert "Library" in shown() and "Pain scale" not in shown()


def test_a_question_mark_in_a_note_is_a_question_mark(window: MainWindow, qtbot: QtBot) -> None:
    note = QLineEdit(window.screen_of("today"))
    note.show()
    note.setFocus()
    qtbot.keyClicks(note, "why?")
    assert note.text() == "why?"
    assert window._help is None


def test_the_banner_takes_room_only_when_shown(window: MainWindow, qtbot: QtBot) -> None:
    top = window._stack.mapTo(window, window._stack.rect().topLeft()).y()
    assert top == 0
    window.banner.show_problem("A file is locked.")
    qtbot.waitUntil(lambda: window._stack.y() > 40)
    window.banner.hide()
    qtbot.waitUntil(lambda: window._stack.y() == 0)


def test_closing_is_told(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("text_scale", [100, 150, 200])
def test_the_frame_holds(
    window: MainWindow, qapp: QApplication, size: tuple[int, int], text_scale: int
) -> None:
    window.theme.apply(qapp, Settings(text_scale=text_scale))
    window.resize(*size)
    qapp.processEvents()
    assert (window.width(), window.height()) == size
    buttons = [window.rail.button(name) for name in NAMES]
    for above, below in pairwise(buttons):
        assert above.geometry().bottom() < below.y()
    for button in buttons:
        assert button.height() >= 44
        assert button.width() >= button.sizeHint().width()
        assert window.rail.rect().contains(button.geometry())
    content = window.screen_of("today")
    assert content.width() <= 1200 * text_scale / 100
    left = content.mapTo(window, content.rect().topLeft()).x()
    assert left >= window.rail.width()
