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
    """A bar a week.

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
        """The weeks in view; all of them at once, for the bars of ten years."""
        gap, bottom = min(2.0, plot.per_day), plot.y(0)
        wide = max(1.0, plot.per_day * 7 - 2 * gap)
        asked, woken = [], []
        for week in self.state.weeks:
            start = week.monday.toordinal()
            if week.asked and self.time.left - 7 <= start <= self.time.right:
                left, top = plot.x(start) + gap, plot.y(week.asked)
                asked.append(QRectF(left, top, wide, bottom - top))
                if week.woken:
                    top = plot.y(week.woken)
                    woken.append(QRectF(left, top, wide, bottom - top))
        draw_bars(painter, look, asked, filled=False)
        draw_bars(painter, look, woken, filled=True)


def draw_bars(painter: QPainter, look: Look, boxes: Sequence[QRectF], *, filled: bool) -> None:
    """Outlined: asked. Filled: woken by pain. Very narrow ones have no outline."""
    if not boxes:
        return
    narrow = boxes[0].width() < 3
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not narrow)
    painter.setBrush(look.colour("navy", 1.0 if filled else 0.18 if narrow else 0.10))
    outlined = not filled and not narrow
    painter.setPen(QPen(look.colour("edge"), 1) if outlined else Qt.PenStyle.NoPen)
    painter.drawRects(list(boxes))


def draw_sign(painter: QPainter, look: Look, sign: object, at: QPointF, radius: float) -> None:
    """A small bar for the key."""
    box = QRectF(at.x() - radius * 0.7, at.y() - radius * 0.8, radius * 1.4, radius * 1.6)
    draw_bars(painter, look, [box], filled=sign == WOKEN)
