"""Looks at every page and every row of a log. For the background: it reads the whole file."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from hiprehab.storage import checksum, schema
from hiprehab.storage.connection import connect_memory, connect_reading, discard, read_header
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

MOST_NAMED: Final = 5
OURS: Final = frozenset({*schema.SEALED, "_sqlite_migrations"})
"""Our own tables. What another program adds beside them is left alone."""


def findings(path: Path) -> tuple[str, ...]:
    """What is wrong with the log at `path`, one sentence each; nothing when it is sound.

    Raises StorageProblem when the file cannot be opened for another reason than damage.
    """
    try:
        read_header(path)
        opened, copy = connect_reading(path)
        try:
            with closing(opened) as connection, guarded("The check stopped", path):
                return examine(connection)
        finally:
            discard(copy)
    except StorageProblem as problem:
        if problem.kind is not Kind.DAMAGED:
            raise
        return (problem.sentence,)
    except sqlite3.Error as error:  # such as a table whose definition cannot be read any more
        return (f"The log cannot be read as a whole: {error}.",)


def examine(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The same for an open connection; uses it up (its text comes as bytes from here on)."""
    connection.row_factory = None
    connection.text_factory = bytes
    connection.execute("BEGIN")  # one state of the log, whoever writes meanwhile
    found = [
        f"The database is damaged: {_one_line(row)}."
        for (row,) in connection.execute("PRAGMA integrity_check(5)")
        if row != b"ok"
    ]
    found = found or _schema_findings(connection)
    if found:  # rows of tables that are not as they should be cannot be judged
        return tuple(found)
    for table in sorted(set(_tables(connection)) & set(schema.SEALED)):
        broken = checksum.broken_rows(connection, table)
        if broken:
            named = ", ".join(map(str, broken[:MOST_NAMED]))
            named += ", ..." if len(broken) > MOST_NAMED else ""
            found.append(
                f"{len(broken)} of the rows in {table} are damaged or were changed by another"
                f" program (row {named})."
            )
    lost = [
        row
        for table in sorted(set(_tables(connection)) & OURS)
        for row in connection.execute(f'PRAGMA foreign_key_check("{table}")')
    ]
    if lost:
        found.append(f"{len(lost)} rows point to a record that is not there.")
    return tuple(found)


def _one_line(row: object) -> str:
    """What SQLite says of a damage, which may come with a heading of its own."""
    return " ".join(_text(row).replace("*** in database main ***", "").split())


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return [_text(name) for (name,) in rows]


def _meddles(kind: str, name: str, table: str, sql: str) -> bool:
    """Whether what another program added changes how our own tables work.

    Its own tables and views do not, nor what ANALYZE notes, nor an index that only finds faster.
    """
    if table not in OURS:
        return False
    return kind != "index" or not sql.upper().startswith("CREATE INDEX")


def _schema_findings(connection: sqlite3.Connection) -> list[str]:
    """Whether tables, indexes and counters are those of this version."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != schema.VERSION:
        return []  # an older log; it is compared after its update
    with closing(connect_memory()) as model:
        model.text_factory = bytes
        for statement in (*schema.TABLES, *schema.MIGRATION_TABLE):
            model.execute(statement)
        sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
        ours, there = set(model.execute(sql)), set(connection.execute(sql))
    foreign = [one for one in there - ours if _meddles(*map(_text, one))]
    found = ["The tables are not those of this version."] if ours - there or foreign else []
    steps = connection.execute('SELECT migration_set, name FROM "_sqlite_migrations" ORDER BY id')
    known = [(schema.MIGRATION_SET.encode(), name.encode()) for name in schema.STEP_NAMES]
    if list(steps) != known:
        found.append("The list of updates of the log is damaged.")
    for name, last in connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
        table = _text(name)
        if table not in OURS:
            continue
        top = connection.execute(f'SELECT max(id) FROM "{table}"').fetchone()[0] or 0
        if last < top:
            found.append(f"The counter of {table} is damaged.")
    return found
