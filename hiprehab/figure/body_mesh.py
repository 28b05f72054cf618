"""Makes the mesh files from the recipe: joins the pieces, shades the hollows, marks muscles.

`python -m hiprehab.figure.build mesh` runs it, about a quarter of a minute for each file.
"""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import body_clothes, body_pieces
from .body_field import BONE, FAR, SIDES, Field, to_zero
from .body_nets import Distance, Index
from .body_pieces import Workshop, zero_positions
from .body_shapes import Ellipsoid, Part, smooth
from .body_table import CENTRAL_MUSCLES, PAIRED_MUSCLES
from .mesh import PARTS, POSITION_UNIT, REST
from .skeleton import NODES, Array

# file -> (coarseness, build, hair tied up)
MESHES = {
    "mesh_hi": (1.0, 0.12, False),
    "mesh_lo": (1.45, 0.12, False),
    "mesh_f_hi": (1.0, 0.85, True),
    "mesh_f_lo": (1.45, 0.85, True),
}
RECIPE = "recipe.txt"  # beside the meshes: the hash of the recipe that made them
_SOURCES = (
    "body_shapes", "body_table", "body_field", "body_nets", "body_pieces", "body_clothes",
    "body_mesh",
)  # fmt: skip
_BELOW_ELBOW = ("elbow", "fore", "wrist", "fingers", "tips", "elbowh")


def recipe_hash() -> str:
    """Changes when the recipe does: its modules, the rest pose or the skeleton's measures."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        text = (Path(__file__).parent / f"{name}.py").read_text("utf-8")
        digest.update("\n".join(text.split()).encode())
    joints = [(node.name, node.position.round(6).tolist()) for node in NODES]
    digest.update(repr((REST, joints, sorted(MESHES.items()))).encode())
    return digest.hexdigest()


def made(name: str) -> dict[str, NDArray[Any]]:
    """The arrays of one mesh file, as small integers."""
    coarseness, build, bun = MESHES[name]
    shop = Workshop(Field(build), coarseness)
    shop.weigh()
    body_pieces.head(shop)
    body_pieces.hairdo(shop, bun)
    for side in SIDES:
        body_pieces.arm(shop, side)
    for side in SIDES:
        body_pieces.leg(shop, side)
    for side in SIDES:
        body_pieces.shoe(shop, side)
    body_clothes.shirt(shop)
    body_clothes.shorts(shop)
    return _joined(shop)


def _joined(shop: Workshop) -> dict[str, NDArray[Any]]:
    pieces = shop.pieces
    starts = np.cumsum([0, *(len(piece.points) for piece in pieces[:-1])])
    points = np.concatenate([piece.points for piece in pieces])
    normals = np.concatenate([piece.normals for piece in pieces])
    weights = np.concatenate([piece.weights for piece in pieces])
    triangles = np.concatenate([p.triangles + s for p, s in zip(pieces, starts, strict=True)])
    materials = np.concatenate([piece.materials for piece in pieces])
    parts = np.concatenate([piece.parts for piece in pieces])
    two_sided = np.concatenate([piece.two_sided for piece in pieces])
    whole = np.linalg.norm(_facing(points, triangles), axis=1) > 1e-9
    triangles, two_sided = triangles[whole], two_sided[whole]
    materials, parts = materials[whole], parts[whole]
    inverted = (_facing(points, triangles) * normals[triangles].mean(1)).sum(1) < 0
    triangles[inverted] = triangles[inverted][:, [0, 2, 1]]
    strongest = np.argsort(-weights, 1)[:, :4]
    four = np.take_along_axis(weights, strongest, 1)
    four /= four.sum(1, keepdims=True)
    hollow = _occlusion(shop.form.body, points, normals)
    faces = np.unique(triangles[parts == PARTS.index("head")])
    hollow[faces] = 0.75 + 0.25 * hollow[faces]
    masks = _masks(points, weights)

    def whole_numbers(values: Array, scale: float) -> Array:
        return np.asarray(np.round(values.astype(np.float32) * scale))

    return {
        "positions": np.round(points.astype(np.float32) / POSITION_UNIT).astype(np.int16),
        "normals": whole_numbers(normals, 127).astype(np.int8),
        "triangles": triangles.astype(np.uint16),
        "bones": strongest.astype(np.uint8),
        "weights": whole_numbers(four, 255).astype(np.uint8),
        "materials": materials.astype(np.uint8),
        "parts": parts.astype(np.uint8),
        "two_sided": two_sided,
        "occlusion": whole_numbers(hollow, 255).astype(np.uint8),
        "masks": np.stack([(mask * 255).astype(np.uint8) for mask in masks.values()]),
        "muscles": np.array(list(masks)),
    }


def _facing(points: Array, triangles: Index) -> Array:
    a, b, c = (points[triangles[:, i]] for i in range(3))
    return np.cross(b - a, c - a)


def _occlusion(body: Distance, points: Array, normals: Array) -> Array:
    """How open the surface is: the body's own distance a little above it."""
    out = np.ones(len(points))
    for reach, share in ((0.025, 0.35), (0.06, 0.35), (0.12, 0.3)):
        above = body(points + normals * (reach + 0.01))
        out -= share * np.clip(1 - above / reach, 0, 1) * 0.9
    return np.asarray(np.clip(out, 0.25, 1))


def _masks(points: Array, weights: Array) -> dict[str, Array]:
    """How strongly each muscle shows at each point, 0 to 1; never on the forearms."""
    sideways = zero_positions(points, weights)[:, 0]
    out: dict[str, Array] = {}
    for name, parts in PAIRED_MUSCLES.items():
        bones = _BELOW_ELBOW if name == "deltoid" else (*_BELOW_ELBOW, "shoulder")
        free = _weight(weights, bones) < 0.3
        for side in SIDES:
            own = [part if side == "_l" else part.mirrored() for part in parts]
            sign = 1.0 if side == "_l" else -1.0
            shown = np.clip(1.2 - _nearest(points, own, side), 0, 1)
            out[name + side] = shown * smooth(-0.02, 0.02, sideways * sign) * free
    free = _weight(weights, (*_BELOW_ELBOW, "shoulder")) < 0.3
    for name, parts in CENTRAL_MUSCLES.items():
        out[name] = np.clip(1.2 - _nearest(points, parts, ""), 0, 1) * free
    return out


def _weight(weights: Array, names: tuple[str, ...]) -> Array:
    total = np.zeros(len(weights))
    for name in names:
        for side in SIDES:
            total = total + weights[:, BONE[name + side]]
    return total


def _nearest(points: Array, parts: list[Part], side: str) -> Array:
    """How far out of the nearest of a muscle's eggs each point is: 0 its middle, 1 its rim."""
    out = np.full(len(points), FAR)
    for part in parts:
        assert isinstance(part.shape, Ellipsoid)
        bone = part.bone if part.bone in BONE else part.bone + side
        out = np.minimum(out, part.shape.share(to_zero(points, bone)))
    return out
