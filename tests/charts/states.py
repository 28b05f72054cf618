"""Fixed numbers for the tests of the charts."""

from datetime import UTC, date, datetime, timedelta

from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.trends import ChartState, build

FIRST = date(2026, 3, 2)


def rating(day: int, score: int, side: Side, hour: int = 9, **more) -> PainEntry:
    """A rating so many days after the first one."""
    moment = datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day)
    return PainEntry(stamp(moment, 0), side, score, **more)


def session(day: int, status: Status) -> SessionRecord:
    """A session so many days after the first day."""
    moment = datetime(2026, 3, 2, 18, tzinfo=UTC) + timedelta(days=day)
    return SessionRecord(stamp(moment, 0), "a", "Glute strength", "1", "x", status, 600, 600)


def entries(days: int) -> list[PainEntry]:
    """Left falls from 6 to 2, right goes round 3; two weeks in the middle are not rated."""
    found = []
    for day in range(days):
        if 18 <= day % 60 < 32:
            continue
        left = round(6 - 4 * day / max(1, days - 1) + (-1, 0, 1)[day % 3] * 0.6)
        right = (3, 2, 4, 3, 3)[day % 5]
        found += [rating(day, left, Side.LEFT), rating(day, right, Side.RIGHT)]
        if day % 4 == 0:
            found.append(rating(day, left + 2, Side.LEFT, 20, measure=Measure.WORST))
            found.append(rating(day, right + 1, Side.RIGHT, 19, moment=Moment.AFTER))
        if day % 9 == 0:
            found.append(rating(day, right, Side.RIGHT, 23, measure=Measure.NIGHT))
    return found


def sessions(days: int) -> list[SessionRecord]:
    """One every third day, of every kind."""
    kinds = (Status.DONE, Status.DONE, Status.PARTIAL, Status.MANUAL)
    return [session(day, kinds[day // 3 % 4]) for day in range(0, days, 3)]


def state(days: int, rated: int | None = None) -> ChartState:
    """So many days, of which the first `rated` (all, when None) have ratings."""
    last = FIRST + timedelta(days=days - 1)
    return build(entries(days if rated is None else rated), sessions(days), FIRST, last)
