"""Motion files: what a move looks like in words, its tempo and where its phases begin and end.

Only the standard library is used here, so lists, alt texts and checks stay cheap.  A motion is
written with the RIGHT side working; for the left everything is reflected, nothing is written.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

ONE_KEY_SECONDS = 6.0  # a motion with one key and no tempo is held this long
MOST_IN_A_STRIP = 3


class Phase(IntEnum):
    """The parts of a repetition; the numbers are those of the pose files."""

    MOVE = 0
    HOLD = 1
    RETURN = 2
    REST = 3

    @classmethod
    def named(cls, name: str) -> "Phase":
        """The phase of a session's word: "move", "hold", "return" or "rest"."""
        try:
            return cls[name.upper()]
        except KeyError:
            raise ValueError(f"{name!r} is no phase; use move, hold, return or rest") from None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between two keys within a phase; ``start`` and ``end`` are 0 to 1."""

    phase: Phase
    first: str
    last: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of the tempo: through these keys, or holding one of them."""

    keys: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion file as values; ``table`` is the whole file for props, arrows and the solver."""

    id: str
    name: str
    text: str
    keys: tuple[str, ...]
    legs: tuple[Leg, ...]
    rest: str
    hold: str
    still: str
    yaw: float
    pitch: float
    margin: float
    mat: bool
    symmetric: bool
    period: float | None
    muscles: Mapping[str, float]
    table: Mapping[str, Any]

    @property
    def props(self) -> Mapping[str, Mapping[str, Any]]:
        """The props by name."""
        got: Mapping[str, Mapping[str, Any]] = self.table.get("props", {})
        return got

    @property
    def arrows(self) -> list[Mapping[str, Any]]:
        """The arrows of movement or effort."""
        got = self.table.get("arrow", [])
        return list(got) if isinstance(got, list) else [got]

    def split(self) -> tuple[tuple[Leg, ...], tuple[Leg, ...]]:
        """The legs of the way there and of the way back, without the pauses at their ends."""
        legs = [leg for leg in self.legs if leg.keys]
        moving = [i for i, leg in enumerate(legs) if len(leg.keys) > 1]
        if not moving:
            return (), ()
        top = next((i for i in moving if legs[i].keys[-1] == self.hold), moving[-1])
        there = legs[moving[0] : top + 1]
        back = [leg for i, leg in enumerate(legs) if i > top]
        while back and len(back[0].keys) == 1:
            back.pop(0)
        while back and len(back[-1].keys) == 1:
            back.pop()
        return tuple(there), tuple(back)

    def seconds(self) -> dict[Phase, float]:
        """How long each phase lasts when the motion plays by itself."""
        if self.period is not None:
            return {Phase.MOVE: self.period, Phase.HOLD: 0, Phase.RETURN: 0, Phase.REST: 0}
        there, back = self.split()
        if not there:
            total = sum(leg.seconds for leg in self.legs)
            return {Phase.MOVE: 0, Phase.HOLD: total, Phase.RETURN: 0, Phase.REST: 0}
        first = sum(leg.seconds for leg in there)
        second = sum(leg.seconds for leg in back)
        return {
            Phase.MOVE: first,
            Phase.HOLD: self._pause(self.hold),
            Phase.RETURN: second,
            Phase.REST: self._pause(self.rest) if self.rest != self.hold else 0,
        }

    def _pause(self, key: str) -> float:
        return max((leg.seconds for leg in self.legs if leg.keys == (key,)), default=0.0)


def returns_the_same_way(there: tuple[Leg, ...], back: tuple[Leg, ...]) -> bool:
    """Whether the way back goes through the keys of the way there in reverse."""

    def route(legs: tuple[Leg, ...]) -> list[str]:
        keys: list[str] = []
        for leg in legs:
            keys += [key for key in leg.keys if not keys or key != keys[-1]]
        return keys

    return route(there) == route(back)[::-1]


def segments(motion: Motion) -> tuple[Segment, ...]:
    """The segment table: every phase covered from 0 to 1 by stretches between keys."""
    if motion.period is not None:
        return tuple(_cycle_segments(motion))
    there, back = motion.split()
    top, low = motion.hold, motion.rest
    return (
        *(_leg_segments(Phase.MOVE, there) or [_still(Phase.MOVE, top)]),
        _still(Phase.HOLD, top),
        *(_leg_segments(Phase.RETURN, back) or [_still(Phase.RETURN, top)]),
        _still(Phase.REST, low),
    )


def _still(phase: Phase, key: str) -> Segment:
    return Segment(phase, key, key, 0.0, 1.0)


def _leg_segments(phase: Phase, legs: tuple[Leg, ...]) -> list[Segment]:
    total = sum(leg.seconds for leg in legs)
    out: list[Segment] = []
    at = 0.0
    for leg in legs:
        end = at + leg.seconds / total
        out.append(Segment(phase, leg.keys[0], leg.keys[-1], at, end))
        at = end
    if out:
        last = out[-1]
        out[-1] = Segment(phase, last.first, last.last, last.start, 1.0)
    return out


def _cycle_segments(motion: Motion) -> list[Segment]:
    period = motion.period or 1.0
    cycle = [(str(key), float(second) / period) for key, second in motion.table["cycle"]]
    ends = [at for _, at in cycle[1:]] + [1.0]
    following = [key for key, _ in cycle[1:]] + [cycle[0][0]]
    out = [
        Segment(Phase.MOVE, key, after, at, end)
        for (key, at), end, after in zip(cycle, ends, following, strict=True)
    ]
    start = cycle[0][0]
    return [
        *out,
        _still(Phase.HOLD, start),
        _still(Phase.RETURN, start),
        _still(Phase.REST, start),
    ]


def moment_of(motion: Motion, key: str) -> tuple[Phase, float]:
    """Phase and progress at which a motion is in a key pose; KeyError when it has no such key."""
    if key not in motion.keys:
        raise KeyError(key)
    if motion.period is None and key in (motion.hold, motion.rest):
        return (Phase.HOLD if key == motion.hold else Phase.REST), 0.0
    table = segments(motion)
    for found in table:
        if key in (found.first, found.last):
            return found.phase, found.start if key == found.first else found.end
    # A leg passes the key that it goes through in the middle of its time.
    there, back = motion.split()
    legs = {(leg.keys[0], leg.keys[-1]): leg for leg in (*there, *back) if key in leg.keys}
    through = (found for found in table if (found.first, found.last) in legs)
    part = next(through, None)
    return (part.phase, (part.start + part.end) / 2) if part else (Phase.REST, 0.0)


def strip_keys(shown: Motion) -> tuple[str, ...]:
    """The two or three keys that tell a motion: its start, its end and one between them."""
    if shown.period is not None:
        third = len(shown.keys) / MOST_IN_A_STRIP
        return tuple(shown.keys[int(i * third)] for i in range(min(3, len(shown.keys))))
    there, back = shown.split()
    route = [key for leg in (*there, *back) for key in leg.keys]
    found = list(dict.fromkeys([shown.rest, *route])) or [shown.hold]
    if len(found) <= MOST_IN_A_STRIP:
        return tuple(found)
    chosen = {found[0], shown.hold, shown.still}
    chosen.update(key for key in found if len(chosen) < MOST_IN_A_STRIP)
    return tuple(key for key in found if key in chosen)[:MOST_IN_A_STRIP]


def read(path: Path) -> Motion:
    """Read a motion file; a KeyError or ValueError names what is missing or wrong in it."""
    with path.open("rb") as file:
        return of_table(path.stem, tomllib.load(file))


def of_table(name: str, table: Mapping[str, Any]) -> Motion:
    """A motion from the content of its file."""
    keys = tuple(str(key["name"]) for key in table["keys"])
    for role in ("rest", "hold", "still"):
        if table[role] not in keys:
            raise ValueError(f"{name}: {role} = {table[role]!r} is not one of its keys")
    tempo = table.get("tempo") or ([[keys[0], ONE_KEY_SECONDS]] if len(keys) == 1 else [])
    camera = table.get("camera", {})
    return Motion(
        id=name,
        name=str(table["name"]),
        text=str(table["text"]),
        keys=keys,
        legs=tuple(Leg(tuple(leg[:-1]), float(leg[-1])) for leg in tempo),
        rest=str(table["rest"]),
        hold=str(table["hold"]),
        still=str(table["still"]),
        yaw=float(camera.get("yaw", 40)),
        pitch=float(camera.get("pitch", 12)),
        margin=float(table.get("margin", 0.065)),
        mat=bool(table.get("mat", False)),
        symmetric=bool(table.get("symmetric", False)),
        period=float(table["period"]) if "cycle" in table else None,
        muscles={str(k): float(v) for k, v in table.get("muscles", {}).items()},
        table=table,
    )
