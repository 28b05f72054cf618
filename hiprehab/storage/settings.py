"""The settings file of a profile: TOML that people may edit.

Reading takes what is good and says what is not; writing keeps what it does not know, comments too.
"""

import tomllib
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hiprehab.core.settings import Settings
from hiprehab.storage.files import write_whole
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


def read(path: Path) -> Loaded:
    """The settings in a file; the usual ones when it is missing or cannot be read."""
    try:
        data = _document(path)
    except StorageProblem as problem:
        return Loaded(Settings(), (str(problem),))
    values: dict[str, Any] = {}
    problems = []
    for field in fields(Settings):
        if field.name in data:
            value, wrong = _taken(data[field.name], field.default, field.metadata)
            if wrong:
                problems.append(f"{path}: {field.name} {wrong}; the usual value is used.")
            else:
                values[field.name] = value
    return Loaded(Settings(**values), tuple(problems))


def _document(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    with guarded(NOT_READ, path), path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        if len(data) > MAX_BYTES:
            raise ValueError("it is larger than 1 MB")
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = str(error)[:100].rstrip(".")
        raise StorageProblem(
            f"{NOT_READ}: {path}: {reason}.", "The usual settings are used until you change one."
        ) from error


def _taken(value: object, default: Any, limits: Any) -> tuple[Any, str]:
    """The value as the field's type, or what is wrong with it."""
    shown = repr(value)[:40]
    if isinstance(default, bool):
        return value, "" if isinstance(value, bool) else f"must be true or false, not {shown}"
    if isinstance(default, StrEnum):
        kind = type(default)
        if isinstance(value, str) and value in list(kind):
            return kind(value), ""
        return None, f"must be one of {', '.join(kind)}, not {shown}"
    if not isinstance(value, int) or isinstance(value, bool):
        return None, f"must be a whole number, not {shown}"
    low, high = limits["low"], limits["high"]
    if not low <= value <= high:
        return None, f"must be from {low} to {high}, not {shown}"
    return value, ""


def as_plain(settings: Settings) -> dict[str, Any]:
    """The settings as values that TOML and JSON know."""
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    return {
        name: value.value if isinstance(value, StrEnum) else value for name, value in values.items()
    }


def write(path: Path, settings: Settings) -> None:
    """Saves all settings in one step. A file that was no TOML is kept beside the new one."""
    import tomlkit

    document = _kept(path)
    document.update(as_plain(settings))
    write_whole(path, tomlkit.dumps(document).encode(), NOT_SAVED)


def _kept(path: Path) -> "tomlkit.TOMLDocument":
    """The file as it is now, to write into."""
    import tomlkit
    from tomlkit.exceptions import ParseError

    with guarded(NOT_SAVED, path):
        if not path.exists():
            return tomlkit.document()
        data = path.read_bytes()
    try:
        _document(path)
        return tomlkit.parse(data.decode("utf-8-sig"))
    except (StorageProblem, ParseError, ValueError):
        write_whole(path.with_name("settings-unreadable.toml"), data, NOT_SAVED)
        return tomlkit.document()
