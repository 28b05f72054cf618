"""What a player shows and from where: plain values, safe to load before numpy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One motion seen from one place; sizes are device pixels of the widget."""

    motion: str
    left: bool
    dark: bool
    width: int
    height: int
    yaw: float | None = None  # None: the motion's best view
    pitch: float | None = None
