"""One thread that does all writes in order, so that no window ever waits for the disk.

A write counts as saved when `done` is called. Both callbacks run on the writer thread; a window
hands them on to its own.
"""

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

T = TypeVar("T")
_Job = tuple[Callable[[Store], Any], Callable[[Any], None], Callable[[Exception], None]]


def _nothing(_: object) -> None:
    """For a write whose end nobody waits for."""


def _told(callback: Callable[[T], None], outcome: T) -> None:
    """Calls back. A fault in there is reported like any other, but must not end the thread."""
    try:
        callback(outcome)
    except Exception as error:
        told = (type(error), error, error.__traceback__, threading.current_thread())
        threading.excepthook(threading.ExceptHookArgs(told))


class Writer:
    """The writer thread. It opens its own store, at once, and again after an error of the disk."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._store: Store | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        # A daemon: a disk that never answers must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="hiprehab-writer", daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[Store], T],
        done: Callable[[T], None] = _nothing,
        failed: Callable[[Exception], None] = _nothing,
    ) -> None:
        """Does `work` after all that was submitted before it.

        A log that another program has locked is waited for (`Store.open(wait_ms=...)`); after that
        `failed` gets a StorageProblem of kind BUSY and the same work may be submitted again.
        """
        if self._closed:
            failed(StorageProblem("Not saved: the log is closed.", "Start HipRehab again."))
            return
        self._jobs.put((work, done, failed))

    def flush(self, timeout: float) -> bool:
        """Waits until all that was submitted before is done; False when the time ran out."""
        reached = threading.Event()
        self._jobs.put((lambda store: None, lambda _: reached.set(), lambda _: reached.set()))
        return reached.wait(timeout)

    def close(self, timeout: float) -> bool:
        """Does what is left, then closes the store; False when the time ran out."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._ready().warm()
        except Exception:
            self._drop()  # whoever writes first is told
        while (job := self._jobs.get()) is not None:
            self._do(*job)
        self._drop()

    def _ready(self) -> Store:
        if self._store is None:
            self._store = self._open_store()
        return self._store

    def _do(
        self,
        work: Callable[[Store], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        try:
            value = work(self._ready())
        except Exception as error:  # handed to whoever asked, whatever it is
            if isinstance(error, StorageProblem) and error.kind is not Kind.BUSY:
                self._drop()  # the next write starts with a fresh look at the file
            _told(failed, error)
        else:
            _told(done, value)

    def _drop(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
