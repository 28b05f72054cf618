"""Cards of a routine's page that its author fills: a note, and the phases of a programme."""

from PySide6.QtCore import QCoreApplication

from hiprehab.core.model import ProgrammePhase, Routine
from hiprehab.ui.screens import prescribed_words as words
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label


def note_card(theme: Theme, routine: Routine) -> Card:
    """What the author wants to tell the person."""
    title = QCoreApplication.translate("RoutinePage", "A note for you")
    if routine.author.name:
        title = QCoreApplication.translate("RoutinePage", "A note from {}").format(
            routine.author.name
        )
    card = Card(theme, title)
    card.body.addWidget(label(routine.author_note, wrap=True))
    return card


def phases_card(theme: Theme, routine: Routine, now: ProgrammePhase | None) -> Card:
    """The phases in order; the one of the calendar says so. Nothing is changed from here."""
    card = Card(theme, QCoreApplication.translate("RoutinePage", "Phases"))
    card.body.setSpacing(theme.space(4))
    titles = {one.id: one.title for one in routine.variants}
    for phase in routine.phases:
        name = phase.title
        if len(routine.variants) > 1:
            name = f"{name} – {titles[phase.variant]}"
        if phase is now:
            name = QCoreApplication.translate("RoutinePage", "{} (now)").format(name)
        card.body.addSpacing(theme.space(4))
        card.body.addWidget(label(name, "strong", wrap=True))
        card.body.addWidget(label(words.phase_when(phase), "muted", wrap=True))
    card.body.addSpacing(theme.space(4))
    hint = QCoreApplication.translate(
        "RoutinePage", "Your plan suggests the next phase when its time has come. You decide."
    )
    card.body.addWidget(label(hint, "small", wrap=True))
    return card
