"""The recipe of the body: that it makes the shipped meshes, and its parts on simple shapes."""

import numpy as np
import pytest

from hiprehab import resources
from hiprehab.figure.body_field import BONES, Field, to_zero
from hiprehab.figure.body_mesh import MESHES, RECIPE, made, recipe_hash
from hiprehab.figure.body_nets import cut, gradient, project, smoothed, surface_nets
from hiprehab.figure.body_shapes import box, cone, egg, soft_min, vec
from hiprehab.figure.mesh import POSITION_UNIT
from hiprehab.figure.skeleton import Array

BALL = 0.3
LOW, HIGH = vec(-0.5, -0.5, -0.5), vec(0.5, 0.5, 0.5)


def ball(points: Array) -> Array:
    return np.linalg.norm(points, axis=1) - BALL


def test_the_shipped_meshes_are_of_this_recipe() -> None:
    """After a change: python -m hiprehab.figure.build mesh, then look at the sheets."""
    assert resources.asset(f"figure/{RECIPE}").read_text("utf-8").strip() == recipe_hash()


@pytest.mark.long
@pytest.mark.parametrize("name", MESHES)
def test_the_recipe_makes_the_shipped_mesh(name: str) -> None:
    arrays = made(name)
    with np.load(resources.asset(f"figure/{name}.npz")) as shipped:
        assert set(arrays) == set(shipped.files)
        for part in shipped.files:
            assert arrays[part].shape == shipped[part].shape, part
        away = arrays["positions"].astype(float) - shipped["positions"].astype(float)
        assert np.abs(away).max() * POSITION_UNIT <= 0.0001
        assert (arrays["triangles"] == shipped["triangles"]).all()
        assert (arrays["materials"] == shipped["materials"]).all()
        assert np.abs(arrays["masks"].astype(int) - shipped["masks"].astype(int)).max() <= 2


def test_surface_nets_lie_on_the_surface_and_face_outwards() -> None:
    points, triangles = surface_nets(ball, LOW, HIGH, 0.05)
    assert np.abs(ball(points)).max() < 0.01
    points = project(ball, points)
    assert np.abs(ball(points)).max() < 1e-6
    a, b, c = (points[triangles[:, i]] for i in range(3))
    assert ((np.cross(b - a, c - a) * (a + b + c)).sum(1) > 0).all()
    # A closed surface: every edge belongs to two triangles.
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    _, count = np.unique(np.sort(sides, 1), axis=0, return_counts=True)
    assert set(count) == {2}


def test_a_cut_ends_exactly_where_it_should() -> None:
    points, triangles = surface_nets(ball, LOW, HIGH, 0.05)
    height = points[:, 1] - 0.1
    upper, faces, (carried,) = cut(points, triangles, height, (points[:, 0],))
    assert upper[:, 1].min() == pytest.approx(0.1, abs=1e-6)
    assert carried == pytest.approx(upper[:, 0])
    assert faces.max() == len(upper) - 1


def test_smoothing_keeps_the_total_of_a_row() -> None:
    points, triangles = surface_nets(ball, LOW, HIGH, 0.1)
    weights = np.zeros((len(points), 2))
    weights[points[:, 0] > 0, 0] = 1
    weights[:, 1] = 1 - weights[:, 0]
    out = smoothed(triangles, weights, 5)
    assert out.sum(1) == pytest.approx(1)
    assert ((out[:, 0] > 0.2) & (out[:, 0] < 0.8)).any()


@pytest.mark.parametrize(
    ("part", "inside", "outside"),
    [
        (cone("hip", (0, 0, 0), (0, 1, 0), (0.2, 0.1)), (0, 0.5, 0.14), (0, 0.5, 0.16)),
        (egg("hip", (0.1, 0, 0), (0.3, 0.1, 0.1)), (0.39, 0, 0), (0.41, 0, 0)),
        (egg("hip", (0, 0, 0), (0.3, 0.1, 0.1), turn=(0, 0, 90)), (0, 0.29, 0), (0.29, 0, 0)),
        (box("hip", (0, 0, 0), (0.2, 0.1, 0.1), 0.02), (0.19, 0, 0), (0.21, 0, 0)),
    ],
    ids=["cone", "egg", "turned egg", "box"],
)
def test_shapes_know_inside_and_outside(
    part: object, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    near = part.shape.distance(np.array([inside, outside]))  # type: ignore[attr-defined]
    assert near[0] < 0 < near[1]
    flip = np.array([-1.0, 1, 1])
    other = part.mirrored().shape.distance(np.array([inside, outside]) * flip)  # type: ignore[attr-defined]
    assert other == pytest.approx(near)


def test_a_soft_minimum_has_a_fillet() -> None:
    a, b = np.array([0.1, 0.5]), np.array([0.1, 0.1])
    assert soft_min(a, b, 0.04) == pytest.approx([0.09, 0.1])


def test_left_and_right_are_mirror_images() -> None:
    field = Field(0.5)
    points = np.random.default_rng(1).uniform((-0.5, 0.2, -0.3), (0.5, 1.7, 0.5), (300, 3))
    flipped = points * (-1, 1, 1)
    # Parts are blended one after the other, so the fillets differ by less than a millimetre.
    assert field.body(flipped) == pytest.approx(field.body(points), abs=1e-3)
    left = field.bone_distances(points)
    right = field.bone_distances(flipped)
    twin = [BONES.index(n[:-2] + ("_r" if n.endswith("_l") else "_l")) if n[-2] == "_" else i
            for i, n in enumerate(BONES)]  # fmt: skip
    assert right[:, twin] == pytest.approx(left, abs=1e-9)


def test_going_to_the_zero_pose_keeps_distances() -> None:
    points = np.random.default_rng(2).normal(size=(20, 3))
    for bone in ("hip_l", "kneeh_r", "thorax", "tips_l"):
        there = to_zero(points, bone)
        before = np.linalg.norm(points[0] - points[1:], axis=1)
        assert np.linalg.norm(there[0] - there[1:], axis=1) == pytest.approx(before)


def test_the_gradient_of_a_distance_has_length_one() -> None:
    points = np.array([[0.3, 0.2, 0.1], [0.0, 0.4, 0.0]])
    assert np.linalg.norm(gradient(ball, points), axis=1) == pytest.approx(1, abs=1e-3)
