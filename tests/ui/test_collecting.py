"""Cycles are cleared on the window's thread, never on one that happens to make objects."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from hiprehab.ui.collecting import YOUNG, Collector


class Thing:
    """Part of a cycle; notes on which thread it ends."""

    ended: list[str]

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        type(self).ended.append(threading.current_thread().name)


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    was_on = gc.isenabled()
    gc.collect()
    made = Collector(qapp)
    Thing.ended = []
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made)
    if was_on:
        gc.enable()


def busy() -> None:
    """Makes enough objects for many searches."""
    kept: list[Any] = []
    for number in range(50 * YOUNG):
        kept.append([number])
        if len(kept) > 2 * YOUNG:
            kept.clear()


def turn(qtbot: Any) -> None:
    """The event loop comes to rest once."""
    done: list[bool] = []
    QTimer.singleShot(5, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))


def test_a_worker_thread_clears_nothing(collector: Collector, qtbot: Any) -> None:
    Thing()
    worker = threading.Thread(target=busy, name="worker")
    worker.start()
    worker.join()
    assert Thing.ended == []
    kept = [[number] for number in range(2 * YOUNG)]
    for _ in range(60):
        turn(qtbot)
        kept += [[number] for number in range(2 * YOUNG)]
        if Thing.ended:
            break
    assert Thing.ended == [threading.main_thread().name]


def test_without_it_a_worker_would(collector: Collector) -> None:
    gc.enable()  # what Python does by itself: the test above can fail
    try:
        Thing()
        worker = threading.Thread(target=busy, name="worker")
        worker.start()
        worker.join()
    finally:
        gc.disable()
    assert Thing.ended == ["worker"]
