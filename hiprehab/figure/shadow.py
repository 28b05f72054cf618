"""The soft shadow on the floor, as a small grid of alpha over floor coordinates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .palette import Palette
from .scan import Float32
from .shade import box3

F = np.float32
_CELL = 0.02  # metres
_BORDER = 0.3
_STRONGEST = 0.6


@dataclass(frozen=True, slots=True)
class Shadow:
    """Premultiplied BGRA pixels over the floor rectangle (x0, z0, x1, z1) in metres."""

    pixels: NDArray[np.uint8]
    area: tuple[float, float, float, float]


def cast(points: Float32, palette: Palette) -> Shadow:
    """Shadow of surface points: tight contact, middle and soft far layers, blurred."""
    height = np.maximum(points[:, 1], 0)
    px, pz = points[:, 0], points[:, 2]
    lean_x = np.asarray(px + height * F(0.22), F)
    lean_z = np.asarray(pz - height * F(0.05), F)
    x0 = float(min(px.min(), lean_x.min())) - _BORDER
    z0 = float(min(pz.min(), lean_z.min())) - _BORDER
    columns = int((float(max(px.max(), lean_x.max())) + _BORDER - x0) / _CELL) + 1
    rows = int((float(max(pz.max(), lean_z.max())) + _BORDER - z0) / _CELL) + 1

    def layer(x: Float32, z: Float32, weight: Float32, blurs: int) -> Float32:
        column = ((x - F(x0)) / F(_CELL)).astype(np.int32)
        cell = ((z - F(z0)) / F(_CELL)).astype(np.int32) * columns + column
        grid = np.bincount(cell, weight, rows * columns).reshape(rows, columns).astype(F)
        for _ in range(blurs):
            grid = box3(grid)
        return grid

    soft = layer(lean_x, lean_z, np.exp(height * F(-1.2)), 7)
    middle = layer(px, pz, np.exp(height / F(-0.20)), 4)
    tight = layer(px, pz, np.exp(height / F(-0.045)), 2)
    alpha = F(0.17) * (1 - np.exp(soft * F(-0.45))) + F(0.15) * (1 - np.exp(middle * F(-0.35)))
    alpha += F(0.22) * (1 - np.exp(tight * F(-0.40)))
    strength = 1.25 if palette.dark else 1.0
    alpha = np.clip(np.clip(alpha, 0, _STRONGEST) * F(strength), 0, F(0.85))
    pixels = np.empty((rows, columns, 4), np.uint8)
    for channel, part in enumerate(palette.shadow[::-1]):
        pixels[..., channel] = alpha * F(part * 255)
    pixels[..., 3] = alpha * F(255)
    return Shadow(pixels, (x0, z0, x0 + columns * _CELL, z0 + rows * _CELL))
