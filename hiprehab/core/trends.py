"""What the charts show: ratings and sessions in, numbers for each day and side out.

Days are counted by the calendar and come from the stored local day, so neither a change of the
clocks nor a journey moves anything. A day without a rating stays a gap (None), never a zero.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED
from hiprehab.core.fortnight import RESTING, USUAL, day_values, median
from hiprehab.core.log import (
    ROLLOVER_HOUR,
    Measure,
    Moment,
    PainEntry,
    SessionRecord,
    Status,
)
from hiprehab.core.model import Side

WINDOW_DAYS: Final = 7
WINDOW_LEAST: Final = 3
"""The line needs this many rated days among the last `WINDOW_DAYS`; with fewer there is a gap."""

BASELINE_DAYS: Final = 7
ZONE_LIMITS: Final = (2.0, 5.0)
"""Up to the first is comfortable, above it and up to the second acceptable, above that too much."""

MEANINGFUL: Final = (2.0, 0.30)
"""A change counts from this many points and this share of the start, both together."""
SMALL: Final = (1.0, 0.15)
"""A change is worth a word, as possible noise, from this many points or this share."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAY_S: Final = 86_400


class Span(StrEnum):
    """The choice of a period."""

    TWO_WEEKS = "2 weeks"
    SIX_WEEKS = "6 weeks"
    TWELVE_WEEKS = "12 weeks"
    YEAR = "1 year"
    ALL = "all"
    OWN = "own"


SPAN_DAYS: Final[Mapping[Span, int]] = {
    Span.TWO_WEEKS: 14,
    Span.SIX_WEEKS: 42,
    Span.TWELVE_WEEKS: 84,
    Span.YEAR: 365,
}


class Change(StrEnum):
    """What may be said about the way from the first week to the last one."""

    UNKNOWN = "unknown"
    STEADY = "steady"
    LITTLE_BETTER = "little better"
    LITTLE_WORSE = "little worse"
    BETTER = "better"
    WORSE = "worse"


class Dot(NamedTuple):
    """One rating. `x` is the day's ordinal number plus the part of the day that had passed."""

    x: float
    score: int
    counts: bool
    moment: Moment
    measure: Measure
    entry: int | None


class SessionMark(NamedTuple):
    """A session on the time axis: done, done in part, or done without the app."""

    x: float
    day: date
    status: Status
    title: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of one side in the period, with the counts it rests on.

    `days` counts the days since the first entry ever, at most the whole period. `start` is the
    median of the first rated days, `latest` the line's last value; None when there is too little.
    `latest_days` are the days of the last seven whose ratings count for the line, `counted_days`
    those of the whole period.
    """

    side: Side
    ratings: int
    rated_days: int
    days: int
    start: float | None
    latest: float | None
    latest_days: int
    change: Change
    counted_days: int = 0


@dataclass(frozen=True, slots=True)
class SideTrend:
    """One side: its dots, and for each day of the period a value, the line and its middle half."""

    side: Side
    dots: tuple[Dot, ...]
    values: tuple[float | None, ...]
    line: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    summary: Summary


@dataclass(frozen=True, slots=True)
class ChartState:
    """Everything the pain chart shows; index 0 of each list is the day `first`."""

    first: date
    last: date
    left: SideTrend
    right: SideTrend
    sessions: tuple[SessionMark, ...]

    @property
    def sides(self) -> tuple[SideTrend, SideTrend]:
        """Left, then right."""
        return self.left, self.right

    @property
    def is_empty(self) -> bool:
        """Whether there is no rating at all in the period."""
        return not (self.left.dots or self.right.dots)

    def sessions_on(self, day: date) -> tuple[SessionMark, ...]:
        """The sessions of one day in their order."""
        return tuple(mark for mark in self.sessions if mark.day == day)


def period(span: Span, today: date, first_day: date | None) -> tuple[date, date]:
    """First and last day of a choice; ALL begins with the first entry, at least two weeks ago."""
    fortnight = today - timedelta(days=SPAN_DAYS[Span.TWO_WEEKS] - 1)
    if span in SPAN_DAYS:
        return today - timedelta(days=SPAN_DAYS[span] - 1), today
    return min(first_day or fortnight, fortnight), today


def reading_from(first: date) -> date:
    """The first day that has to be read so that the line is right from `first` on."""
    return first - timedelta(days=WINDOW_DAYS - 1)


def counts(entry: PainEntry) -> bool:
    """Whether a rating goes into the day's value: a usual measure, outside the exercise itself."""
    return entry.score is not None and entry.measure in USUAL and entry.moment in RESTING


def zone(value: float) -> int:
    """0 comfortable, 1 acceptable, 2 too much."""
    return bisect_left(ZONE_LIMITS, value)


def _places(count: int) -> tuple[tuple[int, float], ...]:
    """Where the quartiles lie among `count` ordered values (inclusive method): index and share."""
    spots = ((count - 1) * quarter / 4 for quarter in (1, 2, 3))
    return tuple((int(spot), spot - int(spot)) for spot in spots)


_PLACES: Final = {n: _places(n) for n in range(WINDOW_LEAST, WINDOW_DAYS + 1)}
Quartiles = tuple[float | None, float | None, float | None]
_GAP: Final[Quartiles] = (None, None, None)


def quartiles(window: Sequence[float]) -> Quartiles:
    """Lower quartile, median and upper quartile of ordered values, or a gap with too few."""
    if len(window) < WINDOW_LEAST:
        return _GAP
    (a, s), (b, t), (c, u) = _PLACES[len(window)]
    return (
        window[a] + (window[a + 1] - window[a]) * s,
        window[b] + (window[b + 1] - window[b]) * t,
        window[c] + (window[c + 1] - window[c]) * u,
    )


def rolling(values: Mapping[int, float], first: int, last: int) -> Iterator[Quartiles]:
    """For each day from `first` to `last`: the quartiles of it and the six days before."""
    window = sorted(values[d] for d in range(first - WINDOW_DAYS + 1, first) if d in values)
    found = quartiles(window)
    get = values.get
    for day in range(first, last + 1):
        gone, come = get(day - WINDOW_DAYS), get(day)
        if gone != come or day == first:
            if gone is not None and day > first:
                del window[bisect_left(window, gone)]
            if come is not None:
                insort(window, come)
            found = quartiles(window)
        yield found


def change_between(start: float | None, latest: float | None) -> Change:
    """What may be said of two medians, and no more than that."""
    if start is None or latest is None:
        return Change.UNKNOWN
    points = abs(latest - start)
    if points >= MEANINGFUL[0] and points >= MEANINGFUL[1] * start:
        return Change.BETTER if latest < start else Change.WORSE
    if points and (points >= SMALL[0] or points >= SMALL[1] * start):
        return Change.LITTLE_BETTER if latest < start else Change.LITTLE_WORSE
    return Change.STEADY


def _summary(
    side: Side, dots: Sequence[Dot], values: Sequence[float | None], latest: float | None, days: int
) -> Summary:
    """The counts and, where the first week and the last one are apart, the change between them."""
    rated = [index for index, value in enumerate(values) if value is not None]
    week = rated[:BASELINE_DAYS]
    recent = [index for index in rated if index > len(values) - 1 - WINDOW_DAYS]
    start = None
    if len(week) == BASELINE_DAYS:
        start = median(sorted(value for i in week if (value := values[i]) is not None))
    apart = bool(recent) and len(week) == BASELINE_DAYS and recent[0] > week[-1]
    return Summary(
        side=side,
        ratings=len(dots),
        rated_days=len(set(map(int, map(_time, dots)))),
        days=days,
        start=start,
        latest=latest,
        latest_days=len(recent),
        change=change_between(start, latest) if apart else Change.UNKNOWN,
        counted_days=len(rated),
    )


def _dot(entry: PainEntry, score: int) -> Dot:
    """The dot of a rating; it stays inside its stored day whatever the clock did."""
    stamp = entry.stamp
    day = stamp.day.toordinal()
    local = stamp.at.timestamp() + stamp.offset_min * 60 - ROLLOVER_HOUR * 3600
    x = min(max(local / _DAY_S + _EPOCH, day), day + 0.999)
    return Dot(x, score, counts(entry), entry.moment, entry.measure, entry.id)


def _time(dot: Dot) -> float:
    return dot.x


Column = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class SideCourse:
    """One side over a whole log: its dots by time, and its numbers of each day from `start` on."""

    side: Side
    dots: tuple[Dot, ...]
    start: int
    values: Column
    line: Column
    low: Column
    high: Column

    def between(self, first: int, last: int, days: int) -> SideTrend:
        """The days from number `first` to `last`; `days` of them count in the summary."""
        begin, end = (bisect_left(self.dots, float(x), key=_time) for x in (first, last + 1))
        dots = self.dots[begin:end]
        values, line, low, high = (
            self._cut(column, first, last)
            for column in (self.values, self.line, self.low, self.high)
        )
        summary = _summary(self.side, dots, values, line[-1], days)
        return SideTrend(self.side, dots, values, line, low, high, summary)

    def _cut(self, column: Column, first: int, last: int) -> Column:
        """The days asked for; before and after the known ones there are gaps."""
        known = column[max(0, first - self.start) : max(0, last + 1 - self.start)]
        before = min(max(0, self.start - first), last + 1 - first)
        after = last + 1 - first - before - len(known)
        return (None,) * before + known + (None,) * after


@dataclass(frozen=True, slots=True)
class Course:
    """The ratings and sessions of a log, worked out once: any period of it is cut out of this."""

    left: SideCourse
    right: SideCourse
    sessions: tuple[SessionMark, ...]
    ratings: tuple[PainEntry, ...]

    def rated(self, first: date, last: date) -> tuple[PainEntry, ...]:
        """The ratings of a period, the newest first; left before right at the same moment."""
        return tuple(entry for entry in self.ratings if first <= entry.stamp.day <= last)

    def between(self, first: date, last: date, *, since: date | None = None) -> ChartState:
        """The chart of a period; see `build`."""
        days = (last - max(first, min(since or first, last))).days + 1
        ends = first.toordinal(), last.toordinal()
        return ChartState(
            first,
            last,
            self.left.between(*ends, days),
            self.right.between(*ends, days),
            tuple(mark for mark in self.sessions if first <= mark.day <= last),
        )


def course(entries: Iterable[PainEntry], sessions: Iterable[SessionRecord]) -> Course:
    """Works ratings and sessions out, given in any order; unfinished sessions are left out."""
    entries = list(entries)
    by_side = day_values(entries)
    dots: dict[Side, list[Dot]] = {side: [] for side in Side}
    for entry in entries:
        if entry.score is not None:
            dots[entry.side].append(_dot(entry, entry.score))
    left, right = (_side_course(side, dots[side], by_side[side]) for side in Side)
    entries.sort(key=lambda e: (e.stamp.day, e.stamp.local, e.side is Side.LEFT), reverse=True)
    return Course(left, right, _marks(sessions), tuple(entries))


def _side_course(side: Side, dots: list[Dot], values: Mapping[int, float]) -> SideCourse:
    dots.sort(key=_time)
    if not values:
        return SideCourse(side, tuple(dots), 0, (), (), (), ())
    start, end = min(values), max(values) + WINDOW_DAYS - 1
    low, line, high = zip(*rolling(values, start, end), strict=True)
    each_day = tuple(map(values.get, range(start, end + 1)))
    return SideCourse(side, tuple(dots), start, each_day, line, low, high)


def build(
    entries: Iterable[PainEntry],
    sessions: Iterable[SessionRecord],
    first: date,
    last: date,
    *,
    since: date | None = None,
) -> ChartState:
    """The pain chart of a period.

    Args:
        entries: ratings in any order, read from `reading_from(first)` on.
        sessions: sessions in any order; unfinished and discarded ones are left out.
        first: first day shown.
        last: last day shown, not before `first`.
        since: the day of the first entry ever; days before it are not counted as unrated.
    """
    return course(entries, sessions).between(first, last, since=since)


def _marks(sessions: Iterable[SessionRecord]) -> tuple[SessionMark, ...]:
    kept = [session for session in sessions if session.status in COUNTED]
    kept.sort(key=lambda session: session.stamp.at)
    return tuple(
        SessionMark(s.stamp.day.toordinal() + 0.5, s.stamp.day, s.status, s.title) for s in kept
    )
