"""A dose on another rung: over all that ships, and over routines that nobody has written yet."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.adjusting import adjusted, moved
from hiprehab.core.conditions import NO_CONDITIONS
from hiprehab.core.diary import Adjustment
from hiprehab.core.forms import other_forms
from hiprehab.core.ladder import Rung, neighbour, way_back, with_item
from hiprehab.core.model import (
    LOCKED,
    Adjust,
    Affected,
    Block,
    Dose,
    DoseKind,
    Exercise,
    ExtraDose,
    Item,
    Level,
    Library,
    Phase,
    Routine,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.plan import (
    Plan,
    PlanItem,
    PlanOptions,
    compile_plan,
    length_s,
    plan_items,
    work_of,
)
from hiprehab.core.rungs import Target, carried, is_up, repetitions, work_s
from hiprehab.core.suggesting import below
from hiprehab.storage.library import load_library

LIBRARY: Library = load_library(None, []).library
KNOWN = PlanOptions(affected=Affected.LEFT)
ALL_VARIANTS = [(r, v) for r in LIBRARY.routines.values() for v in r.variants]
CLOSE = 1e-6


def work(item: PlanItem) -> float:
    """Seconds of work as the plan lays them out, with nothing of the code under test."""
    return sum(step.expected_s for step in work_of(0, item, KNOWN) if step.is_work)


def counted(item: PlanItem) -> int:
    """Repetitions as the plan lays them out; a self-paced set is one step of several."""
    steps = [step for step in work_of(0, item, KNOWN) if step.is_work]
    if item.dose.kind is DoseKind.SELF:
        return sum(step.reps for step in steps)
    return len(steps) if item.dose.kind is DoseKind.REPS else 0


def assert_no_more(new: PlanItem, old: PlanItem) -> None:
    """No longer, no more sets, and no more repetitions where both count them.

    One repetition (or a second of it) is the least that can be asked for.
    """
    least = new.dose.reps[1] == 1 and new.dose.set_s <= max(1.0, new.dose.rep_s, 4.0)
    assert work(new) <= work(old) + CLOSE or least, (old.exercise, new.exercise, new.dose)
    assert new.dose.sets <= old.dose.sets
    if counted(new) and counted(old) and not least:
        assert counted(new) <= counted(old)


def shipped_items(shorter: bool = False) -> Iterator[PlanItem]:
    for _, variant in ALL_VARIANTS:
        for block in variant.blocks:
            yield from plan_items(LIBRARY, block, replace(KNOWN, shorter=shorter))


# --- all that ships -------------------------------------------------------------------------


@pytest.mark.parametrize("shorter", [False, True])
def test_one_step_easier_is_never_longer_and_has_no_more_sets(shorter: bool) -> None:
    found = 0
    for item in shipped_items(shorter):
        easier = neighbour(LIBRARY, item, Rung.EASIER)
        if easier is not None:
            found += 1
            assert work(easier) <= work(item) + CLOSE, (item.exercise, easier.exercise)
            assert_no_more(easier, item)
            assert (easier.note, easier.rounds) == (item.note, item.rounds)
    assert found > 100


def test_one_step_harder_is_never_more_than_the_library() -> None:
    found = 0
    for item in shipped_items():
        harder = neighbour(LIBRARY, item, Rung.HARDER)
        if harder is None:
            continue
        found += 1
        level = LIBRARY.exercises[harder.exercise].level(harder.level)
        assert level is not None
        own = replace(level.dose, side=harder.dose.side, sets=harder.dose.sets)
        assert work_s(harder.dose) <= work_s(own) + CLOSE
        assert harder.rounds > 1 or harder.dose.sets <= level.dose.sets
    assert found > 100


@pytest.mark.parametrize("shorter", [False, True])
@pytest.mark.parametrize("rung", Rung)
def test_one_step_and_one_back_is_what_was_prescribed(rung: Rung, shorter: bool) -> None:
    options, opposite = replace(KNOWN, shorter=shorter), {Rung.EASIER: Rung.HARDER}
    for routine, variant in ALL_VARIANTS:
        plan = compile_plan(LIBRARY, routine, variant, options)
        for number, prescribed in enumerate(plan.items):
            other = neighbour(LIBRARY, prescribed, rung)
            if other is None:
                continue
            first = next(step.index for step in plan.steps if step.item == number)
            changed = with_item(plan, first, other, options)
            assert changed is not None and changed.items[number] == other
            back = way_back(LIBRARY, changed, number, opposite.get(rung, Rung.EASIER))
            assert back == prescribed


@pytest.mark.parametrize("rounds", [1, 3])
def test_no_other_form_changes_what_the_rounds_ask_for(rounds: int) -> None:
    for routine, variant in ALL_VARIANTS:
        for number, block in enumerate(variant.blocks):
            block = replace(block, rounds=max(rounds, block.rounds))
            blocks = (*variant.blocks[:number], block, *variant.blocks[number + 1 :])
            whole = replace(variant, blocks=blocks)
            for item in block.items:
                for form in other_forms(LIBRARY, item, NO_CONDITIONS):
                    (asked,) = plan_items(LIBRARY, replace(block, items=(item,)), KNOWN)
                    new = moved(LIBRARY, item, form.exercise, form.level, rounds=block.rounds)
                    (done,) = plan_items(LIBRARY, replace(block, items=(new,)), KNOWN)
                    assert (new.note, new.optional) == (item.note, item.optional)
                    assert done.rounds == asked.rounds
                    if block.rounds > 1:
                        assert done.dose.sets == asked.dose.sets
                    if form.easier:
                        assert_no_more(done, asked)
                    change = Adjustment(
                        None,
                        routine.id,
                        item.exercise,
                        form.exercise,
                        form.level,  # type: ignore[arg-type]
                    )
                    kept = adjusted(LIBRARY, whole, [change]).blocks[number]
                    assert new in kept.items and kept.rounds == block.rounds


def test_a_swap_is_never_more_than_what_it_takes_the_place_of() -> None:
    for _, variant in ALL_VARIANTS:
        for block in variant.blocks:
            for item in block.items:
                for name in (*LIBRARY.exercises[item.exercise].easier, "bridge", "easy-walk"):
                    exercise = LIBRARY.exercises[name]
                    to = Target(exercise, exercise.usual)
                    swap = carried(LIBRARY, item, to, up=False, rounds=block.rounds)
                    (old,) = plan_items(LIBRARY, replace(block, items=(item,)), KNOWN)
                    (new,) = plan_items(LIBRARY, replace(block, items=(swap,)), KNOWN)
                    assert_no_more(new, old)
                    assert swap.note == item.note


def test_heat_and_ice_run_once_at_every_level() -> None:
    for name in ("timer-heat", "timer-ice"):
        for variant in LIBRARY.routines[name].variants:
            (item,) = plan_items(LIBRARY, variant.blocks[0], KNOWN)
            (given_one,) = variant.items
            doses = [found.dose for rung in Rung if (found := neighbour(LIBRARY, item, rung))]
            doses += [
                moved(LIBRARY, given_one, form.exercise, form.level, rounds=1).dose
                for form in other_forms(LIBRARY, given_one, NO_CONDITIONS)
            ]
            assert doses
            for dose in doses:
                assert (dose.side, dose.sets, dose.most_s) == (SideRule.BOTH, 1, 1200)
                assert dose.duration_s <= 1200


def test_the_steps_back_to_running_have_no_other_ladder() -> None:
    routine = LIBRARY.routines["run-walk-return"]
    for variant in routine.variants:
        for item in variant.items:
            free = item.exercise == "run-walk-interval"
            assert bool(other_forms(LIBRARY, item, NO_CONDITIONS)) == free
    step = routine.variant("step-1")
    assert step is not None
    block = step.blocks[1]
    run = replace(block.items[0], adjust=Adjust())
    (asked,) = plan_items(LIBRARY, replace(block, items=(run,)), KNOWN)
    easier = neighbour(LIBRARY, asked, Rung.EASIER)
    assert easier is not None and easier.exercise == "run-walk-interval"
    assert (easier.dose.sets, easier.dose.duration_s) == (10, 30), "also where it were open"


def test_one_level_down_never_begins_something_longer() -> None:
    for routine, variant in ALL_VARIANTS:
        lower = below(LIBRARY, routine, variant.id)
        if lower is not None and routine.id.startswith("timer-"):
            lengths = [length_s(LIBRARY, one, KNOWN) for one in (lower, variant)]
            assert lengths[0] < lengths[1], routine.id
    heat = LIBRARY.routines["timer-heat"]
    assert below(LIBRARY, heat, "10-min") is None
    lower = below(LIBRARY, heat, "20-min")
    assert lower is not None and lower.id == "10-min"
    assert below(LIBRARY, LIBRARY.routines["run-walk-return"], "session") is None


# --- routines that nobody has written yet ---------------------------------------------------

SIDES = (SideRule.BOTH, SideRule.EACH, SideRule.ALTERNATING)
seconds = st.integers(1, 60).map(float)


@st.composite
def doses(draw: st.DrawFn, sides: tuple[SideRule, ...] = SIDES) -> Dose:
    kind = draw(st.sampled_from(DoseKind))
    most = draw(st.integers(1, 20))
    counted_work = kind in (DoseKind.HOLD, DoseKind.REPS, DoseKind.SELF)
    side = draw(st.sampled_from(sides))
    one_sided = side not in (SideRule.BOTH, SideRule.ALTERNATING)
    extra = draw(st.integers(0, 2)) if one_sided and len(sides) > len(SIDES) else 0
    tempo = draw(st.integers(1, 6))
    paced = kind is DoseKind.REPS
    return Dose(
        kind,
        sets=draw(st.integers(1, 5)),
        reps=(draw(st.integers(1, most)), most) if counted_work else (1, 1),
        hold_s=draw(seconds) if kind is DoseKind.HOLD else 0.0,
        duration_s=draw(st.integers(10, 1800)) * 1.0 if kind is DoseKind.TIME else 0.0,
        tempo=(TempoPart("lift", float(tempo), Phase.MOVE),) if paced else (),
        side=side,
        extra=ExtraDose(SideRule.LEFT, extra) if extra else None,
    )


@st.composite
def places(draw: st.DrawFn) -> tuple[Library, Block]:
    """Three exercises in a ladder, and a block in rounds with an item that may be one's own."""
    ladder = (("a", (), ("b",)), ("b", ("a",), ("c",)), ("c", ("b",), ()))
    named = []
    for name, easier, harder in ladder:
        rows = draw(st.lists(doses(), min_size=1, max_size=3))
        levels = tuple(Level(str(n), dose) for n, dose in enumerate(rows, start=1))
        named.append(
            Exercise(name, name, "strength", "supine", levels, easier=easier, harder=harder)
        )
    library = Library({one.id: one for one in named}, {})
    exercise = draw(st.sampled_from(named))
    level = draw(st.sampled_from(exercise.levels))
    own = draw(doses((*SIDES, SideRule.LEFT, SideRule.AFFECTED)))
    keep = st.sampled_from([level.dose, replace(own, side=level.dose.side, extra=None), own])
    item = Item(exercise.id, level.name, draw(keep), note="Slowly.")
    return library, Block("strength", (item,), draw(st.integers(1, 4)))


@given(places())
def test_whatever_is_prescribed_easier_is_never_more(found: tuple[Library, Block]) -> None:
    library, block = found
    (item,) = plan_items(library, block, KNOWN)
    easier = neighbour(library, item, Rung.EASIER)
    if easier is not None:
        assert_no_more(easier, item)
        assert easier.rounds == 1 or easier.dose.sets == item.dose.sets
        assert easier.note == "Slowly."
        if easier.exercise == item.exercise and item.dose.side is not SideRule.BOTH:
            assert easier.dose.side is not SideRule.EACH or item.dose.side is not SideRule.LEFT


@given(places(), st.booleans())
def test_one_harder_and_one_easier_is_what_was_prescribed_or_less(
    found: tuple[Library, Block], shorter: bool
) -> None:
    library, block = found
    variant = Variant("v", "V", (block, block))
    options = replace(KNOWN, shorter=shorter)
    plan: Plan | None = compile_plan(library, Routine("r", "R", (variant,)), variant, options)
    assert plan is not None
    prescribed = plan.items[0]
    harder = neighbour(library, prescribed, Rung.HARDER)
    if harder is None:
        return
    plan = with_item(plan, 0, harder, options)
    assert plan is not None
    back = way_back(library, plan, 0, Rung.EASIER)
    assert back == prescribed
    again = with_item(plan, 0, back, options)
    assert again is not None and again.items[0] == prescribed
    straight = neighbour(library, harder, Rung.EASIER)
    level = library.exercises[prescribed.exercise].level(prescribed.level)
    if straight and level and straight.level == prescribed.level:
        doses_on_the_way = (prescribed.dose, harder.dose, straight.dose, level.dose)
        kinds = {dose.kind for dose in doses_on_the_way}
        exercises = {prescribed.exercise, harder.exercise, straight.exercise}
        if len(exercises) == len(kinds) == 1 and len({d.tempo for d in doses_on_the_way}) == 1:
            assert_no_more(straight, prescribed)  # also for who does not remember the way


@given(places(), st.data())
def test_a_form_and_a_swap_keep_what_the_rounds_ask_for(
    found: tuple[Library, Block], data: st.DataObject
) -> None:
    library, block = found
    (item,) = block.items
    exercise = data.draw(st.sampled_from(sorted(library.exercises.values(), key=lambda e: e.id)))
    level = data.draw(st.sampled_from(exercise.levels))
    to = Target(exercise, level)
    up = data.draw(st.booleans()) and is_up(library, item, to)
    new = carried(library, item, to, up=up, rounds=block.rounds)
    if block.rounds > 1:
        assert new.dose.sets == item.dose.sets
    assert new.dose.reps[0] <= new.dose.reps[1] and new.dose.reps[0] >= 1
    assert new.dose.sets >= 1 and new.dose.set_s > 0
    assert new.dose.kind is level.dose.kind
    (asked,) = plan_items(library, block, KNOWN)
    (done,) = plan_items(library, replace(block, items=(new,)), KNOWN)
    if not up:
        assert_no_more(done, asked)
    assert work_s(done.dose) == pytest.approx(work(done)), "the rule counts as the plan does"
    assert repetitions(done.dose) == counted(done)


@given(places(), st.data())
def test_what_the_author_locked_is_carried_over(
    found: tuple[Library, Block], data: st.DataObject
) -> None:
    library, block = found
    (item,) = block.items
    item = replace(item, adjust=Adjust(sets=LOCKED, reps=LOCKED, hold_s=LOCKED, duration_s=LOCKED))
    exercise = data.draw(st.sampled_from(sorted(library.exercises.values(), key=lambda e: e.id)))
    to = Target(exercise, data.draw(st.sampled_from(exercise.levels)))
    new = carried(library, item, to, up=False, rounds=block.rounds)
    assert new.dose.sets == item.dose.sets and new.adjust == item.adjust
    if new.dose.kind is item.dose.kind:
        old, now = item.dose, new.dose
        assert (now.reps, now.hold_s, now.duration_s) == (old.reps, old.hold_s, old.duration_s)


def test_the_levels_that_were_open_say_nothing_about_another_exercise() -> None:
    exercise = LIBRARY.exercises["clamshell"]
    item = Item("clamshell", "2", exercise.levels[1].dose, adjust=Adjust(level=("1", "2")))
    bridge = LIBRARY.exercises["bridge"]
    new = carried(LIBRARY, item, Target(bridge, bridge.usual), up=False, rounds=1)
    assert new.adjust.level == LOCKED
    lower = carried(LIBRARY, item, Target(exercise, exercise.levels[0]), up=False, rounds=1)
    assert lower.adjust == item.adjust
