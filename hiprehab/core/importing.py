"""Ratings and sessions out of another program's table: which column is what, and what a line says.

Nothing is guessed that would change a number: a cell that is not understood leaves its line out and
says why, and a missing score stays unknown. Texts are English sources; screens translate them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from hiprehab.core.dates import Order, dates_in, orders_of, read_date, read_time
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, Stamp, Status, day_of
from hiprehab.core.model import Side

T = TypeVar("T")

NOON: Final = time(12)
LONGEST_NOTE: Final = 2000


class What(StrEnum):
    """What the lines of a table are."""

    PAIN = "pain"
    SESSIONS = "sessions"


class Part(StrEnum):
    """What a column can hold. The value is what people read."""

    DATE = "date"
    TIME = "time"
    SIDE = "side"
    SCORE = "score"
    LEFT = "score, left"
    RIGHT = "score, right"
    MEASURE = "measure"
    MOMENT = "moment"
    PLACE = "place"
    TITLE = "routine"
    MINUTES = "minutes"
    SECONDS = "seconds"
    EFFORT = "effort"
    NOTE = "note"


PARTS: Final[Mapping[What, tuple[Part, ...]]] = {
    What.PAIN: (
        Part.DATE, Part.TIME, Part.SCORE, Part.SIDE, Part.LEFT, Part.RIGHT, Part.MEASURE,
        Part.MOMENT, Part.PLACE, Part.NOTE,
    ),
    What.SESSIONS: (
        Part.DATE, Part.TIME, Part.TITLE, Part.MINUTES, Part.SECONDS, Part.EFFORT, Part.NOTE,
    ),
}  # fmt: skip
"""The parts of each kind, in the order in which they are offered."""

_HEADERS: Final[Mapping[Part, tuple[str, ...]]] = {
    Part.DATE: ("at utc", "date time", "datetime", "timestamp", "date", "day", "when", "start",
                "start time", "started", "recorded", "recorded at", "created at"),
    Part.TIME: ("time", "time of day", "hour", "clock"),
    Part.SIDE: ("side", "hip", "leg", "laterality"),
    Part.SCORE: ("score", "pain", "pain score", "pain level", "pain rating", "rating", "nrs",
                 "vas", "intensity", "severity", "level", "value"),
    Part.LEFT: ("left", "pain left", "left pain", "left hip", "left score", "score left", "l"),
    Part.RIGHT: ("right", "pain right", "right pain", "right hip", "right score", "score right",
                 "r"),
    Part.MEASURE: ("measure", "kind", "type"),
    Part.MOMENT: ("moment", "context"),
    Part.PLACE: ("place", "location", "where", "body part", "site", "region"),
    Part.TITLE: ("title", "routine", "workout", "workout name", "session", "exercise", "activity",
                 "name"),
    Part.MINUTES: ("minutes", "duration", "duration min", "duration minutes", "min", "length"),
    Part.SECONDS: ("active s", "seconds", "duration s", "duration seconds", "sec"),
    Part.EFFORT: ("effort", "rpe", "exertion"),
    Part.NOTE: ("note", "notes", "comment", "comments", "remark", "remarks"),
}  # fmt: skip

_EMPTY: Final = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nan"})
_SIDES: Final[Mapping[str, tuple[Side, ...]]] = {
    "left": (Side.LEFT,),
    "l": (Side.LEFT,),
    "right": (Side.RIGHT,),
    "r": (Side.RIGHT,),
    "both": (Side.LEFT, Side.RIGHT),
    "b": (Side.LEFT, Side.RIGHT),
    "bilateral": (Side.LEFT, Side.RIGHT),
}
_MEASURES: Final[Mapping[str, Measure]] = {
    "now": Measure.NOW,
    "current": Measure.NOW,
    "worst": Measure.WORST,
    "max": Measure.WORST,
    "maximum": Measure.WORST,
    "average": Measure.AVERAGE,
    "avg": Measure.AVERAGE,
    "mean": Measure.AVERAGE,
    "night": Measure.NIGHT,
}
_MOMENTS: Final[Mapping[str, Moment]] = {
    "day": Moment.DAY,
    "before": Moment.BEFORE,
    "during": Moment.DURING,
    "after": Moment.AFTER,
    "next_morning": Moment.NEXT_MORNING,
    "next morning": Moment.NEXT_MORNING,
}


class Sheet(NamedTuple):
    """A table as text. `lines` are the rows' line numbers in the file, from 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


class Match(NamedTuple):
    """Which column is what. `sides` holds for all lines where no column says the side."""

    what: What
    columns: Mapping[Part, int]
    order: Order | None
    sides: tuple[Side, ...] = ()


class Why(StrEnum):
    """Why a line is left out, or what has to be said first; `{}` is the cell."""

    DATE = "{} is no date"
    FUTURE = "{} is still to come"
    TIME = "{} is no time of day"
    SCORE = "{} is no whole number from 0 to 10"
    SIDE = "{} is no side"
    MEASURE = "{} is no measure; there are now, worst, average and night"
    MOMENT = "{} is no moment; there are day, before, during, after and next morning"
    MINUTES = "{} is no length of time"
    LONG = "the note is longer than 2000 letters"
    NOTHING = "it says nothing but a date"


class Need(StrEnum):
    """What the person has to say before anything can be taken."""

    DATE = "Say which column holds the date."
    ORDER = "Say how the dates are written."
    SCORE = "Say which column holds the score."
    SIDE = "Say which side the scores are for."
    TITLE = "Say which column holds the routine."


class LeftOut(NamedTuple):
    """A line that is not taken: its number in the file, the reason, and the cell it is about."""

    line: int
    why: Why
    cell: str = ""

    @property
    def text(self) -> str:
        """The reason with its cell, in English."""
        return self.why.format(f'"{self.cell[:40]}"')


class Proposal(NamedTuple):
    """What a table would bring, line by line."""

    pain: tuple[PainEntry, ...] = ()
    sessions: tuple[SessionRecord, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    lines: int = 0


class Around(NamedTuple):
    """What the lines cannot say: the time now, local offsets, the routines that are known.

    `offset_of` gives the minutes that a local time (naive) was ahead of UTC; `routines` finds a
    routine's id by its name in small letters.
    """

    now: datetime
    offset_of: Callable[[datetime], int]
    routines: Mapping[str, str]


# --- which column is what ------------------------------------------------------------------


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def known_header(cells: Sequence[str]) -> bool:
    """Whether a line of a table names columns, so that it is no data.

    In any language: a line with neither a date nor a number is no rating and no session.
    """
    names = {_plain(cell) for cell in cells}
    if any(name in names for known in _HEADERS.values() for name in known):
        return True
    return bool(names - {""}) and not any(map(_is_value, cells))


def _is_value(cell: str) -> bool:
    return bool(dates_in([cell])) or cell.strip().replace(",", "").replace(".", "").isdigit()


def guess(sheet: Sheet, what: What | None = None) -> Match:
    """The likely meaning of each column, for the person to look at and change.

    `what` is what the lines are, where that is known.
    """
    names = [_plain(name) for name in sheet.header]
    found: dict[Part, int] = {}
    for part, known in _HEADERS.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None and place not in found.values():
            found[part] = place
    if Part.DATE not in found:
        columns = range(len(sheet.header))
        dated = [c for c in columns if dates_in([row[c] for row in sheet.rows[:200]]) >= 0.8]
        found |= {Part.DATE: dated[0]} if dated else {}
    return matched(sheet, what or _likely(found), found)


def _likely(found: Mapping[Part, int]) -> What:
    scored = found.keys() & {Part.SCORE, Part.LEFT, Part.RIGHT}
    timed = found.keys() & {Part.MINUTES, Part.SECONDS, Part.EFFORT}
    if Part.TITLE in found and (not scored or (timed and Part.SIDE not in found)):
        return What.SESSIONS
    return What.PAIN


def matched(
    sheet: Sheet, what: What, columns: Mapping[Part, int], order: Order | None = None
) -> Match:
    """A match of these columns; the order of dates is set where the dates leave no doubt."""
    kept = {part: columns[part] for part in PARTS[what] if part in columns}
    possible = possible_orders(sheet, kept)
    if order not in possible:
        order = possible[0] if len(possible) == 1 else None
    return Match(what, kept, order)


def possible_orders(sheet: Sheet, columns: Mapping[Part, int]) -> tuple[Order, ...]:
    """The orders of day and month that all dates of the table allow."""
    if Part.DATE not in columns:
        return ()
    return orders_of(row[columns[Part.DATE]] for row in sheet.rows)


def needs(match: Match) -> tuple[Need, ...]:
    """What has to be said before anything can be taken."""
    has = match.columns.keys()
    found = []
    if Part.DATE not in has:
        found.append(Need.DATE)
    elif match.order is None:
        found.append(Need.ORDER)
    if match.what is What.SESSIONS:
        return (*found, *([] if Part.TITLE in has else [Need.TITLE]))
    if not has & {Part.SCORE, Part.LEFT, Part.RIGHT}:
        found.append(Need.SCORE)
    elif Part.SCORE in has and Part.SIDE not in has and not match.sides:
        found.append(Need.SIDE)
    return tuple(found)


# --- what a line says ------------------------------------------------------------------------


class _Out(Exception):
    """The line is left out."""

    def __init__(self, why: Why, cell: str = "") -> None:
        super().__init__(why)
        self.why, self.cell = why, cell


def propose(sheet: Sheet, match: Match, around: Around) -> Proposal:
    """The records of a table, and the lines that are left out with the reason for each."""
    if needs(match):
        return Proposal(lines=len(sheet.rows))
    pain: list[PainEntry] = []
    sessions: list[SessionRecord] = []
    left_out: list[LeftOut] = []
    for number, cells in zip(sheet.lines, sheet.rows, strict=True):
        line = _Line(cells, match, around)
        try:
            if match.what is What.PAIN:
                pain += line.ratings()
            else:
                sessions.append(line.session())
        except _Out as out:
            left_out.append(LeftOut(number, out.why, out.cell))
    return Proposal(tuple(pain), tuple(sessions), tuple(left_out), len(sheet.rows))


class _Line:
    """One line of the table, read through the match."""

    def __init__(self, cells: Sequence[str], match: Match, around: Around) -> None:
        self._cells, self._match, self._around = cells, match, around

    def _cell(self, part: Part) -> str:
        place = self._match.columns.get(part)
        text = self._cells[place].strip() if place is not None else ""
        return "" if text.lower() in _EMPTY else text

    def ratings(self) -> list[PainEntry]:
        """One rating a side; a side without a score is not rated."""
        stamp, note, place = self._stamp(), self._note(), self._cell(Part.PLACE) or None
        scores: dict[Side, int | None] = {
            side: score
            for side, part in ((Side.LEFT, Part.LEFT), (Side.RIGHT, Part.RIGHT))
            if (score := self._number(part)) is not None
        }
        for side in self._sides():
            score = self._number(Part.SCORE)
            if score is not None or ((note or place) and side not in scores):
                scores[side] = score
        if not scores:
            raise _Out(Why.NOTHING)
        measure = self._word(Part.MEASURE, _MEASURES, Why.MEASURE) or Measure.NOW
        moment = self._word(Part.MOMENT, _MOMENTS, Why.MOMENT) or Moment.DAY
        return [
            PainEntry(stamp, side, score, moment, measure, place=place, note=note)
            for side, score in sorted(scores.items())
        ]

    def session(self) -> SessionRecord:
        """A session that was done without the app."""
        stamp, title = self._stamp(), self._cell(Part.TITLE)
        if not title:
            raise _Out(Why.NOTHING)
        seconds = self._seconds()
        return SessionRecord(
            stamp=stamp,
            routine=self._around.routines.get(title.lower(), ""),
            title=title,
            version="",
            variant="",
            status=Status.MANUAL,
            planned_s=seconds,
            active_s=seconds,
            effort=self._number(Part.EFFORT),
            note=self._note(),
        )

    def _stamp(self) -> Stamp:
        text = self._cell(Part.DATE)
        found = read_date(text, self._match.order)
        if found is None:
            raise _Out(Why.DATE, text)
        clock = self._cell(Part.TIME)
        at_time = read_time(clock) if clock else None
        if clock and at_time is None:
            raise _Out(Why.TIME, clock)
        local = datetime.combine(found.day, at_time or found.clock or NOON)
        try:
            offset = found.offset_min
            if offset is None:
                offset = self._around.offset_of(local)
            at = (local - timedelta(minutes=offset)).replace(tzinfo=UTC)
            if found.offset_min == 0:  # a moment in UTC, lived in the local time
                offset = self._around.offset_of(local)
            if at > self._around.now:
                raise _Out(Why.FUTURE, text)
            return Stamp(at, offset, day_of(at, offset))
        except OverflowError:
            raise _Out(Why.DATE, text) from None

    def _sides(self) -> tuple[Side, ...]:
        if Part.SCORE not in self._match.columns:
            return ()
        if Part.SIDE not in self._match.columns:
            return self._match.sides
        text = self._cell(Part.SIDE)
        found = _SIDES.get(text.lower().removesuffix(" hip").removesuffix(" side"))
        if found is None:
            raise _Out(Why.SIDE, text)
        return found

    def _number(self, part: Part) -> int | None:
        text = self._cell(part)
        if not text:
            return None
        plain = text.removesuffix("/10").removesuffix(".0").strip()
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 2 and int(plain) <= 10):
            raise _Out(Why.SCORE, text)
        return int(plain)

    def _word(self, part: Part, known: Mapping[str, T], why: Why) -> T | None:
        text = self._cell(part)
        if text and text.lower() not in known:
            raise _Out(why, text)
        return known[text.lower()] if text else None

    def _note(self) -> str:
        note = self._cell(Part.NOTE)
        if len(note) > LONGEST_NOTE:
            raise _Out(Why.LONG)
        return note

    def _seconds(self) -> float:
        for part, factor in ((Part.MINUTES, 60.0), (Part.SECONDS, 1.0)):
            text = self._cell(part)
            if not text:
                continue
            plain = text.lower().removesuffix("min").removesuffix("s").strip().replace(",", ".")
            parts = plain.split(":")
            try:
                numbers = [float(one) for one in parts]
            except ValueError:
                raise _Out(Why.MINUTES, text) from None
            if len(numbers) == 1:
                total = numbers[0] * factor
            else:  # minutes:seconds or hours:minutes:seconds
                total = sum(n * 60.0**power for power, n in enumerate(reversed(numbers)))
            if len(numbers) > 3 or not 0 <= total <= 86_400:
                raise _Out(Why.MINUTES, text)
            return total
        return 0.0
