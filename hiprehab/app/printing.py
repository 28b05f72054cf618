"""Wires what prints: the page that Trends makes, and the handouts of the library's pages."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from hiprehab.core import trends
from hiprehab.core.conditions import ceiling
from hiprehab.core.model import Exercise, Routine
from hiprehab.ui.screens.report_page import Asked, ReportPage, Shown, open_file, usual_paper

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk
    from hiprehab.report.handout import Handout
    from hiprehab.report.paper import Book
    from hiprehab.ui.screens.around import Around


class Pages:
    """Makes pages from the log, in worker threads; one at a time, since sheets are not shared."""

    def __init__(self, around: "Around") -> None:
        self._around = around
        self._one = threading.Lock()

    def draw(self, asked: Asked, width: int) -> Shown:
        """Reads the log and lays a page out."""
        from hiprehab.app.reporting import Period, bound, collect
        from hiprehab.core.report import Wishes
        from hiprehab.report.paper import Paper
        from hiprehab.ui.screens.trends_load import no_collecting

        around, read = self._around, self._around.live.read
        today = around.today()
        first, last = asked.own or trends.period(asked.span, today, read.first_day())
        period = Period(first, last, today)
        wishes, paper = Wishes(asked.name, asked.notes), Paper(asked.paper)
        library, settings = around.library(), around.settings()
        with self._one, no_collecting():
            # The records are let go before the search for cycles is on again.
            book = bound(collect(read, library, settings, period), wishes, paper)
            image = book.picture(0, _dpi(book, width))
        return Shown(book, len(book.sheets), image)

    def picture(self, sheets: Any, page: int, width: int) -> QImage:
        """One sheet."""
        with self._one:
            image: QImage = sheets.picture(page, _dpi(sheets, width))
            return image

    def save(self, sheets: Any, path: str) -> None:
        """Writes the PDF; raises StorageProblem, and then an older file is as it was."""
        from hiprehab.app.paperwork import save

        with self._one:
            data = sheets.pdf()
        save(data, Path(path))


def _dpi(book: "Book", width: int) -> float:
    """Dots to the inch for a width in px."""
    return width / book.paper.size[0] * 72


def open_page(desk: "Desk", around: "Around | None" = None) -> None:
    """Shows the page for the physiotherapist in the place of the screens, or of another log."""
    whose = around or desk.around
    page = ReportPage(desk.theme, whose, Pages(whose))
    page.told.connect(desk.window.tell)

    def close() -> None:
        held = desk.window.leave_session()
        if held is not None:
            held.deleteLater()

    page.closed.connect(close)
    desk.window.enter_page(page)
    page.back.setFocus()


# --- handouts -------------------------------------------------------------------------------


def print_out(desk: "Desk", what: Routine | Exercise, form: str) -> None:
    """Makes the handout of a routine in one of its forms, or of an exercise at a level."""
    from hiprehab.app.handing import of_exercise, of_routine

    library = desk.profile.library
    if isinstance(what, Routine):
        _hand_out(desk, what.title, partial(of_routine, library, what, form))
    else:
        _hand_out(desk, what.name, partial(of_exercise, library, what, form))


def ask_path(desk: "Desk", name: str) -> str:
    """Asks where to keep a handout; "" when the person changed their mind."""
    title, kind = _tr("Save the handout"), _tr("PDF (*.pdf)")
    return QFileDialog.getSaveFileName(desk.window, title, f"{name}.pdf", kind)[0]


def _hand_out(desk: "Desk", title: str, make: "Callable[[], Handout]") -> None:
    """Writes a handout in the background and opens it, so that it can be printed."""
    path = ask_path(desk, "".join(one for one in title if one.isalnum() or one in " -").strip())
    if not path:
        return
    library, chosen = desk.profile.library, desk.around.conditions()
    cache, most = desk.profile.folders.cache, ceiling(chosen, desk.around.today())

    def work() -> None:
        from hiprehab.app.handing import Person, bound
        from hiprehab.app.paperwork import save
        from hiprehab.report.paper import Paper

        paper, person = Paper(usual_paper()), Person(chosen, most)
        book = bound(library, make(), paper=paper, cache=cache, person=person)
        save(book.pdf(), Path(path))

    def saved(_: None) -> None:
        desk.window.tell(_tr("Saved as {0}. Print it from there.").format(path))
        open_file(path)

    desk.window.tell(_tr("Making the handout…"))
    desk.live.background(work, saved, desk.window.tell)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Printing", text)
