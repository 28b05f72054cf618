"""A sheet in which something is entered. It stays until that is saved, and survives the program."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hiprehab.core.changes import Changes
from hiprehab.storage.store import Store
from hiprehab.ui.live import Read
from hiprehab.ui.screens.around import Around
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import Banner
from hiprehab.ui.widgets.sheet import Sheet
from hiprehab.ui.widgets.text import label

T = TypeVar("T")

DRAFT: Final = "entry_draft"
"""The note of the log that keeps what was being entered when the window went."""

Values = Mapping[str, Any]
"""What the fields of a sheet hold, as JSON has it."""


class EntrySheet(Sheet):
    """What sheets for entries share.

    Whoever has fields says with `values` what is in them, and shows it with `show_values`. When the
    window goes while they differ from what they were at first, they are kept in the log as a draft:
    nothing is made an entry that the person did not save. The same sheet shows it next time.

    Signals:
        told(text, undo): a short message, with a call that takes it back or None.
    """

    told = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget, title: str, around: Around) -> None:
        super().__init__(theme, parent, title)
        self._around = around
        self._first: Values = {}
        self._drafted = self._leaving = False
        self._again: Callable[[], None] = self.reject
        self.problem = Banner(theme)
        self.problem.acted.connect(self._on_again)
        self.body.addWidget(self.problem)
        around.live.leaving.connect(self.keep)
        self.finished.connect(self._on_finished)

    # --- saving -----------------------------------------------------------------------------

    def write(
        self,
        work: Callable[[Store], T],
        changes: Changes,
        done: Callable[[T], None],
        again: Callable[[], None],
    ) -> None:
        """Saves, once; `done` follows and ends the sheet, or it says why not and offers `again`."""
        self.problem.hide()
        self.setEnabled(False)
        self._again = again
        self._around.live.write(work, changes, by=self, done=done, failed=self.show_problem)

    def show_problem(self, sentence: str) -> None:
        """It was not saved; all fields are as they were."""
        self.setEnabled(True)
        kept = self.tr("What you entered is kept here.")
        self.problem.show_problem(sentence, kept, self.tr("Try again"))

    def _on_again(self) -> None:
        self._again()

    def end(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """It is saved: say so and close."""
        self.told.emit(text, undo)
        self.accept()

    # --- a draft ----------------------------------------------------------------------------

    def values(self) -> Values:
        """What the fields hold now; empty where no draft is wanted."""
        return {}

    def show_values(self, values: Values) -> None:
        """Shows what a draft holds."""

    def open_at(self, width: int, height: int) -> None:
        """Opens with what was being entered when the program ended, if it was here."""
        self._first = self.values()
        draft = draft_of(self._around.live.read)
        values = draft.get("values", {})
        same = values.get("id") == self._first.get("id")  # of what is corrected
        if draft.get("sheet") == type(self).__name__ and same:
            self._drafted = True
            self.show_values(values)
            text = self.tr("You had begun this when HipRehab was closed. It is not saved yet.")
            self.body.insertWidget(0, label(text, "strong", wrap=True))
        super().open_at(width, height)

    def keep(self) -> None:
        """The window goes: what is not saved is kept."""
        values = self.values()
        if self.isEnabled() and not self.isHidden() and values != self._first:
            self._leaving = True
            draft = {"sheet": type(self).__name__, "title": self.windowTitle(), "values": values}
            self._note(json.dumps(draft))

    def _on_finished(self, result: int) -> None:
        """Saved or given up; a sheet that only goes with its window is neither."""
        saved = result == self.DialogCode.Accepted
        if (saved and (self._drafted or self._leaving)) or (self._drafted and not self._leaving):
            self._note("")

    def _note(self, text: str) -> None:
        self._around.live.insist(lambda store: store.set_note(DRAFT, text), Changes.DIARY, by=self)


def draft_of(read: Read) -> dict[str, Any]:
    """The draft that waits: its sheet, that one's title, its values; empty when there is none."""
    try:
        found = json.loads(read.note(DRAFT) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("values"), dict) else {}
