"""Wires the editor of routines into a window: the Clinic page, drafts, and what is done with them.

Made with the window, so it loads nothing: the editor and what it needs come with the first draft.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hiprehab.core.changes import Changes
from hiprehab.storage.trouble import StorageProblem

if TYPE_CHECKING:  # loaded when a draft is opened
    from hiprehab.app.desk import Desk
    from hiprehab.storage.draft import Draft
    from hiprehab.storage.draft_model import Checked
    from hiprehab.storage.draft_store import DraftFile
    from hiprehab.ui.screens.editor import EditorScreen
    from hiprehab.ui.screens.editor_state import Bench, EditorState
    from hiprehab.ui.screens.editor_text import TextTrouble

log = logging.getLogger(__name__)


class Editing(QObject):
    """Drafts of one profile. `screen` is the open editor, or None."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.screen: EditorScreen | None = None
        self.trouble: TextTrouble | None = None
        self._text_folder: Path | None = None  # of the draft in `trouble`
        self._back = ""
        self._purged = False
        window = desk.window
        window.add_screen("clinic", "clinic", self.tr("Clinic"), self._make_clinic)
        window.add_key("Ctrl+N", self.new)
        desk.live.leaving.connect(self._on_leaving)
        window.closing.connect(self.flush)
        window.shown.connect(self._on_shown)
        desk.live.changed.connect(self._on_changed)
        self._show_entry()

    @property
    def _place(self) -> Path:
        return self._desk.profile.folders.drafts

    def _show_entry(self) -> None:
        self._desk.window.show_entry("clinic", self._desk.profile.settings.writes_for_others)

    def _on_changed(self, changes: Changes, by: object) -> None:
        if changes & Changes.SETTINGS:
            self._show_entry()
        if changes & Changes.LIBRARY and self.screen is not None:
            self.screen.state.look_again()

    def wire_library(self, screen: Any) -> None:
        """Connects the library's buttons for new routines and copies."""
        screen.new_requested.connect(self.new)
        screen.copy_requested.connect(self.copy)

    # --- the Clinic page --------------------------------------------------------------------

    def _make_clinic(self) -> QWidget:
        from hiprehab.ui.screens.around import local_now
        from hiprehab.ui.screens.editor_clinic import ClinicScreen

        desk = self._desk
        now = partial(local_now, desk.around.clock)
        cards = [desk.reviewing.make_card()]
        page = ClinicScreen(desk.theme, desk.around.library, now, cards)
        page.new_asked.connect(self.new)
        page.copy_asked.connect(self.copy)
        page.file_asked.connect(self.choose_file)
        page.opened.connect(self.open)
        page.deleted.connect(self.delete)
        return page

    def _on_shown(self, name: str) -> None:
        if name == "clinic":
            self.list_drafts()

    def list_drafts(self) -> None:
        """Reads the drafts in the background, then looks at each."""
        if self._desk.window.made("clinic"):
            self._desk.live.background(self._read_drafts, self._show_drafts)

    def _read_drafts(self) -> "list[DraftFile]":
        from hiprehab.storage.draft_store import drafts, purge

        if not self._purged:  # what was deleted before this start
            self._purged = True
            purge(self._place)
        return drafts(self._place)

    def _show_drafts(self, found: "list[DraftFile]") -> None:
        page: Any = self._desk.window.screen_of("clinic")
        page.show_drafts(found)
        for one in found:
            if one.problem is None:
                self._desk.live.background(
                    partial(self._count, one.folder), partial(page.show_state, one.folder)
                )

    def _count(self, folder: Path) -> int:
        from hiprehab.storage.draft import Draft
        from hiprehab.storage.draft_store import load

        return len(self._check(folder, Draft(load(folder)).text).problems)

    # --- ways in ----------------------------------------------------------------------------

    def new(self) -> None:
        """An empty routine."""
        from hiprehab.storage.draft_new import blank

        title = self.tr("New routine")
        self._create(title, lambda: (blank(title, self._author()), {}))

    def copy(self, routine: str) -> None:
        """A copy of a routine of the library, to be changed."""
        from hiprehab.app.profile import pack_dirs
        from hiprehab.storage.draft_new import copy_of_routine

        title = self.tr("{} (copy)").format(self._desk.profile.library.routines[routine].title)
        dirs = pack_dirs(self._desk.profile.folders)

        def make() -> tuple[bytes, Mapping[str, bytes]]:
            source = copy_of_routine(routine, dirs, self._author(), title)
            return source.text, source.pictures

        self._create(title, make)

    def choose_file(self) -> None:
        """Let the person choose a pack to change."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._desk.window, self.tr("Open a file to change"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Packs ({0})").format("*.hiprehab *.toml")])
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Takes a pack in as a draft; the file itself is not touched."""
        from hiprehab.storage.draft_new import gathered
        from hiprehab.storage.draft_store import title_in

        def make() -> tuple[bytes, Mapping[str, bytes]]:
            source = gathered(path)
            return source.text, source.pictures

        self._create(path.stem, make, title_in)

    def _create(
        self,
        title: str,
        make: "Callable[[], tuple[bytes, Mapping[str, bytes]]]",
        name: Callable[[bytes, str], str] | None = None,
    ) -> None:
        """Makes a draft in the background and opens it."""
        if self._desk.window.in_session:
            return

        def work() -> Path:
            from hiprehab.storage.draft_store import create
            from hiprehab.storage.problems import PackProblem

            try:
                data, pictures = make()
            except PackProblem as problem:
                raise StorageProblem(str(problem)) from problem
            except KeyError as error:
                raise StorageProblem(
                    self.tr("Its pack is not there any more."), self.tr("Install it again.")
                ) from error
            return create(self._place, name(data, title) if name else title, data, pictures)

        self._desk.live.background(work, self.open)

    def _author(self) -> dict[str, str]:
        """Who wrote the newest draft: most likely the same person again."""
        from hiprehab.storage.draft_store import drafts, load

        for one in drafts(self._place):
            if one.problem is None:
                import tomllib

                author = tomllib.loads(load(one.folder).decode("utf-8-sig")).get("author")
                if isinstance(author, dict):
                    return {str(key): str(value) for key, value in author.items()}
        return {}

    # --- the editor -------------------------------------------------------------------------

    def open(self, folder: Path) -> None:
        """Opens a draft: as cards, or as text when it is no sound TOML."""
        if not self._desk.window.in_session:
            self._desk.live.background(partial(_read, folder), partial(self._show, folder))

    def _show(self, folder: Path, found: "tuple[bytes, Draft | None]") -> None:
        if self._desk.window.in_session:  # something else was begun meanwhile
            return
        data, draft = found
        self._back = self._desk.window.current
        if draft is None:
            self._open_text(folder, data)
        else:
            self._enter(folder, draft)

    def _bench(self) -> "Bench":
        from hiprehab.storage.draft_store import save
        from hiprehab.ui.screens.editor_state import Bench

        desk = self._desk
        return Bench(desk.around.library, desk.live.background, self._check, save)

    def _check(self, folder: Path, text: str) -> "Checked":
        """On a worker thread: what `hiprehab check` says, and what can be played."""
        from hiprehab.app.profile import built_in
        from hiprehab.cli.library import motion_faults
        from hiprehab.storage.convert import Base
        from hiprehab.storage.draft_check import checked

        base = built_in()
        return checked(text, folder, Base(base.library.exercises, base.motions), motion_faults)

    def _enter(self, folder: Path, draft: "Draft") -> None:
        from hiprehab.app.editing_acts import Acts
        from hiprehab.ui.screens.around import local_now
        from hiprehab.ui.screens.editor import EditorScreen
        from hiprehab.ui.screens.editor_state import EditorState

        desk = self._desk
        state = EditorState(self._bench(), folder, draft)
        screen = EditorScreen(
            desk.theme,
            state,
            figure=desk.make_figure,
            now=partial(local_now, desk.around.clock),
            parent=desk.window.room,
        )
        state.setParent(screen)
        acts = Acts(desk, screen)
        screen.left.connect(self.leave)
        screen.rehearse_asked.connect(acts.rehearse)
        screen.print_asked.connect(acts.print_out)
        screen.hand_over_asked.connect(acts.hand_over)
        screen.install_asked.connect(acts.install)
        screen.own_asked.connect(acts.own_exercise)
        screen.picture_asked.connect(acts.choose_picture)
        self.screen = screen
        desk.window.enter_session(screen)
        screen.begin()
        if not desk.profile.settings.writes_for_others:  # or nobody would find the draft again
            desk.use_settings(replace(desk.profile.settings, writes_for_others=True))

    def leave(self) -> None:
        """Save, and show the screen from before."""
        screen = self.screen
        if screen is None or not self._saved(screen.state):
            return
        self.screen = None
        screen.stop()
        self._desk.window.end_page()
        self._go_back()

    def _go_back(self) -> None:
        window = self._desk.window
        window.show_screen(self._back or "today")
        self.list_drafts()

    def _saved(self, state: "EditorState") -> bool:
        try:
            state.flush()
        except StorageProblem as problem:
            state.saving.emit(str(problem))
            return False
        return True

    def _on_leaving(self) -> None:
        """Saves what is not saved yet; the window stays when that does not work."""
        problem = ""
        if self.screen is not None and not self._saved(self.screen.state):
            problem = self.tr("The draft is not saved: the disk refused it.")
        if self.trouble is not None:
            problem = problem or self._keep_text()
        if problem:
            self._desk.live.hold(problem)

    def flush(self) -> None:
        """The window goes."""
        if self.screen is not None:
            self._saved(self.screen.state)
            self.screen.stop()
        if self.trouble is not None:
            self.trouble.stop()

    # --- text that is no draft --------------------------------------------------------------

    def _open_text(self, folder: Path, data: bytes) -> None:
        from hiprehab.storage.draft_store import readable
        from hiprehab.ui.screens.editor_text import TextTrouble

        page = TextTrouble(self._desk.theme, folder.name, data, readable)
        self._text_folder = folder
        page.mended.connect(partial(self._on_mended, folder))
        page.left.connect(self._leave_text)
        self.trouble = page
        self._desk.window.enter_session(page)
        page.go_to_line()

    def _leave_text(self) -> None:
        if self._end_text():
            self._go_back()

    def _end_text(self) -> bool:
        """Saves the text and leaves its page; False when the disk refused it: the page stays."""
        if problem := self._keep_text():
            self._desk.live.problem.emit(problem)
            return False
        page, self.trouble = self.trouble, None
        if page is not None:
            page.stop()
            self._desk.window.end_page()
        return True

    def _keep_text(self) -> str:
        """Saves what was changed in the text; why it could not be saved, else ""."""
        from hiprehab.storage.draft_store import load, save

        page, folder = self.trouble, self._text_folder
        if page is None or folder is None:
            return ""
        try:
            if page.encoded() != load(folder):
                save(folder, page.encoded())
        except StorageProblem as problem:
            return str(problem)
        return ""

    def _on_mended(self, folder: Path, _: bytes) -> None:
        if self._end_text():
            self.open(folder)

    # --- deleting ---------------------------------------------------------------------------

    def delete(self, folder: Path) -> None:
        """Sets a draft aside; Undo brings it back."""
        from hiprehab.storage.draft_store import delete, restore

        desk = self._desk

        def back(aside: Path) -> None:
            desk.live.background(lambda: restore(aside), lambda _: self.list_drafts())

        def deleted(aside: Path) -> None:
            self.list_drafts()
            desk.window.tell(self.tr("Draft deleted."), lambda: back(aside))

        desk.live.background(lambda: delete(folder), deleted)


def _read(folder: Path) -> "tuple[bytes, Draft | None]":
    """On a worker thread: a draft's bytes, and the draft where it is sound TOML."""
    import hiprehab.app.editing_acts
    import hiprehab.ui.screens.editor
    import hiprehab.ui.screens.editor_text  # noqa: F401  # loaded here, not in the window's time
    from hiprehab.storage.draft import Draft
    from hiprehab.storage.draft_store import load, readable
    from hiprehab.storage.problems import PackProblem

    try:
        data = load(folder)
    except PackProblem as problem:
        raise StorageProblem(str(problem)) from problem
    return data, Draft(data, folder.name) if readable(data) is None else None
