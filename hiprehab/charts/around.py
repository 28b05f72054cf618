"""Pain around sessions: what a typical one looks like, and each of them over time.

The moments differ in shape: before is hollow, during a cross, after filled, the next morning half.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from hiprehab.charts.drawn import Drawn, Spot
from hiprehab.charts.drawn_time import Plot, TimeDrawn
from hiprehab.charts.edges import side_names
from hiprehab.charts.key_row import KeyPart, draw_key, key_height
from hiprehab.charts.look import Look
from hiprehab.charts.reduce import Floats
from hiprehab.charts.signs import draw_sign
from hiprehab.core.around_sessions import MOMENTS, AroundSession, AroundState, Scores, Typical
from hiprehab.core.log import Moment
from hiprehab.core.model import Side
from hiprehab.core.trends import ZONE_LIMITS

TOP: Final = 10.0
SIGN_PX: Final = 4.6
SIGNS_APART_PX: Final = 11.0
"""From this width of a day on the moments of a session have signs; below it only its range."""


class AroundWords:
    """The words of both charts; a class so that every literal is found for translation."""

    def tr(self, text: str) -> str:
        """Translates in the context of this class."""
        return QCoreApplication.translate("AroundWords", text)

    def moment(self, moment: Moment) -> str:
        """The name of a moment."""
        return {
            Moment.BEFORE: self.tr("before"),
            Moment.DURING: self.tr("during"),
            Moment.AFTER: self.tr("after"),
            Moment.NEXT_MORNING: self.tr("next morning"),
        }.get(moment, "")

    def short(self, moment: Moment) -> str:
        """The same in one word."""
        return self.tr("morning") if moment is Moment.NEXT_MORNING else self.moment(moment)

    def typical(self, side: Side, moment: Moment, found: Typical) -> str:
        """A median with the count it rests on."""
        where = f"{side_names()[side]}, {self.moment(moment)}"
        if not found.sessions:
            return self.tr("{0}: never rated").format(where)
        if found.sessions == 1:
            return self.tr("{0}: {1}, one session").format(where, f"{found.median:g}")
        return self.tr("{0}: median {1} of {2} sessions, from {3} to {4}").format(
            where, f"{found.median:g}", found.sessions, found.lowest, found.highest
        )

    def scores(self, side: Side, scores: Scores) -> str:
        """What was rated around one session."""
        parts = [
            f"{self.moment(moment)} {score}"
            for moment, score in zip(MOMENTS, scores, strict=True)
            if score is not None
        ]
        said = ", ".join(parts) if parts else self.tr("not rated")
        return f"{side_names()[side]} {said}"


def draw_moment(painter: QPainter, look: Look, moment: Moment, side: Side, at: QPointF) -> None:
    """The sign of a moment in the colour and, as far as it has one, the shape of a side."""
    radius = SIGN_PX * look.scale
    colour = look.side(side)
    painter.setPen(QPen(colour, 1.6 * look.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if moment is Moment.DURING:
        reach = radius * 0.85
        for turn in (-1, 1):
            painter.drawLine(
                QLineF(at.x() - reach, at.y() - turn * reach, at.x() + reach, at.y() + turn * reach)
            )
        return
    if moment is not Moment.AFTER:
        painter.setBrush(look.colour("surface"))
    else:
        painter.setBrush(colour)
    draw_sign(painter, side, at, radius)
    if moment is Moment.NEXT_MORNING:
        half = QRectF(at.x() - radius, at.y(), 2 * radius, radius)
        painter.save()
        painter.setClipRect(half, Qt.ClipOperation.IntersectClip)
        painter.setBrush(colour)
        draw_sign(painter, side, at, radius)
        painter.restore()


def key_parts(words: AroundWords) -> list[KeyPart]:
    """What the signs mean."""
    return [KeyPart(moment, words.moment(moment)) for moment in MOMENTS]


def _key_sign(painter: QPainter, look: Look, sign: object, at: QPointF, radius: float) -> None:
    """Both sides' signs of a moment."""
    assert isinstance(sign, Moment)
    draw_moment(painter, look, sign, Side.LEFT, at - QPointF(radius * 0.62, 0))
    draw_moment(painter, look, sign, Side.RIGHT, at + QPointF(radius * 0.62, 0))


class TypicalChart(Drawn):
    """The medians at the four moments, left and right; a faint line for each session behind."""

    words = AroundWords()

    @property
    def _around(self) -> AroundState:
        found: AroundState = self.state
        return found

    def height_for(self, look: Look, width: float) -> float:
        """Room for ten points of pain and three lines of words; twice that one above the other."""
        high = 150 * look.scale + QFontMetricsF(look.font).height() * 3
        return high * 2 if self._stacked(look, width) else high

    def _stacked(self, look: Look, width: float) -> bool:
        """Whether the moments' names are too long for two plots beside each other."""
        metrics = QFontMetricsF(look.font)
        widest = max(metrics.horizontalAdvance(self.words.short(moment)) for moment in MOMENTS)
        left = metrics.horizontalAdvance("10") + 10
        return (width - 2 * left) / 2 / len(MOMENTS) < widest + 4

    def summary(self) -> str:
        """All medians."""
        typical = self._around.typical
        return ". ".join(
            self.words.typical(side, moment, found)
            for side in Side
            for moment, found in zip(MOMENTS, typical[side], strict=True)
        )

    def _plot(self, look: Look, box: QRectF, side: Side) -> QRectF:
        """The plot of a side: left on the left, or above."""
        line = QFontMetricsF(look.font).height()
        left = QFontMetricsF(look.font).horizontalAdvance("10") + 10
        own = QRectF(box)
        if self._stacked(look, box.width()):
            own.setHeight(box.height() / 2)
            own.translate(0, 0 if side is Side.LEFT else own.height())
        else:
            own.setWidth(box.width() / 2)
            own.translate(0 if side is Side.LEFT else own.width(), 0)
        return own.adjusted(left, line + 6, 0, -line * 2 - 6)

    def _place(self, plot: QRectF, index: int, score: float) -> QPointF:
        step = plot.width() / len(MOMENTS)
        return QPointF(
            plot.left() + (index + 0.5) * step, plot.bottom() - score / TOP * plot.height()
        )

    def spots(self, look: Look, box: QRectF) -> Sequence[Spot]:
        """Each median."""
        found = []
        for side in Side:
            plot = self._plot(look, box, side)
            for index, typical in enumerate(self._around.typical[side]):
                if typical.median is not None:
                    at = self._place(plot, index, typical.median)
                    area = QRectF(at.x() - 10, at.y() - 10, 20, 20)
                    found.append(Spot(area, self.words.typical(side, MOMENTS[index], typical)))
        return found

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Both sides."""
        for side in Side:
            plot = self._plot(look, box, side)
            _draw_ground(painter, look, plot)
            self._draw_words(painter, look, plot, side)
            self._draw_sessions(painter, look, plot, side)
            self._draw_typical(painter, look, plot, side)

    def _draw_words(self, painter: QPainter, look: Look, plot: QRectF, side: Side) -> None:
        """The side above, and the moments with their counts below."""
        line = QFontMetricsF(look.font).height()
        painter.setFont(look.strong)
        painter.setPen(look.side(side))
        head = QRectF(plot.left(), plot.top() - line - 4, plot.width(), line)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, side_names()[side])
        painter.setFont(look.font)
        painter.setPen(look.colour("muted"))
        step = plot.width() / len(MOMENTS)
        for index, typical in enumerate(self._around.typical[side]):
            texts = (
                self.words.short(MOMENTS[index]),
                self.words.tr("n = {0}").format(typical.sessions),
            )
            for row, text in enumerate(texts):
                place = QRectF(
                    plot.left() + index * step, plot.bottom() + 4 + row * line, step, line
                )
                shown = painter.fontMetrics().elidedText(
                    text, Qt.TextElideMode.ElideRight, int(step)
                )
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def _draw_sessions(self, painter: QPainter, look: Look, plot: QRectF, side: Side) -> None:
        """A line for each session between the moments that were rated."""
        rows = self._around.rows
        strength = min(0.35, max(0.05, 4.0 / max(1, len(rows))))
        painter.setPen(QPen(look.side(side, strength), 1.2))
        lines = set()
        for row in rows:
            known = [(i, s) for i, s in enumerate(row.of(side)) if s is not None]
            lines |= set(pairwise(known))
        for (i, a), (j, b) in lines:
            painter.drawLine(QLineF(self._place(plot, i, a), self._place(plot, j, b)))

    def _draw_typical(self, painter: QPainter, look: Look, plot: QRectF, side: Side) -> None:
        known = [
            (index, typical.median)
            for index, typical in enumerate(self._around.typical[side])
            if typical.median is not None
        ]
        painter.setPen(QPen(look.side(side), 2.2 * look.scale))
        for (i, a), (j, b) in pairwise(known):
            painter.drawLine(QLineF(self._place(plot, i, a), self._place(plot, j, b)))
        painter.setFont(look.strong)
        for index, value in known:
            at = self._place(plot, index, value)
            draw_moment(painter, look, MOMENTS[index], side, at)
            painter.setPen(look.colour("text"))
            line = painter.fontMetrics().height()
            above = at.y() - line - 6 if value < TOP - 1 else at.y() + 6
            place = QRectF(at.x() - 20, above, 40, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{value:g}")
        painter.setFont(look.font)


def _draw_ground(painter: QPainter, look: Look, plot: QRectF) -> None:
    """Zones and numbers of a scale from 0 to 10."""
    strength = 0.10 if look.tokens.dark else 0.07
    edges = (0.0, *ZONE_LIMITS, TOP)
    per_point = plot.height() / TOP
    for index, zone in enumerate(("comfortable", "acceptable", "too_much")):
        top, bottom = plot.bottom() - edges[index + 1] * per_point, plot.bottom()
        bottom -= edges[index] * per_point
        painter.fillRect(
            QRectF(plot.left(), top, plot.width(), bottom - top), look.tinted(zone, strength)
        )
    line = QFontMetricsF(look.font).height()
    painter.setPen(look.colour("muted"))
    for score in (0, 5, 10):
        y = plot.bottom() - score * per_point
        place = QRectF(plot.left() - 40, y - line / 2, 34, line)
        painter.drawText(
            place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(score)
        )


class SessionsChart(TimeDrawn):
    """A stroke from the lowest to the highest rating of each session, and a sign for each moment.

    The upper half is the left side, the lower half the right one.
    """

    words = AroundWords()

    @property
    def _around(self) -> AroundState:
        found: AroundState = self.state
        return found

    def show_state(self, state: AroundState, look: Look) -> None:
        """Shows other sessions."""
        self._x = np.array([row.x for row in state.rows])
        self._ends = {side: _ends(state.rows, side) for side in Side}
        super().show_state(state, look)

    def scale(self) -> Sequence[tuple[float, str]]:
        """Two scales above each other, with room for a sign at 0: right from 0, left from 12."""
        return (
            (-0.9, ""), (0.0, "0"), (5.0, "5"), (TOP, "10"),
            (12.0, "0"), (17.0, "5"), (12.0 + TOP, "10"),
        )  # fmt: skip

    def left_px(self, look: Look) -> float:
        """Numbers, and the names of the sides before them."""
        names = max(QFontMetricsF(look.strong).horizontalAdvance(n) for n in side_names().values())
        return super().left_px(look) + names + 10

    def height_for(self, look: Look, width: float) -> float:
        """Two scales, and the key below."""
        line = QFontMetricsF(look.font).height()
        return 170 * look.scale + line * 4 + key_height(look, key_parts(self.words), width)

    def plot(self, look: Look, box: QRectF) -> Plot:
        """Above the key."""
        key = key_height(look, key_parts(self.words), box.width())
        return super().plot(look, box.adjusted(0, 0, 0, -key))

    def say(self, day: date) -> str:
        """The sessions of a day with what was rated around them."""
        start, stop = np.searchsorted(self._x, (day.toordinal(), day.toordinal() + 1))
        rows = self._around.rows[start:stop]
        return " · ".join(self._say_row(row) for row in rows) or self.tr("no rated session")

    def _say_row(self, row: AroundSession) -> str:
        sides = "; ".join(self.words.scores(side, row.of(side)) for side in Side)
        return f"{row.title}: {sides}"

    # --- drawing ------------------------------------------------------------------------------

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """The chart with its key."""
        super().draw(painter, look, box)
        draw_key(painter, look, box, key_parts(self.words), _key_sign)
        plot = self.plot(look, box)
        painter.setFont(look.strong)
        line = QFontMetricsF(look.strong).height()
        for side in Side:
            painter.setPen(look.side(side))
            y = plot.y(_base(side) + TOP / 2) - line / 2
            painter.drawText(QRectF(box.left(), y, plot.box.left(), line), 0, side_names()[side])
        painter.setFont(look.font)

    def draw_values(self, painter: QPainter, look: Look, plot: Plot) -> None:
        """The sessions in view."""
        start, stop = np.searchsorted(self._x, (self.time.left - 1, self.time.right + 1))
        rows = self._around.rows[start:stop]
        signs = plot.per_day * _usual_gap(rows) >= SIGNS_APART_PX
        for side in Side:
            self._draw_strokes(painter, look, plot, side, slice(int(start), int(stop)))
            if signs:
                for row in rows:
                    _draw_signs(painter, look, plot, side, row)

    def _draw_strokes(
        self, painter: QPainter, look: Look, plot: Plot, side: Side, seen: slice
    ) -> None:
        """From the lowest to the highest rating; sessions in the same pixel are one stroke."""
        low, high = (values[seen] for values in self._ends[side])
        known = ~np.isnan(low)
        if not known.any():
            return
        pixel = np.floor((self._x[seen][known] - plot.left) * plot.per_day)
        starts = np.flatnonzero(np.concatenate(([True], pixel[1:] != pixel[:-1])))
        ground = plot.box.bottom() + (plot.low - _base(side)) * plot.per_unit
        bottom = ground - np.minimum.reduceat(low[known], starts) * plot.per_unit
        top = ground - np.maximum.reduceat(high[known], starts) * plot.per_unit
        x = pixel[starts] + plot.box.left() + 0.5
        painter.setPen(QPen(look.side(side, 0.55), min(3.0, max(1.0, plot.per_day))))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        rows = np.column_stack((x, bottom + 1, x, top - 1)).tolist()
        painter.drawLines([QLineF(*row) for row in rows])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _ends(rows: Sequence[AroundSession], side: Side) -> tuple[Floats, Floats]:
    """The lowest and the highest rating of each session; NaN without any."""
    low, high = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    for index, row in enumerate(rows):
        known = [score for score in row.of(side) if score is not None]
        if known:
            low[index], high[index] = min(known), max(known)
    return low, high


def _base(side: Side) -> float:
    """Where a side's scale begins."""
    return 12.0 if side is Side.LEFT else 0.0


def _usual_gap(rows: Sequence[AroundSession]) -> float:
    """About how many days lie between sessions; many when there are few."""
    if len(rows) < 2:
        return 30.0
    return (rows[-1].x - rows[0].x) / (len(rows) - 1)


def _draw_signs(painter: QPainter, look: Look, plot: Plot, side: Side, row: AroundSession) -> None:
    """One sign a score; moments with the same score stand beside each other."""
    beside: dict[int, int] = {}
    for moment, score in zip(MOMENTS, row.of(side), strict=True):
        if score is None:
            continue
        number = beside.get(score, 0)
        beside[score] = number + 1
        shift = number * SIGN_PX * 1.5 * look.scale
        at = QPointF(plot.x(row.x) + shift, plot.y(_base(side) + score))
        draw_moment(painter, look, moment, side, at)
