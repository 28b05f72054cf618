"""The check of motion files: every fault by name, and never a traceback."""

import copy
import random
from pathlib import Path
from typing import Any

import pytest

from hiprehab.cli import main as command_line
from hiprehab.figure import catalogue
from hiprehab.figure.check import faults
from hiprehab.figure.solve_keys import KeySolver

MOTIONS = sorted(catalogue.known_motions())


def table(**more: Any) -> dict[str, Any]:
    """A motion without faults, changed in places."""
    plain: dict[str, Any] = {
        "name": "Test",
        "text": "The {side} knee bends.",
        "rest": "low",
        "hold": "high",
        "still": "high",
        "tempo": [["low", "high", 2.0], ["high", "low", 2.0]],
        "keys": [{"name": "low"}, {"name": "high", "pose": {"knee.flex": 40}}],
        "contacts": {"foot": True},
    }
    return plain | more


def said(changed: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str, str]]:
    return [(fault.place, fault.message, fault.remedy) for fault in faults(changed)]


@pytest.mark.parametrize("name", MOTIONS)
def test_shipped_motions_have_no_fault(name: str) -> None:
    assert said(dict(catalogue.load(name).table)) == []


def test_the_plain_table_has_no_fault() -> None:
    assert said(table()) == []


@pytest.mark.parametrize(
    ("changed", "place", "words"),
    [
        ({"pose": {"hipp.flex": 3}}, ("pose", "hipp.flex"), "no such joint angle"),
        ({"pose": {"knee_r.flex": 170}}, ("pose", "knee_r.flex"), "knee_r.flex (-3 to 150)"),
        ({"pose": {"spine.flex": 100}}, ("pose", "spine.flex"), "past the limit"),
        ({"pose": {"knee.flex": float("nan")}}, ("pose", "knee.flex"), "number of degrees"),
        ({"pose": {"knee.flex": True}}, ("pose", "knee.flex"), "number of degrees"),
        ({"contacts": {"fot_l": True}}, ("contacts", "fot_l"), "no place of the body"),
        ({"contacts": {"foot": "chair"}}, ("contacts", "foot"), "no surface"),
        (
            {"props": {"b": {"kind": "band"}}, "contacts": {"foot": "b"}},
            ("contacts", "foot"), "nothing can rest on a band",
        ),
        ({"props": {"c": {"kind": "char"}}}, ("props", "c"), "not known"),
        ({"props": {"c": {"kind": "chair"}}}, ("props", "c"), "needs a height"),
        ({"props": {"c": {"kind": "wall"}}}, ("props", "c"), "needs"),
        ({"pin": ["foots"]}, ("pin", 0), "no place of the body"),
        ({"free": ["hips"]}, ("free", 0), "no joint"),
        ({"attach": [["palm_l", "knee_l", "top"]]}, ("attach", 0), "no side"),
        ({"attach": [["palm", "knee_l"]]}, ("attach", 0), "not one place"),
        ({"aim": [["heel_r", [0, 1]]]}, ("aim", 0), "three numbers"),
        ({"rest": "lo"}, ("rest",), "not one of the keys"),
        ({"tempo": [["low", "up", 2.0]]}, ("tempo", 0), '"up" is not one of the keys'),
        ({"tempo": [["low", "high", 0]]}, ("tempo", 0), "seconds"),
        ({"base": "lying"}, ("base",), "no base position"),
        ({"text": "The {joint} bends."}, ("text",), "braces"),
        ({"muscles": {"glutes": 1.0}}, ("muscles", "glutes"), "no such muscle"),
        ({"muscles": {"abs": 3}}, ("muscles", "abs"), "0 to 1"),
        ({"arrow": {"point": "heel_r", "from": "low", "to": "x"}}, ("arrow",), "not one of"),
        ({"cycle": [["low", 0.5], ["high", 0.2], ["low", 0.7]], "period": 1}, ("cycle",), "rising"),
        ({"cycle": 3, "period": 1.0}, ("cycle",), "rising"),
        ({"colour": "red"}, ("colour",), "no such key"),
        ({"keys": []}, ("keys",), "needs key poses"),
        ({"camera": {"yaw": "left"}}, ("camera",), "two numbers"),
        ({"root": {"pitch": "x"}}, ("root", "pitch"), "number"),
    ],
)  # fmt: skip
def test_each_fault_is_named(
    changed: dict[str, Any], place: tuple[str | int, ...], words: str
) -> None:
    found = said(table(**changed))
    assert any(where == place and words in message for where, message, _ in found), found
    assert all(remedy.endswith((".", "?")) for _, _, remedy in found)


def test_near_misses_are_suggested() -> None:
    assert said(table(pose={"knee_r.flexx": 3}))[0][2] == 'Did you mean "knee_r.flex"?'
    assert said(table(free=["shouldr"]))[0][2] == 'Did you mean "shoulder"?'


WRONG = [None, True, -1, 1e300, float("nan"), "", "x", [], {}, [[]], [1, 2], {"a": {}}, 10**400]


def broken(seed: int) -> dict[str, Any]:
    """A shipped motion with one to three values replaced, moved or taken away."""
    chance = random.Random(seed)
    made = copy.deepcopy(dict(catalogue.load(chance.choice(MOTIONS)).table))
    for _ in range(chance.randint(1, 3)):
        at: Any = made
        while True:
            places = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not places:
                break
            place = chance.choice(places)
            inner = at[place]
            if isinstance(inner, dict | list) and inner and chance.random() < 0.7:
                at = inner
                continue
            if chance.random() < 0.3:
                del at[place]
            else:
                at[place] = chance.choice(WRONG)
            break
    return made


@pytest.mark.parametrize("part", range(4))
def test_what_passes_can_be_read_by_the_solver(part: int) -> None:
    for seed in range(part * 150, part * 150 + 150):
        made = broken(seed)
        if not faults(made):
            KeySolver(made).written()


@pytest.mark.fuzz
def test_many_broken_tables_never_raise() -> None:
    for seed in range(1000, 21_000):
        made = broken(seed)
        if not faults(made):
            KeySolver(made).written()


PACK = """schema = "hiprehab-pack/1"
id = "org.example.bend"
version = "1.0.0"
title = "Bend"
language = "en"

[exercise.bend]
name = "Bend"
category = "mobility"
position = "standing"
motion = "bend"
cues = ["Bend the knee."]
dose = { kind = "reps", sets = 1, reps = 5, tempo = [["bend", 2]] }

[motion.bend]
name = "Bend"
text = "The knee bends."
rest = "low"
hold = "low"
still = "low"
keys = [{ name = "low" }]
[motion.bend.pose]
"hip_r.flex" = 60
"knee_r.flex" = 190
"""


def test_check_names_file_line_joint_and_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bend.toml"
    path.write_text(PACK, "utf-8")
    assert command_line(["--data-dir", str(tmp_path / "d"), "check", str(path)]) == 1
    said = capsys.readouterr().out
    line = 1 + PACK.splitlines().index('"knee_r.flex" = 190')
    assert f"bend.toml:{line}: motion.bend.pose.knee_r.flex: 190 degrees is past the limit" in said
    assert said.count("\n") == 1
    assert command_line(["--data-dir", str(tmp_path / "d"), "install", str(path)]) == 1
    path.write_text(PACK.replace("190", "90"), "utf-8")
    capsys.readouterr()
    assert command_line(["--data-dir", str(tmp_path / "d"), "check", str(path)]) == 0
