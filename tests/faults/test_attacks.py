"""Files made to do harm through the commands that read them, in processes with little room."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs limits on memory")
ATTACKS = Path(__file__).with_name("attacks.py")


def attack(folder: Path, *words: str) -> str:
    """Runs the cases; fails with what was not as it must be."""
    command = [sys.executable, ATTACKS, folder, *words]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr[-4000:]
    print(run.stdout)
    return run.stdout


def test_small_files(tmp_path: Path) -> None:
    """Those that are made and read in no time."""
    assert attack(tmp_path, "--quick").startswith("75 files, 0 wrong")


@pytest.mark.fuzz
def test_all_files(tmp_path: Path) -> None:
    attack(tmp_path, "--all")


@pytest.mark.fuzz
def test_a_limit_that_nothing_keeps_to_is_noticed(tmp_path: Path) -> None:
    """The tests above can fail."""
    with pytest.raises(AssertionError, match="1 wrong, at most"):
        attack(tmp_path, "--most-mb=1", "csv: one long line")
