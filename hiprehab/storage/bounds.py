"""What no record of a person can hold, though its table would take it.

A file may say that a session took a million years, or name a day before the calendar. The screens
reckon with days and lengths, so such a record is refused where it would come in.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from hiprehab.core.dates import FIRST_YEAR, MOST_OFFSET_MIN
from hiprehab.core.log import Stamp, day_of

LAST_YEAR: Final = 2199
"""Of what has happened; a computer's clock may have been wrong, but not by so much."""
MOST: Final[Mapping[str, float]] = {
    "planned_s": 86_400,
    "active_s": 86_400,
    "seconds_planned": 86_400,
    "seconds_done": 86_400,
    "reps_planned": 100_000,
    "reps_done": 100_000,
    "minutes": 1440,
    "km": 1000,
    "value": 100_000,
}
"""The largest number of a column; a day, where it is a length of time."""


def oddity(value: Any, row: Mapping[str, Any]) -> str:
    """Why a record cannot be anybody's; "" when it can.

    Args:
        value: the record as the program works with it, with its dates.
        row: the same as its table has it.

    Raises OverflowError when a moment is outside the calendar.
    """
    for name, most in MOST.items():
        given = row.get(name)  # text, too, is refused, but by the table
        if isinstance(given, int | float) and given > most:
            return f"{name} is larger than {most:,}"
    stamp = getattr(value, "stamp", None)
    if isinstance(stamp, Stamp) and (reason := odd_stamp(stamp)):
        return reason
    for name in _names(value):
        found = getattr(value, name)
        if not isinstance(found, date):
            continue
        too_late = isinstance(found, datetime) and found.year > LAST_YEAR
        if found.year < FIRST_YEAR or too_late:  # a plan or a time away may be for ever
            return f"{found:%Y-%m-%d} is no day of anybody's"
    return ""


def odd_stamp(stamp: Stamp) -> str:
    """The same of the moment at which something was."""
    if abs(stamp.offset_min) > MOST_OFFSET_MIN:
        return f"offset_min is more than {MOST_OFFSET_MIN // 60} hours"
    for day in (stamp.at.date(), stamp.day):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return f"{day:%Y-%m-%d} is no day of anybody's"
    if abs(stamp.day - day_of(stamp.at, stamp.offset_min)).days > 1:
        return "its day is not that of its moment"
    return ""


def _names(value: Any) -> tuple[str, ...]:
    """The fields of a record, whichever kind of class it is."""
    fields: tuple[str, ...] = getattr(value, "_fields", ())
    slots: tuple[str, ...] = getattr(value, "__slots__", ())
    return fields or slots
