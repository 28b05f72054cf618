"""Soft and bending props: pillow, wedge, strap, bands and the heat or cold pack."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from . import contacts
from .skeleton import NODE, Array, Frames
from .surface import Builder, box_face, grid_triangles, hull, unit

Table = Mapping[str, Any]


def pillow(builder: Builder, centre: Array, half: Array, turn: Array, colour: Array) -> None:
    """A soft cushion: superellipse outline, lens-shaped section."""
    power = 4.0

    def shape(u: Array, v: Array) -> tuple[Array, Array]:
        around, rise = u * 2 * np.pi, (v - 0.5) * np.pi
        c, s = np.cos(around), np.sin(around)
        reach = (np.abs(c) ** power + np.abs(s) ** power) ** (-1 / power)
        thin = np.cos(rise) ** 0.62
        q = np.column_stack([reach * c * thin, np.sin(rise), reach * s * thin])
        slope = np.abs(q) ** (power - 1) * np.sign(q)
        slope[:, 1] = 1.4 * np.abs(q[:, 1]) ** 1.6 * np.sign(q[:, 1])
        return centre + (q * half) @ turn.T, unit(slope / half) @ turn.T

    builder.patch(shape, 49, 19, colour)


def wedge(builder: Builder, at: Array, size: Array, turn: Array, colour: Array) -> None:
    """A sloping back rest: its low edge lies at ``at``, it rises towards -z."""
    half, height, length = float(size[0]) / 2, float(size[1]), float(size[2])
    corners = [(0, 0), (0, 0.02), (0.05 - length, height), (-length, height - 0.02)]
    profile = np.array([*corners, (-length - 0.02, 0.0)])  # z, y
    for a, b in pairwise(profile):
        along = b - a
        normal = unit(np.array([0, -along[0], along[1]])) @ turn.T

        def slope(
            u: Array, v: Array, a: Array = a, along: Array = along, normal: Array = normal
        ) -> tuple[Array, Array]:
            q = a + along * v[:, None]
            points = np.column_stack([(2 * u - 1) * half, q[:, 1], q[:, 0]])
            return at + points @ turn.T, np.tile(normal, (len(u), 1))

        builder.patch(slope, 8, 10, colour)
    for sign in (-1.0, 1.0):

        def side(u: Array, v: Array, sign: float = sign) -> tuple[Array, Array]:
            z = -u * (length + 0.005)
            top = np.interp(-z, [0, length - 0.05, length + 0.02], [0.02, height, height - 0.03])
            points = np.column_stack([np.full(len(u), sign * half), v * top, z])
            normal = np.array([sign, 0, 0]) @ turn.T
            return at + points @ turn.T, np.tile(normal, (len(u), 1))

        builder.patch(side, 14, 6, colour)


def _resampled(points: Array, step: float) -> Array:
    """Points along a polyline about ``step`` apart, corners kept."""
    out = []
    for a, b in pairwise(points):
        count = max(2, int(np.linalg.norm(b - a) / step))
        out.append(a + (b - a) * (np.arange(count) / count)[:, None])
    return np.concatenate([*out, points[-1:]])


def strap(builder: Builder, frames: Frames, table: Table, colour: Array) -> None:
    """A flat strap from hand round the sole to hand, with two loose tails."""
    node, z = NODE[table["foot"]], float(table.get("along", 0.085))
    sole = [(0.052, -0.010), (0.052, -0.045), (0.040, -0.082), (0.0, -0.094)]
    outline = [(-x, y, z) for x, y in sole] + [(x, y, z) for x, y in sole[2::-1]]
    loop = frames.position[node] + np.array(outline) @ frames.turn[node].T
    one, two = (contacts.where(frames, name) for name in table["hands"])

    def reach(first: Array, last: Array) -> float:
        return float(np.linalg.norm(loop[0] - first) + np.linalg.norm(loop[-1] - last))

    if reach(one, two) > reach(two, one):
        loop = loop[::-1]
    drop = np.array([[0, -0.16, -0.015], [0, -0.08, -0.012], [0, 0, 0]])
    middle = _resampled(np.concatenate([one + drop, loop, (two + drop)[::-1]]), 0.04)
    along = unit(np.gradient(middle, axis=0))
    forward = frames.turn[node][:, 2]
    across = unit(forward - along * (along @ forward)[:, None])
    half = float(table.get("width", 0.032)) / 2
    normals = np.cross(along, across)
    builder.ribbon(middle + normals * 0.002, across * half, normals, colour)


def band(builder: Builder, frames: Frames, table: Table, colour: Array) -> None:
    """A resistance loop round two limbs: the hull of two circles, swept to a ribbon."""
    a, b = (contacts.CONTACT[name] for name in table["around"])
    centres = contacts.centres(frames)
    start, grow = centres[a], float(table.get("grow", 0.012))
    turns = frames.turn[contacts.NODE_OF[[a, b]]]
    axis = unit(-(turns[0][:, 1] + turns[1][:, 1]))
    between = centres[b] - start
    flat = between - axis * (between @ axis)
    length = max(float(np.linalg.norm(flat)), 1e-6)
    one = flat / length
    two = np.cross(axis, one)
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    first, second = (contacts.RADII[i] + grow for i in (a, b))
    outline = np.concatenate([circle * first, circle * second + (length, 0)])
    outline = outline[hull(outline)]
    outline = np.concatenate([outline, outline[:1]])
    # Each limb keeps its own height along the axis.
    share = np.clip(outline[:, :1] / length, 0, 1)
    middle = start + outline[:, :1] * one + outline[:, 1:] * two + share * (between @ axis) * axis
    edge = np.gradient(outline, axis=0)
    outward = unit(np.column_stack([edge[:, 1], -edge[:, 0]]))
    normals = outward[:, :1] * one + outward[:, 1:] * two
    half = np.tile(axis * float(table.get("width", 0.05)) / 2, (len(middle), 1))
    builder.ribbon(middle, half, normals, colour)


def foot_band(builder: Builder, frames: Frames, table: Table, colour: Array) -> None:
    """A loop round both forefeet: the hull of two sections, each in its own foot's frame."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    wide, tall = float(table.get("rx", 0.054)), float(table.get("ry", 0.0385))
    points, axes = [], []
    for suffix, sign in (("_l", 1.0), ("_r", -1.0)):
        turn = frames.turn[NODE["ankle" + suffix]]
        shift = (sign * table.get("dx", 0.003), table.get("dy", -0.0515), table.get("dz", 0.088))
        centre = frames.point("ankle" + suffix, shift)
        ring = np.outer(wide * np.cos(angle), turn[:, 0]) + np.outer(
            tall * np.sin(angle), turn[:, 1]
        )
        points.append(centre + ring)
        axes.append(np.tile(turn[:, 2], (len(angle), 1)))
    cloud, axis = np.concatenate(points), np.concatenate(axes)
    mean = unit(axis.mean(0))
    one = points[1].mean(0) - points[0].mean(0)
    one = unit(one - mean * (one @ mean))
    flat = np.column_stack([cloud @ one, cloud @ np.cross(mean, one)])
    ring = hull(flat)
    ring = np.append(ring, ring[0])
    middle, across = _spread(cloud[ring], axis[ring])
    along = np.roll(middle[:-1], -1, 0) - np.roll(middle[:-1], 1, 0)
    along = np.concatenate([along, along[:1]])
    normals = unit(np.cross(along, across))
    if ((middle - middle.mean(0)) * normals).sum() < 0:
        normals = -normals
    builder.ribbon(middle, across * float(table.get("width", 0.04)) / 2, normals, colour)


def _spread(points: Array, axes: Array) -> tuple[Array, Array]:
    """More points along the straight parts of a loop, with the axis turned step by step."""
    out_points, out_axes = [], []
    for i in range(len(points) - 1):
        count = max(1, int(np.linalg.norm(points[i + 1] - points[i]) / 0.02))
        share = (np.arange(count) / count)[:, None]
        out_points.append(points[i] * (1 - share) + points[i + 1] * share)
        out_axes.append(unit(axes[i] * (1 - share) + axes[i + 1] * share))
    middle = np.concatenate([*out_points, points[:1]])
    return middle, np.concatenate([*out_axes, axes[:1]])


def pack(builder: Builder, frames: Frames, table: Table, colour: Array) -> None:
    """A soft pad on the skin: ``on`` a contact, ``n`` outwards and ``up`` in that bone's frame."""
    contact = contacts.CONTACT[table["on"]]
    turn = frames.turn[contacts.NODE_OF[contact]]
    out = unit(turn @ np.array(table.get("n", (-1, 0, 0)), float))
    up = turn @ np.array(table.get("up", (0, 1, 0)), float)
    up = unit(up - out * (up @ out))
    basis = np.stack([np.cross(up, out), up, out])
    lift = contacts.RADII[contact] + float(table.get("gap", 0.004))
    offset = turn @ np.array(table.get("off", (0, 0, 0)), float)
    origin = contacts.centres(frames)[contact] + offset + out * lift
    bend = float(table.get("bend", 0.11))
    half = np.array(table.get("size", (0.15, 0.19, 0.035)), float) / 2
    pale = np.clip(colour + 0.18, 0, 1)
    seam = np.array([half[0] * 0.10, half[1] * 0.72, half[2] * 0.22])
    pieces = [(np.zeros(3), half, half[2] * 0.95, colour)]
    for x, z in ((0.0, 0.90), (-0.52, 0.86), (0.52, 0.86)):
        pieces.append((np.array([half[0] * x, 0, half[2] * z]), seam, half[2] * 0.2, pale))
    for centre, size, rounding, tone in pieces:
        for axis in range(3):
            for sign in (1.0, -1.0):
                points, normals, cells = box_face(size, axis, sign, float(rounding), 0.02)
                points, normals = _bent(points + centre, normals, bend)
                builder.add(origin + points @ basis, normals @ basis, grid_triangles(*cells), tone)


def _bent(points: Array, normals: Array, radius: float) -> tuple[Array, Array]:
    """Wrap a flat piece round the body, about its up axis."""
    angle = points[:, 0] / radius
    c, s = np.cos(angle), np.sin(angle)
    away = radius + points[:, 2]
    bent = np.column_stack([s * away, points[:, 1], c * away - radius])
    nx, nz = normals[:, 0], normals[:, 2]
    turned = np.column_stack([nx * c + nz * s, normals[:, 1], nz * c - nx * s])
    return bent, turned
