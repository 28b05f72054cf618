"""Makes the figure's shipped files; the app never imports this.

    python -m hiprehab.figure.build poses [ID ...]   solve motion files and bake their poses
    python -m hiprehab.figure.build mesh [NAME ...]  make the body's surface from its recipe
    python -m hiprehab.figure.build stills [ID ...]  the pictures for lists and the first paint
    python -m hiprehab.figure.build map              the pictures and regions of the body map

Run it with OPENBLAS_NUM_THREADS=1: a second thread only spins on products this small.
"""

import argparse
import json

import numpy as np

from .. import resources
from . import film
from .bake import save, write_poses
from .catalogue import REACH, known_motions, poses_path, resting_motions
from .motion import read
from .poses import Poses
from .skeleton import DOF

_TO_NEAREST, _LEAST_TOLD = 5, 10  # degrees


def main(arguments: list[str] | None = None) -> None:
    """Run one of the tasks above."""
    parser = argparse.ArgumentParser(
        prog="hiprehab.figure.build",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("poses").add_argument("ids", nargs="*")
    tasks.add_parser("mesh").add_argument("names", nargs="*")
    tasks.add_parser("stills").add_argument("ids", nargs="*")
    tasks.add_parser("map")
    options = parser.parse_args(arguments)
    if options.task == "poses":
        bake_poses(options.ids)
    elif options.task == "mesh":
        build_meshes(options.names)
    elif options.task == "map":
        from .make_map import make_map

        make_map()
    else:
        from .make_stills import make_stills

        make_stills(options.ids or [*sorted(known_motions()), *resting_motions()])


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


def build_meshes(names: list[str]) -> None:
    """Make mesh files anew from the recipe; all of them also note which recipe it was."""
    from .body_mesh import MESHES, RECIPE, made, recipe_hash

    for name in names or MESHES:
        save(resources.asset(f"figure/{name}.npz"), made(name))
        print(name, flush=True)
    if not names:
        resources.asset(f"figure/{RECIPE}").write_text(recipe_hash() + "\n", "utf-8")


if __name__ == "__main__":
    main()
