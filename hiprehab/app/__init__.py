"""The composition root: opens a profile and a window, and hands everything to its users."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from hiprehab.app.desk import Desk

# One thread is faster for the figure's small products; numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# The figure is drawn in a thread of Python. Threads take turns five times as often as by default:
# the window then waits 8 ms at most and not 11 (measured while a motion was being drawn).
SWITCH_S = 0.001


def open_desk(argv: Sequence[str]) -> "Desk":
    """A window, built and not yet shown, for the profile that the arguments name.

    Raises StorageProblem when the profile is in use or its log cannot be opened.
    """
    from hiprehab.app.arguments import parsed, place_of
    from hiprehab.app.window import desk_for

    return desk_for(place_of(parsed(argv)))


def main(argv: Sequence[str]) -> int:
    """Run the window, or one of the commands that draw; returns the exit code."""
    from hiprehab.app.arguments import parsed

    sys.setswitchinterval(SWITCH_S)
    try:
        arguments = parsed(argv)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return _run(arguments)


def _run(arguments: "argparse.Namespace") -> int:
    from hiprehab.app.arguments import place_of
    from hiprehab.storage.trouble import Kind, StorageProblem

    try:
        if arguments.run == "rehearse":
            from hiprehab.app.rehearse import rehearse

            return rehearse(arguments)
        if arguments.run == "demo":
            from hiprehab.app.pictures import demonstrate

            return demonstrate(arguments.out)
        if arguments.run == "figure":
            from hiprehab.app.figure import draw

            return draw(arguments)
        if arguments.run in ("report", "handout"):
            from hiprehab.app import paperwork

            run = paperwork.report if arguments.run == "report" else paperwork.handout
            return run(arguments)
        if arguments.run == "self-test":
            from hiprehab.app.selftest import self_test

            return self_test()
        from hiprehab.app.window import run_window

        nobody = arguments.profile is None
        return run_window(place_of(arguments), arguments.open, choose=nobody)
    except StorageProblem as problem:
        print(str(problem), file=sys.stderr)
        return 2 if problem.kind in (Kind.USAGE, Kind.MISSING) else 1
