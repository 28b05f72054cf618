"""Colours of the figure and its ramps from shadow to light. No Qt."""

import numpy as np
from numpy.typing import NDArray

from .skeleton import Array
from .view import DEFAULT_LOOK, Look

# The order is the one of the material numbers in the mesh files.
MATERIALS = (
    "skin", "shirt", "shirt_trim", "shorts", "shorts_trim", "sock", "shoe", "sole", "hair",
    "eye", "brow", "lip", "inside",
)  # fmt: skip
_SKINS = {
    "porcelain": "#f1cdb4",
    "light": "#e8b896",
    "tan": "#d29b72",
    "olive": "#b98358",
    "brown": "#8f5e3e",
    "deep": "#5f3d2b",
}
_HAIRS = {
    "dark": "#33261f",
    "brown": "#5b3d2a",
    "auburn": "#8a4a2f",
    "blond": "#c9a063",
    "grey": "#9a9ca3",
    "black": "#221f24",
}
# shirt, shirt trim, shorts, shorts trim, sock, shoe, sole
_OUTFITS = {
    "teal": ("#2f8f9d", "#257583", "#33415c", "#283349", "#f4f6f8", "#56687f", "#fbfcfd"),
    "coral": ("#ef8a6f", "#d9735a", "#3d405b", "#31344b", "#f4f4f6", "#6f7fa3", "#ffffff"),
    "slate": ("#8fa6bd", "#7890a8", "#46566b", "#3a485a", "#eef1f5", "#d98f4e", "#ffffff"),
    "sage": ("#8ab098", "#739a82", "#3f4b52", "#333d43", "#f1f4f1", "#a8624f", "#ffffff"),
}
LEVELS = 256
_LUMA = np.array([0.30, 0.59, 0.11])
_COOL = np.array([0.78, 0.74, 0.92]) / 0.92


def colour(code: str) -> Array:
    """Red, green and blue from 0 to 1 of a code like "#2f8f9d"."""
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0


def smooth(low: float, high: float, x: NDArray[np.floating]) -> NDArray[np.floating]:
    """Smooth step from 0 at ``low`` to 1 at ``high``; ``low`` may be the larger one."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _saturated(base: Array, factor: float) -> Array:
    grey = (base * _LUMA).sum(-1, keepdims=True)
    return np.asarray(np.clip(grey + (base - grey) * factor, 0.0, 1.0))


def ramp(base: Array, *, warm: bool = False) -> Array:
    """(..., 3) colours -> (..., 256, 3): deep shadow, shadow, base, light in soft steps.

    Warm ramps are for skin: with grey-blue shadows skin looks dirty.
    """
    base = np.asarray(base, float)[..., None, :]
    if warm:
        shadow, deep = base * (0.86, 0.73, 0.69), base * (0.66, 0.48, 0.45)
    else:
        shadow = _saturated(base * 0.74 * (0.55 + 0.45 * _COOL), 1.12)
        deep = _saturated(base * 0.50 * (0.45 + 0.55 * _COOL), 1.10)
    light = np.clip(base + (1 - base) * 0.22 + 0.02 * np.array([1, 0.9, 0.6]), 0, 1)
    level = np.linspace(0, 1, LEVELS)
    out = deep + (shadow - deep) * smooth(0.02, 0.34, level)[:, None]
    out = out + (base - out) * smooth(0.24, 0.58, level)[:, None]
    out = out + (light - out) * smooth(0.60, 0.98, level)[:, None]
    return np.clip(out, 0.0, 1.0)


class Palette:
    """All colours of one look in the light or the dark theme."""

    def __init__(self, look: Look = DEFAULT_LOOK, *, dark: bool = False) -> None:
        self.dark = dark
        named = ("shirt", "shirt_trim", "shorts", "shorts_trim", "sock", "shoe", "sole")
        table = {n: colour(c) for n, c in zip(named, _OUTFITS[look.outfit], strict=True)}
        table["skin"], table["hair"] = colour(_SKINS[look.skin]), colour(_HAIRS[look.hair])
        table["eye"], table["brow"] = colour("#2b2320"), table["hair"] * 0.8
        table["lip"] = table["skin"] * (0.86, 0.68, 0.66)
        table["inside"] = table["shirt"] * 0.5
        base = np.array([table[name] for name in MATERIALS])
        self.ramps = ramp(base)
        for name in ("skin", "lip"):
            self.ramps[MATERIALS.index(name)] = ramp(table[name], warm=True)
        self.ink = base * (0.34, 0.30, 0.36) + 0.02
        self.ink[MATERIALS.index("skin")] = table["skin"] * (0.46, 0.33, 0.33)
        # Red, not orange: orange on the navy shorts turns brown and looks like skin.
        self.glow_core = ramp(colour("#ff3b36")) * 255.0
        self.glow_edge = ramp(colour("#ff6a5c")) * 255.0
        self.line = self.tone("#2a2f3a", "#0d1016")
        self.floor = self.tone("#8fa3bb", "#8fa3bb")
        self.mat = self.tone("#7d8fb3", "#4d5d80")
        self.shadow = self.tone("#21263d", "#05060a")
        self.arrow = self.tone("#2f6fed", "#6ea8ff")
        self.casing = self.tone("#ffffff", "#0d0f14")

    def tone(self, light: str, dark: str) -> Array:
        """The colour for this palette's theme."""
        return colour(dark if self.dark else light)
