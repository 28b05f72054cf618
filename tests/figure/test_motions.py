"""Every motion file, its baked poses and its stills."""

import json
import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hiprehab import resources
from hiprehab.figure import catalogue, contacts, film, motion, poses, stills
from hiprehab.figure.camera import Extent
from hiprehab.figure.mesh import load as load_mesh
from hiprehab.figure.motion import Phase
from hiprehab.figure.plan import BREATHS, Slot
from hiprehab.figure.skeleton import HIGH, LOW, forward

MOTIONS = sorted(path.stem for path in (resources.data_dir() / "motions").glob("*.toml"))
FLIP = np.array([-1.0, 1.0, 1.0])
DEGREE = np.pi / 180
# A slow tempo still has to look smooth: the plan's steps are close in the picture.
LARGEST_STEP = 0.10  # metres of the fastest contact from frame to frame
CYCLE_STEP = 0.26  # running feet at 30 frames a second
# Where nothing touches the floor: on a step, on pedals, in the flight of a run.
RAISED = {
    "lateral-step-down": 0.165,
    "step-up": 0.205,
    "stationary-cycling": 0.28,
    "run-walk-interval": 0.12,
}


def test_all_sixty_six_are_known() -> None:
    assert len(MOTIONS) == 66
    assert catalogue.known_motions() == frozenset(MOTIONS)


def test_every_exercise_shows_a_known_motion() -> None:
    import tomllib

    for path in sorted((resources.data_dir() / "exercises").glob("*.toml")):
        shown = tomllib.loads(path.read_text("utf-8")).get("motion")
        assert shown is None or shown in catalogue.known_motions(), path.name


@pytest.mark.parametrize("name", MOTIONS)
def test_the_file_loads_and_says_what_moves(name: str) -> None:
    shown = catalogue.load(name)
    assert shown.name
    for side, word in (("left", "left"), ("right", "right"), (None, "working")):
        text = catalogue.describe(name, side)
        assert text.endswith(".")
        assert "{" not in text
        if "{side}" in shown.text:
            assert word in text
    assert shown.symmetric is False or "{side}" not in shown.text


@pytest.mark.parametrize("name", MOTIONS)
def test_the_segment_table_covers_every_phase(name: str) -> None:
    baked = film.baked(name)
    assert {segment.phase for segment in baked.segments} == set(Phase)
    for phase in Phase:
        rows = [s for s in baked.segments if s.phase is phase]
        assert rows[0].start == 0
        assert rows[-1].end == 1
        for before, after in pairwise(rows):
            assert before.end == after.start
            assert before.last == after.first
    for stored, written in zip(baked.segments, motion.segments(baked.motion), strict=True):
        assert (stored.phase, stored.first, stored.last) == (
            written.phase,
            written.first,
            written.last,
        )
        assert stored.end == pytest.approx(written.end, abs=1e-6)


@pytest.mark.parametrize("name", MOTIONS)
def test_poses_are_whole_and_within_the_limits(name: str) -> None:
    baked = film.baked(name)
    with np.load(catalogue.poses_path(name)) as data:
        for part in ("keys", "move", "back", "middles"):
            rows = data[part].astype(float) * poses.UNIT
            angles = rows[:, : len(LOW)]
            assert (angles >= LOW - 0.01 * DEGREE).all()
            assert (angles <= HIGH + 0.01 * DEGREE).all()
            assert np.isfinite(rows).all()
    assert len(baked.keys) == len(baked.motion.keys)
    assert len(baked.middles) == len(baked.motion.arrows)


@pytest.mark.parametrize("name", MOTIONS)
def test_phases_join_without_a_jump(name: str) -> None:
    baked = film.baked(name)
    joints = [(Phase.MOVE, 1.0, Phase.HOLD), (Phase.RETURN, 0.0, Phase.HOLD)]
    if baked.motion.period is not None:
        joints = [(Phase.MOVE, 0.0, Phase.REST)]
        assert gap(baked.at(Phase.MOVE, 0), baked.at(Phase.MOVE, 1)) < 1e-3
    elif len(baked.move) > 1:
        joints += [(Phase.MOVE, 0.0, Phase.REST), (Phase.RETURN, 1.0, Phase.REST)]
    for phase, progress, still in joints:
        if baked.motion.period is None or still is Phase.REST:
            assert gap(baked.at(phase, progress), baked.at(still, 0.0)) < 0.02, (phase, still)


def gap(a: poses.Pose, b: poses.Pose) -> float:
    one, two = (contacts.centres(forward(pose)) for pose in (a, b))
    return float(np.linalg.norm(one - two, axis=1).max())


@pytest.mark.parametrize("name", MOTIONS)
def test_keys_are_reached_where_the_table_says(name: str) -> None:
    baked = film.baked(name)
    if baked.motion.period is not None:
        return  # a cycle passes near its keys without stopping
    for segment in baked.segments:
        at_start = baked.at(segment.phase, segment.start)
        assert gap(at_start, baked.key(segment.first)) < 0.02, segment
        assert gap(baked.at(segment.phase, segment.end), baked.key(segment.last)) < 0.02, segment


@pytest.mark.parametrize("name", MOTIONS)
def test_nothing_sinks_into_the_floor_or_floats_away(name: str) -> None:
    baked = film.baked(name)
    lowest = []
    for pose in [*baked.keys, *baked.move[::6], *baked.back[::6]]:
        heights = contacts.centres(forward(pose))[:, 1] - contacts.RADII
        lowest.append(float(heights.min()))
    assert min(lowest) > -0.005
    assert max(lowest) < RAISED.get(name, 0.02)


@pytest.mark.parametrize("name", MOTIONS)
def test_the_plan_finds_a_frame_for_every_moment(name: str) -> None:
    plan = film.plan_of(film.baked(name), 330.0, 200)
    known = set(plan.slots(keys_only=False))
    assert plan.slots(keys_only=False)[0] == Slot(0, 0)
    for phase in Phase:
        for progress in np.linspace(0, 1, 41):
            for clock in (0.0, 1.3, 2.4):
                moment = plan.slot(phase, float(progress), clock, keys_only=False)
                assert moment in known
    keys = set(plan.slots(keys_only=True))
    for phase in Phase:
        for progress in np.linspace(0, 1, 21):
            for clock in (0.0, 4.0, 8.0):
                assert plan.slot(phase, float(progress), clock, keys_only=True) in keys
    for clock in np.arange(0, 30, 0.37):
        phase, progress = plan.moment(float(clock), keys_only=False)
        assert plan.slot(phase, progress, float(clock), keys_only=False) in known
    assert all(0 <= slot.breath < BREATHS for slot in known)


@pytest.mark.parametrize("name", MOTIONS)
def test_frames_follow_each_other_closely(name: str) -> None:
    shown = film.Film(film.View(name, False, False, 600, 600), 200_000_000)
    for way, number in ((shown.plan.there, 0), (shown.plan.back, 1)):
        if way is None or way.steps == 0:
            continue
        last = way.steps if shown.plan.period is None else way.steps - 1
        walk = [shown.pose(Slot(number, step)) for step in range(0, last + 1)]
        steps = [gap(a, b) for a, b in pairwise(walk)]
        assert max(steps) < (LARGEST_STEP if shown.plan.period is None else CYCLE_STEP)


def png_size(path: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


@pytest.mark.parametrize("name", [*MOTIONS, *catalogue.resting_motions()])
def test_every_motion_has_its_stills(name: str) -> None:
    for dark in (False, True):
        for small, size in ((False, stills.SIZE), (True, stills.SMALL_SIZE)):
            path = stills.still_path(name, dark=dark, small=small)
            assert path is not None
            assert png_size(path) == size


def test_stills_are_few_bytes_and_belong_to_motions() -> None:
    folder = resources.asset("figure/stills")
    pictures = list(folder.rglob("*.png"))
    resting = {path.removeprefix("rest/") for path in catalogue.resting_motions()}
    assert {path.stem for path in pictures} == set(MOTIONS) | resting
    assert sum(path.stat().st_size for path in pictures) < 8_000_000
    extents = json.loads((folder / "extents.json").read_text("utf-8"))
    assert set(extents) == {*MOTIONS, *catalogue.resting_motions()}


def test_an_unknown_motion_has_nothing() -> None:
    assert stills.still_path("no-such-motion") is None
    assert catalogue.describe("no-such-motion", "left") == ""
    with pytest.raises(KeyError):
        catalogue.load("no-such-motion")
    with pytest.raises(ValueError, match="side"):
        stills.still_path("bridge", side="both")
    with pytest.raises(ValueError, match="phase"):
        Phase.named("lift")


@pytest.mark.parametrize("size", [(600, 600), (900, 500), (300, 700)])
@pytest.mark.parametrize("name", ["bridge", "sit-to-stand", "seated-march"])
def test_the_still_stands_in_at_the_scale_of_the_live_view(
    name: str, size: tuple[int, int]
) -> None:
    wide, tall, margin = json.loads(
        resources.asset("figure/stills/extents.json").read_text("utf-8")
    )[name]
    extent = Extent(wide, tall)
    expected = extent.scale(*size, margin) / extent.scale(*stills.SIZE, margin)
    assert stills.scale_between(name, *size) == pytest.approx(expected)


def test_the_left_side_is_the_reflected_right_side() -> None:
    assert stills.is_mirrored("left")
    assert not stills.is_mirrored("right")
    assert not stills.is_mirrored(None)
    mesh = load_mesh(resources.asset("figure/mesh_lo.npz"))
    pose = film.baked("clamshell").key("open")
    right, _ = mesh.skin(forward(pose))
    left, _ = mesh.skin(forward(pose.mirrored()))
    # The mesh itself is built from mirrored halves; its vertices come in no mirrored order.
    assert np.abs(left.min(0)[1:] - right.min(0)[1:]).max() < 0.004
    assert abs(left[:, 0].max() + right[:, 0].min()) < 0.004


@pytest.mark.parametrize("name", MOTIONS)
def test_the_moment_of_a_key_is_that_key(name: str) -> None:
    baked = film.baked(name)
    for key in baked.motion.keys:
        found = baked.at(*motion.moment_of(baked.motion, key))
        off = np.degrees(np.abs(found.angles - baked.key(key).angles)).max()
        # 24 poses a second: a key lies between two, in running up to 30 degrees apart
        assert off < (8.0 if name == "run-walk-interval" else 3.0), (key, off)


def test_a_key_that_is_not_there_has_no_moment() -> None:
    with pytest.raises(KeyError):
        motion.moment_of(catalogue.load("bridge"), "sideways")
