"""A Learn card in a window over the others: nothing that was entered below it is lost."""

from PySide6.QtWidgets import QWidget

from hiprehab.storage.learn import LearnCard
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.reading import Reading
from hiprehab.ui.widgets.sheet import Sheet
from hiprehab.ui.widgets.text import label


class LearnSheet(Sheet):
    """The card's text and its sources; its links lead nowhere from here."""

    def __init__(self, theme: Theme, parent: QWidget, card: LearnCard) -> None:
        super().__init__(theme, parent.window(), card.title)
        self.body.addWidget(label(card.summary, "muted", wrap=True))
        self.reading = Reading(theme)
        self.reading.setAccessibleName(card.title)
        self.reading.show_text(card.text)
        self.body.addWidget(self.reading)
        self.body.addWidget(label(self.tr("Sources"), "eyebrow"))
        for source in card.sources:
            self.body.addWidget(label(source, "small", wrap=True))
        note = self.tr("No clinician has reviewed this content yet.")
        self.body.addWidget(label(note, "small", wrap=True))
        self.body.addStretch(1)
        done = Button(theme, self.tr("Close"), kind="primary")
        done.clicked.connect(self.accept)
        self.buttons.addStretch(1)
        self.buttons.addWidget(done)
