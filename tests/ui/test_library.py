"""The library: cards, search, filters, the card that moves, and the page of an exercise."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QUrl
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from hiprehab import resources
from hiprehab.core.changes import Changes
from hiprehab.core.conditions import Chosen
from hiprehab.core.log import Outcome, SessionRecord, SetResult, Status, stamp
from hiprehab.core.model import CautionLevel, Side
from hiprehab.core.search import caution_level, kit_of
from hiprehab.storage.guides import read_conditions
from hiprehab.storage.learn import read_cards
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.learn_map import LearnMap
from hiprehab.ui.screens.library import LibraryScreen
from hiprehab.ui.screens.library_grid import LOOK_MS
from hiprehab.ui.screens.pain_limit import has_ladder, limit_of, stop_lines
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.reading import Reading


class FakeFigure(QWidget):
    """Notes what it is told to show."""

    def __init__(self) -> None:
        super().__init__()
        self.motion: str | None = None

    def set_theme(self, dark: bool) -> None:
        """Either is fine."""

    def set_reduced_motion(self, on: bool) -> None:
        """Either is fine."""

    def show_motion(self, motion: str | None, side: str | None) -> None:
        self.motion = motion


@pytest.fixture
def figures() -> list[FakeFigure]:
    return []


@pytest.fixture
def around(around: Around) -> Around:
    """With the shipped conditions."""
    return replace(around, book=lambda: read_conditions(resources.data_dir()))


def shipped_cards() -> Any:
    return read_cards(resources.data_dir() / "learn")


@pytest.fixture
def screen(theme: Theme, around: Around, figures: list[FakeFigure], qtbot: Any) -> Any:
    """The library in a page that scrolls, as in the window."""

    def figure() -> Any:
        figures.append(FakeFigure())
        return figures[-1]

    made = LibraryScreen(theme, around, figure=figure, cards=shipped_cards)
    around.live.changed.connect(made.on_changed)
    page = QScrollArea()
    page.setWidgetResizable(True)
    page.setWidget(made)
    page.resize(1160, 700)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    yield made
    page.close()


def texts(widget: QWidget) -> list[str]:
    """What can be read; new parts of a page show themselves with the next turn of the loop."""
    QCoreApplication.processEvents()
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def titles(screen: LibraryScreen) -> list[str]:
    return [entry.title for entry in screen.grid.model_of.entries]


def test_all_exercises_are_cards(screen: LibraryScreen, around: Around) -> None:
    assert len(titles(screen)) == len(around.library().exercises) == 67
    assert "67 exercises" in texts(screen)
    assert screen.search.hasFocus()


def test_search_as_you_type(screen: LibraryScreen, qtbot: Any) -> None:
    qtbot.keyClicks(screen.search, "hip bri")
    assert titles(screen)[0] == "Bridge"
    qtbot.keyClick(screen.search, Qt.Key.Key_Escape)
    assert screen.search.text() == ""
    assert len(titles(screen)) == 67


def test_nothing_found_offers_all_again(screen: LibraryScreen) -> None:
    screen.search.setText("xylophone")
    assert screen.nothing.isVisible()
    assert not screen.grid.isVisible()
    screen.nothing.action.click()
    assert len(titles(screen)) == 67
    assert screen.search.hasFocus()


def pick(chip: Any, value: str | None) -> None:
    """Chooses in the chip's list as a person does."""
    menu = chip.menu_of_values()
    next(one for one in menu.actions() if one.data() == value).trigger()


def test_filters_narrow_and_clear(screen: LibraryScreen, around: Around) -> None:
    pick(screen.filters.category, "balance")
    assert len(titles(screen)) == 1
    pick(screen.filters.position, "prone")
    assert screen.nothing.isVisible()
    screen.filters.clear.click()
    assert len(titles(screen)) == 67
    assert not screen.filters.clear.isVisible()


def test_a_condition_leaves_out_and_marks(screen: LibraryScreen, around: Around) -> None:
    pick(screen.filters.condition, "gtps")
    exercises = around.library().exercises
    for entry in screen.grid.model_of.entries:
        level = caution_level(exercises[entry.id], "gtps")
        assert level is not CautionLevel.AVOID
        assert bool(entry.tag) is (level is CautionLevel.MODIFY)
    assert len(titles(screen)) < 67


def test_a_bone_stress_injury_stops_everything(screen: LibraryScreen) -> None:
    pick(screen.filters.condition, "bsi")
    assert screen.stop.isVisible()
    assert not screen.grid.isVisible()
    assert not screen.nothing.isVisible()


def test_keys_walk_the_cards_and_open_one(screen: LibraryScreen, qtbot: Any) -> None:
    qtbot.keyClick(screen.search, Qt.Key.Key_Down)
    assert screen.grid.hasFocus()
    assert screen.grid.currentIndex().row() == 0
    qtbot.keyClick(screen.grid, Qt.Key.Key_Right)
    assert screen.grid.currentIndex().row() == 1
    columns = screen.grid._columns
    assert columns > 1
    qtbot.keyClick(screen.grid, Qt.Key.Key_Down)
    assert screen.grid.currentIndex().row() == 1 + columns
    name = titles(screen)[1 + columns]
    qtbot.keyClick(screen.grid, Qt.Key.Key_Return)
    assert name in texts(screen)
    assert screen.exercise_page.back.hasFocus()
    qtbot.keyClick(screen.exercise_page.back, Qt.Key.Key_Escape)
    assert screen.grid.hasFocus()
    assert screen.grid.currentIndex().row() == 1 + columns


def test_letters_typed_on_the_cards_go_into_the_search(screen: LibraryScreen, qtbot: Any) -> None:
    screen.grid.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(screen.grid, Qt.Key.Key_P)
    assert screen.search.hasFocus()
    assert screen.search.text().lower() == "p"


def test_the_card_far_down_is_scrolled_to(screen: LibraryScreen, qtbot: Any) -> None:
    screen.grid.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(screen.grid, Qt.Key.Key_End)
    cell = screen.grid.visualRect(screen.grid.currentIndex())
    spot = screen.grid.viewport().mapToGlobal(cell.center())
    area = screen.parentWidget()
    assert area is not None
    assert area.rect().contains(area.mapFromGlobal(spot))


def test_the_looked_at_card_moves(
    screen: LibraryScreen, figures: list[FakeFigure], qtbot: Any
) -> None:
    assert not figures, "no figure before a card is looked at"
    screen.grid.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: bool(figures) and figures[0].isVisible(), timeout=LOOK_MS * 100)
    assert figures[0].motion == screen.grid.model_of.entries[0].motion
    inside = figures[0].geometry().center()
    assert screen.grid.indexAt(inside).row() == 0
    screen.search.setFocus()
    qtbot.waitUntil(lambda: not figures[0].isVisible())


def test_a_click_opens(screen: LibraryScreen, qtbot: Any) -> None:
    cell = screen.grid.visualRect(screen.grid.model_of.index(2))
    name = titles(screen)[2]
    qtbot.mouseClick(
        screen.grid.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(60, 60)
    )
    assert name in texts(screen)


def test_cards_can_be_read_aloud(screen: LibraryScreen) -> None:
    model = screen.grid.model_of
    text = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert titles(screen)[0] in text
    assert "Warm-up" in text


def test_routines_have_cards(screen: LibraryScreen, around: Around) -> None:
    screen.sections.chips()[1].click()
    assert len(titles(screen)) == len(around.library().routines)
    screen.search.setText("desk")
    assert titles(screen)[0].startswith("Desk break")


def test_routines_are_filtered_too(screen: LibraryScreen, around: Around) -> None:
    screen.sections.chips()[1].click()
    pick(screen.filters.time, "5")
    assert titles(screen) == ["Desk break, 5 minutes"]
    pick(screen.filters.time, "20")
    assert "Desk break, 5 minutes" in titles(screen) and len(titles(screen)) > 4
    screen.filters.clear.click()
    pick(screen.filters.kit, "none")
    exercises = around.library().exercises
    for entry in screen.grid.model_of.entries:
        forms = around.library().routines[entry.id].variants
        assert any(all("none" in kit_of(exercises[i.exercise]) for i in f.items) for f in forms)
    pick(screen.filters.condition, "bsi")
    assert screen.stop.isVisible() and not screen.grid.isVisible()
    screen.filters.clear.click()
    assert len(titles(screen)) == len(around.library().routines)


def test_exercises_by_time(screen: LibraryScreen) -> None:
    counts = []
    for minutes in ("2", "5", "10", "20", "30"):
        pick(screen.filters.time, minutes)
        counts.append(len(titles(screen)))
    assert counts == sorted(counts) and 0 < counts[0] < counts[-1]


# --- the page of an exercise ------------------------------------------------------------------


def test_the_page_says_everything(screen: LibraryScreen, around: Around) -> None:
    for name in around.library().exercises:
        exercise = around.library().exercises[name]
        screen.open_exercise(name)
        said = "\n".join(texts(screen))
        for text in (exercise.name, *exercise.cues, exercise.breathing, exercise.purpose):
            assert text in said, (name, text)
        for text in (exercise.evidence, *exercise.sources):
            assert text in said, (name, text)
        for caution in exercise.cautions:
            assert caution.note in said, (name, caution)
        assert len(screen.exercise_page.rungs) == len(exercise.levels)


def test_the_ladder_leads_on(screen: LibraryScreen) -> None:
    screen.open_exercise("clamshell")
    buttons = [one for one in screen.findChildren(QPushButton) if one.isVisible()]
    harder = next(one for one in buttons if one.text().startswith("Harder"))
    harder.click()
    assert "Side-lying leg raise" in texts(screen)
    screen.exercise_page.back.click()
    assert "Clamshell" in texts(screen)
    screen.exercise_page.back.click()
    assert screen.grid.isVisible()


def test_do_just_this_starts_the_chosen_level(screen: LibraryScreen, qtbot: Any) -> None:
    screen.open_exercise("clamshell")
    screen.exercise_page.rungs[2].click()
    with qtbot.waitSignal(screen.start_requested) as caught:
        screen.exercise_page.start.click()
    routine, variant = caught.args
    assert variant.id == "3"
    assert [item.exercise for item in variant.items] == ["clamshell"]
    assert routine.title == "Clamshell"


def done(routine: str, exercise: str) -> SessionRecord:
    at = stamp(datetime(2026, 11, 20, 7, 0, tzinfo=UTC), 0)
    row = SetResult(0, exercise, "2", Side.LEFT, 1, 12, 12, 60.0, 60.0, Outcome.DONE)
    return SessionRecord(
        at, routine, "Hip strength A", "1.0.0", "L1", Status.DONE, 600, 600, results=(row,)
    )


def test_my_history_with_it(screen: LibraryScreen, log: Store, qtbot: Any) -> None:
    log.log_manual_session(done("glute-strength-a", "clamshell"))
    screen.open_exercise("clamshell")
    qtbot.waitUntil(lambda: any("1 of 1 set" in text for text in texts(screen)))
    (line,) = [text for text in texts(screen) if "1 of 1 set" in text]
    assert "level 2" in line
    assert "Hip strength A" in line
    log.log_manual_session(done("glute-strength-b", "clamshell"))
    screen.on_changed(Changes.SESSIONS)
    qtbot.waitUntil(lambda: len([text for text in texts(screen) if "of 1 set" in text]) == 2)
    screen.open_exercise("bridge")
    qtbot.waitUntil(lambda: not [text for text in texts(screen) if "of 1 set" in text])


# --- the page of a routine --------------------------------------------------------------------


def test_the_routine_page_says_everything(screen: LibraryScreen, around: Around) -> None:
    library = around.library()
    for name in library.routines:
        routine = library.routines[name]
        screen.open_routine(name)
        said = "\n".join(texts(screen))
        wanted = [routine.title, routine.summary, routine.for_who, routine.evidence]
        limit = limit_of(around, routine.pain_ceiling)
        assert limit is not None
        rules = stop_lines(routine.stop_rules, limit.most)
        stop = rules if has_ladder(routine.stop_rules) else routine.stop_rules
        for text in (*wanted, *routine.notes, *stop, *routine.sources):
            assert text in said, (name, text)
        items = routine.variants[0].items
        names = [row.accessibleName() for row in screen.routine_page.rows]
        assert names == [library.exercises[item.exercise].name for item in items]


def test_another_level_is_another_plan(screen: LibraryScreen, around: Around, qtbot: Any) -> None:
    routine = around.library().routines["glute-strength-a"]
    screen.open_routine(routine.id)
    page = screen.routine_page
    first = page.facts.text()
    page.levels.chips()[2].click()
    assert page.facts.text() != first
    assert len(page.rows) == len(routine.variants[2].items)
    with qtbot.waitSignal(screen.start_requested) as started:
        page.start.click()
    assert started.args == [routine, routine.variants[2]]
    with qtbot.waitSignal(screen.plan_requested) as planned:
        page.add.click()
    assert planned.args == [routine.id, routine.variants[2].id]


def test_the_finish_time_is_the_plans(screen: LibraryScreen) -> None:
    screen.open_routine("desk-break-5")
    facts = screen.routine_page.facts.text()
    minutes = int(facts.split()[0])
    assert any(f"8:{minute}" in facts for minute in range(39 + minutes, 42 + minutes))


def test_the_strip_leads_to_the_row(screen: LibraryScreen, qtbot: Any) -> None:
    screen.open_routine("glute-strength-a")
    texts(screen)
    page = screen.routine_page
    last = page.strip.boxes()[-1].center().toPoint()
    qtbot.mouseClick(page.strip, Qt.MouseButton.LeftButton, pos=last)
    assert page.rows[-1].hasFocus()


def test_from_a_routine_to_its_exercise_and_back(screen: LibraryScreen) -> None:
    screen.open_routine("glute-strength-a")
    screen.routine_page.rows[0].click()
    assert "How to do it" in texts(screen)
    screen.exercise_page.back.click()
    assert screen.routine_page.isVisible()
    assert len(screen.routine_page.rows) > 2


# --- what a clinician told me ------------------------------------------------------------------


def test_my_conditions_mark_cards_and_pages(
    screen: LibraryScreen, around: Around, log: Store, clock: Any
) -> None:
    log.choose_condition(Chosen(stamp(clock.utcnow(), 0), "gtps"))
    screen.on_changed(Changes.CONDITIONS)
    tags = {entry.id: entry.tag for entry in screen.grid.model_of.entries}
    assert len(tags) == 67, "nothing is left out silently"
    assert tags["foam-roll-lateral-thigh"] == "Not for you"
    assert tags["clamshell"] == "With care"
    assert tags["bridge"] == ""
    screen.open_exercise("foam-roll-lateral-thigh")
    assert not screen.exercise_page.start.isEnabled()
    assert "Not for you" in screen.exercise_page.mine.text()
    screen.open_exercise("clamshell")
    assert screen.exercise_page.start.isEnabled()
    assert "pillow" in screen.exercise_page.mine.text()
    screen.open_exercise("bridge")
    assert not screen.exercise_page.mine.isVisible()
    screen.open_routine("glute-strength-a")
    assert "pillow" in screen.routine_page.rows[0].accessibleDescription()


# --- Learn ------------------------------------------------------------------------------------


def test_learn_cards_are_found_and_read(screen: LibraryScreen) -> None:
    screen.sections.chips()[2].click()
    assert titles(screen)[0] == "When to see somebody"
    screen.search.setText("pillow")
    assert titles(screen) == ["Pain at the outer side of the hip"]
    screen.grid.opened.emit("pain-outer")
    said = screen.learn_page.reading.toPlainText()
    assert "do not roll on the bone" in said
    assert "##" not in said
    assert "Mellor 2018, BMJ 361:k1662" in texts(screen)


def test_a_learn_card_leads_to_its_exercise_and_back(screen: LibraryScreen) -> None:
    screen.open_card("pain-outer")
    button = next(
        one for one in screen.learn_page.findChildren(QPushButton) if one.text() == "Bridge"
    )
    button.click()
    assert screen.exercise_page.isVisible()
    links = [one.text() for one in screen.exercise_page.findChildren(QPushButton)]
    assert "Pain at the outer side of the hip" in links
    screen.back()
    assert screen.learn_page.isVisible()


HOSTILE = """
<img src="http://example.org/a.png"> <script>alert(1)</script>
![a](file:///etc/hostname) ![b](http://example.org/b.png)
[away](http://example.org) [disk](file:///etc/hostname) [in](exercise:clamshell)
"""


def test_a_hostile_text_loads_nothing_and_leads_nowhere(theme: Theme, qtbot: Any) -> None:
    reading = Reading(theme)
    qtbot.addWidget(reading)
    reading.show_text(HOSTILE)
    assert "<script>" in reading.toPlainText(), "markup is shown as it was written"
    for address in ("file:///etc/hostname", "http://example.org/b.png"):
        for kind in (1, 2, 3):
            assert bytes(reading.document().resource(kind, QUrl(address))).strip() == b""
    went: list[tuple[str, str]] = []
    reading.linked.connect(lambda *to: went.append(to))
    for link in ("http://example.org", "file:///etc/hostname", "exercise:clamshell"):
        reading.anchorClicked.emit(QUrl(link))
    assert went == [("exercise", "clamshell")]


def test_a_reading_is_as_high_as_its_text(theme: Theme, qtbot: Any) -> None:
    reading = Reading(theme)
    qtbot.addWidget(reading)
    reading.resize(400, 100)
    reading.show()
    reading.show_text("word " * 200)
    tall = reading.height()
    reading.resize(800, tall)
    assert reading.height() < tall
    assert reading.verticalScrollBar().maximum() == 0


def test_the_body_map_is_an_index_of_the_cards(screen: LibraryScreen) -> None:
    assert screen.findChild(LearnMap) is None
    screen.sections.chips()[2].click()
    index = screen.findChild(LearnMap)
    assert index is not None and index.isVisible()
    index.map.picture.picked.emit((Side.LEFT, "sit-bone"))
    assert screen.learn_page.isVisible()
    assert screen.learn_page.title.text() == "Pain at the back or in the buttock"
    screen.back()
    assert index.isVisible()
    screen.search.setText("shoes")
    assert not index.isVisible()
