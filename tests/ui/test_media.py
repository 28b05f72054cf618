"""The media keys: a session answers them, on a bus of the test's own, and gives them back."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from pytestqt.qtbot import QtBot

from hiprehab.core.settings import Settings
from hiprehab.core.state import State
from hiprehab.ui import media
from hiprehab.ui.media import MediaKeys, answers, session_bus
from hiprehab.ui.mpris import BUS, NAME, PATH, PLAYER, ROOT
from hiprehab.ui.theme import Theme
from tests.ui.session_stand import ROUTINE, VARIANTS, Stand

SIGNAL = ("", PATH, f"{BUS}.Properties", "PropertiesChanged", "sa{sv}as")
HEAR = "on_told(QString,QVariantMap,QStringList)"
NO_BUS = "there is no dbus-daemon and dbus-send here"
LONG = 20_000  # milliseconds on a machine that is busy with something else


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bus that nobody else is on."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None or shutil.which("dbus-send") is None:
        pytest.skip(NO_BUS)
    with subprocess.Popen(
        [daemon, "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


class Told(QObject):
    """What PropertiesChanged said; Qt hands on a signal only when its types are the standard's."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, dict[str, Any], list[str]]] = []

    @Slot(str, "QVariantMap", "QStringList")
    def on_told(self, interface: str, changed: dict[str, Any], other: list[str]) -> None:
        self.heard.append((interface, changed, other))


class Desktop:
    """The other end: presses keys, asks, and hears what is told."""

    def __init__(self, address: str, qtbot: QtBot) -> None:
        self.qtbot, self.address = qtbot, address
        self.told = Told()
        self.bus = QDBusConnection.connectToBus(address, f"test-desktop {address}")
        assert self.bus.connect(*SIGNAL, self.told, SLOT(HEAR))

    def close(self) -> None:
        """Hear no more. The connection stays: closing one can stop Python (see mpris.py)."""
        assert self.bus.disconnect(*SIGNAL, self.told, SLOT(HEAR))
        shiboken6.delete(self.told)

    @property
    def heard(self) -> list[Any]:
        return self.told.heard

    def ask(self, to: str, path: str, interface: str, member: str, *values: Any) -> list[Any]:
        """A call, answered by the same thread that waits: never a blocking one."""
        message = QDBusMessage.createMethodCall(to, path, interface, member)
        message.setArguments(list(values))
        watcher = QDBusPendingCallWatcher(self.bus.asyncCall(message))
        self.qtbot.waitUntil(watcher.isFinished, timeout=LONG)
        reply = watcher.reply()
        assert reply.type() is QDBusMessage.MessageType.ReplyMessage, reply.errorMessage()
        return reply.arguments()

    def press(self, key: str, name: str = NAME) -> None:
        self.ask(name, PATH, PLAYER, key)

    def read(self, interface: str, member: str) -> str:
        """A property, as another program on the bus prints it, on one line."""
        what = [f"string:{interface}", f"string:{member}"]
        command = ["dbus-send", f"--bus={self.address}", "--print-reply", f"--dest={NAME}"]
        with subprocess.Popen(
            [*command, PATH, f"{BUS}.Properties.Get", *what], stdout=subprocess.PIPE, text=True
        ) as process:
            self.qtbot.waitUntil(lambda: process.poll() is not None, timeout=LONG)
            assert process.returncode == 0 and process.stdout is not None
            _, _, value = process.stdout.read().partition("\n")
            return " ".join(value.split()).removeprefix("variant ")

    def players(self) -> set[str]:
        (names,) = self.ask(BUS, "/", BUS, "ListNames")
        return {name for name in names if name.startswith("org.mpris.")}

    def sees(self, *wanted: str) -> None:
        """Waits until just these players are there."""
        self.qtbot.waitUntil(lambda: self.players() == set(wanted), timeout=LONG)

    def hears(self, *wanted: dict[str, Any]) -> None:
        """Waits until just that was told."""
        self.qtbot.waitUntil(lambda: len(self.heard) >= len(wanted), timeout=LONG)
        assert self.heard == [(PLAYER, one, []) for one in wanted]
        self.heard.clear()


def at_once(work: Callable[[], bool], done: Callable[[bool], None]) -> None:
    """In place of the worker thread."""
    done(work())


@pytest.fixture
def desktop(bus: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    made = Desktop(bus, qtbot)
    yield made
    made.close()


@pytest.fixture
def stand(theme: Theme) -> Iterator[Any]:
    made = Stand(theme, Settings())
    yield made
    made.flow.close_session()
    made.flow.hide()
    shiboken6.delete(made.flow)


@pytest.fixture
def keys(stand: Any) -> Iterator[MediaKeys]:
    made = MediaKeys(at_once)
    stand.flow.began.connect(made.follow)
    yield made
    made.release()


# -- the keys


def test_play_and_pause(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    stand.run(1.0)
    desktop.press("PlayPause")
    assert stand.runner.session.state is State.PAUSED
    desktop.press("PlayPause")
    assert stand.runner.session.state is State.LEAD_IN
    desktop.press("Pause")
    desktop.press("Pause")
    assert stand.runner.session.state is State.PAUSED
    desktop.press("Play")
    desktop.press("Play")
    assert stand.runner.session.state is State.LEAD_IN


def test_next_and_previous(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    first = stand.runner.session.index
    desktop.press("Next")
    assert stand.runner.session.index == first + 1
    desktop.press("Previous")
    assert stand.runner.session.index == first


def test_stop_asks(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    desktop.press("Stop")
    assert stand.screen.ending.isVisible() and not stand.closed
    desktop.press("Play")
    assert not stand.screen.ending.isVisible()
    assert stand.runner.session.state is State.LEAD_IN


def test_what_cannot_be_done_does_nothing(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    before = stand.runner.snapshot()
    desktop.ask(NAME, PATH, PLAYER, "OpenUri", "file:///x")
    desktop.ask(NAME, PATH, ROOT, "Quit")
    desktop.ask(NAME, PATH, ROOT, "Raise")
    assert stand.runner.snapshot() == before and stand.flow.isVisible()


# -- what is told


def test_who_we_are(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    assert desktop.read(ROOT, "Identity") == 'string "HipRehab"'
    assert desktop.read(ROOT, "DesktopEntry") == 'string "hiprehab"'
    assert desktop.read(ROOT, "CanQuit") == "boolean false"
    assert desktop.read(PLAYER, "CanControl") == "boolean true"
    assert desktop.read(PLAYER, "CanSeek") == "boolean false"
    # Signatures are what desktops are strict about.
    (text,) = desktop.ask(NAME, PATH, f"{BUS}.Introspectable", "Introspect")
    for wanted in (
        'name="Metadata" type="a{sv}"',
        'name="Position" type="x"',
        'name="Rate" type="d"',
        'name="SupportedMimeTypes" type="as"',
        'name="PlaybackStatus" type="s"',
    ):
        assert wanted in text


def test_status_follows(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    desktop.hears({"PlaybackStatus": "Playing"})
    assert desktop.read(PLAYER, "PlaybackStatus") == 'string "Playing"'
    stand.runner.pause()
    desktop.hears({"PlaybackStatus": "Paused"})
    assert desktop.read(PLAYER, "PlaybackStatus") == 'string "Paused"'
    stand.runner.resume()
    desktop.hears({"PlaybackStatus": "Playing"})


def test_the_track_is_exercise_and_side(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    desktop.hears({"PlaybackStatus": "Playing"})
    track = desktop.read(PLAYER, "Metadata")
    assert '"xesam:title" variant string "Clamshell, left"' in track
    assert '"xesam:album" variant string "Hip strength"' in track
    assert '"mpris:trackid" variant object path "/hiprehab/exercise/0/left"' in track
    both = next(s for s in stand.runner.session.plan.steps if s.is_work and s.side is None)
    stand.runner.jump(both.index)
    desktop.qtbot.waitUntil(lambda: desktop.heard != [], timeout=LONG)
    ((_, changed, _),) = desktop.heard
    assert set(changed) == {"Metadata"}
    track = desktop.read(PLAYER, "Metadata")
    assert '"xesam:title" variant string "Squat"' in track
    assert f'object path "/hiprehab/exercise/{both.item}/both"' in track


def test_nothing_is_told_ten_times_a_second(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.start()
    desktop.hears({"PlaybackStatus": "Playing"})
    stand.run(3.0)
    desktop.players()  # an answer comes after everything that was sent before it
    assert desktop.heard == []


# -- whose keys they are


def test_only_while_a_session_runs(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    desktop.sees()
    stand.start()
    desktop.sees(NAME)
    stand.runner.stop()  # the summary is next, which has nothing to play
    assert stand.flow.summary is not None
    desktop.sees()


@pytest.mark.parametrize("way", ["discard", "release"])
def test_given_back(desktop: Desktop, stand: Any, keys: MediaKeys, way: str) -> None:
    stand.start()
    desktop.sees(NAME)
    if way == "discard":
        stand.screen._on_discard()
    else:
        keys.release()
    desktop.sees()
    stand.start()
    desktop.sees(NAME)


def test_a_key_that_comes_too_late(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    """Its call was on its way to this thread when the session was given back."""
    stand.start()
    player = keys._player
    assert player is not None
    keys.release()
    player._adaptors[1].PlayPause()
    assert stand.runner.session.state is State.RUNNING


def test_another_window_has_the_name(desktop: Desktop, stand: Any, keys: MediaKeys) -> None:
    assert desktop.bus.registerService(NAME)
    try:
        stand.start()
        second = f"{NAME}.instance{os.getpid()}"
        desktop.sees(NAME, second)
        desktop.press("Pause", second)
        assert stand.runner.session.state is State.PAUSED
        keys.release()
        desktop.sees(NAME)
    finally:
        desktop.bus.unregisterService(NAME)


def test_over_before_the_bus_answered(desktop: Desktop, stand: Any) -> None:
    late: list[Callable[[], None]] = []
    keys = MediaKeys(lambda work, done: late.append(lambda: done(work())))
    stand.flow.began.connect(keys.follow)
    stand.start()
    stand.runner.stop()
    late[0]()
    desktop.sees()


def test_the_whole_program(desktop: Desktop, bus: str) -> None:
    """Another process, as people start it, with its real worker thread."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "DBUS_SESSION_BUS_ADDRESS": bus}
    command = [sys.executable, "-m", "hiprehab", "rehearse", "desk-break-5"]
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) as process:
        try:
            desktop.sees(NAME)
            desktop.press("Pause")
            assert desktop.read(PLAYER, "PlaybackStatus") == 'string "Paused"'
            desktop.press("Play")
            assert desktop.read(PLAYER, "PlaybackStatus") == 'string "Playing"'
        finally:
            process.kill()
    desktop.sees()


# -- without a bus


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "tcp:host=localhost,port=1"])
def test_no_bus_no_keys(
    address: str, stand: Any, keys: MediaKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    stand.start()
    stand.run(1.0)
    assert keys._player is None and stand.runner.session.state is State.RUNNING


def test_the_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert session_bus() == ""
    (tmp_path / "bus").touch()
    assert session_bus() == f"unix:path={tmp_path}/bus"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("unix:path=/run/user/1000/bus", "/run/user/1000/bus"),
        ("unix:guid=12,path=/a%20b,x=y;tcp:host=h", "/a b"),
        ("unix:abstract=/tmp/dbus-x,guid=1", "\0/tmp/dbus-x"),
        ("unix:runtime=yes", ""),
        ("autolaunch:", ""),
        ("tcp:host=h;unix:path=/later", ""),
    ],
)
def test_addresses(address: str, place: str) -> None:
    assert media._socket_of(address) == place


def test_a_bus_that_hangs_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "PATIENCE_S", 0.05)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        assert not answers(f"unix:path={tmp_path}/bus")


def test_a_bus_that_refuses_is_left_alone(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "bus"))
        door.listen()

        def refuse() -> None:
            line, _ = door.accept()
            with line:
                line.recv(64)
                line.sendall(b"REJECTED EXTERNAL\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        assert not answers(f"unix:path={tmp_path}/bus")
        thread.join()


def test_the_bus_library_is_loaded_late() -> None:
    code = "import hiprehab.ui.media, sys; sys.exit('PySide6.QtDBus' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
