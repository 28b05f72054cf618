"""Surfaces of distance fields: surface nets, projection, cutting, smoothing over the mesh."""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .skeleton import Array

Index = NDArray[np.int64]
Distance = Callable[[Array], Array]
_CHUNK = 400_000
_COARSE = 5
_CORNERS = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])


def surface_nets(field: Distance, low: Array, high: Array, step: float) -> tuple[Array, Index]:
    """Points and triangles of the field's zero surface within a box."""
    count = np.ceil((high - low) / step).astype(int) + 1
    lines = [low[i] + step * np.arange(count[i]) for i in range(3)]
    values = _sampled(field, lines, low, step)
    inside = values < 0
    cells, number = _crossed(inside, count)
    total, crossings = np.zeros((len(cells), 3)), np.zeros(len(cells))
    for i, j in combinations(range(8), 2):
        one, two = _CORNERS[i], _CORNERS[j]
        if np.abs(one - two).sum() != 1:
            continue
        a, b = values[tuple((cells + one).T)], values[tuple((cells + two).T)]
        crossed = (a < 0) != (b < 0)
        share = np.where(crossed, a / np.where(crossed, a - b, 1), 0)
        total += np.where(crossed[:, None], one + share[:, None] * (two - one), 0)
        crossings += crossed
    points = low + step * (cells + total / crossings[:, None])
    return points, _split(points, _quads(inside, number, count))


def _sampled(field: Distance, lines: list[Array], low: Array, step: float) -> NDArray[np.float32]:
    """The field on the grid: exact near the surface, copied from a coarse grid far from it."""
    count = np.array([len(line) for line in lines])
    coarse = (count + _COARSE - 1) // _COARSE + 1
    places = [low[i] + step * _COARSE * np.arange(coarse[i]) for i in range(3)]
    corners = np.stack(np.meshgrid(*places, indexing="ij"), -1).reshape(-1, 3)
    rough = np.concatenate(
        [field(corners[i : i + _CHUNK]) for i in range(0, len(corners), _CHUNK)]
    ).reshape(coarse)
    near = np.abs(rough) < step * _COARSE * 1.9 + 0.02
    blocks = np.zeros(coarse - 1, bool)
    for x, y, z in _CORNERS:
        blocks |= near[
            x : coarse[0] - 1 + x, y : coarse[1] - 1 + y, z : coarse[2] - 1 + z
        ]  # fmt: skip
    index = [np.minimum(np.arange(count[i]) // _COARSE, coarse[i] - 2) for i in range(3)]
    out = rough[np.ix_(*index)].astype(np.float32)
    mask = blocks[np.ix_(*index)]
    wanted = mask.copy()
    wanted[1:] |= mask[:-1]
    wanted[:, 1:] |= wanted[:, :-1]
    wanted[:, :, 1:] |= wanted[:, :, :-1]
    chosen = np.argwhere(wanted)
    for start in range(0, len(chosen), _CHUNK):
        x, y, z = chosen[start : start + _CHUNK].T
        out[x, y, z] = field(np.stack([lines[0][x], lines[1][y], lines[2][z]], 1))
    return out


def _crossed(inside: NDArray[np.bool_], count: Index) -> tuple[Index, Index]:
    """The cells that the surface crosses, and the number of each cell (-1: none)."""
    corners = [
        inside[x : count[0] - 1 + x, y : count[1] - 1 + y, z : count[2] - 1 + z]
        for x, y, z in _CORNERS
    ]
    full = np.sum(np.stack(corners), 0, dtype=np.int8)
    active = (full > 0) & (full < len(_CORNERS))
    cells = np.argwhere(active)
    number = np.full(count - 1, -1, np.int64)
    number[active] = np.arange(len(cells))
    return cells, number


def _quads(inside: NDArray[np.bool_], number: Index, count: Index) -> Index:
    """Four cells round each grid edge that the surface crosses, facing outwards."""
    out = []
    for axis in range(3):
        one, two = ((1, 2), (2, 0), (0, 1))[axis]
        lower = [slice(0, count[k] - (1 if k == axis else 0)) for k in range(3)]
        upper = [slice(1 if k == axis else 0, count[k]) for k in range(3)]
        before, after = inside[tuple(lower)], inside[tuple(upper)]
        edges = np.argwhere(before != after)
        within = (edges[:, one] > 0) & (edges[:, two] > 0)
        within &= (edges[:, one] < count[one] - 1) & (edges[:, two] < count[two] - 1)
        edges = edges[within]
        u, v = np.eye(3, dtype=int)[one], np.eye(3, dtype=int)[two]
        quad = np.stack([number[tuple((edges - away).T)] for away in (u + v, v, 0 * u, u)], 1)
        flipped = ~before[tuple(edges.T)]
        quad[flipped] = quad[flipped][:, ::-1]
        out.append(quad)
    quads = np.concatenate(out)
    return quads[(quads >= 0).all(1)]


def _split(points: Array, quads: Index) -> Index:
    """Two triangles a quad, along its shorter diagonal."""
    a, b, c, d = (points[quads[:, i]] for i in range(4))
    shorter = (np.linalg.norm(a - c, axis=1) <= np.linalg.norm(b - d, axis=1))[:, None]
    first = np.where(shorter, quads[:, [0, 1, 2]], quads[:, [0, 1, 3]])
    return np.concatenate([first, np.where(shorter, quads[:, [0, 2, 3]], quads[:, [1, 2, 3]])])


def gradient(field: Distance, points: Array, step: float = 2e-3) -> Array:
    """The field's gradient by central differences."""
    out = np.empty_like(points)
    for k in range(3):
        away = np.zeros(3)
        away[k] = step
        out[:, k] = (field(points + away) - field(points - away)) / (2 * step)
    return out


def normals(field: Distance, points: Array, least: float = 0.0) -> Array:
    """Unit normals of the field at points; ``least`` keeps a vanishing one finite."""
    out = gradient(field, points)
    return np.asarray(out / (np.linalg.norm(out, axis=1, keepdims=True) + least))


def project(field: Distance, points: Array, rounds: int = 3) -> Array:
    """Points moved onto the true surface (Newton)."""
    for _ in range(rounds):
        distance, slope = field(points), gradient(field, points)
        points = points - (distance / np.maximum((slope * slope).sum(1), 0.05))[:, None] * slope
    return points


def smoothed(triangles: Index, values: Array, rounds: int, share: float = 0.5) -> Array:
    """Rows of numbers at the points, evened out over the edges of the mesh."""
    count = len(values)
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    sides = np.unique(np.sort(sides, 1), axis=0)
    degree = np.bincount(sides.ravel(), minlength=count).astype(float)
    source = np.concatenate([sides[:, 0], sides[:, 1]])
    target = np.concatenate([sides[:, 1], sides[:, 0]])
    order = np.argsort(target, kind="stable")
    source, target = source[order], target[order]
    starts = np.minimum(np.searchsorted(target, np.arange(count)), len(source) - 1)
    alone = degree == 0
    for _ in range(rounds):
        around = np.add.reduceat(values[source], starts, axis=0)
        around[alone] = values[alone]
        values = (1 - share) * values + share * around / np.maximum(degree, 1)[:, None]
    return values


def cut(
    points: Array, triangles: Index, side: Array, rows: Sequence[Array] = ()
) -> tuple[Array, Index, list[Array]]:
    """The part of a mesh where ``side`` >= 0, cut exactly there; rows are carried along."""
    side = np.where(np.abs(side) < 1e-7, 1e-7, side)
    inside = side >= 0
    corners = inside[triangles].sum(1)
    made: dict[tuple[int, int], int] = {}
    new_points: list[Array] = []
    new_rows: list[list[Array]] = [[] for _ in rows]

    def middle(i: int, j: int) -> int:
        key = (i, j) if i < j else (j, i)
        if key not in made:
            a, b = key
            share = side[a] / (side[a] - side[b])
            made[key] = len(points) + len(new_points)
            new_points.append(points[a] + share * (points[b] - points[a]))
            for kept, row in zip(new_rows, rows, strict=True):
                kept.append(row[a] + share * (row[b] - row[a]))
        return made[key]

    added: list[tuple[int, int, int]] = []
    for triangle in triangles[(corners == 1) | (corners == 2)]:
        kept = inside[triangle]
        single = kept.sum() == 1
        k = int(np.argmax(kept) if single else np.argmin(kept))
        a, b, c = (int(triangle[(k + i) % 3]) for i in range(3))
        first, second = middle(a, b), middle(a, c)
        added += [(a, first, second)] if single else [(first, b, c), (first, c, second)]
    whole = triangles[corners == 3]
    if added:
        whole = np.concatenate([whole, np.array(added)])
    carried = list(rows)
    if new_points:
        points = np.concatenate([points, np.array(new_points)])
        carried = [np.concatenate([r, np.array(n)]) for r, n in zip(rows, new_rows, strict=True)]
    used = np.unique(whole)
    number = np.full(len(points), -1)
    number[used] = np.arange(len(used))
    return points[used], number[whole], [row[used] for row in carried]
