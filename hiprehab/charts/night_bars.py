"""Nights by week: how many were asked about, and in how many of them pain woke."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from hiprehab.charts.drawn_time import Plot, TimeDrawn
from hiprehab.charts.key_row import KeyPart, draw_key, key_height
from hiprehab.charts.look import Look
from hiprehab.charts.shared import SharedTime
from hiprehab.core.day_times import Nights, NightWeek

NIGHTS: Final = 7
ASKED: Final = "asked"
WOKEN: Final = "woken"


class NightBars(TimeDrawn):
    """A bar a week, or a month's worth of them where weeks are too narrow to be told apart.

    The outline is as high as the nights that were asked about; what is filled are those with pain.
    A week without an answer has no bar.
    """

    state: Nights

    def __init__(
        self,
        name: str,
        time: SharedTime,
        words: Callable[[NightWeek], str],
        *,
        key: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, time, parent)
        self._words = words
        self._key = [KeyPart(WOKEN, key[0]), KeyPart(ASKED, key[1])]

    def scale(self) -> Sequence[tuple[float, str]]:
        """Nights of a week."""
        return [(0, "0"), (2, "2"), (4, "4"), (NIGHTS, "7")]

    def say(self, day: date) -> str:
        """The week that the day lies in."""
        monday = day - timedelta(days=day.weekday())
        weeks = self.state.weeks
        number = (monday - weeks[0].monday).days // 7 if weeks else -1
        return self._words(weeks[number]) if 0 <= number < len(weeks) else ""

    def height_for(self, look: Look, width: float) -> float:
        """The plot and its key."""
        return 150 * look.scale + key_height(look, self._key, width)

    def plot(self, look: Look, box: QRectF) -> Plot:
        """The plot above the key."""
        return super().plot(look, box.adjusted(0, 0, 0, -key_height(look, self._key, box.width())))

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """The plot, and below it what the bars mean."""
        super().draw(painter, look, box)
        painter.setFont(look.font)
        draw_key(painter, look, box, self._key, draw_sign)

    def draw_values(self, painter: QPainter, look: Look, plot: Plot) -> None:
        """The weeks in view."""
        gap = min(2.0, plot.per_day)
        for week in self.state.weeks:
            start = week.monday.toordinal()
            if not week.asked or start + 7 < self.time.left or start > self.time.right:
                continue
            left, right = plot.x(start) + gap, plot.x(start + 7) - gap
            wide = max(1.0, right - left)
            asked = QRectF(left, plot.y(week.asked), wide, plot.y(0) - plot.y(week.asked))
            draw_bar(painter, look, asked, filled=False)
            if week.woken:
                woken = QRectF(left, plot.y(week.woken), wide, plot.y(0) - plot.y(week.woken))
                draw_bar(painter, look, woken, filled=True)


def draw_bar(painter: QPainter, look: Look, box: QRectF, *, filled: bool) -> None:
    """Outlined: asked. Filled: woken by pain."""
    if filled:
        painter.fillRect(box, look.colour("navy"))
        return
    painter.fillRect(box, look.colour("navy", 0.10))
    if box.width() >= 3:
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, 0))


def draw_sign(painter: QPainter, look: Look, sign: object, at: QPointF, radius: float) -> None:
    """A small bar for the key."""
    box = QRectF(at.x() - radius * 0.7, at.y() - radius * 0.8, radius * 1.4, radius * 1.6)
    draw_bar(painter, look, box, filled=sign == WOKEN)
