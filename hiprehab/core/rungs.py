"""What becomes of a prescribed dose when an item is done at another level or as another exercise.

Everything that leads to another rung asks here: easier and harder in a session, a form that the
person chose, an accepted suggestion, and what takes the place of a blocked move. The rule stands
in docs/clinical.md under "Easier and harder".
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from hiprehab.core.limits import kept
from hiprehab.core.model import LOCKED, Dose, DoseKind, Exercise, Level, Library, SideRule

if TYPE_CHECKING:
    from hiprehab.core.model import Item
    from hiprehab.core.steps import PlanItem

T = TypeVar("T", "Item", "PlanItem")
Onward = Callable[[Exercise], Iterable[str]]

_ONE_SIDED: Final = (SideRule.LEFT, SideRule.RIGHT, SideRule.AFFECTED, SideRule.UNAFFECTED)
_COUNTED: Final = (DoseKind.REPS, DoseKind.SELF)
_TIMED: Final = (DoseKind.TIME, DoseKind.OPEN)
_CLOSE: Final = 1e-6
"""Seconds; less than that is a rounding of the arithmetic."""


class Target(NamedTuple):
    """Where an item goes."""

    exercise: Exercise
    level: Level


def along(
    library: Library, start: Exercise, first: Iterable[str], onward: Onward
) -> list[Exercise]:
    """The other exercises along a ladder, nearest first, each once."""
    waiting, seen, found = list(first), {start.id}, []
    while waiting:
        name = waiting.pop(0)
        exercise = library.exercises.get(name)
        if name in seen or exercise is None:
            continue
        seen.add(name)
        found.append(exercise)
        waiting += onward(exercise)
    return found


def is_up(library: Library, item: "Item | PlanItem", to: Target) -> bool:
    """Whether the way leads up the ladder only; where nobody can say so, it does not."""
    now = library.exercises.get(item.exercise)
    if now is None:
        return False
    if now.id == to.exercise.id:
        names = [level.name for level in now.levels]
        return item.level in names and names.index(item.level) < names.index(to.level.name)
    above = along(library, now, now.harder, lambda one: one.harder)
    below = along(library, now, now.easier, lambda one: one.easier)
    return to.exercise in above and to.exercise not in below


def carried(library: Library, item: T, to: Target, *, up: bool, rounds: int) -> T:
    """The item at its target, with what was prescribed carried over to it.

    The share of the library's dose that was prescribed is kept, and nothing is more than there.
    Unless the way leads up, no number and no total (seconds of work, repetitions) is higher than
    what was prescribed; one repetition, or a second, is the least that is left. In rounds the sets
    stay as they are. What the author of the item locked comes before all this.

    Args:
        library: where the item's own level is looked up.
        item: of a routine or of a plan; `dose.sets` are of a round or of all, as they are there.
        to: the exercise and level that it becomes.
        up: whether it may be more work than before.
        rounds: how often the block of the item is done.
    """
    old, same = item.dose, item.exercise == to.exercise.id
    now = library.exercises.get(item.exercise)
    level = now.level(item.level) if now else None
    was = level.dose if level and level.dose.kind is old.kind else old
    usual = to.level.dose
    if rounds > 1:
        was, usual = replace(was, sets=old.sets), replace(usual, sets=old.sets)
    dose = _shared(old, was, usual, up=up)
    dose = replace(dose, **_of_the_item(old, was, usual, same=same))
    dose = kept(old, dose, item.adjust)
    if rounds > 1:  # more sets for one side come once, whatever the number of rounds
        limits = _limits(replace(old, extra=None), was, usual, up=up)
        bare = _fitted(replace(dose, extra=None), limits, rounds=rounds)
        fitted = replace(bare, extra=dose.extra)
    else:
        fitted = _fitted(dose, _limits(old, was, usual, up=up), rounds=rounds)
    dose = kept(old, fitted, item.adjust)
    adjust = item.adjust
    if not same and isinstance(adjust.level, tuple):
        adjust = adjust._replace(level=LOCKED)  # names of another exercise's levels say nothing
    return replace(item, exercise=to.exercise.id, level=to.level.name, dose=dose, adjust=adjust)


def _of_the_item(old: Dose, was: Dose, usual: Dose, *, same: bool) -> dict[str, Any]:
    """What belongs to the item's place in the routine and not to the level: sides, what follows."""
    changed: dict[str, Any] = {"side": _side(old, was, usual, same=same)}
    if _takes_more(changed["side"]) and _takes_more(old.side):
        changed["extra"] = old.extra
    if old.rest_exercises_s is not None:
        changed["rest_exercises_s"] = old.rest_exercises_s
    if same and old.most_s:
        changed["most_s"] = min(old.most_s, usual.most_s or old.most_s)
    return changed


def _takes_more(side: SideRule) -> bool:
    """Whether a dose on these sides can have more sets for one of them."""
    return side not in (SideRule.BOTH, SideRule.ALTERNATING)


def _side(old: Dose, was: Dose, usual: Dose, *, same: bool) -> SideRule:
    """The item's side, unless the other work cannot be done so."""
    if usual.side is SideRule.BOTH:
        return old.side if same and was.side is SideRule.BOTH else SideRule.BOTH
    if old.side in _ONE_SIDED or (same and old.side is not was.side):
        return old.side
    return usual.side


# --- amounts --------------------------------------------------------------------------------


def work_s(dose: Dose) -> float:
    """Seconds of work of a dose on all its sides, as a plan counts them."""
    return dose.set_s * _turns(dose)


def repetitions(dose: Dose) -> int:
    """All repetitions of a dose on all its sides; 0 where none are counted."""
    return dose.reps[1] * _turns(dose) if dose.kind in _COUNTED else 0


def _turns(dose: Dose) -> int:
    """How often a set of one side is done."""
    if dose.side in (SideRule.BOTH, *_ONE_SIDED):
        sides = 1
    elif dose.side is SideRule.ALTERNATING:
        return dose.sets * (2 if dose.kind in (DoseKind.HOLD, DoseKind.REPS) else 1)
    else:
        sides = 2
    more = 0
    if dose.extra is not None and _takes_more(dose.side):
        more = dose.extra.sets * (1 if dose.extra.side in _ONE_SIDED else sides)
    return dose.sets * sides + more


def _alike(one: Dose, other: Dose) -> bool:
    """Whether the work of two doses is counted in the same way."""
    return one.kind is other.kind or (one.kind in _COUNTED and other.kind in _COUNTED)


def _shared(old: Dose, was: Dose, usual: Dose, *, up: bool) -> Dose:
    """The usual dose with its numbers in the share of `was` that `old` is."""

    def part(have: float, whole: float, other: float) -> Any:
        share = other if have >= whole else max(min(other, 1), int(other * have / whole + _CLOSE))
        return share if up else min(have, share)

    changed: dict[str, Any] = {"sets": part(old.sets, was.sets, usual.sets)}
    if _alike(old, usual):
        most = part(old.reps[1], was.reps[1], usual.reps[1])
        least = part(old.reps[0], was.reps[0], usual.reps[0])
        changed["reps"] = (min(least, most), most)
        changed["hold_s"] = part(old.hold_s, was.hold_s, usual.hold_s)
        changed["duration_s"] = part(old.duration_s, was.duration_s, usual.duration_s)
    return replace(usual, **changed)


class _Limits(NamedTuple):
    """The most seconds of work, and the most repetitions where they are counted."""

    seconds: float
    repetitions: float


def _limits(old: Dose, was: Dose, usual: Dose, *, up: bool) -> _Limits:
    """What the whole of the carried dose may come to."""
    if up:
        if _alike(old, usual):
            return _Limits(float("inf"), float("inf"))  # each of its numbers is bounded already
        whole = work_s(was)
        share = min(1.0, work_s(replace(old, extra=None)) / whole) if whole else 1.0
        return _Limits(work_s(usual) * share, float("inf"))
    return _Limits(work_s(old), repetitions(old) or float("inf"))


def _fitted(dose: Dose, limits: _Limits, *, rounds: int) -> Dose:
    """The dose inside its limits: fewer repetitions first, then less time, then fewer sets."""
    if dose.kind not in _TIMED and not _fits(dose, limits):
        share = min(
            limits.seconds / (work_s(dose) or 1.0), limits.repetitions / (repetitions(dose) or 1)
        )
        most = max(1, int(dose.reps[1] * min(1.0, share) + _CLOSE))
        dose = replace(dose, reps=(min(dose.reps[0], most), most))
    if dose.kind not in _COUNTED and not _fits(dose, limits):
        share = limits.seconds / work_s(dose)
        if dose.kind in _TIMED:
            dose = replace(dose, duration_s=_whole(dose.set_s * share))
        else:
            dose = replace(dose, hold_s=_whole(dose.hold_s * share))
    while rounds == 1 and dose.sets > 1 and not _fits(dose, limits):
        dose = replace(dose, sets=dose.sets - 1)
    return dose


def _whole(seconds: float) -> float:
    return float(max(1, int(seconds + _CLOSE)))


def _fits(dose: Dose, limits: _Limits) -> bool:
    inside = work_s(dose) <= limits.seconds + _CLOSE
    return inside and repetitions(dose) <= limits.repetitions
