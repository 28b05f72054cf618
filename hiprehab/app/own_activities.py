"""On Today, once a week: a way to rate the person's own activities, never more than an offer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hiprehab.core.activity_trend import WEEK, is_due
from hiprehab.core.changes import Changes
from hiprehab.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk


class OwnActivities(QObject):
    """A quiet button below the check-in while a rating is due; made after the first paint."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.button = Button(
            desk.theme, self.tr("Rate your activities"), kind="quiet", icon="trends"
        )
        self.button.hide()
        self.button.clicked.connect(self._on_rate)
        desk.today.checkin.quiet_actions.addWidget(self.button)
        desk.live.changed.connect(self._on_changed)
        desk.window.shown.connect(self._on_shown)
        self.refresh()

    def refresh(self) -> None:
        """Looks in the background whether a rating is due."""
        read, today = self._desk.live.read, self._desk.around.today()

        def work() -> bool:
            activities = read.activities()
            return is_due(activities, read.activity_ratings(today - WEEK, today), today)

        self._desk.live.background(work, self.button.setVisible)

    def _on_changed(self, changes: Changes, by: object) -> None:
        if changes & Changes.DIARY:
            self.refresh()

    def _on_shown(self, name: str) -> None:
        if name == "today":
            self.refresh()

    def _on_rate(self) -> None:
        from hiprehab.ui.screens.activity_dialogs import RateDialog

        desk = self._desk
        dialog = RateDialog(desk.theme, desk.window, desk.around)
        dialog.told.connect(desk.window.tell)
        dialog.open_at(640, 560)
