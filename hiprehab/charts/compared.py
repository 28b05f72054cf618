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

    def _row_px(self, look: Look) -> float:
        return QFontMetricsF(look.font).height() + 26 * look.scale

    def height_for(self, look: Look, width: float) -> float:
        """All rows, and the numbers of the scale."""
        return self._row_px(look) * len(self._pairs) + QFontMetricsF(look.font).height() + 6

    def summary(self) -> str:
        """Everything that is stated."""
        return " ".join(pair.text for pair in self._pairs)

    def _row(self, look: Look, box: QRectF, number: int) -> QRectF:
        high = self._row_px(look)
        return QRectF(box.left(), box.top() + number * high, box.width(), high)

    def spots(self, look: Look, box: QRectF) -> Sequence[Spot]:
        """Each row."""
        return [
            Spot(self._row(look, box, number), pair.text) for number, pair in enumerate(self._pairs)
        ]

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Rows, and below them the numbers of the scale."""
        radius = SIGN_PX * look.scale
        left, wide = box.left() + radius * 2, box.width() - radius * 4
        line = QFontMetricsF(look.font).height()
        for number, pair in enumerate(self._pairs):
            row = self._row(look, box, number)
            painter.setPen(look.colour("text"))
            text = painter.fontMetrics().elidedText(
                pair.text, Qt.TextElideMode.ElideRight, int(row.width())
            )
            painter.drawText(QRectF(row.left(), row.top(), row.width(), line), 0, text)
            y = row.top() + line + 11 * look.scale
            self._draw_scale(painter, look, QRectF(left, y - 6, wide, 12))
            self._draw_pair(painter, look, pair, QRectF(left, y, wide, 0))
        painter.setPen(look.colour("muted"))
        top = box.top() + self._row_px(look) * len(self._pairs)
        for score in (0, 2, 5, 10):
            x = left + score / TOP * wide
            painter.drawText(
                QRectF(x - 15, top, 30, line), Qt.AlignmentFlag.AlignCenter, str(score)
            )

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
