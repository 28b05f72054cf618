"""The regions of the body map: where they are on the body's surface, and how each view sees them.

A region is a number: its place in ``core.places.REGIONS`` counted from 1 on the person's left,
and as much again on the right; 0 is outside the map.  The borders are landmarks that one can
feel: the rim of the pelvis, the groin crease, the bony point at the outer hip, the fold of the
buttock, the knee.  Metres in the zero pose, a person of 1.76 m (``skeleton``).
"""

import numpy as np
from numpy.typing import NDArray

from ..core.places import REGIONS
from .camera import DISTANCE, Camera
from .mesh import PARTS, Mesh
from .scan import scan
from .shade import Pixels, Planes
from .skeleton import Array, Frames, Pose, forward
from .stills import MAP_BORDER

F = np.float32
COUNT = len(REGIONS)
_NUMBER = {name: number for number, name in enumerate(REGIONS, 1)}
_OUTSIDE = [PARTS.index(name) for name in ("arm_l", "arm_r", "hand_l", "hand_r", "head", "hair")]
_THIGH_X, _THIGH_Z = 0.090, -0.005  # the thigh's axis
_TOP, _RIM_TOP, _RIM, _THIGH = 1.175, 1.040, 0.985, 0.835
_KNEE_TOP, _KNEE_END = 0.585, 0.450
_CREASE = ((0.034, 0.868), (0.106, 0.948))  # x and y of both ends of the groin crease
_CREASE_HALF = 0.026
_PUBIC = ((0.0, 0.905), (0.032, 0.050))  # centre and half sizes of an oval
_SIT = ((0.060, 0.832), (0.046, 0.036))
_SACRUM = (0.050, 0.014, 1.000, 0.830)  # half width above and below, height above and below
_SIDE, _INNER, _RIM_SIDE = 42.0, 138.0, 62.0  # degrees round the thigh


def number_of(x: Array, y: Array, z: Array) -> NDArray[np.int64]:
    """The region of points on the left half; ``x`` is the distance from the middle."""
    # Degrees round the thigh: 0 is outwards, 90 forwards, 180 inwards, -90 backwards.
    turned = np.degrees(np.arctan2(z - _THIGH_Z, x - _THIGH_X))
    front, outer = z > _THIGH_Z, np.abs(turned) < _SIDE
    hip = y >= _THIGH
    sacrum = np.interp(y, _SACRUM[:1:-1], _SACRUM[1::-1])
    crease = np.interp(x, [end[0] for end in _CREASE], [end[1] for end in _CREASE])
    rules: list[tuple[str, NDArray[np.bool_]]] = [
        ("lower-leg", y < _KNEE_END),
        ("knee", y < _KNEE_TOP),
        ("sit-bone", ~front & _in_oval(x, y, _SIT)),
        ("pubic-bone", front & _in_oval(x, y, _PUBIC)),
        ("groin", front & (_from_crease(x, y) < _CREASE_HALF)),
        ("tailbone", ~front & (x < sacrum) & (y > _SACRUM[3]) & (y < _SACRUM[2])),
        ("outer-hip", outer & hip & (y < _RIM)),
        ("lower-belly", front & hip & (y < _RIM) & (y > crease) & (x < _CREASE[1][0])),
        ("front-hip", front & hip & (y < _RIM) & (x > _CREASE[0][0])),
        ("buttock", ~front & hip & (y < _RIM)),
        ("outer-thigh", outer & ~hip),
        ("front-thigh", (turned >= _SIDE) & (turned < _INNER) & ~hip),
        ("back-thigh", (turned <= -_SIDE) & (turned > -_INNER) & ~hip),
        ("inner-thigh", y < _RIM),
        ("pelvic-rim", (np.abs(turned) < _RIM_SIDE) & (y < _RIM_TOP)),
        ("lower-belly", front & (y < _TOP)),
        ("low-back", y < _TOP),
    ]
    chosen = np.select([rule for _, rule in rules], [_NUMBER[name] for name, _ in rules], 0)
    return np.asarray(chosen, np.int64)


def _in_oval(
    x: Array, y: Array, oval: tuple[tuple[float, float], tuple[float, float]]
) -> NDArray[np.bool_]:
    (cx, cy), (half_x, half_y) = oval
    return ((x - cx) / half_x) ** 2 + ((y - cy) / half_y) ** 2 < 1


def _from_crease(x: Array, y: Array) -> Array:
    """How far points are from the groin crease, seen from the front."""
    (ax, ay), (bx, by) = _CREASE
    dx, dy = bx - ax, by - ay
    share = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0, 1)
    return np.asarray(np.hypot(x - ax - share * dx, y - ay - share * dy))


def seen(mesh: Mesh, frames: Frames, camera: Camera, size: tuple[int, int]) -> NDArray[np.uint8]:
    """The region of every pixel (height, width) of a picture of the posed body."""
    width, height = size
    points, _ = mesh.skin(frames)
    place = camera.project(points.astype(float), width, height).astype(F)
    x, y = np.ascontiguousarray(place[:, 0]), np.ascontiguousarray(place[:, 1])
    depth = (points.astype(float) - camera.target) @ camera.basis()[:, 2]
    nearness = (DISTANCE / (DISTANCE - depth)).astype(F)
    corners = mesh.triangles
    across, down = x[corners], y[corners]
    area = (across[:, 1] - across[:, 0]) * (down[:, 2] - down[:, 0])
    area -= (across[:, 2] - across[:, 0]) * (down[:, 1] - down[:, 0])
    chosen = np.nonzero((area < 0) | mesh.two_sided)[0]
    triangles = corners[chosen]
    found = scan(x, y, nearness, triangles, size)
    row, column = np.divmod(found.pixels.astype(np.int32), np.int32(width))
    pixels = Pixels(
        found.pixels, found.triangles, column.astype(F) + F(0.5), row.astype(F) + F(0.5),
        width, height,
    )  # fmt: skip
    planes = Planes(x, y, triangles)
    zero, _ = mesh.skin(forward(Pose()))
    where = [pixels.values(planes.of(np.ascontiguousarray(zero[:, i]))) for i in range(3)]
    out = np.zeros(width * height, np.uint8)
    parts = mesh.parts[chosen][found.triangles]
    out[found.pixels] = _numbered(np.stack(where, 1).astype(float), parts)
    return out.reshape(height, width)


def _numbered(zero: Array, parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The regions of points in the zero pose that belong to these parts of the body."""
    right = zero[:, 0] < 0
    for name in ("leg", "foot"):  # which meet in the middle
        right[parts == PARTS.index(f"{name}_l")] = False
        right[parts == PARTS.index(f"{name}_r")] = True
    number = number_of(np.abs(zero[:, 0]), zero[:, 1], zero[:, 2])
    number[right & (number > 0)] += COUNT
    number[np.isin(parts, _OUTSIDE)] = 0
    return number.astype(np.uint8)


def bordered(numbers: NDArray[np.uint8], thick: int) -> NDArray[np.uint8]:
    """Marks with ``MAP_BORDER`` the pixels that lie within so many of another region."""
    padded = np.pad(numbers, thick)
    height, width = numbers.shape
    rim = np.zeros(numbers.shape, bool)
    for dy in range(-thick, thick + 1):
        for dx in range(-thick, thick + 1):
            if dx * dx + dy * dy <= thick * thick:
                y, x = thick + dy, thick + dx
                rim |= padded[y : y + height, x : x + width] != numbers
    return np.where(rim & (numbers > 0), numbers + MAP_BORDER, numbers).astype(np.uint8)
