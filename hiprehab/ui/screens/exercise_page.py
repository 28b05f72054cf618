"""The page of an exercise: the figure to turn, how it is done, its ladder, what to mind, why."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.alone import alone
from hiprehab.core.conditions import Chosen, verdict
from hiprehab.core.log import SessionRecord
from hiprehab.core.model import CautionLevel, Exercise, SideRule
from hiprehab.core.plan import PlanOptions, length_s
from hiprehab.figure.catalogue import shown_for
from hiprehab.storage.learn import LearnCard
from hiprehab.ui.screens import library_words as words
from hiprehab.ui.screens import log_words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import Columns, empty, flowing
from hiprehab.ui.screens.in_routines import InRoutines
from hiprehab.ui.screens.pain_limit import LimitLine, limit_of
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.figure_stage import Stage
from hiprehab.ui.widgets.key_strip import KeyStrip
from hiprehab.ui.widgets.photo import path_of, picture_key
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

if TYPE_CHECKING:
    from hiprehab.ui.widgets.figure_view import FigureView

LOOK_BACK: Final = timedelta(days=180)
SHOWN: Final = 5
WIDE: Final = 820
"""From this width on, in px at 100 % text, there are two columns."""


class ExercisePage(QWidget):
    """Signals:
    start_requested(routine, variant): do just this.
    exercise_requested(id), routine_requested(id), card_requested(id): another page.
    print_requested(exercise, level): it is wanted on paper.
    trends_requested(id): the whole history of an exercise, over time.
    told(text, undo): a short message with a call that takes it back.
    """

    start_requested = Signal(object, object)
    print_requested = Signal(object, str)
    exercise_requested = Signal(str)
    routine_requested = Signal(str)
    card_requested = Signal(str)
    trends_requested = Signal(str)
    told = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        around: Around,
        *,
        figure: "Callable[[], FigureView] | None" = None,
        cards: Callable[[], Sequence[LearnCard]] = tuple,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._cards = cards
        self._words = Words()
        self._exercise: Exercise | None = None
        self._from: tuple[str, str] | None = None
        self._known: tuple[Chosen, ...] = ()
        self.level = ""
        self.rungs: list[RowButton] = []
        self.back = Button(theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.stage = Stage(theme, figure)
        self.side = ChipRow(
            theme,
            [("left", self.tr("Left side")), ("right", self.tr("Right side"))],
            name=self.tr("Shown on the"),
        )
        self.side.changed.connect(lambda _: self._show_motion())
        self.poses = KeyStrip(theme)
        self.poses.chosen.connect(self.stage.show_key)
        self.start = Button(theme, self.tr("Do just this"), kind="primary", icon="play")
        self.start.setAutoDefault(True)
        self.start.clicked.connect(self._on_start)
        self.paper = Button(theme, self.tr("Print"), icon="note")
        self.paper.clicked.connect(self._on_print)
        self.mine = label("", "strong", wrap=True)
        self.in_routines = InRoutines(theme, around)
        self.in_routines.told.connect(self.told)
        self.in_routines.exercise_requested.connect(self.exercise_requested)
        self._history = Card(theme, self.tr("Your history with it"))
        self._facts = QVBoxLayout()
        self._ladder = QVBoxLayout()
        self._more = QVBoxLayout()
        self._build()

    def _build(self) -> None:
        space = self._theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(12))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        top = QWidget()
        columns = Columns(top, gap=space(20), shares=(11, 10), least=self._theme.px(WIDE))
        self._theme.changed.connect(self._on_theme_changed)
        self._columns = columns
        columns.addWidget(self._build_stage())
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(8))
        self._facts.setSpacing(space(4))
        column.addLayout(self._facts)
        column.addSpacing(space(4))
        self._ladder.setSpacing(space(6))
        column.addLayout(self._ladder)
        column.addSpacing(space(4))
        column.addWidget(self.mine)
        column.addWidget(self.in_routines)
        actions, flow = flowing(space(8))
        flow.addWidget(self.start)
        flow.addWidget(self.paper)
        column.addWidget(actions)
        column.addStretch(1)
        columns.addWidget(side)
        box.addWidget(top)
        self._more.setSpacing(space(16))
        box.addLayout(self._more)
        box.addWidget(self._history)
        box.addStretch(1)

    def _build_stage(self) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(8))
        box.addWidget(self.stage, 1)
        self.picture_fault = label(
            self.tr("The picture of this exercise cannot be shown. Install its pack again."),
            "error",
            wrap=True,
        )
        self.picture_fault.hide()
        box.addWidget(self.picture_fault)
        box.addWidget(self.poses)
        box.addWidget(self.side)
        self._turn = label(
            self.tr("Turn it with the mouse or the arrow keys; Home turns it back."),
            "small",
            wrap=True,
        )
        box.addWidget(self._turn)
        return holder

    def _on_theme_changed(self) -> None:
        """Other text needs another width for two columns."""
        self._columns.set_least(self._theme.px(WIDE))
        if self._exercise is not None:
            self._show_more(self._exercise)

    # --- showing ----------------------------------------------------------------------------

    def show_exercise(self, exercise: Exercise, of: tuple[str, str] | None = None) -> None:
        """Everything about an exercise; `of` is the routine and variant it was opened from."""
        self._exercise, self._from = exercise, of
        self.setAccessibleName(exercise.name)
        sided = any(level.dose.side is not SideRule.BOTH for level in exercise.levels)
        self.side.setVisible(sided)
        self.side.set_value("right" if sided else None)
        self._turn.setVisible(exercise.motion is not None)
        self._show_motion()
        self._show_facts(exercise)
        self._show_ladder(exercise)
        self._show_mine(exercise)
        self._show_more(exercise)
        self.read_history()

    def refresh(self) -> None:
        """Read again what holds for this person."""
        if self._exercise is not None:
            self._show_mine(self._exercise)
            if self._around.conditions().chosen != self._known:
                self._show_more(self._exercise)

    def _show_motion(self) -> None:
        exercise = self._exercise
        if exercise is None:
            return
        picture = path_of(picture_key(exercise))
        photo = bool(picture) and self.stage.show_picture(picture, exercise.name, self._show_motion)
        self.picture_fault.setVisible(bool(picture) and not photo)
        if photo:
            self.side.hide()
            self.poses.show_motion(None, None)
        else:
            shown = shown_for(exercise.motion, exercise.position)
            self.stage.show_motion(shown, self.side.value)
            self.poses.show_motion(shown, self.side.value)

    def _show_mine(self, exercise: Exercise) -> None:
        """What the person's own conditions mean for it, right where it is started."""
        found = verdict(exercise, self._around.conditions())
        avoid = found.level is CautionLevel.AVOID
        head = self.tr("Not for you. {}") if avoid else self.tr("With care. {}")
        self.mine.setText(head.format("\n".join(one.text for one in found.reasons)))
        self.mine.setVisible(found.level is not CautionLevel.OK)
        self.start.setEnabled(not avoid)
        self.in_routines.show_exercise(exercise, self._from)

    def _show_facts(self, exercise: Exercise) -> None:
        empty(self._facts)
        kind = words.category_text(exercise.category)
        where = self._words.position(exercise.position)
        self._facts.addWidget(label(f"{kind} · {where}", "eyebrow", wrap=True))
        self._facts.addWidget(label(exercise.name, "heading", wrap=True))
        if exercise.purpose:
            self._facts.addWidget(label(exercise.purpose, "body", wrap=True))
        rows = (
            (self.tr("Works: {}"), exercise.muscles),
            (self.tr("Helps: {}"), exercise.helpers),
            (self.tr("You need: {}"), exercise.equipment),
        )
        for text, names in rows:
            if names:
                self._facts.addWidget(label(text.format(", ".join(names)), "muted", wrap=True))

    # --- the ladder -------------------------------------------------------------------------

    def _show_ladder(self, exercise: Exercise) -> None:
        empty(self._ladder)
        self._ladder.addWidget(label(self.tr("Choose your level"), "strong"))
        self._add_neighbours(exercise.easier, "easier", self.tr("Easier: {}"))
        self.rungs = []
        routine, library = alone(exercise), self._around.library()
        options = PlanOptions.from_settings(self._around.settings())
        for level, variant in zip(exercise.levels, routine.variants, strict=True):
            takes = log_words.minutes_text(length_s(library, variant, options))
            dose = words.dose_text(self._words, level.dose)
            parts = [
                words.tempo_text(level.dose),
                words.rest_text(level.dose),
                self.tr("about {}").format(takes) if takes != dose else "",
                level.note or level.dose.note,
            ]
            detail = " · ".join(part for part in parts if part)
            rung = RowButton(self._theme, dose, detail, mark=level.name)
            rung.setCheckable(True)
            rung.setAccessibleName(self.tr("Level {}: {}").format(level.name, dose))
            rung.clicked.connect(lambda _=False, name=level.name: self._choose(name))
            self._ladder.addWidget(rung)
            self.rungs.append(rung)
        self._add_neighbours(exercise.harder, "harder", self.tr("Harder: {}"))
        self._choose(exercise.usual.name)

    def _add_neighbours(self, ids: Sequence[str], icon: str, text: str) -> None:
        for name in ids:
            other = self._around.library().exercises.get(name)
            if other is None:
                continue
            button = Button(self._theme, text.format(other.name), kind="quiet", icon=icon)
            button.clicked.connect(lambda _=False, to=name: self.exercise_requested.emit(to))
            self._ladder.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self, level: str) -> None:
        assert self._exercise is not None
        self.level = level
        for rung, one in zip(self.rungs, self._exercise.levels, strict=True):
            rung.setChecked(one.name == level)
        text = self.tr("Do just this, level {}") if len(self.rungs) > 1 else self.tr("Do just this")
        self.start.setText(text.format(level))
        self.start.updateGeometry()

    def _on_start(self) -> None:
        if self._exercise is not None:
            routine = alone(self._exercise)
            variant = routine.variant(self.level) or routine.variants[0]
            self.start_requested.emit(routine, variant)

    def _on_print(self) -> None:
        self.print_requested.emit(self._exercise, self.level)

    # --- the rest of the page ---------------------------------------------------------------

    def _show_more(self, exercise: Exercise) -> None:
        self._known = self._around.conditions().chosen
        empty(self._more)
        pair = QWidget()
        columns = Columns(pair, gap=self._theme.space(16), least=self._theme.px(WIDE))
        columns.addWidget(self._how_card(exercise))
        columns.addWidget(self._care_card(exercise))
        self._more.addWidget(pair)
        pair = QWidget()
        columns = Columns(pair, gap=self._theme.space(16), least=self._theme.px(WIDE))
        columns.addWidget(self._why_card(exercise))
        columns.addWidget(self._where_card(exercise))
        self._more.addWidget(pair)

    def _how_card(self, exercise: Exercise) -> Card:
        card = Card(self._theme, self.tr("How to do it"))
        card.body.setSpacing(self._theme.space(6))
        for number, cue in enumerate(exercise.cues, start=1):
            card.body.addWidget(self._numbered(number, cue))
        if exercise.breathing:
            card.body.addSpacing(self._theme.space(6))
            card.body.addWidget(label(self.tr("Breathing"), "strong"))
            card.body.addWidget(label(exercise.breathing, wrap=True))
        if exercise.faults:
            card.body.addSpacing(self._theme.space(6))
            card.body.addWidget(label(self.tr("What often goes wrong"), "strong"))
            for fault in exercise.faults:
                card.body.addWidget(label(f"– {fault}", wrap=True))
        card.body.addStretch(1)
        return card

    def _numbered(self, number: int, text: str) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(8))
        count = label(f"{number}", "strong")
        count.setFixedWidth(self._theme.px(18))
        box.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(label(text, wrap=True), 1)
        return row

    def _care_card(self, exercise: Exercise) -> Card:
        card = Card(self._theme, self.tr("Take care"))
        card.body.setSpacing(self._theme.space(6))
        routine = self._around.library().routines.get(self._from[0]) if self._from else None
        both = exercise.pain_ceiling, routine.pain_ceiling if routine else None
        limit = limit_of(self._around, *both)
        if limit is not None:
            card.body.addWidget(LimitLine(self._theme, limit, move=True))
        mine = self._around.conditions().keys
        order = (CautionLevel.AVOID, CautionLevel.MODIFY, CautionLevel.OK)
        names = {
            CautionLevel.AVOID: self.tr("Not with"),
            CautionLevel.MODIFY: self.tr("Change it with"),
            CautionLevel.OK: self.tr("Fine with"),
        }
        for level in order:
            rows = [one for one in exercise.cautions if one.level is level]
            rows.sort(key=lambda one: one.condition not in mine)  # the person's own first
            if not rows:
                continue
            card.body.addSpacing(self._theme.space(4))
            card.body.addWidget(
                label(names[level], "error" if level is CautionLevel.AVOID else "strong")
            )
            for one in rows:
                name = words.condition_text(one.condition, self._around.book())
                text = f"{name}: {one.note}" if one.note else name
                role = "strong" if one.condition in mine else "body"
                card.body.addWidget(label(text, role, wrap=True))
        if not exercise.cautions:
            card.body.addWidget(label(self.tr("No special caution is known."), wrap=True))
        card.body.addStretch(1)
        return card

    def _why_card(self, exercise: Exercise) -> Card:
        card = Card(self._theme, self.tr("What it rests on"))
        card.body.setSpacing(self._theme.space(6))
        card.body.addWidget(
            label(exercise.evidence or self.tr("Nothing is said about it."), wrap=True)
        )
        for source in exercise.sources:
            card.body.addWidget(label(source, "small", wrap=True))
        note = self.tr("No clinician has reviewed this content yet.")
        card.body.addWidget(label(note, "small", wrap=True))
        card.body.addStretch(1)
        return card

    def _where_card(self, exercise: Exercise) -> Card:
        card = Card(self._theme, self.tr("In these routines"))
        library = self._around.library()
        holder, flow = flowing(self._theme.space(8))
        count = 0
        for name in library.routines:
            routine = library.routines[name]
            items = [item for one in routine.variants for item in one.items]
            if any(item.exercise == exercise.id for item in items):
                button = Button(self._theme, routine.title)
                button.clicked.connect(lambda _=False, to=name: self.routine_requested.emit(to))
                flow.addWidget(button)
                count += 1
        card.body.addWidget(holder)
        holder.setVisible(bool(count))
        if not count:
            card.body.addWidget(label(self.tr("In none; do it by itself."), "muted", wrap=True))
        self._add_cards(card, exercise)
        card.body.addStretch(1)
        return card

    def _add_cards(self, card: Card, exercise: Exercise) -> None:
        """Learn cards that name the exercise."""
        fitting = [one for one in self._cards() if exercise.id in one.exercises]
        if not fitting:
            return
        card.body.addWidget(label(self.tr("To read"), "strong"))
        holder, flow = flowing(self._theme.space(8))
        for one in fitting:
            button = Button(self._theme, one.title, kind="quiet", icon="learn")
            button.clicked.connect(lambda _=False, to=one.id: self.card_requested.emit(to))
            flow.addWidget(button)
        card.body.addWidget(holder)

    # --- my history -------------------------------------------------------------------------

    def read_history(self) -> None:
        """Reads the last half year in the background and shows what was done of this."""
        if self._exercise is None:
            return
        name, today = self._exercise.id, self._around.today()
        read = self._around.live.read

        def look() -> list[SessionRecord]:
            found = read.sessions_between(today - LOOK_BACK, today, results=True)
            return [one for one in found if any(row.exercise == name for row in one.results)]

        def show(found: list[SessionRecord]) -> None:
            if self._exercise is not None and self._exercise.id == name:
                self._show_history(found, today)

        self._show_history([], today)
        self._around.live.background(look, show)

    def _show_history(self, found: Sequence[SessionRecord], today: date) -> None:
        body = self._history.body
        while body.count() > 1:
            item = body.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._history.setVisible(bool(found))
        if not found or self._exercise is None:
            return
        text = self.tr("In {} sessions of the last 6 months. The latest:").format(len(found))
        body.addWidget(label(text, "muted", wrap=True))
        for record in list(reversed(found))[:SHOWN]:
            body.addWidget(label(self._history_line(record, today), wrap=True))
        over_time = Button(self._theme, self.tr("See it over time"), kind="quiet", icon="trends")
        over_time.clicked.connect(self._on_over_time)
        body.addWidget(over_time, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_over_time(self) -> None:
        if self._exercise is not None:
            self.trends_requested.emit(self._exercise.id)

    def _history_line(self, record: SessionRecord, today: date) -> str:
        assert self._exercise is not None
        rows = [row for row in record.results if row.exercise == self._exercise.id]
        parts = [log_words.day_text(record.stamp.day, today), self._words.sets_done(rows)]
        if len(self._exercise.levels) > 1:
            parts.append(self.tr("level {}").format(rows[-1].level))
        if record.title != self._exercise.name:
            parts.append(record.title)
        return " · ".join(parts)
