"""Makes stills: those that ship, with a palette of their own, and those of a pack's motions."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from .. import resources
from . import catalogue, film, paint, stills
from .motion import strip_keys
from .poses import Poses
from .raster import Renderer
from .stage import Scene, Stage
from .view import DEFAULT_LOOK

_COLOURS = 255
# Soft shadows would show bands with so few colours: their pixels are dithered.
_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32)
_DITHER = 5.0  # levels out of 255, from the lowest to the highest cell


def make_stills(ids: list[str]) -> None:
    """Write the stills and the strip of each motion in both themes, and their extents.

    Resting poses have stills only: lists show them for an exercise without a motion.
    """
    renderers = {dark: film.renderer(DEFAULT_LOOK, dark, True) for dark in (False, True)}
    folder = resources.asset("figure/stills")
    extents_file = folder / "extents.json"
    extents = json.loads(extents_file.read_text("utf-8")) if extents_file.is_file() else {}
    for name in ids:
        baked = film.baked(name)
        for kind, image in _pictures(baked):
            _save(image, folder / kind / f"{name}.png")
        if not catalogue.is_resting(name):
            for dark, renderer in renderers.items():
                place = folder / f"keys-{'dark' if dark else 'light'}" / f"{name}.png"
                _save(_strip(name, renderer), place)
        extent = Stage(baked, Scene(*stills.SIZE), renderers[False].palette).extent
        extents[name] = [round(extent.width, 4), round(extent.height, 4), baked.motion.margin]
    text = json.dumps(dict(sorted(extents.items())), indent=0)
    extents_file.write_text(text + "\n", "utf-8")


def make_own_stills(poses: Poses, folder: Path) -> None:
    """Write the stills of a pack's motion beside its poses; raises OSError when one is not kept.

    They keep all their colours: nobody downloads them, and it is quicker.
    """
    for kind, image in _pictures(poses):
        path = stills.own_path(folder, poses.motion.id, kind)
        if not image.save(str(path)):
            raise OSError(None, "it could not be written", str(path))


def _pictures(baked: Poses) -> Iterator[tuple[str, QImage]]:
    """The main key pose with its arrow, large and small, light and dark, with its folder's name."""
    for dark in (False, True):
        renderer = film.renderer(DEFAULT_LOOK, dark, True)
        for small, size in ((False, stills.SIZE), (True, stills.SMALL_SIZE)):
            stage = Stage(baked, Scene(*size), renderer.palette)
            drawn = stage.draw(renderer, baked.key(baked.motion.still))
            kind = ("small-" if small else "") + ("dark" if dark else "light")
            yield kind, paint.picture(stage, drawn, arrows=True)


def _strip(name: str, renderer: Renderer) -> QImage:
    """The key poses beside each other; the arrow is in the last one."""
    baked, (width, height) = film.baked(name), stills.KEY_SIZE
    keys = strip_keys(baked.motion)
    stage = Stage(baked, Scene(width, height), renderer.palette)
    whole = QImage(len(keys) * width, height, QImage.Format.Format_ARGB32_Premultiplied)
    whole.fill(0)
    painter = QPainter(whole)
    for number, key in enumerate(keys):
        drawn = stage.draw(renderer, baked.key(key))
        last = number == len(keys) - 1
        painter.drawImage(number * width, 0, paint.picture(stage, drawn, arrows=last))
    painter.end()
    return whole


def _save(image: QImage, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    quantised(image).save(str(path), quality=0)


def quantised(image: QImage, colours: int = _COLOURS) -> QImage:
    """The picture with a palette of its own: median cut, then a few rounds of k-means."""
    straight = image.convertToFormat(QImage.Format.Format_ARGB32)
    height, width = straight.height(), straight.width()
    pixels = np.frombuffer(straight.constBits(), np.uint8).reshape(height * width, 4)
    words = pixels.view(np.uint32).ravel()
    unique, back, count = np.unique(words, return_inverse=True, return_counts=True)
    values = unique.view(np.uint8).reshape(-1, 4).astype(np.float32)
    premultiplied = values.copy()
    premultiplied[:, :3] *= values[:, 3:] / 255
    centres = _median_cut(premultiplied, count, colours - 1)
    labels = np.zeros(len(values), np.intp)
    for _ in range(6):
        labels = _nearest(premultiplied, centres)
        weight = np.bincount(labels, count, len(centres))
        for channel in range(4):
            total = np.bincount(labels, count * premultiplied[:, channel], len(centres))
            centres[:, channel] = np.where(weight > 0, total / np.maximum(weight, 1), 0)
    labels = _nearest(premultiplied, centres)[back]
    soft = np.flatnonzero((pixels[:, 3] > 0) & (pixels[:, 3] < 250))
    y, x = np.divmod(soft, width)
    noise = (_BAYER[y % 4, x % 4] / 15 - 0.5) * _DITHER
    # Colour follows alpha, else a dithered shadow would turn bluish and reddish.
    wanted = premultiplied[back[soft]]
    wanted = np.clip(wanted * (1 + noise / wanted[:, 3])[:, None], 0, 255)
    labels[soft] = _nearest(wanted.astype(np.float32), centres)
    out = QImage(width, height, QImage.Format.Format_Indexed8)
    out.setColorTable([_word(centre) for centre in centres])
    index = labels.astype(np.uint8).reshape(height, width)
    buffer = np.frombuffer(out.bits(), np.uint8).reshape(height, out.bytesPerLine())
    buffer[:, :width] = index
    return out


def _word(premultiplied: NDArray[np.float32]) -> int:
    alpha = float(premultiplied[3])
    share = 255 / alpha if alpha > 0.5 else 0.0
    blue, green, red = (min(255, round(float(c) * share)) for c in premultiplied[:3])
    return (round(alpha) << 24) | (red << 16) | (green << 8) | blue


def _nearest(values: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.intp]:
    square = (centres**2).sum(1)
    out = np.empty(len(values), np.intp)
    for start in range(0, len(values), 8192):
        part = values[start : start + 8192]
        out[start : start + 8192] = (square - 2 * part @ centres.T).argmin(1)
    return out


def _median_cut(
    values: NDArray[np.float32], count: NDArray[np.intp], colours: int
) -> NDArray[np.float32]:
    """Colours of boxes that are split where they spread most; clear is always one of them."""
    boxes = [np.arange(len(values))]
    spread = [float("inf")]
    while len(boxes) < colours and max(spread) > 0:
        worst = int(np.argmax(spread))
        box = boxes.pop(worst)
        spread.pop(worst)
        channel = int(np.argmax(np.ptp(values[box], axis=0)))
        box = box[np.argsort(values[box, channel], kind="stable")]
        half = np.searchsorted(np.cumsum(count[box]), count[box].sum() / 2)
        half = int(np.clip(half, 1, len(box) - 1))
        for part in (box[:half], box[half:]):
            boxes.append(part)
            width = float(np.ptp(values[part], axis=0).max())
            spread.append(width * float(count[part].sum()) ** 0.4 if len(part) > 1 else 0.0)
    means = [np.average(values[box], axis=0, weights=count[box]) for box in boxes]
    return np.array([np.zeros(4), *means], np.float32)
