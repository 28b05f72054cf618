"""Other forms of a move in a routine: what takes the place of a blocked one, and its ladder.

Which of them is used is the person's choice; it is kept as an accepted change (`core.adjusting`).
"""

from typing import NamedTuple

from hiprehab.core.conditions import Conditions, is_blocked, screen_routine
from hiprehab.core.limits import may_use_level
from hiprehab.core.model import Exercise, Item, Library, Variant


class Form(NamedTuple):
    """An exercise at a level; `easier` than what it would take the place of."""

    exercise: str
    level: str
    easier: bool


def other_forms(library: Library, item: Item, conditions: Conditions) -> tuple[Form, ...]:
    """The neighbours on the ladder, the easiest first, as far as the routine's author allows.

    What the person's conditions block is left out.
    """
    exercise = library.exercises[item.exercise]
    names = [level.name for level in exercise.levels]
    here = names.index(item.level) if item.level in names else 0
    found = [
        *_beside(library, exercise.easier, easier=True),
        *(Form(exercise.id, name, place < here) for place, name in enumerate(names)),
        *_beside(library, exercise.harder, easier=False),
    ]
    return tuple(
        one
        for one in found
        if (one.exercise, one.level) != (item.exercise, item.level)
        and not is_blocked(library.exercises[one.exercise], conditions)
        and may_use_level(item.adjust, item.exercise, one.exercise, one.level)
    )


def _beside(library: Library, names: tuple[str, ...], *, easier: bool) -> list[Form]:
    known: list[Exercise] = [library.exercises[one] for one in names if one in library.exercises]
    return [Form(one.id, one.usual.name, easier) for one in known]


class Substitute(NamedTuple):
    """What takes the place of a blocked move in a session, and whether it may be kept so.

    `form` is None where there is no other move. `free` is False where the routine's author fixed
    the move.
    """

    form: Form | None
    free: bool


def substitute(
    library: Library, variant: Variant, place: int, conditions: Conditions
) -> Substitute | None:
    """What takes the place of the item there (from 0); None when it is not blocked."""
    blocked = screen_routine(library, variant, conditions).blocked
    found = next((one for one in blocked if one.place == place), None)
    if found is None:
        return None
    if found.swap is None:
        return Substitute(None, free=False)
    level = library.exercises[found.swap].usual.name
    item = variant.items[place]
    free = may_use_level(item.adjust, item.exercise, found.swap, level)
    return Substitute(Form(found.swap, level, easier=True), free)
