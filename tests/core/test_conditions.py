"""What a clinician told the person: ceilings, verdicts, swaps, and where they reach."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab import resources
from hiprehab.core.conditions import (
    NO_CONDITIONS,
    Chosen,
    Conditions,
    caution_text,
    ceiling,
    is_blocked,
    screen_routine,
    swap_for,
    verdict,
    with_swaps,
)
from hiprehab.core.guidance import ceiling_of
from hiprehab.core.ladder import Rung, neighbour
from hiprehab.core.log import stamp
from hiprehab.core.model import CautionLevel, Library
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.core.rungs import work_s
from hiprehab.storage.guides import read_conditions
from hiprehab.storage.library import load_library

DAY = date(2026, 3, 1)
NOW = stamp(datetime(2026, 3, 1, 12, tzinfo=UTC), 0)
BOOK = read_conditions(resources.data_dir())
LIBRARY: Library = load_library(None, []).library
KEYS = tuple(BOOK.conditions)


def told(*keys: str, since: Mapping[str, date] | None = None) -> Conditions:
    dates = since or {}
    return Conditions(BOOK, tuple(Chosen(NOW, key, dates.get(key)) for key in keys))


@pytest.mark.parametrize(
    ("keys", "days_ago", "found"),
    [
        ((), None, 3),
        (("oa",), None, 5),
        (("gtps",), None, 5),
        (("pht",), None, 3),
        (("fai",), None, 3),
        (("itbs",), None, 3),
        (("bsi",), None, 0),
        (("lbp",), None, 3),
        (("preg",), None, 3),
        (("oa", "gtps"), None, 5),
        (("oa", "pht"), None, 3),
        (("oa", "knee"), None, 3),
        (("oa", "bsi"), None, 0),
        (("groin",), None, 3),
        (("groin",), 0, 2),
        (("groin",), 41, 2),
        (("groin",), 42, 5),
        (("hfs",), 10, 2),
        (("hfs",), 100, 5),
        (("hfs",), None, 3),
        (("oa", "hfs"), 10, 2),
    ],
)
def test_ceiling(keys: tuple[str, ...], days_ago: int | None, found: int) -> None:
    begun = {} if days_ago is None else dict.fromkeys(keys, DAY - timedelta(days=days_ago))
    assert ceiling(told(*keys, since=begun), DAY) == found


def test_the_ceiling_without_a_table_is_the_careful_one() -> None:
    assert ceiling(NO_CONDITIONS, DAY) == 3


@pytest.mark.parametrize(
    ("keys", "routine", "exercise", "found"),
    [
        ((), 5, 5, 3),
        (("oa",), 5, 5, 5),
        (("oa",), 5, 2, 2),
        (("oa",), None, None, 5),
        (("bsi",), 5, 5, 0),
    ],
)
def test_what_a_move_may_hurt(
    keys: tuple[str, ...], routine: int | None, exercise: int | None, found: int
) -> None:
    assert ceiling_of(routine, exercise, condition=ceiling(told(*keys), DAY)) == found


def test_nothing_chosen_changes_nothing() -> None:
    for exercise in LIBRARY.exercises.values():
        assert verdict(exercise, NO_CONDITIONS).level is CautionLevel.OK
        assert caution_text(exercise, NO_CONDITIONS) == ""


def test_the_gravest_level_wins_and_says_why() -> None:
    clam = LIBRARY.exercises["clamshell"]
    found = verdict(clam, told("hfs", "gtps"))
    assert found.level is CautionLevel.MODIFY
    assert [reason.condition for reason in found.reasons] == ["Outer hip tendon pain"]
    assert "pillow" in caution_text(clam, told("gtps"))
    assert verdict(clam, told("hfs")).level is CautionLevel.OK
    assert caution_text(clam, told("fai")) == ""  # a remark on what is fine is no caution


def test_a_bone_stress_injury_blocks_everything() -> None:
    for exercise in LIBRARY.exercises.values():
        assert is_blocked(exercise, told("bsi", "oa"))
    for routine in LIBRARY.routines.values():
        for variant in routine.variants:
            found = screen_routine(LIBRARY, variant, told("bsi"))
            assert found.nothing_left
            assert with_swaps(LIBRARY, variant, found).items == ()


@given(st.sets(st.sampled_from([key for key in KEYS if key != "bsi"]), max_size=4))
def test_nothing_is_dropped_silently_and_no_swap_is_blocked(keys: set[str]) -> None:
    known = told(*sorted(keys))
    for routine in LIBRARY.routines.values():
        for variant in routine.variants:
            found = screen_routine(LIBRARY, variant, known)
            named = {one.place for one in (*found.blocked, *found.modified)}
            for place, item in enumerate(variant.items):
                fine = verdict(LIBRARY.exercises[item.exercise], known).level is CautionLevel.OK
                assert fine == (place not in named)
            for one in found.blocked:
                assert one.reasons
                assert one.swap not in {item.exercise for item in variant.items}
            kept = with_swaps(LIBRARY, variant, found)
            gone = sum(one.swap is None for one in found.blocked)
            assert len(kept.items) == len(variant.items) - gone
            assert not any(is_blocked(LIBRARY.exercises[i.exercise], known) for i in kept.items)


def test_the_swap_is_the_nearest_easier_one_else_of_the_same_ladder() -> None:
    knocked = told("preg")
    prone = LIBRARY.exercises["prone-hip-extension"]
    assert is_blocked(prone, knocked)
    easier = [LIBRARY.exercises[name] for name in prone.easier]
    swap = swap_for(LIBRARY, prone, knocked)
    assert swap == next((one.id for one in easier if not is_blocked(one, knocked)), swap)
    assert swap is not None
    another = swap_for(LIBRARY, prone, knocked, taken={swap})
    assert another not in (swap, prone.id)
    everything = told("bsi")
    assert swap_for(LIBRARY, prone, everything) is None


def test_a_swap_is_no_more_than_what_was_prescribed_and_can_be_refused() -> None:
    routine = LIBRARY.routines["hip-oa-starter"]
    known = told("thr")
    swapped = 0
    for variant in routine.variants:
        found = screen_routine(LIBRARY, variant, known)
        offered = [one for one in found.blocked if one.swap]
        swapped += len(offered)
        for one in offered:
            exercise = LIBRARY.exercises[one.swap or ""]
            kept = with_swaps(LIBRARY, variant, found).items
            (item,) = [item for item in kept if item.exercise == exercise.id]
            given = variant.items[one.place]
            assert item.level == exercise.usual.name and item.note == given.note
            assert work_s(item.dose) <= work_s(given.dose)
            less = with_swaps(LIBRARY, variant, found, left_out={one.exercise})
            assert len(less.items) == len(kept) - 1
    assert swapped


def test_the_plan_carries_the_caution_and_the_ladder_obeys_it() -> None:
    routine = LIBRARY.routines["glute-strength-a"]
    known = told("gtps")
    options = PlanOptions(conditions=known)
    plan = compile_plan(LIBRARY, routine, routine.variants[0], options)
    for item in plan.items:
        assert item.caution == caution_text(LIBRARY.exercises[item.exercise], known)
    assert any(item.caution for item in plan.items)
    for item in plan.items:
        for rung in Rung:
            other = neighbour(LIBRARY, item, rung, told("bsi"))
            assert other is None or other.exercise == item.exercise
            other = neighbour(LIBRARY, item, rung, known)
            if other is not None:
                found = LIBRARY.exercises[other.exercise]
                assert not is_blocked(found, known) or found.id == item.exercise
                assert other.caution == caution_text(found, known)
