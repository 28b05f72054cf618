"""The body's surface: load a mesh file and bend it to a pose (linear blend skinning).

A mesh file is a compressed numpy archive in the relaxed rest pose: positions and normals as
small integers, four bones with weights a vertex, baked occlusion, one mask a muscle, and for
each triangle its material, body part and whether both of its sides show (hems).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .skeleton import NODE, Array, Frames, Pose, expm, forward, logm

F = np.float32
Float32 = NDArray[np.float32]
PARTS = (
    "head", "torso", "arm_l", "arm_r", "leg_l", "leg_r", "foot_l", "foot_r", "hand_l", "hand_r",
    "hair",
)  # fmt: skip
PROP_PART = len(PARTS)
POSITION_UNIT = 1.0 / 16000.0  # metres a step of a stored coordinate

REST = {
    "hip.flex": 38, "hip.abd": 20, "knee.flex": 60, "shoulder.abd": 50, "shoulder.flex": 22,
    "elbow.flex": 55, "fingers.curl": 18,
}  # fmt: skip
SIDE_BONES = (
    "scap", "delt", "shoulder", "elbowh", "elbow", "fore", "wrist", "fingers", "tips", "glute",
    "hiph", "hip", "kneeh", "knee", "ankle", "toes",
)  # fmt: skip
# Helper bones make part of their joint's turn and keep bent joints round:
# helper -> (parent node, joint, part of the turn)
HELPERS = {
    "delt": ("scap", "shoulder", 0.55),
    "elbowh": ("shoulder", "elbow", 0.5),
    "glute": ("pelvis", "hip", 0.35),
    "hiph": ("pelvis", "hip", 0.5),
    "kneeh": ("hip", "knee", 0.5),
}
# The trunk grows from the spine forwards when breathing in, so that the back stays on the mat.
_BREATH = {
    "thorax": ((0.0, 0.10, -0.10), (0.018, 0.014, 0.045)),
    "lumbar": ((0.0, 0.05, -0.09), (0.010, 0.0, 0.050)),
}


@dataclass(frozen=True, slots=True)
class _Bone:
    """A skin bone: its node and, for helpers, the parent node and the part of the turn."""

    node: int
    parent: int = -1
    part: float = 1.0
    name: str = ""


def _bones() -> list[_Bone]:
    out = [_Bone(NODE[n], name=n) for n in ("pelvis", "lumbar", "thorax", "neck", "head")]
    for suffix in ("_l", "_r"):
        for name in SIDE_BONES:
            if name in HELPERS:
                parent, joint, part = HELPERS[name]
                up = NODE[parent if parent in NODE else parent + suffix]
                out.append(_Bone(NODE[joint + suffix], up, part))
            else:
                out.append(_Bone(NODE[name + suffix]))
    return out


_BONES = _bones()


@lru_cache(maxsize=1)
def rest_frames() -> Frames:
    pose = Pose()
    for name, degrees in REST.items():
        joint, _, dof = name.partition(".")
        for side in "lr":
            pose.set(f"{joint}_{side}.{dof}", degrees)
    return forward(pose)


def bone_matrices(frames: Frames, breath: float = 0.0) -> Array:
    """(bones, 3, 4) matrices from the rest pose to a pose; ``breath`` 0 (out) to 1 (in)."""
    rest = rest_frames()
    turned = np.einsum("nij,nkj->nik", frames.turn, rest.turn)
    out = np.empty((len(_BONES), 3, 4))
    for i, bone in enumerate(_BONES):
        turn = turned[bone.node]
        if bone.parent >= 0:
            base = turned[bone.parent]
            turn = base @ expm(bone.part * logm(base.T @ turn))
        origin, place = rest.position[bone.node], frames.position[bone.node]
        if breath and bone.name in _BREATH:
            centre, growth = (np.array(v) for v in _BREATH[bone.name])
            place = place - turn @ (growth * breath * centre)
            turn = turn * (1.0 + growth * breath)
        out[i, :, :3] = turn
        out[i, :, 3] = place - turn @ origin
    return out


class Mesh:
    """A skinned surface with everything that does not change from frame to frame."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as data:
            rest = data["positions"].astype(F) * F(POSITION_UNIT)
            self.normals: Float32 = data["normals"].astype(F) / F(127)
            self.triangles = data["triangles"].astype(np.int64)
            bones, weights = data["bones"].astype(np.int64), data["weights"].astype(F)
            self.materials: NDArray[np.uint8] = data["materials"]
            self.parts: NDArray[np.uint8] = data["parts"]
            self.two_sided = data["two_sided"].astype(bool)
            self.occlusion: Float32 = data["occlusion"].astype(F) / F(255)
            masks = data["masks"].astype(F) / F(255)
            self.muscles = {str(n): m for n, m in zip(data["muscles"], masks, strict=True)}
        weights /= weights.sum(1, keepdims=True)
        self._rest = np.concatenate([rest, np.ones((len(rest), 1), F)], axis=1)
        # A dense weight matrix makes blending all bone matrices one matrix product.
        self._weights = np.zeros((len(rest), len(_BONES)), F)
        rows = np.arange(len(rest))
        for k in range(bones.shape[1]):
            self._weights[rows, bones[:, k]] += weights[:, k]
        self.head = np.zeros(len(rest), F)
        self.head[self.triangles[self.parts == PARTS.index("head")]] = 1

    def skin(self, frames: Frames, breath: float = 0.0) -> tuple[Float32, Float32]:
        """Positions and unit normals of all vertices in a pose; nothing sinks into the floor."""
        points, normals = self.bend(frames, breath)
        # Soft tissue flattens where it lies.
        np.maximum(points[:, 1], 0, out=points[:, 1])
        return points, normals

    def bend(self, frames: Frames, breath: float = 0.0) -> tuple[Float32, Float32]:
        """Positions and unit normals as the bones carry them, without a floor."""
        matrices = bone_matrices(frames, breath).reshape(-1, 12).astype(F)
        blended = (self._weights @ matrices).reshape(-1, 3, 4)
        points = np.einsum("vij,vj->vi", blended, self._rest)
        normals = np.einsum("vij,vj->vi", blended[:, :, :3], self.normals)
        length = np.sqrt(np.einsum("ij,ij->i", normals, normals) + F(1e-12))
        return points, normals / length[:, None]

    def mask(self, muscles: dict[str, float], count: int) -> Float32:
        """How strongly each of ``count`` vertices glows; the rest beyond the body stay dark."""
        out = np.zeros(count, F)
        body = out[: len(self._rest)]
        for name, strength in muscles.items():
            for full in (name, f"{name}_l", f"{name}_r"):
                if full in self.muscles:
                    np.maximum(body, self.muscles[full] * F(strength), out=body)
        return out


@lru_cache(maxsize=4)
def load(path: Path) -> Mesh:
    """The mesh of a file, read once."""
    return Mesh(path)
