"""What tests leave behind is found and put away: the checks in conftest.py can fail."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SILENT = {
    "test_a_timer_that_has_stopped",
    "test_a_dress_that_is_taken_off",
    "test_nobody_sees_an_old_dress_or_a_closed_window",
}
LOUD = {
    "test_a_timer": "left running: QTimer 'mine'",
    "test_the_timer_of_an_earlier_test": "left running: QTimer 'kept'",
    "test_a_window": "left running: QWidget 'shown'",
    "test_a_thread": "left threads running: forgotten",
}
PLANTED = """
import gc, threading
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

kept, bare, over = [], {}, threading.Event()

def look():
    app = QApplication.instance()
    return app.styleSheet(), app.font().toString(), app.palette().color(QPalette.ColorRole.Window)

def test_a_timer(qapp):
    qapp.mine = QTimer(qapp)
    qapp.mine.setObjectName("mine")
    qapp.mine.start(60_000)

def test_a_timer_that_has_stopped(qapp):
    assert not qapp.mine.isActive()
    kept.append(QTimer(objectName="kept"))

def test_the_timer_of_an_earlier_test(qapp):
    assert all(one is not kept[0] for one in gc.get_objects())
    kept[0].start(60_000)

def test_a_window(qapp):
    kept.append(QWidget(objectName="shown"))
    kept[-1].show()

def test_a_thread():
    threading.Thread(target=over.wait, args=(60,), name="forgotten", daemon=True).start()

def test_a_dress_that_is_taken_off(qapp):
    over.set()
    bare["look"] = look()
    kept.append(QWidget())
    font = qapp.font()
    font.setPixelSize(40)
    qapp.setFont(font)
    qapp.setPalette(QPalette(QColor("purple")))
    qapp.setStyleSheet("QWidget { color: red }")
    assert look() != bare["look"]

def test_nobody_sees_an_old_dress_or_a_closed_window(qapp):
    assert look() == bare["look"] and qapp.topLevelWidgets() == []
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest prints about tests that leave something."""
    file = tmp_path_factory.mktemp("planted") / "test_planted.py"
    file.write_text(PLANTED)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-rA", "--rootdir", ROOT]
    command += ["-c", ROOT / "pyproject.toml", "-p", "no:cacheprovider", file]
    wide = os.environ | {"COLUMNS": "300"}  # or the sentences are cut off
    done = subprocess.run(command, cwd=ROOT, env=wide, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_all_tests_ran(said: str) -> None:
    assert set(re.findall(r"^PASSED .*::(\w+)", said, re.M)) == SILENT | set(LOUD)
    assert set(re.findall(r"^ERROR .*::(\w+)", said, re.M)) == set(LOUD)


@pytest.mark.parametrize("name", LOUD)
def test_it_is_found_where_it_was_left(said: str, name: str) -> None:
    assert re.search(rf"^ERROR .*::{name} - .*{re.escape(LOUD[name])}", said, re.M), said
