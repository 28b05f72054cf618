"""What the first painted window may load (P5); measured times are in benchmarks/start.py."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

START = """
import builtins, json, sys
from hiprehab import app
desk = app.open_desk(sys.argv[1:])
desk.window.show()
desk.qt.processEvents()
desk.window.grab()
modules = sorted(sys.modules)
from PySide6 import QtWidgets
from PySide6.QtCore import QTimer
print(json.dumps({
    "modules": modules,
    "classes": sorted(vars(QtWidgets)),
    "timers": sum(timer.isActive() for timer in desk.window.findChildren(QTimer)),
    "hooked": builtins.__import__ is getattr(builtins, "__feature_import__", None),
}), flush=True)
import os
os._exit(0)
"""

# Large packages, and parts of the standard library and of Qt that nothing on Today needs.
HEAVY = {
    "numpy", "pyqtgraph", "matplotlib", "pydantic", "sqlite_utils", "miniaudio", "wakepy",
    "tomlkit", "email", "ssl", "concurrent.futures", "hashlib", "statistics", "multiprocessing",
    "asyncio", "importlib.metadata", "PySide6.QtMultimedia", "PySide6.QtTextToSpeech",
    "PySide6.QtSvg", "PySide6.QtNetwork", "PySide6.QtDBus", "PySide6.QtPrintSupport",
    "PySide6.QtOpenGL",
}  # fmt: skip
# Our own: a session, the moving figure, the charts, and every screen that is not shown yet.
LATER = (
    "hiprehab.charts", "hiprehab.cli", "hiprehab.core.codec", "hiprehab.core.session",
    "hiprehab.core.trends", "hiprehab.figure.motion", "hiprehab.report", "hiprehab.storage.backup",
    "hiprehab.storage.library", "hiprehab.storage.writer", "hiprehab.ui.cues",
    "hiprehab.ui.runner", "hiprehab.ui.screens.checkin_detail", "hiprehab.ui.screens.first_run",
    "hiprehab.ui.screens.history", "hiprehab.ui.screens.plan", "hiprehab.ui.screens.session",
    "hiprehab.ui.screens.settings", "hiprehab.ui.screens.trends",
    "hiprehab.ui.widgets.figure_view", "hiprehab.ui.widgets.keys", "hiprehab.ui.widgets.toasts",
)  # fmt: skip


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """A fresh process right after its first paint, of a profile that was used before."""
    data: Path = tmp_path_factory.mktemp("data")
    profile = data / "profiles" / "default"
    profile.mkdir(parents=True)
    (profile / "settings.toml").write_text("first_run_done = true\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", START, "--data-dir", str(data)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_nothing_heavy_is_loaded(painted: dict[str, list[str]]) -> None:
    assert not HEAVY.intersection(painted["modules"])


def test_nothing_of_ours_is_loaded_that_today_does_not_show(painted: dict[str, list[str]]) -> None:
    assert not [name for name in painted["modules"] if name.startswith(LATER)]


def test_classes_of_qt_are_made_only_when_used(painted: dict[str, list[str]]) -> None:
    """A call that returns an unknown widget or style makes all of them (viewport, setStyle)."""
    assert "QPushButton" in painted["classes"]
    unused = {"QTreeView", "QDateEdit", "QPlainTextEdit", "QStyle", "QWizard"}
    assert not unused.intersection(painted["classes"])


def test_no_timer_runs_and_no_import_is_searched(painted: dict[str, object]) -> None:
    assert painted["timers"] == 0
    assert painted["hooked"] is False
