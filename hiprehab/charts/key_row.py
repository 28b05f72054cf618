"""What the signs of a drawn chart mean: signs with words, in as many rows as they need."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from hiprehab.charts.look import Look

GAP_PX: Final = 18.0


class KeyPart(NamedTuple):
    """A sign, whatever it is, with its words."""

    sign: object
    text: str


DrawSign = Callable[[QPainter, Look, object, QPointF, float], None]
"""Draws a sign: painter, look, sign, its middle, its half width in px."""


def sign_px(look: Look) -> float:
    """Half the width of a sign."""
    return 8.0 * look.scale


def _places(look: Look, parts: Sequence[KeyPart], width: float) -> list[tuple[float, int]]:
    """Where each part begins: its x and its row."""
    metrics, found, x, row = QFontMetricsF(look.font), [], 0.0, 0
    for part in parts:
        wide = sign_px(look) * 2 + 6 + metrics.horizontalAdvance(part.text)
        if x and x + wide > width:
            x, row = 0.0, row + 1
        found.append((x, row))
        x += wide + GAP_PX * look.scale
    return found


def line_px(look: Look) -> float:
    """The height of one row."""
    return max(QFontMetricsF(look.font).height() * 1.3, sign_px(look) * 2 + 4)


def key_height(look: Look, parts: Sequence[KeyPart], width: float) -> float:
    """The height of all rows, with a little room above them; 0 without parts."""
    places = _places(look, parts, width)
    return (places[-1][1] + 1) * line_px(look) + 4 if places else 0.0


def draw_key(
    painter: QPainter, look: Look, box: QRectF, parts: Sequence[KeyPart], sign: DrawSign
) -> None:
    """Draws the parts at the bottom of a box."""
    high, radius = line_px(look), sign_px(look)
    top = box.bottom() - key_height(look, parts, box.width()) + 4
    for part, (x, row) in zip(parts, _places(look, parts, box.width()), strict=True):
        left, y = box.left() + x, top + row * high
        painter.save()
        sign(painter, look, part.sign, QPointF(left + radius, y + high / 2), radius)
        painter.restore()
        painter.setPen(look.colour("muted"))
        place = QRectF(left + radius * 2 + 6, y, box.right() - left - radius * 2 - 6, high)
        text = painter.fontMetrics().elidedText(
            part.text, Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
