"""After a damaged log: looks for a backup that can take its place, and puts it there when asked.

Proving a backup reads all of it, so that is done on a worker thread; the window says how it stands.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from hiprehab.app.profile import Place
from hiprehab.storage import backup, keys, secret
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.paths import Folders, folders
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.clock import SystemClock
from hiprehab.ui.live import sentence_of
from hiprehab.ui.screens.trouble import Choice, TroubleScreen
from hiprehab.ui.theme import Theme

T = TypeVar("T")
SIZE: Final = (900, 560)


@contextmanager
def _unlocked(place: Place) -> Iterator[Folders]:
    """The profile's folders; its logs open with the passphrase of `place`, if that has one."""
    found = folders(data_dir=place.data_dir, profile=place.profile, temporary=place.temporary)
    if place.passphrase is not None:
        keys.unlock(found.profile, place.passphrase)
    try:
        yield found
    finally:
        keys.forget(found.profile)


def newest_backup(place: Place) -> backup.Content | None:
    """The newest backup that is whole, with what it holds. Slow: for a worker thread."""
    with _unlocked(place) as found:
        for one in backup.listing(found.backups):
            try:
                return backup.inspect(one.path)
            except StorageProblem:
                continue
    return None


def restore(place: Place, content: backup.Content) -> None:
    """Put that backup in the log's place; the damaged log is kept beside the backups. Slow.

    Raises StorageProblem when that cannot be done; then nothing has changed.
    """
    with _unlocked(place) as found, ProfileLock(found.profile):
        backup.restore(content.path, found.database, SystemClock().utcnow().astimezone(UTC))
        secret.seal(found.profile)


class Recovery(QObject):
    """The window in place of one that cannot open. `restored`: the log is whole again.

    Signals:
        done: the person has chosen, and what they chose is carried out.
    """

    done = Signal()
    _heard = Signal(object)

    def __init__(self, theme: Theme, place: Place, problem: StorageProblem) -> None:
        super().__init__()
        self._place, self._problem = place, problem
        self._content: backup.Content | None = None
        self._worker: threading.Thread | None = None
        self._quit = Choice("quit", self.tr("Quit"))
        self.restored = False
        self.screen = TroubleScreen(theme, problem.sentence, problem.remedy, [self._quit])
        self.screen.resize(*SIZE)
        self.screen.chosen.connect(self._on_chosen)
        self._heard.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Say what is wrong; look for a backup where that can help."""
        self.screen.show()
        if self._problem.kind is Kind.DAMAGED:
            looking = self.tr("Looking for a backup that is whole…")
            self.screen.say(self._problem.sentence, looking, [self._quit])
            self._work(lambda: newest_backup(self._place), self._on_found, self._on_failed)

    def close(self) -> None:
        """Wait for what is under way, and free the window."""
        if self._worker is not None:
            self._worker.join()
        self.screen.close()
        self.screen.deleteLater()
        self.deleteLater()

    def _work(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StorageProblem], None],
    ) -> None:
        """Do `work` on a worker thread; `done` or `failed` follow on this one."""

        def run() -> None:
            try:
                value = work()
            except Exception as error:  # handed over, never swallowed
                problem = StorageProblem(sentence_of(error))
                if isinstance(error, StorageProblem):
                    problem = error
                self._heard.emit(lambda: failed(problem))
            else:
                self._heard.emit(lambda: done(value))

        self._worker = threading.Thread(target=run, name="hiprehab-recovery")
        self._worker.start()

    @staticmethod
    def _run(call: Callable[[], object]) -> None:
        call()

    def _on_found(self, content: backup.Content | None) -> None:
        self._content = content
        remedy = self.tr("No backup that is whole was found here.")
        if content is not None:
            remedy = self.tr(
                "There is a backup that is whole. It can take the log's place; the damaged log is"
                " kept beside the backups."
            )
        self.screen.say(self._problem.sentence, remedy, self._choices())

    def _choices(self) -> list[Choice]:
        if self._content is None:
            return [self._quit]
        text = self.tr("Restore the backup of {0} ({1} ratings)")
        if self._content.pain == 1:
            text = self.tr("Restore the backup of {0} (one rating)")
        text = text.format(self._content.last or "?", self._content.pain)
        return [Choice("restore", text, primary=True), self._quit]

    def _on_chosen(self, key: str) -> None:
        content = self._content
        if key != "restore" or content is None:
            self.done.emit()
            return
        self.screen.say(self._problem.sentence, self.tr("The backup is being put in place…"), [])
        self._work(lambda: restore(self._place, content), self._on_restored, self._on_failed)

    def _on_restored(self, _: None) -> None:
        self.restored = True
        self.done.emit()

    def _on_failed(self, problem: StorageProblem) -> None:
        self.screen.say(problem.sentence, problem.remedy, self._choices())
