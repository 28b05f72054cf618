"""What tests of windows share: one look, and a real profile in a folder of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hiprehab.core.model import Library
from hiprehab.core.settings import Settings
from hiprehab.core.settings import Theme as Colours
from hiprehab.storage.library import load_library
from hiprehab.storage.store import Store
from hiprehab.storage.writer import Writer
from hiprehab.ui.live import Live, ThreadReads
from hiprehab.ui.screens.around import Around
from hiprehab.ui.theme import Theme

SUNDAY = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)


class HandClock:
    """A clock that only moves when a test moves it."""

    def __init__(self) -> None:
        self.at = SUNDAY
        self.offset = 0

    def utcnow(self) -> datetime:
        return self.at

    def offset_min(self) -> int:
        return self.offset

    def later(self, **parts: float) -> None:
        self.at += timedelta(**parts)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 % text, applied to the application."""
    made = Theme()
    made.apply(qapp, Settings(theme=Colours.LIGHT))
    return made


@pytest.fixture(scope="session")
def library() -> Library:
    """The built-in exercises and routines."""
    return load_library(None, []).library


@pytest.fixture
def clock() -> HandClock:
    """A Sunday morning in November, 8:40."""
    return HandClock()


@pytest.fixture
def log(tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    """A store on the profile's log, for a test to prepare it and to look at it."""
    with Store.open(tmp_path / "hiprehab.db", at=clock.at) as store:
        yield store


@pytest.fixture
def live(log: Store, clock: HandClock) -> Iterator[Live]:
    """The same log as the windows see it. Closed at the end, so no thread is left."""
    path = log.path
    made = Live(
        ThreadReads(lambda: Store.open(path, at=clock.at, read_only=True)),
        lambda: Writer(lambda: Store.open(path, at=clock.at)),
    )
    yield made
    made.close()


@pytest.fixture
def around(library: Library, live: Live, clock: HandClock) -> Around:
    """What screens are handed."""
    settings = Settings()
    return Around(lambda: library, live, clock, lambda: settings)
