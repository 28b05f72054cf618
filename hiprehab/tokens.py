"""Colours and sizes of the look as plain data, for windows, charts and reports alike.

A theme file (assets/themes/*.toml) names base colours and then roles that refer to them; the code
knows roles only. Sizes are the same in both themes. `TEXT_PAIRS` and `MARK_PAIRS` say which role is
drawn on which, and with what contrast at least.
"""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

SIZES: Final = {"small": 13, "body": 15, "lead": 18, "heading": 24, "display": 36}
"""Type sizes in px at 100 % text."""

GRID: Final = 4
RADIUS: Final = 12
TARGET: Final = 44
CONTENT_WIDTH: Final = 1200

TEXT_CONTRAST: Final = 4.5
MARK_CONTRAST: Final = 3.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour role of one theme as "#RRGGBB".

    `*_soft` is a quiet ground for its role; `edge` bounds inputs; `line` only separates. `work`,
    `hold` and `rest` tint the phases of a session; switching sides takes the side's colour.
    """

    name: str
    dark: bool
    background: str
    surface: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    navy: str
    attention: str
    attention_strong: str
    attention_soft: str
    on_attention: str
    comfortable: str
    comfortable_soft: str
    acceptable: str
    acceptable_soft: str
    too_much: str
    too_much_soft: str
    left: str
    left_soft: str
    right: str
    right_soft: str
    on_side: str
    work: str
    work_soft: str
    hold: str
    hold_soft: str
    rest: str
    rest_soft: str
    focus: str


class ThemeProblem(Exception):
    """A theme file that cannot be used; the text says where and why."""


ROLES: Final = tuple(f.name for f in fields(Tokens) if f.name not in ("name", "dark"))
GROUNDS: Final = ("background", "surface", "raised")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")

TEXT_PAIRS: Final = (
    *((role, ground) for role in ("text", "muted") for ground in GROUNDS),
    *(
        (role, ground)
        for role in (
            *("accent", "attention", "comfortable", "acceptable", "too_much", "left", "right"),
            *("hold", "rest", "navy"),
        )
        for ground in ("background", "surface")
    ),
    *(
        (role, f"{role}_soft")
        for role in (
            *("accent", "attention", "comfortable", "acceptable", "too_much", "left", "right"),
            *("work", "hold", "rest"),
        )
    ),
    *(("text", role) for role in ROLES if role.endswith("_soft")),
    *(("on_accent", role) for role in ("accent", "accent_strong")),
    *(("on_attention", role) for role in ("attention", "attention_strong")),
    *(("on_side", role) for role in ("left", "right")),
)
"""(what is written, on what): at least `TEXT_CONTRAST`."""

MARK_PAIRS: Final = (
    *((role, ground) for role in ("edge", "focus") for ground in ("background", "surface")),
    *((role, "raised") for role in ("work", "hold", "rest", "left", "right", "focus")),
)
"""(what is drawn, on what): at least `MARK_CONTRAST`."""


def load(path: Path) -> Tokens:
    """Reads a theme file.

    Raises:
        ThemeProblem: when a role is missing, unknown or refers to no colour.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        name, dark = str(data["name"]), bool(data["dark"])
        base, roles = dict(data["base"]), dict(data["roles"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ThemeProblem(f"{path.name}: this is not a theme file ({error}).") from error
    wrong = sorted(set(ROLES) ^ set(roles))
    if wrong:
        raise ThemeProblem(f"{path.name}: missing or unknown roles: {', '.join(wrong)}.")
    for role, colour in roles.items():
        if not _COLOUR.fullmatch(str(base.get(colour, ""))):
            raise ThemeProblem(f"{path.name}: the role {role} needs a #RRGGBB colour of [base].")
    return Tokens(name=name, dark=dark, **{role: base[roles[role]] for role in ROLES})


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0-255) of "#RRGGBB"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0 to 1."""
    parts = [channel / 255 for channel in rgb(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
