"""What the figure costs: one picture in both qualities, and playing a loop that is cached.

    python -m benchmarks figure

Milliseconds (median) at 600 x 600 and the ratio to filling the same picture with a
plain QPainter gradient, which tells a slow machine from a slow renderer; then the share of one
core that a walking figure takes, and how long its first frame and all its frames took.
"""

import os
import statistics
import time
from collections.abc import Callable

# Before numpy: a second thread only spins on products this small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QApplication

from hiprehab.figure.film import Film
from hiprehab.figure.plan import Slot
from hiprehab.figure.view import View
from hiprehab.ui.widgets.figure_view import FigureView

SIZE = 600
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
    """Seconds to the first and to all fine frames, then the percentage of a core in use."""
    application = _application()
    view = FigureView()
    view.resize(SIZE, SIZE)
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
    out["all_s"] = wait(view.is_complete, 120.0)
    begin, used = time.perf_counter(), time.process_time()
    wait(lambda: False, seconds)
    out["core_percent"] = 100 * (time.process_time() - used) / (time.perf_counter() - begin)
    view.hide()
    view.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return out


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
    """Rows for `python -m benchmarks`: frame cost, and what playing a cached loop costs."""
    drawn, played = frames(), playing()
    return [
        ("live frame, 600 x 600", drawn["live"], 60.0, "ms"),
        ("still frame, 600 x 600", drawn["still"], 200.0, "ms"),
        ("   live frame, ratio to a plain fill", drawn["live_ratio"], None, "x"),
        ("   still frame, ratio to a plain fill", drawn["still_ratio"], None, "x"),
        ("   first picture of a motion", played["first_s"], None, "s"),
        ("all frames of a motion", played["all_s"], 10.0, "s"),
        ("playing a cached loop at 30 frames a second", played["core_percent"], 8.0, "%"),
    ]
