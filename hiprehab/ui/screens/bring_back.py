"""The question before a backup takes the log's place: what is replaced, and what is kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hiprehab.ui.screens.people import AskSheet
from hiprehab.ui.screens.take_away import Kept, held_text, when_text
from hiprehab.ui.theme import Theme


class BringBackSheet(AskSheet):
    """Signals: `confirmed()`."""

    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, kept: Kept, now: str) -> None:
        """`now` is how much the log holds at present: "14 ratings, 5 sessions"."""
        assert kept.content is not None, "a damaged backup cannot be brought back"
        when = when_text(kept.backup)
        text = self.tr(
            "The backup of {0} holds {1}. It takes the place of your log, which holds {2} now."
            " What you entered or changed after the backup is not in it.\n"
            "Nothing is thrown away: your log as it is now is kept among the backups, with today's"
            " date, and can be brought back in the same way.\n"
            "The window closes for a moment and opens again."
        ).format(when, held_text(kept.content), now)
        super().__init__(
            theme, parent, self.tr("Bring back this backup?"), text, self.tr("Bring it back")
        )
        self.finish()
        self.do.clicked.connect(self._on_do)
        self.cancel.setFocus()

    def _on_do(self) -> None:
        self.accept()
        self.confirmed.emit()
