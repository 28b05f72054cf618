"""The store as the windows see it: reads now, writes on the writer thread, one `changed` signal.

A write counts as saved only when its acknowledgement arrives (docs/design.md, Writing). Nothing
here waits for the disk on the GUI thread except short reads, and the end of the window (`settle`).
"""

import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.changes import Changes
from hiprehab.core.conditions import Chosen
from hiprehab.core.log import PainEntry, SessionRecord
from hiprehab.core.safety import SafetyLog
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.outbox import Outbox

if TYPE_CHECKING:  # loaded after the first paint
    from concurrent.futures import ThreadPoolExecutor

    from hiprehab.core.diary import (
        Activity,
        ActivityRating,
        Adjustment,
        Event,
        FunctionTest,
        Ready,
    )
    from hiprehab.storage.sessions import OpenSession
    from hiprehab.storage.store import Counts
    from hiprehab.storage.writer import Writer

T = TypeVar("T")


class Read(Protocol):
    """What screens read. Safe to call on any thread: each has its own connection."""

    def pain_between(self, first: date, last: date) -> list[PainEntry]:
        """Ratings of the days from `first` to `last`, oldest first."""

    def pain_history(self, entry: int) -> list[PainEntry]:
        """Former versions of a corrected rating, oldest first."""

    def sessions_between(
        self, first: date, last: date, *, results: bool = False
    ) -> list[SessionRecord]:
        """Sessions of the days from `first` to `last`, oldest first."""

    def pain(self, pain: int) -> PainEntry:
        """One rating by its id."""

    def session(self, session: int) -> SessionRecord:
        """One session with its set results."""

    def prescribed_plan(self, session: int) -> str | None:
        """The plan that a session began with, as JSON."""

    def unfinished(self) -> "OpenSession | None":
        """The session that was begun and never ended, if there is one."""

    def counts(self) -> "Counts":
        """How much there is and from when to when."""

    def planned(self) -> list[Planned]:
        """The rows of the person's plan, ended ones too."""

    def away(self) -> list[Away]:
        """Periods away."""

    def first_day(self) -> date | None:
        """The day of the oldest record."""

    def conditions(self) -> list[Chosen]:
        """What a clinician told the person, as far as it holds now."""

    def condition_history(self) -> list[Chosen]:
        """All that was ever entered of it, the oldest first."""

    def last_session_day(self, routine: str | None = None) -> date | None:
        """The day of the newest session that counts, of any routine or of one."""

    def note(self, key: str) -> str | None:
        """A fact about the log itself."""

    def safety_log(self) -> SafetyLog:
        """Answers to the safety questions, and clearances."""

    def events(self) -> "list[Event]":
        """All events that were not deleted, the earliest first."""

    def activities(self) -> "list[Activity]":
        """The person's own activities, ended ones too."""

    def activity_ratings(self, first: date, last: date) -> "list[ActivityRating]":
        """How the activities went on the days from `first` to `last`, oldest first."""

    def function_tests(self, first: date, last: date) -> "list[FunctionTest]":
        """Tests of the days from `first` to `last`, oldest first."""

    def questions(self) -> tuple[str, ...]:
        """What the person wants to ask."""

    def ready(self) -> "list[Ready]":
        """Answers to the points before running again, oldest first."""

    def adjustments(self) -> "list[Adjustment]":
        """Accepted changes to routines, ended ones too."""


class ThreadReads:
    """One read-only store a thread, opened when it is first asked.

    A method that is taken here on one thread and called on another reads there with that thread's
    own store.
    """

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open = open_store
        self._local = threading.local()
        self._all: list[Store] = []

    def store(self) -> Store:
        """This thread's store."""
        found: Store | None = getattr(self._local, "store", None)
        if found is None:
            found = self._local.store = self._open()
            self._all.append(found)
        return found

    def __getattr__(self, name: str) -> Callable[..., object]:
        method: Callable[..., object] = getattr(Store, name)

        def call(*arguments: object, **named: object) -> object:
            return method(self.store(), *arguments, **named)

        return call

    def close(self) -> None:
        """Close every connection; call it when the threads have ended."""
        for store in self._all:
            store.close()


class Live(QObject):
    """Reads, writes and background work of one open profile.

    Signals:
        changed(Changes, object): something was saved; the second value is who wrote it.
        problem(str): a write failed and nobody else took care; one sentence with its remedy.
        unsaved(str): the disk refused what was insisted on: one sentence with its remedy. It is
            kept, for `try_again`. "" when all of it is saved.
        leaving(): the window is about to go; whoever holds an entry hands it over now.
    """

    changed = Signal(object, object)
    problem = Signal(str)
    unsaved = Signal(str)
    leaving = Signal()
    _deliver = Signal(object)

    def __init__(
        self,
        read: ThreadReads,
        make_writer: Callable[[], "Writer"],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reads = read
        self._make_writer = make_writer
        self._writer: Writer | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._open = True
        self._outbox = Outbox()
        self._refused = ""  # why something of the outbox is still there; set on the GUI thread
        self._trouble = ""  # why the newest write that failed did; set on the writer thread
        self._deliver.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @property
    def read(self) -> Read:
        """The reads; on the GUI thread only those that stay under 16 ms."""
        return self._reads  # type: ignore[return-value]  # delegates by name

    @property
    def writer(self) -> "Writer":
        """The writer thread itself, for the session's journal; started when first needed.

        It loads more than the first paint may wait for, so nobody asks for it before that.
        """
        if self._writer is None:
            self._writer = self._make_writer()
        return self._writer

    def write(
        self,
        work: Callable[[Store], T],
        changes: Changes,
        *,
        by: object = None,
        done: Callable[[T], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Do `work` on the writer thread; `done` or `failed` follow on the GUI thread.

        For what stays on the screen until it is saved, so that the person can do it again; for
        anything else there is `insist`.
        """

        def saved(value: T) -> None:
            def tell() -> None:
                if done:
                    done(value)
                self.changed.emit(changes, by)
                if self._refused:  # the disk takes something again
                    self.try_again()

            self._post(tell)

        def lost(error: Exception) -> None:
            self._trouble = sentence_of(error)
            self._post(lambda: (failed or self.problem.emit)(sentence_of(error)))

        self.writer.submit(work, saved, lost)

    def insist(
        self,
        work: Callable[[Store], T],
        changes: Changes,
        *,
        by: object = None,
        done: Callable[[T], None] | None = None,
    ) -> None:
        """The same for what nobody could repeat, since its page is gone: it is never dropped.

        What the disk refuses is kept, in its order, and written by `try_again`: with the next write
        that works, when the person asks for it, and when the window closes.
        """

        def saved(value: T) -> None:
            def tell() -> None:
                if done:
                    done(value)
                self.changed.emit(changes, by)

            self._post(tell)

        self._outbox.add(work, saved)
        self.try_again()

    def try_again(self) -> None:
        """Write what was insisted on and is not saved yet; `unsaved` tells how it went."""
        self.writer.submit(self._outbox.drain, self._on_drained, self._on_refused)

    @property
    def holds(self) -> bool:
        """Whether something that was insisted on is not saved yet."""
        return len(self._outbox) > 0

    def settle(self, timeout: float = 10.0) -> str:
        """Before the window goes: has all entries handed over, and waits until they are saved.

        Returns:
            "" when everything is on the disk, else one sentence that says why not.
        """
        if not self._open:
            return ""
        self._trouble = ""
        self.leaving.emit()
        if self._writer is None:
            return self._trouble
        self.try_again()
        if not self._writer.flush(timeout):
            return self.tr("Not saved yet: the disk does not answer.")
        return self._trouble

    def hold(self, sentence: str) -> None:
        """For whoever hears `leaving` and cannot save what it has: the window stays for that."""
        self._trouble = sentence

    def _on_drained(self, _: None) -> None:
        """On the writer thread."""

        def tell() -> None:
            if self._refused:
                self._refused = ""
                self.unsaved.emit("")

        self._post(tell)

    def _on_refused(self, error: Exception) -> None:
        """On the writer thread: a write of the outbox failed; those after it still wait."""
        self._trouble = text = sentence_of(error)

        def tell() -> None:
            if len(self._outbox):
                self._refused = text
                self.unsaved.emit(text)
            else:
                self.problem.emit(text)

        self._post(tell)

    def background(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Do `work` on a worker thread; `done` or `failed` follow on the GUI thread."""

        def run() -> None:
            try:
                value = work()
            except Exception as error:  # handed over, never swallowed
                self._fail(error, failed)
            else:
                self._post(lambda: done(value))

        if self._open:  # else the window is closing, and nobody waits for it
            self._workers().submit(run)

    def _workers(self) -> "ThreadPoolExecutor":
        """The worker threads, from the first background work on."""
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hiprehab-work")
        return self._pool

    def close(self, timeout: float = 10.0) -> bool:
        """Finish all writes and close; False when something could not be written in time."""
        self._open = False
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        drained = True
        if self._writer is not None:
            self._writer.submit(self._outbox.drain)
            drained = self._writer.close(timeout)
        self._reads.close()
        return drained and not self._outbox

    def _fail(self, error: Exception, failed: Callable[[str], None] | None) -> None:
        text = sentence_of(error)
        self._post(lambda: (failed or self.problem.emit)(text))

    def _post(self, call: Callable[[], object]) -> None:
        if self._open:
            self._deliver.emit(call)

    def _run(self, call: Callable[[], object]) -> None:
        if self._open:  # else it was on its way when the window closed
            call()


def sentence_of(error: Exception) -> str:
    """What to tell the person about an error; our own bugs keep their type for the report."""
    if isinstance(error, StorageProblem):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
    return f"{type(error).__name__}: {error}"
