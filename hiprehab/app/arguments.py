"""What the window's own command line says; commands that need no Qt are in `cli`."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from hiprehab.app.profile import Place
from hiprehab.storage import keys
from hiprehab.storage.paths import DEFAULT_PROFILE

_EVERYWHERE = "Whose log: --profile, --data-dir and more work here too; see hiprehab --help."


class _Parser(argparse.ArgumentParser):
    """argparse with one sentence for an error, as the command line without Qt has it."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("allow_abbrev", False)
        super().__init__(**given)

    def error(self, message: str) -> NoReturn:
        """Says what is wrong and ends with exit code 2."""
        from hiprehab.cli.parser import wrong_use  # only now: the start has no use for it

        self.exit(2, f"{wrong_use(message, self.prog)}\n")


def _speed(text: str) -> float:
    value = float(text)
    if not 1 <= value <= 20:
        raise argparse.ArgumentTypeError("the speed is a number from 1 to 20")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("the moment is a number from 0 to 1")
    return value


def _pair(text: str, between: str, low: int, high: int) -> tuple[int, int]:
    parts = text.split(between)
    if len(parts) != 2:
        raise argparse.ArgumentTypeError(f"two numbers with a {between!r} between them are needed")
    first, second = (int(part) for part in parts)
    if not (low <= first <= high and low <= second <= high):
        raise argparse.ArgumentTypeError(f"each number is from {low} to {high}")
    return first, second


def _size(text: str) -> tuple[int, int]:
    return _pair(text, "x", 40, 4000)


def _view(text: str) -> tuple[int, int]:
    return _pair(text, ",", -180, 180)


def _add_figure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("move", nargs="?", default=None, metavar="MOVE", help="such as bridge")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PNG", help="a file, or a folder"
    )
    parser.add_argument("--sheet", action="store_true", help="all moves, all their key poses")
    parser.add_argument("--strip", action="store_true", help="its key poses side by side")
    parser.add_argument(
        "--side", choices=("left", "right"), default="right", help="the side that works"
    )
    parser.add_argument("--at", type=_share, default=None, metavar="0..1", help="how far in a rep")
    parser.add_argument(
        "--view", type=_view, default=None, metavar="YAW,PITCH", help="degrees, as --view=-60,10"
    )
    parser.add_argument("--size", type=_size, default=(640, 480), metavar="WxH", help="in pixels")
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    parser.set_defaults(run="figure")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f"a day is written as 2026-03-01, not {text[:20]!r}"
        raise argparse.ArgumentTypeError(message) from None
    if not 1900 <= day.year <= 2199:
        raise argparse.ArgumentTypeError("the year is from 1900 to 2199")
    return day


def _name(text: str) -> str:
    if len(text) > 80 or not text.isprintable():
        raise argparse.ArgumentTypeError("a name has at most 80 letters in one line")
    return text


def _add_paper(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="PDF", help="the file to make")
    parser.add_argument(
        "--paper", choices=("a4", "letter"), default="a4", help="the size of the paper"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="first", type=_day, metavar="DAY", help="without it, 12 weeks"
    )
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="without it, today")
    parser.add_argument("--name", type=_name, default="", metavar="TEXT", help="a name to print")
    parser.add_argument("--notes", action="store_true", help="print the notes that you wrote too")
    _add_paper(parser)
    parser.set_defaults(run="report")


def _add_handout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="NAME", help="a routine or an exercise, by its id")
    parser.add_argument(
        "--variant", default=None, metavar="V", help="or level; without it, the first"
    )
    _add_paper(parser)
    parser.set_defaults(run="handout")


def _add_rehearse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("routine", metavar="ROUTINE", help="as hiprehab routines lists it")
    parser.add_argument("--variant", default=None, metavar="V", help="without it, the first")
    parser.add_argument(
        "--speed", type=_speed, default=1.0, metavar="1..20", help="so many times as fast"
    )
    parser.add_argument(
        "--shots", type=Path, default=None, metavar="DIR", help="a folder for pictures of it"
    )
    parser.add_argument("--acks", action="store_true", help="print each row that is saved")
    parser.set_defaults(run="rehearse")


def _command(commands: Any, name: str, text: str) -> argparse.ArgumentParser:
    about = f"{text[:1].upper()}{text[1:]}."
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=about, epilog=_EVERYWHERE
    )
    return made


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments; argparse itself ends the program with exit code 2 for wrong ones."""
    parser = _Parser(prog="hiprehab")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything in DIR")
    parser.add_argument("--profile", default=None, metavar="NAME")
    parser.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE")
    where.add_argument("--temp-profile", action="store_true", help="forget everything at the end")
    parser.add_argument("--open", type=Path, action="append", default=[], metavar="FILE")
    parser.set_defaults(run="window")
    commands = parser.add_subparsers(metavar="COMMAND", prog=parser.prog)
    _add_rehearse(_command(commands, "rehearse", "play a routine in the window"))
    demo = _command(commands, "demo", "make a picture of every screen, with made-up data")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder for them")
    demo.set_defaults(run="demo")
    _add_figure(_command(commands, "figure", "draw a move"))
    text = "print your log on a page for the physiotherapist"
    _add_report(_command(commands, "report", text))
    _add_handout(_command(commands, "handout", "print a routine or an exercise"))
    test = _command(commands, "self-test", "check that this installation works")
    test.set_defaults(run="self-test")
    return parser.parse_args(argv)


def place_of(arguments: argparse.Namespace) -> Place:
    """The profile that the arguments ask for."""
    passphrase = None
    if arguments.passphrase_file is not None:
        passphrase = keys.first_line(arguments.passphrase_file)
    name = arguments.profile or DEFAULT_PROFILE
    return Place(arguments.data_dir, name, arguments.temp_profile, passphrase)
