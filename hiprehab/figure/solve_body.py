"""What the solver needs of the body: axes in the world, derivatives, mass, and its vocabulary.

Nothing of the running app imports the solver: the tools that bake poses do, and the tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import contacts
from .skeleton import DOF, DOFS, HIGH, LOW, NODE, NODES, Array, Frames, Pose, forward, rotation

COUNT = len(DOFS)
UNKNOWNS = 6 + COUNT  # three of the pelvis' place, three of its turn, then the angles
# Contacts that are named together. A side may follow: "foot_l".
_GROUPS: dict[str, tuple[str, ...]] = {
    "foot": ("heel", "ball", "ball_out"),
    "toes": ("toe", "ball"),
    "tiptoe": ("ball", "ball_out", "toe"),
    "kneel": ("knee", "shin"),
    "hand": ("thumbside", "pinkyside", "fingertip", "palmheel"),
    "fist": ("knuckles",),
    "forearm": ("elbow", "forearm", "wristc"),
    "hip_side": ("troch",),
    "leg_side": ("troch", "knee_out", "foot_edge"),
    "shoulder_side": ("shoulder_out",),
    "insideleg": ("knee_in", "ankle_in"),
}
_CENTRAL_GROUPS: dict[str, tuple[str, ...]] = {
    "head_back": ("headback",),
    "pelvis": ("buttock_l", "buttock_r"),
    "upper_back": ("scapback_l", "scapback_r"),
    "head_side_l": ("head_l",),
    "head_side_r": ("head_r",),
    "low_back": ("lowback",),
}
# Angles that are shared by two joints: the share of each, and of each for the rotation.
_SHARED = {
    "spine": (("lumbar", 0.55, 0.2), ("thorax", 0.45, 0.8)),
    "look": (("neck", 0.5, 0.5), ("head", 0.5, 0.5)),
}
_MASSES: tuple[tuple[str, tuple[float, float, float], float], ...] = (
    ("pelvis", (0, 0.03, 0), 0.142),
    ("thorax", (0, 0.13, 0), 0.305),
    ("lumbar", (0, 0.06, 0), 0.05),
    ("head", (0, 0.08, 0.01), 0.081),
    ("hip", (0, -0.185, 0), 0.100),
    ("knee", (0, -0.182, 0), 0.0465),
    ("ankle", (0, -0.04, 0.05), 0.0145),
    ("shoulder", (0, -0.13, 0), 0.028),
    ("fore", (0, -0.108, 0), 0.016),
    ("wrist", (0, -0.07, 0), 0.006),
)
_ARM = ("shoulder", "elbow", "fore", "wrist", "fingers", "tips")


def contacts_named(name: str) -> list[str]:
    """The contact spheres of a name or group, of both sides unless it names one."""
    if name in contacts.CONTACT:
        return [name]
    if name in _CENTRAL_GROUPS:
        return list(_CENTRAL_GROUPS[name])
    for side in ("_l", "_r"):
        if name.endswith(side) and name[:-2] in _GROUPS:
            return [one + side for one in _GROUPS[name[:-2]]]
    for known in (_GROUPS.get(name, ()), (name,)):
        both = [one + side for side in ("_l", "_r") for one in known]
        if both and all(one in contacts.CONTACT for one in both):
            return both
    raise KeyError(name)


def contact_numbers(names: Iterable[str]) -> list[int]:
    """The numbers of all contacts of several names."""
    return [contacts.CONTACT[one] for name in names for one in contacts_named(name)]


def shares(angle: str) -> list[tuple[int, float]]:
    """The degrees of freedom that an angle's name sets, and the share of each.

    "hip_l.flex" is one, "hip.flex" both sides, "spine.flex" and "look.flex" two joints.
    """
    if angle in DOF:
        return [(DOF[angle], 1.0)]
    joint, _, dof = angle.partition(".")
    if joint in _SHARED:
        pairs = [(f"{one}.{dof}", turn if dof == "rot" else by) for one, by, turn in _SHARED[joint]]
    else:
        pairs = [(f"{joint}{side}.{dof}", 1.0) for side in ("_l", "_r")]
    found = [(DOF[name], share) for name, share in pairs if name in DOF]
    if not found:
        raise KeyError(angle)
    return found


def dofs_named(name: str) -> list[int]:
    """The degrees of freedom of a joint ("hip", "hip_l") or an angle; KeyError if unknown."""
    if "." in name:
        return [number for number, _ in shares(name)]
    joints = {name, name + "_l", name + "_r", *(one for one, _, _ in _SHARED.get(name, ()))}
    found = [i for i, dof in enumerate(DOFS) if dof.name.partition(".")[0] in joints]
    if not found:
        raise KeyError(name)
    return found


def angles_of(pose: Mapping[str, float]) -> Array:
    """Radians of all angles from degrees by name; later names win over earlier ones."""
    out = np.zeros(COUNT)
    for name, degrees in pose.items():
        for number, share in shares(name):
            out[number] = np.radians(float(degrees)) * share
    return out


def _tables() -> tuple[NDArray[np.int64], NDArray[np.bool_], list[tuple[int, int, int]]]:
    owner = np.zeros(COUNT, np.int64)
    acts = np.zeros((len(NODES), COUNT), bool)
    middle: list[tuple[int, int, int]] = []  # the second of three angles: it, the first, the base
    for i, node in enumerate(NODES):
        if node.parent >= 0:
            acts[i] = acts[node.parent]
        for dof in node.dofs:
            owner[dof] = i
            acts[i, dof] = True
        if len(node.dofs) == 3:
            middle.append((node.dofs[1], node.dofs[0], _base(i)))
    return owner, acts, middle


def _base(node: int) -> int:
    """The node against whose frame a joint's angles are measured."""
    parent = NODES[node].parent
    return NODES[parent].parent if NODES[node].name.startswith("shoulder") else parent


_OWNER, _ACTS, _MIDDLE = _tables()
_FIRST = np.array([n.dofs[0] for n in NODES if n.dofs])
_FIRST_BASE = np.array([_base(i) for i, n in enumerate(NODES) if n.dofs])
_LAST = np.array([n.dofs[-1] for n in NODES if len(n.dofs) > 1])
_LAST_NODE = np.array([i for i, n in enumerate(NODES) if len(n.dofs) > 1])
_AXES = np.array([dof.axis for dof in DOFS])
# The shoulder blade moves the arm without turning it: (nodes of the arm, shoulder, its two angles)
_BLADES = [
    (
        np.isin(np.arange(len(NODES)), [NODE[f"{name}_{s}"] for name in _ARM]),
        NODE[f"shoulder_{s}"],
        np.array([DOF[f"scap_{s}.elev"], DOF[f"scap_{s}.prot"]]),
    )
    for s in "lr"
]


def _masses() -> tuple[NDArray[np.int64], Array, Array]:
    rows = [
        (NODE[name + side], offset, weight)
        for name, offset, weight in _MASSES
        for side in (("",) if name in NODE else ("_l", "_r"))
    ]
    nodes, offsets, weights = zip(*rows, strict=True)
    share = np.array(weights, float)
    return np.array(nodes), np.array(offsets, float), share / share.sum()


_MASS_NODE, _MASS_OFFSET, _MASS = _masses()


@dataclass(frozen=True, slots=True)
class Body:
    """A posed body: its frames, contact spheres and the axes of its angles in the world."""

    frames: Frames
    centres: Array
    axes: Array

    @property
    def heights(self) -> Array:
        """How high the lowest point of each contact sphere is."""
        return np.asarray(self.centres[:, 1] - contacts.RADII)

    def moves(self, nodes: NDArray[np.int64], points: Array) -> Array:
        """(points, 3, unknowns): how points fixed to nodes move with each unknown."""
        position = self.frames.position
        out = np.zeros((len(points), 3, UNKNOWNS))
        out[:, 0, 0] = out[:, 1, 1] = out[:, 2, 2] = 1.0
        x, y, z = (points - position[0]).T
        out[:, 0, 4], out[:, 0, 5] = z, -y
        out[:, 1, 3], out[:, 1, 5] = -z, x
        out[:, 2, 3], out[:, 2, 4] = y, -x
        arms = points[:, None] - position[_OWNER]
        swept = np.cross(self.axes, arms)
        swept[~_ACTS[nodes]] = 0.0
        for arm, shoulder, dofs in _BLADES:
            carried = np.cross(self.axes[dofs], position[shoulder] - position[_OWNER[dofs]])
            swept[np.ix_(arm[nodes], dofs)] = carried
        out[:, :, 6:] = swept.transpose(0, 2, 1)
        return out

    def mass_centre(self) -> Array:
        """The centre of mass."""
        return np.asarray(_MASS @ self._mass_points())

    def mass_moves(self) -> Array:
        """(3, unknowns): how the centre of mass moves with each unknown."""
        return np.asarray(np.tensordot(_MASS, self.moves(_MASS_NODE, self._mass_points()), 1))

    def _mass_points(self) -> Array:
        turned = np.einsum("nij,nj->ni", self.frames.turn[_MASS_NODE], _MASS_OFFSET)
        return np.asarray(self.frames.position[_MASS_NODE] + turned)


def posed(pose: Pose) -> Body:
    """Place the body and find the axes: turning about an axis does not move that axis itself."""
    frames = forward(pose)
    axes = np.empty((COUNT, 3))
    axes[_FIRST] = np.einsum("nij,nj->ni", frames.turn[_FIRST_BASE], _AXES[_FIRST])
    axes[_LAST] = np.einsum("nij,nj->ni", frames.turn[_LAST_NODE], _AXES[_LAST])
    for dof, first, base in _MIDDLE:
        before = rotation(_AXES[first], float(pose.angles[first]))
        axes[dof] = frames.turn[base] @ (before @ _AXES[dof])
    return Body(frames, contacts.centres(frames), axes)


def clipped(angles: Array) -> Array:
    """Angles within the joints' limits."""
    return np.clip(angles, LOW, HIGH)
