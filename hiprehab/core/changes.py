"""What a write may have changed, so that a screen can decide whether it cares."""

from enum import Flag, auto


class Changes(Flag):
    """Kinds of stored facts."""

    SESSIONS = auto()
    PAIN = auto()
    PLAN = auto()
    SETTINGS = auto()
    LIBRARY = auto()
    CONDITIONS = auto()
    SAFETY = auto()
    DIARY = auto()
