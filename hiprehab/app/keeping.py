"""Nothing that was entered is lost: what the disk refuses is kept, said, and tried again.

The window stays open once when something is not saved. What a killed program could not save is said
at the next start; an empty file beside the log remembers that there was something.
"""

import logging
import os
import signal
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, QLocale, QObject, QSocketNotifier, QTime
from PySide6.QtGui import QSessionManager

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk

log = logging.getLogger(__name__)

MARK: Final = "unsaved"
"""The empty file that is there while the disk refuses something; its time tells since when."""
ENDS: Final = ("SIGTERM", "SIGHUP", "SIGINT")


class Keeping(QObject):
    """The banner with Try again, the question whether the window may close, and the mark."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._mark = desk.profile.folders.profile / MARK
        self._refused = self._wired = self._warned = False
        desk.window.may_close = self.may_close
        desk.live.unsaved.connect(self._on_unsaved)
        desk.live.changed.connect(self._on_changed)
        desk.qt.commitDataRequest.connect(self._on_session_ends)

    def tell_last_time(self) -> None:
        """Say what waits in a sheet, and once what the program could not save before it ended."""
        from hiprehab.ui.screens.entry_sheet import draft_of

        if draft := draft_of(self._desk.live.read):
            text = self.tr("What you had begun to enter is kept. Open it again: {0}.")
            self._desk.window.tell(text.format(draft["title"]))
        try:
            since = datetime.fromtimestamp(self._mark.stat().st_mtime)
            self._mark.unlink()
        except OSError:
            return
        day = QLocale().toString(QDate(since.year, since.month, since.day), "dddd d MMMM")
        time = QTime(since.hour, since.minute).toString("HH:mm")
        self._desk.window.banner.show_problem(
            self.tr("The last time, the disk refused what you entered on {0} from {1} on.").format(
                day, time
            ),
            self.tr("Please look at that day in History, and add what is missing."),
        )

    # --- what the disk refuses ---------------------------------------------------------------

    def _on_unsaved(self, sentence: str) -> None:
        if not sentence:
            if self._refused and not self._desk.live.holds:
                self._on_saved()
            return
        if not self._refused:
            self._refused = True
            with suppress(OSError):  # the full disk has often room for a name
                self._mark.touch()
        self._say(sentence)

    def _on_saved(self) -> None:
        self._refused = self._warned = False
        with suppress(OSError):
            self._mark.unlink(missing_ok=True)
        self._desk.window.banner.hide()
        self._desk.window.tell(self.tr("All of it is saved now."))

    def _say(self, sentence: str) -> None:
        window = self._desk.window
        kept = self.tr("What you entered is kept here until it is saved.")
        if self._warned:
            kept = self.tr(
                "What you entered is still here. Close the window once more to go without it."
            )
        if not self._wired:
            self._wired = True
            window.banner.acted.connect(self._desk.live.try_again)
        again = self.tr("Try again") if self._desk.live.holds else ""
        window.banner.show_problem(sentence, kept, again)
        if window.in_session:  # which covers the banner
            window.tell(f"{sentence} {kept}")

    # --- the end -----------------------------------------------------------------------------

    def may_close(self) -> bool:
        """Whether all is saved, or the person was told and closes the window all the same."""
        told, sentence = self._warned, self._desk.live.settle()
        if not sentence or told:
            return True
        self._warned = True
        self._say(sentence)
        return False

    def end(self) -> None:
        """The system ends the program: nobody is there to be asked twice."""
        self._warned = True
        self._desk.window.close()

    def _on_changed(self, *_: object) -> None:
        self._warned = False

    def _on_session_ends(self, manager: QSessionManager) -> None:
        """The person logs out; that is held up only for what cannot be saved."""
        if not self.may_close() and manager.allowsInteraction():
            manager.cancel()


class TermSignals(QObject):
    """A signal that ends the program closes the window first. Only where there are signals.

    Python's own handlers run only when Python does, and a window that waits does not: so the number
    goes through a pipe that the window listens to.
    """

    def __init__(self, keeping: Keeping) -> None:
        super().__init__()  # not a child: it is removed after the desk has gone
        self._keeping = keeping
        self._near, self._far = os.pipe()
        for end in (self._near, self._far):
            os.set_blocking(end, False)
        self._wake = signal.set_wakeup_fd(self._far, warn_on_full_buffer=False)
        self._former: dict[int, Any] = {}
        for name in ENDS:
            number = getattr(signal, name)
            self._former[number] = signal.signal(number, _nothing)
        self._notifier = QSocketNotifier(self._near, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        if set(os.read(self._near, 64)) & set(self._former):
            log.info("the system asked the program to end")
            self._keeping.end()

    def remove(self) -> None:
        """As it was before."""
        self._notifier.setEnabled(False)
        for number, former in self._former.items():
            signal.signal(number, former)
        signal.set_wakeup_fd(self._wake)
        os.close(self._near)
        os.close(self._far)


def _nothing(_number: int, _frame: object) -> None:
    """The number in the pipe says it all."""
