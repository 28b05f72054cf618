"""The person's plan: which routines on which days, days away, and what is due on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hiprehab.core.log import SessionRecord, Status

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Planned:
    """A routine in the plan. `weekdays` are 0 (Monday) to 6; valid from `since` to `until`.

    History is never rewritten: a change ends the old row the day before and adds a new one.
    """

    routine: str
    variant: str
    weekdays: frozenset[int]
    times_per_day: int
    since: date
    until: date | None = None
    id: int | None = None

    def on(self, day: date) -> bool:
        """Whether the routine is planned for that day."""
        inside = self.since <= day and (self.until is None or day <= self.until)
        return inside and day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Away:
    """Days without exercise that nobody counts as missed; both ends belong to it."""

    start: date
    end: date
    reason: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A planned routine on a day: how often it was meant and how often it was begun and kept."""

    planned: Planned
    done: int

    @property
    def left(self) -> int:
        """Times still to do today."""
        return max(0, self.planned.times_per_day - self.done)


COUNTED = frozenset({Status.DONE, Status.PARTIAL, Status.MANUAL})


_SPREAD = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 2, 4, 5), 5: (0, 1, 2, 3, 4), 6: range(6)}


def spread_days(count: int, gap: int = 0) -> frozenset[int]:
    """So many weekdays (0 = Monday) over the week, at least `gap` free days between two.

    Where so many do not fit, as many as do.
    """
    most = max(1, 7 // (gap + 1))
    return frozenset(_SPREAD.get(min(count, most), EVERY_DAY)) if count > 0 else frozenset()


def too_close(days: Sequence[int], gap: int) -> bool:
    """Whether fewer than `gap` days lie between two of these weekdays, in order."""
    if len(days) < 2:
        return False
    return any(
        (after - before - 1) % 7 < gap
        for before, after in zip(days, [*days[1:], days[0]], strict=True)
    )


def is_away(day: date, away: Iterable[Away]) -> bool:
    """Whether the day lies in a period away."""
    return any(period.start <= day <= period.end for period in away)


def due_on(
    day: date, planned: Iterable[Planned], sessions: Iterable[SessionRecord], away: Iterable[Away]
) -> tuple[Due, ...]:
    """What the plan says for a day, the still open ones first; nothing on a day away.

    Each session counts for one row: the first one of its routine and variant that is still open,
    else the first of its routine that is. One too many counts for the first of its routine.
    """
    if is_away(day, away):
        return ()
    rows = [row for row in planned if row.on(day)]
    counted = [s for s in sessions if s.stamp.day == day and s.status in COUNTED]
    done = _handed_out(rows, sorted(counted, key=lambda one: one.stamp.at))
    found = [Due(row, times) for row, times in zip(rows, done, strict=True)]
    return tuple(sorted(found, key=lambda row: row.left == 0))


def _handed_out(rows: Sequence[Planned], sessions: Iterable[SessionRecord]) -> list[int]:
    """How many of the sessions count for each row."""
    done = [0] * len(rows)
    others = []
    for session in sessions:
        for place, row in enumerate(rows):
            own = (row.routine, row.variant) == (session.routine, session.variant)
            if own and done[place] < row.times_per_day:
                done[place] += 1
                break
        else:
            others.append(session.routine)
    for routine in others:
        places = [place for place, row in enumerate(rows) if row.routine == routine]
        left = [place for place in places if done[place] < rows[place].times_per_day]
        if places:
            done[(left or places)[0]] += 1
    return done


def next_due(
    routine: str, after: date, planned: Iterable[Planned], away: Iterable[Away]
) -> date | None:
    """The next day within four weeks on which the routine is planned, or None."""
    rows, periods = list(planned), list(away)
    for offset in range(1, 29):
        day = after + timedelta(days=offset)
        if not is_away(day, periods) and any(r.routine == routine and r.on(day) for r in rows):
            return day
    return None


def share_done(
    first: date,
    last: date,
    planned: Sequence[Planned],
    sessions: Iterable[SessionRecord],
    away: Sequence[Away],
) -> float | None:
    """Sessions begun and kept of those planned from `first` to `last`, 0 to 1.

    None when no plan held on the first day: then nobody can say what was planned.
    """
    if not any(row.since <= first for row in planned):
        return None
    counted: dict[date, list[SessionRecord]] = {}
    for session in sessions:
        counted.setdefault(session.stamp.day, []).append(session)
    meant = done = 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for row in due_on(day, planned, counted.get(day, ()), away):
            meant += row.planned.times_per_day
            done += min(row.done, row.planned.times_per_day)
    return done / meant if meant else None
