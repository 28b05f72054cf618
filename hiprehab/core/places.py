"""Where it hurts: the named regions of one side of the body, and how several are stored.

A rating knows its side; its place is one or more of these keys, joined by commas in alphabetical
order. Ratings of before had one of five words; these stay as they are stored and are read as the
region that they meant. A word that nobody knows is kept as it was written.
"""

from collections.abc import Iterable
from typing import Final

ELSEWHERE: Final = "elsewhere"
"""Somewhere that the body map does not name."""

REGIONS: Final = (
    "groin",
    "front-hip",
    "outer-hip",
    "buttock",
    "sit-bone",
    "pubic-bone",
    "pelvic-rim",
    "lower-belly",
    "low-back",
    "tailbone",
    "front-thigh",
    "inner-thigh",
    "outer-thigh",
    "back-thigh",
    "knee",
    "lower-leg",
)
"""The regions of the body map, from the hip outwards; the order of lists."""

PLACES: Final = (*REGIONS, ELSEWHERE)
"""Everything that can be chosen."""

_FORMER: Final = {"front": "front-hip", "outer side": "outer-hip"}


def split(place: str | None) -> tuple[str, ...]:
    """The keys of a stored place, each once, in alphabetical order; none for no place."""
    words = (word.strip() for word in (place or "").split(","))
    return tuple(sorted({_FORMER.get(word, word) for word in words if word}))


def join(keys: Iterable[str]) -> str | None:
    """How these keys are stored; None when there is none."""
    return ",".join(sorted(set(keys))) or None


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Keys in the order of lists: those of the map first, then what nobody knows."""
    known = {key: number for number, key in enumerate(PLACES)}
    return tuple(sorted(set(keys), key=lambda key: (known.get(key, len(known)), key)))
