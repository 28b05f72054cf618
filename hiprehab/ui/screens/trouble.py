"""Shown in place of the window when the log cannot be opened: what happened, and what can be done.

Nothing is changed here without the person's choice; a damaged log is never replaced by a new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card, IconDisc
from hiprehab.ui.widgets.text import label


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done; `key` is what `chosen` carries."""

    key: str
    text: str
    primary: bool = False


class TroubleScreen(QWidget):
    """One sentence, its remedy, and the choices there are.

    Signals:
        chosen(str): the key of a choice.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, sentence: str, remedy: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("HipRehab"))
        outer = QVBoxLayout(self)
        edge = theme.space(32)
        outer.setContentsMargins(edge, edge, edge, edge)
        outer.addStretch(1)
        card = Card(theme)
        card.setMaximumWidth(theme.px(720))
        card.body.setSpacing(theme.space(16))
        card.body.addWidget(
            IconDisc(theme, "warning", role="attention"), 0, Qt.AlignmentFlag.AlignLeft
        )
        self._theme = theme
        self._sentence = label("", "title", wrap=True)
        self._remedy = label("", "body", wrap=True)
        card.body.addWidget(self._sentence)
        card.body.addWidget(self._remedy)
        card.body.addWidget(
            label(
                self.tr("Nothing was changed. Your files are where they were."), "muted", wrap=True
            )
        )
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space(12))
        self._row.addStretch(1)
        card.body.addLayout(self._row)
        middle = QHBoxLayout()  # an alignment would give the card too little height for its words
        middle.addStretch(1)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        self._buttons: list[Button] = []
        self.say(sentence, remedy, choices)

    def say(self, sentence: str, remedy: str, choices: Sequence[Choice]) -> None:
        """Shows how it stands now, in place of what was there."""
        self._sentence.setText(sentence)
        self._remedy.setText(remedy)
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for place, choice in enumerate(choices):
            kind = "primary" if choice.primary else "secondary"
            button = Button(self._theme, choice.text, kind=kind)
            button.clicked.connect(lambda _=False, key=choice.key: self.chosen.emit(key))
            self._row.insertWidget(place, button)
            button.show()  # at once, so that it can have the focus
            self._buttons.append(button)
        if self._buttons and self.isVisible():
            self._buttons[0].setFocus()
