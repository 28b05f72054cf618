"""The camera: orbit angles, mild perspective and fitting a cloud of points into a picture."""

from dataclasses import dataclass, field

import numpy as np

from .skeleton import Array

DISTANCE = 6.5  # metres: far enough that a limb towards the viewer is not blown up
_TALLEST = 1.75  # metres of picture height at least, so that a seated figure is not enlarged


@dataclass(frozen=True, slots=True)
class Extent:
    """Width and height of a fitted cloud in pixels at one pixel a metre."""

    width: float
    height: float

    def scale(self, width: int, height: int, margin: float) -> float:
        """Pixels a metre that fit the cloud into a picture with a margin (part of a side)."""
        room = 1.0 - 2.0 * margin
        fitted = min(width * room / self.width, height * room / self.height)
        return min(fitted, height / _TALLEST)


@dataclass(slots=True)
class Camera:
    """Degrees: yaw 0 looks from the front, 90 from the subject's left; pitch looks down."""

    yaw: float
    pitch: float
    target: Array = field(default_factory=lambda: np.zeros(3))
    scale: float = 260.0

    def basis(self) -> Array:
        """Columns: right, up and towards the camera, in world axes."""
        yaw, pitch = np.radians(self.yaw), np.radians(self.pitch)
        toward = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
        return np.stack([right, np.cross(toward, right), toward], axis=1)

    def project(self, points: Array, width: float, height: float) -> Array:
        """World points -> picture points (n, 2), y downwards."""
        view = (points - self.target) @ self.basis()
        factor = self.scale * DISTANCE / (DISTANCE - view[:, 2])
        return np.stack([width / 2 + view[:, 0] * factor, height / 2 - view[:, 1] * factor], axis=1)

    def centre_on(self, points: Array) -> Extent:
        """Aim at the middle of the points as seen in the picture; the scale does not matter."""
        basis = self.basis()
        view = points @ basis
        self.target = basis @ ((view.min(0) + view.max(0)) / 2)
        saved, self.scale = self.scale, 1.0
        for _ in range(4):
            seen = self.project(points, 0, 0)
            low, high = seen.min(0), seen.max(0)
            off = (low + high) / 2
            self.target = self.target + basis[:, 0] * off[0] - basis[:, 1] * off[1]
        self.scale = saved
        return Extent(float(high[0] - low[0]), float(high[1] - low[1]))
