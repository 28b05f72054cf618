"""Values of motion files: what is a usable number or place, and the faults of props."""

import difflib
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .props import KINDS
from .solve_keys import RAISED

Place = tuple[str | int, ...]
Table = Mapping[str, Any]
_PROP_NUMBERS = frozenset({"height", "top", "radius", "squash", "yaw", "width", "length", "grow"})
_PROP_PLACES = frozenset({"at", "normal", "offset", "shift"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the way to the value, what is wrong and what to do."""

    place: Place
    message: str
    remedy: str


def guess(word: str, known: Collection[str], otherwise: str) -> str:
    close = difflib.get_close_matches(word[:80], known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else otherwise


def as_number(value: object) -> float | None:
    """A usable number, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 and math.isfinite(value) else None


def numbers(value: list[Any]) -> bool:
    return bool(value) and all(as_number(one) is not None for one in value)


def is_place(value: object) -> bool:
    return isinstance(value, list) and len(value) == 3 and numbers(value)


def kind_of(prop: object) -> object:
    return prop.get("kind") if isinstance(prop, dict) else None


def texts(value: object) -> list[str] | None:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    return None


def prop_faults(table: Table) -> Iterator[Fault]:
    """Props of kinds that are not known, or without what their kind needs."""
    props = table.get("props", {})
    if not isinstance(props, dict):
        yield Fault(("props",), "props must be tables", "Write [props.chair].")
        return
    for name, prop in props.items():
        place: Place = ("props", name)
        kind = prop.get("kind") if isinstance(prop, dict) else None
        if not isinstance(kind, str) or kind not in KINDS:
            remedy = guess(str(kind), KINDS, f"Kinds are: {', '.join(sorted(KINDS))}.")
            yield Fault(place, "this kind of prop is not known", remedy)
        else:
            yield from _values(place, kind, prop)
            if kind == "wallball":
                yield from _wallball(place, prop, props)


def _values(place: Place, kind: str, prop: Table) -> Iterator[Fault]:
    for name, value in prop.items():
        if name in _PROP_NUMBERS and as_number(value) is None:
            yield Fault((*place, name), "this must be a number", "Write metres or degrees.")
        elif name in _PROP_PLACES and not is_place(value):
            yield Fault((*place, name), "this must be three numbers", "Write [0, 0, 0.4].")
        elif name == "size" and not (isinstance(value, list) and numbers(value)):
            yield Fault((*place, name), "a size is a list of numbers", "Write metres.")
    if kind in RAISED and "height" not in prop:
        yield Fault(place, f"a {kind} needs a height", "Write height = 0.45 (metres).")
    if kind in ("wall", "wedge") and "at" not in prop:
        yield Fault(place, f"a {kind} needs a place", "Write at = [0, 0, 0.4].")
    if kind == "wedge" and len(prop.get("size", (0, 0, 0))) != 3:
        yield Fault((*place, "size"), "the size of a wedge is three numbers", "Write metres.")
    if "normal" in prop and prop["normal"] in ([0, 0, 0], [0.0, 0.0, 0.0]):
        yield Fault((*place, "normal"), "this points nowhere", "Write [0, 0, -1].")


def _wallball(place: Place, prop: Table, props: Table) -> Iterator[Fault]:
    before = list(props)[: list(props).index(str(place[-1]))]
    walls = [one for one in before if kind_of(props[one]) == "wall"]
    if prop.get("wall") not in walls:
        yield Fault(place, "the ball needs a wall before it", 'Write wall = "wall".')
    if "radius" not in prop:
        yield Fault(place, "the ball needs a radius", "Write radius = 0.036.")
