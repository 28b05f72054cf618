"""The store: the one door to a profile's log.

Opening costs a look at the file's header and one connection; it creates a missing log and brings an
older one up to date (after a backup). One store belongs to one thread.
"""

import sqlite3
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from hiprehab import __version__
from hiprehab.storage import connection as connecting
from hiprehab.storage import schema
from hiprehab.storage.checksum import Value, row_sum
from hiprehab.storage.database import Deletion, Gone
from hiprehab.storage.diary import DiaryTable
from hiprehab.storage.pain import PainTable
from hiprehab.storage.plans import PlanTable
from hiprehab.storage.rows import instant
from hiprehab.storage.safety import SafetyTable
from hiprehab.storage.sessions import JournalRow, OpenSession, SessionTable
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

__all__ = [
    "Counts",
    "Deletion",
    "Gone",
    "JournalRow",
    "OpenSession",
    "StorageProblem",
    "Store",
]

BACKUPS = "backups"
SQLITE_VERSION = sqlite3.sqlite_version


class Counts(NamedTuple):
    """What a log holds, deleted records left out."""

    pain: int
    sessions: int
    first: date | None
    last: date | None


def first_statements(at: datetime) -> list[tuple[str, tuple[Value, ...]]]:
    """What makes a new log; nothing of sqlite-utils is needed for it."""
    sql = [*schema.TABLES, *schema.MIGRATION_TABLE]
    statements: list[tuple[str, tuple[Value, ...]]] = [(statement, ()) for statement in sql]
    for name in schema.STEP_NAMES:
        row = (schema.MIGRATION_SET, name, instant(at))
        statements.append((
            'INSERT INTO "_sqlite_migrations" (migration_set, name, applied_at) VALUES (?, ?, ?)',
            row,
        ))  # fmt: skip
    for key, value in (("created_at_utc", instant(at)), ("created_by", f"HipRehab {__version__}")):
        statements.append(("INSERT INTO meta VALUES (?, ?, ?)", (key, value, row_sum(key, value))))
    statements.append((f"PRAGMA application_id = {schema.APPLICATION_ID}", ()))
    statements.append((f"PRAGMA user_version = {schema.VERSION}", ()))
    return statements


class Store(PainTable, SessionTable, PlanTable, SafetyTable, DiaryTable):
    """A profile's log: pain, sessions, the plan, conditions, safety answers and the diary."""

    _copy: Path | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        at: datetime,
        read_only: bool = False,
        wait_ms: int = connecting.WAIT_MS,
    ) -> Self:
        """The log at `path`; creates it when it is missing and nothing tells of an older one.

        Raises StorageProblem when the file is damaged, newer, locked or cannot be written.

        Args:
            path: the file; its backups are in `backups` beside it.
            at: the time now, for what is created or migrated.
            read_only: never writes, not even beside the file; for a second connection, too.
            wait_ms: how long a lock of another program is waited for.
        """
        if connecting.is_new(path, path.parent / BACKUPS):
            if read_only:
                raise StorageProblem(
                    f"There is no log at {path} yet.", "Start HipRehab once.", Kind.MISSING
                )
            connecting.create(path, first_statements(at))
        header = connecting.read_header(path)
        if read_only:
            opened, copy = connecting.connect_reading(path, wait_ms)
            store = cls(opened, path)
            store._copy = copy
            store._check_version()
            return store
        if header.user_version < schema.VERSION:
            from hiprehab.storage import migrations

            migrations.upgrade(path, path.parent / BACKUPS, at)
        return cls(connecting.connect_writing(path, wait_ms), path)

    @classmethod
    def memory(cls, at: datetime) -> Self:
        """A log that lives as long as this store, for tests and previews."""
        opened = connecting.connect_memory()
        for sql, values in first_statements(at):
            opened.execute(sql, values)
        return cls(opened, Path(":memory:"))

    def _check_version(self) -> None:
        """A log that only shows its version once its write-ahead log is read."""
        with guarded(connecting.NOT_OPENED, self.path):
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version == schema.VERSION:
            return
        self.close()
        if version > schema.VERSION:
            raise connecting.newer(self.path, version)
        raise StorageProblem(
            f"The log {self.path} was made by an older HipRehab and cannot be opened read-only.",
            "Open it once from a folder that can be written.", Kind.READ_ONLY,
        )  # fmt: skip

    def first_day(self) -> date | None:
        """The day of the oldest rating or session that is kept."""
        return self.counts().first

    def last_session_day(self, routine: str | None = None) -> date | None:
        """The day of the newest session that counts, of any routine or of one."""
        sql = (
            "SELECT max(day) FROM session WHERE deleted_at_utc IS NULL"
            " AND status NOT IN ('unfinished', 'discarded') AND (? IS NULL OR routine = ?)"
        )
        day = self._all(sql, (routine, routine))[0][0]
        return date.fromisoformat(day) if day else None

    def counts(self) -> Counts:
        """How much there is and from when to when."""
        pain, pain_first, pain_last = self._all(
            "SELECT count(*), min(day), max(day) FROM pain WHERE deleted_at_utc IS NULL"
        )[0]
        sessions, first, last = self._all(
            "SELECT count(*), min(day), max(day) FROM session WHERE deleted_at_utc IS NULL"
            " AND status NOT IN ('unfinished', 'discarded')"
        )[0]
        days = [date.fromisoformat(d) for d in (pain_first, pain_last, first, last) if d]
        return Counts(pain, sessions, min(days, default=None), max(days, default=None))

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file, one sentence each. Slow: for the background."""
        from hiprehab.storage import check

        return check.findings(self.path)

    def note(self, key: str) -> str | None:
        """A fact about the log itself, such as when it was last checked."""
        rows = self._all("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def set_note(self, key: str, value: str) -> None:
        """Keeps a fact about the log itself."""
        with self.atomic():
            self._connection.execute("DELETE FROM meta WHERE key = ?", (key,))
            self._connection.execute(
                "INSERT INTO meta VALUES (?, ?, ?)", (key, value, row_sum(key, value))
            )

    def warm(self) -> None:
        """Loads what the first write needs, so that it does not have to wait for it."""
        _ = self.tables

    def close(self) -> None:
        """Ends the connection; what was saved is in the file."""
        with suppress(Exception):  # a locked or vanished file; there is nothing left to save
            self._connection.close()
        connecting.discard(self._copy)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
