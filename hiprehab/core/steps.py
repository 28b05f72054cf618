"""The values of the flat plan: steps, items and the plan itself.

A step that is not work describes what comes next: its item, side and set are those of the work that
follows. `core.plan` makes them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hiprehab.core.conditions import NO_CONDITIONS, Conditions
from hiprehab.core.model import (
    FREE,
    Adjust,
    Affected,
    Bound,
    Dose,
    DoseKind,
    Rest,
    Side,
    TempoPart,
)
from hiprehab.core.settings import Settings, SideOrder


class StepKind(StrEnum):
    """What a step is for."""

    GET_READY = "get_ready"
    TRANSITION = "transition"
    WORK = "work"
    REST_REP = "rest_rep"
    SWITCH = "switch"
    REST_SET = "rest_set"


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of time with one thing to do.

    `seconds` is None for a step that ends when the person says so; `expected_s` is what it counts
    in total times. `start` is the offset in the plan in seconds. `set` and `rep` count from 1;
    `sets` and `reps` are the totals for this side. A self-paced set is one step with rep = reps.
    In an `alternating` set the sides take turns, one repetition each. `most_s` and `check_s` are
    those of the dose.
    """

    index: int
    kind: StepKind
    seconds: float | None
    expected_s: float
    start: float
    item: int
    exercise: str
    level: str
    side: Side | None
    set: int
    sets: int
    rep: int = 0
    reps: int = 0
    tempo: tuple[TempoPart, ...] = ()
    work: DoseKind | None = None
    alternating: bool = False
    most_s: float = 0.0
    check_s: float = 0.0

    @property
    def is_work(self) -> bool:
        """Whether the exercise is done in this step."""
        return self.kind is StepKind.WORK

    @property
    def key(self) -> tuple[int, int, str, int]:
        """Names the work independently of where it stands: item, set, side, repetition."""
        return (self.item, self.set, self.side or "", self.rep)

    @property
    def set_key(self) -> tuple[int, int, str]:
        """Names the set of one side."""
        return (self.item, self.set, self.side or "")


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An exercise of the plan as it is prescribed, with what a player needs without the library.

    `caution` is what to mind because of the person's conditions, to be read before the move.
    `dose.sets` and `adjust.sets` count all `rounds` together.
    """

    exercise: str
    name: str
    position: str
    motion: str | None
    cues: tuple[str, ...]
    level: str
    dose: Dose
    note: str = ""
    caution: str = ""
    adjust: Adjust = FREE
    rounds: int = 1
    rest_rounds_s: Rest = 0.0

    def round_of(self, set_number: int) -> int:
        """The round that a set belongs to, from 1; more sets for one side are of the last one."""
        return min(self.rounds, (set_number - 1) * self.rounds // self.dose.sets + 1)


@dataclass(frozen=True, slots=True)
class Visit:
    """The steps of an item in a row: from `first` to the one before `end`."""

    item: int
    round: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A routine's variant, compiled. Immutable: a change in mid-session makes a new plan.

    `replaced` holds the items, with their number, that a rung of the ladder has taken the place of:
    sets from before the change are still theirs.
    """

    routine: str
    title: str
    version: str
    variant: str
    items: tuple[PlanItem, ...]
    steps: tuple[Step, ...]
    shorter: bool = False
    replaced: tuple[tuple[int, PlanItem], ...] = ()

    def item_of(self, step: Step) -> PlanItem:
        """The exercise of a step; the one before a change of rung where the step is from then."""
        now = self.items[step.item]
        earlier = [item for number, item in reversed(self.replaced) if number == step.item]
        for item in (now, *earlier):
            if (item.exercise, item.level) == (step.exercise, step.level):
                return item
        return now

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The items in the order in which they are done; in rounds each comes several times."""
        return tuple(visits_of(self.items, self.steps))

    def bound_of(self, step: Step) -> Bound:
        """What may be changed of the time of a step; changes of place and side are always free."""
        adjust = self.items[step.item].adjust
        match step.kind, step.work:
            case StepKind.WORK, DoseKind.HOLD:
                return adjust.hold_s
            case StepKind.WORK, DoseKind.TIME:
                return adjust.duration_s
            case StepKind.REST_REP | StepKind.REST_SET, _:
                return adjust.rests
        return None

    @property
    def total_s(self) -> float:
        """Length in seconds, with guesses for what the person ends."""
        return self.steps[-1].start + self.steps[-1].expected_s if self.steps else 0.0


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What the person's settings and the day say about a plan. `session_count` turns the first side
    when no side is sore; `shorter` keeps about 60 % of the work; `conditions` give cautions."""

    affected: Affected = Affected.UNKNOWN
    order: SideOrder = SideOrder.USUAL
    get_ready_s: float = 10.0
    switch_s: float = 8.0
    transition_scale: float = 1.0
    session_count: int = 0
    shorter: bool = False
    conditions: Conditions = NO_CONDITIONS

    @classmethod
    def from_settings(
        cls,
        settings: Settings,
        *,
        session_count: int = 0,
        shorter: bool = False,
        conditions: Conditions = NO_CONDITIONS,
    ) -> "PlanOptions":
        """The options that the settings ask for."""
        return cls(
            affected=settings.affected,
            order=settings.side_order,
            get_ready_s=float(settings.get_ready_s),
            switch_s=float(settings.switch_s),
            transition_scale=settings.transition_scale / 100,
            session_count=session_count,
            shorter=shorter,
            conditions=conditions,
        )


def visits_of(items: Sequence[PlanItem], steps: Sequence[Step]) -> Iterator[Visit]:
    """The runs of steps of one item and round."""
    first = 0
    for index, step in enumerate(steps):
        after = steps[index + 1] if index + 1 < len(steps) else None
        turn = items[step.item].round_of(step.set)
        if after is None or (after.item, items[after.item].round_of(after.set)) != (
            step.item,
            turn,
        ):
            yield Visit(step.item, turn, first, index + 1)
            first = index + 1
