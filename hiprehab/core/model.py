"""What a clinician prescribes: exercises with their levels, doses, routines and packs.

Frozen, slotted values without behaviour of their own beyond small derived facts. They are built by
`storage.library` (from TOML) and compiled by `core.plan`. Units: seconds (s) for every time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Literal, NamedTuple

READY: Final = "ready"
"""A rest that lasts until the person says that they are ready."""

Rest = float | Literal["ready"]
LOCKED: Final = "locked"
"""What its author wants to be done as it is written."""

Bound = Literal["locked"] | tuple[float, float] | None
"""Locked, (lowest, highest), or None: free."""
BUILTIN_PACK: Final = "builtin"

SELF_PACED_REP_S: Final = 4.0
"""Guess for one self-paced repetition; only for total times."""
OPEN_S: Final = 60.0
"""Guess for open-ended work; only for total times."""


class Side(StrEnum):
    """A side of the person's own body, never of the screen."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class SideRule(StrEnum):
    """Which sides a dose is done on: BOTH at once (a bridge), EACH one after the other."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"
    EACH = "each"
    ALTERNATING = "alternating"
    AFFECTED = "affected"
    UNAFFECTED = "unaffected"


class Affected(StrEnum):
    """The sore side, from the profile."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    UNKNOWN = "unknown"


class DoseKind(StrEnum):
    """How the work of a set is timed.

    HOLD: `reps` holds of `hold_s`. REPS: `reps` repetitions paced by `tempo`. SELF: `reps` at the
    person's own pace, ended with Done. TIME: `duration_s` of moving. OPEN: until Done.
    """

    HOLD = "hold"
    REPS = "reps"
    SELF = "self"
    TIME = "time"
    OPEN = "open"


class Phase(StrEnum):
    """What the body does in a part of a repetition; the figure is driven by it."""

    MOVE = "move"
    HOLD = "hold"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class TempoPart:
    """One named part of a repetition, such as "lower" for 3 s."""

    label: str
    seconds: float
    phase: Phase


@dataclass(frozen=True, slots=True)
class ExtraDose:
    """More sets for one side, after the sets that both sides share."""

    side: SideRule
    sets: int


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise: one level's amount, or an item's after its overrides.

    `reps` is (fewest, most); the plan uses the most. For alternating sides and for `each`, reps are
    per side. The four rests are between repetitions, between sides, between sets and before the
    next exercise; 0 means none, READY waits for the person, and `None` for rest_sides_s and
    rest_exercises_s leaves it to the person's settings. `most_s` is a hard stop of timed work that
    no key can move (0: none); `check` is said after `check_s` seconds of it.
    """

    kind: DoseKind
    sets: int = 1
    reps: tuple[int, int] = (1, 1)
    hold_s: float = 0.0
    duration_s: float = 0.0
    tempo: tuple[TempoPart, ...] = ()
    rest_reps_s: Rest = 0.0
    rest_sides_s: Rest | None = None
    rest_sets_s: Rest = 0.0
    rest_exercises_s: Rest | None = None
    side: SideRule = SideRule.BOTH
    extra: ExtraDose | None = None
    load: str = ""
    effort: tuple[int, int] | None = None
    note: str = ""
    most_s: float = 0.0
    check_s: float = 0.0
    check: str = ""

    @property
    def rep_s(self) -> float:
        """Seconds of one repetition at the tempo, without rests."""
        return sum(part.seconds for part in self.tempo)

    @property
    def set_s(self) -> float:
        """Seconds of work of one set of one side, with guesses for what the person ends."""
        if self.kind is DoseKind.TIME:
            return self.duration_s
        if self.kind is DoseKind.OPEN:
            return self.duration_s or OPEN_S
        if self.kind is DoseKind.HOLD:
            return self.reps[1] * self.hold_s
        if self.kind is DoseKind.SELF:
            return self.reps[1] * (self.rep_s or SELF_PACED_REP_S)
        return self.reps[1] * self.rep_s


@dataclass(frozen=True, slots=True)
class Level:
    """A rung of the ladder inside one exercise."""

    name: str
    dose: Dose
    note: str = ""


class CautionLevel(StrEnum):
    """What a condition means for an exercise."""

    OK = "ok"
    MODIFY = "modify"
    AVOID = "avoid"


@dataclass(frozen=True, slots=True)
class Caution:
    """What to mind with a condition (a key of the clinical brief, such as "gtps")."""

    condition: str
    level: CautionLevel
    note: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A move with its levels. `id` is bare for built-ins and PACK/ID for a pack's own.

    `picture` is a file's name inside a `Pack`, and the file's path inside a `Library`.
    """

    id: str
    name: str
    category: str
    position: str
    levels: tuple[Level, ...]
    motion: str | None = None
    purpose: str = ""
    equipment: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    breathing: str = ""
    faults: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
    default_level: str = ""
    pain_ceiling: int | None = None
    synonyms: tuple[str, ...] = ()
    evidence: str = ""
    sources: tuple[str, ...] = ()
    picture: str = ""

    def level(self, name: str) -> Level | None:
        """The level of that name, or None."""
        return next((level for level in self.levels if level.name == name), None)

    @property
    def usual(self) -> Level:
        """The level used when nobody chose one."""
        return self.level(self.default_level) or self.levels[0]


class Adjust(NamedTuple):
    """What of an item may be changed by somebody else than its author; None is free.

    `tempo`, `rests` and `side` know no range. `level` is locked, or the names of the levels that
    may be used; either way the ladder leads to no other exercise. Stopping, pausing and leaving out
    are nobody's to lock.
    """

    sets: Bound = None
    reps: Bound = None
    hold_s: Bound = None
    duration_s: Bound = None
    tempo: Literal["locked"] | None = None
    rests: Literal["locked"] | None = None
    side: Literal["locked"] | None = None
    level: Literal["locked"] | tuple[str, ...] | None = None


FREE: Final = Adjust()


@dataclass(frozen=True, slots=True)
class Item:
    """An exercise in a routine; `dose` is the level's with the item's overrides laid over it."""

    exercise: str
    level: str
    dose: Dose
    note: str = ""
    optional: bool = False
    adjust: Adjust = FREE


@dataclass(frozen=True, slots=True)
class Block:
    """Items that belong together (warm-up, strength, stretch ...).

    They are done in turn `rounds` times, with the sets of each dose inside a round, and a rest of
    `rest_rounds_s` before the next round.
    """

    kind: str
    items: tuple[Item, ...]
    rounds: int = 1
    rest_rounds_s: Rest = 0.0


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of a routine, such as level L1; a routine without variants has one, "standard"."""

    id: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for block in self.blocks for item in block.items)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often a routine is meant to be done; 0 means that nothing is said."""

    days_per_week: tuple[int, int] = (0, 0)
    times_per_day: tuple[int, int] = (1, 1)
    min_gap_days: int = 0
    min_gap_hours: float = 0.0
    when: str = ""
    course: str = ""


class ProgrammePhase(NamedTuple):
    """A stretch of a programme and the variant that belongs to it.

    Either the days from `first` to `last` (None: open), or `weeks` (first, last) counted from the
    day on which the routine was planned; or only words, `criteria`, for when it begins.
    """

    title: str
    variant: str
    first: date | None = None
    last: date | None = None
    weeks: tuple[int, int] | None = None
    criteria: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a pack or a routine."""

    name: str = ""
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Routine:
    """A session that can be compiled to a plan. `id` is bare for built-ins, else PACK/ID.

    `review` is the day by which its author wants to look at it; `author_note` speaks to the person.
    """

    id: str
    title: str
    variants: tuple[Variant, ...]
    version: str = "1.0.0"
    summary: str = ""
    for_who: str = ""
    not_for: str = ""
    schedule: Schedule = field(default_factory=Schedule)
    stop_rules: tuple[str, ...] = ()
    pain_ceiling: int | None = None
    notes: tuple[str, ...] = ()
    author: Author = field(default_factory=Author)
    evidence: str = ""
    sources: tuple[str, ...] = ()
    phases: tuple[ProgrammePhase, ...] = ()
    review: date | None = None
    author_note: str = ""

    def variant(self, name: str | None = None) -> Variant | None:
        """The variant of that id (any case), the first one for None, or None when unknown."""
        if name is None:
            return self.variants[0]
        wanted = name.casefold()
        return next((v for v in self.variants if v.id.casefold() == wanted), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """What a clinician hands over: exercises and routines with their origin."""

    id: str
    version: str
    title: str
    language: str = "en"
    author: Author = field(default_factory=Author)
    licence: str = ""
    sources: tuple[str, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    routines: tuple[Routine, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that can be done here, by id: the built-in pack and the installed ones."""

    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    packs: tuple[Pack, ...] = ()
