"""Fills pixel columns all at once: what many years of days cost must not depend on how they jump.

Each layer (a band, the ranges, a line) is one bit of a picture with a colour table; the table holds
what the layers give where they lie on top of each other.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtGui import QColor, QImage

from hiprehab.charts.reduce import Floats

MOST_LAYERS: Final = 8


class Layer(NamedTuple):
    """Upright bars of one colour, at most one a column: place, top and bottom of each in px."""

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
    """A picture of so many px with all layers (at most `MOST_LAYERS`), clear elsewhere.

    A layer has one bar a column: its bit is turned where the bar begins and where it ends, and then
    each row takes over what the row above it has come to.
    """
    stride = (width + 3) // 4 * 4
    bits = np.zeros((height + 1, stride), dtype=np.uint8)
    for index, layer in enumerate(layers):
        place = np.floor(layer.x).astype(np.intp)
        inside = (place >= 0) & (place < width)
        place = place[inside]
        top = np.clip(np.round(layer.top[inside]), 0, height).astype(np.intp)
        bottom = np.clip(np.round(layer.bottom[inside]), 0, height).astype(np.intp)
        bit = np.uint8(1 << index)
        bits[top, place] ^= bit
        bits[np.maximum(top, bottom), place] ^= bit
    for above, row in pairwise(bits[:height]):
        np.bitwise_xor(above, row, out=row)
    image = QImage(bits.data, width, height, stride, QImage.Format.Format_Indexed8)
    image.setColorTable(blended([layer.colour for layer in layers]))
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
