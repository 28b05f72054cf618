"""The upright exercise bike; its cranks follow the feet."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from . import contacts
from .palette import Palette, colour
from .skeleton import NODE, Array, Frames, rotation
from .surface import Builder, unit


class _Bike:
    """Builds the parts around the bottom bracket, saddle and bars of a prop's table."""

    def __init__(self, builder: Builder, table: Mapping[str, Any], palette: Palette) -> None:
        self._builder, self._palette = builder, palette
        on_axis = np.array([0.0, 1.0, 1.0])
        self.bracket = np.array(table["at"], float) * on_axis
        self.saddle = np.array(table["saddle"], float) * on_axis
        self.bars = np.array(table["bars"], float) * on_axis
        self.crank = float(table.get("crank", 0.165))
        self.grip = float(table.get("grip", 0.20))
        self._frame = palette.tone("#54627a", "#7d8ca3")
        self._metal = palette.tone("#9aa5b4", "#8792a1")
        self._black = palette.tone("#39424f", "#565f6c")
        self._front = float(self.bracket[2]) + 0.46
        self._rear = float(self.bracket[2]) - 0.42

    def _tube(self, a: Array, b: Array, radius: float, tone: Array, sides: int = 14) -> None:
        self._builder.cylinder(a, b, radius, tone, sides=sides)

    def _pad(self, centre: Array, half: Array, rounding: float, turn: Array | None = None) -> None:
        self._builder.box(centre, half, self._black, turn=turn, rounding=rounding)

    def stand(self) -> None:
        """Feet, floor rail and seat posts."""
        for z in (self._front, self._rear):
            self._tube(np.array([-0.25, 0.03, z]), np.array([0.25, 0.03, z]), 0.03, self._black)
        rail = [np.array([0, 0.055, z]) for z in (self._rear, self._front)]
        self._tube(rail[0], rail[1], 0.026, self._frame)
        foot = np.array([0, 0.045, self.bracket[2] + 0.02])
        self._tube(foot, self.bracket, 0.034, self._frame)
        rise = self.saddle - self.bracket
        top = self.saddle - (0, 0.05, 0)
        self._tube(self.bracket + rise * 0.10, top, 0.026, self._frame)
        self._tube(self.bracket + rise * 0.55, top, 0.019, self._metal, 12)
        stay = np.array([0, 0.045, self._rear + 0.16])
        self._tube(stay, self.bracket + rise * 0.35, 0.020, self._frame, 12)
        self._pad(self.saddle + (0, -0.026, -0.055), np.array([0.105, 0.026, 0.085]), 0.022)
        self._pad(self.saddle + (0, -0.028, 0.075), np.array([0.040, 0.022, 0.105]), 0.020)

    def handlebars(self) -> None:
        """Front post, bars and display."""
        top = self.bars + (0, 0, 0.04)
        self._tube(np.array([0, 0.045, self._front - 0.06]), top, 0.026, self._frame)
        inner = self.grip * 0.62
        self._tube(top - (inner, 0, 0), top + (inner, 0, 0), 0.015, self._metal, 12)
        for side in (-1.0, 1.0):
            end = self.bars + (side * self.grip, 0, 0)
            self._tube(top + (side * inner, 0, 0), end, 0.016, self._black, 12)
            self._tube(end, end + (0, -0.005, -0.11), 0.017, self._black, 12)
        tilt = rotation((1, 0, 0), np.radians(-24))
        self._pad(top + (0, 0.085, 0.02), np.array([0.075, 0.05, 0.012]), 0.010, tilt)
        self._tube(top, top + (0, 0.06, 0.02), 0.012, self._metal, 10)

    def flywheel(self) -> None:
        """Housing of the wheel and the hub of the cranks."""
        hub = self.bracket + (0, 0.03, 0.30)
        cap = self._palette.tone("#aeb8c5", "#67727f")
        wide, narrow, axle = (np.array([x, 0, 0]) for x in (0.035, 0.040, 0.05))
        self._builder.cylinder(hub - wide, hub + wide, 0.20, self._metal, sides=44, cap=cap)
        self._builder.cylinder(hub - narrow, hub + narrow, 0.085, colour("#e0a458"), sides=30)
        centre = self.bracket
        self._builder.cylinder(centre - axle, centre + axle, 0.075, self._black, sides=30)

    def pedals(self, frames: Frames) -> None:
        """Cranks and pedals where the feet are."""
        apart = contacts.where(frames, "ball_r") - contacts.where(frames, "ball_l")
        angle = np.arctan2(apart[1], apart[2])
        arm = np.array([0, np.sin(angle), np.cos(angle)]) * self.crank
        for side, ankle in ((-1.0, "ankle_r"), (1.0, "ankle_l")):
            hub = self.bracket + (side * 0.062, 0, 0)
            end = hub - arm * side
            self._tube(hub, end, 0.015, self._metal, 10)
            self._tube(end, end + (side * 0.05, 0, 0), 0.010, self._metal, 8)
            forward = unit(frames.turn[NODE[ankle]][:, 2] * (0, 1, 1))
            turn = np.stack([(1.0, 0, 0), np.cross(forward, (1.0, 0, 0)), forward], 1)
            half = np.array([0.045, 0.011, 0.05])
            self._pad(end + (side * 0.065, 0, 0), half, 0.008, turn)


def bike(builder: Builder, frames: Frames, table: Mapping[str, Any], palette: Palette) -> None:
    """Add the whole bike; ``at`` is the bottom bracket."""
    parts = _Bike(builder, table, palette)
    parts.stand()
    parts.handlebars()
    parts.flywheel()
    parts.pedals(frames)
