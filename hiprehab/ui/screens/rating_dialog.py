"""A window over the others for one rating: correct it, see its former versions, delete it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.log import PainEntry
from hiprehab.storage.store import Deletion
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.checkin import CheckIn, Rating
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.sheet import Sheet
from hiprehab.ui.widgets.text import label


class RatingDialog(Sheet):
    """Signals: `told(text, undo)` for a message at the bottom of the window."""

    told = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget, around: Around, rating: Rating) -> None:
        first = next(iter(rating.values()))
        day = words.day_text(first.stamp.day, around.today(), long=True)
        super().__init__(theme, parent, f"{day}, {words.clock_text(first.stamp.local)}")
        self._around = around
        self._rating = dict(rating)
        self.checkin = CheckIn(theme, around, always_past=True)
        self.checkin.ask(words.moment_text(first.moment).capitalize(), first.moment, first.session)
        self.checkin.figure.hide()
        self.checkin.more.hide()
        self.checkin.edit(rating)
        self.body.addWidget(self.checkin)
        self._history()
        self.body.addStretch(1)
        self.delete = Button(theme, self.tr("Delete"), kind="quiet", icon="delete")
        cancel = Button(theme, self.tr("Cancel"))
        self.delete.clicked.connect(self._on_delete)
        cancel.clicked.connect(self.reject)
        self.checkin.save_button.set_kind("primary")
        self.buttons.addWidget(self.delete)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.checkin.save_button)
        self.checkin.saved.connect(self._on_saved)
        around.live.leaving.connect(self.keep)

    def keep(self) -> None:
        """The window goes: a correction that was begun is saved; its former version is kept."""
        if self.checkin.entries() != list(self._rating.values()):
            self.checkin.save()

    def _history(self) -> None:
        """The former versions of each side, the newest first."""
        lines = []
        for entry in self._rating.values():
            if entry.id is None:
                continue
            for former in reversed(self._around.live.read.pain_history(entry.id)):
                lines.append(self._former_line(former))
        if not lines:
            return
        self.body.addWidget(label(self.tr("What it said before"), "eyebrow"))
        for line in lines:
            self.body.addWidget(label(line, "muted", wrap=True))

    def _former_line(self, former: PainEntry) -> str:
        parts = [
            words.score_text(former).capitalize(),
            words.measure_text(former.measure, past=True).lower(),
            f"{words.day_text(former.stamp.day, self._around.today())}"
            f" {words.clock_text(former.stamp.local)}",
        ]
        if former.place:
            parts.append(words.place_text(former.place).lower())
        if former.note:
            parts.append(former.note)
        return " · ".join(parts)

    def _on_saved(self) -> None:
        self.told.emit(self.tr("Corrected. The former version is kept."), None)
        self.accept()

    def _on_delete(self) -> None:
        delete_rating(self._around, self._rating, self._on_deleted, self.checkin.show_problem)

    def _on_deleted(self, undo: Callable[[], None]) -> None:
        self.told.emit(self.tr("Rating deleted."), undo)
        self.accept()


def delete_rating(
    around: Around,
    rating: Rating,
    done: Callable[[Callable[[], None]], None],
    failed: Callable[[str], None],
) -> None:
    """Deletes a rating; `done` gets the call that takes it back once the log has done it."""
    ids = [entry.id for entry in rating.values() if entry.id is not None]
    at = around.clock.utcnow()

    def undo(deletion: Deletion) -> None:
        around.live.insist(lambda store: store.undo_delete(deletion), Changes.PAIN)

    around.live.write(
        lambda store: store.delete_pain(ids, at),
        Changes.PAIN,
        done=lambda deletion: done(lambda: undo(deletion)),
        failed=failed,
    )
