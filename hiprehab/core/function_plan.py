"""A test as the smallest of routines: get ready, then its time, for the player of sessions."""

from dataclasses import replace
from typing import Final

from hiprehab.core.diary import FunctionKind
from hiprehab.core.function_trend import CHAIR_STAND_S, STANCE_S
from hiprehab.core.model import (
    Block,
    Dose,
    DoseKind,
    Exercise,
    Item,
    Level,
    Library,
    Routine,
    Side,
    SideRule,
    Variant,
)
from hiprehab.core.plan import Plan, PlanOptions, compile_plan, first_side

PREFIX: Final = "test:"
"""Begins the id of a routine that is a test; no pack can have such an id."""
READY_S: Final = 5.0
"""The least time to get into place, whatever the settings say: nobody is to hurry to a chair."""

EXERCISES: Final = {
    FunctionKind.CHAIR_STAND: "sit-to-stand",
    FunctionKind.SINGLE_LEG_STANCE: "single-leg-stance",
}
"""The exercise that each test is made of: its motion, its position and its cautions."""

_SECONDS: Final = {
    FunctionKind.CHAIR_STAND: CHAIR_STAND_S,
    FunctionKind.SINGLE_LEG_STANCE: STANCE_S,
}
_SIDES: Final = {None: SideRule.BOTH, Side.LEFT: SideRule.LEFT, Side.RIGHT: SideRule.RIGHT}


def routine_id(kind: FunctionKind) -> str:
    """What the safety questions know a test by; it is never a routine that a clinician chose."""
    return f"{PREFIX}{kind.value}"


def sides_of(kind: FunctionKind, options: PlanOptions) -> tuple[Side | None, ...]:
    """The tries of a test in order: both legs at once, or one leg after the other."""
    if kind is FunctionKind.CHAIR_STAND:
        return (None,)
    first = first_side(options, 1)
    return (first, first.other)


def plan_of(
    exercise: Exercise, kind: FunctionKind, side: Side | None, options: PlanOptions
) -> Plan:
    """The plan of one try; its one work step lasts as long as the test may.

    Args:
        exercise: the one of `EXERCISES`, perhaps with the name and the cues of the test.
        kind: which test.
        side: the leg that stands; None for both.
        options: the person's settings.
    """
    dose = Dose(DoseKind.TIME, duration_s=float(_SECONDS[kind]), side=_SIDES[side])
    name = routine_id(kind)
    played = replace(exercise, id=name, levels=(Level("1", dose),), default_level="1")
    variant = Variant("standard", "", (Block("test", (Item(name, "1", dose),)),))
    routine = Routine(name, exercise.name, (variant,))
    options = replace(options, get_ready_s=max(READY_S, options.get_ready_s), shorter=False)
    return compile_plan(Library({name: played}, {}), routine, variant, options)
