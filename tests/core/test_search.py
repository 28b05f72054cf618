"""Finding exercises: by name, by other names, by muscle, with a slip, by what they are."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.alone import alone
from hiprehab.core.model import Exercise, Routine
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.core.search import (
    ALIAS,
    NAME,
    TEXT,
    Entry,
    Finder,
    Wanted,
    exercise_entry,
    fits,
    is_slip,
    kit_of,
    routine_entry,
    words_of,
)
from hiprehab.storage.index import read_index

LIBRARY = read_index(Path(__file__).resolve().parents[2] / "data" / "index.json")
EXERCISES: dict[str, Exercise] = {name: LIBRARY.exercises[name] for name in LIBRARY.exercises}
ROUTINES: dict[str, Routine] = {name: LIBRARY.routines[name] for name in LIBRARY.routines}
FINDER = Finder(exercise_entry(one) for one in EXERCISES.values())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("clamshell", "clamshell"),
        ("clam", "clamshell"),
        ("glute bridge", "bridge"),
        ("hip bridge", "bridge"),
        ("BRIDGE", "bridge"),
        ("pigeon", "figure-four-supine"),
        ("ice", "ice-pack"),
        ("bird", "bird-dog"),
    ],
)
def test_the_best_answer_comes_first(query: str, first: str) -> None:
    assert FINDER.find(query)[:1] == (first,) or first in FINDER.find(query)[:2]


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_every_exercise_is_found_by_its_name_and_by_each_other_name(name: str) -> None:
    exercise = EXERCISES[name]
    assert FINDER.find(exercise.name)[0] == name
    for other in exercise.synonyms:
        assert name in FINDER.find(other), other


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gluteus medius", "side-lying-leg-raise"),
        ("glutes", "bridge"),
        ("calf", "calf-raise"),
        ("groin", "adductor-squeeze"),
        ("hip flexor", "standing-band-hip-flexion"),
        ("strength supine", "bridge"),
        ("foam roller", "foam-roll-quads"),
    ],
)
def test_muscles_kinds_and_kit_are_found(query: str, found: str) -> None:
    assert found in FINDER.find(query)


def test_a_slip_of_the_keyboard_is_forgiven_only_when_nothing_fits() -> None:
    assert FINDER.find("brigde")[0] in ("bridge", "offset-bridge", "single-leg-bridge")
    assert "clamshell" in FINDER.find("clamshel")
    assert FINDER.find("xylophone") == ()


def test_all_words_have_to_fit() -> None:
    assert set(FINDER.find("single leg bridge")) < set(FINDER.find("bridge"))


def test_an_empty_query_finds_all_in_order() -> None:
    assert FINDER.find("  ") == tuple(EXERCISES)


def test_a_name_goes_before_a_mention() -> None:
    finder = Finder([
        Entry("mention", ((NAME, "Squat"), (TEXT, "like a bridge"))),
        Entry("alias", ((NAME, "Hip lift"), (ALIAS, "bridge"))),
        Entry("name", ((NAME, "Bridge"),)),
    ])  # fmt: skip
    assert finder.find("bridge") == ("name", "alias", "mention")


def test_routines_are_found_by_title_and_by_what_is_in_them() -> None:
    finder = Finder(
        routine_entry(one, [EXERCISES[i.exercise].name for i in one.variants[0].items])
        for one in ROUTINES.values()
    )
    assert finder.find("warm-up")[0] == "pre-run-warm-up"
    assert "glute-strength-a" in finder.find("clamshell")


@given(st.text(max_size=40))
def test_any_query_is_answered(query: str) -> None:
    assert set(FINDER.find(query)) <= set(EXERCISES)


@given(st.text("abcdé ", max_size=20))
def test_words_are_plain(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in words_of(text))


@pytest.mark.parametrize(
    ("typed", "known", "near"),
    [
        ("brigde", "bridge", True),
        ("brdge", "bridge", True),
        ("bridgge", "bridge", True),
        ("bradge", "bridge", True),
        ("bri", "bra", False),
        ("fridge", "bridge", False),
        ("brides", "bridge", False),
        ("plank", "bridge", False),
    ],
)
def test_one_slip(typed: str, known: str, near: bool) -> None:
    assert is_slip(typed, known) is near


def test_filters() -> None:
    bridge, ice = EXERCISES["bridge"], EXERCISES["ice-pack"]
    assert fits(bridge, Wanted())
    assert fits(bridge, Wanted(category="strength", position="supine", muscle="gluteus maximus"))
    assert not fits(bridge, Wanted(position="standing"))
    assert not fits(ice, Wanted(condition="skin"))
    assert fits(bridge, Wanted(condition="skin"))


def test_a_bone_stress_injury_leaves_nothing() -> None:
    assert not [one for one in EXERCISES.values() if fits(one, Wanted(condition="bsi"))]


def test_kit() -> None:
    assert "none" in kit_of(EXERCISES["bridge"])
    assert "none" not in kit_of(EXERCISES["step-up"])
    assert "step" in kit_of(EXERCISES["step-up"])
    assert "roller" in kit_of(EXERCISES["foam-roll-quads"])


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_one_exercise_is_a_session_of_its_own(name: str) -> None:
    exercise = EXERCISES[name]
    routine = alone(exercise)
    assert routine.id not in LIBRARY.routines
    assert [one.id for one in routine.variants] == [one.name for one in exercise.levels]
    for variant, level in zip(routine.variants, exercise.levels, strict=True):
        plan = compile_plan(LIBRARY, routine, variant, PlanOptions())
        assert {step.exercise for step in plan.steps} == {name}
        assert plan.items[0].dose == level.dose
