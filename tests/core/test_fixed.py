"""What the author of a routine has locked, or left open within a range."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.ladder import Rung, is_fixed, neighbour, with_item
from hiprehab.core.limits import kept, may_use_level
from hiprehab.core.model import (
    FREE,
    LOCKED,
    Adjust,
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
from hiprehab.core.plan import Plan, PlanOptions, StepKind, compile_plan
from hiprehab.core.session import Session

TEMPO = (TempoPart("lift", 2.0, Phase.MOVE), TempoPart("lower", 2.0, Phase.RETURN))
SLOW = (TempoPart("lift", 4.0, Phase.MOVE), TempoPart("lower", 4.0, Phase.RETURN))
OLD = Dose(
    DoseKind.REPS,
    sets=3,
    reps=(8, 10),
    tempo=TEMPO,
    rest_reps_s=1.0,
    rest_sets_s=60.0,
    side=SideRule.EACH,
    extra=ExtraDose(SideRule.LEFT, 1),
)
NEW = Dose(
    DoseKind.REPS, sets=5, reps=(15, 20), tempo=SLOW, rest_sets_s=20.0, side=SideRule.ALTERNATING
)
LESS = PlanOptions(shorter=True)
ALL = Adjust(*[LOCKED] * 8)


@pytest.mark.parametrize(
    ("adjust", "changed"),
    [
        (FREE, {}),
        (Adjust(sets=LOCKED), {"sets": 3, "extra": OLD.extra}),
        (Adjust(sets=(2, 4)), {"sets": 4}),
        (Adjust(reps=LOCKED), {"reps": (8, 10)}),
        (Adjust(reps=(8, 16)), {"reps": (15, 16)}),
        (Adjust(reps=(30, 40)), {"reps": (30, 30)}),
        (Adjust(tempo=LOCKED), {"tempo": TEMPO}),
        (Adjust(rests=LOCKED), {"rest_sets_s": 60.0, "rest_reps_s": 1.0}),
        (Adjust(side=LOCKED), {"side": SideRule.EACH}),
        (Adjust(hold_s=LOCKED, duration_s=(5, 10)), {"duration_s": 5}),
    ],
)
def test_a_dose_is_kept_within_what_may_be_changed(adjust: Adjust, changed: dict[str, Any]) -> None:
    assert kept(OLD, NEW, adjust) == replace(NEW, **changed)


def test_a_dose_of_another_kind_keeps_what_both_have() -> None:
    hold = Dose(DoseKind.HOLD, sets=1, reps=(2, 2), hold_s=30.0, side=SideRule.BOTH)
    assert kept(OLD, hold, ALL) == replace(hold, sets=3, extra=OLD.extra, rest_sets_s=60.0), (
        "a bridge on both legs stays one"
    )


bounds = st.none() | st.just(LOCKED) | st.tuples(st.integers(1, 10), st.integers(10, 20))
found = st.builds(
    lambda kind, sets, reps, hold: Dose(
        kind, sets=sets, reps=(min(reps), max(reps)), hold_s=hold, tempo=TEMPO
    ),
    st.sampled_from([DoseKind.REPS, DoseKind.HOLD]),
    st.integers(1, 20),
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    st.floats(1, 60),
)


@given(found, found, bounds, bounds, bounds)
def test_whatever_is_asked_for_stays_inside(
    old: Dose, new: Dose, sets: Any, reps: Any, hold: Any
) -> None:
    result = kept(old, new, Adjust(sets=sets, reps=reps, hold_s=hold))
    numbers = [(sets, "sets")]
    if old.kind is new.kind:
        numbers += [(reps, "reps"), (hold, "hold_s")]
    for bound, key in numbers:
        value = getattr(result, key)
        if bound is None:
            assert value == getattr(new, key)
        elif bound == LOCKED:
            assert value == getattr(old, key)
        else:
            low, high = value if isinstance(value, tuple) else (value, value)
            assert bound[0] <= low <= high <= bound[1]
    assert kept(old, result, Adjust(sets=sets, reps=reps, hold_s=hold)) == result


# --- the ladder -----------------------------------------------------------------------------

RAISE = Exercise(
    "raise",
    "Raise",
    "strength",
    "side-lying",
    tuple(Level(str(n), replace(OLD, sets=n, extra=None, reps=(n, n))) for n in (1, 2, 3, 4)),
    easier=("clam",),
)
CLAM = Exercise("clam", "Clam", "strength", "side-lying", (Level("1", NEW),))
LIBRARY = Library({"raise": RAISE, "clam": CLAM}, {})


def plan_of(adjust: Adjust, level: str = "2", *, options: PlanOptions | None = None) -> Plan:
    dose = RAISE.levels[int(level) - 1].dose
    items = (Item("raise", level, dose, adjust=adjust),)
    variant = Variant("v", "V", (Block("strength", items),))
    routine = Routine("r", "R", (variant,))
    return compile_plan(LIBRARY, routine, variant, options or PlanOptions())


@pytest.mark.parametrize(
    ("adjust", "level", "easier", "harder"),
    [
        (FREE, "2", ("raise", "1"), ("raise", "3")),
        (FREE, "1", ("clam", "1"), ("raise", "2")),
        (Adjust(level=LOCKED), "2", None, None),
        (Adjust(level=("1", "2")), "2", ("raise", "1"), None),
        (Adjust(level=("1", "2")), "1", None, ("raise", "2")),
        (Adjust(level=("2", "4")), "2", None, ("raise", "4")),
    ],
)
def test_the_ladder_keeps_to_the_levels_that_are_open(
    adjust: Adjust, level: str, easier: tuple[str, str] | None, harder: tuple[str, str] | None
) -> None:
    item = plan_of(adjust, level).items[0]
    for rung, wanted in ((Rung.EASIER, easier), (Rung.HARDER, harder)):
        found = neighbour(LIBRARY, item, rung)
        assert (found and (found.exercise, found.level)) == wanted
        assert is_fixed(LIBRARY, item, rung) or found is not None


def test_past_the_end_of_the_ladder_nobody_else_is_blamed() -> None:
    item = plan_of(Adjust(level=LOCKED), "4").items[0]
    assert not is_fixed(LIBRARY, item, Rung.HARDER)
    assert is_fixed(LIBRARY, item, Rung.EASIER)


def test_another_level_keeps_what_is_locked_also_on_a_shorter_day() -> None:
    plan = plan_of(Adjust(sets=LOCKED, reps=(2, 3)), "3", options=LESS)
    assert (plan.items[0].dose.sets, plan.items[0].dose.reps) == (3, (3, 3))
    down = neighbour(LIBRARY, plan.items[0], Rung.EASIER)
    assert down is not None and (down.level, down.dose.sets, down.dose.reps) == ("2", 3, (2, 2))
    changed = with_item(plan, 1, down, LESS)
    assert changed is not None and changed.items[0].dose.sets == 3


def test_one_down_and_one_up_on_a_shorter_day_ends_where_it_began() -> None:
    plan = plan_of(FREE, "4", options=LESS)
    down = neighbour(LIBRARY, plan.items[0], Rung.EASIER)
    assert down is not None
    changed = with_item(plan, 0, down, LESS)
    assert changed is not None
    again = with_item(changed, 0, plan.items[0], LESS)
    assert again is not None and again.items == plan.items


def test_may_use_level() -> None:
    assert may_use_level(FREE, "raise", "clam", "1")
    assert not may_use_level(Adjust(level=LOCKED), "raise", "raise", "1")
    assert may_use_level(Adjust(level=("1",)), "raise", "raise", "1")
    assert not may_use_level(Adjust(level=("1",)), "raise", "clam", "1")


# --- time -----------------------------------------------------------------------------------


def session_of(dose: Dose, adjust: Adjust) -> Session:
    exercise = Exercise("x", "X", "strength", "supine", (Level("1", dose),))
    variant = Variant("v", "V", (Block("b", (Item("x", "1", dose, adjust=adjust),)),))
    routine = Routine("r", "R", (variant,))
    plan = compile_plan(Library({"x": exercise}, {}), routine, variant, PlanOptions())
    session = Session(plan)
    session.start(0.0)
    return session


HOLD = Dose(DoseKind.HOLD, sets=2, hold_s=30.0, rest_sets_s=60.0)


@pytest.mark.parametrize(
    ("adjust", "asked", "length"),
    [
        (FREE, 15.0, 45.0),
        (FREE, -15.0, 15.0),
        (Adjust(hold_s=LOCKED), 15.0, 30.0),
        (Adjust(hold_s=LOCKED), -15.0, 30.0),
        (Adjust(hold_s=(20, 40)), 15.0, 40.0),
        (Adjust(hold_s=(20, 40)), -15.0, 20.0),
        (Adjust(duration_s=LOCKED), 15.0, 45.0),
        (Adjust(rests=LOCKED), 15.0, 45.0),
    ],
)
def test_more_and_less_time_of_a_hold(adjust: Adjust, asked: float, length: float) -> None:
    session = session_of(HOLD, adjust)
    session.jump(1.0, 1)
    session.add_time(1.0, asked)
    assert session.length == length


def test_a_range_never_turns_time_back() -> None:
    session = session_of(HOLD, Adjust(hold_s=(20, 40)))
    session.jump(0.0, 1)
    session.tick(28.0)
    session.add_time(28.0, -15.0)
    assert session.step.kind is StepKind.REST_SET, "28 s are held; that is inside the range"


def test_a_locked_rest_can_be_skipped_and_paused_but_not_lengthened() -> None:
    session = session_of(HOLD, ALL)
    rest = next(s.index for s in session.plan.steps if s.kind is StepKind.REST_SET)
    session.jump(0.0, rest)
    session.add_time(0.0, 15.0)
    assert session.length == 60.0
    session.pause(5.0)
    session.resume(100.0)
    session.skip(104.0)
    assert session.step.is_work and session.step.set == 2
    session.stop(105.0)
    assert not session.live


def test_getting_into_place_may_always_take_longer() -> None:
    session = session_of(HOLD, ALL)
    session.add_time(0.0, 15.0)
    assert session.length == 25.0
