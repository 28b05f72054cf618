"""What a pack that was offered would be for this person: times, things needed, what is blocked.

Worked out on a worker thread, from values only. A stranger's pack may ask for a million
repetitions, so the work is bounded: what is beyond it is listed without its time.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from hiprehab.core.conditions import Screening, Verdict, ceiling, screen_routine, verdict
from hiprehab.core.guidance import ceiling_of
from hiprehab.core.model import Exercise, Item, Library, Routine, Variant
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.storage.handover import Offer

MOST_ROUTINES: Final = 20
MOST_EXERCISES: Final = 20
MOST_STEPS: Final = 40_000
"""Of all plans together; a long routine has about a thousand."""


class FormSight(NamedTuple):
    """One variant of a routine. `total_s` (seconds) is None when it is too long to be planned."""

    variant: Variant
    total_s: float | None
    kit: tuple[str, ...]
    screening: Screening

    @property
    def moves(self) -> int:
        """How many different exercises it has."""
        return len({item.exercise for item in self.variant.items})


class RoutineSight(NamedTuple):
    """A routine with its variants. `late` says that the day of its review is over; `most` is the
    highest pain that would be fine for the person, where the routine names one."""

    routine: Routine
    forms: tuple[FormSight, ...]
    late: bool = False
    most: int | None = None


class OwnExercise(NamedTuple):
    """An exercise that the pack brings; `verdict` is what the person's conditions say to it."""

    exercise: Exercise
    picture: bytes
    verdict: Verdict


class Sight(NamedTuple):
    """An offer as this person sees it. `more` counts what is not listed."""

    offer: Offer
    routines: tuple[RoutineSight, ...]
    own: tuple[OwnExercise, ...]
    more: int = 0

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """All exercises that its routines may name."""
        return self.offer.library.exercises


def sight(offer: Offer, options: PlanOptions, today: date) -> Sight:
    """What to show of an offer today; the person's conditions are in the options."""
    library, pack = offer.library, offer.parcel.pack
    room = MOST_STEPS
    routines = []
    for one in pack.routines[:MOST_ROUTINES]:
        routine = library.routines[f"{pack.id}/{one.id}"]
        forms = []
        for variant in routine.variants:
            room -= steps_at_most(variant)
            planned = room >= 0
            total = compile_plan(library, routine, variant, options).total_s if planned else None
            screening = screen_routine(library, variant, options.conditions)
            forms.append(FormSight(variant, total, _kit(library, variant), screening))
        late = routine.review is not None and routine.review < today
        given, mine = routine.pain_ceiling, ceiling(options.conditions, today)
        most = None if given is None else ceiling_of(given, condition=mine)
        routines.append(RoutineSight(routine, tuple(forms), late, most))
    pictures = offer.parcel.pictures
    own = tuple(
        OwnExercise(found, pictures.get(one.picture, b""), verdict(found, options.conditions))
        for one in pack.exercises[:MOST_EXERCISES]
        for found in [library.exercises[f"{pack.id}/{one.id}"]]
    )
    listed = len(routines) + len(own)
    return Sight(offer, tuple(routines), own, len(pack.routines) + len(pack.exercises) - listed)


def _kit(library: Library, variant: Variant) -> tuple[str, ...]:
    things = (library.exercises[item.exercise].equipment for item in variant.items)
    return tuple(dict.fromkeys(thing for listed in things for thing in listed))


def steps_at_most(variant: Variant) -> int:
    """More steps than a plan of this variant can have."""
    return sum(
        getattr(block, "rounds", 1) * sum(map(_steps, block.items)) for block in variant.blocks
    )


def _steps(item: Item) -> int:
    dose = item.dose
    extra = dose.extra.sets if dose.extra else 0
    return 2 + (2 * dose.sets + extra) * (2 * dose.reps[1] + 2)
