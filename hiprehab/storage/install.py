"""Puts a pack into the packs folder, whole or not at all. Loads the reader, so import it late."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hiprehab.core.model import BUILTIN_PACK
from hiprehab.storage.convert import Base
from hiprehab.storage.files import private_folder, scratch_folder, sync_folder, write_whole
from hiprehab.storage.index import Index
from hiprehab.storage.library import MotionCheck, read_pack
from hiprehab.storage.packs import members, version_key, versions
from hiprehab.storage.problems import PackProblem, Problem

NOT_SAVED = "The pack was not installed"
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


class Done(StrEnum):
    """What installing came to."""

    INSTALLED = "installed"
    ALREADY = "already installed"


@dataclass(frozen=True, slots=True)
class Installed:
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
    loaded = read_pack(path, Base(base.library.exercises, base.motions), motions)

    def refuse(message: str, remedy: str) -> PackProblem:
        return PackProblem(Problem(str(path), 0, "id", message, remedy))

    if loaded.id == BUILTIN_PACK:
        raise refuse('"builtin" is the id of HipRehab\'s own pack', "Give the pack its own id.")
    if loaded.pack is None:
        raise PackProblem(*loaded.problems)
    pack = loaded.pack
    if pack.id.split(".")[0] in _RESERVED:
        raise refuse("this id cannot be a folder on every system", "Begin it with another word.")
    here = versions(packs_dir / pack.id)
    key = version_key(pack.version) or ()
    same = here.get(key)
    if same is not None:
        if content(same) == content(path):
            return Installed(pack.id, pack.version, pack.title, Done.ALREADY, same)
        message = f"version {pack.version} is installed with other content"
        raise refuse(message, "Give the changed pack a higher version; nothing was changed.")
    if here and max(here) > key:
        newer = ".".join(map(str, max(here)))
        raise refuse(
            f"the newer version {newer} is installed; {pack.version} would not be used",
            "Nothing was changed.",
        )
    target = _put(path, packs_dir / pack.id, pack.version)
    return Installed(pack.id, pack.version, pack.title, Done.INSTALLED, target)


def content(path: Path) -> dict[str, bytes]:
    """The bytes of a pack by name, however the pack itself is called."""
    if not path.is_dir():
        return {"": path.read_bytes()}
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in members(path)}


def _put(path: Path, folder: Path, version: str) -> Path:
    """Copies the pack's own files into its folder under its version, in one step."""
    private_folder(folder)
    if not path.is_dir():
        target = folder / f"{version}.toml"
        write_whole(target, path.read_bytes(), NOT_SAVED)
        return target
    target = folder / version
    with scratch_folder(target, NOT_SAVED) as part:
        for name, data in content(path).items():
            copy = part / name
            copy.parent.mkdir(exist_ok=True)
            write_whole(copy, data, NOT_SAVED)
        part.rename(target)
        sync_folder(folder)
    return target
