"""Our own bugs: written to the log, shown once with a copy button, and the program goes on.

The log holds what happened in the program and never what the person wrote or rated.
"""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QObject, Qt, Signal

MAX_BYTES = 1_000_000
KEPT = 3
LOG_NAME = "hiprehab.log"
NATIVE_NAME = "native-crash.log"
MOST_NATIVE = 100_000
"""So much of a native report is kept, bytes; it names the threads, and the failed one first."""


def open_log(state: Path) -> Callable[[], None]:
    """Sends the program's log to a file of at most 1 MB, keeping the three before it.

    Returns what ends it: another profile's window has a log of its own.
    """
    path = state / LOG_NAME
    try:
        if path.exists() and path.stat().st_size > MAX_BYTES:
            for number in range(KEPT - 1, 0, -1):
                older = state / f"{LOG_NAME}.{number}"
                if older.exists():
                    older.replace(state / f"{LOG_NAME}.{number + 1}")
            path.replace(state / f"{LOG_NAME}.1")
        handler: logging.Handler = logging.FileHandler(path, encoding="utf-8")
    except OSError:  # a full disk or a folder that cannot be written is no reason to stop
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def close() -> None:
        root.removeHandler(handler)
        handler.close()

    return close


def keep_native_report(state: Path) -> bool:
    """Moves what the last start wrote while it broke down into the log; whether there was any.

    It stays where it is when the log cannot be written.
    """
    path = state / NATIVE_NAME
    try:
        with path.open("rb") as stream:
            report = stream.read(MOST_NATIVE).strip()
        if not report:
            return False
        with (state / LOG_NAME).open("ab") as kept:
            kept.write(b"The start before this one broke down:\n" + report + b"\n")
        os.truncate(path, 0)
    except OSError:
        return False
    return True


class CrashHook(QObject):
    """Catches what nobody caught, in any thread, and hands it to the window once.

    `broke_down` says whether the start before this one left a report of a crash in native code.

    Signals:
        crashed(str): the report, on the GUI thread.
    """

    crashed = Signal(str)
    _heard = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._native: IO[str] | None = None
        self.broke_down = False
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def install(self, state: Path) -> Callable[[], None]:
        """Begin; returns what ends it again."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = lambda given: self._on_error(
            given.exc_type, given.exc_value, given.exc_traceback
        )
        self.broke_down = keep_native_report(state)
        try:
            self._native = (state / NATIVE_NAME).open("a", encoding="utf-8")
            faulthandler.enable(self._native)
        except OSError:
            self._native = None

        def remove() -> None:
            sys.excepthook, threading.excepthook = before
            if self._native is not None:
                faulthandler.disable()
                self._native.close()
                self._native = None

        return remove

    def _on_error(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger("hiprehab.crash").error("%s", report)
        self._heard.emit(report)

    def _on_heard(self, report: str) -> None:
        """Once for each kind of failure: a bug in a timer must not open a window a second."""
        place = report.rsplit("File ", 1)[-1].split("\n", 1)[0]
        if place not in self._seen:
            self._seen.add(place)
            self.crashed.emit(report)
