"""The pain chart: both sides over time on a scale that never moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.charts.axes import DayAxis
from hiprehab.charts.curves import GLYPH_PX, SESSION_APART_PX, Curves
from hiprehab.charts.drawn import EDGE, svg_painter
from hiprehab.charts.edges import LINES, Cursor, Flags, LineEnds, Scale
from hiprehab.charts.look import Look
from hiprehab.charts.shared import SharedTime
from hiprehab.charts.strips import Strip, Words, spoken
from hiprehab.charts.view import TimeView
from hiprehab.core.trends import ChartState


class Plot(pg.GraphicsView):
    """The canvas: axes and view box. It tells where the pointer is, in days, or None."""

    pointed = Signal(object)

    def __init__(self, time: SharedTime) -> None:
        super().__init__(background=None)
        self.view = TimeView(time)
        self.days, self.scores = DayAxis(), Scale(self.view)
        self.ends = LineEnds(self.view)
        self.curves, self.cursor = Curves(self.view), Cursor(self.view)
        self.flags = Flags(self.view, time)
        grid = self.centralLayout
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addItem(self.scores, 0, 0)
        grid.addItem(self.view, 0, 1)
        grid.addItem(self.ends, 0, 2)
        grid.addItem(self.days, 1, 1)
        grid.setColumnStretchFactor(1, 1)
        grid.setRowStretchFactor(0, 1)
        self.days.linkToView(self.view)
        self.scene().sigMouseMoved.connect(self._on_mouse)

    def sizeHint(self) -> QSize:
        """Small: the chart takes what the page has left."""
        return QSize(320, 160)

    def _on_mouse(self, place: QPointF) -> None:
        inside = self.view.sceneBoundingRect().contains(place)
        self.pointed.emit(self.view.mapSceneToView(place).x() if inside else None)

    def leaveEvent(self, ev: QEvent) -> None:
        """The pointer has left."""
        super().leaveEvent(ev)
        self.pointed.emit(None)


class PainChart(QWidget):
    """Both sides, the sessions and the values of one day. Keys: arrows, Home, End, + and -, Esc.

    The days in view and the chosen day are those of `time`, for all charts alike. A period that
    `time` does not show yet is shown whole.
    """

    cursor_moved = Signal(object)

    def __init__(self, time: SharedTime | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words()
        self.time = time or SharedTime(self)
        self._state: ChartState | None = None
        self._look: Look | None = None
        self._printing = False
        self._keyed: tuple[bool, bool] | None = None
        self._top, self.key = Strip(parent=self), Strip(flows=True, parent=self)
        self.plot = Plot(self.time)
        self.plot.setParent(self)
        self.plot.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.plot.setFocusProxy(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        layout.setSpacing(6)
        layout.addWidget(self._top)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Pain chart, left and right, from 0 to 10"))
        self.plot.pointed.connect(self.time.point)
        self.time.moved.connect(self._on_moved)
        self.time.pointed.connect(self._on_day)
        self.plot.view.sigResized.connect(self._show_key)

    # --- showing ------------------------------------------------------------------------------

    def show_state(self, state: ChartState, look: Look) -> None:
        """Shows the numbers of a period."""
        self._state, self._look = state, look
        line = QFontMetricsF(look.font).height()
        if (state.first, state.last) != (self.time.first, self.time.last):
            self.time.show(state.first, state.last)
        plot = self.plot
        plot.view.follow()
        plot.setBackground(look.colour("surface"))
        plot.days.dress(look)
        plot.scores.show_look(look)
        plot.flags.dress(look)
        plot.view.set_lanes(line * 1.75, LINES * line + 4 if self.time.marks else 0.0)
        plot.ends.show_state(state, look)
        plot.curves.show_state(state, look)
        self._keyed = None
        self._show_key()
        self._show_day()

    @property
    def state(self) -> ChartState | None:
        """What is shown."""
        return self._state

    @property
    def day(self) -> date | None:
        """The day under the cursor, or None."""
        return self.time.day

    @property
    def view(self) -> TimeView:
        """The part that moves."""
        return self.plot.view

    def readout(self) -> str:
        """The words above the chart."""
        return spoken(self._top.rows)

    def set_day(self, day: date | None) -> None:
        """Puts the cursor on a day, or takes it away."""
        self.time.set_day(day)

    def _on_day(self, day: date | None) -> None:
        self._show_day()
        self.cursor_moved.emit(day)

    def _show_day(self) -> None:
        if self._state is None or self._look is None:
            return
        day = self.day
        if day is not None and not self._state.first <= day <= self._state.last:
            day = None  # another period is on its way
        self.plot.cursor.show_day(day, self._look)
        if day is not None:
            rows = self._words.day_rows(self._state, day, self.time.marks_on(day))
        else:
            rows = self._words.period_rows(*self.time.seen, hint=True)
        self._top.show_rows(rows, self._look)
        self.setAccessibleDescription(spoken(rows))

    def _show_key(self) -> None:
        if self._state is None or self._look is None:
            return
        room = (self.view.per_day >= GLYPH_PX, self.view.per_day >= SESSION_APART_PX)
        if room != self._keyed:
            self._keyed = room
            kinds = self.plot.curves.kinds
            pieces = self._words.key(self._state, kinds, each=room[0], kinds=room[1])
            self.key.show_rows([pieces], self._look)

    def _on_moved(self) -> None:
        self._show_key()
        if self.day is None:
            self._show_day()

    def redraw(self) -> None:
        """Draws everything anew, at once."""
        self.plot.curves.update()
        self.plot.viewport().repaint()

    # --- keys and focus -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves the cursor by a day or four weeks, or zooms around it."""
        if self._state is None or not self.time.press(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From a click on the wheel zooms; after the Tab key it goes on scrolling the page."""
        self.view.wheel_zooms = event.reason() == Qt.FocusReason.MouseFocusReason
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """From now on the wheel scrolls the page."""
        self.view.wheel_zooms = False
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The focus ring."""
        if self._look is None or self._printing or not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    # --- picture ------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Applies what the layouts have put off, so that a picture shows the present sizes."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.plot.centralLayout.activate()

    @contextmanager
    def _as_print(self) -> Iterator[None]:
        """Without cursor, hint and ring, as it is for a file."""
        assert self._state is not None and self._look is not None
        rows, cursor = self._top.rows, self.plot.cursor
        self._printing = True
        cursor.hide()
        self._top.show_rows(self._words.period_rows(*self.time.seen, hint=False), self._look)
        self._settle()
        try:
            yield
        finally:
            self._printing = False
            cursor.show()
            self._top.show_rows(rows, self._look)

    def picture(self, ratio: float = 2.0) -> QImage:
        """The chart as it is in view, without cursor and hint, with `ratio` px a screen px."""
        assert self._look is not None
        with self._as_print():
            image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(ratio)
            image.fill(QColor(self._look.tokens.surface))
            painter = QPainter(image)
            self.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
            painter.end()
        return image

    def svg(self) -> bytes:
        """The chart as it is in view, as a vector drawing."""
        assert self._look is not None
        kept = {item: item.cacheMode() for item in (self.plot.curves, self.plot.flags)}
        ground = self.plot.cacheMode()
        self.plot.curves.vector = True
        for item in kept:  # a kept picture would be one of pixels
            item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self.plot.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        try:
            with (
                self._as_print(),
                svg_painter(QSizeF(self.size()), self.accessibleName()) as (painter, found),
            ):
                painter.fillRect(self.rect(), QColor(self._look.tokens.surface))
                self.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        finally:
            self.plot.curves.vector = False
            self.plot.setCacheMode(ground)
            for item, mode in kept.items():
                item.setCacheMode(mode)
        return bytes(found)
