"""What is in memory when the window has been painted for the first time (goal P5)."""

import subprocess
import sys
from pathlib import Path

import pytest

FIRST_PAINT = """
import sys
from hiprehab import app
desk = app.open_desk(["--data-dir", sys.argv[1]])
if sys.argv[2] == "settled":
    from dataclasses import replace
    desk.use_settings(replace(desk.profile.settings, first_run_done=True))
    desk.close()
    desk.profile.close()
    sys.exit()
desk.window.show()
desk.window.grab()
print(*sorted(sys.modules), sep="\\n")
sys.stdout.flush()
import os
os._exit(0)
"""
HEAVY = {
    "numpy", "pyqtgraph", "matplotlib", "pydantic", "pydantic_core", "sqlite_utils", "miniaudio",
    "wakepy", "email", "ssl", "tomlkit", "platformdirs", "importlib.metadata", "asyncio",
    "PySide6.QtSvg", "PySide6.QtMultimedia", "PySide6.QtTextToSpeech", "PySide6.QtNetwork",
    "PySide6.QtOpenGL", "PySide6.QtQml",
}  # fmt: skip


def painted(data: Path, how: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, data, how], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("how", ["fresh", "used"])
def test_nothing_heavy_before_the_first_paint(tmp_path: Path, how: str) -> None:
    if how == "used":
        painted(tmp_path, "settled")
    loaded = painted(tmp_path, how)
    assert "PySide6.QtWidgets" in loaded and "hiprehab.ui.screens.today" in loaded
    assert not loaded & HEAVY
