"""Motions of packs: solved when they are installed, and what stands in for the others."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from hiprehab.cli import main as command_line
from hiprehab.figure import catalogue, film, own, stills
from hiprehab.figure.motion import Phase
from hiprehab.ui.widgets.figure_view import FigureView

POSITIONS = (
    "standing", "seated", "floor-seated", "kneeling", "quadruped", "prone", "supine", "side-lying",
    "propped",
)  # fmt: skip
TABLE = {
    "name": "Bend",
    "text": "Standing. The {side} knee bends.",
    "rest": "low",
    "hold": "high",
    "still": "high",
    "tempo": [["low", "high", 0.5], ["high", "low", 0.5]],
    "contacts": {"foot_l": True},
    "pin": ["foot_l"],
    "free": ["ankle_l"],
    "keys": [{"name": "low"}, {"name": "high", "pose": {"knee_r.flex": 80, "hip_r.flex": 20}}],
}
STILL = {
    "name": "Still",
    "text": "Standing.",
    "rest": "low",
    "hold": "low",
    "still": "low",
    "keys": [{"name": "low"}],
}
PACK = """schema = "hiprehab-pack/1"
id = "org.example.bend"
version = "1.0.0"
title = "Bend"
language = "en"
author = { name = "A. Physio" }
licence = "CC-BY-4.0"

[exercise.bend]
name = "Bend"
category = "mobility"
position = "standing"
motion = "bend"
cues = ["Bend the knee."]
no_known_cautions = true
dose = { kind = "reps", sets = 1, reps = 5, tempo = [["bend", 2]] }

[motion.bend]
name = "Bend"
text = "Standing. The {side} knee bends."
rest = "low"
hold = "high"
still = "high"
tempo = [["low", "high", 0.5], ["high", "low", 0.5]]
contacts = { foot_l = true }
pin = ["foot_l"]
free = ["ankle_l"]
keys = [{ name = "low" }, { name = "high", pose = { "knee_r.flex" = 80, "hip_r.flex" = 20 } }]
"""


@pytest.fixture(autouse=True)
def forget(tmp_path: Path) -> Iterator[None]:
    yield
    catalogue.use_own(tmp_path / "nothing")
    film.baked.cache_clear()


def test_a_pack_is_installed_and_its_motion_plays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bend.toml"
    path.write_text(PACK, "utf-8")
    data = tmp_path / "data"
    assert command_line(["--data-dir", str(data), "install", str(path)]) == 0
    assert capsys.readouterr().out.startswith("org.example.bend 1.0.0 (Bend): installed\n")
    name = "org.example.bend/bend"
    assert not catalogue.can_be_shown(name)
    catalogue.use_own(data / "cache")
    assert catalogue.can_be_shown(name)
    assert catalogue.shown_for(name, "standing") == name
    assert catalogue.describe(name, "left") == "Standing. The left knee bends."
    baked = film.baked(name)
    assert baked.at(Phase.HOLD, 0).angles != pytest.approx(baked.at(Phase.REST, 0).angles)
    folder = data / "cache" / "motions" / "org.example.bend"
    assert stills.still_path(name) == folder / "bend-light.png"
    assert stills.still_path(name, dark=True, small=True) == folder / "bend-small-dark.png"
    image = QImage(str(stills.still_path(name, side="left")))
    assert (image.width(), image.height()) == stills.SIZE
    (folder / "bend-light.png").unlink()  # as long as it is not drawn, a resting pose stands in
    resting = stills.still_path("rest/standing")
    assert resting is not None and stills.still_path(name) == resting
    assert own.solve_all("org.example.bend", {"bend": TABLE}, data / "cache") == {}
    assert stills.still_path(name) == folder / "bend-light.png"
    # A second time nothing is solved again.
    kept = (data / "cache" / "motions" / "org.example.bend" / "bend.npz").stat().st_mtime_ns
    assert own.solve_all("org.example.bend", {"bend": TABLE}, data / "cache") == {}
    again = (data / "cache" / "motions" / "org.example.bend" / "bend.npz").stat().st_mtime_ns
    assert again == kept


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one solved motion, to be copied."""
    folder = tmp_path_factory.mktemp("solved")
    own.solve_into(folder, "still", json_of(STILL))
    return folder


@pytest.mark.parametrize("kind", ["npz", "json"])
@pytest.mark.parametrize("damage", [b"", b"nonsense", b"[1, 2]", None])
def test_a_damaged_motion_counts_as_not_solved(
    tmp_path: Path, still: Path, kind: str, damage: bytes | None
) -> None:
    folder = tmp_path / "motions" / "a.b"
    shutil.copytree(still, folder)
    catalogue.use_own(tmp_path)
    assert catalogue.shown_for("a.b/still", "standing") == "a.b/still"
    path = folder / f"still.{kind}"
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    catalogue.use_own(tmp_path / "nothing")
    catalogue.use_own(tmp_path)
    assert catalogue.shown_for("a.b/still", "standing") == "rest/standing"
    assert catalogue.describe("a.b/still", None) == ""


def test_a_motion_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    troubles = own.solve_all("a.b", {"bend": TABLE}, tmp_path, limit_s=0.01)
    assert troubles == {"bend": "it was not solved within 0.01 seconds"}
    assert not list(tmp_path.rglob("*.npz"))


def test_what_was_tried_in_vain_is_not_tried_at_every_start(tmp_path: Path) -> None:
    tables = {"bend": TABLE, "still": STILL}
    assert own.unsolved("a.b", tables, tmp_path) == ["bend", "still"]
    assert own.solve_all("a.b", {"bend": TABLE}, tmp_path, limit_s=0.01)
    assert own.unsolved("a.b", tables, tmp_path) == ["still"]
    changed = {"bend": TABLE | {"name": "Another bend"}}
    assert own.unsolved("a.b", changed, tmp_path) == ["bend"]
    assert own.solve_all("a.b", {"still": STILL}, tmp_path) == {}
    assert own.unsolved("a.b", {"still": STILL}, tmp_path) == []


def test_contacts_that_cannot_be_met_are_named(tmp_path: Path) -> None:
    # One foot on the floor, the other one on a step far too high.
    table = TABLE | {
        "props": {"step": {"kind": "step", "height": 2.6}},
        "contacts": {"heel_l": True, "heel_r": "step"},
        "keys": [{"name": "low"}, {"name": "high"}],
        "pin": [],
    }
    with pytest.raises(own.CannotSolve, match=r"stays \d+ cm from its place"):
        own.solve_into(tmp_path, "bend", json_of(table))
    with pytest.raises(own.CannotSolve, match="no such joint angle"):
        own.solve_into(tmp_path, "bend", json_of(TABLE | {"pose": {"hips": 3}}))
    with pytest.raises(own.CannotSolve, match="cannot be drawn"):
        own.solve_into(tmp_path, "bend", json_of(STILL | {"props": {"b": {"kind": "strap"}}}))
    assert not list(tmp_path.iterdir())


def json_of(table: object) -> str:
    import json

    return json.dumps(table)


@pytest.mark.parametrize("position", POSITIONS)
def test_every_position_has_a_resting_pose(position: str) -> None:
    name = catalogue.shown_for("org.example/none", position)
    assert name == f"rest/{position}"
    shown = catalogue.load(name)
    assert shown.muscles == {}
    assert len(film.baked(name).keys) == 1
    plan = film.Film(film.View(name, True, False, 80, 60), 10_000_000).plan
    assert plan.there.steps == 0


@pytest.mark.parametrize(
    ("base", "position"),
    [("supine", "supine"), ("side_left", "side-lying"), ("quadruped", "quadruped")],
)
def test_a_pack_without_stills_shows_how_the_motion_begins(
    tmp_path: Path, base: str, position: str
) -> None:
    folder = tmp_path / "motions" / "a.b"
    folder.mkdir(parents=True)
    (folder / "lie.json").write_text(json_of(STILL | {"base": base}), "utf-8")
    stills.use_own(tmp_path / "motions")
    for dark in (False, True):
        for small in (False, True):
            resting = stills.still_path(f"rest/{position}", dark=dark, small=small)
            assert resting is not None
            assert stills.still_path("a.b/lie", dark=dark, small=small) == resting


def test_a_still_of_a_motion_that_is_no_motion_is_none(tmp_path: Path) -> None:
    stills.use_own(tmp_path)
    (tmp_path / "bad.json").write_text("[]", "utf-8")
    (tmp_path / "a.b").mkdir()
    (tmp_path / "a.b" / "bad.json").write_text("[1, 2]", "utf-8")
    for name in ("bad", "a.b/bad", "a.b/none", "../bad"):
        assert stills.still_path(name) is None


def test_what_cannot_be_shown() -> None:
    assert catalogue.shown_for(None, "floating") is None
    assert catalogue.shown_for("bridge", "supine") == "bridge"
    for name in (None, "none", "rest/none", "rest/"):
        assert not catalogue.can_be_shown(name)


def test_the_view_says_that_it_is_only_the_beginning(qtbot: QtBot) -> None:
    view = FigureView(cache_mb=20)
    qtbot.addWidget(view)
    view.resize(200, 160)
    view.show_motion(catalogue.shown_for(None, "supine"), None)
    view.show()
    assert "no moving picture" in view.accessibleDescription()
    qtbot.waitUntil(view.is_complete, timeout=20_000)
    view.stop()
