"""Rounded shapes as distance fields: what the body's surface is made of. A tool, not the app."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .skeleton import Array, mirror_name, rotation

Vec = tuple[float, float, float]
_FLIP = np.array([-1.0, 1.0, 1.0])
_MIRROR = np.diag(_FLIP)


def vec(*numbers: float) -> Array:
    """A vector."""
    return np.array(numbers, float)


def soft_min(a: Array, b: Array, reach: float) -> Array:
    """The smaller distance, with a fillet as wide as ``reach`` where the two meet."""
    overlap = np.maximum(reach - np.abs(a - b), 0) / reach
    return np.asarray(np.minimum(a, b) - overlap * overlap * reach * 0.25)


def soft_max(a: Array, b: Array, reach: float) -> Array:
    """The larger distance, with the same fillet."""
    return -soft_min(-a, -b, reach)


def smooth(low: float, high: float, x: NDArray[np.floating]) -> Array:
    """Smooth step from 0 at ``low`` to 1 at ``high``."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def turned(x: float = 0, y: float = 0, z: float = 0) -> Array:
    """A turn from degrees about Y, then Z, then X."""
    about = rotation((0, 1, 0), np.radians(y)) @ rotation((0, 0, 1), np.radians(z))
    return np.asarray(about @ rotation((1, 0, 0), np.radians(x)))


@dataclass(frozen=True, slots=True)
class Cone:
    """A round cone: a ball that grows or shrinks on its way from ``start`` to ``end``."""

    start: Array
    end: Array
    first: float
    last: float

    def distance(self, points: Array) -> Array:
        """Signed distance to the surface."""
        along = self.end - self.start
        square = along @ along
        slope = self.first - self.last
        flank = square - slope * slope
        share = 1.0 / square
        from_start = points - self.start
        y = from_start @ along
        z = y - square
        q = from_start * square - y[:, None] * along
        x2 = np.einsum("ij,ij->i", q, q)
        y2, z2 = y * y * square, z * z * square
        k = np.sign(slope) * slope * slope * x2
        at_end = np.sqrt(x2 + z2) * share - self.last
        at_start = np.sqrt(x2 + y2) * share - self.first
        between = (np.sqrt(x2 * flank * share) + y * slope) * share - self.first
        beyond = np.sign(z) * flank * z2 > k
        before = np.sign(y) * flank * y2 < k
        return np.asarray(np.where(beyond, at_end, np.where(before, at_start, between)))

    def mirrored(self) -> "Cone":
        """On the other side."""
        return replace(self, start=self.start * _FLIP, end=self.end * _FLIP)


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """An ellipsoid, turned or not."""

    centre: Array
    radii: Array
    turn: Array | None = None

    def share(self, points: Array) -> Array:
        """0 at the centre, 1 on the surface."""
        return np.asarray(np.sqrt(((self._local(points) / self.radii) ** 2).sum(1)))

    def distance(self, points: Array) -> Array:
        """Signed distance to the surface, near enough."""
        local = self._local(points)
        k0 = np.sqrt(((local / self.radii) ** 2).sum(1)) + 1e-9
        k1 = np.sqrt(((local / (self.radii * self.radii)) ** 2).sum(1)) + 1e-9
        return np.asarray(k0 * (k0 - 1.0) / k1)

    def _local(self, points: Array) -> Array:
        local = points - self.centre
        return np.asarray(local if self.turn is None else local @ self.turn)

    def mirrored(self) -> "Ellipsoid":
        """On the other side."""
        turn = None if self.turn is None else _MIRROR @ self.turn @ _MIRROR
        return Ellipsoid(self.centre * _FLIP, self.radii, turn)


@dataclass(frozen=True, slots=True)
class Box:
    """A box with rounded edges."""

    centre: Array
    half: Array
    rounding: float

    def distance(self, points: Array) -> Array:
        """Signed distance to the surface."""
        q = np.abs(points - self.centre) - (self.half - self.rounding)
        outside = np.sqrt((np.maximum(q, 0) ** 2).sum(1))
        return np.asarray(outside + np.minimum(q.max(1), 0) - self.rounding)

    def mirrored(self) -> "Box":
        """On the other side."""
        return replace(self, centre=self.centre * _FLIP)


@dataclass(frozen=True, slots=True)
class Part:
    """A shape that is fixed to a skin bone and blends with its neighbours."""

    bone: str
    blend: float
    shape: Cone | Ellipsoid | Box

    @property
    def is_left(self) -> bool:
        """Whether it lies on the left of the middle."""
        where = self.shape.start if isinstance(self.shape, Cone) else self.shape.centre
        return bool(where[0] > 0)

    def on(self, bone: str) -> "Part":
        """The same shape on another bone."""
        return replace(self, bone=bone)

    def mirrored(self) -> "Part":
        """The same part on the other side."""
        return Part(mirror_name(self.bone), self.blend, self.shape.mirrored())


def cone(bone: str, start: Vec, end: Vec, radii: tuple[float, float], blend: float = 0.03) -> Part:
    """A round cone in zero-pose coordinates."""
    return Part(bone, blend, Cone(vec(*start), vec(*end), *radii))


def egg(bone: str, centre: Vec, radii: Vec, blend: float = 0.03, turn: Vec | None = None) -> Part:
    """An ellipsoid in zero-pose coordinates, turned by degrees about X, Y and Z."""
    matrix = None if turn is None else turned(*turn)
    return Part(bone, blend, Ellipsoid(vec(*centre), vec(*radii), matrix))


def box(bone: str, centre: Vec, half: Vec, rounding: float, blend: float = 0.02) -> Part:
    """A rounded box in zero-pose coordinates."""
    return Part(bone, blend, Box(vec(*centre), vec(*half), rounding))
