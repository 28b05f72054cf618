"""What stands around the curves: the scale at the left, the line ends at the right, the cursor."""

from datetime import date
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsWidget,
    QStyleOptionGraphicsItem,
    QWidget,
)

from hiprehab.charts.flags import draw_marks
from hiprehab.charts.look import Look
from hiprehab.charts.shared import SharedTime
from hiprehab.charts.signs import draw_sign
from hiprehab.charts.view import TimeView
from hiprehab.core.model import Side
from hiprehab.core.trends import ChartState

LABELLED: Final = (0, 2, 4, 6, 8, 10)
FEWER: Final = (0, 5, 10)
LINES: Final = 2
"""Lines for the words of marks."""


class Margin(QGraphicsWidget):
    """Something as high as the view, at its left or right."""

    def __init__(self, view: TimeView) -> None:
        super().__init__()
        self.view = view
        self.look: Look | None = None
        view.sigRangeChanged.connect(self._on_moved)

    def _on_moved(self) -> None:
        self.update()

    def dress(self, look: Look, width: float) -> None:
        """Takes over the look and a fixed width in px."""
        self.look = look
        self.setMinimumWidth(round(width))
        self.setMaximumWidth(round(width))
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if self.look is not None:
            self.draw(painter, self.look)

    def draw(self, painter: QPainter, look: Look) -> None:
        """Paints with a look."""


def scale_words() -> list[tuple[float, str, str]]:
    """Height, word and colour role of the words of the scale, from the top."""
    tr = QCoreApplication.translate
    return [
        (10, tr("Scale", "worst"), "muted"),
        (7.5, tr("Scale", "too much"), "too_much"),
        (3.5, tr("Scale", "acceptable"), "acceptable"),
        (1, tr("Scale", "comfortable"), "comfortable"),
        (0, tr("Scale", "no pain"), "muted"),
    ]


def scale_px(look: Look) -> int:
    """The room at the left of the pain chart; charts below it keep the same."""
    metrics = QFontMetricsF(look.font)
    widest = max(metrics.horizontalAdvance(text) for _, text, _ in scale_words())
    return round(widest + metrics.horizontalAdvance("  10") + 12)


def side_names() -> dict[Side, str]:
    """The sides as the line ends name them."""
    tr = QCoreApplication.translate
    return {Side.LEFT: tr("LineEnds", "Left"), Side.RIGHT: tr("LineEnds", "Right")}


def ends_px(look: Look) -> int:
    """The room at the right of the pain chart; charts below it keep the same."""
    metrics = QFontMetricsF(look.strong)
    widest = max(metrics.horizontalAdvance(text) for text in (*side_names().values(), "10.5"))
    return round(widest + 30 * look.scale)


class Scale(Margin):
    """The numbers 0 to 10 with words at both ends, and the names of the zones between them."""

    def show_look(self, look: Look) -> None:
        """Takes as much room as its words need."""
        self.dress(look, scale_px(look))

    def draw(self, painter: QPainter, look: Look) -> None:
        """Words at the left, numbers at the right."""
        painter.setFont(look.font)
        line = painter.fontMetrics().height()
        width = self.rect().width()
        room = self.view.per_point / line
        for score, text, role in scale_words():
            if (score == 1 and room < 0.85) or (0 < score < 10 and room < 0.6):
                continue
            painter.setPen(look.colour(role))
            self._text(painter, QRectF(0, self._top(score, line), width, line), text)
        painter.setPen(look.colour("muted"))
        for score in LABELLED if room > 0.5 else FEWER:
            box = QRectF(0, self._top(score, line), width - 8, line)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(score)
            )
        bottom = self.rect().height()
        lane = QRectF(0, bottom - self.view.lane / 2 - line / 2 + 2, width, line)
        self._text(painter, lane, self.tr("sessions"))

    def _top(self, score: float, line: float) -> float:
        """Where a label of that height begins; the highest one stays inside."""
        return max(self.view.head, self.view.y_of(score) - line / 2)

    def _text(self, painter: QPainter, box: QRectF, text: str) -> None:
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class LineEnds(Margin):
    """Names the sides at the right, at the height where their lines end in view."""

    def __init__(self, view: TimeView) -> None:
        super().__init__(view)
        self._lines: tuple[tuple[Side, np.ndarray[Any, Any], int], ...] = ()

    def show_state(self, state: ChartState, look: Look) -> None:
        """Takes over the lines and keeps as much room as the widest label needs."""
        first = state.first.toordinal()
        self._lines = tuple((t.side, np.array(t.line, dtype=float), first) for t in state.sides)
        self.dress(look, ends_px(look))

    def ends(self) -> list[tuple[Side, float]]:
        """The last value in view of each side that has one."""
        found = []
        for side, line, first in self._lines:
            seen = line[: max(0, min(len(line), int(np.ceil(self.view.right - first - 0.5))))]
            known = np.flatnonzero(~np.isnan(seen))
            if known.size:
                found.append((side, float(seen[known[-1]])))
        return found

    def draw(self, painter: QPainter, look: Look) -> None:
        """Sign, name and value."""
        line = QFontMetricsF(look.strong).height()
        room, ends = line * 2 + 2, self.ends()
        places = [self.view.y_of(value) for _, value in ends]
        places = apart(places, room, room / 2, self.rect().height() - room / 2)
        left = 22 * look.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setFont(look.strong)
        for (side, value), y in zip(ends, places, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.side(side))
            draw_sign(painter, side, QPointF(12 * look.scale, y - line / 2), 5 * look.scale)
            painter.setPen(look.side(side))
            box = QRectF(left, y - line, self.rect().width() - left, line)
            for text in (side_names()[side], f"{value:g}"):
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
                box.translate(0, line)


def apart(places: list[float], room: float, low: float, high: float) -> list[float]:
    """Moves two labels off each other, and both into the room there is."""
    places = [min(max(place, low), high) for place in places]
    if len(places) == 2 and abs(places[0] - places[1]) < room:
        middle = min(max(sum(places) / 2, low + room / 2), high - room / 2)
        sign = -1 if places[0] <= places[1] else 1
        places = [middle + sign * room / 2, middle - sign * room / 2]
    return places


class Flags(QGraphicsObject):
    """The marks over the curves."""

    def __init__(self, view: TimeView, time: SharedTime) -> None:
        super().__init__(view)
        self._view, self._time = view, time
        self._look: Look | None = None
        self.setZValue(5)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        view.sigRangeChanged.connect(self._on_moved)
        view.sigResized.connect(self._on_resized)

    def dress(self, look: Look) -> None:
        """Takes over the look."""
        self._look = look
        self.update()

    def _on_moved(self) -> None:
        if self._time.marks:
            self.update()

    def _on_resized(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole view."""
        return QRectF(self._view.rect())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if self._look is not None and self._time.marks:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_marks(painter, self._look, self.boundingRect(), self._time, LINES)


class Cursor(QGraphicsObject):
    """A line over the chosen day."""

    def __init__(self, view: TimeView) -> None:
        super().__init__(view)
        self._view = view
        self._look: Look | None = None
        self._day: date | None = None
        self.setZValue(10)
        view.sigRangeChanged.connect(self._on_moved)

    def show_day(self, day: date | None, look: Look) -> None:
        """Marks a day, or none."""
        self.prepareGeometryChange()
        self._day, self._look = day, look
        self.update()

    def _on_moved(self) -> None:
        if self._day is not None:
            self.prepareGeometryChange()
            self.update()

    def boundingRect(self) -> QRectF:
        """The column of the day."""
        if self._day is None:
            return QRectF()
        width = max(2.0, self._view.per_day)
        middle = (self._day.toordinal() + 0.5 - self._view.left) * self._view.per_day
        column = QRectF(middle - width / 2, 0, width, self._view.rect().height())
        return column.intersected(QRectF(self._view.rect()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if self._look is None or self._day is None:
            return
        box = self.boundingRect()
        painter.fillRect(box, self._look.colour("text", 0.07))
        painter.setPen(QPen(self._look.colour("text", 0.75), 1))
        x = round(box.center().x()) + 0.5
        painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
