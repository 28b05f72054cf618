"""Where a person is in a programme, and which phase could come next. Suggestions, never orders."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from hiprehab.core.agenda import Planned
from hiprehab.core.model import ProgrammePhase, Routine


class Suggestion(NamedTuple):
    """A phase whose time has come (`due`), or one that begins when its words come true."""

    phase: ProgrammePhase
    due: bool


def planned_since(routine: str, planned: Iterable[Planned], today: date) -> date | None:
    """The day since which a routine has been in the plan without a break, None when it is not.

    A change of days or level ends one row of the plan and begins the next on the following day.
    """
    rows = sorted(
        (row for row in planned if row.routine == routine and row.since <= today),
        key=lambda row: row.since,
        reverse=True,
    )
    since: date | None = None
    for row in rows:
        reaches = row.until is None or (row.until - (since or today)).days >= -1
        if not reaches or (since is None and row.until is not None and row.until < today):
            break
        since = row.since if since is None else min(since, row.since)
    return since


def phase_now(routine: Routine, today: date, since: date | None) -> ProgrammePhase | None:
    """The phase that the calendar names; None when it names none.

    Args:
        routine: whose phases they are.
        today: the day.
        since: the day on which the routine was put into the plan; weeks count from there.
    """
    week = (today - since).days // 7 + 1 if since is not None else 0
    found = None
    for phase in routine.phases:
        if phase.first is not None and phase.first <= today:
            found = phase if phase.last is None or today <= phase.last else None
        elif phase.weeks is not None and phase.weeks[0] <= week <= phase.weeks[1]:
            found = phase
    return found


def suggestion(
    routine: Routine, variant: str, today: date, since: date | None
) -> Suggestion | None:
    """The phase to offer to somebody whose plan has this variant, None when there is none.

    The phase of the calendar comes first. Where none differs, the one that follows is offered if
    only words say when it begins.
    """
    now = phase_now(routine, today, since)
    if now is not None and now.variant != variant:
        return Suggestion(now, due=True)
    phases = routine.phases
    mine = [place for place, phase in enumerate(phases) if phase.variant == variant]
    here = phases.index(now) if now is not None else max(mine, default=None)
    if here is None or here + 1 >= len(phases):
        return None
    after = phases[here + 1]
    if after.first is not None or after.weeks is not None or after.variant == variant:
        return None
    return Suggestion(after, due=False)
