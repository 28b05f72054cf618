"""The tools that make the shipped files."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from hiprehab import resources
from hiprehab.figure import bake, build, catalogue, film, make_stills, motion, poses
from hiprehab.figure.motion import Motion, Phase
from hiprehab.figure.skeleton import DOF, Pose

FPS = 10
HEAD = """
name = "Test move"
text = "The {side} knee bends."
rest = "low"
hold = "high"
still = "high"
"""


def written(folder: Path, body: str) -> Motion:
    path = folder / "test-move.toml"
    path.write_text(HEAD + body, "utf-8")
    return motion.read(path)


def row(degrees: float) -> list[float]:
    pose = Pose()
    pose.set("knee_r.flex", degrees)
    return [*pose.angles, *pose.position, 0.0, 0.0, 0.0]


def packed(folder: Path, made: Motion, frames: list[float], keys: list[float]) -> poses.Poses:
    """Pack frames given as knee angles and read them back."""
    baked = {
        "keys": np.array([row(k) for k in keys]),
        "frames": np.array([row(f) for f in frames]),
        "order": np.arange(len(frames)),
        "middles": np.zeros((0, poses.WIDTH)),
        "fps": np.array(FPS),
    }
    path = folder / "test-move.npz"
    np.savez(path, **bake.pack_poses(made, baked))  # type: ignore[arg-type]
    return poses.load(made, path)


def knee(pose: Pose) -> float:
    return float(np.degrees(pose.angles[DOF["knee_r.flex"]]))


def test_the_way_back_reuses_the_way_there(tmp_path: Path) -> None:
    body = 'tempo = [["low", "high", 0.4], ["high", 0.2], ["high", "low", 0.4], ["low", 0.1]]\n'
    made = written(tmp_path, body + '[[keys]]\nname = "low"\n[[keys]]\nname = "high"\n')
    there, top, back, rest = [0, 10, 20, 30], [40, 40], [40, 30, 20, 10], [0]
    got = packed(tmp_path, made, [*there, *top, *back, *rest], [0, 40])
    assert got.back == []
    assert [round(knee(pose)) for pose in got.move] == [0, 10, 20, 30, 40]
    moments = [(Phase.MOVE, 0.5), (Phase.HOLD, 0.9), (Phase.RETURN, 0.25), (Phase.REST, 0.3)]
    assert [round(knee(got.at(*m))) for m in moments] == [20, 40, 30, 0]
    assert knee(got.at(Phase.MOVE, 0.625)) == pytest.approx(25, abs=0.01)
    assert made.seconds() == pytest.approx(
        {Phase.MOVE: 0.4, Phase.HOLD: 0.2, Phase.RETURN: 0.4, Phase.REST: 0.1}
    )


def test_another_way_back_is_kept(tmp_path: Path) -> None:
    body = (
        'tempo = [["low", "mid", 0.2], ["mid", 0.1], ["mid", "high", 0.2], ["high", 0.3],'
        ' ["high", "low", 0.2], ["low", 0.1]]\n'
    )
    keys = "".join(f'[[keys]]\nname = "{name}"\n' for name in ("low", "mid", "high"))
    made = written(tmp_path, body + keys)
    there, top, back = [0, 5, 10, 10, 25], [40, 40, 40], [40, 22]
    got = packed(tmp_path, made, [*there, *top, *back, 0], [0, 10, 40])
    assert [round(knee(pose)) for pose in got.move] == [0, 5, 10, 10, 25, 40]
    assert [round(knee(pose)) for pose in got.back] == [40, 22, 0]
    table = [(s.phase, s.first, s.last, round(s.start, 3), round(s.end, 3)) for s in got.segments]
    assert table == [
        (Phase.MOVE, "low", "mid", 0.0, 0.4),
        (Phase.MOVE, "mid", "mid", 0.4, 0.6),
        (Phase.MOVE, "mid", "high", 0.6, 1.0),
        (Phase.HOLD, "high", "high", 0.0, 1.0),
        (Phase.RETURN, "high", "low", 0.0, 1.0),
        (Phase.REST, "low", "low", 0.0, 1.0),
    ]


@pytest.mark.parametrize("name", ["bridge", "clamshell", "calf-raise", "ice-pack", "easy-walk"])
def test_what_the_alt_text_says_is_what_the_poses_do(name: str) -> None:
    stored = json.loads(resources.asset(catalogue.REACH).read_text("utf-8"))
    found = build.reach(film.baked(name))
    assert stored.get(name) == (None if found is None else list(found))


def test_the_alt_text_says_how_far() -> None:
    assert catalogue.alt_text("bridge", None).endswith("straighten by about 45 degrees.")
    left, right = (catalogue.alt_text("clamshell", side) for side in ("left", "right"))
    assert "The left hip opens to the side" in left
    assert "The right hip opens to the side" in right
    assert catalogue.alt_text("ice-pack", None) == catalogue.describe("ice-pack", None)
    assert catalogue.alt_text("none", None) == ""
    for name in catalogue.known_motions():
        assert catalogue.alt_text(name, "right").startswith(catalogue.describe(name, "right"))


def test_a_pose_survives_storage() -> None:
    pose = Pose()
    pose.set("hip_l.flex", 93.7)
    pose.position[:] = (0.12345, 0.9, -0.3)
    back = poses.pose_of(poses.row(pose))
    assert np.abs(back.angles - pose.angles).max() <= poses.UNIT / 2 + 1e-12
    assert np.abs(back.position - pose.position).max() <= poses.UNIT / 2 + 1e-12


def test_a_motion_file_with_a_wrong_key_names_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hold = 'high' is not one of its keys"):
        written(tmp_path, '[[keys]]\nname = "low"\n')


def test_poses_of_another_motion_are_refused(tmp_path: Path) -> None:
    made = written(tmp_path, '[[keys]]\nname = "low"\n[[keys]]\nname = "high"\n')
    with pytest.raises(ValueError, match="keys are not those"):
        poses.load(made, catalogue.poses_path("bridge"))


def test_a_picture_with_a_palette_looks_the_same(tmp_path: Path) -> None:
    image = QImage(96, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    fade = QLinearGradient(0, 0, 96, 0)
    fade.setColorAt(0, QColor(20, 30, 60, 0))
    fade.setColorAt(1, QColor(20, 30, 60, 200))
    painter.fillRect(0, 40, 96, 24, fade)
    painter.fillRect(10, 5, 40, 30, QColor("#2f8f9d"))
    painter.end()
    small = make_stills.quantised(image)
    assert small.colorCount() <= 256
    path = tmp_path / "x.png"
    assert small.save(str(path))
    loaded = QImage(str(path))
    for x, y, most in ((0, 0, 0), (20, 10, 1), (90, 50, 8), (50, 50, 8)):
        one, two = image.pixelColor(x, y), loaded.pixelColor(x, y)
        assert abs(one.alpha() - two.alpha()) <= most
        if one.alpha() == 255:
            assert abs(one.red() - two.red()) <= 1
