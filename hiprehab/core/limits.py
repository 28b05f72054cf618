"""What may be changed of a dose, and doses put back inside that.

Whoever changes a dose (easier, harder, shorter today, an accepted suggestion) asks here. Stopping,
pausing, skipping and leaving out are never limited.
"""

from dataclasses import replace
from typing import Any, Final

from hiprehab.core.model import FREE, LOCKED, Adjust, Bound, Dose, SideRule

_NUMBERS: Final = ("reps", "hold_s", "duration_s")
_RESTS: Final = ("rest_sides_s", "rest_sets_s", "rest_exercises_s")


def kept(old: Dose, new: Dose, adjust: Adjust) -> Dose:
    """`new` as far as it may differ from `old`: locked fields stay, others within their range.

    A range or a lock of repetitions, of their rests and of seconds says nothing about a dose of
    another kind.
    """
    if adjust == FREE:
        return new
    changed: dict[str, Any] = {"sets": _within(adjust.sets, old.sets, new.sets)}
    if adjust.sets == LOCKED:
        changed["extra"] = old.extra
    if old.kind is new.kind:
        for key in _NUMBERS:
            changed[key] = _within(getattr(adjust, key), getattr(old, key), getattr(new, key))
        if adjust.tempo == LOCKED:
            changed["tempo"] = old.tempo
        if adjust.rests == LOCKED:
            changed["rest_reps_s"] = old.rest_reps_s
    if adjust.rests == LOCKED:
        changed |= {key: getattr(old, key) for key in _RESTS}
    if adjust.side == LOCKED and SideRule.BOTH not in (old.side, new.side):
        changed["side"] = old.side
    return replace(new, **changed)


def _within(bound: Bound, old: Any, new: Any) -> Any:
    """A number, or a pair of them, inside its bound."""
    if bound is None:
        return new
    if isinstance(bound, str):
        return old
    if isinstance(new, tuple):
        return tuple(_within(bound, old, one) for one in new)
    return min(max(new, bound[0]), bound[1])


def may_use_level(adjust: Adjust, now: str, exercise: str, level: str) -> bool:
    """Whether an item may be done as this exercise at this level instead.

    Args:
        adjust: what of the item may be changed.
        now: the exercise that the item has.
        exercise, level: what would take its place.
    """
    if adjust.level is None:
        return True
    return adjust.level != LOCKED and exercise == now and level in adjust.level
