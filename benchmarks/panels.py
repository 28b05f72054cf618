"""The smaller panels of Trends at 1, 10 and 50 years: their numbers, and what drawing them costs.

Times are ms of this thread on the processor, medians. Numbers are built in a worker thread, so
their limit is a guard; drawing happens in the window's thread.
"""

import gc
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hiprehab.core import (
    activity_trend,
    calendar_days,
    day_times,
    exercise_trend,
    function_trend,
    place_counts,
)
from hiprehab.core.agenda import Planned
from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    Event,
    EventKind,
    FunctionKind,
    FunctionTest,
)
from hiprehab.core.log import (
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Stamp,
    Status,
)
from hiprehab.core.model import Side
from hiprehab.core.panels import Records

Measured = tuple[str, float, float | None, str]
LAST = date(2026, 6, 30)
LIMIT_MS = 60.0
"""For the numbers of ten years."""
DRAW_MS = 50.0
"""Longer than that nobody may hold up the window."""
PAN_MS = 16.7
PLACES = (None, "groin", "buttock,groin", "outer-hip")


def made_up(years: int) -> Records:
    """Three ratings a day, four sessions of 20 sets a week, a plan, events, activities, tests."""
    chance = random.Random(11)
    days = 365 * years
    first = LAST - timedelta(days=days - 1)

    def at(offset: int, hour: int) -> Stamp:
        day = first + timedelta(days=offset)
        return Stamp(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), 0, day)

    pain = [
        PainEntry(
            at(offset, hour),
            side,
            chance.randint(0, 6),
            Moment.NEXT_MORNING if hour == 8 else Moment.DAY,
            place=chance.choice(PLACES),
            woken=chance.choice((None, True, False)) if hour == 8 else None,
        )
        for offset in range(days)
        for hour, side in ((8, Side.LEFT), (13, Side.RIGHT), (20, Side.LEFT))
    ]
    sides = tuple(Side)
    sets = tuple(
        SetResult(n, f"move-{n // 2}", "1", sides[n % 2], 1, 10, 10, 30.0, 30.0, Outcome.DONE)
        for n in range(20)
    )
    sessions = [
        SessionRecord(
            at(offset, 18), "a", "A", "1", "x", Status.DONE, 600, 600, results=sets, id=offset
        )
        for offset in range(days)
        if offset % 7 in (0, 2, 4, 5)
    ]
    monthly = range(0, days, 30)
    events = [
        Event(at(n, 9), EventKind.FLARE, at(n, 9).day, at(min(n + 4, days - 1), 9).day)
        for n in monthly
    ]
    events += [
        Event(at(n, 9), EventKind.SKIPPED, at(n, 9).day, None, reason=SkipReason.TIME)
        for n in monthly
    ]
    return Records(
        first=first,
        last=LAST,
        today=LAST,
        since=first,
        pain=pain,
        sessions=sessions,
        planned=[
            Planned("a", "x", frozenset({0, 2, 4}), 1, at(n, 9).day, at(n, 9).day) for n in monthly
        ],
        events=events,
        activities=[Activity(f"activity {n}", first, id=n) for n in range(5)],
        activity_ratings=[
            ActivityRating(at(offset, 19), n, offset % 11)
            for offset in range(0, days, 7)
            for n in range(5)
        ],
        function_tests=[
            FunctionTest(at(offset, 19), FunctionKind.SINGLE_LEG_STANCE, side, 20.0)
            for offset in range(0, days, 14)
            for side in Side
        ],
    )


def builders(records: Records) -> dict[str, Callable[[], object]]:
    """What each panel computes."""
    first, last = records.first, records.last
    diary = calendar_days.Diary(records.planned, records.away, records.events)
    stance = FunctionKind.SINGLE_LEG_STANCE
    return {
        "calendar of days": lambda: calendar_days.build(
            records.sessions, diary, first, last, today=last
        ),
        "exercises, sorted": lambda: exercise_trend.history(records.sessions, records.pain),
        "one exercise of every session": lambda: exercise_trend.build(
            records.sessions, records.pain, "move-3"
        ),
        "places": lambda: place_counts.build(records.pain, first, last),
        "times of day": lambda: day_times.build(records.pain, first, last),
        "nights": lambda: day_times.build_nights(records.pain, first, last),
        "own activities": lambda: activity_trend.build(
            records.activities, records.activity_ratings, first, last
        ),
        "tests": lambda: function_trend.build(records.function_tests, stance, first, last),
    }


def timed(work: Callable[[], object], count: int = 5) -> float:
    """The median of so many calls, ms on the processor."""
    spent = []
    for _ in range(count):
        begun = time.thread_time()
        work()
        spent.append((time.thread_time() - begun) * 1000)
    return statistics.median(spent)


def measure() -> list[Measured]:
    """The rows of this benchmark."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gc.disable()  # the search for cycles among records of years would be measured instead
    rows: list[Measured] = []
    for years in (1, 10, 50):
        limit = LIMIT_MS if years == 10 else None
        for name, work in builders(made_up(years)).items():
            rows.append((f"{name}, {years} years", timed(work), limit, "ms"))
    return rows + drawing(made_up(10))


def drawing(records: Records) -> list[Measured]:
    """What the charts of ten years cost the window's thread."""
    from PySide6.QtGui import QFont, QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from hiprehab import resources, tokens
    from hiprehab.charts.day_grid import DayGrid, GridWords
    from hiprehab.charts.look import Look
    from hiprehab.charts.night_bars import NightBars
    from hiprehab.charts.points import PointMark, PointsChart, PointSeries, PointsState
    from hiprehab.charts.shared import SharedTime

    app = QApplication.instance() or QApplication([])
    font = QFont()
    font.setPixelSize(13)
    look = Look(tokens.load(resources.asset("themes") / "light.toml"), font, font)
    axis = SharedTime()
    axis.show(records.first, records.last)
    built = builders(records)
    words = GridWords(lambda kind: kind.value[:1].upper(), lambda kind: kind.value, str)
    calendar = DayGrid("days", words)
    calendar.show_state(built["calendar of days"](), look)
    nights = NightBars("nights", axis, str, key=("woken", "asked"))
    nights.show_state(built["nights"](), look)
    exercise = built["one exercise of every session"]()
    series = [
        PointSeries(
            side,
            side.value,
            [
                PointMark(point.day.toordinal() + 0.5, point.reps_done)
                for point in exercise.of(side)
            ],
            14,
        )
        for side in Side
    ]
    points = PointsChart("points", axis)
    points.show_state(PointsState([(0, "0"), (10, "10")], series, str), look)
    rows: list[Measured] = []
    for name, chart, limit in (
        ("draw the calendar of 10 years", calendar, DRAW_MS),
        ("draw the nights of 10 years", nights, PAN_MS),
        ("draw an exercise of 10 years", points, PAN_MS),
    ):
        chart.resize(1100, chart.heightForWidth(1100))
        image = QImage(chart.size(), QImage.Format.Format_ARGB32_Premultiplied)

        def draw(chart: DayGrid | NightBars | PointsChart = chart, on: QImage = image) -> None:
            painter = QPainter(on)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font)
            chart.draw(painter, look, chart.box())
            painter.end()

        draw()
        rows.append((name, timed(draw), limit, "ms"))
    del app
    return rows
