"""Opens editors for tests: a draft on the disk, the real checker, a disk that may be full."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hiprehab.core.model import Library
from hiprehab.storage import draft_new, draft_store
from hiprehab.storage.convert import Base
from hiprehab.storage.draft import Draft
from hiprehab.storage.draft_check import checked
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.live import Live
from hiprehab.ui.screens.editor import EditorScreen
from hiprehab.ui.screens.editor_state import Bench, EditorState
from hiprehab.ui.theme import Theme

LONG = 20_000
FORM = ("routine", "routine")
Make = Callable[..., EditorScreen]


class Disk:
    """Saves, or refuses for a while."""

    def __init__(self) -> None:
        self.full = False

    def save(self, folder: Path, data: bytes) -> None:
        if self.full:
            raise StorageProblem("The draft was not saved: the disk is full.", "Make room.")
        draft_store.save(folder, data)


@contextmanager
def opening(
    place: Path, theme: Theme, live: Live, library: Library, disk: Disk, qtbot: QtBot
) -> Iterator[Make]:
    """Gives what opens an editor on a draft with these exercises; stops all of them at the end."""
    base = Base(
        library.exercises, frozenset(one.motion or "" for one in library.exercises.values())
    )
    made: list[EditorScreen] = []

    def open_one(
        *names: str, data: bytes = b"", size: tuple[int, int] = (1280, 720)
    ) -> EditorScreen:
        folder = draft_store.create(place, "x", data or draft_new.blank("New routine", {}))
        bench = Bench(
            lambda: library,
            live.background,
            lambda folder, text: checked(text, folder, base),
            disk.save,
        )
        state = EditorState(bench, folder, Draft(draft_store.load(folder)))
        screen = EditorScreen(theme, state, figure=None, now=lambda: datetime(2026, 11, 22, 18, 0))
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show()
        qtbot.waitExposed(screen)
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow, timeout=LONG)
        for name in names:
            screen.add(name)
        made.append(screen)
        return screen

    yield open_one
    for screen in made:
        screen.stop()


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def looked(qtbot: QtBot, screen: EditorScreen) -> None:
    """The checker has seen the text of now."""
    qtbot.waitUntil(lambda: screen.state.is_current, timeout=LONG)


def exercises(screen: EditorScreen) -> list[str]:
    data = tomllib.loads(screen.state.draft.text)
    return [
        item["exercise"]
        for block in data["routine"]["routine"].get("block", [])
        for item in block["items"]
    ]
