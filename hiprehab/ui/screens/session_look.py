"""What a session screen is given: its cues and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from hiprehab.core.events import Event
from hiprehab.core.guidance import USUAL_CEILING
from hiprehab.core.plan import Plan
from hiprehab.core.state import Snapshot
from hiprehab.ui.screens.session_stage import Figure


class Cues(Protocol):
    """Sounds and speech."""

    def prepare(self, plan: Plan) -> None:
        """The session that will be played."""

    def handle(self, event: Event, snapshot: Snapshot) -> None:
        """Something happened."""

    def set_muted(self, muted: bool) -> None:
        """Silence, or not."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a session is shown: `figure` makes the moving figure, None leaves it out.

    The lowest of the ceilings of the person's conditions, the routine and the exercise holds.
    """

    figure: Callable[[], Figure] | None = None
    far: bool = False
    reduced_motion: bool = False
    routine_ceiling: int | None = None
    condition_ceiling: int = USUAL_CEILING


USUAL: Final = Look()
"""Without a figure, not in far mode."""
