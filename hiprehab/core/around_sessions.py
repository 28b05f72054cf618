"""Pain before, during and after each session and on the next morning, a row a session and side.

Which session a rating belongs to says `core.belonging`, so each rating counts once. Of several at
the same moment the highest stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED
from hiprehab.core.belonging import belonging, score_of
from hiprehab.core.fortnight import median
from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.trend_table import plain_cell

MOMENTS: Final = (Moment.BEFORE, Moment.DURING, Moment.AFTER, Moment.NEXT_MORNING)
LEAST_PAIRS: Final = 5
"""A change is stated from so many sessions on that have both of its ratings."""

Scores = tuple[int | None, int | None, int | None, int | None]
"""The scores at `MOMENTS`; None was not rated."""
_NONE: Final[Scores] = (None, None, None, None)


class AroundSession(NamedTuple):
    """A session with what was rated around it; `x` is its place on the time axis."""

    session: int | None
    x: float
    day: date
    title: str
    status: Status
    left: Scores
    right: Scores

    def of(self, side: Side) -> Scores:
        """The scores of a side."""
        return self.left if side is Side.LEFT else self.right


class Typical(NamedTuple):
    """The median, the lowest and the highest score at a moment, and of how many sessions."""

    sessions: int
    median: float | None = None
    lowest: int | None = None
    highest: int | None = None


class PairChange(NamedTuple):
    """The median change from before the session to a later moment, in sessions that have both."""

    moment: Moment
    sessions: int
    change: float | None


@dataclass(frozen=True, slots=True)
class AroundState:
    """The sessions of a period that have a rating around them, the oldest first.

    `sessions` counts all of the period. `typical` holds the moments in the order of `MOMENTS`.
    """

    rows: tuple[AroundSession, ...]
    sessions: int
    typical: Mapping[Side, tuple[Typical, ...]]
    changes: Mapping[Side, tuple[PairChange, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether no session has a rating around it."""
        return not self.rows


def build(records: Records) -> AroundState:
    """The sessions of the period with their ratings."""
    sessions = sorted(
        (one for one in records.sessions if one.status in COUNTED), key=lambda one: one.stamp.at
    )
    shown = [one for one in sessions if records.shows(one.stamp.day)]
    scores = _scores(records.pain, sessions)
    rows = []
    for place, one in enumerate(sessions):
        found = scores.get(place)
        if found is not None and records.shows(one.stamp.day):
            x = one.stamp.day.toordinal() + 0.5
            left, right = found.get(Side.LEFT, _NONE), found.get(Side.RIGHT, _NONE)
            title, status = one.title, one.status
            rows.append(AroundSession(one.id, x, one.stamp.day, title, status, left, right))
    return AroundState(
        tuple(rows),
        len(shown),
        {side: _typical([row.of(side) for row in rows]) for side in Side},
        {side: _changes([row.of(side) for row in rows]) for side in Side},
    )


def _scores(
    entries: Iterable[PainEntry], sessions: Sequence[SessionRecord]
) -> dict[int, dict[Side, Scores]]:
    """The scores by the place of the session in the list, and by side."""
    found: dict[int, dict[Side, list[int | None]]] = {}
    for place, own in enumerate(belonging(entries, sessions)):
        for entry in own:
            score = score_of(entry)
            if score is None:
                continue
            row = found.setdefault(place, {}).setdefault(entry.side, list(_NONE))
            index = MOMENTS.index(entry.moment)
            row[index] = max(score, row[index] or 0)
    return {
        place: {side: (row[0], row[1], row[2], row[3]) for side, row in sides.items()}
        for place, sides in found.items()
    }


def _typical(rows: Sequence[Scores]) -> tuple[Typical, ...]:
    found = []
    for index in range(len(MOMENTS)):
        scores = sorted(score for row in rows if (score := row[index]) is not None)
        if not scores:
            found.append(Typical(0))
            continue
        found.append(Typical(len(scores), median(scores), scores[0], scores[-1]))
    return tuple(found)


def _changes(rows: Sequence[Scores]) -> tuple[PairChange, ...]:
    found = []
    for index, moment in enumerate(MOMENTS[1:], start=1):
        both = sorted(
            later - before
            for row in rows
            if (before := row[0]) is not None and (later := row[index]) is not None
        )
        enough = len(both) >= LEAST_PAIRS
        found.append(PairChange(moment, len(both), median(both) if enough else None))
    return tuple(found)


AROUND_HEADER: Final = (
    "day",
    "session",
    "status",
    *(f"{side}_{moment}" for side in ("left", "right") for moment in MOMENTS),
)
"""Columns of `around_rows`. An empty cell was not rated, which is not zero."""


def around_rows(state: AroundState) -> tuple[tuple[str, ...], ...]:
    """One row a session, the oldest first, under `AROUND_HEADER`."""
    return tuple(
        (
            row.day.isoformat(),
            plain_cell(row.title),
            row.status.value,
            *("" if score is None else str(score) for score in (*row.left, *row.right)),
        )
        for row in state.rows
    )
