"""Joints, limits and forward kinematics of the figure.

Axes of the world and of the zero pose: X is the subject's left, Y is up, Z is forward; metres.
Zero pose: standing, feet parallel, arms hanging, palms facing the thighs, all angles 0.
Each degree of freedom (DOF) turns about one axis of its node's frame, in the listed order.
Angles are degrees in files and tables, radians in arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_Vec = tuple[float, float, float]

# Joint centres in the zero pose.
_CENTRAL: dict[str, _Vec] = {
    "pelvis": (0.0, 0.945, 0.0),
    "lumbar": (0.0, 1.045, -0.015),
    "thorax": (0.0, 1.175, -0.020),
    "neck": (0.0, 1.480, -0.022),
    "head": (0.0, 1.575, 0.004),
}
_LEFT: dict[str, _Vec] = {
    "scap": (0.030, 1.435, 0.000),
    "shoulder": (0.170, 1.424, -0.012),
    "elbow": (0.170, 1.122, -0.012),
    "fore": (0.170, 1.122, -0.012),
    "wrist": (0.170, 0.872, -0.012),
    "fingers": (0.170, 0.782, -0.008),
    "tips": (0.170, 0.741, -0.008),
    "hip": (0.090, 0.935, 0.000),
    "knee": (0.090, 0.508, 0.000),
    "ankle": (0.090, 0.088, -0.012),
    "toes": (0.093, 0.028, 0.128),
}
_PARENT: dict[str, str] = {
    "lumbar": "pelvis",
    "thorax": "lumbar",
    "neck": "thorax",
    "head": "neck",
    "scap": "thorax",
    "shoulder": "scap",
    "elbow": "shoulder",
    "fore": "elbow",
    "wrist": "fore",
    "fingers": "wrist",
    "tips": "fingers",
    "hip": "pelvis",
    "knee": "hip",
    "ankle": "knee",
    "toes": "ankle",
}
# node -> (name, axis of the left side or the centre, lower and upper limit in degrees)
_DOFS: dict[str, list[tuple[str, _Vec, float, float]]] = {
    "lumbar": [
        ("flex", (1, 0, 0), -30, 55),
        ("side", (0, 0, 1), -22, 22),
        ("rot", (0, -1, 0), -10, 10),
    ],
    "thorax": [
        ("flex", (1, 0, 0), -22, 35),
        ("side", (0, 0, 1), -22, 22),
        ("rot", (0, -1, 0), -38, 38),
    ],
    "neck": [
        ("flex", (1, 0, 0), -35, 35),
        ("side", (0, 0, 1), -25, 25),
        ("rot", (0, -1, 0), -40, 40),
    ],
    "head": [
        ("flex", (1, 0, 0), -30, 25),
        ("side", (0, 0, 1), -15, 15),
        ("rot", (0, -1, 0), -40, 40),
    ],
    "scap": [("elev", (0, 0, 1), -12, 38), ("prot", (0, -1, 0), -25, 30)],
    "shoulder": [
        ("flex", (-1, 0, 0), -60, 180),
        ("abd", (0, 0, 1), -50, 180),
        ("rot", (0, 1, 0), -90, 90),
    ],
    "elbow": [("flex", (-1, 0, 0), 0, 150)],
    "fore": [("pron", (0, -1, 0), -85, 85)],
    "wrist": [("flex", (0, 0, -1), -85, 80), ("dev", (-1, 0, 0), -35, 20)],
    "fingers": [("curl", (0, 0, -1), -10, 90)],
    "hip": [
        ("flex", (-1, 0, 0), -30, 130),
        ("abd", (0, 0, 1), -35, 65),
        ("rot", (0, 1, 0), -45, 65),
    ],
    "knee": [("flex", (1, 0, 0), -3, 150)],
    "ankle": [("dorsi", (-1, 0, 0), -55, 38), ("inv", (0, 0, -1), -20, 35)],
    "toes": [("ext", (-1, 0, 0), -35, 75)],
}
_FLIPPED = ("side", "rot")  # change sign in a mirrored pose, on central nodes only
_MIRROR = np.array([-1.0, 1.0, 1.0])
_TIP_SHARE = 0.9  # the fingertips curl by this part of the finger curl


@dataclass(frozen=True, slots=True)
class Dof:
    """One angle: its full name ("hip_l.flex"), axis and limits in radians."""

    name: str
    axis: Array
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Node:
    """One joint with its parent's index (-1 for the pelvis) and zero-pose position."""

    name: str
    parent: int
    position: Array
    offset: Array
    dofs: tuple[int, ...]


def rotation(axis: Sequence[float] | Array, angle: float) -> Array:
    """Rotation matrix about a unit axis."""
    x, y, z = (float(v) for v in axis)
    c, s = float(np.cos(angle)), float(np.sin(angle))
    t = 1.0 - c
    return np.array(
        [
            [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
            [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
            [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
        ]
    )


def expm(vector: Array) -> Array:
    """Rotation matrix of a rotation vector."""
    angle = float(np.linalg.norm(vector))
    return np.eye(3) if angle < 1e-12 else rotation(vector / angle, angle)


def logm(matrix: Array) -> Array:
    """Rotation vector of a rotation matrix, also near half a turn."""
    angle = float(np.arccos(np.clip((np.trace(matrix) - 1.0) / 2.0, -1.0, 1.0)))
    skew = np.array(
        [
            matrix[2, 1] - matrix[1, 2],
            matrix[0, 2] - matrix[2, 0],
            matrix[1, 0] - matrix[0, 1],
        ]
    )
    if angle < 1e-7:
        return skew / 2.0
    if angle < np.pi - 1e-4:
        return np.asarray(skew * (angle / (2.0 * np.sin(angle))))
    half = (matrix + np.eye(3)) / 2.0
    column = half[int(np.argmax(np.diag(half)))]
    return np.asarray(column / np.linalg.norm(column) * angle)


def mirror_name(name: str) -> str:
    """The same joint, DOF or contact on the other side; central names stay."""
    joint, dot, dof = name.partition(".")
    if joint.endswith("_l"):
        joint = joint[:-2] + "_r"
    elif joint.endswith("_r"):
        joint = joint[:-2] + "_l"
    return joint + dot + dof


class _Builder:
    """Collects nodes and DOFs while the module is loaded."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.dofs: list[Dof] = []
        self.index: dict[str, int] = {}
        for name, position in _CENTRAL.items():
            self.add(name, _PARENT.get(name), np.array(position), name)
        for suffix, sign in (("_l", 1.0), ("_r", -1.0)):
            for name, position in _LEFT.items():
                parent = _PARENT[name]
                full = parent if parent in _CENTRAL else parent + suffix
                self.add(name + suffix, full, np.array(position) * (sign, 1, 1), name, sign)

    def add(
        self, name: str, parent: str | None, position: Array, table: str, sign: float = 1.0
    ) -> None:
        up = -1 if parent is None else self.index[parent]
        offset = position if up < 0 else position - self.nodes[up].position
        first = len(self.dofs)
        for dof, axis, low, high in _DOFS.get(table, []):
            # A mirrored rotation axis is a pseudo-vector: its other two components flip.
            turned = np.array(axis, float) * (1.0, sign, sign)
            limits = np.radians((low, high))
            self.dofs.append(Dof(f"{name}.{dof}", turned, float(limits[0]), float(limits[1])))
        self.index[name] = len(self.nodes)
        self.nodes.append(Node(name, up, position, offset, tuple(range(first, len(self.dofs)))))


_built = _Builder()
NODES: tuple[Node, ...] = tuple(_built.nodes)
NODE: dict[str, int] = _built.index
DOFS: tuple[Dof, ...] = tuple(_built.dofs)
DOF: dict[str, int] = {dof.name: i for i, dof in enumerate(DOFS)}
LOW: Array = np.array([dof.low for dof in DOFS])
HIGH: Array = np.array([dof.high for dof in DOFS])
_AXES: Array = np.array([dof.axis for dof in DOFS])


def _twin(name: str) -> tuple[int, float]:
    other = mirror_name(name)
    flipped = other == name and name.partition(".")[2] in _FLIPPED
    return DOF[other], -1.0 if flipped else 1.0


_TWINS = [_twin(dof.name) for dof in DOFS]
_TWIN = np.array([i for i, _ in _TWINS])
_TWIN_SIGN = np.array([sign for _, sign in _TWINS])
_CURLS = [DOF[f"fingers_{s}.curl"] for s in "lr"]
_TIP_AXES: Array = np.array([(0.0, 0.0, -1.0), (0.0, 0.0, 1.0)])
_ARMS = [(DOF[f"shoulder_{s}.flex"], DOF[f"shoulder_{s}.abd"], DOF[f"scap_{s}.elev"]) for s in "lr"]


@dataclass(slots=True)
class Pose:
    """All angles (radians, in the order of ``DOFS``) and where and how the pelvis stands."""

    angles: Array = field(default_factory=lambda: np.zeros(len(DOFS)))
    position: Array = field(default_factory=NODES[0].position.copy)
    turn: Array = field(default_factory=lambda: np.eye(3))

    def mirrored(self) -> "Pose":
        """The same pose on the other side."""
        angles = np.empty_like(self.angles)
        angles[_TWIN] = self.angles * _TWIN_SIGN
        turn = self.turn * np.outer(_MIRROR, _MIRROR)
        return Pose(angles, self.position * _MIRROR, turn)

    def set(self, name: str, degrees: float) -> None:
        """Set one angle by name, for tests and the mesh's rest pose."""
        self.angles[DOF[name]] = np.radians(degrees)


@dataclass(frozen=True, slots=True)
class Frames:
    """Where every node is: ``position`` (nodes, 3) and ``turn`` (nodes, 3, 3)."""

    position: Array
    turn: Array

    def point(self, node: str, offset: Sequence[float]) -> Array:
        """World position of a point that is fixed to a node."""
        i = NODE[node]
        return np.asarray(self.position[i] + self.turn[i] @ np.array(offset, float))


def _with_shoulder_rhythm(angles: Array) -> Array:
    """The shoulder blade rises and glides with the arm, within its own limits."""
    out = angles.copy()
    for flex, abd, elev in _ARMS:
        f, a = angles[..., flex], angles[..., abd]
        raised = np.arccos(np.clip(np.cos(f) * np.cos(a), -1.0, 1.0))
        up = 0.26 * np.maximum(0.0, raised - np.radians(35.0))
        reach = 0.14 * np.sin(np.minimum(raised, np.pi / 2)) * np.sin(f) * np.maximum(0, np.cos(a))
        for dof, extra in ((elev, up), (elev + 1, reach)):
            out[..., dof] = np.clip(out[..., dof] + extra, LOW[dof], HIGH[dof])
    return out


def _turns(angles: Array, axes: Array) -> Array:
    """One rotation matrix for each angle (..., n) about its axis (n, 3), all at once."""
    c, s = np.cos(angles), np.sin(angles)
    x, y, z = axes.T
    t = 1.0 - c
    rows = [
        [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
        [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
        [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
    ]
    return np.ascontiguousarray(np.moveaxis(np.array(rows), (0, 1), (-2, -1)))


def forward(pose: Pose) -> Frames:
    """Forward kinematics: place every node of a pose in the world."""
    return Frames(*_placed(pose.angles, pose.position, pose.turn))


def forward_all(poses: Sequence[Pose]) -> Frames:
    """The same for many poses at once: ``position`` and ``turn`` have one row more in front."""
    return Frames(
        *_placed(
            np.array([pose.angles for pose in poses]),
            np.array([pose.position for pose in poses]),
            np.array([pose.turn for pose in poses]),
        )
    )


def _placed(angles: Array, position: Array, turn: Array) -> tuple[Array, Array]:
    """Places and turns of all nodes; any number of rows may be in front of each array."""
    turns = _turns(_with_shoulder_rhythm(angles), _AXES)
    tips = _turns(_TIP_SHARE * angles[..., _CURLS], _TIP_AXES)
    rows = angles.shape[:-1]
    places, bases = np.empty((*rows, len(NODES), 3)), np.empty((*rows, len(NODES), 3, 3))
    for i, node in enumerate(NODES):
        up = node.parent
        if up < 0:
            places[..., i, :], bases[..., i, :, :] = position, turn
            continue
        places[..., i, :] = places[..., up, :] + bases[..., up, :, :] @ node.offset
        # The arm hangs from the shoulder blade but its angles are measured against the trunk.
        above = NODES[up].parent if node.name.startswith("shoulder") else up
        base = bases[..., above, :, :]
        for dof in node.dofs:
            base = base @ turns[..., dof, :, :]
        if node.name.startswith("tips"):
            base = base @ tips[..., "lr".index(node.name[-1]), :, :]
        bases[..., i, :, :] = base
    return places, bases
