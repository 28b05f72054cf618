"""Fills a log with years of made-up ratings and sessions, fast, for benchmarks and fault tests.

    python -m benchmarks.history FILE [--years 10] [--seed 1]

Raw SQL past the store's methods: ten years through them would take minutes. Rows are marked as demo
data and carry sound checksums.
"""

import argparse
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hiprehab.storage import checksum, schema
from hiprehab.storage.store import Store

END = date(2026, 3, 1)
_PAIN = (
    "INSERT INTO pain (at_utc, offset_min, day, side, score, moment, measure, place, note, demo)"
    " VALUES (?, 60, ?, ?, ?, ?, ?, ?, '', 1)"
)
_SESSION = (
    "INSERT INTO session (id, at_utc, offset_min, day, ended_at_utc, routine, title, version,"
    " variant, status, planned_s, active_s, effort, shorter, note, demo)"
    " VALUES (?, ?, 60, ?, ?, ?, ?, '1.0.0', 'L1', 'done', 1500.0, ?, 5, 0, '', 1)"
)
_SET = (
    "INSERT INTO set_result (session, position, item, exercise, level, side, set_number,"
    " reps_planned, reps_done, seconds_planned, seconds_done, outcome)"
    " VALUES (?, ?, ?, ?, '1', ?, ?, 12, 12, 60.0, 60.0, 'done')"
)
_EVENT = (
    "INSERT INTO event (at_utc, offset_min, day, kind, first_day, last_day, text, minutes, km,"
    " demo) VALUES (?, 60, ?, 'run', ?, ?, '', 30.0, 5.0, 1)"
)
_ACTIVITY = "INSERT INTO activity (id, name, since) VALUES (?, ?, ?)"
_ACTIVITY_RATING = (
    "INSERT INTO activity_rating (at_utc, offset_min, day, activity, score, demo)"
    " VALUES (?, 60, ?, ?, 5, 1)"
)
_TEST = (
    "INSERT INTO function_test (at_utc, offset_min, day, kind, side, value, note, demo)"
    " VALUES (?, 60, ?, 'single-leg stance', ?, 20.0, '', 1)"
)
_MOVES = ("bridge", "clamshell", "side-plank", "hip-abduction", "hip-hike", "monster-walk")


def _at(day: date, hour: int) -> str:
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _ratings(days: list[date], chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Three ratings a day, both sides, with days left out."""
    level = 5.0
    for day in days:
        level = min(8.0, max(0.5, level + chance.gauss(0, 0.25)))
        if chance.random() < 0.08:
            continue
        for hour, side, moment, measure in (
            (7, "left", "next_morning", "now"), (20, "left", "day", "average"),
            (20, "right", "day", "average"),
        ):  # fmt: skip
            score = max(0, min(10, round(level * (1 if side == "left" else 0.4))))
            yield _at(day, hour), day.isoformat(), side, score, moment, measure, "outer hip"


def _fill_diary(connection: sqlite3.Connection, days: list[date]) -> None:
    """Two runs a week; each week three activities rated and both legs tested."""
    runs = (day for day in days if day.weekday() in (1, 5))
    rows = ((_at(day, 9), *(day.isoformat(),) * 3) for day in runs)
    connection.executemany(_EVENT, rows)
    names = ("Putting on socks", "Climbing stairs", "Running for 20 minutes")
    numbered = list(enumerate(names, start=1))
    connection.executemany(_ACTIVITY, [(*one, days[0].isoformat()) for one in numbered])
    for day in (day for day in days if day.weekday() == 6):
        when = (_at(day, 19), day.isoformat())
        connection.executemany(_ACTIVITY_RATING, [(*when, number) for number, _ in numbered])
        connection.executemany(_TEST, [(*when, side) for side in ("left", "right")])


def fill(path: Path, years: int = 10, seed: int = 1, end: date = END) -> Path:
    """A log at `path` that ends on the day `end`; three sessions and two runs a week."""
    chance = random.Random(seed)
    days = [end - timedelta(days=n) for n in range(round(365.25 * years) - 1, -1, -1)]
    Store.open(path, at=datetime(end.year, end.month, end.day, tzinfo=UTC)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        checksum.install(connection)
        connection.execute("BEGIN")
        connection.executemany(_PAIN, _ratings(days, chance))
        for number, day in enumerate((d for d in days if d.weekday() in (0, 2, 4)), start=1):
            active = float(chance.randrange(900, 1500))
            row = (number, _at(day, 18), day.isoformat(), _at(day, 19), "glute-strength-a",
                   "Glutes A", active)  # fmt: skip
            connection.execute(_SESSION, row)
            sets = [
                (number, place, item, _MOVES[item], ("left", "right")[place % 2], 1)
                for place, item in enumerate(i for i in range(6) for _ in range(2))
            ]
            connection.executemany(_SET, sets)
        _fill_diary(connection, days)
        checksum.seal_all(connection, schema.SEALED)
        connection.execute("COMMIT")
    return path


def main() -> None:
    """Fills one file from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    fill(arguments.file, arguments.years, arguments.seed)


if __name__ == "__main__":
    main()
