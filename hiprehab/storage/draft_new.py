"""Where drafts come from: nothing, a copy of a routine or an exercise, a pack that is there."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hiprehab import resources
from hiprehab.core.model import BUILTIN_PACK
from hiprehab.storage import small_toml, toml_write
from hiprehab.storage.draft_edit import pack_id
from hiprehab.storage.packfile import MAX_BYTES, read_bytes, read_document
from hiprehab.storage.packs import newest
from hiprehab.storage.pictures import FOLDER as PICTURES

SCHEMA: Final = "hiprehab-pack/1"
NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_HEAD: Final = ("schema", "id", "version", "title", "language", "author", "licence", "sources")


class Source(NamedTuple):
    """A pack as it lies somewhere: the bytes of its text, and its pictures by name."""

    text: bytes
    pictures: Mapping[str, bytes] = NONE

    @property
    def data(self) -> dict[str, Any]:
        """What the text says."""
        return tomllib.loads(self.text.decode("utf-8-sig"))


# --- nothing --------------------------------------------------------------------------------


def head(title: str, author: Mapping[str, str]) -> dict[str, Any]:
    """The head of a new pack."""
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "id": pack_id(title, author.get("organisation", "")),
        "version": "1.0.0",
        "title": title,
        "language": "en",
    }
    known = {key: value for key, value in author.items() if value}
    return made | ({"author": known} if known else {})


def blank(title: str, author: Mapping[str, str]) -> bytes:
    """A pack with one routine that has no exercise yet."""
    return written({**head(title, author), "routine": {"routine": {"title": title}}})


def written(data: Mapping[str, Any]) -> bytes:
    """A whole pack as text in our own layout: the head, own exercises, then routines."""
    text = toml_write.table((), {key: one for key, one in data.items() if not _is_named(key)})
    for kind in ("motion", "exercise", "routine"):
        for name, table in data.get(kind, {}).items():
            text += "\n" + toml_write.table((kind, name), table)
    return text.encode()


def _is_named(key: str) -> bool:
    return key in ("exercise", "routine", "motion")


# --- packs ----------------------------------------------------------------------------------


def gathered(path: Path) -> Source:
    """A pack from a file or a folder as one text. Raises PackProblem or StorageProblem.

    A single file keeps its bytes, and so does the text in a .hiprehab file or in a folder whose
    pack.toml holds everything.
    """
    if path.is_dir():
        return _folder(path)
    if path.suffix.casefold() == ".hiprehab":
        from hiprehab.storage.archive import read_archive

        found = read_archive(path)
        return Source(found.text.encode(), dict(found.pictures))
    data = read_bytes(path)
    return Source(data, _pictures(path.parent / PICTURES, _named_pictures(data)))


def _named_pictures(data: bytes) -> set[str]:
    try:
        tables = small_toml.loads(data, MAX_BYTES).get("exercise", {})
        return {str(one["picture"]) for one in tables.values() if "picture" in one}
    except (ValueError, TypeError, AttributeError):  # such a text is opened as text
        return set()


def _pictures(folder: Path, wanted: Collection[str] | None = None) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    files = [one for one in sorted(folder.iterdir()) if one.is_file() and not one.is_symlink()]
    named = [one for one in files if wanted is None or one.name in wanted]
    return {one.name: read_picture(one) for one in named}


def read_picture(path: Path) -> bytes:
    """The bytes of a picture, no more than a little over the largest that is allowed."""
    from hiprehab.storage.pictures import MAX_BYTES

    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _folder(folder: Path) -> Source:
    head_file = folder / "pack.toml"
    parts = {kind: sorted((folder / f"{kind}s").glob("*.toml")) for kind in ("exercise", "routine")}
    parts["motion"] = sorted((folder / "motions").glob("*.toml"))
    pictures = _pictures(folder / PICTURES)
    if not any(parts.values()):
        return Source(read_bytes(head_file), pictures)
    data = dict(read_document(head_file).data)
    for kind, files in parts.items():
        if files:
            tables = {file.stem: read_document(file).data for file in files}
            data[kind] = {**data.get(kind, {}), **tables}
    return Source(written(data), pictures)


def source_of(pack: str, pack_dirs: Collection[Path]) -> Path:
    """Where a pack lies that exercises and routines come from; the built-in one too.

    Raises KeyError when it is not there any more.
    """
    if pack == BUILTIN_PACK:
        return resources.data_dir()
    for path in newest(list(pack_dirs)):
        if path.parent.name == pack:
            return path
    raise KeyError(pack)


# --- copies ---------------------------------------------------------------------------------


def copy_of_routine(
    name: str, pack_dirs: Collection[Path], author: Mapping[str, str], title: str
) -> Source:
    """A new pack with a copy of a routine (its id as the library has it) and of what it needs.

    Raises KeyError when its pack is gone, PackProblem when it cannot be read.
    """
    pack, bare = _parts_of(name)
    path = source_of(pack, pack_dirs)
    if pack == BUILTIN_PACK:
        routine = dict(read_document(path / "routines" / f"{bare}.toml").data)
        data: dict[str, Any] = head(title, author)
    else:
        whole = gathered(path)
        routine = dict(whole.data["routine"][bare])
        data = head(title, author) | {
            key: one for key, one in whole.data.items() if key not in (*_HEAD, "routine")
        }
    routine |= {"title": title, "version": "1.0.0"}
    routine.pop("author", None)
    data["routine"] = {bare: routine}
    pictures = {} if pack == BUILTIN_PACK else whole.pictures
    return Source(written(data), pictures)


class ExerciseCopy(NamedTuple):
    """An exercise's table with the motion and the picture that it needs of its pack."""

    table: dict[str, Any]
    motions: Mapping[str, Any] = NONE
    pictures: Mapping[str, bytes] = NONE


def copy_of_exercise(
    name: str, pack_dirs: Collection[Path], known: Collection[str]
) -> ExerciseCopy:
    """A copy of an exercise (its id as the library has it); `known` are ids it may refer to.

    Raises KeyError when its pack is gone, PackProblem when it cannot be read.
    """
    pack, bare = _parts_of(name)
    path = source_of(pack, pack_dirs)
    if pack == BUILTIN_PACK:
        table = dict(read_document(path / "exercises" / f"{bare}.toml").data)
        return ExerciseCopy(table)
    whole = gathered(path)
    table = dict(whole.data["exercise"][bare])
    for key in ("easier", "harder"):
        table[key] = [one for one in table.get(key, []) if one in known]
        if not table[key]:
            del table[key]
    motion, picture = str(table.get("motion")), str(table.get("picture"))
    motions = whole.data.get("motion", {})
    return ExerciseCopy(
        table,
        {motion: motions[motion]} if motion in motions else {},
        {picture: whole.pictures[picture]} if picture in whole.pictures else {},
    )


def _parts_of(name: str) -> tuple[str, str]:
    pack, slash, bare = name.partition("/")
    return (pack, bare) if slash else (BUILTIN_PACK, name)
