"""What is done beforehand while nobody does anything."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from pytestqt.qtbot import QtBot

from hiprehab.app import warm
from hiprehab.app.warm import WarmUp


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "BEGIN_MS", 0)
    monkeypatch.setattr(warm, "GAP_MS", 0)


def test_all_modules_exist_and_come_once() -> None:
    names = list(warm.modules())
    assert len(names) == len(set(names))
    assert [name for name in names if find_spec(name) is None] == []


def test_it_goes_through_all_steps(qtbot: QtBot) -> None:
    done: list[int] = []
    one = WarmUp((done.append(n) for n in range(5)), lambda: True)
    assert done == []
    one.begin()
    qtbot.waitUntil(lambda: len(done) == 5)


def test_it_gives_up_when_the_person_does_something(qtbot: QtBot) -> None:
    done: list[int] = []
    asked: list[bool] = []

    def wanted() -> bool:
        asked.append(len(done) < 2)
        return asked[-1]

    one = WarmUp((done.append(n) for n in range(5)), wanted)
    one.begin()
    qtbot.waitUntil(lambda: False in asked)
    other: list[int] = []
    WarmUp((other.append(n) for n in range(9)), lambda: True, one).begin()
    qtbot.waitUntil(lambda: len(other) == 9)
    assert done == [0, 1]
    assert asked == [True, True, False]


def test_a_module_that_is_missing_stops_it_quietly(qtbot: QtBot) -> None:
    done: list[int] = []

    def steps() -> Iterator[None]:
        done.append(1)
        raise ImportError("no such thing")
        yield

    one = WarmUp(steps(), lambda: True)
    one.begin()
    qtbot.waitUntil(lambda: done == [1])
