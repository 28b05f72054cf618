"""Commands about packs: routines, exercises, packs, plan, check, install."""

import argparse
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiprehab.cli.parser import (
    UsageError,
    built_in,
    folders,
    library,
    pick,
    print_json,
    print_table,
)
from hiprehab.core.model import BUILTIN_PACK, Affected, Library
from hiprehab.core.plan import Plan, PlanOptions, Step, compile_plan
from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.problems import PackProblem, Problem, did_you_mean, printable, why

if TYPE_CHECKING:
    from hiprehab.storage.install import Installed

NOTHING = "–"
STEP_KEYS = (
    "start", "seconds", "expected_s", "kind", "exercise", "level", "side", "set", "sets", "rep",
    "reps",
)  # fmt: skip


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands of this module."""
    lists = {
        "routines": ("list the routines", routines),
        "exercises": ("list the exercises", exercises),
        "packs": ("list the packs", packs),
    }
    for name, (text, function) in lists.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=function)
    command = commands.add_parser(
        "plan", help="print a routine step by step", description="print a routine step by step"
    )
    command.add_argument("routine", metavar="ROUTINE")
    command.add_argument("--variant", metavar="V", help="such as L2; else the first")
    command.add_argument(
        "--affected", choices=list(map(str, Affected)), default="unknown", help="the sore side"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=plan)
    command = commands.add_parser(
        "check", help="look for mistakes in packs", description="look for mistakes in packs"
    )
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument("--write-index", action="store_true", help=argparse.SUPPRESS)
    command.set_defaults(run=check)
    command = commands.add_parser(
        "install", help="install packs", description="check packs and install them"
    )
    command.add_argument("packs", nargs="+", type=Path, metavar="PACK", help="a file or a folder")
    command.set_defaults(run=install)


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


def packs(arguments: argparse.Namespace) -> int:
    """`hiprehab packs`."""
    found = library(arguments)
    rows: list[dict[str, Any]] = [
        {
            "id": one.id,
            "version": one.version,
            "title": one.title,
            "language": one.language,
            "licence": one.licence,
            "author": asdict(one.author),
            "exercises": sum(pack_of(name) == one.id for name in found.exercises),
            "routines": sum(pack_of(name) == one.id for name in found.routines),
        }
        for one in found.packs
    ]
    if arguments.json:
        print_json("packs", packs=rows)
    else:
        print_table(
            (
                row["id"],
                row["version"],
                row["title"],
                f"{row['exercises']} exercises, {row['routines']} routines",
            )
            for row in rows
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


# --- check and install ----------------------------------------------------------------------


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
        found, counted = _checked(path)
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
    counted = f"{len(loaded.pack.exercises)} exercises, {len(loaded.pack.routines)} routines"
    return problems, counted


def motion_faults(table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    """The figure's check in the words of the storage; the numbers library is loaded only here."""
    from hiprehab.figure.check import faults

    for fault in faults(table):
        yield fault.place, fault.message, fault.remedy


def tree_of(path: Path) -> Path | None:
    """The pack folder that this is, or that this file or folder belongs to."""
    is_folder = os.path.isdir(path)  # without raising for a name that no file can have
    if is_folder and path.absolute().name not in ("exercises", "routines", "motions"):
        return path
    if path.name == "pack.toml":
        return path.parent
    for folder in (path, path.parent):
        name = folder.absolute().name
        if name in ("exercises", "routines", "motions"):
            parent = folder.absolute().parent if folder.name in ("", ".") else folder.parent
            if os.path.isfile(parent / "pack.toml"):
                return parent
    return path if is_folder else None


def install(arguments: argparse.Namespace) -> int:
    """`hiprehab install`: each pack whole or not at all; one bad pack does not stop the others."""
    paths = existing(arguments.packs)
    places = folders(arguments)
    from hiprehab.storage.install import install as put

    code = 0
    for path in paths:
        try:
            done = put(path, places.packs, built_in(), motion_faults)
        except PackProblem as error:
            code = 1
            for problem in error.problems:
                print(replace(problem, file=printable(problem.file)))
        else:
            print(f"{done.id} {done.version} ({done.title}): {done.done}")
            for name, trouble in _solve_motions(done, places.cache).items():
                print(f"{printable(name)}: {trouble}. Its starting position is shown instead.")
    return code


def _solve_motions(done: "Installed", cache: Path) -> dict[str, str]:
    """Solve the motions of an installed pack; what went wrong, by the motion's id."""
    from hiprehab.storage.library import motion_tables

    tables = motion_tables(done.path)
    if not tables:
        return {}
    from hiprehab.figure.own import solve_all

    try:
        return solve_all(done.id, tables, cache)
    except OSError as error:
        return {"motions": f"the cache folder {why(error)}"}
