"""One exercise as a session of its own: "do just this"."""

from hiprehab.core.model import Block, Exercise, Item, Routine, Variant

PREFIX = "exercise:"
"""Begins the id of a routine that is one exercise; no pack can have such an id."""


def alone(exercise: Exercise) -> Routine:
    """A routine of this exercise only, with a variant for each of its levels.

    It is in no library: a session of it is recorded under its own id and never counts as a planned
    routine.
    """
    variants = tuple(
        Variant(
            level.name,
            level.name,
            (Block(exercise.category, (Item(exercise.id, level.name, level.dose),)),),
        )
        for level in exercise.levels
    )
    return Routine(
        PREFIX + exercise.id,
        exercise.name,
        variants,
        summary=exercise.purpose,
        pain_ceiling=exercise.pain_ceiling,
        evidence=exercise.evidence,
        sources=exercise.sources,
    )
