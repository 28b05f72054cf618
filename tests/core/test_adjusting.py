"""Accepted changes over a routine: which of them hold, and what they make of its doses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from hiprehab.core.adjusting import adjusted, holding, moved
from hiprehab.core.diary import Adjustment
from hiprehab.core.log import SessionRecord, Status, stamp
from hiprehab.core.model import (
    LOCKED,
    Adjust,
    Affected,
    Block,
    Dose,
    DoseKind,
    Exercise,
    Item,
    Level,
    Library,
    Routine,
    SideRule,
    Variant,
)
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.storage.library import load_library

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
THREE = Dose(DoseKind.HOLD, sets=3, hold_s=30.0, side=SideRule.EACH)
ONE = replace(THREE, sets=1)


def exercise(name: str, *doses: Dose, harder: tuple[str, ...] = ()) -> Exercise:
    levels = tuple(Level(str(n), dose) for n, dose in enumerate(doses, start=1))
    return Exercise(name, name.title(), "strength", "supine", levels, harder=harder)


A = exercise("a", THREE, replace(THREE, sets=4, hold_s=40.0), harder=("c",))
B = exercise("b", THREE)
C = exercise("c", replace(THREE, sets=6))
LIBRARY = Library({one.id: one for one in (A, B, C)}, {})


def change(exercise: str = "a", hour: int = 0, **more: object) -> Adjustment:
    at = stamp(BEGIN + timedelta(hours=hour), 0)
    return Adjustment(at, "r", exercise, **more)  # type: ignore[arg-type]


def done(item: Item, *held: Adjustment, rounds: int = 1) -> tuple[Item, int]:
    variant = Variant("v", "V", (Block("strength", (item,), rounds),))
    (block,) = adjusted(LIBRARY, variant, held).blocks
    return block.items[0], block.rounds


def played(item: Item, rounds: int, *held: Adjustment) -> int:
    """The sets that a person does in all."""
    variant = Variant("v", "V", (Block("strength", (item,), rounds),))
    routine = Routine("r", "R", (variant,))
    own = adjusted(LIBRARY, variant, held)
    plan = compile_plan(LIBRARY, routine, own, PlanOptions(affected=Affected.LEFT))
    return plan.items[0].dose.sets


# --- what they make of a dose -----------------------------------------------------------------


@pytest.mark.parametrize("form", [("b", ""), ("c", ""), ("", "2")])
def test_a_block_in_rounds_still_asks_for_its_sets(form: tuple[str, str]) -> None:
    item = Item("a", "1", ONE)
    held = change(to_exercise=form[0], to_level=form[1])
    assert played(item, 3) == played(item, 3, held) == 3


def test_a_run_of_half_a_minute_never_becomes_one_of_five() -> None:
    library = load_library(None, []).library
    routine = library.routines["run-walk-return"]
    step = routine.variant("step-1")
    assert step is not None
    block = step.blocks[1]
    run = replace(block.items[0], adjust=Adjust())
    form = moved(library, run, "run-walk-interval", "", rounds=block.rounds)
    assert (form.dose.sets, form.dose.duration_s) == (1, 30)
    other = replace(block, items=(form, *block.items[1:]))
    whole = replace(step, blocks=(step.blocks[0], other, step.blocks[2]))
    plans = [compile_plan(library, routine, one, PlanOptions()) for one in (step, whole)]
    assert plans[0].total_s == plans[1].total_s


@pytest.mark.parametrize("side", [SideRule.LEFT, SideRule.AFFECTED, SideRule.BOTH])
def test_a_side_that_the_item_chose_stays_with_the_exercise(side: SideRule) -> None:
    item, _ = done(Item("a", "1", replace(ONE, side=side)), change(to_level="2"))
    assert (item.level, item.dose.side) == ("2", side)


def test_what_the_item_says_beside_its_dose_stays() -> None:
    given = Item("a", "1", ONE, "Hold a chair.", True, Adjust(hold_s=LOCKED))
    item, _ = done(given, change(to_exercise="b"))
    assert replace(item, exercise="a") == given


def test_a_form_above_what_was_given_is_no_more_than_the_library_s_own_step() -> None:
    whole, _ = done(Item("a", "1", THREE), change(to_level="2"))
    assert (whole.dose.sets, whole.dose.hold_s) == (4, 40.0)
    part, _ = done(Item("a", "1", replace(ONE, hold_s=15.0)), change(to_level="2"))
    assert (part.dose.sets, part.dose.hold_s) == (1, 20.0), "a third of its sets, half of its hold"
    beyond, _ = done(Item("a", "1", replace(THREE, sets=9)), change(to_exercise="c"))
    assert beyond.dose.sets == 6


# --- several at once --------------------------------------------------------------------------


def test_a_second_form_is_carried_over_from_what_was_given() -> None:
    given = Item("a", "1", THREE)
    once, _ = done(given, change(to_level="2"))
    there_and_on, _ = done(given, change(to_exercise="b"), change(hour=1, to_level="2"))
    assert there_and_on == once


def test_what_is_less_stays_less_whatever_was_accepted_first() -> None:
    given = Item("a", "1", replace(THREE, sets=6))
    held = [change(percent=50), change(to_exercise="b"), change("", percent=80)]
    found = {done(given, *order)[0] for order in permutations(held)}
    sets = {item.dose.sets for item in found}
    assert {item.exercise for item in found} == {"b"} and max(sets) <= 2


def test_less_in_rounds_is_fewer_rounds_and_another_form_changes_nothing_of_it() -> None:
    item, rounds = done(
        Item("a", "1", ONE), change("", percent=70), change(to_exercise="b"), rounds=3
    )
    assert (item.exercise, item.dose.sets, rounds) == ("b", 1, 2)


def test_what_is_not_known_or_locked_leaves_what_holds() -> None:
    given = Item("a", "1", THREE)
    kept, _ = done(given, change(to_exercise="b"), change(hour=1, to_exercise="gone"))
    assert kept.exercise == "b"
    locked = replace(given, adjust=Adjust(level=LOCKED))
    assert done(locked, change(to_exercise="b"))[0] == locked
    assert done(given, change("b", to_level="1"))[0] == given, "it is about another move"


# --- which hold -------------------------------------------------------------------------------


def session(hour: int, routine: str = "r", status: Status = Status.DONE) -> SessionRecord:
    at = stamp(BEGIN + timedelta(hours=hour), 0)
    return SessionRecord(at, routine, "R", "1", "v", status, 60.0, 60.0)


@pytest.mark.parametrize(
    ("sessions", "holds"),
    [
        ([], True),
        ([session(-1)], True),
        ([session(1)], False),
        ([session(1, status=Status.DISCARDED)], True),
        ([session(1, "another")], True),
    ],
)
def test_less_holds_for_one_session_and_a_form_until_it_is_ended(
    sessions: list[SessionRecord], holds: bool
) -> None:
    less, form = change(percent=70), change(hour=-2, to_exercise="b")
    ended = change(to_level="2", ended=BEGIN)
    other = change(to_level="2")._replace(routine="another")
    found = holding([less, form, ended, other], sessions, "r")
    assert found == ((form, less) if holds else (form,))
