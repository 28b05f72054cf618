"""kill -9 at random moments, and at the prompt afterwards (faults 1 and 2, goal R1)."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
KILLER = Path(__file__).with_name("kill_session.py")


def kill(folder: Path, kills: int, prompts: int, seed: int) -> str:
    """Runs the kills; fails with what was lost."""
    words = ["--kills", kills, "--prompts", prompts, "--seed", seed, "--dir", folder]
    run = subprocess.run(
        [sys.executable, KILLER, *map(str, words)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr[-4000:]
    print(run.stdout)
    return run.stdout


def test_a_few_kills_of_a_rehearsed_session(tmp_path: Path) -> None:
    assert "5 kills in a session" in kill(tmp_path, 5, 1, 3)


@pytest.mark.faults
def test_two_hundred_kills(tmp_path: Path) -> None:
    kill(tmp_path, 200, 10, 1)


@pytest.mark.long
def test_a_thousand_kills(tmp_path: Path) -> None:
    kill(tmp_path, 1000, 50, 2)


PROFILES = Path(__file__).with_name("kill_profiles.py")


def kill_profiles(what: str, folder: Path, count: int) -> None:
    """Runs the kills of one kind; fails with what was half."""
    if what == "passphrase":
        pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    words = [sys.executable, PROFILES, what, folder, str(count)]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr[-4000:]
    print(run.stdout)


def test_a_few_kills_while_a_profile_is_deleted(tmp_path: Path) -> None:
    kill_profiles("delete", tmp_path, 4)


@pytest.mark.faults
@pytest.mark.parametrize("what", ["take", "delete", "pack", "draft"])
def test_forty_kills_of_what_is_done_to_whole_profiles(what: str, tmp_path: Path) -> None:
    kill_profiles(what, tmp_path, 40)


@pytest.mark.faults
def test_thirty_kills_of_a_changed_passphrase(tmp_path: Path) -> None:
    """Ten while it is set, ten while it is changed, ten while it is taken away."""
    kill_profiles("passphrase", tmp_path, 10)


@pytest.mark.long
@pytest.mark.parametrize("what", ["passphrase", "take", "delete", "pack", "draft"])
def test_four_hundred_kills_of_what_is_done_to_whole_profiles(what: str, tmp_path: Path) -> None:
    kill_profiles(what, tmp_path, 400)


WRITER = Path(__file__).with_name("kill_writer.py")


@pytest.mark.faults
@pytest.mark.parametrize(
    "words", [("--kills", "200"), ("--kills", "60", "--passphrase", "three words here")]
)
def test_kills_of_a_busy_writer(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The same on the writer thread alone, at thousands of rows a second."""
    if "--passphrase" in words:
        pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    run = subprocess.run(
        [sys.executable, WRITER, *words, "--dir", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr[-4000:]
