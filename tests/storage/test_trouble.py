"""Errors of disks and databases as sentences; bugs stay bugs."""

import errno
import sqlite3
from pathlib import Path

import pytest

from hiprehab.storage.trouble import Kind, StorageProblem, guarded

PATH = Path("hiprehab.db")


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind", "part"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), Kind.FULL, "disk is full"),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), Kind.FULL, "refused to read or write"),
        (sqlite_error(sqlite3.SQLITE_BUSY), Kind.BUSY, "another program"),
        (sqlite_error(sqlite3.SQLITE_LOCKED), Kind.BUSY, "another program"),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), Kind.READ_ONLY, "cannot be written"),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), Kind.READ_ONLY, "cannot be written"),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), Kind.DAMAGED, "damaged"),
        (sqlite_error(sqlite3.SQLITE_NOTADB), Kind.DAMAGED, "damaged"),
        (sqlite3.OperationalError("Could not decode to UTF-8 column"), Kind.DAMAGED, "damaged"),
        (OSError(errno.ENOSPC, "x"), Kind.FULL, "disk is full"),
        (OSError(errno.EDQUOT, "x"), Kind.FULL, "disk is full"),
        (OSError(errno.EROFS, "x"), Kind.READ_ONLY, "cannot be written"),
        (OSError(errno.EACCES, "x"), Kind.READ_ONLY, "cannot be written"),
        (OSError(errno.EIO, "Input/output error"), Kind.OTHER, "input/output error"),
        (OSError("odd"), Kind.OTHER, "oserror"),
    ],
)
def test_what_the_environment_does_is_a_sentence(error: Exception, kind: Kind, part: str) -> None:
    with pytest.raises(StorageProblem, match=part) as problem, guarded("Not saved", PATH):
        raise error
    assert problem.value.kind is kind
    assert problem.value.remedy
    assert "hiprehab.db" in str(problem.value)
    assert problem.value.__cause__ is error


@pytest.mark.parametrize(
    "error", [sqlite_error(sqlite3.SQLITE_CONSTRAINT), sqlite3.ProgrammingError("x"), KeyError(1)]
)
def test_a_bug_stays_a_bug(error: Exception) -> None:
    with pytest.raises(type(error)), guarded("Not saved", PATH):
        raise error
