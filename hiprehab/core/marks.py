"""What stands on every time chart: the person's own marks, flares, days away, changes of the plan.

A change of the plan or of a routine's version is found in the plan's rows and in the sessions; the
person marks none of them by hand.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED, Away, Planned
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.log import SessionRecord, SkipReason
from hiprehab.core.panels import Records


class MarkKind(StrEnum):
    """What a mark is about. The first four are the person's own."""

    EVENT = "event"
    FLARE = "flare"
    RUN = "run"
    SKIPPED = "skipped"
    AWAY = "away"
    PLAN = "plan"
    VERSION = "version"


_KINDS: Final = {kind: MarkKind(kind.value) for kind in EventKind}


class Mark(NamedTuple):
    """A mark from `first` to `last`, both included; `last` None goes on.

    `text` is what the person wrote, or the titles of the routines; `minutes` and `km` are a run's.
    `event` is the event's id, for correcting it.
    """

    first: date
    last: date | None
    kind: MarkKind
    text: str = ""
    reason: SkipReason | None = None
    minutes: float | None = None
    km: float | None = None
    event: int | None = None

    def on(self, day: date) -> bool:
        """Whether the mark covers that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def marks(records: Records) -> tuple[Mark, ...]:
    """All marks that touch the period, by their first day."""
    found = [
        *map(of_event, records.events),
        *map(_of_away, records.away),
        *plan_changes(records.planned, records.titles),
        *version_changes(records.sessions),
    ]
    seen = [
        mark
        for mark in found
        if mark.first <= records.last and (mark.last is None or mark.last >= records.first)
    ]
    return tuple(sorted(seen, key=lambda mark: mark.first))


def of_event(event: Event) -> Mark:
    """The mark of the person's own event."""
    return Mark(
        first=event.first,
        last=event.last if event.kind is EventKind.FLARE else event.last or event.first,
        kind=_KINDS[event.kind],
        text=event.text,
        reason=event.reason,
        minutes=event.minutes,
        km=event.km,
        event=event.id,
    )


def _of_away(away: Away) -> Mark:
    return Mark(away.start, away.end, MarkKind.AWAY, away.reason)


def plan_changes(planned: Iterable[Planned], titles: Mapping[str, str]) -> list[Mark]:
    """The days on which the plan became another one; the first plan of all is a change, too.

    Rows that say the same the day before and the day after are no change.
    """
    rows = list(planned)
    turns = {row.since for row in rows}
    ended = (row.until for row in rows if row.until is not None and row.until < date.max)
    turns |= {until + timedelta(days=1) for until in ended}
    found = []
    for day in sorted(turns):
        before, after = _plan_on(rows, day - timedelta(days=1)), _plan_on(rows, day)
        if before != after:
            changed = {key[0] for key in before ^ after}
            names = sorted(titles.get(routine, routine) for routine in changed)
            found.append(Mark(day, day, MarkKind.PLAN, ", ".join(names)))
    return found


def _plan_on(rows: Iterable[Planned], day: date) -> set[tuple[str, str, frozenset[int], int]]:
    """What is planned from that day on, whatever the weekday."""
    return {
        (row.routine, row.variant, row.weekdays, row.times_per_day)
        for row in rows
        if row.since <= day and (row.until is None or day <= row.until)
    }


def version_changes(sessions: Iterable[SessionRecord]) -> list[Mark]:
    """The sessions that were played with another version of their routine than the one before."""
    newest: dict[str, str] = {}
    found = []
    for session in sorted(sessions, key=lambda session: session.stamp.at):
        if session.status not in COUNTED:
            continue
        known = newest.get(session.routine)
        if known is not None and known != session.version:
            day, text = session.stamp.day, f"{session.title} {session.version}"
            found.append(Mark(day, day, MarkKind.VERSION, text))
        newest[session.routine] = session.version
    return found
