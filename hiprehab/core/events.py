"""What happens in a session, told once: for sounds, for the screen and for the journal.

`at` is always a moment of the session's monotonic clock in seconds.
"""

from dataclasses import dataclass
from enum import StrEnum

from hiprehab.core.log import Outcome, SkipReason, Status
from hiprehab.core.plan import Step


class PauseReason(StrEnum):
    """Why a session stands still."""

    USER = "user"
    STALL = "stall"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step began at its first second."""

    step: Step
    at: float


@dataclass(frozen=True, slots=True)
class PartStarted:
    """A part of a paced repetition began, such as "lower"; `part` counts from 0."""

    step: Step
    part: int
    at: float


@dataclass(frozen=True, slots=True)
class Countdown:
    """`left` whole seconds of a step remain."""

    step: Step
    left: int
    at: float


@dataclass(frozen=True, slots=True)
class Halfway:
    """Half of a hold or of timed work is done."""

    step: Step
    at: float


@dataclass(frozen=True, slots=True)
class Reminder:
    """The moment of timed work at which the dose's `check` is said."""

    step: Step
    at: float


@dataclass(frozen=True, slots=True)
class StepFinished:
    """A step ended; `seconds` of it are credited. Steps that a skip leaves out end with 0 s."""

    step: Step
    outcome: Outcome
    seconds: float
    at: float
    reason: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """The session stands still since `at`; after a stall, `gap` seconds were slept."""

    reason: PauseReason
    gap: float
    at: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """The lead-in of `lead_in` seconds began."""

    lead_in: float
    at: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The session is over."""

    status: Status
    at: float


Event = (
    StepStarted
    | PartStarted
    | Countdown
    | Halfway
    | Reminder
    | StepFinished
    | Paused
    | Resumed
    | Finished
)
