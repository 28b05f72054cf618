"""Fourteen days at a glance: dots for pain, bars for the dose, and gaps that stay gaps."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QDate, QEvent, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, rounded, side_mark, smooth

_PAIN_SHARE = 0.62
_ZONES = ((10, 5, "too_much_soft"), (5, 2, "acceptable_soft"), (2, 0, "comfortable_soft"))


class DayMark(NamedTuple):
    """One day: the pain value of each side (None = not rated), minutes done and planned."""

    day: date
    left: float | None = None
    right: float | None = None
    done: float = 0.0
    planned: float = 0.0
    away: bool = False


class FourteenDays(Painted):
    """A small chart without axes; the day's words are in its tooltip and the description."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._days: tuple[DayMark, ...] = ()
        self._today: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The last 14 days"))

    def show_days(self, days: Sequence[DayMark], today: date | None = None) -> None:
        """Shows these days from the oldest to the newest."""
        self._days = tuple(days)
        self._today = today
        words = [self._words(day) for day in self._days if day.done or self._rated(day)]
        self.setAccessibleDescription("; ".join(words) or self.tr("nothing entered yet"))
        self.update()

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(self.theme.px(520), self.theme.px(132))

    def minimumSizeHint(self) -> QSize:
        """Dots stay apart."""
        return QSize(self.theme.px(280), self.theme.px(120))

    # --- words ------------------------------------------------------------------------------

    @staticmethod
    def _rated(day: DayMark) -> bool:
        return day.left is not None or day.right is not None

    def _date_words(self, day: date) -> str:
        return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")

    def _words(self, day: DayMark) -> str:
        parts = []
        if day.left is not None:
            parts.append(self.tr("left {:g}").format(day.left))
        if day.right is not None:
            parts.append(self.tr("right {:g}").format(day.right))
        if not parts:
            parts.append(self.tr("no rating"))
        if day.planned:
            parts.append(self.tr("{:.0f} of {:.0f} min").format(day.done, day.planned))
        elif day.done:
            parts.append(self.tr("{:.0f} min").format(day.done))
        if day.away:
            parts.append(self.tr("away"))
        return f"{self._date_words(day.day)}: {', '.join(parts)}"

    def event(self, event: QEvent) -> bool:
        """The day under the mouse in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._days:
            at = int((event.pos().x() - self._plot().left()) / self._column())
            if 0 <= at < len(self._days):
                QToolTip.showText(event.globalPos(), self._words(self._days[at]), self)
            return True
        return super().event(event)

    # --- painting ---------------------------------------------------------------------------

    def _plot(self) -> QRectF:
        left = self.theme.px(26)
        return QRectF(left, 6, max(1, self.width() - left - 2), self.height() - 6)

    def _column(self) -> float:
        return self._plot().width() / max(1, len(self._days))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zones, then a column a day."""
        with smooth(self) as painter:
            plot = self._plot()
            words = self.theme.px(20)
            pain = QRectF(
                plot.left(), plot.top(), plot.width(), (plot.height() - words) * _PAIN_SHARE
            )
            dose = QRectF(plot.left(), pain.bottom() + 8, plot.width(), 0)
            dose.setBottom(plot.bottom() - words - 2)
            self._paint_zones(painter, pain)
            most = max((max(day.done, day.planned) for day in self._days), default=0) or 1
            column = self._column()
            for index, day in enumerate(self._days):
                left = plot.left() + index * column
                self._paint_pain(painter, day, QRectF(left, pain.top(), column, pain.height()))
                self._paint_dose(
                    painter, day, QRectF(left, dose.top(), column, dose.height()), most
                )
                self._paint_name(painter, day, QRectF(left, plot.bottom() - words, column, words))

    def _y(self, pain: QRectF, score: float) -> float:
        inset = self.theme.px(6)
        return pain.bottom() - inset - (pain.height() - 2 * inset) * score / 10

    def _paint_zones(self, painter: QPainter, pain: QRectF) -> None:
        for top, bottom, role in _ZONES:
            high = pain.top() if top == 10 else self._y(pain, top)
            low = pain.bottom() if bottom == 0 else self._y(pain, bottom)
            band = QRectF(pain.left(), high, pain.width(), low - high)
            painter.fillRect(band, self.theme.colour(role, 0.5))
        painter.setFont(self.theme.font("small", digits=True))
        painter.setPen(self.theme.colour("muted"))
        for score in (0, 5, 10):
            y = self._y(pain, score)
            place = QRectF(0, y - 10, pain.left() - 6, 20)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(score)
            )

    def _paint_pain(self, painter: QPainter, day: DayMark, room: QRectF) -> None:
        size = min(self.theme.px(11), room.width() * 0.36)
        both = day.left is not None and day.right is not None
        for side, score in ((Side.LEFT, day.left), (Side.RIGHT, day.right)):
            if score is None:
                continue
            shift = (-0.62 if side is Side.LEFT else 0.62) * size if both else 0
            x = room.center().x() + shift
            box = QRectF(x - size / 2, self._y(room, score) - size / 2, size, size)
            side_mark(painter, box, side, self.theme.colour(self.theme.side_role(side)))

    def _paint_dose(self, painter: QPainter, day: DayMark, room: QRectF, most: float) -> None:
        width = min(room.width() * 0.46, self.theme.px(22))
        x = room.center().x() - width / 2
        look = self.theme.colour
        if day.away:
            size = self.theme.px(14)
            spot = QRectF(room.center().x() - size / 2, room.bottom() - size, size, size)
            self.theme.icons.paint(painter, "away", spot, look("muted"))
            return
        if day.planned:
            height = max(4.0, room.height() * day.planned / most)
            rounded(
                painter,
                QRectF(x, room.bottom() - height, width, height),
                4,
                look("raised"),
                look("line"),
            )
        if day.done:
            height = max(4.0, room.height() * day.done / most)
            rounded(painter, QRectF(x, room.bottom() - height, width, height), 4, look("accent"))

    def _paint_name(self, painter: QPainter, day: DayMark, room: QRectF) -> None:
        today = day.day == self._today
        painter.setFont(self.theme.font("small", bold=today))
        painter.setPen(self.theme.colour("accent" if today else "muted"))
        name = QLocale().dayName(day.day.isoweekday(), QLocale.FormatType.ShortFormat)[:2]
        if room.width() < self.theme.px(24):  # all of them short, or none
            name = name[:1]
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)
