"""What was done each week against what was prescribed: sessions, sets, seconds held, minutes.

Prescribed is what the plan's rows asked for. How much a session of a routine was to be is taken
from the sessions that were played, as they were prescribed then, and from the library only where
there is none. What is not known is counted as such and never filled in.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED, due_on, is_away
from hiprehab.core.diary import EventKind
from hiprehab.core.log import SessionRecord, count_sets
from hiprehab.core.model import DoseKind
from hiprehab.core.panels import FullDose, Records
from hiprehab.core.plan import Plan


class Unit(StrEnum):
    """What is counted."""

    SETS = "sets"
    HOLD = "hold_s"
    MINUTES = "minutes"
    SESSIONS = "sessions"


class Amount(NamedTuple):
    """Sums over sessions, of which some may say no sets and some no seconds held."""

    sessions: int = 0
    sets: int = 0
    hold_s: float = 0.0
    minutes: float = 0.0
    no_sets: int = 0
    no_holds: int = 0
    no_minutes: int = 0

    def of(self, unit: Unit) -> float:
        """The sum of one unit; where sessions lack it, the least that it can be."""
        return float(getattr(self, unit.value))

    def lacks(self, unit: Unit) -> int:
        """How many of the sessions do not say that unit."""
        lacking = {Unit.SETS: self.no_sets, Unit.HOLD: self.no_holds, Unit.MINUTES: self.no_minutes}
        return lacking.get(unit, 0)


class DoseWeek(NamedTuple):
    """A week from Monday to Sunday, or the part of it in the period.

    `planned_days` had something prescribed; `paused` days were away or in a flare and count only as
    far as something was done; on `unknown` days no plan held. With all days unknown `prescribed` is
    None, which is not nothing.
    """

    first: date
    last: date
    done: Amount
    prescribed: Amount | None
    planned_days: int = 0
    paused: int = 0
    unknown: int = 0

    @property
    def days(self) -> int:
        """How many days of the week are in the period."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class DoseState:
    """The weeks of a period, the oldest first, and their sums.

    `kept` is what was done on the days on which a plan held: only that is to be held against
    `prescribed`.
    """

    weeks: tuple[DoseWeek, ...]
    done: Amount
    kept: Amount
    prescribed: Amount | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done and nothing is known to be prescribed."""
        return not self.done.sessions and self.prescribed is None


def full_dose(plan: Plan) -> FullDose:
    """What a compiled plan asks for."""
    work = [step for step in plan.steps if step.is_work]
    held = sum(step.expected_s for step in work if step.work is DoseKind.HOLD)
    sets = {(step.item, step.set) for step in work}  # both sides are one, as `count_sets` has it
    return FullDose(len(sets), held, plan.total_s / 60)


def weeks_of(first: date, last: date) -> list[tuple[date, date]]:
    """The weeks of a period from Monday to Sunday, the outer ones cut to it."""
    found = []
    while first <= last:
        end = min(last, first + timedelta(days=6 - first.weekday()))
        found.append((first, end))
        first = end + timedelta(days=1)
    return found


Spans = Callable[[date, date], Sequence[tuple[date, date]]]
"""Cuts a period into parts that follow each other: their first and last days."""


def build(records: Records, spans: Spans = weeks_of) -> DoseState:
    """Done against prescribed in each week of the period, or in other parts of it."""
    by_day: dict[date, list[SessionRecord]] = {}
    for session in records.done:
        by_day.setdefault(session.stamp.day, []).append(session)
    known = _Known(records)
    found = []
    for first, last in spans(records.first, min(records.last, records.today)):
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        found.append(_week(days, by_day, known))
    sums = [week.prescribed for week in found if week.prescribed is not None]
    return DoseState(
        tuple(found),
        _sum(week.done for week in found),
        _sum(known.done(one) for one in records.done if known.holds(one.stamp.day)),
        _sum(sums) if sums else None,
    )


def _week(
    days: Sequence[date], by_day: Mapping[date, list[SessionRecord]], known: "_Known"
) -> DoseWeek:
    records = known.records
    done, asked = [], []
    planned = paused = unknown = 0
    for day in days:
        sessions = by_day.get(day, [])
        done += [known.done(session) for session in sessions]
        if not known.holds(day):
            unknown += 1
            continue
        rest = known.is_paused(day)
        paused += rest
        times = _times(day, sessions, records, as_done=rest or day >= records.today)
        planned += bool(times)
        asked += [known.prescribed(day, key) for key in times]
    prescribed = None if unknown == len(days) else _sum(asked)
    return DoseWeek(days[0], days[-1], _sum(done), prescribed, planned, paused, unknown)


def _times(
    day: date, sessions: Sequence[SessionRecord], records: Records, *, as_done: bool
) -> list[tuple[str, str]]:
    """Routine and variant of each session that the day asked for."""
    found: list[tuple[str, str]] = []
    for row in due_on(day, records.planned, sessions, () if as_done else records.away):
        times = row.planned.times_per_day
        if as_done:
            times = min(times, row.done)
        found += [(row.planned.routine, row.planned.variant)] * times
    return found


def _sum(amounts: Iterable[Amount]) -> Amount:
    found = list(amounts)
    return Amount(*(sum(column) for column in zip(*found, strict=True))) if found else Amount()


class _Known:
    """What sessions of each routine were meant to be, by the day on which that is known."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._kept: dict[int, tuple[Amount, Amount]] = {}
        self._flares = [e for e in records.events if e.kind is EventKind.FLARE]
        self._from_sessions: dict[tuple[str, str], tuple[list[date], list[Amount]]] = {}
        for session in sorted(records.sessions, key=lambda session: session.stamp.at):
            if session.results and not session.shorter and session.status in COUNTED:
                days, amounts = self._from_sessions.setdefault(
                    (session.routine, session.variant), ([], [])
                )
                days.append(session.stamp.day)
                amounts.append(self._planned(session))

    def holds(self, day: date) -> bool:
        """Whether any row of the plan is valid on a day, whatever it asks for."""
        return any(
            row.since <= day and (row.until is None or day <= row.until)
            for row in self.records.planned
        )

    def is_paused(self, day: date) -> bool:
        """Whether nobody is expected to do what was planned: away, or in a flare."""
        return is_away(day, self.records.away) or any(flare.on(day) for flare in self._flares)

    def prescribed(self, day: date, key: tuple[str, str]) -> Amount:
        """What one session of a routine's variant asked for on a day.

        As the sessions of that day had it, else the last one before, else the first one after, else
        as the library has it.
        """
        days, amounts = self._from_sessions.get(key, ([], []))
        if days:
            return amounts[max(0, bisect_right(days, day) - 1)]
        dose = self.records.doses.get(key)
        if dose is None:
            return Amount(1, no_sets=1, no_holds=1, no_minutes=1)
        return Amount(1, dose.sets, dose.hold_s, dose.minutes)

    def _planned(self, session: SessionRecord) -> Amount:
        return self._amounts(session)[0]

    def done(self, session: SessionRecord) -> Amount:
        """What a session came to; one without results says its minutes only."""
        return self._amounts(session)[1]

    def _amounts(self, session: SessionRecord) -> tuple[Amount, Amount]:
        """What a session asked for and what it came to; each session of `records` is asked once."""
        found = self._kept.get(id(session))
        if found is None:
            found = self._kept[id(session)] = self._worked_out(session)
        return found

    def _worked_out(self, session: SessionRecord) -> tuple[Amount, Amount]:
        asked, minutes = session.planned_s / 60, session.active_s / 60
        rows = session.results
        if not rows:
            unsaid = Amount(1, no_sets=1, no_holds=1)
            return unsaid._replace(minutes=asked), unsaid._replace(minutes=minutes)
        sets, held, to_hold, no_holds = count_sets(rows), 0.0, 0.0, 0
        for row in rows:
            is_hold = self.records.holds.get((row.exercise, row.level))
            if is_hold is None:
                no_holds = 1
            elif is_hold:
                held += row.seconds_done
                to_hold += row.seconds_planned
        return (
            Amount(1, sets.total, to_hold, asked, no_holds=no_holds),
            Amount(1, sets.done, held, minutes, no_holds=no_holds),
        )


_UNITS: Final = tuple(Unit)
DOSE_HEADER: Final = (
    "first_day",
    "last_day",
    "days_with_something_prescribed",
    "days_away_or_in_a_flare",
    "days_without_a_plan",
    *(f"{unit.value}_{what}" for unit in _UNITS for what in ("done", "prescribed")),
    "done_sessions_without_sets",
    "done_sessions_without_hold_s",
    "prescribed_sessions_without_sets",
    "prescribed_sessions_without_hold_s",
)
"""Columns of `dose_rows`. Sums hold what is known; the last columns count what is missing in them.
An empty cell is unknown, never zero."""


def dose_rows(state: DoseState) -> tuple[tuple[str, ...], ...]:
    """One row a week, the oldest first, under `DOSE_HEADER`."""
    return tuple(_row(week) for week in state.weeks)


def _row(week: DoseWeek) -> tuple[str, ...]:
    asked = week.prescribed
    cells = [week.first.isoformat(), week.last.isoformat()]
    cells += [str(number) for number in (week.planned_days, week.paused, week.unknown)]
    for unit in _UNITS:
        cells += [
            f"{week.done.of(unit):.6g}",
            "" if asked is None else f"{asked.of(unit):.6g}",
        ]
    for amount in (week.done, asked):
        cells += [
            "" if amount is None else str(amount.lacks(unit)) for unit in (Unit.SETS, Unit.HOLD)
        ]
    return tuple(cells)
