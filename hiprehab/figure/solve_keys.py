"""Solves the key poses of a motion file, one after the other.

A free joint of a later key starts from, and is drawn to, the key before: this is what stops
limbs from flipping between keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import contacts
from .skeleton import Array, Pose, expm, logm, rotation
from .solve import Aim, Attach, Effort, Goal, Pin, Targets, Touch, solve
from .solve_body import (
    COUNT,
    angles_of,
    clipped,
    contact_numbers,
    contacts_named,
    dofs_named,
    posed,
    shares,
)

Table = Mapping[str, Any]
# What every motion starts from: relaxed arms and fingers, feet a little apart.
NEUTRAL = {"shoulder.abd": 8, "elbow.flex": 12, "fingers.curl": 20, "hip.abd": 2}
WRITTEN, DEFAULT, FREE, STIFF = 1.6, 0.8, 0.12, 5.0  # weights of angles, per radian
_LOOSE = 0.5  # angles with less weight follow the key before
_GOOD, _BETTER = 0.008, 0.002  # metres: an error that will do; a gain that counts
_ATTEMPTS, _SHAKE = 4, 0.22  # deterministic restarts and their spread, radians
RAISED = frozenset(
    {"step", "chair", "plane", "roller", "ball", "bench", "bolster", "block", "pad", "bike"}
)
_WEDGE = (0.56, 0.36, 0.66)
_UP = np.array([0.0, 1.0, 0.0])
_X, _Y, _Z = (1, 0, 0), (0, 1, 0), (0, 0, 1)
_SIDEWAYS = rotation(_Z, np.pi / 2) @ rotation(_X, -np.pi / 2)
_MIRROR = np.diag([-1.0, 1.0, 1.0])
BASES: dict[str, Array] = {
    "standing": np.eye(3),
    "supine": rotation(_X, -np.pi / 2),
    "prone": rotation(_X, np.pi / 2),
    "quadruped": rotation(_X, np.pi / 2),
    "side_right": _SIDEWAYS,
    "side_left": _MIRROR @ _SIDEWAYS @ _MIRROR,
}
DIRECTIONS = {
    "front": (0, 0, 1),
    "back": (0, 0, -1),
    "out": (1, 0, 0),
    "in": (-1, 0, 0),
    "up": (0, 1, 0),
    "down": (0, -1, 0),
}


def planes(props: Mapping[str, Table]) -> dict[str, tuple[Array, float]]:
    """Normal and offset of every surface that a contact may name, the floor among them."""
    out = {"floor": (_UP, 0.0)}
    for name, prop in props.items():
        kind = prop["kind"]
        if kind in RAISED or (kind == "pillow" and "height" in prop):
            # "top" is how high a soft prop still is with somebody on it.
            out[name] = (_UP, float(prop.get("top", prop["height"])))
        elif kind == "wedge":
            _, height, length = prop.get("size", _WEDGE)
            normal = np.array([0, length - 0.05, height - 0.02])
            normal = normal / np.linalg.norm(normal)
            out[name] = (normal, float(normal @ np.array([0, 0.02, prop["at"][2]])))
        elif kind == "wall":
            normal = np.array(prop.get("normal", (0, 0, -1)), float)
            out[name] = (normal, float(normal @ np.array(prop["at"], float)))
        elif kind == "wallball":
            normal, offset = out[prop["wall"]]
            out[name] = (normal, offset + 2 * prop["radius"] - prop.get("squash", 0.012))
    return out


@dataclass(slots=True)
class Key:
    """One key as it is written: its goal, its targets, and what has to stay in place."""

    name: str
    goal: Goal
    targets: Targets
    pinned: list[int]
    written: Array  # the authored angles, before free joints follow the key before
    pose: Pose = field(default_factory=Pose)  # solved


class KeySolver:
    """Reads the keys of a motion file and solves them in the order in which they depend."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._planes = planes(table.get("props", {}))
        self._pins: dict[int, Array] = {}
        self._before: Key | None = None

    def keys(self) -> list[Key]:
        """All keys, solved, in the order of the file."""
        written = list(self._table["keys"])
        first = self._table.get("pin_from")  # this key decides where pinned points are
        order = sorted(written, key=lambda key: first is not None and key["name"] != first)
        done = {key["name"]: self._solved(key) for key in order}
        return [done[key["name"]] for key in written]

    def written(self) -> list[Key]:
        """All keys as they are written, in the order of the file; pins have no place yet."""
        return [self._read(key) for key in self._table["keys"]]

    def _own(self, key: Table, name: str, default: Any = None) -> Any:
        """What a key says, else what the motion says for all keys."""
        return key.get(name, self._table.get(name, default))

    def _read(self, key: Table) -> Key:
        pose = {**NEUTRAL, **self._table.get("pose", {}), **key.get("pose", {})}
        root = {**self._table.get("root", {}), **key.get("root", {})}
        angles = angles_of(pose)
        goal = Goal(
            angles,
            _turn(str(self._own(key, "base", "standing")), root),
            self._weights(key),
            float(self._own(key, "root_weight", 1.5)),
        )
        pinned = contact_numbers(self._own(key, "pin", []))
        targets = Targets(
            touches=self._touches(key),
            pins={c: Pin(self._pins[c]) for c in self._pins if c in pinned},
            attached=[_attach(row) for row in self._own(key, "attach", [])],
            aims=[_aim(row) for row in self._own(key, "aim", [])],
            balance=contact_numbers(self._own(key, "balance", [])),
        )
        return Key(str(key["name"]), goal, targets, pinned, angles)

    def _touches(self, key: Table) -> list[Touch]:
        named = dict(self._table.get("contacts", {}))
        for name, surface in key.get("contacts", {}).items():
            named.pop(name, None)
            named[name] = surface
        found: dict[str, tuple[Array, float]] = {}
        for name, surface in named.items():
            for contact in contacts_named(name):
                if surface in (False, "none"):
                    found.pop(contact, None)
                elif surface == "mid":
                    # The body's mid plane, from the contact's own side.
                    side = 1.0 if contact.endswith("_l") else -1.0
                    found[contact] = (np.array([side, 0.0, 0.0]), 0.0)
                else:
                    found[contact] = self._planes["floor" if surface is True else surface]
        return [Touch(contacts.CONTACT[name], *plane) for name, plane in found.items()]

    def _weights(self, key: Table) -> Array:
        out = np.full(COUNT, DEFAULT)
        for name in [*self._table.get("pose", {}), *key.get("pose", {})]:
            out[[number for number, _ in shares(name)]] = WRITTEN
        for word, weight in (("free", FREE), ("stiff", STIFF)):
            for name in [*self._table.get(word, []), *key.get(word, [])]:
                out[dofs_named(name)] = weight
        return out

    def _solved(self, written: Table) -> Key:
        key = self._read(written)
        before, loose = self._before, key.goal.weights < _LOOSE
        start = Pose(key.goal.angles.copy(), turn=key.goal.turn)
        if before is None:
            start.position[1] -= float(posed(start).heights.min())
        else:
            start.position = before.pose.position.copy()
            moved = clipped(before.pose.angles + (key.written - before.written))
            goal = np.where(loose, moved, key.written)
            key.goal = Goal(goal, key.goal.turn, key.goal.weights, key.goal.turn_weight)
            start.angles = moved.copy()
        key.pose = self._best(key, start)
        centres = posed(key.pose).centres
        for contact in key.pinned:
            self._pins.setdefault(contact, centres[contact].copy())
        self._before = key
        return key

    def _best(self, key: Key, start: Pose) -> Pose:
        """The first attempt that is good enough, else the best of them."""
        best, least = start, np.inf
        for attempt in range(_ATTEMPTS):
            tried = self._attempt(key, self._shaken(key, start, attempt))
            error = max(key.targets.errors(posed(tried)).values(), default=0.0)
            if attempt == 0 or error < least - _BETTER:
                best, least = tried, error
            if least < _GOOD:
                break
        return best

    def _shaken(self, key: Key, start: Pose, attempt: int) -> Pose:
        if attempt == 0:
            return start
        if attempt == _ATTEMPTS - 1 and self._before is not None:
            return self._before.pose
        noise = np.random.default_rng(attempt).normal(0, _SHAKE, COUNT)
        noise = noise * (key.goal.weights < _LOOSE)
        if self._table.get("symmetric"):
            noise = (noise + Pose(noise).mirrored().angles) / 2
        return Pose(clipped(start.angles + noise), start.position, start.turn)

    def _attempt(self, key: Key, start: Pose) -> Pose:
        """Softly without obstacles, then with them, then hard; symmetric moves meet themselves."""
        efforts = (Effort(hard=0.6, collide=False), Effort(), Effort(hard=6))
        pose = start
        for effort in efforts:
            pose = solve(pose, key.goal, key.targets, effort)
        if self._table.get("symmetric"):
            for _ in range(2):
                pose = solve(_symmetric(pose), key.goal, key.targets, efforts[-1])
            pose.angles = (pose.angles + pose.mirrored().angles) / 2
        return pose


def _symmetric(pose: Pose) -> Pose:
    angles = (pose.angles + pose.mirrored().angles) / 2
    turn = expm(logm(pose.turn) * (1, 0, 0))
    return Pose(angles, pose.position * (0, 1, 1), turn)


def _turn(base: str, root: Mapping[str, float]) -> Array:
    """The pelvis' turn: about the vertical of the world, the base, then its own angles."""

    def by(axis: tuple[int, int, int], name: str) -> Array:
        return rotation(axis, float(np.radians(root.get(name, 0))))

    own = by(_Y, "turn") @ by(_X, "pitch") @ by(_Z, "roll")
    return np.asarray(by(_Y, "yaw") @ BASES[base] @ own)


def _attach(row: list[Any]) -> Attach:
    first, second = (contacts.CONTACT[name] for name in row[:2])
    gap = next((float(x) for x in row[2:] if not isinstance(x, str)), 0.0)
    side = next((direction(x, row[1]) for x in row[2:] if isinstance(x, str)), None)
    return Attach(first, second, gap, side)


def direction(words: str, contact: str) -> Array:
    """ "front", "out", "back+in" and the like in the frame of a contact's bone."""
    mirror = (-1.0, 1.0, 1.0) if contact.endswith("_r") else (1.0, 1.0, 1.0)
    total = np.array([DIRECTIONS[word] for word in words.split("+")], float).sum(0) * mirror
    return np.asarray(total / np.linalg.norm(total))


def _aim(row: list[Any]) -> Aim:
    weight = float(row[2]) if len(row) > 2 else 30.0
    return Aim(contacts.CONTACT[row[0]], np.array(row[1], float), weight)
