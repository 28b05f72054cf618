"""A routine as this person does it now: as it was given, with the changes that were accepted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hiprehab.core.conditions import is_blocked
from hiprehab.core.model import Routine, Variant
from hiprehab.ui.screens.around import Around

if TYPE_CHECKING:
    from hiprehab.core.diary import Adjustment


def held(around: Around, routine: str) -> "tuple[Adjustment, ...]":
    """The changes that hold for the routine's next session."""
    read, today = around.live.read, around.today()
    open_ones = [one for one in read.adjustments() if one.routine == routine and not one.ended]
    if not open_ones:
        return ()
    from hiprehab.core.adjusting import holding

    first = min(one.stamp.day for one in open_ones)
    return holding(open_ones, read.sessions_between(first, today), routine)


def reversible(around: Around, changes: "Iterable[Adjustment]") -> "tuple[Adjustment, ...]":
    """Those changes without which nothing comes back that the person's conditions block."""
    conditions, exercises = around.conditions(), around.library().exercises

    def blocked(name: str) -> bool:
        return name in exercises and is_blocked(exercises[name], conditions)

    return tuple(one for one in changes if not blocked(one.exercise))


def own_variant(around: Around, routine: Routine, variant: Variant) -> Variant:
    """The variant with the changes that hold; the same object when there are none."""
    changes = held(around, routine.id)
    if not changes:
        return variant
    from hiprehab.core.adjusting import adjusted

    return adjusted(around.library(), variant, changes)
