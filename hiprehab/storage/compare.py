"""What is different between two versions of a pack, per routine, exercise and field.

Values compare values: nothing here reads a file. Labels are short English source texts, which the
window translates; a field that this module does not know is called by its own name, so that no
change goes unsaid.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from hiprehab.core.model import (
    Block,
    Exercise,
    Item,
    Pack,
    ProgrammePhase,
    Routine,
    TempoPart,
    Variant,
)

LABELS: Final[Mapping[str, str]] = {
    "adjust": "what you may change",
    "author_note": "note from the author",
    "cautions": "caution",
    "check_s": "reminder after",
    "check": "reminder",
    "criteria": "begins",
    "cues": "cue",
    "default_level": "usual level",
    "duration_s": "time",
    "evidence": "what it rests on",
    "extra": "extra sets",
    "faults": "common mistake",
    "first": "first day",
    "for_who": "for whom",
    "helpers": "muscles that help",
    "hold_s": "hold",
    "last": "last day",
    "min_gap_days": "days between",
    "min_gap_hours": "hours between",
    "most_s": "longest time",
    "not_for": "not for",
    "notes": "note",
    "pain_ceiling": "highest pain",
    "phases": "phase",
    "rest_exercises_s": "rest before the next exercise",
    "rest_reps_s": "rest between repetitions",
    "rest_rounds_s": "rest between rounds",
    "rest_sets_s": "rest between sets",
    "rest_sides_s": "rest between sides",
    "review": "to be looked at by",
    "sources": "source",
    "stop_rules": "when to stop",
    "synonyms": "other name",
}
LONGEST: Final = 160
"""Characters of a text that are shown; longer ones are clipped."""
NOTHING: Final = "–"
_APART: Final = frozenset({"id", "variants", "levels", "exercises", "routines", "blocks", "items"})
_OF_ITEM: Final = frozenset({"exercise", "dose"})


class Kind(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Change(NamedTuple):
    """One difference. `where` is a routine or "" for what all share, `what` an exercise or "".

    `field` is empty where the thing itself was added, removed or moved. `before` and `after` are
    empty where there is nothing to say.
    """

    kind: Kind
    where: str
    what: str
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """One line, such as "Clamshell: sets 2 → 3"."""
        head = f"{self.what}: " if self.what else ""
        match self.kind:
            case Kind.CHANGED:
                return f"{head}{self.field} {self.before} → {self.after}"
            case Kind.MOVED:
                return f"{head}moved from place {self.before} to {self.after}"
        value = self.after or self.before
        if not self.field:
            return f"{head}{self.kind}" + (f" ({value})" if value else "")
        return f"{head}{self.field} {self.kind}: {value}"


def label(field: str) -> str:
    """A field in words."""
    return LABELS.get(field, field.removesuffix("_s").replace("_", " "))


def changes(old: Pack, new: Pack, name_of: Callable[[str], str]) -> tuple[Change, ...]:
    """Everything that differs, the routines first.

    Args:
        old: the version that is there.
        new: the version that would take its place.
        name_of: the name of an exercise of neither pack, by its id.
    """
    names = {one.id: one.name for pack in (old, new) for one in pack.exercises}

    def named(exercise: str) -> str:
        return names.get(exercise) or name_of(exercise)

    found: list[Change] = []
    was = {one.id: one for one in old.routines}
    for routine in new.routines:
        if routine.id in was:
            found += _routine(was[routine.id], routine, named)
        else:
            found.append(Change(Kind.ADDED, routine.title, ""))
    kept = {one.id for one in new.routines}
    found += [Change(Kind.REMOVED, one.title, "") for one in old.routines if one.id not in kept]
    found += _exercises(old, new)
    found += _fields(old, new, "", "")
    return tuple(one for one in found if one.field != "version")


# --- routines -------------------------------------------------------------------------------


def _routine(old: Routine, new: Routine, named: Callable[[str], str]) -> Iterator[Change]:
    was = {one.id: one for one in old.variants}
    for variant in new.variants:
        where = f"{new.title}, {variant.title}" if len(new.variants) > 1 else new.title
        if variant.id in was:
            yield from _variant(was[variant.id], variant, where, named)
        else:
            yield Change(Kind.ADDED, where, "")
    kept = {one.id for one in new.variants}
    for variant in old.variants:
        if variant.id not in kept:
            yield Change(Kind.REMOVED, f"{new.title}, {variant.title}", "")
    yield from _phases(old, new)
    yield from _fields(old, new, new.title, "", frozenset({"phases"}))


def _phases(old: Routine, new: Routine) -> Iterator[Change]:
    """The phases of a programme: which are new or gone, and what is different in the others."""
    was, now = _titled(old), _titled(new)
    if list(was) != list(now) and set(was) == set(now):
        field = label("phases")
        yield Change(Kind.CHANGED, new.title, "", field, "one order", "another order")
    for key, phase in now.items():
        what = f"{label('phases')} {said('', phase.title)}"
        if key in was:
            yield from _fields(was[key], phase, new.title, what)
        else:
            when = {**phase._asdict(), "title": None}
            yield Change(Kind.ADDED, new.title, what, after=_parts(when))
    for key, phase in was.items():
        if key not in now:
            yield Change(Kind.REMOVED, new.title, f"{label('phases')} {said('', phase.title)}")


def _titled(routine: Routine) -> dict[tuple[str, int], ProgrammePhase]:
    """Each phase by its title and how often that came before, with its variant by title."""
    titles = {one.id: one.title for one in routine.variants}
    found: dict[tuple[str, int], ProgrammePhase] = {}
    for phase in routine.phases:
        times = sum(title == phase.title for title, _ in found)
        variant = titles.get(phase.variant, phase.variant)
        found[phase.title, times] = phase._replace(variant=variant)
    return found


def _variant(
    old: Variant, new: Variant, where: str, named: Callable[[str], str]
) -> Iterator[Change]:
    yield from _fields(old, new, where, "")
    yield from _blocks(old.blocks, new.blocks, where)
    before, after = _placed(old), _placed(new)
    stay = _unmoved(list(before), list(after))
    for key, (place, part, item) in after.items():
        what = named(item.exercise)
        if key not in before:
            yield Change(Kind.ADDED, where, what, after=_dose(item))
            continue
        was_place, was_part, was = before[key]
        if key not in stay:
            yield Change(Kind.MOVED, where, what, "", str(was_place), str(place))
        if part != was_part:
            yield Change(Kind.CHANGED, where, what, "part", was_part, part)
        yield from _fields(was, item, where, what, _OF_ITEM)
        yield from _fields(was.dose, item.dose, where, what)
    for key, (_, _, item) in before.items():
        if key not in after:
            yield Change(Kind.REMOVED, where, named(item.exercise))


def _blocks(old: Sequence[Block], new: Sequence[Block], where: str) -> Iterator[Change]:
    """What blocks say besides their items, such as rounds; a block's kind goes with its items."""
    for was, block in zip(old, new, strict=False):
        yield from _fields(was, block, where, block.kind, frozenset({"kind"}))


def _placed(variant: Variant) -> dict[tuple[str, int], tuple[int, str, Item]]:
    """Each item by its exercise and how often that came before: its place, its block, itself."""
    found: dict[tuple[str, int], tuple[int, str, Item]] = {}
    place = 0
    for block in variant.blocks:
        for item in block.items:
            place += 1
            times = sum(name == item.exercise for name, _ in found)
            found[item.exercise, times] = (place, block.kind, item)
    return found


def _unmoved(old: Sequence[Any], new: Sequence[Any]) -> set[Any]:
    """The most keys of both that are in the same order in both."""
    places = {key: place for place, key in enumerate(old)}
    chains: list[list[Any]] = []
    for key in new:
        if key in places:
            fits = [one for one in chains if places[one[-1]] < places[key]]
            chains.append([*_longest(fits), key])
    return set(_longest(chains))


def _longest(chains: list[list[Any]]) -> list[Any]:
    return max(chains, key=len, default=[])


def _dose(item: Item) -> str:
    """An item's amount in a few words."""
    dose = item.dose
    given = [(name, getattr(dose, name)) for name in ("sets", "reps", "hold_s", "duration_s")]
    return ", ".join(f"{label(name)} {said(name, value)}" for name, value in given if value)


# --- exercises ------------------------------------------------------------------------------


def _exercises(old: Pack, new: Pack) -> Iterator[Change]:
    was = {one.id: one for one in old.exercises}
    for exercise in new.exercises:
        if exercise.id in was:
            yield from _exercise(was[exercise.id], exercise)
        else:
            yield Change(Kind.ADDED, "", exercise.name)
    kept = {one.id for one in new.exercises}
    for exercise in old.exercises:
        if exercise.id not in kept:
            yield Change(Kind.REMOVED, "", exercise.name)


def _exercise(old: Exercise, new: Exercise) -> Iterator[Change]:
    yield from _fields(old, new, "", new.name)
    was = {one.name: one for one in old.levels}
    for level in new.levels:
        what = f"{new.name}, level {level.name}" if len(new.levels) > 1 else new.name
        if level.name in was:
            yield from _fields(was[level.name], level, "", what, frozenset({"dose"}))
            yield from _fields(was[level.name].dose, level.dose, "", what)
        else:
            yield Change(Kind.ADDED, "", what)
    kept = {one.name for one in new.levels}
    for level in old.levels:
        if level.name not in kept:
            yield Change(Kind.REMOVED, "", f"{new.name}, level {level.name}")


# --- fields and values ----------------------------------------------------------------------


def _fields(
    old: Any, new: Any, where: str, what: str, apart: frozenset[str] = frozenset()
) -> Iterator[Change]:
    """The fields that differ; a list of texts is told entry by entry."""
    for name in _names(new):
        before, after = getattr(old, name), getattr(new, name)
        if name in _APART or name in apart or before == after:
            continue
        if _is_list(before) and _is_list(after):
            yield from _entries(before, after, where, what, name)
        else:
            said_before, said_after = said(name, before), said(name, after)
            yield Change(Kind.CHANGED, where, what, label(name), said_before, said_after)


def _entries(
    old: Sequence[Any], new: Sequence[Any], where: str, what: str, name: str
) -> Iterator[Change]:
    if sorted(map(str, old)) == sorted(map(str, new)):
        yield Change(Kind.CHANGED, where, what, label(name), "one order", "another order")
    for entry in old:
        if entry not in new:
            yield Change(Kind.REMOVED, where, what, label(name), before=said("", entry))
    for entry in new:
        if entry not in old:
            yield Change(Kind.ADDED, where, what, label(name), after=said("", entry))


def _is_list(value: Any) -> bool:
    """Whether it is a list of texts or tables, not a range of numbers, nor a table itself."""
    plain = isinstance(value, tuple) and not hasattr(value, "_fields")
    return plain and not any(isinstance(one, int | float | TempoPart) for one in value)


def _names(value: Any) -> tuple[str, ...]:
    if is_dataclass(value):
        return tuple(one.name for one in fields(value))
    found: tuple[str, ...] = value._fields
    return found


def said(name: str, value: Any) -> str:
    """A value in words; times carry their unit."""
    unit = " s" if name.endswith("_s") else ""
    match value:
        case None | "" | ():
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:g}{unit}"
        case StrEnum():
            return str(value)
        case str():
            return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
        case TempoPart():
            return f"{value.label} {value.seconds:g} s"
        case (int() | float() as low, int() | float() as high) if not hasattr(value, "_fields"):
            return f"{low:g}{unit}" if low == high else f"{low:g} to {high:g}{unit}"
    if is_dataclass(value) or hasattr(value, "_fields"):
        return _parts({one: getattr(value, one) for one in _names(value)})
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(said("", one) for one in value)
    return str(value)


def _parts(values: Mapping[str, Any]) -> str:
    """Named values in a few words, those that say nothing left out."""
    told = [(one, part) for one, part in values.items() if part not in _EMPTY]
    return ", ".join(f"{label(one)} {said(one, part)}" for one, part in told) or NOTHING


_EMPTY: Final = (None, "", ())
