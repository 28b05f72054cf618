"""Packs that come in: by double click, dragged onto the window, chosen, or left by a second start.

A file is read on a worker thread and looked at on a page of its own; only what the person accepts
is installed. While a session or another page has the window, it waits.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, QTimer

from hiprehab.core.changes import Changes
from hiprehab.storage.trouble import StorageProblem

if TYPE_CHECKING:  # loaded when the first file comes
    from datetime import date

    from PySide6.QtCore import QFileSystemWatcher
    from PySide6.QtGui import QImage

    from hiprehab.app.desk import Desk
    from hiprehab.core.conditions import ConditionBook
    from hiprehab.core.model import Library
    from hiprehab.core.plan import PlanOptions
    from hiprehab.storage.handover import Offer
    from hiprehab.storage.install import Installed
    from hiprehab.ui.screens.receive import ReceivePage
    from hiprehab.ui.screens.receive_model import Sight

Motion = tuple[str, str, Mapping[str, Any]]
"""A pack's id, the motion's id in it, and its table."""
ENDINGS: Final = (".hiprehab", ".toml")
_DRAGS: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Found(NamedTuple):
    """What came of reading a file: what to show of it, or why it cannot be used."""

    sight: "Sight | None" = None
    pictures: "Mapping[str, QImage]" = MappingProxyType({})
    refused: str = ""
    remedy: str = ""


class Receiving(QObject):
    """Opens files of packs in one window. Made after the first paint."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: list[Path] = []
        self._page: ReceivePage | None = None
        self._watcher: QFileSystemWatcher | None = None
        window = desk.window
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        window.left.connect(lambda: QTimer.singleShot(0, self, self._go_on))
        window.file_wanted.connect(self.choose)
        if sys.platform == "darwin":  # a double click comes as an event there
            desk.qt.installEventFilter(self)

    def begin(self) -> None:
        """Read the packs again where they changed since the last start; then what was given."""
        profile, live = self._desk.profile, self._desk.live
        if not profile.library_fresh:
            live.background(self.library_again, self.use_library)
        live.background(self._shared_motions, partial(self._solve_next, ""))
        QTimer.singleShot(0, self, self._watch)

    # --- ways in ----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files that are dragged onto the window, or that the system wants to be opened."""
        kind = event.type()
        if kind is QEvent.Type.FileOpen:
            given: Any = event
            self.open(Path(given.file()))
            return True
        if kind not in _DRAGS:
            return super().eventFilter(watched, event)
        drag: Any = event
        files = [Path(one.toLocalFile()) for one in drag.mimeData().urls() if one.isLocalFile()]
        files = [one for one in files if one.suffix.casefold() in ENDINGS]
        if not files:
            return super().eventFilter(watched, event)
        drag.acceptProposedAction()
        if kind is QEvent.Type.Drop:
            for one in files:
                self.open(one)
        return True

    def choose(self) -> None:
        """Let the person choose a file."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._desk.window, self.tr("Open a pack"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Packs ({0})").format("*.hiprehab *.toml"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def _watch(self) -> None:
        """Files that a second start leaves, now and from now on."""
        from PySide6.QtCore import QFileSystemWatcher

        from hiprehab.storage.handed import folder_of

        for file in self._desk.given:
            self.open(file)
        try:
            folder = folder_of(self._desk.profile.folders.profile)
        except StorageProblem as problem:
            self._desk.live.problem.emit(str(problem))
            return
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(self._take_handed)
        self._take_handed()

    def _take_handed(self) -> None:
        from hiprehab.storage.handed import take

        files = take(self._desk.profile.folders.profile)
        for file in files:
            self.open(file)
        if files:
            self._desk.window.raise_()
            self._desk.window.activateWindow()

    # --- looking at it ----------------------------------------------------------------------

    def open(self, file: Path) -> None:
        """Look at a file; it waits while something else has the whole window."""
        desk = self._desk
        if desk.window.in_session or self._waiting:
            self._waiting.append(file)
            text = self.tr("{0} comes next, after this.")
            desk.window.tell(text.format(file.name))
            return
        from hiprehab.core.plan import PlanOptions

        around = desk.around
        mine = around.conditions()
        options = PlanOptions.from_settings(around.settings(), conditions=mine)
        look = partial(self._look, file, options, mine.book, around.today())
        desk.live.background(look, self._show)

    def _go_on(self) -> None:
        if self._waiting and not self._desk.window.in_session:
            file = self._waiting.pop(0)
            rest, self._waiting = self._waiting, []
            self.open(file)
            self._waiting = rest

    def _look(
        self, file: Path, options: "PlanOptions", book: "ConditionBook", today: "date"
    ) -> Found:
        """On a worker thread: read it, compare it, and make its pictures small."""
        from hiprehab.app.profile import built_in, pack_dirs
        from hiprehab.cli.library import motion_faults
        from hiprehab.storage.handover import offer_of, read_parcel
        from hiprehab.storage.problems import PackProblem
        from hiprehab.storage.trust import read_known
        from hiprehab.ui.screens.receive_model import sight
        from hiprehab.ui.screens.receive_parts import small_picture

        folders, base = self._desk.profile.folders, built_in()
        try:
            known = read_known(folders.trust)
            parcel = read_parcel(file, base, motion_faults)
            offer = offer_of(parcel, base, pack_dirs(folders), known=known, book=book)
        except PackProblem as error:
            first, *others = error.problems
            shown = str(replace(first, file=str(first.file).replace(str(file), file.name)))
            return Found(refused=shown, remedy=self._more(file, len(others)))
        except StorageProblem as problem:
            return Found(refused=problem.sentence, remedy=problem.remedy)
        seen = sight(offer, options, today)
        small = {one.exercise.id: small_picture(one.picture) for one in seen.own}
        return Found(seen, {name: image for name, image in small.items() if image})

    def _more(self, file: Path, count: int) -> str:
        if not count:
            return self.tr("Nothing was changed.")
        text = self.tr("There are {0} more problems; hiprehab check {1} lists them all.")
        return text.format(count, file.name)

    def _show(self, found: Found) -> None:
        desk = self._desk
        if found.sight is None:
            desk.window.banner.show_problem(found.refused, found.remedy)
            self._go_on()
            return
        if desk.window.in_session:  # a session was begun while the file was read
            self._waiting.insert(0, found.sight.offer.parcel.path)
            return
        from hiprehab.ui.screens.receive import ReceivePage

        page = ReceivePage(desk.theme, found.sight, found.pictures)
        page.accepted.connect(partial(self._on_accepted, found.sight.offer))
        page.declined.connect(self._leave)
        self._page = page
        desk.window.enter_page(page)
        page.focus_first()

    # --- accepting it -----------------------------------------------------------------------

    def _on_accepted(self, offer: "Offer", routine: str, variant: str) -> None:
        assert self._page is not None
        self._page.set_busy()
        self._desk.live.background(
            partial(self._install, offer),
            partial(self._on_installed, routine, variant),
            self._on_failed,
        )

    def _install(self, offer: "Offer") -> "tuple[Installed, Library, tuple[str, ...]]":
        """On a worker thread: the same bytes that were looked at, whole or not at all."""
        from hiprehab.storage.install import put
        from hiprehab.storage.problems import PackProblem
        from hiprehab.storage.trust import remember

        folders, parcel = self._desk.profile.folders, offer.parcel
        try:
            done = put(parcel, folders.packs, folders.system_packs)
        except PackProblem as error:  # another window was faster
            raise StorageProblem(str(error)) from error
        remember(folders.trust[0], parcel.pack.id, parcel.pack.author, parcel.signature)
        return done, *self.library_again()

    def library_again(self) -> "tuple[Library, tuple[str, ...]]":
        """The library with the packs as they are on the disk now, and what cannot be read. Slow."""
        from hiprehab import resources
        from hiprehab.app.profile import pack_dirs
        from hiprehab.storage.library import load_library

        found = self._desk.profile.folders
        loaded = load_library(resources.data_dir() / "index.json", pack_dirs(found), found.cache)
        return loaded.library, tuple(str(problem) for problem in loaded.problems)

    def use_library(self, found: "tuple[Library, tuple[str, ...]]") -> None:
        """Every screen shows this library from now on."""
        library, problems = found
        self._desk.profile.library = library
        for sentence in problems[:1]:
            self._desk.live.problem.emit(sentence)
        self._desk.live.changed.emit(Changes.LIBRARY, self)

    def _on_installed(
        self, routine: str, variant: str, found: "tuple[Installed, Library, tuple[str, ...]]"
    ) -> None:
        desk = self._desk
        done, library, problems = found
        self._leave()
        self.use_library((library, problems))
        desk.window.tell(self.tr("{0} is in your library.").format(done.title))
        own = [name for name in library.routines if name.startswith(f"{done.id}/")]
        if routine:
            desk.window.show_screen("plan")
            plan: Any = desk.window.screen_of("plan")
            plan.add_routine(routine, variant)
        else:
            desk.window.show_screen("library")
            screen: Any = desk.window.screen_of("library")
            screen.show_pack(own)
        self.solve(done)

    def _on_failed(self, sentence: str) -> None:
        if self._page is not None:
            self._page.set_ready()
        self._desk.window.tell(sentence)

    def _leave(self) -> None:
        """The page goes; what waited comes next."""
        self._page = None
        holder = self._desk.window.leave_session()
        if holder is not None:
            holder.deleteLater()

    # --- motions ----------------------------------------------------------------------------

    def _shared_motions(self) -> "list[Motion]":
        """Motions of packs that somebody installed for everybody, and that this person lacks."""
        library = self._desk.profile.library
        own = (library.exercises[name].motion for name in library.exercises if "/" in name)
        if not any("/" in motion for motion in own if motion):
            return []
        from hiprehab.app.profile import pack_dirs
        from hiprehab.figure.own import unsolved
        from hiprehab.storage.library import motion_tables
        from hiprehab.storage.packs import newest
        from hiprehab.storage.problems import PackProblem

        folders = self._desk.profile.folders
        found: list[Motion] = []
        for path in newest(pack_dirs(folders)):
            pack = path.parent.name
            try:
                tables = motion_tables(path)
            except PackProblem:  # which the library has told already
                continue
            found += [(pack, name, tables[name]) for name in unsolved(pack, tables, folders.cache)]
        return found

    def solve(self, done: "Installed") -> None:
        """Work out the motions that a pack brings, one after the other, while the app is used."""
        self._desk.live.background(self._shared_motions, partial(self._solve_next, done.id))

    def _solve_next(self, told: str, motions: "list[Motion]") -> None:
        """One motion; what goes wrong is said for the pack `told`, which was just accepted."""
        if not motions:
            return
        (pack, name, table), *others = motions
        cache = self._desk.profile.folders.cache

        def solve() -> Mapping[str, str]:
            from hiprehab.figure.own import solve_all

            return solve_all(pack, {name: table}, cache)

        def solved(troubles: Mapping[str, str]) -> None:
            for trouble in troubles.values() if pack == told else ():
                text = self.tr("The moving picture {0} cannot be shown: {1}.")
                self._desk.window.tell(text.format(name, trouble))
            self._desk.live.changed.emit(Changes.LIBRARY, self)
            self._solve_next(told, others)

        self._desk.live.background(solve, solved)
