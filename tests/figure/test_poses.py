"""What the shipped poses must hold, for every motion: measured from the pose files alone.

Each exception is listed by name with its reason; it may get smaller, never larger.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from hiprehab import resources
from hiprehab.figure import catalogue, contacts, film
from hiprehab.figure.mesh import load as load_mesh
from hiprehab.figure.skeleton import DOFS, HIGH, LOW, Pose, forward
from hiprehab.figure.solve_body import Body, contact_numbers, posed
from hiprehab.figure.solve_keys import WRITTEN, Key, KeySolver

MOTIONS = sorted(catalogue.known_motions())
RATE = 24.0
MM = 0.001
TOUCH, SLIDE, MESH = 5 * MM, 3 * MM, -20 * MM
DEVIATION = 8.0  # degrees
FLAT_HAND = "fingers"  # a hand flat on the floor stretches the fingers: meant, not measured
# motion -> (degrees, why a written angle is not met)
CHANGED = {
    "clamshell": (17.5, "both feet stay together, so the top knee starts 17 degrees lower"),
    "figure-four-supine": (10.5, "the ankle lies in front of the other thigh"),
    "lateral-step-down": (9.5, "the free knee adapts while the heel reaches the floor"),
    "leg-swing-side": (8.5, "the standing hip gives way a little to the swing"),
    "pelvic-tilt": (12.5, "the back meets the mat before the written tilt is reached"),
    "side-plank-knees": (8.5, "the hips rise as high as the lower knee allows"),
    "standing-adductor-stretch": (13.5, "the bent knee stops where the foot stays planted"),
    "supine-knee-rocks": (29.5, "planted feet allow less turning of the hip than written"),
    "yin-dragon": (8.5, "the trunk bends so that both hands reach the mat"),
    "yin-wide-knee-child": (10.5, "the hip is at its limit"),
}
# motion -> (metres, why the mesh is lower than that before the floor flattens it)
SUNK = {
    "side-lying-adduction": (-22 * MM, "the thumb and the shoe of the lower side"),
    "single-leg-bridge": (-21 * MM, "the shirt behind the shoulder blades"),
}
# motion -> metres: a hand or foot is lifted on its way by design
STEPS = {"lunge-with-twist": 0.071, "side-step": 0.036, "yin-wide-knee-child": 0.074}
# motion -> (degrees a second, degrees a second squared); others: 250 and 2000.
# Gait is that quick: toes bend and straighten within a tenth of a second at push-off.
QUICK = {
    "easy-walk": (380, 8500),
    "march-in-place": (330, 2000),
    "run-walk-interval": (830, 23500),
}


@lru_cache(maxsize=80)
def keys_of(name: str) -> list[Key]:
    """The keys with their targets as written and their shipped poses."""
    baked = film.baked(name)
    keys = KeySolver(baked.motion.table).written()
    for key in keys:
        key.pose = baked.key(key.name)
    return keys


def deviations(key: Key) -> dict[str, float]:
    """Degrees by which written, not free angles were changed to make the contacts hold."""
    changed = np.degrees(key.pose.angles - key.written)
    kept = [i for i in range(len(DOFS)) if key.goal.weights[i] >= WRITTEN]
    return {DOFS[i].name: float(changed[i]) for i in kept}


@lru_cache(maxsize=80)
def way_of(name: str) -> list[Body]:
    """The body along a whole repetition, every third frame."""
    baked = film.baked(name)
    return [posed(pose) for pose in [*baked.keys, *baked.move[::3], *baked.back[::3]]]


@pytest.mark.parametrize("name", MOTIONS)
def test_written_angles_are_met(name: str) -> None:
    most, _ = CHANGED.get(name, (DEVIATION, ""))
    for key in keys_of(name):
        for angle, degrees in deviations(key).items():
            if not angle.startswith(FLAT_HAND):
                assert abs(degrees) <= most, (key.name, angle, degrees)


@pytest.mark.parametrize("name", MOTIONS)
def test_contacts_touch_in_every_key(name: str) -> None:
    for key in keys_of(name):
        for what, error in key.targets.errors(posed(key.pose)).items():
            assert error <= TOUCH, (key.name, what, error)


@pytest.mark.parametrize("name", MOTIONS)
def test_contacts_of_all_keys_hold_on_the_way(name: str) -> None:
    if catalogue.load(name).period is not None:
        return  # feet leave the ground and come back
    every = [
        {(t.contact, *t.normal.round(6), round(t.offset, 6)) for t in key.targets.touches}
        for key in keys_of(name)
    ]
    common = set.intersection(*every)
    most = STEPS.get(name, TOUCH)
    for body in way_of(name):
        for contact, x, y, z, offset in common:
            place = body.centres[contact]
            height = np.array([x, y, z]) @ place - contacts.RADII[contact] - offset
            assert abs(height) <= most, contacts.NAMES[contact]


@pytest.mark.parametrize("name", MOTIONS)
def test_pinned_points_do_not_slide(name: str) -> None:
    keys = keys_of(name)
    if catalogue.load(name).period is not None:
        return
    pinned = sorted(set.intersection(*[set(key.pinned) for key in keys]))
    way = np.array([body.centres[pinned] for body in way_of(name)])
    if pinned:
        away = np.linalg.norm(way - way[0], axis=2).max(0)
        worst = int(away.argmax())
        assert away[worst] <= SLIDE, contacts.NAMES[pinned[worst]]


@pytest.mark.parametrize("name", MOTIONS)
def test_the_surface_hardly_sinks_below_the_floor(name: str) -> None:
    mesh = load_mesh(resources.asset("figure/mesh_lo.npz"))
    lowest, _ = SUNK.get(name, (MESH, ""))
    baked = film.baked(name)
    for pose in [*baked.keys, *baked.move[12:-6:16]]:
        points, _ = mesh.bend(forward(pose))
        assert float(points[:, 1].min()) > lowest


def ways(name: str) -> list[NDArray[np.float64]]:
    baked = film.baked(name)
    if baked.motion.period is not None:
        # A loop: what comes after the end is what comes after the start.
        return [np.array([p.angles for p in [*baked.move, *baked.move[1:3]]])]
    return [np.array([p.angles for p in way]) for way in (baked.move, baked.back) if len(way) > 2]


@pytest.mark.parametrize("name", MOTIONS)
def test_no_joint_jumps(name: str) -> None:
    fastest, hardest = QUICK.get(name, (250, 2000))
    for way in ways(name):
        speed = np.degrees(np.diff(way, axis=0)) * RATE
        joint = DOFS[int(np.abs(speed).max(0).argmax())].name
        assert np.abs(speed).max() < fastest, joint
        change = np.diff(speed, axis=0) * RATE
        joint = DOFS[int(np.abs(change).max(0).argmax())].name
        assert np.abs(change).max() < hardest, joint


@pytest.mark.parametrize("name", [name for name in MOTIONS if catalogue.load(name).symmetric])
def test_symmetric_motions_are_symmetric(name: str) -> None:
    baked = film.baked(name)
    for pose in [*baked.keys, *baked.move[::4]]:
        assert np.degrees(np.abs(pose.angles - pose.mirrored().angles)).max() < 0.5


# A step or a lean on purpose: the weight is on its way.
LEANING = {"single-leg-stance": "the key before the foot is lifted shifts the weight"}


@pytest.mark.parametrize("name", MOTIONS)
def test_whoever_balances_stands_over_the_foot(name: str) -> None:
    for key in keys_of(name):
        if not key.targets.balance or name in LEANING:
            continue
        body = posed(key.pose)
        support = body.centres[key.targets.balance][:, [0, 2]]
        centre = body.mass_centre()[[0, 2]]
        assert (centre > support.min(0) - 0.03).all(), key.name
        assert (centre < support.max(0) + 0.03).all(), key.name


def test_exceptions_belong_to_motions() -> None:
    for table in (CHANGED, SUNK, STEPS, QUICK, LEANING):
        assert set(table) <= set(MOTIONS)


def finite_difference(pose: Pose, contact: int, unknown: int) -> NDArray[np.float64]:
    from hiprehab.figure.skeleton import expm

    step = 1e-6
    moved = Pose(pose.angles.copy(), pose.position.copy(), pose.turn)
    if unknown < 3:
        moved.position[unknown] += step
    elif unknown < 6:
        moved.turn = expm(np.eye(3)[unknown - 3] * step) @ moved.turn
    else:
        moved.angles[unknown - 6] += step
    return (posed(moved).centres[contact] - posed(pose).centres[contact]) / step


def test_derivatives_are_those_of_small_steps() -> None:
    random = np.random.default_rng(4)
    middle, half = (LOW + HIGH) / 2, (HIGH - LOW) / 2
    pose = Pose(middle + half * random.uniform(-0.4, 0.4, len(DOFS)))
    body = posed(pose)
    moves = body.moves(contacts.NODE_OF, body.centres)
    # The blade's rhythm and the coupled fingertips are left out of the derivatives on purpose.
    left_out = ("scap", "shoulder", "fingers")
    for name in ("knee_l", "toe_r", "headtop", "elbow_l", "heel_r"):
        contact = contacts.CONTACT[name]
        for unknown in range(6 + len(DOFS)):
            if unknown >= 6 and DOFS[unknown - 6].name.startswith(left_out):
                continue
            expected = finite_difference(pose, contact, unknown)
            assert np.abs(moves[contact, :, unknown] - expected).max() < 1e-3, (name, unknown)


def test_neighbours_in_time_are_neighbours_in_space() -> None:
    """The comparison above would not see a frame that is missing: this does."""
    baked = film.baked("bridge")
    heights = [pose.position[1] for pose in baked.move]
    assert all(b >= a - 1e-4 for a, b in pairwise(heights))
    assert contact_numbers(["foot"])
