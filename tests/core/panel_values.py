"""Days, ratings and sessions for the tests of the panels of Trends; day 0 is a Monday."""

from datetime import UTC, date, datetime, timedelta

from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side

L, R = Side.LEFT, Side.RIGHT
MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def at(number: int, hour: int = 12, minute: int = 0, offset: int = 0):
    when = datetime(2026, 3, 2, hour, minute, tzinfo=UTC) + timedelta(days=number)
    return stamp(when, offset)


def rate(number: int, score: int | None, side: Side = L, **more) -> PainEntry:
    where = {key: more.pop(key) for key in ("hour", "minute", "offset") if key in more}
    return PainEntry(at(number, **where), side, score, **more)


def session(number: int, status: Status = Status.DONE, **more) -> SessionRecord:
    fields = {
        "routine": "a",
        "title": "A",
        "version": "1",
        "variant": "x",
        "planned_s": 600,
        "active_s": 600,
    }
    return SessionRecord(at(number, 18), status=status, **(fields | more))
