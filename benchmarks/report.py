"""The page for the physiotherapist from records to PDF, for 12 weeks and 10 years; a handout.

Seconds of this thread on the processor, the quietest of three rounds; the first use of the library
of pictures is paid before.
"""

import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from benchmarks.__main__ import Row
from hiprehab.app import handing, reporting
from hiprehab.core.log import Moment, Outcome, PainEntry, SessionRecord, SetResult, Stamp, Status
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.report import NOTHING, Kept
from hiprehab.report.paper import Paper
from hiprehab.storage.library import load_library

LAST = date(2026, 6, 30)
ROUNDS = 3
SETS = tuple(
    SetResult(n // 4, f"move-{n // 4}", "1", None, n % 4 + 1, 10, 10, 30, 30, Outcome.DONE)
    for n in range(20)
)


def kept(days: int) -> Kept:
    """Three ratings a day of both sides, and four sessions a week of 20 set results."""
    chance = random.Random(7)
    first = LAST - timedelta(days=days - 1)
    pain: list[PainEntry] = []
    sessions: list[SessionRecord] = []
    for number in range(days):
        day = first + timedelta(days=number)
        for hour in (8, 14, 20):
            stamp = Stamp(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), 0, day)
            moment = Moment.AFTER if hour == 14 else Moment.DAY
            for side in Side:
                score = min(10, max(0, round(chance.gauss(4.5 - 2 * number / days, 1.5))))
                pain.append(PainEntry(stamp, side, score, moment))
        if day.weekday() in (0, 2, 4, 5):
            record = SessionRecord(stamp, "a", "Routine", "1", "x", Status.DONE, 1200, 1200)
            sessions.append(replace(record, id=number, results=SETS))
    return Kept(Records(first, LAST, LAST, since=first, pain=pain, sessions=sessions))


def quietest(work: Callable[[], object]) -> float:
    """The best of three rounds, in seconds."""
    found = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        work()
        found.append(time.thread_time() - start)
    return min(found)


def measure() -> list[Row]:
    """Name, value, limit and unit of everything here; needs an application."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    rows: list[Row] = []
    for name, days, limit in (("12 weeks", 84, 0.5), ("10 years", 3650, 2.5)):
        records = kept(days)
        took = quietest(lambda records=records: reporting.bound(records, NOTHING, Paper.A4).pdf())
        rows.append((f"page as PDF, {name}", took, limit, "s"))
    book = reporting.bound(kept(84), NOTHING, Paper.A4)
    rows.append(("first sheet for the preview, 12 weeks", quietest(lambda: book.picture(0, 96)),
                 0.1, "s"))  # fmt: skip
    library = load_library(None, []).library
    handout = handing.of_routine(library, library.routines["glute-strength-a"])
    with TemporaryDirectory() as cache:
        took = quietest(
            lambda: handing.bound(library, handout, paper=Paper.A4, cache=Path(cache)).pdf()
        )
    rows.append(("handout of 5 exercises with pictures as PDF", took, 4.0, "s"))
    del app
    return rows
