"""The body as a distance field in the relaxed rest pose, where the mesh is made.

Skinning then bends at most 70 to 90 degrees either way from there.
"""

from collections.abc import Callable, Iterable

import numpy as np

from .body_shapes import Part, soft_min
from .body_table import shapes
from .mesh import HELPERS, SIDE_BONES, rest_frames
from .skeleton import NODE, NODES, Array, expm, logm

SIDES = ("_l", "_r")
BONES = (
    "pelvis", "lumbar", "thorax", "neck", "head",
    *(name + side for side in SIDES for name in SIDE_BONES),
)  # fmt: skip
BONE = {name: i for i, name in enumerate(BONES)}
FAR = 9.0  # metres: the distance of a bone without shapes
# Gives, for a bone, the points in its zero-pose coordinates.
Zero = Callable[[str], Array]


def helper_of(bone: str) -> tuple[str, str, float] | None:
    """The parent node, the joint and the share of its turn, for a helper bone."""
    name, side = bone[:-2], bone[-2:]
    if side not in SIDES or name not in HELPERS:
        return None
    parent, joint, part = HELPERS[name]
    return (parent if parent in NODE else parent + side), joint + side, part


def _places() -> tuple[Array, Array, Array]:
    """Turn and place of each bone in the rest pose, and its place in the zero pose."""
    rest = rest_frames()
    turn, place, zero = np.empty((len(BONES), 3, 3)), np.empty((len(BONES), 3)), []
    for name, i in BONE.items():
        helper = helper_of(name)
        node = NODE[name if helper is None else helper[1]]
        turn[i], place[i] = rest.turn[node], rest.position[node]
        zero.append(NODES[node].position)
        if helper is not None:
            base = rest.turn[NODE[helper[0]]]
            turn[i] = base @ expm(helper[2] * logm(base.T @ rest.turn[node]))
    return turn, place, np.array(zero)


_TURN, _PLACE, _ZERO = _places()


def to_zero(points: Array, bone: str) -> Array:
    """Points of the rest pose in a bone's zero-pose coordinates."""
    i = BONE[bone]
    return np.asarray((points - _PLACE[i]) @ _TURN[i] + _ZERO[i])


def zero_of(points: Array) -> Zero:
    """``to_zero`` for these points, each bone once."""
    known: dict[str, Array] = {}

    def zero(bone: str) -> Array:
        if bone not in known:
            known[bone] = to_zero(points, bone)
        return known[bone]

    return zero


def union(
    parts: Iterable[Part], zero: Zero, start: Array | None = None,
    grow: float = 0.0, blend: float = 1.0,
) -> Array:  # fmt: skip
    """The blended distance of parts, laid over ``start``."""
    out = start
    for part in parts:
        distance = part.shape.distance(zero(part.bone)) - grow
        out = distance if out is None else soft_min(out, distance, part.blend * blend)
    assert out is not None
    return out


def _sided(part: Part, side: str) -> Part:
    return part if part.bone in BONE else part.on(part.bone + side)


class Field:
    """The distance field of one build; left and right limbs never blend with each other."""

    def __init__(self, build: float) -> None:
        found = shapes(build)
        self.torso = [_sided(part, "_l" if part.is_left else "_r") for part in found.torso]
        self.head = found.head
        self.leg, self.arm = self._both(found.leg), self._both(found.arm)
        self.shoe, self.sole = self._both(found.shoe), self._both(found.sole)

    @staticmethod
    def _both(parts: list[Part]) -> tuple[list[Part], list[Part]]:
        left = [_sided(part, "_l") for part in parts]
        return left, [part.mirrored() for part in left]

    def body(self, points: Array, parts: str = "hla") -> Array:
        """Distance to the torso and, by letter, head, legs and arms."""
        zero = zero_of(points)
        torso = union(self.torso, zero)
        out = union(self.head, zero, torso) if "h" in parts else torso
        for letter, limbs in (("l", self.leg), ("a", self.arm)):
            if letter in parts:
                for limb in limbs:
                    out = np.minimum(out, union(limb, zero, torso))
        return out

    def bone_distances(self, points: Array, *, shoes: bool = True) -> Array:
        """Distance of each point to the shapes of each bone."""
        zero = zero_of(points)
        out = np.full((len(points), len(BONES)), FAR)
        groups = [self.torso, self.head, *self.leg, *self.arm]
        if shoes:
            groups += [*self.shoe, *self.sole]
        for part in (part for group in groups for part in group):
            i = BONE[part.bone]
            out[:, i] = np.minimum(out[:, i], part.shape.distance(zero(part.bone)))
        return out
