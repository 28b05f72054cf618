"""TOML text for new parts of a pack, in the layout of the pages about packs. Standard library only.

Small tables are written on one line, blocks and levels under headers of their own.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

LONGEST_LINE: Final = 100
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b"}
TABLES: Final = ("block", "variant", "level", "phase")
"""Keys whose lists of tables are written as [[headers]] rather than on one line."""


def key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else string(name)


def string(text: str) -> str:
    """A text in quotes on one line."""
    return '"' + "".join(_ESCAPES.get(c) or _shown(c) for c in text) + '"'


def _shown(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 32 or code == 127 else character


def inline(value: Any) -> str:
    """Any value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return string(value)
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else _float(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key(name)} = {inline(one)}" for name, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(inline, value))}]"
    return str(value)


def _float(value: float) -> str:
    return repr(value) if math.isfinite(value) else str(value)


def listed(values: Sequence[Any]) -> str:
    """A list: on one line when it is short, else one entry a line."""
    short = inline(values)
    items = any(isinstance(one, Mapping) for one in values)
    if not items and len(short) < LONGEST_LINE - 20:
        return short
    return "[\n" + "".join(f"  {inline(one)},\n" for one in values) + "]"


def table(path: Sequence[str], values: Mapping[str, Any], *, entry: bool = False) -> str:
    """A table under its header, and the tables inside it; `entry` is one of a list of tables."""
    name = ".".join(map(key, path))
    lines = [f"[[{name}]]" if entry else f"[{name}]"] if path else []
    below = []
    for word, value in values.items():
        if word in TABLES and _is_tables(value):
            below += [table((*path, word), one, entry=True) for one in value]
        elif word == "dose" and isinstance(value, Mapping) and len(path) == 2:
            below.insert(0, table((*path, word), value))
        else:
            text = listed(value) if isinstance(value, list) else inline(value)
            lines.append(f"{key(word)} = {text}")
    return "\n".join(lines) + "\n" + "".join(f"\n{one}" for one in below)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(x, Mapping) for x in value)
