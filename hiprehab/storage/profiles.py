"""Several people on one computer: listed, moved to another computer as one file, deleted for good.

A profile is a folder; nothing is shared between two of them but the installed packs. The file of a
profile is a zip of its log (a proved copy), its settings and its drafts, with a checksum of each.
"""

import hashlib
import os
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from hiprehab import __version__
from hiprehab.storage import backup, check, connection, renewal, secret, small_toml
from hiprehab.storage.files import beside, private_folder, sync_folder
from hiprehab.storage.keys import MARK
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.paths import DEVICES, Folders, check_profile
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

SCHEMA: Final = "hiprehab-profile/1"
ENDING: Final = ".hiprehab-profile"
MANIFEST: Final = "manifest.toml"
_FIXED: Final = (secret.LOG, "settings.toml", MARK)
_DRAFT: Final = re.compile(r"drafts(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}){1,3}")
"""A file of a draft: folders and names that need no care on any system."""
MOST_BYTES: Final = 1 << 30
MOST_FILES: Final = 500
MOST_RATIO: Final = 100
"""An almost empty log comes to a fortieth when it is packed."""
_GRACE: Final = 1 << 20
NOT_MOVED: Final = "The profile was not saved"
NOT_TAKEN: Final = "The profile was not taken in"
NOT_DELETED: Final = "Not all of the profile could be deleted"
_CHUNK: Final = 1 << 20
_LARGEST_MANIFEST: Final = 200_000
_INCOMING: Final = ".incoming-"
_LEAVING: Final = ".deleted-"
_SAVING: Final = ".saving-"
_UNFINISHED: Final = (f"{_INCOMING}*", f"*/{_SAVING}*", "*/.*.part*", "*/backups/.*.part*")
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 1  # in an entry's flags
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive ends in, by where the damage is."""
_FORGOTTEN_S: Final = 24 * 60 * 60


class Person(NamedTuple):
    """A profile as a list shows it. `used` is when its log was last written, if it has one."""

    name: str
    encrypted: bool
    used: datetime | None


def root(folders: Folders) -> Path:
    """The folder that holds the profiles."""
    return folders.profile.parent


def listing(place: Path) -> tuple[Person, ...]:
    """The profiles in a folder, by name."""
    found = []
    if not place.is_dir():
        return ()
    for folder in sorted(place.iterdir(), key=lambda one: one.name.casefold()):
        log = folder / secret.LOG
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        when = None
        with suppress(OSError, ValueError, OverflowError):  # none, or no time that can be
            when = datetime.fromtimestamp(log.stat().st_mtime, UTC)
        found.append(Person(folder.name, secret.is_encrypted(folder), when))
    return tuple(found)


# --- moving ---------------------------------------------------------------------------------


def save_as_file(folders: Folders, target: Path, at: datetime, *, force: bool = False) -> Path:
    """Writes a profile into one file; an existing one stays as it was if anything fails.

    A log with a passphrase stays encrypted in it. Raises StorageProblem.
    """
    if os.path.lexists(target) and not force:
        raise StorageProblem(
            f"{target} is there already.", "Choose another name, or add --force.", Kind.USAGE
        )
    part = beside(target)
    with guarded(NOT_MOVED, target), _saving(folders) as staging:
        try:
            log = backup.copy_to(folders.database, Path(staging) / secret.LOG)
            with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED) as archive:
                sums = {name: _add(archive, name, source) for name, source in _parts(folders, log)}
                archive.writestr(MANIFEST, _manifest(folders.profile.name, at, sums))
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    return target


def _parts(folders: Folders, log: Path) -> Iterator[tuple[str, Path]]:
    yield secret.LOG, log
    for name in _FIXED[1:]:
        if (folders.profile / name).exists():
            yield name, folders.profile / name
    for draft in sorted(folders.drafts.rglob("*")):
        name = draft.relative_to(folders.profile).as_posix()
        if draft.is_file() and not draft.is_symlink() and _is_draft(name):
            yield name, draft


def _saving(folders: Folders) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix=_SAVING, dir=folders.profile)


def _is_draft(name: str) -> bool:
    """Whether a file belongs to a draft and can have that name on every system."""
    parts = name.casefold().split("/")
    plain = not any(part.endswith(".") or part.split(".")[0] in DEVICES for part in parts)
    return plain and _DRAFT.fullmatch(name) is not None


def _add(archive: zipfile.ZipFile, name: str, source: Path) -> str:
    archive.write(source, name)
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _manifest(name: str, at: datetime, sums: dict[str, str]) -> str:
    lines = [
        f'schema = "{SCHEMA}"',
        f'name = "{name}"',
        f'made_at = "{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"',
        f'made_by = "HipRehab {__version__}"',
        "",
        "[sha256]",
        *(f'"{one}" = "{digest}"' for one, digest in sums.items()),
    ]
    return "\n".join(lines) + "\n"


def take_in(place: Path, source: Path, name: str = "") -> str:
    """Makes a profile of a file; returns its name. Nothing is left behind if anything fails.

    Args:
        place: the folder that holds the profiles.
        source: the file.
        name: another name than the one it had; needed when that is taken.
    """
    if not source.is_file():
        raise StorageProblem(f"There is no file {source}.", "Check the name.", Kind.MISSING)
    private_folder(place)
    with guarded(NOT_TAKEN, source):
        chosen = check_profile(name or name_in(source))
        target = place / chosen
        if os.path.lexists(target):
            raise StorageProblem(
                f"There is a profile {chosen} already.", "Choose another name.", Kind.USAGE
            )
        staging = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=place))
        try:
            _unpack(source, staging)
            _prove(staging, source)
            os.rename(staging, target)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        sync_folder(place)
    return chosen


def name_in(source: Path) -> str:
    """The name that a profile's file says it had. Raises StorageProblem."""
    with guarded(NOT_TAKEN, source), _opened(source) as archive:
        return str(_read_manifest(archive, source)["name"])


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    """A profile's file as an archive. Whatever is wrong with it becomes a StorageProblem.

    We write files that are deflated; another method or an encrypted entry was not made by us.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in archive.infolist():
                if entry.compress_type not in _METHODS or entry.flag_bits & _ENCRYPTED:
                    raise _refused(source, "it is packed in a way that no profile is")
            yield archive
    except _DAMAGE as error:
        raise _refused(source, "it is damaged or not such a file") from error


def _unpack(source: Path, staging: Path) -> None:
    """Writes the files that a profile has, and no others, into the staging folder."""
    with _opened(source) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise _refused(source, "it holds too many files")
        manifest = _read_manifest(archive, source)
        names = [entry.filename for entry in entries if entry.filename != MANIFEST]
        alike = {name.casefold() for name in names}  # to some systems
        if len(alike) != len(names) or set(names) != set(manifest["sha256"]):
            raise _refused(source, "its list of files does not fit")
        left = MOST_BYTES
        for entry in entries:
            if entry.filename != MANIFEST:
                left -= _write(archive, entry, staging, manifest["sha256"], source, left)


def _read_manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    try:
        with archive.open(MANIFEST) as stream:
            manifest = small_toml.loads(stream.read(_LARGEST_MANIFEST + 1), _LARGEST_MANIFEST)
    except KeyError as error:
        raise _refused(source, "it is not the file of a profile") from error
    sums = manifest.get("sha256")
    good = isinstance(sums, dict) and isinstance(manifest.get("name"), str)
    if manifest.get("schema") != SCHEMA or not good:
        raise _refused(source, "it is not the file of a profile that this HipRehab knows")
    return manifest


def _write(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    staging: Path,
    sums: dict[str, Any],
    source: Path,
    left: int,
) -> int:
    """Writes one file, counting what really comes out of it; returns its size."""
    name = entry.filename
    if name not in _FIXED and not _is_draft(name):
        raise _refused(source, f"it holds {name[:60]!r}, which no profile has")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _refused(source, "it holds a link or a device")
    target = staging / name
    private_folder(target.parent)
    digest, size = hashlib.sha256(), 0
    with archive.open(entry) as stream, target.open("xb") as out:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > min(left, entry.compress_size * MOST_RATIO + _GRACE):
                raise _refused(source, "it is too large")
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != sums.get(name) or size != entry.file_size:
        raise _refused(source, f"{name} was changed")
    return size


def _prove(staging: Path, source: Path) -> None:
    """A log that can be read must be whole; an encrypted one is proved when it is opened."""
    log = staging / secret.LOG
    if not log.exists():
        raise _refused(source, "the log is missing")
    if (staging / MARK).exists() and not connection.is_plain(log):
        return
    found = check.findings(log)
    if found:
        raise _refused(source, found[0].rstrip("."))


def _refused(source: Path, reason: str) -> StorageProblem:
    return StorageProblem(
        f"{NOT_TAKEN}: {source.name}: {reason}.",
        "Save it again on the other computer.",
        Kind.DAMAGED,
    )


# --- deleting -------------------------------------------------------------------------------


def delete(folder: Path) -> None:
    """Overwrites and removes everything of a profile: log, backups, settings, drafts.

    Raises StorageProblem of kind IN_USE while it is open. A solid-state disk may keep older copies
    of its own, and copies that were made elsewhere stay: say so where this is offered.
    """
    if not folder.is_dir():
        raise StorageProblem(
            f"There is no profile {folder.name}.", "See: hiprehab profile list", Kind.MISSING
        )
    with guarded(NOT_DELETED, folder):
        lock = ProfileLock(folder)
        try:
            leaving = Path(tempfile.mkdtemp(prefix=_LEAVING, dir=folder.parent))
            if os.name == "nt":  # an open file keeps its folder in its place there
                lock.release()
            # From here on it is gone for good: no half of it may be taken for a whole one.
            os.rename(folder, leaving / folder.name)
            sync_folder(folder.parent)
        finally:
            lock.release()
        _erase(leaving)
        sync_folder(folder.parent)


def _erase(folder: Path) -> None:
    """Overwrites a file, or all files in a folder, and removes it."""
    for path in (folder, *folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with suppress(FileNotFoundError), path.open("rb+") as stream:
                renewal.wipe(stream)
    if folder.is_dir():
        shutil.rmtree(folder)
    else:
        folder.unlink()


def tidy(place: Path, at: datetime) -> None:
    """Removes what a crash left: the rest of deleted profiles, and files that were not finished.

    Those of the last day may still be on their way in another window.
    """
    with suppress(OSError):
        left = [*place.glob(f"{_LEAVING}*")]
        for pattern in _UNFINISHED:
            for path in place.glob(pattern):
                if at.timestamp() - path.lstat().st_mtime > _FORGOTTEN_S:
                    left.append(path)
        for path in left:
            _erase(path)
