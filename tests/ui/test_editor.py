"""The editor's screen: keys, fields, problems, details, saving, narrow windows, focus."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hiprehab.core.model import Library
from hiprehab.core.settings import Settings
from hiprehab.storage import draft_edit as do
from hiprehab.storage import draft_new, draft_store
from hiprehab.storage.draft_edit import Spot
from hiprehab.storage.draft_text import Put
from hiprehab.ui.live import Live
from hiprehab.ui.screens import editor_card, editor_library
from hiprehab.ui.screens.editor import CARDS_PAGE, DETAILS_PAGE, EditorScreen
from hiprehab.ui.theme import Theme
from tests.ui.editor_stand import FORM, LONG, Disk, Make, exercises, focus, looked, opening

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def make(
    tmp_path: Path, theme: Theme, live: Live, library: Library, disk: Disk, qtbot: QtBot
) -> Iterator[Make]:
    """Opens an editor on a draft with these exercises."""
    with opening(tmp_path, theme, live, library, disk, qtbot) as make:
        yield make


# --- keys -----------------------------------------------------------------------------------


def test_keys_reorder_remove_and_double_and_the_focus_stays(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge", "clamshell", "side-step")
    screen.cards.focus_card()
    assert focus() is screen.cards.cards[2]
    qtbot.keyClick(focus(), Qt.Key.Key_Up, ALT)
    assert exercises(screen) == ["bridge", "side-step", "clamshell"]
    assert focus() is screen.cards.cards[1]
    qtbot.keyClick(focus(), Qt.Key.Key_D, CTRL)
    assert exercises(screen) == ["bridge", "side-step", "side-step", "clamshell"]
    assert focus() is screen.cards.cards[2]
    qtbot.keyClick(focus(), Qt.Key.Key_B, CTRL)
    assert len(do.blocks(screen.state.draft.data, FORM)) == 2
    assert focus() is screen.cards.cards[2]
    qtbot.keyClick(focus(), Qt.Key.Key_Down, ALT)
    assert screen.state.spot == Spot(1, 0)
    qtbot.keyClick(focus(), Qt.Key.Key_Delete)
    assert exercises(screen) == ["bridge", "side-step", "clamshell"]
    assert screen.cards.isAncestorOf(focus())
    for _ in range(3):
        qtbot.keyClick(focus(), Qt.Key.Key_Delete)
    assert exercises(screen) == []
    assert focus() is screen.cards.nothing.action


def test_undo_and_redo_also_from_within_a_field(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge")
    screen.cards.focus_field(("dose", "sets"))
    qtbot.keyClicks(focus(), "12")
    assert screen.state.item(Spot(0, 0))["dose"] == {"sets": 12}
    qtbot.keyClick(focus(), Qt.Key.Key_Z, CTRL)
    assert "dose" not in screen.state.item(Spot(0, 0))
    assert screen.cards.form.dose.boxes["sets"].field.text() == ""
    qtbot.keyClick(focus(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert screen.state.item(Spot(0, 0))["dose"] == {"sets": 12}
    qtbot.keyClick(focus(), Qt.Key.Key_Up)
    assert screen.state.item(Spot(0, 0))["dose"] == {"sets": 13}
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert focus() is screen.cards.cards[0]
    while screen.state.draft.can_undo:
        screen.state.undo()
    assert screen.state.draft.encoded() == draft_new.blank("New routine", {})


def test_f6_goes_round_and_escape_leaves(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge")
    screen.go_to_library()
    qtbot.keyClick(focus(), Qt.Key.Key_F6)
    assert focus() is screen.cards.cards[0]
    qtbot.keyClick(focus(), Qt.Key.Key_F6, SHIFT)
    assert focus() is screen.library.search
    qtbot.keyClicks(focus(), "clam")
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert screen.library.search.text() == ""
    qtbot.keyClick(focus(), Qt.Key.Key_Return, CTRL)
    assert screen.stack.currentIndex() == DETAILS_PAGE
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert screen.stack.currentIndex() == CARDS_PAGE
    with qtbot.waitSignal(screen.left):
        qtbot.keyClick(focus(), Qt.Key.Key_Escape)


def test_f1_shows_the_keys_and_any_key_hides_them(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge")
    screen.cards.focus_card()
    qtbot.keyClick(focus(), Qt.Key.Key_F1)
    assert screen._help is not None and screen._help.isVisible()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    assert not screen._help.isVisible()
    assert focus() is screen.cards.cards[0]


def test_the_list_can_be_walked_from_the_search(make: Make, qtbot: QtBot) -> None:
    screen = make()
    screen.go_to_library()
    first = screen.library.list.current()
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    second = screen.library.list.current()
    assert first is not None and second is not None and first != second
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert exercises(screen) == [second.id]
    assert screen.library.count.text().endswith("1 in the routine")
    assert second.name in screen.preview.name.text()


# --- dose -----------------------------------------------------------------------------------


def test_the_sentence_and_the_times_follow(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell")
    looked(qtbot, screen)
    before = screen.state.preview.seconds[Spot(0, 0)]
    screen.cards.focus_field(("dose", "sets"))
    qtbot.keyClicks(focus(), "4")
    looked(qtbot, screen)
    assert screen.cards.form.sentence.text().startswith("4 sets: 10 times, each side")
    assert screen.state.preview.seconds[Spot(0, 0)] > before
    assert "min" in screen.preview.total.text()
    assert "done at" in screen.preview.facts.text()
    assert screen.preview.many.isHidden()
    for _ in range(6):
        screen.cards.duplicate()
    looked(qtbot, screen)
    assert not screen.preview.many.isHidden() and "7 exercises" in screen.preview.many.text()


def test_the_kind_decides_which_fields_there_are(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell")
    dose = screen.cards.form.dose
    assert not dose.boxes["tempo"].isHidden() and dose.boxes["hold_s"].isHidden()
    dose.kind.picked.emit("hold")
    assert dose.boxes["tempo"].isHidden() and not dose.boxes["hold_s"].isHidden()
    looked(qtbot, screen)
    assert dose.boxes["hold_s"].fault.text() == "Fill in: Hold, s."
    screen.preview.problems[0].click()
    assert focus() is dose.boxes["hold_s"].field
    dose.kind.picked.emit("reps")  # what the level has anyway is not written
    assert "dose" not in screen.state.item(Spot(0, 0))
    dose.extra_side.picked.emit("affected")
    assert screen.state.item(Spot(0, 0))["dose"] == {"extra": {"side": "affected", "sets": 1}}
    screen.cards.form.level.picked.emit("2")
    assert screen.state.item(Spot(0, 0))["level"] == "2"
    screen.cards.form.optional.click()
    assert screen.state.item(Spot(0, 0))["optional"] is True


def test_rounds_and_the_kind_of_a_block(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell", "bridge")
    head = screen.cards.heads[0]
    qtbot.keyClicks(head.rounds, "3")
    assert not head.rest.isHidden()
    qtbot.keyClicks(head.rest, "60")
    block = do.blocks(screen.state.draft.data, FORM)[0]
    assert (block["rounds"], block["rest_rounds_s"]) == (3, 60)
    head.kind.lineEdit().selectAll()
    qtbot.keyClicks(head.kind.lineEdit(), "Part A")
    assert do.blocks(screen.state.draft.data, FORM)[0]["kind"] == "Part A"
    looked(qtbot, screen)
    assert "3 rounds" in screen.cards.form.sentence.text()
    screen.state.choose(Spot(0, 0))
    screen.cards.divide()
    screen.cards.heads[0].acted.emit("down", 0)
    screen.cards.heads[1].acted.emit("join", 1)
    screen.cards.heads[0].acted.emit("delete", 0)
    assert exercises(screen) == []


def test_fixed_free_and_ranges(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell")
    looked(qtbot, screen)
    part = screen.cards.form.adjust
    part.open.setFocus()
    part.open.click()
    qtbot.keyClick(part.open, Qt.Key.Key_Tab)
    assert part.choices["sets"].hasFocus()
    part.choices["sets"].picked.emit("locked")
    part.choices["reps"].picked.emit("range")
    edit = part.ranges["reps"]
    edit.selectAll()
    qtbot.keyClicks(edit, "8-12")
    assert screen.state.item(Spot(0, 0))["adjust"] == {"sets": "locked", "reps": [8, 12]}
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert screen.cards.cards[0].hasFocus()
    looked(qtbot, screen)
    assert "sets" in screen.cards.form.fixed.text() and "8 to 12" in screen.cards.form.fixed.text()
    part.choices["sets"].picked.emit("free")  # which it is anyway
    assert screen.state.item(Spot(0, 0))["adjust"] == {"reps": [8, 12]}
    screen.show_page(DETAILS_PAGE)
    screen.details.adjust.open.click()
    screen.details.adjust.choices["level"].picked.emit("locked")
    assert screen.state.draft.value((*FORM, "adjust")) == {"level": "locked"}


# --- problems -------------------------------------------------------------------------------


def test_a_problem_is_shown_at_its_field_and_a_click_goes_there(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell", "bridge")
    path = (*do.item_path(FORM, Spot(0, 0)), "dose", "sets")
    screen.state.edit([Put(path, "many"), Put(("version",), "1")])
    looked(qtbot, screen)
    assert not screen.head.hand_over.isEnabled() and not screen.head.install.isEnabled()
    assert screen.head.rehearse.isEnabled()
    assert screen.cards.cards[0].face.fault.startswith("Must be a whole number")
    first, second = screen.preview.problems
    second.click()
    assert screen.state.spot == Spot(0, 0)
    assert focus() is screen.cards.form.dose.boxes["sets"].field
    qtbot.keyClicks(focus(), "2")
    first.click()
    assert screen.stack.currentIndex() == DETAILS_PAGE
    assert screen.details.isAncestorOf(focus())
    qtbot.keyClick(focus(), Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(focus(), "1.0.1")
    looked(qtbot, screen)
    assert screen.state.is_sound and screen.head.hand_over.isEnabled()


def test_an_empty_routine_says_so_in_plain_words(make: Make, qtbot: QtBot) -> None:
    screen = make()
    looked(qtbot, screen)
    (row,) = screen.preview.problems
    assert row.accessibleDescription() == "There is no exercise in it yet. Add one."
    row.click()
    assert focus() is screen.library.search


def test_problems_in_blocks_texts_and_phases_are_found(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge")
    screen.show_page(DETAILS_PAGE)
    screen.details.add_level.click()
    screen.details.add_phase.click()
    changes = [
        Put((*FORM, "variant", 1, "block", 0, "rounds"), "x"),
        Put((*FORM, "phase", 0, "weeks"), "first"),
        Put((*FORM, "review"), "soon"),
        Put((*FORM, "title"), ""),
    ]
    screen.state.edit(changes)
    looked(qtbot, screen)
    seen = []
    assert screen.state.checked is not None
    for found in screen.state.checked.problems:
        screen.jump(found.path)
        seen.append((found.path[-1], screen.stack.currentIndex(), focus()))
    where = {key: (page, widget) for key, page, widget in seen}
    assert where["rounds"] == (CARDS_PAGE, screen.cards.heads[0].rounds)
    assert screen.state.form_number == 1
    assert where["weeks"][0] == DETAILS_PAGE and where["review"][0] == DETAILS_PAGE
    assert where["title"][1] is screen.title


# --- details --------------------------------------------------------------------------------


def test_the_details_write_what_is_typed(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge")
    screen.show_page(DETAILS_PAGE)
    page = screen.details
    wanted = {
        ("summary",): ("Short.", "Short."),
        ("author_note",): ("Take your time.", "Take your time."),
        ("stop_rules",): ("One.\nTwo.", ["One.", "Two."]),
        ("pain_ceiling",): ("4", 4),
        ("schedule", "days_per_week"): ("2-3", [2, 3]),
        ("schedule", "min_gap_hours"): ("6", 6),
    }
    lines = {line.path(): line for line in page.lines}
    for key, (text, _) in wanted.items():
        field = lines[(*FORM, *key)].box.field
        if "\n" in text:
            field.setPlainText(text)
        else:
            qtbot.keyClicks(field, text)
    qtbot.keyClicks(lines[(*FORM, "review")].box.field, "2026-12-31")
    qtbot.keyClicks(lines[("author", "organisation")].box.field, "Example Clinic")
    for key, (_, value) in wanted.items():
        assert screen.state.draft.value((*FORM, *key)) == value
    assert "review = 2026-12-31" in screen.state.draft.text
    assert screen.state.draft.data["id"] == "example-clinic.new-routine"
    looked(qtbot, screen)
    assert screen.state.is_sound
    field = lines[(*FORM, "summary")].box.field
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert screen.state.draft.value((*FORM, "summary")) is None


def test_levels_and_phases_come_and_go(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge", "clamshell")
    screen.show_page(DETAILS_PAGE)
    page = screen.details
    page.add_level.click()
    page.add_level.click()
    assert screen.forms is not None and len(screen.forms.chips()) == 3
    screen.forms.chips()[2].click()
    screen.cards.remove()
    looked(qtbot, screen)
    assert [len(one.items) for one in screen.state.checked.previews.values()] == [2, 2, 1]  # type: ignore[union-attr]
    page.add_phase.click()
    looked(qtbot, screen)
    assert screen.state.is_sound
    first, second = (line.box.field for line in page._phases[:2])
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    page._drop_phase(0)
    page._drop_level(0)
    page._drop_level(0)
    assert "variant" not in screen.state.draft.value(FORM)
    assert exercises(screen) == ["clamshell"]
    page.add_routine.click()
    assert screen.state.routine == "routine-2"
    page.drop_routine.click()
    assert screen.state.routine == "routine"


def test_the_title_is_that_of_the_pack_too(make: Make, qtbot: QtBot) -> None:
    screen = make()
    screen.go_to_title()
    qtbot.keyClicks(focus(), "Hip start")
    assert screen.state.draft.data["title"] == "Hip start"
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert focus() is screen.library.search
    screen.state.undo()
    assert screen.title.text() == "New routine"


# --- dropping -------------------------------------------------------------------------------


def drop(screen: EditorScreen, kind: str, what: str, card: int) -> None:
    data = QMimeData()
    data.setData(kind, QByteArray(what.encode()))
    at = QPointF(20, screen.cards.cards[card].y() + 2)
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none)
    screen.cards.dropEvent(event)


def test_cards_and_exercises_are_dropped_where_they_belong(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge", "clamshell", "side-step")
    looked(qtbot, screen)
    drop(screen, editor_card.MIME, "0 2", 0)
    assert exercises(screen) == ["side-step", "bridge", "clamshell"]
    drop(screen, editor_library.MIME, "step-up", 1)
    assert exercises(screen) == ["side-step", "step-up", "bridge", "clamshell"]
    for wrong in ("", "../x", "9 9", "x y"):
        drop(screen, editor_card.MIME, wrong, 0)
        drop(screen, editor_library.MIME, wrong, 0)
    assert len(exercises(screen)) == 4


# --- saving ---------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_what_was_written_is_saved_later(
    make: Make, qtbot: QtBot, disk: Disk
) -> None:
    screen = make()
    disk.full = True
    screen.add("bridge")
    screen.state.save_now()
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG)
    assert screen.head.saved.text() == "Not saved"
    disk.full = False
    screen.banner.acted.emit()
    qtbot.waitUntil(lambda: not screen.state.unsaved, timeout=LONG)
    assert screen.head.saved.text() == "Saved" and not screen.banner.isVisible()
    assert b"bridge" in draft_store.load(screen.state.folder)


def test_it_saves_by_itself(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge")
    qtbot.waitUntil(lambda: not screen.state.unsaved, timeout=LONG)
    assert draft_store.load(screen.state.folder) == screen.state.draft.encoded()


# --- sizes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "scale", "columns"),
    [((1280, 720), 100, 3), ((1024, 640), 100, 3), ((1280, 720), 150, 2), ((1024, 640), 200, 1)],
)
def test_columns_for_the_room_that_there_is(
    make: Make,
    theme: Theme,
    qapp: QApplication,
    qtbot: QtBot,
    size: tuple[int, int],
    scale: int,
    columns: int,
) -> None:
    theme.apply(qapp, Settings(text_scale=scale))
    screen = make("bridge", "clamshell", size=size)
    looked(qtbot, screen)
    assert screen.width() == size[0]
    shown = [part for part in (screen.library, screen._middle, screen._right) if part.isVisible()]
    assert len(shown) == columns
    for go, part in (
        (screen.go_to_library, screen.library),
        (screen.go_to_routine, screen._middle),
        (screen.go_to_preview, screen._right),
    ):
        go()
        assert part.isVisible()
    assert screen.minimumSizeHint().width() <= size[0]


def shown(screen: EditorScreen, page: int) -> list[QWidget]:
    screen.show_page(page)
    return [one for one in screen.findChildren(QWidget) if one.isVisible()]


def test_everything_that_takes_keys_has_a_name(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell")
    looked(qtbot, screen)
    screen.cards.form.adjust.open.click()
    nameless = [
        one
        for page in (CARDS_PAGE, DETAILS_PAGE)
        for one in shown(screen, page)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and type(one).__module__.startswith("hiprehab")
        and not (one.accessibleName() or getattr(one, "text", str)())
    ]
    assert not nameless
