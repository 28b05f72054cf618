"""Draws zones, bands, ratings, lines and sessions, reduced to what the screen can show."""

import math
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from hiprehab.charts.look import Look
from hiprehab.charts.reduce import Bars, Columns, Floats, bars, columns, runs, strokes
from hiprehab.charts.shade import Layer, shade
from hiprehab.charts.signs import SESSION_PX, Kind, Stamp, draw_session, draw_sign, kind_of
from hiprehab.charts.view import TOP, TimeView
from hiprehab.core.model import Side
from hiprehab.core.trends import ZONE_LIMITS, ChartState, SideTrend

GLYPH_PX: Final = 2.4
"""From this width of a day on each rating is a mark of its own; below it a day's range is a bar."""

SESSION_APART_PX: Final = 6.25
"""From this width of a day on a mark tells how the session went."""

BEAD_PX: Final = 120
"""About how far apart the side's signs sit on its line."""
MANY: Final = 400
"""Strokes; with more of them round ends cost more than they show."""
ZONES: Final = ("comfortable", "acceptable", "too_much")


@dataclass(frozen=True, slots=True)
class Curve:
    """The numbers of one side as arrays; gaps are NaN."""

    side: Side
    line: Floats
    low: Floats
    high: Floats
    dot_x: Floats
    dot_score: Floats
    dot_kind: NDArray[np.int8]
    day_low: Floats
    day_high: Floats


def curve(trend: SideTrend, first: date) -> Curve:
    """The arrays of a side."""
    low, high = np.full(len(trend.line), np.nan), np.full(len(trend.line), np.nan)
    dots, count = trend.dots, len(trend.dots)
    places = np.fromiter(map(attrgetter("x"), dots), float, count)
    scores = np.fromiter(map(attrgetter("score"), dots), float, count)
    kinds = np.fromiter(map(kind_of, dots), np.int8, count)
    counted = kinds == Kind.COUNTS
    days = places[counted].astype(np.intp) - first.toordinal()
    np.fmin.at(low, days, scores[counted])
    np.fmax.at(high, days, scores[counted])
    return Curve(
        side=trend.side,
        line=np.array(trend.line, dtype=float),
        low=np.array(trend.low, dtype=float),
        high=np.array(trend.high, dtype=float),
        dot_x=places,
        dot_score=scores,
        dot_kind=kinds,
        day_low=low,
        day_high=high,
    )


class Curves(QGraphicsObject):
    """Everything inside the axes. Lives in the px of its view and is redrawn when that moves.

    With `vector` set nothing is painted as pixels, for a drawing that is kept in a file.
    """

    def __init__(self, view: TimeView) -> None:
        super().__init__(view)
        self._view = view
        self._look: Look | None = None
        self._state: ChartState | None = None
        self._curves: tuple[Curve, ...] = ()
        self._session_x = np.empty(0)
        self._left = self._per_day = self._per_point = 0.0
        self.kinds: set[Kind] = set()
        self.vector = False
        # While nothing moves, the cursor slides over a kept picture.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        view.sigRangeChanged.connect(self._on_moved)
        view.sigResized.connect(self._on_resized)

    def show_state(self, state: ChartState, look: Look) -> None:
        """Shows other numbers or another look."""
        if state is not self._state:
            self._curves = tuple(curve(trend, state.first) for trend in state.sides)
            self._session_x = np.array([mark.x for mark in state.sessions], dtype=float)
            # Not np.unique: it loads numpy.ma, for which the window would wait 20 ms.
            self.kinds = {kind for each in self._curves for kind in Kind if kind in each.dot_kind}
        self._state, self._look = state, look
        self.update()

    def _on_moved(self) -> None:
        self.update()

    def _on_resized(self) -> None:
        self.prepareGeometryChange()
        self.update()

    # --- places -------------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        """The whole view."""
        return QRectF(self._view.rect())

    def _x(self, x: Floats) -> Floats:
        return (x - self._left) * self._per_day

    def _y(self, score: Floats) -> Floats:
        return self._view.head + (TOP - score) * self._per_point

    def _seen(self) -> slice:
        """The days in view, one more at each end; in a drawing, which has no clip, only those."""
        assert self._state is not None
        first = self._state.first.toordinal()
        if self.vector:
            start = max(0, math.ceil(self._view.left - 0.5) - first)
            return slice(start, max(start, math.floor(self._view.right - 0.5) - first + 1))
        start = max(0, int(self._view.left) - first - 1)
        return slice(start, max(start, int(self._view.right) - first + 2))

    def _reach(self) -> tuple[float, float]:
        """The same for signs, which stand at a time of day."""
        more = 0 if self.vector else 1
        return self._view.left - more, self._view.right + more

    def _columns(self, seen: slice, low: Floats, high: Floats, ratio: float = 1.0) -> Columns:
        """The days in view reduced to columns of a device px."""
        assert self._state is not None
        start = self._state.first.toordinal() + seen.start + 0.5
        low, high = low[seen], high[seen]
        return columns(self._x(np.arange(len(low)) + start) * ratio, low, high)

    def _filled(self, seen: slice, low: Floats, high: Floats, ratio: float) -> Columns:
        """A column for each device px, also where a day is wider than that."""
        assert self._state is not None
        if self._per_day * ratio < 1:
            return self._columns(seen, low, high, ratio)
        place = np.arange(math.ceil(self._view.rect().width() * ratio)) + 0.5
        day = np.floor(place / (self._per_day * ratio) + self._left) - self._state.first.toordinal()
        there = (day >= 0) & (day < len(low))
        day = day[there].astype(np.intp)
        return columns(place[there], low[day], high[day])

    # --- painting -----------------------------------------------------------------------------

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """From the ground up: zones, bands, ratings, lines, sessions."""
        view = self._view
        if self._look is None or self._state is None or view.rect().isEmpty():
            return
        self._left, self._per_day, self._per_point = view.left, view.per_day, view.per_point
        self._paint_zones(painter, self._look)
        seen = self._seen()
        if self._per_day < GLYPH_PX and not self.vector:
            self._paint_columns(painter, self._look, seen)
        else:
            for each in self._curves:
                self._paint_band(painter, self._look, each, seen)
            for each in self._curves:
                self._paint_ratings(painter, self._look, each, seen)
            for each in self._curves:
                self._paint_line(painter, self._look, each, seen)
        for each in self._curves:
            self._paint_beads(painter, self._look, each, seen)
        self._paint_sessions(painter, self._look)

    # --- more days than pixels ----------------------------------------------------------------

    def _layer(self, found: Bars, colour: QColor, ratio: float, width: float) -> Layer:
        """Bars in device px, `width` px higher than their values are apart."""
        x, low, high = found
        middle = width * ratio / 2
        top, bottom = self._y(high) * ratio - middle, self._y(low) * ratio + middle
        return Layer(x, top, bottom, colour)

    def _ranges(self, look: Look, each: Curve, seen: slice, ratio: float) -> Layer:
        """From the lowest to the highest counted rating of each column."""
        found = bars(self._filled(seen, each.day_low, each.day_high, ratio), joins=False)
        return self._layer(found, look.side(each.side, 0.16), ratio, 1.0)

    def _paint_columns(self, painter: QPainter, look: Look, seen: slice) -> None:
        """Bands, ranges of the ratings and lines, a bar for each pixel column."""
        ratio = painter.device().devicePixelRatioF()
        bands, ranges, lines = [], [], []
        for each in self._curves:
            band = bars(self._filled(seen, each.low, each.high, ratio), joins=False)
            bands.append(self._layer(band, self._band_colour(look, each.side), ratio, 0.0))
            ranges.append(self._ranges(look, each, seen, ratio))
            line = bars(self._filled(seen, each.line, each.line, ratio), joins=True)
            lines.append(self._layer(line, look.side(each.side), ratio, 2.0 * look.scale))
        self._draw_layers(painter, [*bands, *ranges, *lines])

    def _draw_layers(self, painter: QPainter, layers: list[Layer]) -> None:
        ratio = painter.device().devicePixelRatioF()
        size = self._view.rect().size() * ratio
        image = shade(layers, math.ceil(size.width()), math.ceil(size.height()))
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(0, 0), image)

    # --- room for every day -------------------------------------------------------------------

    def _paint_zones(self, painter: QPainter, look: Look) -> None:
        """Opaque: blending the whole ground costs more than all that is drawn on it."""
        width, y_of = self._view.rect().width(), self._view.y_of
        edges = (0.0, *ZONE_LIMITS, TOP)
        strength = 0.10 if look.tokens.dark else 0.07
        for index, role in enumerate(ZONES):
            top, bottom = y_of(edges[index + 1]), y_of(edges[index])
            painter.fillRect(QRectF(0, top, width, bottom - top), look.tinted(role, strength))
        for score in range(0, 11, 2):
            colour = look.colour("line", 0.7) if score else look.colour("edge")
            painter.fillRect(QRectF(0, round(y_of(score)), width, 1), colour)

    def _band_colour(self, look: Look, side: Side) -> QColor:
        return look.side(side, 0.20 if look.tokens.dark else 0.14)

    def _paint_band(self, painter: QPainter, look: Look, each: Curve, seen: slice) -> None:
        """The middle half of the last seven days."""
        found = self._columns(seen, each.low, each.high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._band_colour(look, each.side))
        low, high = self._y(found.low), self._y(found.high)
        for run in runs(found):
            if run.stop - run.start < 2:
                continue
            x = np.concatenate((found.x[run], found.x[run][::-1]))
            y = np.concatenate((high[run], low[run][::-1]))
            painter.drawPolygon(pg.functions.arrayToQPolygonF(x, y))

    def _paint_line(self, painter: QPainter, look: Look, each: Curve, seen: slice) -> None:
        found = self._columns(seen, each.line, each.line)
        lines = strokes(found, max(4.0, self._per_day * 0.6))
        lines[:, 1], lines[:, 3] = self._y(lines[:, 1]), self._y(lines[:, 3])
        pen = QPen(look.side(each.side), 2.0 * look.scale)
        # Round ends close the joints; where hundreds of joints lie close together nobody sees them.
        round_ends = len(lines) < MANY
        cap = Qt.PenCapStyle.RoundCap if round_ends else Qt.PenCapStyle.FlatCap
        pen.setCapStyle(cap)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.drawLines([QLineF(*row) for row in lines.tolist()])

    def _paint_beads(self, painter: QPainter, look: Look, each: Curve, seen: slice) -> None:
        """The side's sign on its line now and then, at fixed days, so that panning moves none."""
        assert self._state is not None
        every = 2
        while every * self._per_day < BEAD_PX:
            every *= 2
        first = self._state.first.toordinal()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(look.colour("surface"), 1.5 * look.scale))
        painter.setBrush(look.side(each.side))
        start = first + seen.start
        shift = 0 if each.side is Side.LEFT else every // 2
        for day in range(start + (shift - start) % every, first + seen.stop, every):
            index = day - first
            if index < len(each.line) and not np.isnan(each.line[index]):
                x = (day + 0.5 - self._left) * self._per_day
                at = QPointF(x, self._view.y_of(float(each.line[index])))
                draw_sign(painter, each.side, at, 5 * look.scale)

    def _paint_ratings(self, painter: QPainter, look: Look, each: Curve, seen: slice) -> None:
        """Each rating, or in a vector drawing without room for that the range of each day."""
        if self._per_day >= GLYPH_PX:
            self._paint_dots(painter, look, each)
            return
        found = self._columns(seen, each.day_low, each.day_high)
        colour = look.side(each.side, 0.16)
        for x, top, bottom in zip(found.x, self._y(found.high), self._y(found.low), strict=True):
            painter.fillRect(QRectF(x - 0.5, top - 0.5, 1, bottom - top + 1), colour)

    def _paint_dots(self, painter: QPainter, look: Look, each: Curve) -> None:
        """Every rating. Left and right given at the same moment stand a little apart."""
        start, stop = np.searchsorted(each.dot_x, self._reach())
        radius = min(4.0, 1.0 + self._per_day * 0.25) * look.scale
        aside = min(radius * 0.8, self._per_day * 0.15) * (-1 if each.side is Side.LEFT else 1)
        strength = min(1.0, 0.4 + self._per_day * 0.08)  # many small ones must not hide the line
        ratio = 0.0 if self.vector else painter.device().devicePixelRatioF()
        stamp = Stamp(look, each.side, radius=radius, strength=strength, ratio=ratio)
        x, y = self._x(each.dot_x[start:stop]) + aside, self._y(each.dot_score[start:stop])
        for kind in Kind:
            chosen = each.dot_kind[start:stop] == kind
            stamp.put(painter, kind, x[chosen], y[chosen])

    def _paint_sessions(self, painter: QPainter, look: Look) -> None:
        assert self._state is not None
        start, stop = np.searchsorted(self._session_x, self._reach())
        y = self._view.rect().height() - self._view.lane / 2 + 2
        colour = look.colour("accent")
        places = self._x(self._session_x[start:stop])
        half = min(4.5 * look.scale, self._per_day * 0.32)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._per_day >= SESSION_APART_PX)
        if self._per_day < SESSION_APART_PX:
            width = max(1.0, 2 * half)
            lefts = set(np.floor(places - width / 2).tolist())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRects([QRectF(x, y - SESSION_PX, width, 2 * SESSION_PX) for x in lefts])
            return
        marks = self._state.sessions[start:stop]
        for place, mark in zip(places.tolist(), marks, strict=True):
            draw_session(painter, mark.status, QPointF(place, y), half, colour)
