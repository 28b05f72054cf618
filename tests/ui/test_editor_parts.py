"""The editor's parts: values, own exercises, text with a mistake, the sheet, strange files."""

import struct
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hiprehab.core.model import Dose, DoseKind, Library, Phase, TempoPart
from hiprehab.storage import draft_store
from hiprehab.storage.convert import Base
from hiprehab.storage.draft_check import checked
from hiprehab.storage.draft_text import Drop, Put
from hiprehab.ui.live import Live
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens.editor import DETAILS_PAGE, EXERCISE_PAGE
from hiprehab.ui.screens.editor_boxes import QuietChoice
from hiprehab.ui.screens.editor_exercise import fresh
from hiprehab.ui.screens.editor_handover import HandOverSheet
from hiprehab.ui.screens.editor_text import TextTrouble
from hiprehab.ui.theme import Theme
from tests.ui.editor_stand import Disk, Make, exercises, looked, opening

OPEN_CLOSE = (TempoPart("open", 2, Phase.MOVE), TempoPart("close", 2, Phase.RETURN))


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


# --- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.read_number, " 3 ", 3),
        (values.read_number, "", None),
        (values.read_number, "three", "three"),
        (values.read_range, "8-12", [8, 12]),
        (values.read_range, "8 to 12", [8, 12]),
        (values.read_range, "8–8", 8),
        (values.read_range, "8-", "8-"),
        (values.read_seconds, "45", 45),
        (values.read_seconds, "45 s", 45),
        (values.read_seconds, "1:30", 90),
        (values.read_seconds, "2 min", 120),
        (values.read_seconds, "0.5", 0.5),
        (values.read_seconds, "Ready", "ready"),
        (values.read_seconds, "soon", "soon"),
        (values.tempo_reader(()), "2-1-2", [["move", 2], ["hold", 1], ["return", 2]]),
        (values.tempo_reader(()), "lift 2, hold 1.5, lower 3",
         [["lift", 2], ["hold", 1.5], ["lower", 3]]),
        (values.tempo_reader(()), "fast", "fast"),
        (values.tempo_reader(OPEN_CLOSE), "3 4", [["open", 3], ["close", 4]]),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(read: values.Read, text: str, value: object) -> None:
    assert read(text) == value
    if value is not None:
        assert read(values.text_of(value)) == value


def test_grey_values_are_those_of_the_level() -> None:
    dose = Dose(DoseKind.HOLD, sets=2, reps=(8, 8), hold_s=30.0)
    assert [values.usual_text(dose, key) for key in ("sets", "reps", "hold_s", "effort")] == [
        "2", "8", "30", "",
    ]  # fmt: skip
    assert values.usual_text(dose, "rest_sides_s") == "–"
    assert values.usual_text({"sets": 3}, "sets") == "3"
    assert values.stepped("8–12", 1) == "9–13"
    assert values.stepped("ready", 1) is None


# --- own exercises --------------------------------------------------------------------------


def test_an_own_exercise_is_written_checked_and_added(make: Make, qtbot: QtBot) -> None:
    screen = make()
    screen.state.edit([Put(("exercise", "towel"), fresh("Towel press"))])
    screen.show_own("towel")
    looked(qtbot, screen)
    steps = screen.own.boxes["cues"]
    assert not steps.fault.text() and not screen.own.fault.text(), "nobody has been there yet"
    steps.field.setFocus()
    screen.own.boxes["purpose"].field.setFocus()
    assert steps.fault.text() == "Write at least one step."
    screen.own.boxes["cues"].field.setPlainText("Press.\nLet go.")  # type: ignore[attr-defined]
    screen.own.boxes["position"].field.picked.emit("seated")  # type: ignore[attr-defined]
    screen.own.motion.picked.emit("bridge")
    screen.own.add_level.click()
    qtbot.keyClicks(screen.own.dose.boxes["sets"].field, "4")
    table = screen.state.own_tables()["towel"]
    assert table["cues"] == ["Press.", "Let go."]
    assert (table["position"], table["motion"]) == ("seated", "bridge")
    assert table["level"] == [{"name": "1"}, {"name": "2", "dose": {"sets": 4}}]
    screen.own.add.click()
    assert exercises(screen) == ["towel"]
    looked(qtbot, screen)
    assert screen.state.is_sound
    assert screen.library.list.rows.rows[0].name == "Towel press"
    screen.show_own("towel")
    screen.own.levels.chips()[2].click()  # type: ignore[union-attr]
    screen.own.drop_level.click()
    screen.state.edit([Drop(("exercise", "towel", "cues"))])
    looked(qtbot, screen)
    (found,) = screen.state.checked.problems  # type: ignore[union-attr]
    screen.jump(found.path)
    assert screen.stack.currentIndex() == EXERCISE_PAGE


def test_what_is_worth_adding_leads_to_its_field(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell")
    state = screen.state
    state.edit([Put(("routine", state.routine, "stop_rules"), ["Stop when it pinches."])])
    looked(qtbot, screen)
    assert state.is_sound
    words = [one.text() for one in screen.preview.wishes.buttons]
    assert "When to stop" not in words and "Highest pain" in words
    button = screen.preview.wishes.buttons[words.index("Highest pain")]
    button.click()
    (line,) = [one for one in screen.details.lines if one.path()[-1] == "pain_ceiling"]
    assert screen.stack.currentIndex() == DETAILS_PAGE and line.box.field.hasFocus()
    state.edit(
        [
            Put(("routine", state.routine, "pain_ceiling"), 3),
            Put(("routine", state.routine, "schedule", "days_per_week"), [2, 3]),
            Put(("author", "name"), "A. Physio"),
        ]
    )
    looked(qtbot, screen)
    assert screen.preview.wishes.isHidden()


def test_ladder_and_cautions_of_an_own_exercise(make: Make, qtbot: QtBot) -> None:
    screen = make("clamshell")
    screen.state.edit([Put(("exercise", "towel"), {**fresh("Towel press"), "cues": ["Press."]})])
    screen.show_own("towel")
    part = screen.own.around
    assert part.add.itemText(0) == "Add a condition …" and part.add.count() == 20
    easier, harder = part.rungs["easier"], part.rungs["harder"]
    offered = [easier.add.itemData(n) for n in range(easier.add.count())]
    assert "bridge" in offered and "towel" not in offered
    easier.add.picked.emit("bridge")
    easier.add.picked.emit("clamshell")
    harder.add.picked.emit("single-leg-bridge")
    part.add.picked.emit("oa")
    assert part.notes[0].hasFocus()
    qtbot.keyClicks(part.notes[0], "Half the way.")
    part.add.picked.emit("bsi")
    part.levels[1].picked.emit("avoid")
    looked(qtbot, screen)
    assert screen.state.is_sound
    table = screen.state.own_tables()["towel"]
    assert (table["easier"], table["harder"]) == (["bridge", "clamshell"], ["single-leg-bridge"])
    assert table["caution"] == [
        {"condition": "oa", "level": "modify", "note": "Half the way."},
        {"condition": "bsi", "level": "avoid"},
    ]
    easier.buttons[0].click()
    part.drops[0].click()
    table = screen.state.own_tables()["towel"]
    assert table["easier"] == ["clamshell"]
    assert table["caution"] == [{"condition": "bsi", "level": "avoid"}]
    screen.state.edit([Put(("exercise", "towel", "harder"), ["nowhere"])])
    looked(qtbot, screen)
    (found,) = screen.state.checked.problems  # type: ignore[union-attr]
    assert part.fault.text()
    screen.jump(found.path)
    assert harder.add.hasFocus()
    harder.buttons[0].click()
    looked(qtbot, screen)
    assert screen.state.is_sound and not part.fault.text()


def test_the_level_of_a_phase_is_chosen(make: Make, qtbot: QtBot) -> None:
    screen = make("bridge")
    screen.show_page(DETAILS_PAGE)
    page = screen.details
    page.add_level.click()
    page.add_phase.click()
    path = ("routine", screen.state.routine, "phase", 0, "variant")
    (choice,) = [line.box.field for line in page._phases if line.path() == path]
    assert isinstance(choice, QuietChoice)
    ids = [one["id"] for one in screen.state.draft.value((*path[:2], "variant"))]
    assert [choice.itemData(n) for n in range(choice.count())][-2:] == ids
    choice.picked.emit(ids[1])
    looked(qtbot, screen)
    assert screen.state.draft.value(path) == ids[1] and screen.state.is_sound
    assert choice.currentData() == ids[1]


def png(wide: int, high: int) -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\0" + b"\x40\x80\xc0" * wide for _ in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_picture_is_looked_for_beside_the_text(make: Make, qtbot: QtBot) -> None:
    screen = make()
    table = {**fresh("Towel"), "cues": ["Go."], "picture": "towel.png"}
    screen.state.edit([Put(("exercise", "towel"), table)])
    looked(qtbot, screen)
    assert any("picture" in one.path for one in screen.state.checked.problems)  # type: ignore[union-attr]
    draft_store.add_picture(screen.state.folder, "towel.png", png(64, 48))
    screen.state.look_again()
    looked(qtbot, screen)
    assert not any("picture" in one.path for one in screen.state.checked.problems)  # type: ignore[union-attr]
    screen.add("towel")
    looked(qtbot, screen)
    screen.preview.refresh()
    assert screen.cards.cards[0].face.picture.startswith("picture:")  # type: ignore[union-attr]


# --- parts ----------------------------------------------------------------------------------


def test_a_text_with_a_mistake_shows_its_line(theme: Theme, qtbot: QtBot) -> None:
    data = b'title = "A"\n[routine\n'
    page = TextTrouble(theme, "a", data, draft_store.readable)
    qtbot.addWidget(page)
    page.show()
    assert page.fault.text().startswith("Line 2:")
    page.go_to_line()
    assert page.text.textCursor().blockNumber() == 1
    assert page.encoded() == data
    page.text.setPlainText('title = "A"\n')
    page.look()
    with qtbot.waitSignal(page.mended) as caught:
        page.open.click()
    assert caught.args == [b'title = "A"\n']
    page.stop()


def test_the_sheet_asks_before_it_replaces(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = HandOverSheet(
        theme, window, tmp_path / "a-1.0.0", pictured=False, can_sign=True, has_key=False
    )
    wishes: list[Any] = []
    sheet.wished.connect(wishes.append)
    assert sheet.path.text().endswith("a-1.0.0.hiprehab")
    sheet.kind.chips()[1].click()
    assert sheet.path.text().endswith("a-1.0.0.toml")
    assert not sheet.sign.isEnabled()
    (tmp_path / "a-1.0.0.toml").write_text("x")
    sheet.save.click()
    assert not wishes and "there already" in sheet.problem.text()
    sheet.save.click()
    assert wishes[0].path == tmp_path / "a-1.0.0.toml" and wishes[0].is_plain
    sheet.path.setText(str(tmp_path / "b"))
    sheet.save.click()
    assert wishes[1].path == tmp_path / "b.hiprehab"
    sheet.close()


# --- strange files --------------------------------------------------------------------------

WHOLE = b"""\
schema = "hiprehab-pack/1"
id = "org.example.x"
version = "1.0.0"
title = "X"
author = { name = "A", role = "B", organisation = "C" }
adjust = "free"
[exercise.towel]
name = "Towel"
category = "strength"
position = "supine"
cues = ["Press."]
muscles = ["gluteus"]
equipment = ["towel"]
dose = { kind = "reps", sets = 2, reps = [8, 10], tempo = [["up", 2], ["down", 2]] }
level = [{ name = "1" }, { name = "2", dose = { sets = 3, extra = { side = "left", sets = 1 } } }]
[routine.routine]
title = "X"
notes = ["One."]
schedule = { days_per_week = [2, 3], when = "x" }
adjust = { sets = "locked" }
phase = [{ title = "P", variant = "L1", weeks = [1, 2] }]
[[routine.routine.variant]]
id = "L1"
title = "One"
[[routine.routine.variant.block]]
kind = "strength"
rounds = 2
rest_rounds_s = 30
items = [
  { exercise = "towel", level = "2", note = "x", dose = { sets = 2, side = "each" } },
  { exercise = "bridge", adjust = { reps = [8, 12], level = ["1", "2"] }, optional = true },
]
[[routine.routine.variant]]
id = "L2"
title = "Two"
block = [{ kind = "stretch", items = [{ exercise = "bridge" }] }]
"""
ODD = (3, -1, 2.5, True, "x", [], ["x"], [3], {}, {"x": 1}, [{}], [[1, 2]])


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, inner in pairs:
        yield from places(inner, (*path, key))


def test_no_value_at_any_place_breaks_the_screen(
    make: Make, qtbot: QtBot, library: Library
) -> None:
    """Whatever stands in a file that was opened, it is shown, and the checker names it."""
    screen = make(data=WHOLE)
    looked(qtbot, screen)
    assert not screen.state.checked.problems  # type: ignore[union-attr]
    screen.show_own("towel")
    screen.show_page(DETAILS_PAGE)
    screen.details.adjust.open.click()
    screen.cards.form.adjust.open.click()
    base = Base(library.exercises)
    for number, path in enumerate(places(tomllib.loads(WHOLE.decode()))):
        odd = ODD[number % len(ODD)], ODD[(number * 5 + 3) % len(ODD)]
        for value in odd:
            screen.state.edit([Put(path, value)])
            text = screen.state.draft.text
            assert tomllib.loads(text) == screen.state.draft.data
            screen.state.checked = checked(text, None, base)
            screen.state.looked.emit()
            for found in screen.state.checked.problems:
                screen.jump(found.path)
            screen.state.undo()
    assert screen.state.draft.text == WHOLE.decode()
