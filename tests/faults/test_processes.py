"""Several processes: two windows at once, a stopped session, killed updates, power cuts."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
MANY = Path(__file__).with_name("many.py")
POWER = Path(__file__).with_name("power.py")


def run(script: Path, *words: object) -> None:
    """Runs a script; fails with what it said."""
    done = subprocess.run(
        [sys.executable, script, *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    print(done.stdout)


def test_two_windows_at_once(tmp_path: Path) -> None:
    run(MANY, "races", tmp_path, 2)


@pytest.mark.faults
def test_many_windows_at_once(tmp_path: Path) -> None:
    run(MANY, "races", tmp_path, 20)


@pytest.mark.faults
def test_a_stopped_session_pauses_and_credits_nothing(tmp_path: Path) -> None:
    run(MANY, "stop", tmp_path, 2)


@pytest.mark.faults
def test_killed_updates_of_the_log(tmp_path: Path) -> None:
    run(MANY, "migrations", tmp_path, 60)


@pytest.mark.long
def test_many_killed_updates_of_the_log(tmp_path: Path) -> None:
    run(MANY, "migrations", tmp_path, 300)


def test_a_killed_import(tmp_path: Path) -> None:
    run(MANY, "imports", tmp_path, 3)


@pytest.mark.faults
def test_killed_imports(tmp_path: Path) -> None:
    run(MANY, "imports", tmp_path, 40)


def can_trace() -> bool:
    """Whether strace is here and may look into another process."""
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False).returncode == 0


traced = pytest.mark.skipif(not can_trace(), reason="needs strace")


@pytest.mark.faults
@traced
def test_fifty_power_cuts(tmp_path: Path) -> None:
    run(POWER, tmp_path, "--states", 50)


@pytest.mark.faults
@traced
def test_power_cuts_without_flushes_are_noticed(tmp_path: Path) -> None:
    """The test above can fail."""
    (tmp_path / "careless").mkdir()
    with pytest.raises(AssertionError, match="rows are lost"):
        run(POWER, tmp_path / "careless", "--states", 20, "--careless")


@pytest.mark.long
@traced
def test_five_hundred_power_cuts(tmp_path: Path) -> None:
    run(POWER, tmp_path, "--states", 500)
