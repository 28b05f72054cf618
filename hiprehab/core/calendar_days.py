"""What became of each day: done, done in part, left out, rest, away, a flare, or not known.

Nothing is guessed. A planned day of the past without a session was not recorded, which is not the
same as missed; a day is rest only when a plan held on it and asked for nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED, Away, Planned
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.fortnight import done_share
from hiprehab.core.log import SessionRecord, SkipReason, Status

WHOLE: Final = 0.999
"""From this share on a session counts as whole; what is lacking is rounding."""


class DayKind(StrEnum):
    """What is known of a day. OPEN: planned for today, which is not over.

    NOT_RECORDED: planned, and nothing was entered. UNKNOWN: no plan held on that day.
    """

    DONE = "done"
    PARTIAL = "part"
    SKIPPED = "skipped"
    REST = "rest"
    AWAY = "away"
    FLARE = "flare"
    OPEN = "open"
    NOT_RECORDED = "not recorded"
    UNKNOWN = "unknown"


class DayCell(NamedTuple):
    """One day. `planned` counts the sessions that the plan asked for; None when no plan held.

    `sessions` counts what was done, planned or not. `away` and `flare` stand beside the kind: a day
    away may have a session. `reasons` says why something was left out, as far as it was said.
    """

    day: date
    kind: DayKind
    planned: int | None
    sessions: int
    away: bool
    flare: bool
    reasons: tuple[SkipReason, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarState:
    """The days of a period, the oldest first, and how many there are of each kind.

    `reasons` counts why days were skipped, as far as it was said.
    """

    days: tuple[DayCell, ...]
    counts: Mapping[DayKind, int]
    reasons: Mapping[SkipReason, int]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the period."""
        return self.counts.get(DayKind.UNKNOWN, 0) == len(self.days)

    def weeks(self) -> tuple[tuple[DayCell | None, ...], ...]:
        """Rows of seven days from Monday to Sunday; None where the period has no day."""
        if not self.days:
            return ()
        before = self.days[0].day.weekday()
        cells: list[DayCell | None] = [None] * before + list(self.days)
        cells += [None] * (-len(cells) % 7)
        return tuple(tuple(cells[row : row + 7]) for row in range(0, len(cells), 7))


class Diary(NamedTuple):
    """What the calendar is made of beside the sessions."""

    planned: Sequence[Planned]
    away: Sequence[Away]
    events: Sequence[Event]


def build(
    sessions: Iterable[SessionRecord], diary: Diary, first: date, last: date, *, today: date
) -> CalendarState:
    """The calendar of a period; days after `today` are left out.

    Args:
        sessions: in any order, with or without their results; those that count are taken.
        diary: plan, days away and events, in any order.
        first: first day.
        last: last day.
        today: the day that is not over.
    """
    last = min(last, today)
    by_day: dict[date, list[SessionRecord]] = {}
    for session in sessions:
        if session.status in COUNTED:
            by_day.setdefault(session.stamp.day, []).append(session)
    due, held = _due(diary.planned, first, last)
    away = _covered(((one.start, one.end) for one in diary.away), first, last)
    flares = (one for one in diary.events if one.kind is EventKind.FLARE)
    flare = _covered(((one.first, one.last or last) for one in flares), first, last)
    skipped = _skips(diary.events, first, last)
    cells = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        done, rows = by_day.get(day, ()), due.get(number, ())
        skip = skipped.get(number)
        kind = _kind_done(done, rows) if done else None
        if kind is None and skip is not None:
            kind = DayKind.SKIPPED
        cells.append(
            DayCell(
                day,
                kind or _kind_idle(number, away, flare, _Asked(bool(rows), number in held, today)),
                sum(row.times_per_day for row in rows) if number in held else None,
                len(done),
                number in away,
                number in flare,
                tuple(s.reason for s in done if s.reason is not None) + (skip or ()),
            )
        )
    return CalendarState(
        tuple(cells),
        Counter(cell.kind for cell in cells),
        Counter(why for cell in cells if cell.kind is DayKind.SKIPPED for why in cell.reasons),
    )


class _Asked(NamedTuple):
    """What the plan says of a day: whether it asks for something, and whether one holds at all."""

    planned: bool
    held: bool
    today: date


def _kind_idle(number: int, away: set[int], flare: set[int], asked: _Asked) -> DayKind:
    """The kind of a day without a session and without a word about leaving it out."""
    if number in away:
        return DayKind.AWAY
    if number in flare:
        return DayKind.FLARE
    if asked.planned:
        over = number < asked.today.toordinal()
        return DayKind.NOT_RECORDED if over else DayKind.OPEN
    return DayKind.REST if asked.held else DayKind.UNKNOWN


def _kind_done(sessions: Sequence[SessionRecord], due: Sequence[Planned]) -> DayKind:
    """Done when all that was asked for was done whole; a shorter day is done in part."""
    whole = [session.routine for session in sessions if is_whole(session)]
    meant: dict[str, int] = {}
    for row in due:
        meant[row.routine] = meant.get(row.routine, 0) + row.times_per_day
    full = all(whole.count(name) >= times for name, times in meant.items()) and bool(whole)
    return DayKind.DONE if full else DayKind.PARTIAL


def is_whole(session: SessionRecord) -> bool:
    """Whether all of its routine was done."""
    if session.status is Status.MANUAL:
        return not session.planned_s or done_share(session) >= WHOLE
    return session.status is Status.DONE and not session.shorter


def _due(
    planned: Iterable[Planned], first: date, last: date
) -> tuple[dict[int, list[Planned]], set[int]]:
    """The rows that ask for something on each day, and the days on which any row holds."""
    due: dict[int, list[Planned]] = {}
    held: set[int] = set()
    for row in planned:
        days = _inside(row.since, row.until or last, first, last)
        held.update(days)
        for weekday in row.weekdays:
            # Ordinal 1 was a Monday, so a weekday's ordinals leave its number plus 1 over 7.
            begin = days.start + (weekday + 1 - days.start) % 7
            for number in range(begin, days.stop, 7):
                due.setdefault(number, []).append(row)
    return due, held


def _skips(events: Iterable[Event], first: date, last: date) -> dict[int, tuple[SkipReason, ...]]:
    """The reasons of the days that were left out on purpose; none where none was said."""
    found: dict[int, tuple[SkipReason, ...]] = {}
    for event in events:
        if event.kind is EventKind.SKIPPED:
            why = () if event.reason is None else (event.reason,)
            for number in _inside(event.first, event.last or event.first, first, last):
                found[number] = found.get(number, ()) + why
    return found


def _inside(start: date, end: date, first: date, last: date) -> range:
    """The ordinals of those days that lie in the period."""
    return range(max(start, first).toordinal(), min(end, last).toordinal() + 1)


def _covered(spans: Iterable[tuple[date, date]], first: date, last: date) -> set[int]:
    found: set[int] = set()
    for start, end in spans:
        found.update(_inside(start, end, first, last))
    return found


CALENDAR_HEADER: Final = (
    "day",
    "kind",
    "planned_sessions",
    "sessions",
    "away",
    "flare",
    "reasons",
)
"""Columns of `calendar_rows`. An empty number is unknown, never zero."""


def calendar_rows(state: CalendarState) -> tuple[tuple[str, ...], ...]:
    """One row a day, the oldest first, under `CALENDAR_HEADER`."""
    return tuple(
        (
            cell.day.isoformat(),
            cell.kind.value,
            "" if cell.planned is None else str(cell.planned),
            str(cell.sessions),
            "yes" if cell.away else "no",
            "yes" if cell.flare else "no",
            "; ".join(cell.reasons),
        )
        for cell in state.days
    )
