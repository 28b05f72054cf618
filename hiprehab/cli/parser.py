"""Arguments, and what several commands share: the folders, the library, output as JSON."""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from hiprehab import resources
from hiprehab.core.model import Library
from hiprehab.storage import keys, packs
from hiprehab.storage.index import Index, Unusable, open_index
from hiprehab.storage.paths import DEFAULT_PROFILE, Folders
from hiprehab.storage.paths import folders as folders_for
from hiprehab.storage.problems import PackProblem, did_you_mean
from hiprehab.storage.trouble import Kind, StorageProblem

INDEX = "index.json"
DRAWING = ("rehearse", "demo", "figure", "report", "handout", "self-test")
"""Commands with Qt, which have a parser of their own."""
EVERYWHERE = "Whose log: --profile, --data-dir and more work here too; see hiprehab --help."


class UsageError(Exception):
    """The command was called wrongly; one sentence says how. Ends with exit code 2."""


class Parser(argparse.ArgumentParser):
    """argparse with one sentence for an error instead of the whole usage.

    The parsers of commands are of this class too. An option has to be written out, so that a new
    one never changes what an old script means.
    """

    def __init__(self, **given: Any) -> None:
        given.setdefault("allow_abbrev", False)
        super().__init__(**given)

    def error(self, message: str) -> NoReturn:
        """Raises UsageError; a misspelt command gets the nearest one as a hint."""
        raise UsageError(wrong_use(message, self.prog))


def wrong_use(message: str, prog: str) -> str:
    """What argparse found wrong, as a sentence with the nearest choice or the way to the help."""
    wrong = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message)
    if wrong:
        word = wrong.group(1)
        choices = [choice.strip("'") for choice in wrong.group(2).split(", ")]
        if prog == "hiprehab":
            choices = list(dict.fromkeys([*choices, *DRAWING]))
        hint = did_you_mean(word, choices, f"Choose from: {', '.join(choices)}.")
        return f'"{word}" is not known here. {hint}'
    return f"{message[:1].upper()}{message[1:]}. Try: {prog} --help"


def layout(prog: str) -> argparse.HelpFormatter:
    """Help in columns that fit our longest options; descriptions keep their lines."""
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=29)


def add_command(
    commands: "argparse._SubParsersAction[Any]", name: str, text: str, *, more: str = "", **use: Any
) -> argparse.ArgumentParser:
    """A command with its line in the list and its own help.

    Args:
        commands: where it is added.
        name: the word for it.
        text: what it does, in a few words without a full stop.
        more: lines for its own help, such as examples.
        use: what its arguments carry, above all `run`.
    """
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        description=f"{text[:1].upper()}{text[1:]}.",
        epilog=f"{more}\n{EVERYWHERE}" if more else EVERYWHERE,
        formatter_class=layout,
    )
    command.set_defaults(**use)
    return command


def add_group(commands: Any, name: str, text: str) -> Any:
    """A command with commands of its own, which are added to what this returns."""
    group = add_command(commands, name, text)
    return group.add_subparsers(
        title="commands", metavar="COMMAND", dest="subcommand", required=True, prog=group.prog
    )


def add_json(command: argparse.ArgumentParser) -> None:
    """The option --json."""
    command.add_argument("--json", action="store_true", help="for programs: print JSON")


def folders(arguments: argparse.Namespace) -> Folders:
    """The folders that --data-dir, --profile or --temp-profile ask for; made once a run."""
    if getattr(arguments, "folders", None) is None:
        arguments.folders = folders_for(
            data_dir=arguments.data_dir,
            profile=arguments.profile or DEFAULT_PROFILE,
            temporary=arguments.temp_profile,
        )
        ask_later(arguments.folders.profile, arguments)
    found: Folders = arguments.folders
    return found


def ask_later(profile: Path, arguments: argparse.Namespace) -> None:
    """Asks for the profile's passphrase, if it has one, when its log is about to be opened."""
    if not any((profile / name).exists() for name in (keys.MARK, keys.RENEWING)):
        return
    from hiprehab.storage import secret

    def asked() -> str:
        given = ask_passphrase(arguments)
        try:
            secret.unlock(profile, given)
        except StorageProblem as problem:
            if problem.kind is not Kind.DAMAGED:  # it fits; who opens the log says what is wrong
                raise
        return given

    secret.finish(profile)
    if secret.is_encrypted(profile):
        keys.unlock_later(profile, asked)


def ask_passphrase(arguments: argparse.Namespace, words: str = "Passphrase: ") -> str:
    """The passphrase from --passphrase-file, the environment or the terminal."""
    if getattr(arguments, "passphrase_file", None) is not None:
        return keys.first_line(arguments.passphrase_file)
    given = os.environ.get("HIPREHAB_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise StorageProblem(
            "This profile has a passphrase.",
            "Name a file whose first line is the passphrase: --passphrase-file FILE.",
            Kind.LOCKED,
        )
    import getpass

    return getpass.getpass(words)


def built_in() -> Index:
    """The built-in pack; from its files where the index is missing."""
    path = resources.data_dir() / INDEX
    try:
        return open_index(path)
    except Unusable:
        from hiprehab.storage.library import builtin_index

        found, problems = builtin_index(None)
        if problems:
            raise PackProblem(*problems) from None
        return found


def library(arguments: argparse.Namespace) -> Library:
    """The built-ins and the installed packs; what cannot be read is said on standard error."""
    places = folders(arguments)
    pack_dirs = (places.packs, *places.system_packs)
    found, fresh = packs.quick_library(built_in(), pack_dirs, places.cache)
    if fresh:
        return found
    from hiprehab.storage.library import load_library

    loaded = load_library(resources.data_dir() / INDEX, pack_dirs, places.cache)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    return loaded.library


def some(count: int, thing: str) -> str:
    """A number of things in words, such as "1 exercise" or "0 routines"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def print_json(name: str, **content: Any) -> None:
    """One object with its schema's name, as `--json` prints it."""
    print(json.dumps({"schema": f"hiprehab-{name}/1", **content}, indent=2, ensure_ascii=False))


def print_table(rows: Iterable[tuple[str, ...]]) -> None:
    """Rows in columns that are as wide as they need to be."""
    listed = list(rows)
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    for row in listed:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip())


def pick(kind: str, name: str, known: Mapping[str, Any]) -> Any:
    """The routine or exercise of that id, or a UsageError with the nearest one."""
    if name in known:
        return known[name]
    hint = did_you_mean(name, known, f"See: hiprehab {kind}s")
    raise UsageError(f'There is no {kind} "{name[:80]}". {hint}')
