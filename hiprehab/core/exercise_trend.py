"""One exercise over time: level, amount and pain during it, for each side.

A point is what one session did on one side. A move that works both sides at once has points without
a side. Pain that nobody asked about is None.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED
from hiprehab.core.log import Moment, Outcome, PainEntry, SessionRecord, SetResult, SkipReason
from hiprehab.core.model import Side
from hiprehab.core.trend_table import plain_cell


class ExercisePoint(NamedTuple):
    """One session of the exercise on one side (None: both at once).

    `hold_s` is the length of its longest repetition or hold in seconds, 0 when nothing was done.
    `level` is the last one of the session. `pain` is the highest score given during it.
    """

    day: date
    order: int
    title: str
    level: str
    side: Side | None
    sets_done: int
    sets_planned: int
    reps_done: int
    reps_planned: int
    seconds_done: float
    seconds_planned: float
    hold_s: float
    pain: int | None
    reason: SkipReason | None
    session: int | None


@dataclass(frozen=True, slots=True)
class ExerciseState:
    """All points of one exercise in a period, the oldest first, left before right."""

    exercise: str
    points: tuple[ExercisePoint, ...]

    @property
    def sessions(self) -> int:
        """How many sessions had it."""
        return len({point.order for point in self.points})

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides there are points of, left before right, both at once last."""
        found = {point.side for point in self.points}
        return tuple(side for side in (Side.LEFT, Side.RIGHT, None) if side in found)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels in the order in which they were first done."""
        return tuple(dict.fromkeys(point.level for point in self.points))

    def of(self, side: Side | None) -> tuple[ExercisePoint, ...]:
        """The points of one side."""
        return tuple(point for point in self.points if point.side == side)


@dataclass(frozen=True, slots=True)
class History:
    """What was done in a period, by exercise; one of them is built when it is asked for.

    `counts` says in how many sessions each was, the most frequent first.
    """

    counts: tuple[tuple[str, int], ...]
    sessions: Mapping[str, Sequence[SessionRecord]]
    pain: Mapping[str, Sequence[PainEntry]]
    _built: dict[str, ExerciseState] = field(default_factory=dict)

    def state(self, exercise: str) -> ExerciseState:
        """One exercise; without points when it was not done."""
        if exercise not in self._built:
            sessions, pain = self.sessions.get(exercise, ()), self.pain.get(exercise, ())
            self._built[exercise] = build(sessions, pain, exercise)
        return self._built[exercise]


def history(sessions: Iterable[SessionRecord], entries: Iterable[PainEntry]) -> History:
    """Sessions with their results and ratings of a period, sorted by exercise."""
    done: dict[str, list[SessionRecord]] = {}
    for session in sessions:
        if session.status in COUNTED:
            for exercise in {row.exercise for row in session.results}:
                done.setdefault(exercise, []).append(session)
    pain: dict[str, list[PainEntry]] = {}
    for entry in entries:
        if entry.exercise:
            pain.setdefault(entry.exercise, []).append(entry)
    counts = sorted((-len(found), exercise) for exercise, found in done.items())
    return History(tuple((exercise, -count) for count, exercise in counts), done, pain)


def build(
    sessions: Iterable[SessionRecord], entries: Iterable[PainEntry], exercise: str
) -> ExerciseState:
    """The history of one exercise.

    Args:
        sessions: those of the period with their results, in any order; those that count are taken.
        entries: the ratings of the same days, in any order.
        exercise: its id.
    """
    pain = _pain_during(entries, exercise)
    kept = sorted((one for one in sessions if one.status in COUNTED), key=lambda one: one.stamp.at)
    points: list[ExercisePoint] = []
    for order, session in enumerate(kept):
        rows = [row for row in session.results if row.exercise == exercise]
        for side in (Side.LEFT, Side.RIGHT, None):
            mine = [row for row in rows if row.side == side]
            if mine:
                points.append(_point(session, order, mine, pain))
    return ExerciseState(exercise, tuple(points))


_Pain = dict[tuple[int, Side], int]


def _pain_during(entries: Iterable[PainEntry], exercise: str) -> _Pain:
    """The highest score of each session and side while the exercise was done."""
    worst: _Pain = {}
    for entry in entries:
        if entry.exercise != exercise or entry.moment is not Moment.DURING:
            continue
        if entry.score is not None and entry.session is not None:
            key = (entry.session, entry.side)
            worst[key] = max(worst.get(key, 0), entry.score)
    return worst


def _point(
    session: SessionRecord, order: int, rows: Sequence[SetResult], pain: _Pain
) -> ExercisePoint:
    """The sets of one session and side as one point."""
    side = rows[0].side
    asked: Iterable[Side] = Side if side is None else (side,)
    scores = [pain[key] for one in asked if (key := (session.id or 0, one)) in pain]
    return ExercisePoint(
        day=session.stamp.day,
        order=order,
        title=session.title,
        level=rows[-1].level,
        side=side,
        sets_done=sum(row.outcome is Outcome.DONE for row in rows),
        sets_planned=len(rows),
        reps_done=sum(row.reps_done for row in rows),
        reps_planned=sum(row.reps_planned for row in rows),
        seconds_done=sum(row.seconds_done for row in rows),
        seconds_planned=sum(row.seconds_planned for row in rows),
        hold_s=max(_hold_s(row) for row in rows),
        pain=max(scores, default=None),
        reason=next((row.reason for row in rows if row.reason), None),
        session=session.id,
    )


def _hold_s(row: SetResult) -> float:
    """Seconds of one repetition or hold of a set.

    A set that was cut short may end with a part of one; then no more than what was prescribed for
    one is said.
    """
    if not row.reps_done:
        return row.seconds_done
    one = row.seconds_done / row.reps_done
    if row.outcome is Outcome.DONE or not row.reps_planned:
        return one
    return min(one, row.seconds_planned / row.reps_planned)


EXERCISE_HEADER: Final = (
    "day",
    "side",
    "level",
    "sets_done",
    "sets_planned",
    "reps_done",
    "reps_planned",
    "seconds_done",
    "seconds_planned",
    "longest_rep_s",
    "pain_during",
    "session",
)
"""Columns of `exercise_rows`. An empty cell is unknown, never zero; no side means both at once."""


def exercise_rows(state: ExerciseState) -> tuple[tuple[str, ...], ...]:
    """One row a session and side, the oldest first, under `EXERCISE_HEADER`."""
    return tuple(
        (
            point.day.isoformat(),
            point.side or "both",
            plain_cell(point.level),
            str(point.sets_done),
            str(point.sets_planned),
            str(point.reps_done),
            str(point.reps_planned),
            f"{point.seconds_done:.0f}",
            f"{point.seconds_planned:.0f}",
            f"{point.hold_s:.0f}",
            "" if point.pain is None else str(point.pain),
            plain_cell(point.title),
        )
        for point in state.points
    )
