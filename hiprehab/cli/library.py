"""Commands about what is in packs: routines, exercises, plan, check."""

import argparse
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hiprehab.cli.parser import (
    UsageError,
    add_command,
    add_json,
    built_in,
    library,
    pick,
    print_json,
    print_table,
    some,
)
from hiprehab.core.model import BUILTIN_PACK, Affected, Library
from hiprehab.core.plan import Plan, PlanOptions, Step, compile_plan
from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.problems import Problem, did_you_mean, printable, why

NOTHING = "–"
MEMBER_FOLDERS = ("exercises", "routines", "motions")
PLAN = """\
example:
  hiprehab plan glute-strength-a --variant L2 --affected left
"""
CHECK = """\
Each problem is a line with its file, its place and a remedy; the exit code is then 1. Nothing is
installed or changed.
"""
NO_PACKS = frozenset({"trust.toml", "settings.toml"})
STEP_KEYS = (
    "start", "seconds", "expected_s", "kind", "exercise", "level", "side", "set", "sets", "rep",
    "reps",
)  # fmt: skip


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands of this module."""
    add_json(add_command(commands, "routines", "list the routines", run=routines))
    add_json(add_command(commands, "exercises", "list the exercises", run=exercises))
    command = add_command(
        commands, "plan", "print a routine step by step, with its time", more=PLAN, run=plan
    )
    command.add_argument("routine", metavar="ROUTINE", help="its id, as hiprehab routines lists it")
    command.add_argument(
        "--variant", metavar="V", help="a variant of it, such as L2; without it, the first"
    )
    command.add_argument(
        "--affected", choices=list(map(str, Affected)), default="unknown",
        help="the sore side, which some routines do in another order",
    )  # fmt: skip
    add_json(command)
    command = add_command(
        commands, "check", "look for mistakes in packs and presets", more=CHECK, run=check
    )
    command.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file, a pack or a folder of packs"
    )
    add_json(command)
    command.add_argument("--write-index", action="store_true", help=argparse.SUPPRESS)


# --- lists ----------------------------------------------------------------------------------


def pack_of(name: str) -> str:
    """The pack of an exercise or routine, from its id."""
    return name.partition("/")[0] if "/" in name else BUILTIN_PACK


def routines(arguments: argparse.Namespace) -> int:
    """`hiprehab routines`."""
    found = library(arguments).routines.values()
    if arguments.json:
        rows = [
            {
                "id": one.id,
                "title": one.title,
                "version": one.version,
                "pack": pack_of(one.id),
                "summary": one.summary,
                "for_who": one.for_who,
                "not_for": one.not_for,
                "variants": [{"id": form.id, "title": form.title} for form in one.variants],
                "schedule": asdict(one.schedule),
            }
            for one in found
        ]
        print_json("routines", routines=rows)
    else:
        print_table((one.id, one.title, " ".join(v.id for v in one.variants)) for one in found)
    return 0


def exercises(arguments: argparse.Namespace) -> int:
    """`hiprehab exercises`."""
    found = library(arguments).exercises.values()
    if arguments.json:
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "category": one.category,
                "position": one.position,
                "pack": pack_of(one.id),
                "equipment": one.equipment,
                "levels": [level.name for level in one.levels],
                "default_level": one.usual.name,
                "easier": one.easier,
                "harder": one.harder,
            }
            for one in found
        ]
        print_json("exercises", exercises=rows)
    else:
        print_table(
            (
                one.id,
                one.name,
                one.category,
                one.position,
                "levels " + " ".join(level.name for level in one.levels),
            )
            for one in found
        )
    return 0


# --- plan -----------------------------------------------------------------------------------


def plan(arguments: argparse.Namespace) -> int:
    """`hiprehab plan`: the flat plan with its total."""
    found = library(arguments)
    compiled = _compiled(found, arguments)
    if arguments.json:
        steps = [_step_json(step) for step in compiled.steps]
        print_json(
            "plan",
            routine=compiled.routine,
            title=compiled.title,
            version=compiled.version,
            variant=compiled.variant,
            total_s=compiled.total_s,
            steps=steps,
        )
        return 0
    head = ("start", "seconds", "kind", "exercise", "side", "set", "rep")
    print_table([head, *map(_step_row, compiled.steps)])
    print(f"total {clock(compiled.total_s)}")
    return 0


def _compiled(found: Library, arguments: argparse.Namespace) -> Plan:
    routine = pick("routine", arguments.routine, found.routines)
    variant = routine.variant(arguments.variant)
    if variant is None:
        names = [one.id for one in routine.variants]
        hint = did_you_mean(arguments.variant, names, f"Variants: {', '.join(names)}.")
        raise UsageError(f'{routine.id} has no variant "{arguments.variant[:80]}". {hint}')
    options = PlanOptions(affected=Affected(arguments.affected))
    return compile_plan(found, routine, variant, options)


def clock(seconds: float) -> str:
    """Seconds as m:ss."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _step_row(step: Step) -> tuple[str, ...]:
    return (
        clock(step.start),
        NOTHING if step.seconds is None else f"{step.seconds:g}",
        step.kind,
        step.exercise,
        step.side or NOTHING,
        f"{step.set}/{step.sets}",
        f"{step.rep}/{step.reps}" if step.reps else NOTHING,
    )


def _step_json(step: Step) -> dict[str, Any]:
    return {key: getattr(step, key) for key in STEP_KEYS}


# --- check ----------------------------------------------------------------------------------


def existing(paths: Iterable[Path]) -> list[Path]:
    """The paths again; a UsageError names the first that is not there."""
    listed = list(paths)
    for path in listed:
        try:
            path.lstat()
        except ValueError as error:  # a NUL in the name
            raise UsageError(f"{printable(str(path))} does not exist.") from error
        except OSError as error:
            raise UsageError(f"{printable(str(path))} {why(error)}.") from error
    return listed


def check(arguments: argparse.Namespace) -> int:
    """`hiprehab check`: every problem of every path on a line of its own."""
    problems: list[Problem] = []
    fine: list[str] = []
    for path in existing(arguments.paths):
        found, counted = _checked_all(path) if is_collection(path) else _checked(path)
        problems += found
        if not found:
            fine.append(f"{printable(str(path))}: fine ({counted})")
    if arguments.write_index and not problems:
        from hiprehab.storage.derived import write_derived

        fine += [f"wrote {path}" for tree in arguments.paths for path in write_derived(tree)]
    if arguments.json:
        print_json("problems", problems=[problem.as_json() for problem in problems])
    else:
        for line in [*map(str, problems), *fine]:
            print(line)
    return 1 if problems else 0


def _checked(path: Path) -> tuple[list[Problem], str]:
    """The problems of one path, and what is in it."""
    from hiprehab.storage.convert import Base
    from hiprehab.storage.library import read_pack

    tree = tree_of(path)
    base = built_in()
    reference = Base(base.library.exercises, base.motions)
    loaded = read_pack(tree or path, reference, motion_faults)
    problems = list(loaded.problems)
    if tree is not None and tree != path:
        inside = str(path.absolute())
        problems = [one for one in problems if str(Path(one.file).absolute()).startswith(inside)]
        return problems, f"checked within {printable(str(tree))}"
    if loaded.pack is None:
        return problems, ""
    moves, routines = len(loaded.pack.exercises), len(loaded.pack.routines)
    return problems, f"{some(moves, 'exercise')}, {some(routines, 'routine')}"


def is_collection(path: Path) -> bool:
    """Whether this folder is no pack but may hold packs, such as a clinic's share."""
    if not os.path.isdir(path) or path.absolute().name in MEMBER_FOLDERS:
        return False
    return not any((path / name).exists() for name in ("pack.toml", *MEMBER_FOLDERS))


def _checked_all(folder: Path) -> tuple[list[Problem], str]:
    """The problems of every pack in a folder of packs, and how many packs there are."""
    from hiprehab.storage.defaults import FILE, read_defaults

    problems: list[Problem] = []
    counted = 0
    for path in _within(folder):
        if path.name == FILE:
            faults = read_defaults([path]).problems
            problems += [Problem(str(path), 0, "", fault) for fault in faults]
        else:
            problems += _checked(path)[0]
            counted += 1
    if not counted and not problems:
        message, remedy = "there is no pack in this folder", "Name a pack, or a folder with packs."
        problems.append(Problem(str(folder), 0, "", message, remedy))
    return problems, some(counted, "pack")


def _within(folder: Path) -> Iterator[Path]:
    """Packs and presets in a folder and the folders in it, but no links."""
    for here, names, files in os.walk(folder):
        names.sort()
        for name in [name for name in names if name.startswith(".")]:
            names.remove(name)
        for name in [name for name in names if not is_collection(Path(here, name))]:
            names.remove(name)
            if not Path(here, name).is_symlink():
                yield Path(here, name)
        for name in sorted(files):
            looked_at = name.casefold().endswith((".toml", ".hiprehab")) and name not in NO_PACKS
            if looked_at and not name.startswith(".") and not Path(here, name).is_symlink():
                yield Path(here, name)


def motion_faults(table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    """The figure's check in the words of the storage; the numbers library is loaded only here."""
    from hiprehab.figure.check import faults

    for fault in faults(table):
        yield fault.place, fault.message, fault.remedy


def tree_of(path: Path) -> Path | None:
    """The pack folder that this is, or that this file or folder belongs to."""
    is_folder = os.path.isdir(path)  # without raising for a name that no file can have
    if is_folder and path.absolute().name not in MEMBER_FOLDERS:
        return path
    if path.name == "pack.toml":
        return path.parent
    for folder in (path, path.parent):
        name = folder.absolute().name
        if name in MEMBER_FOLDERS:
            parent = folder.absolute().parent if folder.name in ("", ".") else folder.parent
            if os.path.isfile(parent / "pack.toml"):
                return parent
    return path if is_folder else None
