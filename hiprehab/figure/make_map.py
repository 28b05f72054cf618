"""Makes the pictures of the body map and the regions in them; used by ``build`` only.

Each view has a picture a theme and one image of regions, whose colour numbers are those of
``regions``.  So the app finds what was clicked without numpy and without the mesh.
"""

import json

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from .. import resources
from . import film, regions, stills
from .camera import Camera
from .make_stills import quantised
from .raster import Renderer
from .skeleton import Frames, Pose, forward
from .view import DEFAULT_LOOK

_YAW = {"front": 0.0, "back": 180.0, "left": 90.0, "right": -90.0}
_PITCH, _MIDDLE, _TALL = 3.0, 0.75, 0.90  # degrees; metres of height in the middle and in all
_STANCE = {"hip.abd": 9, "hip.rot": 8, "shoulder.abd": 150}  # nothing hangs before the hips
_THICK = 2  # pixels of a region's rim
_SMALLEST = 500  # pixels: slivers of the far leg are no region of a view


def make_map() -> None:
    """Write pictures, regions and the places of labels for all views."""
    folder = resources.asset(stills.MAP)
    folder.mkdir(parents=True, exist_ok=True)
    labels = {}
    for view in stills.MAP_VIEWS:
        numbers = regions_of(view)
        labels[view] = middles(numbers)
        _indexed(numbers).save(str(folder / f"{view}.png"), quality=0)
        for dark in (False, True):
            name = f"{view}-{'dark' if dark else 'light'}.png"
            picture = quantised(picture_of(view, dark))
            picture.save(str(folder / name), quality=0)
    text = json.dumps(labels, indent=0).replace(",\n", ", ").replace("[\n", "[").replace("\n]", "]")
    (folder / "labels.json").write_text(text + "\n", "utf-8")


def regions_of(view: str) -> NDArray[np.uint8]:
    """The region of every pixel of a view, marked along its rim."""
    renderer = film.renderer(DEFAULT_LOOK, False, True)
    numbers = regions.seen(renderer.mesh, _stance(), _camera(view), stills.MAP_SIZE)
    counts = np.bincount(numbers.ravel(), minlength=256)
    numbers[(counts < _SMALLEST)[numbers]] = 0
    return regions.bordered(numbers, _THICK)


def middles(numbers: NDArray[np.uint8]) -> dict[str, list[int]]:
    """For each region the pixel that lies deepest inside it, x and y."""
    plain = numbers % stills.MAP_BORDER
    depth = np.zeros(plain.shape, np.int32)
    inner = plain
    while inner.any():
        depth += inner > 0
        rimmed = regions.bordered(inner, 1)
        inner = np.where(rimmed >= stills.MAP_BORDER, 0, inner).astype(np.uint8)
    out = {}
    for number in np.unique(plain[plain > 0]).tolist():
        deepest = np.where(plain == number, depth, -1)
        # The middle of all that are deepest: a band has many of them.
        rows, columns = np.nonzero(deepest == deepest.max())
        nearest = np.hypot(rows - rows.mean(), columns - columns.mean()).argmin()
        out[str(number)] = [int(columns[nearest]), int(rows[nearest])]
    return out


def _stance() -> Frames:
    pose = Pose()
    for name, degrees in _STANCE.items():
        joint, _, dof = name.partition(".")
        for side in "lr":
            pose.set(f"{joint}_{side}.{dof}", degrees)
    return forward(pose)


def _camera(view: str) -> Camera:
    target = np.array([0.0, _MIDDLE, 0.0])
    return Camera(_YAW[view], _PITCH, target, stills.MAP_SIZE[1] / _TALL)


def picture_of(view: str, dark: bool) -> QImage:
    """The body on a clear ground, cut off above and below."""
    width, height = stills.MAP_SIZE
    renderer: Renderer = film.renderer(DEFAULT_LOOK, dark, True)
    layer = renderer.layer(_stance(), _camera(view), stills.MAP_SIZE)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    rows, columns = layer.pixels.shape[:2]
    drawn = QImage(layer.pixels.data, columns, rows, columns * 4, image.format())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    x, y = (offset / layer.samples for offset in layer.offset)
    painter.drawImage(QRectF(x, y, columns / layer.samples, rows / layer.samples), drawn)
    painter.end()
    return image


def _indexed(numbers: NDArray[np.uint8]) -> QImage:
    """An image whose colour numbers are these; its colours are for looking at it."""
    height, width = numbers.shape
    image = QImage(width, height, QImage.Format.Format_Indexed8)
    image.setColorTable([QColor.fromHsv(n * 47 % 360, 180, 220).rgb() for n in range(256)])
    rows = np.frombuffer(image.bits(), np.uint8).reshape(height, image.bytesPerLine())
    rows[:, :width] = numbers
    return image
