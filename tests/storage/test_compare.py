"""What changes between two versions, in words; nothing that differs goes unsaid."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.model import Author, Dose, Exercise, Item, Pack, Routine, SideRule, Variant
from hiprehab.storage.compare import Kind, changes
from hiprehab.storage.convert import Base
from hiprehab.storage.library import read_pack_text
from tests.storage.parcels import BASE, FIRST, SECOND


def read(text: str) -> Pack:
    found = read_pack_text(text, "x.toml", Base(BASE.library.exercises, BASE.motions)).pack
    assert found is not None
    return found


def name_of(exercise: str) -> str:
    return BASE.library.exercises[exercise].name


def said(old: str, new: str) -> list[str]:
    """The changes in lines, with the routine in front."""
    found = changes(read(old), read(new), name_of)
    return [f"{one.where} | {one.text}" if one.where else one.text for one in found]


def test_the_same_has_no_changes() -> None:
    assert said(FIRST, FIRST) == []
    assert said(FIRST, FIRST.replace("1.2.0", "1.9.0")) == []


def test_a_new_version_in_words() -> None:
    assert said(FIRST, SECOND) == [
        "Day A | Clamshell: sets 2 → 3",
        "Day A | Standing side leg lift: added (sets 2, reps 8)",
        "Day A | Bridge: removed",
        "Day A | note removed: Take your time.",
        "Day A | note added: Take all the time you need.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("rest_sets_s = 45", "rest_sets_s = 60", "rest between sets 45 s → 60 s"),
        ("reps = [8, 10]", "reps = 12", "Bridge on a towel: reps 8 to 10 → 12"),
        (
            '["hold", 2]',
            '["hold", 5]',
            "tempo lift 2 s, hold 2 s, lower 2 s → lift 2 s, hold 5 s, lower 2 s",
        ),
        ("Do the bridge.", "Leave it out.", "level avoid, note Leave it out."),
        ('"avoid"', '"modify"', "caution added: condition hyper, level modify, note Do"),
        ("days_per_week = [2, 3]", "days_per_week = 4", "schedule days per week 2 to 3"),
        ('title = "Day A"', 'title = "Day One"', "title Day A → Day One"),
        ('kind = "strength"', 'kind = "mobility"', "Clamshell: part strength → mobility"),
        ('"Example clinic"', '"Other clinic"', "organisation Other clinic"),
        ('level = "2", dose', 'level = "3", dose', "Clamshell: level 2 → 3"),
        ('"Press through your heels."', '"Heels down."', "towel: cue added: Heels down."),
        ('"towel.png"', '"other.png"', "Bridge on a towel: picture towel.png → other.png"),
    ],
)  # fmt: skip
def test_each_kind_of_change_in_words(old: str, new: str, expected: str) -> None:
    assert old in FIRST
    lines = said(FIRST, FIRST.replace(old, new))
    assert any(expected in line for line in lines), lines


def test_moved_moves_are_told_by_the_fewest() -> None:
    lines = FIRST.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if '{ exercise = "bridge-towel" }' in line)
    moved = "".join(
        [*lines[:first], lines[first + 1], lines[first + 2], lines[first], *lines[first + 3 :]]
    )
    assert said(FIRST, moved) == ["Day A | Bridge on a towel: moved from place 1 to 3"]


def test_variants_routines_and_exercises_that_come_and_go() -> None:
    more = FIRST + (
        '[routine.day-b]\ntitle = "Day B"\n[[routine.day-b.block]]\nkind = "strength"\n'
        'items = [{ exercise = "clamshell" }]\n'
        '[exercise.new-one]\nname = "New one"\ncategory = "cardio"\nposition = "standing"\n'
        'cues = ["Go."]\ndose = { kind = "open" }\n'
    )
    assert said(FIRST, more) == ["Day B | added", "New one: added"]
    assert said(more, FIRST) == ["Day B | removed", "New one: removed"]


# --- nothing goes unsaid --------------------------------------------------------------------

EXERCISE = read(FIRST).exercises[0]
ROUTINE = read(FIRST).routines[0]


def packed(exercise: Exercise = EXERCISE, routine: Routine = ROUTINE) -> Pack:
    return Pack("a.b", "1.0.0", "P", exercises=(exercise,), routines=(routine,))


def other(value: Any) -> Any:
    """Another value of that kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case SideRule():
            return SideRule.LEFT
        case str():
            return value + "x"
        case tuple() if all(isinstance(one, str) for one in value):
            return (*value, "x")
        case None:
            return 4
    return None


def differs(old: Pack, new: Pack) -> bool:
    return bool(changes(old, new, name_of))


@pytest.mark.parametrize("name", [one.name for one in fields(Exercise) if one.name != "id"])
def test_no_field_of_an_exercise_goes_unsaid(name: str) -> None:
    new = other(getattr(EXERCISE, name))
    if new is not None:
        changed = replace(EXERCISE, **{name: new})
        assert differs(packed(), packed(changed)) == (name != "levels")


@pytest.mark.parametrize("name", [one.name for one in fields(Dose)])
def test_no_field_of_a_dose_goes_unsaid(name: str) -> None:
    item = ROUTINE.variants[0].items[0]
    new = other(getattr(item.dose, name))
    if new is None:
        return
    changed = replace(item, dose=replace(item.dose, **{name: new}))
    assert differs(packed(), packed(routine=with_items((changed,))))


def with_items(items: tuple[Item, ...]) -> Routine:
    variant = ROUTINE.variants[0]
    block = replace(variant.blocks[0], items=items)
    return replace(ROUTINE, variants=(Variant(variant.id, variant.title, (block,)),))


@given(order=st.permutations(range(6)), kept=st.sets(st.integers(0, 5)))
def test_every_new_order_can_be_made_from_what_is_said(order: list[int], kept: set[int]) -> None:
    names = sorted(BASE.library.exercises)[:6]
    items = [replace(ROUTINE.variants[0].items[0], exercise=name) for name in names]
    new = [items[n] for n in order if n in kept]
    found = changes(
        packed(routine=with_items(tuple(items))), packed(routine=with_items(tuple(new))), name_of
    )
    gone = {one.what for one in found if one.kind is Kind.REMOVED}
    assert gone == {name_of(names[n]) for n in range(6) if n not in kept}
    moved = {one.what for one in found if one.kind is Kind.MOVED}
    still = [n for n in order if n in kept and name_of(names[n]) not in moved]
    assert still == sorted(still)


def test_long_texts_are_clipped() -> None:
    (line,) = changes(packed(), packed(routine=replace(ROUTINE, summary="x" * 2000)), name_of)
    assert len(line.text) < 400


def test_an_author_in_words() -> None:
    (line,) = changes(packed(), replace(packed(), author=Author("A", "", "C")), name_of)
    assert line.text == "author – → name A, organisation C"


PHASES = """
[[routine.day-a.phase]]
title = "Settle"
weeks = [1, 2]
[[routine.day-a.phase]]
title = "Build"
weeks = [3, 6]
"""


def with_phases(text: str) -> str:
    return FIRST.replace("[[routine.day-a.block]]", text + "[[routine.day-a.block]]", 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("weeks = [1, 2]", "weeks = [1, 1]", "Day A | phase Settle: weeks 1 to 2 → 1"),
        ("weeks = [3, 6]", 'weeks = [3, 6]\ncriteria = "No pain at night"',
         "Day A | phase Build: begins – → No pain at night"),
        ('"Settle"', '"Calm"', "Day A | phase Calm: added (variant "),
        ('"Settle"', '"Calm"', "Day A | phase Settle: removed"),
    ],
)  # fmt: skip
def test_the_phases_of_a_programme_are_told_by_their_names(
    old: str, new: str, expected: str
) -> None:
    assert old in PHASES
    lines = said(with_phases(PHASES), with_phases(PHASES.replace(old, new)))
    assert any(line.startswith(expected) for line in lines), lines
