"""The page for the physiotherapist, before it is saved: what it is about, and how it will look.

Everything is read, laid out and drawn in worker threads; the window only receives pictures.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

from PySide6.QtCore import QLocale, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from hiprehab.core.changes import Changes
from hiprehab.core.trends import Span
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import Columns, PageHead
from hiprehab.ui.screens.period_field import PeriodField
from hiprehab.ui.screens.trends_words import TrendWords
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.sheet_view import SheetView
from hiprehab.ui.widgets.stepper import Toggle
from hiprehab.ui.widgets.text import label

LONGEST_NAME: Final = 80
LONGEST_QUESTION: Final = 200
QUESTIONS: Final = 3
PAUSE_MS: Final = 400
"""So long after the last key the page is drawn again."""
WIDE: Final = 900


class Asked(NamedTuple):
    """What the page is to be. `own` are the person's own dates; an empty name is no name."""

    span: Span
    own: tuple[date, date] | None
    paper: str
    name: str
    notes: bool


class Shown(NamedTuple):
    """A page that was laid out: the sheets for whoever made them, how many, and the first."""

    sheets: Any
    pages: int
    image: QImage


class PageSource(Protocol):
    """Makes pages; every call comes from a worker thread. Widths in px."""

    def draw(self, asked: Asked, width: int) -> Shown:
        """Lays a page out."""

    def picture(self, sheets: Any, page: int, width: int) -> QImage:
        """One sheet (from 0) of those that `draw` gave."""

    def save(self, sheets: Any, path: str) -> None:
        """Writes them as a PDF, or raises with a sentence; an older file is kept then."""


class ReportPage(QWidget):
    """The page.

    Signals:
        closed: back to where it was opened.
        told(str): something worth a toast.
        drawn: what was asked for is shown.
    """

    closed = Signal()
    told = Signal(str)
    drawn = Signal()

    def __init__(self, theme: Theme, around: Around, source: PageSource) -> None:
        super().__init__()
        self._theme, self._around, self._source = theme, around, source
        self._number = 0
        self._shown: Shown | None = None
        self._kept: tuple[str, ...] | None = None  # until they are read
        self._path = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self.refresh)
        self._build()
        theme.changed.connect(self._fit)
        around.live.leaving.connect(self._on_question)
        self._read_questions()
        QTimer.singleShot(0, self, self.refresh)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(12))
        self.back = Button(self._theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.back.clicked.connect(self.closed)
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        title = self.tr("The page for your physiotherapist")
        if self._around.read_only:
            title = self.tr("The page about this person")
        box.addWidget(self._build_head(title))
        self.setAccessibleName(title)
        holder = QWidget()
        self._columns = Columns(holder, gap=self._theme.space(20), shares=(9, 11))
        self._columns.addWidget(self._build_choices())
        self._columns.addWidget(self._build_preview())
        box.addWidget(holder)
        box.addStretch(1)
        self._fit()

    def _build_choices(self) -> QWidget:
        choices = QWidget()
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space(12))
        for card in (self._build_period(), self._build_who(), self._build_questions()):
            column.addWidget(card)
        column.addStretch(1)
        return choices

    def _build_period(self) -> Card:
        card = Card(self._theme, self.tr("Period and paper"))
        card.body.setSpacing(self._theme.space(10))
        self.spans = ChipRow(self._theme, TrendWords().spans(), name=self.tr("Period"))
        self.spans.set_value(Span.TWELVE_WEEKS)
        self.spans.changed.connect(self._on_span)
        self.own = PeriodField(self._theme)
        self.own.changed.connect(self._on_typed)
        self.own.hide()
        papers = [("a4", self.tr("A4")), ("letter", self.tr("Letter"))]
        self.papers = ChipRow(self._theme, papers, name=self.tr("Paper"))
        self.papers.set_value(usual_paper())
        self.papers.changed.connect(self.refresh)
        for part in (self.spans, self.own, self.papers):
            card.body.addWidget(part)
        return card

    def _build_who(self) -> Card:
        others = self._around.read_only
        card = Card(
            self._theme,
            self.tr("What it tells about them") if others else self.tr("What it tells about you"),
        )
        card.body.setSpacing(self._theme.space(8))
        text = self.tr("Your name, only if you write it here")
        if others:
            text = self.tr("Their name, only if you write it here")
        words = label(text, "muted", wrap=True)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("No name"))
        self.name.setAccessibleName(text)
        self.name.textChanged.connect(self._on_typed)
        words.setBuddy(self.name)
        notes = self.tr("With the notes that you wrote")
        self.notes = Toggle(self._theme, self.tr("With their notes") if others else notes)
        self.notes.toggled.connect(self.refresh)
        for part in (words, self.name, self.notes):
            card.body.addWidget(part)
        return card

    def _build_questions(self) -> Card:
        others = self._around.read_only
        title = self.tr("Up to three questions you want to ask")
        card = Card(self._theme, self.tr("What they want to ask") if others else title)
        card.body.setSpacing(self._theme.space(8))
        grid = QGridLayout()
        grid.setSpacing(self._theme.space(8))
        self.questions = [QLineEdit() for _ in range(QUESTIONS)]
        for number, edit in enumerate(self.questions, start=1):
            edit.setMaxLength(LONGEST_QUESTION)
            edit.setReadOnly(others)
            edit.setAccessibleName(self.tr("Question {n}").format(n=number))
            edit.editingFinished.connect(self._on_question)
            grid.addWidget(label(f"{number}", "strong"), number, 0)
            grid.addWidget(edit, number, 1)
        card.body.addLayout(grid)
        return card

    def _build_head(self, title: str) -> PageHead:
        """The title, and what can be done with the page."""
        self.save = Button(self._theme, self.tr("Save as PDF"), kind="primary", icon="save")
        self.save.clicked.connect(self._on_save)
        self.save.setEnabled(False)
        self.open = Button(self._theme, self.tr("Open"), icon="folder")
        self.open.setAccessibleName(self.tr("Open the saved page"))
        self.open.clicked.connect(self._on_open)
        self.open.setEnabled(False)
        return PageHead(self._theme, title, (self.save, self.open))

    def _build_preview(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space(6))
        self.before = IconButton(self._theme, "chevron-left", self.tr("Page before"))
        self.after = IconButton(self._theme, "chevron-right", self.tr("Page after"))
        self.where = label(self.tr("Drawing…"), "muted")
        self.view = SheetView(self._theme)
        self.before.clicked.connect(partial(self.view.turn, -1))
        self.after.clicked.connect(partial(self.view.turn, 1))
        self.view.turned.connect(self._on_turned)
        row = QHBoxLayout()
        row.addWidget(self.before)
        row.addWidget(self.where, 1, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.after)
        column.addLayout(row)
        column.addWidget(self.view)
        column.addStretch(1)
        self._show_where()
        return holder

    def _fit(self) -> None:
        self._columns.set_least(self._theme.px(WIDE))

    # --- drawing ------------------------------------------------------------------------------

    @property
    def asked(self) -> Asked:
        """What the page is to be now."""
        own = self.own.days if self.spans.value is Span.OWN else None
        name = self.name.text().strip()
        return Asked(self.spans.value, own, self.papers.value, name, self.notes.isChecked())

    def refresh(self, _: object = None) -> None:
        """Draws the page again, in the background; until then the old one stays."""
        self._later.stop()
        self._number += 1
        number, asked, width = self._number, self.asked, self.view.wanted_px()
        self.where.setText(self.tr("Drawing…"))
        self._around.live.background(
            lambda: self._source.draw(asked, width),
            lambda shown: self._on_drawn(number, shown),
            self._on_failed,
        )

    def _on_drawn(self, number: int, shown: Shown) -> None:
        if number != self._number:
            return
        self._shown = shown
        self.save.setEnabled(True)
        self.view.show_page(shown.image, 0, shown.pages)
        self._show_where()
        self.drawn.emit()

    def _on_failed(self, text: str) -> None:
        self.where.setText(self.tr("The page could not be made."))
        self.told.emit(text)

    def _on_turned(self, page: int) -> None:
        shown, width = self._shown, self.view.wanted_px()
        if shown is None:
            return

        def show(image: QImage) -> None:
            if self._shown is shown:
                self.view.show_page(image, page, shown.pages)
                self._show_where()

        sheets = shown.sheets
        self._around.live.background(
            lambda: self._source.picture(sheets, page, width), show, self._on_failed
        )

    def _show_where(self) -> None:
        view = self.view
        self.before.setEnabled(view.page > 0)
        self.after.setEnabled(view.page + 1 < view.pages)
        if view.pages:
            text = self.tr("Page {n} of {m}")
            self.where.setText(text.format(n=view.page + 1, m=view.pages))

    # --- choices ------------------------------------------------------------------------------

    def _on_span(self, span: Span) -> None:
        self.own.setVisible(span is Span.OWN)
        if span is Span.OWN:
            today = self._around.today()
            self.own.show_days(today.replace(day=1), today, today)
        self.refresh()

    def _on_typed(self, _: object = None) -> None:
        self._later.start()

    def _read_questions(self) -> None:
        self._around.live.background(self._around.live.read.questions, self._show_questions)

    def _show_questions(self, kept: Sequence[str]) -> None:
        self._kept = tuple(kept)
        for edit, text in zip(self.questions, kept, strict=False):
            if not edit.text():
                edit.setText(text)

    def _on_question(self) -> None:
        """Kept at once and insisted on, so that a question is never lost."""
        texts = tuple(text for edit in self.questions if (text := edit.text().strip()))
        if self._kept is None or texts == self._kept:
            return  # nothing is written over what is not read yet
        self._kept = texts
        self._around.live.insist(
            lambda store: store.set_questions(texts),
            Changes.DIARY,
            by=self,
            done=lambda _: self.refresh() if isValid(self) else None,
        )

    # --- keeping ------------------------------------------------------------------------------

    def ask_path(self, name: str) -> str:
        """Asks where to keep the file; "" when the person changed their mind."""
        title, kind = self.tr("Save the page"), self.tr("PDF (*.pdf)")
        return QFileDialog.getSaveFileName(self, title, name, kind)[0]

    def _on_save(self) -> None:
        shown = self._shown
        path = self.ask_path(f"hiprehab-{self._around.today()}.pdf") if shown else ""
        if shown is None or not path:
            return

        def saved(_: None) -> None:
            self._path = path
            self.open.setEnabled(True)
            self.told.emit(self.tr("Saved as {path}").format(path=path))

        self._around.live.background(
            lambda: self._source.save(shown.sheets, path), saved, self.told.emit
        )

    def _on_open(self) -> None:
        if not open_file(self._path):
            text = self.tr("No program for PDF files was found. The page is here: {path}")
            self.told.emit(text.format(path=self._path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def usual_paper() -> str:
    """The paper of the person's country."""
    us = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    return "letter" if us else "a4"


def open_file(path: str) -> bool:
    """Opens a file in the person's own program for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))
