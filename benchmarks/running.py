"""The open window: idle CPU, a running session's CPU, key to disk, the longest block of the loop.

P3, P4, P7 and P10, on the real application with its real clock and a log of ten years. The event
loop runs as it does for a person; CPU is that of the whole process.
"""

import gc
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QCoreApplication,
    QEventLoop,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from benchmarks.history import fill
from hiprehab.app import SWITCH_S, sound
from hiprehab.app.desk import Desk
from hiprehab.app.profile import Place
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.model import Side
from hiprehab.core.trends import Span
from hiprehab.ui.screens.safety import SafetyQuestions

Row = tuple[str, float, float | None, str]
ROUTINE = "glute-strength-a"
SETTLE_S = 8.0
IDLE_S = 20.0
SESSION_S = 15.0
CACHE_S = 30.0
PRESSES = 60
TICK_MS = 4
ACTION_S = 0.6


class Silence:
    """No sound card in a benchmark; P9 and the cues have theirs."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **more: None


class _Bell(QObject):
    rung = Signal()


def run_for(seconds: float) -> None:
    """Lets the event loop run; it is ended from another thread, so that no timer is armed."""
    loop, bell = QEventLoop(), _Bell()
    bell.rung.connect(loop.quit, Qt.ConnectionType.QueuedConnection)

    def ring() -> None:
        time.sleep(seconds)
        bell.rung.emit()

    thread = threading.Thread(target=ring)
    thread.start()
    loop.exec()
    thread.join()


def share_of_a_core(seconds: float) -> float:
    """CPU time of the process in percent of one core."""
    before = time.process_time()
    run_for(seconds)
    return (time.process_time() - before) / seconds * 100


@contextmanager
def opened(data: Path) -> Iterator[Desk]:
    """The application on a profile with ten years, shown and settled."""
    sys.setswitchinterval(SWITCH_S)
    sound.make_cues = lambda *_: Silence()  # type: ignore[assignment,return-value]
    desk = desk_for(Place(data_dir=data))
    desk.use_settings(replace(desk.profile.settings, first_run_done=True, get_ready_s=3))
    page = desk.window.leave_session()
    if page is not None:
        page.deleteLater()
    desk.window.show()
    run_for(SETTLE_S)
    try:
        yield desk
    finally:
        close_desk(desk)


def timers() -> int:
    """Armed timers that Python knows of."""
    armed = 0
    for thing in gc.get_objects():
        with suppress(RuntimeError):
            armed += isinstance(thing, QTimer) and thing.isActive()
    return armed


def press(widget: QWidget, key: Qt.Key, text: str = "") -> None:
    """A key, down and up, straight to the widget."""
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.sendEvent(widget, event)


def p95(times: list[float]) -> float:
    """In milliseconds."""
    return statistics.quantiles(times, n=20)[-1] * 1000


# --- idle -----------------------------------------------------------------------------------------


def idle(desk: Desk) -> list[Row]:
    """Today, looked at by nobody (P3)."""
    desk.window.show_screen("today")
    run_for(2)
    dispatcher = QAbstractEventDispatcher.instance()
    wakes: list[float] = []

    def woke() -> None:
        wakes.append(time.monotonic())

    dispatcher.awake.connect(woke)
    armed, share = timers(), share_of_a_core(IDLE_S)
    dispatcher.awake.disconnect(woke)
    return [
        ("P3 idle on Today, CPU", share, 0.05, "%"),
        ("P3 timers armed while idle", armed, 0, ""),
        ("   times woken in 20 s (one is our own)", len(wakes), None, ""),
    ]


# --- a session ------------------------------------------------------------------------------------


def session(desk: Desk, figure: bool) -> list[Row]:
    """In a hold or a paced set, at its real speed (P4)."""
    made = desk.sessions._figure
    if not figure:
        desk.sessions._figure = None  # type: ignore[assignment]
    begin(desk)
    runner = desk.sessions.flow.runner
    index = next(
        step for step, one in enumerate(runner.session.plan.steps) if one.is_work and one.seconds
    )
    runner.jump(index)
    runner.add_time(300)
    run_for(CACHE_S if figure else 3)
    share = share_of_a_core(SESSION_S)
    end(desk)
    desk.sessions._figure = made
    name = "with the figure, once cached" if figure else "without the figure"
    return [(f"P4 session {name}, CPU of a core", share, 10.0 if figure else 1.5, "%")]


def begin(desk: Desk) -> None:
    routine = desk.profile.library.routines[ROUTINE]
    desk.sessions.new_flow().start_now(routine, routine.variants[0])


def end(desk: Desk) -> None:
    desk.sessions.flow.runner.discard()
    desk.sessions.flow.closed.emit(None)
    run_for(1)


# --- key to disk ----------------------------------------------------------------------------------


def keys(desk: Desk) -> list[Row]:
    """From the key until the writer thread has its acknowledgement (P7)."""
    saved: list[float] = []
    writer = desk.live.writer
    submit = writer.submit

    def timed(work: object, done: Callable = lambda _: None, failed: Callable = print) -> None:
        def told(value: object) -> None:
            saved.append(time.perf_counter())
            done(value)

        submit(work, told, failed)  # type: ignore[arg-type]

    writer.submit = timed  # type: ignore[method-assign]
    checkin, times = desk.today.checkin, []
    for number in range(PRESSES):
        for side in Side:
            digit = number % 10
            press(checkin.scales[side], Qt.Key(Qt.Key.Key_0 + digit), str(digit))
        checkin.scales[Side.RIGHT].setFocus()
        saved.clear()
        begun = time.perf_counter()
        press(checkin.scales[Side.RIGHT], Qt.Key.Key_Return)
        writer.flush(10)
        times.append(saved[0] - begun)
        while not checkin.is_empty:  # until the window has heard of it
            run_for(0.02)
    del writer.submit
    acks: list[float] = []
    desk.sessions.on_saved = lambda what: acks.append(time.perf_counter()) if "used" in what or (
        "resumed" in what
    ) else None  # fmt: skip
    begin(desk)
    run_for(0.5)
    paused = []
    for _ in range(PRESSES):
        acks.clear()
        begun = time.perf_counter()
        press(desk.sessions.flow.playing, Qt.Key.Key_K)
        writer.flush(10)
        paused.append(acks[0] - begun)
        run_for(0.02)
    desk.sessions.on_saved = None
    end(desk)
    return [
        ("P7 Enter to a durable rating (p95)", p95(times), 5.0, "ms"),
        ("P7 pause key to a durable row (p95)", p95(paused), 5.0, "ms"),
    ]


# --- blocks of the event loop ---------------------------------------------------------------------


class Watch(QObject):
    """Ticks every few milliseconds; a late tick is a block. Remembers the worst of each action."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.blocks: dict[str, tuple[float, float]] = {}
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._timer.start(TICK_MS)

    def tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        wall, cpu = now[0] - self._last[0] - TICK_MS / 1000, now[1] - self._last[1]
        self._last = now
        worst = self.blocks.get(self.action, (0.0, 0.0))
        if wall > worst[0]:
            self.blocks[self.action] = (wall, cpu)

    def stop(self) -> None:
        self._timer.stop()


def walk(desk: Desk) -> Iterator[str]:
    """What the person does, one after the other: the name, then the act when asked to go on."""
    window = desk.window
    for name in ("plan", "history", "trends", "settings"):
        yield f"first visit of {name}"
        window.show_screen(name)
    window.show_screen("history")
    for turn in range(4):
        yield f"scrolling the history {turn + 1}"
        bar = window.screen_of("history").view.verticalScrollBar()
        bar.setValue(bar.maximum())
    window.show_screen("trends")
    trends = window.screen_of("trends")
    for place, span in enumerate(Span):
        if span is not Span.OWN:
            yield f"trends: {span.value}"
            trends.head.spans.chips()[place].click()
    for look in ("table", "chart"):
        yield f"trends as {look}"
        trends.pain.as_table.click()
    for name in ("today", "plan", "history", "trends", "settings", "today"):
        yield f"{name} again"
        window.show_screen(name)
    yield "something else"
    desk.today._show_others()
    yield "back to Today"
    desk.today.show_home()
    yield "starting from Today"
    routine = desk.profile.library.routines[ROUTINE]
    desk.sessions.play(routine, routine.variants[0], False)
    for page in window.findChildren(SafetyQuestions):
        yield "the safety questions"
        while page.question is not None:
            page.answer(False)
        yield "the question before a session"
        page.done.click()
    yield "starting the session"
    desk.sessions.flow.panel.started.emit()
    for name, key in (
        ("pausing", Qt.Key.Key_K),
        ("going on", Qt.Key.Key_K),
        ("the next step", Qt.Key.Key_Right),
        ("one more step", Qt.Key.Key_Right),
        ("far mode", Qt.Key.Key_F),
        ("an easier level", Qt.Key.Key_Down),
    ):
        yield name
        press(desk.sessions.flow.playing, key)
    yield "ending the session"
    desk.sessions.flow.runner.stop()
    yield "leaving the summary"
    desk.sessions.flow.summary.saved.emit({}, None, "")


def blocks(desk: Desk) -> list[Row]:
    """The longest time that the window did not answer, whatever was done (P10)."""
    watch = Watch()
    watch.action = "nothing"
    run_for(1)
    steps = walk(desk)
    following = [next(steps)]

    def act() -> None:
        following.append(next(steps, ""))

    while following[-1]:
        watch.action = following[-1]
        QTimer.singleShot(0, desk, act)
        run_for(ACTION_S + (2.0 if "first visit" in watch.action else 0))
    watch.stop()
    worst = sorted(watch.blocks.items(), key=lambda one: one[1], reverse=True)
    rows: list[Row] = [("P10 longest block of the event loop", worst[0][1][0] * 1000, 50.0, "ms")]
    rows += [
        (f"   {name} ({cpu * 1000:.0f} ms of CPU)", wall * 1000, None, "ms")
        for name, (wall, cpu) in worst[:8]
    ]
    return rows


@contextmanager
def ten_years() -> Iterator[Desk]:
    """The open window of a made-up profile whose log goes back ten years."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder) / "profiles" / "default"
        profile.mkdir(parents=True)
        fill(profile / "hiprehab.db", 10, 7, datetime.now(UTC).date())
        with opened(Path(folder)) as desk:
            yield desk


def measure() -> list[Row]:
    """All of it, on one open window."""
    with ten_years() as desk:
        rows = idle(desk)
        rows += blocks(desk)
        rows += keys(desk)
        rows += session(desk, figure=False)
        rows += session(desk, figure=True)
    return rows
