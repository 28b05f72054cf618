"""The page for the physiotherapist: page one is read in a minute, the details follow it."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF

from hiprehab.core.report import ReportContent
from hiprehab.core.trends import SideTrend
from hiprehab.report import graph, sections
from hiprehab.report.bars import LABEL_ROOM, draw_bars
from hiprehab.report.details import draw_details
from hiprehab.report.lane import LANE, draw_lane, draw_mark_lines, mark_list, numbered
from hiprehab.report.legend import draw_legend
from hiprehab.report.paper import Align, Book, Paper, Room, Sheet
from hiprehab.report.type import BODY, LEAD, SECTION, SMALL, STRONG, TITLE
from hiprehab.report.words import Phrases, affected, hip, length, span, times, tr, zones
from hiprehab.tokens import Tokens

LEAST: Final = 40.0
PANEL: Final = (60.0, 150.0)
"""The usual least and greatest height of a panel; very long names take it down to `LEAST`."""
DOSE: Final = 46.0
MARK_ROWS: Final = 3
GAP: Final = 9.0


class Made(NamedTuple):
    """When and by what a page was made."""

    day: date
    version: str


def lay_out(
    content: ReportContent, phrases: Phrases, *, paper: Paper, tokens: Tokens, made: Made
) -> Book:
    """All sheets of the page. `tokens` are those of the light theme; paper is white."""
    title = tr("Hip diary, {period}").format(period=span(content.first, content.last))
    book = Book(paper, tokens, title=title, creator=f"HipRehab {made.version}")
    _draw_first(book.new_sheet(), content, phrases, made)
    draw_details(book, content, phrases)
    sign = tr("Self-reported. Not reviewed by a clinician.")
    by = tr("Made on {day} with HipRehab {version}").format(
        day=graph.day_text(made.day), version=made.version
    )
    lines = (sign, _with_routines(book.sheets[0], by, content))
    book.foot("\n".join(lines), tr("Page {n} of {m}"), SMALL)
    return book


def _with_routines(sheet: Sheet, by: str, content: ReportContent) -> str:
    """By what it was made, and the routines with their versions, or their number."""
    named = ", ".join(f"{title} {version}" for title, version in content.routines)
    if not named:
        return by
    text = f"{by} · {named}"
    if sheet.width_of(text, SMALL) <= sheet.inner - 90:
        return text
    count = len(content.routines)
    more = times(count, tr("1 routine, see the details"), tr("{n} routines, see the details"))
    return f"{by} · {more}"


def _draw_first(sheet: Sheet, content: ReportContent, phrases: Phrases, made: Made) -> None:
    y = _draw_head(sheet, content)
    fixed = _draw_charts(blank(sheet), content, phrases, y, PANEL[0]) - y
    for most in (3, 2, 1):
        blocks = sections.first_page(content, phrases, most=most)
        spare = sheet.bottom - y - fixed - _place(blank(sheet), content, blocks, 0.0)
        if spare >= 0:
            break
    panels = len([one for one in content.chart.sides if one.dots])
    height = min(PANEL[1], max(LEAST, PANEL[0] + spare / max(1, panels)))
    y = _draw_charts(sheet, content, phrases, y, height)
    _place(sheet, content, blocks, y)


def blank(sheet: Sheet) -> Sheet:
    """A sheet like this one to measure on; it is thrown away."""
    return Sheet(sheet.paper, sheet.fonts, sheet.tokens)


def _draw_head(sheet: Sheet, content: ReportContent) -> float:
    """Who and when; returns where it ends."""
    y = sheet.top
    days = (content.last - content.first).days + 1
    sheet.text(Room(sheet.left, y, sheet.inner), tr("HipRehab · for the physiotherapist"), SMALL)
    if content.name:
        sheet.text(Room(sheet.left + sheet.inner / 2, y - 1, sheet.inner / 2), content.name,
                   STRONG, align=Align.RIGHT, lines=1)  # fmt: skip
    y += 12
    title = tr("Hip diary, {period}").format(period=span(content.first, content.last))
    y += sheet.text(Room(sheet.left, y, sheet.inner), title, TITLE, lines=1) + 1
    who = [length(days), affected(content.affected), *_told(content)]
    text = " · ".join(part for part in who if part)
    y += sheet.text(Room(sheet.left, y, sheet.inner), text, LEAD, lines=2) + 5
    sheet.rule(y, role="text", width=1.0)
    return y + 7


def _told(content: ReportContent) -> list[str]:
    """What a clinician told the person, as they entered it."""
    if not content.conditions:
        return []
    named = [
        tr("{name} (since {day})").format(name=name, day=graph.day_text(since, "MMM yyyy"))
        if since
        else name
        for name, since in content.conditions
    ]
    return [tr("A clinician said: {names}").format(names=", ".join(named))]


# --- the charts ---------------------------------------------------------------------------------


def _draw_charts(
    sheet: Sheet, content: ReportContent, phrases: Phrases, y: float, height: float
) -> float:
    """Marks, a panel a side and the dose on one axis; returns where they end."""
    rated = [one for one in content.chart.sides if one.dots]
    for trend in content.chart.sides:
        if not trend.dots:
            y += _draw_sentence(sheet, trend, phrases, y) + 4
    frame = graph.frame_of(sheet, content.first, content.last)
    for number, trend in enumerate(rated):
        y += _draw_sentence(sheet, trend, phrases, y) + 2
        if number == 0:
            lane = y
            y += LANE if numbered(content) else 0
        graph.draw_panel(sheet, frame, (y, y + height), trend, zones())
        draw_mark_lines(sheet, frame, content, (y, y + height))
        y += height + GAP
    bars = sections.bars(content)
    if rated or bars.bars:
        if bars.bars:
            sheet.text(Room(sheet.left, y, sheet.inner), bars.title, STRONG, lines=1)
            y += 13
            draw_bars(sheet, frame, (y, y + DOSE), bars.bars, bars.most)
            draw_mark_lines(sheet, frame, content, (y + LABEL_ROOM, y + DOSE))
            y += DOSE
        y += graph.draw_days(sheet, frame, y) + 2
        if rated:
            draw_lane(sheet, frame, content, lane)
        y += draw_legend(sheet, content, y)
    y += mark_list(sheet, content, y, rows=MARK_ROWS)
    return y + 8


def _draw_sentence(sheet: Sheet, trend: SideTrend, phrases: Phrases, y: float) -> float:
    """What is seen of a side, then the counts it rests on; returns the height."""
    colour = sheet.colour(trend.side.value)
    graph.draw_sign(sheet, trend.side, QPointF(sheet.left + 4, y + 6.2), 3.8, colour)
    name = hip(trend.side)
    x = sheet.left + 13
    wide = sheet.width_of(name, STRONG) + 8
    sheet.text(Room(x, y, wide), name, STRONG, lines=1)
    verdict = phrases.verdict(trend.summary)
    used = sheet.text(Room(x + wide, y, sheet.right - x - wide), verdict, BODY, lines=2)
    reason = phrases.reason(trend.summary)
    if reason:
        used += sheet.text(Room(x, y + used, sheet.right - x), reason, SMALL, lines=2)
    return used


# --- what stands below --------------------------------------------------------------------------


def _place(sheet: Sheet, content: ReportContent, blocks: sections.FirstPage, y: float) -> float:
    """Two columns of sections, the questions at the end of the right one; returns the height."""
    gap = 22.0
    width = (sheet.inner - gap) / 2
    heights = [
        _column(sheet, column, Room(sheet.left + number * (width + gap), y, width), blocks.most)
        for number, column in enumerate((blocks.left, blocks.right))
    ]
    right = Room(sheet.left + width + gap, y + heights[1], width)
    return max(
        heights[0], heights[1] + _draw_questions(sheet, content.questions, right, blocks.most)
    )


def _column(sheet: Sheet, column: Sequence[sections.Section], room: Room, most: int) -> float:
    y = room.y
    for section in column:
        y += sections.draw_section(sheet, section, room._replace(y=y), most) + 8
    return y - room.y


def _draw_questions(sheet: Sheet, questions: Sequence[str], room: Room, lines: int) -> float:
    """The questions that the person wants to ask, in a frame; returns the height."""
    inner = room.width - 20
    texts = [f"{number}. {text}" for number, text in enumerate(questions, start=1)]
    texts = texts or [tr("None written down.")]
    style = BODY if questions else SMALL
    high = sum(sheet.height_of(text, style, inner, lines=lines) + 2 for text in texts) + 30
    frame = QRectF(room.x, room.y, room.width, high)
    sheet.box(frame, fill=sheet.colour("background"), radius=5)
    y = room.y + 8
    y += sheet.text(Room(room.x + 10, y, inner), tr("Questions I want to ask"), SECTION) + 3
    for text in texts:
        y += sheet.text(Room(room.x + 10, y, inner), text, style, lines=lines) + 2
    return high
