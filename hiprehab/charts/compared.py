"""Comparisons as pairs of marks on the scale of pain: filled for those days, hollow for others."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from hiprehab.charts.drawn import Drawn, Spot
from hiprehab.charts.look import Look
from hiprehab.charts.signs import draw_sign
from hiprehab.core.model import Side
from hiprehab.core.trends import ZONE_LIMITS

TOP: Final = 10.0
SIGN_PX: Final = 5.0
SCALE_PX: Final = 26.0
WRAP: Final = Qt.TextFlag.TextWordWrap


class Pair(NamedTuple):
    """A line of words, and the two medians that they state."""

    side: Side
    text: str
    those: float
    others: float


class ComparedChart(Drawn):
    """A row for each pair: the words above, the scale with its marks below."""

    @property
    def _pairs(self) -> Sequence[Pair]:
        found: Sequence[Pair] = self.state
        return found

    def _words_px(self, look: Look, text: str, width: float) -> float:
        """The height of words that wrap."""
        room = QRectF(0, 0, width, 10_000)
        return QFontMetricsF(look.font).boundingRect(room, WRAP, text).height()

    def height_for(self, look: Look, width: float) -> float:
        """All rows, and the numbers of the scale."""
        rows = (
            self._words_px(look, pair.text, width) + SCALE_PX * look.scale for pair in self._pairs
        )
        return sum(rows) + QFontMetricsF(look.font).height() + 6

    def summary(self) -> str:
        """Everything that is stated."""
        return " ".join(pair.text for pair in self._pairs)

    def _rows(self, look: Look, box: QRectF) -> list[QRectF]:
        """A row for each pair."""
        found, top = [], box.top()
        for pair in self._pairs:
            high = self._words_px(look, pair.text, box.width()) + SCALE_PX * look.scale
            found.append(QRectF(box.left(), top, box.width(), high))
            top += high
        return found

    def spots(self, look: Look, box: QRectF) -> Sequence[Spot]:
        """Each row."""
        rows = self._rows(look, box)
        return [Spot(row, pair.text) for row, pair in zip(rows, self._pairs, strict=True)]

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Rows, and below them the numbers of the scale."""
        radius = SIGN_PX * look.scale
        left, wide = box.left() + radius * 2, box.width() - radius * 4
        line, bottom = QFontMetricsF(look.font).height(), box.top()
        for row, pair in zip(self._rows(look, box), self._pairs, strict=True):
            painter.setPen(look.colour("text"))
            painter.drawText(row, int(WRAP), pair.text)
            bottom = row.bottom()
            y = bottom - SCALE_PX / 2 * look.scale - 2
            self._draw_scale(painter, look, QRectF(left, y - 6, wide, 12))
            self._draw_pair(painter, look, pair, QRectF(left, y, wide, 0))
        painter.setPen(look.colour("muted"))
        for score in (0, 2, 5, 10):
            x = left + score / TOP * wide
            place = QRectF(x - 15, bottom, 30, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(score))

    def _draw_scale(self, painter: QPainter, look: Look, strip: QRectF) -> None:
        """The zones as a strip."""
        edges = (0.0, *ZONE_LIMITS, TOP)
        for index, zone in enumerate(("comfortable", "acceptable", "too_much")):
            begin, end = (edges[index + n] / TOP * strip.width() for n in (0, 1))
            part = QRectF(strip.left() + begin, strip.top(), end - begin, strip.height())
            painter.fillRect(part, look.tinted(zone, 0.16))

    def _draw_pair(self, painter: QPainter, look: Look, pair: Pair, strip: QRectF) -> None:
        those, others = (
            QPointF(strip.left() + value / TOP * strip.width(), strip.top())
            for value in (pair.those, pair.others)
        )
        radius, colour = SIGN_PX * look.scale, look.side(pair.side)
        painter.setPen(QPen(colour, 1.8 * look.scale))
        painter.drawLine(QLineF(those, others))
        painter.setBrush(look.colour("surface"))
        draw_sign(painter, pair.side, others, radius * 1.25)
        painter.setBrush(colour)
        draw_sign(painter, pair.side, those, radius * 0.8)
