"""The week as a whole: mornings against those of the week before, and sessions that were missed.

The rules are in docs/clinical.md. Medians of seven days need four rated mornings; fewer say
nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Final, NamedTuple

from hiprehab.core.log import PainEntry
from hiprehab.core.trends import MEANINGFUL
from hiprehab.core.verdicts import mornings

WEEK: Final = 7
LEAST_MORNINGS: Final = 4
HOLD_RISE: Final = 1.0
DOWN_RISE: Final = 2.0
ASSESS_WEEKS: Final = 6
ASSESS_SHARE: Final = 0.7
"""Six weeks with at least this share of the planned sessions done and no clear gain."""

LESS_DAYS: Final = 7
DOWN_DAYS: Final = 14
ANEW_DAYS: Final = 28
"""Days since the last session: less of it, one level down, the first level and the questions."""
LESS_PERCENT: Final = 70


class Week(StrEnum):
    """What the mornings of a week say."""

    UNKNOWN = "too few mornings"
    GO_ON = "go on"
    HOLD = "not more this week"
    DOWN = "one level down"
    CLINICIAN = "see a clinician"
    ASSESS = "time for an assessment"


class WeekVerdict(NamedTuple):
    """The verdict with the medians and the counts that it rests on."""

    week: Week
    now: float | None = None
    before: float | None = None
    mornings: int = 0
    mornings_before: int = 0


def _middle(known: Mapping[date, int], last: date) -> tuple[float | None, int]:
    """The median of the seven mornings up to a day, and how many were rated."""
    days = [last - timedelta(days=offset) for offset in range(WEEK)]
    scores = [known[day] for day in days if day in known]
    return (median(scores) if len(scores) >= LEAST_MORNINGS else None), len(scores)


def week_verdict(
    entries: Iterable[PainEntry], today: date, *, share: float | None = None
) -> WeekVerdict:
    """What the mornings up to today say.

    Args:
        entries: ratings of at least the last seven weeks.
        today: the last day of the week.
        share: sessions done of those planned in six weeks, 0 to 1; None when no plan held so long.
    """
    known = mornings(entries)
    weeks = [
        _middle(known, today - timedelta(days=WEEK * back)) for back in range(ASSESS_WEEKS + 1)
    ]
    (now, count), (before, count_before) = weeks[0], weeks[1]
    facts = WeekVerdict(Week.UNKNOWN, now, before, count, count_before)
    if now is None:
        return facts
    if before is not None:
        facts = facts._replace(week=_risen(now, before, weeks[2][0]))
    if facts.week in (Week.UNKNOWN, Week.GO_ON) and _no_gain(now, weeks[-1][0], share):
        facts = facts._replace(week=Week.ASSESS)
    return facts


def _risen(now: float, before: float, earlier: float | None) -> Week:
    """Against the week before; two weeks well above the one before them ask for a clinician."""
    if earlier is not None and min(now, before) >= earlier + DOWN_RISE:
        return Week.CLINICIAN
    if now >= before + DOWN_RISE:
        return Week.DOWN
    return Week.HOLD if now >= before + HOLD_RISE else Week.GO_ON


def _no_gain(now: float, start: float | None, share: float | None) -> bool:
    if start is None or share is None or share < ASSESS_SHARE or start < MEANINGFUL[0]:
        return False
    gain = start - now
    return not (gain >= MEANINGFUL[0] and gain >= MEANINGFUL[1] * start)


class Break(StrEnum):
    """What days without a session ask for."""

    NONE = "none"
    LESS = "a little less"
    DOWN = "one level down"
    ANEW = "from the first level"


def after_break(last: date | None, today: date) -> Break:
    """What is suggested after the days since the last session of a routine."""
    if last is None:
        return Break.NONE
    days = (today - last).days
    if days >= ANEW_DAYS:
        return Break.ANEW
    if days >= DOWN_DAYS:
        return Break.DOWN
    return Break.LESS if days >= LESS_DAYS else Break.NONE
