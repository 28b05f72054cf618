"""Surfaces of things: boxes, cylinders, balls and ribbons gathered into one mesh."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .mesh import Float32
from .skeleton import Array

F = np.float32
_GRID = 0.09  # metres between the points of a box's faces: light is computed at points
Triangles = NDArray[np.int64]
# (u, v) from 0 to 1 -> points and normals
Patch = Callable[[Array, Array], tuple[Array, Array]]


@dataclass(slots=True)
class Surface:
    """A finished mesh: triangles with a colour number each and the colours themselves."""

    points: Float32
    normals: Float32
    triangles: Triangles
    colours: NDArray[np.int64]
    palette: Array

    def mirrored(self) -> "Surface":
        """Reflected left to right, with the winding turned round."""
        flip = np.array([-1, 1, 1], F)
        turned = self.triangles[:, [0, 2, 1]]
        return Surface(self.points * flip, self.normals * flip, turned, self.colours, self.palette)


def unit(vector: Array) -> Array:
    """The vector (or rows of vectors) with length 1."""
    return np.asarray(vector / (np.linalg.norm(vector, axis=-1, keepdims=True) + 1e-9))


def grid_triangles(columns: int, rows: int) -> Triangles:
    """Two triangles for each cell of a grid of points numbered column by column."""
    number = np.arange(columns * rows).reshape(columns, rows)
    a, b = number[:-1, :-1].ravel(), number[1:, :-1].ravel()
    c, d = number[1:, 1:].ravel(), number[:-1, 1:].ravel()
    return np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])


class Builder:
    """Collects patches and turns them into a ``Surface``."""

    def __init__(self) -> None:
        self._points: list[Array] = []
        self._normals: list[Array] = []
        self._triangles: list[Triangles] = []
        self._colours: list[Array] = []
        self._count = 0

    def add(self, points: Array, normals: Array, triangles: Triangles, colour: Array) -> None:
        """Add a piece; triangles are wound so that they face along the normals."""
        a, b, c = (points[triangles[:, i]] for i in range(3))
        facing = np.cross(b - a, c - a)
        wrong = (facing * normals[triangles].mean(axis=1)).sum(axis=1) < 0
        triangles = np.where(wrong[:, None], triangles[:, [0, 2, 1]], triangles)
        self._points.append(points)
        self._normals.append(normals)
        self._triangles.append(triangles + self._count)
        self._colours.append(np.asarray(colour, float))
        self._count += len(points)

    def done(self) -> Surface | None:
        """Everything added so far, or None when there is nothing."""
        if not self._points:
            return None
        numbers = [np.full(len(t), i) for i, t in enumerate(self._triangles)]
        return Surface(
            np.concatenate(self._points).astype(F),
            np.concatenate(self._normals).astype(F),
            np.concatenate(self._triangles),
            np.concatenate(numbers).astype(np.int64),
            np.array(self._colours),
        )

    def patch(self, shape: Patch, columns: int, rows: int, colour: Array) -> None:
        """A grid laid over a parametric patch."""
        u, v = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, 1, rows), indexing="ij")
        points, normals = shape(u.ravel(), v.ravel())
        self.add(points, normals, grid_triangles(columns, rows), colour)

    def box(
        self,
        centre: Array,
        half: Array,
        colour: Array,
        *,
        turn: Array | None = None,
        rounding: float = 0.012,
        top: Array | None = None,
    ) -> None:
        """A box with rounded edges; ``top`` is another colour for its upper face."""
        turn = np.eye(3) if turn is None else turn
        for axis in range(3):
            for sign in (1.0, -1.0):
                points, normals, size = box_face(half, axis, sign, rounding, _GRID)
                upper = top is not None and axis == 1 and sign > 0
                self.add(
                    centre + points @ turn.T, normals @ turn.T, grid_triangles(*size),
                    top if upper and top is not None else colour,
                )  # fmt: skip

    def cylinder(
        self,
        start: Array,
        end: Array,
        radius: float,
        colour: Array,
        *,
        sides: int = 28,
        cap: Array | None = None,
    ) -> None:
        """A closed cylinder; ``cap`` is another colour for its ends."""
        length = float(np.linalg.norm(end - start))
        along = (end - start) / length
        helper = np.array([1.0, 0, 0]) if abs(along[0]) < 0.8 else np.array([0, 1.0, 0])
        one = unit(np.cross(along, helper))
        two = np.cross(along, one)

        def ring(u: Array) -> Array:
            angle = u * 2 * np.pi
            return np.cos(angle)[:, None] * one + np.sin(angle)[:, None] * two

        def side(u: Array, v: Array) -> tuple[Array, Array]:
            out = ring(u)
            return start + along * (v * length)[:, None] + out * radius, out

        self.patch(side, sides, max(3, int(length / 0.06)), colour)
        for place, sign in ((start, -1.0), (end, 1.0)):

            def lid(
                u: Array, v: Array, place: Array = place, sign: float = sign
            ) -> tuple[Array, Array]:
                out = ring(u)
                normals = sign * along + out * np.where(v > 0.9, 0.6, 0)[:, None]
                return place + out * (radius * v)[:, None], unit(normals)

            self.patch(lid, sides, 5, colour if cap is None else cap)

    def ball(self, centre: Array, radius: float, colour: Array, *, sides: int = 32) -> None:
        """A sphere."""

        def shape(u: Array, v: Array) -> tuple[Array, Array]:
            turn, rise = u * 2 * np.pi, (v - 0.5) * np.pi * 0.9999
            flat = np.cos(rise)
            normals = np.stack([flat * np.cos(turn), np.sin(rise), flat * np.sin(turn)], 1)
            return centre + radius * normals, normals

        self.patch(shape, sides, sides * 5 // 8, colour)

    def ribbon(
        self, middle: Array, across: Array, normals: Array, colour: Array, thickness: float = 0.004
    ) -> None:
        """A flat band along points; ``across`` reaches from the middle to its edge."""
        count = len(middle)
        first = np.arange(count - 1)
        strip = np.concatenate(
            [
                np.stack([first, first + 1, first + count], 1),
                np.stack([first + 1, first + 1 + count, first + count], 1),
            ]
        )
        for sign, shift in ((1.0, 0.0), (-1.0, thickness)):
            core = middle - normals * shift
            self.add(
                np.concatenate([core - across, core + across]),
                np.concatenate([normals, normals]) * sign,
                strip,
                colour,
            )


def box_face(
    half: Array, axis: int, sign: float, rounding: float, step: float
) -> tuple[Array, Array, tuple[int, int]]:
    """One face of a rounded box about the origin: points, normals, grid size."""
    first, second = (axis + 1) % 3, (axis + 2) % 3

    def lines(size: float) -> Array:
        # Grid lines crowd at the borders, where the face bends round the edge.
        share = rounding / size
        count = max(6, int(2 * size / step) + 5)
        border = np.array([0, 0.35 * share, share]) / 2
        inner = np.linspace(share / 2, 1 - share / 2, count)[1:-1]
        return np.concatenate([border, inner, 1 - border[::-1]])

    u, v = np.meshgrid(lines(float(half[first])), lines(float(half[second])), indexing="ij")
    points = np.empty((u.size, 3))
    points[:, axis] = sign * half[axis]
    points[:, first] = (2 * u.ravel() - 1) * half[first]
    points[:, second] = (2 * v.ravel() - 1) * half[second]
    core = np.clip(points, -(half - rounding), half - rounding)
    normals = unit(points - core)
    return core + normals * rounding, normals, (u.shape[0], u.shape[1])


def hull(points: Array) -> NDArray[np.int64]:
    """Indices of the convex hull of points in a plane, in order."""
    order = np.lexsort((points[:, 1], points[:, 0]))

    def half(indices: NDArray[np.int64]) -> list[int]:
        out: list[int] = []
        for i in indices:
            while len(out) > 1:
                a, b = points[out[-1]] - points[out[-2]], points[i] - points[out[-2]]
                if a[0] * b[1] - a[1] * b[0] > 1e-12:
                    break
                out.pop()
            out.append(int(i))
        return out

    return np.array(half(order)[:-1] + half(order[::-1])[:-1])
