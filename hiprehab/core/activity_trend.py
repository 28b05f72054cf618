"""The person's own activities over time: 0 cannot do it, 10 as well as before.

Only what was rated is shown; a week without a rating stays empty. No verdict is given: nobody knows
how large a change in somebody's own activity has to be before it means something.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from hiprehab.core.diary import Activity, ActivityRating
from hiprehab.core.log import ROLLOVER_HOUR
from hiprehab.core.trend_table import plain_cell

MOST: Final = 5
"""So many activities can be followed at the same time."""
WEEK: Final = timedelta(days=7)
"""After this time a new rating is offered."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAY_S: Final = 86_400


class ActivityPoint(NamedTuple):
    """One rating; `x` is the day's ordinal number plus the part of the day that had passed."""

    x: float
    day: date
    score: int
    id: int | None


@dataclass(frozen=True, slots=True)
class ActivitySeries:
    """One activity with its ratings in the period, the oldest first."""

    activity: Activity
    points: tuple[ActivityPoint, ...]

    @property
    def first(self) -> ActivityPoint | None:
        """The oldest rating of the period."""
        return self.points[0] if self.points else None

    @property
    def latest(self) -> ActivityPoint | None:
        """The newest rating of the period."""
        return self.points[-1] if self.points else None


@dataclass(frozen=True, slots=True)
class ActivityState:
    """All activities that are followed or were rated in the period, in the order of adding."""

    series: tuple[ActivitySeries, ...]

    @property
    def ratings(self) -> int:
        """How many there are."""
        return sum(len(one.points) for one in self.series)


def running(activities: Iterable[Activity], day: date) -> tuple[Activity, ...]:
    """The activities that are followed on that day."""
    return tuple(one for one in activities if one.until is None or one.until > day)


def is_due(activities: Iterable[Activity], ratings: Iterable[ActivityRating], today: date) -> bool:
    """Whether a running activity has had no rating for a week, or none at all."""
    recent = {one.activity for one in ratings if today - one.stamp.day < WEEK}
    return any(one.id not in recent for one in running(activities, today))


def build(
    activities: Sequence[Activity], ratings: Iterable[ActivityRating], first: date, last: date
) -> ActivityState:
    """The activities of a period; those that ended before it and were not rated are left out."""
    points: dict[int, list[ActivityPoint]] = {}
    for rating in sorted(ratings, key=lambda one: one.stamp.at):
        day = rating.stamp.day
        if first <= day <= last:
            point = ActivityPoint(_place(rating), day, rating.score, rating.id)
            points.setdefault(rating.activity, []).append(point)
    shown = (
        ActivitySeries(one, tuple(points.get(one.id or 0, ())))
        for one in activities
        if one.id in points or one.until is None
    )
    return ActivityState(tuple(shown))


def _place(rating: ActivityRating) -> float:
    """Where a rating stands on the time axis; inside its stored day whatever the clock did."""
    day = rating.stamp.day.toordinal()
    local = rating.stamp.at.timestamp() + rating.stamp.offset_min * 60 - ROLLOVER_HOUR * 3600
    return min(max(local / _DAY_S + _EPOCH, day), day + 0.999)


ACTIVITY_HEADER: Final = ("day", "activity", "score")
"""Columns of `activity_rows`."""


def activity_rows(state: ActivityState) -> tuple[tuple[str, ...], ...]:
    """One row a rating, the oldest first, under `ACTIVITY_HEADER`."""
    rows = [
        (point.x, number, point, one.activity)
        for number, one in enumerate(state.series)
        for point in one.points
    ]
    rows.sort(key=lambda row: row[:2])
    return tuple(
        (point.day.isoformat(), plain_cell(activity.name), str(point.score))
        for _, _, point, activity in rows
    )
