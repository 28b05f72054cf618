"""Somebody else's log to look at: a copy in a folder of its own, which goes when it is closed.

Nothing of it comes near the log of whoever looks, and the file itself is only read. The folder is
locked while it is open: one whose process has died is told by its free lock, and cleared.
"""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from hiprehab.storage import backup, document, keys, merging, profiles, secret
from hiprehab.storage.connection import is_plain
from hiprehab.storage.lock import NAME as LOCK
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.store import Counts, Store
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

FAILED: Final = "The file could not be opened"
_PREFIX: Final = "hiprehab-review-"
_YOUNG_S: Final = 24 * 60 * 60
"""A folder without a lock may be on its way in another process for as long."""


class Mark(NamedTuple):
    """Which file it is and in what state: its real path, when it was written (ns) and its bytes."""

    path: str
    written_ns: int
    size: int


class Patient(NamedTuple):
    """An opened file: what to call it, the copy that is looked at, and what it holds."""

    name: str
    source: Path
    mark: Mark
    log: Path
    counts: Counts
    lock: ProfileLock

    def close(self) -> None:
        """Removes the copy."""
        _clear(self.log.parent, self.lock)


def mark_of(source: Path) -> Mark:
    """Tells a file from others, and from itself once it was written anew. Raises StorageProblem."""
    if not source.is_file():
        raise StorageProblem(f"There is no file {source}.", "Check the name.", Kind.MISSING)
    with guarded(FAILED, source):
        found = source.stat()
        return Mark(os.path.realpath(source), found.st_mtime_ns, found.st_size)


def open_file(source: Path, at: datetime, passphrase: str | None = None) -> Patient:
    """Opens an export ("everything in one file"), a profile's file or a backup.

    Raises StorageProblem: of kind LOCKED when a passphrase is needed or does not fit; then, as for
    any other reason, nothing is left behind.
    """
    mark = mark_of(source)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = ProfileLock(folder)
    try:
        with guarded(FAILED, source):
            log = _log_of(source, folder, at, passphrase)
            with Store.open(log, at=at) as store:  # an older one is brought up to date here
                counts = store.counts()
    except BaseException:
        _clear(folder, lock)
        raise
    return Patient(_name(source), source, mark, log, counts, lock)


def _clear(folder: Path, lock: ProfileLock) -> None:
    keys.forget(folder)
    lock.release()  # an open file cannot be removed on Windows
    shutil.rmtree(folder, ignore_errors=True)


def clear_left(at: datetime) -> None:
    """Removes the copies of processes that were killed; those of a live one stay."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            if _is_left(folder, at):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path, at: datetime) -> bool:
    """Whether this is our folder and nobody has it open any more."""
    try:
        found = folder.lstat()
        mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        if not stat.S_ISDIR(found.st_mode) or not mine:
            return False
        if not (folder / LOCK).exists():
            return at.timestamp() - found.st_mtime > _YOUNG_S
        holder = (folder / LOCK).read_text(encoding="ascii", errors="replace").strip()
        if holder.isdecimal() and _lives(int(holder)):
            return False
        ProfileLock(folder).release()
    except (OSError, ValueError, StorageProblem):  # in use, or gone in the meantime
        return False
    return True


def _lives(process: int) -> bool:
    """Whether a process of that number is there, where asking does no harm.

    It stands in for the lock on file systems that have none. On Windows an open file stays anyway.
    """
    if os.name == "nt":  # pragma: no cover - the other system
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _name(source: Path) -> str:
    """What the tab says: the file's name without what every such file is called."""
    name = source.name.removesuffix(profiles.ENDING)
    for ending in (".json", ".db"):
        name = name.removesuffix(ending)
    return name


def _log_of(source: Path, folder: Path, at: datetime, passphrase: str | None) -> Path:
    log = folder / secret.LOG
    if is_plain(source):
        return backup.copy_to(source, log)
    with source.open("rb") as stream:
        begins = stream.read(4)
    if begins == b"PK\x03\x04":
        profile = folder / "in" / profiles.take_in(folder / "in", source, "patient")
        if secret.is_encrypted(profile):
            if passphrase is None:
                raise StorageProblem(
                    f"{source.name} has a passphrase.", "Enter it to look at it.", Kind.LOCKED
                )
            secret.unlock(profile, passphrase)
        for path in (profile / name for name in (secret.LOG, keys.MARK)):
            if path.exists():
                shutil.copyfile(path, folder / path.name)
        keys.forget(profile)
        shutil.rmtree(folder / "in")
        if passphrase is not None:
            keys.unlock(folder, passphrase)
        return log
    with source.open("rb") as stream:
        found = document.unpack(stream.read(document.MOST_BYTES + 1), source.name)
    merging.prove(found, source.name)
    with Store.open(log, at=at) as store:
        merging.take(store, found, at)
    return log
