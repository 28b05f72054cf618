"""How long one picture of the figure takes, as "live" and as "still" quality.

    python benchmarks/figure.py

Prints milliseconds (median) at 600 x 600 and the ratio to filling the same picture with a
plain QPainter gradient, which tells a slow machine from a slow renderer.
"""

import os
import statistics
import time
from collections.abc import Callable

# Before numpy: a second thread only spins on products this small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter

from hiprehab.figure.film import Film
from hiprehab.figure.plan import Slot
from hiprehab.figure.view import View

SIZE = 600
MOTIONS = ("bridge", "clamshell", "split-squat")
ROUNDS = 7


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Median milliseconds of "live", "still", "fill" and the two ratios to the fill."""
    if QGuiApplication.instance() is None:
        QGuiApplication([])
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


if __name__ == "__main__":
    for key, value in measure().items():
        print(f"{key:12s} {value:8.2f}")
