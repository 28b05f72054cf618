"""How often each region was named: two bars a region, left above right, with their counts."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from hiprehab.charts.drawn import Drawn, Spot
from hiprehab.charts.look import Look
from hiprehab.charts.signs import draw_sign
from hiprehab.core.model import Side
from hiprehab.core.place_counts import PlaceCount, PlaceState

NAME_SHARE: Final = 0.42
"""The most of the width that names may take."""


class PlaceBars(Drawn):
    """A row a region, the most frequent first; `name` and `words` say what it is called and all
    about it."""

    state: PlaceState

    def __init__(
        self,
        title: str,
        name: Callable[[str], str],
        words: Callable[[PlaceCount], str],
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, hint=hint, parent=parent)
        self._name, self._words = name, words

    def _row_px(self, look: Look) -> float:
        return QFontMetricsF(look.font).height() * 1.9

    def height_for(self, look: Look, width: float) -> float:
        """All rows."""
        return max(1, len(self.state.places)) * self._row_px(look)

    def summary(self) -> str:
        """All regions in words."""
        return ". ".join(map(self._words, self.state.places))

    def _left(self, look: Look, box: QRectF) -> float:
        metrics = QFontMetricsF(look.font)
        names = [metrics.horizontalAdvance(self._name(one.place)) for one in self.state.places]
        return min(max(names, default=0.0) + 12, box.width() * NAME_SHARE)

    def _rows(self, look: Look, box: QRectF) -> list[tuple[PlaceCount, QRectF]]:
        high = self._row_px(look)
        return [
            (one, QRectF(box.left(), box.top() + number * high, box.width(), high))
            for number, one in enumerate(self.state.places)
        ]

    def spots(self, look: Look, box: QRectF) -> Sequence[Spot]:
        """A region each."""
        return [
            Spot(row.adjusted(2, 2, -2, -2), self._words(one)) for one, row in self._rows(look, box)
        ]

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Names, bars, counts."""
        left, metrics = self._left(look, box), QFontMetricsF(look.font)
        count = metrics.horizontalAdvance("8888")
        most = max((max(one.left, one.right) for one in self.state.places), default=0) or 1
        per_one = max(0.0, box.width() - left - count - 14 * look.scale) / most
        for one, row in self._rows(look, box):
            painter.setPen(look.colour("text"))
            name = metrics.elidedText(
                self._name(one.place), Qt.TextElideMode.ElideRight, int(left - 8)
            )
            sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(row, sides, name)
            half = (row.height() - 6) / 2
            for number, side in enumerate(Side):
                bar = QRectF(row.left() + left, row.top() + 3 + number * half, 0, half - 1)
                self._draw_side(painter, look, bar, (side, one.of(side), per_one))

    def _draw_side(
        self, painter: QPainter, look: Look, bar: QRectF, what: tuple[Side, int, float]
    ) -> None:
        """One bar with its sign at its end and its count beside it; a zero has its count only."""
        side, count, per_one = what
        radius = min(bar.height() * 0.42, 5.0 * look.scale)
        bar.setWidth(count * per_one)
        painter.setPen(Qt.PenStyle.NoPen)
        if count:
            painter.fillRect(bar, look.side(side, 0.45))
            painter.setBrush(look.side(side))
            draw_sign(painter, side, QPointF(bar.right(), bar.center().y()), radius)
        painter.setPen(look.colour("text" if count else "muted"))
        font = look.font
        painter.setFont(font)
        place = QRectF(bar.right() + radius + 5, bar.top() - 4, 60, bar.height() + 8)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(count))
