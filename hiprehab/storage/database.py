"""What the tables share: one connection, transactions, sealed inserts and changes, undo."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hiprehab.storage import checksum
from hiprehab.storage.checksum import Value
from hiprehab.storage.rows import Row, as_json, instant
from hiprehab.storage.trouble import guarded

if TYPE_CHECKING:
    import sqlite_utils

NOT_SAVED = "Not saved"
NOT_READ = "The log could not be read"


class Deletion(NamedTuple):
    """What a delete call marked, so that it can be taken back."""

    table: str
    ids: tuple[int, ...]


class Gone(LookupError):
    """A record that is asked for by id is not there."""


class RowRefused(ValueError):
    """A row that a table does not take: its table, its number from 1, and the table's reason."""

    def __init__(self, table: str, number: int, reason: str) -> None:
        super().__init__(f"{table}, row {number}: {reason}")
        self.table, self.number, self.reason = table, number, reason


class Database:
    """One connection to one log. Each writing method is one transaction, on the disk at its end."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._connection.row_factory = sqlite3.Row
        self._wrapped: sqlite_utils.Database | None = None
        self._seals: dict[str, str] = {}

    @property
    def tables(self) -> "sqlite_utils.Database":
        """The same connection through sqlite-utils, which is loaded at the first write."""
        if self._wrapped is None:
            import sqlite_utils

            self._wrapped = sqlite_utils.Database(self._connection, execute_plugins=False)
        return self._wrapped

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One write transaction: all of it or nothing. Inside another one it is a part of that.

        Each writing method has one of its own; use this around several that belong together.
        """
        if self._connection.in_transaction:
            yield
            return
        with guarded(NOT_SAVED, self.path):
            # Immediate: the wait for another writer is at the start, where nothing is lost by it.
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # This does nothing where a full disk has rolled back already; ROLLBACK would fail.
                self._connection.rollback()
                raise

    def _insert(self, table: str, row: Mapping[str, Value]) -> int:
        rowid = self.tables.table(table).insert(dict(row)).last_rowid
        assert rowid is not None
        self._seal(table, rowid)
        return rowid

    def _insert_all(
        self, table: str, rows: Sequence[Mapping[str, Value]], *, sealed: bool = True
    ) -> None:
        """Adds many rows of the same columns, a hundred times as fast as one by one.

        Rows of that table without a checksum get one; a log that is not sound is none to add to.
        """
        if not rows:
            return
        names = tuple(rows[0])
        listed = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        number = 0

        def counted() -> Iterator[tuple[Value, ...]]:
            nonlocal number
            for number, row in enumerate(rows, start=1):  # noqa: B007  # read when one is refused
                yield tuple(row[name] for name in names)

        try:
            self._connection.executemany(
                f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', counted()
            )
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise RowRefused(table, number, str(error)) from error
        if sealed:
            columns = checksum.columns(self._connection, table)
            where = f"WHERE {checksum.COLUMN} IS NULL"
            self._connection.execute(checksum.seal_statement(columns, table, where))

    def _change(self, table: str, rowid: int, values: Mapping[str, Value]) -> None:
        names = ", ".join(f'"{name}" = ?' for name in values)
        sql = f'UPDATE "{table}" SET {names} WHERE rowid = ?'
        if self._connection.execute(sql, (*values.values(), rowid)).rowcount == 0:
            raise Gone(f"{table} {rowid} is not there")
        self._seal(table, rowid)

    def _seal(self, table: str, rowid: int) -> None:
        """Writes a row's checksum; the last thing that is done to it in a transaction."""
        sql = self._seals.get(table)
        if sql is None:
            names = checksum.columns(self._connection, table)
            sql = self._seals[table] = checksum.seal_statement(names, table, "WHERE rowid = ?")
        self._connection.execute(sql, (rowid,))

    def _keep_former(self, table: str, rowid: int, at: datetime) -> None:
        """Keeps a row as it is now in the table's history."""
        row = self._one(f'SELECT * FROM "{table}" WHERE id = ?', (rowid,))
        if row is None or row["deleted_at_utc"] is not None:
            raise Gone(f"{table} {rowid} is not there")
        former: Row = {table: rowid, "replaced_at_utc": instant(at), "former": as_json(row)}
        self._insert(f"{table}_history", former)

    def _delete(self, table: str, ids: Iterable[int], at: datetime) -> Deletion:
        """Marks rows as deleted; those that already are stay as they were."""
        marked = []
        with self.atomic():
            for rowid in ids:
                row = self._one(f'SELECT deleted_at_utc FROM "{table}" WHERE id = ?', (rowid,))
                if row is not None and row[0] is None:
                    self._change(table, rowid, {"deleted_at_utc": instant(at)})
                    marked.append(rowid)
        return Deletion(table, tuple(marked))

    def undo_delete(self, deletion: Deletion) -> None:
        """Brings back what a delete call marked."""
        with self.atomic():
            for rowid in deletion.ids:
                self._change(deletion.table, rowid, {"deleted_at_utc": None})

    def _one(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def _all(self, sql: str, values: Sequence[Value] = ()) -> list[Any]:
        with guarded(NOT_READ, self.path):
            return self._connection.execute(sql, values).fetchall()

    def _tuples(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Rows without names, which take half the time."""
        with guarded(NOT_READ, self.path):
            cursor = self._connection.cursor()
            cursor.row_factory = None
            return cursor.execute(sql, values).fetchall()
