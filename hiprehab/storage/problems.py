"""What is wrong with a file somebody wrote: the place, the fault and the remedy.

Standard library only: the command line and the window show problems without loading the reader.
"""

import difflib
import errno
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from hiprehab.storage.trouble import StorageProblem

__all__ = [
    "PackProblem", "Problem", "StorageProblem", "clipped", "did_you_mean", "nearest", "printable",
    "shown", "why",
]  # fmt: skip

LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file. `line` counts from 1 (0: the file as a whole), `key` may be empty."""

    file: str
    line: int
    key: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """`file:line: key: message. Remedy.` on one line."""
        place = f"{printable(self.file)}:{self.line}" if self.line else printable(self.file)
        key = f"{printable(self.key)}: " if self.key else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}: {key}{self.message.rstrip('.')}.{remedy}"

    def as_json(self) -> dict[str, Any]:
        """The problem for `--json`."""
        return asdict(self) | {"file": printable(self.file), "key": printable(self.key)}


class PackProblem(Exception):
    """A pack cannot be read, written or installed; `problems` says why, one sentence each."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def printable(text: str) -> str:
    """Text from outside on one line: what cannot be shown is spelled out."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(value: object) -> str:
    """A value from a file in words, such as `text ("3")`; long ones are clipped."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'text ("{clipped(value)}")'
        case int() if value.bit_length() > 64:
            return "a number that is far too large"
        case int() | float():
            return str(value)
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"a date or time ({clipped(str(value))})"


def clipped(text: str) -> str:
    """The start of a text, on one line."""
    short = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return printable(short)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, when there is one that is likely meant."""
    folded = {name.casefold(): name for name in known if len(name) <= 200}
    close = difflib.get_close_matches(word[:200].casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The remedy for a misspelt word."""
    guess = nearest(word, known)
    return f'Did you mean "{guess}"?' if guess else otherwise


def why(error: OSError) -> str:
    """An error of the system in plain words, to stand after "the file"."""
    words = {
        errno.ENOENT: "does not exist",
        errno.EACCES: "may not be used by this user",
        errno.EPERM: "may not be used by this user",
        errno.ELOOP: "is a link that leads back to itself",
        errno.ENAMETOOLONG: "has a name that is too long",
        errno.ENOSPC: "could not be written: the disk is full",
        errno.EDQUOT: "could not be written: the disk is full",
        errno.EROFS: "could not be written: the disk is read-only",
        errno.ENOTDIR: "is not in a folder",
    }
    if error.errno in words:
        return words[error.errno]
    return f"could not be used ({error.strerror or type(error).__name__})"
