"""A move that is not for the person, or that they want in another form: chosen, kept, undone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hiprehab import resources
from hiprehab.core.agenda import Planned
from hiprehab.core.conditions import Chosen
from hiprehab.core.model import LOCKED, Adjust, Block, Library, Routine
from hiprehab.storage.guides import read_conditions
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.library import LibraryScreen
from hiprehab.ui.screens.own_routine import held, own_variant, reversible
from hiprehab.ui.theme import Theme

OA = "hip-oa-starter"
BLOCKED = "standing-hip-flexor-stretch"
INSTEAD = "standing-adductor-stretch"


def texts(widget: Any) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


@pytest.fixture
def around(around: Around) -> Around:
    return replace(around, book=lambda: read_conditions(resources.data_dir()))


class Reader:
    """Looks at the library and remembers what was told."""

    def __init__(self, screen: LibraryScreen, around: Around) -> None:
        self.screen, self.around = screen, around
        self.told: list[tuple[str, Callable[[], None]]] = []
        screen.told.connect(lambda text, undo: self.told.append((text, undo)))
        around.live.changed.connect(screen.on_changed)

    def saved(self) -> None:
        assert self.around.live.writer.flush(5)
        QApplication.processEvents()
        QApplication.processEvents()  # what was made by the first

    @property
    def page(self) -> Any:
        return self.screen.routine_page

    def done(self, routine: str = OA) -> list[str]:
        found = self.around.library().routines[routine]
        return [one.exercise for one in own_variant(self.around, found, found.variants[0]).items]

    def part(self, name: str) -> Any:
        """The part of the routine page for the move with that name."""
        names = [row.accessibleName() for row in self.page.rows]
        return self.page.forms[names.index(self.around.library().exercises[name].name)]


@pytest.fixture
def reader(theme: Theme, around: Around, log: Store, qtbot: QtBot) -> Iterator[Reader]:
    log.choose_condition(Chosen(around.now(), "thr"))
    made = LibraryScreen(theme, around)
    qtbot.addWidget(made)
    made.resize(1160, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield Reader(made, around)


def test_a_blocked_move_names_its_substitute_and_keeps_it_on_one_press(reader: Reader) -> None:
    reader.screen.open_routine(OA)
    part = reader.part(BLOCKED)
    assert "Standing inner-thigh stretch takes its place in a session" in texts(part)
    assert part.toggle.isHidden() and part.use.text().startswith("Use Standing inner-thigh")
    assert reader.page.changes.isHidden()
    part.use.click()
    reader.saved()
    assert BLOCKED not in reader.done() and INSTEAD in reader.done()
    (change,) = held(reader.around, OA)
    assert (change.exercise, change.to_exercise) == (BLOCKED, INSTEAD) and change.reason
    row = reader.page.rows[reader.done().index(INSTEAD)]
    assert "in place of Standing hip-flexor stretch" in row.accessibleDescription()
    assert not reader.page.changes.isHidden()
    assert "in place of Standing hip-flexor stretch" in texts(reader.page.changes)


def test_no_suggestion_leads_back_to_a_blocked_move(reader: Reader) -> None:
    reader.screen.open_routine(OA)
    reader.part(BLOCKED).use.click()
    reader.saved()
    part = reader.part("bridge")
    part.toggle.click()
    part.choices[-1].click()
    reader.saved()
    changes = held(reader.around, OA)
    assert [one.exercise for one in changes] == [BLOCKED, "bridge"]
    assert [one.exercise for one in reversible(reader.around, changes)] == ["bridge"]


def test_it_can_be_undone_and_given_back(reader: Reader) -> None:
    reader.screen.open_routine(OA)
    given = reader.done()
    reader.part(BLOCKED).use.click()
    reader.saved()
    reader.told[-1][1]()
    reader.saved()
    assert reader.done() == given and reader.page.changes.isHidden()
    reader.part(BLOCKED).use.click()
    reader.saved()
    (back,) = reader.page.changes.findChildren(QPushButton)
    back.click()
    reader.saved()
    assert reader.done() == given
    reader.told[-1][1]()
    reader.saved()
    assert INSTEAD in reader.done()


def test_any_move_has_its_other_forms_and_the_given_one_comes_back(reader: Reader) -> None:
    reader.screen.open_routine(OA)
    part = reader.part("bridge")
    part.toggle.click()
    assert part.isVisible() and QApplication.focusWidget() is part.choices[0]
    names = [one.accessibleName() for one in part.choices]
    assert any(name.startswith("Easier: ") for name in names)
    assert "Harder: Bridge, level 2" in names
    part.choices[names.index("Harder: Bridge, level 2")].click()
    reader.saved()
    (change,) = held(reader.around, OA)
    assert (change.exercise, change.to_exercise, change.to_level) == ("bridge", "", "2")
    assert reader.told[-1][0] == "Bridge, level 2 is used in Hip arthritis starter from now on."
    part = reader.part("bridge")
    assert QApplication.focusWidget() in reader.page.rows, "the keyboard stays at the move"
    part.toggle.click()
    assert part.choices[0].accessibleName() == "As it was given: Bridge, level 1"
    part.choices[0].click()
    reader.saved()
    assert held(reader.around, OA) == ()
    reader.told[-1][1]()
    reader.saved()
    assert [one.to_level for one in held(reader.around, OA)] == ["2"]


def test_a_second_choice_takes_the_place_of_the_first(reader: Reader) -> None:
    reader.screen.open_routine(OA)
    for level in ("2", "3"):
        part = reader.part("bridge")
        part.toggle.click()
        name = next(
            c for c in part.choices if c.accessibleName().endswith(f"Bridge, level {level}")
        )
        name.click()
        reader.saved()
    assert [one.to_level for one in held(reader.around, OA)] == ["3"]


def test_the_page_of_an_exercise_offers_it_for_the_routine_it_was_opened_from(
    reader: Reader,
) -> None:
    reader.screen.open_routine(OA)
    reader.screen.open_exercise(BLOCKED)
    part = reader.screen.exercise_page.in_routines
    assert "In Hip arthritis starter" in texts(part)
    part.parts[0].use.click()
    reader.saved()
    assert INSTEAD in reader.done()
    told = texts(reader.screen.exercise_page.in_routines)
    assert "you do Standing inner-thigh stretch in its place" in told


def test_from_the_cards_it_offers_it_for_the_routines_of_the_plan(
    reader: Reader, log: Store
) -> None:
    reader.screen.open_exercise("bridge")
    assert reader.screen.exercise_page.in_routines.isHidden(), "nothing is planned"
    log.plan_add(Planned(OA, "level1", frozenset({0}), 1, date(2020, 1, 6)))
    reader.screen.open_exercise("bridge")
    (part,) = reader.screen.exercise_page.in_routines.parts
    assert part.toggle.isVisible() and part.toggle.text() == "Another form…"
    part.toggle.click()
    part.choices[0].click()
    reader.saved()
    assert len(held(reader.around, OA)) == 1


def test_a_blocked_move_in_no_routine_leads_to_the_nearest_that_suits(reader: Reader) -> None:
    reader.screen.open_exercise(BLOCKED)
    nearest = reader.screen.exercise_page.in_routines.nearest
    assert nearest is not None and nearest.text().startswith("The nearest that suits you: ")
    nearest.click()
    assert reader.screen.exercise_page.accessibleName() != "Standing hip-flexor stretch"


def test_what_a_clinician_fixed_is_not_offered(
    theme: Theme, around: Around, log: Store, library: Library, qtbot: QtBot
) -> None:
    log.choose_condition(Chosen(around.now(), "thr"))
    given = library.routines[OA]
    first = given.variants[0]
    blocks = tuple(
        Block(b.kind, tuple(replace(i, adjust=Adjust(level=LOCKED)) for i in b.items))
        for b in first.blocks
    )
    name = f"clinic/{OA}"
    fixed: Routine = replace(given, id=name, variants=(replace(first, blocks=blocks),))
    shelf = Library(library.exercises, {**library.routines, name: fixed})
    made = LibraryScreen(theme, replace(around, library=lambda: shelf))
    qtbot.addWidget(made)
    made.resize(1160, 900)
    made.show()
    made.open_routine(name)
    assert all(part.toggle.isHidden() and part.use is None for part in made.routine_page.forms)
    assert "Your physiotherapist set this move." in texts(made.routine_page)


def test_somebody_elses_log_offers_no_change(
    theme: Theme, around: Around, log: Store, qtbot: QtBot
) -> None:
    log.choose_condition(Chosen(around.now(), "thr"))
    made = LibraryScreen(theme, replace(around, read_only=True))
    qtbot.addWidget(made)
    made.resize(1160, 900)
    made.show()
    made.open_routine(OA)
    page = made.routine_page
    assert all(part.toggle.isHidden() and part.use is None for part in page.forms)
    assert not any(part.toggle.hasFocus() for part in page.forms)


def test_the_list_opens_and_closes_by_key(reader: Reader, qtbot: QtBot) -> None:
    reader.screen.open_routine(OA)
    part = reader.part("bridge")
    part.toggle.setFocus()
    qtbot.keyClick(part.toggle, Qt.Key.Key_Space)
    assert part.isVisible()
    qtbot.keyClick(part.toggle, Qt.Key.Key_Space)
    assert not part.isVisible()
