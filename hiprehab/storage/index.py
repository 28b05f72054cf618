"""A library as JSON that was made ahead: what the first paint reads instead of TOML files.

Standard library only, and nothing is built before it is asked for: reading costs one `json.loads`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from hiprehab.core.model import (
    Adjust,
    Author,
    Block,
    Caution,
    CautionLevel,
    Dose,
    DoseKind,
    Exercise,
    ExtraDose,
    Item,
    Level,
    Library,
    Pack,
    Phase,
    ProgrammePhase,
    Routine,
    Schedule,
    SideRule,
    TempoPart,
    Variant,
)

SCHEMA = "hiprehab-index/1"

T = TypeVar("T")
Raw = dict[str, Any]


class Index(NamedTuple):
    """What an index file holds: a library, the motions it may name and what it was made from."""

    library: Library
    motions: frozenset[str]
    sources: Mapping[str, str]


class Unusable(Exception):
    """The file is no index of this version; make it again."""


class Built(Mapping[str, T]):
    """Values by id, each built when it is first asked for."""

    def __init__(self, raw: Mapping[str, Raw], build: Callable[[str, Raw], T]) -> None:
        self._raw = raw
        self._build = build
        self._done: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._done:
            self._done[key] = self._build(key, self._raw[key])
        return self._done[key]

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def hashes(folder: Path, paths: Sequence[Path]) -> dict[str, str]:
    """The SHA-256 of each file, by its path inside the folder."""
    import hashlib  # late: it brings a library of 5 MB, and the first paint needs no hash

    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
    }


# --- writing --------------------------------------------------------------------------------


def index_text(
    library: Library, motions: frozenset[str] = frozenset(), sources: Mapping[str, str] = {}
) -> str:
    """The index as text, one exercise or routine a line; the same library gives the same text."""
    head = {
        "schema": SCHEMA,
        "sources": dict(sources),
        "motions": sorted(motions),
        "packs": [_plain(pack) for pack in library.packs],
    }
    lines = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    groups: dict[str, Mapping[str, Any]] = {
        "exercises": library.exercises,
        "routines": library.routines,
    }
    for key, group in groups.items():
        rows = [f"{_json(name)}: {_json(_plain(value))}" for name, value in group.items()]
        inner = ",\n".join(rows)
        lines.append(f"{_json(key)}: {{\n{inner}\n}}" if rows else f"{_json(key)}: {{}}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    """A core value as JSON knows it; fields that keep their default, and ids, are left out."""
    if is_dataclass(value):
        given = {}
        for one in fields(value):
            inner = getattr(value, one.name)
            default = one.default_factory() if one.default_factory is not MISSING else one.default
            if inner != default:
                given[one.name] = _plain(inner)
        if isinstance(value, Exercise | Routine):
            del given["id"]
        return given
    if isinstance(value, Adjust | ProgrammePhase):
        return {key: _plain(inner) for key, inner in value._asdict().items() if inner is not None}
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


# --- reading --------------------------------------------------------------------------------


def read_index(path: Path) -> Library:
    """The library of an index file. Raises Unusable when it cannot be read."""
    return open_index(path).library


def open_index(path: Path) -> Index:
    """All that an index file holds. Raises Unusable when it cannot be read."""
    try:
        raw = json.loads(path.read_bytes())
        if raw["schema"] != SCHEMA:
            raise Unusable(f"{path} is of another version")
        packs = tuple(_pack(one) for one in raw["packs"])
        exercises = Built(raw["exercises"], _exercise)
        routines = Built(raw["routines"], _routine)
        return Index(Library(exercises, routines, packs), frozenset(raw["motions"]), raw["sources"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unusable(f"{path} cannot be read as an index") from error


def joined(*libraries: Library) -> Library:
    """Several libraries as one, still built on demand; the first wins where ids are the same."""
    exercises: dict[str, Mapping[str, Exercise]] = {}
    routines: dict[str, Mapping[str, Routine]] = {}
    for library in reversed(libraries):
        exercises |= dict.fromkeys(library.exercises, library.exercises)
        routines |= dict.fromkeys(library.routines, library.routines)
    return Library(
        _Joined(exercises), _Joined(routines), tuple(p for one in libraries for p in one.packs)
    )


class _Joined(Mapping[str, T]):
    """Values by id that lie in several mappings."""

    def __init__(self, owner: Mapping[str, Mapping[str, T]]) -> None:
        self._owner = owner

    def __getitem__(self, key: str) -> T:
        return self._owner[key][key]

    def __contains__(self, key: object) -> bool:
        return key in self._owner

    def __iter__(self) -> Iterator[str]:
        return iter(self._owner)

    def __len__(self) -> int:
        return len(self._owner)


def _exercise(name: str, raw: Raw) -> Exercise:
    lists = ("equipment", "muscles", "helpers", "cues", "faults", "easier", "harder")
    given = {key: tuple(raw[key]) for key in (*lists, "synonyms", "sources") if key in raw}
    if "cautions" in raw:
        given["cautions"] = tuple(
            Caution(one["condition"], CautionLevel(one["level"]), one.get("note", ""))
            for one in raw["cautions"]
        )
    levels = tuple(
        Level(one["name"], _dose(one["dose"]), one.get("note", "")) for one in raw["levels"]
    )
    return Exercise(**{**raw, **given, "id": name, "levels": levels})


def _dose(raw: Raw) -> Dose:
    given: Raw = {**raw, "kind": DoseKind(raw["kind"])}
    for key in ("reps", "effort"):
        if key in raw:
            given[key] = tuple(raw[key])
    if "tempo" in raw:
        given["tempo"] = tuple(
            TempoPart(one["label"], one["seconds"], Phase(one["phase"])) for one in raw["tempo"]
        )
    if "side" in raw:
        given["side"] = SideRule(raw["side"])
    if "extra" in raw:
        given["extra"] = ExtraDose(SideRule(raw["extra"]["side"]), raw["extra"]["sets"])
    return Dose(**given)


def _routine(name: str, raw: Raw) -> Routine:
    given: Raw = {key: tuple(raw[key]) for key in ("stop_rules", "notes", "sources") if key in raw}
    if "author" in raw:
        given["author"] = Author(**raw["author"])
    if "schedule" in raw:
        pairs = ("days_per_week", "times_per_day")
        schedule = raw["schedule"]
        ranges = {key: tuple(schedule[key]) for key in pairs if key in schedule}
        given["schedule"] = Schedule(**{**schedule, **ranges})
    variants = tuple(
        Variant(one["id"], one["title"], tuple(map(_block, one["blocks"])))
        for one in raw["variants"]
    )
    if "phases" in raw:
        given["phases"] = tuple(map(_phase, raw["phases"]))
    if "review" in raw:
        given["review"] = date.fromisoformat(raw["review"])
    return Routine(**{**raw, **given, "id": name, "variants": variants})


def _phase(raw: Raw) -> ProgrammePhase:
    given: Raw = {key: date.fromisoformat(raw[key]) for key in ("first", "last") if key in raw}
    if "weeks" in raw:
        given["weeks"] = tuple(raw["weeks"])
    return ProgrammePhase(**{**raw, **given})


def _block(raw: Raw) -> Block:
    return Block(**{**raw, "items": tuple(map(_item, raw["items"]))})


def _item(raw: Raw) -> Item:
    given: Raw = {"dose": _dose(raw["dose"])}
    if "adjust" in raw:
        bounds: Raw = {
            key: tuple(one) if isinstance(one, list) else one for key, one in raw["adjust"].items()
        }
        given["adjust"] = Adjust(**bounds)
    return Item(**{**raw, **given})


def _pack(raw: Raw) -> Pack:
    """A pack's head: what is in it lies in the library."""
    author = Author(**raw.get("author", {}))
    return Pack(**{**raw, "author": author, "sources": tuple(raw.get("sources", ()))})
