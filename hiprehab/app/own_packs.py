"""The packs and the signing key of this person, as Settings shows them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from hiprehab.app.receiving import Receiving
from hiprehab.core.changes import Changes
from hiprehab.core.model import BUILTIN_PACK
from hiprehab.storage import signing
from hiprehab.storage.packs import versions
from hiprehab.storage.trust import author_text
from hiprehab.ui.screens.packs_card import KeyCard, PackRow, PacksCard

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk
    from hiprehab.core.model import Library
    from hiprehab.storage.install import Removed


class OwnPacks(QObject):
    """Fills the two cards and does what they ask for; all files are touched on worker threads."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.packs = PacksCard(desk.theme)
        self.key = KeyCard(desk.theme)
        self.packs.open_requested.connect(desk.window.file_wanted)
        self.packs.remove_requested.connect(self._remove)
        self.key.make_requested.connect(partial(self._use_key, signing.make_key))
        self.key.save_requested.connect(self._save_copy)
        self.key.bring_back_requested.connect(self._bring_back)
        desk.live.changed.connect(self._on_changed)
        self._has_key = False
        if not self._has_use_for_key:
            self.key.hide()
        self._refresh()
        self._use_key(_known_key)

    @property
    def cards(self) -> list[QWidget]:
        """What Settings shows."""
        return [self.packs, self.key]

    @property
    def _receiving(self) -> Receiving:
        """There since the first paint."""
        found = self._desk.findChild(Receiving)
        assert isinstance(found, Receiving)
        return found

    # --- packs ------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes, _by: object) -> None:
        if changes & Changes.LIBRARY:
            self._refresh()
        if changes & Changes.SETTINGS:
            self._show_key_card()

    def _refresh(self) -> None:
        self._desk.live.background(self._rows, self.packs.show_packs)

    def _rows(self) -> list[PackRow]:
        places, found = self._desk.profile.folders, []
        for pack in self._desk.profile.library.packs:
            if pack.id == BUILTIN_PACK:
                continue
            own = versions(places.packs / pack.id)
            texts = [".".join(map(str, key)) for key in sorted(own)]
            older = tuple(one for one in texts if one != pack.version)
            author = author_text(pack.author)
            found.append(PackRow(pack.id, pack.title, pack.version, author, older, not own))
        return found

    def _remove(self, pack: str) -> None:
        """Take a pack away; the message can bring it back."""
        from hiprehab.storage.install import remove

        title = next((o.title for o in self._desk.profile.library.packs if o.id == pack), pack)
        folders = self._desk.profile.folders

        def work() -> "tuple[Removed, tuple[Library, tuple[str, ...]]]":
            return remove(pack, folders.packs), self._receiving.library_again()

        def done(found: "tuple[Removed, tuple[Library, tuple[str, ...]]]") -> None:
            removed, library = found
            self._receiving.use_library(library)
            text = self.tr("{0} was taken away. Your log keeps what you did.")
            self._desk.window.tell(text.format(title), partial(self._undo, removed))

        self._desk.live.background(work, done, self._desk.window.tell)

    def _undo(self, removed: "Removed") -> None:
        def work() -> "tuple[Library, tuple[str, ...]]":
            removed.undo()
            return self._receiving.library_again()

        self._desk.live.background(work, self._receiving.use_library, self._desk.window.tell)

    # --- the key ----------------------------------------------------------------------------

    def _use_key(self, work: Callable[[Path], signing.OwnKey | None]) -> None:
        """Make, find or bring back the key, and show what there is then."""
        data = self._desk.profile.folders.data

        def look() -> str:
            key = work(data)
            return key.key if key else ""

        self._desk.live.background(look, self._on_key, self._on_no_key)

    def _on_key(self, key: str) -> None:
        self._has_key = bool(key)
        self.key.show_key(key, "")
        self._show_key_card()

    def _on_no_key(self, problem: str) -> None:
        self._has_key = True  # one that cannot be used; that must be seen
        self.key.show_key("", problem)
        self._show_key_card()

    @property
    def _has_use_for_key(self) -> bool:
        """Whether the person writes routines for others, or has signed one before."""
        return self._desk.profile.settings.writes_for_others or self._has_key

    def _show_key_card(self) -> None:
        self.key.setVisible(self._has_use_for_key)

    def _save_copy(self) -> None:
        def saved(out: Path) -> None:
            text = self.tr("A copy of your key is in {0}.").format(out)
            self._desk.window.tell(text)

        def chosen(name: str) -> None:
            work = partial(signing.save_copy, self._desk.profile.folders.data, Path(name))
            self._desk.live.background(work, saved, self._desk.window.tell)

        dialog = self._dialog(self.tr("Save a copy of your key"), chosen)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pem")
        dialog.selectFile("hiprehab-key.pem")
        dialog.open()

    def _bring_back(self) -> None:
        def chosen(name: str) -> None:
            self._use_key(lambda data: signing.bring_back(data, Path(name)))

        dialog = self._dialog(self.tr("Bring back a copy of your key"), chosen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def _dialog(self, title: str, chosen: Callable[[str], None]) -> QFileDialog:
        dialog = QFileDialog(self._desk.window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(chosen)
        return dialog


def _known_key(data: Path) -> signing.OwnKey | None:
    """The key that was made before; raises StorageProblem when it cannot be used."""
    return signing.own_key(data) if signing.has_key(data) else None
