"""A passphrase for a profile: asked, checked, set, changed and taken away.

Each change makes a new file beside the log and proves it before it takes the log's place; backups
are changed in the same way. What a passphrase covers: the log and its backups. Settings, drafts and
packs stay readable.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from hiprehab.storage import backup, check, cipher, connection, keys, renewal
from hiprehab.storage.files import PRIVATE_FILE, beside, sync_folder
from hiprehab.storage.keys import MARK
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.trouble import Kind, StorageProblem, damaged, guarded

LOG: Final = keys.LOG
SHORTEST: Final = 8
MOST_TRIED: Final = 3
"""So many backups tell a damaged log from a wrong passphrase; each takes a third of a second."""
FAILED: Final = "The passphrase was not changed"
_MARKS: Final = ("user_version", "application_id")


def is_encrypted(profile: Path) -> bool:
    """Whether the log of the profile in that folder has a passphrase."""
    # os.path says no where somebody else's folder cannot be looked into.
    return os.path.exists(profile / MARK) and not connection.is_plain(profile / LOG)


def unlock(profile: Path, passphrase: str) -> None:
    """Opens the profile's log with that passphrase from now on.

    Raises StorageProblem of kind LOCKED when it does not fit, and of kind DAMAGED when it fits and
    the log itself cannot be opened; then nothing is remembered.
    """
    log = profile / LOG
    if not passphrase:
        raise _wrong()
    keys.unlock(profile, passphrase)
    try:
        _try(profile, log)
    except BaseException:
        keys.forget(profile)
        raise


def lock(profile: Path) -> None:
    """Forgets the passphrase."""
    keys.forget(profile)


def _try(profile: Path, log: Path) -> None:
    """A log with a damaged beginning looks as one with another passphrase does: backups tell."""
    if not log.exists() or not log.stat().st_size:
        if _opens_a_backup(profile) is False:
            raise _wrong()
        return  # a new log, or a lost one
    try:
        _look_into(log)
    except StorageProblem as problem:
        if problem.kind is not Kind.DAMAGED:
            raise
        raise (damaged(log) if _opens_a_backup(profile) else _wrong()) from problem


def _look_into(log: Path) -> None:
    opened, copy = connection.connect_reading(log)
    opened.close()
    connection.discard(copy)


def _opens_a_backup(profile: Path) -> bool | None:
    """Whether the passphrase remembered now is that of the newest backups; None without any."""
    copies = (one for one in backup.listing(profile / "backups") if one.kind != backup.REPLACED)
    behind = (one.path for one in copies if not connection.is_plain(one.path))
    found = None
    for path in islice(behind, MOST_TRIED):
        found = False
        with suppress(StorageProblem):
            _look_into(path)
            return True
    return found


def _wrong() -> StorageProblem:
    return StorageProblem(
        "That passphrase does not open this profile.",
        "Try again. It cannot be reset: nobody else knows it, and HipRehab does not either.",
        Kind.LOCKED,
    )


def change(profile: Path, passphrase: str | None, at: datetime) -> int:
    """Sets another passphrase, the first one, or none; returns how many backups were changed.

    Nobody may have the log open but the caller, who holds the profile's lock. Raises
    StorageProblem; the log is then as it was.

    Args:
        profile: the profile's folder, unlocked if it has a passphrase.
        passphrase: the new one; None takes it away.
        at: the time now, for the backup that is made before.
    """
    if passphrase is not None:
        _check(passphrase)
    log, folder = profile / LOG, profile / "backups"
    backup.make(log, folder, at, "manual")
    files = [log, *(found.path for found in backup.listing(folder))]
    with guarded(FAILED, profile):
        renewal.begin(profile, FAILED)
        try:
            for path in files:
                _rewritten(path, renewal.part_of(path), passphrase)
                if path == log:
                    digest = backup.digest_line(log)
        except BaseException as error:
            renewal.undo(profile)
            damaged = isinstance(error, StorageProblem) and error.kind is Kind.DAMAGED
            if damaged and path != log:
                raise _unreadable(path) from error
            raise
        renewal.commit(profile, FAILED, log=digest, encrypted=passphrase is not None)
        keys.forget(profile)
        if passphrase is not None:
            keys.unlock(profile, passphrase)
    return len(files) - 1


def finish(profile: Path) -> None:
    """Ends a change that was cut off by a crash, before anybody is asked for a passphrase.

    The log and its backups then all have the new one, or all the old one. Where that cannot be done
    now, as while somebody has the profile open, it waits.
    """
    if (profile / keys.RENEWING).exists():
        with suppress(StorageProblem), ProfileLock(profile), guarded(FAILED, profile):
            renewal.settle(profile, FAILED)


def seal(profile: Path) -> None:
    """Encrypts a log that a restore brought back without a passphrase into a profile with one."""
    log = profile / LOG
    passphrase = keys.key_for(log)
    if passphrase is not None and (profile / MARK).exists() and connection.is_plain(log):
        renewal.replace(log, _rewritten(log, beside(log), passphrase))
        sync_folder(profile)


def _check(passphrase: str) -> None:
    if not cipher.available():
        raise StorageProblem(
            f"{FAILED}: this HipRehab was installed without encryption.",
            'Install the extra "encrypted", or use the installed program.',
        )
    if len(passphrase) < SHORTEST or "\x00" in passphrase:
        raise StorageProblem(
            f"{FAILED}: it is too short.",
            f"Use at least {SHORTEST} characters; three or four words are easy to keep in mind.",
            Kind.USAGE,
        )


def _unreadable(backup_file: Path) -> StorageProblem:
    return StorageProblem(
        f"{FAILED}: the backup {backup_file} is damaged, so it cannot be encrypted or decrypted.",
        "Delete that file, or move it elsewhere, then try again.",
        Kind.DAMAGED,
    )


def _rewritten(path: Path, part: Path, passphrase: str | None) -> Path:
    """The same log with the new key, proved, as the file `part` beside it."""
    with guarded(FAILED, path):
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        try:
            _export(path, part, passphrase)
            with _opened_with(part, passphrase):
                _prove(path, part)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return part


def _export(path: Path, part: Path, passphrase: str | None) -> None:
    """Copies all tables into the new file, which SQLCipher does in one call."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    old = connection.key_of(path)
    with closing(cipher.connect(address, old, uri=True, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode = delete")  # what waits in the -wal comes along
        marks = [(n, opened.execute(f"PRAGMA {n}").fetchone()[0]) for n in _MARKS]
        key = cipher.quoted(passphrase or "")
        opened.execute(f"ATTACH {cipher.quoted(str(part))} AS renewed KEY {key}")
        opened.execute("SELECT sqlcipher_export('renewed')").fetchone()
        for name, value in marks:
            opened.execute(f"PRAGMA renewed.{name} = {value:d}")
        opened.execute("DETACH renewed")


@contextmanager
def _opened_with(part: Path, passphrase: str | None) -> Iterator[None]:
    if passphrase is None:  # a plain file is told by its first bytes
        yield
        return
    keys.unlock(part, passphrase)
    try:
        yield
    finally:
        keys.forget(part)


def _prove(path: Path, part: Path) -> None:
    """The new file is whole and holds as many rows as the old one."""
    found = check.findings(part)
    if found or backup.row_counts(part) != backup.row_counts(path):
        reason = found[0].rstrip(".") if found else "rows are missing from the copy"
        raise StorageProblem(f"{FAILED}: {reason}.", "Try again.", Kind.DAMAGED)
