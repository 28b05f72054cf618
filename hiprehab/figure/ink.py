"""Ink: dark lines where the depth jumps, and finer ones between parts of the body."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .mesh import PARTS
from .scan import Float32
from .skeleton import Array

F = np.float32
_JUMP = F(0.022)  # metres of depth step that draw a line
_NONE = np.uint8(255)


def _part_steps() -> Float32:
    """Metres of depth step that draw a line between two parts; the last part is the props."""
    count = len(PARTS) + 1
    step = np.full((count, count), 0.004, F)
    np.fill_diagonal(step, 0.022)
    index = {name: i for i, name in enumerate(PARTS)}
    pairs = {("torso", "head"): 0.014, ("head", "hair"): 0.006}
    for s in "lr":
        pairs |= {
            ("torso", f"arm_{s}"): 0.016,
            ("torso", f"leg_{s}"): 0.016,
            (f"arm_{s}", f"hand_{s}"): 0.012,
            (f"leg_{s}", f"foot_{s}"): 0.010,
        }
    for (a, b), value in pairs.items():
        step[index[a], index[b]] = step[index[b], index[a]] = value
    return step


_PART_STEPS = _part_steps()
_STEPS_BY_PAIR = _PART_STEPS.ravel()


@dataclass(slots=True)
class Canvas:
    """The buffers of one picture, all (height, width): depth 0 and part 255 where empty."""

    words: NDArray[np.uint32]
    depth: Float32
    slope: Float32
    part: NDArray[np.uint8]
    material: NDArray[np.uint8]


def _widest(values: Float32, radius: int) -> Float32:
    """Maximum over a square of 2 * radius + 1 pixels."""
    across = values.copy()
    for k in range(1, radius + 1):
        np.maximum(across[:, k:], values[:, :-k], out=across[:, k:])
        np.maximum(across[:, :-k], values[:, k:], out=across[:, :-k])
    out = across.copy()
    for k in range(1, radius + 1):
        np.maximum(out[k:], across[:-k], out=out[k:])
        np.maximum(out[:-k], across[k:], out=out[:-k])
    return out


def _seams(canvas: Canvas, distance: float) -> NDArray[np.bool_]:
    """Pixels on the far side of a border between two parts that differ enough in depth."""
    out = np.zeros(canvas.depth.shape, bool)
    height, width = canvas.depth.shape
    slope = np.minimum(canvas.slope, F(0.02))
    for dy, dx in ((0, 1), (1, 0)):
        a = (slice(0, height - dy), slice(0, width - dx))
        b = (slice(dy, height), slice(dx, width))
        differ = (canvas.part[a] != canvas.part[b]) & (canvas.part[a] != _NONE)
        y, x = np.divmod(np.flatnonzero(differ & (canvas.part[b] != _NONE)), width - dx)
        if not len(y):
            continue
        za, zb = canvas.depth[y, x], canvas.depth[y + dy, x + dx]
        own = np.maximum(slope[y, x], slope[y + dy, x + dx])
        step = (np.abs(za - zb) - own) * F(distance)
        pair = canvas.part[y, x].astype(np.intp) * len(_PART_STEPS)
        pair += canvas.part[y + dy, x + dx]
        deep = np.nonzero(step > _STEPS_BY_PAIR[pair])[0]
        beyond = np.where(za[deep] < zb[deep], 0, 1)
        out[y[deep] + beyond * dy, x[deep] + beyond * dx] = True
    return out


def _nearest_material(canvas: Canvas, y: Array, x: Array, radius: int) -> NDArray[np.uint8]:
    """Material of the nearest surface around each pixel: the line takes its colour."""
    height, width = canvas.depth.shape
    depth, material = canvas.depth[y, x], canvas.material[y, x]
    steps = (
        (0, radius),
        (0, -radius),
        (radius, 0),
        (-radius, 0),
        (1, 1),
        (-1, 1),
        (1, -1),
        (-1, -1),
    )
    for dy, dx in steps:
        yy, xx = np.clip(y + dy, 0, height - 1), np.clip(x + dx, 0, width - 1)
        other = canvas.depth[yy, xx]
        nearer = other > depth
        depth = np.where(nearer, other, depth)
        material = np.where(nearer, canvas.material[yy, xx], material)
    return np.asarray(material)


def draw(
    canvas: Canvas, colours: Array, line: Array, radius: int, distance: float
) -> NDArray[np.intp]:
    """Ink the picture in place; returns the flat indices of the inked pixels.

    ``colours`` holds one ink a material, ``line`` is the colour of the outline.
    """
    hit = canvas.part != _NONE
    jump = _widest(canvas.depth, radius) - canvas.depth
    # A grazing surface changes depth from pixel to pixel too: its own slope does not count.
    jump -= np.minimum(canvas.slope, F(0.05)) * F(1.25 * radius)
    edge = jump > _JUMP / F(distance)
    fine = _seams(canvas, distance)
    if radius > 1:
        wide = fine.copy()
        wide[1:] |= fine[:-1]
        wide[:, 1:] |= fine[:, :-1]
        fine = wide
    at = np.nonzero((edge | fine).ravel())[0]
    y, x = np.divmod(at, canvas.depth.shape[1])
    material = _nearest_material(canvas, y, x, radius)
    known = material != _NONE
    at, material = at[known], material[known]
    outer = ~hit.ravel()[at]
    alpha = np.where(outer, 0.92, np.where(edge.ravel()[at], 0.80, 0.55)).astype(F)
    share = np.where(outer, 0.55, 0.25).astype(F)[:, None]
    tone = (colours[material] * 255).astype(F)
    tone += (line.astype(F) * F(255) - tone) * share
    _blend(canvas.words.reshape(-1), at, tone, alpha)
    return np.asarray(at)


def _blend(words: NDArray[np.uint32], at: NDArray[np.intp], tone: Float32, alpha: Float32) -> None:
    """Lay a colour with alpha over premultiplied pixels, in place."""
    old = words[at]
    parts = np.stack([(old >> s) & np.uint32(255) for s in (16, 8, 0, 24)], axis=1).astype(F)
    over = np.concatenate([tone, np.full((len(at), 1), 255, F)], axis=1)
    mixed = parts + (over - parts) * alpha[:, None] + F(0.5)
    new = np.clip(mixed, 0, 255).astype(np.uint32)
    words[at] = (new[:, 3] << 24) | (new[:, 0] << 16) | (new[:, 1] << 8) | new[:, 2]


def soften(words: NDArray[np.uint32], at: NDArray[np.intp]) -> NDArray[np.uint32]:
    """Smooth stair-steps of inked pixels and their neighbours with a 3 x 3 tent."""
    height, width = words.shape
    mark = np.zeros((height, width), bool)
    mark.reshape(-1)[at] = True
    grown = mark.copy()
    grown[1:] |= mark[:-1]
    grown[:-1] |= mark[1:]
    grown[:, 1:] |= mark[:, :-1]
    grown[:, :-1] |= mark[:, 1:]
    grown[0] = grown[-1] = grown[:, 0] = grown[:, -1] = False
    chosen = np.nonzero(grown.ravel())[0]
    source = words.view(np.uint8).reshape(-1, 4)
    total = np.zeros((len(chosen), 4), np.uint16)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            weight = np.uint16((2 - abs(dy)) * (2 - abs(dx)))
            total += source[chosen + dy * width + dx] * weight
    out = words.copy()
    out.view(np.uint8).reshape(-1, 4)[chosen] = (total >> 4).astype(np.uint8)
    return out
