"""What the general advice says about a pain score: suggestions with reasons, never orders.

The tables follow the clinical brief (4.1, 4.2, 4.4, 4.5). The person decides; nothing here starts,
stops or changes a session by itself.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

USUAL_CEILING: Final = 3
"""Used where no condition is chosen."""
TOO_MUCH: Final = 6
NOT_TODAY: Final = 7
RISE: Final = 3
"""So many points above the usual level call for easy movement only."""


class Zone(StrEnum):
    """What a score means in general."""

    COMFORTABLE = "comfortable"
    ACCEPTABLE = "acceptable"
    TOO_MUCH = "too much"


class Before(StrEnum):
    """What is suggested before a session."""

    AS_PLANNED = "as planned"
    EASIER = "one level down"
    MOBILITY = "easy movement only"
    NOT_TODAY = "not today"


class During(StrEnum):
    """What is suggested when a move hurts."""

    GO_ON = "go on"
    EASIER = "easier"
    STOP_MOVE = "stop this move"


def zone(score: float) -> Zone:
    """The zone of a score; medians may lie between whole numbers."""
    if score <= 2:
        return Zone.COMFORTABLE
    return Zone.ACCEPTABLE if score <= 5 else Zone.TOO_MUCH


def ceiling_of(*limits: int | None, condition: int = USUAL_CEILING) -> int:
    """The lowest of the condition's ceiling and those of the routine and the exercise, if any.

    Args:
        limits: what the routine and the exercise accept; None where they say nothing.
        condition: the ceiling of what the person chose (`core.conditions.ceiling`).
    """
    return min([condition, *(limit for limit in limits if limit is not None)])


GENERAL_RULES: Final = (
    "Stop the exercise if pain goes above the highest score allowed for it, and do its easier "
    "version.",
    "Stop the session if pain stays above 5 out of 10 or reaches 6.",
)
"""Rules that routines give in words; with a highest score `ladder` says both in one line."""


class Rungs(NamedTuple):
    """What scores mean during a move: up to `fine`, from there below `stop`, and from `stop` on.

    `fine + 1 == stop` means that nothing lies between.
    """

    fine: int
    stop: int


def ladder(ceiling: int) -> Rungs:
    """The two limits of `during` for a highest score."""
    fine = min(ceiling, TOO_MUCH - 1)
    return Rungs(fine, TOO_MUCH if fine else 1)


def before(
    scores: Iterable[int | None],
    ceiling: int = USUAL_CEILING,
    baseline: float | None = None,
    *,
    limp: bool | None = None,
) -> Before:
    """What to suggest before a session; the worse side counts, unasked sides do not.

    Args:
        scores: now, a score a side or None.
        ceiling: the highest score that the routine accepts.
        baseline: the usual level, where it is known.
        limp: whether the person limps without any load; None is not asked.
    """
    given = [score for score in scores if score is not None]
    if limp:
        return Before.NOT_TODAY
    if not given:
        return Before.AS_PLANNED
    worst = max(given)
    if worst >= NOT_TODAY:
        return Before.NOT_TODAY
    if worst >= TOO_MUCH or (baseline is not None and worst >= baseline + RISE):
        return Before.MOBILITY
    return Before.EASIER if worst > ceiling else Before.AS_PLANNED


def during(score: int, ceiling: int = USUAL_CEILING) -> During:
    """What to suggest when a move hurts this much."""
    if score >= TOO_MUCH or (ceiling == 0 and score > 0):
        return During.STOP_MOVE
    return During.EASIER if score > ceiling else During.GO_ON
