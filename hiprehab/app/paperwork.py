"""The commands that print: the page for the physiotherapist, and handouts. They need no display."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hiprehab.app.arguments import place_of
from hiprehab.app.profile import built_in, pack_dirs
from hiprehab.core.log import stamp
from hiprehab.core.model import Library
from hiprehab.report.paper import Book, Paper
from hiprehab.storage.files import write_whole
from hiprehab.storage.paths import Folders, folders
from hiprehab.storage.problems import PackProblem, printable
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

USUAL_DAYS: Final = 84


def save(data: bytes, path: Path) -> None:
    """Writes a file whole; what was there stays as it is when that fails.

    Raises StorageProblem.
    """
    write_whole(path, data, "The file was not saved")


def report(arguments: argparse.Namespace) -> int:
    """`hiprehab report`: 0 when the page is written, 2 for wrong use, 1 for anything else."""
    return _print(arguments, _report_book)


def handout(arguments: argparse.Namespace) -> int:
    """`hiprehab handout`: the same for a routine or an exercise."""
    return _print(arguments, _handout_book)


def _print(
    arguments: argparse.Namespace, make: Callable[[argparse.Namespace, Folders], Book]
) -> int:
    from PySide6.QtGui import QGuiApplication

    # Text needs fonts, and those need an application.
    application = QGuiApplication.instance() or QGuiApplication([])
    place = place_of(arguments)
    found = None
    try:
        _refuse_existing(arguments.out, force=arguments.force)
        found = folders(data_dir=place.data_dir, profile=place.profile, temporary=place.temporary)
        book = make(arguments, found)
        save(book.pdf(), arguments.out)
    except (StorageProblem, PackProblem) as problem:
        print(printable(str(problem)), file=sys.stderr)
        wrong = isinstance(problem, StorageProblem) and problem.kind in (Kind.USAGE, Kind.MISSING)
        return 2 if wrong else 1
    finally:
        if found is not None and found.temporary:
            shutil.rmtree(found.data, ignore_errors=True)
        del application
    count = len(book.sheets)
    print(f"{printable(str(arguments.out))}: {count} page{'' if count == 1 else 's'}")
    return 0


def _refuse_existing(path: Path, *, force: bool) -> None:
    """Said before the work, not after it."""
    if os.path.lexists(path) and not force:
        raise StorageProblem(
            f"{path} is there already.", "Choose another name, or add --force.", Kind.USAGE
        )


def _library(found: Folders) -> Library:
    """The built-ins and the installed packs."""
    from hiprehab.storage import packs

    library, fresh = packs.quick_library(built_in(), pack_dirs(found), found.cache)
    if fresh:
        return library
    from hiprehab import resources
    from hiprehab.storage.library import load_library

    index = resources.data_dir() / "index.json"
    loaded = load_library(index, pack_dirs(found), found.cache)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    return loaded.library


# --- the page -------------------------------------------------------------------------------


def _report_book(arguments: argparse.Namespace, found: Folders) -> Book:
    from hiprehab.app.reporting import Period, bound, collect
    from hiprehab.core.report import Wishes
    from hiprehab.storage import settings
    from hiprehab.ui.clock import SystemClock

    clock = SystemClock()
    today = stamp(clock.utcnow(), clock.offset_min()).day
    last = arguments.last or today
    period = Period(arguments.first or last - timedelta(days=USUAL_DAYS - 1), last, today)
    if period.first > period.last:
        raise StorageProblem(
            "The page would end before it begins.", "Look at --from and --to.", Kind.USAGE
        )
    library = _library(found)
    own = settings.read(found.settings).settings
    with _log(found.database, clock.utcnow()) as store:
        kept = collect(store, library, own, period)
    return bound(kept, Wishes(arguments.name, arguments.notes), Paper(arguments.paper))


def _log(path: Path, at: datetime) -> Store:
    """The log, also where nothing can be written."""
    try:
        return Store.open(path, at=at)
    except StorageProblem as problem:
        if problem.kind is not Kind.READ_ONLY:
            raise
        return Store.open(path, at=at, read_only=True)


# --- handouts -------------------------------------------------------------------------------


def _handout_book(arguments: argparse.Namespace, found: Folders) -> Book:
    from hiprehab.app.handing import bound, wanted

    library = _library(found)
    sheet = wanted(library, arguments.what, arguments.variant)
    return bound(library, sheet, paper=Paper(arguments.paper), cache=found.cache)
