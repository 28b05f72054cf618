"""Packs that come in: dragged, chosen, by double click or a second start; seen, then accepted."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from hiprehab.__main__ import command_word, with_files_named
from hiprehab.app.arguments import parsed
from hiprehab.app.profile import Place
from hiprehab.app.receiving import Receiving
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.changes import Changes
from hiprehab.core.conditions import Chosen
from hiprehab.core.model import Library
from hiprehab.storage import handed
from hiprehab.storage.signing import KEY_FILE, bring_back, grouped, make_key, own_key
from hiprehab.ui.screens.first_run import FirstRun
from hiprehab.ui.screens.packs_card import KeyCard, PacksCard
from hiprehab.ui.screens.receive import ReceivePage
from tests.e2e.conftest import LONG, Person, texts
from tests.storage.parcels import FIRST, ID, SECOND, pack_file

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def person(sit_down: Callable[[], Person]) -> Person:
    """Somebody past the first run."""
    found = sit_down()
    found.first_run(lambda page: page.start_button.click())
    return found


def receiving(person: Person) -> Receiving:
    found = person.desk.findChild(Receiving)
    assert isinstance(found, Receiving)
    return found


def drop(person: Person, *files: Path) -> bool:
    """Drags files onto the window and lets them go there; whether the window wants them."""
    window = person.desk.window
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    place = window.rect().center()
    enter = QDragEnterEvent(place, copy, mime, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(place), copy, mime, left, none))
    return enter.isAccepted()


def page(person: Person, qtbot: Any) -> ReceivePage:
    """The page about what came in, once it is there."""

    def there() -> bool:
        return any(one.isVisible() for one in person.desk.window.findChildren(ReceivePage))

    qtbot.waitUntil(there, timeout=LONG)
    (found,) = [one for one in person.desk.window.findChildren(ReceivePage) if one.isVisible()]
    found.build_all()
    QCoreApplication.processEvents()  # cards that came later are shown with the next layout
    return found


def accepted(person: Person, qtbot: Any, button: str = "accept") -> None:
    """Presses a button and waits until the library has it."""
    with qtbot.waitSignal(
        person.desk.live.changed,
        timeout=LONG,
        check_params_cb=lambda what, _: what & Changes.LIBRARY,
    ):
        getattr(page(person, qtbot), button).click()
    person.saved()


def told(person: Person) -> str:
    """The banner's words."""
    return " ".join(one.text() for one in person.desk.window.banner.findChildren(QLabel))


# --- the whole way --------------------------------------------------------------------------


def test_a_file_is_dragged_accepted_found_and_started(
    person: Person, tmp_path: Path, qtbot: Any
) -> None:
    assert drop(person, pack_file(tmp_path / "start.hiprehab"))
    shown = page(person, qtbot)
    words = texts(shown)
    assert "Hip start" in words and "Day A" in words and "Bridge on a towel" in words
    assert "From A. Physio, physiotherapist, Example clinic" in words
    assert any(text.startswith("13 min · 3 exercises") for text in words)
    assert not list((person.data / "packs").iterdir())  # nothing is written before
    assert QApplication.focusWidget() is shown.accept
    accepted(person, qtbot)
    library = person.desk.window.screen_of("library")
    assert person.desk.window.current == "library"
    assert library.routine_page.isVisible()
    assert library.routine_page.title.text() == "Day A"
    library.routine_page.start.click()
    if person.desk.sessions.flow is None:
        person.safe()
    person.desk.sessions.flow.panel.started.emit()
    runner = person.session()
    person.play(lambda: not runner.session.live)
    person.desk.sessions.flow.summary.saved.emit({}, None, "")
    person.saved()
    today = person.desk.around.today()
    (record,) = person.desk.live.read.sessions_between(today, today)
    assert record.routine == f"{ID}/day-a"


def test_who_was_given_a_file_chooses_it_in_the_first_run(
    sit_down: Callable[[], Person], tmp_path: Path, qtbot: Any
) -> None:
    """What was answered so far stays; the file comes as soon as the window is free."""
    person = sit_down()
    qtbot.waitUntil(lambda: person.desk.findChild(Receiving) is not None, timeout=LONG)
    (first,) = person.desk.window.findChildren(FirstRun)
    first.given.click()
    (dialog,) = person.desk.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(pack_file(tmp_path / "start.hiprehab")))
    dialog.reject()
    assert first.isVisible()
    person.first_run(person.left_is_sore)
    assert person.desk.profile.settings.affected == "left"
    assert "Hip start" in texts(page(person, qtbot))


@pytest.mark.parametrize("screen", ["today", "plan"])
def test_both_empty_pages_take_a_file(
    person: Person, tmp_path: Path, qtbot: Any, screen: str
) -> None:
    person.desk.window.show_screen(screen)
    shown = person.desk.window.screen_of(screen)
    (shown.due.given if screen == "today" else shown.given).click()
    (dialog,) = person.desk.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(pack_file(tmp_path / "start.hiprehab")))
    dialog.reject()
    assert "Hip start" in texts(page(person, qtbot))


def test_it_goes_into_the_plan(person: Person, tmp_path: Path, qtbot: Any) -> None:
    drop(person, pack_file(tmp_path / "start.hiprehab"))
    accepted(person, qtbot, "plan")
    plan = person.desk.window.screen_of("plan")
    assert person.desk.window.current == "plan" and plan.editor.isVisible()
    plan.editor.save.click()
    person.saved()
    (row,) = person.desk.live.read.planned()
    assert row.routine == f"{ID}/day-a"


def test_not_now_leaves_everything_as_it_is(person: Person, tmp_path: Path, qtbot: Any) -> None:
    drop(person, pack_file(tmp_path / "start.hiprehab"))
    qtbot.keyClick(page(person, qtbot), Qt.Key.Key_Escape)
    assert not person.desk.window.in_session
    assert not list((person.data / "packs").iterdir())
    assert not (person.data / "trust.toml").exists()


def test_an_update_shows_what_changes_and_keeps_the_old_version(
    person: Person, tmp_path: Path, qtbot: Any
) -> None:
    drop(person, pack_file(tmp_path / "one.hiprehab"))
    accepted(person, qtbot)
    drop(person, pack_file(tmp_path / "two.hiprehab", SECOND))
    words = texts(page(person, qtbot))
    assert "What changes from version 1.2.0" in words
    assert "Clamshell: sets 2 → 3" in words
    assert "Bridge: taken out" in words
    assert any("stays on this computer" in text for text in words)
    accepted(person, qtbot)
    assert [one.name for one in sorted((person.data / "packs" / ID).iterdir())] == [
        "1.2.0",
        "1.3.0",
    ]
    library: Library = person.desk.profile.library
    doses = [item.dose.sets for item in library.routines[f"{ID}/day-a"].variants[0].items]
    assert doses[1] == 3


def test_what_a_condition_rules_out_is_said(person: Person, tmp_path: Path, qtbot: Any) -> None:
    stamp = person.desk.around.now()
    person.desk.live.write(
        lambda store: store.choose_condition(Chosen(stamp, "hyper")), Changes.CONDITIONS
    )
    person.saved()
    drop(person, pack_file(tmp_path / "start.hiprehab"))
    words = texts(page(person, qtbot))
    assert any("1 is not for you" in text for text in words)
    assert any(text.startswith("Not for you.") and "Do the bridge." in text for text in words)


def test_a_changed_key_is_loud_and_needs_a_yes(person: Person, tmp_path: Path, qtbot: Any) -> None:
    mine, other = make_key(tmp_path / "a"), make_key(tmp_path / "b")
    drop(person, pack_file(tmp_path / "one.hiprehab", FIRST, mine))
    assert any("seen for the first time" in text for text in texts(page(person, qtbot)))
    accepted(person, qtbot)
    drop(person, pack_file(tmp_path / "two.hiprehab", SECOND, other))
    shown = page(person, qtbot)
    assert "The signature has changed" in texts(shown)
    assert not shown.accept.isEnabled() and not shown.plan.isEnabled()
    assert shown.sure is not None and QApplication.focusWidget() is shown.sure
    qtbot.keyClick(shown.sure, Qt.Key.Key_Space)
    assert shown.accept.isEnabled()
    accepted(person, qtbot)
    third = SECOND.replace("1.3.0", "1.4.0")
    drop(person, pack_file(tmp_path / "three.hiprehab", third, other))
    assert any("the key that you know" in text for text in texts(page(person, qtbot)))


# --- what cannot be used --------------------------------------------------------------------


def test_a_bad_file_is_one_clear_line(person: Person, tmp_path: Path, qtbot: Any) -> None:
    bad = tmp_path / "bad.hiprehab"
    bad.write_bytes(b"PK\3\4" + b"x" * 100)
    assert drop(person, bad)
    qtbot.waitUntil(lambda: bool(person.desk.window.banner.isVisible()), timeout=LONG)
    assert "bad.hiprehab: this pack cannot be used: it is cut off" in told(person)
    assert str(tmp_path) not in told(person)
    assert not person.desk.window.in_session
    assert not drop(person, tmp_path / "photo.png")


def test_the_same_again_and_an_older_one_cannot_be_accepted(
    person: Person, tmp_path: Path, qtbot: Any
) -> None:
    drop(person, pack_file(tmp_path / "two.hiprehab", SECOND))
    accepted(person, qtbot)
    for text, words in (
        (SECOND, "You have this already"),
        (FIRST, "An older version"),
        (SECOND.replace("sets = 3", "sets = 4"), "Cannot be accepted"),
    ):
        drop(person, pack_file(tmp_path / "again.hiprehab", text))
        shown = page(person, qtbot)
        assert words in texts(shown)
        assert not shown.accept.isVisible() and not shown.plan.isVisible()
        shown.decline.click()
        QCoreApplication.sendPostedEvents(None, 52)


# --- ways in --------------------------------------------------------------------------------


def test_a_file_is_chosen_with_the_keys(person: Person, tmp_path: Path, qtbot: Any) -> None:
    file = pack_file(tmp_path / "start.hiprehab")
    person.desk.window.show_screen("library")
    library = person.desk.window.screen_of("library")
    qtbot.keyClick(library, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = person.desk.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    page(person, qtbot).decline.click()
    library.open_file.click()
    (dialog,) = [one for one in person.desk.window.findChildren(QFileDialog) if one.isVisible()]
    dialog.reject()


def test_a_file_waits_for_the_first_run(
    sit_down: Callable[[], Person], tmp_path: Path, qtbot: Any
) -> None:
    person = sit_down()
    qtbot.waitUntil(lambda: person.desk.findChild(Receiving) is not None, timeout=LONG)
    receiving(person).open(pack_file(tmp_path / "start.hiprehab"))
    assert not person.desk.window.findChildren(ReceivePage)
    person.first_run(lambda page: page.start_button.click())
    page(person, qtbot).decline.click()


def test_several_files_come_one_after_the_other(person: Person, tmp_path: Path, qtbot: Any) -> None:
    other = SECOND.replace("org.example.hip-start", "org.example.other").replace(
        'title = "Hip start"', 'title = "Other"'
    )
    bad = tmp_path / "bad.toml"
    bad.write_text("no pack")
    drop(person, pack_file(tmp_path / "a.hiprehab"))
    assert "Hip start" in texts(page(person, qtbot))
    drop(person, bad, pack_file(tmp_path / "b.hiprehab", other))
    page(person, qtbot).decline.click()
    QCoreApplication.sendPostedEvents(None, 52)
    qtbot.waitUntil(
        lambda: any("Other" in texts(p) for p in person.desk.window.findChildren(ReceivePage)),
        timeout=LONG,
    )
    assert "bad.toml:1: this is not TOML" in told(person)


def test_a_second_start_hands_its_file_to_the_window(
    person: Person, tmp_path: Path, qtbot: Any
) -> None:
    file = pack_file(tmp_path / "start.hiprehab")
    done = subprocess.run(
        [sys.executable, "-m", "hiprehab", "--data-dir", str(person.data), str(file)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "HipRehab is open already; it shows the file there.\n"
    assert "Hip start" in texts(page(person, qtbot))
    assert handed.take(person.data / "profiles/default") == []


def test_what_was_left_before_the_start_is_shown(
    sit_down: Callable[[], Person], tmp_path: Path, qtbot: Any
) -> None:
    handed.leave(tmp_path / "data/profiles/default", pack_file(tmp_path / "start.hiprehab"))
    person = sit_down()
    person.first_run(lambda page: page.start_button.click())
    assert "Hip start" in texts(page(person, qtbot))


def test_a_double_click_names_the_file_on_the_command_line(
    sit_down: Callable[[], Person], tmp_path: Path, clock: Any, qtbot: Any
) -> None:
    sit_down().first_run(lambda page: page.start_button.click())
    words = ["--data-dir", "x", "My Hips.HIPREHAB", "more.toml"]
    arguments = with_files_named(words, command_word(words))
    assert arguments == ["--data-dir", "x", "--open=My Hips.HIPREHAB", "--open=more.toml"]
    assert parsed(arguments).open == [Path("My Hips.HIPREHAB"), Path("more.toml")]
    assert with_files_named(["plan", "x.toml"], "plan") is None
    place = Place(data_dir=tmp_path / "other")
    desk = desk_for(place, clock=clock)
    desk.use_settings(replace(desk.profile.settings, first_run_done=True))
    holder = desk.window.leave_session()
    assert holder is not None
    holder.deleteLater()
    desk.given.append(pack_file(tmp_path / "start.hiprehab"))
    desk.window.show()
    qtbot.waitUntil(lambda: bool(desk.window.findChildren(ReceivePage)), timeout=LONG)
    desk.window.close()
    assert close_desk(desk)
    desk.deleteLater()
    desk.window.deleteLater()


# --- in Settings ----------------------------------------------------------------------------


def cards(person: Person, qtbot: Any) -> tuple[PacksCard, KeyCard]:
    """Settings with all its cards, for somebody who writes routines for others."""
    settings = replace(person.desk.profile.settings, writes_for_others=True)
    person.desk.use_settings(settings)
    person.desk.window.show_screen("settings")
    person.desk.window.screen_of("settings").build_all()
    (packs,) = person.desk.window.findChildren(PacksCard)
    (key,) = person.desk.window.findChildren(KeyCard)
    qtbot.waitUntil(key.make.isVisible, timeout=LONG)
    return packs, key


def test_a_pack_is_removed_and_brought_back(person: Person, tmp_path: Path, qtbot: Any) -> None:
    for text in (FIRST, SECOND):
        drop(person, pack_file(tmp_path / "x.hiprehab", text))
        accepted(person, qtbot)
    packs, _ = cards(person, qtbot)
    qtbot.waitUntil(
        lambda: any("version 1.3.0" in one and "also kept: 1.2.0" in one for one in texts(packs)),
        timeout=LONG,
    )
    packs.buttons[ID].click()
    qtbot.waitUntil(lambda: ID not in packs.buttons, timeout=LONG)
    assert f"{ID}/day-a" not in person.desk.profile.library.routines
    person.desk.window.toasts._undo()
    qtbot.waitUntil(lambda: ID in packs.buttons, timeout=LONG)
    assert f"{ID}/day-a" in person.desk.profile.library.routines
    assert len(list((person.data / "packs" / ID).iterdir())) == 2


def test_a_key_is_made_in_the_app_and_saved(person: Person, tmp_path: Path, qtbot: Any) -> None:
    _, card = cards(person, qtbot)
    card.make.click()
    qtbot.waitUntil(card.save.isVisible, timeout=LONG)
    made = own_key(person.data)
    shown = grouped(made.key)
    qtbot.waitUntil(lambda: any(shown in text for text in texts(card)), timeout=LONG)
    assert not card.make.isVisible()
    card.save.click()
    (dialog,) = person.desk.window.findChildren(QFileDialog)
    copy = tmp_path / "copy.pem"
    dialog.fileSelected.emit(str(copy))
    dialog.reject()
    qtbot.waitUntil(copy.exists, timeout=LONG)
    (person.data / KEY_FILE).unlink()
    assert bring_back(person.data, copy).key == made.key


def test_only_who_writes_for_others_is_asked_to_sign(person: Person, qtbot: Any) -> None:
    desk = person.desk
    desk.window.show_screen("settings")
    desk.window.screen_of("settings").build_all()
    (card,) = desk.window.findChildren(KeyCard)
    qtbot.waitUntil(lambda: not desk.profile.settings.writes_for_others)
    assert card.isHidden()
    desk.use_settings(replace(desk.profile.settings, writes_for_others=True))
    assert card.isVisible()
    desk.use_settings(replace(desk.profile.settings, writes_for_others=False))
    assert card.isHidden()


def test_a_damaged_key_is_said(person: Person, qtbot: Any) -> None:
    (person.data / KEY_FILE).write_text("nothing")
    person.desk.window.show_screen("settings")
    person.desk.window.screen_of("settings").build_all()
    (card,) = person.desk.window.findChildren(KeyCard)
    qtbot.waitUntil(
        lambda: any("does not hold a key" in text for text in texts(card)), timeout=LONG
    )
    assert not card.make.isVisible() and not card.save.isVisible()


def test_what_a_clinic_locked_cannot_be_moved(
    sit_down: Callable[[], Person], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/defaults.toml").write_text(
        'schema = "hiprehab-defaults/1"\nclinic = "Example clinic"\nlocked = ["voice", "volume"]\n'
        "[settings]\nvoice = false\nvolume = 40\ntext_scale = 120\nunknown = 3\n"
    )
    person = sit_down()
    person.first_run(lambda page: page.start_button.click())
    assert "settings.unknown is not known" in told(person)
    desk = person.desk
    desk.window.show_screen("settings")
    screen = desk.window.screen_of("settings")
    screen.build_all()
    assert not screen._fields["voice"].isEnabled() and not screen._fields["volume"].isEnabled()
    assert screen._fields["tones"].isEnabled()
    said = [one.text() for one in screen.findChildren(QLabel)]
    assert said.count("Set by Example clinic for this computer.") == 2
    assert screen._fields["voice"].accessibleDescription().startswith("Set by Example clinic")
    assert desk.profile.settings.text_scale == 120
    desk.use_settings(replace(desk.profile.settings, voice=True, volume=90, tones=False))
    assert (desk.profile.settings.voice, desk.profile.settings.volume) == (False, 40)
    assert not desk.profile.settings.tones
    kept = (tmp_path / "data/profiles/default/settings.toml").read_text()
    assert "tones = false" in kept and "voice" not in kept and "text_scale" not in kept


def test_its_motion_is_worked_out_after_it_was_accepted(
    person: Person, tmp_path: Path, qtbot: Any
) -> None:
    motion = (
        '[motion.still]\nname = "Still"\ntext = "Standing."\nrest = "low"\nhold = "low"\n'
        'still = "low"\nkeys = [{ name = "low" }]\n'
    )
    text = FIRST.replace('picture = "towel.png"', 'motion = "still"') + motion
    drop(person, pack_file(tmp_path / "x.hiprehab", text))
    assert any("moving pictures" in one for one in texts(page(person, qtbot)))
    accepted(person, qtbot)
    folder = person.data / "cache/motions" / ID
    qtbot.waitUntil((folder / "still.json").exists, timeout=LONG)
    person.saved()


def test_the_first_run_offers_what_the_clinic_preloaded(
    sit_down: Callable[[], Person], command: Callable[..., str], tmp_path: Path, qtbot: Any
) -> None:
    command("install", str(pack_file(tmp_path / "start.hiprehab")))
    person = sit_down()
    (first,) = person.desk.window.findChildren(FirstRun)
    qtbot.waitUntil(lambda: first.tiles[0].choice.id == f"{ID}/day-a", timeout=LONG)
    first.tiles[0].click()
    person.first_run(lambda page: page.start_button.click())
    (row,) = person.desk.live.read.planned()
    assert row.routine == f"{ID}/day-a"
