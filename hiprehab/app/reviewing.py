"""Review: opens people's data files beside one's own log, each with reads of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from hiprehab.core.changes import Changes
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.live import Live, ThreadReads

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk
    from hiprehab.storage.review import Mark, Patient
    from hiprehab.ui.screens.review import ReviewScreen

NAME = "review"


class ReadingLive(Live):
    """A log that nobody writes to: each attempt is answered with a sentence."""

    def write(
        self,
        work: Callable[[Store], Any],
        changes: Changes,
        *,
        by: object = None,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Says that nothing is changed here."""
        (failed or self.problem.emit)(self.tr("This is only to look at; nothing was changed."))


def _no_writer() -> NoReturn:
    raise AssertionError("a log that is only looked at has no writer")


class Reviewing(QObject):
    """The files that are open in one window."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._open: list[tuple[Patient, ReadingLive]] = []

        desk.window.add_screen(NAME, "trends", self.tr("Review"), self._make_screen, under="clinic")

    @property
    def screen(self) -> "ReviewScreen":
        """The screen; made when it is first wanted."""
        found: ReviewScreen = self._desk.window.screen_of(NAME)  # type: ignore[assignment]
        return found

    def _make_screen(self) -> "ReviewScreen":
        from hiprehab.storage.review import clear_left
        from hiprehab.ui.screens.review import ReviewScreen

        screen = ReviewScreen(self._desk.theme)
        screen.open_asked.connect(self.choose)
        screen.closed.connect(self.close_file)
        screen.back_asked.connect(self._leave)
        at = self._desk.clock.utcnow()
        self._desk.live.background(partial(clear_left, at), lambda _: None)
        return screen

    def make_card(self) -> QWidget:
        """The way in, for the Clinic page."""
        from hiprehab.ui.screens.review import ReviewCard

        card = ReviewCard(self._desk.theme)
        card.asked.connect(self.show)
        return card

    def show(self) -> None:
        """The files that were open before are still there."""
        self._desk.window.show_screen(NAME)

    def _leave(self) -> None:
        self._desk.window.show_screen("clinic")

    def choose(self) -> None:
        """Ask for a file and open it."""
        kinds = self.tr("Data of HipRehab (*.json *.hiprehab-profile *.db)")
        title = self.tr("Open a data file")
        names, _ = QFileDialog.getOpenFileNames(self._desk.window, title, "", kinds)
        for name in names:
            self.open_file(Path(name))

    def open_file(self, path: Path, passphrase: str | None = None) -> None:
        """Open a file in a tab of its own; what is wrong with it is said above the tabs.

        One that is open already is shown; if it was written anew since, that takes its place.
        """
        from hiprehab.storage.review import Mark, mark_of, open_file

        at = self._desk.clock.utcnow()
        there = {patient.mark for patient, _ in self._open}

        def work() -> "Patient | Mark | StorageProblem":
            try:
                mark = mark_of(path)
                return mark if mark in there else open_file(path, at, passphrase)
            except StorageProblem as problem:
                return problem

        def done(found: "Patient | Mark | StorageProblem") -> None:
            if isinstance(found, Mark):
                self._show_again(found)
            elif not isinstance(found, StorageProblem):
                self._take(found)
            elif found.kind is Kind.LOCKED:
                self._ask(path, str(found) if passphrase is not None else "")
            else:
                self.screen.banner.show_problem(str(found))

        self.screen.banner.hide()
        self._desk.live.background(work, done)

    def _ask(self, path: Path, problem: str) -> None:
        from hiprehab.ui.screens.review import PassphraseSheet

        sheet = PassphraseSheet(self._desk.theme, self._desk.window, path.name, problem)
        sheet.entered.connect(partial(self.open_file, path))
        sheet.open_at(560, 340)

    def _show_again(self, mark: "Mark") -> None:
        """The tab of a file that is open, unless it was closed in the meantime."""
        for number, (patient, _) in enumerate(self._open):
            if patient.mark == mark:
                self.screen.show_tab(number)

    def _take(self, patient: "Patient") -> None:
        """A tab for a file that was read; an older state of the same file goes."""
        if any(one.mark == patient.mark for one, _ in self._open):
            patient.close()  # it was asked for twice before it was read
            self._show_again(patient.mark)
            return
        old = [n for n, (one, _) in enumerate(self._open) if one.mark.path == patient.mark.path]
        self._add(patient)
        for number in reversed(old):
            self.close_file(number)
        self.screen.show_tab(len(self._open) - 1)

    def _add(self, patient: "Patient") -> None:
        from dataclasses import replace

        from hiprehab.app.review_pages import wire_review
        from hiprehab.ui.screens.trends import TrendsScreen

        desk = self._desk

        def reads() -> Store:
            return Store.open(patient.log, at=desk.clock.utcnow(), read_only=True)

        live = ReadingLive(ThreadReads(reads), _no_writer, self)
        live.problem.connect(self.screen.banner.show_problem)
        around = replace(desk.around, live=live, read_only=True)
        page = TrendsScreen(desk.theme, around)
        page.told.connect(desk.window.tell)
        wire_review(desk, page, around, patient.name)
        self._open.append((patient, live))
        self.screen.add(patient, page)

    def close_file(self, number: int) -> None:
        """Let a file go: its page, its reads and its copy."""
        page = self.screen.remove(number)
        page.hide()
        page.deleteLater()
        patient, live = self._open.pop(number)
        live.close()
        live.deleteLater()
        patient.close()

    def close(self) -> None:
        """Let everything go; the window closes."""
        while self._open:
            self.close_file(0)
