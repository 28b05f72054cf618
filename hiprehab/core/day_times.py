"""Pain by the time of day, and nights in which pain woke the person.

The time is the one on the person's own clock when the rating was given, so neither a journey nor a
change of the clocks moves it. What was not asked is not counted, as neither yes nor no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.fortnight import RESTING, median
from hiprehab.core.log import Measure, PainEntry
from hiprehab.core.model import Side

LEAST: Final = 3
"""A median is only said from this many ratings on."""


class DayPart(StrEnum):
    """A part of the day; NIGHT ends at 4 am and also holds scores for "at night"."""

    MORNING = "morning"
    MIDDAY = "midday"
    EVENING = "evening"
    NIGHT = "night"


STARTS: Final[Mapping[DayPart, int]] = {
    DayPart.MORNING: 4,
    DayPart.MIDDAY: 11,
    DayPart.EVENING: 17,
    DayPart.NIGHT: 22,
}
"""The hour at which each part begins."""


class PartValue(NamedTuple):
    """One side in one part of the day; `middle` is the median, None below `LEAST` ratings."""

    part: DayPart
    side: Side
    middle: float | None
    ratings: int
    days: int


@dataclass(frozen=True, slots=True)
class DayTimes:
    """All parts of the day, left before right in each."""

    values: tuple[PartValue, ...]

    @property
    def ratings(self) -> int:
        """How many there are."""
        return sum(one.ratings for one in self.values)

    def value(self, part: DayPart, side: Side) -> PartValue:
        """One side in one part."""
        return next(one for one in self.values if (one.part, one.side) == (part, side))


def part_of(hour: int) -> DayPart:
    """The part of the day that an hour (0-23) lies in."""
    begun = [part for part, start in STARTS.items() if hour >= start]
    return begun[-1] if begun else DayPart.NIGHT


_PART_OF_HOUR: Final = tuple(part_of(hour) for hour in range(24))


def build(entries: Iterable[PainEntry], first: date, last: date) -> DayTimes:
    """Medians of the scores for "right now" outside sessions, by the time they were given.

    A score for "at night" belongs to the night, whenever it was entered. Averages and worst scores
    are about more than one time and are left out.
    """
    scores: dict[tuple[DayPart, Side], list[int]] = {}
    days: dict[tuple[DayPart, Side], set[date]] = {}
    for entry in entries:
        score, day = entry.score, entry.stamp.day
        if score is None or not first <= day <= last:
            continue
        if entry.measure is Measure.NIGHT:
            part = DayPart.NIGHT
        elif entry.measure is Measure.NOW and entry.moment in RESTING:
            part = _PART_OF_HOUR[_hour(entry)]
        else:
            continue
        key = part, entry.side
        scores.setdefault(key, []).append(score)
        days.setdefault(key, set()).add(day)
    return DayTimes(
        tuple(
            _value(part, side, scores.get((part, side), []), len(days.get((part, side), ())))
            for part in DayPart
            for side in Side
        )
    )


def _hour(entry: PainEntry) -> int:
    at = entry.stamp.at
    return (at.hour * 60 + at.minute + entry.stamp.offset_min) // 60 % 24


def _value(part: DayPart, side: Side, scores: list[int], days: int) -> PartValue:
    scores.sort()
    middle = median(scores) if len(scores) >= LEAST else None
    return PartValue(part, side, middle, len(scores), days)


DAY_TIME_HEADER: Final = ("part_of_day", "side", "median", "ratings", "days")
"""Columns of `day_time_rows`. No median is said below three ratings."""


def day_time_rows(state: DayTimes) -> tuple[tuple[str, ...], ...]:
    """One row a part and side under `DAY_TIME_HEADER`."""
    return tuple(
        (
            one.part.value,
            one.side.value,
            "" if one.middle is None else f"{one.middle:g}",
            str(one.ratings),
            str(one.days),
        )
        for one in state.values
    )


# --- nights -------------------------------------------------------------------------------------


class NightWeek(NamedTuple):
    """The nights of one week from Monday on: woken of asked; the others are not known."""

    monday: date
    woken: int
    asked: int


@dataclass(frozen=True, slots=True)
class Nights:
    """Every night that was asked about, and the same by weeks, the oldest first.

    A night belongs to the day on which it was told; it counts once, however often it was told, and
    as woken when any answer says so.
    """

    nights: tuple[tuple[date, bool], ...]
    weeks: tuple[NightWeek, ...]
    days: int

    @property
    def asked(self) -> int:
        """Nights with an answer."""
        return len(self.nights)

    @property
    def woken(self) -> int:
        """Nights with pain that woke."""
        return sum(woken for _, woken in self.nights)


def build_nights(entries: Iterable[PainEntry], first: date, last: date) -> Nights:
    """The nights of a period; weeks in which none was asked about have zero of zero."""
    found: dict[date, bool] = {}
    for entry in entries:
        day = entry.stamp.day
        if entry.woken is not None and first <= day <= last:
            found[day] = found.get(day, False) or entry.woken
    per_week: dict[date, list[bool]] = {}
    for day, woken in found.items():
        per_week.setdefault(day - timedelta(days=day.weekday()), []).append(woken)
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7 + 1
    starts = [monday + timedelta(days=7 * number) for number in range(max(0, count))]
    weeks = [
        NightWeek(one, sum(per_week.get(one, ())), len(per_week.get(one, ()))) for one in starts
    ]
    return Nights(tuple(sorted(found.items())), tuple(weeks), (last - first).days + 1)


NIGHT_HEADER: Final = ("day", "woken")
"""Columns of `night_rows`; nights without an answer have no row."""


def night_rows(state: Nights) -> tuple[tuple[str, ...], ...]:
    """One row a night that was asked about, the oldest first, under `NIGHT_HEADER`."""
    return tuple((day.isoformat(), "yes" if woken else "no") for day, woken in state.nights)
