"""The page of a routine: its time line and exercises, for whom it is, when to stop, and why.

Lengths are those of the compiled plan, so what is promised here is what will be played.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.conditions import verdict
from hiprehab.core.model import CautionLevel, Exercise, Routine, Variant
from hiprehab.core.phases import phase_now, planned_since
from hiprehab.core.plan import Plan, PlanOptions, StepKind, Visit, compile_plan
from hiprehab.core.running import ROUTINE as RUNNING
from hiprehab.core.running import standing
from hiprehab.ui.screens import library_words as words
from hiprehab.ui.screens import log_words
from hiprehab.ui.screens.around import Around, local_now
from hiprehab.ui.screens.balanced import Balanced
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.forms_part import FormsPart
from hiprehab.ui.screens.own_forms import Spot, spots_of
from hiprehab.ui.screens.own_routine import own_variant
from hiprehab.ui.screens.pages import reveal
from hiprehab.ui.screens.pain_limit import Limit, limit_of
from hiprehab.ui.screens.plan_changes import ChangesCard
from hiprehab.ui.screens.prescribed_words import (
    fixed_text,
    is_prescribed,
    review_text,
    rounds_text,
)
from hiprehab.ui.screens.routine_cards import (
    list_card,
    note_card,
    phases_card,
    stop_card,
    why_card,
)
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.photo import picture_key
from hiprehab.ui.widgets.plan_strip import PlanStrip
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

WIDE: Final = 860
"""From this width on, in px at 100 % text, there are two columns."""


class RoutinePage(QWidget):
    """Signals:
    start_requested(routine, variant): begin it.
    plan_requested(routine id, variant id): choose its days.
    print_requested(routine, variant id): it is wanted on paper.
    copy_requested(routine id): write a routine of one's own from it.
    exercise_requested(id): the page of an exercise.
    told(text, undo): a short message with a call that takes it back.
    """

    start_requested = Signal(object, object)
    plan_requested = Signal(str, str)
    print_requested = Signal(object, str)
    copy_requested = Signal(str)
    exercise_requested = Signal(str)
    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._words = Words()
        self._routine: Routine | None = None
        self._visits: tuple[Visit, ...] = ()
        self.rows: list[RowButton] = []
        self.forms: list[FormsPart] = []
        self.changes = ChangesCard(theme, around)
        self.changes.told.connect(self.told)
        self.levels: ChipRow | None = None
        self.back = Button(theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.eyebrow = label("", "eyebrow", wrap=True)
        self.title = label("", "heading", wrap=True)
        self.summary = label("", wrap=True)
        self.facts = label("", "strong", wrap=True)
        self.kit = label("", "muted", wrap=True)
        self.review = label("", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.start = Button(theme, self.tr("Start"), kind="primary", icon="play")
        self.start.setAutoDefault(True)
        self.add = Button(theme, self.tr("Add to plan"), icon="plan")
        self.paper = Button(theme, self.tr("Print"), icon="note")
        self.copy = Button(theme, self.tr("Copy and change"), icon="edit")
        self.strip = PlanStrip(theme)
        self._limit: Limit | None = None
        self._columns = Balanced(theme, WIDE)
        self._items, self._more = self._columns.list, self._columns.top
        self._build()
        self.start.clicked.connect(self._on_start)
        self.copy.clicked.connect(self._on_copy)
        self.add.clicked.connect(self._on_add)
        self.paper.clicked.connect(self._on_print)
        self.strip.chosen.connect(self._on_strip)

    def _build(self) -> None:
        space = self._theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(14))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head = Card(self._theme)
        self._head = head.body
        head.body.setSpacing(space(6))
        told = (self.facts, self.kit, self.review, self.problem)
        for text in (self.eyebrow, self.title, self.summary, *told):
            head.body.addWidget(text)
        head.body.addSpacing(space(4))
        actions, flow = flowing(space(8))
        for button in (self.start, self.add, self.paper, self.copy):
            flow.addWidget(button)
        head.body.addWidget(actions)
        head.body.addSpacing(space(8))
        head.body.addWidget(self.strip)
        box.addWidget(head)
        box.addWidget(self._columns)
        box.addStretch(1)

    # --- showing ----------------------------------------------------------------------------

    def show_routine(self, routine: Routine, variant: str | None = None) -> None:
        """Everything about a routine."""
        self._routine = routine
        self.setAccessibleName(routine.title)
        self.title.setText(routine.title)
        self.summary.setText(routine.summary)
        self.summary.setVisible(bool(routine.summary))
        self.eyebrow.setText(words.often_text(routine))
        self.eyebrow.setVisible(bool(self.eyebrow.text()))
        self.review.setText(review_text(routine, self._around.today()))
        self.review.setVisible(bool(self.review.text()))
        if self.levels is not None:
            self.levels.hide()
            self.levels.deleteLater()
        self.levels = ChipRow(
            self._theme,
            [(one.id, one.title) for one in routine.variants],
            name=log_words.level_name(),
        )
        chosen = routine.variant(variant) or routine.variants[0]
        self.levels.set_value(chosen.id)
        self.levels.changed.connect(lambda _: self._show_variant())
        self._head.insertWidget(self._head.indexOf(self.facts), self.levels)
        self.levels.setVisible(len(routine.variants) > 1)
        self._show_texts(routine)
        self._show_variant()

    @property
    def variant(self) -> Variant:
        """The chosen variant."""
        assert self._routine is not None and self.levels is not None
        return self._routine.variant(self.levels.value) or self._routine.variants[0]

    def _plan(self) -> Plan | None:
        """The plan as it would be played now; None when an exercise of it is missing."""
        assert self._routine is not None
        options = PlanOptions.from_settings(self._around.settings())
        own = own_variant(self._around, self._routine, self.variant)
        try:
            return compile_plan(self._around.library(), self._routine, own, options)
        except KeyError:
            return None

    def refresh(self) -> None:
        """Read again what holds for this person; the keyboard stays at its move."""
        if self._routine is None:
            return
        if self._found_limit(self._routine) != self._limit:
            self._show_texts(self._routine)
        here = next((n for n, part in enumerate(self.forms) if _has_focus(part)), None)
        self._show_variant()
        if here is not None and here < len(self.rows):
            self.rows[here].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_variant(self) -> None:
        assert self._routine is not None
        plan = self._plan()
        self.changes.show_routine(self._routine.id)
        self.start.setEnabled(plan is not None)
        self.add.setEnabled(plan is not None)
        self.paper.setEnabled(plan is not None)
        self.strip.setVisible(plan is not None)
        self.facts.setVisible(plan is not None)
        self.problem.setVisible(plan is None)
        if plan is None:
            self.problem.setText(
                self.tr("An exercise of this routine is missing. Install its pack again.")
            )
            empty(self._items)
            self.rows, self.forms = [], []
            return
        self._visits = plan.visits
        seconds = [seconds_of(plan, visit) for visit in self._visits]
        done = [plan.items[visit.item] for visit in self._visits]
        positions = [self._words.position(one.position) for one in done]
        marks = [visit.item + 1 for visit in self._visits]
        self.strip.show_items(seconds, [one.name for one in done], positions, marks)
        self._show_facts(plan)
        self._show_items(seconds)

    def _show_facts(self, plan: Plan) -> None:
        minutes = log_words.minutes_text(plan.total_s)
        end = local_now(self._around.clock) + timedelta(seconds=plan.total_s)
        count = len({one.exercise for one in plan.items})
        done = (plan.items[visit.item] for visit in self._visits)
        changes = len(list(groupby(one.position for one in done))) - 1
        self.facts.setText(
            " · ".join(
                (
                    self.tr("{}, done at {} if you start now").format(
                        minutes, log_words.clock_text(end)
                    ),
                    self.tr("1 exercise") if count == 1 else self.tr("{} exercises").format(count),
                    self.tr("no change of position")
                    if not changes
                    else self.tr("1 change of position")
                    if changes == 1
                    else self.tr("{} changes of position").format(changes),
                )
            )
        )
        library = self._around.library()
        kit = dict.fromkeys(
            thing for one in plan.items for thing in library.exercises[one.exercise].equipment
        )
        self.kit.setText(self.tr("You need: {}").format(", ".join(kit)))
        self.kit.setVisible(bool(kit))

    def _show_items(self, seconds: Sequence[float]) -> None:
        assert self._routine is not None
        empty(self._items)
        self.rows, self.forms = [], []
        spots = spots_of(self._around, self._routine, self.variant)
        for block in own_variant(self._around, self._routine, self.variant).blocks:
            kind = words.first_upper(words.category_text(block.kind))
            self._items.addWidget(label(kind, "title"))
            if turns := rounds_text(block):
                self._items.addWidget(label(turns, "strong", wrap=True))
            for _ in block.items:
                number = len(self.rows)
                took = sum(
                    spent
                    for spent, visit in zip(seconds, self._visits, strict=True)
                    if visit.item == number
                )
                self._add_move(spots[number], log_words.minutes_text(took))

    def _add_move(self, spot: Spot, aside: str) -> None:
        """A move, beside it the way to another form, under it what takes its place."""
        row = self._row(spot, aside)
        other = IconButton(self._theme, "switch", self.tr("Another form of this move"))
        other.setAccessibleName(self.tr("Another form of {}").format(row.accessibleName()))
        room = other.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # so that all rows are as wide
        other.setSizePolicy(room)
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(4))
        box.addWidget(row, 1)
        box.addWidget(other, 0, Qt.AlignmentFlag.AlignVCenter)
        part = FormsPart(self._theme, self._around, spot, toggle=other)
        part.told.connect(self.told)
        self._items.addWidget(line)
        self._items.addWidget(part)
        self.rows.append(row)
        self.forms.append(part)

    def _row(self, spot: Spot, aside: str) -> RowButton:
        """An exercise with its dose, what is fixed of it, and what to mind."""
        item = spot.own
        exercise = self._around.library().exercises[item.exercise]
        parts = [words.dose_text(self._words, item.dose)]
        if len(exercise.levels) > 1:
            parts.append(self.tr("level {}").format(item.level))
        parts += [words.tempo_text(item.dose), words.rest_text(item.dose)]
        lines = [" · ".join(part for part in parts if part), item.note]
        lines.append(self.tr("If you like.") if item.optional else "")
        if is_prescribed(spot.routine.id):
            lines.append(fixed_text(item.adjust, item.dose))
        if item.exercise != spot.given.exercise:
            given = self._around.library().exercises[spot.given.exercise].name
            lines.append(self.tr("Your change, in place of {}.").format(given))
        elif spot.changed:
            lines.append(self.tr("Your change, in place of level {}.").format(spot.given.level))
        detail = "\n".join(line for line in lines if line) + self._mine(exercise)
        row = RowButton(
            self._theme,
            exercise.name,
            detail,
            mark=str(spot.place + 1),
            motion=picture_key(exercise),
            aside=aside,
        )
        row.clicked.connect(lambda: self.exercise_requested.emit(item.exercise))
        return row

    def _mine(self, exercise: Exercise) -> str:
        """A line about the person's own conditions, or nothing."""
        found = verdict(exercise, self._around.conditions())
        if found.level is CautionLevel.OK:
            return ""
        avoid = found.level is CautionLevel.AVOID
        head = self.tr("Not for you. {}") if avoid else self.tr("With care. {}")
        return "\n" + head.format(" ".join(one.text for one in found.reasons))

    def _show_texts(self, routine: Routine) -> None:
        self._more.removeWidget(self.changes)
        empty(self._more)
        self._more.addWidget(self.changes)
        if routine.author_note:
            self._more.addWidget(note_card(self._theme, routine))
        if routine.phases:
            today = self._around.today()
            since = planned_since(routine.id, self._around.live.read.planned(), today)
            now = phase_now(routine, today, since)
            self._more.addWidget(phases_card(self._theme, routine, now))
        if routine.id == RUNNING:
            self._more.addWidget(self._running_card())
        parts = (
            (self.tr("For whom"), [routine.for_who]),
            (self.tr("Not for"), [words.first_upper(one) for one in sentences(routine.not_for)]),
            (self.tr("Good to know"), list(routine.notes)),
        )
        cards = [list_card(self._theme, title, texts) for title, texts in parts if any(texts)]
        self._limit = self._found_limit(routine)
        if self._limit is not None or routine.stop_rules:
            cards.append(stop_card(self._theme, routine, self._limit))
        self._columns.show_cards([*cards, why_card(self._theme, routine)])

    def _found_limit(self, routine: Routine) -> Limit | None:
        """The highest pain; its author is named where it is not this program."""
        author = routine.author.name if "/" in routine.id else ""
        return limit_of(self._around, routine.pain_ceiling, author=author)

    def _running_card(self) -> QWidget:
        """Where the person stands among the steps, and what to have managed before."""
        from hiprehab import resources
        from hiprehab.storage.guides import read_ready_list
        from hiprehab.storage.trouble import StorageProblem
        from hiprehab.ui.screens.recent import recent
        from hiprehab.ui.screens.running_card import RunningCard

        around = self._around
        try:
            points = read_ready_list(resources.data_dir())
        except StorageProblem as problem:
            return label(str(problem), "error", wrap=True)
        card = RunningCard(
            self._theme, around, points, lambda: standing(recent(around), around.today())
        )
        card.step_chosen.connect(self._on_step)
        card.exercise_requested.connect(self.exercise_requested)
        return card

    def _on_step(self, variant: str) -> None:
        if self.levels is not None:
            self.levels.set_value(variant)
            self._show_variant()
            reveal(self.levels, self.levels.rect())

    # --- acting -----------------------------------------------------------------------------

    def _on_start(self) -> None:
        self.start_requested.emit(self._routine, self.variant)

    def _on_add(self) -> None:
        if self._routine is not None:
            self.plan_requested.emit(self._routine.id, self.variant.id)

    def _on_copy(self) -> None:
        if self._routine is not None:
            self.copy_requested.emit(self._routine.id)

    def _on_print(self) -> None:
        self.print_requested.emit(self._routine, self.variant.id)

    def _on_strip(self, place: int) -> None:
        row = self.rows[self._visits[place].item]
        reveal(row, row.rect())
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)


def seconds_of(plan: Plan, visit: Visit) -> float:
    """The time that a turn of an exercise takes, with the change into it."""
    steps = plan.steps[visit.first : visit.end]
    return sum(step.expected_s for step in steps if step.kind is not StepKind.GET_READY)


def _has_focus(part: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and part.isAncestorOf(focused)


def sentences(text: str) -> list[str]:
    """The parts of a text that semicolons divide."""
    return [part.strip() for part in text.split(";") if part.strip()]
