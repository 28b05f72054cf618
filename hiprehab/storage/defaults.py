"""What a clinic presets for everybody on a computer: `defaults.toml` in the system folder.

Presets count until a person chooses something else; locked settings count always. Reading takes
what is good and says what is not, as with the person's own settings. Standard library only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hiprehab.core.settings import Settings
from hiprehab.storage import small_toml

FILE: Final = "defaults.toml"
SCHEMA: Final = "hiprehab-defaults/1"
LANGUAGES: Final = ("en",)
_LARGEST: Final = 100_000
_KEYS: Final = frozenset({"schema", "clinic", "language", "packs", "settings", "locked"})
_PERSONAL: Final = frozenset({"affected"})
"""Of the body of each person, so that no clinic sets it for all."""


class Defaults(NamedTuple):
    """A clinic's presets. `packs` are the shared packs to show; None shows all of them.

    `problems` are sentences about what in the file could not be used.
    """

    clinic: str = ""
    packs: frozenset[str] | None = None
    settings: Mapping[str, Any] = MappingProxyType({})
    locked: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()

    def fixed(self) -> dict[str, Any]:
        """The values of the locked settings."""
        usual = Settings()
        return {name: self.settings.get(name, getattr(usual, name)) for name in self.locked}


NONE: Final = Defaults()


def read_defaults(files: Iterable[Path]) -> Defaults:
    """The presets in the first of these files that is there."""
    for file in files:
        if file.is_file():
            return _read(file)
    return NONE


def chosen_packs(file: Path) -> frozenset[str] | None:
    """The shared packs that this file wants to be shown; None for all."""
    return _read(file).packs if file.is_file() else None


def _read(file: Path) -> Defaults:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        raw = small_toml.loads(data, _LARGEST)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:100].rstrip(".")
        return Defaults(problems=(f"The clinic's presets {file} cannot be used: {reason}.",))
    problems: list[str] = []

    def wrong(key: str, message: str) -> None:
        problems.append(f"{file}: {key} {message}.")

    for key in sorted(set(raw) - _KEYS):
        wrong(key[:40], "is not known")
    if raw.get("schema") != SCHEMA:
        wrong("schema", f'must be "{SCHEMA}"; nothing of the file is used')
        return Defaults(problems=tuple(problems))
    if raw.get("language", "en") not in LANGUAGES:
        wrong("language", f"must be one of {', '.join(LANGUAGES)}; there is no other translation")
    clinic = raw.get("clinic", "")
    if not isinstance(clinic, str) or not clinic.isprintable() or len(clinic) > 80:
        wrong("clinic", "must be a name of 80 characters at most")
        clinic = ""
    return Defaults(
        clinic,
        _packs(raw, wrong),
        MappingProxyType(dict(_settings(raw, wrong))),
        frozenset(_locked(raw, wrong)),
        tuple(problems),
    )


def _packs(raw: Mapping[str, Any], wrong: Any) -> frozenset[str] | None:
    if "packs" not in raw:
        return None
    names = raw["packs"]
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        wrong("packs", "must be a list of pack ids")
        return None
    return frozenset(names)


def _settings(raw: Mapping[str, Any], wrong: Any) -> Iterator[tuple[str, Any]]:
    table = raw.get("settings", {})
    if not isinstance(table, dict):
        wrong("settings", "must be a table, [settings]")
        return
    known = {one.name: one for one in fields(Settings)}
    for name, given in table.items():
        say = partial(wrong, f"settings.{name[:40]}")
        if name not in _can_be_set():
            say("is not known, or not for a clinic to set")
            continue
        value, problem = taken(given, known[name].default, known[name].metadata)
        if problem:
            say(problem)
        else:
            yield name, value


def _locked(raw: Mapping[str, Any], wrong: Any) -> Iterator[str]:
    names = raw.get("locked", [])
    if not isinstance(names, list):
        wrong("locked", "must be a list of names of settings")
        return
    for name in names:
        if isinstance(name, str) and name in _can_be_set():
            yield name
        else:
            wrong("locked", f"names {str(name)[:40]!r}, which is not known or not to be locked")


def _can_be_set() -> frozenset[str]:
    shown = {one.name for one in fields(Settings) if one.metadata["group"]}
    return frozenset(shown - _PERSONAL)


def taken(value: object, default: Any, limits: Any) -> tuple[Any, str]:
    """A value from a file as the field's type, or what is wrong with it."""
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
