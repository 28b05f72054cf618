"""What every test gets: no window, UTF-8, and a look at what the test left behind."""

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
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

# How long something that is already ending may take, in seconds.
GRACE = 2.0


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


@pytest.fixture(autouse=True)
def cycles_cleared() -> Iterator[None]:
    """Looks for cycles when a test is over."""
    yield
    gc.collect(1 if next(TESTS) % SEARCH_ALL else 2)


def running(qt: Any) -> list[Any]:
    """Active timers, running threads and visible windows that Python objects stand for."""
    import shiboken6

    core, widgets = qt
    left: list[Any] = []
    for thing in gc.get_objects():
        if not isinstance(thing, core.QObject) or not shiboken6.isValid(thing):
            continue
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


@pytest.fixture(autouse=True)
def no_qt_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test with a Qt application that leaves a timer, a thread or a window behind.

    The scan of all objects costs some milliseconds, so other tests are spared it.
    """
    yield
    if "qapp" not in request.fixturenames or "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6 import QtCore, QtWidgets

    qt = (QtCore, QtWidgets)
    if QtCore.QCoreApplication.instance() is None:
        return
    left = [put_down(thing, qt) for thing in settle(qt)]
    assert not left, f"this test left running: {', '.join(left)}"
