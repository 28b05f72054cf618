"""Which session a rating belongs to: one answer for verdicts, Trends and the page.

The session that is stored with a rating comes first. Without one, a rating from around a session
belongs to the only session of its day, and a morning to the last session of an earlier day. A
morning later than 36 hours after its session belongs to none.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord

MORNING_WITHIN: Final = timedelta(hours=36)
_INSIDE: Final = (Moment.BEFORE, Moment.DURING, Moment.AFTER)


def score_of(entry: PainEntry) -> int | None:
    """The score at the rating's own moment; one of the night is not of the morning it was told."""
    return None if entry.measure is Measure.NIGHT else entry.score


class Owners:
    """The sessions among which the owner of a rating is looked for.

    Args:
        sessions: those that count, in the order in which they were begun.
    """

    def __init__(self, sessions: Sequence[SessionRecord]) -> None:
        self._sessions = sessions
        self._by_id = {one.id: at for at, one in enumerate(sessions) if one.id is not None}
        self._by_day: dict[date, list[int]] = {}
        for place, one in enumerate(sessions):
            self._by_day.setdefault(one.stamp.day, []).append(place)

    def place_of(self, entry: PainEntry) -> int | None:
        """The place of the session that the rating belongs to, or None."""
        if entry.moment is Moment.NEXT_MORNING:
            return self._of_morning(entry)
        if entry.moment not in _INSIDE:
            return None
        if entry.session is not None:
            return self._by_id.get(entry.session)
        places = self._by_day.get(entry.stamp.day, ())
        return places[0] if len(places) == 1 else None

    def _of_morning(self, entry: PainEntry) -> int | None:
        """A morning whose session is gone is a morning like any other."""
        stored = self._by_id.get(entry.session) if entry.session is not None else None
        if stored is not None:
            return stored if self._is_soon(entry, stored) else None
        for back in (1, 2):  # 36 hours reach no further
            places = self._by_day.get(entry.stamp.day - timedelta(days=back), ())
            near = [place for place in places if self._is_soon(entry, place)]
            if near:
                return near[-1]
        return None

    def _is_soon(self, entry: PainEntry, place: int) -> bool:
        begun = self._sessions[place].stamp
        later = entry.stamp.at - begun.at
        return timedelta(0) < later <= MORNING_WITHIN and entry.stamp.day > begun.day


def belonging(
    entries: Iterable[PainEntry], sessions: Sequence[SessionRecord]
) -> list[list[PainEntry]]:
    """The ratings of each session, each rating at most once.

    Args:
        entries: ratings in any order.
        sessions: those that count, in the order in which they were begun.
    """
    owners = Owners(sessions)
    found: list[list[PainEntry]] = [[] for _ in sessions]
    for entry in entries:
        place = owners.place_of(entry)
        if place is not None:
            found[place].append(entry)
    return found
