"""The shipped fixed words and numbers, and texts put together from them."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hiprehab.ui.mixer import RATE, BadSound, read_wav, resampled

if TYPE_CHECKING:
    from hiprehab.ui.mixer import Samples

log = logging.getLogger(__name__)

BREATH_S: Final = 0.14
"""Silence after a comma or a full stop."""
WORD_GAP_S: Final = 0.03


class Bank:
    """The shipped fixed words.

    Args:
        phrases: samples by phrase, in small letters.
    """

    def __init__(self, phrases: "Mapping[str, Samples]") -> None:
        self._phrases = phrases
        self._most = max((key.count(" ") + 1 for key in phrases), default=1)

    @classmethod
    def load(cls, folder: Path) -> "Bank":
        """The words in `folder`; none when the files are not whole."""
        try:
            index = json.loads((folder / "voice-en.json").read_text(encoding="utf-8"))
            rate, samples = read_wav((folder / "voice-en.wav").read_bytes())
            return cls(
                {
                    phrase: resampled(rate, samples[start : start + length])
                    for phrase, (start, length) in index["phrases"].items()
                }
            )
        except (OSError, ValueError, KeyError, TypeError, BadSound) as problem:
            log.warning("The shipped words cannot be read: %s", problem)
            return cls({})

    def spoken(self, text: str) -> "tuple[Samples, ...] | None":
        """The text made of fixed words, None when it has others."""
        import numpy as np

        parts: list[Samples] = []
        for sentence in re.split(r"[.,:;!?]+(?:\s+|$)", text.casefold()):
            if not sentence:
                continue
            keys = self._keys(sentence.split())
            if keys is None:
                return None
            gap = BREATH_S
            for key in keys:
                if parts:
                    parts.append(np.zeros(round(gap * RATE), np.float32))
                parts.append(self._phrases[key])
                gap = WORD_GAP_S
        return tuple(parts) or None

    def _keys(self, words: Sequence[str]) -> list[str] | None:
        """Words as shipped phrases, the longest first."""
        keys, place = [], 0
        while place < len(words):
            for count in range(min(self._most, len(words) - place), 0, -1):
                key = " ".join(words[place : place + count])
                if key in self._phrases:
                    keys.append(key)
                    place += count
                    break
            else:
                return None
        return keys
