"""Pain by the part of the day: the median of each side, with the number of ratings below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from hiprehab.charts.drawn import Drawn, Spot
from hiprehab.charts.look import Look
from hiprehab.charts.signs import draw_sign
from hiprehab.core.day_times import DayPart, DayTimes, PartValue
from hiprehab.core.model import Side
from hiprehab.core.trends import ZONE_LIMITS

ZONES: Final = ("comfortable", "acceptable", "too_much")
TOP: Final = 10.0


@dataclass(frozen=True, slots=True)
class PartWords:
    """The words: a part's name, the count below a value, all about one part."""

    name: Callable[[DayPart], str]
    count: Callable[[PartValue], str]
    part: Callable[[DayTimes, DayPart], str]


class DayParts(Drawn):
    """Four columns, left on the left in each."""

    state: DayTimes

    def __init__(
        self, name: str, words: PartWords, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, hint=hint, parent=parent)
        self._words = words

    def height_for(self, look: Look, width: float) -> float:
        """Ten points of pain and two lines of words."""
        return 170 * look.scale + QFontMetricsF(look.font).height() * 2.6

    def summary(self) -> str:
        """Every part in words."""
        return ". ".join(self._words.part(self.state, part) for part in DayPart)

    def _plot(self, look: Look, box: QRectF) -> QRectF:
        line = QFontMetricsF(look.font).height()
        return box.adjusted(line * 1.6, line * 0.6, -4, -line * 2.6)

    def _columns(self, plot: QRectF) -> list[tuple[DayPart, QRectF]]:
        wide = plot.width() / len(DayPart)
        return [
            (part, QRectF(plot.left() + number * wide, plot.top(), wide, plot.height()))
            for number, part in enumerate(DayPart)
        ]

    def spots(self, look: Look, box: QRectF) -> Sequence[Spot]:
        """A part of the day each."""
        return [
            Spot(column.adjusted(3, 0, -3, 0), self._words.part(self.state, part))
            for part, column in self._columns(self._plot(look, box))
        ]

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Zones and scale, then the columns."""
        plot = self._plot(look, box)
        per_point = plot.height() / TOP
        edges = (0.0, *ZONE_LIMITS, TOP)
        strength = 0.10 if look.tokens.dark else 0.07
        for index, role in enumerate(ZONES):
            top = plot.bottom() - edges[index + 1] * per_point
            high = (edges[index + 1] - edges[index]) * per_point
            painter.fillRect(
                QRectF(plot.left(), top, plot.width(), high), look.colour(role, strength)
            )
        line = QFontMetricsF(look.font).height()
        for score in range(0, 11, 2):
            y = round(plot.bottom() - score * per_point) + 0.5
            painter.setPen(QPen(look.colour("line" if score else "edge"), 1))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(look.colour("muted"))
            place = QRectF(box.left(), y - line / 2, plot.left() - box.left() - 6, line)
            sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, sides, str(score))
        for part, column in self._columns(plot):
            self._draw_part(painter, look, column, part)

    def _draw_part(self, painter: QPainter, look: Look, column: QRectF, part: DayPart) -> None:
        line = QFontMetricsF(look.font).height()
        for side in Side:
            value = self.state.value(part, side)
            x = column.center().x() + column.width() * (-0.2 if side is Side.LEFT else 0.2)
            if value.middle is not None:
                y = column.bottom() - value.middle * column.height() / TOP
                self._draw_value(painter, look, value, QPointF(x, y))
            painter.setFont(look.font)
            painter.setPen(look.colour("muted"))
            place = QRectF(
                x - column.width() * 0.2, column.bottom() + 3, column.width() * 0.4, line
            )
            text = self._words.count(value)
            if QFontMetricsF(look.font).horizontalAdvance(text) > place.width():
                text = str(value.ratings)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(look.colour("text"))
        below = QRectF(column.left(), column.bottom() + 3 + line * 1.15, column.width(), line)
        name = painter.fontMetrics().elidedText(
            self._words.name(part), Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_value(self, painter: QPainter, look: Look, value: PartValue, at: QPointF) -> None:
        """A stem, the side's sign and the median beside it."""
        radius = 6.0 * look.scale
        plot = self._plot(look, self.box())
        painter.setPen(QPen(look.side(value.side, 0.5), 2.0 * look.scale))
        painter.drawLine(QLineF(at, QPointF(at.x(), plot.bottom())))
        painter.setPen(QPen(look.colour("surface"), 1.0))
        painter.setBrush(look.side(value.side))
        draw_sign(painter, value.side, at, radius)
        painter.setFont(look.strong)
        painter.setPen(look.colour("text"))
        line = QFontMetricsF(look.strong).height()
        place = QRectF(at.x() - 30, at.y() - radius - line, 60, line)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{value.middle:g}")
