"""Dates and times as other programs write them; the order of day and month is never guessed."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1900
"""No record of anybody who is alive is older."""
MOST_OFFSET_MIN: Final = 14 * 60
"""The largest offset from UTC that there is, minutes."""


class Order(StrEnum):
    """How a date is written. The value is an example of the third of April."""

    YMD = "2026-04-03"
    DMY = "03/04/2026"
    MDY = "04/03/2026"


class Found(NamedTuple):
    """A date that was read, with the time and the offset (minutes) where the text has them."""

    day: date
    clock: time | None = None
    offset_min: int | None = None


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")  # fmt: skip
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})[-/.] ?(\d{4}|\d{2})(?!\d)", re.ASCII)
_DAY_WORD: Final = re.compile(r"(\d{1,2})\.?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})(?!\d)", re.ASCII)
_WORD_DAY: Final = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?!\d)", re.ASCII)
_WEEKDAY: Final = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.ASCII | re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?\d*)? ?([ap]\.?m\.?)?"
    r" ?(z|utc|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)


def read_date(text: str, order: Order | None) -> Found | None:
    """The date at the beginning of a text and the time after it; None when it is no date.

    `order` decides dates of numbers only; None reads only those that can be read in one way.
    """
    text = _WEEKDAY.sub("", text.strip(), count=1)
    for pattern in (_YEAR_FIRST, _NUMBERS, _DAY_WORD, _WORD_DAY):
        match = pattern.match(text)
        if match:
            day = _day(pattern, match, order)
            return _with_time(day, text[match.end() :]) if day else None
    return None


def _day(pattern: re.Pattern[str], match: re.Match[str], order: Order | None) -> date | None:
    if pattern is _YEAR_FIRST:
        return _made(match[1], match[2], match[3])
    if pattern is _DAY_WORD:
        return _made(match[3], _month(match[2]), match[1])
    if pattern is _WORD_DAY:
        return _made(match[3], _month(match[1]), match[2])
    if order not in _orders(match):
        return None
    first, second, year = match[1], match[3], match[4]
    year = f"20{year}" if len(year) == 2 else year
    return _made(year, second, first) if order is Order.DMY else _made(year, first, second)


def _month(word: str) -> str:
    short = word[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else "0"


def _made(year: str, month: str, day: str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= FIRST_YEAR else None


def _with_time(day: date, rest: str) -> Found | None:
    rest = rest.lstrip(" ,T").rstrip()
    if not rest:
        return Found(day)
    match = _CLOCK.fullmatch(rest)
    at = _time(match) if match else None
    if match is None or at is None:
        return None
    offset = _offset(match[6]) if match[6] else None
    if offset is not None and abs(offset) > MOST_OFFSET_MIN:
        return None
    return Found(day, at, offset)


def _offset(zone: str) -> int:
    if zone.lower() in ("z", "utc"):
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def read_time(text: str) -> time | None:
    """A time of day, such as 8:30, 20:15:00 or 8:30 pm; None when it is none."""
    match = _CLOCK.fullmatch(text.strip())
    return _time(match) if match and match[6] is None else None


def _time(match: re.Match[str]) -> time | None:
    hour, half = int(match[1]), (match[5] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        parts = (hour, int(match[2]), int(match[3] or 0), int((match[4] or "").ljust(6, "0")))
        return time(*parts)
    except ValueError:
        return None


def dates_in(texts: Sequence[str]) -> float:
    """The share of the texts that are dates in one order or another; empty ones do not count."""
    given = [text for text in texts if text.strip()]
    fit = sum(any(read_date(text, order) for order in Order) for text in given)
    return fit / len(given) if given else 0.0


def orders_of(texts: Iterable[str]) -> tuple[Order, ...]:
    """The orders in which the dates of a column can be meant; two of them mean: ask.

    Where no order fits them all, those that fit the most.
    """
    counts = {Order.DMY: 0, Order.MDY: 0}
    numbers = 0
    for text in texts:
        match = _NUMBERS.match(_WEEKDAY.sub("", text.strip(), count=1))
        if match:
            numbers += 1
            for order in _orders(match):
                counts[order] += 1
    if not numbers:
        return (Order.YMD,)
    most = max(counts.values())
    return tuple(order for order, count in counts.items() if count == most)


def _orders(match: re.Match[str]) -> tuple[Order, ...]:
    """The orders that a date of numbers allows; with dots it is the day that comes first."""
    first, second = int(match[1]), int(match[3])
    if match[2] == ".":
        return (Order.DMY,)
    return tuple(
        order
        for order, day, month in ((Order.DMY, first, second), (Order.MDY, second, first))
        if 1 <= day <= 31 and 1 <= month <= 12
    )
