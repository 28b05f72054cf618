"""The card of the people on the Settings page, and what it asks for.

Whatever needs the log for itself happens after the window has closed; then it opens again.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog

from hiprehab.app.profile import Farewell, Place
from hiprehab.storage import profiles, secret
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.screens.people import (
    DeleteSheet,
    NewPersonSheet,
    PassphraseSheet,
    PeopleCard,
)

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("People", text)


class People(QObject):
    """Wires the card of one desk."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.card = PeopleCard(desk.theme)
        self.card.switch_asked.connect(self._on_switch)
        self.card.new_asked.connect(self._on_new)
        self.card.open_asked.connect(self._on_open)
        self.card.save_asked.connect(self._on_save)
        self.card.passphrase_asked.connect(self._on_passphrase)
        self.card.delete_asked.connect(self._on_delete)
        self.refresh()

    @property
    def _root(self) -> Path:
        return profiles.root(self._desk.profile.folders)

    @property
    def _name(self) -> str:
        return self._desk.profile.folders.profile.name

    def _place(self, name: str) -> Place:
        return Place(self._desk.profile.folders.data, name)

    def refresh(self) -> None:
        """Look again who there is."""
        self.card.show_people(profiles.listing(self._root), self._name)

    def _leave(self, farewell: Callable[[], Farewell]) -> None:
        """Close this window; then do what needs the profile to be free."""
        self._desk.farewell = farewell
        if not self._desk.window.close():  # something is not saved yet; the window says so
            self._desk.farewell = None

    # --- another person -------------------------------------------------------------------

    def _on_switch(self, name: str) -> None:
        place = self._place(name)
        self._leave(lambda: Farewell(place, ask=True))

    def _on_new(self) -> None:
        taken = [one.name for one in profiles.listing(self._root)]
        sheet = NewPersonSheet(self._desk.theme, self._desk.window, taken)
        sheet.named.connect(self._on_switch)
        sheet.open_at(560, 380)

    def _on_open(self) -> None:
        kinds = _tr("HipRehab profile (*{0})").format(profiles.ENDING)
        path = QFileDialog.getOpenFileName(
            self._desk.window, _tr("Open a profile's file"), "", kinds
        )[0]
        if path:
            self.take_in(Path(path))

    def take_in(self, path: Path) -> None:
        """Make a profile of a file; its name is made another one where it is taken."""
        root = self._root

        def work() -> str:
            return profiles.take_in(root, path, _free(root, path))

        def done(name: str) -> None:
            self.refresh()
            self._desk.window.tell(_tr("Taken in as {0}.").format(name))

        self._desk.live.background(work, done, self._desk.window.banner.show_problem)

    # --- this one -------------------------------------------------------------------------

    def _on_save(self) -> None:
        path = QFileDialog.getSaveFileName(
            self._desk.window, _tr("Save this profile"), f"{self._name}{profiles.ENDING}"
        )[0]
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write this profile into a file; the dialog has asked before one is replaced."""
        found, at = self._desk.profile.folders, self._desk.clock.utcnow()

        def done(made: Path) -> None:
            text = _tr("Saved as {0}. On the other computer open it in Settings.").format(made)
            self._desk.window.tell(text)

        self._desk.live.background(
            lambda: profiles.save_as_file(found, path, at, force=True),
            done,
            self._desk.window.banner.show_problem,
        )

    def _on_passphrase(self) -> None:
        folder = self._desk.profile.folders.profile
        has_one = secret.is_encrypted(folder)
        sheet = PassphraseSheet(self._desk.theme, self._desk.window, has_one=has_one)
        sheet.chosen.connect(self.set_passphrase)
        sheet.open_at(600, 520)

    def set_passphrase(self, words: str) -> None:
        """Set or take away the passphrase, with the window closed for that moment."""
        place = replace(self._place(self._name), passphrase=self._desk.profile.passphrase)
        folder, at = self._desk.profile.folders.profile, self._desk.clock.utcnow()
        self._leave(lambda: change_passphrase(place, folder, words or None, at))

    def _on_delete(self) -> None:
        sheet = DeleteSheet(self._desk.theme, self._desk.window, self._name)
        sheet.confirmed.connect(self.delete)
        sheet.open_at(600, 460)

    def delete(self) -> None:
        """Delete this profile once its window has closed."""
        folder = self._desk.profile.folders.profile
        self._leave(lambda: deleted(folder, self._desk.profile.folders.data))


def _free(root: Path, source: Path) -> str:
    """A name that nobody has, when the file's own is taken; "" leaves it as it is."""
    try:
        wanted = profiles.name_in(source)
    except StorageProblem:
        return ""  # taking it in says what is wrong
    taken = {one.name.casefold() for one in profiles.listing(root)}
    if wanted.casefold() not in taken:
        return ""
    return next(
        name for n in range(2, 100) if (name := f"{wanted[:36]}-{n}").casefold() not in taken
    )


def change_passphrase(place: Place, folder: Path, words: str | None, at: datetime) -> Farewell:
    """What `set_passphrase` does once the log is free; the window opens again in any case."""
    try:
        with ProfileLock(folder):
            if place.passphrase is not None:
                secret.unlock(folder, place.passphrase)
            try:
                count = secret.change(folder, words, at)
            finally:
                secret.lock(folder)
    except StorageProblem as problem:
        return Farewell(place, str(problem))
    said = _tr("The passphrase is set; {0} backups were encrypted too.").format(count)
    if words is None:
        said = _tr("The passphrase was taken away.")
    return Farewell(replace(place, passphrase=words), said)


def deleted(folder: Path, data: Path) -> Farewell:
    """What `delete` does once the profile is free: somebody else's window, or none."""
    try:
        profiles.delete(folder)
    except StorageProblem as problem:
        return Farewell(Place(data, folder.name), str(problem))
    left = profiles.listing(folder.parent)
    if not left:
        return Farewell()
    said = _tr("{0} was deleted.").format(folder.name)
    return Farewell(Place(data, left[0].name), said, ask=True)
