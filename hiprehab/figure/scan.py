"""Scan conversion: triangles to a triangle number and a depth for every pixel, in numpy.

There is no loop over triangles: triangles become rows, rows become fragments, as flat arrays.
Triangles are sorted back to front, so a plain scatter (the last write wins) settles almost
all pixels; the few fragments that lost although they are nearer are written once more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F = np.float32
_I = np.int32
Float32 = NDArray[np.float32]
Index = NDArray[np.int64]
Int32 = NDArray[np.int32]
EMPTY = F(-1e9)


@dataclass(slots=True)
class Fragments:
    """Visible pixels: their flat index, triangle and depth slope; ``depth`` is the whole buffer."""

    pixels: Index
    triangles: Index
    slope: Float32
    depth: Float32


@dataclass(slots=True)
class _Rows:
    """Spans of pixels: triangle, pixel row, first column and length."""

    triangle: Int32
    row: Int32
    first: Int32
    count: Int32


def _line(xa: Float32, ya: Float32, xb: Float32, yb: Float32) -> tuple[Float32, Float32]:
    """x as slope * y + offset along an edge that runs downwards."""
    rise = yb - ya
    slope: Float32 = (xb - xa) / np.maximum(rise, F(1e-6))
    return slope, xa - slope * ya


def _spans(x: Float32, y: Float32, first: Int32, rows: Int32, width: int) -> _Rows:
    """Pixel spans of triangles with corners (n, 3); ``first`` row and number of rows given."""
    order = np.argsort(y, axis=1)
    xs, ys = np.take_along_axis(x, order, 1), np.take_along_axis(y, order, 1)
    xa, xb, xc = xs.T
    ya, yb, yc = ys.T
    slope_long, offset_long = _line(xa, ya, xc, yc)
    slope_up, offset_up = _line(xa, ya, xb, yb)
    slope_down, offset_down = _line(xb, yb, xc, yc)
    # Upper and lower short edges behind each other: one table lookup picks the right one.
    slope_short = np.concatenate([slope_up, slope_down])
    offset_short = np.concatenate([offset_up, offset_down])
    count = len(x)
    triangle = np.repeat(np.arange(count, dtype=_I), rows)
    start = (np.cumsum(rows) - rows).astype(_I)
    row = np.arange(len(triangle), dtype=_I) - (start - first)[triangle]
    middle = row.astype(F)
    middle += F(0.5)
    left = slope_long[triangle] * middle
    left += offset_long[triangle]
    short = triangle + np.where(middle > yb[triangle], _I(count), _I(0))
    right = slope_short[short] * middle
    right += offset_short[short]
    begin = np.ceil(np.minimum(left, right) - F(0.5)).astype(_I)
    end = np.ceil(np.maximum(left, right) - F(0.5)).astype(_I)
    np.maximum(begin, 0, out=begin)
    np.minimum(end, width, out=end)
    length = end - begin
    keep = np.nonzero(length > 0)[0]
    return _Rows(triangle[keep], row[keep], begin[keep], length[keep])


def _depth_planes(x: Float32, y: Float32, z: Float32) -> tuple[Float32, Float32, Float32]:
    """Depth of each triangle as a plane: change along x, along y, and value at the origin."""
    (x0, x1, x2), (y0, y1, y2), (z0, z1, z2) = x.T, y.T, z.T
    det = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    inverse = 1 / np.where(np.abs(det) < F(1e-9), F(1e-9), det)
    along_x = ((z1 - z0) * (y2 - y0) - (z2 - z0) * (y1 - y0)) * inverse
    along_y = ((z2 - z0) * (x1 - x0) - (z1 - z0) * (x2 - x0)) * inverse
    return along_x, along_y, z0 - along_x * x0 - along_y * y0


def scan(
    x: Float32, y: Float32, nearness: Float32, triangles: Index, size: tuple[int, int]
) -> Fragments:
    """Draw triangles of either winding into a picture of ``size`` (width, height).

    ``x``, ``y`` are pixels of the vertices, ``nearness`` grows towards the camera.
    """
    width, height = size
    ty = y[triangles]
    first = np.ceil(np.minimum(np.minimum(ty[:, 0], ty[:, 1]), ty[:, 2]) - F(0.5)).astype(_I)
    last = np.floor(np.maximum(np.maximum(ty[:, 0], ty[:, 1]), ty[:, 2]) - F(0.5)).astype(_I)
    np.maximum(first, 0, out=first)
    np.minimum(last, height - 1, out=last)
    rows = last - first + 1
    seen = np.nonzero(rows > 0)[0]
    corner_depth = nearness[triangles[seen]]
    order = np.argsort(corner_depth[:, 0] + corner_depth[:, 1] + corner_depth[:, 2])
    seen, tz = seen[order], corner_depth[order]
    tx, ty = x[triangles[seen]], ty[seen]
    spans = _spans(tx, ty, first[seen], rows[seen], width)
    along_x, along_y, base = _depth_planes(tx, ty, tz)
    owner = spans.triangle
    at_start = base[owner] + along_y[owner] * (spans.row.astype(F) + F(0.5))
    at_start += along_x[owner] * (spans.first.astype(F) + F(0.5))
    end = np.cumsum(spans.count, dtype=_I)
    total = int(end[-1]) if len(end) else 0
    span = np.repeat(np.arange(len(end), dtype=_I), spans.count)
    column = np.arange(total, dtype=_I)
    column -= (end - spans.count)[span]
    pixel = (spans.row * _I(width) + spans.first)[span]
    pixel += column
    depth = column.astype(F)
    depth *= along_x[owner][span]
    depth += at_start[span]
    winner, buffer = _resolve(pixel, depth, owner[span], width * height)
    pixels = np.nonzero(winner >= 0)[0]
    local = winner[pixels]
    slope = (np.abs(along_x) + np.abs(along_y))[local]
    return Fragments(pixels, seen[local], slope, buffer)


def _resolve(pixel: Int32, depth: Float32, owner: Int32, count: int) -> tuple[Int32, Float32]:
    """The nearest fragment of each pixel: owner (-1 for none) and depth buffers."""
    buffer = np.full(count, EMPTY, F)
    winner = np.full(count, -1, _I)
    buffer[pixel] = depth
    winner[pixel] = owner
    lost = np.nonzero(depth > buffer[pixel] + F(1e-7))[0]
    if len(lost):
        lost = lost[np.argsort(depth[lost])]
        buffer[pixel[lost]] = depth[lost]
        winner[pixel[lost]] = owner[lost]
    return winner, buffer
