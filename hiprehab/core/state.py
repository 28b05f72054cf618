"""Where a session stands, as others see it: its state, what to show, what to keep."""

from dataclasses import dataclass
from enum import StrEnum

from hiprehab.core.events import PauseReason
from hiprehab.core.model import Phase
from hiprehab.core.plan import Plan, Step


class State(StrEnum):
    """Where a session stands."""

    READY = "ready"
    RUNNING = "running"
    LEAD_IN = "lead_in"
    PAUSED = "paused"
    FINISHED = "finished"


class Scope(StrEnum):
    """How much a skip leaves out."""

    STEP = "step"
    SET = "set"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is needed, beside the plan and the results, to go on after a crash (seconds)."""

    index: int
    elapsed: float
    added: float
    active: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a screen shows, derived in one go. Seconds; `remaining` is None when open-ended.

    `phase` and `progress` drive the figure; `part` is the running part of the tempo. `next_work` is
    the work of another set or exercise that follows, or during a rest the work that it leads to.
    """

    state: State
    plan: Plan
    step: Step
    next_work: Step | None
    elapsed: float
    remaining: float | None
    length: float | None
    part: int
    phase: Phase | None
    progress: float
    lead_in: float
    total_left: float
    done_share: float
    pause: PauseReason | None
    gap: float
