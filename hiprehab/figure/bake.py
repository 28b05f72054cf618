"""Packs solved poses into the small files that the app plays."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .motion import Leg, Motion, returns_the_same_way, segments
from .poses import UNIT, WIDTH
from .solve_motion import leg_frames


def write_poses(motion: Motion, baked: dict[str, NDArray[Any]], path: Path) -> None:
    """Write the pose file of a solved motion."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save(path, pack_poses(motion, baked))


def pack_poses(motion: Motion, baked: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The arrays of a pose file from the solver's keys, frames, their order and arrow middles."""
    frames, order = baked["frames"], baked["order"].astype(int)
    keys, fps = baked["keys"], float(baked["fps"])
    number = {name: i for i, name in enumerate(motion.keys)}

    def way(legs: tuple[Leg, ...], first: int) -> NDArray[Any]:
        count = sum(leg_frames(leg, fps) for leg in legs)
        last = keys[number[legs[-1].keys[-1]]]
        return np.concatenate([frames[order[first : first + count]], last[None]])

    empty = np.zeros((0, WIDTH))
    if motion.period is not None:
        move, back = np.concatenate([frames[order], frames[order[:1]]]), empty
    else:
        there, home = motion.split()
        start = keys[number[motion.hold]][None]
        move = way(there, 0) if there else start
        back = start if there and not home else empty
        if home and not returns_the_same_way(there, home):
            before = motion.legs[: motion.legs.index(home[0])]
            back = way(home, sum(leg_frames(leg, fps) for leg in before))
    table = [(s.phase, number[s.first], number[s.last], s.start, s.end) for s in segments(motion)]
    stored = {"move": move, "back": back, "keys": keys, "middles": baked["middles"]}
    arrays = {name: np.round(rows / UNIT).astype(np.int16) for name, rows in stored.items()}
    return arrays | {"names": np.array(motion.keys), "segments": np.array(table, np.float32)}


def save(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """A compressed archive with the same bytes for the same arrays."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())
