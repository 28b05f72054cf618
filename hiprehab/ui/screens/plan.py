"""The plan: the week, the routines in it with their days, and the days away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.changes import Changes
from hiprehab.core.model import Routine
from hiprehab.storage.store import Deletion, Store
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import Columns, PageHead, empty, flowing
from hiprehab.ui.screens.plan_changes import ChangesCard
from hiprehab.ui.screens.plan_edit import AwayDialog, PlanEditor, ends, gap_warning, replace_row
from hiprehab.ui.screens.plan_phase import PhaseHint, suggested
from hiprehab.ui.screens.plan_week import WeekView, gap_problems
from hiprehab.ui.screens.prescribed_words import review_text
from hiprehab.ui.screens.routine_list import RoutineList
from hiprehab.ui.screens.today_state import Offers
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.cards import Banner, Card, EmptyState
from hiprehab.ui.widgets.text import divider, label


class PlanScreen(QWidget):
    """Signals:
    told(text, undo): a short message with a call that takes it back or None.
    file_requested(): somebody gave the person a file.
    """

    told = Signal(str, object)
    file_requested = Signal()

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._offers = Offers(around.library, around.settings)
        self._rows: list[Planned] = []
        self._everything: list[Planned] = []
        self._day: date | None = None
        self._stale = False
        self.add = Button(theme, self.tr("Add a routine"), kind="primary", icon="plus")
        self.add_away = Button(theme, self.tr("Days away"), icon="away")
        self.problem = Banner(theme)
        self.week = WeekView(theme, self._offers)
        self.changes = ChangesCard(theme, around)
        self._routines = QVBoxLayout()
        self._away = QVBoxLayout()
        self.nothing = EmptyState(
            theme,
            "plan",
            self.tr("No plan yet"),
            self.tr("Choose a routine and the days that suit you. Today then shows what is due."),
            self.tr("Add a routine"),
        )
        self.given = self.nothing.add_quiet(self.tr("I was given a file"), "folder")
        self._home = QWidget()
        self._filled = QWidget()
        self._choice = QWidget()
        self.choice = RoutineList(
            theme, around.library, self._offers, action=self.tr("Choose days")
        )
        self._editor: PlanEditor | None = None
        self._build()
        self._connect()
        self.refresh()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        space = self._theme.space
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        box = QVBoxLayout(self._home)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(14))
        head = PageHead(self._theme, self.tr("Your plan"), (self.add_away, self.add))
        self._actions = head.buttons
        box.addWidget(head)
        box.addWidget(self.problem)
        box.addWidget(self.nothing, 1)
        box.addWidget(self._build_filled(), 1)
        self._outer.addWidget(self._home)
        self._build_choice()
        self._outer.addWidget(self._choice)
        self._choice.hide()

    def _build_filled(self) -> QWidget:
        box = QVBoxLayout(self._filled)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(14))
        week = Card(self._theme, self.tr("This week"))
        week.body.addWidget(self.week)
        box.addWidget(week)
        routines = Card(self._theme, self.tr("Routines"))
        self._routines.setSpacing(self._theme.space(8))
        routines.body.addLayout(self._routines)
        box.addWidget(routines)
        box.addWidget(self.changes)
        self._away_card = Card(self._theme, self.tr("Days away"))
        self._away_card.body.addLayout(self._away)
        box.addWidget(self._away_card)
        box.addStretch(1)
        return self._filled

    def _build_choice(self) -> None:
        box = QVBoxLayout(self._choice)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(14))
        self.back = Button(
            self._theme, self.tr("Back to the plan"), kind="quiet", icon="chevron-left"
        )
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(label(self.tr("Which routine?"), "heading"))
        box.addWidget(self.choice)
        box.addStretch(1)

    def _connect(self) -> None:
        self.add.clicked.connect(self.show_choice)
        self.nothing.acted.connect(self.show_choice)
        self.given.clicked.connect(self.file_requested)
        self.add_away.clicked.connect(self._on_add_away)
        self.back.clicked.connect(self.show_home)
        self.choice.picked.connect(self._on_picked)
        self.changes.told.connect(self.told)

    # --- state ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the plan and shows it."""
        read, today = self._around.live.read, self._around.today()
        self._day, self._stale = today, False
        everything, away = read.planned(), read.away()
        self._everything = everything
        self._rows = [row for row in everything if ends(row, today)]
        coming = [period for period in away if period.end >= today]
        self.nothing.setVisible(not self._rows and not coming)
        self._filled.setVisible(bool(self._rows or coming))
        self._actions.setVisible(bool(self._rows or coming))
        self.week.show_week(today, everything, away)
        self._show_routines()
        self.changes.refresh()
        self._show_away(coming, today)

    def on_changed(self, changes: Changes, by: object = None) -> None:
        """Something was saved somewhere; a hidden screen waits until it is shown."""
        mine = Changes.PLAN | Changes.LIBRARY | Changes.SETTINGS | Changes.DIARY
        self._stale = self._stale or bool(changes & mine)
        if self._stale and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what changed while nobody looked."""
        super().showEvent(event)
        if self._stale or self._day != self._around.today():
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the week."""
        if event.key() == Qt.Key.Key_Escape and self._home.isHidden():
            self.show_home()
        else:
            super().keyPressEvent(event)

    def _show_routines(self) -> None:
        empty(self._routines)
        gaps = gap_problems(self._rows, self._offers)
        if not self._rows:
            self._routines.addWidget(label(self.tr("No routine is planned."), "muted"))
        for number, row in enumerate(self._rows):
            if number:
                self._routines.addWidget(divider())
            self._routines.addWidget(self._routine_row(row, gaps.get(row.routine)))

    def _routine_row(self, row: Planned, gap: int | None) -> QWidget:
        offer = self._offers.named(row.routine, row.variant)
        title = words.routine_text(offer.routine, offer.variant) if offer else row.routine
        facts = [days_text(row.weekdays, self)]
        if row.times_per_day > 1:
            facts.append(self.tr("{} times a day").format(row.times_per_day))
        if offer is not None:
            facts.append(words.minutes_text(offer.seconds))
        else:
            facts.append(self.tr("This routine is not installed any more."))
        made = QFrame()
        columns = Columns(made, gap=self._theme.space(8), shares=(1, 0), least=self._theme.px(560))
        said = QWidget()
        texts = QVBoxLayout(said)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(self._theme.space(2))
        texts.addWidget(label(title, "strong", wrap=True))
        texts.addWidget(label(" · ".join(facts), "muted", wrap=True))
        if gap is not None:
            texts.addWidget(label(gap_warning(gap, self), "error", wrap=True))
        if offer is not None:
            self._add_phase(texts, row, offer.routine)
        columns.addWidget(said)
        holder, flow = flowing(self._theme.space(4))
        change = Button(self._theme, self.tr("Change"), kind="quiet", icon="edit")
        change.setAccessibleName(self.tr("Change the days of {}").format(title))
        change.setEnabled(offer is not None)
        change.clicked.connect(lambda: self._on_change(row))
        end = Button(self._theme, self.tr("Take out"), kind="quiet", icon="close")
        end.setAccessibleName(self.tr("Take {} out of the plan").format(title))
        end.clicked.connect(lambda: self._on_end(row))
        flow.addWidget(change)
        flow.addWidget(end)
        holder.setMinimumWidth(flow.sizeHint().width())
        columns.addWidget(holder)
        return made

    def _add_phase(self, box: QVBoxLayout, row: Planned, routine: Routine) -> None:
        """A review that is due, and the next phase of its programme where there is one."""
        today = self._around.today()
        if routine.review is not None and routine.review < today:
            box.addWidget(label(review_text(routine, today), wrap=True))
        found = suggested(routine, row, self._everything, today)
        if found is not None:
            change = replace(row, id=None, variant=found.phase.variant, since=today, until=None)
            box.addSpacing(self._theme.space(4))
            box.addWidget(
                PhaseHint(self._theme, routine, found, lambda: self._on_phase(row, change))
            )

    def _show_away(self, coming: Sequence[Away], today: date) -> None:
        empty(self._away)
        self._away_card.setVisible(bool(coming))
        for period in coming:
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            first, last = (words.day_text(day, today) for day in (period.start, period.end))
            text = first if period.start == period.end else self.tr("{} to {}").format(first, last)
            if period.reason:
                text += f" · {period.reason}"
            row.addWidget(label(text, wrap=True), 1)
            remove = IconButton(self._theme, "delete", self.tr("Remove these days away"))
            remove.clicked.connect(lambda _=False, gone=period: self._on_remove_away(gone))
            row.addWidget(remove)
            self._away.addWidget(made)

    @property
    def editor(self) -> PlanEditor:
        """Where the days of a routine are chosen; made when it is first wanted."""
        if self._editor is None:
            self._editor = PlanEditor(self._theme, self._around, self._offers)
            self._editor.closed.connect(self.show_home)
            self._editor.told.connect(self.told)
            self._editor.again.connect(self._on_again)
            self._editor.hide()
            self._outer.addWidget(self._editor)
        return self._editor

    # --- pages ------------------------------------------------------------------------------

    def _show_only(self, page: QWidget) -> None:
        for one in (self._home, self._choice, self._editor):
            if one is not None:
                one.setVisible(one is page)

    def show_home(self) -> None:
        """The week."""
        self._show_only(self._home)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_choice(self) -> None:
        """All routines, to choose one."""
        self.choice.refresh()
        self._show_only(self._choice)
        self.choice.take_focus()

    def add_routine(self, routine: str, variant: str) -> None:
        """Choose the days of a routine that was picked elsewhere."""
        self._on_picked(routine, variant)

    def _on_picked(self, routine: str, variant: str) -> None:
        """A routine that is in the plan already opens with its days."""
        rows = [row for row in self._rows if row.routine == routine]
        own = [row for row in rows if row.variant == variant]
        if rows:
            self._on_change((own or rows)[0], variant)
        else:
            self._on_again(routine, variant)

    def _on_again(self, routine: str, variant: str) -> None:
        self.editor.show_new(self._around.library().routines[routine], variant, self._rows)
        self._show_editor()

    def _on_change(self, row: Planned, picked: str = "") -> None:
        others = [one for one in self._rows if one is not row]
        self.editor.show_row(row, self._around.library().routines[row.routine], others, picked)
        self._show_editor()

    def _show_editor(self) -> None:
        self._show_only(self.editor)
        self.editor.days[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- writing ----------------------------------------------------------------------------

    def _on_end(self, row: Planned) -> None:
        """Takes a routine out from today on; what was planned before stays."""
        number, today = row.id, self._around.today()
        if number is None:
            return

        def undo() -> None:
            again = Planned(row.routine, row.variant, row.weekdays, row.times_per_day, today)
            self._around.live.insist(lambda store: store.plan_add(again), Changes.PLAN)

        self._around.live.write(
            lambda store: store.plan_end(number, today - timedelta(days=1)),
            Changes.PLAN,
            done=lambda _: self.told.emit(self.tr("Taken out of the plan."), undo),
            failed=self._on_failed,
        )

    def _on_phase(self, old: Planned, new: Planned) -> None:
        """The person goes on to another phase from today; what was planned before stays."""
        live, today = self._around.live, self._around.today()

        def undo_of(number: int) -> Callable[[], None]:
            again = replace(old, id=None, since=max(old.since, today))

            def work(store: Store) -> None:
                with store.atomic():
                    store.plan_end(number, today - timedelta(days=1))
                    store.plan_add(again)

            return lambda: live.insist(work, Changes.PLAN)

        text = self.tr("Your plan has the new phase from today.")
        live.write(
            lambda store: replace_row(store, old, new),
            Changes.PLAN,
            done=lambda number: self.told.emit(text, undo_of(number)),
            failed=self._on_failed,
        )

    def _on_add_away(self) -> None:
        dialog = AwayDialog(self._theme, self, self._around)
        dialog.told.connect(self.told)
        dialog.open_at(560, 520)

    def _on_remove_away(self, period: Away) -> None:
        number, at = period.id, self._around.clock.utcnow()
        if number is None:
            return

        def undo_of(deletion: Deletion) -> Callable[[], None]:
            return lambda: self._around.live.insist(
                lambda store: store.undo_delete(deletion), Changes.PLAN
            )

        self._around.live.write(
            lambda store: store.away_remove(number, at),
            Changes.PLAN,
            done=lambda gone: self.told.emit(self.tr("Days away removed."), undo_of(gone)),
            failed=self._on_failed,
        )

    def _on_failed(self, sentence: str) -> None:
        self.problem.show_problem(sentence, self.tr("Nothing was changed."))


def days_text(days: frozenset[int], owner: QWidget) -> str:
    """The weekdays of a routine in order."""
    if len(days) == 7:
        return owner.tr("Every day")
    return ", ".join(words.weekday_text(number) for number in sorted(days))
