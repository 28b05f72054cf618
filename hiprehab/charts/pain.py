"""The pain chart: both sides over time on a scale that never moves."""

from datetime import date

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
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
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hiprehab.charts.axes import DayAxis
from hiprehab.charts.curves import GLYPH_PX, SESSION_APART_PX, Curves
from hiprehab.charts.edges import Cursor, LineEnds, Scale
from hiprehab.charts.look import Look
from hiprehab.charts.strips import Strip, Words, spoken
from hiprehab.charts.view import ZOOM, TimeView
from hiprehab.core.trends import ChartState

PAGE_DAYS = 28
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -PAGE_DAYS,
    Qt.Key.Key_PageDown: PAGE_DAYS,
}


class Plot(pg.GraphicsView):
    """The canvas: axes and view box. It tells where the pointer is, in days, or None."""

    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__(background=None)
        self.view = TimeView()
        self.days, self.scores = DayAxis(), Scale(self.view)
        self.ends = LineEnds(self.view)
        self.curves, self.cursor = Curves(self.view), Cursor(self.view)
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
    """Both sides, the sessions and the values of one day. Keys: arrows, Home, End, + and -, Esc."""

    cursor_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words()
        self._state: ChartState | None = None
        self._look: Look | None = None
        self._day: date | None = None
        self._by_key = self._printing = False
        self._keyed: tuple[bool, bool] | None = None
        self._top, self.key = Strip(parent=self), Strip(flows=True, parent=self)
        self.plot = Plot()
        self.plot.setParent(self)
        self.plot.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.plot.setFocusProxy(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(6)
        layout.addWidget(self._top)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Pain chart, left and right, from 0 to 10"))
        self.plot.pointed.connect(self._on_pointed)
        self.plot.view.sigXRangeChanged.connect(self._on_moved)
        self.plot.view.sigResized.connect(self._show_key)

    # --- showing ------------------------------------------------------------------------------

    def show_state(self, state: ChartState, look: Look) -> None:
        """Shows the numbers of a period; another period is shown whole."""
        old, self._state, self._look = self._state, state, look
        if self._day is not None and not state.first <= self._day <= state.last:
            self._day = None
        plot = self.plot
        plot.setBackground(look.colour("surface"))
        plot.days.dress(look)
        plot.scores.show_look(look)
        plot.view.set_lane(QFontMetricsF(look.font).height() * 1.75)
        plot.ends.show_state(state, look)
        plot.curves.show_state(state, look)
        if old is None or (old.first, old.last) != (state.first, state.last):
            plot.view.show_days(state.first, state.last)
        self._keyed = None
        self._show_key()
        self._show_day()

    def reserve(self, size: QSize) -> None:
        """Leaves room in the lower right corner, for buttons of the page."""
        self.key.reserve(size)

    @property
    def state(self) -> ChartState | None:
        """What is shown."""
        return self._state

    @property
    def day(self) -> date | None:
        """The day under the cursor, or None."""
        return self._day

    @property
    def view(self) -> TimeView:
        """The part that moves."""
        return self.plot.view

    def readout(self) -> str:
        """The words above the chart."""
        return spoken(self._top.rows)

    def set_day(self, day: date | None) -> None:
        """Puts the cursor on a day, or takes it away."""
        if self._state is None:
            return
        if day is not None:
            day = min(max(day, self._state.first), self._state.last)
        if day != self._day:
            self._day = day
            self._show_day()
            self.cursor_moved.emit(day)

    def _show_day(self) -> None:
        if self._state is None or self._look is None:
            return
        self.plot.cursor.show_day(self._day, self._look)
        if self._day is not None:
            rows = self._words.day_rows(self._state, self._day)
        else:
            rows = self._words.period_rows(*self._seen(), hint=True)
        self._top.show_rows(rows, self._look)
        self.setAccessibleDescription(spoken(rows))

    def _seen(self) -> tuple[date, date]:
        """The first and the last day in view."""
        assert self._state is not None
        low, high = self.view.viewRange()[0]
        first, last = self._state.first, self._state.last
        days = [date.fromordinal(max(1, round(low))), date.fromordinal(max(1, round(high) - 1))]
        return max(first, days[0]), max(first, min(last, days[1]))

    def _show_key(self) -> None:
        if self._state is None or self._look is None:
            return
        room = (self.view.per_day >= GLYPH_PX, self.view.per_day >= SESSION_APART_PX)
        if room != self._keyed:
            self._keyed = room
            pieces = self._words.key(self._state, each=room[0], kinds=room[1])
            self.key.show_rows([pieces], self._look)

    def _on_moved(self) -> None:
        self._show_key()
        if self._day is None:
            self._show_day()

    def _on_pointed(self, place: float | None) -> None:
        if place is not None:
            self._by_key = False
            self.set_day(date.fromordinal(max(1, int(place))))
        elif not self._by_key:
            self.set_day(None)

    def redraw(self) -> None:
        """Draws everything anew, at once."""
        self.plot.curves.update()
        self.plot.viewport().repaint()

    # --- keys and focus -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves the cursor by a day or four weeks, or zooms around it."""
        key = Qt.Key(event.key())
        if self._state is None or not self._on_key(key, self._state):
            super().keyPressEvent(event)

    def _on_key(self, key: Qt.Key, state: ChartState) -> bool:
        if key in STEPS:
            start = self._day or (state.last if STEPS[key] < 0 else state.first)
            wanted = start.toordinal() + (STEPS[key] if self._day else 0)
            self._go(date.fromordinal(max(1, min(wanted, date.max.toordinal()))))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(state.first if key == Qt.Key.Key_Home else state.last)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            around = self._day.toordinal() + 0.5 if self._day else None
            self.view.zoom(ZOOM if key == Qt.Key.Key_Minus else 1 / ZOOM, around)
        elif key == Qt.Key.Key_0:
            self.view.show_days(state.first, state.last)
        elif key == Qt.Key.Key_Escape and self._day is not None:
            self.set_day(None)
        else:
            return False
        return True

    def _go(self, day: date) -> None:
        assert self._state is not None
        self._by_key = True
        day = min(max(day, self._state.first), self._state.last)
        self.view.bring(day)
        self.set_day(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From now on the wheel zooms."""
        self.view.wheel_zooms = True
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

    def picture(self, ratio: float = 2.0) -> QImage:
        """The chart as it is in view, without cursor and hint, with `ratio` px a screen px."""
        assert self._state is not None and self._look is not None
        day, rows = self._day, self._top.rows
        self._printing = True
        self.plot.cursor.show_day(None, self._look)
        self._top.show_rows(self._words.period_rows(*self._seen(), hint=False), self._look)
        self._settle()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self._look.tokens.surface))
        painter = QPainter(image)
        self.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        painter.end()
        self._printing = False
        self.plot.cursor.show_day(day, self._look)
        self._top.show_rows(rows, self._look)
        return image
