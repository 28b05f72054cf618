"""Start to the first paint against an empty PySide6 window, paired, with a log of ten years (P1).

Wall time, CPU time of the process and peak memory. The window is painted off screen, so that both
sides skip the same display server, and both leave by the same way. Runs take turns; the median of
each side is compared. The log ends today and something is due, so that Today has all to show.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.history import fill
from hiprehab.core.agenda import EVERY_DAY, Planned
from hiprehab.storage.store import Store

ROUNDS = 9
YEARS = 10
HEAVY = "numpy pyqtgraph pydantic sqlite_utils miniaudio wakepy email ssl PySide6.QtSvg"

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow, QLabel
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("empty"))
window.resize(1280, 800)
window.show()
app.processEvents()
window.grab()
import os
os._exit(0)
"""
OURS = """
import sys
from hiprehab import app
desk = app.open_desk(sys.argv[1:])
desk.window.resize(1280, 800)
desk.window.show()
desk.qt.processEvents()
desk.window.grab()
heavy = sorted(set({heavy!r}.split()) & set(sys.modules))
if heavy:
    sys.exit("loaded before the first paint: " + ", ".join(heavy))
import os
sys.stdout.flush()
os._exit(0)
"""


def _run(code: str, arguments: Sequence[str]) -> tuple[float, float, float]:
    """Seconds of wall and CPU, and MB of memory at the most, of one fresh interpreter."""
    command = [sys.executable, "-c", code, *arguments]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the start ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure() -> list[tuple[str, float, float | None, str]]:
    """Ratios of wall and CPU time, and the peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        profile = data / "profiles" / "default"
        profile.mkdir(parents=True)
        today = date.today()
        fill(profile / "hiprehab.db", YEARS, end=today)
        with Store.open(profile / "hiprehab.db", at=datetime.now(UTC)) as store:
            store.plan_add(Planned("glute-strength-a", "L1", EVERY_DAY, 1, today))
        (profile / "settings.toml").write_text("first_run_done = true\n", encoding="utf-8")
        ours = OURS.format(heavy=HEAVY)
        arguments = ["--data-dir", str(data)]
        _run(ours, arguments)
        bare, own = [], []
        for _ in range(ROUNDS):
            bare.append(_run(BARE, []))
            own.append(_run(ours, arguments))
    middle = [
        [statistics.median(column) for column in zip(*rows, strict=True)] for rows in (bare, own)
    ]
    (bare_wall, bare_cpu, bare_mb), (wall, cpu, peak) = middle
    return [
        ("P1 start, wall, ratio to an empty window", wall / bare_wall, 1.4, "x"),
        ("P1 start, CPU, ratio to an empty window", cpu / bare_cpu, 1.5, "x"),
        ("P1 start, wall", wall, 1.0, "s"),
        ("   empty window, wall", bare_wall, None, "s"),
        ("P2 peak memory at the first paint", peak, 75.0, "MB"),
        ("   empty window, memory", bare_mb, None, "MB"),
    ]
