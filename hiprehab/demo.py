"""Made-up history for the demonstration; every row is marked as demo data.

The numbers show what a chart has to cope with: a slow change with noise, a flare, days without an
answer and a week away. They are nobody's and claim nothing.
"""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    Event,
    EventKind,
    FunctionKind,
    FunctionTest,
)
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, SkipReason, Stamp, Status
from hiprehab.core.model import Affected, Library, Side
from hiprehab.core.plan import Plan, PlanOptions, compile_plan
from hiprehab.core.session import Session
from hiprehab.core.state import Scope

DAYS = 90
_AWAY = range(38, 45)
_FLARE = range(24, 30)
_SHOES = 47
_START = {Side.LEFT: 5.6, Side.RIGHT: 2.1}
_END = {Side.LEFT: 2.2, Side.RIGHT: 0.9}
_PLACES = ("front-hip", "outer-hip", "buttock,outer-hip", "outer-hip", "groin")
_ACTIVITIES = ("Putting on socks", "Climbing stairs", "Running for 20 minutes")
WEEK = {
    0: ("glute-strength-a", "L1"),
    3: ("glute-strength-b", "L1"),
    5: ("post-run-stretch", None),
}


def made_up_pain(last: date, *, seed: int = 7) -> list[PainEntry]:
    """Ratings of both sides over 90 days up to the day before `last`."""
    chance = random.Random(seed)
    entries: list[PainEntry] = []
    for number in range(DAYS):
        day = last - timedelta(days=DAYS - number)
        if number in _AWAY or chance.random() < 0.16:
            continue
        for side in Side:
            level = _level(side, number) + chance.gauss(0, 0.8)
            entries.append(_entry(day, 20, side, level))
            if chance.random() < 0.35:
                worst = _entry(day, 20, side, level + 1.5, measure=Measure.WORST)
                entries.append(worst)
            if day.weekday() - 1 in WEEK and chance.random() < 0.8:
                morning = _entry(day, 7, side, level - 0.4, moment=Moment.NEXT_MORNING)
                entries.append(replace(morning, woken=side is Side.LEFT and level > 4))
    return sorted(entries, key=lambda entry: entry.stamp.at)


def made_up_sessions(library: Library, last: date, *, seed: int = 7) -> list[SessionRecord]:
    """Sessions of 90 days: most done, some in part, a few left out."""
    chance = random.Random(seed + 1)
    records: list[SessionRecord] = []
    for number in range(DAYS):
        day = last - timedelta(days=DAYS - number)
        planned = WEEK.get(day.weekday())
        if planned is None or number in _AWAY or chance.random() < 0.15:
            continue
        routine = library.routines[planned[0]]
        variant = routine.variant(planned[1]) or routine.variants[0]
        plan = compile_plan(library, routine, variant, PlanOptions(affected=Affected.LEFT))
        hard = number in _FLARE or chance.random() < 0.12
        records.append(_session(plan, day, SkipReason.PAIN if hard else None, chance.randint(4, 6)))
    return records


def made_up_pain_around(record: SessionRecord, session: int, last: date) -> list[PainEntry]:
    """Ratings before, in and after one of these sessions, which is stored under that number."""
    day = record.stamp.day
    number = DAYS - (last - day).days
    chance = random.Random(day.toordinal())
    entries = []
    for side in Side:
        level = _level(side, number)
        moves = list(dict.fromkeys(row.exercise for row in record.results))
        hardest = moves[chance.randrange(len(moves))] if moves else None
        for moment, hour, more in (
            (Moment.BEFORE, 18, 0.0),
            (Moment.DURING, 18, 0.9),
            (Moment.AFTER, 19, 0.3),
        ):
            entry = _entry(day, hour, side, level + more + chance.gauss(0, 0.5), moment=moment)
            exercise = hardest if moment is Moment.DURING else None
            entries.append(replace(entry, place=None, session=session, exercise=exercise))
    return entries


def made_up_plan(last: date) -> list[Planned]:
    """The plan that the sessions were done by, with something due today."""
    since = last - timedelta(days=DAYS)
    rows = [
        Planned(routine, variant or "standard", frozenset({weekday}), 1, since)
        for weekday, (routine, variant) in WEEK.items()
    ]
    if last.weekday() not in WEEK:
        rows.append(Planned("daily-hip-mobility", "standard", frozenset({last.weekday()}), 1, last))
    return rows


class MadeUpDiary(NamedTuple):
    """What stands beside pain and sessions; ratings name activities by their place in the list."""

    activities: tuple[Activity, ...]
    ratings: tuple[ActivityRating, ...]
    tests: tuple[FunctionTest, ...]
    events: tuple[Event, ...]
    away: tuple[Away, ...]


def made_up_diary(last: date, *, seed: int = 7) -> MadeUpDiary:
    """Own activities rated most weeks, tests every second week, a flare, new shoes and runs."""
    chance = random.Random(seed + 2)
    begun = last - timedelta(days=DAYS)
    ratings: list[ActivityRating] = []
    tests: list[FunctionTest] = []
    for week in range(DAYS // 7):
        at = _stamp(begun + timedelta(days=7 * week + 2), 19)
        away = 7 * week + 2 in _AWAY
        for place in range(len(_ACTIVITIES)):
            score = min(10, max(0, round(2 + place + week * 0.45 + chance.gauss(0, 0.7))))
            if not away and chance.random() < 0.9:
                ratings.append(ActivityRating(at, place, score, demo=True))
        if week % 2 == 0 and not away:
            for side in Side:
                lead = 9.0 if side is Side.RIGHT else 0.0
                seconds = min(30.0, round(8 + lead + 1.6 * week + chance.gauss(0, 1.5), 1))
                pain = seconds < 30.0 and side is Side.LEFT and week < 6
                kind = FunctionKind.SINGLE_LEG_STANCE
                tests.append(FunctionTest(at, kind, side, seconds, pain, demo=True))
            stands = float(9 + week // 2)
            tests.append(FunctionTest(at, FunctionKind.CHAIR_STAND, None, stands, False, demo=True))
    events = _events(begun, chance)
    activities = tuple(Activity(name, begun) for name in _ACTIVITIES)
    holiday = Away(
        begun + timedelta(days=_AWAY.start), begun + timedelta(days=_AWAY.stop - 1), "holiday"
    )
    return MadeUpDiary(activities, tuple(ratings), tuple(tests), events, (holiday,))


def _events(begun: date, chance: random.Random) -> tuple[Event, ...]:
    """A flare, a day left out, another pair of shoes, and from then on two runs a week."""
    last, shoes = begun + timedelta(days=_FLARE.stop - 1), begun + timedelta(days=_SHOES)
    events = [
        _event(EventKind.FLARE, begun + timedelta(days=_FLARE.start), last, "after a long walk"),
        _event(EventKind.SKIPPED, begun + timedelta(days=60))._replace(reason=SkipReason.TIME),
        _event(EventKind.EVENT, shoes, text="new running shoes"),
    ]
    for number in range(_SHOES + 1, DAYS):
        day = begun + timedelta(days=number)
        if day.weekday() in (1, 5) and chance.random() < 0.85:
            minutes = float(round(12 + (number - _SHOES) * 0.4 + chance.gauss(0, 2)))
            km = round(minutes / 6.5, 1)
            events.append(_event(EventKind.RUN, day)._replace(minutes=minutes, km=km))
    return tuple(sorted(events, key=lambda event: event.first))


def _event(kind: EventKind, first: date, last: date | None = None, text: str = "") -> Event:
    return Event(_stamp(first, 20), kind, first, last or first, text, demo=True)


def _level(side: Side, number: int) -> float:
    share = number / (DAYS - 1)
    flare = 2.2 if number in _FLARE and side is Side.LEFT else 0.0
    return _START[side] + (_END[side] - _START[side]) * share + flare


def _stamp(day: date, hour: int) -> Stamp:
    return Stamp(datetime.combine(day, time(hour), tzinfo=UTC), 0, day)


def _entry(
    day: date,
    hour: int,
    side: Side,
    level: float,
    *,
    moment: Moment = Moment.DAY,
    measure: Measure = Measure.NOW,
) -> PainEntry:
    score = max(0, min(10, round(level)))
    place = _PLACES[day.toordinal() % len(_PLACES)] if score > 2 else None
    return PainEntry(_stamp(day, hour), side, score, moment, measure, place=place, demo=True)


def _session(plan: Plan, day: date, reason: SkipReason | None, effort: int) -> SessionRecord:
    session = Session(plan)
    session.start(0.0)
    if reason:
        session.tick(plan.total_s / 2)
        session.skip(plan.total_s / 2, Scope.EXERCISE, reason)
    session.tick(plan.total_s * 2)
    stamp = _stamp(day, 18)
    status = Status.DONE if session.status() is Status.DONE else Status.PARTIAL
    return SessionRecord(
        stamp=stamp,
        routine=plan.routine,
        title=plan.title,
        version=plan.version,
        variant=plan.variant,
        status=status,
        planned_s=plan.total_s,
        active_s=session.active_s,
        ended_at=stamp.at + timedelta(seconds=session.active_s),
        effort=effort,
        results=session.set_results(),
        demo=True,
    )
