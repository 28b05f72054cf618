"""Boxes to tick: one a day for two weeks, or one for each time of a schedule for four weeks."""

from typing import Final, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from hiprehab.core.model import Schedule
from hiprehab.report.paper import Align, Room, Sheet
from hiprehab.report.type import SMALL
from hiprehab.report.words import tr

TICKS: Final = 26.0
"""Height of the row."""
BOX: Final = 11.0
DAYS: Final = 14
WEEKS: Final = 4
MOST_TIMES: Final = 3
GAP: Final = 4.5
INSIDE: Final = 2.0


class Group(NamedTuple):
    """Boxes under one heading."""

    title: str
    boxes: int


def groups(schedule: Schedule) -> list[Group]:
    """The boxes of a schedule: days of two weeks, or the times of four weeks."""
    times = min(MOST_TIMES, max(1, schedule.times_per_day[1]))
    days = schedule.days_per_week[1]
    if days in (0, 7):
        return [Group(str(day), times) for day in range(1, DAYS + 1)]
    return [Group(tr("Week {n}").format(n=week), days * times) for week in range(1, WEEKS + 1)]


def fits(sheet: Sheet, schedule: Schedule, width: float) -> bool:
    """Whether the boxes go into a width at their full size."""
    found = groups(schedule)
    return _lead(sheet, found) + len(found) * (_wide(found, BOX) + GAP) - GAP <= width


def _lead(sheet: Sheet, found: list[Group]) -> float:
    """Width of the word before the days."""
    return sheet.width_of(tr("Day"), SMALL) + 5 if len(found) == DAYS else 0.0


def _wide(found: list[Group], size: float) -> float:
    """Width of the boxes of a group."""
    return max(group.boxes for group in found) * (size + INSIDE) - INSIDE


def draw_ticks(sheet: Sheet, schedule: Schedule, room: Room) -> None:
    """The row of boxes over a width, smaller where there is little of it."""
    found = groups(schedule)
    lead = _lead(sheet, found)
    if lead:
        sheet.text(room._replace(width=lead), tr("Day"), SMALL, lines=1)
    step = (room.width - lead + GAP) / len(found)
    most = max(group.boxes for group in found)
    size = min(BOX, (step - GAP + INSIDE) / most - INSIDE)
    pen = QPen(sheet.colour("edge"), 0.8)
    x = room.x + lead
    for group in found:
        wide = max(_wide(found, size), sheet.width_of(group.title, SMALL) + 1)
        align = Align.CENTRE if lead else Align.LEFT
        at = x - (wide - _wide(found, size)) / 2 if lead else x
        sheet.text(Room(at, room.y, wide), group.title, SMALL, align=align, lines=1)
        for number in range(group.boxes):
            box = QRectF(x + number * (size + INSIDE), room.y + 12, size, size)
            sheet.box(box, pen=pen, radius=1.5)
        x += step
