"""Turns what pydantic found into problems a person can act on."""

import math
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.packfile import Document
from hiprehab.storage.problems import Problem, clipped, did_you_mean, shown
from hiprehab.storage.shapes import PATTERNS, Shape

MOST_PROBLEMS = 50
"""Of one file; a file with more needs another look as a whole."""

EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a number, or a list of two",
    "model_type": "a table",
    "dict_type": "a table",
    "date_type": "a date",
}


def explain(
    error: ValidationError, document: Document, place: KeyPath, shape: type[Shape]
) -> list[Problem]:
    """The problems behind a failed validation of the table at `place`."""
    details = error.errors(include_url=False)
    # A number that is none is named by packfile.strange_values, with its own words.
    details = [one for one in details if not _is_no_number(one["input"])]
    problems = [_problem(one, document, place, shape) for one in details[:MOST_PROBLEMS]]
    problems = list(dict.fromkeys(problems))  # a single number is both ends of its range
    if len(details) > MOST_PROBLEMS:
        more = f"there are {len(details) - MOST_PROBLEMS} more problems in this table"
        problems.append(document.problem(place, more, "Correct the first ones, then check again."))
    return problems


def _is_no_number(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _problem(one: ErrorDetails, document: Document, place: KeyPath, shape: type[Shape]) -> Problem:
    inside = tuple(part for part in one["loc"] if part != "[key]")
    path = (*place, *inside)
    message, remedy = _words(one, inside, shape)
    if one["type"] != "missing":
        path = _written(document.data, path)
    return document.problem(path, message, remedy)


def _written(data: Any, path: KeyPath) -> KeyPath:
    """The part of the path that is in the file: a single number may stand for a range."""
    for length, part in enumerate(path):
        here = isinstance(data, dict | list)
        if not here or (part not in data if isinstance(data, dict) else not isinstance(part, int)):
            return path[:length]
        data = data[part]
    return path


def _words(one: ErrorDetails, inside: KeyPath, shape: type[Shape]) -> tuple[str, str]:
    """Message and remedy for one error."""
    kind, value = one["type"], one["input"]
    facts: Mapping[str, Any] = one.get("ctx", {})
    last = str(inside[-1]) if inside else ""
    if kind == "missing" and isinstance(inside[-1], int):
        if "tempo" not in inside:
            return "the second number is missing", "Write [lowest, highest], such as [8, 12]."
        return "the second value is missing", 'Write [label, seconds], such as ["lower", 3].'
    if kind == "missing":
        return f"{last} is missing", "Add it."
    if kind == "extra_forbidden":
        known = known_keys(shape, inside[:-1])
        return "this key is not known", did_you_mean(
            last, known, "Known: " + ", ".join(known) + "."
        )
    if kind == "range":
        return f"{shown(value)} is outside the limits", f"Allowed: {facts['allowed']}."
    if kind == "plain":
        return str(facts["said"]), "Swap them."
    if kind == "literal_error":
        return _one_of(value, str(facts["expected"]))
    if kind == "string_pattern_mismatch":
        wanted = PATTERNS.get(facts["pattern"], "letters and digits joined by single hyphens")
        return f'"{clipped(str(value))}" cannot be used here', f"Write {wanted}."
    if kind == "int_type" and isinstance(value, float) and value.is_integer():
        return f"must be a whole number, not {shown(value)}", f"Write {value:.0f}."
    if kind == "float_type" and isinstance(value, int) and not isinstance(value, bool):
        return "the number is far too large", "Write a smaller one."
    if kind in EXPECTED or kind == "must_be":
        expected = EXPECTED.get(kind) or one["msg"]
        return f"must be {expected}, not {shown(value)}", _retyped(kind, value)
    return _length(kind, facts)


def _retyped(kind: str, value: object) -> str:
    """What to write instead of a value of the wrong type."""
    if isinstance(value, str) and kind in ("int_type", "float_type", "tuple_type", "must_be"):
        number = value.strip()
        if number.replace(".", "", 1).isdecimal() and len(number) <= 10:
            return f"Write {number} without quotes."
    if kind == "string_type":
        return "Put it in quotes."
    if kind == "date_type":
        return "Write year-month-day without quotes, such as 2026-12-31."
    if kind == "list_type":
        return "Put it in [ ]."
    return "Correct the value."


def _one_of(value: object, expected: str) -> tuple[str, str]:
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    listed = ", ".join(choices)
    if not isinstance(value, str):
        return f"must be text, not {shown(value)}", f"Write one of: {listed}."
    if len(choices) == 1:
        return f'"{clipped(value)}" is not known to this version', f'Write "{listed}".'
    return (
        f'"{clipped(value)}" is not one of the choices',
        did_you_mean(value, choices, f"Write one of: {listed}."),
    )


def _length(kind: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    most, least = facts.get("max_length"), facts.get("min_length")
    match kind:
        case "string_too_long":
            return f"the text is longer than {most} characters", "Shorten it."
        case "string_too_short":
            return "the text is empty", "Write something, or leave the key out."
        case "too_long":
            return f"the list has more than {most} entries", "Leave some out."
        case "too_short":
            return "the list is empty", f"It needs at least {least}."
    return "the value cannot be used", "Correct the value."


def known_keys(shape: type[Shape], inside: KeyPath) -> list[str]:
    """The keys of the table at this place of a shape, as they are written."""
    current: type[Shape] | None = shape
    for part in inside:
        field = current.model_fields.get(str(part)) if current else None
        if field is not None:
            current = _shape_in(field.annotation)
    fields = current.model_fields if current else {}
    return [field.alias or name for name, field in fields.items()]


def _shape_in(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    inner = (_shape_in(argument) for argument in get_args(annotation))
    return next((shape for shape in inner if shape is not None), None)
