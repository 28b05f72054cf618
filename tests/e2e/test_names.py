"""Whatever is pressed, has the focus or is painted by the app has a name for screen readers."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QLineEdit, QWidget

from hiprehab import demo
from hiprehab.core.changes import Changes
from hiprehab.storage.store import Store
from hiprehab.ui.screens.first_run import FirstRun
from hiprehab.ui.slices import Slices

from .conftest import LONG

SCREENS = ("today", "library", "plan", "history", "trends", "settings")
ORNAMENTS = {"IconDisc", "Stage", "DuePicture", "Still", "_Next"}
"""Widgets that paint a ground for others, or an ornament beside words."""


def spoken(widget: QWidget) -> str:
    """The name that a screen reader is told."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def matters(widget: QWidget) -> bool:
    """Whether somebody who does not see comes upon it."""
    if isinstance(widget.parent(), (QAbstractSpinBox, QLineEdit)):
        return isinstance(widget, QAbstractButton) and widget.isEnabled()
    own = type(widget)
    painted = own.__module__.startswith("hiprehab.") and "paintEvent" in vars(own)
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not widget.focusProxy()
    ornament = own.__name__ in ORNAMENTS
    return isinstance(widget, QAbstractButton) or tabbed or (painted and not ornament)


def nameless(root: QWidget) -> set[str]:
    """What is to be seen and has no name."""
    return {
        f"{type(one).__name__} {one.objectName()!r} in {type(one.parent()).__name__}"
        for one in root.findChildren(QWidget)
        if one.isVisible() and matters(one) and not spoken(one)
    }


def settled(person: Any) -> None:
    for slices in person.desk.window.findChildren(Slices):
        slices.finish()
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def keep(person: Any) -> None:
    """The made-up history: something of everything."""
    desk, today = person.desk, person.desk.around.today()
    diary = demo.made_up_diary(today)

    def write(store: Store) -> None:
        store.log_pain(demo.made_up_pain(today))
        for record in demo.made_up_sessions(desk.profile.library, today):
            store.log_manual_session(record)
        for row in demo.made_up_plan(today):
            store.plan_add(row)
        ids = [store.activity_add(one) for one in diary.activities]
        store.activity_rate([one._replace(activity=ids[one.activity]) for one in diary.ratings])
        store.function_test_add(diary.tests)
        for event in diary.events:
            store.event_add(event)

    desk.live.write(write, Changes.PAIN | Changes.SESSIONS | Changes.PLAN | Changes.DIARY)
    person.saved()


@pytest.fixture
def person(sit_down: Any) -> Any:
    found = sit_down()
    settled(found)
    assert not nameless(found.desk.window), "first run"
    found.first_run(found.left_is_sore)
    return found


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_every_screen_can_be_told(person: Any, qtbot: Any, filled: bool) -> None:
    if filled:
        keep(person)
    window = person.desk.window
    found: dict[str, set[str]] = {}
    for name in SCREENS:
        window.show_screen(name)
        screen = window.screen_of(name)
        if name == "trends":
            qtbot.waitUntil(lambda at=screen: at.period is not None, timeout=LONG)
        settled(person)
        found[name] = nameless(window)
    assert not {name: names for name, names in found.items() if names}


def test_every_panel_of_trends_can_be_told(person: Any, qtbot: Any) -> None:
    keep(person)
    window = person.desk.window
    window.resize(1280, 900)
    window.show_screen("trends")
    trends = window.screen_of("trends")
    qtbot.waitUntil(lambda: trends.period is not None, timeout=LONG)
    found: set[str] = set()
    drawn = 0
    trends.frame_of("tests")
    settled(person)
    for frame in trends.frames:
        frame.look_at()
        qtbot.waitUntil(lambda at=frame: at.state is not None, timeout=LONG)
        trends.area.ensureWidgetVisible(frame)
        settled(person)
        found |= nameless(frame)
        drawn += frame.chart is not None
        if frame.as_table.isVisible() and frame.as_table.isEnabled():
            frame.as_table.click()
            found |= nameless(frame)
    assert not found
    assert drawn > 8


def test_pages_of_the_library_can_be_told(person: Any) -> None:
    window = person.desk.window
    window.show_screen("library")
    library = window.screen_of("library")
    settled(person)
    for way, name in (
        (library.open_exercise, "clamshell"),
        (library.open_routine, "glute-strength-a"),
        (library.open_routine, "ice-timer"),
        (library.open_card, "ice-and-heat"),
    ):
        way(name)
        settled(person)
        assert not nameless(window), name


def test_a_session_can_be_told_from_start_to_summary(sit_down: Any) -> None:
    person = sit_down()
    person.puts_off = False
    desk = person.desk

    def pick(page: FirstRun) -> None:
        page.tiles[0].click()
        page.start_button.click()

    person.first_run(pick)
    settled(person)
    assert not nameless(desk.window), "safety questions"
    person.safe()
    desk.sessions.start("desk-break-5", "", False)
    settled(person)
    assert not nameless(desk.window), "before"
    desk.sessions.flow.panel.started.emit()
    settled(person)
    person.key(Qt.Key.Key_P)
    settled(person)
    assert not nameless(desk.window), "pain during"
    person.key(Qt.Key.Key_Escape)
    kinds: set[str] = set()
    runner = person.session()
    while runner.session.live:
        kind = runner.session.step.kind
        if kind not in kinds:
            kinds.add(kind)
            settled(person)
            assert not nameless(desk.window), kind
        index = runner.session.index
        person.play(lambda here=index: runner.session.index != here)
    settled(person)
    assert not nameless(desk.window), "summary"
    desk.sessions.flow.summary.saved.emit({}, None, "")
    person.saved()


def test_what_has_no_name_is_found(person: Any) -> None:
    """The checks above can fail."""
    settled(person)
    window = person.desk.window
    assert not nameless(window)
    button = next(one for one in window.findChildren(QAbstractButton) if one.isVisible())
    button.setText("")
    button.setAccessibleName("")
    assert nameless(window)
