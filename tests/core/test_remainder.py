"""What is left of a routine after a session that was ended early."""

from hiprehab.core.log import Outcome, SetResult, SkipReason
from hiprehab.core.model import Block, Dose, DoseKind, Item, Variant
from hiprehab.core.remainder import left_over

DOSE = Dose(DoseKind.REPS, reps=8, sets=2)
VARIANT = Variant(
    "L1",
    "Level 1",
    (
        Block("warm-up", (Item("march", "1", DOSE),)),
        Block("strength", (Item("bridge", "1", DOSE), Item("clam", "1", DOSE))),
    ),
)


def result(item: int, name: str, reps: int, reason: SkipReason | None = None) -> SetResult:
    outcome = Outcome.DONE if reps else Outcome.SKIPPED
    return SetResult(item, name, "1", None, 1, 8, reps, 20.0, 2.0 * reps, outcome, reason)


def names(variant: Variant | None) -> list[str]:
    return [item.exercise for item in variant.items] if variant else []


def test_what_was_begun_is_not_offered_again() -> None:
    left = left_over(VARIANT, [result(0, "march", 8), result(1, "bridge", 3)])
    assert names(left) == ["clam"] and left is not None and len(left.blocks) == 1


def test_what_was_passed_over_is_left() -> None:
    found = [result(0, "march", 8), result(1, "bridge", 0, SkipReason.TIME), result(2, "clam", 0)]
    assert names(left_over(VARIANT, found)) == ["bridge", "clam"]


def test_what_hurt_is_not_offered_again() -> None:
    assert names(left_over(VARIANT, [result(1, "bridge", 0, SkipReason.PAIN)])) == ["march", "clam"]


def test_a_move_that_took_another_ones_place_counts_for_it() -> None:
    assert names(left_over(VARIANT, [result(1, "half-bridge", 8)])) == ["march", "clam"]


def test_nothing_left() -> None:
    found = [result(0, "march", 8), result(1, "bridge", 8), result(2, "clam", 1)]
    assert left_over(VARIANT, found) is None
    assert left_over(VARIANT, []) == VARIANT
