"""The lines of text above and below a chart: what the pointed day says, and what the marks mean."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QDate, QLineF, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hiprehab.charts.flags import draw_flag_sign, role
from hiprehab.charts.look import Look
from hiprehab.charts.mark_words import MarkWords
from hiprehab.charts.signs import Kind, draw_extra, draw_session, draw_sign
from hiprehab.core.log import Measure, Moment, Status
from hiprehab.core.marks import Mark, MarkKind
from hiprehab.core.model import Side
from hiprehab.core.trends import ChartState, Dot, SideTrend

GAP: Final = 18
SIGN: Final = 14


class Piece(NamedTuple):
    """A sign with words. `sign` names what is drawn: a side, a status, a mark, a word or ""."""

    sign: Side | Status | Measure | MarkKind | str
    text: str
    strong: bool = False


def spoken(rows: Sequence[Sequence[Piece]]) -> str:
    """The same in words alone, for a screen reader."""
    return ". ".join(piece.text for row in rows for piece in row if piece.text)


class Words:
    """The words of the chart; a class so that every literal is found for translation."""

    def tr(self, text: str) -> str:
        """Translates in the chart's own context."""
        return QCoreApplication.translate("Words", text)

    def side(self, side: Side) -> str:
        """Left or Right."""
        return self.tr("Left") if side is Side.LEFT else self.tr("Right")

    def session(self, status: Status) -> str:
        """How a session stands."""
        names = {
            Status.DONE: self.tr("done"),
            Status.PARTIAL: self.tr("done in part"),
            Status.MANUAL: self.tr("done without the app"),
        }
        return names.get(status, str(status))

    def rating(self, dot: Dot) -> str:
        """A rating that is not part of the line, such as "worst 7"."""
        names = {
            Measure.WORST: self.tr("worst {score}"),
            Measure.NIGHT: self.tr("at night {score}"),
        }
        moments = {
            Moment.DURING: self.tr("during exercise {score}"),
            Moment.AFTER: self.tr("after exercise {score}"),
        }
        form = names.get(dot.measure) or moments.get(dot.moment) or "{score}"
        return form.format(score=dot.score)

    def value(self, trend: SideTrend, day: date, first: date) -> str:
        """One side on one day."""
        index = (day - first).days
        value, line = trend.values[index], trend.line[index]
        name = self.side(trend.side)
        if value is None:
            found = [self.tr("{side} not rated").format(side=name)]
        else:
            found = [f"{name} {value:g}"]
        if line is not None:
            found.append(self.tr("7-day median {value}").format(value=f"{line:g}"))
        number = day.toordinal()
        found += [self.rating(dot) for dot in trend.dots if int(dot.x) == number and not dot.counts]
        return " · ".join(found)

    def day_rows(
        self, state: ChartState, day: date, marks: Sequence[Mark] = ()
    ) -> list[list[Piece]]:
        """Day, sessions and marks, then both sides."""
        top = [Piece("", _day(day, "ddd d MMM yyyy"), True)]
        top += [
            Piece(mark.status, f"{mark.title}, {self.session(mark.status)}")
            for mark in state.sessions_on(day)
        ]
        top += [Piece(mark.kind, MarkWords().text(mark)) for mark in marks]
        sides = [Piece(t.side, self.value(t, day, state.first), True) for t in state.sides]
        return [top, sides]

    def period_rows(self, first: date, last: date, hint: bool) -> list[list[Piece]]:
        """The period in view, and how to look at a day."""
        ends = [_day(day, "d MMM yyyy") for day in (first, last)]
        rows = [[Piece("", " – ".join(ends), True)], [Piece("", "")]]
        if hint:
            rows[1] = [Piece("", self.tr("Point at a day, or press ← and →, to read its values."))]
        return rows

    def key(
        self, state: ChartState, ratings: Collection[Kind], *, each: bool, kinds: bool
    ) -> list[Piece]:
        """What the signs in this chart mean; only those that are there.

        `ratings` are the kinds there are. Without `each` there is no room for single ratings,
        without `kinds` none for how a session went.
        """
        found = self._ratings(ratings)
        if found and not each:
            found = [Piece("range", self.tr("range of the ratings"))]
        if any(value is not None for trend in state.sides for value in trend.line):
            found.append(Piece("line", self.tr("median of 7 days")))
            found.append(Piece("band", self.tr("middle half of 7 days")))
        statuses = {mark.status for mark in state.sessions}
        if statuses and not kinds:
            return [*found, Piece(Status.DONE, self.tr("sessions"))]
        names = {
            Status.DONE: self.tr("session"),
            Status.PARTIAL: self.tr("session in part"),
            Status.MANUAL: self.tr("session without the app"),
        }
        return found + [Piece(s, names[s]) for s in names if s in statuses]

    def _ratings(self, kinds: Collection[Kind]) -> list[Piece]:
        """The kinds of ratings there are."""
        pieces = {
            Kind.COUNTS: Piece("rating", self.tr("rating")),
            Kind.AROUND: Piece("hollow", self.tr("during or after exercise")),
            Kind.WORST: Piece(Measure.WORST, self.tr("worst")),
            Kind.NIGHT: Piece(Measure.NIGHT, self.tr("at night")),
        }
        return [piece for kind, piece in pieces.items() if kind in kinds]


def _day(day: date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


class Strip(QWidget):
    """Rows of pieces. With `flows` what does not fit goes to the next row; else it is cut."""

    def __init__(self, *, flows: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flows = flows
        self._look: Look | None = None
        self._rows: list[list[Piece]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def rows(self) -> list[list[Piece]]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: list[list[Piece]], look: Look) -> None:
        """Shows other pieces."""
        changed = self._look is not look or len(rows) != len(self._rows) or self._flows
        self._rows, self._look = rows, look
        self.setAccessibleName(spoken(rows))
        if changed:
            self.updateGeometry()
        self.update()

    def _line(self) -> float:
        assert self._look is not None
        return QFontMetricsF(self._look.strong).height() * 1.25

    def _width(self, piece: Piece) -> float:
        assert self._look is not None
        font = self._look.strong if piece.strong else self._look.font
        sign = SIGN * 1.5 * self._look.scale if piece.sign else 0.0
        return sign + QFontMetricsF(font).horizontalAdvance(piece.text)

    def _places(self, width: float) -> list[tuple[QPointF, Piece]]:
        """Where each piece begins."""
        assert self._look is not None
        found = []
        y, gap = 0.0, GAP * self._look.scale
        for row in self._rows:
            x = 0.0
            for piece in row:
                size = self._width(piece)
                if self._flows and x and x + size > width:
                    x, y = 0.0, y + self._line()
                found.append((QPointF(x, y), piece))
                x += size + gap
            y += self._line()
        return found

    def hasHeightForWidth(self) -> bool:
        """A narrow one may need more rows."""
        return self._flows

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        if self._look is None or not self._rows:
            return 0
        places = self._places(width)
        lowest = max((at.y() for at, _ in places), default=0.0)
        needed = max(lowest + self._line(), len(self._rows) * self._line())
        return round(needed)

    def sizeHint(self) -> QSize:
        """Wide enough for a part; the height of its rows."""
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Signs and words."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, piece in self._places(self.width()):
            self._paint_piece(painter, self._look, at, piece)
        painter.end()

    def _paint_piece(self, painter: QPainter, look: Look, at: QPointF, piece: Piece) -> None:
        height = self._line()
        x = at.x()
        if piece.sign:
            spot = QPointF(x + SIGN / 2 * look.scale, at.y() + height / 2)
            draw_key(painter, look, piece.sign, spot)
            x += SIGN * 1.5 * look.scale
        painter.setFont(look.strong if piece.strong else look.font)
        painter.setPen(look.colour("text" if piece.strong else "muted"))
        room = self.width() - x
        text = painter.fontMetrics().elidedText(
            piece.text, Qt.TextElideMode.ElideRight, max(0, int(room))
        )
        painter.drawText(QRectF(x, at.y(), room, height), Qt.AlignmentFlag.AlignVCenter, text)


def draw_key(
    painter: QPainter, look: Look, sign: Side | Status | Measure | MarkKind | str, at: QPointF
) -> None:
    """The sign of a piece, centred."""
    radius = 4.5 * look.scale
    ink = look.colour("muted")
    if isinstance(sign, Side):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.side(sign))
        draw_sign(painter, sign, at, radius)
    elif isinstance(sign, Status):
        draw_session(painter, sign, at, radius, look.colour("accent"))
    elif isinstance(sign, MarkKind):
        draw_flag_sign(painter, sign, at, radius, look.colour(role(sign)))
    elif sign == "line":
        painter.setPen(QPen(ink, 2.2 * look.scale))
        painter.drawLine(QLineF(at.x() - radius * 1.5, at.y(), at.x() + radius * 1.5, at.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        draw_sign(painter, Side.LEFT, at, radius * 0.8)
    elif sign == "band":
        box = QRectF(at.x() - radius * 1.5, at.y() - radius, radius * 3, radius * 2)
        painter.fillRect(box, look.colour("muted", 0.3))
    elif sign == "range":
        painter.setPen(QPen(look.colour("muted", 0.5), 1))
        for place in (-4, -1, 2, 5):
            x = round(at.x() + place) + 0.5
            painter.drawLine(QLineF(x, at.y() - radius * 1.2, x, at.y() + radius * 1.2))
    elif sign == "rating":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        draw_sign(painter, Side.LEFT, at - QPointF(radius * 0.75, 0), radius * 0.7)
        draw_sign(painter, Side.RIGHT, at + QPointF(radius * 0.95, 0), radius * 0.7)
    else:
        painter.setPen(QPen(ink, radius / 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_sign(painter, Side.LEFT, at, radius * 0.85)
        if isinstance(sign, Measure):
            draw_extra(painter, look.colour("muted"), sign, at, radius)
