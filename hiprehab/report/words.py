"""Words of printed pages. What the windows say too is handed in, so that both say the same."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from hiprehab.core.diary import FunctionKind
from hiprehab.core.log import Measure, Moment, SkipReason, Status
from hiprehab.core.marks import Mark, MarkKind
from hiprehab.core.model import Affected, Side
from hiprehab.core.trends import Summary
from hiprehab.core.verdicts import Kind
from hiprehab.report.graph import day_text


class Phrases(NamedTuple):
    """How the windows say it: the change of a side and what it rests on, reasons, places."""

    verdict: Callable[[Summary], str]
    reason: Callable[[Summary], str]
    skip: Callable[[SkipReason], str]
    status: Callable[[Status], str]
    place: Callable[[str], str]


def tr(text: str) -> str:
    """Translates in the context of printed pages."""
    return QCoreApplication.translate("Report", text)


def hip(side: Side) -> str:
    """A side as a heading."""
    return tr("Left hip") if side is Side.LEFT else tr("Right hip")


def side_word(side: Side | None) -> str:
    """A side in a row of a table; nothing for both."""
    if side is None:
        return ""
    return tr("left") if side is Side.LEFT else tr("right")


def affected(side: Affected) -> str:
    """The sore side, or nothing where it was not said."""
    return {
        Affected.LEFT: tr("Sore side: left"),
        Affected.RIGHT: tr("Sore side: right"),
        Affected.BOTH: tr("Sore side: both"),
    }.get(side, "")


def span(first: date, last: date) -> str:
    """From the first to the last day; the first year only where it differs."""
    if first == last:
        return day_text(first)
    form = "d MMM yyyy" if first.year != last.year else "d MMM"
    return tr("{first} to {last}").format(first=day_text(first, form), last=day_text(last))


def length(days: int) -> str:
    """How long a period is."""
    if days == 1:
        return tr("1 day")
    if days % 7 == 0 and days <= 26 * 7:
        weeks = days // 7
        return tr("1 week") if weeks == 1 else tr("{n} weeks").format(n=weeks)
    text = tr("{n} days").format(n=QLocale().toString(days))
    if days < 2 * 365:
        return text
    return tr("{n} years ({days})").format(n=f"{days / 365.25:.3g}", days=text)


def duration(minutes: float) -> str:
    """Minutes, from two hours on hours and minutes."""
    whole = round(minutes)
    if whole < 120:
        return tr("{n} min").format(n=whole)
    return tr("{h} h {n} min").format(h=whole // 60, n=whole % 60)


def number(value: float | None) -> str:
    """A number; a dash where it is unknown."""
    return "–" if value is None else f"{value:g}"


def pair(values: tuple[float | None, float | None]) -> str:
    """Left and right; one dash where both are unknown."""
    if values == (None, None):
        return "–"
    return f"{number(values[0])} | {number(values[1])}"


def zones() -> tuple[str, str, str]:
    """The zones of pain, the lowest first."""
    return tr("comfortable"), tr("acceptable"), tr("too much")


def moment(one: Moment, measure: Measure) -> str:
    """When a rating was given and what it stands for."""
    moments = {
        Moment.DAY: tr("during the day"),
        Moment.BEFORE: tr("before a session"),
        Moment.DURING: tr("during a session"),
        Moment.AFTER: tr("after a session"),
        Moment.NEXT_MORNING: tr("the morning after"),
    }
    measures = {
        Measure.WORST: tr("at its worst"),
        Measure.AVERAGE: tr("on average"),
        Measure.NIGHT: tr("at night"),
    }
    if measure is Measure.NOW:
        return moments[one]
    if one is Moment.DAY:
        return measures[measure]
    return f"{moments[one]}, {measures[measure]}"


def verdict(kind: Kind) -> str:
    """How a session was borne, in the fewest words; nothing while a rating is missing."""
    return {
        Kind.OPEN: "",
        Kind.GREEN: tr("fine"),
        Kind.SETTLED: tr("settled"),
        Kind.FLARE: tr("flared up"),
        Kind.HIGH: tr("over the limit"),
        Kind.RED: tr("too much"),
        Kind.PAUSE: tr("too much again"),
    }[kind]


def mark(one: Mark) -> str:
    """What a mark is about, in words."""
    kinds: Mapping[MarkKind, str] = {
        MarkKind.FLARE: tr("flare"),
        MarkKind.AWAY: tr("away"),
        MarkKind.PLAN: tr("plan changed"),
        MarkKind.VERSION: tr("new version"),
    }
    name = kinds.get(one.kind, "")
    return (
        tr("{kind}: {text}").format(kind=name, text=one.text)
        if name and one.text
        else (name or one.text or tr("no words"))
    )


def mark_days(one: Mark, last: date) -> str:
    """When a mark was: a day, or from one to another; a flare may go on."""
    if one.last is None or one.last > last:
        return tr("from {day}").format(day=day_text(one.first, "d MMM"))
    if one.last == one.first:
        return day_text(one.first, "d MMM")
    ends = (day_text(one.first, "d MMM"), day_text(one.last, "d MMM"))
    return tr("{first} to {last}").format(first=ends[0], last=ends[1])


def function(kind: FunctionKind, side: Side | None) -> str:
    """A test by its name."""
    name = {
        FunctionKind.CHAIR_STAND: tr("Stands from a chair in 30 s"),
        FunctionKind.SINGLE_LEG_STANCE: tr("Seconds on one leg"),
    }[kind]
    return f"{name}, {side_word(side)}" if side else name


def times(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return one if count == 1 else many.format(n=count)


def reasons(found: Sequence[tuple[SkipReason | None, int]], phrases: Phrases) -> str:
    """Reasons with their counts, the most frequent first."""
    parts = [
        tr("{reason} {n}").format(
            reason=phrases.skip(why) if why else tr("no reason given"), n=count
        )
        for why, count in found
    ]
    return ", ".join(parts)
