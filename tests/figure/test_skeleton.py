"""Angles, limits and forward kinematics."""

import numpy as np
import pytest

from hiprehab.figure import contacts, film
from hiprehab.figure.skeleton import (
    DOFS,
    HIGH,
    LOW,
    NODE,
    NODES,
    Pose,
    expm,
    forward,
    forward_all,
    logm,
    mirror_name,
    rotation,
)

FLIP = np.array([-1.0, 1.0, 1.0])


def random_pose(seed: int) -> Pose:
    random = np.random.default_rng(seed)
    angles = LOW + (HIGH - LOW) * random.random(len(DOFS))
    return Pose(angles, random.normal(size=3), expm(random.normal(size=3)))


def test_the_table_has_all_joints() -> None:
    assert len(DOFS) == 46
    assert len(NODES) == 27
    assert (LOW < HIGH).all()


def test_the_zero_pose_stands_with_the_heels_on_the_floor() -> None:
    frames = forward(Pose())
    for node in NODES:
        assert frames.position[NODE[node.name]] == pytest.approx(node.position)
    heel = contacts.CONTACT["heel_l"]
    assert contacts.centres(frames)[heel][1] - contacts.RADII[heel] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("angle", "point", "axis", "sign"),
    [
        ("hip_l.flex", "knee_l", 2, 1),
        ("hip_r.flex", "knee_r", 2, 1),
        ("hip_l.abd", "knee_l", 0, 1),
        ("hip_r.abd", "knee_r", 0, -1),
        ("knee_l.flex", "ankle_l", 2, -1),
        ("shoulder_r.flex", "elbow_r", 2, 1),
        ("elbow_l.flex", "wrist_l", 2, 1),
        ("lumbar.flex", "head", 2, 1),
        ("lumbar.side", "head", 0, -1),
    ],
)
def test_positive_angles_move_as_the_anatomy_says(
    angle: str, point: str, axis: int, sign: int
) -> None:
    pose = Pose()
    before = forward(pose).position[NODE[point]].copy()
    pose.set(angle, 20)
    moved = forward(pose).position[NODE[point]] - before
    assert np.sign(moved[axis]) == sign
    assert abs(moved[axis]) > 0.03


@pytest.mark.parametrize("seed", range(8))
def test_kinematics_of_the_mirrored_pose_are_the_mirrored_kinematics(seed: int) -> None:
    pose = random_pose(seed)
    frames, other = forward(pose), forward(pose.mirrored())
    twin = [NODE[mirror_name(node.name)] for node in NODES]
    assert np.abs(other.position[twin] - frames.position * FLIP).max() < 1e-9
    assert np.abs(other.turn[twin] - frames.turn * np.outer(FLIP, FLIP)).max() < 1e-9
    back = pose.mirrored().mirrored()
    assert np.array_equal(back.angles, pose.angles)


@pytest.mark.parametrize("seed", range(6))
def test_bones_keep_their_length(seed: int) -> None:
    frames = forward(random_pose(seed))
    for i, node in enumerate(NODES):
        if node.parent >= 0:
            length = np.linalg.norm(frames.position[i] - frames.position[node.parent])
            assert length == pytest.approx(np.linalg.norm(node.offset), abs=1e-9)


@pytest.mark.parametrize("angle", [0.0, 1e-9, 0.3, 2.0, np.pi - 1e-6, np.pi])
def test_rotation_vectors_go_there_and_back(angle: float) -> None:
    axis = np.array([0.36, 0.48, 0.8])
    matrix = rotation(axis, angle)
    assert np.abs(expm(logm(matrix)) - matrix).max() < 1e-6


def test_names_on_the_other_side() -> None:
    assert mirror_name("hip_l.flex") == "hip_r.flex"
    assert mirror_name("thorax.rot") == "thorax.rot"
    assert mirror_name("knee_in_r") == "knee_in_l"
    assert {mirror_name(name) for name in contacts.NAMES} == set(contacts.NAMES)


def test_arm_angles_are_measured_against_the_trunk() -> None:
    pose = Pose()
    pose.set("scap_l.elev", 20)
    frames, plain = forward(pose), forward(Pose())
    shoulder = NODE["shoulder_l"]
    assert frames.turn[shoulder] == pytest.approx(plain.turn[shoulder])
    assert frames.position[shoulder][1] > plain.position[shoulder][1] + 0.02


def test_many_poses_at_once_are_where_each_of_them_is() -> None:
    found = film.baked("lunge-with-twist").move[::5]
    together = forward_all(found)
    for number, pose in enumerate(found):
        alone = forward(pose)
        assert np.abs(together.position[number] - alone.position).max() < 1e-9
        assert np.abs(together.turn[number] - alone.turn).max() < 1e-9
    spheres = contacts.centres(together)
    assert np.abs(spheres[1] - contacts.centres(forward(found[1]))).max() < 1e-9
