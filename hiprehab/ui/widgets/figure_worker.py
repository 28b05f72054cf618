"""Draws the frames of a figure in a thread of its own, the wanted one first.

The widget says which view it shows and which frame it wants now; the worker draws quick
frames until every moment has one, then fine ones in the order in which they play.  Only this
thread imports numpy and the renderer.
"""

import atexit
import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from hiprehab.figure.film import Film
    from hiprehab.figure.paint import Frame
    from hiprehab.figure.plan import Plan, Slot
    from hiprehab.figure.view import View

_JOIN_SECONDS = 5.0
_VIEWS = 3  # both sides of a motion and one more


class FrameStore:
    """Frames of one view, shared by both threads, never larger than its limit."""

    def __init__(self, limit: int) -> None:
        self._limit, self._bytes = limit, 0
        self._lock = threading.Lock()
        self._frames: OrderedDict[Slot, tuple[Frame, bool]] = OrderedDict()

    @property
    def size(self) -> int:
        """Bytes of all frames held."""
        return self._bytes

    def put(self, slot: "Slot", frame: "Frame", *, fine: bool) -> None:
        """Keep a frame; the frames not used for longest make room."""
        with self._lock:
            self._drop(slot)
            self._frames[slot] = (frame, fine)
            self._bytes += frame.image.sizeInBytes()
            while self._bytes > self._limit and len(self._frames) > 1:
                self._drop(next(iter(self._frames)))

    def get(self, slot: "Slot") -> "Frame | None":
        """The frame of a slot, if it is there."""
        with self._lock:
            found = self._frames.get(slot)
            if found is not None:
                self._frames.move_to_end(slot)
            return found[0] if found else None

    def lacks(self, slot: "Slot", *, fine: bool) -> bool:
        """Whether a slot has no frame, or no fine one."""
        with self._lock:
            found = self._frames.get(slot)
            return found is None or (fine and not found[1])

    def has_room(self) -> bool:
        """Whether one more frame of the usual size fits."""
        with self._lock:
            usual = self._bytes // max(1, len(self._frames))
            return self._bytes + usual <= self._limit

    def clear(self) -> None:
        """Let go of all frames."""
        with self._lock:
            self._frames.clear()
            self._bytes = 0

    def _drop(self, slot: "Slot") -> None:
        old = self._frames.pop(slot, None)
        if old is not None:
            self._bytes -= old[0].image.sizeInBytes()


@dataclass(frozen=True, slots=True)
class Reel:
    """What the widget gets for a view: its plan, its background and its frames."""

    number: int
    plan: "Plan"
    background: "Frame"
    store: FrameStore


_WORKERS: "weakref.WeakSet[FigureWorker]" = weakref.WeakSet()


@atexit.register
def _end_all() -> None:
    """A thread that is still drawing when the interpreter goes would take the process down."""
    for worker in list(_WORKERS):
        worker.close()


class FigureWorker(QObject):
    """Owns the thread; lives in the GUI thread, which gets its signals queued."""

    planned = Signal(object)  # a Reel
    drawn = Signal(int, object)  # number of the view, slot

    def __init__(self, parent: QObject, cache_bytes: int) -> None:
        super().__init__(parent)
        self._state = _State(cache_bytes)
        self._loop = _Loop(self._state, self.planned, self.drawn)
        self._thread: threading.Thread | None = None

    def show(self, view: "View | None", *, fill: bool, keys_only: bool) -> int:
        """Work for a view from now on, or rest; returns the number of the view."""
        with self._state.changed:
            self._state.number += 1
            self._state.view, self._state.wish = view, None
            self._state.fill, self._state.keys_only = fill, keys_only
            if view is None and not self._state.running:
                self._loop.forget()
            self._go_on()
            return self._state.number

    @property
    def kept_bytes(self) -> int:
        """Bytes of the frames of all views that are kept."""
        return self._loop.kept_bytes

    def want(self, slot: "Slot") -> None:
        """This frame is on screen next."""
        with self._state.changed:
            if self._state.wish != slot:
                self._state.wish = slot
                self._state.changed.notify()

    def pause(self, paused: bool) -> None:
        """No work and no thread while nobody looks."""
        with self._state.changed:
            self._state.paused = paused
            self._go_on()

    def _go_on(self) -> None:
        """Wake the thread, or start one if there is work again; the caller holds the lock."""
        state = self._state
        state.changed.notify()
        if not state.running and state.has_work():
            state.running = True
            _WORKERS.add(self)
            self._thread = threading.Thread(target=self._loop.run, name="figure", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread and wait for it."""
        with self._state.changed:
            self._state.closing = True
            self._state.changed.notify()
        if self._thread is not None:
            self._thread.join(_JOIN_SECONDS)
            self._thread = None


class _State:
    """What both threads look at, guarded by one condition."""

    def __init__(self, cache_bytes: int) -> None:
        self.changed = threading.Condition()
        self.cache_bytes = cache_bytes
        self.number = 0
        self.view: View | None = None
        self.wish: Slot | None = None
        self.fill = True
        self.keys_only = False
        self.paused = True
        self.closing = False
        self.running = False

    def has_work(self) -> bool:
        """Whether a thread is of any use."""
        return self.view is not None and not self.paused and not self.closing


@dataclass(frozen=True, slots=True)
class _Job:
    """One thing to do next: draw a slot, or prepare the view when there is none."""

    number: int
    slot: "Slot | None" = None
    fine: bool = False


class _Loop:
    """What runs in the thread: choose the next job under the lock, do it outside."""

    def __init__(self, state: _State, planned: object, drawn: object) -> None:
        self._state, self._planned, self._drawn = state, planned, drawn
        # The views shown last, the present one at the end: sides in turn keep their frames.
        self._known: OrderedDict[View, tuple[Film, Reel]] = OrderedDict()
        self._film: Film | None = None
        self._reel: Reel | None = None
        self._todo: list[Slot] = []

    def run(self) -> None:
        """Work until nobody looks any more; the frames stay for the next thread."""
        try:
            while (job := self._next()) is not None:
                if job.slot is None:
                    self._prepare(job.number)
                else:
                    self._draw(job.slot, fine=job.fine)
        except BaseException:
            with self._state.changed:
                # The still stays on screen; the same view would only fail again.
                self._state.running, self._state.view = False, None
            raise

    @property
    def kept_bytes(self) -> int:
        """Bytes of the frames of all views that are kept."""
        return sum(reel.store.size for _, reel in list(self._known.values()))

    def forget(self) -> None:
        """Let go of all views and their frames."""
        self._known.clear()
        self._film = self._reel = None
        self._todo = []

    def _next(self) -> _Job | None:
        state = self._state
        with state.changed:
            while state.has_work():
                job = self._choose()
                if job is not None:
                    return job
                state.changed.wait()
            if state.view is None:
                self.forget()
            state.running = False
        return None

    def _choose(self) -> _Job | None:
        """The wanted frame first, then quick ones for every moment, then fine ones."""
        state, reel = self._state, self._reel
        if reel is None or reel.number != state.number:
            return _Job(state.number)
        if state.wish is not None and reel.store.lacks(state.wish, fine=False):
            return _Job(reel.number, state.wish)
        if not state.fill:
            return None
        ahead = self._ahead(state.wish)
        for fine in (False, True):
            for slot in ahead:
                if not reel.store.lacks(slot, fine=fine):
                    continue
                # A frame that is only made finer takes no room.
                if reel.store.has_room() or not reel.store.lacks(slot, fine=False):
                    return _Job(reel.number, slot, fine)
        return None

    def _ahead(self, wish: "Slot | None") -> "list[Slot]":
        if wish not in self._todo:
            return self._todo
        at = self._todo.index(wish)
        return self._todo[at:] + self._todo[:at]

    def _prepare(self, number: int) -> None:
        with self._state.changed:
            view, keys_only = self._state.view, self._state.keys_only
        if view is None:
            return
        from hiprehab.figure.film import Film

        limit = self._state.cache_bytes
        if view in self._known:
            self._film, reel = self._known.pop(view)
            self._reel = replace(reel, number=number)
        else:
            self._film = Film(view, limit)
            store = FrameStore(limit)
            self._reel = Reel(number, self._film.plan, self._film.background(), store)
        self._known[view] = (self._film, self._reel)
        while len(self._known) > _VIEWS:
            self._known.popitem(last=False)
        self._todo = self._film.plan.slots(keys_only=keys_only)
        self._send(self._planned, self._reel)

    def _draw(self, slot: "Slot", *, fine: bool) -> None:
        if self._film is None or self._reel is None:
            return
        frame = self._film.frame(slot, fine=fine)
        self._make_room(frame.image.sizeInBytes())
        self._reel.store.put(slot, frame, fine=fine)
        self._send(self._drawn, self._reel.number, slot)

    def _make_room(self, needed: int) -> None:
        """Views of before go first when all frames together would be too many."""
        while len(self._known) > 1 and self.kept_bytes + needed > self._state.cache_bytes:
            self._known.popitem(last=False)

    def _send(self, signal: object, *values: object) -> None:
        """Emit to the GUI thread, unless the widget is on its way out."""
        with self._state.changed:
            if not self._state.closing:
                signal.emit(*values)  # type: ignore[attr-defined]
