"""Learn cards: short texts in Markdown with a head in TOML, read when somebody wants them.

A file begins with a line `+++`, the head, and another `+++`; the rest is the text.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hiprehab.storage.trouble import Kind, StorageProblem, guarded

FENCE = "+++"
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class LearnCard:
    """A card. `places` are the regions of the body map that it is about (core/places.py); `icon`
    stands for a picture. Both may be empty."""

    id: str
    title: str
    summary: str
    text: str
    order: int = 0
    places: tuple[str, ...] = ()
    icon: str = ""
    exercises: tuple[str, ...] = ()
    routines: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def read_cards(folder: Path) -> tuple[LearnCard, ...]:
    """The cards of a folder in their order; none when the folder is missing.

    Raises:
        StorageProblem: when a file cannot be read or is not a card; it names the file.
    """
    with guarded(f"The texts in {folder} cannot be read", folder):
        paths = sorted(folder.glob("*.md")) if folder.is_dir() else []
        cards = [_read(path) for path in paths]
    return tuple(sorted(cards, key=lambda card: (card.order, card.title)))


def _read(path: Path) -> LearnCard:
    raw = path.read_bytes()
    try:
        if len(raw) > MOST_BYTES:
            raise ValueError(f"it is larger than {MOST_BYTES} bytes")
        before, head, text = raw.decode("utf-8").split(f"{FENCE}\n", 2)
        if before.strip():
            raise ValueError(f"it does not begin with {FENCE}")
        return _card(path.stem, tomllib.loads(head), text.strip())
    except (ValueError, TypeError, KeyError) as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        raise StorageProblem(
            f"{path} is not a text of HipRehab: {reason}.", "Install HipRehab again.", Kind.DAMAGED
        ) from error


def _card(card_id: str, head: dict[str, object], text: str) -> LearnCard:
    def names(key: str) -> tuple[str, ...]:
        found = head.get(key, [])
        if not isinstance(found, list):
            raise TypeError(f"{key} is not a list")
        return tuple(str(one) for one in found)

    order = head.get("order", 0)
    if not isinstance(order, int):
        raise TypeError("order is not a whole number")
    return LearnCard(
        card_id,
        str(head["title"]),
        str(head["summary"]),
        text,
        order=order,
        places=names("places"),
        icon=str(head.get("icon", "")),
        exercises=names("exercises"),
        routines=names("routines"),
        sources=names("sources"),
    )
