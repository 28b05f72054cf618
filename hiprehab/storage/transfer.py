"""Takes the log out as files: whole or not there, never over something else.

CSV for a spreadsheet, JSON with everything, FHIR for a clinic's system, iCalendar for a calendar.
Deleted records stay behind.
"""

import csv
import io
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from hiprehab import __version__
from hiprehab.storage.connection import connect_reading, discard, read_header
from hiprehab.storage.files import scratch_folder, sync_folder, whole_file
from hiprehab.storage.sheets import SHEETS, Sheet
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

FAILED: Final = "The export failed"
COLUMNS_FILE: Final = "columns.csv"
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Export:
    """What to write where.

    `at` is the time now; `settings` the person's, as plain values; `titles` the routines' names by
    id; `force` replaces an earlier export.
    """

    target: Path
    at: datetime
    settings: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    force: bool = False


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


def export_csv(log: Path, export: Export) -> dict[str, int]:
    """Writes a folder with one file a table; returns the rows of each.

    An existing folder is replaced only with `force` and when it holds nothing but an export.
    """
    target = export.target.absolute()
    _refuse_existing(target, export.force)
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


@contextmanager
def _one_file(export: Export) -> Iterator[BinaryIO]:
    """The file that becomes the target at the end."""
    target = export.target.absolute()
    _refuse_existing(target, export.force)
    if target.is_dir():
        raise StorageProblem(f"{target} is a folder.", "Name a file.", Kind.USAGE)
    with whole_file(target, FAILED) as stream:
        yield stream


def _dump(document: Mapping[str, Any], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8")
    json.dump(document, text, ensure_ascii=False, indent=1, allow_nan=False)
    text.write("\n")
    text.flush()
    text.detach()


def export_json(log: Path, export: Export) -> dict[str, int]:
    """Writes one file with everything that is kept; returns how much of each kind."""
    from hiprehab.storage import document

    with _one_file(export) as stream, _reading(log) as connection:
        content = document.content(connection)
        _dump(document.head(export.at) | content | {"settings": dict(export.settings)}, stream)
    return {name: len(rows) for name, rows in content.items() if name != "prescriptions"}


def export_fhir(log: Path, export: Export) -> dict[str, int]:
    """Writes a FHIR R4 bundle of the pain, the sessions and the plan; made-up rows stay behind."""
    from hiprehab.core import fhir

    with _one_file(export) as stream, Store.open(log, at=export.at, read_only=True) as store:
        bundle = fhir.bundle(
            fhir.Record(
                store.note("created_at_utc") or "",
                store.pain_between(_FIRST, _LAST),
                store.sessions_between(_FIRST, _LAST, results=True),
                store.planned(),
                export.titles,
            ),
            export.at,
            f"HipRehab {__version__}",
        )
        _dump(bundle, stream)
    return fhir.counts(bundle)


def export_ics(log: Path, export: Export) -> dict[str, int]:
    """Writes the plan as an iCalendar file; returns how many rows of it are in there."""
    from hiprehab.core import ical

    with _one_file(export) as stream, Store.open(log, at=export.at, read_only=True) as store:
        events = ical.planned_events(store.planned(), store.away(), export.titles)
        log_id = store.note("created_at_utc") or ""
        stream.write(ical.calendar(events, log_id, export.at, __version__).encode())
    return {"plan": len(events)}


FORMATS: Final[Mapping[str, Callable[[Path, Export], dict[str, int]]]] = {
    "csv": export_csv,
    "json": export_json,
    "fhir": export_fhir,
    "ics": export_ics,
}
"""The exports by the name of their format; csv makes a folder, the others a file."""
