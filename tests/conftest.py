"""What every test gets: no window, UTF-8, and a look at what the test left behind."""

import gc
import os
import shutil
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LANG"] = os.environ["LC_CTYPE"] = "C.UTF-8"
os.environ.pop("LC_ALL", None)

# Slow machines must not fail a property, and a run in CI must be repeatable.
settings.register_profile(
    "here",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("here")

# Cycles are searched for after tests only, on this thread: as in the app (ui/collecting.py), for a
# worker thread that comes upon a widget of an earlier test would end the process.
gc.disable()
SEARCH_ALL = 200
"""Tests between two searches among all objects; after the others only new ones are looked at."""
TESTS = count(1)
SEEN: list[weakref.ref[Any]] = []
"""Qt's objects of earlier tests, as far as they are still there."""

# How long something that is already ending may take, in seconds.
GRACE = 2.0

RAM_DISK = Path("/dev/shm")
ROOM = 2_000_000_000
"""Free bytes that it needs; the tests take a tenth of that. A container often has little."""


def pytest_configure(config: pytest.Config) -> None:
    """Puts the tests' folders on a disk in memory, where nothing waits for a flush.

    Not those of ./dev faults, which is about disks, nor where somebody chose a place.
    """
    chosen = config.option.basetemp or "PYTEST_DEBUG_TEMPROOT" in os.environ
    faults = not config.option.markexpr.startswith("not faults")
    usable = os.access(RAM_DISK, os.W_OK | os.X_OK) and shutil.disk_usage(RAM_DISK).free > ROOM
    if usable and not (chosen or faults):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(RAM_DISK)


def pytest_collection_finish() -> None:
    """Takes what was imported out of all searches."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def cycles_cleared() -> Iterator[None]:
    """Looks for cycles when a test is over, and takes what stays out of the next searches."""
    yield
    if next(TESTS) % SEARCH_ALL == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def ours(thread: threading.Thread) -> bool:
    """Whether Python code started this thread; Qt's own appear as dummies and never go away."""
    return thread.is_alive() and not isinstance(thread, threading._DummyThread)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fails a test that leaves a Python thread running."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and ours(t)]
    end = time.monotonic() + GRACE
    for thread in left:
        thread.join(max(0.0, end - time.monotonic()))
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"this test left threads running: {', '.join(names)}"


def alive(qt: Any) -> list[Any]:
    """Qt's objects that Python objects stand for: the new ones, and those of earlier tests."""
    import shiboken6

    core, _ = qt
    found = [thing for thing in gc.get_objects() if isinstance(thing, core.QObject)]
    found += [thing for one in SEEN if (thing := one()) is not None]
    found = [
        thing
        for thing in {id(thing): thing for thing in found}.values()
        if shiboken6.isValid(thing)
    ]
    SEEN[:] = [weakref.ref(thing) for thing in found]
    return found


def running(qt: Any) -> list[Any]:
    """Active timers, running threads and visible windows among them."""
    core, widgets = qt
    left: list[Any] = []
    for thing in alive(qt):
        timer = isinstance(thing, core.QTimer) and thing.isActive()
        thread = isinstance(thing, core.QThread) and thing.isRunning()
        main = thread and thing is core.QCoreApplication.instance().thread()
        window = isinstance(thing, widgets.QWidget) and thing.isWindow() and thing.isVisible()
        if timer or window or (thread and not main):
            left.append(thing)
    return left


def settle(qt: Any) -> list[Any]:
    """What still runs after Qt and Python have cleared away what was already let go."""
    core, _ = qt
    core.QThreadPool.globalInstance().waitForDone(int(GRACE * 1000))
    left = running(qt)
    if left:
        left.clear()
        gc.collect()
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
        core.QCoreApplication.processEvents()
        left = running(qt)
    return left


def put_down(thing: Any, qt: Any) -> str:
    """Ends what a test left, so that only that test fails, and describes it."""
    core, _ = qt
    words = f"{type(thing).__name__} {thing.objectName()!r}"
    if isinstance(thing, core.QTimer):
        thing.stop()
    elif isinstance(thing, core.QThread):
        thing.quit()
        thing.wait(int(GRACE * 1000))
    else:
        thing.hide()
    return words


def undress(app: Any, core: Any) -> None:
    """Deletes closed windows, which the next style sheet would dress again, and takes off the look.

    The application's font shows through in whatever is painted, also in a picture.
    """
    for window in app.topLevelWidgets():
        if window.parent() is None:
            window.deleteLater()
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    if app.styleSheet():
        from PySide6.QtGui import QFontDatabase

        app.setStyleSheet("")
        app.setPalette(app.style().standardPalette())
        app.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))


@pytest.fixture(autouse=True)
def no_qt_left() -> Iterator[None]:
    """Fails a test that leaves a timer, a thread or a window of Qt's behind."""
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6 import QtCore, QtWidgets

    qt = (QtCore, QtWidgets)
    app = QtCore.QCoreApplication.instance()
    if app is None:
        return
    left = [put_down(thing, qt) for thing in settle(qt)]
    if isinstance(app, QtWidgets.QApplication):
        undress(app, QtCore)
    assert not left, f"this test left running: {', '.join(left)}"


ROUNDS = 1000


@pytest.fixture
def quick_passphrases() -> Iterator[None]:
    """Makes a passphrase into a key in few rounds; 256000 take an eighth of a second each time.

    A log made so opens in this process only, while the test lasts.
    """
    from hiprehab.storage import cipher

    if not cipher.available():
        yield
        return

    def use(rounds: str) -> str:
        with closing(cipher.connect(":memory:", None)) as opened:
            (before,) = opened.execute("PRAGMA cipher_default_kdf_iter").fetchone()
            opened.execute(f"PRAGMA cipher_default_kdf_iter = {rounds}")
        return str(before)

    usual = use(str(ROUNDS))
    yield
    use(usual)
