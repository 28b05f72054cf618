"""Fills pixel columns all at once: what many years of days cost must not depend on how they jump.

Each layer (a band, the ranges, a line) is one bit of a picture with a colour table; the table holds
what the layers give where they lie on top of each other.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtGui import QColor, QImage

from hiprehab.charts.reduce import Floats

MOST_LAYERS: Final = 8


class Layer(NamedTuple):
    """Upright bars of one colour: place, top and bottom of each in px."""

    x: Floats
    top: Floats
    bottom: Floats
    colour: QColor


def blended(colours: Sequence[QColor]) -> list[int]:
    """The colour of every combination of layers, the later ones on top."""
    table = []
    for bits in range(1 << len(colours)):
        red = green = blue = alpha = 0.0
        for index, colour in enumerate(colours):
            if not bits >> index & 1:
                continue
            over = colour.alphaF()
            red = colour.redF() * over + red * (1 - over)
            green = colour.greenF() * over + green * (1 - over)
            blue = colour.blueF() * over + blue * (1 - over)
            alpha = over + alpha * (1 - over)
        part = alpha or 1.0
        mixed = QColor.fromRgbF(
            min(1, red / part), min(1, green / part), min(1, blue / part), alpha
        )
        table.append(mixed.rgba())
    return table


def shade(layers: Sequence[Layer], width: int, height: int) -> QImage:
    """A picture of so many px with all layers (at most `MOST_LAYERS`), clear elsewhere."""
    stride = (width + 3) // 4 * 4
    bits = np.zeros((height, stride), dtype=np.uint8)
    rows = np.arange(height, dtype=np.int16)[:, None]
    for index, layer in enumerate(layers):
        top = np.full(stride, height, dtype=np.int16)
        bottom = np.zeros(stride, dtype=np.int16)
        place = np.floor(layer.x).astype(np.intp)
        inside = (place >= 0) & (place < width)
        top[place[inside]] = np.clip(np.round(layer.top[inside]), 0, height)
        bottom[place[inside]] = np.clip(np.round(layer.bottom[inside]), 0, height)
        if not inside.any():
            continue
        first, last = int(top.min()), int(bottom.max())
        part = rows[first:last]
        hit = (part >= top) & (part < bottom)
        bits[first:last] |= hit.view(np.uint8) << np.uint8(index)
    image = QImage(bits.data, width, height, stride, QImage.Format.Format_Indexed8)
    image.setColorTable(blended([layer.colour for layer in layers]))
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
