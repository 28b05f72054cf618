"""Reads one TOML file that somebody else wrote: small, shallow, UTF-8 text, or a clear refusal.

Everything is bounded before it is parsed, so that no file takes long, takes much memory or gets an
exception past this module other than `PackProblem`. Standard library only.
"""

import math
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiprehab.storage.keylines import KeyPath, Lines, tokens
from hiprehab.storage.problems import PackProblem, Problem, why

MAX_BYTES = 1_000_000
MAX_DEPTH = 16
MAX_KEY_PARTS = 8
MAX_TOKENS = 150_000
"""Names, values, signs and line ends; real packs of 1 MB have about half as many."""

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Control characters, those that turn the order of the text around, and letters nobody sees."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file with the means to say where something in it stands."""

    file: str
    data: dict[str, Any]
    lines: Lines

    def problem(self, path: KeyPath, message: str, remedy: str = "") -> Problem:
        """A problem with the value at this path."""
        return Problem(self.file, self.lines.of(path), dotted(path), message, remedy)


def dotted(path: KeyPath) -> str:
    """A path as it is shown: `level[2].dose.sets`, lists counted from 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part[:80]}" if text else part[:80]
    return text


def read_document(path: Path) -> Document:
    """The file's content. Raises PackProblem with one problem when it cannot be read."""
    return parse(read_text(path), str(path))


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """A regular file's bytes, never more than `most`; never waits for a pipe or a device."""

    def refuse(message: str, remedy: str) -> PackProblem:
        return PackProblem(Problem(str(path), 0, "", message, remedy))

    try:
        refused = _refused_kind(os.stat(path), most)
        if refused:
            raise refuse(*refused)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:
            refused = _refused_kind(os.fstat(file.fileno()), most)  # it may be another by now
            if refused:
                raise refuse(*refused)
            data = file.read(most + 1)
    except OSError as error:
        raise refuse(f"the file {why(error)}", "Check the path.") from error
    except ValueError as error:  # a NUL in the name
        raise refuse("this is not a file name", "Check the path.") from error
    if len(data) > most:
        raise refuse(*_too_large(most))
    return data


def _refused_kind(status: os.stat_result, most: int) -> tuple[str, str] | None:
    if stat.S_ISDIR(status.st_mode):
        return "this is a folder, not a file", "Name a file inside it."
    if not stat.S_ISREG(status.st_mode):
        return "this is a pipe or a device, not a file", "Name a TOML file."
    return _too_large(most) if status.st_size > most else None


def _too_large(most: int) -> tuple[str, str]:
    if most > MAX_BYTES:
        return f"the file is larger than {most // 1_000_000} MB", "Use smaller pictures."
    return "the file is larger than 1 MB", "Exercises and routines are short texts; split it."


def read_text(path: Path) -> str:
    """A file's text, with a byte order mark removed and line ends made plain."""
    return decoded(read_bytes(path), str(path))


def decoded(data: bytes, file: str) -> str:
    """The same for bytes that were read already; `file` stands in front of a problem."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte {data[error.start]:#04x}"
        raise PackProblem(
            Problem(file, line, "", f"this is not UTF-8 text ({byte})", "Save it as UTF-8.")
        ) from error
    return text.replace("\r\n", "\n")


def parse(text: str, file: str) -> Document:
    """TOML text to a document. Raises PackProblem with the one place where it stops being TOML."""
    _check_size(text, file)
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # also a number with thousands of digits
        raise PackProblem(_syntax_problem(str(error), text, file)) from error
    return Document(file, data, Lines(text))


def _check_size(text: str, file: str) -> None:
    """Refuses deep nesting, endless keys and too many of anything before the parser meets them."""
    depth = dots = 0
    for count, (token, line) in enumerate(tokens(text)):
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        dots = dots + 1 if token == "." else (0 if token in "[]{},=\n" else dots)
        if depth > MAX_DEPTH:
            message = f"it is nested too deeply (more than {MAX_DEPTH} levels)"
        elif dots >= MAX_KEY_PARTS:
            message = f"a key has more than {MAX_KEY_PARTS} parts"
        elif count > MAX_TOKENS:
            message = "the file holds too many values or empty lines"
        else:
            continue
        raise PackProblem(Problem(file, line, "", message, "A pack is written flatter, or split."))


def _syntax_problem(error: str, text: str, file: str) -> Problem:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", error)
    reason = error[: place.start()] if place else error
    line = text.count("\n") + 1
    if place:
        line = int(place.group(1) or line)
    else:
        line = 0
    if twice := re.fullmatch(r"Cannot (?:declare \((.*)\) twice|overwrite a value)", reason):
        parts = re.findall(r"'([^']*)'", twice.group(1) or "")
        what = f"[{'.'.join(parts)}]" if parts else "a key"
        return Problem(file, line, "", f"{what} is given twice", "Remove or rename one of them.")
    if "digits" in reason:
        reason = "a number has too many digits"
    reason = reason[:1].lower() + reason[1:]
    return Problem(file, line, "", f"this is not TOML: {reason[:200]}", "Correct this line.")


def strange_values(document: Document) -> Iterator[Problem]:
    """Numbers that are none, and text that cannot be shown, anywhere in the file."""
    waiting: list[tuple[KeyPath, Any]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
            texts = list(value)
        elif isinstance(value, list):
            waiting += [((*path, number), inner) for number, inner in enumerate(value)]
            continue
        else:
            texts = [value] if isinstance(value, str) else []
        if isinstance(value, float) and not math.isfinite(value):
            yield document.problem(path, f"{value} is not a usable number", "Write a number.")
        for text in texts:
            if hidden := HIDDEN.search(text):
                code = f"U+{ord(hidden.group()):04X}"
                yield document.problem(
                    path, f"the text has a hidden character ({code})", "Remove it."
                )
