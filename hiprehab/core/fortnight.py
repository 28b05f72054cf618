"""The last 14 days as Today shows them, and what goes into a day's value everywhere."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED, Away, Planned, due_on, is_away
from hiprehab.core.log import Measure, Moment, Outcome, PainEntry, SessionRecord, Status
from hiprehab.core.model import Side
from hiprehab.core.plan import SHORTER_SHARE

DAYS: Final = 14

RESTING: Final = frozenset({Moment.DAY, Moment.BEFORE, Moment.NEXT_MORNING})
"""Moments outside the exercise itself: before the first set and the morning after are at rest."""
USUAL: Final = frozenset({Measure.NOW, Measure.AVERAGE})


def median(sorted_values: Sequence[float]) -> float:
    """The median of at least one value; the values must be in order."""
    half, odd = divmod(len(sorted_values), 2)
    if odd:
        return float(sorted_values[half])
    return (sorted_values[half - 1] + sorted_values[half]) / 2


def day_values(entries: Iterable[PainEntry]) -> dict[Side, dict[int, float]]:
    """The median of each day's usual ratings, by side and the day's ordinal number."""
    scores: dict[Side, dict[int, list[int]]] = {side: {} for side in Side}
    for entry in entries:
        score = entry.score
        if score is not None and entry.measure in USUAL and entry.moment in RESTING:
            scores[entry.side].setdefault(entry.stamp.day.toordinal(), []).append(score)
    return {
        side: {
            day: float(found[0]) if len(found) == 1 else median(sorted(found))
            for day, found in days.items()
        }
        for side, days in scores.items()
    }


class DayGlance(NamedTuple):
    """One day of Today's strip. `share` is done against prescribed (0-1), None when nothing was.

    `sessions` counts what was done, prescribed or not; `away` days are nobody's to miss.
    """

    day: date
    left: float | None
    right: float | None
    share: float | None
    sessions: int
    away: bool


def done_share(session: SessionRecord) -> float:
    """How much of its routine a session did, 0-1; a shorter day is a part of the routine."""
    whole = SHORTER_SHARE if session.shorter else 1.0
    planned = sum(row.seconds_planned for row in session.results)
    if planned > 0:
        done = sum(
            row.seconds_planned
            if row.outcome is Outcome.DONE
            else min(row.seconds_done, row.seconds_planned)
            for row in session.results
        )
        return whole * done / planned
    if session.status in (Status.PARTIAL, Status.MANUAL):
        return whole * min(1.0, session.active_s / session.planned_s if session.planned_s else 0.0)
    return whole


def _share(
    day: date, planned: Sequence[Planned], sessions: Sequence[SessionRecord], away: Sequence[Away]
) -> float | None:
    due = due_on(day, planned, sessions, away)
    meant = sum(row.planned.times_per_day for row in due)
    if not meant:
        return None
    done = 0.0
    for routine in {row.planned.routine for row in due}:
        most = sum(row.planned.times_per_day for row in due if row.planned.routine == routine)
        shares = sorted((done_share(s) for s in sessions if s.routine == routine), reverse=True)
        done += sum(shares[:most])
    return min(1.0, done / meant)


def fourteen_days(
    today: date,
    entries: Iterable[PainEntry],
    sessions: Iterable[SessionRecord],
    planned: Iterable[Planned],
    away: Iterable[Away],
) -> tuple[DayGlance, ...]:
    """The last 14 days, today last. Days before they were planned have no share."""
    values = day_values(entries)
    rows, periods = list(planned), list(away)
    by_day: dict[date, list[SessionRecord]] = {}
    for session in sessions:
        if session.status in COUNTED:
            by_day.setdefault(session.stamp.day, []).append(session)
    first = today - timedelta(days=DAYS - 1)
    days = [first + timedelta(days=offset) for offset in range(DAYS)]
    return tuple(
        DayGlance(
            day=day,
            left=values[Side.LEFT].get(day.toordinal()),
            right=values[Side.RIGHT].get(day.toordinal()),
            share=_share(day, rows, by_day.get(day, []), periods),
            sessions=len(by_day.get(day, [])),
            away=is_away(day, periods),
        )
        for day in days
    )
