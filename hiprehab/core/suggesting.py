"""What might be changed after how things went: suggestions with their reason, never done unasked.

The rules are in docs/clinical.md. Each ends as an accepted change (`core.adjusting`) or as another
level of the routine in the person's plan.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.conditions import Conditions
from hiprehab.core.diary import Adjustment
from hiprehab.core.ladder import Rung, neighbour
from hiprehab.core.limits import may_use_level
from hiprehab.core.log import Moment, PainEntry
from hiprehab.core.model import Block, Item, Library, Routine, Variant
from hiprehab.core.plan import PlanOptions, length_s, plan_items
from hiprehab.core.verdicts import Kind, SessionVerdict
from hiprehab.core.weekly import LESS_PERCENT, Break, Week

_RUNG: Final = re.compile(r"(l|level|stage|step-|weeks?)\d", re.IGNORECASE)


class Suggest(StrEnum):
    """What would be changed."""

    LESS = "a little less next time"
    DOWN = "one level down"
    UP = "one level up"
    FIRST = "the first level"
    EASIER_MOVE = "an easier form of one move"
    AS_GIVEN = "back to what was given"
    STEP = "another step of the way back to running"


class Suggestion(NamedTuple):
    """A change that can be accepted with one press.

    `variant` is the level to go to; `exercise`, `to_exercise` and `to_level` name a move's change.
    """

    what: Suggest
    routine: str
    variant: str = ""
    exercise: str = ""
    to_exercise: str = ""
    to_level: str = ""
    percent: int = 100


def rungs(routine: Routine) -> tuple[Variant, ...]:
    """The levels of a routine, the easiest first; nothing when its variants are no levels."""
    levels = tuple(one for one in routine.variants if _RUNG.match(one.id))
    return levels if len(levels) > 1 else ()


def beside(routine: Routine, variant: str, way: int) -> Variant | None:
    """The level so many rungs up (1) or down (-1), or None at an end."""
    levels = rungs(routine)
    places = [place for place, one in enumerate(levels) if one.id == variant]
    if not places or not 0 <= places[0] + way < len(levels):
        return None
    return levels[places[0] + way]


def below(library: Library, routine: Routine, variant: str) -> Variant | None:
    """What "one level down" begins instead, or None where nothing of the routine is easier.

    Where the variants are no levels it is the one before it, unless that takes longer.
    """
    if rungs(routine):
        return beside(routine, variant, -1)
    names = [one.id for one in routine.variants]
    place = names.index(variant) if variant in names else 0
    if not place:
        return None
    now, before = routine.variants[place], routine.variants[place - 1]
    options = PlanOptions()
    shorter = length_s(library, before, options) <= length_s(library, now, options)
    return before if shorter else None


def after_session(
    found: SessionVerdict, routine: Routine, held: Sequence[Adjustment], *, up: bool
) -> Suggestion | None:
    """What a session's verdict suggests for the routine as a whole.

    Args:
        found: the newest verdict of the routine.
        routine: the routine of that session.
        held: the changes that hold for it.
        up: whether two good sessions and the week allow for more.
    """
    variant = found.record.variant
    if found.kind is Kind.GREEN and up:
        if any(one.to_exercise or one.to_level for one in held):
            return Suggestion(Suggest.AS_GIVEN, routine.id)
        higher = beside(routine, variant, 1)
        return Suggestion(Suggest.UP, routine.id, higher.id) if higher else None
    if found.kind is Kind.FLARE:
        return _less(routine, held)
    if found.kind is Kind.RED:
        return _down(routine, variant) or _less(routine, held)
    return None


def after_break(
    broken: Break, routine: Routine, variant: str, held: Sequence[Adjustment]
) -> Suggestion | None:
    """What days without a session suggest for the routine that is due."""
    levels = rungs(routine)
    if broken is Break.ANEW and levels and levels[0].id != variant:
        return Suggestion(Suggest.FIRST, routine.id, levels[0].id)
    if broken in (Break.DOWN, Break.ANEW):
        return _down(routine, variant) or _less(routine, held)
    return _less(routine, held) if broken is Break.LESS else None


def after_week(week: Week, routine: Routine, variant: str) -> Suggestion | None:
    """What the mornings of the week suggest."""
    return _down(routine, variant) if week in (Week.DOWN, Week.CLINICIAN) else None


def _down(routine: Routine, variant: str) -> Suggestion | None:
    lower = beside(routine, variant, -1)
    return Suggestion(Suggest.DOWN, routine.id, lower.id) if lower else None


def _less(routine: Routine, held: Sequence[Adjustment]) -> Suggestion | None:
    if any(one.percent < 100 for one in held):
        return None
    return Suggestion(Suggest.LESS, routine.id, percent=LESS_PERCENT)


def easier_move(
    found: SessionVerdict,
    entries: Sequence[PainEntry],
    routine: Routine,
    *,
    library: Library,
    conditions: Conditions,
) -> Suggestion | None:
    """The move that hurt most in a session above its limit, one rung easier."""
    variant = routine.variant(found.record.variant)
    worst = worst_move(found, entries)
    if found.kind is not Kind.HIGH or variant is None or not worst:
        return None
    item = next((one for one in variant.items if one.exercise == worst), None)
    if item is None:
        return None
    rung = one_easier(library, item, conditions)
    if rung is None:
        return None
    other = "" if rung[0] == worst else rung[0]
    return Suggestion(Suggest.EASIER_MOVE, routine.id, "", worst, other, rung[1])


def one_easier(library: Library, item: Item, conditions: Conditions) -> tuple[str, str] | None:
    """The exercise and level one rung below an item, as far as its author allows."""
    (now,) = plan_items(library, Block("", (item,)), PlanOptions(conditions=conditions))
    easier = neighbour(library, now, Rung.EASIER, conditions)
    if easier is None:
        return None
    allowed = may_use_level(item.adjust, item.exercise, easier.exercise, easier.level)
    return (easier.exercise, easier.level) if allowed else None


def worst_move(found: SessionVerdict, entries: Sequence[PainEntry]) -> str:
    """The exercise with the highest score in that session above its limit, "" if none is known."""
    own = [
        one
        for one in entries
        if one.session == found.record.id
        and one.session is not None
        and one.moment is Moment.DURING
        and one.exercise
        and (one.score or 0) > found.ceiling
    ]
    own.sort(key=lambda one: one.score or 0)
    return own[-1].exercise or "" if own else ""


def accepted(suggestion: Suggestion, change: Adjustment) -> Adjustment | None:
    """The change to keep when somebody accepts; None when the plan's level changes instead.

    Args:
        suggestion: what was accepted.
        change: when it was accepted and the sentence that was read.
    """
    if suggestion.variant or suggestion.what is Suggest.AS_GIVEN:
        return None
    return change._replace(
        routine=suggestion.routine,
        exercise=suggestion.exercise,
        to_exercise=suggestion.to_exercise,
        to_level=suggestion.to_level,
        percent=suggestion.percent,
    )
