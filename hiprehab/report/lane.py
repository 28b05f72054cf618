"""What happened, marked on the axis of days with numbers, and told in a list below it."""

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from hiprehab.core.marks import Mark, MarkKind
from hiprehab.core.report import ReportContent
from hiprehab.report.graph import Frame
from hiprehab.report.paper import Align, Room, Sheet
from hiprehab.report.type import SMALL, SMALL_STRONG
from hiprehab.report.words import mark, mark_days, times, tr

LANE: Final = 15.0
"""Height of the row of marks above the first panel."""
_ROW: Final = 11.5
_APART: Final = 11.0
"""So far apart two numbers can be read."""
_COUNTED: Final = (MarkKind.RUN, MarkKind.SKIPPED)
_SPELLS: Final = (MarkKind.FLARE, MarkKind.AWAY)


class Numbered(NamedTuple):
    """A mark with its number in the list."""

    number: int
    mark: Mark


def numbered(content: ReportContent) -> list[Numbered]:
    """The marks that are drawn, numbered from 1; runs and days left out have counts elsewhere."""
    shown = [one for one in content.marks if one.kind not in _COUNTED]
    return [Numbered(number, one) for number, one in enumerate(shown, start=1)]


def _ends(frame: Frame, content: ReportContent, one: Mark) -> tuple[float, float]:
    """Where a mark begins and ends on the sheet, inside the period."""
    last = min(one.last or content.last, content.last)
    first = max(one.first, content.first)
    return frame.at(first.toordinal()), frame.at(last.toordinal() + 1)


def draw_lane(sheet: Sheet, frame: Frame, content: ReportContent, y: float) -> None:
    """Spells as bars, single days as numbers; where they are too close only the first is named."""
    free = frame.x - 99
    for number, one in numbered(content):
        begin, end = _ends(frame, content, one)
        middle = (begin + end) / 2
        if one.kind in _SPELLS:
            _draw_spell(sheet, one.kind, QRectF(begin, y + 10.5, max(1.5, end - begin), 3))
        else:
            _draw_arrow(sheet, one.kind, middle, y + 10)
        if middle - free >= _APART:
            style = SMALL_STRONG
            sheet.text(Room(middle - 9, y - 1.5, 18), str(number), style, align=Align.CENTRE)
            free = middle


def _draw_spell(sheet: Sheet, kind: MarkKind, box: QRectF) -> None:
    """Full for a flare, hollow for days away."""
    ink = sheet.colour("text")
    if kind is MarkKind.FLARE:
        sheet.box(box, fill=ink)
    else:
        sheet.box(box, fill=sheet.colour("surface"), pen=QPen(ink, 0.6))


def _draw_arrow(sheet: Sheet, kind: MarkKind, x: float, y: float) -> None:
    """Points down at the day: full for an event, hollow for a change of the plan."""
    ink = sheet.colour("text")
    shape = QPolygonF([QPointF(x - 2.6, y), QPointF(x + 2.6, y), QPointF(x, y + 4.2)])
    fill = ink if kind is MarkKind.EVENT else sheet.colour("surface")

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(ink, 0.6))
        painter.setBrush(fill)
        painter.drawPolygon(shape)

    sheet.add(draw)


def draw_mark_lines(
    sheet: Sheet, frame: Frame, content: ReportContent, span: tuple[float, float]
) -> None:
    """Down through all panels: a thin line for a day, a hatched strip for a spell."""
    pen = QPen(sheet.colour("text", 0.55), 0.5, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([2, 3])
    for _, one in numbered(content):
        begin, end = _ends(frame, content, one)
        if one.kind in _SPELLS:
            for x in (begin, end):
                sheet.line((x, span[0], x, span[1]), QPen(QColor(pen.color()), 0.35))
        else:
            middle = (begin + end) / 2
            sheet.line((middle, span[0], middle, span[1]), pen)


def mark_list(sheet: Sheet, content: ReportContent, y: float, *, rows: int) -> float:
    """The list, one mark after the other in a few rows; returns the height.

    What does not fit is in the details, and so much is said.
    """
    items = [(f"{one.number}", mark_text(content, one.mark)) for one in numbered(content)]
    if not items:
        return 0.0
    x, top = sheet.left, y
    more = tr("{n} more in the details")
    spare = sheet.width_of(more.format(n=len(items)), SMALL) + 12
    for place, (number, text) in enumerate(items):
        left = len(items) - place
        lead = sheet.width_of(number, SMALL_STRONG) + 4
        text = sheet.fonts.elided(text, SMALL, sheet.inner - lead - spare - 2)
        wide = lead + sheet.width_of(text, SMALL) + 2
        last_row = y + _ROW * 2 > top + _ROW * rows
        if x > sheet.left and x + wide + (spare if last_row and left > 1 else 0) > sheet.right:
            if last_row:
                rest = times(left, tr("1 more in the details"), more)
                sheet.text(Room(x, y, spare), rest, SMALL, lines=1)
                break
            x, y = sheet.left, y + _ROW
        sheet.text(Room(x, y, lead), number, SMALL_STRONG, lines=1)
        sheet.text(Room(x + lead, y, wide), text, SMALL, lines=1)
        x += wide + 10
    return y + _ROW - top


def mark_text(content: ReportContent, one: Mark) -> str:
    """Days and words of a mark."""
    return f"{mark_days(one, content.last)}: {mark(one)}"
