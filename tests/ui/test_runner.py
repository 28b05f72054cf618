"""The runner in a turned clock: exact wake-ups, sleep and stalls, the journal, resuming."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hiprehab.core import codec
from hiprehab.core.events import (
    Countdown,
    Event,
    Paused,
    PauseReason,
    Resumed,
    StepFinished,
    StepStarted,
)
from hiprehab.core.ladder import Rung
from hiprehab.core.log import Moment, Outcome, PainEntry, SessionRecord, SkipReason, Status
from hiprehab.core.model import (
    Block,
    Dose,
    DoseKind,
    Exercise,
    Item,
    Level,
    Library,
    Phase,
    Routine,
    Side,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.plan import Plan, PlanOptions, compile_plan
from hiprehab.core.state import Scope, Snapshot, State
from hiprehab.storage.store import Store
from hiprehab.storage.writer import Writer
from hiprehab.ui.awake import ScreenAwake
from hiprehab.ui.clock import SystemClock
from hiprehab.ui.journal import StoreJournal, opened
from hiprehab.ui.run_parts import OpenSession, RunOptions
from hiprehab.ui.runner import SessionRunner, item_of
from tests.ui.fakes import FakeClock, MemoryJournal

TEMPO = (TempoPart("open", 2.0, Phase.MOVE), TempoPart("close", 2.0, Phase.RETURN))
PACED = Dose(DoseKind.REPS, sets=2, reps=(2, 2), tempo=TEMPO, rest_sets_s=5.0, side=SideRule.EACH)
HOLD = Dose(DoseKind.HOLD, reps=(1, 1), hold_s=30.0)


class FakeAwake:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def hold(self) -> None:
        self.calls.append("hold")

    def release(self) -> None:
        self.calls.append("release")


LEVELS = (Level("1", PACED), Level("2", replace(PACED, sets=3, reps=(3, 3))))
LIBRARY = Library({"clam": Exercise("clam", "Clam", "strength", "side-lying", LEVELS)}, {})


def plan_of(*doses: Dose) -> Plan:
    items = tuple(Item("clam", "1", dose) for dose in doses)
    variant = Variant("v", "V", (Block("strength", items),))
    routine = Routine("r", "Routine", (variant,))
    return compile_plan(LIBRARY, routine, variant, PlanOptions(get_ready_s=4.0, switch_s=3.0))


class Bench:
    """A runner whose timer is rung by hand at the moment that it asked for."""

    def __init__(self, plan: Plan, *, speed: float = 1.0, found: OpenSession | None = None):
        self.clock, self.journal, self.awake = FakeClock(), MemoryJournal(), FakeAwake()
        options = RunOptions(LIBRARY, PlanOptions(), speed=speed)
        more = {"clock": self.clock, "journal": self.journal, "awake": self.awake}
        if found:
            self.runner = SessionRunner.resumed(found, options, **more)
        else:
            self.runner = SessionRunner.fresh(plan, options, **more)
        self.events: list[Event] = []
        self.heard: list[tuple[Event, float]] = []
        self.shown: list[Snapshot] = []
        self.records: list[SessionRecord] = []
        self.levels: list[tuple[Any, str]] = []
        self.runner.happened.connect(self.hear)
        self.runner.stateChanged.connect(self.shown.append)
        self.runner.finished.connect(self.records.append)
        self.runner.levelChanged.connect(lambda item, why: self.levels.append((item, why)))

    def hear(self, event: Event) -> None:
        self.events.append(event)
        self.heard.append((event, self.clock.now))

    def ring(self) -> None:
        self.clock.turn(self.runner._timer.interval() / 1000)
        self.runner._timer.timeout.emit()

    def run(self, seconds: float) -> None:
        end = self.clock.now + seconds
        while self.runner._timer.isActive() and self.clock.now < end - 1e-9:
            self.ring()

    @property
    def last(self) -> Snapshot:
        return self.shown[-1]


@pytest.fixture
def benches(qapp: Any) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(*args: Any, **more: Any) -> Bench:
        made.append(Bench(*args, **more))
        return made[-1]

    yield make
    for bench in made:
        bench.runner._timer.stop()


@pytest.fixture
def bench(benches: Callable[..., Bench]) -> Bench:
    return benches(plan_of(PACED, HOLD))


def test_plays_to_the_end_and_each_event_on_time(bench: Bench) -> None:
    bench.runner.start()
    bench.run(300.0)
    (record,) = bench.records
    assert record.status is Status.DONE and len(record.results) == 5
    assert bench.last.state is State.FINISHED and not bench.runner._timer.isActive()
    zero = bench.heard[0][1]
    late = [at - zero - event.at for event, at in bench.heard]
    assert min(late) >= -1e-6 and max(late) <= 0.0011
    assert record.active_s == pytest.approx(bench.runner.session.plan.total_s)
    assert record.ended_at is not None
    lasted = (record.ended_at - record.stamp.at).total_seconds()
    assert lasted == pytest.approx(record.active_s, abs=0.01)


def test_shows_ten_times_a_second(bench: Bench) -> None:
    bench.runner.start()
    bench.run(2.0)
    assert 19 <= len(bench.shown) <= 24
    bench.runner.set_frame_rate(30)
    bench.shown.clear()
    bench.run(0.9)
    assert 24 <= len(bench.shown) <= 30


def test_speed_is_session_time(benches: Callable[..., Bench]) -> None:
    bench = benches(plan_of(HOLD), speed=20.0)
    bench.runner.start()
    bench.run(1.0)
    assert bench.last.step.is_work and bench.last.elapsed == pytest.approx(16.0, abs=0.1)
    assert not any(isinstance(event, Paused) for event in bench.events)


def test_time_without_a_tick_pauses_at_the_last_good_one(bench: Bench) -> None:
    bench.runner.start()
    bench.run(1.0)
    bench.clock.turn(60.0)
    bench.runner._timer.timeout.emit()
    (paused,) = [event for event in bench.events if isinstance(event, Paused)]
    assert paused.reason is PauseReason.STALL and paused.gap == pytest.approx(60.0, abs=0.2)
    assert bench.last.elapsed == pytest.approx(1.0, abs=0.2)
    assert not bench.runner._timer.isActive()
    assert sum(isinstance(event, Countdown | StepStarted) for event in bench.events) <= 2


def test_sleep_that_the_monotonic_clock_does_not_see(bench: Bench) -> None:
    bench.runner.start()
    bench.run(1.0)
    bench.clock.sleep(8 * 3600.0)
    bench.ring()
    assert bench.last.pause is PauseReason.STALL
    assert bench.last.gap == pytest.approx(8 * 3600.0, abs=0.2)
    bench.runner.resume()
    bench.run(20.0)
    assert bench.last.step.is_work
    credited = sum(e.seconds for e in bench.events if isinstance(e, StepFinished))
    assert credited < 25.0


def test_a_key_after_a_freeze_does_not_go_on_by_accident(bench: Bench) -> None:
    bench.runner.start()
    bench.run(1.0)
    bench.clock.turn(5.0)
    bench.runner.toggle_pause()
    assert bench.last.state is State.PAUSED and bench.last.pause is PauseReason.STALL
    bench.runner.toggle_pause()
    assert bench.last.state is State.LEAD_IN


def test_changed_clock_leaves_the_timer_alone(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.runner.start()
    with caplog.at_level(logging.WARNING):
        for days in (1, -1, 400):
            bench.clock.wall += timedelta(days=days)
            bench.run(1.0)
    assert bench.last.elapsed == pytest.approx(3.0, abs=0.1)
    assert len(caplog.records) == 1
    bench.runner.stop()
    (record,) = bench.records
    assert record.ended_at and timedelta(0) < record.ended_at - record.stamp.at < timedelta(hours=1)


def test_pause_and_lead_in(bench: Bench) -> None:
    bench.runner.start()
    bench.run(5.0)
    bench.runner.toggle_pause()
    elapsed = bench.last.elapsed
    bench.clock.turn(100.0)
    bench.runner.toggle_pause()
    assert [type(e) for e in bench.events[-2:]] == [Paused, Resumed]
    bench.run(2.0)
    assert bench.last.state is State.LEAD_IN and bench.last.lead_in == pytest.approx(1.0, abs=0.1)
    bench.run(1.5)
    assert bench.last.state is State.RUNNING
    assert bench.last.elapsed == pytest.approx(elapsed + 0.5, abs=0.1)


def test_restart_after_a_stall_goes_on(bench: Bench) -> None:
    bench.runner.start()
    bench.run(5.0)
    bench.clock.turn(9.0)
    bench.runner._timer.timeout.emit()
    bench.runner.restart_step()
    assert bench.last.state is State.LEAD_IN and bench.last.elapsed == 0.0
    assert bench.runner._timer.isActive()


def test_journal_has_each_transition_and_a_heartbeat(bench: Bench) -> None:
    bench.runner.start()
    assert bench.journal.record and bench.journal.record.status is Status.UNFINISHED
    assert codec.plan_from_json(bench.journal.plan) == bench.runner.session.plan
    bench.run(6.5)
    bench.runner.pause()
    kinds = bench.journal.kinds()
    assert kinds.count("heartbeat") == 5
    assert [k for k in kinds if k != "heartbeat"] == (
        ["step_started", "step_finished", "step_started", "paused"]
    )
    assert bench.journal.active == pytest.approx(6.5, abs=0.15)


def test_resumes_at_the_step_and_second(bench: Bench, benches: Callable[..., Bench]) -> None:
    bench.runner.start()
    bench.run(17.3)
    old = bench.runner.session
    found = bench.journal.open()
    second = benches(bench.runner.session.plan, found=found)
    second.runner.start()
    assert second.last.pause is PauseReason.RESTORED
    assert second.runner.session.step == old.step
    assert second.runner.session.results == old.results
    assert second.last.elapsed == pytest.approx(bench.last.elapsed, abs=1.0)
    second.runner.resume()
    second.run(300.0)
    (record,) = second.records
    assert record.status is Status.DONE and record.id == 7
    assert record.stamp == found.record.stamp
    assert record.active_s == pytest.approx(old.plan.total_s, abs=1.1)


def test_open_session_without_a_checkpoint_begins_at_the_start(bench: Bench) -> None:
    bench.runner.start()
    found = replace(bench.journal.open(), checkpoint="", finished=())
    session = found.restored(bench.runner.options)
    assert (session.index, session.active_s) == (0, 0.0)


def test_a_crash_between_two_rows_loses_no_result(bench: Bench) -> None:
    places: list[tuple[str, int]] = []
    write = bench.journal.write

    def noted(kind: str, payload: str, checkpoint: str, active_s: float) -> None:
        places.append((kind, codec.checkpoint_from_json(checkpoint).index))
        write(kind, payload, checkpoint, active_s)

    bench.journal.write = noted  # type: ignore[method-assign]
    bench.runner.start()
    bench.run(4.2)
    assert places == [("step_started", 0), ("step_finished", 0), ("step_started", 1)]


def test_skip_and_the_reason_given_afterwards(bench: Bench) -> None:
    bench.runner.start()
    bench.run(5.0)
    bench.runner.skip(Scope.EXERCISE)
    left = [e for e in bench.events if isinstance(e, StepFinished) and e.step.is_work]
    assert len(left) == 8
    bench.runner.explain(left, SkipReason.PAIN)
    bench.runner.explain(left, SkipReason.TIRED)
    rows = bench.runner.session.set_results()
    assert {row.reason for row in rows if row.item == 0} == {SkipReason.PAIN}
    session = bench.journal.open().restored(bench.runner.options)
    assert session.set_results() == rows


def test_moves_that_the_person_makes(bench: Bench) -> None:
    bench.runner.start()
    bench.runner.done()
    bench.runner.jump(3)
    assert bench.runner.session.index == 3
    bench.runner.back()
    assert bench.runner.session.index == 1
    bench.runner.jump(0)
    bench.runner.add_time(15.0)
    assert bench.last.length == 19.0
    assert item_of(bench.last).name == "Clam"


def test_harder_from_the_next_set_on(bench: Bench) -> None:
    bench.runner.change_level(Rung.HARDER)
    assert bench.levels == []
    bench.runner.start()
    bench.run(5.0)
    bench.runner.change_level(Rung.HARDER)
    item, why = bench.levels[-1]
    assert (item.level, why) == ("2", "")
    assert codec.plan_from_json(bench.journal.plan) == bench.runner.session.plan
    assert "level" in bench.journal.kinds()
    bench.runner.change_level(Rung.HARDER)
    assert bench.levels[-1] == (None, "end")
    bench.runner.jump(len(bench.runner.session.plan.steps) - 1)
    bench.runner.change_level(Rung.HARDER)
    assert bench.levels[-1] == (None, "last")


def test_stop_keeps_and_discard_does_not(bench: Bench, benches: Callable[..., Bench]) -> None:
    bench.runner.start()
    bench.run(7.0)
    bench.runner.stop()
    (record,) = bench.records
    assert record.status is Status.PARTIAL and record.results[0].outcome is Outcome.PARTIAL
    assert bench.journal.record == record
    other = benches(plan_of(HOLD))
    other.runner.start()
    other.runner.discard()
    assert other.journal.record is None and other.records == []


def test_screen_is_kept_on_only_while_running(bench: Bench) -> None:
    bench.runner.start()
    bench.run(1.0)
    bench.runner.pause()
    bench.runner.resume()
    bench.runner.close()
    assert bench.awake.calls == ["hold", "release", "hold", "release"]
    assert bench.runner.session.state is State.PAUSED


def test_an_error_in_a_slot_does_not_stop_the_timer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.runner.start()

    def broken(_: float) -> list[Event]:
        raise RuntimeError("a bug")

    monkeypatch.setattr(bench.runner.session, "tick", broken)
    with pytest.raises(RuntimeError):
        bench.runner._on_timeout()
    assert bench.runner._timer.isActive()


def test_real_clock_and_timer(qtbot: Any) -> None:
    clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic() and clock.gap() >= -0.001
    assert clock.utcnow().tzinfo is UTC and -16 * 60 < clock.offset_min() < 16 * 60
    journal = MemoryJournal()
    options = RunOptions(LIBRARY, PlanOptions(), speed=200.0)
    runner = SessionRunner.fresh(plan_of(HOLD), options, clock=clock, journal=journal)
    with qtbot.waitSignal(runner.finished, timeout=5000):
        runner.start()
    assert journal.record and journal.record.status is Status.DONE


def test_screen_awake_can_be_let_go_at_once(qapp: Any) -> None:
    awake = ScreenAwake()
    awake.release()
    awake.hold()
    awake.hold()
    held = [one for one in threading.enumerate() if one.name == "hiprehab-awake"]
    assert len(held) == 1  # holding twice asks once
    awake.release()
    held[0].join(30)
    assert not held[0].is_alive()


def test_store_keeps_the_journal_and_gives_it_back(
    tmp_path: Path, benches: Callable[..., Bench]
) -> None:
    at = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    path = tmp_path / "hiprehab.db"
    writer = Writer(lambda: Store.open(path, at=at))
    failures: list[Exception] = []
    kept: list[str] = []
    bench = benches(plan_of(PACED, HOLD))
    journal = StoreJournal(writer, bench.clock.utcnow, saved=kept.append, failed=failures.append)
    bench.runner.journal = journal
    bench.runner.start()
    bench.run(12.0)
    bench.runner.change_level(Rung.HARDER)
    journal.rate(PainEntry(bench.runner.record.stamp, Side.LEFT, 3, moment=Moment.DURING))
    assert writer.flush(5.0) and not failures
    assert kept[0] == "begin" and kept[1] == "step_started 1 0.000"
    assert kept[2].startswith("heartbeat 1.")
    with Store.open(path, at=at) as store:
        found = store.unfinished()
    assert found
    second = benches(bench.runner.session.plan, found=opened(found))
    second.runner.journal = StoreJournal(writer, second.clock.utcnow, found=found)
    assert second.runner.session.plan == bench.runner.session.plan
    assert second.runner.session.results == bench.runner.session.results
    second.runner.start()
    second.runner.resume()
    second.run(400.0)
    second.runner.journal.annotate(6, "fine")
    assert writer.flush(5.0) and not failures
    with Store.open(path, at=at) as store:
        assert store.unfinished() is None
        record = store.session(found.id)
        (entry,) = store.pain_between(date.min, date.max)
    assert (record.status, record.effort, record.note) == (Status.DONE, 6, "fine")
    assert record.results == second.records[0].results
    assert (entry.score, entry.side) == (3, Side.LEFT)
    third = StoreJournal(writer, bench.clock.utcnow)
    third.begin(bench.runner.record, bench.runner.session.plan)
    third.discard()
    assert writer.close(5.0) and third.session not in (None, found.id)
    with Store.open(path, at=at) as store:
        assert store.unfinished() is None


def test_failed_write_is_told(tmp_path: Path, benches: Callable[..., Bench]) -> None:
    def broken() -> Store:
        raise OSError(28, "No space left on device")

    failures: list[Exception] = []
    writer = Writer(broken)
    bench = benches(plan_of(HOLD))
    bench.runner.journal = StoreJournal(writer, bench.clock.utcnow, failed=failures.append)
    bench.runner.start()
    bench.run(2.0)
    assert writer.close(5.0)
    assert failures and bench.last.state is State.RUNNING
