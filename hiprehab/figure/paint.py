"""Composes pictures with QPainter: floor, mat, shadow, figure and arrows.

The only module of this package that uses Qt.  It paints into QImages without text or fonts,
so it may run outside the GUI thread.  All pictures are transparent around what they show.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
    QTransform,
)

from .camera import Camera
from .poses import ArrowPath
from .raster import Layer
from .shadow import Shadow
from .skeleton import Array
from .stage import Drawn, Stage, mat_outline

_FORMAT = QImage.Format.Format_ARGB32_Premultiplied
_FAINT = 2  # alpha out of 255 below which a shadow cell counts as empty


@dataclass(frozen=True, slots=True)
class Frame:
    """A finished crop of the picture and where its upper left corner belongs."""

    image: QImage
    place: QPoint


def _colour(rgb: Array, alpha: float = 1.0) -> QColor:
    red, green, blue = (float(c) for c in np.clip(rgb, 0, 1))
    return QColor.fromRgbF(red, green, blue, alpha)


def _polygon(points: Array) -> QPolygonF:
    return QPolygonF([QPointF(float(x), float(y)) for x, y in points])


def _blank(width: int, height: int) -> QImage:
    image = QImage(width, height, _FORMAT)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _wrap(pixels: NDArray[np.uint8]) -> QImage:
    """A QImage over an array; the caller keeps the array alive while it is used."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, width * 4, _FORMAT)


def _painter(image: QImage) -> QPainter:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    return painter


def background(stage: Stage) -> Frame:
    """Floor disc and mat: they change with the view only."""
    width, height = stage.scene.width, stage.scene.height
    image = _blank(width, height)
    painter = _painter(image)
    _paint_floor(painter, stage, width, height)
    if stage.mat is not None:
        _paint_mat(painter, stage, width, height)
    painter.end()
    return Frame(image, QPoint(0, 0))


def _paint_floor(painter: QPainter, stage: Stage, width: int, height: int) -> None:
    floor = stage.floor
    unit = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], float)
    square = [(floor.x + floor.half_x * x, 0.0, floor.z + floor.half_z * z) for x, z in unit]
    seen = stage.camera.project(np.array(square), width, height)
    transform = _homography(unit, seen)
    if transform is None:
        return
    tone = stage.palette.floor
    fade = QRadialGradient(0, 0, 1)
    for at, alpha in ((0.0, 0.26), (0.55, 0.24), (0.82, 0.12), (1.0, 0.0)):
        fade.setColorAt(at, _colour(tone, alpha))
    painter.save()
    painter.setTransform(transform)
    painter.setBrush(QBrush(fade))
    painter.drawEllipse(QPointF(0, 0), 1, 1)
    painter.restore()


def _homography(source: Array, target: Array) -> QTransform | None:
    """The perspective transform between two quadrilaterals, None when there is none."""
    got = QTransform.quadToQuad(_polygon(source), _polygon(target))
    return got if isinstance(got, QTransform) else None


def _paint_mat(painter: QPainter, stage: Stage, width: int, height: int) -> None:
    mat, tone, camera = stage.mat, stage.palette.mat, stage.camera
    if mat is None:
        return

    def outline(grow: float, at: float) -> QPolygonF:
        return _polygon(camera.project(mat_outline(mat, grow, at), width, height))

    for grow, alpha in ((0.035, 13), (0.02, 15), (0.008, 20)):
        painter.setBrush(QColor(10, 15, 30, alpha))
        painter.drawPolygon(outline(grow, -0.01))
    line = max(1.0, height / 600)
    for at, fill, edge in ((-0.01, tone * 0.66, tone * 0.66), (0.0, tone, tone * 0.80)):
        painter.setBrush(_colour(fill))
        painter.setPen(QPen(_colour(edge), line))
        painter.drawPolygon(outline(0.0, at))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_colour(np.clip(tone * 1.14 + 0.03, 0, 1)), 1.3 * line))
    painter.drawPolygon(outline(-0.03, 0.0))


def frame(stage: Stage, drawn: Drawn) -> Frame:
    """Shadow and figure as a crop of the picture."""
    width, height = stage.scene.width, stage.scene.height
    layer = drawn.layer
    at = QRectF(
        layer.offset[0] / layer.samples,
        layer.offset[1] / layer.samples,
        layer.pixels.shape[1] / layer.samples,
        layer.pixels.shape[0] / layer.samples,
    )
    shadow = _shadow_part(drawn.shadow, stage.camera, width, height)
    area = at.toAlignedRect()
    if shadow is not None:
        area = area.united(shadow.transform.mapRect(shadow.size).toAlignedRect())
    area = area.intersected(QRect(0, 0, width, height))
    image = _blank(area.width(), area.height())
    painter = _painter(image)
    painter.translate(-area.x(), -area.y())
    if shadow is not None:
        painter.save()
        painter.setTransform(shadow.transform, True)
        painter.drawImage(0, 0, _wrap(shadow.pixels))
        painter.restore()
    _paint_layer(painter, layer, at)
    painter.end()
    return Frame(image, area.topLeft())


def _paint_layer(painter: QPainter, layer: Layer, at: QRectF) -> None:
    image = _wrap(layer.pixels)
    if layer.samples == 1:
        painter.drawImage(at.topLeft(), image)
    else:
        painter.drawImage(at, image, QRectF(image.rect()))


@dataclass(frozen=True, slots=True)
class _ShadowPart:
    """The visible part of a shadow grid and how it lies in the picture."""

    pixels: NDArray[np.uint8]
    size: QRectF
    transform: QTransform


def _shadow_part(shadow: Shadow, camera: Camera, width: int, height: int) -> _ShadowPart | None:
    seen = shadow.pixels[..., 3] > _FAINT
    rows, columns = np.nonzero(seen.any(1))[0], np.nonzero(seen.any(0))[0]
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    part = np.ascontiguousarray(shadow.pixels[top:bottom, left:right])
    x0, z0, x1, z1 = shadow.area
    cell_x, cell_z = (x1 - x0) / seen.shape[1], (z1 - z0) / seen.shape[0]
    ground = [(left, top), (right, top), (right, bottom), (left, bottom)]
    world = np.array([(x0 + c * cell_x, 0.0, z0 + r * cell_z) for c, r in ground])
    w, h = right - left, bottom - top
    corners = np.array([(0, 0), (w, 0), (w, h), (0, h)], float)
    transform = _homography(corners, camera.project(world, width, height))
    return None if transform is None else _ShadowPart(part, QRectF(0, 0, w, h), transform)


def enlarged(part: Frame, factor: float) -> Frame:
    """A frame for a larger picture."""
    if factor == 1.0:
        return part
    image, place = part.image, part.place
    larger = image.scaled(
        max(1, round(image.width() * factor)), max(1, round(image.height() * factor)),
        Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip
    return Frame(larger, QPoint(round(place.x() * factor), round(place.y() * factor)))


def paint_arrows(painter: QPainter, stage: Stage) -> None:
    """Lay the motion's arrows over a finished picture."""
    for arrow in stage.arrows():
        _paint_arrow(painter, stage.camera, arrow, stage)


def _paint_arrow(painter: QPainter, camera: Camera, arrow: ArrowPath, stage: Stage) -> None:
    width, height = stage.scene.width, stage.scene.height
    points = camera.project(arrow.points, width, height)
    points = points + np.array(arrow.shift) * camera.scale
    if np.linalg.norm(np.diff(points, axis=0), axis=1).sum() < 12:
        return
    size = height / 700
    along = points[-1] - points[-2]
    along = along / (np.linalg.norm(along) + 1e-9)
    across = np.array([-along[1], along[0]])
    head = 20 * size
    tip = points[-1] + along * head * 0.6
    barbs = [tip - along * head + across * head * side for side in (0.55, -0.55)]
    path, triangle = _curve(points), _polygon(np.array([tip, *barbs]))
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    casing, tone = _colour(stage.palette.casing, 0.75), _colour(stage.palette.arrow)
    for thick, ink in ((9 * size, casing), (5.5 * size, tone)):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, thick, Qt.PenStyle.SolidLine, round_cap, round_join))
        painter.drawPath(path)
        rim = max(1.0, thick - 5 * size)
        painter.setPen(QPen(ink, rim, Qt.PenStyle.SolidLine, round_cap, round_join))
        painter.setBrush(ink)
        painter.drawPolygon(triangle)


def _curve(points: Array) -> QPainterPath:
    """A smooth path through points (Catmull-Rom as cubic curves)."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    path = QPainterPath(QPointF(*map(float, points[0])))
    for before, a, b, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        controls = (a + (b - before) / 6, b - (after - a) / 6, b)
        path.cubicTo(*(QPointF(float(x), float(y)) for x, y in controls))
    return path


def picture(stage: Stage, drawn: Drawn, *, arrows: bool = False) -> QImage:
    """Everything in one transparent picture."""
    image = background(stage).image
    part = frame(stage, drawn)
    painter = _painter(image)
    painter.drawImage(part.place, part.image)
    if arrows:
        paint_arrows(painter, stage)
    painter.end()
    return image
