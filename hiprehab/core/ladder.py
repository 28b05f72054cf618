"""Easier and harder: the ladder of levels and exercises, and a plan with a new tail.

Levels inside one exercise come first, then the exercises that it names as easier or harder
(docs/design.md, Doses). A change counts from the next set on; what was done stays as it was.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from hiprehab.core.conditions import NO_CONDITIONS, Conditions, caution_text, is_blocked
from hiprehab.core.limits import may_use_level
from hiprehab.core.model import FREE, Exercise, Level, Library
from hiprehab.core.plan import (
    Plan,
    PlanItem,
    PlanOptions,
    Step,
    StepKind,
    Visit,
    arrival,
    change_s,
    renumbered,
    visits_of,
    work_of,
)
from hiprehab.core.rungs import Target, carried


class Rung(StrEnum):
    """A direction on the ladder."""

    EASIER = "easier"
    HARDER = "harder"


def neighbour(
    library: Library, item: PlanItem, rung: Rung, conditions: Conditions = NO_CONDITIONS
) -> PlanItem | None:
    """The item one rung away, or None at the end of the ladder.

    An exercise that the person's conditions block is no rung, nor is a level that its author does
    not leave open.
    """
    exercise = library.exercises.get(item.exercise)
    if exercise is None:
        return None
    names = [level.name for level in exercise.levels]
    if item.level in names:
        place = names.index(item.level)
        below, above = reversed(exercise.levels[:place]), iter(exercise.levels[place + 1 :])
        for level in below if rung is Rung.EASIER else above:
            if may_use_level(item.adjust, item.exercise, exercise.id, level.name):
                return replace(_at(library, item, exercise, level, rung), caution=item.caution)
    onward = exercise.easier if rung is Rung.EASIER else exercise.harder
    for name in onward:
        other = library.exercises.get(name)
        if other and not is_blocked(other, conditions):
            usual = other.usual
            if may_use_level(item.adjust, item.exercise, other.id, usual.name):
                caution = caution_text(other, conditions)
                return replace(_at(library, item, other, usual, rung), caution=caution)
    return None


def is_fixed(
    library: Library, item: PlanItem, rung: Rung, conditions: Conditions = NO_CONDITIONS
) -> bool:
    """Whether there would be a rung, had the author of the routine left the level open."""
    return neighbour(library, replace(item, adjust=FREE), rung, conditions) is not None


def _at(library: Library, item: PlanItem, exercise: Exercise, level: Level, rung: Rung) -> PlanItem:
    """The item at another level, with what was prescribed carried over."""
    to, up = Target(exercise, level), rung is Rung.HARDER
    return replace(
        carried(library, item, to, up=up, rounds=item.rounds),
        name=exercise.name,
        position=exercise.position,
        motion=exercise.motion,
        cues=exercise.cues,
    )


def way_back(
    library: Library,
    plan: Plan,
    number: int,
    rung: Rung,
    conditions: Conditions = NO_CONDITIONS,
) -> PlanItem | None:
    """The item that an earlier change came from, when this rung undoes that change.

    The ladder of exercises has more than one way up, and an override of the routine is not in the
    library; so a person who goes one down and one up stands where they stood.
    """
    now = plan.items[number]
    for earlier in reversed([item for at, item in plan.replaced if at == number]):
        back = neighbour(library, earlier, _opposite(rung), conditions)
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
    new = replace(item, dose=replace(item.dose, sets=max(item.dose.sets, opening)))
    items = (*plan.items[:number], new, *plan.items[number + 1 :])
    bridge = _bridge(plan, tail_at, old, new, options)
    tail = list(_tail(plan, tail_at, number, items, options))
    kept_steps = list(plan.steps[:tail_at])
    if current < tail_at and step.set >= opening:  # a rest or change that leads to the new work
        work = next(one for one in tail if one.is_work and one.item == number)
        kept_steps[current] = _announcing(kept_steps[current], work)
    steps = renumbered(kept_steps + bridge + tail)
    replaced = (*(one for one in plan.replaced if one != (number, old)), (number, old))
    return replace(plan, items=items, steps=steps, replaced=replaced)


def without_rest(plan: Plan, index: int, number: int, options: PlanOptions) -> Plan:
    """The plan from `index` on without the item of that number, such as one that hurts.

    Steps before `index` and the one there keep their place.
    """
    later = plan.steps[index:]
    if not any(step.item == number for step in later):
        return plan
    steps = list(_tail(plan, index, number, plan.items, options, leave_out=True))
    return replace(plan, steps=renumbered([*plan.steps[:index], *steps]))


def _first_at(plan: Plan, current: int, number: int, opening: int) -> int | None:
    for step in plan.steps[current + 1 :]:
        if step.item == number and step.set >= opening:
            return step.index
    return None


def _tail(
    plan: Plan,
    tail_at: int,
    number: int,
    items: tuple[PlanItem, ...],
    options: PlanOptions,
    *,
    leave_out: bool = False,
) -> Iterator[Step]:
    """The steps from `tail_at` on with the item of that number as it is now, or without it."""
    steps = plan.steps[tail_at:]
    visits = list(visits_of(plan.items, steps))
    last = max((n for n, visit in enumerate(visits) if visit.item == number), default=0)
    before = prior = plan.steps[tail_at - 1].item if tail_at else None
    for place, visit in enumerate(visits):
        touched, prior = number in (visit.item, prior), visit.item
        if leave_out and visit.item == number:
            continue
        own = list(steps[visit.first : visit.end])
        if own[0].kind is StepKind.TRANSITION:
            led = own.pop(0)
            yield from _arrival(items, before, visit, led, options) if touched else (led,)
        if visit.item == number:
            sets = [step.set for step in own if step.is_work]
            until = None if place == last else max(sets)
            own = work_of(number, items[number], options, first_set=min(sets), last_set=until)
        yield from own
        before = visit.item


def _arrival(
    items: tuple[PlanItem, ...], before: int | None, visit: Visit, led: Step, options: PlanOptions
) -> list[Step]:
    """A change into an item, made anew; a round opens where the items begin again."""
    opens = visit.round > 1 and before is not None and before >= visit.item
    came = items[before] if before is not None else None
    return arrival(came, visit.item, items[visit.item], options, first_set=led.set, opens=opens)


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
