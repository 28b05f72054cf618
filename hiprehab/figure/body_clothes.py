"""Shirt and shorts: surfaces of their own, cut exactly at collar, sleeves, waist and hems.

The shirt is tucked in: the waistband shows how the pelvis tilts, and no hem can tear.
"""

import numpy as np

from .body_field import SIDES, to_zero, union, zero_of
from .body_nets import Distance, Index, cut, normals, project
from .body_pieces import ARM, LEG, Piece, Workshop, neck_hole, weight_of, zero_positions
from .body_shapes import cone, smooth, soft_min, vec
from .mesh import PARTS
from .skeleton import Array

_SHOWN_INSIDE = {"shirt": 0.085, "shorts": 0.22}  # metres from a hem that is seen from inside


def shirt(shop: Workshop) -> None:
    """The shirt with its collar and sleeve bands."""
    parts = shop.form

    def of(points: Array) -> Array:
        zero = zero_of(points)
        body = union(parts.torso, zero, None, 0.0055, 1.5)
        body = union([parts.head[0]], zero, body, 0.0055, 1.0)
        out = body
        for number, side in enumerate(SIDES):
            arm = [part for part in parts.arm[number] if part.bone[:4] in ("delt", "shou")]
            x = (1, -1)[number]
            start, end = (x * 0.173, 1.375, -0.012), (x * 0.174, 1.215, -0.012)
            sleeve = cone("shoulder" + side, start, end, (0.053, 0.0525))
            tube = sleeve.shape.distance(zero(sleeve.bone))
            arm_field = union(arm, zero, body, 0.0060, 1.25)
            out = np.minimum(out, soft_min(arm_field, tube, 0.03))
        return out

    points, mesh = shop.surface(of, vec(-0.55, 0.90, -0.25), vec(0.55, 1.58, 0.30), 0.0150)
    points = project(of, points, 4)
    weights = shop.transfer(points)
    at = zero_positions(points, weights)[:, 1]
    on_arm = weight_of(weights, ARM, "_l") + weight_of(weights, ARM, "_r")
    chest = to_zero(points, "thorax")
    sleeve = np.where(on_arm > 0.7, at - 1.255, 0.06)
    collar = np.where((chest[:, 1] > 1.38) & (on_arm < 0.8), neck_hole(chest), 0.06)
    side = np.minimum(np.minimum(at - 1.006, sleeve), collar)
    points, mesh, (weights, collar, sleeve) = cut(points, mesh, side, (weights, collar, sleeve))
    out = normals(of, points)
    on_leg = weight_of(weights, LEG, "_l") + weight_of(weights, LEG, "_r")
    tucked = (1 - smooth(1.000, 1.034, to_zero(points, "pelvis")[:, 1])) * (on_leg < 0.9)
    points = points - out * (0.010 * tucked)[:, None]
    trim = np.minimum(collar - 0.011, sleeve - 0.015)
    made = _with_trim(
        shop, "shirt", of, (points, mesh, weights), (out, np.minimum(collar, sleeve), trim)
    )
    _own_parts(made, ("shoulder", "delt", "elbowh", "elbow"), "arm")


def shorts(shop: Workshop) -> None:
    """The shorts with their waistband and hems."""
    parts = shop.form

    def of(points: Array) -> Array:
        zero = zero_of(points)
        body = union(parts.torso, zero, None, 0.0105, 1.5)
        out = body
        for number, side in enumerate(SIDES):
            leg = [part for part in parts.leg[number] if part.bone[:3] in ("hip", "glu", "pel")]
            x = (1, -1)[number]
            start, end = (x * 0.098, 0.870, 0.000), (x * 0.096, 0.630, 0.002)
            tube = cone("hip" + side, start, end, (0.081, 0.0755))
            leg_field = union(leg, zero, body, 0.0085, 1.3)
            distance = tube.shape.distance(zero(tube.bone))
            out = np.minimum(out, soft_min(leg_field, distance, 0.035))
        return out

    points, mesh = shop.surface(of, vec(-0.45, 0.55, -0.25), vec(0.45, 1.14, 0.55), 0.0150)
    points = project(of, points, 4)
    weights = shop.transfer(points)
    at = zero_positions(points, weights)[:, 1]
    on_leg = weight_of(weights, LEG, "_l") + weight_of(weights, LEG, "_r")
    hips = to_zero(points, "pelvis")
    hem = np.where(on_leg > 0.5, at - 0.672, 0.06)
    waist = 1.040 + 0.06 * hips[:, 2] - hips[:, 1]
    side = np.minimum(hem, waist)
    points, mesh, (weights, hem, waist) = cut(points, mesh, side, (weights, hem, waist))
    trim = np.minimum(hem - 0.015, waist - 0.026)
    made = _with_trim(
        shop, "shorts", of, (points, mesh, weights),
        (normals(of, points), np.minimum(hem, waist), trim),
    )  # fmt: skip
    _own_parts(made, ("hip", "hiph", "kneeh", "knee"), "leg")


def _with_trim(
    shop: Workshop, name: str, of: Distance,
    mesh: tuple[Array, Index, Array], rows: tuple[Array, Array, Array],
) -> list[Piece]:  # fmt: skip
    """The cloth and, a little above it, the band along its edges."""
    points, triangles, weights = mesh
    out, edge, trim = rows
    # The cloth runs on under the band: else a hairline shows between the two.
    cloth, faces, (kept, near) = cut(points, triangles, trim + 0.004, (weights, edge))
    inside = near[faces].min(1) < _SHOWN_INSIDE[name]
    main = shop.add((cloth, faces, kept), name, "torso", of, two_sided=inside)
    band, faces, (kept, up) = cut(points, triangles, -trim, (weights, out))
    lift = 0.0012 if name == "shirt" else 0.001
    strip = shop.add((band + lift * up, faces, kept), name + "_trim", "torso", of, two_sided=True)
    return [main, strip]


def _own_parts(pieces: list[Piece], bones: tuple[str, ...], limb: str) -> None:
    """Cloth on a limb belongs to the limb: ink is drawn between body parts."""
    for piece in pieces:
        sides = [weight_of(piece.weights, bones, side) for side in SIDES]
        share = np.stack(sides, 1)[piece.triangles].mean(1)
        for number, side in enumerate(SIDES):
            piece.parts[share[:, number] > 0.5] = PARTS.index(limb + side)
