"""Where the shipped still pictures are. Standard library only, so a list costs no numpy.

A still shows a motion's main key pose, the right side working, with its arrow; it is
transparent around the figure.  There is one file a theme and a size.  The left side is the
same file turned over: ask ``is_mirrored`` and flip the picture when it is loaded.  The stills of
a pack's own motion are drawn when it is installed and lie beside its poses; until then, and for
an exercise without a motion, a resting pose stands in.
"""

import json
from functools import lru_cache
from pathlib import Path

from .. import resources
from ..core.places import REGIONS

SIZE = (640, 480)
SMALL_SIZE = (224, 168)
KEY_SIZE = (200, 150)  # one of the key poses that lie side by side in a strip
MAP = "figure/map"
MAP_SIZE = (480, 780)
MAP_VIEWS = ("front", "left", "back", "right")  # turning; left is the person's left side
MAP_BORDER = 64  # added to a region's number where its pixel lies at the region's rim


_BASES = {"side_left": "side-lying", "side_right": "side-lying"}  # others are called as here
_own: list[Path] = []  # the folder of what packs have, once it is known


def use_own(folder: Path) -> None:
    """Where the poses and stills of packs are: PACK/ID.json, PACK/ID-FOLDER.png."""
    _own[:] = [folder]
    _base_of.cache_clear()


def is_mirrored(side: str | None) -> bool:
    """Whether a still has to be flipped left to right for this side."""
    return side == "left"


def still_path(
    motion: str, *, side: str | None = None, dark: bool = False, small: bool = False
) -> Path | None:
    """The still of a motion, None when there is none; a resting pose for one that has none yet.

    ``side`` does not change the file: see ``is_mirrored``.
    """
    if side not in (None, "left", "right"):
        raise ValueError(f"side is {side!r}; use left, right or None")
    folder = ("small-" if small else "") + ("dark" if dark else "light")
    path = resources.asset(f"figure/stills/{folder}/{motion}.png")
    if path.is_file():
        return path
    base = _base_of(motion)
    if not base:
        return None
    own = own_path(_own[0], motion, folder)
    resting = resources.asset(f"figure/stills/{folder}/rest/{_BASES.get(base, base)}.png")
    return next((one for one in (own, resting) if one.is_file()), None)


def own_path(folder: Path, motion: str, kind: str) -> Path:
    """The still of a pack's motion: ``kind`` is light, dark, small-light or small-dark."""
    return folder / f"{motion}-{kind}.png"


@lru_cache(maxsize=128)
def _base_of(motion: str) -> str:
    """How the motion of a pack begins; empty for a motion that is in no pack."""
    if not _own or "/" not in motion:
        return ""
    try:
        text = (_own[0] / f"{motion}.json").read_text("utf-8")
        return str(json.loads(text).get("base", "standing"))
    except (OSError, ValueError, AttributeError):
        return ""


def strip_path(motion: str, *, dark: bool = False) -> Path | None:
    """The key poses of a motion side by side (``motion.strip_keys``), right side working."""
    path = resources.asset(f"figure/stills/keys-{'dark' if dark else 'light'}/{motion}.png")
    return path if path.is_file() else None


@lru_cache(maxsize=512)
def strip_count(motion: str) -> int:
    """How many key poses a motion's strip holds; 0 when it has none."""
    path = strip_path(motion)
    if path is None:
        return 0
    with path.open("rb") as stream:
        header = stream.read(24)
    return int.from_bytes(header[16:20], "big") // KEY_SIZE[0]  # a PNG's width


def map_path(view: str, *, dark: bool = False) -> Path:
    """The picture of one view of the body map."""
    return resources.asset(f"{MAP}/{view}-{'dark' if dark else 'light'}.png")


def map_regions_path(view: str) -> Path:
    """The regions in that picture: the colour number of a pixel says which (``map_place``)."""
    return resources.asset(f"{MAP}/{view}.png")


def map_place(number: int) -> tuple[str, str] | None:
    """Side and region of a number in the regions' picture; None outside the map."""
    place = number % MAP_BORDER - 1
    if not 0 <= place < 2 * len(REGIONS):
        return None
    return ("left", "right")[place // len(REGIONS)], REGIONS[place % len(REGIONS)]


@lru_cache(maxsize=1)
def map_labels() -> dict[str, dict[int, tuple[int, int]]]:
    """For each view and region number the pixel in the middle of the region."""
    read = json.loads(resources.asset(f"{MAP}/labels.json").read_text("utf-8"))
    return {
        view: {int(number): (place[0], place[1]) for number, place in found.items()}
        for view, found in read.items()
    }


@lru_cache(maxsize=1)
def _extents() -> dict[str, list[float]]:
    path = resources.asset("figure/stills/extents.json")
    got: dict[str, list[float]] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return got


def scale_between(motion: str, width: int, height: int) -> float:
    """How much larger the figure is in a live picture of this size than in its large still.

    The live view fits the body to its own shape; this lets the still stand in without a jump.
    """
    extent = _extents().get(motion)
    if extent is None:
        return min(width / SIZE[0], height / SIZE[1])
    wide, tall, margin = extent
    room = 1.0 - 2.0 * margin

    def scale(w: int, h: int) -> float:
        # The same rule as camera.Extent.scale; a test holds the two together.
        return min(w * room / wide, h * room / tall, h / 1.75)

    return scale(width, height) / scale(*SIZE)
