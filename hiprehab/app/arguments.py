"""What the window's own command line says; commands that need no Qt are in `cli`."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hiprehab.app.profile import Place
from hiprehab.storage import keys
from hiprehab.storage.paths import DEFAULT_PROFILE


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
    parser.add_argument("move", nargs="?", default=None, metavar="MOVE")
    parser.add_argument("--out", type=Path, required=True, metavar="PNG", help="file, or a folder")
    parser.add_argument("--sheet", action="store_true", help="all moves, all key poses")
    parser.add_argument("--strip", action="store_true", help="its key poses side by side")
    parser.add_argument("--side", choices=("left", "right"), default="right")
    parser.add_argument("--at", type=_share, default=None, metavar="0..1", help="moment of a rep")
    parser.add_argument(
        "--view", type=_view, default=None, metavar="YAW,PITCH", help="degrees, as --view=-60,10"
    )
    parser.add_argument("--size", type=_size, default=(640, 480), metavar="WxH")
    parser.add_argument("--dark", action="store_true")
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
    parser.add_argument("--out", type=Path, required=True, metavar="PDF")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=_day, metavar="DAY", help="else 12 weeks")
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="else today")
    parser.add_argument("--name", type=_name, default="", metavar="TEXT", help="else no name")
    parser.add_argument("--notes", action="store_true", help="with the notes that were written")
    _add_paper(parser)
    parser.set_defaults(run="report")


def _add_handout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="ROUTINE|EXERCISE")
    parser.add_argument("--variant", default=None, metavar="V", help="or level; else the first")
    _add_paper(parser)
    parser.set_defaults(run="handout")


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments; argparse itself ends the program with exit code 2 for wrong ones."""
    parser = argparse.ArgumentParser(prog="hiprehab", allow_abbrev=False)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything in DIR")
    parser.add_argument("--profile", default=None, metavar="NAME")
    parser.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE")
    where.add_argument("--temp-profile", action="store_true", help="forget everything at the end")
    parser.add_argument("--open", type=Path, action="append", default=[], metavar="FILE")
    parser.set_defaults(run="window")
    commands = parser.add_subparsers(metavar="COMMAND")
    rehearse = commands.add_parser("rehearse", help="run a routine in the session screen")
    rehearse.add_argument("routine")
    rehearse.add_argument("--variant", default=None)
    rehearse.add_argument("--speed", type=_speed, default=1.0, metavar="1..20")
    rehearse.add_argument("--shots", type=Path, default=None, metavar="DIR")
    rehearse.add_argument("--acks", action="store_true", help="print each row that is saved")
    rehearse.set_defaults(run="rehearse")
    demo = commands.add_parser("demo", help="play a demonstration and draw every screen")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.set_defaults(run="demo")
    _add_figure(commands.add_parser("figure", help="draw a move"))
    _add_report(commands.add_parser("report", help="the page for the physiotherapist as a PDF"))
    _add_handout(commands.add_parser("handout", help="a routine or an exercise to print"))
    test = commands.add_parser("self-test", help="look whether this installation works")
    test.set_defaults(run="self-test")
    return parser.parse_args(argv)


def place_of(arguments: argparse.Namespace) -> Place:
    """The profile that the arguments ask for."""
    passphrase = None
    if arguments.passphrase_file is not None:
        passphrase = keys.first_line(arguments.passphrase_file)
    name = arguments.profile or DEFAULT_PROFILE
    return Place(arguments.data_dir, name, arguments.temp_profile, passphrase)
