"""Cuts the body into pieces: head, face, hair, arms, hands, legs, socks and shoes.

Skin goes on a little below clothes, pushed inwards: nothing pokes through and no hole shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .body_field import BONE, BONES, SIDES, Field, helper_of, to_zero, union, zero_of
from .body_nets import (
    Distance,
    Index,
    cut,
    gradient,
    normals,
    project,
    smoothed,
    surface_nets,
)
from .body_shapes import smooth, soft_max, vec
from .body_table import hair
from .mesh import HELPERS, PARTS, rest_frames
from .palette import MATERIALS
from .skeleton import NODE, NODES, Array

ARM = ("shoulder", "delt", "elbowh", "elbow", "fore", "wrist", "fingers", "tips")
LEG = ("hip", "hiph", "kneeh", "knee", "ankle", "toes")
_REST = rest_frames()


@dataclass(slots=True)
class Piece:
    """A part of the surface with its own material; weights are one row of all bones a point."""

    points: Array
    normals: Array
    triangles: Index
    weights: Array
    materials: NDArray[np.int64]
    parts: NDArray[np.int64]
    two_sided: NDArray[np.bool_]


@dataclass(slots=True)
class Workshop:
    """The field of a build, how coarse to be, and the pieces made so far."""

    form: Field
    coarseness: float
    pieces: list[Piece] = field(default_factory=list)
    _points: Array = field(default_factory=lambda: np.zeros((0, 3)))
    _weights: Array = field(default_factory=lambda: np.zeros((0, len(BONES))))

    def surface(self, of: Distance, low: Array, high: Array, step: float) -> tuple[Array, Index]:
        """The surface of a field, as coarse as this workshop makes it."""
        return surface_nets(of, low, high, step * self.coarseness)

    def weigh(self) -> None:
        """Skin weights on a reference body: the nearest bone, evened out over the surface.

        Over the surface and not through the air: one thigh does not pull the other.
        """
        low, high = vec(-0.85, 0.05, -0.45), vec(0.85, 1.82, 0.75)
        points, triangles = surface_nets(self.form.body, low, high, 0.016)
        weights = np.zeros((len(points), len(BONES)))
        nearest = self.form.bone_distances(points).argmin(1)
        weights[np.arange(len(points)), nearest] = 1
        weights = smoothed(triangles, weights, 26)
        for name, helper in ((name, helper_of(name)) for name in _split_helpers()):
            assert helper is not None
            parent, joint, _ = helper
            ends = (weights[:, BONE[parent]].copy(), weights[:, BONE[joint]].copy())
            total = ends[0] + ends[1]
            x = np.where(total > 1e-6, ends[1] / np.maximum(total, 1e-6), 0)
            weights[:, BONE[parent]] = total * (1 - x) ** 2
            weights[:, BONE[name]] = total * 2 * x * (1 - x)
            weights[:, BONE[joint]] = total * x * x
        self._points, self._weights = points, weights / weights.sum(1, keepdims=True)

    def transfer(self, points: Array) -> Array:
        """Skin weights at any points, from the five nearest of the reference body."""
        known = self._points.astype(np.float32)
        square = (known**2).sum(1)
        out = np.empty((len(points), len(BONES)))
        for i in range(0, len(points), 600):
            some = points[i : i + 600].astype(np.float32)
            far = (some**2).sum(1)[:, None] + square - 2 * some @ known.T
            nearest = np.argpartition(far, 5, axis=1)[:, :5]
            near = np.maximum(np.take_along_axis(far, nearest, 1), 1e-8)
            share = 1 / (near + 1e-5)
            share /= share.sum(1, keepdims=True)
            out[i : i + 600] = np.einsum("ij,ijk->ik", share, self._weights[nearest])
        return out

    def add(
        self, mesh: tuple[Array, Index, Array], material: str, part: str, of: Distance,
        *, two_sided: bool | NDArray[np.bool_] = False,
    ) -> Piece:  # fmt: skip
        """Keep a piece; its normals are the field's."""
        points, triangles, weights = mesh
        count = len(triangles)
        made = Piece(
            points,
            normals(of, points, 1e-9),
            triangles,
            weights,
            np.full(count, MATERIALS.index(material)),
            np.full(count, PARTS.index(part)),
            np.broadcast_to(two_sided, count).copy(),
        )
        self.pieces.append(made)
        return made


def _split_helpers() -> list[str]:
    """Helper bones that share in their joint's bend; the other two are only shapes."""
    names = [name for name in HELPERS if name not in ("glute", "delt")]
    return [name + side for side in SIDES for name in names]


def zero_positions(points: Array, weights: Array) -> Array:
    """Where points of the rest pose would be in the zero pose."""
    out = np.zeros_like(points)
    for name, i in BONE.items():
        chosen = weights[:, i] > 1e-4
        if chosen.any():
            out[chosen] += weights[chosen, i : i + 1] * to_zero(points[chosen], name)
    return out


def weight_of(weights: Array, names: Sequence[str], side: str) -> Array:
    """How much the bones of one limb pull at each point."""
    total = np.zeros(len(weights))
    for name in names:
        total = total + weights[:, BONE[name + side]]
    return total


def place(node: str) -> Array:
    """Where a joint is in the rest pose."""
    return np.asarray(_REST.position[NODE[node]])


def neck_hole(points: Array) -> Array:
    """Below 0 inside the shirt's neck, above a plane that leans forward (thorax coordinates)."""
    along = vec(0, 0.94, 0.342)
    away = (points - vec(0, 1.462, -0.024)) * vec(0.92, 1, 1)
    up = away @ along
    across = np.sqrt(np.maximum((away * away).sum(1) - up * up, 0))
    return soft_max(across - 0.076, 0.004 - up, 0.022)


def head(shop: Workshop) -> None:
    """Head and neck down to below the collar, and the face."""

    def of(points: Array) -> Array:
        return shop.form.body(points, "h")

    points, mesh = shop.surface(of, vec(-0.16, 1.40, -0.17), vec(0.16, 1.80, 0.20), 0.0095)
    points = project(of, points)
    weights = shop.transfer(points)
    high = zero_positions(points, weights)[:, 1] > 1.510
    keep = np.where(high, 0.05, 0.060 - neck_hole(to_zero(points, "thorax")))
    points, mesh, (weights,) = cut(points, mesh, keep, (weights,))
    hidden = smooth(0.006, 0.040, neck_hole(to_zero(points, "thorax")))
    points = points - normals(of, points) * (0.016 * hidden)[:, None]
    shop.add((points, mesh, weights), "skin", "head", of)
    _face(shop, of)


def _face(shop: Workshop, of: Distance) -> None:
    """Eyes, brows and mouth: small patches laid on the surface."""
    node = NODE["head"]
    origin, turn, at = NODES[node].position, _REST.turn[node], _REST.position[node]

    def patch(material: str, flat: Array, triangles: Index) -> None:
        spots = np.column_stack([flat, np.full(len(flat), 0.14)])

        def there(local: Array) -> Array:
            return np.asarray((local - origin) @ turn.T + at)

        for _ in range(14):  # they march onto the face from in front of it
            spots[:, 2] -= np.clip(of(there(spots)), -0.01, 0.03) * 0.9
        points = there(spots)
        weights = np.zeros((len(points), len(BONES)))
        weights[:, BONE["head"]] = 1
        lifted = points + 0.0009 * normals(of, points)
        shop.add((lifted, triangles, weights), material, "head", of)

    u = np.linspace(-1, 1, 9)
    for side in (1, -1):
        patch("eye", *_disc(side * 0.0305, 1.6405, 0.0054, 0.0062))
        line = (side * (0.0315 + 0.0155 * u), 1.6590 + 0.0030 * (1 - u * u) - 0.0014 * u)
        thick = 0.0020 * (1 - 0.55 * u * u * (u > 0) - 0.25 * u * u * (u < 0))
        patch("brow", *_stroke(np.column_stack(line), thick))
    line = (0.0175 * u, 1.5925 - 0.0030 * (1 - u * u))
    patch("lip", *_stroke(np.column_stack(line), 0.0013 * (1 - 0.7 * u * u)))


def _disc(x: float, y: float, wide: float, tall: float) -> tuple[Array, Index]:
    """A round patch, flatter below."""
    count = 12
    rim = [(x, y)]
    for angle in np.linspace(0, 2 * np.pi, count, endpoint=False):
        up = np.sin(angle) * (1 if np.sin(angle) > 0 else 0.8)
        rim.append((x + wide * np.cos(angle), y + tall * up))
    triangles = [(0, 1 + k, 1 + (k + 1) % count) for k in range(count)]
    return np.array(rim), np.array(triangles)


def _stroke(points: Array, thick: Array) -> tuple[Array, Index]:
    """A line of changing thickness."""
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.column_stack([-along[:, 1], along[:, 0]]) * thick[:, None]
    k = len(points)
    triangles = [(i, i + k, i + 1) for i in range(k - 1)]
    triangles += [(i + 1, i + k, i + k + 1) for i in range(k - 1)]
    return np.concatenate([points + across, points - across]), np.array(triangles)


def hairdo(shop: Workshop, bun: bool) -> None:
    """Hair down to a line that is drawn from the side."""
    parts = hair(bun)

    def of(points: Array) -> Array:
        return union(parts, zero_of(points))

    points, mesh = shop.surface(of, vec(-0.12, 1.50, -0.20), vec(0.12, 1.82, 0.16), 0.0105)
    points = project(of, points)
    weights = np.zeros((len(points), len(BONES)))
    weights[:, BONE["head"]] = 1
    at = to_zero(points, "head")
    depth = [-0.12, -0.075, -0.045, -0.030, -0.016, 0.008, 0.022, 0.034, 0.060, 0.080, 0.095, 0.12]
    line = [1.590, 1.590, 1.606, 1.640, 1.668, 1.662, 1.640, 1.672, 1.706, 1.7235, 1.728, 1.728]
    above = at[:, 1] - np.interp(at[:, 2], depth, line)
    points, mesh, (weights,) = cut(points, mesh, above, (weights,))
    shop.add((points, mesh, weights), "hair", "hair", of, two_sided=True)


def arm(shop: Workshop, side: str) -> None:
    """An arm from below the sleeve to the wrist, and its hand."""

    def of(points: Array) -> Array:
        return shop.form.body(points, "a")

    joints = np.array([place(name + side) for name in ("shoulder", "elbow", "wrist")])
    points, mesh = shop.surface(of, joints.min(0) - 0.10, joints.max(0) + 0.10, 0.0125)
    points = project(of, points)
    weights = shop.transfer(points)
    at = zero_positions(points, weights)[:, 1]
    mine = weight_of(weights, ARM, side) > 0.6
    keep = np.where(mine, np.minimum(1.330 - at, at - 0.858), -0.05)
    points, mesh, (weights,) = cut(points, mesh, keep, (weights,))
    hidden = smooth(1.266, 1.315, zero_positions(points, weights)[:, 1])
    points = points - normals(of, points) * (0.014 * hidden)[:, None]
    shop.add((points, mesh, weights), "skin", "arm" + side, of)
    _hand(shop, side, of)


def _hand(shop: Workshop, side: str, of: Distance) -> None:
    joints = np.array([place(name + side) for name in ("wrist", "fingers", "tips")])
    tip = place("tips" + side) + _REST.turn[NODE["tips" + side]] @ vec(0, -0.06, 0)
    low, high = np.minimum(joints.min(0), tip) - 0.085, np.maximum(joints.max(0), tip) + 0.085
    points, mesh = shop.surface(of, low, high, 0.0068)
    points = project(of, points, 4)
    bones = [BONE[name + side] for name in ("fore", "wrist", "fingers", "tips")]
    every = shop.form.bone_distances(points, shoes=False)
    near = every[:, bones]
    pull = np.exp(-(near - near.min(1, keepdims=True)) / np.array([0.010, 0.007, 0.006, 0.005]))
    weights = np.zeros((len(points), len(BONES)))
    weights[:, bones] = pull / pull.sum(1, keepdims=True)
    weights = smoothed(mesh, weights, 3)
    below = 0.876 - zero_positions(points, weights)[:, 1]
    keep = np.where(np.isin(every.argmin(1), bones), below, -0.02)
    points, mesh, (weights,) = cut(points, mesh, keep, (weights,))
    shop.add((points, mesh, weights), "skin", "hand" + side, of)


def leg(shop: Workshop, side: str) -> None:
    """A leg from below the shorts to inside the shoe, the lower end as a sock."""

    def of(points: Array) -> Array:
        return shop.form.body(points, "l")

    joints = np.array([place(name + side) for name in ("hip", "knee", "ankle", "toes")])
    points, mesh = shop.surface(of, joints.min(0) - 0.14, joints.max(0) + 0.12, 0.0135)
    points = project(of, points)
    weights = shop.transfer(points)
    at = zero_positions(points, weights)[:, 1]
    mine = weight_of(weights, LEG, side) > 0.6
    keep = np.where(mine, np.minimum(0.760 - at, at - 0.066), -0.05)
    points, mesh, (weights,) = cut(points, mesh, keep, (weights,))
    at = zero_positions(points, weights)[:, 1]
    hidden = smooth(0.682, 0.735, at)
    points = points - normals(of, points) * (0.020 * hidden)[:, None]
    below = 0.148 - at
    skin, triangles, (kept,) = cut(points, mesh, -below, (weights,))
    shop.add((skin, triangles, kept), "skin", "leg" + side, of)
    sock, triangles, (kept,) = cut(points, mesh, below + 0.006, (weights,))
    sock = sock + 0.0035 * gradient(of, sock)
    shop.add((sock, triangles, kept), "sock", "leg" + side, of)


def shoe(shop: Workshop, side: str) -> None:
    """A shoe and its sole; the toe box bends with the toes."""
    number, sign = SIDES.index(side), 1.0 if side == "_l" else -1.0
    ankle, at = "ankle" + side, place("ankle" + side)
    turn, zero = _REST.turn[NODE[ankle]], NODES[NODE[ankle]].position
    corners = [(sign * x, y, z) for x in (0.03, 0.15) for y in (-0.02, 0.15) for z in (-0.1, 0.22)]
    box = np.array([at + turn @ (vec(*corner) - zero) for corner in corners])

    def upper(points: Array) -> Array:
        local = zero_of(points)
        return soft_max(union(shop.form.shoe[number], local), 0.014 - local(ankle)[:, 1], 0.01)

    def sole(points: Array) -> Array:
        local = zero_of(points)
        out = union(shop.form.sole[number], local) - 0.0015
        y, z = local(ankle)[:, 1], local(ankle)[:, 2]
        top = 0.030 + 0.010 * np.clip(-z / 0.06, -0.3, 1)
        top = top + 0.012 * np.clip((z - 0.15) / 0.05, 0, 1)
        out = soft_max(out, y - top, 0.006)
        spring = 0.010 * np.clip((z - 0.150) / 0.05, 0, 1) ** 2
        return soft_max(out, spring + 0.0008 - y, 0.006)

    for material, of, step in (("shoe", upper, 0.0100), ("sole", sole, 0.0090)):
        points, mesh = shop.surface(of, box.min(0), box.max(0), step)
        points = project(of, points, 3)
        local = to_zero(points, ankle)
        share = smooth(0.105, 0.150, local[:, 2])
        weights = np.zeros((len(points), len(BONES)))
        weights[:, BONE[ankle]] = 1 - share
        weights[:, BONE["toes" + side]] = share
        if material == "shoe":
            rim = 0.106 + 0.9 * np.maximum(np.abs(local[:, 2] + 0.005) - 0.02, 0) ** 2 * 4
            points, mesh, (weights,) = cut(points, mesh, rim - local[:, 1], (weights,))
        shop.add((points, mesh, weights), material, "foot" + side, of)
