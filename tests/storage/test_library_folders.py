"""Packs as folders, and what the documentation of the format says about them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hiprehab.core.model import Pack
from hiprehab.storage.convert import Base
from hiprehab.storage.library import NOTHING, Loaded, base_of, load_tree, read_pack
from hiprehab.storage.problems import Problem
from hiprehab.storage.shapes import (
    AdjustShape,
    BlockShape,
    DoseShape,
    ExerciseShape,
    HeadShape,
    ItemShape,
    PhaseShape,
    RoutineShape,
    Shape,
)

ROOT = Path(__file__).resolve().parents[2]

HEAD = """
schema = "hiprehab-pack/1"
id = "org.example.hip-start"
version = "1.2.0"
title = "Hip start"
"""
LEVEL = """
name = "Bridge on a towel"
category = "strength"
position = "supine"
cues = ["Press through your heels."]
[[level]]
name = "1"
dose = { kind = "reps", reps = [8, 10], tempo = [["lift", 2], ["hold", 2], ["lower", 2]] }
"""
ROUTINE = """
title = "Day A"
[[block]]
kind = "strength"
items = [{ exercise = "bridge-towel" }]
"""


def in_one_file() -> str:
    """The same pack as one file."""
    exercise = LEVEL.replace("[[level", "[[exercise.bridge-towel.level")
    routine = ROUTINE.replace("[[block", "[[routine.day-a.block")
    return f"{HEAD}[exercise.bridge-towel]{exercise}[routine.day-a]{routine}"


def whole(loaded: Loaded) -> Pack:
    """The pack of a reading that must have gone well."""
    assert not loaded.problems, "\n".join(map(str, loaded.problems))
    assert loaded.pack is not None
    return loaded.pack


def short(problem: Problem) -> str:
    """A problem as it is printed, without the folder."""
    return str(replace(problem, file=Path(problem.file).name))


def only(loaded: Loaded) -> str:
    """The one problem, without the folder."""
    assert loaded.pack is None
    assert len(loaded.problems) == 1, "\n".join(map(str, loaded.problems))
    return short(loaded.problems[0])


def read(tmp_path: Path, text: str, base: Base) -> Loaded:
    """A text as a one-file pack."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return read_pack(path, base)


# --- folders --------------------------------------------------------------------------------


def spread(folder: Path) -> Path:
    """The good pack as a folder of files."""
    for name in ("exercises", "routines", "motions"):
        (folder / name).mkdir(parents=True)
    (folder / "pack.toml").write_text(HEAD)
    (folder / "exercises/bridge-towel.toml").write_text(LEVEL)
    (folder / "routines/day-a.toml").write_text(ROUTINE)
    (folder / "motions/arc.toml").write_text("base = 1\n")
    return folder


def test_a_folder_is_the_same_pack(tmp_path: Path) -> None:
    folder = spread(tmp_path / "folder")
    (folder / "exercises/.DS_Store").write_bytes(b"\x00")
    loaded = read_pack(folder, NOTHING)
    assert whole(loaded) == whole(read(tmp_path, in_one_file(), NOTHING))
    assert loaded.motions == {"arc"}


def test_the_built_in_pack_has_to_speak_of_cautions(tmp_path: Path) -> None:
    folder = spread(tmp_path / "folder")
    (folder / "pack.toml").write_text(HEAD.replace("org.example.hip-start", "builtin"))
    answer = "nothing is said about cautions. Add caution = [...], or no_known_cautions = true."
    assert answer in only(load_tree(folder))
    file = folder / "exercises/bridge-towel.toml"
    file.write_text("no_known_cautions = true\n" + file.read_text())
    base = base_of(load_tree(folder))
    assert set(base.exercises) == {"bridge-towel"}
    assert base.motions == {"arc"}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("exercises/Bridge.toml", 'Bridge.toml: "Bridge" cannot be an id. Use small letters'),
        ("exercises/bridge.tml", "bridge.tml: only .toml files are read here."),
        ("exercise/bridge.toml", 'exercise: this folder is not read. Did you mean "exercises"?'),
        ("exercises/sub.toml/x", "sub.toml: this is a folder, not a file"),
    ],
)
def test_strays_in_a_folder_are_named(tmp_path: Path, name: str, answer: str) -> None:
    folder = spread(tmp_path / "folder")
    stray = folder / name
    stray.parent.mkdir(exist_ok=True)
    good = (folder / "exercises/bridge-towel.toml").read_text()
    stray.write_text(good)
    assert answer in only(read_pack(folder, NOTHING))


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    folder = spread(tmp_path / "folder")
    (folder / "motions/outside.toml").symlink_to(ROOT / "pyproject.toml")
    assert "outside.toml: this is a link; a pack holds its own files" in only(read_pack(folder))


def test_a_folder_needs_a_head_and_a_content(tmp_path: Path) -> None:
    folder = spread(tmp_path / "folder")
    (folder / "pack.toml").unlink()
    assert "pack.toml: the pack has no pack.toml. Add it with" in only(load_tree(folder))
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "pack.toml").write_text(HEAD)
    assert "the pack has no exercise and no routine" in load_tree(empty).problems[0].message
    assert "does not exist" in only(load_tree(tmp_path / "nowhere"))
    for number in range(500):
        (folder / f"motions/m{number}.toml").touch()
    assert "the folder has more than 500 exercises, routines and motions" in only(load_tree(folder))


def test_a_broken_file_in_a_folder_is_blamed_once(tmp_path: Path) -> None:
    folder = spread(tmp_path / "folder")
    (folder / "exercises/bridge-towel.toml").write_text("name =")
    assert "bridge-towel.toml:1: this is not TOML" in only(load_tree(folder))


# --- the documentation ----------------------------------------------------------------------


def documented(language: str) -> str:
    """The first block of that language in the documentation of the format."""
    text = (ROOT / "docs/pack-format.md").read_text(encoding="utf-8")
    return text.split(f"```{language}\n")[1].split("```")[0]


def built_in() -> Base:
    """What a pack of somebody else may refer to."""
    return base_of(load_tree(ROOT / "data"))


def test_the_example_of_the_documentation_is_a_pack(tmp_path: Path) -> None:
    pack = whole(read(tmp_path, documented("toml"), built_in()))
    assert [one.name for one in pack.exercises[0].levels] == ["1", "2"]
    assert [item.level for item in pack.routines[0].variants[0].items] == ["1", "2"]


def test_the_problems_of_the_documentation_are_what_is_said(tmp_path: Path) -> None:
    text = documented("toml").replace("sets = 2", 'sets = "3"').replace("\ntempo", "\ntemppo")
    said = [short(problem) for problem in read(tmp_path, text, built_in()).problems]
    other = documented("toml").replace('"clamshell"', '"clamshel"')
    said += [short(problem) for problem in read(tmp_path, other, built_in()).problems]
    shown = (ROOT / "docs/pack-format.md").read_text().replace("hip-start.toml:", "mine.toml:")
    for line in said:
        assert line in shown


@pytest.mark.parametrize(
    "shape",
    [
        HeadShape, ExerciseShape, DoseShape, RoutineShape, ItemShape, BlockShape, PhaseShape,
        AdjustShape,
    ],
)  # fmt: skip
def test_the_documentation_names_every_key(shape: type[Shape]) -> None:
    text = (ROOT / "docs/pack-format.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", text))
    assert {field.alias or name for name, field in shape.model_fields.items()} <= words
