"""The parts of the page for the physiotherapist, each counted from what was kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeVar

from hiprehab.core.belonging import belonging, score_of
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.dose import DoseWeek
from hiprehab.core.fortnight import median
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Status,
)
from hiprehab.core.model import Side
from hiprehab.core.safety import SafetyBook, SafetyLog, last_answers, open_questions
from hiprehab.core.trends import ChartState
from hiprehab.core.verdicts import Kind, judged

K = TypeVar("K")

ENOUGH: Final = 3
"""A move is compared with others from this many sessions on in which its pain was rated."""


_BEFORE, _AFTER = timedelta(days=60), timedelta(days=2)


def reading_days(first: date, last: date) -> tuple[date, date]:
    """The days whose ratings are read for a period: the usual morning is older than its first
    session, and the morning after its last one may be later than its end."""
    return first - _BEFORE, last + _AFTER


class Week(NamedTuple):
    """Some days in a row: `left` and `right` are the chart's line on the last of them.

    `planned` counts the sessions that the plan asked for, None where none held; `rated` counts the
    days with a value, left and right.
    """

    first: date
    last: date
    planned: int | None
    sessions: int
    left: float | None
    right: float | None
    rated: tuple[int, int]


class SessionCount(NamedTuple):
    """How many sessions there were, how long they took, and why parts of them were left out."""

    done: int
    partial: int
    manual: int
    minutes: float
    parts: tuple[tuple[SkipReason, int], ...]

    @property
    def total(self) -> int:
        """Sessions that count."""
        return self.done + self.partial + self.manual


class Move(NamedTuple):
    """An exercise in the period. Pain is the highest rated in each session that has a rating."""

    exercise: str
    name: str
    levels: tuple[str, str]
    sessions: int
    sets_done: int
    sets_planned: int
    rated: int
    median: float | None
    highest: int | None
    left_out_for_pain: int

    @property
    def enough(self) -> bool:
        """Whether there are enough ratings to compare it with others."""
        return self.rated >= ENOUGH


class Run(NamedTuple):
    """Runs that were noted; minutes and kilometres are sums of those that say them."""

    times: int
    minutes: float
    km: float


class SafetyLine(NamedTuple):
    """A yes to a safety question, and whether a clinician's word has lifted it since."""

    brief: str
    day: date
    cleared_on: date | None
    holds: bool


class SafetyLines(NamedTuple):
    """All that was answered with yes, and when the questions were last answered at all."""

    yes: tuple[SafetyLine, ...]
    last_asked: date | None


class MomentLine(NamedTuple):
    """Ratings of one side at one moment (or of one measure): count, median and range."""

    side: Side
    moment: Moment
    measure: Measure
    ratings: int
    median: float
    lowest: int
    highest: int


Pair = tuple[int | None, int | None]


class SessionLine(NamedTuple):
    """One session: pain is the highest of each side, left and right, None where not rated."""

    record: SessionRecord
    sets_done: int
    sets_planned: int
    before: Pair
    during: Pair
    after: Pair
    morning: Pair
    verdict: Kind


# --- weeks, months, sessions ----------------------------------------------------------------


def calendar_months(first: date, last: date) -> list[tuple[date, date]]:
    """Months, the first and the last cut to the period."""
    found = []
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = min(last, following - timedelta(days=1))
        found.append((first, end))
        first = following
    return found


def weeks(
    chart: ChartState, spans: Iterable[tuple[date, date]], doses: Iterable[DoseWeek]
) -> tuple[Week, ...]:
    """Some days in a row each: what was planned and done, and where the line stood."""
    found = []
    dose = {one.first: one for one in doses}
    for first, last in spans:
        low, high = (first - chart.first).days, (last - chart.first).days
        left, right = (
            sum(value is not None for value in trend.values[low : high + 1])
            for trend in chart.sides
        )
        found.append(
            Week(
                first=first,
                last=last,
                planned=_asked(dose.get(first)),
                sessions=dose[first].done.sessions if first in dose else 0,
                left=chart.left.line[high],
                right=chart.right.line[high],
                rated=(left, right),
            )
        )
    return tuple(found)


def _asked(dose: DoseWeek | None) -> int | None:
    """The sessions that the plan asked for, as Trends counts them."""
    if dose is None or dose.prescribed is None:
        return None
    nothing_asked = not dose.prescribed.sessions and dose.paused == dose.days
    return None if nothing_asked else dose.prescribed.sessions


def session_count(sessions: Sequence[SessionRecord]) -> SessionCount:
    """The sessions that count by how they went."""
    status = Counter(one.status for one in sessions)
    return SessionCount(
        done=status[Status.DONE],
        partial=status[Status.PARTIAL],
        manual=status[Status.MANUAL],
        minutes=sum(one.active_s for one in sessions) / 60,
        parts=by_count(Counter(why for one in sessions for why in _reasons_inside(one))),
    )


def by_count(found: Counter[K]) -> tuple[tuple[K, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0] is None, str(pair[0]))))


def _reasons_inside(record: SessionRecord) -> set[SkipReason]:
    """Why parts of a session were left out; each reason once."""
    found = {row.reason for row in record.results if row.outcome is not Outcome.DONE}
    return {one for one in {*found, record.reason} if one is not None}


# --- sessions, one by one ------------------------------------------------------------------


def session_lines(
    sessions: Sequence[SessionRecord],
    entries: Sequence[PainEntry],
    ceiling: Callable[[SessionRecord], int],
) -> list[SessionLine]:
    """A line a session that counts, oldest first."""
    found = []
    verdicts = judged(sessions, entries, ceiling)
    owned = belonging(entries, [one.record for one in verdicts])
    for one, own in zip(verdicts, owned, strict=True):
        rows = one.record.results
        found.append(
            SessionLine(
                one.record,
                sum(row.outcome is Outcome.DONE for row in rows),
                len(rows),
                before=_highest(own, Moment.BEFORE),
                during=_highest(own, Moment.DURING),
                after=_highest(own, Moment.AFTER),
                morning=_highest(own, Moment.NEXT_MORNING),
                verdict=one.kind,
            )
        )
    return found


def _highest(entries: Iterable[PainEntry], moment: Moment) -> Pair:
    best: dict[Side, int] = {}
    for one in entries:
        score = score_of(one)
        if one.moment is moment and score is not None:
            best[one.side] = max(score, best.get(one.side, 0))
    return best.get(Side.LEFT), best.get(Side.RIGHT)


# --- moves ----------------------------------------------------------------------------------


def moves(
    sessions: Iterable[SessionRecord], entries: Iterable[PainEntry], names: Mapping[str, str]
) -> tuple[Move, ...]:
    """Every exercise that was done or left out, the most frequent first."""
    pain: dict[str, dict[int, int]] = {}
    for one in entries:
        during = one.moment is Moment.DURING and one.session is not None
        if one.exercise and during and one.score is not None:
            worst = pain.setdefault(one.exercise, {})
            worst[one.session or 0] = max(one.score, worst.get(one.session or 0, 0))
    rows: dict[str, list[list[SetResult]]] = {}
    for record in sessions:
        own: dict[str, list[SetResult]] = {}
        for row in record.results:
            own.setdefault(row.exercise, []).append(row)
        for exercise, results in own.items():
            rows.setdefault(exercise, []).append(results)
    found = []
    for exercise in dict.fromkeys([*rows, *pain]):
        results = [row for some in rows.get(exercise, []) for row in some]
        scores = sorted(pain.get(exercise, {}).values())
        for_pain = sum(
            any(r.reason is SkipReason.PAIN and r.outcome is not Outcome.DONE for r in some)
            for some in rows.get(exercise, [])
        )
        found.append(
            Move(
                exercise,
                names.get(exercise, exercise),
                (results[0].level, results[-1].level) if results else ("", ""),
                len(rows.get(exercise, [])),
                sum(row.outcome is Outcome.DONE for row in results),
                len(results),
                len(scores),
                median(scores) if scores else None,
                scores[-1] if scores else None,
                for_pain,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.sessions, one.name)))


# --- runs -------------------------------------------------------------------------------------


def runs(events: Iterable[Event], first: date, last: date) -> Run:
    """The runs of the period."""
    own = [e for e in events if e.kind is EventKind.RUN and first <= e.first <= last]
    return Run(len(own), sum(e.minutes or 0 for e in own), sum(e.km or 0 for e in own))


# --- safety ---------------------------------------------------------------------------------


def safety_lines(book: SafetyBook, log: SafetyLog, first: date, last: date) -> SafetyLines:
    """The questions that were answered with yes in the period, or before it and still open."""
    answers = [one for one in log.answers if one.stamp.day <= last]
    open_ids = {one.id for one in open_questions(book, SafetyLog(tuple(answers), log.clearances))}
    newest = last_answers(SafetyLog(tuple(one for one in answers if one.yes)))
    found = []
    for question in book.questions:
        yes = newest.get(question.id)
        if yes is None or (yes.stamp.day < first and question.id not in open_ids):
            continue
        cleared = [
            one.cleared_on
            for one in log.clearances
            if one.question == question.id and one.stamp.at >= yes.stamp.at
        ]
        found.append(
            SafetyLine(
                question.brief,
                yes.stamp.day,
                max(cleared, default=None),
                question.id in open_ids,
            )
        )
    asked = max((one.stamp.day for one in answers), default=None)
    return SafetyLines(tuple(found), asked)


# --- details --------------------------------------------------------------------------------


def moment_lines(entries: Iterable[PainEntry]) -> tuple[MomentLine, ...]:
    """Ratings by side, moment and measure; only those that there are."""
    scores: dict[tuple[Side, Moment, Measure], list[int]] = {}
    for one in entries:
        if one.score is not None:
            scores.setdefault((one.side, one.moment, one.measure), []).append(one.score)
    sides, moments, measures = list(Side), list(Moment), list(Measure)

    def place(key: tuple[Side, Moment, Measure]) -> tuple[int, int, int]:
        return moments.index(key[1]), measures.index(key[2]), sides.index(key[0])

    found = []
    for key in sorted(scores, key=place):
        own = sorted(scores[key])
        found.append(MomentLine(*key, len(own), median(own), own[0], own[-1]))
    return tuple(found)
