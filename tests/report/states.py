"""Made-up records for pages: from nothing to ten years."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hiprehab import demo
from hiprehab.core.agenda import Away, Planned
from hiprehab.core.conditions import Chosen, Condition, ConditionBook, Conditions
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
from hiprehab.core.panels import Records
from hiprehab.core.report import Kept
from hiprehab.core.safety import (
    Allows,
    Answer,
    Clearance,
    Level,
    Occasion,
    Question,
    SafetyBook,
    SafetyLog,
)

LAST = date(2026, 11, 21)
TODAY = LAST + timedelta(days=1)
FIRST_OF_TWELVE = TODAY - timedelta(days=84)


def stamp(day: date, hour: int = 20) -> Stamp:
    return Stamp(datetime.combine(day, time(hour), tzinfo=UTC), 0, day)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def nothing(days: int = 84) -> Kept:
    """A log without an entry."""
    return Kept(Records(TODAY - timedelta(days=days), LAST, TODAY))


def one_day() -> Kept:
    """Two ratings on one day, of the right side only."""
    pain = [
        PainEntry(stamp(LAST, hour), Side.RIGHT, score, id=hour)
        for hour, score in ((8, 4), (20, 0))
    ]
    return Kept(Records(LAST, LAST, TODAY, since=LAST, pain=pain), affected=Affected.RIGHT)


def with_ids(
    sessions: Sequence[SessionRecord], pain: Sequence[PainEntry], seed: int = 3
) -> tuple[list[SessionRecord], list[PainEntry]]:
    """The sessions with ids and ratings around them, some of single exercises."""
    chance = random.Random(seed)
    kept: list[SessionRecord] = []
    more: list[PainEntry] = []
    for number, one in enumerate(sessions, start=1):
        kept.append(replace(one, id=number))
        for side in Side:
            low = 3 if side is Side.LEFT else 1
            before = PainEntry(stamp(one.stamp.day, 18), side, low, Moment.BEFORE, session=number)
            more += [before, replace(before, moment=Moment.AFTER, score=low + chance.randint(0, 2))]
        for exercise in dict.fromkeys(row.exercise for row in one.results):
            if chance.random() < 0.4:
                score = min(10, 1 + len(exercise) % 4 + chance.randint(0, 2))
                side = Side.LEFT if chance.random() < 0.8 else Side.RIGHT
                more.append(
                    PainEntry(stamp(one.stamp.day, 18), side, score, Moment.DURING,
                              session=number, exercise=exercise)
                )  # fmt: skip
    nights = [replace(one, woken=chance.random() < 0.2) if one.moment is Moment.NEXT_MORNING
              else one for one in pain]  # fmt: skip
    return kept, [*nights, *more]


def events(first: date) -> list[Event]:
    """One of each kind, and a flare."""
    at = stamp(first)

    def event(kind: EventKind, begin: int, end: int | None, text: str = "", **more: Any) -> Event:
        last = None if end is None else first + timedelta(days=end)
        return Event(at, kind, first + timedelta(days=begin), last, text, **more)

    return [
        event(EventKind.EVENT, 11, 11, "New shoes", id=1),
        event(EventKind.FLARE, 24, 29, "After a long walk", id=2),
        event(EventKind.SKIPPED, 27, 27, reason=SkipReason.PAIN, id=3),
        event(EventKind.EVENT, 60, 60, "Injection, left hip", id=4),
        *(event(EventKind.RUN, 20 + 5 * n, None, minutes=25, km=4.2, id=9 + n) for n in range(6)),
    ]


def safety(first: date) -> tuple[SafetyBook, SafetyLog]:
    """Three questions, a yes that was cleared and one that was not."""
    questions = tuple(
        Question(name, level, f"Do you have {brief}?", brief, "See a doctor.", Allows.NOTHING)
        for name, level, brief in (
            ("fever", Level.SOON, "fever or night sweats"),
            ("numb", Level.REFER, "numbness in the leg"),
            ("bone", Level.SAME_DAY, "a bone that hurts at each step"),
        )
    )
    days = [first + timedelta(days=n) for n in (1, 40)]
    answers = tuple(
        Answer(stamp(day), one.id, (one.id, n) in {("numb", 0), ("fever", 1)}, Occasion.FIRST)
        for n, day in enumerate(days)
        for one in questions
    )
    word = Clearance(stamp(days[0], 22), "numb", "Dr Jane Roe", days[0] + timedelta(days=2))
    return SafetyBook(questions), SafetyLog(answers, (word,))


def twelve_weeks(library: Library, **changes: object) -> Kept:
    """The demonstration's history with everything else that a page can tell."""
    first = TODAY - timedelta(days=84)
    sessions, pain = with_ids(demo.made_up_sessions(library, TODAY), demo.made_up_pain(TODAY))
    planned = [replace(one, since=ago(90)) for one in demo.made_up_plan(TODAY)]
    planned.append(Planned("daily-hip-mobility", "standard", frozenset({1}), 1, ago(30)))
    names = ("Putting on socks", "Stairs", "Running 3 km")
    activities = [Activity(name, first, id=n) for n, name in enumerate(names, start=1)]
    ratings = [
        ActivityRating(stamp(first + timedelta(days=7 * week)), n, min(10, 3 + n + week // 3))
        for week in range(12)
        for n in (1, 2, 3)
        if (week + n) % 3
    ]
    tests = [
        FunctionTest(stamp(first + timedelta(days=20 * n)), FunctionKind.CHAIR_STAND, None, 11 + n)
        for n in range(4)
    ] + [
        FunctionTest(stamp(first + timedelta(days=30 * n)), FunctionKind.SINGLE_LEG_STANCE, side,
                     12 + 6 * n, pain=side is Side.LEFT and n < 2)
        for n in range(3)
        for side in Side
    ]  # fmt: skip
    book, log = safety(first)
    conditions = ConditionBook({"gtps": Condition("gtps", "Gluteal tendinopathy")})
    records = Records(
        first, LAST, TODAY,
        since=first,
        pain=pain,
        sessions=sessions,
        planned=planned,
        away=[Away(ago(52), ago(46), "Holiday")],
        events=events(first),
        activities=activities,
        activity_ratings=ratings,
        function_tests=tests,
        titles={name: library.routines[name].title for name in library.routines},
        exercises={name: library.exercises[name].name for name in library.exercises},
    )  # fmt: skip
    questions = (
        "May I start with short runs on soft ground again?",
        "Why does the left side hurt more after sitting for a long time?",
        "",
    )
    kept = Kept(
        records, questions, log, book,
        Conditions(conditions, (Chosen(stamp(first), "gtps", date(2026, 3, 1)),)),
        Affected.LEFT,
    )  # fmt: skip
    return replace(kept, records=replace(records, **changes)) if changes else kept


def years(count: int, library: Library) -> Kept:
    """Three ratings a day of both sides and four sessions a week of 20 sets."""
    chance = random.Random(5)
    days = round(count * 365.25)
    first = TODAY - timedelta(days=days)
    template = demo.made_up_sessions(library, TODAY)[0]
    rows = (template.results * 20)[:20]
    pain: list[PainEntry] = []
    sessions: list[SessionRecord] = []
    for number in range(days):
        day = first + timedelta(days=number)
        level = 6 - 4 * number / days
        for hour, measure in ((8, Measure.NOW), (14, Measure.NOW), (21, Measure.WORST)):
            for side in Side:
                score = max(0, min(10, round(chance.gauss(level, 1.5))))
                pain.append(PainEntry(stamp(day, hour), side, score, Moment.DAY, measure))
        if day.weekday() in (0, 2, 4, 5):
            sessions.append(replace(template, stamp=stamp(day, 18), results=rows,
                                    status=Status.DONE, id=number))  # fmt: skip
    records = Records(first, LAST, TODAY, since=first, pain=pain, sessions=sessions)
    return Kept(records)
