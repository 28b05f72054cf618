"""Guards against faults that would show late: a broken binding, a heavy start, a missing file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import hiprehab
from hiprehab import __main__ as entry
from hiprehab import resources

PACKAGE = Path(hiprehab.__file__).parent
# What would make the command line slow. The figure and the charts may use what they like.
QT = {"PySide6", "shiboken6", "pyqtgraph"}
HEAVY = QT | {"numpy", "pydantic", "sqlite_utils", "miniaudio", "wakepy", "importlib.metadata"}


def modules(*names: str) -> list[str]:
    """The existing modules of these parts of the package."""
    found = []
    for name in names:
        single = PACKAGE / f"{name}.py"
        files = [single] if single.exists() else sorted((PACKAGE / name).rglob("*.py"))
        for file in files:
            parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
            found.append(".".join(parts).removesuffix(".__init__"))
    return found


def loaded_by(code: str) -> set[str]:
    """The modules in memory after this code has run in a Python of its own."""
    code = f"{code}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_calls_into_qt_keep_the_reference_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one a call, which ends the process in the end."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert (sys.getrefcount(None) - before) / 1000 > -0.5


@pytest.mark.parametrize("part", ["core", "storage", "cli"])
def test_no_qt_is_loaded_by(part: str) -> None:
    names = modules(part)
    if not names:
        pytest.fail(f"there is no hiprehab.{part}")
    loaded = loaded_by("\n".join(f"import {name}" for name in names))
    assert not {name.split(".")[0] for name in loaded} & QT


def test_the_core_loads_nothing_heavy() -> None:
    loaded = loaded_by("\n".join(f"import {name}" for name in modules("core")))
    assert not loaded & HEAVY


def test_the_entry_point_loads_nothing_heavy() -> None:
    loaded = loaded_by("import hiprehab.__main__, hiprehab.resources")
    assert not loaded & (HEAVY | {"email", "sqlite3", "argparse"})


def test_importing_the_app_loads_nothing_heavy() -> None:
    """Before the first paint: Qt itself, and the standard library's sqlite3."""
    loaded = loaded_by("import hiprehab.app")
    assert not loaded & (HEAVY - QT | {"pyqtgraph", "email", "PySide6.QtSvg"})


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], None),
        (["--temp-profile"], None),
        (["--profile", "demo"], None),
        (["--data-dir", "demo", "--temp-profile"], None),
        (["--data-dir=x", "plan", "demo"], "plan"),
        (["--profile", "plan", "demo", "--out", "x"], "demo"),
    ],
)
def test_command_word(arguments: list[str], word: str | None) -> None:
    assert entry.command_word(arguments) == word


@pytest.mark.parametrize(
    ("given", "sorted_out"),
    [
        (["pain", "list", "--profile", "anna"], ["--profile", "anna", "pain", "list"]),
        (["plan", "--data-dir=x", "a", "--json"], ["--data-dir=x", "plan", "a", "--json"]),
        (["--temp-profile", "packs"], ["--temp-profile", "packs"]),
        (["packs", "--temp-profile"], ["--temp-profile", "packs"]),
        (["x.hiprehab", "--profile", "anna"], ["--profile", "anna", "x.hiprehab"]),
        (
            ["pain", "add", "--passphrase-file", "f", "--left", "1", "--profile", "anna"],
            ["--passphrase-file", "f", "--profile", "anna", "pain", "add", "--left", "1"],
        ),
        (["pain", "add", "--note=--profile", "--left", "1"],) * 2,
        (["check", "--", "--profile", "anna"],) * 2,
        ([], []),
    ],
)  # fmt: skip
def test_whose_log_it_is_may_stand_anywhere(given: list[str], sorted_out: list[str]) -> None:
    assert entry.places_first(given) == sorted_out


@pytest.mark.parametrize("given", [["packs", "--profile"], ["--data-dir", "--json", "packs"]])
def test_an_option_without_its_value_is_a_sentence(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.main(given) == 2
    said = capsys.readouterr().err
    assert "needs a value after it" in said and said.count("\n") == 1


def test_the_place_of_an_option_does_not_matter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--data-dir", str(tmp_path / "data")]
    assert entry.main(["pain", "add", "--left", "4", *place, "--profile", "anna"]) == 0
    assert entry.main(["pain", *place, "--profile=anna", "list"]) == 0
    assert "left  4" in capsys.readouterr().out
    assert entry.main(["packs", *place, "--temp-profile"]) == 2
    assert "not allowed with argument --data-dir" in capsys.readouterr().err


def test_a_command_that_draws_ends_with_the_same_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.main(["rehearse", "no-such-routine", "--data-dir", str(tmp_path)]) == 2
    assert 'There is no routine "no-such-routine".' in capsys.readouterr().err


def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the program without a display."""
    gone = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in gone} | variables
    return subprocess.run(
        [sys.executable, "-m", "hiprehab", *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are named on Linux only")
def test_without_a_display_it_says_so(tmp_path: Path) -> None:
    done = start("--data-dir", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.strip() == entry.NO_DISPLAY
    assert not list(tmp_path.iterdir())


def test_the_help_of_a_command_with_a_window_needs_no_display() -> None:
    done = start("rehearse", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: hiprehab rehearse ")


def test_version_is_a_constant() -> None:
    assert hiprehab.__version__ in start("--version").stdout


def test_shipped_files_are_found() -> None:
    assert list((resources.data_dir() / "exercises").glob("*.toml"))
    assert resources.asset("").is_dir()


@pytest.mark.parametrize("place", ["hiprehab", "."])
def test_a_frozen_bundle_is_found(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / place / "data").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    resources._home.cache_clear()
    try:
        assert resources.data_dir() == tmp_path / place / "data"
    finally:
        resources._home.cache_clear()
