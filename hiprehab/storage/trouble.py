"""What can go wrong with files: the environment's fault or the person's, never a bug of ours."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """Lets a screen choose what to offer; the text says it to the person."""

    BUSY = "busy"
    DAMAGED = "damaged"
    FULL = "full"
    IN_USE = "in use"
    LOCKED = "locked"
    MISSING = "missing"
    NEWER = "newer"
    READ_ONLY = "read only"
    USAGE = "usage"
    OTHER = "other"


class StorageProblem(Exception):
    """A file could not be used. `sentence` says what happened, `remedy` what the person can do."""

    def __init__(self, sentence: str, remedy: str = "", kind: Kind = Kind.OTHER) -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy
        self.kind = kind


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SHUT_CODES = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})


def _from_sqlite(error: sqlite3.Error, failed: str, path: Path) -> StorageProblem | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code == sqlite3.SQLITE_FULL:
        return StorageProblem(
            f"{failed}: the disk is full.",
            f"Make room on the disk of {path}, then try again.",
            Kind.FULL,
        )
    if code == sqlite3.SQLITE_IOERR:
        return StorageProblem(
            f"{failed}: the disk refused to read or write.",
            f"Check that the disk of {path} has room and is still there, then try again.",
            Kind.FULL,
        )
    if code in _BUSY_CODES:
        return StorageProblem(
            f"{failed}: the log is in use by another program.",
            f"Close whatever else has {path} open, then try again.",
            Kind.BUSY,
        )
    if code in _SHUT_CODES:
        return StorageProblem(
            f"{failed}: {path} cannot be written.",
            "Check the rights of that folder, or choose another one with --data-dir.",
            Kind.READ_ONLY,
        )
    if code in _DAMAGE_CODES or "decode to UTF-8" in str(error):
        return damaged(path)
    return None


def _from_os(error: OSError, failed: str, path: Path) -> StorageProblem:
    if error.errno in _FULL:
        return StorageProblem(
            f"{failed}: the disk is full.",
            f"Make room on the disk of {path}, then try again.",
            Kind.FULL,
        )
    if error.errno in _FORBIDDEN:
        return StorageProblem(
            f"{failed}: {path} cannot be written.",
            "Check its rights, or choose another place.",
            Kind.READ_ONLY,
        )
    reason = (error.strerror or type(error).__name__).lower()
    return StorageProblem(f"{failed}: {path}: {reason}.", "Check that place, then try again.")


def damaged(path: Path, detail: str = "") -> StorageProblem:
    """The log at `path` cannot be trusted; it is left as it is."""
    more = f" ({detail})" if detail else ""
    return StorageProblem(
        f"The log {path} is damaged{more}. It was left as it is.",
        "Bring back a backup: hiprehab doctor lists them, hiprehab restore FILE takes one.",
        Kind.DAMAGED,
    )


@contextmanager
def guarded(failed: str, path: Path) -> Iterator[None]:
    """Turns errors of the disk or the database into a StorageProblem that begins with `failed`.

    Errors that mean a bug of ours (a broken CHECK, wrong SQL) pass through.
    """
    try:
        yield
    except sqlite3.Error as error:
        problem = _from_sqlite(error, failed, path)
        if problem is None:
            raise
        raise problem from error
    except OSError as error:
        raise _from_os(error, failed, path) from error
