"""Files that are whole or not there: written beside the target, flushed, then put in its place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from hiprehab.storage.trouble import guarded

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
SHARED_FILE = 0o666
"""For what is handed over: as the system usually makes a file."""


def sync_folder(folder: Path) -> None:
    """Makes a rename in this folder outlast a power cut, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows cannot open a folder; it needs no such call either
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def beside(target: Path) -> Path:
    """The name of the unfinished file next to `target`; the process id keeps two writers apart."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


@contextmanager
def whole_file(target: Path, failed: str, mode: int = PRIVATE_FILE) -> Iterator[BinaryIO]:
    """A file to write to that becomes `target` at the end; on any error the old one stays."""
    part = beside(target)
    with guarded(failed, target):
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            with open(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def write_whole(target: Path, data: bytes, failed: str, mode: int = PRIVATE_FILE) -> None:
    """Replaces `target` by `data` in one step; only its owner can read it unless `mode` says so."""
    with whole_file(target, failed, mode) as stream:
        stream.write(data)


def private_folder(folder: Path) -> Path:
    """Makes the folder, readable by its owner only, and what is missing above it."""
    missing = []
    place = folder
    while not place.exists() and place != place.parent:
        missing.append(place)
        place = place.parent
    for place in reversed(missing):
        place.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    folder.mkdir(exist_ok=True)  # a file or a dangling link in its place is an error
    return folder


@contextmanager
def scratch_folder(target: Path, failed: str) -> Iterator[Path]:
    """An empty folder beside `target`, gone at the end unless it was renamed away."""
    part = beside(target)
    with guarded(failed, target):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=PRIVATE_FOLDER)
        try:
            yield part
        finally:
            shutil.rmtree(part, ignore_errors=True)
