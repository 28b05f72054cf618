"""Two tests over time: stands from a chair in 30 s, and seconds on one leg.

Values are shown as they were measured; nothing is said about what is normal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from hiprehab.core.diary import FunctionKind, FunctionTest
from hiprehab.core.model import Side
from hiprehab.core.trend_table import plain_cell

CHAIR_STAND_S: Final = 30
"""Length of the chair stand in seconds (Jones, Rikli and Beam 1999)."""
STANCE_S: Final = 30
"""The longest that anybody stands on one leg here, in seconds: so it is in the study of the test
(Grimaldi and others 2017), and the list before running asks for the same."""


class Measured(NamedTuple):
    """One test. `value` is stands or seconds; `full` says that the whole time was reached."""

    day: date
    side: Side | None
    value: float
    pain: bool | None
    full: bool
    note: str
    id: int | None


@dataclass(frozen=True, slots=True)
class FunctionState:
    """The tests of one kind in a period, the oldest first."""

    kind: FunctionKind
    points: tuple[Measured, ...]

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides there are points of."""
        found = {point.side for point in self.points}
        return tuple(side for side in (Side.LEFT, Side.RIGHT, None) if side in found)

    def of(self, side: Side | None) -> tuple[Measured, ...]:
        """The points of one side; None is both legs."""
        return tuple(point for point in self.points if point.side == side)


def build(
    tests: Iterable[FunctionTest], kind: FunctionKind, first: date, last: date
) -> FunctionState:
    """The tests of one kind in a period."""
    kept = [one for one in tests if one.kind is kind and first <= one.stamp.day <= last]
    kept.sort(key=lambda one: (one.stamp.at, one.side is Side.RIGHT))
    stance = kind is FunctionKind.SINGLE_LEG_STANCE
    return FunctionState(
        kind,
        tuple(
            Measured(
                one.stamp.day,
                one.side,
                one.value,
                one.pain,
                stance and one.value >= STANCE_S,
                one.note,
                one.id,
            )
            for one in kept
        ),
    )


FUNCTION_HEADER: Final = ("day", "test", "side", "value", "unit", "pain_stopped_it", "note")
"""Columns of `function_rows`. An empty cell is unknown; no side means both legs."""
_UNITS: Final = {FunctionKind.CHAIR_STAND: "stands", FunctionKind.SINGLE_LEG_STANCE: "s"}


def function_rows(*states: FunctionState) -> tuple[tuple[str, ...], ...]:
    """One row a test, kind by kind and the oldest first, under `FUNCTION_HEADER`."""
    return tuple(
        (
            point.day.isoformat(),
            state.kind.value,
            point.side or "both",
            f"{point.value:g}",
            _UNITS[state.kind],
            "" if point.pain is None else "yes" if point.pain else "no",
            plain_cell(point.note),
        )
        for state in states
        for point in state.points
    )
