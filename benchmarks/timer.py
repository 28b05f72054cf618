"""How exactly a session's steps follow the clock beside a busy process on the same core (P9).

The real runner with the real clock, 10 s holds without rests, and no window. The error of a
transition is how late it is told against the plan; drift is the last one's.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication

from hiprehab.core.events import StepStarted
from hiprehab.core.model import (
    Block,
    Dose,
    DoseKind,
    Exercise,
    Item,
    Level,
    Library,
    Routine,
    Variant,
)
from hiprehab.core.plan import Plan, PlanOptions, compile_plan
from hiprehab.ui.clock import SystemClock
from hiprehab.ui.runner import RunOptions, SessionRunner

PHASES = 24
PHASE_S = 2.5
HOG = "while True: pass"


class NoJournal:
    """Keeps nothing: the disk is measured elsewhere."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **more: None


def _plan() -> tuple[Library, Plan]:
    dose = Dose(DoseKind.HOLD, reps=(PHASES, PHASES), hold_s=PHASE_S)
    move = Exercise("hold", "Hold", "strength", "standing", (Level("1", dose),))
    variant = Variant("v", "V", (Block("strength", (Item("hold", "1", dose),)),))
    library = Library({"hold": move}, {})
    routine = Routine("r", "R", (variant,))
    return library, compile_plan(library, routine, variant, PlanOptions(get_ready_s=3))


def measure() -> list[tuple[str, float, float | None, str]]:
    """95th percentile, maximum and drift in ms, with a hog on the core that this runs on."""
    core = sorted(os.sched_getaffinity(0))[-1]
    os.sched_setaffinity(0, {core})
    hog = subprocess.Popen([sys.executable, "-c", HOG])
    try:
        late = _late()
    finally:
        hog.kill()
        hog.wait()
    p95 = statistics.quantiles(late, n=20)[-1]
    return [
        ("P9 transition late beside a hog, p95", p95, 10.0, "ms"),
        ("P9 transition late beside a hog, max", max(late), 25.0, "ms"),
        (f"P9 drift over {PHASES * PHASE_S:g} s", abs(late[-1]), 10.0, "ms"),
        ("   transition late, median", statistics.median(late), None, "ms"),
    ]


def _late() -> list[float]:
    app = QCoreApplication.instance() or QCoreApplication([])
    library, plan = _plan()
    clock = SystemClock()
    runner = SessionRunner.fresh(
        plan, RunOptions(library, PlanOptions()), clock=clock, journal=NoJournal()
    )
    begun = 0.0
    late: list[float] = []

    def heard(event: object) -> None:
        if isinstance(event, StepStarted) and event.step.index:
            late.append((clock.monotonic() - begun - event.step.start) * 1000)

    runner.happened.connect(heard)
    runner.finished.connect(app.quit)
    begun = clock.monotonic()
    runner.start()
    app.exec()
    return late
