"""The flat plan: a routine laid out step by step, so that the session engine has no special cases.

`compile_plan` flattens rounds x items x sets x sides x repetitions with every rest, switch and
change of position.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hiprehab.core.conditions import caution_text
from hiprehab.core.limits import kept
from hiprehab.core.model import (
    LOCKED,
    READY,
    Adjust,
    Affected,
    Block,
    Dose,
    DoseKind,
    Library,
    Rest,
    Routine,
    Side,
    SideRule,
    Variant,
)
from hiprehab.core.settings import SideOrder
from hiprehab.core.steps import Plan, PlanItem, PlanOptions, Step, StepKind, Visit, visits_of

__all__ = [
    "CHANGE_S", "READY_S", "SHORTER_SHARE", "Plan", "PlanItem",
    "PlanOptions", "Step", "StepKind", "Visit", "arrival", "change_s", "compile_plan", "first_side",
    "length_s", "plan_items", "renumbered", "scaled", "shortened", "sides_of", "visits_of",
    "work_of",
]  # fmt: skip

READY_S: Final = 20.0
"""Guess for a rest that ends when the person is ready; only for total times."""
SHORTER_SHARE: Final = 0.6
"""Share of the rounds, the sets or the repetitions of a single set that "shorter today" keeps."""

CHANGE_S: Final = 12.0
"""Time between two exercises in one position (the clinical brief's own accounting)."""
_HEIGHT: Final = {"standing": 2, "seated": 1}
_CHANGE_BY_HEIGHT: Final = (12.0, 15.0, 20.0)


def first_side(options: PlanOptions, set_number: int) -> Side:
    """The side that a set of both sides begins with (docs/design.md, Doses)."""
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


def scaled(dose: Dose, share: float) -> Dose:
    """Less of a dose: fewer sets, or fewer repetitions or less time of a single set."""

    def cut(count: int) -> int:
        return max(1, round(count * share))

    if dose.sets > 1:
        return replace(dose, sets=cut(dose.sets), extra=None)
    if dose.kind in (DoseKind.TIME, DoseKind.OPEN):
        return replace(dose, duration_s=round(dose.duration_s * share), extra=None)
    most = cut(dose.reps[1])
    return replace(dose, reps=(min(dose.reps[0], most), most), extra=None)


def shortened(dose: Dose) -> Dose:
    """The dose of a shorter day."""
    return scaled(dose, SHORTER_SHARE)


def plan_items(library: Library, block: Block, options: PlanOptions) -> tuple[PlanItem, ...]:
    """The items of a block with what the player needs of their exercises.

    On a shorter day there are fewer rounds, or less of each item; what is locked stays.
    """
    rounds = block.rounds
    if options.shorter and rounds > 1 and all(i.adjust.sets != LOCKED for i in block.items):
        rounds = max(1, round(rounds * SHORTER_SHARE))
    less = options.shorter and block.rounds == 1
    items = []
    for item in block.items:
        exercise = library.exercises[item.exercise]
        dose = kept(item.dose, shortened(item.dose), item.adjust) if less else item.dose
        items.append(
            PlanItem(
                exercise=exercise.id,
                name=exercise.name,
                position=exercise.position,
                motion=exercise.motion,
                cues=exercise.cues,
                level=item.level,
                dose=replace(dose, sets=dose.sets * rounds) if rounds > 1 else dose,
                note=item.note,
                caution=caution_text(exercise, options.conditions),
                adjust=_in_rounds(item.adjust, rounds),
                rounds=rounds,
                rest_rounds_s=block.rest_rounds_s,
            )
        )
    return tuple(items)


def _in_rounds(adjust: Adjust, rounds: int) -> Adjust:
    """A range of sets holds for each round."""
    if rounds == 1 or not isinstance(adjust.sets, tuple):
        return adjust
    low, high = adjust.sets
    return adjust._replace(sets=(low * rounds, high * rounds))


def compile_plan(
    library: Library, routine: Routine, variant: Variant, options: PlanOptions
) -> Plan:
    """Flatten a routine's variant into steps.

    The plan is `shorter` only when something of it could be made shorter.

    Raises:
        KeyError: an item names an exercise that the library does not have.
    """
    blocks = [plan_items(library, block, options) for block in variant.blocks]
    whole = replace(options, shorter=False)
    return Plan(
        routine=routine.id,
        title=routine.title,
        version=routine.version,
        variant=variant.id,
        items=tuple(item for items in blocks for item in items),
        steps=renumbered(_laid_out(blocks, options)),
        shorter=options.shorter
        and blocks != [plan_items(library, block, whole) for block in variant.blocks],
    )


def length_s(library: Library, variant: Variant, options: PlanOptions) -> float:
    """The `total_s` of the plan, in a third of the time: Today and the lists name lengths only.

    Raises:
        KeyError: an item names an exercise that the library does not have.
    """
    blocks = [plan_items(library, block, options) for block in variant.blocks]
    return sum(step.expected_s for step in _laid_out(blocks, options))


def _laid_out(blocks: Sequence[Sequence[PlanItem]], options: PlanOptions) -> list[Step]:
    """All steps in order, not yet numbered."""
    steps: list[Step] = []
    before: PlanItem | None = None
    begun = 0
    for items in blocks:
        for turn in range(items[0].rounds if items else 0):
            for number, item in enumerate(items, start=begun):
                first = turn * item.dose.sets // item.rounds + 1
                last = (
                    None if turn + 1 == item.rounds else (turn + 1) * item.dose.sets // item.rounds
                )
                opens = turn > 0 and number == begun
                steps += arrival(before, number, item, options, first_set=first, opens=opens)
                steps += work_of(number, item, options, first_set=first, last_set=last)
                before = item
        begun += len(items)
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
    before: PlanItem | None,
    number: int,
    item: PlanItem,
    options: PlanOptions,
    *,
    first_set: int = 1,
    opens: bool = False,
) -> list[Step]:
    """The time before an exercise: get ready, or the longer of rest and change of position.

    A rest of 0 that was written down, and no change of position, is none: a run goes on as a walk.

    Args:
        first_set: the set that it leads to.
        opens: whether a further round begins with it.
    """
    side = _announced(item, options, first_set)
    place = _Place(number, item, side, first_set, item.dose.sets)
    if before is None:
        return place.pause(StepKind.GET_READY, options.get_ready_s)
    rest: Rest | None = before.dose.rest_exercises_s
    if opens and item.rest_rounds_s:
        rest = item.rest_rounds_s
    if rest == 0 and before.position == item.position:
        return []
    if rest != READY:
        change = change_s(before.position, item.position) * options.transition_scale
        rest = max(change, float(rest or 0.0))
    return place.pause(StepKind.TRANSITION, rest)


def work_of(
    number: int,
    item: PlanItem,
    options: PlanOptions,
    *,
    first_set: int = 1,
    last_set: int | None = None,
) -> list[Step]:
    """All sets of an item from `first_set` to `last_set` (None: all), with the rests between."""
    steps: list[Step] = []
    last: Side | None = None
    for set_number, sides, totals in _sets(item.dose, options):
        if set_number < first_set:
            continue
        if last_set is not None and set_number > last_set:
            break
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
            return [replace(base, expected_s=dose.set_s)]
        case DoseKind.SELF:
            return [replace(base, expected_s=dose.set_s, rep=most, reps=most, tempo=dose.tempo)]
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


def _announced(item: PlanItem, options: PlanOptions, set_number: int) -> Side | None:
    """The side to name before an item; None when both work at once or it does not matter."""
    if item.dose.side is SideRule.ALTERNATING:
        paced = item.dose.kind in (DoseKind.HOLD, DoseKind.REPS)
        return first_side(options, set_number) if paced else None
    return sides_of(item.dose.side, options, set_number)[0]
