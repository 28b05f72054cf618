"""Clinic: the drafts of somebody who writes routines for others, and the ways to begin one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hiprehab.core.model import Library
from hiprehab.storage.draft_store import DraftFile
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens import log_words
from hiprehab.ui.screens.columns import empty, flowing, tab_as_read
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.cards import Banner, EmptyState
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.text import label


class ClinicScreen(QWidget):
    """Signals:
    new_asked(), copy_asked(routine id), file_asked(): begin a draft.
    opened(Path), deleted(Path): of a draft.

    Args:
        library: whose routines can be copied.
        today: the time on the wall, for the days of the drafts.
        cards: what else belongs here, below the drafts.
    """

    new_asked = Signal()
    copy_asked = Signal(str)
    file_asked = Signal()
    opened = Signal(object)
    deleted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], Library],
        now: Callable[[], datetime],
        cards: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._theme, self._library, self._now = theme, library, now
        self.rows: list[RowButton] = []
        self._states: dict[Path, str] = {}
        self._drafts: list[DraftFile] = []
        self.new = Button(theme, self.tr("New routine"), kind="primary", icon="plus")
        self.copy = Button(theme, self.tr("From a routine …"), icon="edit")
        self.file = Button(theme, self.tr("Open a file …"), icon="folder")
        self.banner = Banner(theme)
        self._listed = QVBoxLayout()
        self.nothing = EmptyState(
            theme,
            "edit",
            self.tr("No drafts yet"),
            self.tr(
                "Write a routine, try it, print it, and hand it over as one file. Everything stays"
                " on this computer."
            ),
            self.tr("New routine"),
        )
        self._build(cards)

    def _build(self, cards: Sequence[QWidget]) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(12))
        box.addWidget(label(self.tr("Clinic"), "heading"))
        text = self.tr("Routines that you write for others. Drafts save themselves.")
        box.addWidget(label(text, "muted", wrap=True))
        holder, flow = flowing(self._theme.space(8))
        for button in (self.new, self.copy, self.file):
            flow.addWidget(button)
        box.addWidget(holder)
        box.addWidget(self.banner)
        box.addWidget(self.nothing)
        self._listed.setSpacing(self._theme.space(8))
        box.addLayout(self._listed)
        for card in cards:
            box.addWidget(card)
        box.addStretch(1)
        self.new.clicked.connect(self.new_asked)
        self.nothing.acted.connect(self.new_asked)
        self.file.clicked.connect(self.file_asked)
        self.copy.clicked.connect(self._open_menu)

    # --- what is shown ----------------------------------------------------------------------

    def show_drafts(self, drafts: Sequence[DraftFile]) -> None:
        """The drafts, the one that was changed last first."""
        focus = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
        self._drafts = list(drafts)
        empty(self._listed)
        self.rows = []
        for one in drafts:
            self._listed.addWidget(self._row(one))
        self.nothing.setVisible(not drafts)
        tab_as_read(self)
        if focus is not None and self.rows:
            self.rows[min(focus, len(self.rows) - 1)].setFocus()

    def show_state(self, folder: Path, problems: int) -> None:
        """What the checker says about a draft."""
        if problems == 0:
            text = self.tr("ready to hand over")
        elif problems == 1:
            text = self.tr("1 thing to put right")
        else:
            text = self.tr("{} things to put right").format(problems)
        if self._states.get(folder) != text:
            self._states[folder] = text
            self.show_drafts(self._drafts)

    def _row(self, draft: DraftFile) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.space(6))
        row = RowButton(self._theme, draft.title, self._detail(draft), aside=self._when(draft))
        row.clicked.connect(partial(self._open, draft.folder))
        delete = IconButton(self._theme, "delete", self.tr("Delete {}").format(draft.title))
        delete.clicked.connect(partial(self._delete, draft.folder))
        line.addWidget(row, 1)
        line.addWidget(delete, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.append(row)
        return holder

    def _detail(self, draft: DraftFile) -> str:
        if draft.problem is not None:
            place = self.tr("line {}").format(draft.problem.line) if draft.problem.line else ""
            parts = (self.tr("only text"), place, words.fault_text(draft.problem))
            return " · ".join(part for part in parts if part)
        count, own = draft.routines, draft.exercises
        parts = (
            self.tr("1 routine") if count == 1 else self.tr("{} routines").format(count),
            (self.tr("1 own exercise") if own == 1 else self.tr("{} own exercises").format(own))
            if own
            else "",
            self._states.get(draft.folder, ""),
        )
        return " · ".join(part for part in parts if part)

    def _when(self, draft: DraftFile) -> str:
        changed = datetime.fromtimestamp(draft.changed)
        day = log_words.day_text(changed.date(), self._now().date())
        return f"{day} {log_words.clock_text(changed)}"

    # --- acting -----------------------------------------------------------------------------

    def _open(self, folder: Path, _: bool = False) -> None:
        self.opened.emit(folder)

    def _delete(self, folder: Path, _: bool = False) -> None:
        self.deleted.emit(folder)

    def menu(self) -> QMenu:
        """The routines of the library; it goes away by itself when it is closed."""
        menu = QMenu(self)
        library = self._library()
        for name in library.routines:
            action = menu.addAction(library.routines[name].title)
            action.triggered.connect(partial(self._copy, name))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _copy(self, name: str, _: bool = False) -> None:
        self.copy_asked.emit(name)

    def _open_menu(self) -> None:
        self.menu().popup(self.copy.mapToGlobal(QPoint(0, self.copy.height())))
