"""What is told before a session beside its length: level, kit, what is fixed, when to stop."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.model import LOCKED, Library, Routine, Variant
from hiprehab.core.suggesting import below
from hiprehab.ui.screens.pain_limit import stop_lines
from hiprehab.ui.screens.prescribed_words import fixed_lines, is_prescribed, review_text
from hiprehab.ui.screens.today_state import kit_of
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.text import label


class Unready(NamedTuple):
    """Why a step of the way back to running is too early, and the step that fits."""

    why: str
    step: int


class Told(NamedTuple):
    """What the log says before this start: a start too soon, a step too early."""

    notice: str = ""
    unready: Unready | None = None


class Brief(NamedTuple):
    """What the panel before a session says.

    `limit` is the highest pain that is fine, where the routine names one; `no_easier` is why there
    is no level below; `unready` what speaks for another step on the way back to running.
    """

    level: str = ""
    kit: tuple[str, ...] = ()
    note: str = ""
    author: str = ""
    fixed: tuple[str, ...] = ()
    stop_rules: tuple[str, ...] = ()
    review: str = ""
    no_easier: str = ""
    limit: int | None = None
    unready: Unready | None = None


def brief_of(library: Library, routine: Routine, variant: Variant, today: date) -> Brief:
    """The brief of a routine's variant on that day."""
    exercises = [library.exercises[item.exercise] for item in variant.items]
    names = {one.id: one.name for one in exercises}
    review = review_text(routine, today)
    late = routine.review is not None and routine.review < today
    return Brief(
        level=variant.title if len(routine.variants) > 1 else "",
        kit=kit_of(exercises),
        note=routine.author_note,
        author=routine.author.name,
        fixed=tuple(fixed_lines(variant.items, names)) if is_prescribed(routine.id) else (),
        stop_rules=routine.stop_rules,
        review=review if late else "",
        no_easier=_no_easier(library, routine, variant),
    )


def _no_easier(library: Library, routine: Routine, variant: Variant) -> str:
    """Why one level down cannot be offered; "" when it can."""
    locked = any(item.adjust.level == LOCKED for item in variant.items)
    if locked and is_prescribed(routine.id):
        return QCoreApplication.translate(
            "StartPanel",
            "Your physiotherapist set the level, so there is no easier one here. "
            "We suggest easy movement instead. Talk to them, and leave out what hurts.",
        )
    if below(library, routine, variant.id) is None:
        return QCoreApplication.translate(
            "StartPanel",
            "This routine has no easier level. We suggest easy movement instead. Leave out what "
            "hurts; during a move, the arrow down makes it easier where that is possible.",
        )
    return ""


class BriefPart(QWidget):
    """The brief in words. The first rule of when to stop leads, so that it is in sight."""

    def __init__(self, theme: Theme, brief: Brief) -> None:
        super().__init__()
        self._theme = theme
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(4))
        rules = stop_lines(brief.stop_rules, brief.limit)
        if rules:
            self._add(rules[0], "strong")
        if brief.kit:
            self._add(self.tr("You need: {}").format(", ".join(brief.kit)), "muted")
        if brief.note:
            title = self.tr("A note for you")
            if brief.author:
                title = self.tr("A note from {}").format(brief.author)
            self._add(title, "strong", gap=True)
            self._add(brief.note)
        if brief.review:
            self._add(brief.review, gap=True)
        if brief.fixed:
            self._add(self.tr("What your physiotherapist has set"), "strong", gap=True)
            for line in brief.fixed:
                self._add(line)
        if len(rules) > 1:
            self._add(self.tr("When else to stop"), "strong", gap=True)
            self._add_all(rules[1:])
        self.setVisible(self._box.count() > 0)

    def _add(self, text: str, role: str = "body", *, gap: bool = False) -> None:
        if gap and self._box.count():
            self._box.addSpacing(self._theme.space(6))
        self._box.addWidget(label(text, role, wrap=True))

    def _add_all(self, texts: Sequence[str]) -> None:
        """A list; what does not fit on a line goes on under its own words."""
        for text in texts:
            row = QHBoxLayout()
            row.setSpacing(self._theme.space(8))
            row.addWidget(label("–", "muted"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(text, wrap=True), 1)
            self._box.addLayout(row)
