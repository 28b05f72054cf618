"""The first run: one page, every answer optional, one result."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hiprehab.core.changes import Changes
from hiprehab.core.model import Affected
from hiprehab.core.settings import Settings
from hiprehab.ui.screens.first_run import FirstRun, FirstRunResult, RoutineChoice, Routines
from hiprehab.ui.theme import Theme

CLICK = Qt.MouseButton.LeftButton
CHOICES = (
    RoutineChoice("mobility", "Daily hip mobility", "Ten gentle minutes.", frozenset(range(7))),
    RoutineChoice("strength", "Glute strength A", "Thirty minutes.", frozenset({0, 2, 4}), 1),
)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> FirstRun:
    made = FirstRun(theme, CHOICES)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def finished(page: FirstRun) -> list[FirstRunResult]:
    got: list[FirstRunResult] = []
    page.finished.connect(got.append)
    return got


def test_nothing_is_chosen_at_first(page: FirstRun) -> None:
    assert page.result() == FirstRunResult()


def test_answers_come_together(page: FirstRun, qtbot: QtBot) -> None:
    got = finished(page)
    qtbot.mouseClick(page.side.chips()[1], CLICK)
    qtbot.mouseClick(page.tiles[1], CLICK)
    qtbot.mouseClick(page.start_button, CLICK)
    assert got == [FirstRunResult(Affected.RIGHT, "strength", frozenset({0, 2, 4}))]


def test_days_chosen_by_hand_are_kept(page: FirstRun, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.days[5], CLICK)
    qtbot.mouseClick(page.tiles[0], CLICK)
    assert page.result().weekdays == {5}


def test_usual_days_follow_the_routine_until_then(page: FirstRun, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.tiles[0], CLICK)
    qtbot.mouseClick(page.tiles[1], CLICK)
    assert page.result().weekdays == {0, 2, 4}


def test_days_that_lie_too_close_are_told_with_days_that_fit(page: FirstRun, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.tiles[1], CLICK)
    assert not page.gap_note.isVisible()
    qtbot.mouseClick(page.days[1], CLICK)
    assert page.gap_note.text() == "This routine is meant with a day of rest between two sessions."
    assert page.take_usual.text() == "Take Monday, Wednesday, Friday"
    assert page.start_button.isEnabled() and page.result().weekdays == {0, 1, 2, 4}
    qtbot.mouseClick(page.tiles[0], CLICK)  # which is for every day
    assert not page.gap_note.isVisible() and not page.take_usual.isVisible()
    qtbot.mouseClick(page.tiles[1], CLICK)
    qtbot.mouseClick(page.take_usual, CLICK)
    assert page.result().weekdays == {0, 2, 4} and not page.gap_note.isVisible()


def test_skipping_throws_the_answers_away(page: FirstRun, qtbot: QtBot) -> None:
    got = finished(page)
    qtbot.mouseClick(page.side.chips()[0], CLICK)
    qtbot.mouseClick(page.skip_button, CLICK)
    assert got == [FirstRunResult()]


def test_a_side_can_be_taken_back(page: FirstRun, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.mouseClick(page.side.chips()[0], CLICK)
    assert page.result().affected is None


def test_tiles_stand_under_each_other_with_large_text(
    page: FirstRun, theme: Theme, qapp: QApplication
) -> None:
    assert page.tiles[0].y() == page.tiles[1].y()
    theme.apply(qapp, Settings(text_scale=200))
    page.resize(800, 1600)
    qapp.processEvents()
    assert page.tiles[0].geometry().bottom() < page.tiles[1].y()


def test_tiles_speak_and_are_targets(page: FirstRun) -> None:
    assert page.tiles[0].accessibleName() == "Daily hip mobility"
    assert page.tiles[0].accessibleDescription() == "Ten gentle minutes."
    assert all(tile.height() >= 44 for tile in page.tiles)


def test_routines_of_packs_that_are_read_later_come_to_the_front(
    theme: Theme, qtbot: QtBot
) -> None:
    own = RoutineChoice("org.example.hip/day-a", "Day A", "From your clinic.", frozenset({1}))
    source = Routines(lambda: (own, *CHOICES), lambda: (own, *CHOICES), lambda _: "9 min", 3)
    made = FirstRun(theme, CHOICES, source)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    qtbot.mouseClick(made.tiles[1], CLICK)
    made.on_changed(Changes.PAIN)
    assert len(made.tiles) == 2
    for _ in range(2):
        made.on_changed(Changes.LIBRARY)
        assert [tile.choice.id for tile in made.tiles] == [own.id, "mobility", "strength"]
    assert made.result().routine == "strength"
    chain = [made.side.chips()[-1].nextInFocusChain()]
    while chain[-1] is not made.days[0]:
        chain.append(chain[-1].nextInFocusChain())
    assert [one for one in chain if one in made.tiles] == made.tiles
    qtbot.mouseClick(made.tiles[0], CLICK)
    assert made.result() == FirstRunResult(None, own.id, frozenset({1}))
    QApplication.processEvents()
    geometry = [tile.geometry() for tile in made.tiles]
    assert not any(a.intersects(b) for a in geometry for b in geometry if a != b)


def test_all_routines_can_be_seen(theme: Theme, qtbot: QtBot) -> None:
    more = RoutineChoice("desk", "Desk break", "Anybody who sits.", frozenset({0}))
    told: list[str] = []

    def facts(name: str) -> str:
        told.append(name)
        return "5 min · chair"

    source = Routines(lambda: CHOICES, lambda: (*CHOICES, more), facts, 3)
    made = FirstRun(theme, CHOICES, source)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    assert told == [], "nothing is worked out before the page is seen"
    made.show()
    qtbot.waitUntil(lambda: all(tile.facts for tile in made.tiles))
    assert made.tiles[0].accessibleDescription() == "Ten gentle minutes. 5 min · chair"
    assert made.see_all.text() == "See all 3" and made.result() == FirstRunResult()
    qtbot.mouseClick(made.tiles[1], CLICK)
    made.activateWindow()
    qtbot.mouseClick(made.see_all, CLICK)
    assert [tile.choice.id for tile in made.tiles] == ["mobility", "strength", "desk"]
    assert not made.see_all.isVisible() and made.result().routine == "strength"
    qtbot.waitUntil(lambda: all(tile.facts for tile in made.tiles))
    assert sorted(told) == ["desk", "mobility", "strength"]


def test_who_was_given_a_file_says_so(page: FirstRun, qtbot: QtBot) -> None:
    got = finished(page)
    with qtbot.waitSignal(page.file_requested):
        qtbot.mouseClick(page.given, CLICK)
    assert got == [], "what was chosen stays while the file is looked for"
