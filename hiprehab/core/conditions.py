"""What a clinician told the person, and what it means for exercises and for the pain ceiling.

The app never guesses a condition. The table of conditions is data (`data/conditions.toml`); what
the person chose is in the log, with dates. `avoid` blocks an exercise and offers another one,
`modify` shows its note before the move, and nothing is left out silently.

Named tuples, not dataclasses: they are loaded at each start, and one takes an eighth of the time.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from hiprehab.core.guidance import USUAL_CEILING
from hiprehab.core.log import Stamp
from hiprehab.core.model import CautionLevel, Exercise, Library, Variant
from hiprehab.core.rungs import Target, along, carried

UNKNOWN: Final = "unknown"


class Ceiling(NamedTuple):
    """The highest pain that the general advice accepts, with its grounds."""

    pain: int
    evidence: str = ""
    basis: str = ""


class Condition(NamedTuple):
    """One thing that a clinician may have said. `early` and `later` are ceilings by its age."""

    key: str
    name: str
    also: str = ""
    note: str = ""
    ceiling: str = ""
    early: str = ""
    later: str = ""
    blocks_all: bool = False

    @property
    def dated(self) -> bool:
        """Whether its ceiling depends on how long it has been there."""
        return bool(self.early or self.later)


class ConditionBook(NamedTuple):
    """All conditions in the order in which they are offered, and the table of ceilings."""

    conditions: Mapping[str, Condition] = MappingProxyType({})
    ceilings: Mapping[str, Ceiling] = MappingProxyType({})
    early_days: int = 42


class Chosen(NamedTuple):
    """A condition that the person entered; `since` is when it began, where they know.

    The row stays when the choice ends; `ended` is the moment of that.
    """

    stamp: Stamp
    key: str
    since: date | None = None
    ended: datetime | None = None
    id: int | None = None


class Conditions(NamedTuple):
    """The book with what holds for the person now."""

    book: ConditionBook = ConditionBook()
    chosen: tuple[Chosen, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of what was chosen."""
        return frozenset(one.key for one in self.chosen)

    def name(self, key: str) -> str:
        """A condition in plain words."""
        found = self.book.conditions.get(key)
        return found.name if found else key


NO_CONDITIONS: Final = Conditions()


# --- the ceiling ----------------------------------------------------------------------------


def ceiling_key(condition: Condition, since: date | None, day: date, early_days: int) -> str:
    """Which ceiling of the table a condition uses on a day."""
    if condition.dated and since is not None:
        fresh = day - since < timedelta(days=early_days)
        return condition.early if fresh else condition.later
    return condition.ceiling or UNKNOWN


def ceiling(conditions: Conditions, day: date) -> int:
    """The lowest ceiling of what was chosen; the one of "unknown" when nothing was."""
    limits = [limit for _, limit in _ceilings(conditions, day)]
    if not limits and UNKNOWN in conditions.book.ceilings:
        return conditions.book.ceilings[UNKNOWN].pain
    return min(limits, default=USUAL_CEILING)


def ceiling_names(conditions: Conditions, day: date) -> tuple[str, ...]:
    """The conditions that `ceiling` comes from; none when none was chosen."""
    lowest = ceiling(conditions, day)
    return tuple(name for name, limit in _ceilings(conditions, day) if limit == lowest)


def _ceilings(conditions: Conditions, day: date) -> list[tuple[str, int]]:
    """What was chosen by name, with its ceiling on a day."""
    book = conditions.book
    return [
        (found.name, book.ceilings[key].pain)
        for one in conditions.chosen
        if (found := book.conditions.get(one.key))
        and (key := ceiling_key(found, one.since, day, book.early_days)) in book.ceilings
    ]


# --- exercises ------------------------------------------------------------------------------


class Reason(NamedTuple):
    """Why an exercise is blocked or changed: the condition in words and its note."""

    condition: str
    note: str = ""

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.condition}: {self.note}" if self.note else self.condition


class Verdict(NamedTuple):
    """What the chosen conditions mean for an exercise; the gravest level wins."""

    level: CautionLevel
    reasons: tuple[Reason, ...] = ()


FINE: Final = Verdict(CautionLevel.OK)


def verdict(exercise: Exercise, conditions: Conditions) -> Verdict:
    """Whether the exercise suits, is to be changed, or is to be left out."""
    found: dict[CautionLevel, list[Reason]] = {}
    for key in _in_order(conditions):
        known = conditions.book.conditions.get(key)
        if known is not None and known.blocks_all:
            found.setdefault(CautionLevel.AVOID, []).append(Reason(known.name, known.note))
    for caution in exercise.cautions:
        if caution.condition in conditions.keys:
            reason = Reason(conditions.name(caution.condition), caution.note)
            reasons = found.setdefault(caution.level, [])
            if reason.condition not in [one.condition for one in reasons]:
                reasons.append(reason)
    for level in (CautionLevel.AVOID, CautionLevel.MODIFY):
        if level in found:
            return Verdict(level, tuple(found[level]))
    return FINE


def caution_text(exercise: Exercise, conditions: Conditions) -> str:
    """What to mind with this exercise, to be shown and said before it; empty without anything.

    Without the names of conditions, which nobody else in the room has to hear.
    """
    found = verdict(exercise, conditions)
    return " ".join(reason.note for reason in found.reasons if reason.note)


def is_blocked(exercise: Exercise, conditions: Conditions) -> bool:
    """Whether the exercise is to be left out."""
    return verdict(exercise, conditions).level is CautionLevel.AVOID


def _in_order(conditions: Conditions) -> list[str]:
    keys = conditions.keys
    return [key for key in conditions.book.conditions if key in keys]


# --- routines -------------------------------------------------------------------------------


class Blocked(NamedTuple):
    """An item that is to be left out, why, and the exercise that can take its place."""

    place: int
    exercise: str
    reasons: tuple[Reason, ...]
    swap: str | None


class Modified(NamedTuple):
    """An item that is to be done with care."""

    place: int
    exercise: str
    reasons: tuple[Reason, ...]


class Screening(NamedTuple):
    """What the conditions mean for a routine; places count its items from 0."""

    blocked: tuple[Blocked, ...] = ()
    modified: tuple[Modified, ...] = ()
    items: int = 0

    @property
    def any(self) -> bool:
        """Whether there is something to tell before the routine is begun."""
        return bool(self.blocked or self.modified)

    @property
    def nothing_left(self) -> bool:
        """Whether every item is blocked and none has another exercise to offer."""
        return bool(self.items) and self.items == sum(not one.swap for one in self.blocked)


def screen_routine(library: Library, variant: Variant, conditions: Conditions) -> Screening:
    """Every item that is blocked, with a swap where there is one, or to be done with care."""
    blocked, modified = [], []
    taken = {item.exercise for item in variant.items}
    swaps: dict[str, str | None] = {}
    for place, item in enumerate(variant.items):
        exercise = library.exercises[item.exercise]
        found = verdict(exercise, conditions)
        if found.level is CautionLevel.AVOID:
            if exercise.id not in swaps:
                swap = swaps[exercise.id] = swap_for(library, exercise, conditions, taken)
                taken |= {swap} if swap else set()
            blocked.append(Blocked(place, exercise.id, found.reasons, swaps[exercise.id]))
        elif found.level is CautionLevel.MODIFY:
            modified.append(Modified(place, exercise.id, found.reasons))
    return Screening(tuple(blocked), tuple(modified), len(variant.items))


def swap_for(
    library: Library, exercise: Exercise, conditions: Conditions, taken: Collection[str] = ()
) -> str | None:
    """The nearest easier exercise that is not blocked, else another of the same ladder.

    A ladder's exercise of another kind is not offered, nor one that the routine has already.
    """
    easier = along(library, exercise, exercise.easier, lambda one: one.easier)
    whole = along(
        library,
        exercise,
        (*exercise.easier, *exercise.harder),
        lambda one: (*one.easier, *one.harder),
    )
    for one in (*easier, *whole):
        same = one.category == exercise.category or one in easier
        if same and one.id not in taken and not is_blocked(one, conditions):
            return one.id
    return None


def with_swaps(
    library: Library, variant: Variant, screening: Screening, left_out: Collection[str] = ()
) -> Variant:
    """The variant without what is blocked: each swap at its usual level, the rest left out.

    What was prescribed is carried over to a swap (`core.rungs`); it is never more than that.

    Args:
        left_out: the blocked exercises whose swap the person does not want.
    """
    blocked = {one.place: one for one in screening.blocked}
    blocks, place = [], 0
    for block in variant.blocks:
        items = []
        for item in block.items:
            found = blocked.get(place)
            if found is None:
                items.append(item)
            elif found.swap and found.exercise not in left_out:
                exercise = library.exercises[found.swap]
                to = Target(exercise, exercise.usual)
                items.append(carried(library, item, to, up=False, rounds=block.rounds))
            place += 1
        if items:
            blocks.append(replace(block, items=tuple(items)))
    return replace(variant, blocks=tuple(blocks))
