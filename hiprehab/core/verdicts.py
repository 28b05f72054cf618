"""How a session went, seen from the ratings around it: a suggestion for the next one, no order.

The table is that of the clinical brief (4.5): the gravest match wins, and without a rating on the
next morning the verdict stays open. A rating that was not given is never taken for 0. A morning
belongs to one session (`core.belonging`) and tells how all sessions of that day were taken.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED
from hiprehab.core.belonging import belonging, score_of
from hiprehab.core.guidance import TOO_MUCH
from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status

_BEFORE, _AFTER = timedelta(days=8), timedelta(days=2)
"""The days around a session whose ratings its verdict can need."""
BASELINE_MORNINGS: Final = 7
LEAST_MORNINGS: Final = 3
PAUSE_WITHIN: Final = timedelta(days=7)
PAUSE_REDS: Final = 2
PAUSE_MORNINGS: Final = 3
EASY_EFFORT: Final = 6
ENOUGH: Final = 2.0


class Kind(StrEnum):
    """The verdicts, the mildest first. OPEN: a rating is missing that would decide it."""

    OPEN = "open"
    GREEN = "green"
    SETTLED = "amber: settled"
    FLARE = "amber: flare"
    HIGH = "amber: above the limit"
    RED = "red"
    PAUSE = "pause"


COUNTS: Final = {Kind.GREEN: 1.0, Kind.SETTLED: 0.5}
"""What a session counts towards one level up."""


class Sign(StrEnum):
    """What made a session too much, beside the score."""

    SHARP = "sharp"
    CATCHING = "catching"
    GIVING_WAY = "giving way"
    LIMP = "limp"
    WOKEN = "woken"


@dataclass(frozen=True, slots=True)
class SessionVerdict:
    """A session with what was rated around it. `during` is the highest score in and after it.

    `morning` is its own; `day_morning` the one after its day, which decides, whichever session of
    the day that belongs to. `provisional`: the usual morning is not known yet, so `baseline` is the
    score before it.
    """

    record: SessionRecord
    kind: Kind
    during: int | None
    morning: int | None
    baseline: float | None
    ceiling: int
    signs: tuple[Sign, ...] = ()
    provisional: bool = False
    day_morning: int | None = None


def mornings(entries: Iterable[PainEntry]) -> dict[date, int]:
    """The worse side of each morning that was rated."""
    worst: dict[date, int] = {}
    for entry in entries:
        score = score_of(entry)
        if entry.moment is Moment.NEXT_MORNING and score is not None:
            day = entry.stamp.day
            worst[day] = max(worst.get(day, 0), score)
    return worst


def baseline(entries: Iterable[PainEntry], before: date) -> float | None:
    """The usual morning: the median of the last seven rated ones before a day, from three on."""
    return _usual(sorted(mornings(entries).items()), before)


def _usual(known: Iterable[tuple[date, int]], before: date) -> float | None:
    last = [score for day, score in known if day < before][-BASELINE_MORNINGS:]
    return median(last) if len(last) >= LEAST_MORNINGS else None


class _Rated(NamedTuple):
    """What was rated around a session.

    `own` belongs to it; `day` are the mornings of all sessions of its day; `near` is everything of
    the days around it.
    """

    own: Sequence[PainEntry]
    day: Sequence[PainEntry]
    near: Sequence[PainEntry]


def judge(
    record: SessionRecord, entries: Sequence[PainEntry], ceiling: int, usual: float | None
) -> SessionVerdict:
    """The verdict on one session by itself.

    Args:
        record: the session.
        entries: ratings of the days around it.
        ceiling: the highest score that was fine for this person and routine.
        usual: the usual morning; where it is not known yet, the score before the session counts.
    """
    (own,) = belonging(entries, (record,))
    return _verdict(record, _Rated(own, _mornings(own), entries), ceiling, usual)


def _mornings(entries: Iterable[PainEntry]) -> list[PainEntry]:
    return [one for one in entries if one.moment is Moment.NEXT_MORNING]


def _verdict(
    record: SessionRecord, rated: _Rated, ceiling: int, usual: float | None
) -> SessionVerdict:
    inside = [one for one in rated.own if one.moment in (Moment.DURING, Moment.AFTER)]
    scores = [score for one in inside if (score := score_of(one)) is not None]
    before = _highest(one for one in rated.own if one.moment is Moment.BEFORE)
    signs = _signs([*inside, *rated.day])
    if any(one.woken for one in rated.day) and not _was_woken(rated.near, record):
        signs += (Sign.WOKEN,)
    facts = SessionVerdict(
        record,
        Kind.OPEN,
        max(scores, default=None),
        _highest(_mornings(rated.own)),
        usual if usual is not None else before,
        ceiling,
        signs,
        provisional=usual is None,
        day_morning=_highest(rated.day),
    )
    repeats = ceiling == 0 and sum(score > 0 for score in scores) > 1
    return replace(facts, kind=Kind.RED if repeats else _kind(facts))


def _highest(entries: Iterable[PainEntry]) -> int | None:
    return max((score for one in entries if (score := score_of(one)) is not None), default=None)


def _kind(facts: SessionVerdict) -> Kind:
    during, morning, usual = facts.during, facts.day_morning, facts.baseline
    if (during is not None and during >= TOO_MUCH) or set(facts.signs) - {Sign.WOKEN}:
        return Kind.RED
    if during is not None and during > facts.ceiling:
        return Kind.HIGH
    if Sign.WOKEN in facts.signs:
        return Kind.FLARE
    if morning is None or usual is None:
        return Kind.OPEN
    if morning >= usual + 2:
        return Kind.FLARE
    if during is None:
        return Kind.OPEN
    return Kind.GREEN if during <= 2 and morning <= usual + 1 else Kind.SETTLED


def _signs(entries: Iterable[PainEntry]) -> tuple[Sign, ...]:
    found = list(entries)
    flags = {
        Sign.SHARP: any(one.sharp for one in found),
        Sign.CATCHING: any(one.catching for one in found),
        Sign.GIVING_WAY: any(one.giving_way for one in found),
        Sign.LIMP: any(one.limp for one in found),
    }
    return tuple(sign for sign, is_so in flags.items() if is_so)


def _was_woken(entries: Iterable[PainEntry], record: SessionRecord) -> bool:
    """Whether the nights of the week before were like that already; only a new waking counts."""
    week = timedelta(days=7)
    return any(
        one.woken and timedelta(0) <= record.stamp.at - one.stamp.at <= week for one in entries
    )


def judged(
    sessions: Iterable[SessionRecord],
    entries: Sequence[PainEntry],
    ceiling: Callable[[SessionRecord], int],
) -> list[SessionVerdict]:
    """The verdicts on sessions that count, the oldest first; the last may be PAUSE."""
    counted = sorted(
        (one for one in sessions if one.status in COUNTED), key=lambda one: one.stamp.at
    )
    known = sorted(mornings(entries).items())
    owned = belonging(entries, counted)
    by_day: dict[date, list[PainEntry]] = {}
    for record, own in zip(counted, owned, strict=True):
        by_day.setdefault(record.stamp.day, []).extend(_mornings(own))
    found, reds = [], []
    for one, own in zip(counted, owned, strict=True):
        day, limit = one.stamp.day, ceiling(one)
        near = [e for e in entries if day - _BEFORE <= e.stamp.day <= day + _AFTER]
        usual = _usual(known, day + timedelta(days=1))
        verdict = _verdict(one, _Rated(own, by_day[day], near), limit, usual)
        found.append(verdict)
        if verdict.kind is Kind.RED:  # one bad morning is no two bad sessions
            alone = _verdict(one, _Rated(own, _mornings(own), near), limit, usual)
            reds += [one.stamp.at] if alone.kind is Kind.RED else []
    if found and (_too_many(reds, found[-1]) or _bad_mornings(entries, found[-1].record.stamp.day)):
        found[-1] = replace(found[-1], kind=Kind.PAUSE)
    return found


def _too_many(reds: Sequence[datetime], newest: SessionVerdict) -> bool:
    last = newest.record.stamp.at
    return sum(last - red <= PAUSE_WITHIN for red in reds) >= PAUSE_REDS


def _bad_mornings(entries: Sequence[PainEntry], last_session: date) -> bool:
    """Three rated mornings in a row, the last after the newest session, well above the usual."""
    known = sorted(mornings(entries).items())[-PAUSE_MORNINGS:]
    if len(known) < PAUSE_MORNINGS or known[-1][0] <= last_session:
        return False
    usual = baseline(entries, known[0][0])
    return usual is not None and all(score >= usual + 2 for _, score in known)


def last_red(found: Iterable[SessionVerdict]) -> datetime | None:
    """When the newest session that was too much began."""
    reds = [one.record.stamp.at for one in found if one.kind in (Kind.RED, Kind.PAUSE)]
    return max(reds, default=None)


def may_go_up(found: Sequence[SessionVerdict]) -> bool:
    """Whether the newest sessions of the last one's routine and level suggest one level up.

    Two good sessions on different days, each whole and at its full dose, the last one not hard. A
    session that was not good starts the count anew.
    """
    if not found or found[-1].kind is not Kind.GREEN:
        return False
    last = found[-1].record
    if last.effort is None or last.effort > EASY_EFFORT:
        return False
    days: dict[date, float] = {}
    for one in reversed(found):
        record = one.record
        if (record.routine, record.variant) != (last.routine, last.variant):
            continue
        if one.kind not in COUNTS:
            break
        if record.status is Status.DONE and not record.shorter:
            days[record.stamp.day] = max(days.get(record.stamp.day, 0.0), COUNTS[one.kind])
    return len(days) > 1 and sum(days.values()) >= ENOUGH
