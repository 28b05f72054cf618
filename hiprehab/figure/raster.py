"""The renderer: a posed body and its props become one layer of premultiplied pixels.

Two levels: "still" uses the fine mesh with 2 x 2 samples a pixel, "live" the coarse mesh with
one sample and softened edges.  Everything is numpy; Qt composes the layers in ``paint``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from . import ink, shade
from .camera import DISTANCE, Camera
from .mesh import PARTS, PROP_PART, Mesh
from .palette import MATERIALS, Palette, ramp
from .scan import Float32, Index, scan
from .skeleton import Array, Frames

if TYPE_CHECKING:
    from .surface import Surface

F = np.float32
# Faces stay clean, and a wall just behind the body gets no dirty rim.
_HALO = np.ones(len(PARTS) + 1, F)
_HALO[PARTS.index("head")], _HALO[PROP_PART] = 0.25, 0.45


@dataclass(frozen=True, slots=True)
class Layer:
    """Pixels of a crop of the picture: BGRA, premultiplied, ``samples`` a side for each pixel."""

    pixels: NDArray[np.uint8]
    offset: tuple[int, int]  # in samples
    samples: int
    points: Float32  # posed vertices of body and props, for the shadow


@dataclass(slots=True)
class _Shape:
    """Topology and colours of the body together with its props."""

    triangles: Index
    materials: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    two_sided: NDArray[np.bool_]
    occlusion: Float32
    table: NDArray[np.uint32]
    inks: Array


@dataclass(slots=True)
class _View:
    """Vertices as the camera sees them, in samples of the whole picture."""

    x: Float32
    y: Float32
    nearness: Float32
    light: Float32


class Renderer:
    """Draws one mesh with one palette; keeps what does not change between frames."""

    def __init__(self, mesh: Mesh, palette: Palette, *, samples: int = 2) -> None:
        self.mesh, self.palette, self.samples = mesh, palette, samples
        self._glow = shade.Glow(palette)
        self._table = shade.packed(palette.ramps)
        self._shape: tuple[Surface | None, _Shape] | None = None

    def layer(
        self,
        frames: Frames,
        camera: Camera,
        size: tuple[int, int],
        *,
        props: "Surface | None" = None,
        muscles: dict[str, float] | None = None,
        breath: float = 0.0,
    ) -> Layer:
        """Draw a pose into a picture of ``size`` (width, height) pixels."""
        points, normals = self.mesh.skin(frames, breath)
        if props is not None:
            points = np.concatenate([points, props.points])
            normals = np.concatenate([normals, props.normals])
        shape = self._shape_with(props)
        view = self._seen(points, normals, frames, shape, camera, size)
        chosen, back = self._visible(view, shape)
        offset, window = self._window(view, size)
        view.x -= F(offset[0])
        view.y -= F(offset[1])
        mask = self.mesh.mask(muscles, len(points)) if muscles else None
        canvas = self._shaded(view, shape, chosen, back, window, mask)
        radius = max(1, round(self.samples * min(size) / 600 * 0.75))
        inked = ink.draw(canvas, shape.inks, self.palette.line, radius, DISTANCE)
        words = canvas.words
        if self.samples == 1 and len(inked):
            words = ink.soften(words, inked)
        pixels = words.view(np.uint8).reshape(window[1], window[0], 4)
        return Layer(pixels, offset, self.samples, points)

    def _shape_with(self, props: "Surface | None") -> _Shape:
        if self._shape is not None and self._shape[0] is props:
            return self._shape[1]
        mesh, palette = self.mesh, self.palette
        shape = _Shape(
            mesh.triangles, mesh.materials, mesh.parts, mesh.two_sided, mesh.occlusion,
            self._table, palette.ink,
        )  # fmt: skip
        if props is not None:
            count, first = len(props.triangles), len(mesh.occlusion)
            colours = (props.colours + len(MATERIALS)).astype(np.uint8)
            shape = _Shape(
                np.concatenate([mesh.triangles, props.triangles + first]),
                np.concatenate([mesh.materials, colours]),
                np.concatenate([mesh.parts, np.full(count, PROP_PART, np.uint8)]),
                np.concatenate([mesh.two_sided, np.zeros(count, bool)]),
                np.concatenate([mesh.occlusion, np.ones(len(props.points), F)]),
                np.concatenate([self._table, shade.packed(ramp(props.palette))]),
                np.concatenate([palette.ink, props.palette * 0.42]),
            )
        self._shape = (props, shape)
        return shape

    def _seen(
        self,
        points: Float32,
        normals: Float32,
        frames: Frames,
        shape: _Shape,
        camera: Camera,
        size: tuple[int, int],
    ) -> _View:
        basis = camera.basis().astype(F)
        view = (points - camera.target.astype(F)) @ basis
        nearness = F(DISTANCE) / (F(DISTANCE) - view[:, 2])
        scale = F(camera.scale * self.samples) * nearness
        pelvis = F((frames.position[0] - camera.target) @ camera.basis()[:, 2])
        lit = shade.Lit(
            normals, normals @ basis, points[:, 1], view[:, 2] - pelvis, shape.occlusion
        )
        light = shade.vertex_light(lit)
        shade.calm_heads(light, self.mesh.head)
        x = F(size[0] * self.samples / 2) + view[:, 0] * scale
        y = F(size[1] * self.samples / 2) - view[:, 1] * scale
        return _View(x, y, nearness, light)

    def _visible(self, view: _View, shape: _Shape) -> tuple[Index, NDArray[np.bool_]]:
        """Triangles that face the camera or show both sides; which of them show the back."""
        x, y = view.x[shape.triangles], view.y[shape.triangles]
        area = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])
        front = area < 0
        chosen = np.nonzero(front | shape.two_sided)[0]
        return chosen, ~front[chosen]

    def _window(
        self, view: _View, size: tuple[int, int]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """The crop that holds everything: offset and size in samples, whole pixels."""
        samples = self.samples
        pad = 3 * samples + 2
        offset, window = [], []
        for values, length in ((view.x, size[0] * samples), (view.y, size[1] * samples)):
            low = int(np.clip(np.floor(values.min()) - pad, 0, length - 1))
            high = int(np.clip(np.ceil(values.max()) + pad, low + 1, length))
            low -= low % samples
            high += -(high - low) % samples
            offset.append(low)
            window.append(high - low)
        return (offset[0], offset[1]), (window[0], window[1])

    def _shaded(
        self,
        view: _View,
        shape: _Shape,
        chosen: Index,
        back: NDArray[np.bool_],
        window: tuple[int, int],
        mask: Float32 | None,
    ) -> ink.Canvas:
        triangles = shape.triangles[chosen]
        materials, parts = shape.materials[chosen], shape.parts[chosen]
        width, height = window
        found = scan(view.x, view.y, view.nearness, triangles, window)
        row, column = np.divmod(found.pixels.astype(np.int32), np.int32(width))
        pixels = shade.Pixels(
            found.pixels, found.triangles, column.astype(F) + F(0.5), row.astype(F) + F(0.5),
            width, height,
        )  # fmt: skip
        shade.clean_depth(found.depth)
        depth = found.depth.reshape(height, width)
        planes = shade.Planes(view.x, view.y, triangles)
        lit = planes.of(view.light)
        lit[back] *= F(0.45)
        light = pixels.values(lit)
        light -= shade.halo(depth, pixels, self.samples, DISTANCE) * _HALO[parts][found.triangles]
        np.clip(light, 0, 1, out=light)
        words = shade.colour_of(light, materials.astype(np.int32)[found.triangles], shape.table)
        if mask is not None:
            self._glow.paint(words, pixels, light, (mask, triangles), planes)

        def spread(values: NDArray[np.generic], empty: int) -> NDArray[np.generic]:
            out = np.full(width * height, empty, values.dtype)
            out[found.pixels] = values
            return out.reshape(height, width)

        return ink.Canvas(
            spread(words, 0),  # type: ignore[arg-type]
            depth,
            spread(found.slope, 0),  # type: ignore[arg-type]
            spread(parts[found.triangles], 255),  # type: ignore[arg-type]
            spread(materials[found.triangles], 255),  # type: ignore[arg-type]
        )
