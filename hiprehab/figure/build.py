"""Makes the figure's shipped files; the app never imports this.

    python -m hiprehab.figure.build poses [ID ...]   solve motion files and bake their poses
    python -m hiprehab.figure.build mesh [NAME ...]  make the body's surface from its recipe
    python -m hiprehab.figure.build stills [ID ...]  the pictures for lists and the first paint

Run it with OPENBLAS_NUM_THREADS=1: a second thread only spins on products this small.
"""

import argparse
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import resources
from . import film
from .catalogue import REACH, known_motions, poses_path
from .motion import Leg, Motion, read, returns_the_same_way, segments
from .poses import UNIT, WIDTH, Poses
from .skeleton import DOF

_TO_NEAREST, _LEAST_TOLD = 5, 10  # degrees


def main(arguments: list[str] | None = None) -> None:
    """Run one of the tasks above."""
    parser = argparse.ArgumentParser(prog="hiprehab.figure.build", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("poses").add_argument("ids", nargs="*")
    tasks.add_parser("mesh").add_argument("names", nargs="*")
    tasks.add_parser("stills").add_argument("ids", nargs="*")
    options = parser.parse_args(arguments)
    if options.task == "poses":
        bake_poses(options.ids)
    elif options.task == "mesh":
        build_meshes(options.names)
    else:
        from .make_stills import make_stills

        make_stills(options.ids or sorted(known_motions()))


def bake_poses(ids: list[str]) -> None:
    """Solve motions (all of them when none is named) and write their pose files."""
    from .solve_body import posed
    from .solve_motion import SolvedMotion, baked

    files = sorted((resources.data_dir() / "motions").glob("*.toml"))
    for path in files:
        if ids and path.stem not in ids:
            continue
        motion = read(path)
        solved = SolvedMotion(motion)
        write_poses(motion, baked(solved), poses_path(motion.id))
        errors = {
            f"{key.name}: {what}": metres
            for key in solved.keys
            for what, metres in key.targets.errors(posed(key.pose)).items()
        }
        worst = max(errors, key=lambda what: errors[what], default="")
        print(f"{motion.id}: {worst} {errors.get(worst, 0.0) * 1000:.1f} mm off", flush=True)
    film.baked.cache_clear()
    write_reach()


def write_reach() -> None:
    """Note for every motion which joint turns most on the way there, and how far."""
    found = {name: reach(film.baked(name)) for name in sorted(known_motions())}
    rows = [f"{json.dumps(name)}: {json.dumps(row)}" for name, row in found.items() if row]
    text = "{\n" + ",\n".join(rows) + "\n}\n"
    resources.asset(REACH).write_text(text, "utf-8")


def reach(poses: Poses) -> tuple[str, str, int] | None:
    """Joint, side ("both" when both do) and degrees to the nearest five; None for a hold."""
    shown = poses.motion
    if shown.period is not None or shown.hold == shown.rest:
        return None
    turned = np.degrees(poses.key(shown.hold).angles - poses.key(shown.rest).angles)

    def by(name: str) -> int:
        return round(float(turned[DOF[name]]) / _TO_NEAREST) * _TO_NEAREST

    spine = round(sum(float(turned[DOF[f"{n}.flex"]]) for n in ("lumbar", "thorax")) / 5) * 5
    found: list[tuple[str, str, int]] = [("spine.flex", "", spine)]
    for joint in ("hip.flex", "hip.abd", "hip.rot", "knee.flex", "ankle.dorsi"):
        bone, _, dof = joint.partition(".")
        right, left = by(f"{bone}_r.{dof}"), by(f"{bone}_l.{dof}")
        if right == left:
            found.append((joint, "both", right))
        else:
            found += [(joint, "right", right), (joint, "left", left)]
    # A foot that tags along is not what moves.
    best = max(found, key=lambda row: abs(row[2]) * (0.4 if row[0] == "ankle.dorsi" else 1))
    return best if abs(best[2]) >= _LEAST_TOLD else None


def write_poses(motion: Motion, baked: dict[str, NDArray[Any]], path: Path) -> None:
    """Write the pose file of a solved motion."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _save(path, pack_poses(motion, baked))


def pack_poses(motion: Motion, baked: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The arrays of a pose file from the solver's keys, frames, their order and arrow middles."""
    frames, order = baked["frames"], baked["order"].astype(int)
    keys, fps = baked["keys"], float(baked["fps"])
    number = {name: i for i, name in enumerate(motion.keys)}

    def way(legs: tuple[Leg, ...], first: int) -> NDArray[Any]:
        count = sum(_frames_of(leg, fps) for leg in legs)
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
            back = way(home, sum(_frames_of(leg, fps) for leg in before))
    table = [(s.phase, number[s.first], number[s.last], s.start, s.end) for s in segments(motion)]
    stored = {"move": move, "back": back, "keys": keys, "middles": baked["middles"]}
    arrays = {name: np.round(rows / UNIT).astype(np.int16) for name, rows in stored.items()}
    return arrays | {"names": np.array(motion.keys), "segments": np.array(table, np.float32)}


def _frames_of(leg: Leg, fps: float) -> int:
    """How many frames the solver bakes for a leg, its last key not counted."""
    return max(2 if len(leg.keys) > 1 else 1, round(leg.seconds * fps))


def build_meshes(names: list[str]) -> None:
    """Make mesh files anew from the recipe; all of them also note which recipe it was."""
    from .body_mesh import MESHES, RECIPE, made, recipe_hash

    for name in names or MESHES:
        _save(resources.asset(f"figure/{name}.npz"), made(name))
        print(name, flush=True)
    if not names:
        resources.asset(f"figure/{RECIPE}").write_text(recipe_hash() + "\n", "utf-8")


def _save(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """A compressed archive with the same bytes for the same arrays."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())


if __name__ == "__main__":
    main()
