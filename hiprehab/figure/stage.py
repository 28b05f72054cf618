"""Everything of one motion and one view that stays the same from frame to frame. No Qt."""

from dataclasses import dataclass, replace

import numpy as np

from . import contacts, poses, props
from .camera import Camera, Extent
from .palette import Palette
from .poses import ArrowPath, Poses
from .raster import Layer, Renderer
from .shadow import Shadow, cast
from .skeleton import Array, Pose, forward
from .surface import Surface

_MAT_LIP = 0.01
_SMALLEST_FLOOR, _FLOOR_RIM = 0.8, 0.24  # metres of the soft disc below the figure
_FLIP = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown and how large: the arguments of a ``Stage``."""

    width: int
    height: int
    left: bool = False
    yaw: float | None = None  # None: the motion's best view
    pitch: float | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """The soft disc below the figure: centre and half sizes on the floor, metres."""

    x: float
    z: float
    half_x: float
    half_z: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One frame's layer and the shadow below it."""

    layer: Layer
    shadow: Shadow


class Stage:
    """The camera, mat, floor and props of a motion, ready to draw any of its poses."""

    def __init__(self, baked: Poses, scene: Scene, palette: Palette) -> None:
        self._baked, self.scene, self.palette = baked, scene, palette
        motion = baked.motion
        self._moving = props.moving(motion.props)
        first = baked.keys[0]
        self._props = self.surface(first)
        cloud = np.concatenate([contacts.outline(forward(key)) for key in baked.keys])
        self.mat = _mat(cloud) if motion.mat else None
        if scene.left:
            cloud = cloud * _FLIP
            if self.mat is not None:
                x0, z0, x1, z1 = self.mat
                self.mat = (-x1, z0, -x0, z1)
        low, high = cloud.min(0), cloud.max(0)
        middle, half = (low + high) / 2, np.maximum(high - low, _SMALLEST_FLOOR) / 2
        self.floor = Floor(
            float(middle[0]), float(middle[2]),
            float(half[0]) + _FLOOR_RIM, float(half[2]) + _FLOOR_RIM,
        )  # fmt: skip
        yaw = motion.yaw if scene.yaw is None else scene.yaw
        pitch = motion.pitch if scene.pitch is None else scene.pitch
        sign = -1.0 if scene.left and scene.yaw is None else 1.0
        self.camera = Camera(sign * yaw, pitch)
        self.extent = self._fit(cloud)
        self.camera.scale = self.extent.scale(scene.width, scene.height, motion.margin)
        swap = {"_l": "_r", "_r": "_l"} if scene.left else {}
        self.muscles = {
            name[:-2] + swap[name[-2:]] if name[-2:] in swap else name: strength
            for name, strength in motion.muscles.items()
        }

    def arrows(self) -> list[ArrowPath]:
        """The arrows of the motion on the working side."""
        found = poses.arrows(self._baked)
        if not self.scene.left:
            return found
        return [replace(a, points=a.points * _FLIP, shift=(-a.shift[0], a.shift[1])) for a in found]

    def draw(self, renderer: Renderer, pose: Pose, breath: float = 0.0) -> Drawn:
        """One pose (the right side working) as a layer and a shadow."""
        surface = self.surface(pose) if self._moving else self._props
        shown = pose.mirrored() if self.scene.left else pose
        size = (self.scene.width, self.scene.height)
        layer = renderer.layer(
            forward(shown), self.camera, size,
            props=surface, muscles=self.muscles, breath=breath,
        )  # fmt: skip
        return Drawn(layer, cast(layer.points, self.palette))

    def surface(self, pose: Pose) -> Surface | None:
        """The props of a pose on the working side, None when there are none."""
        motion = self._baked.motion
        if not motion.props:
            return None
        places = poses.rolling(self._baked, pose)
        built = props.build(motion.props, forward(pose), self.palette, places)
        return built.mirrored() if built is not None and self.scene.left else built

    def _fit(self, cloud: Array) -> Extent:
        """Centre the camera on the body in all keys, the props and the mat."""
        points = [cloud]
        if self._props is not None:
            points.append(self._props.points.astype(float))
        if self.mat is not None:
            x0, z0, x1, z1 = self.mat
            corners = [
                (x, -_MAT_LIP, z) for x in (x0 + 0.04, x1 - 0.04) for z in (z0 + 0.04, z1 - 0.04)
            ]
            points.append(np.array(corners))
        return self.camera.centre_on(np.concatenate(points))


def _mat(cloud: Array) -> tuple[float, float, float, float]:
    """The mat below a body: x0, z0, x1, z1, longer than the body and wide enough to lie on."""
    low, high = cloud.min(0), cloud.max(0)
    centre, size = (low + high) / 2, high - low
    half_x, half_z = (max(0.34, float(size[i]) / 2 + 0.04) for i in (0, 2))
    if size[2] >= size[0]:
        return (
            float(centre[0]) - half_x, float(low[2]) - 0.10,
            float(centre[0]) + half_x, float(high[2]) + 0.10,
        )  # fmt: skip
    return (
        float(low[0]) - 0.10, float(centre[2]) - half_z,
        float(high[0]) + 0.10, float(centre[2]) + half_z,
    )  # fmt: skip


def mat_outline(mat: tuple[float, float, float, float], grow: float, height: float) -> Array:
    """World points round a mat with rounded corners, grown (or shrunk) by a margin."""
    x0, z0, x1, z1 = mat[0] - grow, mat[1] - grow, mat[2] + grow, mat[3] + grow
    radius = max(0.02, 0.05 + grow * 0.5)
    points = []
    left, right, far, near = x0 + radius, x1 - radius, z0 + radius, z1 - radius
    corners = ((right, near), (left, near), (left, far), (right, far))
    for quarter, (x, z) in enumerate(corners):
        for step in range(9):
            angle = np.radians(90 * quarter + 90 * step / 8)
            points.append((x + radius * np.cos(angle), height, z + radius * np.sin(angle)))
    return np.array(points)
