"""A whole application for a test: real profile, real writer thread, real screens; time by hand."""

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from hiprehab import cli
from hiprehab.app import sound
from hiprehab.app.desk import Desk
from hiprehab.app.profile import Place
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.model import Affected
from hiprehab.core.state import State
from hiprehab.ui.screens.first_run import FirstRun
from hiprehab.ui.screens.safety import SafetyQuestions

MONDAY = datetime(2025, 11, 24, 8, 40, tzinfo=UTC)
LONG = 20_000  # milliseconds on a machine that is busy with something else
STEP_S = 1.5  # shorter than what counts as a stall


class HandClock:
    """Stands until it is turned."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, 0.0
        self.wall = MONDAY

    def turn(self, seconds: float) -> None:
        self.now += seconds
        self.wall += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return self.now

    def gap(self) -> float:
        return self.slept

    def utcnow(self) -> datetime:
        return self.wall

    def offset_min(self) -> int:
        return 0


class Silence:
    """In place of the cues: no test makes a sound or looks for a sound card."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def prepare(self, plan: object) -> None:
        """Nothing to make ready."""

    def handle(self, event: object, snapshot: object) -> None:
        self.heard.append(event)

    def set_muted(self, muted: bool) -> None:
        """Silent anyway."""

    def set_settings(self, settings: object) -> None:
        """Silent anyway."""

    def silence(self) -> None:
        """Silent anyway."""

    def test(self) -> None:
        """Silent anyway."""

    def close(self) -> None:
        """Nothing to let go."""


class Person:
    """Sits at one window and uses it."""

    def __init__(self, data: Path, clock: HandClock, qtbot: Any) -> None:
        self.data, self.clock, self.qtbot = data, clock, qtbot
        self.desk: Desk = desk_for(Place(data_dir=data), clock=clock)
        with qtbot.waitExposed(self.desk.window):
            self.desk.window.show()
        self.desk.window.activateWindow()
        self.open = True
        self.puts_off = True  # the safety questions, which have tests of their own

    def key(self, key: Qt.Key, text: str = "") -> None:
        """A key, for whatever has the focus."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.desk.window, key)

    def saved(self) -> None:
        """Waits until all is on the disk and the window knows it."""
        assert self.desk.live.writer.flush(LONG / 1000)
        QCoreApplication.processEvents()

    @staticmethod
    def left_is_sore(page: FirstRun) -> None:
        """One answer; without any the safety questions wait for the first session."""
        page.side.set_value(Affected.LEFT)
        page.start_button.click()

    def first_run(self, answer: Callable[[FirstRun], None]) -> None:
        """Answers the questions of the first start."""
        (page,) = self.desk.window.findChildren(FirstRun)
        answer(page)
        self.saved()
        questions = self.desk.window.findChildren(SafetyQuestions)
        if questions and self.puts_off:
            questions[0].later.click()
            self.saved()

    def safe(self) -> None:
        """Answers the safety questions with No, by key, and goes on."""
        (page,) = self.desk.window.findChildren(SafetyQuestions)
        while page.question is not None:
            self.qtbot.keyClick(page, Qt.Key.Key_N)
        page.done.click()
        self.saved()

    def session(self) -> Any:
        """The running session's runner."""
        assert self.desk.sessions.flow is not None and self.desk.sessions.flow.runner is not None
        return self.desk.sessions.flow.runner

    def play(self, until: Callable[[], bool]) -> None:
        """Turns the clock until something is so; presses Space where the session waits for that."""
        runner = self.session()
        begun = self.clock.now
        while not until() and runner.session.live:
            assert self.clock.now - begun < 3 * 3600, "the session never got there"
            if runner.session.state is State.PAUSED:
                runner.resume()
            due = runner.session.due()
            if due is None:
                self.desk.sessions.flow.playing.most_used()
                continue
            self.clock.turn(min(STEP_S, max(0.001, due - runner._now())))
            runner._timer.timeout.emit()

    def leave(self) -> None:
        """Closes the window, as a person would."""
        if self.open:
            self.open = False
            self.desk.window.close()
            assert close_desk(self.desk)
            self.desk.deleteLater()
            self.desk.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, 52)  # DeferredDelete
            QCoreApplication.processEvents()


def texts(widget: QWidget) -> list[str]:
    """What can be read."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


@pytest.fixture
def clock() -> HandClock:
    """A Monday morning in November 2025, 8:40; in the past, since commands know the real time."""
    return HandClock()


@pytest.fixture
def sit_down(
    tmp_path: Path, clock: HandClock, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Person]]:
    """Starts the application on the test's own profile."""
    monkeypatch.setattr(sound, "make_cues", lambda *_: Silence())
    people: list[Person] = []

    def start() -> Person:
        people.append(Person(tmp_path / "data", clock, qtbot))
        return people[-1]

    yield start
    for person in people:
        person.leave()


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., str]:
    """Runs a command of the command line on the same profile; returns what it prints."""

    def run(*words: str) -> str:
        out = io.StringIO()
        with redirect_stdout(out):
            code = cli.main(["--data-dir", str(tmp_path / "data"), *words])
        assert code == 0, out.getvalue()
        return out.getvalue()

    return run
