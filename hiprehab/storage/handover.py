"""A pack that somebody was given, before it is accepted: what it is, and what it would change.

Whatever its form (a `.hiprehab` file, one TOML file, a folder), it is read once into a `Parcel`;
what is shown and what is installed later are the same bytes. Loads the reader, so import it late.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from hiprehab.core.conditions import ConditionBook
from hiprehab.core.model import BUILTIN_PACK, Caution, Library, Pack
from hiprehab.storage import packs
from hiprehab.storage.archive import MANIFEST, PACK, SIGNATURE, Archive, is_archive, opened
from hiprehab.storage.compare import Change, changes
from hiprehab.storage.convert import Base
from hiprehab.storage.index import Index, joined
from hiprehab.storage.library import (
    Loaded,
    MotionCheck,
    build_library,
    read_opened,
    read_pack,
    read_pack_text,
)
from hiprehab.storage.packfile import decoded, read_bytes
from hiprehab.storage.pictures import FOLDER
from hiprehab.storage.problems import PackProblem, Problem
from hiprehab.storage.signing import Signature
from hiprehab.storage.trust import Known, Standing, expected_keys, standing
from hiprehab.storage.zipped import MOST_BYTES

NO_BOOK = ConditionBook()
ALONE = ""
"""The name of the only file of a pack in one TOML file."""
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


class Parcel(NamedTuple):
    """A pack that was read and is sound. Ids in `loaded.pack` are bare.

    `files` are its parts by name, as they are installed; `sha256` (64 hex digits) is the hash of
    the file as it was given, or of all files of a folder.
    """

    path: Path
    pack: Pack
    loaded: Loaded
    files: Mapping[str, bytes]
    signature: Signature
    sha256: str

    @property
    def pictures(self) -> dict[str, bytes]:
        """The pictures by bare name."""
        lead = f"{FOLDER}/"
        return {n.removeprefix(lead): data for n, data in self.files.items() if n.startswith(lead)}


class State(StrEnum):
    """How a pack stands to what is installed."""

    NEW = "new"
    UPDATE = "a higher version"
    SAME = "installed already"
    CLASH = "the same version with other content"
    OLDER = "an older version"

    @property
    def can_install(self) -> bool:
        """Whether accepting it puts something on the disk."""
        return self in (State.NEW, State.UPDATE)


class Offer(NamedTuple):
    """What is shown before a pack is accepted.

    `library` holds the built-in exercises and this pack's, as they would be named once installed.
    `keys` are the public keys that were expected of it.
    `before` is the installed version that `changes` compares with, or "" when there is none.
    `shadows` are ids of its exercises and routines that are also those of built-in ones.
    """

    parcel: Parcel
    library: Library
    state: State
    standing: Standing
    keys: tuple[str, ...] = ()
    before: str = ""
    changes: tuple[Change, ...] = ()
    shadows: tuple[str, ...] = ()


# --- reading --------------------------------------------------------------------------------


def read_parcel(path: Path, base: Index, motions: MotionCheck | None = None) -> Parcel:
    """A pack in any form, read once. Raises PackProblem with all that is wrong with it."""
    reference = Base(base.library.exercises, base.motions)
    if os.path.isdir(path):
        loaded = read_pack(path, reference, motions)
        _refuse_faults(loaded, path)
        files = content(path)
        return _parcel(path, loaded, files, Signature(), _hash_of(files))
    if is_archive(path):
        data = read_bytes(path, MOST_BYTES)
        archive = opened(data, str(path))
        loaded = read_opened(archive, str(path), reference, motions)
        _refuse_faults(loaded, path)
        return _parcel(path, loaded, _parts(archive), archive.signature, archive.sha256)
    data = read_bytes(path)
    loaded = read_pack_text(decoded(data, str(path)), str(path), reference, motions)
    pictured = [one.name for one in loaded.pack.exercises if one.picture] if loaded.pack else []
    _refuse_faults(loaded, path)
    if pictured:
        message = f'"{pictured[0]}" has a picture, which one TOML file cannot carry'
        remedy = f"Make one file of it with its pictures: hiprehab pack {path.name}."
        raise PackProblem(Problem(str(path), 0, "picture", message, remedy))
    return _parcel(path, loaded, {ALONE: data}, Signature(), hashlib.sha256(data).hexdigest())


def _parcel(
    path: Path, loaded: Loaded, files: Mapping[str, bytes], signature: Signature, sha256: str
) -> Parcel:
    assert loaded.pack is not None
    return Parcel(path, loaded.pack, loaded, files, signature, sha256)


def _refuse_faults(loaded: Loaded, path: Path) -> None:
    def refuse(message: str, remedy: str) -> PackProblem:
        return PackProblem(Problem(str(path), 0, "id", message, remedy))

    if loaded.id == BUILTIN_PACK:
        raise refuse('"builtin" is the id of HipRehab\'s own pack', "Give the pack its own id.")
    if loaded.pack is None:
        raise PackProblem(*loaded.problems)
    if loaded.id.split(".")[0] in _RESERVED:
        raise refuse("this id cannot be a folder on every system", "Begin it with another word.")


def _parts(archive: Archive) -> dict[str, bytes]:
    pictures = {f"{FOLDER}/{name}": data for name, data in archive.pictures.items()}
    return {PACK: archive.text.encode(), **pictures, **archive.papers}


def content(path: Path) -> dict[str, bytes]:
    """The files of a pack on the disk by name, however the pack itself is called."""
    if not path.is_dir():
        return {ALONE: path.read_bytes()}
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in packs.all_files(path)}


def same_content(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    """Whether two packs say the same; the form and the signature do not matter."""
    return _said_in(one) == _said_in(other)


def _said_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name or PACK: data for name, data in files.items() if name not in (MANIFEST, SIGNATURE)}


def _hash_of(files: Mapping[str, bytes]) -> str:
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def to_hand_over(
    path: Path, base: Index, motions: MotionCheck | None = None
) -> tuple[str, dict[str, bytes]]:
    """The text and the pictures of a sound pack in one TOML file, or a folder whose pack.toml is
    whole, as `archive.write_archive` takes them. Raises PackProblem."""
    loaded = read_pack(path, Base(base.library.exercises, base.motions), motions)
    _refuse_faults(loaded, path)
    assert loaded.pack is not None
    home, head = (path, path / PACK) if os.path.isdir(path) else (path.parent, path)
    apart = [one for one in packs.members(home) if one != head] if home == path else []
    if apart:
        message = f"{apart[0].name} is a file of its own; one file holds all in {PACK}"
        remedy = "Put its table into pack.toml, as [exercise.ID], [routine.ID] or [motion.ID]."
        raise PackProblem(Problem(str(path), 0, "", message, remedy))
    named = sorted({one.picture for one in loaded.pack.exercises if one.picture})
    pictures = {name: (home / FOLDER / name).read_bytes() for name in named}
    return read_bytes(head).decode(), pictures


# --- looking at it --------------------------------------------------------------------------


def offer_of(
    parcel: Parcel,
    base: Index,
    pack_dirs: Sequence[Path],
    *,
    known: Sequence[Known] = (),
    book: ConditionBook = NO_BOOK,
) -> Offer:
    """What accepting a pack would mean here.

    Args:
        parcel: the pack.
        base: the built-in pack.
        pack_dirs: where packs are installed, the person's own folder first.
        known: the signatures that were accepted before.
        book: how conditions are called in words.
    """
    library, _ = build_library([parcel.loaded])
    whole = joined(base.library, library)
    pack = parcel.pack
    state, against = state_of(parcel, pack_dirs)
    shadows = [one.id for one in pack.exercises if one.id in base.library.exercises]
    shadows += [one.id for one in pack.routines if one.id in base.library.routines]
    keys = expected_keys(known, pack.id, pack.author)
    meaning = standing(keys, parcel.signature)
    found = Offer(parcel, whole, state, meaning, keys, shadows=tuple(shadows))
    if against is None:
        return found
    before = packs.version_of(against)
    old = read_pack(against, Base(base.library.exercises, base.motions)).pack
    if old is None or state is State.SAME:
        return found._replace(before=before)

    def name_of(exercise: str) -> str:
        one = base.library.exercises.get(exercise)
        return one.name if one else exercise

    told = changes(_in_words(old, book), _in_words(pack, book), name_of)
    return found._replace(before=before, changes=told)


def _in_words(pack: Pack, book: ConditionBook) -> Pack:
    """The pack with the names of conditions in place of their keys."""

    def caution(one: Caution) -> Caution:
        known = book.conditions.get(one.condition)
        return replace(one, condition=known.name) if known else one

    exercises = (replace(one, cautions=tuple(map(caution, one.cautions))) for one in pack.exercises)
    return replace(pack, exercises=tuple(exercises))


def state_of(parcel: Parcel, pack_dirs: Sequence[Path]) -> tuple[State, Path | None]:
    """How a pack stands to the installed ones, and the version that it is compared with."""
    here: dict[tuple[int, ...], Path] = {}
    for place in reversed(pack_dirs):
        here |= packs.versions(place / parcel.pack.id)
    if not here:
        return State.NEW, None
    key = packs.version_key(parcel.pack.version) or ()
    if key in here:
        same = same_content(content(here[key]), parcel.files)
        return (State.SAME if same else State.CLASH), here[key]
    newest = here[max(here)]
    return (State.OLDER if max(here) > key else State.UPDATE), newest
