"""Connections to an encrypted log (SQLCipher), which look like those of `sqlite3`.

SQLCipher's Python package has exceptions and rows of its own. They are turned into those of sqlite3
here, so that the rest of the storage knows one kind of database only.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from hiprehab.storage.trouble import Kind, StorageProblem

T = TypeVar("T")
_CODES: Final = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database is locked": sqlite3.SQLITE_BUSY,
    "database table is locked": sqlite3.SQLITE_LOCKED,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "file is not a database": sqlite3.SQLITE_NOTADB,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
}
"""By SQLite's own words, for the errors that come without their code, as those of a backup do."""


def _driver() -> Any:
    """SQLCipher's package. Raises StorageProblem when it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise StorageProblem(
            "This profile has a passphrase, and this HipRehab was installed without encryption.",
            'Install the extra "encrypted", or use the installed program.',
            Kind.OTHER,
        ) from error
    return dbapi2


def available() -> bool:
    """Whether profiles can be encrypted here."""
    try:
        _driver()
    except StorageProblem:
        return False
    return True


@contextmanager
def _translated() -> Iterator[None]:
    """SQLCipher's errors as those of sqlite3, with their code."""
    driver = _driver()
    try:
        yield
    except driver.Error as error:
        kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
        turned: sqlite3.Error = kind(*error.args)
        code = getattr(error, "sqlite_errorcode", None) or _CODES.get(str(error), 0)
        turned.sqlite_errorcode = code
        turned.sqlite_errorname = getattr(error, "sqlite_errorname", "")
        raise turned from error


def _calling(name: str) -> Callable[..., Any]:
    """A method that does what the driver's does, with sqlite3's errors."""

    def call(self: Any, *arguments: Any, **named: Any) -> Any:
        with _translated():
            return getattr(super(type(self), self), name)(*arguments, **named)

    call.__name__ = name
    return call


def connect(address: str, passphrase: str | None, **options: Any) -> sqlite3.Connection:
    """A connection as `sqlite3.connect` makes it, to a log behind a passphrase.

    Nothing is read yet: a wrong passphrase shows with the first statement as SQLITE_NOTADB. None
    opens a plain log, with SQLCipher's functions at hand.
    """
    driver = _driver()

    class Cursor(driver.Cursor):  # type: ignore[misc,name-defined]
        """Reads rows; errors come as sqlite3's."""

        __next__ = _calling("__next__")
        execute = _calling("execute")
        executemany = _calling("executemany")
        executescript = _calling("executescript")
        fetchall = _calling("fetchall")
        fetchmany = _calling("fetchmany")
        fetchone = _calling("fetchone")

    class Connection(driver.Connection):  # type: ignore[misc,name-defined]
        """One connection; `sqlite3.Row` stands for the driver's own rows."""

        def __setattr__(self, name: str, value: object) -> None:
            own = driver.Row if name == "row_factory" and value is sqlite3.Row else value
            super().__setattr__(name, own)

        def cursor(self, factory: type = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, *arguments: Any) -> Any:
            return self.cursor().execute(*arguments)

        def executemany(self, *arguments: Any) -> Any:
            return self.cursor().executemany(*arguments)

        def executescript(self, *arguments: Any) -> Any:
            return self.cursor().executescript(*arguments)

        backup = _calling("backup")
        close = _calling("close")
        commit = _calling("commit")
        rollback = _calling("rollback")

    with _translated():
        made = driver.connect(address, factory=Connection, **options)
    made.execute("PRAGMA cipher_log_level = none")  # it would print on the terminal
    if passphrase is not None:
        made.execute(f"PRAGMA key = {quoted(passphrase)}")
    return made  # type: ignore[no-any-return]


def quoted(text: str) -> str:
    """A text as SQL has it; PRAGMA and ATTACH take no parameters."""
    return "'" + text.replace("'", "''") + "'"
