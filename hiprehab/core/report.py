"""What the page for the physiotherapist says: everything that was kept in a period, counted.

The numbers of the curves come from `core.trends`, so that chart, table, file and page agree. What
was not asked, not rated or not planned stays unknown; too few ratings are said to be too few.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from hiprehab.core import (
    activity_trend,
    calendar_days,
    dose,
    function_trend,
    place_counts,
    report_parts,
    trends,
)
from hiprehab.core.activity_trend import ActivitySeries
from hiprehab.core.calendar_days import CalendarState, DayKind, Diary
from hiprehab.core.conditions import NO_CONDITIONS, Conditions, ceiling
from hiprehab.core.day_times import Nights, build_nights
from hiprehab.core.diary import FunctionKind
from hiprehab.core.dose import DoseState
from hiprehab.core.function_trend import FunctionState
from hiprehab.core.guidance import ceiling_of
from hiprehab.core.log import PainEntry, SessionRecord, SkipReason
from hiprehab.core.marks import Mark, marks
from hiprehab.core.model import Affected
from hiprehab.core.panels import Records
from hiprehab.core.place_counts import PlaceState
from hiprehab.core.report_parts import (
    MomentLine,
    Move,
    Run,
    SafetyLines,
    SessionCount,
    SessionLine,
    Week,
)
from hiprehab.core.safety import SafetyBook, SafetyLog
from hiprehab.core.trends import ChartState

MOST_QUESTIONS: Final = 3
MOST_SESSIONS: Final = 150
"""More sessions than this are counted only, not listed one by one."""
MOST_WEEKS: Final = 26
"""The table of a longer period goes by month."""


class Wishes(NamedTuple):
    """What the person chose to show; without it nothing tells who they are."""

    name: str = ""
    notes: bool = False


NOTHING: Final = Wishes()


@dataclass(frozen=True, slots=True)
class Kept:
    """The records of a period, with what only the page tells.

    Their ratings are of the days `report_parts.reading_days(first, last)`, and their sessions bring
    results. `limits` are the routines' own highest pain, by id.
    """

    records: Records
    questions: Sequence[str] = ()
    safety: SafetyLog = field(default_factory=SafetyLog)
    book: SafetyBook = field(default_factory=SafetyBook)
    conditions: Conditions = NO_CONDITIONS
    affected: Affected = Affected.UNKNOWN
    limits: Mapping[str, int | None] = field(default_factory=dict)


class Note(NamedTuple):
    """Words that the person wrote, with their day and what they belong to."""

    day: date
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """The whole page as values: the first page, then the details.

    `planned_days` counts the days on which the plan asked for something, by what became of them;
    `skips` says why days were left out; `routines` are titles with versions. `lines` is empty when
    there are more than `MOST_SESSIONS`; `notes` is None when not chosen.
    """

    first: date
    last: date
    name: str
    affected: Affected
    conditions: tuple[tuple[str, date | None], ...]
    chart: ChartState
    marks: tuple[Mark, ...]
    dose: DoseState
    sessions: SessionCount
    calendar: CalendarState
    planned_days: Mapping[DayKind, int]
    skips: tuple[tuple[SkipReason | None, int], ...]
    routines: tuple[tuple[str, str], ...]
    moves: tuple[Move, ...]
    activities: tuple[ActivitySeries, ...]
    tests: tuple[FunctionState, ...]
    runs: Run
    questions: tuple[str, ...]
    safety: SafetyLines
    moments: tuple[MomentLine, ...]
    places: PlaceState
    nights: Nights
    lines: tuple[SessionLine, ...]
    spans: tuple[Week, ...]
    by_month: bool
    notes: tuple[Note, ...] | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was kept in the period."""
        kept = (self.sessions.total, self.activities, self.tests, self.marks, self.runs.times)
        return self.chart.is_empty and not any(kept)


def build(kept: Kept, wishes: Wishes = NOTHING) -> ReportContent:
    """The content of the page: what was kept, and of it what the person chose to show."""
    records = kept.records
    first, last = records.first, records.last
    entries = records.rated
    sessions = sorted(records.done, key=lambda one: one.stamp.at)
    chart = trends.build(records.pain, sessions, first, last, since=records.since)
    diary = Diary(records.planned, records.away, records.events)
    calendar = calendar_days.build(sessions, diary, first, last, today=records.today)
    many = len(sessions) > MOST_SESSIONS
    long = records.days > MOST_WEEKS * 7
    cut = report_parts.calendar_months if long else dose.weeks_of
    doses = dose.build(records)
    parts = dose.build(records, cut).weeks if long else doses.weeks
    lines = () if many else report_parts.session_lines(sessions, records.pain, ceilings(kept))
    activities = activity_trend.build(
        records.activities, records.activity_ratings, first, last
    ).series
    tests = [
        function_trend.build(records.function_tests, kind, first, last) for kind in FunctionKind
    ]
    return ReportContent(
        first=first,
        last=last,
        name=wishes.name.strip(),
        affected=kept.affected,
        conditions=tuple((kept.conditions.name(c.key), c.since) for c in kept.conditions.chosen),
        chart=chart,
        marks=marks(records),
        dose=doses,
        sessions=report_parts.session_count(sessions),
        calendar=calendar,
        planned_days=Counter(cell.kind for cell in calendar.days if cell.planned),
        skips=_skips(calendar),
        routines=tuple(dict.fromkeys((one.title, one.version) for one in sessions)),
        moves=report_parts.moves(sessions, entries, records.exercises),
        activities=tuple(one for one in activities if one.points),
        tests=tuple(one for one in tests if one.points),
        runs=report_parts.runs(records.events, first, last),
        questions=tuple(text for one in kept.questions if (text := one.strip()))[:MOST_QUESTIONS],
        safety=report_parts.safety_lines(kept.book, kept.safety, first, last),
        moments=report_parts.moment_lines(entries),
        places=place_counts.build(entries, first, last),
        nights=build_nights(entries, first, last),
        lines=tuple(lines),
        spans=report_parts.weeks(chart, cut(first, last), parts),
        by_month=long,
        notes=notes(entries, sessions) if wishes.notes else None,
    )


def _skips(calendar: CalendarState) -> tuple[tuple[SkipReason | None, int], ...]:
    """Why days were left out; None where the person did not say."""
    left = [cell for cell in calendar.days if cell.kind is DayKind.SKIPPED]
    return report_parts.by_count(
        Counter(cell.reasons[0] if cell.reasons else None for cell in left)
    )


def ceilings(kept: Kept) -> Callable[[SessionRecord], int]:
    """The highest pain that was fine in a session: the lowest of condition and routine."""
    limit = ceiling(kept.conditions, kept.records.last)

    def of(record: SessionRecord) -> int:
        return ceiling_of(kept.limits.get(record.routine), condition=limit)

    return of


def notes(entries: Sequence[PainEntry], sessions: Sequence[SessionRecord]) -> tuple[Note, ...]:
    """What was written with ratings and sessions, oldest first; once for both sides."""
    found = {
        (one.stamp.at, one.note.strip()): Note(one.stamp.day, "", one.note.strip())
        for one in entries
        if one.note.strip()
    }
    found |= {
        (one.stamp.at, one.note.strip()): Note(one.stamp.day, one.title, one.note.strip())
        for one in sessions
        if one.note.strip()
    }
    return tuple(found[key] for key in sorted(found))


def worst_and_best(moves: Sequence[Move], most: int = 3) -> tuple[tuple[Move, ...], ...]:
    """The moves that hurt most and least among those with enough ratings; none is in both."""
    known = [one for one in moves if one.enough]
    worst = sorted(known, key=lambda one: (-(one.median or 0), -(one.highest or 0), one.name))
    worst = [one for one in worst if one.median][:most]
    rest = [one for one in known if one not in worst]
    best = sorted(rest, key=lambda one: (one.median or 0, one.highest or 0, one.name))[:most]
    return tuple(worst), tuple(best)
