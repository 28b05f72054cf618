"""On the page of an exercise: the person's routines that have it, and its other forms there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.conditions import is_blocked, swap_for
from hiprehab.core.model import Exercise
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import empty
from hiprehab.ui.screens.forms_part import FormsPart
from hiprehab.ui.screens.own_forms import Spot, spots_of
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.text import label


class InRoutines(QWidget):
    """The routine it was opened from, and those of the plan. Hidden when there is nothing.

    Signals: `told(text, undo)`; `exercise_requested(id)`: the page of the nearest fitting move.
    """

    told = Signal(str, object)
    exercise_requested = Signal(str)

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__()
        self._theme, self._around = theme, around
        self.parts: list[FormsPart] = []
        self.nearest: Button | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(6))
        self.hide()

    def show_exercise(self, exercise: Exercise, of: tuple[str, str] | None) -> None:
        """Reads the plan and what was changed; `of` is a routine and variant beside the plan."""
        empty(self._box)
        self.parts, self.nearest = [], None
        spots = self._spots(exercise.id, of)
        for spot in spots:
            self._add(spot, exercise)
        if not spots:
            self._add_nearest(exercise)
        self.setVisible(self._box.count() > 0)

    def _spots(self, name: str, of: tuple[str, str] | None) -> list[Spot]:
        """The first place of the exercise in each of these routines."""
        around = self._around
        today, library = around.today(), around.library()
        wanted = dict([of] if of else [])
        for row in around.live.read.planned():
            if row.since <= today and (row.until is None or row.until >= today):
                wanted.setdefault(row.routine, row.variant)
        found = []
        for routine_id, variant_id in wanted.items():
            routine = library.routines.get(routine_id)
            variant = routine.variant(variant_id) if routine else None
            if routine is None or variant is None:
                continue
            if any(item.exercise not in library.exercises for item in variant.items):
                continue  # its page says what to do
            spots = spots_of(around, routine, variant)
            mine = [one for one in spots if name in (one.own.exercise, one.given.exercise)]
            found += mine[:1]
        return found

    def _add(self, spot: Spot, exercise: Exercise) -> None:
        exercises = self._around.library().exercises
        given, own = exercises[spot.given.exercise].name, exercises[spot.own.exercise].name
        text = self.tr("In {0}").format(spot.routine.title)
        if spot.own.exercise != exercise.id:
            text = self.tr("In {0} you do {1} in its place.").format(spot.routine.title, own)
        elif spot.given.exercise != exercise.id:
            text = self.tr("In {0} you do it in place of {1}.").format(spot.routine.title, given)
        elif spot.changed:
            text = self.tr("In {0} you do level {1}, which is your change.").format(
                spot.routine.title, spot.own.level
            )
        other = Button(self._theme, self.tr("Another form…"), kind="quiet", icon="switch")
        part = FormsPart(self._theme, self._around, spot, toggle=other)
        part.told.connect(self.told)
        if part.empty and not spot.changed:
            part.deleteLater()
            other.deleteLater()
            return
        self._box.addWidget(label(text, "muted", wrap=True))
        self._box.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addWidget(part)
        self.parts.append(part)

    def _add_nearest(self, exercise: Exercise) -> None:
        """For a move that is blocked: the nearest one that is not."""
        library, conditions = self._around.library(), self._around.conditions()
        if not is_blocked(exercise, conditions):
            return
        name = swap_for(library, exercise, conditions)
        if name is None:
            text = self.tr("There is no other move of its kind for you here.")
            self._box.addWidget(label(text, "muted", wrap=True))
            return
        title = self.tr("The nearest that suits you: {0}").format(library.exercises[name].name)
        self.nearest = Button(self._theme, title, icon="right")
        self.nearest.clicked.connect(lambda: self.exercise_requested.emit(name))
        self._box.addWidget(self.nearest, 0, Qt.AlignmentFlag.AlignLeft)
