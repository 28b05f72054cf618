"""Single pictures of a motion at any size: one moment, key poses side by side, contact sheets.

For the command line, print and lists; the moving figure is drawn by ``film``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from . import catalogue, film, paint
from .motion import MOST_IN_A_STRIP, Phase, strip_keys
from .poses import Poses
from .skeleton import Pose
from .stage import Scene, Stage
from .view import DEFAULT_LOOK, Look

_COLUMNS, _ROWS, _CELL = 6, 5, (300, 232)
_PAPER = {False: "#FFFFFF", True: "#1C232B"}
_WORDS = {False: "#566476", True: "#9DABBB"}


@dataclass(frozen=True, slots=True)
class Shot:
    """One motion as it is to be drawn; ``yaw`` and ``pitch`` None are its best view."""

    motion: str
    width: int = 640
    height: int = 480
    left: bool = False
    dark: bool = False
    yaw: float | None = None
    pitch: float | None = None
    look: Look = DEFAULT_LOOK


def key_pose(shot: Shot, key: str | None = None) -> QImage:
    """A key pose with the arrow of movement, transparent around; None is the key of lists."""
    baked = film.baked(shot.motion)
    return _draw(shot, baked.key(key or baked.motion.still), arrows=True)


def moment(shot: Shot, at: float) -> QImage:
    """The pose after a share of the whole repetition, 0 to 1, transparent around."""
    return _draw(shot, pose_at(film.baked(shot.motion), at), arrows=False)


def _draw(shot: Shot, pose: Pose, *, arrows: bool) -> QImage:
    renderer = film.renderer(shot.look, shot.dark, True)
    scene = Scene(shot.width, shot.height, shot.left, shot.yaw, shot.pitch)
    stage = Stage(film.baked(shot.motion), scene, renderer.palette)
    return paint.picture(stage, stage.draw(renderer, pose), arrows=arrows)


def pose_at(baked: Poses, at: float) -> Pose:
    """The pose at a share of the repetition: the way there, the hold, the way back, the rest."""
    seconds = baked.motion.seconds()
    left = float(np.clip(at, 0, 1)) * sum(seconds.values())
    for phase in Phase:
        if seconds[phase] > 0 and left <= seconds[phase]:
            return baked.at(phase, left / seconds[phase])
        left -= seconds[phase]
    return baked.key(baked.motion.rest)


def key_poses(shot: Shot, most: int = MOST_IN_A_STRIP) -> list[QImage]:
    """The key poses that tell a motion, one by one; the last has the arrow of movement.

    With fewer than three the start and the pose of lists are kept.
    """
    shown = catalogue.load(shot.motion)
    keys = strip_keys(shown)
    if len(keys) > most:
        end = shown.still if shown.still != keys[0] else keys[-1]
        keys = (keys[0], end)[-most:]
    baked = film.baked(shot.motion)
    return [_draw(shot, baked.key(key), arrows=key == keys[-1]) for key in keys]


def strip(shot: Shot) -> QImage:
    """Key poses side by side, an arrow from each to the next; the size is that of one of them."""
    images = key_poses(shot)
    gap = round(shot.width * 0.07)
    whole = QImage(
        len(images) * shot.width + (len(images) - 1) * gap, shot.height,
        QImage.Format.Format_ARGB32_Premultiplied,
    )  # fmt: skip
    whole.fill(0)
    painter = QPainter(whole)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for i, image in enumerate(images):
        x = i * (shot.width + gap)
        painter.drawImage(x, 0, image)
        if i < len(images) - 1:
            _paint_next(painter, QPointF(x + shot.width + gap / 2, shot.height / 2), gap, shot.dark)
    painter.end()
    return whole


def _paint_next(painter: QPainter, middle: QPointF, room: float, dark: bool) -> None:
    """A plain arrow that points to the next picture."""
    reach, head = room * 0.42, room * 0.26
    tip = middle + QPointF(reach, 0)
    tone = QColor(_WORDS[dark])
    painter.setPen(QPen(tone, max(1.0, room * 0.10)))
    painter.drawLine(middle - QPointF(reach, 0), tip - QPointF(head, 0))
    painter.setBrush(tone)
    painter.setPen(Qt.PenStyle.NoPen)
    barbs = [tip - QPointF(head * 1.3, side * head) for side in (1, -1)]
    painter.drawPolygon(QPolygonF([tip, *barbs]))


def on_paper(image: QImage, dark: bool) -> QImage:
    """The picture on the background of its theme."""
    out = QImage(image.size(), QImage.Format.Format_RGB32)
    out.fill(QColor(_PAPER[dark]))
    painter = QPainter(out)
    painter.drawImage(0, 0, image)
    painter.end()
    return out


def sheets(folder: Path, names: Iterable[str], template: Shot, *, all_keys: bool = True) -> int:
    """Write contact sheets of motions into a folder and return how many; needs a QGuiApplication.

    ``template`` says side, theme, view and look of all of them.
    """
    cells = [
        (name, key)
        for name in names
        for key in (catalogue.load(name).keys if all_keys else (catalogue.load(name).still,))
    ]
    size = _COLUMNS * _ROWS
    pages = [cells[start : start + size] for start in range(0, len(cells), size)]
    folder.mkdir(parents=True, exist_ok=True)
    word = ("dark" if template.dark else "light") + ("-left" if template.left else "")
    for number, page in enumerate(pages, 1):
        path = folder / f"sheet-{word}-{number}.png"
        if not _sheet(page, template).save(str(path)):
            raise OSError(None, "it could not be written", str(path))
    return len(pages)


def _sheet(cells: list[tuple[str, str]], template: Shot) -> QImage:
    width, height = _CELL
    rows = -(-len(cells) // _COLUMNS)
    sheet = QImage(_COLUMNS * width, rows * height, QImage.Format.Format_RGB32)
    sheet.fill(QColor(_PAPER[template.dark]))
    painter = QPainter(sheet)
    painter.setPen(QColor(_WORDS[template.dark]))
    for i, (name, key) in enumerate(cells):
        x, y = i % _COLUMNS * width, i // _COLUMNS * height
        shot = replace(template, motion=name, width=width, height=height)
        painter.drawImage(x, y, key_pose(shot, key))
        place = QRect(x + 6, y + 3, width - 12, 20)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, f"{name}: {key}")
    painter.end()
    return sheet
