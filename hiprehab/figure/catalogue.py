"""Which motions there are: those that ship, those of packs, and resting poses instead of none.

Only the standard library is used here. A pack's own motion is solved when it is installed
(``own``); what that leaves in a folder is found again by ``use_own``.
"""

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from .. import resources
from . import stills
from .motion import ONE_KEY_SECONDS, Leg, Motion, of_table, read

_POSES = "figure/poses"
_RESTING = "rest/"
OWN_FOLDER = "motions"  # in the cache: PACK/ID.npz and PACK/ID.json
# position -> (motion, the key that shows how one lies, sits or stands, words)
_POSITIONS = {
    "standing": ("mini-squat", "stand", "Standing"),
    "seated": ("seated-march", "sit", "Sitting on a chair"),
    "floor-seated": ("hamstring-stretch-seated", "tall", "Sitting on the floor"),
    "kneeling": ("half-kneeling-hip-flexor-stretch", "upright", "Kneeling on one knee"),
    "quadruped": ("bird-dog", "start", "On hands and knees"),
    "prone": ("prone-hip-extension", "down", "Lying face down"),
    "supine": ("bridge", "down", "Lying on the back, knees bent"),
    "side-lying": ("clamshell", "closed", "Lying on the side"),
    "propped": ("ice-pack", "hold", "Leaning back, propped up"),
}
REACH = "figure/reach.json"  # for each motion: joint, side, degrees; made with the poses
_VERBS = {
    "hip.flex": ("bends", "straightens"),
    "hip.abd": ("opens to the side", "moves to the middle"),
    "hip.rot": ("turns outwards", "turns inwards"),
    "knee.flex": ("bends", "straightens"),
    "ankle.dorsi": ("bends upwards", "points down"),
    "spine.flex": ("bends forwards", "straightens"),
}
_WORN = frozenset({"band", "pack", "squeeze", "strap"})  # props that no resting pose needs
_own: dict[str, Path] = {}


def use_own(cache: Path) -> None:
    """From now on also know the motions of packs that were solved into this cache folder."""
    folder = cache / OWN_FOLDER
    stills.use_own(folder)
    found = {f"{path.parent.name}/{path.stem}": path for path in folder.glob("*/*.npz")}
    if found != _own:
        _own.clear()
        _own.update(found)
        load.cache_clear()


def poses_path(motion: str) -> Path:
    """Where the baked poses of a motion are, shipped or not."""
    return _own.get(motion) or resources.asset(f"{_POSES}/{motion}.npz")


@lru_cache(maxsize=1)
def known_motions() -> frozenset[str]:
    """Ids of all motions that ship with poses; lists two folders, reads no file."""
    files = {path.stem for path in (resources.data_dir() / "motions").glob("*.toml")}
    poses = {path.stem for path in resources.asset(_POSES).glob("*.npz")}
    return frozenset(files & poses)


def can_be_shown(motion: str | None) -> bool:
    """Whether there is a picture: a shipped motion, a solved one of a pack, or a resting pose."""
    if motion is None:
        return False
    return motion in known_motions() or is_resting(motion) or _is_sound(motion)


def _is_sound(motion: str) -> bool:
    """Whether a pack's motion can be read; one that is damaged counts as not solved."""
    if motion not in _own:
        return False
    import zipfile

    try:
        load(motion)
        with zipfile.ZipFile(_own[motion]) as poses:
            whole = poses.testzip() is None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile):
        whole = False
    if not whole:
        del _own[motion]
    return whole


def shown_for(motion: str | None, position: str) -> str | None:
    """What to show for an exercise: its motion, else the resting pose of its position."""
    if can_be_shown(motion):
        return motion
    return _RESTING + position if position in _POSITIONS else None


def is_resting(motion: str) -> bool:
    """Whether this stands in for an exercise that has no moving picture."""
    return motion.removeprefix(_RESTING) in _POSITIONS and motion.startswith(_RESTING)


def resting_motions() -> tuple[str, ...]:
    """The resting poses that there are."""
    return tuple(_RESTING + position for position in _POSITIONS)


def resting_source(motion: str) -> tuple[str, str]:
    """The motion and the key that a resting pose is taken from."""
    source, key, _ = _POSITIONS[motion.removeprefix(_RESTING)]
    return source, key


@lru_cache(maxsize=128)
def load(motion: str) -> Motion:
    """A motion by its id; KeyError when there is none."""
    if motion in known_motions():
        return read(resources.data_dir() / "motions" / f"{motion}.toml")
    if motion in _own:
        table = json.loads(_own[motion].with_suffix(".json").read_text("utf-8"))
        return of_table(motion, table)
    if is_resting(motion):
        return _at_rest(motion)
    raise KeyError(motion)


def _at_rest(motion: str) -> Motion:
    source, key = resting_source(motion)
    words = _POSITIONS[motion.removeprefix(_RESTING)][2]
    base = load(source)
    props = {name: prop for name, prop in base.props.items() if prop["kind"] not in _WORN}
    table = {**base.table, "arrow": [], "props": props}
    return replace(
        base, id=motion, name=words, text=f"{words}. This is only how the exercise begins.",
        keys=(key,), legs=(Leg((key,), ONE_KEY_SECONDS),), rest=key, hold=key, still=key,
        period=None, muscles={}, table=table,
    )  # fmt: skip


def describe(motion: str, side: str | None) -> str:
    """Alt text: position and what moves, in plain words, for "left", "right" or None.

    An unknown motion gets an empty text.
    """
    if not can_be_shown(motion):
        return ""
    words = {"left": ("left", "right"), "right": ("right", "left")}
    working, other = words.get(side or "", ("working", "other"))
    return load(motion).text.replace("{side}", working).replace("{other}", other)


def alt_text(motion: str, side: str | None) -> str:
    """``describe``, and how far the joint turns that turns most."""
    text = describe(motion, side)
    turned = _reach().get(motion)
    if not text or turned is None:
        return text
    joint, which, degrees = turned
    more, less = _VERBS[joint]
    words = {"left": ("left", "right"), "right": ("right", "left")}
    working, other = words.get(side or "", ("working", "other"))
    named = {"right": f"The {working} ", "left": f"The {other} ", "both": "Both ", "": "The "}[
        which
    ]
    part = joint.partition(".")[0].replace("spine", "back").replace("ankle", "foot")
    if which == "both":
        part = "feet" if part == "foot" else part + "s"
        more, less = (_plural(verb) for verb in (more, less))
    return f"{text} {named}{part} {more if degrees > 0 else less} by about {abs(degrees)} degrees."


def _plural(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip()


@lru_cache(maxsize=1)
def _reach() -> dict[str, tuple[str, str, int]]:
    path = resources.asset(REACH)
    found = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {name: (str(row[0]), str(row[1]), int(row[2])) for name, row in found.items()}
