"""The settings file of a profile: TOML that people may edit.

Reading takes what is good and says what is not; writing keeps what it does not know, comments too.
"""

import shutil
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hiprehab.core.settings import Settings
from hiprehab.storage import small_toml
from hiprehab.storage.defaults import NONE, Defaults, taken
from hiprehab.storage.files import whole_file, write_whole
from hiprehab.storage.trouble import StorageProblem, guarded

if TYPE_CHECKING:
    import tomlkit

NOT_SAVED = "The settings were not saved"
NOT_READ = "The settings could not be read"
MAX_BYTES = 1_000_000


class Loaded(NamedTuple):
    """The settings and, one sentence each, what in the file could not be used."""

    settings: Settings
    problems: tuple[str, ...] = ()


def read(path: Path, preset: Defaults = NONE) -> Loaded:
    """The settings in a file; the preset or usual ones when it is missing or cannot be read.

    Args:
        path: the person's file.
        preset: what a clinic set for everybody: used where the person chose nothing, and always
            where it is locked.
    """
    try:
        data = _document(path)
    except StorageProblem as problem:
        fixed = dict(preset.settings) | preset.fixed()
        return Loaded(Settings(**fixed), (*preset.problems, str(problem)))
    return from_plain(data, str(path), preset)


def from_plain(data: Mapping[str, Any], place: str, preset: Defaults = NONE) -> Loaded:
    """Settings from plain values; `place` is named where one of them cannot be used."""
    values: dict[str, Any] = dict(preset.settings)
    problems = [*preset.problems]
    for field in fields(Settings):
        if field.name in data:
            value, wrong = taken(data[field.name], field.default, field.metadata)
            if wrong:
                problems.append(f"{place}: {field.name} {wrong}; the usual value is used.")
            else:
                values[field.name] = value
    return Loaded(Settings(**values | preset.fixed()), tuple(problems))


def _document(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    with guarded(NOT_READ, path), path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        return small_toml.loads(data, MAX_BYTES)
    except ValueError as error:
        reason = str(error)[:100].rstrip(".")
        raise StorageProblem(
            f"{NOT_READ}: {path}: {reason}.", "The usual settings are used until you change one."
        ) from error


def as_plain(settings: Settings) -> dict[str, Any]:
    """The settings as values that TOML and JSON know."""
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    return {
        name: value.value if isinstance(value, StrEnum) else value for name, value in values.items()
    }


def write(path: Path, settings: Settings, preset: Defaults = NONE) -> None:
    """Saves all settings in one step. A file that was no TOML is kept beside the new one.

    What a clinic preset and the person left so is not written, so that the clinic can still change
    it; what it locked leaves the person's own choice for later as it is.
    """
    import tomlkit

    document = _kept(path)
    for name, value in as_plain(settings).items():
        untouched = name not in document and preset.settings.get(name) == value
        if name not in preset.locked and not untouched:
            document[name] = value
    write_whole(path, tomlkit.dumps(document).encode(), NOT_SAVED)


def _kept(path: Path) -> "tomlkit.TOMLDocument":
    """The file as it is now, to write into."""
    import tomlkit
    from tomlkit.exceptions import ParseError

    with guarded(NOT_SAVED, path):
        if not path.exists():
            return tomlkit.document()
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    try:
        small_toml.loads(data, MAX_BYTES)
        return tomlkit.parse(data.decode("utf-8-sig"))
    except (ParseError, ValueError):
        kept = path.with_name("settings-unreadable.toml")
        with whole_file(kept, NOT_SAVED) as stream, path.open("rb") as old:
            shutil.copyfileobj(old, stream)
        return tomlkit.document()
