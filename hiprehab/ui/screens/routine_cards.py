"""Cards of a routine's page that its author fills: a note, phases, when to stop, why."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hiprehab.core.model import ProgrammePhase, Routine
from hiprehab.ui.screens import prescribed_words as words
from hiprehab.ui.screens.pain_limit import Limit, LimitLine, has_ladder, stop_lines
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


def list_card(theme: Theme, title: str, texts: Sequence[str]) -> Card:
    """A text, or several with a dash before each."""
    card = Card(theme, title)
    card.body.setSpacing(theme.space(6))
    _add_texts(theme, card, [text for text in texts if text])
    return card


def stop_card(theme: Theme, routine: Routine, limit: Limit | None) -> Card:
    """The highest pain, why it is that one, and what to do above it."""
    card = Card(theme, QCoreApplication.translate("RoutinePage", "When to stop"))
    card.body.setSpacing(theme.space(6))
    if limit is not None:
        card.body.addWidget(LimitLine(theme, limit))
    most = limit.most if limit is not None and has_ladder(routine.stop_rules) else None
    _add_texts(theme, card, stop_lines(routine.stop_rules, most))
    return card


def why_card(theme: Theme, routine: Routine) -> Card:
    """Evidence, sources, author and version."""
    card = Card(theme, QCoreApplication.translate("RoutinePage", "What it rests on"))
    card.body.setSpacing(theme.space(6))
    nothing = QCoreApplication.translate("RoutinePage", "Nothing is said about it.")
    card.body.addWidget(label(routine.evidence or nothing, wrap=True))
    for source in routine.sources:
        card.body.addWidget(label(source, "small", wrap=True))
    author = routine.author
    version = QCoreApplication.translate("RoutinePage", "Version {}").format(routine.version)
    by = ", ".join(one for one in (author.name, author.role) if one)
    card.body.addWidget(label(" · ".join(p for p in (by, version) if p), "small", wrap=True))
    if "/" not in routine.id:
        note = QCoreApplication.translate(
            "RoutinePage", "No clinician has reviewed this content yet."
        )
        card.body.addWidget(label(note, "small", wrap=True))
    return card


def _add_texts(theme: Theme, card: Card, texts: Sequence[str]) -> None:
    for text in texts:
        card.body.addWidget(_bullet(theme, text) if len(texts) > 1 else label(text, wrap=True))


def _bullet(theme: Theme, text: str) -> QWidget:
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.space(8))
    box.addWidget(label("–", "muted"), 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(label(text, wrap=True), 1)
    return row
