"""Asks the safety questions when they are due, and holds sessions back after a grave yes."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from hiprehab import resources
from hiprehab.core.changes import Changes
from hiprehab.core.conditions import Chosen
from hiprehab.core.model import CautionLevel, Routine
from hiprehab.core.safety import (
    Answer,
    Clearance,
    Occasion,
    Question,
    SafetyBook,
    due,
    holding_back,
)
from hiprehab.core.verdicts import last_red
from hiprehab.storage.guides import read_safety
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.recent import recent
from hiprehab.ui.screens.session_start import MOBILITY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hiprehab.core.log import Stamp
    from hiprehab.storage.store import Store
    from hiprehab.ui.main_window import MainWindow
    from hiprehab.ui.screens.answering import Answering
    from hiprehab.ui.screens.safety import SafetyQuestions

PUT_OFF: Final = "safety_put_off"
"""The note in the log that says on which day the questions were put off."""
SKIN: Final = "skin"
SKIN_ASKED: Final = "skin_asked"
"""The condition that rules ice and heat out, and the note that it was asked about."""

Go = Callable[[], None]
Given = list[tuple[str, bool]]
"""Answers: (question id, yes)."""


class SafetyGate(QObject):
    """Stands before each session.

    Args:
        window: which shows the pages.
        around: log, clock and library.
        start: begins a routine by its id.
        home: shows Today.
    """

    def __init__(
        self, window: "MainWindow", around: Around, start: Callable[[str], None], home: Go
    ) -> None:
        super().__init__(window)
        self._window, self._around = window, around
        self._start, self._home = start, home
        self._book: SafetyBook | None = None
        self._page: Answering | None = None

    @property
    def book(self) -> SafetyBook:
        """The questions; read when they are first needed."""
        if self._book is None:
            try:
                self._book = read_safety(resources.data_dir())
            except StorageProblem as problem:
                self._around.live.problem.emit(str(problem))
                self._book = SafetyBook()
        return self._book

    # --- the gate ---------------------------------------------------------------------------

    def guard(self, routine: str, go: Go, *, ask: bool = True) -> None:
        """Calls `go` at once, or after the questions; not at all while a yes holds it back.

        Args:
            routine: the routine's id.
            go: begins it.
            ask: whether questions that are due are asked first.
        """
        held = holding_back(self.book, self._around.live.read.safety_log(), routine)
        if held:
            self._show_hold(routine, held, go)
            return
        occasion = self.occasion() if ask else None
        if occasion is None or self._put_off_today():
            go()
        else:
            self.ask(occasion, lambda: self.guard(routine, go))

    def guard_skin(self, routine: Routine, go: Go) -> None:
        """Calls `go`, before the first ice or heat only after the question about the skin."""
        around = self._around
        exercises = around.library().exercises
        moves = {item.exercise for variant in routine.variants for item in variant.items}
        minded = any(
            one.condition == SKIN and one.level is CautionLevel.AVOID
            for name in moves
            if name in exercises
            for one in exercises[name].cautions
        )
        read = around.live.read
        if not minded or SKIN in around.conditions().keys or read.note(SKIN_ASKED):
            go()
            return
        from hiprehab.ui.screens.skin_question import SkinQuestion

        def answered(yes: bool) -> None:
            now = around.now()

            def work(store: "Store") -> None:
                with store.atomic():
                    store.set_note(SKIN_ASKED, "yes" if yes else "no")
                    if yes:
                        store.choose_condition(Chosen(now, SKIN))

            self._write(work, go)

        page = SkinQuestion(self._window.theme)
        page.answered.connect(answered)
        page.closed.connect(lambda: self._leave(self._home))
        self._enter(page, page)

    def occasion(self) -> Occasion | None:
        """Why the questions are due now, if they are."""
        read = self._around.live.read
        today = self._around.today()
        return due(
            self.book,
            read.safety_log(),
            today,
            last_session=read.last_session_day(),
            last_red=last_red(recent(self._around)),
        )

    def waiting_text(self) -> str:
        """What to tell on Today while a yes holds every session back; empty when none does."""
        log = self._around.live.read.safety_log()
        if not any(one.yes for one in log.answers) or not holding_back(self.book, log, ""):
            return ""
        return self.tr("Exercise waits: you answered a safety question with yes. Start shows why.")

    def _put_off_today(self) -> bool:
        return self._around.live.read.note(PUT_OFF) == self._around.today().isoformat()

    # --- the questions ----------------------------------------------------------------------

    def ask(self, occasion: Occasion, then: Go) -> None:
        """Asks; `then` follows when the answers are saved or the questions were put off."""
        from hiprehab.ui.screens.safety import SafetyQuestions

        page = SafetyQuestions(self._window.theme, self.book, occasion)
        asked = _Round(self._around, page, occasion)
        page.finished.connect(lambda given: self._write(asked.work(given), then))
        page.put_off.connect(
            lambda given: self._write(asked.work(given, self._around.today()), then)
        )
        asked.unfinished.connect(lambda given: self._write(asked.work(given), self._home))
        self._enter(page, page)

    def _enter(self, page: "QWidget", focus: "QWidget") -> None:
        from hiprehab.ui.screens.answering import Answering

        self._page = Answering(self._window.theme, page)
        self._window.enter_page(self._page)
        focus.setFocus()

    def _write(self, work: Callable[["Store"], object], then: Go) -> None:
        """The page stays, with what was answered, until it is saved; then `then` follows."""
        page = self._page
        assert page is not None, "an answer comes from a page"
        page.wait()
        self._around.live.write(
            work,
            Changes.SAFETY | Changes.CONDITIONS,
            by=self,
            done=lambda _: self._leave(then),
            failed=lambda text: page.show_problem(text, lambda: self._write(work, then)),
        )

    # --- what holds back --------------------------------------------------------------------

    def _show_hold(self, routine: str, held: tuple[Question, ...], go: Go) -> None:
        from hiprehab.ui.screens.safety_hold import SafetyHold

        around = self._around
        library = around.library().routines
        free = not holding_back(self.book, around.live.read.safety_log(), MOBILITY)
        gentle = free and MOBILITY in library and routine != MOBILITY
        page = SafetyHold(self._window.theme, held, around.today(), gentle=gentle)

        def cleared(question: str, who: str, day: date, note: str) -> None:
            clearance = Clearance(around.now(), question, who, day, note)
            self._write(lambda store: store.clear_safety(clearance), again)

        def mistaken(question: str) -> None:
            at = around.clock.utcnow()
            wrong = [
                one.id
                for one in around.live.read.safety_log().answers
                if one.question == question and one.yes and one.id is not None
            ]
            self._write(lambda store: store.delete_answers(wrong, at), again)

        def again() -> None:
            self.guard(routine, go)

        page.cleared.connect(cleared)
        page.mistaken.connect(mistaken)
        page.gentle_wanted.connect(lambda: self._leave(lambda: self._start(MOBILITY)))
        page.closed.connect(lambda: self._leave(self._home))
        self._enter(page, page.close_button)

    def _leave(self, then: Go | None = None) -> None:
        self._page = None
        page = self._window.leave_session()
        if page is not None:
            page.deleteLater()
        if then is not None:
            then()


class _Round(QObject):
    """Once through the questions: all of its answers carry one stamp.

    A grave yes is written when it is given, whatever becomes of the page, and deleted when it was a
    mistake.

    Signals: `unfinished(answers)`, the window goes while there are answers on the page.
    """

    unfinished = Signal(object)

    def __init__(self, around: Around, page: "SafetyQuestions", occasion: Occasion) -> None:
        super().__init__(page)
        self._around, self._page, self._occasion = around, page, occasion
        self._stamp: Stamp | None = None
        self._grave: list[Answer] = []
        self._ids: list[int] = []  # of the grave one, once it is written
        page.stopped.connect(self._on_stopped)
        page.taken_back.connect(self._on_taken_back)
        around.live.leaving.connect(self._on_leaving)

    def work(self, given: Given, put_off: date | None = None) -> Callable[["Store"], None]:
        """The write of what was answered and is not written yet."""
        rows = [one for one in self._rows(given) if one not in self._grave]
        grave = self._grave_work()

        def work(store: "Store") -> None:
            with store.atomic():
                grave(store)
                store.answer_safety(rows)
                if put_off is not None:
                    store.set_note(PUT_OFF, put_off.isoformat())

        return work

    def _grave_work(self) -> Callable[["Store"], None]:
        """Its write; done once, whichever way it is come to."""
        rows, ids = self._grave, self._ids

        def work(store: "Store") -> None:
            if not ids:
                ids[:] = store.answer_safety(rows)

        return work

    def _rows(self, given: Given) -> list[Answer]:
        if self._stamp is None:
            self._stamp = self._around.now()
        return [Answer(self._stamp, name, yes, self._occasion) for name, yes in given]

    def _on_stopped(self, question: str) -> None:
        self._grave, self._ids = self._rows([(question, True)]), []
        self._around.live.insist(self._grave_work(), Changes.SAFETY)

    def _on_taken_back(self) -> None:
        at, ids, self._grave = self._around.clock.utcnow(), self._ids, []
        self._around.live.insist(lambda store: store.delete_answers(ids, at), Changes.SAFETY)

    def _on_leaving(self) -> None:
        if self._page.answers and self._page.isEnabled():
            self.unfinished.emit(self._page.given())
