"""Supersets: items in turn, N times; and what changes in mid-session there."""

from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import codec
from hiprehab.core.events import StepFinished
from hiprehab.core.ladder import Rung, neighbour, way_back, with_item, without_rest
from hiprehab.core.log import Outcome, SkipReason
from hiprehab.core.model import (
    FREE,
    LOCKED,
    READY,
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
    Side,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.plan import Plan, PlanOptions, StepKind, compile_plan, length_s, sides_of
from hiprehab.core.session import Session
from hiprehab.core.state import Scope

TEMPO = (TempoPart("lift", 1.0, Phase.MOVE), TempoPart("lower", 1.0, Phase.RETURN))
HOLD = Dose(DoseKind.HOLD, hold_s=10.0)
PACED = Dose(DoseKind.REPS, reps=(3, 3), tempo=TEMPO, side=SideRule.EACH)
OPTIONS = PlanOptions()

Rows = list[tuple[Dose, Adjust]]


def compiled(
    *blocks: Block, options: PlanOptions = OPTIONS, positions: tuple[str, ...] = ()
) -> tuple[Plan, Library]:
    """A plan of these blocks; each exercise has its dose at level 2, more at 3, less at 1."""
    exercises = {}
    for number, item in enumerate(item for block in blocks for item in block.items):
        dose = replace(item.dose, extra=None)
        levels = [replace(dose, sets=n, reps=(n + 1, n + 1)) for n in (1, 2, 3)]
        exercises[item.exercise] = Exercise(
            item.exercise,
            item.exercise.title(),
            "strength",
            positions[number] if positions else "supine",
            tuple(Level(str(n), one) for n, one in enumerate(levels, start=1)),
        )
    variant = Variant("v", "V", blocks)
    routine = Routine("r", "R", (variant,))
    library = Library(exercises, {"r": routine})
    plan = compile_plan(library, routine, variant, options)
    assert length_s(library, variant, options) == plan.total_s
    return plan, library


def block(*doses: Dose, rounds: int = 1, rest: float | str = 0.0, adjust: Adjust = FREE) -> Block:
    items = tuple(
        Item("abcdefgh"[number], "2", dose, adjust=adjust) for number, dose in enumerate(doses)
    )
    return Block("strength", items, rounds, rest)  # type: ignore[arg-type]


def order(plan: Plan) -> list[tuple[int, int]]:
    """Items with their rounds, in the order in which they come."""
    return [(visit.item, visit.round) for visit in plan.visits]


def test_items_in_turn_with_a_rest_before_the_next_round() -> None:
    plan, _ = compiled(block(HOLD, PACED, rounds=2, rest=60.0))
    assert order(plan) == [(0, 1), (1, 1), (0, 2), (1, 2)]
    led = [(s.kind.value, s.seconds, s.item, s.set) for s in plan.steps if not s.is_work]
    assert [one for one in led if one[0] in ("get_ready", "transition")] == [
        ("get_ready", 10.0, 0, 1),
        ("transition", 12.0, 1, 1),
        ("transition", 60.0, 0, 2),
        ("transition", 12.0, 1, 2),
    ]
    assert [step.sets for step in plan.steps if step.is_work and step.item == 0] == [2, 2]


@pytest.mark.parametrize(
    ("rest", "positions", "seconds"),
    [
        (0.0, ("supine", "standing"), 20.0),
        (15.0, ("supine", "standing"), 20.0),
        (30.0, ("supine", "standing"), 30.0),
        (READY, ("supine", "supine"), None),
    ],
)
def test_the_rest_of_a_round_is_never_shorter_than_the_change(
    rest: float | str, positions: tuple[str, ...], seconds: float | None
) -> None:
    plan, _ = compiled(block(HOLD, HOLD, rounds=2, rest=rest), positions=positions)
    (opening,) = [
        s for s in plan.steps if s.kind is StepKind.TRANSITION and (s.item, s.set) == (0, 2)
    ]
    assert opening.seconds == seconds


def test_more_sets_for_one_side_come_once_at_the_end() -> None:
    dose = replace(HOLD, side=SideRule.EACH, extra=ExtraDose(SideRule.LEFT, 2))
    plan, _ = compiled(block(dose, HOLD, rounds=3))
    work = [(s.side, s.set) for s in plan.steps if s.is_work and s.item == 0]
    assert [n for side, n in work if side is Side.RIGHT] == [1, 2, 3]
    assert [n for side, n in work if side is Side.LEFT] == [1, 2, 3, 4, 5]
    assert order(plan) == [(0, 1), (1, 1), (0, 2), (1, 2), (0, 3), (1, 3)]


doses = st.builds(
    lambda base, sets, most, side: replace(base, sets=sets, reps=(most, most), side=side),
    st.sampled_from([HOLD, PACED, Dose(DoseKind.SELF), Dose(DoseKind.TIME, duration_s=20.0)]),
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(SideRule),
)
blocks = st.lists(
    st.tuples(
        st.lists(doses, min_size=1, max_size=3),
        st.integers(1, 4),
        st.sampled_from([0.0, 5.0, 60.0, READY]),
    ),
    min_size=1,
    max_size=3,
)


@given(blocks)
def test_every_item_comes_rounds_times_its_sets_in_order_and_on_its_sides(
    rows: list[tuple[list[Dose], int, float]],
) -> None:
    names = iter("abcdefghi")
    made = [
        Block("b", tuple(Item(next(names), "2", dose) for dose in found), rounds, rest)
        for found, rounds, rest in rows
    ]
    plan, _ = compiled(*made)
    expected, number = [], 0
    for one in made:
        for turn in range(1, one.rounds + 1):
            expected += [(number + place, turn) for place in range(len(one.items))]
        for place, item in enumerate(one.items):
            total = one.rounds * item.dose.sets
            work = [s for s in plan.steps if s.is_work and s.item == number + place]
            sets = [key for key, _ in groupby(s.set for s in work)]
            assert sets == list(range(1, total + 1)), "each set once, in order"
            assert all(s.sets == total for s in work)
            for key in sets:
                sides = {s.side for s in work if s.set == key}
                turns = item.dose.side is SideRule.ALTERNATING
                paced = item.dose.kind in (DoseKind.HOLD, DoseKind.REPS)
                if turns:
                    assert sides == ({Side.LEFT, Side.RIGHT} if paced else {None})
                else:
                    assert sides == set(sides_of(item.dose.side, OPTIONS, key))
        number += len(one.items)
    assert order(plan) == expected
    assert len({s.key for s in plan.steps if s.is_work}) == sum(s.is_work for s in plan.steps)
    assert plan.steps[0].kind is StepKind.GET_READY
    assert all(a.kind is not StepKind.TRANSITION for a in plan.steps[-1:])
    assert codec.plan_from_json(codec.plan_to_json(plan)) == plan


# --- in mid-session -------------------------------------------------------------------------


def at(plan: Plan, item: int, number: int) -> int:
    """The first work of a set."""
    return next(s.index for s in plan.steps if s.is_work and (s.item, s.set) == (item, number))


def test_another_rung_counts_from_the_next_round_and_keeps_the_rounds() -> None:
    plan, library = compiled(block(PACED, HOLD, rounds=3, rest=60.0))
    here = at(plan, 0, 1)
    easier = neighbour(library, plan.items[0], Rung.EASIER)
    assert easier is not None and easier.level == "1"
    changed = with_item(plan, here, easier, OPTIONS)
    assert changed is not None
    assert changed.steps[: here + 1] == plan.steps[: here + 1]
    assert order(changed) == order(plan)
    levels = [(s.set, s.level) for s in changed.steps if s.is_work and s.item == 0]
    assert [key for key, _ in groupby(levels)] == [(1, "2"), (2, "1"), (3, "1")]
    assert {s.reps for s in changed.steps if s.is_work and s.item == 0 and s.set > 1} == {2}
    kept = [(s.kind, s.seconds, s.set) for s in changed.steps if s.item == 1]
    assert kept == [(s.kind, s.seconds, s.set) for s in plan.steps if s.item == 1]
    back = way_back(library, changed, 0, Rung.HARDER)
    assert back == plan.items[0]


def test_in_the_last_round_there_is_nothing_left_to_change() -> None:
    plan, library = compiled(block(PACED, HOLD, rounds=2))
    easier = neighbour(library, plan.items[0], Rung.EASIER)
    assert easier is not None
    assert with_item(plan, at(plan, 0, 2), easier, OPTIONS) is None


def test_an_exercise_that_is_left_out_does_not_come_back() -> None:
    plan, _ = compiled(block(HOLD, PACED, HOLD, rounds=3, rest=60.0))
    session = Session(plan)
    session.start(0.0)
    session.jump(1.0, at(plan, 0, 2))
    events = session.leave_out(2.0, OPTIONS, SkipReason.PAIN)
    assert order(session.plan)[3:] == [(0, 2), (1, 2), (2, 2), (1, 3), (2, 3)]
    assert session.step.item == 1
    skipped = [e for e in events if isinstance(e, StepFinished) and e.step.is_work]
    assert {(e.step.item, e.step.set, e.reason) for e in skipped} == {
        (0, 2, SkipReason.PAIN),
        (0, 3, SkipReason.PAIN),
    }
    opening = next(s for s in session.plan.steps if s.item == 1 and s.set == 3)
    assert (opening.kind, opening.seconds) == (StepKind.TRANSITION, 60.0), "a round still opens"
    while session.live:
        session.skip(3.0, Scope.SET)
    rows = [row for row in session.set_results() if row.item == 0]
    assert [(row.set, row.outcome) for row in rows] == [
        (1, Outcome.SKIPPED),
        (2, Outcome.PARTIAL),
        (3, Outcome.SKIPPED),
    ]


@given(blocks, st.data())
def test_what_is_left_out_is_gone_and_the_rest_stays(
    rows: list[tuple[list[Dose], int, float]], data: st.DataObject
) -> None:
    names = iter("abcdefghi")
    made = [
        Block("b", tuple(Item(next(names), "2", dose) for dose in found), rounds, rest)
        for found, rounds, rest in rows
    ]
    plan, _ = compiled(*made)
    index = data.draw(st.integers(1, len(plan.steps)))
    number = data.draw(st.integers(0, len(plan.items) - 1))
    left = without_rest(plan, index, number, OPTIONS)
    assert left.steps[:index] == plan.steps[:index]
    others = [s.key for s in plan.steps[index:] if s.is_work and s.item != number]
    assert [s.key for s in left.steps[index:] if s.is_work] == others
    assert [s.index for s in left.steps] == list(range(len(left.steps)))


@given(blocks, st.integers(1, 4000))
def test_played_to_the_end_every_set_of_every_round_is_in_the_results(
    rows: list[tuple[list[Dose], int, float]], tick: int
) -> None:
    names = iter("abcdefghi")
    made = [
        Block("b", tuple(Item(next(names), "2", dose) for dose in found), rounds, rest)
        for found, rounds, rest in rows
    ]
    plan, _ = compiled(*made)
    session, now = Session(plan), 0.0
    session.start(now)
    while session.live:
        now += tick / 10
        session.tick(now)
        session.done(now)
    results = session.set_results()
    assert all(row.outcome is Outcome.DONE for row in results)
    items = [(one.rounds, item) for one in made for item in one.items]
    for number, (rounds, item) in enumerate(items):
        sides = {row.side for row in results if row.item == number}
        for side in sides:
            sets = [row.set for row in results if (row.item, row.side) == (number, side)]
            assert sets == sorted(set(sets))
        done = {row.set for row in results if row.item == number}
        assert done == set(range(1, rounds * item.dose.sets + 1))


# --- shorter today --------------------------------------------------------------------------


def test_a_shorter_day_has_fewer_rounds() -> None:
    less = replace(OPTIONS, shorter=True)
    plan, _ = compiled(block(HOLD, replace(PACED, sets=2), rounds=3), options=less)
    assert plan.shorter
    assert [(item.rounds, item.dose.sets) for item in plan.items] == [(2, 2), (2, 4)]
    fixed, _ = compiled(block(HOLD, HOLD, rounds=3, adjust=Adjust(sets=LOCKED)), options=less)
    assert [item.rounds for item in fixed.items] == [3, 3]
    assert not fixed.shorter, "nothing of it could be made shorter"
