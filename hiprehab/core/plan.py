"""The flat plan: a routine laid out step by step, so that the session engine has no special cases.

`compile_plan` flattens items x sets x sides x repetitions with every rest, switch and change of
position. A step that is not work describes what comes next: its item, side and set are those of the
work that follows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hiprehab.core.conditions import NO_CONDITIONS, Conditions, caution_text
from hiprehab.core.model import (
    READY,
    Affected,
    Dose,
    DoseKind,
    Item,
    Library,
    Rest,
    Routine,
    Side,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.settings import Settings, SideOrder

SELF_PACED_REP_S: Final = 4.0
"""Guess for one self-paced repetition; only for total times."""
READY_S: Final = 20.0
"""Guess for a rest that ends when the person is ready; only for total times."""
OPEN_S: Final = 60.0
"""Guess for open-ended work; only for total times."""
SHORTER_SHARE: Final = 0.6
"""Share of the sets, or of the repetitions of a single set, that "shorter today" keeps."""

CHANGE_S: Final = 12.0
"""Time between two exercises in one position (the clinical brief's own accounting)."""
_HEIGHT: Final = {"standing": 2, "seated": 1}
_CHANGE_BY_HEIGHT: Final = (12.0, 15.0, 20.0)


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


def first_side(options: PlanOptions, set_number: int) -> Side:
    """The side that a set of both sides begins with (decisions 11; brief section 10)."""
    sore = {Affected.LEFT: Side.LEFT, Affected.RIGHT: Side.RIGHT}.get(options.affected)
    if options.order is SideOrder.LEFT_FIRST:
        return Side.LEFT
    if options.order is SideOrder.ALTERNATE:
        return Side.LEFT if set_number % 2 else Side.RIGHT
    if options.order is SideOrder.AFFECTED_FIRST:
        return sore or Side.LEFT
    if sore:
        return sore.other
    return Side.RIGHT if options.session_count % 2 else Side.LEFT


def sides_of(rule: SideRule, options: PlanOptions, set_number: int) -> tuple[Side | None, ...]:
    """The sides of one set in order; (None,) is both at once."""
    if rule is SideRule.BOTH:
        return (None,)
    if rule is SideRule.LEFT:
        return (Side.LEFT,)
    if rule is SideRule.RIGHT:
        return (Side.RIGHT,)
    first = first_side(options, set_number)
    if rule in (SideRule.AFFECTED, SideRule.UNAFFECTED):
        sore = {Affected.LEFT: Side.LEFT, Affected.RIGHT: Side.RIGHT}.get(options.affected)
        if sore:
            return (sore if rule is SideRule.AFFECTED else sore.other,)
    return (first, first.other)


def change_s(before: str | None, after: str) -> float:
    """Seconds to get from one position to another; from standing to the floor takes longest."""
    if before is None or before == after:
        return CHANGE_S
    return _CHANGE_BY_HEIGHT[abs(_HEIGHT.get(before, 0) - _HEIGHT.get(after, 0))]


def shortened(dose: Dose) -> Dose:
    """The dose of a shorter day."""
    return scaled(dose, SHORTER_SHARE)


def scaled(dose: Dose, share: float) -> Dose:
    """A share of a dose: fewer sets, or fewer repetitions or less time of a single set."""

    def cut(count: int) -> int:
        return max(1, round(count * share))

    if dose.sets > 1:
        return replace(dose, sets=cut(dose.sets), extra=None)
    if dose.kind in (DoseKind.TIME, DoseKind.OPEN):
        return replace(dose, duration_s=round(dose.duration_s * share), extra=None)
    most = cut(dose.reps[1])
    return replace(dose, reps=(min(dose.reps[0], most), most), extra=None)


def plan_item(library: Library, item: Item, options: PlanOptions) -> PlanItem:
    """The item of a routine with what the player needs of its exercise."""
    exercise = library.exercises[item.exercise]
    return PlanItem(
        exercise=exercise.id,
        name=exercise.name,
        position=exercise.position,
        motion=exercise.motion,
        cues=exercise.cues,
        level=item.level,
        dose=shortened(item.dose) if options.shorter else item.dose,
        note=item.note,
        caution=caution_text(exercise, options.conditions),
    )


def compile_plan(
    library: Library, routine: Routine, variant: Variant, options: PlanOptions
) -> Plan:
    """Flatten a routine's variant into steps.

    Raises:
        KeyError: an item names an exercise that the library does not have.
    """
    items = tuple(plan_item(library, item, options) for item in variant.items)
    return Plan(
        routine=routine.id,
        title=routine.title,
        version=routine.version,
        variant=variant.id,
        items=items,
        steps=renumbered(_laid_out(items, options)),
        shorter=options.shorter,
    )


def length_s(library: Library, variant: Variant, options: PlanOptions) -> float:
    """The `total_s` of the plan, in a third of the time: Today and the lists name lengths only.

    Raises:
        KeyError: an item names an exercise that the library does not have.
    """
    items = [plan_item(library, item, options) for item in variant.items]
    return sum(step.expected_s for step in _laid_out(items, options))


def _laid_out(items: Sequence[PlanItem], options: PlanOptions) -> list[Step]:
    """All steps in order, not yet numbered."""
    steps: list[Step] = []
    for number, item in enumerate(items):
        before = items[number - 1] if number else None
        steps += arrival(before, number, item, options)
        steps += work_of(number, item, options)
    return steps


def renumbered(steps: list[Step]) -> tuple[Step, ...]:
    """The steps with their indexes and start offsets."""
    result, start = [], 0.0
    for index, step in enumerate(steps):
        result.append(replace(step, index=index, start=start))
        start += step.expected_s
    return tuple(result)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a step belongs: item number and item, side, set and the side's number of sets."""

    number: int
    item: PlanItem
    side: Side | None
    set: int
    sets: int

    def step(self, kind: StepKind) -> Step:
        """An empty step at this place."""
        return Step(
            index=0,
            kind=kind,
            seconds=None,
            expected_s=0.0,
            start=0.0,
            item=self.number,
            exercise=self.item.exercise,
            level=self.item.level,
            side=self.side,
            set=self.set,
            sets=self.sets,
            alternating=self.item.dose.side is SideRule.ALTERNATING,
        )

    def pause(self, kind: StepKind, rest: Rest) -> list[Step]:
        """A step without work, or nothing when it takes no time."""
        if rest == 0:
            return []
        step = self.step(kind)
        if rest == READY:
            return [replace(step, expected_s=READY_S)]
        return [replace(step, seconds=float(rest), expected_s=float(rest))]


def arrival(
    before: PlanItem | None, number: int, item: PlanItem, options: PlanOptions
) -> list[Step]:
    """The time before an exercise: get ready, or the longer of rest and change of position."""
    place = _Place(number, item, _announced(item, options), 1, item.dose.sets)
    if before is None:
        return place.pause(StepKind.GET_READY, options.get_ready_s)
    rest = before.dose.rest_exercises_s
    if rest != READY:
        change = change_s(before.position, item.position) * options.transition_scale
        rest = max(change, float(rest or 0.0))
    return place.pause(StepKind.TRANSITION, rest)


def work_of(number: int, item: PlanItem, options: PlanOptions, *, first_set: int = 1) -> list[Step]:
    """All sets of an item from `first_set` on, with the rests between them."""
    steps: list[Step] = []
    last: Side | None = None
    for set_number, sides, totals in _sets(item.dose, options):
        if set_number < first_set:
            continue
        places = [_Place(number, item, side, set_number, totals[side]) for side in sides]
        for turn, place in enumerate(places):
            if turn:
                switch = item.dose.rest_sides_s
                switch = options.switch_s if switch is None else switch
                steps += place.pause(StepKind.SWITCH, switch)
            elif steps:
                steps += place.pause(StepKind.REST_SET, _between_sets(place, last, options))
            steps += _set_of_side(place, options)
        last = sides[-1]
    return steps


def _between_sets(place: _Place, last: Side | None, options: PlanOptions) -> Rest:
    """The rest between two sets; never shorter than the switch of sides that it contains."""
    rest = place.item.dose.rest_sets_s
    if rest == READY or place.side is last:
        return rest
    return max(float(rest), options.switch_s)


def _sets(
    dose: Dose, options: PlanOptions
) -> Iterator[tuple[int, tuple[Side | None, ...], dict[Side | None, int]]]:
    """Set numbers with their sides in order and each side's number of sets."""
    if dose.side is SideRule.ALTERNATING:
        for number in range(1, dose.sets + 1):
            yield number, (None,), {None: dose.sets}
        return
    extra: tuple[Side | None, ...] = ()
    if dose.extra and dose.side is not SideRule.BOTH:
        extra = sides_of(dose.extra.side, options, 1)
    more = dose.extra.sets if dose.extra and extra else 0
    totals = {
        side: dose.sets + (more if side in extra else 0) for side in (None, Side.LEFT, Side.RIGHT)
    }
    for number in range(1, dose.sets + more + 1):
        shared = sides_of(dose.side, options, number)
        sides = shared if number <= dose.sets else tuple(s for s in shared if s in extra)
        if sides:
            yield number, sides, totals


def _set_of_side(place: _Place, options: PlanOptions) -> list[Step]:
    """One set of one side: its work, with the rests between repetitions."""
    dose = place.item.dose
    base = replace(place.step(StepKind.WORK), work=dose.kind, rep=1, reps=1)
    most = dose.reps[1]
    match dose.kind:
        case DoseKind.TIME:
            timed = replace(base, seconds=dose.duration_s, expected_s=dose.duration_s)
            return [replace(timed, most_s=dose.most_s, check_s=dose.check_s)]
        case DoseKind.OPEN:
            return [replace(base, expected_s=dose.duration_s or OPEN_S)]
        case DoseKind.SELF:
            guess = most * (dose.rep_s or SELF_PACED_REP_S)
            return [replace(base, expected_s=guess, rep=most, reps=most, tempo=dose.tempo)]
        case DoseKind.HOLD:
            one = replace(base, seconds=dose.hold_s, expected_s=dose.hold_s, reps=most)
        case _:
            one = replace(
                base, seconds=dose.rep_s, expected_s=dose.rep_s, reps=most, tempo=dose.tempo
            )
    turns: tuple[Side | None, ...] = (place.side,)
    if one.alternating:
        first = first_side(options, place.set)
        turns = (first, first.other)
    steps: list[Step] = []
    for rep in range(1, most + 1):
        for side in turns:
            if steps:
                steps += replace(place, side=side).pause(StepKind.REST_REP, dose.rest_reps_s)
            steps.append(replace(one, side=side, rep=rep))
    return steps


def _announced(item: PlanItem, options: PlanOptions) -> Side | None:
    """The side to name before an item; None when both work at once or it does not matter."""
    if item.dose.side is SideRule.ALTERNATING:
        paced = item.dose.kind in (DoseKind.HOLD, DoseKind.REPS)
        return first_side(options, 1) if paced else None
    return sides_of(item.dose.side, options, 1)[0]
