"""Baked poses: load them and give the pose of any moment of a repetition.

A pose file holds small integers: 46 angles and the pelvis' rotation vector in steps of
0.0001 rad, its position in steps of 0.1 mm.  ``move`` is the way there in equal steps of time,
``back`` the way back where it is not the way there reversed, ``keys`` the key poses and
``middles`` the half-way poses of the arrows.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import contacts
from .motion import Motion, Phase, Segment
from .skeleton import DOFS, HIGH, LOW, Array, Pose, expm, forward, logm

UNIT = 1e-4
_COUNT = len(DOFS)
WIDTH = _COUNT + 6


def row(pose: Pose) -> NDArray[np.int16]:
    """A pose as stored numbers."""
    values = np.concatenate([pose.angles, pose.position, logm(pose.turn)])
    return np.round(values / UNIT).astype(np.int16)


def pose_of(numbers: NDArray[Any]) -> Pose:
    """A pose from stored numbers; rounding never leaves the joints' limits."""
    values = numbers.astype(float) * UNIT
    angles = np.clip(values[:_COUNT], LOW, HIGH)
    return Pose(angles, values[_COUNT : _COUNT + 3], expm(values[_COUNT + 3 :]))


def blend(a: Pose, b: Pose, share: float) -> Pose:
    """Between two poses, 0 to 1; the pelvis turns the short way."""
    turn = expm(share * logm(b.turn @ a.turn.T)) @ a.turn
    angles = a.angles + (b.angles - a.angles) * share
    return Pose(angles, a.position + (b.position - a.position) * share, turn)


@dataclass(slots=True)
class Poses:
    """All poses of one motion, the right side working."""

    motion: Motion
    keys: list[Pose]
    move: list[Pose]
    back: list[Pose]
    middles: list[Pose]
    segments: tuple[Segment, ...]

    def key(self, name: str) -> Pose:
        """The key pose of a name."""
        return self.keys[self.motion.keys.index(name)]

    def at(self, phase: Phase, progress: float) -> Pose:
        """The pose of a moment; progress runs from 0 to 1 within the phase."""
        if phase is Phase.HOLD:
            return self.key(self.motion.hold)
        if phase is Phase.REST:
            return self.key(self.motion.rest)
        if phase is Phase.RETURN:
            return _along(self.back, progress) if self.back else _along(self.move, 1 - progress)
        return _along(self.move, progress)


def _along(path: list[Pose], progress: float) -> Pose:
    place = float(np.clip(progress, 0.0, 1.0)) * (len(path) - 1)
    first = min(int(place), len(path) - 2) if len(path) > 1 else 0
    share = place - first
    if share < 1e-6 or len(path) == 1:
        return path[first]
    if share > 1 - 1e-6:
        return path[first + 1]
    return blend(path[first], path[first + 1], share)


def load(motion: Motion, path: Path) -> Poses:
    """Read the pose file of a motion."""
    with np.load(path, allow_pickle=False) as data:
        keys, move, back, middles = (
            [pose_of(numbers) for numbers in data[name]]
            for name in ("keys", "move", "back", "middles")
        )
        names = [str(name) for name in data["names"]]
        table = [
            Segment(Phase(int(phase)), names[int(a)], names[int(b)], float(start), float(end))
            for phase, a, b, start, end in data["segments"]
        ]
    if tuple(names) != motion.keys:
        raise ValueError(f"{path.name}: its keys are not those of the motion file")
    return Poses(motion, keys, move, back, middles, tuple(table))


def rolling(poses: Poses, pose: Pose) -> dict[str, Array]:
    """Where rolling props are: between two keys' contact points, by the body's travel."""
    out: dict[str, Array] = {}
    for name, prop in poses.motion.props.items():
        if "follow" not in prop:
            continue
        (first, one), (second, two) = list(prop["follow"].items())[:2]
        a, b = poses.key(first), poses.key(second)
        start, end = contacts.where(forward(a), one), contacts.where(forward(b), two)
        way = b.position - a.position
        travelled = (pose.position - a.position) @ way / max(float(way @ way), 1e-9)
        out[name] = start + (end - start) * float(np.clip(travelled, 0, 1))
    return out


@dataclass(frozen=True, slots=True)
class ArrowPath:
    """World points of an arrow and its shift in the picture, metres right and down."""

    points: Array
    shift: tuple[float, float]


def arrows(poses: Poses) -> list[ArrowPath]:
    """Arrows of a motion: along the way of a body point, or straight for effort."""
    out = []
    for arrow, middle in zip(poses.motion.arrows, poses.middles, strict=True):
        right, down = arrow.get("off", (0.0, 0.0))
        point = str(arrow["point"])
        if "dir" in arrow:
            key = poses.key(arrow["at"]) if "at" in arrow else poses.keys[-1]
            start = contacts.where(forward(key), point) + np.array(arrow.get("shift", (0, 0, 0)))
            points = start + np.linspace(0, 1, 6)[:, None] * np.array(arrow["dir"], float)
        else:
            ends = (poses.key(arrow["from"]), middle, poses.key(arrow["to"]))
            a, m, b = (contacts.where(forward(pose), point) for pose in ends)
            u = np.linspace(0, 1, 11)[:, None]
            points = 2 * (u - 0.5) * (u - 1) * a + 4 * u * (1 - u) * m + 2 * u * (u - 0.5) * b
        out.append(ArrowPath(points, (float(right), float(down))))
    return out
