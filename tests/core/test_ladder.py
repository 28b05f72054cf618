"""The ladder: levels first, then easier and harder exercises; a change counts from the next set."""

from dataclasses import replace

import pytest

from hiprehab.core import codec
from hiprehab.core.ladder import (
    Rung,
    first_open_set,
    neighbour,
    way_back,
    with_item,
)
from hiprehab.core.model import (
    READY,
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
    Side,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.plan import Plan, PlanItem, PlanOptions, StepKind, compile_plan, renumbered

TEMPO = (TempoPart("up", 1.0, Phase.MOVE), TempoPart("down", 1.0, Phase.RETURN))


def reps(sets: int, most: int, side: SideRule = SideRule.EACH) -> Dose:
    return Dose(
        DoseKind.REPS, sets=sets, reps=(most, most), tempo=TEMPO, rest_sets_s=10.0, side=side
    )


SIDE = Exercise(
    "side-raise",
    "Side raise",
    "strength",
    "side-lying",
    (Level("1", reps(2, 4)), Level("2", reps(3, 5)), Level("3", reps(4, 6))),
    easier=("gone", "bridge"),
    harder=("band-walk",),
)
BRIDGE = Exercise(
    "bridge",
    "Bridge",
    "strength",
    "supine",
    (Level("1", reps(1, 8, SideRule.BOTH)), Level("2", reps(3, 8, SideRule.BOTH))),
    default_level="2",
)
WALK = Exercise("band-walk", "Band walk", "strength", "standing", (Level("1", reps(2, 9)),))
LIBRARY = Library({e.id: e for e in (SIDE, BRIDGE, WALK)}, {})
OPTIONS = PlanOptions()


def plan_of(*names: str, level: str = "2", shorter: bool = False, **changed: object) -> Plan:
    items = []
    for name in names:
        exercise = LIBRARY.exercises[name]
        found = exercise.level(level) or exercise.usual
        items.append(Item(name, found.name, replace(found.dose, **changed)))
    variant = Variant("v", "V", (Block("strength", tuple(items)),))
    return compile_plan(
        LIBRARY, Routine("r", "R", (variant,)), variant, replace(OPTIONS, shorter=shorter)
    )


def item(plan: Plan, number: int = 0) -> PlanItem:
    return plan.items[number]


@pytest.mark.parametrize(
    ("level", "rung", "found"),
    [
        ("2", Rung.EASIER, ("side-raise", "1")),
        ("2", Rung.HARDER, ("side-raise", "3")),
        ("1", Rung.EASIER, ("bridge", "2")),
        ("3", Rung.HARDER, ("band-walk", "1")),
    ],
)
def test_levels_first_then_the_neighbour(level: str, rung: Rung, found: tuple[str, str]) -> None:
    other = neighbour(LIBRARY, item(plan_of("side-raise", level=level)), rung)
    assert other and (other.exercise, other.level) == found


def test_ladder_ends() -> None:
    assert neighbour(LIBRARY, item(plan_of("band-walk")), Rung.HARDER) is None
    stranger = replace(item(plan_of("band-walk")), exercise="unknown")
    assert neighbour(LIBRARY, stranger, Rung.EASIER) is None


def test_level_that_the_exercise_does_not_have_goes_to_the_neighbour() -> None:
    own = replace(item(plan_of("side-raise")), level="L9")
    other = neighbour(LIBRARY, own, Rung.HARDER)
    assert other and other.exercise == "band-walk"


def test_dose_for_one_side_stays_so() -> None:
    extra = ExtraDose(SideRule.LEFT, 1)
    plan = plan_of("side-raise", side=SideRule.RIGHT, extra=extra)
    other = neighbour(LIBRARY, item(plan), Rung.HARDER)
    assert other and (other.dose.side, other.dose.extra) == (SideRule.RIGHT, extra)
    each = neighbour(LIBRARY, item(plan_of("side-raise")), Rung.HARDER)
    assert each and each.dose.side is SideRule.EACH
    down = neighbour(
        LIBRARY, item(plan_of("side-raise", level="1", side=SideRule.LEFT)), Rung.EASIER
    )
    assert down and down.dose.side is SideRule.BOTH


def changed(plan: Plan, current: int, rung: Rung) -> Plan | None:
    other = neighbour(LIBRARY, plan.items[plan.steps[current].item], rung)
    assert other
    return with_item(plan, current, other, OPTIONS)


def test_sets_before_a_change_stay_the_exercise_that_they_are() -> None:
    plan = plan_of("side-raise", "band-walk", level="3")
    new = changed(plan, 3, Rung.HARDER)
    assert new and new.items[0].exercise == "band-walk"
    for step in new.steps:
        assert new.item_of(step).exercise == step.exercise
        assert new.item_of(step).level == step.level
    assert {new.item_of(s).exercise for s in new.steps if s.item == 0} == {
        "side-raise",
        "band-walk",
    }
    assert codec.plan_from_json(codec.plan_to_json(new)) == new


def test_a_switch_of_sides_still_leads_to_the_other_side_of_its_set() -> None:
    plan = plan_of("side-raise")
    switch = next(step for step in plan.steps if step.kind is StepKind.SWITCH)
    new = changed(plan, switch.index, Rung.HARDER)
    assert new and new.steps[switch.index] == switch
    assert new.steps[switch.index + 1] == plan.steps[switch.index + 1]
    assert new.items[0].level == "3"


def test_one_rung_there_and_one_back_is_what_was_prescribed() -> None:
    plan = plan_of("side-raise", level="1")
    prescribed = plan.items[0]
    assert way_back(LIBRARY, plan, 0, Rung.HARDER) is None
    down = changed(plan, 3, Rung.EASIER)
    assert down and down.items[0].exercise == "bridge"
    assert way_back(LIBRARY, down, 0, Rung.HARDER) == prescribed
    assert way_back(LIBRARY, down, 0, Rung.EASIER) is None


def test_change_counts_from_the_next_set() -> None:
    plan = plan_of("side-raise", "band-walk")
    current = 3
    assert plan.steps[current].is_work and first_open_set(plan.steps[current]) == 2
    new = changed(plan, current, Rung.HARDER)
    assert new
    first = next(s for s in plan.steps if s.set == 2).index
    assert new.steps[:first] == plan.steps[:first]
    assert new.steps[first].kind is StepKind.REST_SET and new.steps[first].level == "3"
    assert {s.level for s in new.steps[first:] if s.item == 0} == {"3"}
    assert max(s.set for s in new.steps if s.item == 0) == 4
    assert [s.index for s in new.steps] == list(range(len(new.steps)))
    assert new.items[1] == plan.items[1]
    assert new.steps[-1].exercise == "band-walk"


def test_change_in_get_ready_counts_at_once() -> None:
    plan = plan_of("side-raise", level="1")
    new = changed(plan, 0, Rung.EASIER)
    assert new and new.steps[0].kind is StepKind.GET_READY
    assert (new.steps[0].exercise, new.steps[0].side) == ("bridge", None)
    assert {s.exercise for s in new.steps} == {"bridge"}


def test_change_in_a_rest_renames_it() -> None:
    plan = plan_of("side-raise")
    rest = next(s for s in plan.steps if s.kind is StepKind.REST_SET)
    new = changed(plan, rest.index, Rung.EASIER)
    assert new and new.steps[rest.index].level == "1" and new.steps[rest.index].sets == 2


def test_last_set_has_nothing_to_change() -> None:
    plan = plan_of("side-raise", "band-walk")
    last = [s for s in plan.steps if s.item == 0][-1]
    assert changed(plan, last.index, Rung.HARDER) is None
    alone = plan_of("side-raise", level="1")
    assert changed(alone, len(alone.steps) - 1, Rung.EASIER) is None


def test_easier_level_with_fewer_sets_keeps_one_more() -> None:
    plan = plan_of("side-raise", level="3")
    third = next(s for s in plan.steps if s.set == 3 and s.is_work)
    assert plan.steps[third.index - 1].kind is StepKind.REST_SET
    new = changed(plan, third.index - 1, Rung.EASIER)
    assert new and max(s.set for s in new.steps) == 3


def test_change_of_position_makes_the_rest_longer() -> None:
    plan = plan_of("side-raise", level="3")
    new = changed(plan, 2, Rung.HARDER)
    assert new
    rest = next(s for s in new.steps if s.kind is StepKind.REST_SET)
    assert (rest.seconds, rest.expected_s) == (20.0, 20.0)
    ready = plan_of("side-raise", level="3", rest_sets_s=READY)
    waiting = changed(ready, 2, Rung.HARDER)
    assert waiting
    assert next(s for s in waiting.steps if s.kind is StepKind.REST_SET).seconds is None


def test_without_rest_between_sets_the_next_set_follows() -> None:
    plan = plan_of("side-raise", rest_sets_s=0.0, side=SideRule.LEFT)
    new = changed(plan, 1, Rung.HARDER)
    assert new and new.steps[6].set == 2 and new.steps[6].is_work and new.steps[6].level == "3"


def test_arrival_at_the_next_exercise_is_made_again() -> None:
    plan = plan_of("side-raise", "side-raise", level="3")
    new = changed(plan, 2, Rung.HARDER)
    assert new
    (before,) = [s for s in plan.steps if s.kind is StepKind.TRANSITION]
    (after,) = [s for s in new.steps if s.kind is StepKind.TRANSITION]
    assert (before.seconds, after.seconds) == (12.0, 20.0)


def test_no_time_between_exercises_needs_none_afterwards() -> None:
    plan = plan_of("side-raise", "side-raise")
    bare = [s for s in plan.steps if s.kind is not StepKind.TRANSITION]
    new = changed(replace(plan, steps=renumbered(bare)), 2, Rung.HARDER)
    assert new and not [s for s in new.steps if s.kind is StepKind.TRANSITION]


def test_shorter_day_stays_shorter() -> None:
    plan = plan_of("side-raise", level="2", shorter=True)
    assert plan.items[0].dose.sets == 2
    new = changed(plan, 2, Rung.HARDER)
    assert new and new.items[0].dose.sets == 2 and max(s.set for s in new.steps) == 2
    assert {s.side for s in new.steps if s.is_work} == {Side.LEFT, Side.RIGHT}
