"""A log and its backups written anew together: all of them or none, also after a kill.

The new files are made beside the old ones. A note in the profile's folder says first that they are
being made, and in the end that they are whole. From then on whoever comes next puts them in place;
before that, they are thrown away. Whoever calls this holds the profile's lock.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from hiprehab.storage import backup, connection
from hiprehab.storage.files import sync_folder, write_whole
from hiprehab.storage.keys import LOG, MARK, RENEWING
from hiprehab.storage.trouble import Kind, StorageProblem

_ENDING: Final = ".renewed"
_MAKING: Final[dict[str, Any]] = {}
_MARK_TEXT: Final = b"The log here is encrypted with SQLCipher. HipRehab asks for the passphrase.\n"


def part_of(path: Path) -> Path:
    """Where the new form of a file is made."""
    return path.with_name(f".{path.name}{_ENDING}")


def begin(profile: Path, failed: str) -> None:
    """Says that new files are being made; `failed` begins the sentence if that cannot be written.

    Ends what was cut off before.
    """
    settle(profile, failed)
    _note(profile, _MAKING, failed)


def commit(profile: Path, failed: str, *, log: bytes, encrypted: bool) -> None:
    """The new files are whole and proved: puts them in place, or throws them away on an error.

    Args:
        profile: the profile's folder.
        failed: begins the sentence if something cannot be written.
        log: the log's `digest_line` when it had just been written anew.
        encrypted: whether the new files are.
    """
    try:
        for part in _parts(profile / "backups"):
            path = _target(part)
            line = backup.digest_line(path, of=part)
            write_whole(part_of(backup.sidecar(path)), line, failed)
        sync_folder(profile / "backups")
        if not _unchanged(profile / LOG, log):
            raise StorageProblem(
                f"{failed}: another program wrote to the log meanwhile.", "Try again.", Kind.BUSY
            )
        _note(profile, {"log": log.decode(), "encrypted": encrypted}, failed)
    except BaseException:
        undo(profile)
        raise
    _put(profile, failed, encrypted=encrypted)


def undo(profile: Path) -> None:
    """Throws the new files away, as long as the note does not say that they are whole."""
    for folder in (profile, profile / "backups"):
        for part in folder.glob(f".*{_ENDING}*"):
            if not part.is_symlink():
                with part.open("rb+") as stream:
                    wipe(stream)
            part.unlink()
    if connection.is_plain(profile / LOG):
        (profile / MARK).unlink(missing_ok=True)
    (profile / RENEWING).unlink()
    sync_folder(profile)


def settle(profile: Path, failed: str) -> None:
    """Ends what was cut off: all of it, or nothing where the new files were not whole.

    A log that was written to since then is not replaced.
    """
    try:
        told = json.loads((profile / RENEWING).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except (ValueError, RecursionError):
        told = _MAKING
    log = profile / LOG
    whole = isinstance(told, dict) and isinstance(told.get("log"), str)
    if whole and part_of(log).exists():
        whole = _unchanged(log, told["log"].encode("utf-8", "replace"))
    if whole:
        _put(profile, failed, encrypted=bool(told.get("encrypted")))
    else:
        _note(profile, _MAKING, failed)  # or half of them would look like the rest of them
        undo(profile)


def _unchanged(log: Path, digest: bytes) -> bool:
    return backup.digest_line(log) == digest and not connection.has_wal(log)


def _put(profile: Path, failed: str, *, encrypted: bool) -> None:
    """The log goes first: after it there is no way back, before it none forth."""
    if encrypted:
        write_whole(profile / MARK, _MARK_TEXT, failed)
    for part in (*_parts(profile), *_parts(profile / "backups")):
        replace(_target(part), part)
    sync_folder(profile / "backups")
    if not encrypted:
        (profile / MARK).unlink(missing_ok=True)
    (profile / RENEWING).unlink()
    sync_folder(profile)


def _parts(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob(f".*{_ENDING}")))


def _target(part: Path) -> Path:
    return part.with_name(part.name.removesuffix(_ENDING).removeprefix("."))


def replace(path: Path, part: Path) -> None:
    """The new file takes the old one's place; what the old one held is overwritten.

    On Windows an open file cannot be replaced, so there the old bytes stay on the disk until
    something else is written over them.
    """
    old = path.open("rb+") if os.name == "posix" and path.exists() else None
    os.replace(part, path)
    if old is not None:
        with old:
            wipe(old)


def _note(profile: Path, told: dict[str, Any], failed: str) -> None:
    write_whole(profile / RENEWING, json.dumps(told).encode(), failed)


def wipe(stream: BinaryIO) -> None:
    """Overwrites a file with zeros. A solid-state disk may keep older copies of its own."""
    left = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    while left > 0:
        left -= stream.write(bytes(min(left, 1 << 20)))
    stream.flush()
    os.fsync(stream.fileno())
