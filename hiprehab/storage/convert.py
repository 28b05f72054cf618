"""From the files' shapes to the values of the core, with the checks across tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

from hiprehab.core.model import (
    Author,
    Block,
    Caution,
    CautionLevel,
    Dose,
    Exercise,
    Item,
    Level,
    ProgrammePhase,
    Routine,
    Schedule,
    Variant,
)
from hiprehab.storage.doses import dose_fault, dose_values
from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.packfile import Document
from hiprehab.storage.problems import Problem, did_you_mean
from hiprehab.storage.programme import adjust_faults, adjust_of, phase_faults, phases_of
from hiprehab.storage.shapes import (
    AdjustWordsShape,
    AuthorShape,
    BlockShape,
    DoseShape,
    ExerciseShape,
    ItemShape,
    RoutineShape,
    ScheduleShape,
)

MOST_ITEMS = 40
MOST_SETS = 20
SPOKEN_WORDS = 12
MOST_HINTS = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A table of a pack: its id, its shape and where it stands."""

    id: str
    shape: T
    document: Document
    place: KeyPath = ()


@dataclass(slots=True)
class Draft:
    """A pack's tables that have the right shape, and the names of those that have not."""

    exercises: dict[str, Part[ExerciseShape]] = field(default_factory=dict)
    routines: dict[str, Part[RoutineShape]] = field(default_factory=dict)
    motions: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    adjust: AdjustWordsShape | None = None
    author: AuthorShape | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What a pack may refer to besides its own: the built-in exercises and motions."""

    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    motions: frozenset[str] = frozenset()


class Converter:
    """Converts one pack; what it finds wrong on the way is in `problems`."""

    def __init__(self, draft: Draft, base: Base, *, cautions_needed: bool) -> None:
        self.problems: list[Problem] = []
        self._draft = draft
        self._base = base
        self._cautions_needed = cautions_needed
        self._known = {*draft.exercises, *draft.broken, *base.exercises}
        self._own: dict[str, Exercise | None] = {}

    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises of the pack that are sound."""
        for name, part in self._draft.exercises.items():
            self._own[name] = _ExerciseReader(self, part).read()
        return tuple(one for one in self._own.values() if one is not None)

    def routines(self) -> tuple[Routine, ...]:
        """All routines; call it after `exercises`."""
        return tuple(_RoutineReader(self, part).read() for part in self._draft.routines.values())

    @property
    def motions(self) -> frozenset[str]:
        """The motions an exercise may name."""
        return self._base.motions | self._draft.motions

    @property
    def adjust(self) -> AdjustWordsShape | None:
        """What the pack says about all its routines."""
        return self._draft.adjust

    @property
    def author(self) -> AuthorShape | None:
        """Who made the pack, and so each routine that names nobody."""
        return self._draft.author

    @property
    def cautions_needed(self) -> bool:
        """Whether an exercise has to say which conditions matter."""
        return self._cautions_needed

    def find(self, name: str) -> Exercise | None:
        """The pack's own exercise, or the built-in one; None also for one that is broken."""
        return self._own[name] if name in self._own else self._base.exercises.get(name)

    def exists(self, name: str) -> bool:
        """Whether there is such an exercise, sound or not."""
        return name in self._known

    def unknown_exercise(self, name: str) -> tuple[str, str]:
        """Message and remedy for a reference that leads nowhere."""
        otherwise = "Add it to the pack, or name a built-in one (hiprehab exercises lists them)."
        message = f'there is no exercise "{name}"'
        # Looking for the nearest takes long, and nobody reads the hundredth hint.
        known = sorted(self._known) if len(self.problems) < MOST_HINTS else ()
        return message, did_you_mean(name, known, otherwise)


class _Reader(Generic[T]):
    """What exercises and routines share: the place of a problem, and doses."""

    def __init__(self, converter: Converter, part: Part[T]) -> None:
        self._converter = converter
        self._part = part
        self._shape = part.shape

    def _fault(self, path: KeyPath, message: str, remedy: str) -> None:
        place = (*self._part.place, *path)
        self._converter.problems.append(self._part.document.problem(place, message, remedy))

    def _dose(self, below: Mapping[str, Any], *layers: tuple[DoseShape, KeyPath]) -> Dose | None:
        """The layers laid over the values below, field by field; None when that is no dose."""
        values = dict(below)
        for shape, _ in layers:
            values |= dose_values(shape)
        fault = dose_fault(values)
        if fault is None:
            return Dose(**values)
        key, message, remedy = fault
        path = layers[-1][1]
        for shape, place in layers:
            if key in shape.model_fields_set:
                path = (*place, key)
        self._fault(path, message, remedy)
        return None

    def _check_unique(self, names: list[str], key: str, name_key: str) -> None:
        for number, name in enumerate(names):
            if name in names[:number]:
                message = f'"{name}" is given twice'
                self._fault((key, number, name_key), message, "Each one needs its own name.")


class _ExerciseReader(_Reader[ExerciseShape]):
    def read(self) -> Exercise | None:
        """The exercise, or None when one of its levels has no sound dose."""
        shape = self._shape
        self._check_texts()
        self._check_cautions()
        self._check_references()
        levels = self._levels()
        if not levels:
            return None
        return Exercise(
            id=self._part.id,
            name=shape.name,
            category=shape.category,
            position=shape.position,
            levels=levels,
            motion=shape.motion,
            purpose=shape.purpose,
            equipment=tuple(shape.equipment),
            muscles=tuple(shape.muscles),
            helpers=tuple(shape.helpers),
            cues=tuple(shape.cues),
            breathing=shape.breathing,
            faults=tuple(shape.faults),
            cautions=tuple(
                Caution(one.condition, CautionLevel(one.level), one.note) for one in shape.caution
            ),
            easier=tuple(shape.easier),
            harder=tuple(shape.harder),
            default_level=shape.default_level or levels[0].name,
            pain_ceiling=shape.pain_ceiling,
            synonyms=tuple(shape.synonyms),
            evidence=shape.evidence,
            sources=tuple(shape.sources),
            picture=shape.picture or "",
        )

    def _check_texts(self) -> None:
        words = len(self._shape.cues[0].split())
        if words > SPOKEN_WORDS:
            message = f"the first cue has {words} words; it is spoken, so {SPOKEN_WORDS} at most"
            self._fault(("cues", 0), message, "Shorten it, or move a shorter one to the front.")

    def _check_cautions(self) -> None:
        shape = self._shape
        if shape.caution and shape.no_known_cautions:
            message = "there are cautions, yet it says that none are known"
            self._fault(("no_known_cautions",), message, "Remove one of the two.")
        if self._converter.cautions_needed and not (shape.caution or shape.no_known_cautions):
            remedy = "Add caution = [...], or no_known_cautions = true."
            self._fault((), "nothing is said about cautions", remedy)
        self._check_unique([one.condition for one in shape.caution], "caution", "condition")

    def _check_references(self) -> None:
        shape = self._shape
        for key in ("easier", "harder"):
            for number, name in enumerate(getattr(shape, key)):
                if name == self._part.id:
                    message = "an exercise cannot be easier or harder than itself"
                    self._fault((key, number), message, "Remove it.")
                elif not self._converter.exists(name):
                    self._fault((key, number), *self._converter.unknown_exercise(name))
        motions = self._converter.motions
        if shape.motion is not None and shape.motion not in motions:
            remedy = did_you_mean(
                shape.motion, motions, "Leave it out: the exercise works without."
            )
            self._fault(("motion",), f'there is no motion "{shape.motion}"', remedy)

    def _levels(self) -> tuple[Level, ...]:
        """All levels, or none when one of them is not sound."""
        shape = self._shape
        if shape.level is None:
            dose = self._dose({}, (shape.dose, ("dose",)))
            levels = [Level("1", dose)] if dose else []
            names = ["1"]
        else:
            levels = []
            names = [one.name for one in shape.level]
            self._check_unique(names, "level", "name")
            for number, one in enumerate(shape.level):
                layers = (shape.dose, ("dose",)), (one.dose, ("level", number, "dose"))
                dose = self._dose({}, *layers)
                if dose:
                    levels.append(Level(one.name, dose, one.note))
        if shape.default_level is not None and shape.default_level not in names:
            message = f'there is no level "{shape.default_level}"'
            self._fault(("default_level",), message, f"Levels: {', '.join(names)}.")
        return tuple(levels) if len(levels) == len(names) else ()


class _RoutineReader(_Reader[RoutineShape]):
    def read(self) -> Routine:
        """The routine; with faults it is not whole, and the pack is refused for them."""
        shape = self._shape
        variants = self._variants()
        return Routine(
            id=self._part.id,
            title=shape.title,
            variants=variants,
            version=shape.version,
            summary=shape.summary,
            for_who=shape.for_who,
            not_for=shape.not_for,
            schedule=schedule(shape.schedule),
            stop_rules=tuple(shape.stop_rules),
            pain_ceiling=shape.pain_ceiling,
            notes=tuple(shape.notes),
            author=author(self._author()),
            evidence=shape.evidence,
            sources=tuple(shape.sources),
            phases=self._phases(variants),
            review=shape.review,
            author_note=shape.author_note,
        )

    def _author(self) -> AuthorShape:
        named, whole = self._shape.author, self._converter.author
        return named if whole is None or author(named) != Author() else whole

    def _phases(self, variants: tuple[Variant, ...]) -> tuple[ProgrammePhase, ...]:
        if not variants:  # their own problem is enough
            return ()
        names = [one.id for one in variants]
        faults = phase_faults(self._shape.phase, names)
        for number, key, message, remedy in faults:
            self._fault(("phase", number, key) if key else ("phase", number), message, remedy)
        return () if faults else phases_of(self._shape.phase, names)

    def _variants(self) -> tuple[Variant, ...]:
        shape = self._shape
        if (shape.block is None) == (shape.variant is None):
            both = shape.block is not None
            message = "it has blocks and variants" if both else "it has no blocks"
            remedy = (
                "Put the blocks into the variants." if both else "Add [[block]] or [[variant]]."
            )
            self._fault(("block",) if both else (), message, remedy)
            return ()
        if shape.block is not None:
            return (Variant("standard", "Standard", self._blocks(shape.block, ())),)
        variants = shape.variant or []
        self._check_unique([one.id.casefold() for one in variants], "variant", "id")
        return tuple(
            Variant(one.id, one.title, self._blocks(one.block, ("variant", number)))
            for number, one in enumerate(variants)
        )

    def _blocks(self, blocks: list[BlockShape], place: KeyPath) -> tuple[Block, ...]:
        if sum(len(block.items) for block in blocks) > MOST_ITEMS:
            message = f"it has more than {MOST_ITEMS} items"
            self._fault((*place, "block"), message, "Make two routines of it.")
        return tuple(
            self._block(block, (*place, "block", number)) for number, block in enumerate(blocks)
        )

    def _block(self, block: BlockShape, place: KeyPath) -> Block:
        found = (
            self._item(item, (*place, "items", number)) for number, item in enumerate(block.items)
        )
        items = tuple(item for item in found if item is not None)
        most = max((item.dose.sets for item in items), default=1)
        if block.rounds > 1 and block.rounds * most > MOST_SETS:
            message = f"{block.rounds} rounds of {most} sets are more than {MOST_SETS} sets"
            self._fault((*place, "rounds"), message, "Lower one of the two.")
        return Block(block.kind, items, block.rounds, block.rest_rounds_s)

    def _item(self, item: ItemShape, place: KeyPath) -> Item | None:
        if not self._converter.exists(item.exercise):
            fault = self._converter.unknown_exercise(item.exercise)
            self._fault((*place, "exercise"), *fault)
            return None
        exercise = self._converter.find(item.exercise)
        if exercise is None:  # its own problem is enough
            return None
        level = exercise.usual if item.level is None else exercise.level(item.level)
        if level is None:
            message = f'"{exercise.id}" has no level "{item.level}"'
            names = ", ".join(one.name for one in exercise.levels)
            self._fault((*place, "level"), message, f"Levels: {names}.")
            return None
        below = {one.name: getattr(level.dose, one.name) for one in fields(Dose)}
        dose = self._dose(below, (item.dose, (*place, "dose")))
        if dose is None:
            return None
        adjust = adjust_of(self._converter.adjust, self._shape.adjust, item.adjust)
        levels = [one.name for one in exercise.levels]
        for key, message, remedy in adjust_faults(item.adjust, dose, level.name, levels):
            self._fault((*place, "adjust", key), message, remedy)
        return Item(exercise.id, level.name, dose, item.note, item.optional, adjust)


def author(shape: AuthorShape) -> Author:
    """Who wrote it."""
    return Author(shape.name, shape.role, shape.organisation)


def schedule(shape: ScheduleShape) -> Schedule:
    """How often; what is left out keeps the core's own default."""
    given = {key: getattr(shape, key) for key in shape.model_fields_set}
    return Schedule(**given)
