"""Exercise below the pain: for each week what was done, inside what was prescribed."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from hiprehab.report.graph import Frame, draw_day_lines
from hiprehab.report.paper import Align, Room, Sheet
from hiprehab.report.type import SMALL

LABEL_ROOM: Final = 10.0


class Bar(NamedTuple):
    """Some days: what was done and what was prescribed, None where nothing is known of that."""

    first: date
    last: date
    done: float
    meant: float | None


def draw_bars(
    sheet: Sheet, frame: Frame, span: tuple[float, float], bars: Sequence[Bar], most: str
) -> None:
    """An outline as high as what was prescribed, filled as far as it was done.

    Args:
        span: upper and lower edge.
        most: what the highest bar stands for, such as "54 sets"; {n} is its number.
    """
    top, bottom = span[0] + LABEL_ROOM, span[1]
    highest = max((max(bar.done, bar.meant or 0.0) for bar in bars), default=0.0)
    draw_day_lines(sheet, frame, top, bottom)
    sheet.line((frame.x, bottom, frame.x + frame.width, bottom), QPen(sheet.colour("edge"), 0.7))
    if not highest:
        return
    for bar in bars:
        begin, end = frame.at(bar.first.toordinal()), frame.at(bar.last.toordinal() + 1)
        gap = min(2.0, (end - begin) * 0.1)
        for amount, pen, fill in (
            (bar.meant, QPen(sheet.colour("edge"), 0.6), sheet.colour("surface")),
            (bar.done, None, sheet.colour("navy")),
        ):
            if amount:
                high = amount / highest * (bottom - top)
                box = QRectF(begin + gap, bottom - high, end - begin - 2 * gap, high)
                sheet.box(box, pen=pen, fill=fill)
        _label(sheet, bar, Room(begin, span[0] - 1.5, end - begin))
    room = Room(frame.x + frame.width + 4, top - 5, sheet.right - frame.x - frame.width - 4)
    sheet.text(room, most.format(n=f"{highest:.0f}"), SMALL, align=Align.RIGHT, lines=2)


def _label(sheet: Sheet, bar: Bar, room: Room) -> None:
    """Done of prescribed above a bar, where there is room for it."""
    text = f"{bar.done:.0f}" if bar.meant is None else f"{bar.done:.0f}/{bar.meant:.0f}"
    if (bar.done or bar.meant) and sheet.width_of(text, SMALL) + 2 <= room.width:
        sheet.text(room, text, SMALL, align=Align.CENTRE, lines=1)
