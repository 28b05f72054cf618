"""What stands below the charts of page one, in words and few numbers; nothing is left unsaid."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hiprehab.core.activity_trend import ActivitySeries
from hiprehab.core.calendar_days import DayKind
from hiprehab.core.dose import DoseWeek, Unit
from hiprehab.core.function_trend import FunctionState
from hiprehab.core.report import ReportContent, worst_and_best
from hiprehab.core.report_parts import ENOUGH, Move, SafetyLine
from hiprehab.report.bars import Bar
from hiprehab.report.graph import day_text
from hiprehab.report.paper import Align, Room, Sheet
from hiprehab.report.type import BODY, SECTION, SMALL, SMALL_STRONG, STRONG, Style
from hiprehab.report.words import Phrases, duration, function, number, reasons, times, tr

MOST_BARS: Final = 60


class Row(NamedTuple):
    """Words with a value at the right end, or words alone; `lines` is the most they take."""

    text: str
    value: str = ""
    style: Style = BODY
    lines: int = 2


class Section(NamedTuple):
    """A heading with rows."""

    title: str
    rows: tuple[Row, ...]


class FirstPage(NamedTuple):
    """The sections of page one in two columns; a question or name takes at most `most` lines."""

    left: tuple[Section, ...]
    right: tuple[Section, ...]
    most: int


class Dose(NamedTuple):
    """The bars below the panels: what they count, and what the highest stands for."""

    title: str
    bars: tuple[Bar, ...]
    most: str


def first_page(content: ReportContent, phrases: Phrases, *, most: int) -> FirstPage:
    """All sections of page one; lists with at most so many rows of a kind."""
    return FirstPage(
        (sessions(content, phrases), exercises(content, most)),
        (abilities(content, most + 2), safety(content, most + 1)),
        most,
    )


def draw_section(sheet: Sheet, section: Section, room: Room, most: int) -> float:
    """Draws one; returns the height. With little room (`most` is 1) a name takes one line."""
    y = room.y
    y += sheet.text(Room(room.x, y, room.width), section.title, SECTION, lines=1) + 2
    for row in section.rows:
        wide = sheet.width_of(row.value, SMALL_STRONG) + 10 if row.value else 0.0
        if row.value:
            style = STRONG._replace(size=row.style.size)
            at = Room(room.x + room.width - wide, y, wide)
            sheet.text(at, row.value, style, align=Align.RIGHT, lines=1)
        text = Room(room.x, y, room.width - wide)
        y += sheet.text(text, row.text, row.style, lines=_lines(row, most)) + 1.5
    return y - room.y


def _lines(row: Row, most: int) -> int:
    return min(row.lines, most) if row.value else row.lines


def bars(content: ReportContent) -> Dose:
    """Done and prescribed by week, or by several weeks where there are too many for bars.

    Sets where all sessions say theirs, else sessions.
    """
    weeks = content.dose.weeks
    whole = not any(week.done.lacks(Unit.SETS) for week in weeks)
    prescribed = [week.prescribed for week in weeks if week.prescribed is not None]
    whole = whole and not any(one.lacks(Unit.SETS) for one in prescribed)
    unit = Unit.SETS if whole else Unit.SESSIONS
    size = -(-len(weeks) // MOST_BARS) or 1
    groups = [weeks[start : start + size] for start in range(0, len(weeks), size)]
    found = tuple(_bar(group, unit) for group in groups)
    known = any(bar.done or bar.meant for bar in found)
    asked = any(bar.meant is not None for bar in found)
    return Dose(_dose_title(unit, size, asked=asked), found if known else (), _highest(unit))


def _bar(weeks: Sequence[DoseWeek], unit: Unit) -> Bar:
    asked = [week.prescribed.of(unit) for week in weeks if week.prescribed is not None]
    done = sum(week.done.of(unit) for week in weeks)
    return Bar(weeks[0].first, weeks[-1].last, done, sum(asked) if asked else None)


def _dose_title(unit: Unit, weeks: int, *, asked: bool) -> str:
    """What the bars count; of frames only where something is known to be prescribed."""
    sets = unit is Unit.SETS
    if weeks > 1:
        text = tr("Sets in {n} weeks") if sets else tr("Sessions in {n} weeks")
        text = text.format(n=weeks)
    else:
        text = tr("Sets each week") if sets else tr("Sessions each week")
    return tr("{what}: done (full) of prescribed (frame)").format(what=text) if asked else text


def _highest(unit: Unit) -> str:
    return tr("{n} sets") if unit is Unit.SETS else tr("{n} sessions")


# --- sessions -----------------------------------------------------------------------------------


def sessions(content: ReportContent, phrases: Phrases) -> Section:
    """How many, how they went, and what became of the days that were planned."""
    count = content.sessions
    rows = [Row(tr("No sessions in this period."), style=SMALL)]
    if count.total:
        how = [
            (count.done, tr("{n} done")),
            (count.partial, tr("{n} in part")),
            (count.manual, tr("{n} without the app")),
        ]
        text = ", ".join(form.format(n=n) for n, form in how if n)
        total = times(count.total, tr("1 session"), tr("{n} sessions"))
        rows = [
            Row(f"{total}, {duration(count.minutes)}", style=STRONG),
            Row(text[:1].upper() + text[1:] + "."),
        ]
    if count.parts:
        rows.append(Row(tr("Parts left out: {why}.").format(why=reasons(count.parts, phrases))))
    rows += _planned(content, phrases)
    runs = content.runs
    if runs.times:
        what = [times(runs.times, tr("1 run noted"), tr("{n} runs noted"))]
        what += [tr("{n} km").format(n=f"{runs.km:g}")] if runs.km else []
        what += [duration(runs.minutes)] if runs.minutes else []
        rows.append(Row(", ".join(what) + "."))
    return Section(tr("Sessions"), tuple(rows))


def _planned(content: ReportContent, phrases: Phrases) -> list[Row]:
    """The days that the plan asked for; what was not recorded is not called missed."""
    days = content.planned_days
    kinds = {
        DayKind.DONE: tr("done {n}"),
        DayKind.PARTIAL: tr("in part {n}"),
        DayKind.SKIPPED: tr("left out {n}"),
        DayKind.NOT_RECORDED: tr("nothing recorded {n}"),
        DayKind.FLARE: tr("during a flare {n}"),
    }
    total = sum(days.get(kind, 0) for kind in kinds)
    if not total:
        return [Row(tr("No plan was kept for this period."), style=SMALL)]
    parts = [form.format(n=days[kind]) for kind, form in kinds.items() if days.get(kind)]
    found = [Row(tr("Planned days {n}: {how}.").format(n=total, how=", ".join(parts)), lines=3)]
    skips = [(why, n) for why, n in content.skips if n]
    if skips:
        found.append(Row(tr("Days left out: {why}.").format(why=reasons(skips, phrases))))
    away = sum(cell.away for cell in content.calendar.days)
    if away:
        found.append(Row(times(away, tr("Away 1 day."), tr("Away {n} days."))))
    return found


# --- exercises ----------------------------------------------------------------------------------


def exercises(content: ReportContent, most: int) -> Section:
    """The worst and the best by pain, and what was left out because of it."""
    worst, best = worst_and_best(content.moves, most)
    rows = []
    if worst or best:
        note = tr("Median of the highest pain (0 to 10) in each session in which it was rated.")
        rows.append(Row(note, style=SMALL))
    for title, found in ((tr("Hurt most"), worst), (tr("Hurt least"), best)):
        if found:
            rows.append(Row(title, style=SMALL_STRONG))
            rows += map(_move_row, found)
    if not rows:
        text = tr(
            "Too few ratings to compare exercises: each needs at least {n} sessions in which its "
            "pain was rated."
        )
        rows.append(Row(text.format(n=ENOUGH), style=SMALL, lines=3))
    skipped = sorted((one for one in content.moves if one.left_out_for_pain), key=_most_left_out)
    if skipped:
        named = [f"{one.name} {one.left_out_for_pain}" for one in skipped[:3]]
        text = tr("Left out because of pain: {names}.")
        rows.append(Row(text.format(names=", ".join(named)), lines=2))
    return Section(tr("Exercises and pain"), tuple(rows))


def _most_left_out(move: Move) -> tuple[int, str]:
    return -move.left_out_for_pain, move.name


def _move_row(move: Move) -> Row:
    form = tr("{name} ({n} sessions, at most {highest})")
    text = form.format(name=move.name, n=move.rated, highest=move.highest)
    return Row(text, number(move.median))


# --- activities and tests -----------------------------------------------------------------------


def abilities(content: ReportContent, most: int) -> Section:
    """Own activities and tests: the first and the latest value, without a verdict."""
    rows = []
    if content.activities:
        rows.append(Row(tr("Own activities: 0 cannot do it, 10 as well as before."), style=SMALL))
        rows += map(_activity_row, content.activities[:most])
        rest = len(content.activities) - most
        if rest > 0:
            rows.append(Row(tr("{n} more in the details.").format(n=rest), style=SMALL))
    for state in content.tests:
        rows += _test_rows(state)
    if not rows:
        rows = [Row(tr("No own activities rated, no tests done."), style=SMALL)]
    return Section(tr("Activities and tests"), tuple(rows))


def _activity_row(series: ActivitySeries) -> Row:
    scores = [point.score for point in series.points]
    return Row(_counted(series.activity.name, len(scores)), _from_to(scores))


def _test_rows(state: FunctionState) -> list[Row]:
    rows = []
    for side in state.sides:
        points = state.of(side)
        text = _counted(function(state.kind, side), len(points))
        rows.append(Row(text, _from_to([point.value for point in points])))
        hurt = sum(bool(point.pain) for point in points)
        if hurt:
            form = tr("Pain ended {n} of {m}.")
            rows.append(Row(form.format(n=hurt, m=len(points)), style=SMALL))
    return rows


def _counted(name: str, count: int) -> str:
    return (
        tr("{name} (once)").format(name=name)
        if count == 1
        else tr("{name} ({n} times)").format(name=name, n=count)
    )


def _from_to(values: Sequence[float]) -> str:
    """The first and the latest value; one alone when there is no other."""
    if len(values) == 1:
        return number(values[0])
    return tr("{first} to {latest}").format(first=number(values[0]), latest=number(values[-1]))


# --- safety -------------------------------------------------------------------------------------


def safety(content: ReportContent, most: int) -> Section:
    """What was answered with yes, and whether a clinician has cleared it."""
    found = content.safety
    rows = [yes_row(one) for one in found.yes[:most]]
    rest = len(found.yes) - most
    if rest > 0:
        rows.append(Row(tr("{n} more in the details.").format(n=rest), style=SMALL))
    if found.last_asked is None:
        rows.append(Row(tr("The safety questions were not answered."), style=SMALL))
    elif not found.yes:
        rows.append(Row(tr("No question was answered with yes.")))
    if found.last_asked is not None:
        text = tr("Last answered on {day}.").format(day=day_text(found.last_asked))
        rows.append(Row(text, style=SMALL))
    return Section(tr("Safety questions"), tuple(rows))


def yes_row(line: SafetyLine) -> Row:
    """A yes with its day and what came of it."""
    text = tr("Yes: {what} ({day})").format(what=line.brief, day=day_text(line.day, "d MMM"))
    if line.cleared_on is not None:
        cleared = tr("cleared by a clinician on {day}")
        text += ", " + cleared.format(day=day_text(line.cleared_on, "d MMM"))
    elif line.holds:
        text += ", " + tr("not cleared yet")
    return Row(text, style=STRONG if line.holds else BODY, lines=3)
