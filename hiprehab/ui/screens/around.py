"""What the screens of one profile work with: the library, the log, the clock and the settings.

Also the one place that turns a time on the wall into a stamp, for entries made later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from hiprehab.core.conditions import ConditionBook, Conditions
from hiprehab.core.log import Stamp, stamp
from hiprehab.core.model import Library
from hiprehab.core.settings import Settings
from hiprehab.ui.live import Live

if TYPE_CHECKING:  # read when somebody wants to learn
    from hiprehab.storage.learn import LearnCard


class Clock(Protocol):
    """The time as the person lives it."""

    def utcnow(self) -> datetime:
        """This instant, aware, in UTC."""

    def offset_min(self) -> int:
        """Minutes that local time is ahead of UTC now."""


@dataclass(frozen=True, slots=True)
class Around:
    """Handed to every screen. Library and settings are asked for each time: both may change.

    `book` is the table of conditions and `cards` the Learn cards; both are read when first asked
    for. `read_only`: somebody else's log, of which nothing is changed.
    """

    library: Callable[[], Library]
    live: Live
    clock: Clock
    settings: Callable[[], Settings]
    book: Callable[[], ConditionBook] = ConditionBook
    cards: Callable[[], "Sequence[LearnCard]"] = tuple
    read_only: bool = False

    def now(self) -> Stamp:
        """This moment."""
        return stamp(self.clock.utcnow(), self.clock.offset_min())

    def conditions(self) -> Conditions:
        """What a clinician told the person, as it holds now."""
        return Conditions(self.book(), tuple(self.live.read.conditions()))

    def today(self) -> date:
        """The day that an entry made now counts for."""
        return self.now().day


def local_now(clock: Clock) -> datetime:
    """The time on the wall, without a zone."""
    return clock.utcnow().replace(tzinfo=None) + timedelta(minutes=clock.offset_min())


def stamp_at(clock: Clock, local: datetime) -> Stamp:
    """The stamp of a time on the wall, with the offset that was valid then.

    The zone's rules say how far the offset then was from the one now, so a rating entered in winter
    for a day in summer gets summer's offset.
    """
    change = _zone_offset(local) - _zone_offset(local_now(clock))
    offset = clock.offset_min() + change
    return stamp((local - timedelta(minutes=offset)).replace(tzinfo=UTC), offset)


def is_future(clock: Clock, local: datetime) -> bool:
    """Whether a time on the wall is still to come; the running minute is not."""
    return stamp_at(clock, local).at > clock.utcnow() + timedelta(seconds=59)


def _zone_offset(local: datetime) -> int:
    """The computer's own offset at a time on the wall, in minutes."""
    try:
        offset = local.astimezone().utcoffset()
    except (OSError, OverflowError, ValueError):  # years the system's calendar does not know
        return 0
    return round(offset.total_seconds() / 60) if offset is not None else 0
