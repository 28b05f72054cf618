"""The highest pain in words: which limit holds, why, and one ladder in the place of three lines."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hiprehab import resources
from hiprehab.core.conditions import Chosen
from hiprehab.core.guidance import GENERAL_RULES, During, during, ladder
from hiprehab.core.model import Author, Library
from hiprehab.storage.guides import read_conditions
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.exercise_page import ExercisePage
from hiprehab.ui.screens.pain_limit import (
    LimitLine,
    has_ladder,
    ladder_text,
    limit_of,
    limit_text,
    stop_lines,
    why_text,
)
from hiprehab.ui.screens.routine_page import RoutinePage
from hiprehab.ui.theme import Theme

BOOK = read_conditions(resources.data_dir())


@pytest.fixture
def person(around: Around) -> Around:
    return replace(around, book=lambda: BOOK)


@pytest.mark.parametrize("most", range(6))
@pytest.mark.parametrize("score", range(11))
def test_the_ladder_says_what_is_advised_during_a_move(most: int, score: int) -> None:
    fine, stop = ladder(most)
    said = During.GO_ON if score <= fine else During.EASIER if score < stop else During.STOP_MOVE
    assert during(score, most) is said


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (0, "Pain 0: go on · 1 or more: stop the session."),
        (
            3,
            "Pain 0 to 3: go on · 4 to 5: make the move easier, or leave it out"
            " · 6 or more: stop the session.",
        ),
        (
            4,
            "Pain 0 to 4: go on · 5: make the move easier, or leave it out"
            " · 6 or more: stop the session.",
        ),
        (5, "Pain 0 to 5: go on · 6 or more: stop the session."),
    ],
)
def test_a_ladder_in_words(qapp: object, most: int, said: str) -> None:
    assert ladder_text(most) == said


def test_only_the_general_rules_become_a_ladder(qapp: object) -> None:
    other = "Stop when it pinches."
    assert stop_lines((*GENERAL_RULES, other), 5) == [ladder_text(5), other]
    own = ("Pain of 4 or more: stop.",)
    assert stop_lines(own, 2) == ["More pain than 2 of 10 is too much for you here.", *own]
    assert stop_lines(own, None) == list(own)
    assert stop_lines(GENERAL_RULES[:1], 3)[1:] == list(GENERAL_RULES[:1])


def test_the_shipped_routines_use_the_general_rules(library: Library) -> None:
    """A rule worded anew would stand beside the ladder that says the same."""
    routines = [library.routines[name] for name in library.routines]
    assert sum(has_ladder(one.stop_rules) for one in routines) > 10
    for one in routines:
        some = any("highest score allowed" in rule for rule in one.stop_rules)
        assert some is has_ladder(one.stop_rules), one.id


def test_a_lower_limit_says_why(person: Around, log: Store) -> None:
    limit = limit_of(person, 5, author="A. Physio")
    assert limit is not None and (limit.most, limit.given) == (3, 5)
    assert limit_text(limit) == "Highest pain for you: 3 of 10 (this routine: 5)."
    assert "While Settings do not say what you have, it is 3" in why_text(limit)
    assert "A. Physio wrote 5. Ask them which one is right for you." in why_text(limit)
    log.choose_condition(Chosen(person.now(), "itbs"))
    log.choose_condition(Chosen(person.now(), "gtps"))
    limit = limit_of(person, 5)
    assert limit is not None
    assert why_text(limit) == "The lowest limit counts. Outer thigh band pain: 3 of 10 at most."


def test_nothing_is_explained_where_nothing_differs(person: Around, log: Store) -> None:
    assert limit_of(person, None) is None
    limit = limit_of(person, 2, None)
    assert limit is not None and not limit.is_lowered
    assert limit_text(limit) == "Highest pain in this routine: 2 of 10."
    log.choose_condition(Chosen(person.now(), "oa"))
    same = limit_of(person, 5)
    assert same is not None and not same.is_lowered


@pytest.fixture
def page(theme: Theme, person: Around, qtbot: QtBot) -> Iterator[RoutinePage]:
    made = RoutinePage(theme, person)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    yield made


def line_of(page: RoutinePage | ExercisePage) -> LimitLine:
    QApplication.processEvents()
    return next(one for one in page.findChildren(LimitLine) if one.isVisibleTo(page))


def test_the_page_of_a_routine_tells_the_clinicians_limit_beside_yours(
    page: RoutinePage, person: Around, log: Store
) -> None:
    given = person.library().routines["glute-strength-a"]
    page.show_routine(replace(given, id="clinic/a", author=Author("A. Physio")))
    line = line_of(page)
    assert "3 of 10 (this routine: 5)" in line.text.text()
    assert line.why.isHidden()
    line.ask.click()
    assert not line.why.isHidden() and "A. Physio wrote 5." in line.why.text()
    line.ask.click()
    assert line.why.isHidden()
    log.choose_condition(Chosen(person.now(), "oa"))
    page.refresh()
    line = line_of(page)
    assert line.text.text() == "Highest pain in this routine: 5 of 10." and line.ask.isHidden()


def test_the_page_of_an_exercise_tells_yours(theme: Theme, person: Around, qtbot: QtBot) -> None:
    page = ExercisePage(theme, person)
    qtbot.addWidget(page)
    page.show()
    page.show_exercise(person.library().exercises["clamshell"])
    assert "3 of 10 (this move: 5). Above that, do an easier one." in line_of(page).text.text()
    page.show_exercise(person.library().exercises["clamshell"], ("hip-flexor-recovery", "L1"))
    assert line_of(page).text.text().startswith("Highest pain in this move: 2 of 10.")
