"""Finds the line of a key in TOML text, so that a problem can name it.

The text is scanned, not parsed: `tomllib` has found it sound before. Standard library only.
"""

import contextlib
import re
import tomllib
from collections.abc import Iterator
from functools import cached_property

KeyPath = tuple[str | int, ...]
"""The way to a value: table keys and list positions (from 0)."""

# Possessive, and each string may run to its end unclosed: no text makes this go back and forth.
TOKEN = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\\?\Z)'''
    r"""|'''(?:[^']++|'(?!''))*+(?:'''|\Z)"""
    r"""|"(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?"""
    r"""|\#[^\n]*+|[\[\]{},=.\n]|[^\s"'#\[\]{},=.]++""",
    re.DOTALL,
)


class Lines:
    """The lines of all keys of one text; scanned when first asked, as most texts have no fault."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _found(self) -> dict[KeyPath, int]:
        walk = _Walk(self._text)
        walk.document()
        return walk.found

    def of(self, path: KeyPath) -> int:
        """The line of this value, or of the nearest table or list around it."""
        for length in range(len(path), 0, -1):
            line = self._found.get(path[:length])
            if line is not None:
                return line
        return 1


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """The pieces of a TOML text with their lines; comments are left out."""
    line = 1
    for match in TOKEN.finditer(text):
        token = match.group()
        if token[0] != "#":
            yield token, line
        if "\n" in token:
            line += token.count("\n")


def unquoted(token: str) -> str:
    """A part of a key without its quotes."""
    if token[0] not in "\"'":
        return token
    if "\\" in token and token[0] == '"':
        with contextlib.suppress(ValueError):  # the text was no TOML after all
            return str(tomllib.loads(f"key = {token}")["key"])
    return token[1:-1]


class _Walk:
    """One pass over the tokens; every value's path gets the line where it starts."""

    def __init__(self, text: str) -> None:
        self.found: dict[KeyPath, int] = {}
        self._last: dict[KeyPath, int] = {}
        self._tokens = tokens(text)
        self._next()

    def _next(self) -> None:
        self._token, self._line = next(self._tokens, ("", 0))

    def _skip(self, *passed: str) -> None:
        while self._token in passed:
            self._next()

    def _skip_to(self, *ends: str) -> None:
        while self._token and self._token not in ends:
            self._next()

    def document(self) -> None:
        """The whole text: headers and entries."""
        table: KeyPath = ()
        while self._token:
            if self._token == "\n":
                self._next()
            elif self._token == "[":
                table = self._header()
            else:
                self._entry(table)
                self._skip_to("\n")

    def _header(self) -> KeyPath:
        line = self._line
        self._next()
        is_list = self._token == "["
        self._skip("[")
        parts = self._key("]")
        self._skip_to("\n")
        path: KeyPath = ()
        for number, part in enumerate(parts, 1):
            path += (part,)
            if is_list and number == len(parts):
                self._last[path] = self._last.get(path, -1) + 1
            self.found.setdefault(path, line)
            if path in self._last:
                path += (self._last[path],)
                self.found.setdefault(path, line)
        return path

    def _key(self, end: str) -> list[str]:
        parts = []
        while self._token not in (end, "\n", ""):
            if self._token != ".":
                parts.append(unquoted(self._token))
            self._next()
        return parts

    def _entry(self, table: KeyPath) -> None:
        line = self._line
        path = table
        for part in self._key("="):
            path += (part,)
            self.found.setdefault(path, line)
        self._skip("=")
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._token == "[":
            self._list(path)
        elif self._token == "{":
            self._next()
            self._skip("\n", ",")
            while self._token not in ("}", ""):
                self._entry(path)
                self._skip("\n", ",")
            self._next()
        else:
            self._skip_to(",", "]", "}", "\n")

    def _list(self, path: KeyPath) -> None:
        self._next()
        position = 0
        self._skip("\n")
        while self._token not in ("]", ""):
            self.found[(*path, position)] = self._line
            self._value((*path, position))
            self._skip("\n")
            position += self._token == ","
            if self._token != "]":  # a comma, or what no sound text has here: never stand still
                self._next()
            self._skip("\n")
        self._next()
