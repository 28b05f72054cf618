"""What a person sees when the disk is full, the log is locked, or the clocks go wrong."""

import json
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from hiprehab.core.log import Status
from hiprehab.core.model import Side
from hiprehab.core.session import State
from hiprehab.storage.connection import wal_of

LONG = 20_000
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")


@contextmanager
def full_disk(log: Path) -> Iterator[None]:
    """No file can grow past where the write-ahead log ends now."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(8192, wal_of(log).stat().st_size)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@contextmanager
def locked(log: Path) -> Iterator[None]:
    """Another program holds the log."""
    with closing(sqlite3.connect(log, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def ready(sit_down: Callable[[], Any]) -> Any:
    person = sit_down()
    person.first_run(lambda page: (page.tiles[0].click(), page.start_button.click()))
    return person


def log_of(person: Any) -> Path:
    return Path(person.desk.profile.folders.database)


def enter(person: Any, left: int, right: int) -> Any:
    """Chooses both scores and presses Save."""
    checkin = person.desk.today.checkin
    for side, score in ((Side.LEFT, left), (Side.RIGHT, right)):
        person.qtbot.keyClicks(checkin.scales[side], str(score))
    checkin.save_button.click()
    return checkin


def text_in(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def kept_and_saved_later(person: Any, trouble: Callable[[Path], Any], words: str) -> None:
    """The entry stays on the screen with a sentence, and Try again saves it afterwards."""
    qtbot = person.qtbot
    with trouble(log_of(person)):
        checkin = enter(person, 6, 2)
        qtbot.waitUntil(checkin.problem.isVisible, timeout=LONG)
        said = text_in(checkin.problem)
        assert words in said and "Your entry is kept here." in said
        assert [checkin.scales[side].score for side in Side] == [6, 2]
        assert person.desk.live.read.pain_between(*[person.desk.around.today()] * 2) == []
    with qtbot.waitSignal(checkin.saved, timeout=LONG):
        checkin.retry.click()
    found = person.desk.live.read.pain_between(*[person.desk.around.today()] * 2)
    assert sorted(entry.score for entry in found) == [2, 6]
    assert not checkin.problem.isVisible()


@posix
def test_a_rating_on_a_full_disk_stays_until_it_is_saved(sit_down: Any) -> None:
    person = ready(sit_down)
    kept_and_saved_later(person, full_disk, "Not saved: the disk")


@pytest.mark.faults
def test_a_rating_in_a_locked_log_stays_until_it_is_saved(sit_down: Any) -> None:
    """It waits for three seconds without a word, and the window goes on all the while."""
    person = ready(sit_down)
    kept_and_saved_later(person, locked, "in use by another program")


@posix
def test_a_session_goes_on_over_a_full_disk_and_is_whole_in_the_end(
    sit_down: Any, command: Any
) -> None:
    person = ready(sit_down)
    log = log_of(person)
    with full_disk(log):
        person.desk.sessions.new_flow().start_now(*first_routine(person))
        runner = person.session()
        person.play(lambda: runner.session.active_s > 100)
        person.saved()
        assert person.desk.sessions.unfinished() is None  # nothing could be written at all
        assert "the disk" in text_in(person.desk.window.banner)
        assert runner.session.state is State.RUNNING
    person.play(lambda: runner.session.active_s > 110)
    person.saved()
    found = person.desk.sessions.unfinished()
    assert found is not None and found.active_s > 105
    numbers = [row.seq for row in found.journal]
    assert numbers == list(range(1, len(numbers) + 1))
    person.play(lambda: not runner.session.live)
    person.desk.sessions.flow.summary.saved.emit({Side.LEFT: 3}, None, "")
    person.saved()
    (record,) = json.loads(command("sessions", "list", "--json"))["sessions"]
    assert record["status"] == Status.DONE
    (entry,) = json.loads(command("pain", "list", "--json"))["entries"]
    assert (entry["score"], entry["session"]) == (3, record["id"])


def first_routine(person: Any) -> Any:
    routine = person.desk.profile.library.routines["desk-break-5"]
    return routine, routine.variants[0]


JUMPS = [
    pytest.param(timedelta(days=1), id="day-on"),
    pytest.param(timedelta(days=-1), id="day-back"),
    pytest.param(timedelta(hours=1), id="hour-on"),
    pytest.param(timedelta(hours=-1), id="hour-back"),
    pytest.param(datetime(1970, 1, 1, 0, 1, tzinfo=UTC), id="1970"),
    pytest.param(datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC), id="2038"),
    pytest.param(datetime(9999, 12, 30, tzinfo=UTC), id="9999"),
]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_changed_clock_never_touches_a_hold(
    sit_down: Any, jump: timedelta | datetime, caplog: pytest.LogCaptureFixture
) -> None:
    person = ready(sit_down)
    person.desk.sessions.new_flow().start_now(*first_routine(person))
    runner = person.session()
    person.play(lambda: runner.session.step.is_work and runner.session.length is not None)
    person.play(lambda: runner.session.checkpoint().elapsed > 2)
    step, length, before = runner.session.step, runner.session.length, runner.session.active_s
    begun = person.clock.now
    person.clock.wall = jump if isinstance(jump, datetime) else person.clock.wall + jump
    person.play(lambda: runner.session.step != step)
    left = length - 2
    assert person.clock.now - begun <= left + 1e-6
    assert runner.session.active_s - before == pytest.approx(person.clock.now - begun, abs=1e-6)
    runner.stop()
    record = runner.record
    assert record.ended_at >= record.stamp.at
    lasted = (record.ended_at - record.stamp.at).total_seconds()
    assert record.active_s <= lasted + 1e-6 < 3600
    assert record.stamp.day.isoformat() == "2025-11-24"
    person.desk.sessions.flow.summary.saved.emit({Side.LEFT: 4}, None, "")
    person.saved()
    (kept,) = person.desk.live.read.sessions_between(record.stamp.day, record.stamp.day)
    assert kept.status is Status.PARTIAL
    assert sum("clock changed" in one.getMessage() for one in caplog.records) == 1


@pytest.mark.parametrize("slept", [5.0, 8 * 3600.0, 16 * 3600.0], ids=["5s", "8h", "midnight"])
def test_sleep_in_a_hold_pauses_and_counts_nothing(sit_down: Any, slept: float) -> None:
    person = ready(sit_down)
    person.desk.sessions.new_flow().start_now(*first_routine(person))
    runner = person.session()
    person.play(lambda: runner.session.step.is_work and runner.session.length is not None)
    person.play(lambda: runner.session.checkpoint().elapsed > 2)
    step, place = runner.session.step, runner.session.checkpoint()
    cues = person.desk.sessions.cues.heard
    cues.clear()
    person.clock.slept += slept
    person.clock.wall += timedelta(seconds=slept)
    runner._timer.timeout.emit()
    assert runner.session.state is State.PAUSED
    assert person.desk.sessions.flow.playing.paused.isVisible()
    assert len(cues) == 1  # the pause, and nothing that was slept through
    assert runner.session.step == step
    assert runner.session.checkpoint() == place
    person.play(lambda: runner.session.step != step)
    assert runner.session.active_s == pytest.approx(
        place.active + runner_length(step) - place.elapsed, abs=1e-6
    )


def runner_length(step: Any) -> float:
    assert step.seconds is not None
    return float(step.seconds)
