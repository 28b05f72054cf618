"""Contact spheres: the places of the body that touch things.

The renderer needs them for the camera, arrows and props; the solver will use the same table.
A contact is a sphere fixed to a node, so its height above a plane does not depend on its turn.
"""

import numpy as np

from .skeleton import NODE, NODES, Array, Frames

# name -> (node, centre from the joint on the left side or the centre, radius), metres
_PAIRED: dict[str, tuple[str, tuple[float, float, float], float]] = {
    "heel": ("ankle", (0.000, -0.050, -0.044), 0.038),
    "ball": ("ankle", (-0.004, -0.058, 0.135), 0.030),
    "ball_out": ("ankle", (0.030, -0.060, 0.105), 0.028),
    "heel_out": ("ankle", (0.018, -0.055, -0.035), 0.033),
    "toe": ("toes", (0.000, -0.005, 0.058), 0.022),
    "instep": ("ankle", (0.000, -0.010, 0.075), 0.040),
    "ankle_out": ("ankle", (0.016, -0.010, 0.000), 0.028),
    "foot_edge": ("ankle", (0.036, -0.038, 0.015), 0.023),
    "ankle_in": ("ankle", (-0.016, -0.010, 0.000), 0.028),
    "shin": ("knee", (0.000, -0.140, 0.000), 0.043),
    "knee": ("knee", (0.000, -0.002, 0.010), 0.047),
    "knee_out": ("knee", (0.010, 0.000, -0.004), 0.044),
    "knee_in": ("knee", (-0.012, 0.000, -0.004), 0.044),
    "calf": ("knee", (0.002, -0.130, -0.020), 0.056),
    "thigh_mid": ("hip", (0.006, -0.210, 0.000), 0.077),
    "thigh_low": ("hip", (0.004, -0.320, 0.000), 0.063),
    "troch": ("hip", (0.022, -0.035, -0.005), 0.088),
    "sit": ("pelvis", (0.070, -0.063, -0.040), 0.078),
    "buttock": ("pelvis", (0.072, -0.015, -0.058), 0.060),
    "iliac": ("pelvis", (0.080, 0.075, 0.005), 0.075),
    "waist": ("pelvis", (0.150, 0.080, 0.010), 0.030),
    "waistfront": ("pelvis", (0.112, 0.080, 0.082), 0.030),
    "rib_out": ("thorax", (0.085, 0.110, -0.005), 0.088),
    "pec": ("thorax", (0.062, 0.160, 0.055), 0.078),
    "scapback": ("thorax", (0.085, 0.205, -0.055), 0.047),
    "shoulder_out": ("shoulder", (0.006, -0.020, 0.000), 0.062),
    "upperarm": ("shoulder", (0.000, -0.160, 0.000), 0.052),
    "elbow": ("elbow", (0.000, 0.002, -0.008), 0.036),
    "forearm": ("fore", (0.002, -0.120, 0.000), 0.038),
    "wristc": ("wrist", (0.000, 0.010, 0.000), 0.025),
    "palm": ("wrist", (-0.002, -0.070, 0.000), 0.0165),
    "palm_back": ("wrist", (0.002, -0.060, 0.000), 0.0145),
    "thumbside": ("wrist", (0.000, -0.055, 0.030), 0.0180),
    "pinkyside": ("wrist", (0.000, -0.055, -0.030), 0.0175),
    "palmheel": ("wrist", (0.000, -0.020, 0.000), 0.0180),
    "knuckles": ("fingers", (0.000, 0.000, 0.000), 0.0155),
    "fingertip": ("tips", (-0.002, -0.028, 0.000), 0.010),
}
_CENTRAL: dict[str, tuple[str, tuple[float, float, float], float]] = {
    "sacrum": ("pelvis", (0.0, 0.060, -0.050), 0.060),
    "lowback": ("lumbar", (0.0, 0.030, -0.035), 0.052),
    "midback": ("thorax", (0.0, 0.060, -0.048), 0.040),
    "upback": ("thorax", (0.0, 0.190, -0.055), 0.042),
    "belly": ("lumbar", (0.0, 0.050, 0.030), 0.080),
    "chest": ("thorax", (0.0, 0.150, 0.045), 0.092),
    "headback": ("head", (0.0, 0.108, -0.036), 0.088),
    "headtop": ("head", (0.0, 0.095, 0.005), 0.088),
    "forehead": ("head", (0.0, 0.085, 0.035), 0.072),
    "head_l": ("head", (0.012, 0.090, -0.005), 0.074),
    "head_r": ("head", (-0.012, 0.090, -0.005), 0.074),
    "chin": ("head", (0.0, -0.005, 0.062), 0.035),
}


def _table() -> tuple[list[str], list[int], list[tuple[float, float, float]], list[float]]:
    rows = [(name, NODE[node], offset, r) for name, (node, offset, r) in _CENTRAL.items()]
    for name, (node, (x, y, z), radius) in _PAIRED.items():
        for suffix, sign in (("_l", 1.0), ("_r", -1.0)):
            full = node if node in NODE else node + suffix
            rows.append((name + suffix, NODE[full], (sign * x, y, z), radius))
    names, nodes, offsets, radii = zip(*rows, strict=True)
    return list(names), list(nodes), list(offsets), list(radii)


_names, _nodes, _offsets, _radii = _table()
NAMES: tuple[str, ...] = tuple(_names)
CONTACT: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
NODE_OF = np.array(_nodes)
OFFSETS: Array = np.array(_offsets)
RADII: Array = np.array(_radii)
_AROUND = np.concatenate([np.eye(3), -np.eye(3)])
_CROWN = (0.0, 0.20, 0.0)  # above the head's joint: hair is no contact but must fit the picture


def centres(frames: Frames) -> Array:
    """World positions of all contact spheres, in the order of ``NAMES``, for each pose."""
    turned = np.einsum("...nij,nj->...ni", frames.turn[..., NODE_OF, :, :], OFFSETS)
    return np.asarray(frames.position[..., NODE_OF, :] + turned)


def where(frames: Frames, name: str) -> Array:
    """World position of one contact sphere."""
    i = CONTACT[name]
    return frames.point(NODES[NODE_OF[i]].name, OFFSETS[i])


def outline(frames: Frames) -> Array:
    """A cloud of points as large as the body: the extremes of every contact sphere."""
    points = centres(frames)
    cloud = points[None] + _AROUND[:, None] * RADII[None, :, None]
    return np.concatenate([cloud.reshape(-1, 3), frames.point("head", _CROWN)[None]])
