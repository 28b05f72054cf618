"""Every screen in every look: no warning of Qt's, nothing wider than the window."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

from benchmarks.history import fill
from hiprehab.core.settings import Theme as Colours
from hiprehab.ui.screens.first_run import FirstRun
from hiprehab.ui.slices import Slices

SCREENS = ("today", "library", "plan", "history", "trends", "settings")
LOOKS = [
    pytest.param(Colours.LIGHT, 100, (1024, 640), id="light"),
    pytest.param(Colours.DARK, 100, (1024, 640), id="dark"),
    pytest.param(Colours.LIGHT, 200, (1024, 640), id="large"),
    pytest.param(Colours.DARK, 200, (1280, 800), id="dark-large"),
]
LONG = 20_000


def too_wide(root: QWidget) -> list[str]:
    """What cannot be seen without scrolling sideways."""
    found = []
    for area in root.findChildren(QAbstractScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
            more = area.horizontalScrollBar().maximum()
            found.append(f"{type(area).__name__} {area.accessibleName()!r} by {more} px")
            if isinstance(area, QScrollArea) and area.widget():
                found += widest(area.widget(), area.viewport().width())
    return found


def widest(body: QWidget, room: int) -> list[str]:
    """The innermost widgets that ask for more width than there is, for the failure's text."""
    asking = [
        one
        for one in body.findChildren(QWidget)
        if one.isVisible() and max(one.minimumSizeHint().width(), one.minimumWidth()) > room
    ]
    return [
        f"  {type(one).__name__} {one.accessibleName()!r} {one.objectName()} needs"
        f" {max(one.minimumSizeHint().width(), one.minimumWidth())} of {room}"
        for one in asking
        if not any(other is not one and one.isAncestorOf(other) for other in asking)
    ]


def outside(root: QWidget) -> list[str]:
    """Visible widgets that reach past the right edge of what they stand in."""
    return [
        f"{type(one).__name__} {one.accessibleName()!r} by {past} px"
        for one in root.findChildren(QWidget)
        if one.isVisible()
        and one.parentWidget()
        and not isinstance(one.parentWidget().parentWidget(), QAbstractScrollArea)
        and (past := one.geometry().right() - one.parentWidget().rect().right()) > 0
    ]


def dress(person: Any, colours: Colours, scale: int, size: tuple[int, int]) -> None:
    """Chooses a look as the settings do."""
    desk = person.desk
    desk.use_settings(replace(desk.profile.settings, theme=colours, text_scale=scale))
    desk.window.resize(*size)
    QCoreApplication.processEvents()
    assert (desk.window.width(), desk.window.height()) == size


def settled(person: Any) -> None:
    """Lets layouts and paint events happen, and all parts of a page be built."""
    for slices in person.desk.window.findChildren(Slices):
        slices.finish()
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
    person.desk.window.grab()


@pytest.mark.parametrize(
    ("filled", "colours", "scale", "size"),
    [
        *(pytest.param(True, *look.values, id=look.id) for look in LOOKS),
        pytest.param(False, *LOOKS[2].values, id="large-empty"),
    ],
)
def test_every_screen(
    sit_down: Any, tmp_path: Path, qtbot: Any, filled: bool, colours: Colours, scale: int,
    size: tuple[int, int],
) -> None:  # fmt: skip
    if filled:
        profile = tmp_path / "data" / "profiles" / "default"
        profile.mkdir(parents=True)
        fill(profile / "hiprehab.db", 1, 3, date(2025, 11, 23))
    person = sit_down()
    window = person.desk.window
    dress(person, colours, scale, size)
    settled(person)
    assert not [*too_wide(window), *outside(window)], "first run"
    person.first_run(lambda page: page.start_button.click())
    for name in SCREENS:
        screen = window.screen_of(name)
        if name == "trends":
            with qtbot.waitSignal(screen.loaded, timeout=LONG):
                window.show_screen(name)
        else:
            window.show_screen(name)
        settled(person)
        assert screen.isVisible()
        assert not [*too_wide(window), *outside(window)], name
    assert QApplication.topLevelWidgets().count(window) == 1


@pytest.mark.parametrize(("colours", "scale", "size"), LOOKS)
def test_a_session_from_start_to_summary(
    sit_down: Any, colours: Colours, scale: int, size: tuple[int, int]
) -> None:
    person = sit_down()
    desk = person.desk
    person.puts_off = False
    person.first_run(pick_first)
    dress(person, colours, scale, size)
    settled(person)
    assert not [*too_wide(desk.window), *outside(desk.window)], "safety"
    person.safe()
    desk.sessions.start("desk-break-5", "", False)
    settled(person)
    assert not [*too_wide(desk.window), *outside(desk.sessions.flow.panel)], "before"
    desk.sessions.flow.panel.started.emit()
    kinds: set[str] = set()
    runner = person.session()
    while runner.session.live:
        kind = runner.session.step.kind
        if kind not in kinds:
            kinds.add(kind)
            settled(person)
            assert not [*too_wide(desk.window), *outside(desk.sessions.flow.playing)], kind
        index = runner.session.index
        person.play(lambda here=index: runner.session.index != here)
    settled(person)
    assert len(kinds) > 2
    assert not [*too_wide(desk.window), *outside(desk.sessions.flow.summary)], "summary"
    desk.sessions.flow.summary.saved.emit({}, None, "")
    person.saved()


def pick_first(page: FirstRun) -> None:
    """The first routine, on its usual days."""
    page.tiles[0].click()
    page.start_button.click()


def test_what_is_too_wide_is_found(sit_down: Any) -> None:
    """The checks above can fail."""
    person = sit_down()
    person.first_run(lambda page: page.start_button.click())
    person.desk.today.setMinimumWidth(3000)
    settled(person)
    assert too_wide(person.desk.window)
    person.desk.today.setMinimumWidth(0)
    settled(person)
    assert not outside(person.desk.window)
    person.desk.today.greeting.setGeometry(0, 0, 5000, 20)
    assert outside(person.desk.window)
