"""Changes that the person accepted, laid over a routine; the routine itself stays as it was given.

A change of a move holds until it is ended. Less of everything holds for the next session only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hiprehab.core.agenda import COUNTED
from hiprehab.core.diary import Adjustment
from hiprehab.core.limits import kept, may_use_level
from hiprehab.core.log import SessionRecord
from hiprehab.core.model import LOCKED, Block, Item, Library, Variant
from hiprehab.core.plan import scaled
from hiprehab.core.rungs import Target, carried, is_up

WHOLE = 100


def holding(
    adjustments: Iterable[Adjustment], sessions: Iterable[SessionRecord], routine: str
) -> tuple[Adjustment, ...]:
    """The changes that hold for the next session of a routine, in the order they were made.

    Args:
        adjustments: all of them, ended ones too.
        sessions: the newest sessions, at least those since the last change.
        routine: the routine that is about to be done.
    """
    done = [one.stamp.at for one in sessions if one.routine == routine and one.status in COUNTED]
    newest = max(done, default=None)
    held = []
    for one in sorted(adjustments, key=lambda one: one.stamp.at):
        used_up = one.percent < WHOLE and newest is not None and newest > one.stamp.at
        if one.routine == routine and one.ended is None and not used_up:
            held.append(one)
    return tuple(held)


def adjusted(library: Library, variant: Variant, held: Sequence[Adjustment]) -> Variant:
    """The variant as it is done with these changes; without any it is the same object.

    A change whose exercise or level the library does not know any more is passed over, and what
    the author of the routine has locked stays.
    """
    if not held:
        return variant
    blocks = tuple(_block(library, block, held) for block in variant.blocks)
    return replace(variant, blocks=blocks)


def _block(library: Library, block: Block, held: Sequence[Adjustment]) -> Block:
    """Less of a block in rounds is fewer rounds, not less in each of them."""
    rounds = block.rounds
    if rounds > 1 and all(item.adjust.sets != LOCKED for item in block.items):
        for one in held:
            if not one.exercise:
                rounds = max(1, round(rounds * one.percent / WHOLE))
    items = tuple(_changed(library, item, held, block.rounds) for item in block.items)
    return replace(block, items=items, rounds=rounds)


def _changed(library: Library, given: Item, held: Sequence[Adjustment], rounds: int) -> Item:
    """The item with the changes that are about it: the last form, then what is less of it.

    Each form is carried over from the item as it was given, so that one after the other does not
    wear its dose away; and what is less stays less, whichever was accepted first.
    """
    own = [one for one in held if one.exercise in ("", given.exercise)]
    item = given
    for one in own:
        if one.to_exercise or one.to_level:
            form = moved(library, given, one.to_exercise, one.to_level, rounds=rounds)
            item = form if form is not given else item
    for one in own:
        if one.percent < WHOLE and (rounds == 1 or one.exercise):
            less = scaled(item.dose, one.percent / WHOLE)
            item = replace(item, dose=kept(item.dose, less, item.adjust))
    return item


def moved(library: Library, item: Item, to_exercise: str, to_level: str, *, rounds: int) -> Item:
    """The item as another exercise ("" keeps it) at a level ("" is its usual one).

    Its dose is carried over (`core.rungs`); `rounds` is how often its block is done. What may not
    be changed, or is not known, gives the item itself.
    """
    exercise = library.exercises.get(to_exercise or item.exercise)
    if exercise is None:
        return item
    level = exercise.level(to_level) if to_level else exercise.usual
    if level is None or not may_use_level(item.adjust, item.exercise, exercise.id, level.name):
        return item
    to = Target(exercise, level)
    return carried(library, item, to, up=is_up(library, item, to), rounds=rounds)
