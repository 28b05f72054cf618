"""A pack that is being written: its text, what it says, and the way back.

The text is the truth. An edit changes it and its plain values together; undo and redo bring back
whole texts, so that undoing everything gives the first bytes again. Loads tomlkit (late).
"""

import tomllib
from collections.abc import Sequence
from typing import Any, Final

from hiprehab.storage.draft_text import Change, apply_plain, edited, value_at
from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.packfile import parse

MOST_STEPS: Final = 300
MOST_CHARACTERS: Final = 20_000_000
"""What is kept for undo, all texts together."""
BOM: Final = "\ufeff"


class Draft:
    """One document.

    Args:
        data: the bytes of the file. They must be sound TOML in UTF-8: anything else raises
            PackProblem (with the place and the remedy) or UnicodeDecodeError.
        name: how problems call the file.
    """

    def __init__(self, data: bytes, name: str = "draft.toml") -> None:
        raw = data.decode("utf-8")
        self._first = data
        self._bom = raw.startswith(BOM)
        self._newline = "\r\n" if "\r\n" in raw else "\n"
        self.name = name
        self.text = raw.removeprefix(BOM).replace("\r\n", "\n")
        self.data: dict[str, Any] = parse(self.text, name).data
        self._first_text = self.text
        self._past: list[str] = []
        self._future: list[str] = []
        self._typing = ""

    def encoded(self) -> bytes:
        """The bytes to write: the first ones as long as the text is the first one."""
        if self.text == self._first_text:
            return self._first
        text = self.text.replace("\n", self._newline)
        return ((BOM if self._bom else "") + text).encode()

    def value(self, path: KeyPath, default: Any = None) -> Any:
        """What stands at a path now."""
        return value_at(self.data, path, default)

    # --- changing ---------------------------------------------------------------------------

    def edit(self, changes: Sequence[Change], *, typing: str = "") -> bool:
        """Does these changes as one step; False when they change nothing.

        Args:
            typing: names a field. One edit of it after another is one step for undo.

        Raises KeyError, IndexError or TypeError where a path leads nowhere; nothing is done then.
        """
        if not changes:
            return False
        text = edited(self.text, changes)
        if text == self.text:
            return False
        if not (typing and typing == self._typing):
            self._remember()
        self._typing = typing
        self._future.clear()
        self.text = text
        for change in changes:
            apply_plain(self.data, change)
        return True

    def seal(self) -> None:
        """The next edit is a step of its own, also in the same field."""
        self._typing = ""

    def _remember(self) -> None:
        self._past.append(self.text)
        while len(self._past) > MOST_STEPS or sum(map(len, self._past)) > MOST_CHARACTERS:
            del self._past[0]

    # --- the way back -----------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._future)

    def undo(self) -> bool:
        """Takes the last step back."""
        return self._swap(self._past, self._future)

    def redo(self) -> bool:
        """Does the step again that was taken back last."""
        return self._swap(self._future, self._past)

    def _swap(self, source: list[str], target: list[str]) -> bool:
        if not source:
            return False
        target.append(self.text)
        self.text = source.pop()
        self.data = tomllib.loads(self.text)
        self._typing = ""
        return True
