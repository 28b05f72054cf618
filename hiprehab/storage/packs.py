"""The packs somebody installed: which there are, and the library before the first paint.

Standard library only; `storage.install` puts a pack here.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from hiprehab.core.model import BUILTIN_PACK, Library
from hiprehab.storage.defaults import FILE as DEFAULTS
from hiprehab.storage.defaults import chosen_packs
from hiprehab.storage.files import private_folder, write_whole
from hiprehab.storage.index import Index, Unusable, index_text, joined, open_index

CACHE = "packs.json"
_VERSION = r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})"
_MEMBERS = ("pack.toml", "exercises/*.toml", "routines/*.toml", "motions/*.toml")
_BESIDE = ("pictures/*.*", "manifest.toml", "signature.toml")


# --- finding --------------------------------------------------------------------------------


def version_key(text: str) -> tuple[int, ...] | None:
    """`1.10.0` as numbers that can be compared; None for anything else."""
    match = re.fullmatch(_VERSION, text)
    return tuple(map(int, match.groups())) if match else None


def versions(folder: Path) -> dict[tuple[int, ...], Path]:
    """The versions of a pack that lie in its folder: VERSION.toml or a folder VERSION."""
    found = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        key = version_key(version_of(path))
        if key and (path.suffix == ".toml" or path.is_dir()):
            found[key] = path
    return found


def version_of(path: Path) -> str:
    """The version that an installed pack's file or folder is named after."""
    return path.name.removesuffix(".toml")


def newest(pack_dirs: Sequence[Path]) -> list[Path]:
    """The newest version of each pack in these folders, by id; the first folder wins a tie.

    The first is the person's own. The others are for everybody on this computer: of their packs
    only those count that a clinic's presets beside the folder name, where it names any.
    """
    best: dict[str, tuple[tuple[int, ...], Path]] = {}
    for number, place in enumerate(pack_dirs):
        try:
            folders = sorted(one for one in place.iterdir() if one.is_dir())
            wanted = chosen_packs(place.parent / DEFAULTS) if number else None
            for folder in folders:
                if wanted is not None and folder.name not in wanted:
                    continue
                for key, path in versions(folder).items():
                    if folder.name not in best or key > best[folder.name][0]:
                        best[folder.name] = (key, path)
        except OSError:  # a missing folder, or one of another user, holds nothing for us
            continue
    return [path for _, (_, path) in sorted(best.items())]


def members(path: Path) -> list[Path]:
    """The files of a pack: itself, or what counts in its folder."""
    if not path.is_dir():
        return [path]
    return [file for pattern in _MEMBERS for file in sorted(path.glob(pattern))]


def all_files(folder: Path) -> list[Path]:
    """All files that belong to a pack in a folder: its texts, its pictures and its papers."""
    beside = [file for pattern in _BESIDE for file in sorted(folder.glob(pattern))]
    return [*members(folder), *(one for one in beside if one.is_file() and one.name[0] != ".")]


def state_of(found: Sequence[Path], base: Index) -> dict[str, str]:
    """Hashes of all packs' files and of the built-in files they were checked against."""
    import hashlib  # late: without installed packs the first paint needs no hash

    files = [file for path in found for file in members(path)]
    state = {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    built_in = repr(sorted(base.sources.items())).encode()
    return state | {BUILTIN_PACK: hashlib.sha256(built_in).hexdigest()}


# --- the library before the first paint -----------------------------------------------------


def quick_library(base: Index, pack_dirs: Sequence[Path], cache: Path) -> tuple[Library, bool]:
    """The library without reading any TOML, and whether it is up to date.

    When it is not, `library.load_library` makes it again, in the background.
    """
    found = newest(pack_dirs)
    if not found:
        return base.library, True
    try:
        kept = open_index(cache / CACHE)
        fresh = kept.sources == state_of(found, base)
    except (Unusable, OSError):
        return base.library, False
    return joined(base.library, kept.library), fresh


def write_cache(cache: Path, library: Library, state: dict[str, str]) -> None:
    """Keeps the installed packs' part of the library for the next start."""
    text = index_text(library, sources=state)
    write_whole(private_folder(cache) / CACHE, text.encode(), "The cache of packs was not kept")
