"""What is typed into the fields of a dose, and what is written into the file for it.

What cannot be read stays in the file as it was typed, so that the checker names it and nothing is
lost. An empty field means: as the exercise's level has it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from hiprehab.core.model import Dose, TempoPart

Read = Callable[[str], Any]
_SPAN: Final = re.compile(r"(\d+)\s*(?:-|–|to|,)\s*(\d+)")
_PARTS: Final = re.compile(r"[\s,;/-]+")
_LABELLED: Final = re.compile(r"([^\d,;:]*[^\d,;:\s])\s*:?\s*(\d+(?:\.\d+)?)\s*s?")


def text_of(value: Any) -> str:
    """A value of the file as it is shown in a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(one, Sequence) and len(one) == 2 for one in value):
            return ", ".join(f"{one[0]} {text_of(one[1])}" for one in value)
        return "–".join(map(text_of, value))
    return str(value)


def read_number(text: str) -> Any:
    """A whole number, else what was typed."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else text


def read_range(text: str) -> Any:
    """A whole number or two of them ("8-12"), else what was typed."""
    found = _SPAN.fullmatch(text.strip())
    if found:
        low, high = int(found[1]), int(found[2])
        return low if low == high else [low, high]
    return read_number(text)


def read_seconds(text: str) -> Any:
    """Seconds ("45", "45 s", "1:30", "2 min"), "ready", else what was typed."""
    plain = text.strip().casefold()
    if not plain:
        return None
    if plain in ("ready", "r"):
        return "ready"
    if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)", plain):
        return int(found[1]) * 60 + int(found[2])
    if found := re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*(s|sec|min)?", plain):
        value = float(found[1]) * (60 if found[2] == "min" else 1)
        return int(value) if value.is_integer() else value
    return text.strip()


def tempo_reader(usual: Sequence[TempoPart]) -> Read:
    """Reads a tempo: "lift 2, hold 1, lower 3", or numbers alone with the usual labels."""
    labels = [part.label for part in usual]

    def read(text: str) -> Any:
        text = text.strip()
        if not text:
            return None
        numbers = [part for part in _PARTS.split(text) if part]
        if all(re.fullmatch(r"\d{1,2}(?:\.\d+)?", part) for part in numbers):
            names = labels if len(labels) == len(numbers) else _plain_labels(len(numbers))
            return [[name, _short(part)] for name, part in zip(names, numbers, strict=True)]
        found = _LABELLED.findall(text)
        left = re.sub(r"[\s,;]+", "", _LABELLED.sub("", text))
        if found and not left:
            return [[label.strip(), _short(part)] for label, part in found]
        return text

    return read


def _plain_labels(count: int) -> list[str]:
    three = ["move", "hold", "return"]
    return {1: ["move"], 2: ["move", "return"]}.get(
        count, three + [f"part {n}" for n in range(4, count + 1)]
    )[:count]


def _short(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def read_text(text: str) -> Any:
    """A text; an empty one is left out."""
    return text.strip() or None


def usual_text(below: Dose | Mapping[str, Any] | None, key: str) -> str:
    """What a field shows in grey: the value that it is laid over."""
    if below is None:
        return ""
    if isinstance(below, Mapping):
        return text_of(below.get(key))
    value: Any = getattr(below, key)
    if key in ("reps", "effort") and value is not None and value[0] == value[1]:
        value = value[0]
    if key == "tempo":
        value = [(part.label, part.seconds) for part in value]
    if key.startswith("rest_") and value is None:
        return "–"
    if value in (None, "", 0, 0.0) and not key.startswith("rest_"):
        return ""
    return text_of(value)


def stepped(text: str, by: int) -> str | None:
    """A number or range moved up or down by a step; None for anything else."""
    value = read_range(text)
    if isinstance(value, int):
        return str(max(0, value + by))
    if isinstance(value, list):
        return text_of([max(0, one + by) for one in value])
    return None
