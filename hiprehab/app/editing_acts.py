"""What is done with an open draft: rehearse, print, hand over, install, exercises of one's own."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from hiprehab.storage import draft_edit as do
from hiprehab.storage import draft_store
from hiprehab.storage.draft_text import Change, Put
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.trouble import StorageProblem

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk
    from hiprehab.core.model import Library
    from hiprehab.storage.install import Installed
    from hiprehab.ui.screens.editor import EditorScreen
    from hiprehab.ui.screens.editor_handover import HandOverSheet, Wish
    from hiprehab.ui.screens.session_flow import SessionFlow


class _Put(NamedTuple):
    """What installing came to, and the library with it."""

    installed: "Installed"
    library: "Library"
    problems: tuple[str, ...]
    version: str


class Acts(QObject):
    """The buttons of one editor.

    Args:
        desk: the window.
        screen: the editor.
    """

    def __init__(self, desk: "Desk", screen: "EditorScreen") -> None:
        super().__init__(screen)
        self._desk, self._screen = desk, screen
        self._state = screen.state
        self.flow: SessionFlow | None = None
        self.sheet: HandOverSheet | None = None
        desk.window.closing.connect(self._stand_still)

    # --- rehearse ---------------------------------------------------------------------------

    def rehearse(self, speed: float) -> None:
        """Plays the routine as the patient will have it, with sound, and logs nothing."""
        from hiprehab.ui.run_parts import NoJournal
        from hiprehab.ui.screens.session_flow import SessionFlow, SessionKit

        desk, state = self._desk, self._state
        routine, checked = state.preview.routine, state.checked
        if routine is None or checked is None:
            return
        kit = SessionKit(
            theme=desk.theme,
            library=checked.library,
            settings=desk.profile.settings,
            clock=desk.clock,
            journal=lambda _: NoJournal(),
            figure=desk.make_figure,
            cues=desk.sessions.cues,
            speed=speed,
            demo=True,
        )
        self.flow = flow = SessionFlow(kit)
        flow.closed.connect(lambda _: self._end_rehearsal())
        flow.began.connect(self._on_began)
        desk.window.cover(flow)
        flow.start_now(routine, routine.variants[0])

    def _on_began(self, playing: Any) -> None:
        playing.set_rehearsal()
        playing.ended.connect(lambda _: self._end_rehearsal())

    def _end_rehearsal(self) -> None:
        """Back to the editor; there is no summary, as nothing was logged."""
        flow, self.flow = self.flow, None
        if flow is None:
            return
        flow.close_session()
        self._desk.sessions.cues.silence()
        self._desk.window.uncover(flow)
        self._screen.go_to_routine()
        self._desk.window.tell(self.tr("That was a rehearsal; nothing was logged."))

    def _stand_still(self) -> None:
        if self.flow is not None:
            self.flow.close_session()

    # --- print ------------------------------------------------------------------------------

    def print_out(self) -> None:
        """The handout of the routine as it is now, as a PDF to print."""
        from hiprehab.app.printing import ask_path
        from hiprehab.ui.screens.report_page import open_file, usual_paper

        desk, state = self._desk, self._state
        routine, checked = state.preview.routine, state.checked
        if routine is None or checked is None:
            return
        path = ask_path(desk, do.slug(routine.title, "routine"))
        if not path:
            return
        whole = state.is_sound
        cache = desk.profile.folders.cache

        def work() -> None:
            from hiprehab.app.handing import bound, of_routine
            from hiprehab.app.paperwork import save
            from hiprehab.report.paper import Paper

            shown = self._printed(routine) if whole else routine
            shown = replace(shown, id=f"{state.draft.data.get('id')}/{shown.id}")  # nobody else's
            sheet = of_routine(checked.library, shown, shown.variants[0].id)
            book = bound(checked.library, sheet, paper=Paper(usual_paper()), cache=cache)
            save(book.pdf(), Path(path))

        def saved(_: None) -> None:
            desk.window.tell(self.tr("Saved as {0}. Print it from there.").format(path))
            open_file(path)

        desk.live.background(work, saved, desk.window.tell)

    def _printed(self, routine: Any) -> Any:
        """The routine with all its texts, as the checker reads it."""
        from hiprehab.app.profile import built_in
        from hiprehab.storage.convert import Base
        from hiprehab.storage.library import read_pack_text

        base, state = built_in(), self._state
        reference = Base(base.library.exercises, base.motions)
        loaded = read_pack_text(state.draft.text, draft_store.FILE, reference, home=state.folder)
        found = loaded.pack.routines if loaded.pack is not None else ()
        whole = next((one for one in found if one.id == routine.id), routine)
        return replace(whole, variants=routine.variants)

    # --- hand over --------------------------------------------------------------------------

    def hand_over(self) -> None:
        """Asks where to and in which form, once the checker is content."""
        from hiprehab.storage.signing import available, has_key
        from hiprehab.ui.screens.editor_handover import HandOverSheet

        state, desk = self._state, self._desk
        if not self._is_ready():
            return
        data = desk.profile.folders.data
        title = do.slug(str(state.draft.value(("title",), "")), "routine")
        name = f"{title}-{state.draft.value(('version',), '')}"
        self.sheet = sheet = HandOverSheet(
            desk.theme,
            desk.window,
            _documents() / name,
            pictured=bool(self._pictures()),
            can_sign=available(),
            has_key=has_key(data),
        )
        sheet.wished.connect(self._on_wished)
        sheet.finished.connect(lambda _: self._on_sheet_closed())
        sheet.open_at(640, 420)

    def _is_ready(self) -> bool:
        if self._state.is_sound:
            return True
        self._state.check_now()
        self._screen.go_to_preview()
        self._desk.window.tell(self.tr("Put the problems on the right in order first."))
        return False

    def _pictures(self) -> dict[str, bytes]:
        """The pictures that the draft names."""
        state = self._state
        named = {
            str(one.get("picture"))
            for one in state.own_tables().values()
            if isinstance(one, dict) and "picture" in one
        }
        found = draft_store.pictures_of(state.folder) if named else {}
        return {name: data for name, data in found.items() if name in named}

    def _on_sheet_closed(self) -> None:
        self.sheet = None
        self._screen.go_to_routine()

    def _on_wished(self, wish: "Wish") -> None:
        data, pictures = self._state.draft.encoded(), self._pictures()
        root = self._desk.profile.folders.data

        def work() -> str:
            from hiprehab.storage.archive import write_archive
            from hiprehab.storage.files import write_whole
            from hiprehab.storage.signing import has_key, make_key, own_key

            if wish.is_plain:
                write_whole(wish.path, data, self.tr("The file was not saved"))
                return ""
            signer = None
            if wish.sign:
                signer = own_key(root) if has_key(root) else make_key(root)
            try:
                return write_archive(data.decode(), pictures, wish.path, signer)
            except PackProblem as problem:
                raise StorageProblem(str(problem)) from problem

        def saved(_sha256: str) -> None:
            if self.sheet is not None:
                self.sheet.accept()
            self._desk.window.tell_file(self.tr("Saved as {0}.").format(wish.path), wish.path)

        def failed(sentence: str) -> None:
            if self.sheet is not None:
                self.sheet.show_problem(sentence)

        self._desk.live.background(work, saved, failed)

    # --- install ----------------------------------------------------------------------------

    def install(self) -> None:
        """Puts the routine into this computer's library; a version in the way is counted up."""
        if not self._is_ready():
            return
        try:
            self._state.flush()
        except StorageProblem as problem:
            self._state.saving.emit(str(problem))
            return
        plain = not self._pictures()
        folder = self._state.folder
        path = draft_store.file_of(folder) if plain else folder
        self._desk.live.background(
            partial(self._install, path), self._on_installed, self._desk.window.tell
        )

    def _receiving(self) -> Any:
        from hiprehab.app.receiving import Receiving

        return self._desk.findChild(Receiving)

    def _install(self, path: Path) -> "_Put | str":
        """On a worker thread: installed, or the version that it has to get first."""
        from hiprehab.app.profile import built_in, pack_dirs
        from hiprehab.cli.library import motion_faults
        from hiprehab.storage.handover import State, read_parcel, state_of
        from hiprehab.storage.install import put
        from hiprehab.storage.packs import version_of

        folders = self._desk.profile.folders
        try:
            parcel = read_parcel(path, built_in(), motion_faults)
            found, there = state_of(parcel, pack_dirs(folders))
            if found in (State.CLASH, State.OLDER) and there is not None:
                return do.next_version(version_of(there))
            done = put(parcel, folders.packs, folders.system_packs)
        except PackProblem as problem:
            raise StorageProblem(str(problem)) from problem
        library, problems = self._receiving().library_again()
        return _Put(done, library, problems, parcel.pack.version)

    def _on_installed(self, found: "_Put | str") -> None:
        if isinstance(found, str):
            self._state.edit([Put(("version",), found)])
            self._state.looked.connect(self._install_again)
            self._state.check_now()
            return
        receiving = self._receiving()
        receiving.use_library((found.library, found.problems))
        receiving.solve(found.installed)
        text = self.tr("{0} {1} is in this computer's library.")
        self._desk.window.tell(text.format(found.installed.title, found.version))

    def _install_again(self) -> None:
        self._state.looked.disconnect(self._install_again)
        self.install()

    # --- exercises of one's own -------------------------------------------------------------

    def own_exercise(self, source: str) -> None:
        """A new exercise of one's own, or a copy of one of the library or of the draft."""
        from hiprehab.ui.screens.editor_exercise import fresh

        taken = {*self._state.own_tables(), *self._state.bench.library().exercises}
        if not source:
            name = self.tr("New exercise")
            self._add_own(do.free_id(name, taken, "exercise"), fresh(name), {}, {})
            return
        own = self._state.own_tables().get(source)
        title = self.tr("{} (own)")
        if own is not None:
            name = title.format(own.get("name", source))
            self._add_own(do.free_id(name, taken, "exercise"), {**own, "name": name}, {}, {})
            return
        from hiprehab.app.profile import pack_dirs
        from hiprehab.storage.draft_new import ExerciseCopy, copy_of_exercise

        dirs = pack_dirs(self._desk.profile.folders)

        def work() -> ExerciseCopy:
            try:
                return copy_of_exercise(source, dirs, taken)
            except (PackProblem, KeyError) as error:
                raise StorageProblem(self.tr("Its pack cannot be read any more.")) from error

        def copied(found: ExerciseCopy) -> None:
            name = title.format(found.table["name"])
            table = {**found.table, "name": name}
            self._add_own(do.free_id(name, taken, "exercise"), table, found.motions, found.pictures)

        self._desk.live.background(work, copied, self._desk.window.tell)

    def _add_own(self, name: str, table: Any, motions: Any, pictures: Any) -> None:
        state = self._state
        changes: list[Change] = [Put(("exercise", name), table)]
        changes += [
            Put(("motion", motion), one)
            for motion, one in motions.items()
            if state.draft.value(("motion", motion)) is None
        ]
        for picture, data in pictures.items():
            if not self._keep_picture(picture, data):
                return
        state.edit(changes)
        self._screen.show_own(name)

    def choose_picture(self, exercise: str) -> None:
        """Let the person choose a picture for an own exercise."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._desk.window, self.tr("Choose a picture"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Pictures ({0})").format("*.png *.jpg *.jpeg")])
        dialog.fileSelected.connect(lambda path: self.use_picture(exercise, Path(path)))
        dialog.open()

    def use_picture(self, exercise: str, path: Path) -> None:
        """Puts a picture beside the draft and names it in the exercise, in place of a motion."""
        from hiprehab.storage.draft_new import read_picture
        from hiprehab.storage.pictures import fault
        from hiprehab.storage.problems import why

        try:
            data = read_picture(path)
        except OSError as error:
            self._desk.window.tell(self.tr("The picture {}.").format(why(error)))
            return
        name = draft_store.picture_name(path.name, draft_store.pictures_of(self._state.folder))
        wrong = fault(data, name)
        if wrong is not None:
            message, remedy = wrong
            self._desk.window.tell(f"{message[:1].upper()}{message[1:]}. {remedy}")
            return
        if self._keep_picture(name, data):
            place = ("exercise", exercise)
            changes = do.put(self._state.draft.data, (*place, "picture"), name)
            changes += do.put(self._state.draft.data, (*place, "motion"), None)
            self._state.edit(changes)
            self._state.look_again()

    def _keep_picture(self, name: str, data: bytes) -> bool:
        try:
            draft_store.add_picture(self._state.folder, name, data)
        except StorageProblem as problem:
            self._desk.window.tell(str(problem))
            return False
        return True


def _documents() -> Path:
    from PySide6.QtCore import QStandardPaths

    place = QStandardPaths.StandardLocation.DocumentsLocation
    found = Path(QStandardPaths.writableLocation(place) or Path.home())
    return found if found.is_dir() else Path.home()
