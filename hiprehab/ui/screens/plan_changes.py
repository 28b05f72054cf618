"""The changes that the person accepted, each with a way back to what was given."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import empty
from hiprehab.ui.screens.own_routine import held
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.core.diary import Adjustment


class ChangesCard(Card):
    """Hidden while nothing was changed. Signals: `told(text, undo)`, as the screens have it."""

    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__(theme)
        self._theme, self._around = theme, around
        self._only = ""
        self.set_title(self.tr("Your changes"))
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self.hide()

    def show_routine(self, routine: str) -> None:
        """The changes of one routine, not of all."""
        self._only = routine
        self.refresh()

    def refresh(self) -> None:
        """Read what holds now."""
        everything = self._around.live.read.adjustments()
        routines = dict.fromkeys(
            one.routine for one in everything if not one.ended and self._only in ("", one.routine)
        )
        found = [one for routine in routines for one in held(self._around, routine)]
        empty(self._rows)
        for one in found:
            self._rows.addWidget(self._row(one))
        self.setVisible(bool(found))

    def _row(self, change: "Adjustment") -> QWidget:
        from hiprehab.ui.screens.advice_words import change_text

        made = QWidget()
        box = QHBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        text = change_text(change, self._around.library(), self._around.today())
        box.addWidget(label(text, wrap=True), 1)
        back = Button(self._theme, self.tr("As given"), kind="quiet", icon="undo")
        back.setAccessibleName(self.tr("Back to what was given: {}").format(text))
        back.clicked.connect(partial(self._on_back, change))
        box.addWidget(back)
        return made

    def _on_back(self, change: "Adjustment") -> None:
        number, live, at = change.id, self._around.live, self._around.clock.utcnow()
        if number is None:
            return
        again = change._replace(ended=None, id=None)

        def undo() -> None:
            live.insist(lambda store: store.adjust(again), Changes.DIARY)

        live.write(
            lambda store: store.end_adjustment(number, at),
            Changes.DIARY,
            done=lambda _: self.told.emit(self.tr("It is as it was given."), undo),
        )
