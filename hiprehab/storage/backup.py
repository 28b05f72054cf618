"""Copies of the log: made through SQLite, proved before anything is thrown away, and brought back.

A live database is never copied as a file: rows in its write-ahead log would be missing.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from hiprehab.storage import check, connection, keys, schema
from hiprehab.storage.files import PRIVATE_FILE, beside, private_folder, sync_folder, write_whole
from hiprehab.storage.trouble import Kind, StorageProblem, damaged, guarded

FAILED: Final = "The backup failed"
NOT_RESTORED: Final = "Nothing was restored"
DAILY: Final = "daily"
REPLACED: Final = "replaced"
BEFORE: Final = "before"
BEFORE_IMPORT: Final = f"{BEFORE}-import"
KEPT_BEFORE: Final = 3
_BEFORE_UPDATE: Final = re.compile(rf"{BEFORE}-\d")
_BEFORE_IMPORT: Final = re.compile(BEFORE_IMPORT)
_NAME = re.compile(r"hiprehab-(\d{8}T\d{6}Z)-([a-z0-9-]+)\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup by its name. `kind` is daily, manual, replaced or before-VERSION."""

    path: Path
    made_at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a proved backup holds, deleted records left out."""

    path: Path
    version: int
    pain: int
    sessions: int
    first: date | None
    last: date | None


def listing(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest first."""
    found = []
    for path in folder.glob(connection.BACKUP_GLOB):
        match = _NAME.fullmatch(path.name)
        if match:
            with suppress(ValueError):
                made = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
                found.append(Backup(path, made, match[2]))
    return sorted(found, key=lambda one: (one.made_at, one.kind), reverse=True)


def _free_name(folder: Path, at: datetime, kind: str) -> Path:
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    path, number = folder / f"hiprehab-{stamp}-{kind}.db", 1
    while path.exists():
        number += 1
        path = folder / f"hiprehab-{stamp}-{kind}-{number}.db"
    return path


def sidecar(path: Path) -> Path:
    """The file with a backup's SHA-256, in the form that `sha256sum -c` reads."""
    return path.with_name(path.name + ".sha256")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_line(path: Path, *, of: Path | None = None) -> bytes:
    """What stands in the file with a backup's SHA-256; `of` is where its content lies now."""
    return f"{_digest(of or path)}  {path.name}\n".encode()


def make(log: Path, folder: Path, at: datetime, kind: str = "manual") -> Path:
    """A proved copy of the log in the backups folder."""
    with guarded(FAILED, folder):
        private_folder(folder)
        target = _free_name(folder, at, kind)
    return copy_to(log, target)


def copy_to(log: Path, target: Path) -> Path:
    """A proved copy of the log as the file `target`, which stays as it was if anything fails."""
    part = beside(target)
    with guarded(FAILED, target):
        try:
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
            with keys.same_key(log, part):
                rows = _copy(log, part)
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
            with keys.same_key(log, part):
                _prove(part, rows)
            write_whole(sidecar(target), digest_line(target, of=part), FAILED)
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    return target


def _copy(log: Path, part: Path) -> dict[str, int]:
    """Copies one state of the log; returns how many rows each table had in it."""
    opened, copy = connection.connect_reading(log)
    try:
        with closing(opened) as source, closing(connection.connect_plain(part)) as target:
            source.execute("BEGIN")
            rows = _row_counts(source)
            source.backup(target)
            # The header came along and says WAL; a backup is one file.
            target.execute("PRAGMA journal_mode = delete")
            return rows
    finally:
        connection.discard(copy)


def _row_counts(opened: sqlite3.Connection) -> dict[str, int]:
    names = [
        name
        for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if name in schema.SEALED
    ]
    return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def row_counts(log: Path) -> dict[str, int]:
    """How many rows each table of a log has."""
    with closing(connection.connect_plain(log)) as opened:
        return _row_counts(opened)


def _prove(part: Path, rows: dict[str, int]) -> None:
    found = list(check.findings(part))
    if not found and row_counts(part) != rows:
        found.append("Rows are missing from the copy.")
    if found:
        raise StorageProblem(
            f"{FAILED}: {found[0]}",
            "Earlier backups were kept; hiprehab doctor lists them.",
            Kind.DAMAGED,
        )


def inspect(path: Path) -> Content:
    """Proves a backup, its SHA-256 included where that lies beside it, and says what it holds."""
    if not path.exists():
        raise StorageProblem(f"There is no file {path}.", "Check the name.", Kind.MISSING)
    with guarded("The backup could not be read", path):
        if path.is_dir():
            raise StorageProblem(f"{path} is a folder.", "Name a backup file.", Kind.USAGE)
        header = connection.read_header(path)
        beside_it = sidecar(path)
        if beside_it.exists():
            with beside_it.open("rb") as stream:
                wanted = stream.read(64)
            if wanted != _digest(path).encode():
                raise _refused(path, "its checksum does not fit")
        found = check.findings(path)
        if found:
            raise _refused(path, found[0])
        opened, copy = connection.connect_reading(path)
        try:
            with closing(opened) as log:
                return _content(path, header.user_version, log)
        finally:
            connection.discard(copy)


def _refused(path: Path, reason: str) -> StorageProblem:
    return StorageProblem(
        f"The backup {path} is damaged: {reason.rstrip('.')}.", "Take another one.", Kind.DAMAGED
    )


def _content(path: Path, version: int, log: sqlite3.Connection) -> Content:
    kept = "deleted_at_utc IS NULL"
    spans = [
        log.execute(f"SELECT count(*), min(day), max(day) FROM {table}").fetchone()
        for table in (
            f"pain WHERE {kept}",
            f"session WHERE {kept} AND status NOT IN ('unfinished', 'discarded')",
        )
    ]
    days = [date.fromisoformat(day) for _, *span in spans for day in span if day]
    return Content(
        path,
        version,
        spans[0][0],
        spans[1][0],
        min(days, default=None),
        max(days, default=None),
    )


def restore(backup: Path, log: Path, at: datetime) -> Path | None:
    """Puts a backup in the log's place with one rename; returns where the replaced log is kept.

    Nobody may have the log open: the caller holds the profile's lock.
    """
    with keys.same_key(log, backup):
        inspect(backup)
    part = beside(log)
    with guarded(NOT_RESTORED, log):
        private_folder(log.parent)
        try:
            _copy_log(backup, part)
            if check.findings(part):
                raise StorageProblem(
                    f"{NOT_RESTORED}: the copy of {backup} is not whole.", "Try again."
                )
            kept = _set_aside(log, at)
            os.replace(part, log)
        except BaseException:
            part.unlink(missing_ok=True)
            connection.wal_of(part).unlink(missing_ok=True)
            raise
        sync_folder(log.parent)
    return kept


def _copy_log(backup: Path, part: Path) -> None:
    """Copies a backup; what a log that was put aside has in its write-ahead log comes with it."""
    _copy_file(backup, part)
    if connection.has_wal(backup):
        _copy_file(connection.wal_of(backup), connection.wal_of(part))
        with closing(connection.connect_plain(part)) as opened:
            opened.execute("PRAGMA journal_mode = delete")


def _set_aside(log: Path, at: datetime) -> Path | None:
    """Keeps a dated copy of the log with all that belongs to it, and folds its companions away.

    The log itself stays in its place until the rename. A write-ahead log must not: SQLite would
    lay the old rows over the restored file. The copy comes first, since SQLite empties the
    write-ahead log of a damaged file.
    """
    if not os.path.lexists(log):
        return None
    folder = private_folder(log.parent / "backups")
    kept = _free_name(folder, at, REPLACED)
    companions = [log.with_name(log.name + end) for end in ("-wal", "-journal")]
    copies = []
    try:
        for source in (log, *companions):
            if source.exists() and source.stat().st_size:
                copies.append(kept.with_name(kept.name + source.name.removeprefix(log.name)))
                _copy_file(source, copies[-1])
        _fold(log)
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    for companion in (*companions, log.with_name(log.name + "-shm")):
        companion.unlink(missing_ok=True)
    return kept if copies else None


def _copy_file(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(PRIVATE_FILE)
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


def _fold(log: Path) -> None:
    """Moves the rows of the write-ahead log into the file; raises when somebody has it open."""
    try:
        with closing(connection.connect_plain(log)) as opened:
            opened.execute("PRAGMA journal_mode = delete")
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise


def to_drop(days: Iterable[date]) -> set[date]:
    """The days whose daily backups have done their time.

    Kept: the seven newest, the newest of each of the last five weeks and of each of the last twelve
    months that have one, and the newest of each year.
    """
    ordered = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    years: dict[int, date] = {}
    for day in ordered:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
        years.setdefault(day.year, day)
    kept = {*ordered[:7], *list(weeks.values())[:5], *list(months.values())[:12], *years.values()}
    return set(ordered) - kept


def thin(folder: Path) -> list[Path]:
    """Removes daily backups by `to_drop` and old ones from before updates and imports."""
    found = listing(folder)
    daily = [one for one in found if one.kind.startswith(DAILY)]
    gone = to_drop(one.made_at.date() for one in daily)
    drop = [one.path for one in daily if one.made_at.date() in gone]
    for kinds in (_BEFORE_UPDATE, _BEFORE_IMPORT):
        drop += [one.path for one in found if kinds.match(one.kind)][KEPT_BEFORE:]
    for path in drop:
        with suppress(OSError):
            path.unlink()
            sidecar(path).unlink(missing_ok=True)
    return drop


def maintain(log: Path, folder: Path, at: datetime) -> Path | None:
    """The daily check and backup, for the background after the start.

    Returns the backup, or None when there was one today. Raises StorageProblem when the log is
    damaged or the backup fails; then nothing is thinned.
    """
    found = check.findings(log)
    if found:
        raise damaged(log, found[0].rstrip("."))
    today = at.astimezone(UTC).date()
    if any(one.made_at.date() == today and one.kind.startswith(DAILY) for one in listing(folder)):
        return None
    made = make(log, folder, at, DAILY)
    thin(folder)
    return made
