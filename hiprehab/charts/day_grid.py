"""A calendar of days: a square a day, a column a week, every kind with its shape and its letter.

Weeks that do not fit beside each other go on in a row below.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from hiprehab.charts.drawn import Drawn, Spot
from hiprehab.charts.key_row import KeyPart, draw_key, key_height
from hiprehab.charts.look import Look
from hiprehab.core.calendar_days import CalendarState, DayCell, DayKind

LEAST_PX: Final = 19.0
MOST_PX: Final = 34.0
"""How small and how large a day is at usual text, px."""
LETTERS_FROM: Final = 15.0


@dataclass(frozen=True, slots=True)
class GridWords:
    """The words of the calendar: a kind's letter and name, and all about one day."""

    letter: Callable[[DayKind], str]
    name: Callable[[DayKind], str]
    day: Callable[[DayCell], str]


class DayGrid(Drawn):
    """The calendar.

    Signals:
        opened(date): the person wants to see that day.
    """

    opened = Signal(object)

    def __init__(
        self, name: str, words: GridWords, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, hint=hint, parent=parent)
        self._words = words
        self._weeks: Sequence[tuple[DayCell | None, ...]] = ()
        self.state: CalendarState

    def show_state(self, state: CalendarState, look: Look) -> None:
        """Shows other days or another look."""
        self._weeks = state.weeks()
        super().show_state(state, look)

    # --- sizes --------------------------------------------------------------------------------

    def _cell(self, look: Look, width: float) -> float:
        """The size of a day: as large as all weeks fit, within limits; whole px, to be sharp."""
        room = width - self._left(look)
        weeks = max(1, len(self._weeks))
        return float(int(min(max(room / weeks, LEAST_PX * look.scale), MOST_PX * look.scale)))

    def _left(self, look: Look) -> float:
        """The room for the names of weekdays."""
        metrics = QFontMetricsF(look.font)
        return math.ceil(max(metrics.horizontalAdvance(text) for text in _weekdays())) + 8.0

    def _blocks(self, look: Look, width: float) -> list[list[tuple[DayCell | None, ...]]]:
        """The weeks row by row; the newest row is the last."""
        weeks = list(self._weeks)
        fits = max(1, int((width - self._left(look)) / self._cell(look, width)))
        return [weeks[at : at + fits] for at in range(0, len(weeks), fits)]

    def _block_px(self, look: Look, width: float) -> float:
        return self._cell(look, width) * 7 + self._names_px(look) + 4

    def _names_px(self, look: Look) -> float:
        """The room above the days for years and months."""
        return math.ceil(QFontMetricsF(look.font).height() * 2) + 2.0

    def _key(self) -> list[KeyPart]:
        """The kinds that are there, with their counts."""
        return [
            KeyPart(kind, f"{self._words.name(kind)} {count}")
            for kind in DayKind
            if (count := self.state.counts.get(kind, 0))
        ]

    def height_for(self, look: Look, width: float) -> float:
        """All rows of weeks and the key."""
        blocks = len(self._blocks(look, width)) * self._block_px(look, width)
        return blocks + key_height(look, self._key(), width)

    # --- drawing ------------------------------------------------------------------------------

    def _cells(self, look: Look, box: QRectF) -> list[tuple[QRectF, DayCell]]:
        """Each day and where it is, oldest first."""
        size, left = self._cell(look, box.width()), box.left() + self._left(look)
        found = []
        for number, weeks in enumerate(self._blocks(look, box.width())):
            top = self._top(look, box, number)
            for column, week in enumerate(weeks):
                for row, cell in enumerate(week):
                    if cell is not None:
                        spot = QRectF(left + column * size, top + row * size, size, size)
                        found.append((spot, cell))
        return found

    def _top(self, look: Look, box: QRectF, block: int) -> float:
        return box.top() + block * self._block_px(look, box.width()) + self._names_px(look)

    def draw(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """Months, weekdays, days, key."""
        for number, weeks in enumerate(self._blocks(look, box.width())):
            self._draw_names(painter, look, box, number, weeks)
        if painter.paintEngine().type() == QPaintEngine.Type.Raster:
            self._stamp_days(painter, look, box)
        else:
            for spot, cell in self._cells(look, box):
                self._draw_day(painter, look, spot, cell)
        painter.setFont(look.font)
        draw_key(painter, look, box, self._key(), self._draw_sign)

    def _stamp_days(self, painter: QPainter, look: Look, box: QRectF) -> None:
        """The same in px: each kind is drawn once and then stamped, for ten years of days."""
        ratio = painter.device().devicePixelRatioF()
        stamps: dict[tuple[DayKind, bool], QPixmap] = {}
        for spot, cell in self._cells(look, box):
            key = (cell.kind, cell.flare)
            if key not in stamps:
                stamps[key] = self._stamp(painter, look, spot, cell, ratio)
            painter.drawPixmap(spot.topLeft(), stamps[key])

    def _stamp(
        self, painter: QPainter, look: Look, spot: QRectF, cell: DayCell, ratio: float
    ) -> QPixmap:
        made = QPixmap(math.ceil(spot.width() * ratio), math.ceil(spot.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        inner = QPainter(made)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner.setFont(painter.font())
        self._draw_day(inner, look, QRectF(0, 0, spot.width(), spot.height()), cell)
        inner.end()
        return made

    def _draw_names(
        self,
        painter: QPainter,
        look: Look,
        box: QRectF,
        block: int,
        weeks: Sequence[tuple[DayCell | None, ...]],
    ) -> None:
        """Weekdays at the left, months with their year above the week they begin in."""
        size, left = self._cell(look, box.width()), box.left() + self._left(look)
        top, line = self._top(look, box, block), QFontMetricsF(look.font).height()
        painter.setPen(look.colour("muted"))
        for row, text in enumerate(_weekdays()):
            place = QRectF(box.left(), top + row * size, self._left(look) - 8, size)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text
            )
        free, year = left, 0
        for column, week in enumerate(weeks):
            days = [cell.day for cell in week if cell is not None]
            starts = [day for day in days if day.day == 1] or days[:1] * (column == 0)
            x = left + column * size
            if not starts or x < free:
                continue
            name = QLocale().standaloneMonthName(starts[0].month, QLocale.FormatType.ShortFormat)
            if starts[0].year != year:
                year = starts[0].year
                painter.drawText(QRectF(x, top - line * 2 - 2, 200, line), 0, str(year))
            painter.drawText(QRectF(x, top - line - 2, 200, line), 0, name)
            free = x + QFontMetricsF(look.font).horizontalAdvance(name) + 6

    def _draw_day(self, painter: QPainter, look: Look, spot: QRectF, cell: DayCell) -> None:
        inset = max(1.5, spot.width() * 0.08)
        box = spot.adjusted(inset, inset, -inset, -inset)
        draw_kind(painter, look, cell.kind, box, self._words.letter(cell.kind))
        if cell.flare and cell.kind is not DayKind.FLARE:
            size = box.width() * 0.42
            corner = box.topRight()
            painter.setPen(QPen(look.colour("surface"), 1))
            painter.setBrush(look.colour("too_much"))
            painter.drawPolygon(
                QPolygonF([corner, corner + QPointF(-size, 0), corner + QPointF(0, size)])
            )

    def _draw_sign(
        self, painter: QPainter, look: Look, sign: object, at: QPointF, radius: float
    ) -> None:
        assert isinstance(sign, DayKind)
        box = QRectF(at.x() - radius, at.y() - radius, radius * 2, radius * 2)
        draw_kind(painter, look, sign, box, self._words.letter(sign))

    # --- words, pointer, keys -----------------------------------------------------------------

    def spots(self, look: Look, box: QRectF) -> Sequence[Spot]:
        """The days; their words are made when one is chosen."""
        return [Spot(spot, "") for spot, _ in self._cells(look, box)]

    def readout(self) -> str:
        """The chosen day in words."""
        cell = self._chosen_cell()
        return self._words.day(cell) if cell is not None else ""

    def summary(self) -> str:
        """How many days of each kind."""
        return ", ".join(part.text for part in self._key())

    def _chosen_cell(self) -> DayCell | None:
        if self._chosen is None or self._chosen >= len(self.state.days):
            return None
        return self.state.days[self._chosen]

    def on_key(self, key: Qt.Key) -> bool:
        """Up and down go by days, left and right by weeks; Enter opens the day."""
        count, at = len(self.state.days), self._chosen
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and at is not None:
            self.opened.emit(self.state.days[at].day)
            return True
        step = {Qt.Key.Key_Left: -7, Qt.Key.Key_Right: 7}.get(key)
        if step is None or at is None or not count:
            return super().on_key(key)
        self._by_key = True
        self.choose(min(max(at + step, 0), count - 1))
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the day under it."""
        cell = self._chosen_cell()
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            spot = self._all_spots()[self.state.days.index(cell)].box
            if spot.contains(event.position()):
                self.opened.emit(cell.day)
        super().mouseReleaseEvent(event)


def draw_kind(painter: QPainter, look: Look, kind: DayKind, box: QRectF, letter: str) -> None:
    """A kind of day: its shape, its colour and its letter.

    Done is full, in part is half full, left out is crossed out, rest is round, away is a round
    with a broken line, a flare is a triangle, not recorded has a broken line, unknown is a dot.
    """
    ink = _SHAPES[kind](painter, look, box)
    if box.width() >= LETTERS_FROM * 0.8 and letter:
        font = painter.font()
        font.setPixelSize(max(8, round(box.height() * 0.6)))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(look.colour(ink))
        place = box.adjusted(0, box.height() * 0.16, 0, 0) if kind is DayKind.FLARE else box
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter)
        painter.setFont(look.font)


def _corner(box: QRectF) -> float:
    return box.width() * 0.18


def _square(painter: QPainter, box: QRectF) -> None:
    painter.drawRoundedRect(box, _corner(box), _corner(box))


def _done(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    _square(painter, box)
    return "on_accent"


def _partial(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent", 0.45))
    painter.save()
    painter.setClipRect(box.adjusted(-1, box.height() / 2, 1, 1), Qt.ClipOperation.IntersectClip)
    _square(painter, box)
    painter.restore()
    painter.setPen(QPen(look.colour("accent"), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _square(painter, box.adjusted(0.6, 0.6, -0.6, -0.6))
    return "text"


def _skipped(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(QPen(look.colour("attention"), 1.2))
    painter.setBrush(look.colour("attention_soft"))
    inside = box.adjusted(0.6, 0.6, -0.6, -0.6)
    _square(painter, inside)
    painter.setPen(QPen(look.colour("attention", 0.55), 1.0))
    painter.drawLine(QLineF(inside.bottomLeft(), inside.topRight()))
    return "text"


def _rest(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("raised"))
    painter.drawEllipse(box)
    return "muted"


def _away(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(QPen(look.colour("navy"), 1.2, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
    return "navy"


def _flare(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(QPen(look.colour("too_much"), 1.2))
    painter.setBrush(look.colour("too_much_soft"))
    painter.drawPolygon(
        QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()])
    )
    return "too_much"


def _open(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(QPen(look.colour("accent"), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _square(painter, box.adjusted(1, 1, -1, -1))
    return "accent"


def _not_recorded(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(QPen(look.colour("edge"), 1.0, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _square(painter, box.adjusted(0.5, 0.5, -0.5, -0.5))
    return "muted"


def _unknown(painter: QPainter, look: Look, box: QRectF) -> str:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("edge", 0.6))
    painter.drawEllipse(box.center(), box.width() * 0.09, box.width() * 0.09)
    return "muted"


_SHAPES: Final[dict[DayKind, Callable[[QPainter, Look, QRectF], str]]] = {
    DayKind.DONE: _done,
    DayKind.PARTIAL: _partial,
    DayKind.SKIPPED: _skipped,
    DayKind.REST: _rest,
    DayKind.AWAY: _away,
    DayKind.FLARE: _flare,
    DayKind.OPEN: _open,
    DayKind.NOT_RECORDED: _not_recorded,
    DayKind.UNKNOWN: _unknown,
}


def _weekdays() -> list[str]:
    """Monday to Sunday, short."""
    locale = QLocale()
    return [locale.standaloneDayName(day, QLocale.FormatType.ShortFormat) for day in range(1, 8)]
