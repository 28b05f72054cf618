"""Long building in pieces: one at once, the others on turns of the event loop."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hiprehab.ui.slices import Slices


def counting(to: int, done: list[int]) -> Iterator[None]:
    for number in range(to):
        done.append(number)
        yield


def test_the_first_step_is_done_at_once_and_the_others_follow(qtbot: QtBot) -> None:
    done: list[int] = []
    owner = QObject()
    Slices(owner, counting(4, done))
    assert done == [0]
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == [0, 1, 2, 3]


def test_who_needs_all_gets_it_now_and_nothing_is_done_twice(qtbot: QtBot) -> None:
    done: list[int] = []
    owner = QObject()
    slices = Slices(owner, counting(3, done))
    slices.finish()
    assert done == [0, 1, 2]
    last: list[int] = []
    Slices(owner, counting(2, last))
    qtbot.waitUntil(lambda: len(last) == 2)
    assert done == [0, 1, 2]


def test_what_is_given_up_goes_no_further(qtbot: QtBot) -> None:
    done: list[int] = []
    owner = QObject()
    Slices(owner, counting(3, done)).give_up()
    other: list[int] = []
    Slices(owner, counting(5, other))
    qtbot.waitUntil(lambda: len(other) == 5)
    assert done == [0]
