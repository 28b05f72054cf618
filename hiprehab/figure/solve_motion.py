"""Solves a whole motion: its keys, the poses between them, cycles; gives the baked frames.

Between two keys the solved poses are blended; then shared contacts are corrected, and the
corrections are smoothed in time so that nothing trembles.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import contacts
from .motion import Leg, Motion
from .skeleton import Array, Pose, expm, logm
from .solve import Attach, Effort, Goal, Pin, Targets, Touch, solve
from .solve_body import COUNT, clipped, contact_numbers, posed
from .solve_keys import Key, KeySolver

FRAMES_A_SECOND = 24
_STILL, _STEP = 0.02, 0.03  # metres between keys: the same place; a glide rather than a step
_STEP_HEIGHT = 0.07
_FEET = contact_numbers(("heel", "ball", "ball_out", "heel_out", "toe"))
_FLAT, _ALL = (0, 2), (0, 1, 2)


@dataclass(frozen=True, slots=True)
class _Shared:
    """A contact that touches the same surface in both keys."""

    contact: int
    normal: Array
    offsets: tuple[float, float]
    places: tuple[Array, Array]
    pinned: bool
    steps: bool


@dataclass(frozen=True, slots=True)
class _Between:
    """What two keys have in common on the way from one to the other."""

    shared: list[_Shared]
    pins: list[tuple[int, Array, Array]]
    attached: list[Attach]
    sided: list[tuple[Attach, Array, Array]]
    floor: Array
    weights: Array

    def targets(self, share: float, step_height: float) -> Targets:
        """What has to hold at a moment of the way."""
        out = Targets()
        for one in self.shared:
            low, high = one.offsets
            arc = step_height * float(np.sin(np.pi * share)) if one.steps else 0.0
            out.touches.append(Touch(one.contact, one.normal, low + (high - low) * share + arc))
            if one.pinned or one.steps:
                axes = _FLAT if one.normal[1] > 0.5 else _ALL
                place = one.places[0] + (one.places[1] - one.places[0]) * share
                out.pins[one.contact] = Pin(place, axes, 60.0)
        for contact, start, end in self.pins:
            out.pins[contact] = Pin(start + (end - start) * share, _ALL, 60.0)
        out.attached += self.attached
        for sided, start, end in self.sided:
            apart = start + (end - start) * share
            length = float(np.linalg.norm(apart))
            gap = length - contacts.RADII[sided.first] - contacts.RADII[sided.second]
            side = apart / max(length, 1e-9)
            out.attached.append(Attach(sided.first, sided.second, float(gap), side))
        return out


class SolvedMotion:
    """A motion with its solved keys; the frames of its repetition are solved when asked for."""

    def __init__(self, motion: Motion) -> None:
        self.motion = motion
        self.keys: list[Key] = KeySolver(motion.table).keys()
        self._number = {key.name: i for i, key in enumerate(self.keys)}
        self._pairs: dict[tuple[int, int], _Between] = {}
        self._ways: dict[tuple[int, ...], list[Pose]] = {}

    def frames(self) -> list[Pose]:
        """One whole repetition; equal poses (holds, the way back) are the same object."""
        if self.motion.period is not None:
            return list(self._cycle(self.motion.period))
        out: list[Pose] = []
        for leg in self.motion.legs:
            out += self._leg(leg)
        return out

    def middle(self, first: str, last: str) -> Pose:
        """The pose half-way between two keys, for the arrows."""
        return self._between(self._number[first], self._number[last], 0.5)[0]

    def _leg(self, leg: Leg) -> list[Pose]:
        numbers = [self._number[name] for name in leg.keys]
        count = leg_frames(leg)
        first, last = numbers[0], numbers[-1]
        if first == last:
            return [self.keys[first].pose] * count
        via = numbers[1] if len(numbers) > 2 else -1
        way_back = self._ways.get((last, first, via, count))
        if way_back is not None:
            return [self.keys[first].pose, *way_back[:0:-1]]
        found = self._way(first, last, via, count)
        self._ways[first, last, via, count] = found
        return found

    def _way(self, first: int, last: int, via: int, count: int) -> list[Pose]:
        corrections = np.zeros((count + 1, COUNT + 6))
        warm = None
        for i in range(1, count):
            _, warm = self._between(first, last, i / count, via=via, warm=warm)
            corrections[i] = warm
        for _ in range(max(2, count // 5)):
            around = 0.25 * corrections[:-2] + 0.25 * corrections[2:]
            corrections[1:-1] = around + 0.5 * corrections[1:-1]
        inner = [
            self._settled(first, last, i / count, via, corrections[i]) for i in range(1, count)
        ]
        return [self.keys[first].pose, *inner]

    def _between(
        self, first: int, last: int, time: float, *, via: int = -1, warm: Array | None = None
    ) -> tuple[Pose, Array]:
        """The pose at a share of the time, and how it differs from the plain blend.

        ``warm`` is the difference of the moment before, to start from.
        """
        share, blend = self._blend(first, last, time, via)
        pair = self._pair(first, last)
        start = blend if warm is None else _corrected(blend, warm)
        goal = Goal(blend.angles, blend.turn, pair.weights, 2.0)
        effort = Effort(hard=5, iterations=8, collide=False, floor=pair.floor)
        found = solve(start, goal, pair.targets(share, self._step_height), effort)
        away = (
            found.angles - blend.angles,
            found.position - blend.position,
            logm(found.turn @ blend.turn.T),
        )
        return found, np.concatenate(away)

    def _settled(self, first: int, last: int, time: float, via: int, correction: Array) -> Pose:
        """The second pass: stay at the correction that was smoothed in time."""
        share, blend = self._blend(first, last, time, via)
        pair = self._pair(first, last)
        start = _corrected(blend, correction)
        goal = Goal(start.angles, start.turn, np.full(COUNT, 2.0), 4.0)
        effort = Effort(hard=8, iterations=6, collide=False, floor=pair.floor)
        return solve(start, goal, pair.targets(share, self._step_height), effort)

    @property
    def _step_height(self) -> float:
        return float(self.motion.table.get("step_height", _STEP_HEIGHT))

    def _blend(self, first: int, last: int, time: float, via: int) -> tuple[float, Pose]:
        """Minimum jerk between two solved keys, or through a third without a stop."""
        share = time * time * time * (10 - 15 * time + 6 * time * time)
        a, b = self.keys[first].pose, self.keys[last].pose
        if via < 0:
            turn = expm(share * logm(b.turn @ a.turn.T)) @ a.turn
            angles = a.angles + (b.angles - a.angles) * share
            return share, Pose(angles, a.position + (b.position - a.position) * share, turn)
        m = self.keys[via].pose
        one = 2 * (share - 0.5) * (share - 1)
        two, three = 4 * share * (1 - share), 2 * share * (share - 0.5)
        turned = two * logm(m.turn @ a.turn.T) + three * logm(b.turn @ a.turn.T)
        return share, Pose(
            one * a.angles + two * m.angles + three * b.angles,
            one * a.position + two * m.position + three * b.position,
            expm(turned) @ a.turn,
        )

    def _pair(self, first: int, last: int) -> _Between:
        if (first, last) not in self._pairs:
            glide = set(contact_numbers(self.motion.table.get("slide", [])))
            self._pairs[first, last] = _common(self.keys[first], self.keys[last], glide)
        return self._pairs[first, last]

    def _cycle(self, period: float) -> Iterator[Pose]:
        """A smooth loop through the keys, without a stop at any of them.

        With ``ground`` the lowest foot stays on the floor; else the feet only do not sink.
        """
        cycle: list[Any] = self.motion.table["cycle"]
        poses = [self.keys[self._number[name]].pose for name, _ in cycle]
        times = np.array([at for _, at in cycle], float)
        base = poses[0].turn
        rows = [np.concatenate([p.angles, p.position, logm(p.turn @ base.T)]) for p in poses]
        values = np.array([rows[-1], *rows, *rows[:2]])
        around = np.concatenate([[times[-1] - period], times, times[:2] + period])
        slopes = (values[2:] - values[:-2]) / (around[2:] - around[:-2])[:, None]
        for frame in range(round(period * FRAMES_A_SECOND)):
            now = times[0] + frame / FRAMES_A_SECOND
            i = int(np.searchsorted(around[1 : len(poses) + 2], now, "right")) - 1
            length = around[i + 2] - around[i + 1]
            u = (now - around[i + 1]) / length
            row = (2 * u**3 - 3 * u * u + 1) * values[i + 1]
            row = row + (u**3 - 2 * u * u + u) * length * slopes[i]
            row = row + (3 * u * u - 2 * u**3) * values[i + 2]
            row = row + (u**3 - u * u) * length * slopes[i + 1]
            turn = expm(row[COUNT + 3 :]) @ base
            pose = Pose(clipped(row[:COUNT]), row[COUNT : COUNT + 3], turn)
            lowest = float(posed(pose).heights[_FEET].min())
            if self.motion.table.get("ground") or lowest < 0:
                pose.position[1] -= lowest
            yield pose


def leg_frames(leg: Leg, fps: float = FRAMES_A_SECOND) -> int:
    """How many frames a leg of the tempo takes, its last key not counted."""
    return max(2 if len(leg.keys) > 1 else 1, round(leg.seconds * fps))


def _corrected(pose: Pose, away: Array) -> Pose:
    turn = expm(away[COUNT + 3 :]) @ pose.turn
    return Pose(clipped(pose.angles + away[:COUNT]), pose.position + away[COUNT : COUNT + 3], turn)


def _common(one: Key, two: Key, glide: set[int]) -> _Between:
    body_one, body_two = posed(one.pose), posed(two.pose)
    start, end = body_one.centres, body_two.centres
    shared = _shared(one.targets, two.targets, (start, end), glide)
    got = {contact.contact for contact in shared}
    aimed = {aim.contact for aim in one.targets.aims} & {aim.contact for aim in two.targets.aims}
    # A point that is aimed at in both keys is held on the way as well.
    held = set(one.targets.pins) | set(two.targets.pins) | (aimed - glide)
    pins = [
        (c, start[c], end[c])
        for c in sorted(held - got)
        if np.linalg.norm(start[c] - end[c]) < _STILL
    ]
    loose, sided = [], []
    others = {(o.first, o.second, o.side is None) for o in two.targets.attached}
    for first in one.targets.attached:
        if (first.first, first.second, first.side is None) not in others:
            continue
        if first.side is None:
            gaps = [_gap(first, places) for places in (start, end)]
            if abs(gaps[0] - gaps[1]) < 0.01:
                loose.append(Attach(first.first, first.second, gaps[0]))
            continue
        node = contacts.NODE_OF[first.second]
        apart = [
            body.frames.turn[node].T @ (places[first.first] - places[first.second])
            for body, places in ((body_one, start), (body_two, end))
        ]
        sided.append((first, apart[0], apart[1]))
    floor = np.minimum(0, np.minimum(body_one.heights, body_two.heights))
    weights = np.minimum(1.2, 0.3 + np.maximum(one.goal.weights, two.goal.weights))
    return _Between(shared, pins, loose, sided, floor, weights)


def _shared(
    one: Targets, two: Targets, places: tuple[Array, Array], glide: set[int]
) -> list[_Shared]:
    start, end = places
    others = {touch.contact: touch for touch in two.touches}
    out = []
    for touch in one.touches:
        c, normal = touch.contact, touch.normal
        if c not in others or not np.allclose(others[c].normal, normal):
            continue
        moved = (start[c] - end[c]) - normal * (normal @ (start[c] - end[c]))
        far = float(np.linalg.norm(moved))
        # Only a foot or hand on the ground steps; on a wall it glides.
        steps = c not in glide and far >= _STEP and normal[1] >= 0.5
        # The small errors of the solved keys are kept instead of being fought.
        offsets = tuple(float(normal @ at[c] - contacts.RADII[c]) for at in places)
        both = (start[c], end[c])
        out.append(_Shared(c, normal, (offsets[0], offsets[1]), both, far < _STILL, steps))
    return out


def _gap(one: Attach, places: Array) -> float:
    apart = np.linalg.norm(places[one.first] - places[one.second])
    return float(apart - contacts.RADII[one.first] - contacts.RADII[one.second])


def baked(solved: SolvedMotion) -> dict[str, NDArray[Any]]:
    """Keys, frames (equal ones once), their order and the arrows' middles, as rows of numbers."""
    numbers: dict[int, int] = {}
    frames: list[Pose] = []
    order: list[int] = []
    for pose in solved.frames():
        if id(pose) not in numbers:
            numbers[id(pose)] = len(frames)
            frames.append(pose)
        order.append(numbers[id(pose)])
    middles = [
        solved.middle(arrow["from"], arrow["to"]) if "from" in arrow else solved.keys[0].pose
        for arrow in solved.motion.arrows
    ]
    return {
        "keys": _rows([key.pose for key in solved.keys]),
        "frames": _rows(frames),
        "order": np.array(order),
        "middles": _rows(middles),
        "fps": np.array(FRAMES_A_SECOND),
    }


def _rows(poses: list[Pose]) -> Array:
    rows = [np.concatenate([p.angles, p.position, logm(p.turn)]) for p in poses]
    return np.array(rows).reshape(-1, COUNT + 6)
