"""What a runner needs from others: a journal, somebody who keeps the screen on, its options."""

from dataclasses import dataclass
from typing import Protocol

from hiprehab.core import codec
from hiprehab.core.log import PainEntry, SessionRecord
from hiprehab.core.model import Library
from hiprehab.core.plan import Plan, PlanOptions
from hiprehab.core.results import results_of
from hiprehab.core.session import Session
from hiprehab.core.state import Checkpoint


class Journal(Protocol):
    """Where a session is kept while it runs. Nothing here may wait for a disk."""

    def begin(self, record: SessionRecord, plan: Plan) -> None:
        """The session exists from now on, unfinished."""

    def write(self, kind: str, payload: str, checkpoint: str, active_s: float) -> None:
        """A transition, with the place to resume at."""

    def heartbeat(self, checkpoint: str, active_s: float) -> None:
        """The session still runs."""

    def replace_plan(self, plan: Plan) -> None:
        """The plan has another tail."""

    def finish(self, record: SessionRecord) -> None:
        """The session is over; fold the journal into results."""

    def discard(self) -> None:
        """Nobody wants to keep it."""

    def annotate(self, effort: int | None, note: str) -> None:
        """What the person says about it afterwards."""

    def rate(self, entry: PainEntry) -> None:
        """A pain rating that belongs to the session."""

    def adopt(self, ratings: tuple[int, ...]) -> None:
        """Ratings that were saved on the way into the session belong to it from now on."""


class NoJournal:
    """In the place of a journal where nothing is to be kept: a rehearsal, a try of a test."""

    def begin(self, record: SessionRecord, plan: Plan) -> None:
        """Not kept."""

    def write(self, kind: str, payload: str, checkpoint: str, active_s: float) -> None:
        """Not kept."""

    def heartbeat(self, checkpoint: str, active_s: float) -> None:
        """Not kept."""

    def replace_plan(self, plan: Plan) -> None:
        """Not kept."""

    def finish(self, record: SessionRecord) -> None:
        """Not kept."""

    def discard(self) -> None:
        """Nothing to remove."""

    def adopt(self, ratings: tuple[int, ...]) -> None:
        """They stay as they are."""

    def annotate(self, effort: int | None, note: str) -> None:
        """Not kept."""

    def rate(self, entry: PainEntry) -> None:
        """Not kept."""


class Awake(Protocol):
    """Keeps the screen on."""

    def hold(self) -> None:
        """From now on."""

    def release(self) -> None:
        """No longer."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a session is run: the ladder's library, the person's settings and the speed."""

    library: Library
    plan: PlanOptions
    lead_in_s: float = 3.0
    countdown_s: int = 3
    speed: float = 1.0
    demo: bool = False


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that was cut off: its row, its plan, its last place and its finished steps."""

    record: SessionRecord
    plan_json: str
    checkpoint: str
    finished: tuple[str, ...]

    def restored(self, options: RunOptions) -> Session:
        """The session, paused where it was last seen.

        Raises:
            ValueError, KeyError, TypeError: what was stored cannot be read.
        """
        return Session.restore(
            codec.plan_from_json(self.plan_json),
            results_of(codec.finished_from_json(text) for text in self.finished),
            codec.checkpoint_from_json(self.checkpoint)
            if self.checkpoint
            else Checkpoint(0, 0.0, 0.0, 0.0),
            lead_in_s=options.lead_in_s,
            countdown_s=options.countdown_s,
        )
