"""The engine: the size of ticks does not matter, time asleep is never credited, nothing is lost."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hiprehab.core import codec
from hiprehab.core.events import (
    Countdown,
    Event,
    Finished,
    Halfway,
    PartStarted,
    Paused,
    PauseReason,
    Resumed,
    StepFinished,
    StepStarted,
)
from hiprehab.core.ladder import Rung, neighbour, with_item
from hiprehab.core.log import Outcome, SkipReason, Status
from hiprehab.core.model import (
    READY,
    Dose,
    DoseKind,
    Exercise,
    ExtraDose,
    Level,
    Library,
    Phase,
    Side,
    SideRule,
    TempoPart,
)
from hiprehab.core.moments import tempo_at
from hiprehab.core.plan import Plan, PlanItem, PlanOptions, StepKind, arrival, renumbered, work_of
from hiprehab.core.results import results_of
from hiprehab.core.session import Session
from hiprehab.core.state import Checkpoint, Scope, State

OPTIONS = PlanOptions(get_ready_s=4.0, switch_s=3.0)
TEMPO = (TempoPart("lift", 1.0, Phase.MOVE), TempoPart("lower", 1.5, Phase.RETURN))


def plan_of(*doses: Dose, positions: tuple[str, ...] = ()) -> Plan:
    """A plan with one exercise a dose."""
    items = tuple(
        PlanItem(
            exercise="move",
            name="Move",
            position=positions[number] if positions else "supine",
            motion=None,
            cues=(),
            level="2",
            dose=dose,
        )
        for number, dose in enumerate(doses)
    )
    steps = []
    for number, item in enumerate(items):
        steps += arrival(items[number - 1] if number else None, number, item, OPTIONS)
        steps += work_of(number, item, OPTIONS)
    return Plan("r", "Routine", "1.0.0", "standard", items, renumbered(steps))


HOLDS = Dose(DoseKind.HOLD, sets=1, reps=(2, 2), hold_s=10.0, rest_reps_s=3.0)
PACED = Dose(DoseKind.REPS, sets=2, reps=(3, 3), tempo=TEMPO, rest_sets_s=10.0, side=SideRule.EACH)
SELF = Dose(DoseKind.SELF, sets=1, reps=(8, 10), tempo=TEMPO)
OPEN = Dose(DoseKind.OPEN, sets=1)
TIMED = Dose(DoseKind.TIME, sets=1, duration_s=20.0)

# Eighths of a second are exact in binary, so that equal times are equal.
eighths = st.integers(1, 160).map(lambda n: n / 8)
rests = st.sampled_from([0.0, 0.0, 1.5, 5.0])
long_rests = st.one_of(rests, st.just(READY), st.none())


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    """Any dose that a pack may hold, with few repetitions."""
    kind = draw(st.sampled_from(DoseKind))
    most = draw(st.integers(1, 3))
    side = draw(st.sampled_from(SideRule))
    tempo = draw(st.sampled_from([TEMPO, (), TEMPO[:1]]))
    if kind is DoseKind.REPS:
        tempo = tempo or TEMPO
    elif kind is not DoseKind.SELF:
        tempo = ()
    extra = draw(st.none() | st.builds(ExtraDose, st.sampled_from(SideRule), st.integers(1, 2)))
    return Dose(
        kind=kind,
        sets=draw(st.integers(1, 3)),
        reps=(1, most),
        hold_s=draw(eighths),
        duration_s=draw(eighths),
        tempo=tempo,
        rest_reps_s=draw(rests),
        rest_sides_s=draw(long_rests),
        rest_sets_s=draw(st.one_of(rests, st.just(READY))),
        rest_exercises_s=draw(long_rests),
        side=side,
        extra=extra,
    )


plans = st.lists(doses(), min_size=1, max_size=3).map(lambda found: plan_of(*found))


def run(session: Session, times: list[float]) -> list[Event]:
    """The events of ticking at those times; what waits for the person is ended every 500 s."""
    events = session.start(0.0)
    for now in times:
        events += session.tick(now)
        if now % 50 == 0:
            events += session.done(now)
    return events


@settings(max_examples=40)
@given(plan=plans, jitter=st.lists(eighths, max_size=60))
def test_size_of_ticks_does_not_matter(plan: Plan, jitter: list[float]) -> None:
    coarse = [50.0 * n for n in range(1, 20)]
    jittered, now = [], 0.0
    for gap in jitter:
        now += gap
        jittered.append(now)
    fine = sorted(set(coarse) | set(jittered))
    one, two = Session(plan), Session(plan)
    until = max(fine)
    first = run(one, sorted({*coarse, until}))
    second = run(two, fine)
    assert first == second
    assert one.snapshot(until) == two.snapshot(until)
    assert one.results == two.results
    assert one.active_s == pytest.approx(two.active_s)


@settings(max_examples=40)
@given(plan=plans)
def test_waking_at_due_moments_gives_every_event_on_time(plan: Plan) -> None:
    session = Session(plan)
    events = session.start(0.0)
    now = 0.0
    while session.state is State.RUNNING:
        due = session.due()
        if due is None:
            now += 7.0
            events += session.done(now)
        else:
            assert due >= now
            now = due
            fresh = session.tick(now)
            assert fresh and all(event.at == now for event in fresh)
            events += fresh
    assert isinstance(events[-1], Finished) and session.due() is None
    assert session.status() is Status.DONE
    assert session.snapshot(now).total_left == 0.0


LEVELS = tuple(
    Level(str(n), Dose(DoseKind.HOLD, sets=n, reps=(1, n), hold_s=5.0 * n)) for n in (1, 2, 3)
)
LIBRARY = Library({"move": Exercise("move", "Move", "strength", "supine", LEVELS)}, {})


class Walk(RuleBasedStateMachine):
    """Whatever a person does in whatever order, the engine keeps its promises."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.events: list[Event] = []
        self.stood = 0.0
        self.extra = 0.0

    @initialize(plan=plans)
    def begin(self, plan: Plan) -> None:
        self.session = Session(plan)
        self.take(self.session.start(0.0))

    def take(self, events: list[Event]) -> None:
        for before, after in pairwise([*self.events[-1:], *events]):
            assert after.at >= before.at, "moments go forwards"
        self.events += events

    @rule(gap=eighths)
    def tick(self, gap: float) -> None:
        before, state = self.session.active_s, self.session.state
        self.now += gap
        self.take(self.session.tick(self.now))
        grown = self.session.active_s - before
        assert 0 <= grown <= gap + 1e-9
        if state in (State.PAUSED, State.FINISHED):
            assert grown == 0, "time standing still is not credited"

    @rule(gap=eighths)
    def sleep(self, gap: float) -> None:
        """The computer sleeps after a good tick; nobody ticks the session over the gap."""
        before = self.session.active_s
        self.take(self.session.stall(self.now, gap))
        self.now += gap
        self.take(self.session.tick(self.now))
        assert self.session.active_s == before, "slept time is not credited"

    @rule()
    def pause(self) -> None:
        self.take(self.session.pause(self.now))

    @rule()
    def resume(self) -> None:
        self.take(self.session.resume(self.now))

    @rule()
    def done(self) -> None:
        self.take(self.session.done(self.now))

    @rule(scope=st.sampled_from(Scope), reason=st.none() | st.sampled_from(SkipReason))
    def skip(self, scope: Scope, reason: SkipReason | None) -> None:
        self.take(self.session.skip(self.now, scope, reason))

    @rule()
    def back(self) -> None:
        self.take(self.session.back(self.now))

    @rule()
    def restart(self) -> None:
        self.take(self.session.restart_step(self.now))

    @rule(share=st.floats(0, 1))
    def jump(self, share: float) -> None:
        self.take(self.session.jump(self.now, int(share * len(self.session.plan.steps))))

    @rule(seconds=st.sampled_from([15.0, -15.0]))
    def add_time(self, seconds: float) -> None:
        if seconds > 0:
            self.extra += seconds
        self.take(self.session.add_time(self.now, seconds))

    @precondition(lambda self: self.session.live)
    @rule(rung=st.sampled_from(Rung))
    def ladder(self, rung: Rung) -> None:
        session = self.session
        item = neighbour(LIBRARY, session.plan.items[session.step.item], rung)
        if item and (plan := with_item(session.plan, session.index, item, OPTIONS)):
            here = session.step
            session.replace_plan(plan)
            assert session.step.start == here.start
            assert session.step == here or not here.is_work

    @precondition(lambda self: self.session.live)
    @rule()
    def crash(self) -> None:
        """What the journal holds brings the same place, second and results back."""
        old = self.session
        plan = codec.plan_from_json(codec.plan_to_json(old.plan))
        point = codec.checkpoint_from_json(codec.checkpoint_to_json(old.checkpoint()))
        finished = [
            codec.finished_from_json(codec.finished_to_json(event))
            for event in self.events
            if isinstance(event, StepFinished)
        ]
        session = Session.restore(plan, results_of(finished), point)
        assert session.plan == old.plan
        assert session.results == old.results
        assert session.set_results() == old.set_results()
        assert session.checkpoint() == old.checkpoint()
        assert session.step == old.step and session.length == old.length
        assert session.snapshot(self.now).pause is PauseReason.RESTORED
        self.session = session

    @precondition(lambda self: len(self.events) > 40)
    @rule()
    def stop(self) -> None:
        self.take(self.session.stop(self.now))

    @invariant()
    def keeps_its_promises(self) -> None:
        if not hasattr(self, "session"):
            return
        session = self.session
        snapshot = session.snapshot(self.now)
        if snapshot.remaining is not None and snapshot.length is not None:
            assert 0 <= snapshot.remaining <= snapshot.length
        assert 0 <= snapshot.done_share <= 1 and snapshot.total_left >= 0
        assert 0 <= snapshot.progress <= 1
        for result in session.results.values():
            if result.step.seconds is not None:
                assert result.seconds <= result.step.seconds + self.extra + 1e-9
        finished = [event for event in self.events if isinstance(event, Finished)]
        assert len(finished) <= 1
        if finished:
            assert isinstance(self.events[-1], Finished), "nothing happens after the end"
            assert session.state is State.FINISHED
            assert session.resume(self.now) == session.tick(self.now + 99) == []


Walk.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestWalk = Walk.TestCase


# -- what a person sees, case by case


def kinds(events: list[Event]) -> list[type]:
    return [type(event) for event in events]


def test_hold_counts_down_and_names_half_way() -> None:
    session = Session(plan_of(replace(HOLDS, reps=(1, 1))))
    session.start(0.0)
    events = session.tick(14.0)
    inside = [e for e in events if isinstance(e, Countdown | Halfway) and e.step.is_work]
    assert [(type(e), e.at) for e in inside] == [
        (Halfway, 9.0),
        (Countdown, 11.0),
        (Countdown, 12.0),
        (Countdown, 13.0),
    ]
    assert [e.left for e in inside if isinstance(e, Countdown)] == [3, 2, 1]
    assert isinstance(events[-1], Finished) and events[-1].status is Status.DONE


def test_paced_repetition_names_its_parts() -> None:
    session = Session(plan_of(replace(PACED, sets=1, side=SideRule.BOTH)))
    session.start(0.0)
    events = session.tick(6.75)
    parts = [(e.part, e.at) for e in events if isinstance(e, PartStarted)]
    assert parts == [(0, 4.0), (1, 5.0), (0, 6.5)]
    snapshot = session.snapshot(6.75)
    assert (snapshot.phase, snapshot.part, snapshot.progress) == (Phase.MOVE, 0, 0.25)


def test_lead_in_counts_before_the_time_runs_on() -> None:
    session = Session(plan_of(HOLDS), lead_in_s=3.0)
    session.start(0.0)
    session.tick(6.0)
    assert kinds(session.pause(6.0)) == [Paused] and session.due() is None
    assert session.pause(7.0) == []
    assert kinds(session.resume(100.0)) == [Resumed]
    assert session.resume(100.0) == []
    assert session.due() == 103.0
    assert session.snapshot(101.0).lead_in == 2.0
    assert session.tick(102.9) == []
    session.tick(103.5)
    assert session.snapshot(103.5).elapsed == pytest.approx(2.5)
    assert session.active_s == pytest.approx(6.5)


def test_part_is_named_when_a_fresh_repetition_follows_the_lead_in() -> None:
    session = Session(plan_of(PACED))
    session.start(0.0)
    session.pause(1.0)
    session.skip(1.0)
    assert session.step.tempo
    session.resume(2.0)
    assert session.tick(5.0) == [PartStarted(session.step, 0, 5.0)]


def test_no_lead_in_goes_on_at_once() -> None:
    session = Session(plan_of(HOLDS), lead_in_s=0.0)
    session.start(0.0)
    session.pause(2.0)
    session.resume(10.0)
    assert session.state is State.RUNNING


def test_stall_pauses_where_the_last_good_tick_was() -> None:
    session = Session(plan_of(HOLDS))
    assert session.stall(0.0, 9.0) == []
    session.start(0.0)
    session.tick(6.0)
    assert session.stall(6.0, 30.0) == [Paused(PauseReason.STALL, 30.0, 6.0)]
    assert session.stall(6.0, 30.0) == []
    snapshot = session.snapshot(50.0)
    assert (snapshot.elapsed, snapshot.pause, snapshot.gap) == (2.0, PauseReason.STALL, 30.0)


def test_restart_keeps_what_was_held() -> None:
    session = Session(plan_of(HOLDS))
    assert session.restart_step(0.0) == []
    session.start(0.0)
    session.tick(10.0)
    session.stall(10.0, 30.0)
    events = session.restart_step(40.0)
    assert kinds(events) == [StepFinished, StepStarted]
    assert session.snapshot(40.0).elapsed == 0.0
    session.stop(41.0)
    assert session.set_results()[0].seconds_done == 6.0


def test_open_ended_work_waits_for_done() -> None:
    session = Session(plan_of(SELF, OPEN))
    session.start(0.0)
    session.tick(400.0)
    snapshot = session.snapshot(400.0)
    assert snapshot.remaining is None and snapshot.length is None
    # The figure goes on at the tempo: 396 s in repetitions of 2.5 s.
    assert snapshot.phase is Phase.RETURN
    assert session.add_time(400.0, 15.0) == []
    session.done(400.0)
    assert session.step.kind is StepKind.TRANSITION
    assert session.done(401.0) == []
    session.tick(412.0)
    assert session.step.work is DoseKind.OPEN
    session.done(420.0)
    first, second = session.set_results()
    assert (first.reps_done, first.reps_planned) == (10, 10)
    assert second.outcome is Outcome.DONE and session.status() is Status.DONE
    assert session.done(421.0) == []


def test_time_that_is_added_and_taken() -> None:
    session = Session(plan_of(TIMED))
    session.start(0.0)
    session.add_time(0.0, 15.0)
    assert session.due() == 16.0 and session.length == 19.0
    session.tick(20.0)
    session.add_time(20.0, -15.0)
    assert session.length == 5.0
    assert isinstance(session.tick(24.0)[-1], Finished)
    assert session.set_results()[0].outcome is Outcome.PARTIAL


def test_time_taken_below_what_has_passed_ends_the_step() -> None:
    session = Session(plan_of(TIMED))
    session.start(0.0)
    session.tick(14.0)
    assert isinstance(session.add_time(14.0, -15.0)[-1], Finished)
    assert session.set_results()[0].seconds_done == 10.0


def test_paced_repetitions_keep_their_tempo() -> None:
    session = Session(plan_of(PACED))
    session.start(0.0)
    session.tick(4.5)
    assert session.add_time(4.5, 15.0) == [] and session.length == 2.5


@pytest.mark.parametrize(
    ("scope", "index"), [(Scope.STEP, 4), (Scope.SET, 4), (Scope.EXERCISE, 16)]
)
def test_skip_from_a_paced_repetition(scope: Scope, index: int) -> None:
    session = Session(plan_of(PACED, TIMED))
    session.start(0.0)
    session.tick(7.0)
    assert session.step.rep == 2
    events = session.skip(7.0, scope, SkipReason.PAIN)
    assert session.index == index
    finished = [e for e in events if isinstance(e, StepFinished)]
    assert finished[0].outcome is Outcome.PARTIAL and finished[0].seconds == 0.5
    assert {e.reason for e in finished} == {SkipReason.PAIN}
    row = session.set_results()[0]
    assert (row.reps_done, row.outcome, row.reason) == (1, Outcome.PARTIAL, SkipReason.PAIN)


def test_skip_a_rest_between_holds() -> None:
    session = Session(plan_of(HOLDS))
    session.start(0.0)
    session.tick(15.0)
    assert session.step.kind is StepKind.REST_REP
    session.skip(15.0)
    assert session.step.rep == 2


def test_skip_the_set_of_alternating_sides_skips_both() -> None:
    session = Session(plan_of(replace(PACED, side=SideRule.ALTERNATING)))
    session.start(0.0)
    session.tick(5.0)
    session.skip(5.0, Scope.SET)
    assert session.step.kind is StepKind.REST_SET and session.step.set == 2


def test_skip_past_the_end_finishes() -> None:
    session = Session(plan_of(TIMED))
    assert session.skip(0.0) == []
    session.start(0.0)
    events = session.skip(0.5, Scope.EXERCISE)
    assert kinds(events) == [StepFinished, StepFinished, Finished]
    assert session.skip(2.0) == session.back(2.0) == session.jump(2.0, 0) == []
    assert session.stop(2.0) == []
    assert session.set_results()[0].outcome is Outcome.SKIPPED


def test_back_goes_to_the_start_of_the_set_and_then_before() -> None:
    session = Session(plan_of(PACED))
    assert session.back(0.0) == []
    session.start(0.0)
    session.tick(7.0)
    session.back(7.0)
    assert (session.index, session.snapshot(7.0).elapsed) == (1, 0.0)
    session.back(7.5)
    assert session.index == 0
    session.tick(11.5)
    session.jump(11.5, 5)
    assert session.step.side is Side.RIGHT
    session.back(12.0)
    assert session.step.side is Side.LEFT and session.step.rep == 1


def test_doing_it_again_never_makes_it_worse() -> None:
    session = Session(plan_of(HOLDS))
    session.start(0.0)
    session.tick(15.0)
    session.jump(15.0, 1)
    session.tick(17.0)
    session.jump(17.0, 3)
    assert session.set_results()[0].reps_done == 1
    assert session.results[session.plan.steps[1].key].outcome is Outcome.DONE


def test_jump_forwards_marks_what_is_left_out_and_coming_back_mends_it() -> None:
    session = Session(plan_of(TIMED, TIMED, TIMED))
    session.start(0.0)
    session.jump(1.0, 99)
    assert session.index == 5
    assert [row.outcome for row in session.set_results()] == [Outcome.SKIPPED] * 3
    session.jump(1.0, 1)
    session.tick(21.0)
    assert session.set_results()[0].outcome is Outcome.DONE


def test_stop_keeps_what_was_done() -> None:
    session = Session(plan_of(HOLDS))
    assert session.stop(0.0) == []
    session.start(0.0)
    session.tick(20.0)
    events = session.stop(20.0)
    assert isinstance(events[-1], Finished) and events[-1].status is Status.PARTIAL
    row = session.set_results()[0]
    assert (row.reps_done, row.reps_planned, row.seconds_done) == (1, 2, 13.0)
    assert session.start(30.0) == [] and session.pause(30.0) == []


def test_stop_in_a_rest_adds_nothing() -> None:
    session = Session(plan_of(HOLDS))
    session.start(0.0)
    assert kinds(session.stop(0.5)) == [Finished]


def test_next_is_the_work_of_another_set_or_what_a_rest_leads_to() -> None:
    session = Session(plan_of(PACED, TIMED))
    session.start(0.0)
    assert session.snapshot(0.0).next_work == session.plan.steps[1]
    session.tick(5.0)
    following = session.snapshot(5.0).next_work
    assert following and following.side is Side.RIGHT and following.set == 1
    session.jump(6.0, 99)
    assert session.snapshot(6.0).next_work is None


def test_restore_stays_inside_the_plan() -> None:
    plan = plan_of(TIMED)
    session = Session.restore(plan, {}, Checkpoint(77, 900.0, 0.0, 5.0), countdown_s=2)
    assert session.index == len(plan.steps) - 1
    assert session.snapshot(0.0).remaining == 0.0
    opened = Session.restore(plan_of(OPEN), {}, Checkpoint(1, 33.0, 0.0, 5.0))
    assert opened.snapshot(0.0).elapsed == 33.0
    assert opened.due() is None


def test_empty_plan_has_no_length() -> None:
    assert Plan("r", "R", "1", "v", (), ()).total_s == 0.0


def test_progress_of_a_step_without_length() -> None:
    step = plan_of(OPEN).steps[1]
    assert tempo_at(step, 9.0, None) == (0, Phase.HOLD, 0.0)
