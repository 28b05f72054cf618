"""The doctor command: the folders, the log, the backups, the packs and what the machine offers."""

import argparse
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hiprehab import __version__, resources
from hiprehab.cli.parser import INDEX, folders, print_json, some
from hiprehab.storage import backup
from hiprehab.storage.packs import versions
from hiprehab.storage.paths import Folders
from hiprehab.storage.problems import printable, why
from hiprehab.storage.store import SQLITE_VERSION, Counts, Store
from hiprehab.storage.trouble import Kind, StorageProblem

Facts = dict[str, str]
Look = Callable[[Folders, Facts, list[str]], None]
MOST_SHOWN = 20
OLD_DAYS = 7
LEAST_FREE = 100_000_000
"""Bytes; a log of ten years and its backups take less."""
VOICES = {"darwin": ("say",), "win32": ("powershell",)}.get(
    sys.platform, ("flite", "espeak-ng", "espeak")
)
NO_VOICE = "shipped words only; for all other texts install espeak-ng or flite"
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
        _look_at_folders, _look_for_conflicts, _look_at_backups, _look_at_settings,
        _look_at_library, _look_at_signatures, _look_for_reports,
    )  # fmt: skip
    try:
        _look_at_log(arguments, places, facts, problems)
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


def _look_at_folders(places: Folders, facts: Facts, problems: list[str]) -> None:
    """Whether something can be saved: a file without a name is made, which nobody sees."""
    free = shutil.disk_usage(places.profile).free
    facts["Free space"] = f"{free / 1e9:.1f} GB"
    if free < LEAST_FREE:
        problems.append(f"The disk of {places.profile} is almost full. Make room on it.")
    for folder in (places.data, places.profile, places.backups, places.packs, places.state):
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            remedy = "Nothing new can be kept there: check its rights and its disk."
            problems.append(f"{folder} {why(error)}. {remedy}")


def _look_at_log(
    arguments: argparse.Namespace, places: Folders, facts: Facts, problems: list[str]
) -> None:
    path = places.database
    found_backups = backup.listing(places.backups)
    if not path.exists() and not found_backups:
        facts["Log"] = "none yet"
        return
    facts["Log"] = "cannot be used"
    with Store.open(path, at=arguments.clock(), read_only=path.exists()) as store:
        counts, found = store.counts(), store.check()
    span = f", {counts.first} to {counts.last}" if counts.first else ""
    held = f"{some(counts.pain, 'rating')}, {some(counts.sessions, 'session')}"
    facts["Log"] = f"{path}: {held}{span}"
    facts["Log checked"] = "damaged" if found else "every page and row is sound"
    problems += found
    problems += _backup_is_old(counts, found_backups)


def _backup_is_old(counts: Counts, found: Sequence[backup.Backup]) -> Iterator[str]:
    """Says so when more than a week of the log is in no backup."""
    if counts.first is None or counts.last is None:
        return
    newest = found[0].made_at.date() if found else counts.first
    if (counts.last - newest).days > OLD_DAYS:
        said = f"The newest backup is from {newest}" if found else "There is no backup"
        yield (
            f"{said}, and the log goes on to {counts.last}. HipRehab makes one on each day that its"
            " window is opened; make one now: hiprehab backup."
        )


def _look_for_conflicts(places: Folders, facts: Facts, problems: list[str]) -> None:
    """Copies that programs leave which keep a folder the same on several computers."""
    for pattern in CONFLICTS:
        for copy in places.profile.glob(pattern):
            problems.append(
                f"{copy} was left by a program that synchronises folders. Keep the log out of"
                " such a folder, or only one computer may use it at a time."
            )


def _look_at_backups(places: Folders, facts: Facts, problems: list[str]) -> None:
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
    installed = {pack.parent.name for pack in _installed(places)}
    wanted = preset.packs or frozenset()
    for name in sorted(wanted - installed):
        (file,) = [one for one in places.defaults if one.is_file()][:1]
        how = "hiprehab install" if file.parent == places.data else "hiprehab install --system"
        problems.append(
            f"{printable(str(file))} names the pack {printable(name[:80])}, which is not installed."
            f" Install it ({how} FILE), or take its name out of that list."
        )


def _installed(places: Folders) -> list[Path]:
    """Every version of every pack that lies on this computer."""
    found = []
    for place in (places.packs, *places.system_packs):
        for folder in sorted(place.iterdir()) if place.is_dir() else ():
            found += [path for _, path in sorted(versions(folder).items())]
    return found


def _look_at_library(places: Folders, facts: Facts, problems: list[str]) -> None:
    from hiprehab.storage.library import load_library

    pack_dirs = (places.packs, *places.system_packs)
    loaded = load_library(resources.data_dir() / INDEX, pack_dirs, places.cache)
    library = loaded.library
    counted = {
        "exercise": library.exercises, "routine": library.routines, "pack": library.packs
    }  # fmt: skip
    facts["Library"] = ", ".join(some(len(things), name) for name, things in counted.items())
    problems += [str(problem) for problem in loaded.problems]


def _look_at_signatures(places: Folders, facts: Facts, problems: list[str]) -> None:
    """Whether packs that came with a manifest are still what was accepted, and who is trusted."""
    from hiprehab.storage.archive import MANIFEST, proved
    from hiprehab.storage.handover import content
    from hiprehab.storage.problems import PackProblem
    from hiprehab.storage.trust import read_known

    for path in _installed(places):
        if not (path / MANIFEST).is_file():
            continue  # one that was installed from a folder or a TOML file
        try:
            proved(content(path), str(path))
        except (PackProblem, OSError) as error:
            said = str(error) if isinstance(error, PackProblem) else f"{path} {why(error)}."
            again = f"hiprehab remove {path.parent.name} --version {path.name}"
            problems.append(f"{said.strip()} Take it away ({again}) and install its file again.")
    facts["Signatures"] = f"{some(len(set(read_known(places.trust))), 'key')} known"


def _look_for_reports(places: Folders, facts: Facts, problems: list[str]) -> None:
    """What the program wrote about itself; a support person asks for these files."""
    files = sorted(one for one in places.state.glob("*.log*") if one.is_file())
    told = [printable(one.name) for one in files if one.stat().st_size]
    facts["Reports"] = f"{', '.join(told)} in {places.state}" if told else "none"


def _look_at_machine(facts: Facts) -> None:
    """Sound, voice and display: their absence is no fault, the app goes on without."""
    own = ", ".join(filter(shutil.which, VOICES))
    facts["Voice"] = f"shipped words, {own}" if own else NO_VOICE
    facts["Sound"] = "miniaudio" if importlib.util.find_spec("miniaudio") else "none found"
    shown = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    windows = sys.platform in ("win32", "darwin")
    facts["Display"] = "yes" if windows else ", ".join(shown) or "none found"
