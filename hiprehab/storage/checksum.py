"""A checksum for each row, since SQLite's own check misses every second flipped bit.

The sum is the CRC-32 of all other columns in the table's order, so that it finds any single flipped
bit and nearly all other damage. It also tells when another program changed a row.
"""

import sqlite3
import zlib
from collections.abc import Iterable
from typing import Final

COLUMN: Final = "checksum"
Value = None | int | float | str | bytes


def row_sum(*values: Value) -> int:
    """The checksum of a row's values; text may come as str or as its UTF-8 bytes."""
    parts = []
    for value in values:
        if value is None:
            parts.append(b"n")
        elif isinstance(value, str | bytes):
            text = value.encode() if isinstance(value, str) else value
            parts.append(b"t%d:%b" % (len(text), text))
        elif isinstance(value, float):
            parts.append(b"f" + repr(value).encode())
        else:
            parts.append(b"i%d" % value)
    return zlib.crc32(b";".join(parts))


def install(connection: sqlite3.Connection) -> None:
    """Makes `row_sum` callable from SQL on this connection."""
    connection.create_function("row_sum", -1, row_sum, deterministic=True)


def columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The columns that the sum covers, in order."""
    rows = connection.execute("SELECT CAST(name AS BLOB) FROM pragma_table_info(?)", (table,))
    names = [name.decode() for (name,) in rows]  # whatever the connection's text comes as
    return tuple(name for name in names if name != COLUMN)


def seal_statement(names: Iterable[str], table: str, where: str = "") -> str:
    """The statement that writes the sums of rows of a table."""
    listed = ", ".join(f'"{name}"' for name in names)
    return f'UPDATE "{table}" SET {COLUMN} = row_sum({listed}) {where}'


def seal_all(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Writes the sums of all rows, after a step that changed the tables or a fill in bulk."""
    for table in tables:
        if names := columns(connection, table):
            connection.execute(seal_statement(names, table))


def broken_rows(connection: sqlite3.Connection, table: str) -> list[int]:
    """The row ids whose content and sum differ.

    `connection` must hand out text as bytes, since damaged text may not be UTF-8.
    """
    listed = ", ".join(f'"{name}"' for name in columns(connection, table))
    rows = connection.execute(f'SELECT rowid, {COLUMN}, {listed} FROM "{table}"')
    return [row[0] for row in rows if row_sum(*row[2:]) != row[1]]
