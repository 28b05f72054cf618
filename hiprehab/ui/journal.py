"""The journal of a running session, handed to the writer thread row by row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from hiprehab.core import codec
from hiprehab.core.log import PainEntry, SessionRecord
from hiprehab.core.plan import Plan
from hiprehab.storage import sessions
from hiprehab.storage.store import Store
from hiprehab.storage.writer import Writer
from hiprehab.ui.outbox import Outbox
from hiprehab.ui.run_parts import OpenSession


def opened(found: sessions.OpenSession) -> OpenSession:
    """What the store knows of a session that was cut off, as a runner takes it."""
    return OpenSession(
        record=replace(found.record, id=found.id),
        plan_json=found.plan_json,
        checkpoint=found.checkpoint,
        finished=tuple(row.payload for row in found.journal if row.kind == "step_finished"),
    )


class StoreJournal:
    """A runner's journal in the store. Nothing here waits; the writer keeps the order.

    What a full disk or a locked file refuses is kept and written with the next row; after the last
    row by whoever calls `drain`.

    Args:
        writer: the writer thread.
        now: the time of day in UTC.
        found: the session that is gone on with; None for a new one.
        saved: called on the writer thread when a write is on the disk, with what it was: its kind,
            a transition's number, and the seconds credited until then.
        failed: called on the writer thread when writing stops to work, with the error; with None
            when it works again.
    """

    def __init__(
        self,
        writer: Writer,
        now: Callable[[], datetime],
        *,
        found: sessions.OpenSession | None = None,
        saved: Callable[[str], None] | None = None,
        failed: Callable[[Exception | None], None] | None = None,
    ) -> None:
        self._writer = writer
        self._now = now
        self._session = found.id if found else None
        begun = max((row.seq for row in found.journal), default=0) if found else 0
        self._seq = count(begun + 1)
        self._saved = saved
        self._failed = failed
        self._outbox = Outbox()
        self._told = ""

    @property
    def session(self) -> int | None:
        """The session's id, once it is stored."""
        return self._session

    def begin(self, record: SessionRecord, plan: Plan) -> None:
        """The session exists from now on, unfinished."""

        def work(store: Store) -> None:
            self._session = store.begin_session(record, codec.plan_to_json(plan))

        self._submit("begin", work)

    def write(self, kind: str, payload: str, checkpoint: str, active_s: float) -> None:
        """A transition, with the place to resume at."""
        seq, at = next(self._seq), self._now()

        def work(store: Store) -> None:
            store.journal(self._id, seq, at, kind, payload, checkpoint, active_s)

        self._submit(f"{kind} {seq} {active_s:.3f}", work)

    def heartbeat(self, checkpoint: str, active_s: float) -> None:
        """The session still runs."""
        self._submit(
            f"heartbeat {active_s:.3f}",
            lambda store: store.heartbeat(self._id, checkpoint, active_s),
        )

    def replace_plan(self, plan: Plan) -> None:
        """The plan has another tail."""
        self._submit("plan", lambda s: s.replace_plan(self._id, codec.plan_to_json(plan)))

    def finish(self, record: SessionRecord) -> None:
        """The session is over; its journal folds into results."""
        self._submit("finish", lambda s: s.finish_session(self._id, record))

    def discard(self) -> None:
        """Nobody wants to keep it."""
        at = self._now()
        self._submit("discard", lambda s: s.discard_session(self._id, at))

    def annotate(self, effort: int | None, note: str) -> None:
        """What the person says about it afterwards."""
        at = self._now()

        def work(store: Store) -> None:
            record = store.session(self._id)
            store.update_session(self._id, replace(record, effort=effort, note=note), at)

        self._submit("note", work)

    def rate(self, entry: PainEntry) -> None:
        """A pain rating that belongs to the session."""
        self._submit("pain", lambda s: s.log_pain([replace(entry, session=self._id)]))

    def adopt(self, ratings: tuple[int, ...]) -> None:
        """Ratings that were saved on the way into the session belong to it from now on."""
        self._submit("pain", lambda s: s.adopt_pain(ratings, self._id))

    @property
    def _id(self) -> int:
        """The id, on the writer thread: `begin` has run before anything else there."""
        assert self._session is not None, "the session was never begun"
        return self._session

    def drain(self, store: Store) -> None:
        """On the writer thread: what the disk has refused so far, in its order.

        Raises StorageProblem when the disk refuses it again; it stays then.
        """
        self._outbox.drain(store)

    def _submit(self, what: str, work: Callable[[Store], Any]) -> None:
        self._outbox.add(work, lambda _: self._on_saved(what))
        self._writer.submit(self.drain, failed=self._on_failed)

    def _on_saved(self, what: str) -> None:
        if self._told and self._failed:
            self._failed(None)
        self._told = ""
        if self._saved:
            self._saved(what)

    def _on_failed(self, error: Exception) -> None:
        """The same trouble is told once, not once a second."""
        if self._failed and self._told != str(error):
            self._told = str(error)
            self._failed(error)
