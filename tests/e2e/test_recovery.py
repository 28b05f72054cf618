"""A log that is damaged when the window should open: a backup takes its place, or why not."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from hiprehab.app.entrance import Entrance
from hiprehab.app.profile import Place
from hiprehab.app.recovery import Recovery
from hiprehab.app.window import application, close_desk, desk_for
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, keys, secret
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.screens.entrance import PassphrasePage
from hiprehab.ui.theme import Theme

AT = datetime(2025, 11, 20, 18, tzinfo=UTC)
WORDS = "three words here"
WAIT = 20_000  # milliseconds


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    assert not keys._known, "a passphrase outlived its window"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profile with a backup, and then one rating more."""
    found = tmp_path / "profiles" / "default"
    found.mkdir(parents=True)
    with Store.open(found / secret.LOG, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4)])
    backup.make(found / secret.LOG, found / "backups", AT)
    return found


def damage(log: Path) -> None:
    data = bytearray(log.read_bytes())
    data[100] ^= 0xFF
    log.write_bytes(data)


def problem_of(place: Place) -> StorageProblem:
    with pytest.raises(StorageProblem) as caught:
        close_desk(desk_for(place))
    return caught.value


@pytest.fixture
def recover(qtbot: Any) -> Iterator[Callable[[Place], Recovery]]:
    made: list[Recovery] = []

    def begin(place: Place) -> Recovery:
        theme = Theme()
        theme.apply(application(), theme.settings)
        made.append(Recovery(theme, place, problem_of(place)))
        made[-1].begin()
        return made[-1]

    yield begin
    for one in made:
        one.close()


def words(recovery: Recovery) -> str:
    return " ".join(one.text() for one in recovery.screen.findChildren(QLabel))


def button(recovery: Recovery, text: str) -> QPushButton | None:
    buttons = recovery.screen.findChildren(QPushButton)
    return next((one for one in buttons if one.isVisible() and text in one.text()), None)


def press_restore(recovery: Recovery, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: button(recovery, "Restore") is not None, timeout=WAIT)
    found = button(recovery, "Restore the backup of 2025-11-20 (one rating)")
    assert found is not None
    found.click()


def test_the_backup_takes_its_place_and_the_window_is_not_kept_waiting(
    folder: Path, recover: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs: list[bool] = []
    inspect = backup.inspect

    def watched(path: Path) -> backup.Content:
        proofs.append(threading.current_thread() is threading.main_thread())
        return inspect(path)

    monkeypatch.setattr(backup, "inspect", watched)
    damage(folder / secret.LOG)
    place = Place(folder.parents[1])
    recovery = recover(place)
    assert "Looking for a backup" in words(recovery)
    with qtbot.waitSignal(recovery.done, timeout=WAIT):
        press_restore(recovery, qtbot)
    assert recovery.restored
    assert proofs == [False, False]  # once to offer it, once to bring it back; never here
    desk = desk_for(place)
    assert desk.live.read.counts().pain == 1
    close_desk(desk)


def test_a_restore_that_fails_says_so_and_can_be_tried_again(
    folder: Path, recover: Any, qtbot: Any
) -> None:
    damage(folder / secret.LOG)
    recovery = recover(Place(folder.parents[1]))
    damaged = (folder / secret.LOG).read_bytes()
    with ProfileLock(folder):
        press_restore(recovery, qtbot)
        qtbot.waitUntil(lambda: "already open" in words(recovery), timeout=WAIT)
    assert not recovery.restored and (folder / secret.LOG).read_bytes() == damaged
    with qtbot.waitSignal(recovery.done, timeout=WAIT):
        press_restore(recovery, qtbot)
    assert recovery.restored


def test_without_a_whole_backup_that_is_said(folder: Path, recover: Any, qtbot: Any) -> None:
    damage(folder / secret.LOG)
    for one in backup.listing(folder / "backups"):
        damage(one.path)
    recovery = recover(Place(folder.parents[1]))
    qtbot.waitUntil(lambda: "No backup that is whole" in words(recovery), timeout=WAIT)
    assert button(recovery, "Restore") is None
    found = button(recovery, "Quit")
    assert found is not None
    with qtbot.waitSignal(recovery.done):
        found.click()
    assert not recovery.restored


def test_a_log_behind_a_passphrase_comes_back_too(folder: Path, recover: Any, qtbot: Any) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    secret.change(folder, WORDS, AT)
    secret.lock(folder)
    damage(folder / secret.LOG)
    places: list[Any] = []
    entrance = Entrance(application(), Place(folder.parents[1]), choose=False)
    entrance.done.connect(places.append)
    entrance.begin()
    assert isinstance(entrance.page, PassphrasePage)
    entrance.page.field.setText(WORDS)
    entrance.page.open_button.click()
    (place,) = places
    assert place.passphrase == WORDS and problem_of(place).kind is Kind.DAMAGED
    recovery = recover(place)
    with qtbot.waitSignal(recovery.done, timeout=WAIT):
        press_restore(recovery, qtbot)
    assert recovery.restored and secret.is_encrypted(folder)
    desk = desk_for(place)
    assert desk.live.read.counts().pain == 1
    close_desk(desk)
