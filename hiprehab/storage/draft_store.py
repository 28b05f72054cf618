"""Drafts on the disk: a folder each, `drafts/NAME/{pack.toml, pictures/}`, saved in one step.

A deleted draft is set aside under another name until the next start, so that it can come back.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from hiprehab.storage import small_toml
from hiprehab.storage.draft_edit import free_id
from hiprehab.storage.files import private_folder, write_whole
from hiprehab.storage.packfile import MAX_BYTES, parse, read_bytes
from hiprehab.storage.pictures import FOLDER as PICTURES
from hiprehab.storage.problems import PackProblem, Problem
from hiprehab.storage.trouble import guarded

FILE: Final = "pack.toml"
NOT_SAVED: Final = "The draft was not saved"
_ASIDE: Final = ".deleted-"


class DraftFile(NamedTuple):
    """A draft in the list; `changed` in seconds since 1970, `problem` where it is only text."""

    folder: Path
    title: str
    routines: int = 0
    exercises: int = 0
    changed: float = 0.0
    problem: Problem | None = None


def file_of(folder: Path) -> Path:
    """The text of a draft."""
    return folder / FILE


def drafts(place: Path) -> list[DraftFile]:
    """All drafts, the one that was changed last first; damaged ones too, with their problem."""
    if not place.is_dir():
        return []
    found = [
        _looked_at(folder)
        for folder in place.iterdir()
        if not folder.name.startswith(".") and file_of(folder).is_file()
    ]
    return sorted(found, key=lambda one: (-one.changed, one.folder.name))


def _looked_at(folder: Path) -> DraftFile:
    name, path = folder.name, file_of(folder)
    changed = 0.0
    try:
        changed = path.stat().st_mtime
        data = parse(_text(read_bytes(path)), FILE).data
    except OSError as error:
        problem = Problem(FILE, 0, "", f"the draft cannot be read ({error.strerror})", "")
        return DraftFile(folder, name, changed=changed, problem=problem)
    except PackProblem as error:
        return DraftFile(folder, name, changed=changed, problem=error.problems[0])
    title = data.get("title")
    routines, exercises = (_count(data.get(key)) for key in ("routine", "exercise"))
    name = title if isinstance(title, str) else name
    return DraftFile(folder, name, routines, exercises, changed)


def _count(tables: object) -> int:
    return len(tables) if isinstance(tables, Mapping) else 0


def _text(data: bytes) -> str:
    """The text of a draft; a PackProblem names the line that is no UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"this is not UTF-8 text (byte {data[error.start]:#04x})"
        raise PackProblem(Problem(FILE, line, "", message, "Save it as UTF-8.")) from error


def load(folder: Path) -> bytes:
    """The bytes of a draft. Raises PackProblem when the file cannot be read."""
    return read_bytes(file_of(folder))


def readable(data: bytes) -> Problem | None:
    """Why these bytes can only be opened as text; None when they are sound TOML."""
    try:
        parse(_text(data), FILE)
    except PackProblem as error:
        return error.problems[0]
    return None


def create(place: Path, title: str, data: bytes, pictures: Mapping[str, bytes] = {}) -> Path:
    """A new draft in a folder of its own, named after the title. Raises StorageProblem."""
    with guarded(NOT_SAVED, place):
        private_folder(place)
        taken = {one.name.casefold() for one in place.iterdir()}
        folder = private_folder(place / free_id(title, taken, "draft"))
    for name, picture in pictures.items():
        add_picture(folder, name, picture)
    save(folder, data)
    return folder


def save(folder: Path, data: bytes) -> None:
    """Saves a draft in one step; on an error the last saved one stays. Raises StorageProblem."""
    with guarded(NOT_SAVED, folder):
        private_folder(folder)
    write_whole(file_of(folder), data, NOT_SAVED)


def pictures_of(folder: Path) -> dict[str, bytes]:
    """The pictures that lie beside a draft's text, by name."""
    place = folder / PICTURES
    with guarded("The pictures cannot be read", place):
        files = sorted(place.iterdir()) if place.is_dir() else []
        return {one.name: one.read_bytes() for one in files if one.is_file()}


def add_picture(folder: Path, name: str, data: bytes) -> None:
    """Puts a picture beside a draft's text. Raises StorageProblem."""
    with guarded(NOT_SAVED, folder):
        private_folder(folder / PICTURES)
    write_whole(folder / PICTURES / name, data, NOT_SAVED)


def picture_name(name: str, taken: Mapping[str, bytes]) -> str:
    """A name that a picture in a pack may have, made from the name of a file."""
    stem, _, ending = name.casefold().rpartition(".")
    plain = re.sub(r"[^a-z0-9_.-]+", "-", stem).strip("-._") or "picture"
    found, number = f"{plain[:60]}.{ending}", 2
    while found in taken:
        found, number = f"{plain[:60]}-{number}.{ending}", number + 1
    return found


# --- deleting -------------------------------------------------------------------------------


def delete(folder: Path) -> Path:
    """Sets a draft aside; returns where it is, for `restore`. Raises StorageProblem."""
    aside = folder.with_name(_ASIDE + folder.name)
    with guarded("The draft was not deleted", folder):
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    return aside


def restore(aside: Path) -> Path:
    """Brings a draft back that was set aside. Raises StorageProblem."""
    place = aside.parent
    name = aside.name.removeprefix(_ASIDE)
    taken = {one.name.casefold() for one in place.iterdir()}
    folder = place / free_id(name, taken, "draft")
    with guarded("The draft did not come back", folder):
        aside.rename(folder)
    return folder


def purge(place: Path) -> None:
    """Deletes for good what was set aside before."""
    for folder in place.glob(f"{_ASIDE}*"):
        shutil.rmtree(folder, ignore_errors=True)


def title_in(data: bytes, otherwise: str) -> str:
    """The title that a pack's text gives, for the name of its folder."""
    try:
        found = small_toml.loads(data, MAX_BYTES).get("title")
    except ValueError:
        return otherwise
    return found if isinstance(found, str) and found else otherwise
