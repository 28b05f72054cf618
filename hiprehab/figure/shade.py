"""Light on vertices, the depth halo and the colour of every visible pixel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .palette import LEVELS, Palette, smooth
from .scan import EMPTY, Float32, Index, Int32
from .skeleton import Array

F = np.float32
_KEY = np.array([-0.50, 0.68, 0.54], F)  # fixed to the camera, from the upper left
_KEY /= np.linalg.norm(_KEY)
_HEAD_LEVEL, _HEAD_PULL = F(0.50), F(0.42)  # faces stay clean: less contrast
_GLOW_FLOOR = F(0.05)


@dataclass(slots=True)
class Lit:
    """What lighting needs of each vertex: world and view normals, height, depth, occlusion."""

    normals: Float32
    view_normals: Float32
    height: Float32
    depth: Float32  # metres nearer than the pelvis
    occlusion: Float32


def vertex_light(v: Lit) -> Float32:
    """Brightness of each vertex, about 0 to 1."""
    wrapped = np.clip(v.view_normals @ _KEY * F(0.62) + F(0.38), 0, 1)
    sky = F(0.5) + F(0.5) * v.normals[:, 1]
    light = (F(0.66) * wrapped + F(0.26) * sky) * (F(0.35) + F(0.65) * v.occlusion)
    light += F(0.10) * v.occlusion
    facing = np.clip(v.view_normals[:, 2], 0, 1)
    edge = np.clip(v.view_normals[:, 0] * F(0.8) + v.view_normals[:, 1] * F(0.5), 0, 1)
    light += F(0.16) * (1 - facing) ** 3 * edge
    near_floor = np.exp(np.maximum(v.height, 0) * F(-10.0))
    light -= F(0.10) * near_floor * (v.normals[:, 1] < F(0.2))
    # The far side of the body is a touch darker, which tells a near limb from a far one.
    light -= F(0.20) * smooth(-0.06, -0.34, v.depth)
    return np.asarray(light, dtype=F)


def calm_heads(light: Float32, head: Float32) -> None:
    """Pull the head's vertices towards mid tone, in place."""
    body = light[: len(head)]
    body += head * (_HEAD_LEVEL - body) * _HEAD_PULL


class Planes:
    """Linear interpolation of vertex values over the triangles of one picture."""

    def __init__(self, x: Float32, y: Float32, triangles: Index) -> None:
        self._triangles = triangles
        tx, ty = x[triangles], y[triangles]
        self._x0, self._y0 = tx[:, 0], ty[:, 0]
        self._ax, self._ay = tx[:, 1] - self._x0, ty[:, 1] - self._y0
        self._bx, self._by = tx[:, 2] - self._x0, ty[:, 2] - self._y0
        det = self._ax * self._by - self._bx * self._ay
        self._inverse = 1 / np.where(np.abs(det) < F(1e-6), F(1e-6), det)

    def of(self, values: Float32) -> Float32:
        """(triangles, 3): change along x, along y and the value at the origin."""
        corner = values[self._triangles]
        start = corner[:, 0]
        one, two = corner[:, 1] - start, corner[:, 2] - start
        along_x = (one * self._by - two * self._ay) * self._inverse
        along_y = (two * self._ax - one * self._bx) * self._inverse
        offset = start - along_x * self._x0 - along_y * self._y0
        return np.stack([along_x, along_y, offset], axis=1)


@dataclass(slots=True)
class Pixels:
    """The visible pixels of one picture: where they are and which triangle they show."""

    index: Index
    triangle: Index
    x: Float32
    y: Float32
    width: int
    height: int

    def values(self, planes: Float32) -> Float32:
        """Interpolated values of all pixels."""
        got = planes[self.triangle]
        return np.asarray(got[:, 0] * self.x + got[:, 1] * self.y + got[:, 2])

    def part(self, chosen: NDArray[np.intp]) -> "Pixels":
        """Some of the pixels."""
        return Pixels(
            self.index[chosen],
            self.triangle[chosen],
            self.x[chosen],
            self.y[chosen],
            self.width,
            self.height,
        )


def box3(values: Float32) -> Float32:
    """Mean over 3 x 3 cells; zeros beyond the border."""
    padded = np.pad(values, 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return np.asarray((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / F(9))


def _bilinear(grid: Float32, x: Float32, y: Float32) -> Float32:
    height, width = grid.shape
    x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
    column, row = x.astype(np.int32), y.astype(np.int32)
    fx, fy = x - column.astype(F), y - row.astype(F)
    cell = row * width + column
    right, below = (1 if width > 1 else 0), (width if height > 1 else 0)
    flat = grid.ravel()
    top = flat[cell] * (1 - fx) + flat[cell + right] * fx
    bottom = flat[cell + below] * (1 - fx) + flat[cell + below + right] * fx
    return np.asarray(top * (1 - fy) + bottom * fy)


def halo(depth: Float32, pixels: Pixels, samples: int, distance: float) -> Float32:
    """Darkening of each pixel by nearer surroundings: depth minus its blurred self.

    ``depth`` (height, width) is 0 where nothing is drawn.  Limbs darken what is behind them.
    """
    cell = 4 * samples
    height, width = pixels.height, pixels.width
    tall, wide = -(-height // cell) * cell, -(-width // cell) * cell
    near, hit = np.zeros((tall, wide), F), np.zeros((tall, wide), F)
    near[:height, :width] = depth
    hit[:height, :width] = depth != 0
    blocks = (tall // cell, cell, wide // cell, cell)
    near, hit = near.reshape(blocks).sum(axis=(1, 3)), hit.reshape(blocks).sum(axis=(1, 3))
    for _ in range(2):
        near, hit = box3(near), box3(hit)
    blurred = np.asarray(near / np.maximum(hit, F(1e-6)), F)
    around = _bilinear(blurred, pixels.x / F(cell) - F(0.5), pixels.y / F(cell) - F(0.5))
    metres = (around - depth.ravel()[pixels.index]) * F(distance)
    return np.asarray(np.clip(metres * F(1.5) - F(0.02), 0, F(0.16)))


def packed(colours: Array) -> NDArray[np.uint32]:
    """Colours 0 to 1 as opaque 0xAARRGGBB words."""
    b = (colours.reshape(-1, 3) * 255 + 0.5).astype(np.uint32)
    return np.asarray((b[:, 0] << 16) | (b[:, 1] << 8) | b[:, 2] | np.uint32(0xFF000000))


def unpacked(words: NDArray[np.uint32]) -> Float32:
    """Red, green and blue 0 to 255 of packed words."""
    parts = [(words >> shift) & np.uint32(255) for shift in (16, 8, 0)]
    return np.stack(parts, axis=1).astype(F)


def colour_of(light: Float32, material: Int32, table: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Look each pixel's brightness up in its material's ramp."""
    level = (light * F(LEVELS - 1)).astype(np.int32)
    return np.asarray(table[material * LEVELS + level])


class Glow:
    """Paints working muscles over skin and cloth, a little lit by themselves."""

    def __init__(self, palette: Palette) -> None:
        self._core = palette.glow_core.astype(F)
        self._edge = palette.glow_edge.astype(F)

    def paint(
        self,
        words: NDArray[np.uint32],
        pixels: Pixels,
        light: Float32,
        mask: tuple[Float32, Index],
        planes: Planes,
    ) -> None:
        """Change ``words`` in place; ``mask`` is the vertex mask and the shown triangles."""
        values, triangles = mask
        bright = values[triangles]
        lit = np.maximum(np.maximum(bright[:, 0], bright[:, 1]), bright[:, 2]) > _GLOW_FLOOR
        chosen = np.nonzero(lit[pixels.triangle])[0]
        if not len(chosen):
            return
        amount = pixels.part(chosen).values(planes.of(values))
        alpha = F(0.52) * smooth(0.02, 0.34, amount) + F(0.44) * smooth(0.15, 0.80, amount)
        level = np.clip(light[chosen] * F(255 * 0.62) + F(88), 0, 255).astype(np.int32)
        edge, core = self._edge[level], self._core[level]
        hot = edge + (core - edge) * smooth(0.10, 0.75, amount)[:, None]
        base = unpacked(words[chosen])
        mixed = np.clip(base + (hot - base) * alpha[:, None], 0, 255)
        words[chosen] = packed(np.asarray(mixed / 255.0))


def clean_depth(depth: Float32) -> None:
    """Set empty pixels to 0, in place: nearness of drawn ones is always larger."""
    depth[depth == EMPTY] = 0
