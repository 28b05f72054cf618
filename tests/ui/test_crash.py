"""Our own bugs: told once, written down, and nothing of the person's in the report's way."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hiprehab.ui.crash import LOG_NAME, MAX_BYTES, NATIVE_NAME, CrashHook, open_log


@pytest.fixture
def hook(qapp: Any, tmp_path: Path) -> Iterator[CrashHook]:
    made = CrashHook()
    remove = made.install(tmp_path)
    yield made
    remove()


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    logger = logging.getLogger()
    before, level = list(logger.handlers), logger.level
    yield logger
    for handler in [one for one in logger.handlers if one not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def fail() -> None:
    raise ValueError("a bug of ours")


def raised() -> tuple[type[BaseException], BaseException, Any]:
    try:
        fail()
    except ValueError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


def test_a_failure_is_told_once(hook: CrashHook, qtbot: Any) -> None:
    told: list[str] = []
    hook.crashed.connect(told.append)
    with qtbot.waitSignal(hook.crashed):
        sys.excepthook(*raised())
        sys.excepthook(*raised())
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "a bug of ours" in told[0]


def test_a_failure_in_a_thread_reaches_the_window(hook: CrashHook, qtbot: Any) -> None:
    with qtbot.waitSignal(hook.crashed) as told:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert "ValueError" in told.args[0]


def test_removing_puts_the_hooks_back(qapp: Any, tmp_path: Path) -> None:
    before = sys.excepthook, threading.excepthook
    CrashHook().install(tmp_path)()
    assert (sys.excepthook, threading.excepthook) == before


def test_the_log_is_bounded(tmp_path: Path, root: logging.Logger) -> None:
    for number in range(6):
        (tmp_path / LOG_NAME).write_text(f"{number}" * (MAX_BYTES + 1))
        open_log(tmp_path)
    logging.getLogger("hiprehab.test").warning("something happened")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [LOG_NAME, *(f"{LOG_NAME}.{n}" for n in (1, 2, 3))]
    assert (tmp_path / LOG_NAME).stat().st_size < 1000
    assert (tmp_path / f"{LOG_NAME}.1").read_text().startswith("5")


def test_each_profile_has_its_log_alone(tmp_path: Path, root: logging.Logger) -> None:
    before = list(root.handlers)
    for name in ("anna", "ben"):
        (tmp_path / name).mkdir()
        close = open_log(tmp_path / name)
        logging.getLogger("hiprehab.test").warning("%s was here", name)
        close()
    assert root.handlers == before
    for name in ("anna", "ben"):
        (line,) = (tmp_path / name / LOG_NAME).read_text().splitlines()
        assert f"{name} was here" in line


BREAKS_DOWN = """
import ctypes, faulthandler, sys
from pathlib import Path
from hiprehab.ui.crash import CrashHook
from PySide6.QtCore import QCoreApplication
application = QCoreApplication([])
hook = CrashHook()
hook.install(Path(sys.argv[1]))
print(hook.broke_down, flush=True)
if len(sys.argv) > 2:
    faulthandler._sigsegv()
"""


def test_a_native_crash_is_in_the_log_at_the_next_start(tmp_path: Path) -> None:
    def start(*more: str) -> str:
        words = [sys.executable, "-c", BREAKS_DOWN, str(tmp_path), *more]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()

    (tmp_path / LOG_NAME).write_text("what was there\n")
    assert start("break") == "False"
    assert [start(), start()] == ["True", "False"]  # said once
    text = (tmp_path / LOG_NAME).read_text()
    assert text.startswith("what was there\nThe start before this one broke down:\nFatal Python")
    assert text.count("Segmentation fault") == 1
    assert (tmp_path / NATIVE_NAME).read_bytes() == b""


def test_a_report_stays_when_the_log_cannot_be_written(hook: CrashHook, tmp_path: Path) -> None:
    (tmp_path / LOG_NAME).mkdir()
    (tmp_path / NATIVE_NAME).write_text("Fatal Python error: Segmentation fault")
    CrashHook().install(tmp_path)()
    assert "Segmentation fault" in (tmp_path / NATIVE_NAME).read_text()


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(
    tmp_path: Path, root: logging.Logger
) -> None:
    open_log(tmp_path / "nowhere")
    logging.getLogger("hiprehab.test").warning("something happened")
    assert not (tmp_path / "nowhere").exists()
