"""Choosing the days of a routine, and the time away."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hiprehab.core.agenda import Away, Planned, spread_days
from hiprehab.core.changes import Changes
from hiprehab.core.model import Routine
from hiprehab.storage.store import Store
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.entry_sheet import EntrySheet, Values
from hiprehab.ui.screens.plan_week import gap_problems
from hiprehab.ui.screens.today_state import Offers
from hiprehab.ui.screens.when import DayField
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Banner, Card
from hiprehab.ui.widgets.chips import Chip, ChipRow
from hiprehab.ui.widgets.stepper import StepperField
from hiprehab.ui.widgets.text import label

MOST_TIMES = 6


class PlanEditor(QWidget):
    """The days of one routine.

    Signals: `closed()`, `told(text, undo)`, and `again(routine, variant)` when a routine that is in
    the plan already is wanted once more.
    """

    closed = Signal()
    again = Signal(str, str)
    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around, offers: Offers) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._offers = offers
        self._routine: Routine | None = None
        self._old: Planned | None = None
        self._others: tuple[Planned, ...] = ()
        self._picked = ""
        self.back = Button(theme, self.tr("Back to the plan"), kind="quiet", icon="chevron-left")
        self.title = label("", "heading", wrap=True)
        self.text = label("", "muted", wrap=True)
        self.already = QFrame()
        self.once_more = Button(theme, self.tr("Plan it once more"), kind="quiet", icon="plus")
        self.advice = label("", "body", wrap=True)
        self.warning = label("", "error", wrap=True)
        self.problem = Banner(theme)
        self.level: ChipRow | None = None
        self._level_name = label(words.level_name(), "small")
        self.days: list[Chip] = []
        self.times = StepperField(theme, low=1, high=MOST_TIMES, name=self.tr("Times a day"))
        self.save = Button(theme, self.tr("Save"), kind="primary", icon="check")
        self._build()
        self.back.clicked.connect(self.closed)
        self.once_more.clicked.connect(self._on_once_more)
        self.save.clicked.connect(self._on_save)
        self.problem.acted.connect(self._on_save)
        self.times.changed.connect(self._show_state)

    def _build(self) -> None:
        space = self._theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(10))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.title)
        box.addWidget(self.text)
        box.addWidget(self._notice())
        box.addWidget(self.problem)
        card = Card(self._theme)
        self._card = card.body
        card.body.addWidget(self._level_name)
        card.body.addWidget(label(self.tr("Days"), "small"))
        holder, flow = flowing(space(6))
        for number in range(7):
            chip = Chip(self._theme, words.weekday_text(number))
            chip.setAccessibleName(words.weekday_text(number, long=True))
            chip.clicked.connect(self._show_state)
            flow.addWidget(chip)
            self.days.append(chip)
        card.body.addWidget(holder)
        card.body.addWidget(self.advice)
        card.body.addWidget(self.warning)
        card.body.addWidget(label(self.tr("Times a day"), "small"))
        card.body.addWidget(self.times)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        card.body.addLayout(row)
        box.addWidget(card)
        box.addStretch(1)

    def _notice(self) -> QFrame:
        """What is said of a routine that is in the plan already."""
        self.already.setProperty("kind", "notice")
        box = QVBoxLayout(self.already)
        edge = self._theme.space(12)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(self._theme.space(6))
        text = self.tr("This routine is in your plan already. Here you change its days.")
        box.addWidget(label(text, wrap=True))
        box.addWidget(self.once_more, 0, Qt.AlignmentFlag.AlignLeft)
        return self.already

    # --- showing ----------------------------------------------------------------------------

    def show_new(self, routine: Routine, variant: str, others: Sequence[Planned]) -> None:
        """A routine that is not in the plan yet; the schedule's own days a week are proposed."""
        self._old = None
        self._show(routine, variant, others)
        for number, chip in enumerate(self.days):
            chip.setChecked(number in proposed_days(routine))
        self.times.set_value(max(1, routine.schedule.times_per_day[0]))
        self._show_state()

    def show_row(
        self, row: Planned, routine: Routine, others: Sequence[Planned], picked: str = ""
    ) -> None:
        """A row of the plan, to be changed from today on.

        `picked` is the variant with which somebody meant to add the routine.
        """
        self._old = row
        self._show(routine, row.variant, others)
        for number, chip in enumerate(self.days):
            chip.setChecked(number in row.weekdays)
        self.times.set_value(row.times_per_day)
        self._picked = picked
        self.already.setVisible(bool(picked))
        self._show_state()

    def _show(self, routine: Routine, variant: str, others: Sequence[Planned]) -> None:
        self._routine = routine
        self.already.hide()
        self._others = tuple(others)
        self.title.setText(routine.title)
        self.text.setText(routine.for_who or routine.summary)
        self.advice.setText(advice(routine, self))
        self.advice.setVisible(bool(self.advice.text()))
        self.problem.hide()
        if self.level is not None:
            self.level.hide()
            self.level.deleteLater()
        self.level = ChipRow(
            self._theme,
            [(one.id, one.title) for one in routine.variants],
            name=words.level_name(),
        )
        chosen = routine.variant(variant) or routine.variants[0]
        self.level.set_value(chosen.id)
        self.level.changed.connect(self._show_state)
        self._card.insertWidget(self._card.indexOf(self._level_name) + 1, self.level)
        several = len(routine.variants) > 1
        self.level.setVisible(several)
        self._level_name.setVisible(several)

    def chosen_days(self) -> frozenset[int]:
        """The weekdays that are on; 0 is Monday."""
        return frozenset(number for number, chip in enumerate(self.days) if chip.isChecked())

    def planned(self) -> Planned | None:
        """The row that would be saved, from today on; None without a day."""
        if self._routine is None or self.level is None or not self.chosen_days():
            return None
        return Planned(
            self._routine.id,
            self.level.value,
            self.chosen_days(),
            self.times.value(),
            self._around.today(),
        )

    def _show_state(self) -> None:
        row = self.planned()
        self.save.setEnabled(row is not None)
        gaps = gap_problems([*self._others, row], self._offers) if row else {}
        gap = gaps.get(row.routine) if row else None
        self.warning.setVisible(gap is not None)
        if gap is not None:
            self.warning.setText(gap_warning(gap, self))

    def _on_once_more(self) -> None:
        if self._routine is not None:
            self.again.emit(self._routine.id, self._picked)

    # --- saving -----------------------------------------------------------------------------

    def _on_save(self) -> None:
        row, old = self.planned(), self._old
        if row is None or not self.isEnabled():
            return
        self.setEnabled(False)  # a second press would plan it twice
        self._around.live.write(
            lambda store: replace_row(store, old, row),
            Changes.PLAN,
            by=self,
            done=self._on_saved,
            failed=self._on_failed,
        )

    def _on_saved(self, _: object) -> None:
        self.setEnabled(True)
        self.told.emit(self.tr("Plan saved."), None)
        self.closed.emit()

    def _on_failed(self, sentence: str) -> None:
        self.setEnabled(True)
        kept = self.tr("What you chose is kept here.")
        self.problem.show_problem(sentence, kept, self.tr("Try again"))


def replace_row(store: Store, old: Planned | None, new: Planned) -> int:
    """Adds a row; the one it replaces ends the day before, so the past stays as it was planned."""
    with store.atomic():
        number = store.plan_add(new)
        if old is not None and old.id is not None:
            store.plan_end(old.id, new.since - timedelta(days=1))
    return number


def proposed_days(routine: Routine) -> frozenset[int]:
    """Days spread over the week, as many as the schedule asks for; none when it is silent."""
    return spread_days(routine.schedule.days_per_week[0], routine.schedule.min_gap_days)


def advice(routine: Routine, owner: QWidget) -> str:
    """What the routine's author says about how often."""
    low, high = routine.schedule.days_per_week
    parts = []
    if high:
        days = f"{low}" if low == high else f"{low}–{high}"
        parts.append(owner.tr("Meant for {} days a week.").format(days))
    if routine.schedule.min_gap_days == 1:
        parts.append(owner.tr("With a day of rest between."))
    elif routine.schedule.min_gap_days:
        parts.append(
            owner.tr("With {} days of rest between.").format(routine.schedule.min_gap_days)
        )
    if routine.schedule.when:
        parts.append(f"{routine.schedule.when}.")
    return " ".join(parts)


def gap_warning(gap: int, owner: QWidget) -> str:
    """That days lie too close together; it warns and forbids nothing."""
    if gap == 1:
        return owner.tr("This routine should have a day of rest between. Some days are too close.")
    return owner.tr(
        "This routine should have {} days of rest between. Some days are too close."
    ).format(gap)


class AwayDialog(EntrySheet):
    """A time away. Signals: `told(text, undo)`."""

    def __init__(self, theme: Theme, parent: QWidget, around: Around) -> None:
        super().__init__(theme, parent, self.tr("Days away"), around)
        self.first = DayField(theme, self.tr("First day"))
        self.last = DayField(theme, self.tr("Last day"))
        today = around.today()
        self.first.set_day(today)
        self.last.set_day(today + timedelta(days=6))
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setAccessibleName(self.tr("Why (if you like)"))
        self.warning = label("", "error", wrap=True)
        self.save = Button(theme, self.tr("Save"), kind="primary", icon="check")
        self._build()
        self.first.changed.connect(self._on_first)
        self.last.changed.connect(self._show_state)
        self.save.clicked.connect(self._on_save)
        self._show_state()

    def _build(self) -> None:
        text = self.tr("Nothing is due on these days, and nothing counts as missed.")
        self.body.addWidget(label(text, "muted", wrap=True))
        for name, widget in (
            (self.tr("First day"), self.first),
            (self.tr("Last day"), self.last),
            (self.tr("Why (if you like)"), self.reason),
        ):
            self.body.addWidget(label(name, "small"))
            self.body.addWidget(widget)
        self.body.addWidget(self.warning)
        self.body.addStretch(1)
        cancel = Button(self.theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.save)

    def _on_first(self) -> None:
        """The last day goes along so that it never lies before the first."""
        if self.last.day() < self.first.day():
            self.last.set_day(self.first.day())
        self._show_state()

    def _show_state(self) -> None:
        wrong = self.last.day() < self.first.day()
        self.warning.setVisible(wrong)
        self.warning.setText(self.tr("The last day lies before the first one.") if wrong else "")
        self.save.setEnabled(not wrong)

    def away(self) -> Away:
        """What would be saved."""
        return Away(self.first.day(), self.last.day(), self.reason.text().strip())

    def _on_save(self) -> None:
        away = self.away()
        self.write(
            lambda store: store.away_add(away),
            Changes.PLAN,
            lambda _: self.end(self.tr("Days away saved.")),
            self._on_save,
        )

    def values(self) -> Values:
        """What the fields hold."""
        return {
            "first": self.first.day().isoformat(),
            "last": self.last.day().isoformat(),
            "reason": self.reason.text(),
        }

    def show_values(self, values: Values) -> None:
        """What a draft holds."""
        self.first.set_day(date.fromisoformat(values["first"]))
        self.last.set_day(date.fromisoformat(values["last"]))
        self.reason.setText(values["reason"])
        self._show_state()


def ends(row: Planned, today: date) -> bool:
    """Whether a row of the plan still holds on a day or will."""
    return row.until is None or row.until >= today
