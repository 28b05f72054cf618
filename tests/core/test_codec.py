"""Plans, checkpoints and finished steps survive the way through JSON; other text is refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiprehab.core import codec
from hiprehab.core.events import StepFinished
from hiprehab.core.log import Outcome, SkipReason
from hiprehab.core.model import READY, Dose, DoseKind, ExtraDose, Phase, Side, SideRule, TempoPart
from hiprehab.core.plan import Plan, PlanItem, Step, StepKind
from hiprehab.core.results import StepResult, keep_best, set_results
from hiprehab.core.state import Checkpoint

seconds = st.floats(0, 7200, allow_nan=False)
rests = st.one_of(seconds, st.just(READY))
words = st.text(max_size=12)
tempos = st.lists(st.builds(TempoPart, words, seconds, st.sampled_from(Phase)), max_size=3).map(
    tuple
)
pairs = st.tuples(st.integers(0, 10), st.integers(0, 10))
doses = st.builds(
    Dose,
    kind=st.sampled_from(DoseKind),
    reps=pairs,
    tempo=tempos,
    rest_reps_s=rests,
    rest_sides_s=st.none() | rests,
    side=st.sampled_from(SideRule),
    extra=st.none() | st.builds(ExtraDose, st.sampled_from(SideRule), st.integers(1, 3)),
    effort=st.none() | pairs,
    note=words,
)
steps = st.builds(
    Step,
    index=st.integers(0, 99),
    kind=st.sampled_from(StepKind),
    seconds=st.none() | seconds,
    expected_s=seconds,
    start=seconds,
    item=st.integers(0, 9),
    exercise=words,
    level=words,
    side=st.none() | st.sampled_from(Side),
    set=st.integers(1, 9),
    sets=st.integers(1, 9),
    tempo=tempos,
    work=st.none() | st.sampled_from(DoseKind),
    alternating=st.booleans(),
)
items = st.builds(
    PlanItem,
    words,
    words,
    words,
    st.none() | words,
    st.lists(words, max_size=3).map(tuple),
    words,
    doses,
)
plans = st.builds(
    Plan,
    words,
    words,
    words,
    words,
    st.lists(items, max_size=2).map(tuple),
    st.lists(steps, max_size=3).map(tuple),
    st.booleans(),
)


@settings(max_examples=50)
@given(plan=plans)
def test_plan_comes_back(plan: Plan) -> None:
    text = codec.plan_to_json(plan)
    assert codec.plan_from_json(text) == plan and "\n" not in text


@settings(max_examples=50)
@given(step=steps, outcome=st.sampled_from(Outcome), reason=st.none() | st.sampled_from(SkipReason))
def test_finished_step_comes_back(step: Step, outcome: Outcome, reason: SkipReason | None) -> None:
    event = StepFinished(step, outcome, 1.5, 2.5, reason)
    back = codec.finished_from_json(codec.finished_to_json(event))
    assert back == event
    assert type(back.step.kind) is StepKind and type(back.outcome) is Outcome


def test_checkpoint_comes_back() -> None:
    point = Checkpoint(3, 1.25, -5.0, 99.5)
    assert codec.checkpoint_from_json(codec.checkpoint_to_json(point)) == point


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"items": [], "steps": []}'])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        codec.plan_from_json(text)


def work(**changed: Any) -> Step:
    values: dict[str, Any] = {
        "index": 0, "kind": StepKind.WORK, "seconds": 10.0, "expected_s": 10.0, "start": 0.0,
        "item": 0, "exercise": "move", "level": "1", "side": None, "set": 1, "sets": 1,
        "rep": 1, "reps": 2, "work": DoseKind.HOLD,
    }  # fmt: skip
    return Step(**(values | changed))


def test_better_result_stays_and_an_equal_one_is_replaced() -> None:
    step, results = work(), {}
    keep_best(results, StepResult(step, 4.0, Outcome.PARTIAL))
    keep_best(results, StepResult(step, 0.0, Outcome.SKIPPED, SkipReason.TIME))
    assert results[step.key].seconds == 4.0
    keep_best(results, StepResult(step, 4.0, Outcome.PARTIAL, SkipReason.PAIN))
    assert results[step.key].reason is SkipReason.PAIN
    keep_best(results, StepResult(step, 1.0, Outcome.DONE))
    keep_best(results, StepResult(step, 9.0, Outcome.PARTIAL))
    assert results[step.key].outcome is Outcome.DONE


def test_work_of_another_level_keeps_its_row() -> None:
    planned = work(index=5, rep=1, level="2")
    done = work(index=1, rep=1, level="1", set=1)
    plan = Plan("r", "R", "1", "v", (), (planned,))
    (row,) = set_results(plan, {done.key: StepResult(done, 10.0, Outcome.DONE)})
    assert (row.level, row.outcome, row.reps_done) == ("1", Outcome.DONE, 1)


def test_nothing_done_is_skipped() -> None:
    plan = Plan("r", "R", "1", "v", (), (work(), work(index=1, rep=2)))
    (row,) = set_results(plan, {})
    assert (row.outcome, row.reps_done, row.reps_planned, row.reason) == (
        Outcome.SKIPPED,
        0,
        2,
        None,
    )
