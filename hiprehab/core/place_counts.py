"""Where it hurts: how often each region was named in a period, for each side.

A rating without a place says nothing about where; it is counted as such and not spread over others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.core.places import in_order, split
from hiprehab.core.trend_table import plain_cell


class PlaceCount(NamedTuple):
    """How many ratings of each side named a region, and on how many days any did."""

    place: str
    left: int
    right: int
    days: int

    @property
    def ratings(self) -> int:
        """Of both sides."""
        return self.left + self.right

    def of(self, side: Side) -> int:
        """Of one side."""
        return self.left if side is Side.LEFT else self.right


@dataclass(frozen=True, slots=True)
class PlaceState:
    """The regions that were named, the most frequent first; `placed` of `ratings` named one."""

    places: tuple[PlaceCount, ...]
    placed: int
    ratings: int

    @property
    def is_empty(self) -> bool:
        """Whether no rating names a region."""
        return not self.places


def build(entries: Iterable[PainEntry], first: date, last: date) -> PlaceState:
    """The regions of a period; a rating that names several counts for each of them."""
    counts: dict[tuple[str, Side], int] = {}
    days: dict[str, set[date]] = {}
    known: dict[str, tuple[str, ...]] = {}
    placed = ratings = 0
    for entry in entries:
        day = entry.stamp.day
        if not first <= day <= last:
            continue
        ratings += 1
        if not entry.place:
            continue
        keys = known.get(entry.place)
        if keys is None:
            keys = known[entry.place] = split(entry.place)
        placed += bool(keys)
        for key in keys:
            counts[key, entry.side] = counts.get((key, entry.side), 0) + 1
            days.setdefault(key, set()).add(day)
    found = [
        PlaceCount(key, counts.get((key, Side.LEFT), 0), counts.get((key, Side.RIGHT), 0), len(on))
        for key, on in ((key, days[key]) for key in in_order(days))
    ]
    found.sort(key=lambda one: -one.ratings)  # the order of lists stands where counts are equal
    return PlaceState(tuple(found), placed, ratings)


PLACE_HEADER: Final = ("region", "left_ratings", "right_ratings", "days")
"""Columns of `place_rows`."""


def place_rows(state: PlaceState) -> tuple[tuple[str, ...], ...]:
    """One row a region, the most frequent first, under `PLACE_HEADER`."""
    return tuple(
        (plain_cell(one.place), str(one.left), str(one.right), str(one.days))
        for one in state.places
    )
