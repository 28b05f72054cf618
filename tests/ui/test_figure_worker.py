"""The store of frames that both threads share."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from hiprehab.figure.paint import Frame
from hiprehab.figure.plan import Slot
from hiprehab.ui.widgets.figure_worker import FrameStore

BYTES = 10 * 10 * 4


def frame() -> Frame:
    return Frame(QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied), QPoint(0, 0))


def test_it_counts_what_it_holds() -> None:
    store = FrameStore(10 * BYTES)
    store.put(Slot(0, 0), frame(), fine=False)
    store.put(Slot(0, 1), frame(), fine=False)
    assert store.size == 2 * BYTES
    assert store.lacks(Slot(0, 0), fine=True)
    assert not store.lacks(Slot(0, 0), fine=False)
    better = frame()
    store.put(Slot(0, 0), better, fine=True)
    assert store.size == 2 * BYTES
    assert store.get(Slot(0, 0)) is better
    assert not store.lacks(Slot(0, 0), fine=True)
    store.clear()
    assert store.size == 0
    assert store.get(Slot(0, 0)) is None


def test_the_frame_that_was_not_used_for_longest_goes_first() -> None:
    store = FrameStore(2 * BYTES)
    for step in (0, 1):
        store.put(Slot(0, step), frame(), fine=True)
    assert not store.has_room()
    assert store.get(Slot(0, 0)) is not None
    store.put(Slot(0, 2), frame(), fine=True)
    assert store.size == 2 * BYTES
    assert store.get(Slot(0, 1)) is None
    assert store.get(Slot(0, 0)) is not None


@pytest.mark.parametrize("limit", [0, BYTES - 1])
def test_the_newest_frame_stays_even_if_it_is_too_large(limit: int) -> None:
    store = FrameStore(limit)
    for step in range(3):
        store.put(Slot(0, step), frame(), fine=True)
        assert store.get(Slot(0, step)) is not None
        assert store.size == BYTES
