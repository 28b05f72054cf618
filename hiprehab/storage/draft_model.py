"""What the checker found in a draft, as values: problems with their places, and what can be played.

`storage.draft_check` makes them on a worker thread; nothing heavy is loaded here.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from hiprehab.core.model import Exercise, Item, Library, Routine
from hiprehab.core.plan import Plan
from hiprehab.storage.draft_edit import Spot
from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.problems import Problem


class Found(NamedTuple):
    """A problem and the way to the value that it is about."""

    problem: Problem
    path: KeyPath


class Preview(NamedTuple):
    """A form as far as it can be played: the items by place, their seconds, and the plan.

    `order` are the places of the plan's items; `routine` is what is played in a rehearsal.
    """

    items: dict[Spot, Item]
    seconds: dict[Spot, float]
    order: tuple[Spot, ...] = ()
    plan: Plan | None = None
    routine: Routine | None = None


class Checked(NamedTuple):
    """What was found in one state of a draft."""

    text: str
    problems: tuple[Found, ...]
    own: Mapping[str, Exercise]
    library: Library
    previews: Mapping[KeyPath, Preview]


NOTHING = Preview({}, {})


def path_of(key: str) -> KeyPath:
    """The way that a problem's key names: `block[1].kind` is ("block", 0, "kind")."""
    parts: list[str | int] = []
    for word, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", key):
        parts.append(int(number) - 1 if number else word)
    return tuple(parts)
