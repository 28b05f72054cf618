"""Starts HipRehab: a command word goes to the command line, no word opens the window."""

import os
import sys
from collections.abc import Sequence

# Commands that draw. All others run without loading Qt.
_QT_COMMANDS = frozenset({"rehearse", "demo", "self-test", "figure", "report", "handout"})
# Of these, the ones nobody has to watch: they draw off screen where there is no display.
_UNWATCHED = frozenset({"demo", "self-test", "figure", "report", "handout"})
# Options that say whose log it is, before or after the command, and what their value is called.
_WITH_VALUE = {"--data-dir": "DIR", "--profile": "NAME", "--passphrase-file": "FILE"}
_WITHOUT_VALUE = frozenset({"--temp-profile"})
_HELP = frozenset({"-h", "--help"})
_ANSWERED_AT_ONCE = _HELP | {"--version"}
# A word that ends like this is a file to open in the window, as a double click names it.
_FILES = (".hiprehab", ".toml")

NO_DISPLAY = (
    "HipRehab found no display to open a window on. Start it from your desktop, or play the"
    " demonstration without one: hiprehab demo --out demo"
)


class ValueMissingError(Exception):
    """An option stands there without its value; one sentence says so."""


def places_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the options that say whose log it is before all others.

    So they may stand anywhere, as people type them. What follows a bare "--" is left alone.
    Raises ValueMissingError.
    """
    first: list[str] = []
    others: list[str] = []
    left = list(arguments)
    while left:
        argument = left.pop(0)
        name, equals, _ = argument.partition("=")
        if argument == "--":
            others += [argument, *left]
            break
        if argument in _WITHOUT_VALUE or (name in _WITH_VALUE and equals):
            first.append(argument)
        elif argument in _WITH_VALUE:
            if not left or left[0].startswith("-"):
                said = f"{name} {_WITH_VALUE[name]}"
                raise ValueMissingError(f"{name} needs a value after it: hiprehab {said} COMMAND.")
            first += [argument, left.pop(0)]
        else:
            others.append(argument)
    return first + others


def command_word(arguments: Sequence[str]) -> str | None:
    """The first argument that is neither an option nor an option's value."""
    values = False
    for argument in arguments:
        if values:
            values = False
        elif argument in _WITH_VALUE:
            values = True
        elif not argument.startswith("-"):
            return argument
    return None


def with_files_named(arguments: Sequence[str], word: str | None) -> list[str] | None:
    """The arguments with files as --open=FILE when the first word is a file; None when it is not.

    All that follows the first file is one too.
    """
    if word is None or not word.casefold().endswith(_FILES):
        return None
    place = list(arguments).index(word)
    return [*arguments[:place], *(f"--open={file}" for file in arguments[place:])]


def has_display() -> bool:
    """Whether Qt will find a screen; without one it would end the process, not raise."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for and returns the exit code."""
    try:
        arguments = places_first(sys.argv[1:] if argv is None else argv)
    except ValueMissingError as error:
        print(error, file=sys.stderr)
        return 2
    word = command_word(arguments)
    opening = with_files_named(arguments, word)
    if opening is not None:
        arguments, word = opening, None
    asks = word is None and bool(_ANSWERED_AT_ONCE.intersection(arguments))
    if asks or (word is not None and word not in _QT_COMMANDS):
        from hiprehab.cli import main as command_line

        return command_line(arguments)
    if not has_display() and _HELP.isdisjoint(arguments):
        if word not in _UNWATCHED:
            print(NO_DISPLAY, file=sys.stderr)
            return 2
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from hiprehab.app import main as window

    return window(arguments)


if __name__ == "__main__":
    sys.exit(main())
