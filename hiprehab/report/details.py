"""Page two on: every session, exercise, rating and mark of the period, and notes where chosen."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from hiprehab.core.report import MOST_SESSIONS, ReportContent
from hiprehab.core.report_parts import SessionLine, Week
from hiprehab.report.graph import day_text
from hiprehab.report.lane import mark_text, numbered
from hiprehab.report.paper import Align, Book
from hiprehab.report.sections import yes_row
from hiprehab.report.tables import Column, Flow
from hiprehab.report.type import CELL, SMALL
from hiprehab.report.words import (
    Phrases,
    duration,
    function,
    moment,
    number,
    pair,
    side_word,
    span,
    tr,
    verdict,
)

RIGHT: Final = Align.RIGHT
MIDDLE: Final = Align.CENTRE


def draw_details(book: Book, content: ReportContent, phrases: Phrases) -> None:
    """All details that there are; no sheet when there are none."""
    if content.is_empty and not content.safety.yes and not content.notes:
        return
    period = span(content.first, content.last)
    flow = Flow(book, tr("Hip diary, {period}: details").format(period=period))
    _spans(flow, content)
    _sessions(flow, content, phrases)
    _moves(flow, content)
    _moments(flow, content)
    _marks(flow, content)
    _places(flow, content, phrases)
    _abilities(flow, content)
    _safety(flow, content)
    _notes(flow, content)


def _spans(flow: Flow, content: ReportContent) -> None:
    """The numbers of the chart, by week or month."""
    flow.title(tr("Month by month") if content.by_month else tr("Week by week"))
    columns = (
        Column(tr("Days"), 3.4),
        Column(tr("Left: median of 7 days"), 2, MIDDLE),
        Column(tr("rated days"), 1.4, MIDDLE),
        Column(tr("Right: median of 7 days"), 2, MIDDLE),
        Column(tr("rated days"), 1.4, MIDDLE),
        Column(tr("Sessions"), 1.4, MIDDLE),
        Column(tr("planned"), 1.4, MIDDLE),
    )
    flow.table(columns, [_span_row(one) for one in content.spans])
    flow.paragraph(tr("The median is the chart's line on the last of the days."), SMALL)


def _span_row(week: Week) -> Sequence[str]:
    return (
        _days(week.first, week.last),
        number(week.left),
        str(week.rated[0]),
        number(week.right),
        str(week.rated[1]),
        str(week.sessions),
        number(week.planned),
    )


def _days(first: date, last: date) -> str:
    """From the first to the last day, or the name of a whole month."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 and first != last
    same = (first.year, first.month) == (last.year, last.month)
    return day_text(first, "MMM yyyy") if whole and same else span(first, last)


def _sessions(flow: Flow, content: ReportContent, phrases: Phrases) -> None:
    count = content.sessions.total
    if not count:
        return
    flow.title(tr("Sessions"))
    if not content.lines:
        text = tr(
            "{n} sessions; more than {most} are not listed one by one. Each of them is in the "
            "data file that HipRehab can save."
        )
        flow.paragraph(text.format(n=count, most=MOST_SESSIONS))
    else:
        columns = (
            Column(tr("Day"), 2.3),
            Column(tr("Routine"), 4.4),
            Column(tr("Sets"), 1.3, MIDDLE),
            Column(tr("Time"), 1.5, MIDDLE),
            Column(tr("Effort"), 1.2, MIDDLE),
            Column(tr("Before"), 1.4, MIDDLE),
            Column(tr("During"), 1.4, MIDDLE),
            Column(tr("After"), 1.4, MIDDLE),
            Column(tr("Morning"), 1.6, MIDDLE),
            Column(tr("Result"), 2.4),
        )
        flow.table(columns, [_session_row(one, phrases) for one in content.lines])
        flow.paragraph(
            tr("Pain is the highest of each side, left | right. – was not rated."), SMALL
        )
    if content.routines:
        names = [f"{title} {version}" for title, version in content.routines]
        flow.paragraph(tr("Routines with versions: {names}.").format(names=", ".join(names)))


def _session_row(line: SessionLine, phrases: Phrases) -> Sequence[str]:
    record = line.record
    name = record.title
    if record.variant != "standard":
        name += f" {record.variant}"
    status = phrases.status(record.status)
    if record.reason is not None:
        status += ", " + phrases.skip(record.reason)
    return (
        day_text(record.stamp.day, "ddd d MMM"),
        f"{name}: {status[:1].lower()}{status[1:]}",
        f"{line.sets_done}/{line.sets_planned}" if line.sets_planned else "–",
        duration(record.active_s / 60),
        number(record.effort),
        pair(line.before),
        pair(line.during),
        pair(line.after),
        pair(line.morning),
        verdict(line.verdict),
    )


def _moves(flow: Flow, content: ReportContent) -> None:
    if not content.moves:
        return
    flow.title(tr("Exercises"))
    columns = (
        Column(tr("Exercise"), 5),
        Column(tr("Level"), 1.6, MIDDLE),
        Column(tr("Sessions"), 1.5, MIDDLE),
        Column(tr("Sets done"), 1.8, MIDDLE),
        Column(tr("Pain rated"), 1.5, MIDDLE),
        Column(tr("Median pain"), 1.5, MIDDLE),
        Column(tr("Highest"), 1.4, MIDDLE),
        Column(tr("Left out for pain"), 1.7, MIDDLE),
    )
    rows = []
    for one in content.moves:
        first, last = one.levels
        level = first if first == last else tr("{a} to {b}").format(a=first, b=last)
        sets = f"{one.sets_done}/{one.sets_planned}" if one.sets_planned else "–"
        rows.append(
            (one.name, level, str(one.sessions), sets, str(one.rated), number(one.median),
             number(one.highest), str(one.left_out_for_pain))
        )  # fmt: skip
    flow.table(columns, rows)


def _moments(flow: Flow, content: ReportContent) -> None:
    if content.moments:
        flow.title(tr("Ratings by moment"))
        columns = (
            Column(tr("When"), 4),
            Column(tr("Side"), 1.5),
            Column(tr("Ratings"), 1.5, MIDDLE),
            Column(tr("Median"), 1.5, MIDDLE),
            Column(tr("Lowest"), 1.5, MIDDLE),
            Column(tr("Highest"), 1.5, MIDDLE),
        )
        rows = [
            (moment(one.moment, one.measure), side_word(one.side), str(one.ratings),
             number(one.median), str(one.lowest), str(one.highest))
            for one in content.moments
        ]  # fmt: skip
        flow.table(columns, rows)
    nights = content.nights
    if nights.asked:
        text = tr("Woken by pain on {n} of {m} nights that were asked about.")
        flow.paragraph(text.format(n=nights.woken, m=nights.asked))


def _marks(flow: Flow, content: ReportContent) -> None:
    found = numbered(content)
    if found:
        flow.title(tr("What happened"))
        for one in found:
            flow.paragraph(f"{one.number}  {mark_text(content, one.mark)}")


def _places(flow: Flow, content: ReportContent, phrases: Phrases) -> None:
    places = content.places
    if not places.is_empty:
        flow.title(tr("Where it hurt"))
        columns = (
            Column(tr("Place"), 4),
            Column(tr("Ratings, left"), 2, MIDDLE),
            Column(tr("Ratings, right"), 2, MIDDLE),
            Column(tr("Days"), 2, MIDDLE),
        )
        rows = [
            (phrases.place(one.place), str(one.left), str(one.right), str(one.days))
            for one in places.places
        ]
        flow.table(columns, rows)
        text = tr("A place was named in {n} of {m} ratings.")
        flow.paragraph(text.format(n=places.placed, m=places.ratings), SMALL)


def _abilities(flow: Flow, content: ReportContent) -> None:
    """Every value of the own activities and the tests, one line a series."""
    found = [
        (one.activity.name, [f"{day_text(p.day, 'd MMM')} {p.score}" for p in one.points])
        for one in content.activities
    ]
    for state in content.tests:
        for side in state.sides:
            values = [f"{day_text(p.day, 'd MMM')} {number(p.value)}" for p in state.of(side)]
            found.append((function(state.kind, side), values))
    if found:
        flow.title(tr("Activities and tests"))
        for name, values in found:
            flow.paragraph(f"{name}: {' · '.join(values)}")


def _safety(flow: Flow, content: ReportContent) -> None:
    """Every yes, also those for which page one had no room."""
    if content.safety.yes:
        flow.title(tr("Safety questions answered with yes"))
        for one in content.safety.yes:
            flow.paragraph(yes_row(one).text)


def _notes(flow: Flow, content: ReportContent) -> None:
    if content.notes is None:
        return
    flow.title(tr("Notes"))
    for note in content.notes:
        head = day_text(note.day) + (f", {note.about}" if note.about else "")
        flow.paragraph(f"{head}: {note.text}", CELL)
    if not content.notes:
        flow.paragraph(tr("No notes in this period."), SMALL)
