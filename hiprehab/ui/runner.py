"""Drives a session: owns the clock and the timer, tells the engine the time, keeps the journal.

The timer wakes ten times a second for the display and at the exact moment of the next event. A gap
between two ticks, or sleep, is measured in real seconds, so that a rehearsal at 20 times the speed
does not pause itself (docs/design.md, Time).
"""

import json
import logging
import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hiprehab.core import codec
from hiprehab.core.events import Event, Finished, Paused, Resumed, StepFinished, StepStarted
from hiprehab.core.ladder import Rung, is_fixed, neighbour, way_back, with_item
from hiprehab.core.log import Moment, SessionRecord, SkipReason, Status, hips_now, stamp
from hiprehab.core.model import Side
from hiprehab.core.plan import Plan, PlanItem
from hiprehab.core.session import Session
from hiprehab.core.state import Scope, Snapshot, State
from hiprehab.ui.clock import Clock
from hiprehab.ui.run_parts import Awake, Journal, OpenSession, RunOptions

log = logging.getLogger(__name__)

STALL_S: Final = 2.0
"""Real seconds without a tick, or asleep, after which the session pauses."""
FRAME_S: Final = 0.1
HEARTBEAT_S: Final = 1.0


def kind_of(event: Event) -> str | None:
    """The name of an event in the journal, None for what need not survive."""
    match event:
        case StepStarted():
            return "step_started"
        case StepFinished():
            return "step_finished"
        case Paused():
            return "paused"
        case Resumed():
            return "resumed"
    return None


class SessionRunner(QObject):
    """One session, from its start or from where it was cut off, to its record.

    Signals:
        stateChanged(Snapshot): ten times a second, and after everything that happens.
        happened(Event): each event once, in order, on its moment.
        levelChanged(object, str): the item from the next set on, or None and why not: "end" of the
            ladder, "last" set, or "fixed" by the author of the routine.
        timeKept(object): the time of the step stays within this bound, whatever was asked for.
        finished(SessionRecord): it is over and in the journal.
    """

    stateChanged = Signal(object)
    happened = Signal(object)
    levelChanged = Signal(object, str)
    timeKept = Signal(object)
    finished = Signal(object)

    def __init__(
        self,
        session: Session,
        options: RunOptions,
        *,
        clock: Clock,
        journal: Journal,
        awake: Awake | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.options = options
        self.clock = clock
        self.journal = journal
        self._awake = awake
        self._frame_s = min(FRAME_S, HEARTBEAT_S / options.speed)
        self._real = self._frame = self._zero = clock.monotonic()
        self._gap = self._zero_gap = clock.gap()
        self._wall = clock.utcnow()
        self._beat = session.active_s
        self._kept = self._checkpoint()
        self._jumped = self._held = False
        self.record = self._new_record()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    @classmethod
    def fresh(
        cls,
        plan: Plan,
        options: RunOptions,
        *,
        clock: Clock,
        journal: Journal,
        awake: Awake | None = None,
    ) -> "SessionRunner":
        """A session that has not begun."""
        session = Session(plan, lead_in_s=options.lead_in_s, countdown_s=options.countdown_s)
        return cls(session, options, clock=clock, journal=journal, awake=awake)

    @classmethod
    def resumed(
        cls,
        found: OpenSession,
        options: RunOptions,
        *,
        clock: Clock,
        journal: Journal,
        awake: Awake | None = None,
    ) -> "SessionRunner":
        """A session that was cut off, paused where it stood."""
        runner = cls(found.restored(options), options, clock=clock, journal=journal, awake=awake)
        runner.record = found.record
        return runner

    def _new_record(self) -> SessionRecord:
        plan = self.session.plan
        return SessionRecord(
            stamp=stamp(self._wall, self.clock.offset_min()),
            routine=plan.routine,
            title=plan.title,
            version=plan.version,
            variant=plan.variant,
            status=Status.UNFINISHED,
            planned_s=plan.total_s,
            active_s=0.0,
            shorter=plan.shorter,
            demo=self.options.demo,
        )

    # -- facts

    def snapshot(self) -> Snapshot:
        """What to show now."""
        return self.session.snapshot(self._now())

    def set_frame_rate(self, hertz: float) -> None:
        """How often the state is shown; a moving figure wants 30 a second."""
        self._frame_s = min(1 / hertz, HEARTBEAT_S / self.options.speed)
        self._arm()

    def _now(self) -> float:
        """The session's own clock at the last tick."""
        return (self._real - self._zero) * self.options.speed

    # -- what the person does

    def start(self) -> None:
        """Begin; a restored session waits for `resume` instead."""
        if self.session.state is not State.READY:
            self._show()
            return
        self._read_clock()
        self._frame = self._zero = self._real
        self._zero_gap = self._gap
        self.record = self._new_record()
        self.journal.begin(self.record, self.session.plan)
        self._tell(self.session.start(self._now()))

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self._catch_up():
            return
        paused = self.session.state is State.PAUSED
        act = self.session.resume if paused else self.session.pause
        self._tell(act(self._now()))

    def pause(self) -> None:
        """Stand still."""
        if not self._catch_up():
            self._tell(self.session.pause(self._now()))

    def resume(self) -> None:
        """Go on after a pause."""
        self._catch_up()
        self._tell(self.session.resume(self._now()))

    def restart_step(self) -> None:
        """Begin the current step anew, and go on when it stands still."""
        self._catch_up()
        now = self._now()
        self._tell([*self.session.restart_step(now), *self.session.resume(now)])

    def done(self) -> None:
        """The open-ended step is finished, or ready again."""
        self._catch_up()
        self._tell(self.session.done(self._now()))

    def skip(self, scope: Scope = Scope.STEP, reason: SkipReason | None = None) -> None:
        """Leave out the rest of the step, the set or the exercise."""
        self._catch_up()
        session, now = self.session, self._now()
        plan = session.plan
        if scope is Scope.EXERCISE:
            self._tell(session.leave_out(now, self.options.plan, reason))
        else:
            self._tell(session.skip(now, scope, reason))
        if session.plan is not plan and session.live:
            self.journal.replace_plan(session.plan)

    def back(self) -> None:
        """To the start of this work or the work before."""
        self._catch_up()
        self._tell(self.session.back(self._now()))

    def jump(self, index: int) -> None:
        """To another step."""
        self._catch_up()
        self._tell(self.session.jump(self._now(), index))

    def add_time(self, seconds: float) -> None:
        """Lengthen or shorten the current step."""
        self._catch_up()
        session = self.session
        step, length, bound = session.step, session.length, session.plan.bound_of(session.step)
        self._tell(session.add_time(self._now(), seconds))
        kept = session.live and session.step is step and session.length == length is not None
        if bound is not None and kept:
            self.timeKept.emit(bound)

    def next_rung(self, rung: Rung) -> PlanItem | None:
        """What the current exercise would become, None where the ladder ends or is fixed."""
        session, library = self.session, self.options.library
        number, conditions = session.step.item, self.options.plan.conditions
        return way_back(library, session.plan, number, rung, conditions) or neighbour(
            library, session.plan.items[number], rung, conditions
        )

    def change_level(self, rung: Rung) -> None:
        """Easier or harder from the next set on."""
        self._catch_up()
        session = self.session
        if not session.live:
            return
        item = self.next_rung(rung)
        if item is None:
            now = session.plan.items[session.step.item]
            fixed = is_fixed(self.options.library, now, rung, self.options.plan.conditions)
            self.levelChanged.emit(None, "fixed" if fixed else "end")
            return
        plan = with_item(session.plan, session.index, item, self.options.plan)
        if plan is None:
            self.levelChanged.emit(None, "last")
            return
        session.replace_plan(plan)
        self.journal.replace_plan(plan)
        self._write("level", json.dumps({"exercise": item.exercise, "level": item.level}))
        self._show()
        self.levelChanged.emit(plan.items[session.step.item], "")

    def explain(self, since: Iterable[StepFinished], reason: SkipReason) -> None:
        """Say afterwards why something was left out."""
        for event in since:
            found = self.session.results.get(event.step.key)
            if found and found.outcome is event.outcome and found.reason is None:
                self.session.results[event.step.key] = replace(found, reason=reason)
                told = replace(event, reason=reason)
                self._write("step_finished", codec.finished_to_json(told))

    def rate(
        self,
        scores: dict[Side, int],
        moment: Moment,
        exercise: str | None = None,
        *,
        limp: bool | None = None,
    ) -> None:
        """Pain scores, and a limp, that belong to this session."""
        now = stamp(self.clock.utcnow(), self.clock.offset_min())
        demo, affected = self.options.demo, self.options.plan.affected
        for entry in hips_now(now, scores, limp=limp, affected=affected):
            self.journal.rate(replace(entry, moment=moment, exercise=exercise, demo=demo))

    def stop(self) -> None:
        """End early and keep what was done."""
        self._catch_up()
        self._tell(self.session.stop(self._now()))

    def discard(self) -> None:
        """End and keep nothing."""
        self._timer.stop()
        self._hold_awake(False)
        self.session.stop(self._now())
        self.journal.discard()

    def close(self) -> None:
        """The window goes away: stand still and keep all for the next start."""
        if self.session.state in (State.RUNNING, State.LEAD_IN):
            self.pause()
        self._timer.stop()
        self._hold_awake(False)

    # -- time

    def _on_timeout(self) -> None:
        try:
            if not self._catch_up():
                self._tell(self.session.tick(self._now()))
        finally:
            self._arm()

    def _catch_up(self) -> bool:
        """Read the clock; True when the session stood still over a gap and now says so."""
        real, gap, now = self._real, self._gap, self._now()
        self._read_clock()
        silent, slept = self._real - real, self._gap - gap
        if max(silent, slept) <= STALL_S:
            return False
        events = self.session.stall(now, silent + slept)
        self._tell(events)
        return bool(events)

    def _read_clock(self) -> None:
        real, gap, wall = self._real, self._gap, self._wall
        self._real, self._gap = self.clock.monotonic(), self.clock.gap()
        self._wall = self.clock.utcnow()
        drift = (self._wall - wall).total_seconds() - (self._real - real) - (self._gap - gap)
        if abs(drift) > STALL_S and not self._jumped:
            self._jumped = True
            log.warning("The computer's clock changed by %.0f s; the timer goes on", drift)

    def _arm(self) -> None:
        """Wake at the next frame or the next event, whichever is first."""
        if self.session.state not in (State.RUNNING, State.LEAD_IN):
            self._timer.stop()
            return
        real = self.clock.monotonic()
        if self._frame <= real:
            self._frame += self._frame_s * math.ceil((real - self._frame) / self._frame_s + 1e-9)
        wait = self._frame - real
        due = self.session.due()
        if due is not None:
            wait = min(wait, self._zero + due / self.options.speed - real)
        self._timer.start(max(1, math.ceil(wait * 1000)))

    # -- telling

    def _tell(self, events: list[Event]) -> None:
        """Keep, then tell, then show."""
        ended = next((event for event in events if isinstance(event, Finished)), None)
        rows = [(kind, event) for event in events if (kind := kind_of(event))]
        for number, (kind, event) in enumerate(rows):
            text = codec.finished_to_json(event) if isinstance(event, StepFinished) else "{}"
            # Only the last row moves the place on: a crash between two rows loses no result.
            self._write(kind, text, move=number == len(rows) - 1)
        if ended:
            self.record = self._final_record(ended)
            self.journal.finish(self.record)
        elif self.session.active_s - self._beat >= HEARTBEAT_S:
            self._beat = self.session.active_s
            self._kept = self._checkpoint()
            self.journal.heartbeat(self._kept, self._beat)
        for event in events:
            self.happened.emit(event)
        self._show()
        if ended:
            self.finished.emit(self.record)

    def _show(self) -> None:
        self._hold_awake(self.session.state in (State.RUNNING, State.LEAD_IN))
        self._arm()
        self.stateChanged.emit(self.snapshot())

    def _write(self, kind: str, payload: str, *, move: bool = True) -> None:
        if move:
            self._beat = self.session.active_s
            self._kept = self._checkpoint()
        self.journal.write(kind, payload, self._kept, self._beat)

    def _checkpoint(self) -> str:
        return codec.checkpoint_to_json(self.session.checkpoint())

    def _final_record(self, event: Finished) -> SessionRecord:
        """The record; its end is measured, so that a changed clock cannot turn it round."""
        lasted = self._real - self._zero + self._gap - self._zero_gap
        begun = self.record.stamp.at if self.record.id is None else self._wall
        return replace(
            self.record,
            status=event.status,
            planned_s=self.session.plan.total_s,
            active_s=self.session.active_s,
            ended_at=begun + timedelta(seconds=lasted) if self.record.id is None else begun,
            results=self.session.set_results(),
        )

    def _hold_awake(self, on: bool) -> None:
        if self._awake and on is not self._held:
            self._held = on
            (self._awake.hold if on else self._awake.release)()


def item_of(snapshot: Snapshot) -> PlanItem:
    """The item that a snapshot's step belongs to."""
    return snapshot.plan.item_of(snapshot.step)
