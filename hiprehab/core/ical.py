"""The plan as an iCalendar file (RFC 5545): one all-day event a row, repeated on its weekdays."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from hiprehab.core.agenda import Away, Planned

LONGEST_LINE: Final = 75
LONGEST_AWAY: Final = timedelta(days=3660)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class PlannedEvent(NamedTuple):
    """A row of the plan on its days: `first` is the first of them, `without` those away."""

    row: Planned
    title: str
    first: date
    without: tuple[date, ...]


def planned_events(
    planned: Iterable[Planned], away: Sequence[Away], titles: Mapping[str, str]
) -> list[PlannedEvent]:
    """The rows that have a day at all; a routine without a title goes by its id."""
    found = []
    for row in planned:
        week = (row.since + timedelta(days=offset) for offset in range(7))
        first = next((day for day in week if row.on(day)), None)
        if first is not None:
            title = titles.get(row.routine, row.routine)
            found.append(PlannedEvent(row, title, first, tuple(_without(row, away))))
    return found


def _without(row: Planned, away: Iterable[Away]) -> list[date]:
    """The row's days that are spent away, each once."""
    days = set()
    for period in away:
        first = max(period.start, row.since)
        last = min(period.end, row.until or period.end, first + LONGEST_AWAY)
        days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return sorted(day for day in days if row.on(day))


def calendar(events: Iterable[PlannedEvent], log: str, at: datetime, version: str) -> str:
    """The file's text. `log` stays the same as long as the log does: it keeps the UIDs unique.

    An event of the same row has the same UID in each file, so that a calendar replaces it.
    """
    import hashlib

    name = hashlib.sha256(log.encode()).hexdigest()[:16]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//HipRehab//HipRehab {version}//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:HipRehab",
    ]
    for event in events:
        lines += _event(event, name, at)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def _event(event: PlannedEvent, name: str, at: datetime) -> list[str]:
    row = event.row
    days = ",".join(_WEEKDAYS[day] for day in sorted(row.weekdays))
    until = f";UNTIL={row.until:%Y%m%d}" if row.until else ""
    times = f" ({row.times_per_day} times)" if row.times_per_day > 1 else ""
    lines = [
        "BEGIN:VEVENT",
        f"UID:plan-{row.id}-{name}@hiprehab",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}",
        f"RRULE:FREQ=WEEKLY;BYDAY={days}{until}",
    ]
    lines += [f"EXDATE;VALUE=DATE:{day:%Y%m%d}" for day in event.without]
    lines += [
        f"SUMMARY:{_escaped(event.title + times)}",
        f"DESCRIPTION:{_escaped(f'Level: {row.variant}')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return lines


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n")):
        text = text.replace(plain, written)
    kept = "".join(c for c in text.replace("\n", "\\n") if c >= " " and c != "\x7f")
    return kept


def _folded(line: str) -> str:
    """The line with its end, broken where it is longer than 75 octets, never inside a letter."""
    parts, part, room = [], "", LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(part)
            part, room = "", LONGEST_LINE - 1  # the blank that marks the next line counts
        part += letter
        room -= size
    return "\r\n ".join([*parts, part]) + "\r\n"
