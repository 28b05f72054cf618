"""The right column of the editor: what the patient will see, how long it takes, what is wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.model import Exercise, SideRule
from hiprehab.core.plan import Plan
from hiprehab.figure.catalogue import shown_for
from hiprehab.storage.draft_model import Found
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens import log_words
from hiprehab.ui.screens.columns import empty
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.screens.editor_wishes import Wishes, lacking
from hiprehab.ui.screens.routine_page import seconds_of
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.figure_stage import Stage
from hiprehab.ui.widgets.photo import path_of, picture_key
from hiprehab.ui.widgets.plan_strip import PlanStrip
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

if TYPE_CHECKING:
    from hiprehab.ui.widgets.figure_view import FigureView

MANY: Final = 6
SHOWN_CUES: Final = 3
SHOWN_PROBLEMS: Final = 12


class PreviewColumn(QWidget):
    """Signals: `jumped(path)` when a problem or a wish was chosen, `item_chosen()` on the line of
    time."""

    jumped = Signal(object)
    item_chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        state: EditorState,
        *,
        figure: "Callable[[], FigureView] | None",
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._state, self._now = theme, state, now
        self._words = Words(self)
        self._looked_at: str | None = None
        self.problems: list[RowButton] = []
        self.stage = Stage(theme, figure)
        self.name = label("", "strong", wrap=True)
        self.cues = label("", "small", wrap=True)
        self.total = label("", "title", wrap=True)
        self.facts = label("", "small", wrap=True)
        self.kit = label("", "small", wrap=True)
        self.many = label("", "strong", wrap=True)
        self.strip = PlanStrip(theme)
        self.verdict = label("", "strong", wrap=True)
        self.wishes = Wishes(theme)
        self.wishes.jumped.connect(self.jumped)
        self._listed = QVBoxLayout()
        self._shown: tuple[Found, ...] | None = None
        self._build()
        self.strip.chosen.connect(self._on_strip)
        state.changed.connect(self.refresh)
        state.chosen.connect(self.show_chosen)
        state.looked.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        space = self._theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(10))
        self.stage.setFixedHeight(space(210))
        box.addWidget(self.stage)
        box.addWidget(self.name)
        box.addWidget(self.cues)
        card = Card(self._theme)
        edge = space(12)
        card.body.setContentsMargins(edge, edge, edge, edge)
        card.body.setSpacing(space(6))
        for part in (self.total, self.strip, self.facts, self.kit, self.many):
            card.body.addWidget(part)
        box.addWidget(card)
        box.addWidget(self.verdict)
        self._listed.setSpacing(space(6))
        box.addLayout(self._listed)
        box.addWidget(self.wishes)
        box.addStretch(1)

    # --- what is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Times and problems as the checker last found them."""
        self._show_figure()
        self._show_session()
        self._show_problems()

    def look_at(self, name: str) -> None:
        """Shows an exercise that is not in the routine, until something else is chosen."""
        self._looked_at = name
        self._show_figure()

    def show_chosen(self) -> None:
        """The chosen exercise again."""
        self._looked_at = None
        self._show_figure()
        self._show_session()

    def _exercise(self) -> Exercise | None:
        if self._looked_at is not None:
            return self._state.exercise(self._looked_at)
        spot = self._state.spot
        return self._state.exercise(self._state.item(spot).get("exercise")) if spot else None

    def _show_figure(self) -> None:
        exercise = self._exercise()
        if exercise is None:
            self.stage.show_motion(None, None)
            self.name.setText(self.tr("The chosen exercise moves here."))
            self.cues.hide()
            return
        picture = path_of(picture_key(exercise))
        if picture and self.stage.show_picture(picture, exercise.name, self._show_figure):
            self._show_words(exercise)
            return
        sided = any(level.dose.side is not SideRule.BOTH for level in exercise.levels)
        self.stage.show_motion(
            shown_for(exercise.motion, exercise.position), "right" if sided else None
        )
        self._show_words(exercise)

    def _show_words(self, exercise: Exercise) -> None:
        """What is read and heard with it."""
        where = self._words.position(exercise.position)
        self.name.setText(f"{exercise.name}, {where}")
        self.cues.setText("\n".join(f"– {cue}" for cue in exercise.cues[:SHOWN_CUES]))
        self.cues.setVisible(bool(exercise.cues))

    def _show_session(self) -> None:
        preview = self._state.preview
        plan = preview.plan
        for part in (self.strip, self.facts, self.kit, self.many):
            part.setVisible(plan is not None)
        if plan is None:
            self.total.setText(self.tr("Nothing to do yet"))
            return
        end = self._now() + timedelta(seconds=plan.total_s)
        self.total.setText(
            self.tr("About {length}").format(length=log_words.minutes_text(plan.total_s))
        )
        count = len(plan.items)
        places = (plan.items[visit.item].position for visit in plan.visits)
        changes = len(list(groupby(places))) - 1
        self.facts.setText(
            " · ".join(
                (
                    self.tr("1 exercise") if count == 1 else self.tr("{} exercises").format(count),
                    self.tr("1 change of position")
                    if changes == 1
                    else self.tr("{} changes of position").format(changes),
                    self.tr("done at {} if begun now").format(log_words.clock_text(end)),
                )
            )
        )
        self._show_kit(plan)
        self.many.setVisible(count > MANY)
        self.many.setText(
            self.tr(
                "{} exercises are a lot. People do more of a short list; about {} is a good number."
            ).format(count, MANY)
        )
        visits = plan.visits
        done = [plan.items[visit.item] for visit in visits]
        positions = [self._words.position(one.position) for one in done]
        marks = [visit.item + 1 for visit in visits]
        seconds = [seconds_of(plan, visit) for visit in visits]
        self.strip.show_items(seconds, [one.name for one in done], positions, marks)

    def _show_kit(self, plan: Plan) -> None:
        used = [self._state.exercise(one.exercise) for one in plan.items]
        kit = dict.fromkeys(thing for one in used if one is not None for thing in one.equipment)
        self.kit.setText(self.tr("Kit: {}").format(", ".join(kit)))
        self.kit.setVisible(bool(kit))

    # --- problems ---------------------------------------------------------------------------

    def _show_problems(self) -> None:
        found = words.found_in(self._state)
        if self._state.checked is None:
            self.verdict.setText(self.tr("The checker is looking …"))
        elif not found:
            self.verdict.setText(self.tr("Nothing is wrong: it can be handed over."))
        elif len(found) == 1:
            self.verdict.setText(self.tr("1 thing to put right first"))
        else:
            self.verdict.setText(self.tr("{} things to put right first").format(len(found)))
        sound = self._state.checked is not None and not found
        self.wishes.show_wishes(lacking(self._state) if sound else [])
        if found == self._shown:
            return
        self._shown = found
        held = any(row.hasFocus() for row in self.problems)
        empty(self._listed)
        self.problems = []
        for one in found[:SHOWN_PROBLEMS]:
            title = words.place_text(self._state, one.path)
            row = RowButton(self._theme, title, words.found_text(one))
            row.setToolTip(str(one.problem))
            row.clicked.connect(lambda _=False, to=one.path: self.jumped.emit(to))
            self._listed.addWidget(row)
            self.problems.append(row)
        if held:
            (self.problems[0] if self.problems else self.stage).setFocus()

    def _on_strip(self, number: int) -> None:
        preview = self._state.preview
        if preview.plan is not None:
            self._state.choose(preview.order[preview.plan.visits[number].item])
        self.item_chosen.emit()
