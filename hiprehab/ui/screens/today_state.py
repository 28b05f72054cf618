"""What Today shows, read in one go: what is due, what was rated, the last 14 days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Final, NamedTuple

from hiprehab.core.agenda import COUNTED, Away, Due, Planned, due_on, is_away
from hiprehab.core.fortnight import fourteen_days
from hiprehab.core.log import Moment, PainEntry, SessionRecord, SkipReason, Status
from hiprehab.core.model import Exercise, Library, Routine, Side, Variant
from hiprehab.core.plan import PlanOptions, length_s
from hiprehab.core.settings import Settings
from hiprehab.ui.live import Read
from hiprehab.ui.widgets.fourteen_days import DayMark

MORNING_ENDS: Final = 15
"""The hour after which nobody is asked any more about the morning."""
_SPAN: Final = timedelta(days=13)
_AHEAD: Final = 28

Rating = dict[Side, PainEntry]


@dataclass(frozen=True, slots=True)
class Offer:
    """A routine that can be started: its length, what it needs, its picture.

    `usual_s` is its length as it was given, where accepted changes make it another one.
    """

    routine: Routine
    variant: Variant
    seconds: float
    kit: tuple[str, ...]
    motion: str | None
    times: int = 1
    done: int = 0
    usual_s: float | None = None

    @property
    def left(self) -> int:
        """Times still to do today."""
        return max(0, self.times - self.done)


class Way(Enum):
    """Why something can be done although nothing is due any more."""

    REST = "the moves that a session of today left"
    AGAIN = "a session of today that left no move, but was ended early"
    ANYWAY = "what is planned for another day"


class More(NamedTuple):
    """What can be done today although nothing is due any more."""

    way: Way
    offer: Offer


class TodayState(NamedTuple):
    """One look at the log. `shorter_s` is the length of what is due first, cut short; `following`
    is the next day with something planned, and what; `more` is there where nothing is left."""

    today: date
    hour: int
    has_plan: bool
    away: Away | None
    due: tuple[Offer, ...]
    shorter_s: float
    done: tuple[SessionRecord, ...]
    following: tuple[date, Offer] | None
    more: More | None
    yesterday: SessionRecord | None
    ratings: tuple[Rating, ...]
    days: tuple[DayMark, ...]


class Offers:
    """Makes offers and keeps them: compiling a plan takes a few milliseconds."""

    def __init__(self, library: Callable[[], Library], settings: Callable[[], Settings]) -> None:
        self._library = library
        self._settings = settings
        self._kept: dict[tuple[object, ...], Offer] = {}
        self._of: Library | None = None

    def offer(self, routine: Routine, variant: Variant) -> Offer | None:
        """The offer of a routine's variant, or None when an exercise of it is missing.

        The variant may be the routine's own or one that the person changed.
        """
        settings, library = self._settings(), self._library()
        if library is not self._of:
            self._kept, self._of = {}, library
        times = (settings.get_ready_s, settings.switch_s, settings.transition_scale)
        as_given = any(variant is one for one in routine.variants)
        key = (routine.id, routine.version, variant.id if as_given else variant, *times)
        if key not in self._kept:
            try:
                self._kept[key] = self._make(routine, variant)
            except KeyError:
                return None
        return self._kept[key]

    def named(self, routine: str, variant: str | None) -> Offer | None:
        """The same by ids; an unknown variant becomes the first one."""
        found = self._library().routines.get(routine)
        if found is None:
            return None
        return self.offer(found, found.variant(variant) or found.variants[0])

    def seconds(self, routine: Routine, variant: Variant, *, shorter: bool = False) -> float:
        """How long it takes with the person's settings."""
        options = PlanOptions.from_settings(self._settings(), shorter=shorter)
        return length_s(self._library(), variant, options)

    def _make(self, routine: Routine, variant: Variant) -> Offer:
        library = self._library()
        seconds = self.seconds(routine, variant)
        exercises = [library.exercises[item.exercise] for item in variant.items]
        kit = kit_of(exercises)
        motion = next((one.motion for one in exercises if one.motion), None)
        return Offer(routine, variant, seconds, kit, motion)


def kit_of(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    """All that is needed, once: who needs a wall anyhow need not read "wall or rail" too."""
    things = dict.fromkeys(thing for one in exercises for thing in one.equipment)

    def covered(thing: str) -> bool:
        either = thing.removesuffix(" (optional)").split(" or ")
        return either != [thing] and any(one in things for one in either)

    return tuple(thing for thing in things if not covered(thing))


def grouped(entries: Iterable[PainEntry]) -> list[Rating]:
    """Ratings given together, oldest first: one moment, one measure, a row a side."""
    groups: dict[tuple[object, ...], Rating] = {}
    for entry in entries:
        key: tuple[object, ...] = (
            entry.stamp.at, entry.moment, entry.measure, entry.exercise, entry.session
        )  # fmt: skip
        while entry.side in groups.get(key, {}):
            key = (*key, "more")
        groups.setdefault(key, {})[entry.side] = entry
    return list(groups.values())


Own = Callable[[Routine, Variant], Variant]


def _as_given(_routine: Routine, variant: Variant) -> Variant:
    return variant


def read_state(
    read: Read, offers: Offers, today: date, hour: int, own: Own = _as_given
) -> TodayState:
    """Everything for a day; a handful of short reads. `own` lays the person's changes over."""
    first = today - _SPAN
    entries = read.pain_between(first, today)
    sessions = read.sessions_between(first, today, results=True)
    planned, away = read.planned(), read.away()
    rows = due_on(today, planned, sessions, away)
    of_today = [entry for entry in entries if entry.stamp.day == today]
    due = tuple(offer for row in rows if (offer := _offer_of(row, offers, own)))
    first_due = next((offer for offer in due if offer.left), None)
    of_day = [s for s in sessions if s.stamp.day == today and s.status in COUNTED]
    following = _following(today, planned, away, (offers, own))
    more = None
    if first_due is None and not is_away(today, away):
        more = _more(due, of_day, following, (offers, own))
    return TodayState(
        today=today,
        hour=hour,
        has_plan=any(row.until is None or row.until >= today for row in planned),
        away=next((period for period in away if period.start <= today <= period.end), None),
        due=due,
        shorter_s=offers.seconds(first_due.routine, first_due.variant, shorter=True)
        if first_due
        else 0.0,
        done=tuple(of_day),
        following=following,
        more=more,
        yesterday=_to_ask_about(today, hour, sessions, of_today),
        ratings=tuple(_resting(of_today)),
        days=_marks(today, entries, sessions, (planned, away), offers),
    )


Making = tuple[Offers, Own]
"""What makes offers, and what lays the person's changes over a variant."""


def _offer_of(row: Due, offers: Offers, own: Own) -> Offer | None:
    offer = _own_offer(row.planned, (offers, own))
    if offer is None:
        return None
    return replace(offer, times=row.planned.times_per_day, done=row.done)


def _own_offer(row: Planned, making: Making) -> Offer | None:
    """A row of the plan as this person does it now."""
    offers, own = making
    given = offers.named(row.routine, row.variant)
    offer = offers.offer(given.routine, own(given.routine, given.variant)) if given else None
    if offer is None or given is None or offer.seconds == given.seconds:
        return offer
    return replace(offer, usual_s=given.seconds)


def _more(
    due: Iterable[Offer],
    sessions: list[SessionRecord],
    following: tuple[date, Offer] | None,
    making: Making,
) -> More | None:
    """What a session of today left, else on a day without any what is planned next."""
    for offer in due:
        own = [one for one in sessions if one.routine == offer.routine.id]
        if any(one.reason is SkipReason.PAIN for one in own):
            return None  # it was ended because it hurt
        if own and all(one.status is Status.PARTIAL for one in own):
            return _rest(offer, own, making)
    if sessions or following is None:
        return None
    return More(Way.ANYWAY, following[1])


def _rest(offer: Offer, sessions: list[SessionRecord], making: Making) -> More:
    from hiprehab.core.remainder import left_over

    offers, _ = making
    left = left_over(offer.variant, [one for session in sessions for one in session.results])
    rest = offers.offer(offer.routine, left) if left is not None else None
    return More(Way.REST, rest) if rest is not None else More(Way.AGAIN, offer)


def _resting(entries: Iterable[PainEntry]) -> list[Rating]:
    """The day's own answers; those given in a session belong to the session."""
    kept = (Moment.DAY, Moment.NEXT_MORNING, Moment.BEFORE, Moment.AFTER)
    return [
        rating
        for rating in grouped(entries)
        if next(iter(rating.values())).moment in kept
        and any(entry.score is not None for entry in rating.values())
    ]


def _to_ask_about(
    today: date, hour: int, sessions: list[SessionRecord], of_today: list[PainEntry]
) -> SessionRecord | None:
    """Yesterday's last session while it is morning and nobody answered yet."""
    before = [s for s in sessions if (today - s.stamp.day).days == 1 and s.status in COUNTED]
    answered = any(entry.moment is Moment.NEXT_MORNING for entry in of_today)
    if not before or answered or not 4 <= hour < MORNING_ENDS:
        return None
    return before[-1]


def _following(
    today: date, planned: list[Planned], away: list[Away], making: Making
) -> tuple[date, Offer] | None:
    for offset in range(1, _AHEAD):
        day = today + timedelta(days=offset)
        if is_away(day, away):
            continue
        for row in planned:
            offer = _own_offer(row, making) if row.on(day) else None
            if offer is not None:
                return day, offer
    return None


def _marks(
    today: date,
    entries: list[PainEntry],
    sessions: list[SessionRecord],
    plan: tuple[list[Planned], list[Away]],
    offers: Offers,
) -> tuple[DayMark, ...]:
    """The strip's days: minutes meant, and the share of them that was done."""
    marks = []
    for glance in fourteen_days(today, entries, sessions, *plan):
        meant = 0.0
        if glance.share is not None:
            for row in plan[0]:
                offer = offers.named(row.routine, row.variant) if row.on(glance.day) else None
                meant += offer.seconds / 60 * row.times_per_day if offer else 0.0
        of_day = [s for s in sessions if s.stamp.day == glance.day and s.status in COUNTED]
        spent = sum(s.active_s for s in of_day) / 60
        whole = any(s.status is not Status.PARTIAL for s in of_day)
        # What was done instead of the planned routine counts for the eye, too.
        done = max(meant * (glance.share or 0.0) if whole else 0.0, spent)
        marks.append(DayMark(glance.day, glance.left, glance.right, done, meant, glance.away))
    return tuple(marks)


def rated(day: DayMark) -> bool:
    """Whether a day has a value for any side."""
    return day.left is not None or day.right is not None
