"""Easier and harder: the ladder of levels and exercises, and a plan with a new tail.

Levels inside one exercise come first, then the exercises that it names as easier or harder
(decisions 10). A change counts from the next set on; what was done stays as it was.
"""

from dataclasses import replace
from enum import StrEnum

from hiprehab.core.conditions import NO_CONDITIONS, Conditions, caution_text, is_blocked
from hiprehab.core.model import Dose, Exercise, Level, Library, SideRule
from hiprehab.core.plan import (
    Plan,
    PlanItem,
    PlanOptions,
    Step,
    StepKind,
    arrival,
    change_s,
    renumbered,
    shortened,
    work_of,
)

_ONE_SIDED = (SideRule.LEFT, SideRule.RIGHT, SideRule.AFFECTED, SideRule.UNAFFECTED)


class Rung(StrEnum):
    """A direction on the ladder."""

    EASIER = "easier"
    HARDER = "harder"


def neighbour(
    library: Library, item: PlanItem, rung: Rung, conditions: Conditions = NO_CONDITIONS
) -> PlanItem | None:
    """The item one rung away, or None at the end of the ladder.

    An exercise that the person's conditions block is no rung.
    """
    exercise = library.exercises.get(item.exercise)
    if exercise is None:
        return None
    step = -1 if rung is Rung.EASIER else 1
    names = [level.name for level in exercise.levels]
    if item.level in names:
        place = names.index(item.level) + step
        if 0 <= place < len(names):
            return replace(_at_level(item, exercise, exercise.levels[place]), caution=item.caution)
    onward = exercise.easier if rung is Rung.EASIER else exercise.harder
    for name in onward:
        other = library.exercises.get(name)
        if other and not is_blocked(other, conditions):
            caution = caution_text(other, conditions)
            return replace(_at_level(item, other, other.usual), caution=caution)
    return None


def _at_level(item: PlanItem, exercise: Exercise, level: Level) -> PlanItem:
    return PlanItem(
        exercise=exercise.id,
        name=exercise.name,
        position=exercise.position,
        motion=exercise.motion,
        cues=exercise.cues,
        level=level.name,
        dose=_kept_sides(item.dose, level.dose),
        note=item.note,
    )


def _kept_sides(old: Dose, new: Dose) -> Dose:
    """A dose for one side, or with more for one side, stays so on another rung."""
    if new.side is SideRule.BOTH:
        return new
    side = old.side if old.side in _ONE_SIDED else new.side
    return replace(new, side=side, extra=old.extra)


def way_back(library: Library, plan: Plan, number: int, rung: Rung) -> PlanItem | None:
    """The item that an earlier change came from, when this rung undoes that change.

    The ladder of exercises has more than one way up, and an override of the routine is not in the
    library; so a person who goes one down and one up stands where they stood.
    """
    now = plan.items[number]
    for earlier in reversed([item for at, item in plan.replaced if at == number]):
        back = neighbour(library, earlier, _opposite(rung))
        if back and (back.exercise, back.level) == (now.exercise, now.level):
            return earlier
    return None


def _opposite(rung: Rung) -> Rung:
    return Rung.HARDER if rung is Rung.EASIER else Rung.EASIER


def first_open_set(step: Step) -> int:
    """The first set of the step's item that has not begun."""
    begun = step.kind in (StepKind.WORK, StepKind.REST_REP, StepKind.SWITCH)
    return step.set + 1 if begun else step.set


def with_item(plan: Plan, current: int, item: PlanItem, options: PlanOptions) -> Plan | None:
    """The plan with `item` in place of the current step's item from its next set on.

    Returns None when no set of the item is left. Steps up to the current one keep their place.
    """
    step = plan.steps[current]
    number, opening = step.item, first_open_set(step)
    tail_at = _first_at(plan, current, number, opening)
    if tail_at is None:
        return None
    old = plan.items[number]
    kept = list(plan.steps[:tail_at])
    dose = shortened(item.dose) if plan.shorter else item.dose
    new = replace(item, dose=replace(dose, sets=max(dose.sets, opening)))
    tail = work_of(number, new, options, first_set=opening)
    bridge = _bridge(plan, tail_at, old, new, options)
    if current < tail_at and step.set >= opening:  # a rest or change that leads to the new work
        kept[current] = _announcing(kept[current], tail[0])
    items = list(plan.items)
    items[number] = new
    replaced = (*(one for one in plan.replaced if one != (number, old)), (number, old))
    rest = [s for s in plan.steps[tail_at:] if s.item > number]
    if rest and rest[0].kind is StepKind.TRANSITION:
        rest = arrival(new, number + 1, items[number + 1], options) + rest[1:]
    steps = renumbered(kept + bridge + tail + rest)
    return replace(plan, items=tuple(items), steps=steps, replaced=replaced)


def _first_at(plan: Plan, current: int, number: int, opening: int) -> int | None:
    for step in plan.steps[current:]:
        if step.item == number and step.set >= opening and step.index > current:
            return step.index
        if step.item > number:
            break
    return None


def _bridge(
    plan: Plan, tail_at: int, old: PlanItem, new: PlanItem, options: PlanOptions
) -> list[Step]:
    """The rest before the new sets: the planned one, longer when the position changes."""
    planned = plan.steps[tail_at]
    if planned.kind is not StepKind.REST_SET:
        return []
    first = work_of(planned.item, new, options, first_set=planned.set)[0]
    step = _announcing(planned, first)
    if old.position == new.position or step.seconds is None:
        return [step]
    seconds = max(step.seconds, change_s(old.position, new.position) * options.transition_scale)
    return [replace(step, seconds=seconds, expected_s=seconds)]


def _announcing(step: Step, work: Step) -> Step:
    """A rest that announces other work than before."""
    return replace(
        step,
        exercise=work.exercise,
        level=work.level,
        side=work.side,
        set=work.set,
        sets=work.sets,
    )
