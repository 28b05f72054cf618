"""Puts the page for the physiotherapist together: reads the log, and lays it out on sheets."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hiprehab import __version__, resources, tokens
from hiprehab.core.conditions import Conditions
from hiprehab.core.model import Library
from hiprehab.core.report import Kept, Wishes, build
from hiprehab.core.report_parts import reading_days
from hiprehab.core.settings import Settings
from hiprehab.report.page import Made, lay_out
from hiprehab.report.paper import Book, Paper
from hiprehab.report.words import Phrases

if TYPE_CHECKING:
    from hiprehab.ui.live import Read


class Period(NamedTuple):
    """The days of a page, and the day on which it is made."""

    first: date
    last: date
    today: date


def phrases() -> Phrases:
    """The words of the windows, for paper."""
    from hiprehab.ui.screens import log_words
    from hiprehab.ui.screens.trends_words import TrendWords

    words = TrendWords()
    return Phrases(
        verdict=words.verdict,
        reason=words.reason,
        skip=log_words.reason_text,
        status=log_words.status_text,
        place=log_words.place_text,
    )


def collect(read: "Read", library: Library, settings: Settings, period: Period) -> Kept:
    """Everything that a page can tell of a period; slow, for a worker thread."""
    from hiprehab.storage.guides import read_conditions, read_safety
    from hiprehab.ui.screens.trends_load import read_records

    data = resources.data_dir()
    records = read_records(read, library, settings, (period.first, period.last), period.today)
    pain = read.pain_between(*reading_days(period.first, period.last))
    routines = {name: library.routines[name] for name in library.routines}
    return Kept(
        records=replace(records, pain=pain),
        questions=read.questions(),
        safety=read.safety_log(),
        book=read_safety(data),
        conditions=Conditions(read_conditions(data), tuple(read.conditions())),
        affected=settings.affected,
        limits={name: one.pain_ceiling for name, one in routines.items()},
    )


def bound(kept: Kept, wishes: Wishes, paper: Paper) -> Book:
    """The sheets of a page, in the colours for white paper."""
    light = tokens.load(resources.asset("themes/light.toml"))
    made = Made(kept.records.today, __version__)
    return lay_out(build(kept, wishes), phrases(), paper=paper, tokens=light, made=made)
