"""Several people at one computer: who is there, changing over, moving, a passphrase, deleting."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from hiprehab.app.entrance import Entrance
from hiprehab.app.people import People, change_passphrase, deleted
from hiprehab.app.profile import Place, nothing_to_ask
from hiprehab.app.window import application, close_desk, desk_for
from hiprehab.core.changes import Changes
from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.core.settings import Settings
from hiprehab.storage import keys, profiles, secret
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.main_window import MainWindow
from hiprehab.ui.screens.entrance import PassphrasePage, WhoPage
from hiprehab.ui.screens.people import DeleteSheet, NewPersonSheet, PassphraseSheet
from hiprehab.ui.theme import Theme

WORDS = "three words here"
NOTE = "after the hill run"


@pytest.fixture
def person(sit_down: Any) -> Any:
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    entry = PainEntry(one.desk.around.now(), Side.LEFT, 4, note=NOTE)
    one.desk.live.write(lambda store: store.log_pain([entry]), Changes.PAIN)
    one.saved()
    return one


@pytest.fixture
def people(person: Any) -> People:
    return People(person.desk)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    assert not keys._known, "a passphrase outlived its window"


def leave(person: Any) -> Any:
    """The window closes as the program closes it; what comes after it."""
    desk = person.desk
    assert desk.farewell is not None
    close_desk(desk)
    person.open = False
    return desk.farewell()


def notes(place: Place, clock: Any) -> list[str]:
    desk = desk_for(place, clock=clock)
    today = desk.around.today()
    found = [one.note for one in desk.live.read.pain_between(today, today)]
    close_desk(desk)
    return found


def asked(place: Place, *, choose: bool = True) -> tuple[Entrance, list[Place | None]]:
    found: list[Place | None] = []
    entrance = Entrance(application(), place, choose=choose)
    entrance.done.connect(found.append)
    entrance.begin()
    return entrance, found


def test_one_person_without_a_passphrase_is_asked_nothing(tmp_path: Path) -> None:
    assert nothing_to_ask(Place(tmp_path), choose=True)
    (tmp_path / "profiles" / "default").mkdir(parents=True)
    assert nothing_to_ask(Place(tmp_path), choose=True)
    (tmp_path / "profiles" / "anna").mkdir()
    assert not nothing_to_ask(Place(tmp_path), choose=True)
    assert nothing_to_ask(Place(tmp_path), choose=False)  # somebody was named


def test_several_people_are_asked_who_is_there(tmp_path: Path) -> None:
    for name in ("anna", "ben"):
        (tmp_path / "profiles" / name).mkdir(parents=True)
    entrance, found = asked(Place(tmp_path))
    assert isinstance(entrance.page, WhoPage) and len(entrance.page.rows) == 2
    entrance.page.rows[1].click()
    assert found == [Place(tmp_path, "ben")]


def test_closing_the_question_opens_nothing(tmp_path: Path) -> None:
    for name in ("anna", "ben"):
        (tmp_path / "profiles" / name).mkdir(parents=True)
    entrance, found = asked(Place(tmp_path))
    assert entrance.page is not None
    entrance.page.close()
    assert found == [None]


@pytest.mark.usefixtures("quick_passphrases")
def test_a_passphrase_is_set_asked_and_taken_away(person: Any, people: People) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    data, clock = person.data, person.clock
    people.set_passphrase(WORDS)
    after = leave(person)
    assert "is set" in after.said and after.place.passphrase == WORDS
    folder = data / "profiles" / "default"
    assert all(NOTE.encode() not in one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert notes(after.place, clock) == [NOTE]

    with pytest.raises(StorageProblem) as caught:
        desk_for(Place(data), clock=clock)
    assert caught.value.kind is Kind.LOCKED

    entrance, found = asked(Place(data))
    assert isinstance(entrance.page, PassphrasePage) and entrance.page.field.text() == ""
    entrance.page.field.setText("something else")
    entrance.page.open_button.click()
    assert "does not open" in entrance.page.problem.text() and not found
    entrance.page.field.setText(WORDS)
    entrance.page.open_button.click()
    (place,) = found
    assert place is not None and notes(place, clock) == [NOTE]

    gone = change_passphrase(place, folder, None, clock.utcnow())
    assert gone.place.passphrase is None and "taken away" in gone.said
    assert notes(gone.place, clock) == [NOTE]


def test_a_passphrase_that_cannot_be_set_opens_the_window_again(
    person: Any, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secret, "_export", full)
    people.set_passphrase(WORDS)
    after = leave(person)
    assert "the disk is full" in after.said and after.place.passphrase is None
    assert notes(after.place, person.clock) == [NOTE]


def test_changing_over_and_back(person: Any, people: People) -> None:
    people.card.switch_asked.emit("anna")
    after = leave(person)
    assert after.place == Place(person.data, "anna") and after.ask
    assert notes(after.place, person.clock) == []
    assert notes(Place(person.data), person.clock) == [NOTE]


def test_moved_to_a_file_and_back_under_another_name(
    person: Any, people: People, tmp_path: Path, qtbot: Any
) -> None:
    path = tmp_path / "me.hiprehab-profile"
    people.save(path)
    qtbot.waitUntil(lambda: "Saved as" in person.desk.window.toasts._text.text(), timeout=20_000)
    people.take_in(path)
    qtbot.waitUntil(lambda: "default-2" in person.desk.window.toasts._text.text(), timeout=20_000)
    assert notes(Place(person.data, "default-2"), person.clock) == [NOTE]


def test_a_file_that_is_none_is_told(
    person: Any, people: People, tmp_path: Path, qtbot: Any
) -> None:
    path = tmp_path / "me.hiprehab-profile"
    path.write_bytes(b"no zip")
    people.take_in(path)
    banner = person.desk.window.banner
    qtbot.waitUntil(banner.isVisible, timeout=20_000)
    assert len(profiles.listing(person.data / "profiles")) == 1


def test_deleted_leaves_nothing_and_opens_somebody_else(person: Any, people: People) -> None:
    (person.data / "profiles" / "anna").mkdir()
    people.delete()
    after = leave(person)
    assert not (person.data / "profiles" / "default").exists()
    assert after.place == Place(person.data, "anna") and "was deleted" in after.said


def test_the_last_one_deleted_ends_the_program(person: Any, people: People) -> None:
    people.delete()
    assert leave(person).place is None


def test_an_open_profile_stays(person: Any) -> None:
    after = deleted(person.desk.profile.folders.profile, person.data)
    assert "already open" in after.said and after.place == Place(person.data, "default")
    assert person.desk.profile.folders.database.exists()


# --- the sheets -----------------------------------------------------------------------------


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply(qapp, Settings())
    return made


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    """What a sheet lies over."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1024, 640)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_deleting_needs_the_name_typed(theme: Theme, window: QWidget) -> None:
    sheet = DeleteSheet(theme, window, "default")
    done: list[bool] = []
    sheet.confirmed.connect(lambda: done.append(True))
    sheet.open_at(600, 460)
    assert not sheet.do.isEnabled()
    sheet.typed.setText("defaul")
    assert not sheet.do.isEnabled()
    sheet.typed.setText("default")
    sheet.do.click()
    assert done == [True]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("short", "short", "at least 8"), (WORDS, WORDS + "x", "not the same"), ("", "", "at least")],
)
def test_a_passphrase_is_typed_twice(
    theme: Theme, window: QWidget, first: str, second: str, said: str
) -> None:
    sheet = PassphraseSheet(theme, window, has_one=False)
    chosen: list[str] = []
    sheet.chosen.connect(chosen.append)
    sheet.open_at(600, 520)
    for field, text in zip(sheet.fields, (first, second), strict=True):
        field.setText(text)
    sheet.do.click()
    assert said in sheet.problem.text() and not chosen
    for field in sheet.fields:
        field.setText(WORDS)
    sheet.do.click()
    assert chosen == [WORDS]


@pytest.mark.parametrize("name", ["", "../x", "a b", "DEFAULT", "con", "x" * 41])
def test_a_person_needs_a_name_of_their_own(theme: Theme, window: QWidget, name: str) -> None:
    sheet = NewPersonSheet(theme, window, ["default"])
    named: list[str] = []
    sheet.named.connect(named.append)
    sheet.open_at(560, 380)
    sheet.name.setText(name)
    sheet.do.click()
    assert sheet.problem.isVisible() and not named
    sheet.name.setText("anna")
    sheet.do.click()
    assert named == ["anna"]
    QApplication.processEvents()
    QCoreApplication.processEvents()


# --- the window before --------------------------------------------------------------------------


def test_nothing_of_a_closed_window_lives_on(sit_down: Any, clock: Any) -> None:
    person = sit_down()
    person.first_run(lambda page: page.skip_button.click())
    for name in ("library", "trends", "today"):
        person.desk.window.show_screen(name)
    desk, window = person.desk, person.desk.window
    assert close_desk(desk)
    person.open = False
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(desk) and not isValid(window)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]


def test_a_closed_window_does_not_ask_for_the_new_day(
    sit_down: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit_down()
    person.first_run(lambda page: page.skip_button.click())
    errors: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: errors.append(error))
    assert close_desk(person.desk)
    person.open = False
    clock.wall += timedelta(days=1)
    application().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert errors == []
