"""Solves the motions that a pack brings, in a process of its own and within a time limit.

Run when a pack is installed. What comes out lies in a folder of the cache, where ``catalogue``
finds it; a motion that cannot be solved shows the resting pose of its exercise instead.
"""

import json
import multiprocessing
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .catalogue import OWN_FOLDER
from .stills import own_path

if TYPE_CHECKING:
    from .poses import Poses

LIMIT_S = 20.0
FARTHEST = 0.03  # metres: a contact that is farther off cannot be met together with the others
_END_S = 2.0
Table = Mapping[str, Any]


class CannotSolve(Exception):
    """One sentence about a motion that has no pose; the motion is not named in it."""


def solve_all(
    pack: str, tables: Mapping[str, Table], cache: Path, limit_s: float = LIMIT_S
) -> dict[str, str]:
    """Solve motions that are not solved yet; returns what went wrong, by the motion's id."""
    folder = cache / OWN_FOLDER / pack
    troubles: dict[str, str] = {}
    for name, table in tables.items():
        text = _text(table)
        if _is_kept(folder, name, text):
            continue
        if trouble := _solved_apart(folder, name, text, limit_s):
            troubles[name] = trouble
            folder.mkdir(parents=True, exist_ok=True)
            _failed(folder, name).write_text(text, "utf-8")
    return troubles


def unsolved(pack: str, tables: Mapping[str, Table], cache: Path) -> list[str]:
    """The motions that were neither solved nor tried in vain as they are now."""
    folder = cache / OWN_FOLDER / pack
    found = []
    for name, table in tables.items():
        text, tried = _text(table), _failed(folder, name)
        in_vain = tried.is_file() and tried.read_text("utf-8") == text
        if not in_vain and not _is_kept(folder, name, text):
            found.append(name)
    return found


def _text(table: Table) -> str:
    return json.dumps(table, sort_keys=True, default=str)


def _is_kept(folder: Path, name: str, text: str) -> bool:
    kept = folder / f"{name}.json"
    made = (kept, _poses(folder, name), own_path(folder, name, "light"))
    return all(path.is_file() for path in made) and kept.read_text("utf-8") == text


def _failed(folder: Path, name: str) -> Path:
    return folder / f"{name}.failed"


def _poses(folder: Path, name: str) -> Path:
    return folder / f"{name}.npz"


def _solved_apart(folder: Path, name: str, text: str, limit_s: float) -> str:
    """One motion in a fresh process; an empty text when all went well."""
    _poses(folder, name).unlink(missing_ok=True)
    context = multiprocessing.get_context("spawn")
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(said, folder, name, text), daemon=True)
    process.start()
    said.close()
    try:
        if not heard.poll(limit_s):
            return f"it was not solved within {limit_s:g} seconds"
        return str(heard.recv())
    except EOFError:
        return "the solver ended early"
    finally:
        heard.close()
        process.terminate()
        process.join(_END_S)


def _child(said: Any, folder: Path, name: str, text: str) -> None:
    try:
        solve_into(folder, name, text)
    except CannotSolve as problem:
        said.send(str(problem))
    except Exception as error:  # whatever a stranger's file can cause
        said.send(f"the solver stopped ({type(error).__name__})")
    else:
        said.send("")


def solve_into(folder: Path, name: str, text: str) -> None:
    """Solve one motion, given as JSON, and keep it; raises CannotSolve."""
    from .bake import write_poses
    from .check import faults
    from .make_stills import make_own_stills
    from .motion import of_table
    from .poses import load
    from .solve_body import posed
    from .solve_motion import SolvedMotion, baked

    table = json.loads(text)
    wrong = faults(table)
    if wrong:
        raise CannotSolve(wrong[0].message)
    motion = of_table(name, table)
    solved = SolvedMotion(motion)
    for key in solved.keys:
        for what, metres in key.targets.errors(posed(key.pose)).items():
            if metres > FARTHEST:
                far = f"{metres * 100:.0f} cm"
                raise CannotSolve(f'in the key "{key.name}", {what} stays {far} from its place')
    path = _poses(folder, name)
    write_poses(motion, baked(solved), path)
    try:
        poses = load(motion, path)
        _stand(poses)
        with suppress(OSError):  # a full disk: the resting pose stands in
            make_own_stills(poses, folder)
    except Exception as error:
        path.unlink()
        raise CannotSolve("its props or arrows cannot be drawn") from error
    # Written last: it says that the poses beside it are whole.
    (folder / f"{name}.json").write_text(text, "utf-8")


def _stand(poses: "Poses") -> None:
    """Build everything that is drawn beside the body, for each key; raises what goes wrong."""
    from .palette import Palette
    from .stage import Scene, Stage

    stage = Stage(poses, Scene(100, 80), Palette())
    stage.arrows()
    for key in poses.keys:
        stage.surface(key)
