"""The built-in content: its figures (`content_tables`), its wording and its ladders."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from hiprehab.core.model import Dose, DoseKind, Exercise, Pack, Phase, Routine, SideRule
from hiprehab.storage.library import load_tree
from tests.content_tables import CEILINGS, ITEMS, LADDERS, MOTIONS, SECONDS, STEPS, TEMPLATES

DATA = Path(__file__).resolve().parent.parent / "data"
MOVE_S, SWITCH_S = 12, 8
CLAIMS = re.compile(
    r"\b(?:treat|cure[sd]?\b|curing|prevent|diagnos|heals\b|guarantee)", re.IGNORECASE
)


def loaded() -> Pack:
    """The built-in pack, or all that is wrong with it."""
    found = load_tree(DATA)
    assert found.pack is not None, "\n".join(map(str, found.problems))
    return found.pack


PACK = loaded()
EXERCISES: dict[str, Exercise] = {one.id: one for one in PACK.exercises}
ROUTINES: dict[str, Routine] = {one.id: one for one in PACK.routines}
PLANS = {
    f"{routine.id} {variant.id}": variant
    for routine in PACK.routines
    for variant in routine.variants
}


def spelled(dose: Dose) -> str:
    """A dose in the short form of the tables."""
    if dose.kind is DoseKind.REPS:
        tempo = "-".join(f"{part.seconds:g}" for part in dose.tempo)
        amount = f"{dose.sets}x{dose.reps[1]} {tempo}"
    elif dose.kind is DoseKind.HOLD:
        amount = f"{dose.sets}x{dose.reps[1]}x{dose.hold_s:g}s gap {dose.rest_reps_s:g}"
    else:
        amount = f"{dose.sets}x{dose.duration_s:g}s"
    return f"{amount} rest {dose.rest_sets_s:g}"


def clinical_seconds(dose: Dose) -> float:
    """One move's time as the clinical brief counts it, without the rest after the last set."""
    assert not isinstance(dose.rest_reps_s, str)
    assert not isinstance(dose.rest_sets_s, str)
    reps, each = dose.reps[1], dose.side is SideRule.EACH
    if dose.kind is DoseKind.REPS:
        work = reps * dose.rep_s
    elif dose.kind is DoseKind.HOLD:
        work = reps * dose.hold_s + (reps - 1) * dose.rest_reps_s
    else:
        work = dose.duration_s
    in_turn = dose.side is SideRule.ALTERNATING and dose.kind is not DoseKind.TIME
    a_set = work * (2 if each or in_turn else 1) + (SWITCH_S if each else 0)
    return dose.sets * a_set + (dose.sets - 1) * dose.rest_sets_s + MOVE_S


def strings(value: Any) -> Iterator[str]:
    """Every text in a value of the model."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)


def test_exercises_are_the_clinical_ones_and_the_running_of_the_steps() -> None:
    assert set(EXERCISES) == {*LADDERS, "easy-run"}


@pytest.mark.parametrize("exercise_id", sorted(LADDERS))
def test_levels_sides_and_ceiling_carry_over(exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    side = {level.dose.side.value for level in exercise.levels}
    doses = "; ".join(spelled(level.dose) for level in exercise.levels)
    assert f"{'/'.join(side)} {exercise.pain_ceiling}: {doses}" == LADDERS[exercise_id]
    assert [level.name for level in exercise.levels] == [
        str(rung + 1) for rung in range(len(exercise.levels))
    ]
    assert exercise.level(exercise.default_level)


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_only_the_middle_of_a_tempo_is_a_hold(exercise_id: str) -> None:
    for level in EXERCISES[exercise_id].levels:
        phases = [part.phase for part in level.dose.tempo]
        assert phases in ([], [Phase.MOVE, Phase.RETURN], [Phase.MOVE, Phase.HOLD, Phase.RETURN])


def test_routines_are_the_clinical_ones() -> None:
    assert {name for name in PLANS if "step-" not in name} == set(ITEMS)


@pytest.mark.parametrize("number", range(12))
def test_the_steps_back_to_running_are_the_clinical_ones(number: int) -> None:
    variant = ROUTINES["run-walk-return"].variants[number]
    assert variant.id == f"step-{number}"
    warm_up, *middle, cool_down = variant.blocks if number else (None, *variant.blocks, None)
    for walk in (warm_up, cool_down):
        assert walk is None or [item.dose.duration_s for item in walk.items] == [300]
    (block,) = middle
    parts = {item.exercise: item.dose.duration_s / 60 for item in block.items}
    assert (block.rounds, parts.get("easy-run", 0), parts.get("easy-walk", 0)) == STEPS[number]
    assert [item.exercise for item in block.items] == sorted(parts, key="easy-walk".__eq__)


@pytest.mark.parametrize("plan", sorted(ITEMS))
def test_items_carry_over(plan: str) -> None:
    items = PLANS[plan].items
    found = [f"{item.exercise} {item.dose.side.value} {spelled(item.dose)}" for item in items]
    assert found == ITEMS[plan]


@pytest.mark.parametrize("plan", sorted(SECONDS))
def test_times_stay_near_the_clinical_ones(plan: str) -> None:
    total = sum(clinical_seconds(item.dose) for item in PLANS[plan].items)
    assert total == pytest.approx(SECONDS[plan], rel=0.1)


def test_default_variant_of_a_timer_is_the_usual_one() -> None:
    assert [variant.id for variant in ROUTINES["timer-ice"].variants] == ["10-min", "15-min"]
    heat = [variant.id for variant in ROUTINES["timer-heat"].variants]
    assert heat == ["15-min", "10-min", "20-min"]


@pytest.mark.parametrize("timer", ["timer-ice", "timer-heat"])
def test_a_timer_never_goes_past_twenty_minutes_and_says_so(timer: str) -> None:
    items = [item for variant in ROUTINES[timer].variants for item in variant.items]
    assert max(item.dose.duration_s for item in items) <= 20 * 60
    words = " ".join(strings(ROUTINES[timer]))
    assert "skin at 5 minutes" in words
    assert "20 minutes" in words
    assert "Leave at least" in words


@pytest.mark.parametrize(("timer", "hours"), [("timer-ice", 2), ("timer-heat", 1)])
def test_a_timer_keeps_its_own_rules(timer: str, hours: int) -> None:
    assert ROUTINES[timer].schedule.min_gap_hours == hours
    for variant in ROUTINES[timer].variants:
        for item in variant.items:
            assert (item.dose.most_s, item.dose.check_s) == (1200, 300)
            assert "skin" in item.dose.check


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_an_exercise_says_all_it_has_to(exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    assert 3 <= len(exercise.cues) <= 4
    assert len(exercise.cues[0].split()) <= 12, "the first cue is spoken"
    assert 2 <= len(exercise.faults) <= 3
    assert exercise.motion == MOTIONS.get(exercise_id, exercise_id)
    assert exercise.purpose
    assert exercise.breathing
    assert exercise.evidence
    assert exercise.synonyms
    assert exercise.cautions, "no built-in exercise is without a caution"


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_a_ladder_leads_to_exercises_that_exist(exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    assert {*exercise.easier, *exercise.harder} <= set(EXERCISES) - {exercise_id}


@pytest.mark.parametrize("routine_id", sorted(ROUTINES))
def test_a_routine_says_all_it_has_to(routine_id: str) -> None:
    routine = ROUTINES[routine_id]
    assert routine.summary
    assert routine.for_who
    assert routine.not_for
    assert routine.stop_rules
    assert routine.notes
    assert routine.evidence
    assert routine.schedule.when
    items = [item for variant in routine.variants for item in variant.items]
    ceilings = [EXERCISES[item.exercise].pain_ceiling for item in items]
    lowest = min(ceiling for ceiling in ceilings if ceiling is not None)
    assert routine.pain_ceiling == CEILINGS.get(routine_id, lowest) <= lowest


def test_routines_for_a_condition_are_templates_and_cite() -> None:
    for routine_id in TEMPLATES:
        assert ROUTINES[routine_id].notes[0].startswith("This is a template for clinicians")
        assert ROUTINES[routine_id].sources


def test_all_sixteen_routines_with_their_variants_and_two_timers() -> None:
    timers = {"timer-ice", "timer-heat"}
    assert len(set(ROUTINES) - timers) == 16
    forms = [one for name in set(ROUTINES) - timers for one in ROUTINES[name].variants]
    assert len([one for one in forms if not one.id.startswith("step-")]) == 33


def test_nothing_claims_to_heal() -> None:
    everything = [*PACK.exercises, *PACK.routines]
    assert not [text for one in everything for text in strings(one) if CLAIMS.search(text)]


def test_texts_are_finished_sentences_within_the_limits() -> None:
    whole: list[str] = []
    for exercise in PACK.exercises:
        whole += [*exercise.cues, *exercise.faults, exercise.purpose, exercise.breathing]
        whole += [exercise.evidence]
        whole += [caution.note for caution in exercise.cautions if caution.note]
    for routine in PACK.routines:
        whole += [*routine.notes, *routine.stop_rules, routine.summary, routine.evidence]
    assert not [text for text in whole if not text.endswith(".") or len(text) > 400]
