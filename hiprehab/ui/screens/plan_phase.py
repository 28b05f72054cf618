"""A phase of a programme that could come next: a line in the plan with a button, never a change."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QFrame, QVBoxLayout

from hiprehab.core.agenda import Planned
from hiprehab.core.model import Routine
from hiprehab.core.phases import Suggestion, planned_since, suggestion
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.prescribed_words import phase_when
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.text import label


def suggested(
    routine: Routine, row: Planned, everything: Sequence[Planned], today: date
) -> Suggestion | None:
    """What could come next for a row of the plan."""
    since = planned_since(routine.id, everything, today)
    return suggestion(routine, row.variant, today, since)


class PhaseHint(QFrame):
    """Which phase it would be, when, and a button that puts its level into the plan from today."""

    def __init__(
        self, theme: Theme, routine: Routine, found: Suggestion, accept: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        box = QVBoxLayout(self)
        edge = theme.space(12)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(theme.space(4))
        phase = found.phase
        title = self.tr("It is time for the phase “{}”.") if found.due else self.tr("Next: “{}”.")
        box.addWidget(label(title.format(phase.title), "strong", wrap=True))
        if found.due:
            box.addWidget(label(phase_when(phase), "muted", wrap=True))
        else:
            text = self.tr("It begins when this is so: {}")
            box.addWidget(label(text.format(phase.criteria), wrap=True))
        variant = routine.variant(phase.variant)
        level = variant.title if variant is not None else phase.variant
        holder, flow = flowing(theme.space(8))
        self.accept = Button(theme, self.tr("Change the plan to {} from today").format(level))
        self.accept.clicked.connect(accept)
        flow.addWidget(self.accept)
        box.addWidget(holder)
        self.setAccessibleName(title.format(phase.title))
