"""The page of a Learn card: its text, what fits to it, and its sources."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.storage.learn import LearnCard
from hiprehab.ui.screens import log_words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.library_words import first_upper
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.reading import Reading
from hiprehab.ui.widgets.text import label

READABLE: Final = 860
"""The width, in px at 100 % text, up to which lines are read with ease."""


class LearnPage(QWidget):
    """`linked(kind, id)`: an exercise, a routine or another card is wanted."""

    linked = Signal(str, str)

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self.back = Button(theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.eyebrow = label("", "eyebrow")
        self.title = label("", "heading", wrap=True)
        self.summary = label("", "muted", wrap=True)
        self.reading = Reading(theme)
        self.reading.linked.connect(self.linked)
        self._more = QVBoxLayout()
        space = theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(12))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        card = Card(theme)
        card.setMaximumWidth(theme.px(READABLE))
        theme.changed.connect(lambda: card.setMaximumWidth(theme.px(READABLE)))
        card.body.setSpacing(space(6))
        for part in (self.eyebrow, self.title, self.summary):
            card.body.addWidget(part)
        card.body.addSpacing(space(6))
        card.body.addWidget(self.reading)
        box.addWidget(card)
        self._more.setSpacing(space(12))
        box.addLayout(self._more)
        box.addStretch(1)

    def show_card(self, card: LearnCard) -> None:
        """Everything on a card."""
        self.setAccessibleName(card.title)
        place = first_upper(log_words.place_text(",".join(card.places))) or self.tr("Learn")
        self.eyebrow.setText(place)
        self.title.setText(card.title)
        self.summary.setText(card.summary)
        self.reading.setAccessibleName(card.title)
        self.reading.show_text(card.text)
        empty(self._more)
        library = self._around.library()
        fitting = [
            *(
                ("exercise", name, library.exercises[name].name)
                for name in card.exercises
                if name in library.exercises
            ),
            *(
                ("routine", name, library.routines[name].title)
                for name in card.routines
                if name in library.routines
            ),
        ]
        if fitting:
            self._more.addWidget(self._links_card(fitting))
        self._more.addWidget(self._sources_card(card))

    def _links_card(self, fitting: list[tuple[str, str, str]]) -> Card:
        made = Card(self._theme, self.tr("In the library"))
        made.setMaximumWidth(self._theme.px(READABLE))
        holder, flow = flowing(self._theme.space(8))
        for kind, name, text in fitting:
            button = Button(self._theme, text)
            button.clicked.connect(self._opener(kind, name))
            flow.addWidget(button)
        made.body.addWidget(holder)
        return made

    def _opener(self, kind: str, name: str) -> Callable[[], None]:
        return lambda: self.linked.emit(kind, name)

    def _sources_card(self, card: LearnCard) -> Card:
        made = Card(self._theme, self.tr("Sources"))
        made.setMaximumWidth(self._theme.px(READABLE))
        made.body.setSpacing(self._theme.space(4))
        for source in card.sources:
            made.body.addWidget(label(source, "small", wrap=True))
        note = self.tr("No clinician has reviewed this content yet.")
        made.body.addWidget(label(note, "small", wrap=True))
        return made
