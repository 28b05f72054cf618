"""Writes that wait for the disk: in their order, each kept until the disk has taken it."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

HOPELESS: Final = frozenset({Kind.MISSING, Kind.USAGE})
"""What another try cannot mend; it must not stand in the way of the others."""


def _nothing(_: object) -> None:
    """For a write whose end nobody waits for."""


class Outbox:
    """Filled by a window, emptied on the writer thread."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Callable[[Store], Any], Callable[[Any], None]]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, work: Callable[[Store], Any], saved: Callable[[Any], None] = _nothing) -> None:
        """One more write; `saved` is called on the writer thread with what it gave."""
        self._waiting.append((work, saved))

    def drain(self, store: Store) -> None:
        """On the writer thread: write all, the oldest first.

        Raises StorageProblem as soon as the disk refuses one; that one and those after it stay.
        Any other error is a fault of ours, which would come again for ever: that write is dropped.
        """
        while self._waiting:
            work, saved = self._waiting[0]
            try:
                value = work(store)
            except StorageProblem as problem:
                if problem.kind in HOPELESS:
                    self._waiting.popleft()
                raise
            except BaseException:
                self._waiting.popleft()
                raise
            self._waiting.popleft()
            saved(value)
