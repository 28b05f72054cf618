"""The session engine: walks a plan when it is told the time. No timer, no clock, no disk.

All times that come in (`now`, `at`) are seconds of one monotonic clock, never the time of day. A
step has a deadline, so the size of the ticks does not matter: one call may cross several steps, and
each begins where the one before ended. A stall or sleep is the caller's to notice
(`Session.stall`).
"""

from dataclasses import replace

from hiprehab.core.events import (
    Event,
    Finished,
    PartStarted,
    Paused,
    PauseReason,
    Resumed,
    StepFinished,
    StepStarted,
)
from hiprehab.core.ladder import without_rest
from hiprehab.core.log import Outcome, SetResult, SkipReason, Status
from hiprehab.core.moments import moments_in, tempo_at
from hiprehab.core.plan import Plan, PlanOptions, Step
from hiprehab.core.results import Results, StepResult, keep_best, set_results
from hiprehab.core.state import Checkpoint, Scope, Snapshot, State

JUST_BEGUN_S = 2.0
"""Up to this many seconds into a step, "back" means the one before."""
ROUNDING_S = 0.05
"""Work that falls short by no more than this counts as done in full."""


class Session:
    """One run through a plan.

    Args:
        plan: the steps to walk; never empty.
        lead_in_s: seconds of countdown after a pause.
        countdown_s: how many last seconds of a step are counted.
    """

    def __init__(self, plan: Plan, *, lead_in_s: float = 3.0, countdown_s: int = 3) -> None:
        self.plan = plan
        self.state = State.READY
        self.index = 0
        self.results: Results = {}
        self._lead_in_s = lead_in_s
        self._countdown_s = countdown_s
        self._anchor = 0.0
        self._elapsed = 0.0
        self._added = 0.0
        self._active = 0.0
        self._lead_until = 0.0
        self._pause: PauseReason | None = None
        self._gap = 0.0

    @classmethod
    def restore(
        cls,
        plan: Plan,
        results: Results,
        checkpoint: Checkpoint,
        *,
        lead_in_s: float = 3.0,
        countdown_s: int = 3,
    ) -> "Session":
        """A paused session at the step and second where another one was last seen."""
        session = cls(plan, lead_in_s=lead_in_s, countdown_s=countdown_s)
        session.results = dict(results)
        session.index = max(0, min(checkpoint.index, len(plan.steps) - 1))
        session._elapsed = max(0.0, checkpoint.elapsed)
        session._added = checkpoint.added
        if session.length is not None:
            session._elapsed = min(session._elapsed, max(0.0, session.length))
        session._active = checkpoint.active
        session.state = State.PAUSED
        session._pause = PauseReason.RESTORED
        return session

    # -- facts

    @property
    def step(self) -> Step:
        """The current step."""
        return self.plan.steps[self.index]

    @property
    def length(self) -> float | None:
        """Seconds of the current step with what was added, None when open-ended."""
        return None if self.step.seconds is None else self.step.seconds + self._added

    @property
    def active_s(self) -> float:
        """Seconds that the session ran, without pauses."""
        return self._active

    @property
    def live(self) -> bool:
        """Whether it has begun and not ended."""
        return self.state not in (State.READY, State.FINISHED)

    def checkpoint(self) -> Checkpoint:
        """Where the session stands, to be stored."""
        return Checkpoint(self.index, self._elapsed, self._added, self._active)

    def set_results(self) -> tuple[SetResult, ...]:
        """What was done against what was planned, one row a set and side, in order."""
        return set_results(self.plan, self.results)

    def status(self) -> Status:
        """DONE when every planned set was done in full, else PARTIAL."""
        full = all(row.outcome is Outcome.DONE for row in self.set_results())
        return Status.DONE if full else Status.PARTIAL

    # -- running

    def start(self, now: float) -> list[Event]:
        """Begin the first step."""
        if self.state is not State.READY:
            return []
        self.state = State.RUNNING
        return self._enter(0, now)

    def tick(self, now: float) -> list[Event]:
        """Go on to `now`, crossing as many steps as the time covers."""
        events: list[Event] = []
        if self.state is State.LEAD_IN and now >= self._lead_until:
            self.state = State.RUNNING
            self._anchor = self._lead_until - self._elapsed
            if self.step.tempo and self._elapsed == 0:
                events.append(PartStarted(self.step, 0, self._lead_until))
        while self.state is State.RUNNING:
            length = self.length
            elapsed = max(self._elapsed, now - self._anchor)
            reached = elapsed if length is None else min(elapsed, length)
            events += self._moments(self._elapsed, reached)
            self._active += reached - self._elapsed
            self._elapsed = reached
            if length is None or elapsed < length:
                break
            events += self._leave(self._anchor + length)
        return events

    def due(self) -> float | None:
        """The moment of the next event if nobody does anything, for an exact wake-up."""
        if self.state is State.LEAD_IN:
            return self._lead_until
        length = self.length
        if self.state is not State.RUNNING or length is None:
            return None
        inside = moments_in(self.step, length, self._countdown_s)
        offsets = [offset for offset, _ in inside if offset > self._elapsed]
        return self._anchor + min(offsets, default=length)

    def done(self, now: float) -> list[Event]:
        """The person says that an open-ended step is finished (Done, or ready again)."""
        events = self.tick(now)
        if self.state is State.RUNNING and self.length is None:
            events += self._leave(now)
        return events

    # -- standing still

    def pause(self, now: float) -> list[Event]:
        """Stand still; the time of the current step is kept."""
        events = self.tick(now)
        if self.state in (State.RUNNING, State.LEAD_IN):
            events += self._halt(PauseReason.USER, 0.0, now)
        return events

    def stall(self, at: float, gap: float = 0.0) -> list[Event]:
        """The computer slept or hung for `gap` seconds after `at`: stand still at that moment."""
        if self.state not in (State.RUNNING, State.LEAD_IN):
            return []
        return self._halt(PauseReason.STALL, gap, at)

    def resume(self, now: float) -> list[Event]:
        """Go on after a pause, with a lead-in."""
        if self.state is not State.PAUSED:
            return []
        self._pause, self._gap = None, 0.0
        self.state = State.LEAD_IN
        self._lead_until = now + self._lead_in_s
        return [Resumed(self._lead_in_s, now), *self.tick(now)]

    def restart_step(self, now: float) -> list[Event]:
        """Begin the current step anew, such as a hold that sleep has interrupted."""
        events = self.tick(now)
        if not self.live or self._is_limited(self.index):
            return events
        return events + self._leave_behind(now) + self._enter(self.index, now)

    def _is_limited(self, index: int) -> bool:
        """Whether beginning the current step anew would go past its hard stop."""
        return index == self.index and self.step.is_work and self.step.most_s > 0.0

    # -- moving about

    def skip(
        self, now: float, scope: Scope = Scope.STEP, reason: SkipReason | None = None
    ) -> list[Event]:
        """Leave out the rest of the step, the set of this side or the exercise.

        A single paced repetition is never skipped: for those a step means the set.
        """
        events = self.tick(now)
        return events + self._go(self._after(scope), now, reason) if self.live else events

    def ends_without(self, scope: Scope) -> bool:
        """Whether a skip of this would leave nothing and so end the session."""
        return self._after(scope) >= len(self.plan.steps)

    def back(self, now: float) -> list[Event]:
        """To the start of this work; of the work before when this has just begun or is a rest."""
        events = self.tick(now)
        if not self.live:
            return events
        here = self._first_of_unit(self.index)
        begun = here != self.index or self._elapsed > JUST_BEGUN_S
        if not (self.step.is_work and begun):
            earlier = [s.index for s in self.plan.steps[:here] if s.is_work]
            here = self._first_of_unit(earlier[-1]) if earlier else 0
        if self._is_limited(here):
            return events
        return events + self._leave_behind(now) + self._enter(here, now)

    def jump(self, now: float, index: int) -> list[Event]:
        """Go to another step, forwards or backwards; nothing that was done is lost."""
        events = self.tick(now)
        if not self.live:
            return events
        index = max(0, min(index, len(self.plan.steps) - 1))
        if self._is_limited(index):
            return events
        if index > self.index:
            return events + self._go(index, now, None)
        return events + self._leave_behind(now) + self._enter(index, now)

    def add_time(self, now: float, seconds: float) -> list[Event]:
        """Lengthen or shorten the current step; paced repetitions keep their tempo.

        What the author of the routine has locked stays, and a range is kept to.
        """
        events = self.tick(now)
        planned = self.step.seconds
        if planned is None or self.step.tempo or not self.live:
            return events
        bound = self.plan.bound_of(self.step)
        if isinstance(bound, str):
            return events
        added = self._added + seconds
        if bound is not None:
            added = min(max(added, bound[0] - planned), bound[1] - planned)
        if self.step.most_s:
            added = min(added, self.step.most_s - planned)
        self._added = max(added, self._elapsed - planned)
        return events + self.tick(now)

    def replace_plan(self, plan: Plan) -> None:
        """Go on with another tail; the steps up to the current one are in the same place."""
        self.plan = plan

    def leave_out(
        self, now: float, options: PlanOptions, reason: SkipReason | None = None
    ) -> list[Event]:
        """Skip the exercise and every further round of it; the plan goes on without it."""
        events = self.tick(now)
        if not self.live:
            return events
        number, target = self.step.item, self._after(Scope.EXERCISE)
        further = [s for s in self.plan.steps[target:] if s.item == number and s.is_work]
        events += self._go(target, now, reason)
        for step in further:
            if step.key not in self.results:
                self.results[step.key] = StepResult(step, 0.0, Outcome.SKIPPED, reason)
                events.append(StepFinished(step, Outcome.SKIPPED, 0.0, now, reason))
        self.plan = without_rest(self.plan, target, number, options)
        return events

    def stop(self, now: float) -> list[Event]:
        """End early and keep what was done."""
        events = self.tick(now)
        if not self.live:
            return events
        return [*events, *self._leave_behind(now), self._finish(now)]

    # -- what a screen shows

    def snapshot(self, now: float) -> Snapshot:
        """What to show at `now`; call `tick` first."""
        step, length = self.step, self.length
        running = self.state is State.RUNNING
        elapsed = max(self._elapsed, now - self._anchor) if running else self._elapsed
        if length is not None:
            elapsed = min(elapsed, length)
        part, phase, progress = tempo_at(step, elapsed, length)
        remaining = None if length is None else length - elapsed
        left = self._left(elapsed, remaining)
        total = self.plan.total_s
        return Snapshot(
            state=self.state,
            plan=self.plan,
            step=step,
            next_work=self._next_work(),
            elapsed=elapsed,
            remaining=remaining,
            length=length,
            part=part,
            phase=phase,
            progress=progress,
            lead_in=max(0.0, self._lead_until - now) if self.state is State.LEAD_IN else 0.0,
            total_left=left,
            done_share=min(1.0, max(0.0, 1 - left / total)) if total else 1.0,
            pause=self._pause,
            gap=self._gap,
        )

    def _left(self, elapsed: float, remaining: float | None) -> float:
        """Seconds to the end of the session, with guesses for what the person ends."""
        if self.state is State.FINISHED:
            return 0.0
        here = max(0.0, self.step.expected_s - elapsed) if remaining is None else remaining
        return here + self.plan.total_s - self.step.start - self.step.expected_s

    def _next_work(self) -> Step | None:
        here = self.step
        for step in self.plan.steps[self.index + 1 :]:
            if step.is_work and not (here.is_work and _same_set(here, step)):
                return step
        return None

    # -- inside

    def _enter(self, index: int, at: float) -> list[Event]:
        """Begin a step; while the session stands still it waits at its first second."""
        self.index, self._anchor = index, at
        self._elapsed = self._added = 0.0
        events: list[Event] = [StepStarted(self.step, at)]
        if self.state is State.RUNNING and self.step.tempo:
            events.append(PartStarted(self.step, 0, at))
        return events

    def _leave(self, at: float) -> list[Event]:
        """End the current step at `at` and begin the next one there."""
        step = self.step
        short = step.seconds is not None and self._elapsed < step.seconds - ROUNDING_S
        events = [self._close(Outcome.PARTIAL if short else Outcome.DONE, None, at)]
        if self.index + 1 >= len(self.plan.steps):
            return [*events, self._finish(at)]
        return events + self._enter(self.index + 1, at)

    def _leave_behind(self, now: float) -> list[Event]:
        """Keep what was done of the current work before it is left for an earlier place."""
        if not self.step.is_work or self._elapsed <= 0:
            return []
        return [self._close(Outcome.PARTIAL, None, now)]

    def _go(self, index: int, now: float, reason: SkipReason | None) -> list[Event]:
        """Leave the current step unfinished for a later one; work in between is skipped."""
        share = Outcome.PARTIAL if self._elapsed > 0 else Outcome.SKIPPED
        events: list[Event] = [self._close(share, reason, now)]
        for step in self.plan.steps[self.index + 1 : index]:
            if step.is_work and step.key not in self.results:
                self.results[step.key] = StepResult(step, 0.0, Outcome.SKIPPED, reason)
                events.append(StepFinished(step, Outcome.SKIPPED, 0.0, now, reason))
        if index >= len(self.plan.steps):
            return [*events, self._finish(now)]
        return events + self._enter(index, now)

    def _close(self, outcome: Outcome, reason: SkipReason | None, at: float) -> Event:
        """Record how the current step ended."""
        step = self.step
        if step.is_work:
            keep_best(self.results, StepResult(step, self._elapsed, outcome, reason))
        return StepFinished(step, outcome, self._elapsed, at, reason)

    def _halt(self, reason: PauseReason, gap: float, at: float) -> list[Event]:
        self.state = State.PAUSED
        self._pause, self._gap = reason, gap
        return [Paused(reason, gap, at)]

    def _finish(self, at: float) -> Finished:
        self.state = State.FINISHED
        return Finished(self.status(), at)

    def _after(self, scope: Scope) -> int:
        """The index of the step after the step, the set of this side or the exercise."""
        here, steps = self.step, self.plan.steps
        index = self.index + 1
        if scope is Scope.STEP and here.is_work and here.tempo:
            scope = Scope.SET
        if scope is Scope.SET:
            while index < len(steps) and _same_set(here, steps[index]):
                index += 1
        elif scope is Scope.EXERCISE:
            while index < len(steps) and steps[index].item == here.item:
                index += 1
        return index

    def _first_of_unit(self, index: int) -> int:
        """Where "back" goes from a work step: for paced repetitions the start of their set."""
        here, steps = self.plan.steps[index], self.plan.steps
        while index and here.tempo and steps[index - 1].tempo and _same_set(here, steps[index - 1]):
            index -= 1
        return index

    def _moments(self, before: float, after: float) -> list[Event]:
        """The events inside the current step that lie after `before` and up to `after`."""
        length = self.length
        if length is None:
            return []
        return [
            replace(event, at=self._anchor + offset)
            for offset, event in moments_in(self.step, length, self._countdown_s)
            if before < offset <= after
        ]


def _same_set(here: Step, step: Step) -> bool:
    """Whether a step is part of the same set of the same side; alternating sides share a set."""
    same = step.item == here.item and step.set == here.set
    return same and (here.alternating or step.side is here.side)
