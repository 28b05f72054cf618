"""What became of the work steps, and how they fold into one row a set and side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hiprehab.core.events import StepFinished
from hiprehab.core.log import Outcome, SetResult, SkipReason
from hiprehab.core.model import DoseKind
from hiprehab.core.plan import Plan, Step


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one work step: credited seconds and how it ended."""

    step: Step
    seconds: float
    outcome: Outcome
    reason: SkipReason | None = None


Results = dict[tuple[int, int, str, int], StepResult]
_RANK: Final = {Outcome.SKIPPED: 0, Outcome.PARTIAL: 1, Outcome.DONE: 2}


def keep_best(results: Results, new: StepResult) -> None:
    """Put a result among the others; doing a step again never makes its result worse."""
    old = results.get(new.step.key)
    if old is None or _worth(new) >= _worth(old):
        results[new.step.key] = new


def _worth(result: StepResult) -> tuple[int, float]:
    return _RANK[result.outcome], result.seconds


def set_results(plan: Plan, results: Results) -> tuple[SetResult, ...]:
    """One row a set and side in the plan's order: prescribed against performed."""
    rows: dict[tuple[int, int, str], list[Step]] = {}
    for step in _work(plan, results):
        rows.setdefault(step.set_key, []).append(step)
    return tuple(_folded(steps, results) for steps in rows.values())


def _work(plan: Plan, results: Results) -> Iterator[Step]:
    """Planned work, and work that was done before another level took its place."""
    planned = {step.key: step for step in plan.steps if step.is_work}
    done = {key: result.step for key, result in results.items()}
    merged = planned | done
    yield from sorted(merged.values(), key=lambda step: (step.item, step.set, step.index))


def _folded(steps: list[Step], results: Results) -> SetResult:
    """The repetitions of one set and side as one row."""
    first = steps[0]
    found = [results[step.key] for step in steps if step.key in results]
    done = sum(result.outcome is Outcome.DONE for result in found)
    seconds = sum(result.seconds for result in found)
    self_paced = first.work is DoseKind.SELF
    if done == len(steps):
        outcome = Outcome.DONE
    else:
        outcome = Outcome.PARTIAL if seconds > 0 else Outcome.SKIPPED
    return SetResult(
        item=first.item,
        exercise=first.exercise,
        level=first.level,
        side=first.side,
        set=first.set,
        reps_planned=first.reps if self_paced else len(steps),
        reps_done=first.reps * done if self_paced else done,
        seconds_planned=sum(step.expected_s for step in steps),
        seconds_done=seconds,
        outcome=outcome,
        reason=next((result.reason for result in found if result.reason), None),
    )


def results_of(finished: Iterable[StepFinished]) -> Results:
    """The results that a journal of finished steps amounts to."""
    results: Results = {}
    for event in finished:
        if event.step.is_work:
            keep_best(results, StepResult(event.step, event.seconds, event.outcome, event.reason))
    return results
