"""Puts handouts together: a routine's variant or one exercise, with pictures of its key poses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from hiprehab import __version__, resources, tokens
from hiprehab.core.alone import alone
from hiprehab.core.conditions import Conditions
from hiprehab.core.model import Exercise, Item, Library, Routine, SideRule
from hiprehab.core.plan import PlanOptions, length_s
from hiprehab.report.handout import Handout, Maker, Pictures, Said, lay_out
from hiprehab.report.paper import Book, Paper
from hiprehab.report.words import tr
from hiprehab.storage.pictures import MAX_SIDE
from hiprehab.storage.problems import did_you_mean, printable
from hiprehab.storage.trouble import Kind, StorageProblem

PX: Final = (480, 360)
"""A pose of a routine: 300 dots to the inch at its size on paper."""
LARGE_PX: Final = (960, 720)
"""A pose of an exercise by itself, the same."""


class Person(NamedTuple):
    """What a clinician told the person, and the highest score that is fine for them, if known."""

    conditions: Conditions
    most: int | None = None


def wanted(library: Library, name: str, variant: str | None) -> Handout:
    """The routine of that id, else the exercise, in a variant or at a level.

    Raises StorageProblem: there is no such thing.
    """
    if name in library.routines:
        return of_routine(library, library.routines[name], variant)
    if name in library.exercises:
        return of_exercise(library, library.exercises[name], variant)
    hint = did_you_mean(name, [*library.routines, *library.exercises], "See: hiprehab routines")
    raise StorageProblem(
        f'There is no routine or exercise "{printable(name[:80])}".', hint, Kind.USAGE
    )


def of_routine(library: Library, routine: Routine, variant: str | None = None) -> Handout:
    """A routine in one of its forms; raises StorageProblem for an unknown one."""
    return _handout(library, routine, variant, is_alone=False)


def of_exercise(library: Library, exercise: Exercise, level: str | None = None) -> Handout:
    """An exercise at a level, its usual one for None."""
    return _handout(library, alone(exercise), level or exercise.usual.name, is_alone=True)


def _handout(library: Library, routine: Routine, name: str | None, *, is_alone: bool) -> Handout:
    found = routine.variant(name)
    if found is None:
        names = ", ".join(one.id for one in routine.variants)
        title, asked = printable(routine.title), printable((name or "")[:80])
        raise StorageProblem(f'{title} has no "{asked}".', f"There is: {names}.", Kind.USAGE)
    missing = [one.exercise for one in found.items if one.exercise not in library.exercises]
    if missing:
        raise StorageProblem(
            f"The exercise {printable(missing[0])} is missing.", "Install its pack again."
        )
    from hiprehab.ui.screens.library_words import often_text

    minutes = length_s(library, found, PlanOptions()) / 60
    return Handout(routine, found, minutes, often_text(routine), is_alone)


def bound(
    library: Library,
    handout: Handout,
    *,
    paper: Paper,
    cache: Path,
    person: Person | None = None,
    own: Mapping[str, QImage] | None = None,
) -> Book:
    """The sheets of a handout; slow, for a worker thread.

    Args:
        cache: where the solved motions of packs are.
        person: whom it is for, for cautions and a limit of their own.
        own: pictures by exercise that take the place of the figure.
    """
    from hiprehab.figure import catalogue
    from hiprehab.storage.guides import read_conditions
    from hiprehab.ui.screens import prescribed_words as words
    from hiprehab.ui.screens.pain_limit import stop_lines

    catalogue.use_own(cache)
    anybody = Person(Conditions(read_conditions(resources.data_dir())))
    conditions, most = person or anybody
    pictures = _Pictures(own or {})
    light = tokens.load(resources.asset("themes/light.toml"))
    said = Said(words.rounds_text, words.fixed_text, words.phase_when, stop_lines)
    maker = Maker(library, said, conditions, pictures.of, light, f"HipRehab {__version__}", most)
    return lay_out(handout, maker, paper=paper)


class _Pictures:
    """Finds the pictures of an exercise: its own, else the figure's key poses, else none."""

    def __init__(self, own: Mapping[str, QImage]) -> None:
        self._own = own

    def of(self, exercise: Exercise, item: Item, most: int) -> Pictures:
        """At most so many pictures."""
        image = self._own.get(exercise.id) or _read(exercise.picture)
        if image is not None and not image.isNull():
            return Pictures((image,))
        from hiprehab.figure import catalogue
        from hiprehab.figure.pictures import Shot, key_poses

        motion = catalogue.shown_for(exercise.motion, exercise.position)
        if motion is None:
            return Pictures(note=tr("There is no picture of this exercise."))
        left = item.dose.side is SideRule.LEFT
        width, height = LARGE_PX if most > 2 else PX
        images = key_poses(Shot(motion, width, height, left), most)
        rest = tr("Only the starting position is shown.") if catalogue.is_resting(motion) else ""
        return Pictures(tuple(images), rest)


def _read(path: str) -> QImage | None:
    """A picture of a pack; None where there is none or it cannot be read."""
    if not path:
        return None
    from hiprehab.ui.widgets.photo import read_picture

    image = read_picture(path, QSize(MAX_SIDE, MAX_SIDE))
    return None if image.isNull() else image
