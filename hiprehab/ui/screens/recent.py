"""How the last sessions went: the verdicts, and whether the safety questions are due."""

from datetime import date, timedelta
from typing import Final

from hiprehab.core.conditions import ceiling
from hiprehab.core.guidance import ceiling_of
from hiprehab.core.log import SessionRecord
from hiprehab.core.verdicts import Kind, SessionVerdict, judged
from hiprehab.ui.screens.around import Around

SESSION_DAYS: Final = timedelta(days=28)
RATING_DAYS: Final = timedelta(days=60)
"""Far enough back for the usual morning of the first of those sessions."""
TOLD_DAYS: Final = 2
REST_DAYS: Final = 2
"""Days without load after a session that was too much."""


def recent(around: Around) -> list[SessionVerdict]:
    """The verdicts on the sessions of four weeks, the oldest first."""
    today = around.today()
    sessions = around.live.read.sessions_between(today - SESSION_DAYS, today)
    if not sessions:
        return []
    entries = around.live.read.pain_between(today - RATING_DAYS, today)
    limit = ceiling(around.conditions(), today)
    routines = around.library().routines

    def of(record: SessionRecord) -> int:
        routine = routines.get(record.routine)
        return ceiling_of(routine.pain_ceiling if routine else None, condition=limit)

    return judged(sessions, entries, of)


def is_news(found: SessionVerdict, today: date) -> bool:
    """Whether a verdict is decided and fresh enough to be told."""
    return found.kind is not Kind.OPEN and (today - found.record.stamp.day).days <= TOLD_DAYS


def wants_rest(found: SessionVerdict, today: date) -> bool:
    """Whether a session went so that the next one is better left to another day."""
    if found.kind is Kind.PAUSE:
        return is_news(found, today)
    days = (today - found.record.stamp.day).days
    return found.kind in (Kind.RED, Kind.FLARE) and days < REST_DAYS
