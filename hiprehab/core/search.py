"""Finding exercises, routines and cards by what people call them, and by what they are.

A word counts from its beginning ("brid" finds the bridge). What is called so comes before what only
mentions it. When nothing fits, words that are one slip of the keyboard away are tried.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hiprehab.core.model import CautionLevel, Exercise, Routine

NAME, ALIAS, BODY, KIND, TEXT = 8.0, 6.0, 3.0, 2.0, 1.0
"""Weights of a hit: in the name, another name, a muscle, what it is, a text about it."""
WHOLE_WORD: Final = 1.5
"""What a whole word counts for more than the beginning of one."""
PHRASE: Final = 10.0
"""What the whole query within a name counts for besides its words."""
SLIP_FROM: Final = 4
"""The fewest letters of a word that may have a slip in it."""
BLOCKS_ALL: Final = "bsi"
"""With a suspected bone stress injury nothing is offered."""
NO_KIT: Final = "none"

COMMON: Final = {
    "gluteus": "glute glutes buttock bottom bum",
    "iliopsoas": "hip flexor flexors psoas",
    "rectus femoris": "quad quads thigh hip flexor",
    "quadriceps": "quad quads thigh",
    "vastus": "quad quads thigh",
    "hamstrings": "back of the thigh",
    "adductor": "groin inner thigh",
    "gastrocnemius": "calf calves",
    "soleus": "calf calves",
    "rectus abdominis": "abs core stomach",
    "transversus": "abs core stomach",
    "obliques": "abs core waist",
    "erector": "lower back",
    "multifidus": "lower back",
    "tensor fasciae": "tfl it band itb outer thigh",
    "piriformis": "deep buttock",
    "rotators": "rotator",
}
"""What people call the muscles."""

KIT: Final = {
    "mat": ("mat",),
    "chair": ("chair", "bench", "desk"),
    "wall": ("wall",),
    "band": ("band",),
    "step": ("step",),
    "roller": ("roller",),
    "ball": ("ball",),
    "strap": ("strap", "belt", "towel"),
    "cushion": ("cushion", "cushions", "pillow", "blocks", "pad"),
}
"""Groups of equipment, by the words that name it in exercises."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: its texts, each with what a hit in it counts."""

    id: str
    texts: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an exercise or a routine has to be; None does not matter.

    `condition` leaves out what it forbids; `minutes` is the longest that it may take.
    """

    category: str | None = None
    position: str | None = None
    kit: str | None = None
    muscle: str | None = None
    condition: str | None = None
    minutes: str | None = None


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


class Finder:
    """An index over entries; their order decides between equals.

    Args:
        entries: what can be found.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._words: dict[str, dict[int, float]] = {}
        self._names: list[tuple[str, ...]] = []

    def prepare(self) -> None:
        """Makes the index; the first query does it when nobody did before."""
        if self._names:
            return
        for place, entry in enumerate(self._entries):
            names = []
            for weight, text in entry.texts:
                found = words_of(text)
                if weight >= ALIAS:
                    names.append(" ".join(found))
                for word in found:
                    row = self._words.setdefault(word, {})
                    row[place] = max(row.get(place, 0.0), weight)
            self._names.append(tuple(names))

    def find(self, query: str) -> tuple[str, ...]:
        """Ids of what has every word of the query, the best first; all for an empty one."""
        asked = words_of(query)
        if not asked:
            return tuple(entry.id for entry in self._entries)
        self.prepare()
        scores = self._scores(asked, slips=False) or self._scores(asked, slips=True)
        phrase = " ".join(asked)
        for place in scores:
            if any(name.startswith(phrase) for name in self._names[place]):
                scores[place] += PHRASE
        ranked = sorted(scores, key=lambda place: (-scores[place], place))
        return tuple(self._entries[place].id for place in ranked)

    def _scores(self, asked: list[str], *, slips: bool) -> dict[int, float]:
        total: dict[int, float] | None = None
        for word in asked:
            hits: dict[int, float] = {}
            for known, row in self._words.items():
                if known.startswith(word):
                    factor = WHOLE_WORD if known == word else 1.0
                elif slips and is_slip(word, known):
                    factor = 0.5
                else:
                    continue
                for place, weight in row.items():
                    hits[place] = max(hits.get(place, 0.0), weight * factor)
            if total is None:
                total = hits
            else:
                total = {at: total[at] + hits[at] for at in total.keys() & hits.keys()}
        return total or {}


def is_slip(typed: str, known: str) -> bool:
    """Whether one letter more, less, other or swapped leads from what was typed to a known word."""
    if len(typed) < SLIP_FROM or abs(len(typed) - len(known)) > 1 or typed[0] != known[0]:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), None)
    if at is None:
        return True
    rests = (
        (typed[at + 1 :], known[at + 1 :]),
        (typed[at + 1 :], known[at:]),
        (typed[at:], known[at + 1 :]),
    )
    swapped = typed[at : at + 2] == known[at : at + 2][::-1] and typed[at + 2 :] == known[at + 2 :]
    return swapped or any(a == b for a, b in rests)


def exercise_entry(exercise: Exercise) -> Entry:
    """What an exercise can be found by."""
    muscles = [*exercise.muscles, *exercise.helpers]
    texts = [
        (NAME, exercise.name),
        *((ALIAS, name) for name in exercise.synonyms),
        *((BODY, name) for name in exercise.muscles),
        *((BODY, said) for name in exercise.muscles for said in common_names(name)),
        *((KIND, name) for name in exercise.helpers),
        (KIND, exercise.category),
        (KIND, exercise.position),
        *((KIND, thing) for thing in exercise.equipment),
        (TEXT, exercise.purpose),
    ]
    texts += [(TEXT, said) for name in muscles for said in common_names(name)]
    return Entry(exercise.id, tuple(texts))


def routine_entry(routine: Routine, names: Iterable[str]) -> Entry:
    """What a routine can be found by; `names` are those of its exercises."""
    texts = [
        (NAME, routine.title),
        (ALIAS, routine.id.replace("-", " ")),
        (BODY, routine.summary),
        (KIND, routine.for_who),
        *((TEXT, name) for name in names),
    ]
    return Entry(routine.id, tuple(texts))


def text_entry(name: str, title: str, summary: str, text: str) -> Entry:
    """What a text can be found by."""
    return Entry(name, ((NAME, title), (BODY, summary), (TEXT, text)))


def common_names(muscle: str) -> Iterator[str]:
    """What people call a muscle."""
    return (said for part, said in COMMON.items() if part in muscle)


def kit_of(exercise: Exercise) -> frozenset[str]:
    """The groups of equipment that an exercise uses; NO_KIT when a mat is the most it needs."""
    needed = [thing for thing in exercise.equipment if "optional" not in thing]
    used = {
        group
        for thing in exercise.equipment
        for group, names in KIT.items()
        if set(words_of(thing)) & set(names)
    }
    if all(words_of(thing)[-1] in ("mat", "shoes", "route") for thing in needed):
        used.add(NO_KIT)
    return frozenset(used)


def caution_level(exercise: Exercise, condition: str) -> CautionLevel:
    """What a condition means for an exercise; OK where nothing is said."""
    if condition == BLOCKS_ALL:
        return CautionLevel.AVOID
    found = (one.level for one in exercise.cautions if one.condition == condition)
    return next(found, CautionLevel.OK)


def fits(exercise: Exercise, wanted: Wanted) -> bool:
    """Whether an exercise is what is wanted."""
    condition = wanted.condition
    return (
        wanted.category in (None, exercise.category)
        and wanted.position in (None, exercise.position)
        and (wanted.kit is None or wanted.kit in kit_of(exercise))
        and (wanted.muscle is None or wanted.muscle in (*exercise.muscles, *exercise.helpers))
        and (condition is None or caution_level(exercise, condition) is not CautionLevel.AVOID)
    )


def routine_fits(exercises: Iterable[Exercise], wanted: Wanted) -> bool:
    """Whether a routine of these exercises has what is wanted.

    One of them is enough for the kind, position, kit and muscle; no kit and a condition are asked
    of all.
    """
    moves = tuple(exercises)
    for_all = Wanted(kit=NO_KIT if wanted.kit == NO_KIT else None, condition=wanted.condition)
    for_one = (
        Wanted(category=wanted.category),
        Wanted(position=wanted.position),
        Wanted(kit=None if wanted.kit == NO_KIT else wanted.kit),
        Wanted(muscle=wanted.muscle),
    )
    return all(fits(one, for_all) for one in moves) and all(
        any(fits(one, asked) for one in moves) for asked in for_one
    )


def in_time(seconds: float | None, wanted: Wanted) -> bool:
    """Whether it takes no longer than is wanted; what has no known length does not fit a limit."""
    if wanted.minutes is None:
        return True
    return seconds is not None and seconds <= 60 * int(wanted.minutes)
