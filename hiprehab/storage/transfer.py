"""Takes the log out: CSV for a spreadsheet, JSON with everything. Deleted records stay behind."""

import csv
import io
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from hiprehab import __version__
from hiprehab.storage.connection import connect_reading, discard, read_header
from hiprehab.storage.files import scratch_folder, sync_folder, whole_file
from hiprehab.storage.rows import instant
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

FAILED: Final = "The export failed"
SCHEMA: Final = "hiprehab-export/1"
COLUMNS_FILE: Final = "columns.csv"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file: its columns with what they mean, and where the rows come from."""

    name: str
    columns: Mapping[str, str]
    source: str

    @property
    def query(self) -> str:
        """The statement that reads the rows, with texts that a spreadsheet cannot run."""
        listed = (harmless(name) if name in FREE_TEXT else name for name in self.columns)
        return f"SELECT {', '.join(listed)} FROM {self.source}"


FREE_TEXT: Final = frozenset(
    {
        "place",
        "note",
        "reason",
        "routine",
        "title",
        "version",
        "variant",
        "exercise",
        "level",
        "who",
        "key",
    }
)
"""Columns with words of people or packs."""


def harmless(column: str) -> str:
    """SQL that puts an apostrophe before text that a spreadsheet would take for a formula."""
    begins = f"substr(ltrim({column}, ' '), 1, 1)"
    risky = "'=', '+', '-', '@', char(9), char(10), char(13)"
    return f"iif({begins} IN ({risky}), char(39) || {column}, {column})"


_WHEN = {
    "id": "number of the record",
    "day": "local day it counts for; a day lasts until 4 am",
    "at_utc": "moment, in UTC",
    "offset_min": "minutes that local time was ahead of UTC",
}
_KEPT = "deleted_at_utc IS NULL"

SHEETS: Final[tuple[Sheet, ...]] = (
    Sheet(
        "pain.csv",
        _WHEN
        | {
            "side": "left or right",
            "score": "0 to 10; empty: not asked",
            "moment": "day, before, during, after a session, or next_morning",
            "measure": "now, worst, average or night",
            "place": "where it hurt",
            "woken": "1: woken at night by it, 0: not, empty: not asked",
            "sharp": "1: sharp, 0: not, empty: not asked",
            "catching": "1: catching or clicking, 0: not, empty: not asked",
            "giving_way": "1: gave way, 0: did not, empty: not asked",
            "limp": "1: limped, 0: did not, empty: not asked",
            "note": "the person's own words",
            "session": "number of the session it belongs to",
            "exercise": "exercise it was the highest score of",
            "demo": "1: made-up data of the demonstration",
        },
        f"pain WHERE {_KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "sessions.csv",
        _WHEN
        | {
            "ended_at_utc": "moment of its end, in UTC",
            "routine": "id of the routine",
            "title": "the routine's name then",
            "version": "the routine's version then",
            "variant": "variant or level of the routine",
            "status": "done, partial, manual (entered later), discarded or unfinished",
            "reason": "why it was ended early",
            "planned_s": "seconds of the whole plan",
            "active_s": "seconds credited",
            "effort": "0 to 10; empty: not asked",
            "shorter": "1: the shorter form",
            "note": "the person's own words",
            "demo": "1: made-up data of the demonstration",
        },
        f"session WHERE {_KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "sets.csv",
        {
            "session": "number of the session",
            "position": "order in the session, from 0",
            "item": "place in the routine, from 0",
            "exercise": "id of the exercise",
            "level": "level of the exercise",
            "side": "left or right; empty: both at once",
            "set_number": "set, from 1",
            "reps_planned": "repetitions prescribed",
            "reps_done": "repetitions done",
            "seconds_planned": "seconds prescribed",
            "seconds_done": "seconds done",
            "outcome": "done, partial or skipped",
            "reason": "why it was left out",
        },
        f"set_result WHERE session IN (SELECT id FROM session WHERE {_KEPT})"
        " ORDER BY session, position",
    ),
    Sheet(
        "plan.csv",
        {
            "id": "number of the record",
            "routine": "id of the routine",
            "variant": "variant or level of the routine",
            "weekdays": "days of the week, 0 is Monday",
            "times_per_day": "how often on such a day",
            "since": "first day",
            "until": "last day; empty: open",
        },
        f"plan WHERE {_KEPT} ORDER BY id",
    ),
    Sheet(
        "away.csv",
        {
            "id": "number of the record",
            "first_day": "first day",
            "last_day": "last day",
            "reason": "the person's own words",
        },
        f"away WHERE {_KEPT} ORDER BY first_day, id",
    ),
    Sheet(
        "conditions.csv",
        _WHEN
        | {
            "key": "what a clinician told the person",
            "since": "when it began; empty: not said",
            "ended_at_utc": "moment at which it was taken away, in UTC; empty: it holds",
        },
        "condition ORDER BY at_utc, id",
    ),
    Sheet(
        "safety.csv",
        _WHEN
        | {
            "question": "number of the safety question",
            "yes": "1: yes, 0: no",
            "occasion": "why it was asked: first, red, away, regular or new",
        },
        f"safety_answer WHERE {_KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "clearances.csv",
        _WHEN
        | {
            "question": "number of the safety question",
            "who": "who said that the person may exercise",
            "cleared_on": "the day of that",
            "note": "the person's own words",
        },
        f"clearance WHERE {_KEPT} ORDER BY at_utc, id",
    ),
)


@contextmanager
def _reading(log: Path) -> Iterator[sqlite3.Connection]:
    read_header(log)
    opened, copy = connect_reading(log)
    try:
        with closing(opened) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")  # all files show one state
            yield connection
    finally:
        discard(copy)


def _refuse_existing(target: Path, force: bool) -> None:
    if os.path.lexists(target) and not force:
        raise StorageProblem(
            f"{target} is there already.", "Choose another name, or add --force.", Kind.USAGE
        )
    if not target.parent.is_dir():
        raise StorageProblem(f"There is no folder {target.parent}.", "Make it first.", Kind.MISSING)


def export_csv(log: Path, target: Path, *, force: bool = False) -> dict[str, int]:
    """Writes a folder with one file a table; returns the rows of each.

    An existing folder is replaced only with `force` and when it holds nothing but an export.
    """
    target = target.absolute()
    _refuse_existing(target, force)
    with guarded(FAILED, target):
        if os.path.lexists(target):
            _check_replaceable(target)
        with _reading(log) as connection, scratch_folder(target, FAILED) as part:
            rows = {sheet.name: _write_sheet(connection, sheet, part) for sheet in SHEETS}
            meanings = [(s.name, *pair) for s in SHEETS for pair in s.columns.items()]
            _write_rows(part / COLUMNS_FILE, ("file", "column", "meaning"), meanings)
            _swap(part, target)
        sync_folder(target.parent)
    return rows


def _check_replaceable(target: Path) -> None:
    """Never takes away what is no export, whatever the person typed."""
    ours = {sheet.name for sheet in SHEETS} | {COLUMNS_FILE}
    if target.is_symlink() or not target.is_dir() or {p.name for p in target.iterdir()} - ours:
        raise StorageProblem(
            f"{target} is not a folder of an earlier export, so it was not replaced.",
            "Choose another name.",
            Kind.USAGE,
        )


def _swap(part: Path, target: Path) -> None:
    if target.exists():
        old = part / "replaced"  # goes away with the scratch folder, which is empty by then
        fresh = part.with_suffix(".new")
        part.rename(fresh)
        part.mkdir()
        target.rename(old)
        fresh.rename(target)
    else:
        part.rename(target)


def _write_sheet(connection: sqlite3.Connection, sheet: Sheet, folder: Path) -> int:
    cursor = connection.cursor()
    cursor.row_factory = None  # plain values are written twice as fast
    rows = cursor.execute(sheet.query).fetchall()
    _write_rows(folder / sheet.name, tuple(sheet.columns), rows)
    return len(rows)


def _write_rows(path: Path, head: tuple[str, ...], rows: Any) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)
        stream.flush()
        os.fsync(stream.fileno())


def export_json(
    log: Path,
    target: Path,
    *,
    at: datetime,
    settings: Mapping[str, Any] | None = None,
    force: bool = False,
) -> dict[str, int]:
    """Writes one file with everything that is kept; returns how much of each kind."""
    target = target.absolute()
    _refuse_existing(target, force)
    if target.is_dir():
        raise StorageProblem(f"{target} is a folder.", "Name a file.", Kind.USAGE)
    with guarded(FAILED, target), _reading(log) as connection:
        content = {
            "entries": _records(connection, "pain", "at_utc, id"),
            "sessions": _sessions(connection),
            "plan": _records(connection, "plan", "id"),
            "away": _records(connection, "away", "first_day, id"),
            "conditions": [
                _plain(row) for row in connection.execute("SELECT * FROM condition ORDER BY id")
            ],
            "safety": _records(connection, "safety_answer", "at_utc, id"),
            "clearances": _records(connection, "clearance", "at_utc, id"),
        }
        head = {"schema": SCHEMA, "made_at_utc": instant(at), "made_by": f"HipRehab {__version__}"}
        document = head | content | {"settings": dict(settings or {})}
        with whole_file(target, FAILED) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8")
            json.dump(document, text, ensure_ascii=False, indent=1, allow_nan=False)
            text.write("\n")
            text.flush()
            text.detach()
    return {name: len(rows) for name, rows in content.items()}


_INSIDE = frozenset({"checksum", "deleted_at_utc", "prescription"})


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    return {key: row[key] for key in row.keys() if key not in _INSIDE}  # noqa: SIM118


def _records(connection: sqlite3.Connection, table: str, order: str) -> list[dict[str, Any]]:
    sql = f"SELECT * FROM {table} WHERE {_KEPT} ORDER BY {order}"
    records = [_plain(row) for row in connection.execute(sql)]
    if table == "pain":
        _add_former(connection, "pain", records)
    return records


def _add_former(connection: sqlite3.Connection, table: str, records: list[dict[str, Any]]) -> None:
    """Earlier versions of corrected records, oldest first."""
    former: dict[int, list[dict[str, Any]]] = {}
    sql = f"SELECT {table}, replaced_at_utc, former FROM {table}_history ORDER BY id"
    for record, replaced, text in connection.execute(sql):
        version = {k: v for k, v in json.loads(text).items() if k not in _INSIDE}
        former.setdefault(record, []).append({"replaced_at_utc": replaced} | version)
    for record in records:
        record["former"] = former.get(record["id"], [])


def _sessions(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    sessions = _records(connection, "session", "at_utc, id")
    _add_former(connection, "session", sessions)
    sets: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute("SELECT * FROM set_result ORDER BY session, position"):
        sets.setdefault(row["session"], []).append(
            {k: v for k, v in _plain(row).items() if k not in ("id", "session")}
        )
    plans = dict(
        connection.execute(
            "SELECT session.id, plan FROM session JOIN prescription ON prescription.id ="
            " prescription"
        ).fetchall()
    )
    for session in sessions:
        session["sets"] = sets.get(session["id"], [])
        session["plan"] = _parsed(plans.get(session["id"]))
    return sessions


def _parsed(text: str | None) -> Any:
    """A prescribed plan as it was stored, or its text if it is no JSON."""
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text
