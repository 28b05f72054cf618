"""Puts a pack into a packs folder, whole or not at all, and takes one away again.

Versions lie beside each other and none is ever written over: `PACK-ID/VERSION.toml`, or a folder
`PACK-ID/VERSION`. Loads the reader, so import it late.
"""

import shutil
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from hiprehab.storage.files import private_folder, scratch_folder, sync_folder, write_whole
from hiprehab.storage.handover import ALONE, Parcel, State, read_parcel, state_of
from hiprehab.storage.index import Index
from hiprehab.storage.library import MotionCheck
from hiprehab.storage.packs import version_of, versions
from hiprehab.storage.problems import PackProblem, Problem
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

NOT_SAVED: Final = "The pack was not installed"
NOT_REMOVED: Final = "The pack was not taken away"
TAKEN: Final = ".removed"
"""Where a pack waits that was taken away, until another one is."""
_READ: Final = 0o444
_ENTER: Final = 0o555


class Done(StrEnum):
    """What installing came to."""

    INSTALLED = "installed"
    ALREADY = "already installed"


class Installed(NamedTuple):
    """The pack that is there now, and where."""

    id: str
    version: str
    title: str
    done: Done
    path: Path


def install(
    path: Path, packs_dir: Path, base: Index, motions: MotionCheck | None = None
) -> Installed:
    """Checks a pack and puts it into the packs folder, whole or not at all.

    Raises:
        PackProblem: the pack has faults, or its version is in the way.
        StorageProblem: the folder cannot be written.
    """
    return put(read_parcel(path, base, motions), packs_dir)


def put(
    parcel: Parcel, packs_dir: Path, others: Sequence[Path] = (), *, for_all: bool = False
) -> Installed:
    """Installs a pack that was read.

    Args:
        parcel: the pack.
        packs_dir: where it goes.
        others: folders whose packs count as installed too.
        for_all: everybody on this computer may read it.

    Raises:
        PackProblem: another content of the same version is installed, or a higher version.
        StorageProblem: the folder cannot be written.
    """
    pack = parcel.pack
    state, there = state_of(parcel, (packs_dir, *others))
    if state is State.SAME and there is not None:
        done = Done.ALREADY
    else:
        _refuse(parcel, state, there)
        done, there = Done.INSTALLED, _put(parcel, packs_dir / pack.id)
    if for_all:
        _open_to_all(packs_dir, pack.id)
    return Installed(pack.id, pack.version, pack.title, done, there)


def _refuse(parcel: Parcel, state: State, there: Path | None) -> None:
    """Raises PackProblem when the version is in the way."""
    version = parcel.pack.version
    found = version_of(there) if there is not None else ""
    if state is State.CLASH:
        message = f"version {version} is installed with other content"
        remedy = "Give the changed pack a higher version; nothing was changed."
    elif state is State.OLDER:
        message = f"the newer version {found} is installed; {version} would not be used"
        remedy = "Nothing was changed."
    else:
        return
    raise PackProblem(Problem(str(parcel.path), 0, "id", message, remedy))


def _put(parcel: Parcel, folder: Path) -> Path:
    """Writes the pack's own files into its folder under its version, in one step."""
    with guarded(NOT_SAVED, folder):
        private_folder(folder)
    version = parcel.pack.version
    if set(parcel.files) == {ALONE}:
        target = folder / f"{version}.toml"
        write_whole(target, parcel.files[ALONE], NOT_SAVED)
        return target
    target = folder / version
    with scratch_folder(target, NOT_SAVED) as part:
        for name, data in parcel.files.items():
            copy = part / name
            copy.parent.mkdir(exist_ok=True)
            write_whole(copy, data, NOT_SAVED)
        part.rename(target)
        sync_folder(folder)
    return target


def _open_to_all(packs_dir: Path, pack: str) -> None:
    """Lets everybody read what an administrator installed, whatever their own habits are."""
    folder = packs_dir / pack
    with guarded(NOT_SAVED, folder):
        for path in (packs_dir.parent, packs_dir, folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode | (_ENTER if path.is_dir() else _READ))


# --- taking away ----------------------------------------------------------------------------


class Removed(NamedTuple):
    """Versions of a pack that were taken away and can still be brought back."""

    id: str
    versions: tuple[str, ...]
    packs_dir: Path
    names: tuple[str, ...]

    def undo(self) -> None:
        """Brings them back. Raises StorageProblem when that cannot be done."""
        target, kept = self.packs_dir / self.id, self.packs_dir / TAKEN / self.id
        with guarded("The pack was not brought back", target):
            private_folder(target)
            for name in self.names:
                (kept / name).rename(target / name)
            sync_folder(target)

    def forget(self) -> None:
        """Deletes them for good."""
        with guarded(NOT_REMOVED, self.packs_dir):
            shutil.rmtree(self.packs_dir / TAKEN)


def remove(pack: str, packs_dir: Path, version: str | None = None) -> Removed:
    """Takes a pack away with all its versions, or one version; the newest that is left is used.

    Only what was taken away last can be brought back. What was done with it stays in the log,
    which holds its own copy of every session.

    Raises:
        StorageProblem: there is no such pack or version in this folder, or it cannot be moved.
    """
    folder = packs_dir / pack
    found = versions(folder) if "/" not in pack and not pack.startswith(".") else {}
    chosen = {key: path for key, path in found.items() if version in (None, version_of(path))}
    if not chosen:
        which = f"pack {pack[:100]!r}" + (f" in version {version[:20]!r}" if version else "")
        raise StorageProblem(
            f"There is no {which} in {packs_dir}.", "See: hiprehab packs", Kind.MISSING
        )
    kept = packs_dir / TAKEN / pack
    with guarded(NOT_REMOVED, folder):
        shutil.rmtree(packs_dir / TAKEN, ignore_errors=True)
        private_folder(kept)
        for path in chosen.values():
            path.rename(kept / path.name)
        if len(chosen) == len(found):
            shutil.rmtree(folder)
        sync_folder(packs_dir)
    paths = [chosen[key] for key in sorted(chosen)]
    numbers = tuple(version_of(path) for path in paths)
    return Removed(pack, numbers, packs_dir, tuple(path.name for path in paths))
