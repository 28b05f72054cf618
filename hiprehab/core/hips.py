"""How the hips are before a session, as far as somebody said so."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, NamedTuple

from hiprehab.core.log import Measure, PainEntry, Stamp
from hiprehab.core.model import Side

NOW_WITHIN: Final = timedelta(minutes=10)
"""A rating that is not older says how the hips are now."""


class Hips(NamedTuple):
    """What was said of the hips before a session: scores of the rated sides, and a limp.

    `limp` is None while nobody said so. `kept` are the rows of the log that hold it already.
    """

    scores: dict[Side, int]
    limp: bool | None = None
    kept: tuple[int, ...] = ()

    @property
    def said(self) -> bool:
        """Whether anything was."""
        return bool(self.scores) or self.limp is not None


NOT_ASKED: Final = Hips({})


def said_now(entries: Iterable[PainEntry], now: Stamp) -> Hips:
    """What ratings say of the hips as they are now; those of another time say nothing of it."""
    fresh = [
        one
        for one in entries
        if one.measure is Measure.NOW and abs(now.at - one.stamp.at) <= NOW_WITHIN
    ]
    scores = {one.side: one.score for one in fresh if one.score is not None}
    return Hips(scores, True if any(one.limp for one in fresh) else None)
