"""Rules for the files of the repository itself."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import hiprehab

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements.txt"
# Spelled in pieces, so that this file does not contain what it looks for.
PACKAGE_HOSTS = re.compile(
    r"py"
    r"pi\.org|python"
    r"hosted\.org|npm"
    r"js\.(?:org|com)|crates"
    r"\.io|proxy\.golang"
    r"|(?:index|extra-index)-url|find-links|trusted-host",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:wo" r"rk|fa" r"rm|ho" r"me|ro" r"ot)/\w|/tmp/h" r"r\b")
SPARED = {"tests/test_repo.py"}


def tracked() -> list[str]:
    """All files under version control, or all files where there is no git (an sdist)."""
    command = ["git", "ls-files", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """The tracked text files."""
    found = {}
    for name in tracked():
        raw = (ROOT / name).read_bytes()
        if b"\0" not in raw:
            found[name] = raw.decode("utf-8")
    return found


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return texts()


@pytest.fixture(scope="module")
def sources(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name.endswith(".py") or name == "dev"}


def lines_with(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    """Where a pattern stands, as file:line: text."""
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in files.items()
        if name not in SPARED and pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_host(files: dict[str, str]) -> None:
    assert not lines_with(PACKAGE_HOSTS, files)


def test_no_file_names_a_place_on_some_machine(files: dict[str, str]) -> None:
    assert not lines_with(MACHINE_PATHS, files)


def test_no_pip_configuration_is_kept(files: dict[str, str]) -> None:
    assert not [name for name in files if Path(name).name in ("pip.conf", "pip.ini", "uv.toml")]


def test_the_lock_holds_only_pins_and_hashes(files: dict[str, str]) -> None:
    line = re.compile(r"#.*|[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    strange = [text for text in files[LOCK].splitlines() if not line.fullmatch(text)]
    assert not strange


def test_the_lock_holds_every_dependency(files: dict[str, str]) -> None:
    project = tomllib.loads(files["pyproject.toml"])["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    names = {re.match(r"[\w.-]+", entry).group().lower().replace(".", "-") for entry in wanted}  # type: ignore[union-attr]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", files[LOCK], re.MULTILINE))
    assert names <= pinned


def test_every_source_file_says_what_it_is(sources: dict[str, str]) -> None:
    silent = [n for n, text in sources.items() if not ast.get_docstring(ast.parse(text))]
    assert not silent


def test_no_source_file_is_too_long(sources: dict[str, str]) -> None:
    assert not {name: n for name, text in sources.items() if (n := len(text.splitlines())) > 600}


def test_nothing_is_left_for_later(sources: dict[str, str]) -> None:
    assert not lines_with(re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"), sources)


def test_the_entry_points_exist(files: dict[str, str]) -> None:
    project = tomllib.loads(files["pyproject.toml"])["project"]
    targets = {*project["scripts"].values(), *project["gui-scripts"].values()}
    assert targets == {"hiprehab.__main__:main"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", hiprehab.__version__)
