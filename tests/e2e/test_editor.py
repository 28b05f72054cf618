"""A physiotherapist at the keyboard: from nothing to a file, and the file back into the editor."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from hiprehab.app import editing_acts, printing
from hiprehab.core.state import State
from hiprehab.storage import draft_edit, draft_store
from hiprehab.storage.archive import read_archive
from hiprehab.ui.screens import report_page

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LONG = 20_000
KEY_S = 0.28
"""An average typist, 40 words a minute (Card, Moran and Newell: the keystroke-level model)."""
THINK_S = 1.35
"""Making up one's mind once, by the same model."""


class Hands:
    """Presses keys at whatever has the focus, and counts them and the decisions before them."""

    def __init__(self, person: Any) -> None:
        self.person, self.keys, self.decisions = person, 0, 0

    def think(self) -> None:
        self.decisions += 1

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        for key in keys:
            target = QApplication.focusWidget() or self.person.desk.window
            self.keys += 1 if modifier is None else 2
            if modifier is None:
                self.person.qtbot.keyClick(target, key)
            else:
                self.person.qtbot.keyClick(target, key, modifier)

    def write(self, text: str) -> None:
        self.keys += len(text)
        self.person.qtbot.keyClicks(QApplication.focusWidget(), text)

    @property
    def seconds(self) -> float:
        return self.keys * KEY_S + self.decisions * THINK_S


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files that are handed over are proposed to go."""
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setattr(editing_acts, "_documents", lambda: folder)
    return folder


def editor(person: Any) -> Any:
    """The open editor, once it is there."""
    person.qtbot.waitUntil(lambda: person.desk.editing.screen is not None, timeout=LONG)
    return person.desk.editing.screen


def sound(person: Any) -> None:
    """The checker has seen the text and is content."""
    state = person.desk.editing.screen.state
    person.qtbot.waitUntil(lambda: state.is_sound, timeout=LONG)


def gone(person: Any) -> None:
    """The sheet is closed."""
    window = person.desk.window
    person.qtbot.waitUntil(
        lambda: not [one for one in window.findChildren(QLineEdit) if one.window() is not window],
        timeout=LONG,
    )


PROGRAMME = (
    ("pelvic", "", ""),
    ("clam", "3", "12"),
    ("bridge", "3", "8-12"),
    ("side step", "2", ""),
    ("single", "", ""),
    ("butterfly", "2", ""),
)


def test_six_exercises_from_nothing_to_a_file_by_keyboard(
    sit_down: Callable[[], Any], command: Callable[..., str], place: Path
) -> None:
    """Under 3 minutes: keys at 0.28 s, decisions at 1.35 s (the keystroke-level model), together
    about 1 minute; even at half that speed it is under 3. The count is asserted below."""
    person = sit_down()
    person.first_run(person.left_is_sore)
    hands = Hands(person)

    hands.think()
    hands.press(Qt.Key.Key_N, modifier=CTRL)
    screen = editor(person)
    person.qtbot.waitUntil(screen.title.hasFocus, timeout=LONG)
    hands.write("Hip start")
    hands.press(Qt.Key.Key_Return)
    for words, _, _ in PROGRAMME:
        hands.think()
        hands.write(words)
        hands.press(Qt.Key.Key_Return)
        person.qtbot.waitUntil(
            lambda: screen.library.search.selectedText() == screen.library.search.text(),
            timeout=LONG,
        )
    assert len(screen.state.spots()) == 6
    assert screen.library.search.hasFocus()

    hands.think()
    hands.press(Qt.Key.Key_F6, Qt.Key.Key_Home)
    for number, (_, sets, reps) in enumerate(PROGRAMME):
        assert screen.cards.cards[number].hasFocus()
        if sets:
            hands.think()
            hands.press(Qt.Key.Key_Return)
            hands.write(sets)
            if reps:
                hands.press(Qt.Key.Key_Tab)
                hands.write(reps)
            hands.press(Qt.Key.Key_Return)
        if number < 5:
            hands.press(Qt.Key.Key_Down)
    hands.think()
    hands.press(Qt.Key.Key_Up, modifier=ALT)
    sound(person)

    hands.think()
    hands.press(Qt.Key.Key_E, modifier=CTRL)
    person.qtbot.waitUntil(
        lambda: getattr(QApplication.focusWidget(), "text", str)().endswith(".hiprehab"),
        timeout=LONG,
    )
    hands.press(Qt.Key.Key_Return)
    file = place / "hip-start-1.0.0.hiprehab"
    person.qtbot.waitUntil(file.exists, timeout=LONG)
    gone(person)

    assert hands.seconds * 2 < 180, f"{hands.keys} keys, {hands.decisions} decisions"
    archive = read_archive(file)
    data = tomllib.loads(archive.text)
    items = [item for block in data["routine"]["routine"]["block"] for item in block["items"]]
    assert [item["exercise"] for item in items[:3]] == ["pelvic-tilt", "clamshell", "bridge"]
    assert items[1]["dose"] == {"sets": 3, "reps": 12}
    assert items[2]["dose"]["reps"] == [8, 12]
    assert archive.text == screen.state.draft.text

    assert "fine" in command("check", str(file))
    command("install", str(file))
    person.desk.window.activateWindow()  # the offscreen platform leaves no window active
    person.qtbot.waitUntil(screen.cards.card().hasFocus, timeout=LONG)
    hands.press(Qt.Key.Key_Escape)
    assert person.desk.editing.screen is None
    (installed,) = (person.data / "packs" / data["id"]).iterdir()
    person.desk.editing.open_file(installed)
    again = editor(person)
    assert again.state.draft.encoded() == archive.text.encode()
    assert again.state.folder.name == "hip-start"
    sound(person)
    person.desk.editing.leave()


def test_plain_text_comes_back_with_the_same_bytes(
    sit_down: Callable[[], Any], command: Callable[..., str], place: Path
) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    person.desk.editing.copy("glute-strength-a")
    screen = editor(person)
    sound(person)
    screen.hand_over_asked.emit()
    (path,) = [one for one in person.desk.window.findChildren(QLineEdit) if one.window().isModal()]
    file = place / "mine.toml"
    path.setText(str(file))
    person.qtbot.keyClick(path, Qt.Key.Key_Return)
    person.qtbot.waitUntil(file.exists, timeout=LONG)
    gone(person)
    assert file.read_bytes() == screen.state.draft.encoded()
    command("install", str(file))
    person.desk.editing.leave()
    (installed,) = (person.data / "packs").glob("*/1.0.0.toml")
    person.desk.editing.open_file(installed)
    assert editor(person).state.draft.encoded() == file.read_bytes()
    person.desk.editing.leave()


def test_a_draft_is_installed_here_and_a_changed_one_as_the_next_version(
    sit_down: Callable[[], Any],
) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    person.desk.editing.copy("desk-break-5")
    screen = editor(person)
    sound(person)
    name = f"{screen.state.draft.data['id']}/desk-break-5"
    screen.install_asked.emit()
    person.qtbot.waitUntil(lambda: name in person.desk.profile.library.routines, timeout=LONG)
    screen.cards.remove()
    sound(person)
    screen.install_asked.emit()
    person.qtbot.waitUntil(
        lambda: any(one.version == "1.0.1" for one in person.desk.profile.library.packs),
        timeout=LONG,
    )
    assert screen.state.draft.data["version"] == "1.0.1"
    person.desk.editing.leave()


def test_a_rehearsal_plays_it_fast_and_logs_nothing(sit_down: Callable[[], Any]) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    person.desk.editing.new()
    screen = editor(person)
    screen.add("pelvic-tilt")
    person.qtbot.waitUntil(lambda: screen.state.preview.plan is not None, timeout=LONG)
    before = person.desk.live.read.counts()
    (acts,) = screen.findChildren(editing_acts.Acts)
    screen.rehearse_asked.emit(1.0)
    assert acts.flow.playing.stage.title.text == "Rehearsal, nothing is logged"
    acts.flow.playing.ask_to_end()
    person.qtbot.waitUntil(lambda: acts.flow is None, timeout=LONG)  # nothing is asked
    screen.rehearse_asked.emit(20.0)
    runner = acts.flow.runner
    begun = person.clock.now
    while acts.flow is not None:
        assert person.clock.now - begun < 600
        if runner.session.state is State.PAUSED:
            runner.resume()
        due = runner.session.due()
        if due is None:
            acts.flow.playing.most_used()
            continue
        person.clock.turn(0.5)
        runner._timer.timeout.emit()
    assert person.desk.editing.screen is screen
    assert screen.isVisible()
    person.saved()
    assert person.desk.live.read.counts() == before
    assert person.desk.live.read.unfinished() is None
    person.desk.editing.leave()


def test_drafts_are_listed_mended_and_deleted_with_undo(sit_down: Callable[[], Any]) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    desk = person.desk
    broken = draft_store.create(desk.profile.folders.drafts, "Broken", b'title = "Hip\n')
    desk.window.show_screen("clinic")
    page = desk.window.screen_of("clinic")
    person.qtbot.waitUntil(lambda: len(page.rows) == 1, timeout=LONG)
    assert "line 1" in page.rows[0].accessibleDescription()
    page.rows[0].click()
    person.qtbot.waitUntil(lambda: desk.editing.trouble is not None, timeout=LONG)
    trouble = desk.editing.trouble
    assert "Line 1" in trouble.fault.text()
    assert not trouble.open.isEnabled()
    trouble.text.setPlainText('title = "Hip"\n')
    trouble.look()
    trouble.open.click()
    screen = editor(person)
    assert screen.state.draft.data == {"title": "Hip"}
    assert draft_store.load(broken) == b'title = "Hip"\n'
    desk.editing.leave()

    page.deleted.emit(broken)
    person.qtbot.waitUntil(lambda: not page.rows, timeout=LONG)
    desk.window.toasts.undo_button.click()
    person.qtbot.waitUntil(lambda: len(page.rows) == 1, timeout=LONG)
    assert draft_store.load(broken) == b'title = "Hip"\n'


def test_closing_the_window_saves_the_draft(sit_down: Callable[[], Any]) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    person.desk.editing.new()
    screen = editor(person)
    screen.add("bridge")
    folder = screen.state.folder
    person.leave()
    assert b'exercise = "bridge"' in draft_store.load(folder)
    assert not sit_down().desk.window.rail.button("clinic").isHidden()


def test_the_clinic_page_is_in_the_rail_for_those_who_want_it(sit_down: Callable[[], Any]) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    desk = person.desk
    desk.window.show_screen("today")
    person.qtbot.keyClick(desk.window.rail.button("today"), Qt.Key.Key_7, CTRL)
    assert desk.window.current == "today" and desk.window.rail.button("clinic").isHidden()
    desk.use_settings(replace(desk.profile.settings, writes_for_others=True))
    assert desk.window.rail.button("clinic").isVisible()
    desk.window.rail.button("settings").setFocus()
    person.qtbot.keyClick(desk.window.rail.button("settings"), Qt.Key.Key_Up)
    assert desk.window.rail.button("clinic").hasFocus()
    person.qtbot.keyClick(desk.window.rail.button("today"), Qt.Key.Key_7, CTRL)
    assert desk.window.current == "clinic"
    desk.window.screen_of("clinic").copy_asked.emit("desk-break-5")
    screen = editor(person)
    screen.head.back.click()
    assert desk.window.current == "clinic"
    page = desk.window.screen_of("clinic")
    person.qtbot.waitUntil(
        lambda: any("ready to hand over" in row.accessibleDescription() for row in page.rows),
        timeout=LONG,
    )


def test_own_exercises_and_pictures_are_handed_over(
    sit_down: Callable[[], Any], place: Path, tmp_path: Path
) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    person.desk.editing.new()
    screen = editor(person)
    (acts,) = screen.findChildren(editing_acts.Acts)
    screen.own_asked.emit("clamshell")
    person.qtbot.waitUntil(lambda: "clamshell-own" in screen.state.own_tables(), timeout=LONG)
    assert screen.own.boxes["name"].field.text() == "Clamshell (own)"
    picture = tmp_path / "My Towel.PNG"
    picture.write_bytes(b"no picture")
    acts.use_picture("clamshell-own", picture)
    assert "picture" not in screen.state.own_tables()["clamshell-own"]
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    assert image.save(str(picture), "PNG")  # type: ignore[call-overload]
    acts.use_picture("clamshell-own", picture)
    table = screen.state.own_tables()["clamshell-own"]
    assert table["picture"] == "my-towel.png" and "motion" not in table
    screen.own.add.click()
    sound(person)
    screen.hand_over_asked.emit()
    (path,) = [one for one in person.desk.window.findChildren(QLineEdit) if one.window().isModal()]
    path.setText(str(place / "own.hiprehab"))
    person.qtbot.keyClick(path, Qt.Key.Key_Return)
    person.qtbot.waitUntil((place / "own.hiprehab").exists, timeout=LONG)
    gone(person)
    assert list(read_archive(place / "own.hiprehab").pictures) == ["my-towel.png"]
    screen.install_asked.emit()
    own = f"{screen.state.draft.data['id']}/clamshell-own"
    person.qtbot.waitUntil(lambda: own in person.desk.profile.library.exercises, timeout=LONG)
    assert person.desk.profile.library.exercises[own].picture.endswith("my-towel.png")
    person.desk.editing.leave()
    person.desk.editing.copy(f"{screen.state.draft.data['id']}/routine")
    again = editor(person)
    assert draft_store.pictures_of(again.state.folder)
    person.desk.editing.leave()


def test_the_handout_of_a_draft_is_printed(
    sit_down: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    person.desk.editing.copy("desk-break-5")
    screen = editor(person)
    screen.state.edit(draft_edit.put(screen.state.draft.data, ("author", "name"), "A. Physio"))
    sound(person)
    file = tmp_path / "sheet.pdf"
    monkeypatch.setattr(printing, "ask_path", lambda *_: str(file))
    monkeypatch.setattr(report_page, "open_file", lambda _: None)
    screen.print_asked.emit()
    person.qtbot.waitUntil(file.exists, timeout=LONG)
    read = " ".join(word for page in PdfReader(file).pages for word in page.extract_text().split())
    assert "By A. Physio" in read and "No clinician" not in read
    person.saved()
    person.desk.editing.leave()
