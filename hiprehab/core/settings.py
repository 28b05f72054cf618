"""The person's settings as one frozen value. Each field's metadata feeds the settings form.

Metadata keys: `group` (section of the form), `label`, `help` (one sentence); for numbers also
`low`, `high` and `unit`. Texts are English source texts; the form translates them.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hiprehab.core.model import Affected


class Theme(StrEnum):
    """Colours of the windows."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class SideOrder(StrEnum):
    """Which side comes first. USUAL: the better side first; left first, in turn, when none is."""

    USUAL = "usual"
    AFFECTED_FIRST = "affected first"
    LEFT_FIRST = "left first"
    ALTERNATE = "alternate by set"


class FigureBuild(StrEnum):
    """The body of the figure that shows the moves."""

    BROAD = "broader shoulders"
    WIDE = "wider hips"


class FigureSkin(StrEnum):
    """Its skin tone."""

    PORCELAIN = "porcelain"
    LIGHT = "light"
    TAN = "tan"
    OLIVE = "olive"
    BROWN = "brown"
    DEEP = "deep"


class FigureHair(StrEnum):
    """Its hair."""

    BLACK = "black"
    DARK = "dark"
    BROWN = "brown"
    AUBURN = "auburn"
    BLOND = "blond"
    GREY = "grey"


class FigureOutfit(StrEnum):
    """The colours that it wears."""

    TEAL = "teal"
    CORAL = "coral"
    SLATE = "slate"
    SAGE = "sage"


def _option(default: Any, group: str, label: str, help_text: str = "", **more: Any) -> Any:
    return field(
        default=default, metadata={"group": group, "label": label, "help": help_text, **more}
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Times in seconds, scales and volume in percent."""

    affected: Affected = _option(
        Affected.UNKNOWN, "You", "Sore side", "Used for the order of sides and for doses by side."
    )
    writes_for_others: bool = _option(
        False, "You", "I write routines for others", "Shows the page Clinic with your drafts."
    )
    side_order: SideOrder = _option(
        SideOrder.USUAL, "Session", "Order of sides", "Usual: the better side first."
    )
    get_ready_s: int = _option(
        10, "Session", "Get ready", "Time before the first exercise.", low=3, high=60, unit="s"
    )
    switch_s: int = _option(
        8, "Session", "Switch sides", "Time to turn to the other side.", low=0, high=60, unit="s"
    )
    lead_in_s: int = _option(
        3, "Session", "Lead-in after a pause", "A short countdown.", low=0, high=10, unit="s"
    )
    transition_scale: int = _option(
        100,
        "Session",
        "Time to change position",
        "Make it longer if getting down to the floor takes time.",
        low=50,
        high=400,
        unit="%",
    )
    tones: bool = _option(True, "Sound", "Tones")
    voice: bool = _option(True, "Sound", "Voice", "Speaks the exercise, side and what comes next.")
    count_aloud: bool = _option(True, "Sound", "Count repetitions aloud")
    halfway: bool = _option(True, "Sound", "Half-way cue")
    countdown_s: int = _option(3, "Sound", "Count the last seconds", "", low=0, high=10, unit="s")
    volume: int = _option(80, "Sound", "Volume", "", low=0, high=100, unit="%")
    theme: Theme = _option(Theme.SYSTEM, "Look", "Colours")
    text_scale: int = _option(100, "Look", "Text size", "", low=100, high=200, unit="%")
    reduced_motion: bool = _option(
        False, "Look", "Less motion", "Shows key poses instead of a moving figure."
    )
    far_mode: bool = _option(False, "Look", "Start sessions in far mode")
    figure_build: FigureBuild = _option(
        FigureBuild.BROAD, "Figure", "Body", "The pictures in lists keep the usual figure."
    )
    figure_skin: FigureSkin = _option(FigureSkin.TAN, "Figure", "Skin")
    figure_hair: FigureHair = _option(FigureHair.BROWN, "Figure", "Hair")
    figure_outfit: FigureOutfit = _option(FigureOutfit.TEAL, "Figure", "Clothes")
    keep_awake: bool = _option(
        True, "Session", "Keep the screen on", "Only while a session is running."
    )
    figure_cache_mb: int = _option(
        200,
        "Advanced",
        "Memory for the figure",
        "Pictures of the moving figure that are kept ready. The usual amount is fine.",
        low=50,
        high=1000,
        unit="MB",
    )
    first_run_done: bool = field(default=False, metadata={"group": ""})
