"""The doctor command: the folders, the log, the backups, the packs and what the machine offers."""

import argparse
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Callable

from hiprehab import __version__, resources
from hiprehab.cli.parser import INDEX, folders, print_json
from hiprehab.storage.paths import Folders
from hiprehab.storage.store import SQLITE_VERSION, Store
from hiprehab.storage.trouble import Kind, StorageProblem

Facts = dict[str, str]
Look = Callable[[Folders, Facts, list[str]], None]
MOST_SHOWN = 20
CONFLICTS = ("*conflicted copy*", "*sync-conflict*", "*.stignore-conflict*")


def run_doctor(arguments: argparse.Namespace) -> int:
    """Prints what is there and what is wrong; 1 when anything is."""
    facts, problems = _examine(arguments)
    if arguments.json:
        print_json("doctor", facts=facts, problems=problems)
        return 1 if problems else 0
    width = max(map(len, facts))
    for name, value in facts.items():
        print(f"{name:<{width}}  {value}")
    for problem in problems:
        print(f"Problem: {problem}")
    print("Something needs your attention." if problems else "All in order.")
    return 1 if problems else 0


def _examine(arguments: argparse.Namespace) -> tuple[Facts, list[str]]:
    facts: Facts = {
        "HipRehab": __version__,
        "Python": platform.python_version(),
        "SQLite": SQLITE_VERSION,
        "System": platform.platform(),
    }
    problems: list[str] = []
    try:
        places = folders(arguments)
    except StorageProblem as problem:
        return facts, [str(problem)]
    facts |= {"Profile": str(places.profile), "Packs": str(places.packs)}
    facts |= {"Cache": str(places.cache), "State": str(places.state)}
    looks: tuple[Look, ...] = (
        _look_for_conflicts,
        _look_at_backups,
        _look_at_settings,
        _look_at_library,
    )
    try:
        _look_at_log(places, arguments, facts, problems)
    except StorageProblem as problem:
        facts["Log"] = "cannot be used"
        problems.append(str(problem))
        if problem.kind is Kind.LOCKED:  # and so are the backups
            facts["Backups"] = f"not looked at, in {places.backups}"
            looks = tuple(look for look in looks if look is not _look_at_backups)
    for look in looks:
        try:
            look(places, facts, problems)
        except StorageProblem as problem:
            problems.append(str(problem))
    _look_at_machine(facts)
    return facts, problems


def _look_at_log(
    places: Folders, arguments: argparse.Namespace, facts: Facts, problems: list[str]
) -> None:
    path = places.database
    backups = any(places.backups.glob("hiprehab-*.db"))
    if not path.exists() and not backups:
        facts["Log"] = "none yet"
        return
    with Store.open(path, at=arguments.clock(), read_only=path.exists()) as store:
        counts, found = store.counts(), store.check()
    span = f", {counts.first} to {counts.last}" if counts.first else ""
    facts["Log"] = f"{path}: {counts.pain} ratings, {counts.sessions} sessions{span}"
    facts["Log checked"] = "damaged" if found else "every page and row is sound"
    problems += found


def _look_for_conflicts(places: Folders, facts: Facts, problems: list[str]) -> None:
    """Copies that programs leave which keep a folder the same on several computers."""
    for pattern in CONFLICTS:
        for copy in places.profile.glob(pattern):
            problems.append(
                f"{copy} was left by a program that synchronises folders. Keep the log out of"
                " such a folder, or only one computer may use it at a time."
            )


def _look_at_backups(places: Folders, facts: Facts, problems: list[str]) -> None:
    from hiprehab.storage import backup

    found = backup.listing(places.backups)
    facts["Backups"] = f"{len(found)} in {places.backups}"
    for one in found[:MOST_SHOWN]:
        facts[f"  {one.path.name}"] = f"{one.kind}, {one.made_at:%Y-%m-%d %H:%M} UTC"
    for one in found:
        if one.kind.startswith("replaced"):
            continue  # kept as it was, and that may be damaged
        try:
            backup.inspect(one.path)
        except StorageProblem as problem:
            problems.append(str(problem))


def _look_at_settings(places: Folders, facts: Facts, problems: list[str]) -> None:
    from hiprehab.storage import settings
    from hiprehab.storage.defaults import read_defaults

    facts["Settings"] = str(places.settings) if places.settings.exists() else "the usual ones"
    preset = read_defaults(places.defaults)
    if preset.clinic:
        facts["Presets"] = f"of {preset.clinic}"
    problems += settings.read(places.settings, preset).problems


def _look_at_library(places: Folders, facts: Facts, problems: list[str]) -> None:
    from hiprehab.storage.library import load_library

    pack_dirs = (places.packs, *places.system_packs)
    loaded = load_library(resources.data_dir() / INDEX, pack_dirs, places.cache)
    library = loaded.library
    facts["Library"] = (
        f"{len(library.exercises)} exercises, {len(library.routines)} routines,"
        f" {len(library.packs)} packs"
    )
    problems += [str(problem) for problem in loaded.problems]


def _look_at_machine(facts: Facts) -> None:
    """Sound, voice and display: their absence is no fault, the app goes on without."""
    facts["Voice"] = ", ".join(filter(shutil.which, ("espeak-ng", "flite", "say"))) or "none found"
    facts["Sound"] = "miniaudio" if importlib.util.find_spec("miniaudio") else "none found"
    shown = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    windows = sys.platform in ("win32", "darwin")
    facts["Display"] = "yes" if windows else ", ".join(shown) or "none found"
