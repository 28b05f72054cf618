"""The command line: everything that needs no window. Loads no Qt.

Each module here has `register(commands)`, which adds its commands and names their functions with
`set_defaults(run=...)`. They take the parsed arguments and return the exit code: 0 done, 1 a
problem, 2 wrong use.
"""

import contextlib
import importlib
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from hiprehab import __version__
from hiprehab.cli.parser import Parser, UsageError, layout
from hiprehab.storage.problems import PackProblem, StorageProblem, printable, why
from hiprehab.storage.trouble import Kind

MODULES = ("log", "take_away", "library", "packs", "profiles")
EPILOG = """\
with a window, or drawn without one:
  (no command)            open HipRehab
  FILE.hiprehab           look at a pack in the window before you accept it
  rehearse ROUTINE        play a routine in the window, as fast as you like
  demo --out DIR          make a picture of every screen, with made-up data
  figure MOVE --out PNG   draw a move
  report --out PDF        print your log on a page for the physiotherapist
  handout NAME --out PDF  print a routine or an exercise
  self-test               check that this installation works

The options above may stand before the command or after it.
hiprehab COMMAND --help says more about a command, with examples.

Exit codes: 0 done, 1 a problem, 2 wrong use or a file that is not there.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Whatever the person or the machine got wrong becomes one sentence."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # a stream of a test or none at all
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
        return code
    except UsageError as error:
        return _say(str(error), 2)
    except StorageProblem as error:
        return _say(str(error), 2 if error.kind in (Kind.USAGE, Kind.MISSING) else 1)
    except PackProblem as error:
        return _say(str(error), 1)
    except BrokenPipeError:
        # Whoever reads has gone, as `head` does. Python would complain once more on its way out.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        name = printable(str(error.filename)) if error.filename else "A file"
        return _say(f"{name} {why(error)}.", 2 if isinstance(error, FileNotFoundError) else 1)
    except KeyboardInterrupt:
        return 130


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _run(argv: Sequence[str]) -> int:
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stopped:  # --help and --version
        return int(stopped.code or 0)
    try:
        code = arguments.run(arguments)
        assert isinstance(code, int)
        return code
    finally:
        folders = getattr(arguments, "folders", None)
        if folders is not None and folders.temporary:
            shutil.rmtree(folders.data, ignore_errors=True)


def _parser() -> Parser:
    parser = Parser(
        prog="hiprehab",
        usage="hiprehab [OPTIONS] [COMMAND ...]",
        description="Guided hip exercises, a pain diary and how it goes. Without a command the"
        " window opens.",
        epilog=EPILOG,
        formatter_class=layout,
    )
    parser.add_argument(
        "--version", action="version", version=f"HipRehab {__version__}", help="print the version"
    )
    place = parser.add_mutually_exclusive_group()
    parser.add_argument("--profile", metavar="NAME", help="use the log and settings of this person")
    place.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep everything in this folder, as on a stick"
    )
    place.add_argument(
        "--temp-profile", action="store_true", help="use an empty log that is removed at the end"
    )
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE",
        help="for a log with a passphrase: it is the first line of this file",
    )  # fmt: skip
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True, prog=parser.prog
    )
    for name in MODULES:
        importlib.import_module(f"hiprehab.cli.{name}").register(commands)
    return parser
