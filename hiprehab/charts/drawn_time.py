"""Drawn charts over time: one period, one view and one cursor with the pain chart."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QDate, QLineF, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from hiprehab.charts.axes import words
from hiprehab.charts.drawn import Drawn
from hiprehab.charts.flags import draw_marks
from hiprehab.charts.look import Look
from hiprehab.charts.mark_words import MarkWords
from hiprehab.charts.shared import SharedTime
from hiprehab.core.day_ticks import step_for, ticks

NOTCH: Final = 120.0
"""What one click of a wheel turns by, in eighths of a degree."""


class Plot(NamedTuple):
    """Where days and values lie, px. `box` is what the axes bound."""

    box: QRectF
    left: float
    per_day: float
    low: float
    per_unit: float

    def x(self, place: float) -> float:
        """The place of a day number; a day's middle is its number and a half."""
        return self.box.left() + (place - self.left) * self.per_day

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.box.bottom() - (value - self.low) * self.per_unit


class TimeDrawn(Drawn):
    """A chart over time. Subclasses give `draw_values`, `say` and `scale`.

    Days in view, the chosen day and the marks are those of `time`, for all charts alike. The state
    shown is the subclass's own; `time` must show the same period.
    """

    def __init__(self, name: str, time: SharedTime, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.time = time
        self.wheel_zooms = False
        self._dragged: float | None = None
        self._mark_words = MarkWords()
        time.moved.connect(self._on_moved)
        time.pointed.connect(self._on_pointed)

    # --- for subclasses -----------------------------------------------------------------------

    def draw_values(self, painter: QPainter, look: Look, plot: Plot) -> None:
        """Draws the values; the painter is clipped to the plot."""
        raise NotImplementedError

    def say(self, day: date) -> str:
        """The values of one day in words; a day without any says so."""
        raise NotImplementedError

    def scale(self) -> Sequence[tuple[float, str]]:
        """The labels at the left, the lowest first. The first and the last bound the plot."""
        return ((0.0, "0"), (10.0, "10"))

    def left_px(self, look: Look) -> float:
        """The room for the labels at the left."""
        metrics = QFontMetricsF(look.font)
        return max(metrics.horizontalAdvance(text) for _, text in self.scale()) + 10

    def right_px(self, look: Look) -> float:
        """The room at the right."""
        return 8 * look.scale

    # --- words --------------------------------------------------------------------------------

    def readout(self) -> str:
        """The chosen day with its values and marks; "" without one."""
        day = self.time.day
        if day is None or self.state is None:
            return ""
        said = [_day(day, "ddd d MMM yyyy"), self.say(day)]
        said += [self._mark_words.text(mark) for mark in self.time.marks_on(day)]
        return " · ".join(part for part in said if part)

    def summary(self) -> str:
        """The days in view."""
        if self.state is None:
            return ""
        return " – ".join(_day(day, "d MMM yyyy") for day in self.time.seen)

    # --- drawing ------------------------------------------------------------------------------

    def plot(self, look: Look, box: QRectF) -> Plot:
        """The plot inside a box: labels at the left, days below."""
        labels = QFontMetricsF(look.font).height() * 2 + 8
        left, right = self.left_px(look), self.right_px(look)
        inside = box.adjusted(left, 4, -right, -labels)
        low, high = self.scale()[0][0], self.scale()[-1][0]
        # A line at the top is the marks' own.
        high_px = max(1.0, inside.height() - QFontMetricsF(look.font).height() - 2)
        wide = max(1e-9, self.time.right - self.time.left)
        return Plot(
            inside,
            self.time.left,
            inside.width() / wide,
            low,
            high_px / max(1e-9, high - low),
        )

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Axes, marks, values."""
        plot = self.plot(look, box)
        self._draw_scale(painter, look, plot)
        self._draw_days(painter, look, plot)
        painter.save()
        painter.setClipRect(plot.box)
        self.draw_values(painter, look, plot)
        painter.restore()
        draw_marks(painter, look, plot.box, self.time)

    def _draw_scale(self, painter: QPainter, look: Look, plot: Plot) -> None:
        line = QFontMetricsF(look.font).height()
        for number, (value, text) in enumerate(self.scale()):
            y = round(plot.y(value)) + 0.5
            painter.setPen(QPen(look.colour("edge" if number == 0 else "line"), 1))
            painter.drawLine(QLineF(plot.box.left(), y, plot.box.right(), y))
            painter.setPen(look.colour("muted"))
            place = QRectF(0, y - line / 2, plot.box.left() - 6, line)
            sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, sides, text)

    def _draw_days(self, painter: QPainter, look: Look, plot: Plot) -> None:
        metrics = QFontMetricsF(look.font)
        room = metrics.horizontalAdvance("28 Mar") * 1.6
        step = step_for(room / max(1e-9, plot.per_day))
        first = date.fromordinal(max(1, int(self.time.left)))
        last = date.fromordinal(min(date.max.toordinal(), max(1, int(self.time.right))))
        days = ticks(first, last, step)
        middle = 0.5 if step.unit == "day" else 0.0
        painter.setPen(look.colour("muted"))
        top = plot.box.bottom() + 4
        for day, text in zip(days, words(days, step, QLocale()), strict=True):
            x = plot.x(day.toordinal() + middle)
            if not plot.box.left() <= x <= plot.box.right():
                continue
            painter.drawLine(QLineF(x, plot.box.bottom(), x, top))
            for number, part in enumerate(text.split("\n")):
                wide = metrics.horizontalAdvance(part)
                x_text = min(max(0.0, x - wide / 2), self.width() - wide - 2)
                y = top + number * metrics.height()
                painter.drawText(QRectF(x_text, y, wide + 9, metrics.height()), 0, part)

    def paint_chosen(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """A line over the chosen day."""
        plot, day = self.plot(look, box), self.time.day
        if day is None:
            return
        left = plot.x(day.toordinal())
        column = QRectF(left, plot.box.top(), max(2.0, plot.per_day), plot.box.height())
        column = column.intersected(plot.box)
        painter.fillRect(column, look.colour("text", 0.07))
        x = round(plot.x(day.toordinal() + 0.5)) + 0.5
        if plot.box.left() <= x <= plot.box.right():
            painter.setPen(QPen(look.colour("text", 0.75), 1))
            painter.drawLine(QLineF(x, plot.box.top(), x, plot.box.bottom()))

    def _on_moved(self) -> None:
        self.drop()

    def _on_pointed(self, day: date | None) -> None:
        if self.look is not None:
            self.setAccessibleDescription(self.readout() or self.summary())
            self.update()

    # --- pointer and keys -----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = event.position().x()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends dragging."""
        self._dragged = None
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags time along, or points at a day."""
        if self.look is None:
            return
        plot, x = self.plot(self.look, self.box()), event.position().x()
        if self._dragged is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.time.pan((self._dragged - x) / plot.per_day)
            self._dragged = x
            return
        self.time.point(self._place(plot, event.position()))

    def _place(self, plot: Plot, at: QPointF) -> float | None:
        """The day number under a point, or None outside the plot."""
        return (
            plot.left + (at.x() - plot.box.left()) / plot.per_day if plot.box.contains(at) else None
        )

    def leaveEvent(self, event: Any) -> None:
        """The pointer has left."""
        self.time.point(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms around the pointer when the chart is in use or Ctrl is held; else the page goes."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.look is None or not (self.wheel_zooms or ctrl):
            event.ignore()
            return
        place = self._place(self.plot(self.look, self.box()), event.position())
        self.time.zoom(1.2 ** (-event.angleDelta().y() / NOTCH), place)
        event.accept()

    def on_key(self, key: Qt.Key) -> bool:
        """The keys of every chart over time."""
        return self.time.press(key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From a click on the wheel zooms; after the Tab key it goes on scrolling the page."""
        self.wheel_zooms = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """From now on the wheel scrolls the page."""
        self.wheel_zooms = False
        super().focusOutEvent(event)


def _day(day: date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)
