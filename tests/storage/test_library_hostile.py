"""Files made to do harm: each is refused in a sentence, quickly, with little memory."""

import json
import math
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiprehab.storage.convert import Base
from hiprehab.storage.index import open_index
from hiprehab.storage.keylines import Lines
from hiprehab.storage.library import Loaded, read_pack
from hiprehab.storage.packfile import MAX_BYTES, parse, read_text
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.shapes import DoseShape, ExerciseShape, RoutineShape

ROOT = Path(__file__).resolve().parents[2]
INDEX = open_index(ROOT / "data/index.json")
BASE = Base(INDEX.library.exercises, INDEX.motions)

HEAD = 'schema = "hiprehab-pack/1"\nid = "org.example.x"\nversion = "1.0.0"\ntitle = "X"\n'
EXERCISE = 'name = "X"\ncategory = "cardio"\nposition = "prone"\ncues = ["a"]\n'
MANY = 30_000

HOSTILE = {
    "brackets": ("a = " + "[" * (MAX_BYTES - 4), "nested too deeply"),
    "closed brackets": ("a = " + "[" * 400_000 + "]" * 400_000, "nested too deeply"),
    "braces": ("a = " + "{ a = " * 150_000, "nested too deeply"),
    "dots": (".".join("a" * 400_000) + " = 1", "more than 8 parts"),
    "header": ("[" + ".".join("a" * 400_000) + "]", "more than 8 parts"),
    "keys": ("".join(f"k{n} = 1\n" for n in range(MANY)), "this key is not known"),
    "tables": (HEAD + "".join(f"[exercise.e{n}]\n" for n in range(20_000)), "more than 500"),
    "levels": (HEAD + "[exercise.a]\n" + EXERCISE + "[[exercise.a.level]]\n" * 14_000, "more than"),
    "list": (HEAD + "sources = [" + "1," * 70_000 + "]", "more than 40 entries"),
    "not numbers": (HEAD + "sources = [" + "nan," * 70_000 + "]", "nan is not a usable number"),
    "references": (
        HEAD
        + "".join(
            f"[exercise.e{n}]\n{EXERCISE}easier = {[f'{n}-' + 'e' * 70] * 40}\n" for n in range(200)
        ),
        "there is no exercise",
    ),
    "escapes": ('a = """' + '\\"""' * 200_000, "unterminated string"),
    "quotes": ('"""' * 300_000, "this is not TOML"),
    "long key": ('"' + "a" * 900_000 + '" = 1', "this key is not known"),
    "long text": (HEAD + '[exercise.a]\nname = "' + "a" * 900_000 + '"', "longer than 80"),
    "digits": ("a = " + "9" * 900_000, "too many digits"),
    "hexadecimal": (HEAD + "pain = 0x" + "f" * 900_000, "this key is not known"),
    "line ends": ("\n" * (MAX_BYTES - 1), "too many values or empty lines"),
}


PROBE = """
import contextlib, io, json, resource, sys, time
from hiprehab import cli

def most_megabytes():
    try:  # this program's own; the other one counts what its parent had when it was started
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

for path in sys.argv[1:]:
    said, start = io.StringIO(), time.process_time()
    with contextlib.redirect_stdout(said):
        code = cli.main(["check", path])
    used = time.process_time() - start
    print(json.dumps([code, said.getvalue().splitlines(), used, most_megabytes()]))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What `check` says to each hostile file, with the processor time and the memory (MB)."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (text, _) in HOSTILE.items():
        (folder / f"{name}.toml").write_text(text)
    names = [*HOSTILE, "huge"]
    with (folder / "huge.toml").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    paths = [str(folder / f"{name}.toml") for name in names]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *paths], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not done.stderr
    return dict(zip(names, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", [*HOSTILE, "huge"])
def test_a_hostile_text_is_refused(answers: dict[str, list[Any]], name: str) -> None:
    code, lines, seconds, megabytes = answers[name]
    expected = HOSTILE.get(name, ("", "the file is larger than 1 MB"))[1]
    assert code == 1
    assert any(expected in line for line in lines), lines[:3]
    assert len(lines) <= 201
    assert all(len(line) < 600 for line in lines)
    # The promise is 2 s and 300 MB; processor time, so that a busy machine does not matter.
    assert seconds < 2
    assert megabytes < 300


def said(path: Path) -> str:
    """The one problem of a path, without the folder."""
    (problem,) = read_pack(path, BASE).problems
    return str(problem).replace(str(path.parent) + "/", "")


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"title = 'caf\xe9'", "x.toml:1: this is not UTF-8 text (byte 0xe9). Save it as UTF-8."),
        (b"a = 1\n\n\xff\xfe", "x.toml:3: this is not UTF-8 text (byte 0xff)."),
        (b"PK\x03\x04", "x.toml:1: this is not TOML"),
        (b"a = '\x00'", "x.toml:1: this is not TOML: found invalid character"),
        (b"a = '\xed\xa0\x80'", "this is not UTF-8 text (byte 0xed)"),
        (b'a = "\\ud800"', "this is not TOML"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, answer: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    assert answer in said(path)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    text = HEAD + "[exercise.a]\n" + EXERCISE + 'dose = { kind = "open" }\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_pack(path).pack
    assert read_text(path) == text


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    no_file = "this is a pipe or a device, not a file. Name a TOML file."
    assert said(tmp_path / "pipe") == f"pipe: {no_file}"
    assert said(Path("/dev/zero")) == f"zero: {no_file}"
    assert "loop: the file is a link that leads back to itself." in said(tmp_path / "loop")
    assert said(tmp_path / "dangling") == "dangling: the file does not exist. Check the path."
    assert said(tmp_path / ("x" * 300)).endswith("has a name that is too long. Check the path.")
    os.mkfifo(tmp_path / "x.hiprehab")
    assert said(tmp_path / "x.hiprehab") == f"x.hiprehab: {no_file}"
    with pytest.raises(PackProblem, match="this is a folder, not a file"):
        read_text(tmp_path)
    with pytest.raises(PackProblem, match="this is not a file name"):
        read_text(Path("a\0b"))


def test_a_file_that_turns_into_a_pipe_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Between the look at the file and its opening somebody puts a pipe, or more text, there.
    plain, pipe = tmp_path / "plain", tmp_path / "pipe"
    plain.touch()
    os.mkfifo(pipe)
    before = os.stat(plain)
    monkeypatch.setattr("hiprehab.storage.packfile.os.stat", lambda _path: before)
    with pytest.raises(PackProblem, match="a pipe or a device"):
        read_text(pipe)
    plain.write_bytes(b" " * (MAX_BYTES + 1))
    monkeypatch.setattr("hiprehab.storage.packfile.os.fstat", lambda _handle: before)
    with pytest.raises(PackProblem, match="larger than 1 MB"):
        read_text(plain)


# --- made-up values -------------------------------------------------------------------------

KEYS = st.sampled_from(
    sorted({*DoseShape.model_fields, *ExerciseShape.model_fields, *RoutineShape.model_fields, "x"})
)
LEAVES = st.one_of(
    st.booleans(),
    st.integers(),
    st.integers(min_value=-3, max_value=12),
    st.floats(),
    st.dates(),
    st.text(max_size=8),
    st.sampled_from(["reps", "hold", "time", "open", "self", "ready", "each", "1", "clamshell"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def as_toml(value: Any) -> str:
    """A value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            return repr(value) if math.isfinite(value) else str(value)
        case date():
            return value.isoformat()
        case str():
            return json.dumps(value, ensure_ascii=True) if "\x7f" not in value else '""'
        case list():
            return "[" + ", ".join(map(as_toml, value)) + "]"
        case _:
            return "{" + ", ".join(f"{key} = {as_toml(one)}" for key, one in value.items()) + "}"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "made-up.toml"


def judged(path: Path, text: str) -> Loaded:
    """Reads a text; whatever it is, it is a pack or it has problems that can be printed."""
    path.write_text(text, encoding="utf-8", errors="replace")
    loaded = read_pack(path, BASE)
    assert (loaded.pack is None) == bool(loaded.problems)
    for problem in loaded.problems:
        assert str(problem).isprintable()
        assert problem.line <= text.count("\n") + 1
    return loaded


@settings(max_examples=150)
@given(tables=st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_values_are_judged(scratch: Path, tables: dict[str, Any]) -> None:
    judged(scratch, "".join(f"{key} = {as_toml(value)}\n" for key, value in tables.items()))


@settings(max_examples=150)
@given(values=st.dictionaries(KEYS, VALUES, max_size=5), dose=st.dictionaries(KEYS, VALUES))
def test_any_values_inside_a_pack_are_judged(
    scratch: Path, values: dict[str, Any], dose: dict[str, Any]
) -> None:
    table = {"name": "X", "category": "cardio", "position": "prone", "cues": ["a"]} | values
    lines = "".join(f"{key} = {as_toml(value)}\n" for key, value in table.items() if key != "dose")
    item = f'items = [{{ exercise = "clamshell", dose = {as_toml(dose)} }}]\n'
    routine = f'[routine.r]\ntitle = "R"\n[[routine.r.block]]\nkind = "k"\n{item}'
    judged(scratch, f"{HEAD}[exercise.a]\n{lines}dose = {as_toml(dose)}\n{routine}")


@settings(max_examples=150)
@given(text=st.text(alphabet=st.sampled_from("ab=.[]{},\"'\\#\n 1-")))
def test_any_text_is_judged(scratch: Path, text: str) -> None:
    judged(scratch, text)


@given(sets=st.integers(), hold=st.floats(), reps=st.integers())
def test_no_dose_outside_the_limits_gets_through(
    scratch: Path, sets: int, hold: float, reps: int
) -> None:
    dose = f'{{ kind = "hold", sets = {sets}, hold_s = {as_toml(hold)}, reps = {reps} }}'
    loaded = judged(scratch, f"{HEAD}[exercise.a]\n{EXERCISE}dose = {dose}\n")
    inside = 1 <= sets <= 20 and 1 <= hold <= 900 and 1 <= reps <= 200
    assert (loaded.pack is not None) == inside


# --- lines ----------------------------------------------------------------------------------

LINED = """\
# a comment [not.a.table]
top = 1  # = 2
"quoted key" = 2
'single' = 3
"esc\\u0061ped" = 4
text = \"\"\"
[in.text]
x = 1\"\"\"
raw = '''
y = 2
'''
[table]
a.b = 1
list = [
  1,  # one
  [2, 3],
  { deep = 4, more = [5] },
]
inline = { x = { y = 1 }, z = 2 }
[[many]]
name = "first"
[[many]]
name = "second"
[[many.inner]]
v = 1
[many.inner.sub]
w = 1
"""

PLACES: dict[tuple[str | int, ...], int] = {
    ("top",): 2,
    ("quoted key",): 3,
    ("single",): 4,
    ("escaped",): 5,
    ("text",): 6,
    ("raw",): 9,
    ("table",): 12,
    ("table", "a"): 13,
    ("table", "a", "b"): 13,
    ("table", "list", 0): 15,
    ("table", "list", 1, 1): 16,
    ("table", "list", 2, "deep"): 17,
    ("table", "list", 2, "more", 0): 17,
    ("table", "inline", "x", "y"): 19,
    ("table", "inline", "z"): 19,
    ("table", "missing"): 12,
    ("many",): 20,
    ("many", 0, "name"): 21,
    ("many", 1): 22,
    ("many", 1, "name"): 23,
    ("many", 1, "inner", 0, "v"): 25,
    ("many", 1, "inner", 0, "sub", "w"): 27,
    ("nothing",): 1,
}


@pytest.mark.parametrize("path", PLACES)
def test_lines_are_found(path: tuple[str | int, ...]) -> None:
    assert parse(LINED, "x").lines.of(path) == PLACES[path]


@given(text=st.text(alphabet=st.sampled_from("ab=.[]{},\"'\\#\n 1-")))
def test_looking_for_lines_always_ends(text: str) -> None:
    assert Lines(text).of(("a",)) >= 1
