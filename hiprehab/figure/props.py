"""The things a move needs: furniture, cushions, balls, bands, packs and the bike.

A prop is a table of the motion file.  Everything is built for the right side working; the
left side reflects the finished surface, so no prop needs a rule of its own for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import contacts
from .bike import bike
from .palette import Palette, colour
from .skeleton import Array, Frames, rotation
from .soft import band, foot_band, pack, pillow, strap, wedge
from .surface import Builder, Surface, unit

Table = Mapping[str, Any]
# These are built again for every frame: they hang on the body.
_ON_BODY = ("band", "strap", "squeeze", "wallball", "pack", "bike")


@dataclass(slots=True)
class Setting:
    """Everything a prop may look at while it is built."""

    builder: Builder
    palette: Palette
    frames: Frames
    place: Array
    table: Table

    def number(self, key: str, default: float) -> float:
        """A number of the prop's table."""
        return float(self.table.get(key, default))

    def vector(self, key: str, default: tuple[float, ...]) -> Array:
        """A list of numbers of the prop's table."""
        return np.array(self.table.get(key, default), float)

    def own(self, default: Array) -> Array:
        """The prop's own colour if its table names one."""
        return colour(str(self.table["color"])) if "color" in self.table else default

    @property
    def yaw(self) -> Array:
        """Turn about the vertical."""
        return rotation((0, 1, 0), np.radians(self.number("yaw", 0)))

    @property
    def ground(self) -> Array:
        """The place on the floor below."""
        return self.place * (1, 0, 1)


def moving(props: Mapping[str, Table]) -> bool:
    """Whether any prop changes with the pose."""
    return any(p["kind"] in _ON_BODY or "follow" in p for p in props.values())


def build(
    props: Mapping[str, Table], frames: Frames, palette: Palette, places: Mapping[str, Array]
) -> Surface | None:
    """One surface of all props; ``places`` are the positions of rolling ones."""
    builder = Builder()
    for name, table in props.items():
        maker = _MAKERS.get(table["kind"])
        if maker is None:
            raise ValueError(f"unknown kind of prop: {table['kind']!r}")
        authored = np.array(table.get("at", (0, 0, 0)), float)
        place = places.get(name, authored)
        if "keep" in table:
            place = np.where(np.isin(np.arange(3), table["keep"]), authored, place)
        if "wall" in table:
            wall = props[table["wall"]]
            table = {**table, "wall_at": wall["at"], "wall_normal": wall.get("normal", (0, 0, -1))}
        maker(Setting(builder, palette, frames, place, table))
    return builder.done()


def _step(s: Setting) -> None:
    half, height = s.vector("size", (0.70, 0.38)) / 2, s.number("height", 0.2)
    x, z = s.place[0], s.place[2]
    s.builder.box(
        np.array([x, height - 0.02, z]), np.array([half[0], 0.02, half[1]]),
        s.palette.tone("#4f5b6b", "#5d6a7c"), top=colour("#6b7a8f"),
    )  # fmt: skip
    rise = (height - 0.04) / 2
    for side in (-1, 1):
        s.builder.box(
            np.array([x + side * (half[0] - 0.10), rise, z]),
            np.array([0.085, rise, half[1] - 0.02]),
            colour("#e0a458"),
            rounding=0.01,
        )


def _metal(palette: Palette) -> Array:
    return palette.tone("#8c97a6", "#77828f")


def _padding(palette: Palette) -> Array:
    return palette.tone("#5f7fae", "#4d6a94")


def _chair(s: Setting) -> None:
    """The backrest is towards -z of the chair; yaw turns it."""
    height, turn = s.number("height", 0.46), s.yaw

    def at(x: float, y: float, z: float) -> Array:
        return np.asarray(s.ground + turn @ np.array([x, y, z]))

    seat, back = np.array([0.21, 0.02, 0.21]), np.array([0.20, 0.10, 0.014])
    s.builder.box(at(0, height - 0.02, 0), seat, _padding(s.palette), turn=turn, rounding=0.018)
    for x in (-0.18, 0.18):
        for z, top in ((0.18, height - 0.04), (-0.18, height + 0.42)):
            s.builder.cylinder(at(x, 0, z), at(x, top, z), 0.014, _metal(s.palette), sides=12)
    s.builder.box(at(0, height + 0.34, -0.185), back, _padding(s.palette), turn=turn)


def _wall(s: Setting) -> None:
    normal = s.vector("normal", (0, 0, -1))
    half = np.array([s.number("width", 1.3) / 2, s.number("high", 2.0) / 2, 0.03])
    turn = np.stack([np.cross((0, 1, 0), normal), (0, 1, 0), normal], 1)
    centre = s.ground + (0, half[1], 0) - normal * 0.03
    tone = s.palette.tone("#dfe5ec", "#4a5563")
    s.builder.box(centre, half, tone, turn=turn, rounding=0.008)


def _bench(s: Setting) -> None:
    half, height = s.vector("size", (0.36, 0.90)) / 2, s.number("height", 0.4)
    box = np.array([half[0], 0.035, half[1]])
    centre = s.ground + (0, height - 0.035, 0)
    s.builder.box(centre, box, _padding(s.palette), turn=s.yaw, rounding=0.025)
    for x in (-1, 1):
        for z in (-1, 1):
            foot = s.ground + s.yaw @ np.array([x * (half[0] - 0.05), 0, z * (half[1] - 0.06)])
            top = foot + (0, height - 0.07, 0)
            s.builder.cylinder(foot, top, 0.018, _metal(s.palette), sides=12)


def _block(s: Setting) -> None:
    width, depth = s.vector("size", (0.10, 0.20)) / 2
    half = np.array([width, s.number("height", 0.1) / 2, depth])
    tone = s.palette.tone("#7fb3a6", "#4f8276")
    s.builder.box(s.ground + (0, half[1], 0), half, tone, turn=s.yaw, rounding=0.014)


def _pad(s: Setting) -> None:
    """A flat cushion or a folded towel."""
    width, depth = s.vector("size", (0.40, 0.34)) / 2
    half = np.array([width, s.number("height", 0.05) / 2, depth])
    rounding = min(0.045, float(half[1]) * 0.92)
    tone = s.palette.tone("#e7c28d", "#a98555")
    s.builder.box(s.ground + (0, half[1], 0), half, tone, turn=s.yaw, rounding=rounding)


def _soft(palette: Palette) -> Array:
    return palette.tone("#e9e3d6", "#b9b3a8")


def _pillow(s: Setting) -> None:
    tilt = rotation((0, 0, 1), np.radians(s.number("tilt", 0)))
    pitch = rotation((1, 0, 0), np.radians(s.number("pitch", 0)))
    size = s.vector("size", (0.48, 0.12, 0.32))
    centre = s.place + (0, s.number("height", float(size[1])) / 2, 0)
    pillow(s.builder, centre, size / 2, s.yaw @ tilt @ pitch, s.own(_soft(s.palette)))


def _rolled(s: Setting, length: float, tone: Array, cap: Array | None) -> None:
    axis, radius = s.vector("axis", (1, 0, 0)), s.number("height", 0.15) / 2
    centre = np.array([s.place[0], radius, s.place[2]])
    reach = axis * s.number("length", length) / 2
    s.builder.cylinder(centre - reach, centre + reach, radius, tone, sides=40, cap=cap)


def _bolster(s: Setting) -> None:
    _rolled(s, 0.56, s.own(_soft(s.palette)), None)


def _roller(s: Setting) -> None:
    _rolled(s, 0.62, colour("#3f9c8f"), colour("#2b6f66"))


def _wedge(s: Setting) -> None:
    tone = s.own(s.palette.tone("#9db4d6", "#5f7596"))
    wedge(s.builder, s.ground, s.vector("size", (0.56, 0.36, 0.66)), s.yaw, tone)


def _ball(s: Setting) -> None:
    radius = s.number("height", 0.1) / 2
    s.builder.ball(np.array([s.place[0], radius, s.place[2]]), radius, colour("#d9776b"))


def _wallball(s: Setting) -> None:
    """A small ball pressed against a wall by a body point."""
    normal, radius = s.vector("wall_normal", (0, 0, 1)), s.number("radius", 0.036)
    point = contacts.where(s.frames, s.table["point"]) + s.vector("offset", (0, 0, 0))
    wall = float(normal @ s.vector("wall_at", (0, 0, 0)))
    on_wall = point - normal * (normal @ point) + normal * (wall + radius * 0.94)
    s.builder.ball(on_wall, radius, s.palette.tone("#c9d94a", "#a9b83c"))


def _squeeze(s: Setting) -> None:
    """A ball held between two body points."""
    one, two = (contacts.where(s.frames, name) for name in s.table["between"])
    centre = (one + two) / 2 + s.vector("shift", (0, 0, 0))
    s.builder.ball(centre, s.number("radius", 0.085), s.own(colour("#e4845f")), sides=36)


def _band(s: Setting) -> None:
    """A loop round two limbs, or round both forefeet."""
    tone = s.own(colour("#f2b134"))
    if s.table.get("loop") == "foot":
        foot_band(s.builder, s.frames, s.table, tone)
    else:
        band(s.builder, s.frames, s.table, tone)


def _strap(s: Setting) -> None:
    strap(s.builder, s.frames, s.table, s.own(colour("#e0913a")))


def _pack(s: Setting) -> None:
    pack(s.builder, s.frames, s.table, s.own(colour("#ee8a3a")))


def _bike(s: Setting) -> None:
    bike(s.builder, s.frames, s.table, s.palette)


def _pole(s: Setting) -> None:
    wood = s.palette.tone("#d8b384", "#b48f63")
    top = s.place + unit(np.array([0.0, 1.0, 0.0])) * s.number("length", 1.5)
    s.builder.cylinder(s.place, top, 0.014, wood, sides=12)


def _plane(_: Setting) -> None:
    """An invisible support: it matters to the solver only."""


_MAKERS: dict[str, Callable[[Setting], None]] = {
    "step": _step, "chair": _chair, "wall": _wall, "bench": _bench, "block": _block,
    "pad": _pad, "pillow": _pillow, "bolster": _bolster, "roller": _roller, "wedge": _wedge,
    "ball": _ball, "wallball": _wallball, "squeeze": _squeeze, "band": _band, "strap": _strap,
    "pack": _pack, "bike": _bike, "pole": _pole, "plane": _plane,
}  # fmt: skip
KINDS = frozenset(_MAKERS)
