"""Plans: sets x sides x repetitions with every rest, switch and change of position."""

from dataclasses import replace

import pytest

from hiprehab.core.model import (
    OPEN_S,
    READY,
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
    Side,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.plan import (
    READY_S,
    Plan,
    PlanOptions,
    Step,
    StepKind,
    change_s,
    compile_plan,
    first_side,
    length_s,
    shortened,
    sides_of,
)
from hiprehab.core.settings import Settings, SideOrder

TEMPO = (TempoPart("open", 2.0, Phase.MOVE), TempoPart("close", 2.0, Phase.RETURN))
HOLD = Dose(DoseKind.HOLD, sets=2, reps=(2, 2), hold_s=10.0, rest_reps_s=5.0, rest_sets_s=30.0)
REPS = Dose(DoseKind.REPS, sets=2, reps=(8, 10), tempo=TEMPO, rest_sets_s=45.0)
L, R, B = Side.LEFT, Side.RIGHT, None


def compiled(*doses: Dose, options: PlanOptions | None = None, **positions: str) -> Plan:
    """The plan of a routine with one exercise a dose; positions by m0, m1 ..."""
    exercises = {
        f"m{n}": Exercise(
            f"m{n}", f"Move {n}", "strength", positions.get(f"m{n}", "supine"), (Level("1", dose),)
        )
        for n, dose in enumerate(doses)
    }
    items = tuple(Item(f"m{n}", "1", dose) for n, dose in enumerate(doses))
    variant = Variant("standard", "Standard", (Block("strength", items),))
    routine = Routine("r", "Routine", (variant,))
    library, options = Library(exercises, {"r": routine}), options or PlanOptions()
    plan = compile_plan(library, routine, variant, options)
    assert length_s(library, variant, options) == plan.total_s
    return plan


def shape(plan: Plan) -> list[tuple[str, Side | None, int, int]]:
    """Kind, side, set and repetition of each step."""
    return [(s.kind.value, s.side, s.set, s.rep) for s in plan.steps]


def only(plan: Plan, kind: StepKind) -> list[Step]:
    return [step for step in plan.steps if step.kind is kind]


def test_holds_of_both_sides_in_full() -> None:
    plan = compiled(replace(HOLD, side=SideRule.EACH, reps=(1, 1)))
    assert shape(plan) == [
        ("get_ready", L, 1, 0),
        ("work", L, 1, 1),
        ("switch", R, 1, 0),
        ("work", R, 1, 1),
        ("rest_set", L, 2, 0),
        ("work", L, 2, 1),
        ("switch", R, 2, 0),
        ("work", R, 2, 1),
    ]
    assert [step.index for step in plan.steps] == list(range(8))
    assert [step.start for step in plan.steps] == [0, 10, 20, 28, 38, 68, 78, 86]
    assert plan.total_s == 96.0
    assert plan.steps[-1].is_work, "no rest after the last"


def test_rests_between_repetitions_and_none_after_the_last() -> None:
    plan = compiled(HOLD)
    assert [k for k, *_ in shape(plan)] == (
        ["get_ready", "work", "rest_rep", "work", "rest_set", "work", "rest_rep", "work"]
    )
    assert plan.steps[1].reps == 2 and plan.steps[1].sets == 2


def test_paced_repetitions_use_the_most_and_carry_their_tempo() -> None:
    plan = compiled(replace(REPS, sets=1))
    work = only(plan, StepKind.WORK)
    assert [step.rep for step in work] == list(range(1, 11))
    assert all(step.seconds == 4.0 and step.tempo == TEMPO for step in work)


def test_self_paced_set_is_one_step_with_a_guess() -> None:
    (step,) = only(compiled(replace(REPS, kind=DoseKind.SELF, sets=1)), StepKind.WORK)
    assert (step.seconds, step.rep, step.reps, step.expected_s) == (None, 10, 10, 40.0)
    (bare,) = only(compiled(Dose(DoseKind.SELF, reps=(5, 5))), StepKind.WORK)
    assert bare.expected_s == 20.0


def test_timed_and_open_work() -> None:
    plan = compiled(
        Dose(DoseKind.TIME, duration_s=90.0),
        Dose(DoseKind.OPEN),
        Dose(DoseKind.OPEN, duration_s=30.0),
    )
    work = only(plan, StepKind.WORK)
    assert [(s.seconds, s.expected_s) for s in work] == [(90.0, 90.0), (None, OPEN_S), (None, 30.0)]


def test_alternating_sides_take_turns() -> None:
    plan = compiled(replace(REPS, sets=1, reps=(2, 2), side=SideRule.ALTERNATING))
    work = only(plan, StepKind.WORK)
    assert [(s.side, s.rep) for s in work] == [(L, 1), (R, 1), (L, 2), (R, 2)]
    assert not only(plan, StepKind.SWITCH)
    assert plan.steps[0].side is L
    rested = compiled(
        replace(HOLD, sets=1, side=SideRule.ALTERNATING), options=PlanOptions(get_ready_s=0)
    )
    assert shape(rested) == [
        ("work", L, 1, 1),
        ("rest_rep", R, 1, 0),
        ("work", R, 1, 1),
        ("rest_rep", L, 1, 0),
        ("work", L, 1, 2),
        ("rest_rep", R, 1, 0),
        ("work", R, 1, 2),
    ]


def test_alternating_without_pace_names_no_side() -> None:
    plan = compiled(Dose(DoseKind.TIME, sets=2, duration_s=60.0, side=SideRule.ALTERNATING))
    assert {step.side for step in plan.steps} == {None}


def test_extra_sets_for_the_sore_side() -> None:
    dose = replace(HOLD, reps=(1, 1), side=SideRule.EACH, extra=ExtraDose(SideRule.AFFECTED, 1))
    plan = compiled(dose, options=PlanOptions(affected=Affected.RIGHT))
    work = only(plan, StepKind.WORK)
    assert [(s.set, s.side, s.sets) for s in work] == [
        (1, L, 2),
        (1, R, 3),
        (2, L, 2),
        (2, R, 3),
        (3, R, 3),
    ]
    none = compiled(replace(dose, side=SideRule.BOTH))
    assert len(only(none, StepKind.WORK)) == 2, "both at once has no more for one side"
    other = compiled(replace(dose, side=SideRule.LEFT, extra=ExtraDose(SideRule.RIGHT, 2)))
    assert {s.side for s in only(other, StepKind.WORK)} == {L}


def test_rest_between_sets_is_never_shorter_than_the_switch_in_it() -> None:
    plan = compiled(replace(HOLD, side=SideRule.EACH, rest_sets_s=2.0))
    assert [s.seconds for s in only(plan, StepKind.REST_SET)] == [8.0]
    same = compiled(replace(HOLD, side=SideRule.LEFT, rest_sets_s=2.0))
    assert [s.seconds for s in only(same, StepKind.REST_SET)] == [2.0]
    none = compiled(replace(HOLD, side=SideRule.LEFT, rest_sets_s=0.0))
    assert not only(none, StepKind.REST_SET)


def test_when_i_am_ready_waits() -> None:
    dose = replace(
        HOLD, side=SideRule.EACH, rest_sets_s=READY, rest_sides_s=READY, rest_exercises_s=READY
    )
    plan = compiled(dose, replace(HOLD, sets=1))
    for kind in (StepKind.REST_SET, StepKind.SWITCH, StepKind.TRANSITION):
        for step in only(plan, kind):
            assert (step.seconds, step.expected_s) == (None, READY_S)


def test_switch_takes_the_doses_own_time_or_the_settings() -> None:
    dose = replace(HOLD, sets=1, side=SideRule.EACH)
    options = PlanOptions(switch_s=11.0)
    assert [s.seconds for s in only(compiled(dose, options=options), StepKind.SWITCH)] == [11.0]
    own = replace(dose, rest_sides_s=4.0)
    assert [s.seconds for s in only(compiled(own, options=options), StepKind.SWITCH)] == [4.0]
    none = replace(dose, rest_sides_s=0.0)
    assert not only(compiled(none, options=options), StepKind.SWITCH)


def test_change_of_position_or_rest_whichever_is_longer() -> None:
    options = PlanOptions(transition_scale=2.0)
    plan = compiled(HOLD, HOLD, options=options, m0="standing", m1="supine")
    assert [s.seconds for s in only(plan, StepKind.TRANSITION)] == [40.0]
    long = compiled(replace(HOLD, rest_exercises_s=60.0), HOLD, m0="standing")
    assert [s.seconds for s in only(long, StepKind.TRANSITION)] == [60.0]
    step = only(long, StepKind.TRANSITION)[0]
    assert (step.item, step.exercise, step.set) == (1, "m1", 1), "a rest describes what follows"


@pytest.mark.parametrize(
    ("before", "after", "seconds"),
    [
        (None, "supine", 12.0),
        ("supine", "supine", 12.0),
        ("supine", "prone", 12.0),
        ("standing", "seated", 15.0),
        ("seated", "side-lying", 15.0),
        ("standing", "supine", 20.0),
        ("kneeling", "standing", 20.0),
    ],
)
def test_time_between_positions(before: str | None, after: str, seconds: float) -> None:
    assert change_s(before, after) == seconds


@pytest.mark.parametrize(
    ("order", "affected", "sides"),
    [
        (SideOrder.USUAL, Affected.UNKNOWN, (L, L)),
        (SideOrder.USUAL, Affected.BOTH, (L, L)),
        (SideOrder.USUAL, Affected.LEFT, (R, R)),
        (SideOrder.USUAL, Affected.RIGHT, (L, L)),
        (SideOrder.AFFECTED_FIRST, Affected.RIGHT, (R, R)),
        (SideOrder.AFFECTED_FIRST, Affected.UNKNOWN, (L, L)),
        (SideOrder.LEFT_FIRST, Affected.LEFT, (L, L)),
        (SideOrder.ALTERNATE, Affected.LEFT, (L, R)),
    ],
)
def test_first_side(order: SideOrder, affected: Affected, sides: tuple[Side, Side]) -> None:
    options = PlanOptions(affected=affected, order=order)
    assert (first_side(options, 1), first_side(options, 2)) == sides


def test_first_side_turns_by_session_when_no_side_is_sore() -> None:
    assert first_side(PlanOptions(session_count=1), 1) is R
    assert first_side(PlanOptions(session_count=2), 1) is L


@pytest.mark.parametrize(
    ("rule", "affected", "sides"),
    [
        (SideRule.BOTH, Affected.LEFT, (B,)),
        (SideRule.LEFT, Affected.RIGHT, (L,)),
        (SideRule.RIGHT, Affected.LEFT, (R,)),
        (SideRule.EACH, Affected.LEFT, (R, L)),
        (SideRule.AFFECTED, Affected.LEFT, (L,)),
        (SideRule.UNAFFECTED, Affected.LEFT, (R,)),
        (SideRule.AFFECTED, Affected.BOTH, (L, R)),
        (SideRule.UNAFFECTED, Affected.UNKNOWN, (L, R)),
    ],
)
def test_sides_of_a_rule(
    rule: SideRule, affected: Affected, sides: tuple[Side | None, ...]
) -> None:
    assert sides_of(rule, PlanOptions(affected=affected), 1) == sides


@pytest.mark.parametrize(
    ("dose", "changed"),
    [
        (replace(REPS, sets=3), {"sets": 2}),
        (replace(REPS, sets=1), {"reps": (6, 6)}),
        (replace(REPS, sets=1, reps=(1, 1)), {"reps": (1, 1)}),
        (Dose(DoseKind.TIME, duration_s=300.0), {"duration_s": 180}),
        (replace(HOLD, extra=ExtraDose(SideRule.LEFT, 1)), {"sets": 1, "extra": None}),
    ],
)
def test_shorter_today(dose: Dose, changed: dict[str, object]) -> None:
    assert shortened(dose) == replace(dose, **changed)


def test_shorter_plan_says_so_and_is_shorter() -> None:
    usual = compiled(replace(REPS, sets=3))
    plan = compiled(replace(REPS, sets=3), options=PlanOptions(shorter=True))
    assert plan.shorter and plan.total_s < usual.total_s


def test_options_from_settings() -> None:
    settings = Settings(affected=Affected.LEFT, get_ready_s=5, switch_s=0, transition_scale=150)
    options = PlanOptions.from_settings(settings, session_count=3, shorter=True)
    assert options == PlanOptions(
        Affected.LEFT, SideOrder.USUAL, 5.0, 0.0, 1.5, session_count=3, shorter=True
    )


def test_keys_name_work_wherever_it_stands() -> None:
    step = compiled(REPS).steps[1]
    assert step.key == (0, 1, "", 1) and step.set_key == (0, 1, "")


def test_unknown_exercise_is_an_error() -> None:
    variant = Variant("v", "V", (Block("b", (Item("nowhere", "1", HOLD),)),))
    with pytest.raises(KeyError):
        compile_plan(Library({}, {}), Routine("r", "R", (variant,)), variant, PlanOptions())
