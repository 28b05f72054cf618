"""Before the window opens: which person, and their passphrase, where there is something to ask."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from hiprehab.app.profile import Place
from hiprehab.storage import settings
from hiprehab.storage.paths import data_root
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.theme import Theme

SIZE = (820, 560)


class Entrance(QObject):
    """Asks, one page after the other. Signals: `done(place)`, None when the person left."""

    done = Signal(object)

    def __init__(self, qt: QApplication, place: Place, *, choose: bool) -> None:
        super().__init__()
        self._qt, self._place, self._choose = qt, place, choose
        self._root = data_root(place.data_dir) / "profiles"
        self.theme = Theme()
        self.theme.apply(qt, settings.read(self._folder / "settings.toml").settings)
        self.page: QWidget | None = None
        self._over = False

    @property
    def _folder(self) -> Path:
        return self._root / self._place.profile

    def begin(self) -> None:
        """Ask the first question, or be done at once."""
        from hiprehab.storage.profiles import listing
        from hiprehab.ui.screens.entrance import WhoPage

        people = listing(self._root)
        if self._choose and len(people) > 1:
            page = WhoPage(self.theme, people)
            page.chosen.connect(self._on_chosen)
            self._show(page)
        elif self._choose and len(people) == 1:
            self._on_chosen(people[0].name)
        else:
            self._ask_passphrase()

    def _on_chosen(self, name: str) -> None:
        self._place = replace(self._place, profile=name)
        self._ask_passphrase()

    def _ask_passphrase(self) -> None:
        from hiprehab.storage import secret
        from hiprehab.ui.screens.entrance import PassphrasePage

        secret.finish(self._folder)
        if not secret.is_encrypted(self._folder) or self._place.passphrase is not None:
            self._finish(self._place)
            return
        page = PassphrasePage(self.theme, self._place.profile)
        page.entered.connect(lambda words: self._try(page, words))
        self._show(page)

    def _try(self, page: QWidget, words: str) -> None:
        from hiprehab.storage import secret
        from hiprehab.ui.screens.entrance import PassphrasePage

        assert isinstance(page, PassphrasePage)
        try:
            secret.unlock(self._folder, words)
        except StorageProblem as problem:
            if problem.kind is not Kind.LOCKED:  # what is wrong with the log is said after this
                self._finish(replace(self._place, passphrase=words))
                return
            page.say(str(problem))
            return
        secret.lock(self._folder)
        self._finish(replace(self._place, passphrase=words))

    def _show(self, page: QWidget) -> None:
        old, self.page = self.page, page
        page.resize(*SIZE)
        page.installEventFilter(self)
        page.show()
        if old is not None:
            old.removeEventFilter(self)
            old.close()
            old.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A page that is closed by the person ends it."""
        if watched is self.page and event.type() is QEvent.Type.Close and not self._over:
            self._finish(None)
        return False

    def _finish(self, place: Place | None) -> None:
        self._over = True
        page, self.page = self.page, None
        if page is not None:
            page.removeEventFilter(self)
            page.close()
            page.deleteLater()
        self.done.emit(place)


def entered(qt: QApplication, place: Place, *, choose: bool) -> Place | None:
    """The place to open after all questions; None when the person left."""
    found: list[Place | None] = []
    entrance = Entrance(qt, place, choose=choose)
    entrance.done.connect(found.append)
    entrance.done.connect(lambda _: qt.quit())
    entrance.begin()
    if not found:
        qt.exec()
    entrance.deleteLater()
    return found[0] if found else None
