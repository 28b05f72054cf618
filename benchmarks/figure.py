"""What the figure costs: one picture in both qualities, and playing a loop that is cached.

    python -m benchmarks figure

Milliseconds (median) at 600 x 600 and the ratio to filling the same picture with a
plain QPainter gradient, which tells a slow machine from a slow renderer; then how soon the page of
an exercise shows its picture, how soon a walking figure has all its frames, how late that makes the
window's thread (and so a cue), and the share of one core that playing takes.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

# Before numpy: a second thread only spins on products this small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QApplication

from hiprehab.app import SWITCH_S
from hiprehab.figure.film import Film
from hiprehab.figure.plan import Slot
from hiprehab.figure.view import View
from hiprehab.ui.widgets.figure_view import FigureView

SIZE = 600
TICK_MS = 20
CACHE_BYTES = 200 * 1024 * 1024
MOTIONS = ("bridge", "clamshell", "split-squat")
ROUNDS = 7


def frames(rounds: int = ROUNDS) -> dict[str, float]:
    """Median milliseconds of "live", "still", "fill" and the two ratios to the fill."""
    _application()
    out = {"fill": _median(_fill, rounds * 3)}
    for name, fine in (("live", False), ("still", True)):
        times = []
        for motion in MOTIONS:
            film = Film(View(motion, False, False, SIZE, SIZE), 200_000_000)
            slot = Slot(0, film.plan.there.steps // 2)
            film.frame(slot, fine=fine)
            times.append(_median(lambda f=film, s=slot, q=fine: f.frame(s, fine=q), rounds))
        out[name] = statistics.median(times)
        out[f"{name}_ratio"] = out[name] / out["fill"]
    return out


def playing(motion: str = "easy-walk", seconds: float = 4.0) -> dict[str, float]:
    """Seconds to the first frame, to one for each moment and to all fine ones; then the core.

    While it draws, a timer of the window's thread is watched: how late it is at worst, and for 99
    of 100 ticks, in milliseconds. What a cue would wait for is the same.
    """
    application = _application()
    view = FigureView()
    view.resize(SIZE, SIZE)
    watch = _Watch()
    start = time.perf_counter()
    view.show_motion(motion, None)
    view.show()

    def wait(ready: Callable[[], bool], most: float) -> float:
        loop, poll = QEventLoop(), QTimer()
        poll.timeout.connect(lambda: loop.quit() if ready() else None)
        poll.start(20)
        QTimer.singleShot(round(most * 1000), loop.quit)
        loop.exec()
        poll.stop()
        return time.perf_counter() - start

    out = {"first_s": wait(lambda: view.shown is not None, 60.0)}
    out["smooth_s"] = wait(lambda: view.is_complete(fine=False), 120.0)
    out["all_s"] = wait(view.is_complete, 120.0)
    watch.stop()
    out["late_p99"], out["late_worst"] = watch.late(0.99), watch.late(1.0)
    begin, used = time.perf_counter(), time.process_time()
    wait(lambda: False, seconds)
    out["core_percent"] = 100 * (time.process_time() - used) / (time.perf_counter() - begin)
    out["kept_share"] = _kept_share(view, wait)
    view.hide()
    view.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return out


def _kept_share(view: FigureView, wait: Callable[[Callable[[], bool], float], float]) -> float:
    """The fullest that the cache gets while three motions are shown, as a share of its limit."""
    fullest = 0.0
    for motion in ("lunge-with-twist", "clamshell", "bird-dog"):
        view.show_motion(motion, "left")
        wait(lambda: view.is_complete(fine=False), 30.0)
        fullest = max(fullest, view.kept_bytes / CACHE_BYTES)
    return fullest


class _Watch:
    """Notes how late a timer of the window's thread is."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._late.append((now - self._last) * 1000 - TICK_MS)
        self._last = now

    def stop(self) -> None:
        """No further tick."""
        self._timer.stop()

    def late(self, share: float) -> float:
        """Milliseconds that this share of all ticks was late at most."""
        ordered = sorted(self._late)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def opening() -> dict[str, float]:
    """Milliseconds from a click on a card to its page with the first picture, in the open app."""
    from hiprehab.app.profile import Place
    from hiprehab.app.window import close_desk, desk_for

    desk = desk_for(Place(temporary=True))
    times = []

    def settle(seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            desk.qt.processEvents()

    try:
        desk.window.resize(1280, 800)
        desk.window.show()
        page = desk.window.leave_session()
        if page is not None:
            page.deleteLater()
        settle(4.0)
        desk.window.show_screen("library")
        settle(1.0)
        screen = desk.window.screen_of("library")
        for motion in ("clamshell", "bridge", "side-step", "split-squat", "bird-dog"):
            begun = time.perf_counter()
            screen.open_page("exercises", motion)  # type: ignore[union-attr]
            desk.qt.processEvents()
            times.append((time.perf_counter() - begun) * 1000)
            settle(1.0)
            screen.back()  # type: ignore[union-attr]
            settle(0.3)
    finally:
        close_desk(desk)
    return {"first": times[0], "median": statistics.median(times)}


def _application() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def _fill() -> None:
    image = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    gradient = QLinearGradient(0, 0, SIZE, SIZE)
    gradient.setColorAt(0, QColor("#F4F7FA"))
    gradient.setColorAt(1, QColor("#1F7F87"))
    painter = QPainter(image)
    painter.fillRect(image.rect(), gradient)
    painter.end()


def _median(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000.0


def measure() -> list[tuple[str, float, float | None, str]]:
    """Rows for `python -m benchmarks`: frame cost, opening an exercise, playing its loop."""
    sys.setswitchinterval(SWITCH_S)  # as in the app
    drawn, opened, played = frames(), opening(), playing()
    return [
        ("live frame, 600 x 600", drawn["live"], 30.0, "ms"),
        ("still frame, 600 x 600", drawn["still"], 90.0, "ms"),
        ("   a plain QPainter fill of that size", drawn["fill"], None, "ms"),
        ("   live frame, ratio to the plain fill", drawn["live_ratio"], None, "x"),
        ("   still frame, ratio to the plain fill", drawn["still_ratio"], None, "x"),
        ("opening an exercise: first picture, the first time", opened["first"], 80.0, "ms"),
        ("opening an exercise: first picture, median of five", opened["median"], 80.0, "ms"),
        ("   first drawn frame of a motion", played["first_s"], None, "s"),
        ("a frame for each moment (25 a second and more)", played["smooth_s"], 10.0, "s"),
        ("   all frames of a motion, fine", played["all_s"], None, "s"),
        ("window's thread late while drawing, 99 of 100", played["late_p99"], 8.0, "ms"),
        ("   window's thread late while drawing, at worst", played["late_worst"], None, "ms"),
        ("playing a cached loop at 30 frames a second", played["core_percent"], 8.0, "%"),
        ("cache, share of its limit at the fullest", played["kept_share"], 1.0, ""),
    ]
