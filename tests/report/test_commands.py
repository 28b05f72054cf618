"""`hiprehab report` and `hiprehab handout`: without a display, whole or not at all."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hiprehab import app
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store

from .conftest import Read

NOW = datetime.now(UTC)
TODAY = (NOW - timedelta(hours=4)).date()


@pytest.fixture
def run(qapp, tmp_path: Path, capfd) -> Callable[..., tuple[int, str, str]]:
    """run("report", ...): the exit code, and what was printed on both streams."""

    def command(*words: str) -> tuple[int, str, str]:
        code = app.main(["--data-dir", str(tmp_path / "data"), *words])
        out, error = capfd.readouterr()
        return code, out.strip(), error.strip()

    return command


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with a few days of ratings."""
    path = tmp_path / "data" / "profiles" / "default" / "hiprehab.db"
    path.parent.mkdir(parents=True)
    with Store.open(path, at=NOW) as store:
        store.log_pain(
            PainEntry(stamp(NOW - timedelta(days=n, hours=1), 0), Side.LEFT, 3, note="Secret")
            for n in range(1, 10)
        )
        store.set_questions(["What next?"])
    return path


def test_the_page(run, log, tmp_path: Path) -> None:
    out = tmp_path / "page.pdf"
    code, said, error = run("report", "--out", str(out))
    assert (code, error) == (0, "")
    assert said == f"{out}: 2 pages"
    read = Read(out.read_bytes())
    assert "12 weeks" in read.text
    assert "9 ratings on 9 of" in read.text
    assert "1. What next?" in read.text
    assert "Secret" not in read.text
    if os.name == "posix":
        assert out.stat().st_mode & 0o077 == 0


def test_period_paper_name_and_notes(run, log, tmp_path: Path) -> None:
    out = tmp_path / "page.pdf"
    day = (NOW - timedelta(days=5)).date()
    words = ("--from", f"{day}", "--to", f"{day}", "--name", "Jane Doe", "--notes")
    code, _, error = run("report", *words, "--paper", "letter", "--out", str(out))
    assert (code, error) == (0, "")
    read = Read(out.read_bytes())
    assert read.sizes() == {(612, 792)}
    assert "1 day" in read.text
    assert "Jane Doe" in read.text
    assert "Secret" in read.text


@pytest.mark.parametrize(("ahead", "days"), [(10, 20), (40, 20), (0, 36_000)])
def test_days_to_come_and_a_hundred_years(run, log, tmp_path: Path, ahead: int, days: int) -> None:
    out = tmp_path / "page.pdf"
    last = TODAY + timedelta(days=ahead)
    first = last - timedelta(days=days)
    code, _, error = run("report", "--from", f"{first}", "--to", f"{last}", "--out", str(out))
    assert (code, error) == (0, "")
    assert Read(out.read_bytes()).texts


def test_without_a_log_nothing_is_claimed(run, tmp_path: Path) -> None:
    out = tmp_path / "page.pdf"
    assert run("report", "--out", str(out))[0] == 0
    assert "Not rated in this period." in Read(out.read_bytes()).text


@pytest.mark.parametrize("command", [("report",), ("handout", "clamshell")])
def test_a_file_that_is_there_needs_force(run, tmp_path: Path, command) -> None:
    out = tmp_path / "there.pdf"
    out.write_text("mine")
    code, said, error = run(*command, "--out", str(out))
    assert (code, said) == (2, "")
    assert error == f"{out} is there already. Choose another name, or add --force."
    assert out.read_text() == "mine"
    assert run(*command, "--out", str(out), "--force")[0] == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("report", "--from", "2026-05-02", "--to", "2026-05-01"), 2,
         "The page would end before it begins."),
        (("report", "--from", "2026-13-01"), 2, "a day is written as 2026-03-01"),
        (("report", "--from", "0001-01-01"), 2, "the year is from 1900 to 2199"),
        (("report", "--name", "x" * 81), 2, "a name has at most 80 letters in one line"),
        (("report", "--name", "a\nb"), 2, "a name has at most 80 letters in one line"),
        (("report", "--paper", "a3"), 2, "a3"),
        (("handout", "clamshel"), 2, 'There is no routine or exercise "clamshel".'),
        (("handout", "clamshell", "--variant", "7"), 2, 'has no "7".'),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(run, tmp_path: Path, words, code: int, said: str) -> None:
    out = tmp_path / "page.pdf"
    found = run(*words, "--out", str(out))
    assert found[0] == code
    assert said in found[2]
    assert "Traceback" not in found[2]
    assert not out.exists()


def test_a_folder_that_cannot_be_written(run, tmp_path: Path) -> None:
    code, said, error = run("report", "--out", str(tmp_path / "none" / "page.pdf"))
    assert (code, said) == (1, "")
    assert error.count("\n") == 0
    assert "The file was not saved" in error


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_keeps_the_old_file(run, tmp_path: Path, monkeypatch) -> None:
    out = tmp_path / "page.pdf"
    out.write_text("the old page")
    real = os.open

    def full(path, flags, mode=0o777, **more):
        if "page.pdf" in str(path):
            return real("/dev/full", os.O_WRONLY)
        return real(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", full)
    code, _, error = run("report", "--out", str(out), "--force")
    assert code == 1
    assert "the disk is full" in error
    assert error.count("\n") == 0
    assert out.read_text() == "the old page"
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob(".*.part"))


def test_a_folder_without_rights_keeps_the_old_file(run, tmp_path: Path, monkeypatch) -> None:
    out = tmp_path / "page.pdf"
    out.write_text("the old page")
    real = os.open

    def refused(path, flags, mode=0o777, **more):
        if "page.pdf" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", refused)
    code, _, error = run("report", "--out", str(out), "--force")
    assert code == 1
    assert error == (
        f"The file was not saved: {out} cannot be written. Check its rights, or choose another"
        " place."
    )
    assert out.read_text() == "the old page"


def test_a_log_that_cannot_be_written_is_read(run, log, tmp_path: Path) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("rights do not hold the administrator back")
    log.parent.chmod(0o500)
    try:
        assert run("report", "--out", str(tmp_path / "page.pdf"))[0] == 0
    finally:
        log.parent.chmod(0o700)


@pytest.mark.parametrize("command", [("report",), ("handout", "timer-ice")])
def test_no_display_is_needed(tmp_path: Path, command) -> None:
    gone = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in gone}
    out = tmp_path / "page.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "hiprehab", "--temp-profile", *command, "--out", str(out)],
        env=env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes().startswith(b"%PDF")
