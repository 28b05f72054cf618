"""Draws a move into a file, or contact sheets of all moves into a folder."""

import argparse
import sys

from PySide6.QtGui import QGuiApplication

from hiprehab.figure import pictures
from hiprehab.figure.catalogue import known_motions
from hiprehab.figure.pictures import Shot
from hiprehab.storage.problems import did_you_mean, printable, why


def draw(arguments: argparse.Namespace) -> int:
    """The command; 0 when the picture is written, 2 for wrong use, 1 when the disk refuses."""
    wrong = _wrong_use(arguments)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    # Text on a sheet needs fonts, and those need an application.
    application = QGuiApplication.instance() or QGuiApplication([])
    try:
        print(_drawn(arguments))
    except OSError as error:
        name = printable(str(error.filename or arguments.out))
        print(f"{name} {why(error)}.", file=sys.stderr)
        return 1
    finally:
        del application
    return 0


def _wrong_use(arguments: argparse.Namespace) -> str | None:
    name = arguments.move
    if arguments.sheet:
        return "A sheet shows all moves: leave out the name of one." if name else None
    if name is None:
        return "Say which move to draw, or --sheet for all. Try: hiprehab figure bridge --out b.png"
    if name not in known_motions():
        hint = did_you_mean(name, known_motions(), "See the folder data/motions.")
        return f'There is no move "{printable(name[:80])}". {hint}'
    if arguments.strip and arguments.at is not None:
        return "A strip shows key poses: leave out --at or --strip."
    return None


def _drawn(arguments: argparse.Namespace) -> str:
    yaw, pitch = arguments.view or (None, None)
    width, height = arguments.size
    left = arguments.side == "left"
    shot = Shot(arguments.move or "", width, height, left, arguments.dark, yaw, pitch)
    if arguments.sheet:
        count = pictures.sheets(arguments.out, sorted(known_motions()), shot)
        return f"{count} sheets in {printable(str(arguments.out))}"
    if arguments.strip:
        image = pictures.strip(shot)
    elif arguments.at is not None:
        image = pictures.moment(shot, arguments.at)
    else:
        image = pictures.key_pose(shot)
    image = pictures.on_paper(image, arguments.dark)
    path = arguments.out
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
        raise OSError(None, "it could not be written", str(path))
    return f"{printable(str(path))}: {image.width()} x {image.height()}"
