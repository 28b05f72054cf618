"""The commands about packs: what they print, as text and as JSON, and how they end."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hiprehab import __version__, cli

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"

PACK = """
schema = "hiprehab-pack/1"
id = "org.example.hip-start"
version = "1.2.0"
title = "Hip start"
[routine.day-a]
title = "Day A"
[[routine.day-a.block]]
kind = "strength"
items = [{ exercise = "clamshell", level = "1" }]
"""


class Run:
    """Runs commands on a data folder of their own."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capture = capture
        self.error = ""

    def __call__(self, *arguments: str | Path, code: int = 0) -> str:
        """What a command prints; it must end with this code. `error` has standard error."""
        place = ["--data-dir", str(self.folder)]
        ended = cli.main([*place, *map(str, arguments)])
        out, self.error = self._capture.readouterr()
        assert ended == code, out + self.error
        assert "Traceback" not in self.error
        return out

    def json(self, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
        """The same with --json."""
        found: dict[str, Any] = json.loads(self(*arguments, "--json", code=code))
        return found


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path / "data folder", capsys)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "hip start.toml"
    path.write_text(PACK)
    return path


# --- lists ----------------------------------------------------------------------------------


def test_routines(run: Run) -> None:
    assert "glute-strength-a" in run("routines")
    found = run.json("routines")
    assert found["schema"] == "hiprehab-routines/1"
    by_id = {one["id"]: one for one in found["routines"]}
    strength = by_id["glute-strength-a"]
    assert [one["id"] for one in strength["variants"]] == ["L1", "L2", "L3"]
    assert (strength["pack"], strength["schedule"]["days_per_week"]) == ("builtin", [2, 3])
    assert len(by_id) == 18


def test_exercises(run: Run) -> None:
    assert "clamshell" in run("exercises")
    found = run.json("exercises")
    assert found["schema"] == "hiprehab-exercises/1"
    by_id = {one["id"]: one for one in found["exercises"]}
    assert by_id["clamshell"]["levels"] == ["1", "2", "3"]
    assert by_id["clamshell"]["harder"] == ["side-lying-leg-raise"]


def test_packs_before_and_after_installing(run: Run, pack: Path) -> None:
    assert run("packs").startswith("builtin  1.0.0")
    first, *more = run("install", pack).splitlines()
    assert first == "org.example.hip-start 1.2.0 (Hip start): installed"
    assert any("SHA-256" in line for line in more)
    assert run("install", pack) == "org.example.hip-start 1.2.0 (Hip start): already installed\n"
    found = run.json("packs")
    assert found["schema"] == "hiprehab-packs/1"
    counts = [(one["id"], one["exercises"], one["routines"]) for one in found["packs"]]
    assert counts == [("builtin", 67, 18), ("org.example.hip-start", 0, 1)]
    assert "clamshell" in run("plan", "org.example.hip-start/day-a")


def test_a_damaged_installed_pack_is_said_and_the_rest_works(run: Run, pack: Path) -> None:
    run("install", pack)
    installed = run.folder / "packs/org.example.hip-start/1.2.0.toml"
    installed.write_text("id =")
    assert "glute-strength-a" in run("routines")
    assert "1.2.0.toml:1: this is not TOML" in run.error


# --- plan -----------------------------------------------------------------------------------


def test_a_plan_as_text(run: Run) -> None:
    lines = run("plan", "desk-break-5").splitlines()
    assert lines[0].split() == ["start", "seconds", "kind", "exercise", "side", "set", "rep"]
    assert lines[1].split()[:3] == ["0:00", "10", "get_ready"]
    assert lines[2].split()[0] == "0:10"
    minutes, seconds = lines[-1].removeprefix("total ").split(":")
    assert int(minutes) in range(4, 7)
    assert len(seconds) == 2


def test_a_plan_as_json_adds_up(run: Run) -> None:
    found = run.json("plan", "glute-strength-a", "--variant", "l2")
    assert (found["schema"], found["variant"]) == ("hiprehab-plan/1", "L2")
    start = 0.0
    for step in found["steps"]:
        assert step["start"] == pytest.approx(start)
        start += step["expected_s"]
    assert found["total_s"] == pytest.approx(start)
    keys = {"start", "seconds", "kind", "exercise", "side", "set", "rep"}
    assert keys <= set(found["steps"][0])


def test_the_sore_side_turns_the_order(run: Run) -> None:
    def first_side(*arguments: str) -> str:
        steps = run.json("plan", "glute-strength-a", *arguments)["steps"]
        side: str = next(step["side"] for step in steps if step["kind"] == "work")
        return side

    assert first_side("--affected", "left") == "right"
    assert first_side("--affected", "right") == "left"


# --- wrong use ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["plan", "desk-brek"], 'There is no routine "desk-brek". Did you mean "desk-break-5"?'),
        (["plan", "zzz"], 'There is no routine "zzz". See: hiprehab routines'),
        (
            ["plan", "glute-strength-a", "--variant", "L9"],
            'glute-strength-a has no variant "L9". Variants: L1, L2, L3.',
        ),
        (["plan", "x", "--affected", "lft"], '"lft" is not known here. Did you mean "left"?'),
        (["rutines"], '"rutines" is not known here. Did you mean "routines"?'),
        (["plan"], "The following arguments are required: ROUTINE. Try: hiprehab plan --help"),
        (["check"], "The following arguments are required: PATH. Try: hiprehab check --help"),
        (["routines", "--jsn"], "Unrecognized arguments: --jsn. Try: hiprehab --help"),
        (["--temp-profile", "routines"], "Argument --temp-profile: not allowed with argument"),
        (["check", "no/such/file.toml"], "no/such/file.toml does not exist."),
        (["check", "a\x00b"], "a\\x00b does not exist."),
        (["install", "nowhere"], "nowhere does not exist."),
        (["check", "x" * 300], "x" * 300 + " has a name that is too long."),
        ([], "The following arguments are required: COMMAND. Try: hiprehab --help"),
        (["pain"], "The following arguments are required: COMMAND. Try: hiprehab pain --help"),
        (["plan", "desk-break-5", "--vari", "x"], "Unrecognized arguments: --vari x. Try:"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    assert run(*arguments, code=2) == ""
    assert run.error.startswith(sentence)
    assert run.error.count("\n") == 1


def test_help_and_version(run: Run) -> None:
    assert run("--version") == f"HipRehab {__version__}\n"
    text = run("--help")
    for word in ("routines", "exercises", "packs", "plan", "check", "install", "rehearse", "demo"):
        assert word in text
    assert "--write-index" not in run("check", "--help")


def test_a_temporary_profile_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert cli.main(["--temp-profile", "packs"]) == 0
    assert "builtin" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


# --- check and install ----------------------------------------------------------------------


def test_the_data_is_fine(run: Run) -> None:
    assert "fine (67 exercises, 18 routines)" in run("check", DATA)
    assert run.json("check", DATA) == {"schema": "hiprehab-problems/1", "problems": []}


def test_check_says_each_problem_on_a_line(run: Run, pack: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(PACK.replace("1.2.0", "one").replace('"1" }', '"7" }'))
    lines = run("check", bad, pack, code=1).splitlines()
    assert lines == [
        f'{bad}:4: version: "one" cannot be used here. Write three numbers, such as "1.0.0".',
        f'{bad}:10: routine.day-a.block[1].items[1].level: "clamshell" has no level "7".'
        " Levels: 1, 2, 3.",
        f"{pack}: fine (0 exercises, 1 routine)",
    ]
    (first, _) = run.json("check", bad, code=1)["problems"]
    assert (first["file"], first["line"], first["key"]) == (str(bad), 4, "version")
    assert first["remedy"].startswith("Write three numbers")


def test_a_file_is_checked_within_its_tree(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    (folder / "exercises").mkdir(parents=True)
    (folder / "pack.toml").write_text(PACK[: PACK.index("[routine")])
    good = (DATA / "exercises/clamshell.toml").read_text()
    (folder / "exercises/good.toml").write_text(good)
    bad = folder / "exercises/bad.toml"
    bad.write_text(good.replace("sets = 2", "sets = 0", 1))
    assert "fine (checked within" in run("check", folder / "exercises/good.toml")
    for path in (bad, folder / "exercises", folder, folder / "pack.toml"):
        expected = 0 if path.name == "pack.toml" else 1
        out = run("check", path, code=expected)
        assert ("bad.toml:" in out) == bool(expected)
    assert "fine" in run("check", DATA / "exercises/clamshell.toml")


def test_check_writes_the_index_only_for_sound_data(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "exercises").mkdir(parents=True)
    (folder / "pack.toml").write_text(PACK[: PACK.index("[routine")])
    file = folder / "exercises/rest.toml"
    good = 'name = "R"\ncategory = "recovery"\nposition = "prone"\ncues = ["Rest."]\n'
    file.write_text(good)
    run("check", folder, "--write-index", code=1)
    assert not (folder / "index.json").exists()
    file.write_text(good + 'dose = { kind = "open" }\n')
    assert f"wrote {folder / 'index.json'}" in run("check", folder, "--write-index")
    assert (folder / "schema/hiprehab-pack-1.json").exists()


def test_one_bad_pack_does_not_stop_the_others(run: Run, pack: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(PACK.replace("clamshell", "clamshel"))
    lines = run("install", bad, pack, code=1).splitlines()
    assert 'Did you mean "clamshell"?' in lines[0]
    assert lines[1].endswith(": installed")
    assert "it is cut off" in run("install", zipped(tmp_path), code=1)


def zipped(folder: Path) -> Path:
    path = folder / "x.hiprehab"
    path.write_bytes(b"PK\x03\x04")
    return path


def test_without_the_index_the_files_are_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    (folder / "routines").mkdir(parents=True)
    (folder / "pack.toml").write_text((DATA / "pack.toml").read_text())
    monkeypatch.setattr("hiprehab.resources.data_dir", lambda: folder)
    routine = folder / "routines/day-a.toml"
    body = PACK[PACK.index('title = "Day A"') :].replace("routine.day-a.", "")
    routine.write_text(body)
    run("routines", code=1)
    assert "day-a.toml:4: block[1].items[1].exercise: there is no exercise" in run.error
    (folder / "exercises").mkdir()
    (folder / "motions").symlink_to(DATA / "motions")
    text = (DATA / "exercises/clamshell.toml").read_text()
    text = text.replace('easier = ["supine-isometric-abduction"]', "")
    text = text.replace('harder = ["side-lying-leg-raise"]', "")
    (folder / "exercises/clamshell.toml").write_text(text)
    assert run("routines").split()[0] == "day-a"


def test_a_data_folder_that_is_a_file_is_said(run: Run) -> None:
    run.folder.write_text("")
    run("routines", code=1)
    assert run.error.startswith("The folder for your log cannot be used")
    assert run.error.count("\n") == 1


# --- as a program ---------------------------------------------------------------------------


def test_no_command_loads_qt_or_numbers(tmp_path: Path, pack: Path) -> None:
    code = (
        "import sys; from hiprehab import cli; place = ['--data-dir', sys.argv[1]];"
        "calls = [['routines'], ['exercises'], ['packs'], ['plan', 'desk-break-5'],"
        "         ['check', sys.argv[2]], ['install', sys.argv[2]], ['routines']];"
        "assert all(cli.main([*place, *call]) == 0 for call in calls);"
        "heavy = {'PySide6', 'shiboken6', 'numpy', 'pyqtgraph', 'miniaudio'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "data"), str(pack)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"


def test_a_reader_that_goes_away_gets_no_traceback(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "hiprehab", "--data-dir", str(tmp_path), "exercises"],
        cwd=ROOT,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (PermissionError(13, "denied", "/x\ny"), 1, "/x\\ny may not be used by this user.\n"),
        (OSError(5, "Input/output error"), 1, "A file could not be used (Input/output error).\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_of_the_system_are_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, sentence: str
) -> None:
    def broken(_path: Path) -> None:
        raise error

    monkeypatch.setattr("hiprehab.cli.parser.open_index", broken)
    run("packs", code=code)
    assert run.error == sentence


def test_a_link_in_a_tree_is_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/hip.toml").write_text(PACK)
    (tmp_path / "other.toml").write_text("no pack")
    (tmp_path / "tree/link.toml").symlink_to(tmp_path / "other.toml")
    assert "1 pack" in run("check", str(tmp_path / "tree"))
