"""Commands for several people on one computer: list, new, save, open, delete, passphrase."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hiprehab.cli.parser import (
    UsageError,
    add_command,
    add_group,
    add_json,
    ask_later,
    ask_passphrase,
    folders,
    print_json,
    print_table,
    some,
)
from hiprehab.storage import keys, profiles, secret
from hiprehab.storage.files import private_folder
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.paths import Folders, check_profile
from hiprehab.storage.paths import folders as folders_for
from hiprehab.storage.problems import printable
from hiprehab.storage.trouble import Kind, StorageProblem

Clock = Callable[[], datetime]

SAID_OF_DELETING = """\
Deletes the log of {name} with all its backups, settings and drafts, and overwrites their files.
A solid-state disk may keep older copies of its own until it uses that room again, and files that
you saved elsewhere stay. There is no way back."""

PASSPHRASE = """\
The passphrase of now is asked for, or read with --passphrase-file. Nobody can reset it.

examples:
  hiprehab profile passphrase anna
  hiprehab profile passphrase anna --passphrase-file old.txt --new-file new.txt
"""


def register(commands: Any, clock: Clock | None = None) -> None:
    """Adds the commands; `clock` gives an aware time."""
    if clock is None:
        from hiprehab.cli.log import local_now

        clock = local_now
    kinds = add_group(commands, "profile", "the people who use this computer, and passphrases")
    add_json(add_command(kinds, "list", "list the profiles", run=run_list))
    new = add_command(kinds, "new", "make an empty profile", run=run_new)
    new.add_argument("name", metavar="NAME", help="up to 40 letters and digits")
    text = "write a profile into one file, for another computer"
    save = add_command(kinds, "save", text, run=run_save, clock=clock)
    save.add_argument("name", metavar="NAME", help="the profile")
    save.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to make")
    save.add_argument("--force", action="store_true", help="replace a file that is there")
    take = add_command(kinds, "open", "make a profile of a file that save made", run=run_open)
    take.add_argument("file", type=Path, metavar="FILE", help="a .hiprehab-profile file")
    take.add_argument(
        "--as", dest="name", default="", metavar="NAME", help="another name than the one it had"
    )
    text = "delete a profile with its log and backups, for good"
    delete = add_command(kinds, "delete", text, run=run_delete)
    delete.add_argument("name", metavar="NAME", help="the profile")
    delete.add_argument("--yes", action="store_true", help="do it; without this it is only shown")
    text = "set, change or take away the passphrase of a profile"
    phrase = add_command(
        kinds, "passphrase", text, more=PASSPHRASE, run=run_passphrase, clock=clock
    )
    phrase.add_argument("name", metavar="NAME", help="the profile")
    phrase.add_argument("--remove", action="store_true", help="take the passphrase away")
    words = "the new passphrase is the first line of this file; without it you are asked"
    phrase.add_argument("--new-file", type=Path, metavar="FILE", help=words)


def _of(arguments: argparse.Namespace, *, there: bool = True) -> Folders:
    """The folders of the profile that a command names."""
    data = folders(arguments).data
    name = check_profile(arguments.name)
    if there and not (data / "profiles" / name).is_dir():
        raise StorageProblem(
            f"There is no profile {name}.", "See: hiprehab profile list", Kind.MISSING
        )
    return folders_for(data_dir=data, profile=name)


def run_list(arguments: argparse.Namespace) -> int:
    """Prints the profiles."""
    found = profiles.listing(profiles.root(folders(arguments)))
    if arguments.json:
        entries = [
            {
                "name": one.name,
                "encrypted": one.encrypted,
                "used_at": one.used.isoformat() if one.used else None,
            }
            for one in found
        ]
        print_json("profiles", profiles=entries)
        return 0
    print_table(
        (
            one.name,
            f"{one.used:%Y-%m-%d}" if one.used else "never used",
            "with a passphrase" if one.encrypted else "",
        )
        for one in found
    )
    return 0


def run_new(arguments: argparse.Namespace) -> int:
    """Makes an empty profile."""
    place = profiles.root(folders(arguments)) / check_profile(arguments.name)
    if place.exists():
        print(f"There is a profile {arguments.name} already; nothing was changed.")
        return 0
    private_folder(place)
    print(f"Made. Open it with: hiprehab --profile {arguments.name}")
    return 0


def run_save(arguments: argparse.Namespace) -> int:
    """Writes a profile into one file."""
    found = _of(arguments)
    ask_later(found.profile, arguments)
    made = profiles.save_as_file(
        found, arguments.out.absolute(), arguments.clock().astimezone(UTC), force=arguments.force
    )
    print(printable(f"Saved as {made}. On the other computer: hiprehab profile open {made.name}"))
    return 0


def run_open(arguments: argparse.Namespace) -> int:
    """Makes a profile of a file."""
    place = profiles.root(folders(arguments))
    name = profiles.take_in(place, arguments.file.absolute(), arguments.name)
    print(f"Taken in as {name}. Open it with: hiprehab --profile {name}")
    return 0


def run_delete(arguments: argparse.Namespace) -> int:
    """Deletes a profile, once it was asked for twice."""
    place = profiles.root(folders(arguments)) / check_profile(arguments.name)
    if not arguments.yes:
        print(SAID_OF_DELETING.format(name=arguments.name))
        print("To do it, add --yes.")
        return 0
    profiles.delete(place)
    print(f"{arguments.name} is deleted.")
    return 0


def run_passphrase(arguments: argparse.Namespace) -> int:
    """Sets, changes or takes away a passphrase."""
    found = _of(arguments)
    secret.finish(found.profile)
    had = secret.is_encrypted(found.profile)
    if arguments.remove and not had:
        print("There is no passphrase; nothing was changed.")
        return 0
    with ProfileLock(found.profile):
        if had:
            secret.unlock(found.profile, ask_passphrase(arguments, "The passphrase of now: "))
        try:
            new = None if arguments.remove else _new(arguments)
            if not had:  # from the first day on: the log of a new profile is made first
                from hiprehab.storage.store import Store

                Store.open(found.database, at=arguments.clock()).close()
            count = secret.change(found.profile, new, arguments.clock())
        finally:
            secret.lock(found.profile)
    print("The passphrase is gone." if new is None else "The passphrase is set.")
    print(f"{some(count, 'backup')} {'was' if count == 1 else 'were'} changed in the same way.")
    if new is not None:
        print("Keep it well: without it nobody can open the log, and it cannot be reset.")
    return 0


def _new(arguments: argparse.Namespace) -> str:
    if arguments.new_file is not None:
        return keys.first_line(arguments.new_file)
    if not sys.stdin.isatty():
        raise UsageError("The new passphrase is needed. Name a file with it: --new-file FILE.")
    first = getpass.getpass("The new passphrase: ")
    if getpass.getpass("Once more: ") != first:
        raise UsageError("The two are not the same; nothing was changed.")
    return first
