"""Somebody else's log to look at: a copy in a folder of its own, which goes when it is closed.

Nothing of it comes near the log of whoever looks, and the file itself is only read.
"""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from hiprehab.storage import backup, document, keys, merging, profiles, secret
from hiprehab.storage.connection import is_plain
from hiprehab.storage.store import Counts, Store
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

FAILED: Final = "The file could not be opened"


class Patient(NamedTuple):
    """An opened file: what to call it, the copy that is looked at, and what it holds."""

    name: str
    source: Path
    log: Path
    counts: Counts

    def close(self) -> None:
        """Removes the copy."""
        keys.forget(self.log.parent)
        shutil.rmtree(self.log.parent, ignore_errors=True)


def open_file(source: Path, at: datetime, passphrase: str | None = None) -> Patient:
    """Opens an export ("everything in one file"), a profile's file or a backup.

    Raises StorageProblem: of kind LOCKED when a passphrase is needed or does not fit; then, as for
    any other reason, nothing is left behind.
    """
    if not source.is_file():
        raise StorageProblem(f"There is no file {source}.", "Check the name.", Kind.MISSING)
    folder = Path(tempfile.mkdtemp(prefix="hiprehab-review-"))
    try:
        with guarded(FAILED, source):
            log = _log_of(source, folder, at, passphrase)
            with Store.open(log, at=at) as store:  # an older one is brought up to date here
                counts = store.counts()
    except BaseException:
        keys.forget(folder)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Patient(_name(source), source, log, counts)


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
