"""About you: what a clinician told the person. Chosen by the person, never guessed by the app."""

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.conditions import Chosen, Condition, Conditions, ceiling
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.when import DateEdit
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import Chip
from hiprehab.ui.widgets.text import divider, label


class ConditionsCard(Card):
    """Chips to switch on and off; each change is saved at once and said in a sentence.

    Signals:
        told(text, undo): a short message, with a call that takes it back.
    """

    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__(theme, self.tr("My clinician told me that I have …"))
        self.theme = theme
        self._around = around
        note = self.tr(
            "Choose only what a clinician told you. HipRehab then names the moves that do not"
            " suit you before you start, and uses a more careful limit for pain. You can change"
            " it at any time."
        )
        self.body.addWidget(label(note, "muted", wrap=True))
        self.chips: dict[str, Chip] = {}
        holder, flow = flowing(theme.space(8))
        for key, condition in around.conditions().book.conditions.items():
            chip = Chip(theme, condition.name)
            chip.setToolTip(condition.also)
            chip.setAccessibleDescription(condition.also)
            chip.clicked.connect(lambda on=False, key=key: self._on_chip(key, on))
            self.chips[key] = chip
            flow.addWidget(chip)
        self.body.addWidget(holder)
        self.limit = label("", "strong", wrap=True)
        self.body.addWidget(self.limit)
        self._details = QVBoxLayout()
        self._details.setSpacing(theme.space(8))
        self.body.addLayout(self._details)
        around.live.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Shows what holds now."""
        known = self._around.conditions()
        for key, chip in self.chips.items():
            chip.setChecked(key in known.keys)
        self._show_limit(known)
        empty(self._details)
        for chosen in known.chosen:
            condition = known.book.conditions.get(chosen.key)
            if condition is not None:
                self._details.addWidget(self._detail(condition, chosen))

    def _show_limit(self, known: Conditions) -> None:
        limit = ceiling(known, self._around.today())
        if limit:
            text = self.tr("Pain up to {0} of 10 counts as fine during a move, at most.")
        else:
            text = self.tr("Exercise is held back while this is chosen.")
        if not known.chosen:
            text = self.tr("Nothing is chosen, so pain up to {0} of 10 counts as fine, at most.")
        self.limit.setText(text.format(limit))

    def _detail(self, condition: Condition, chosen: Chosen) -> QWidget:
        part = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        part.setSizePolicy(policy)
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(4))
        box.addWidget(divider())
        also = self.tr("Also called: {0}.").format(condition.also)
        box.addWidget(label(condition.name, "strong", wrap=True))
        box.addWidget(label(also, "small", wrap=True))
        if condition.note:
            box.addWidget(label(condition.note, "body", wrap=True))
        if condition.dated:
            box.addWidget(self._since(condition, chosen))
        return part

    def _since(self, condition: Condition, chosen: Chosen) -> QWidget:
        """The day it began: a fresh strain has a lower limit."""
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        said = self.tr("Since when is not said.")
        if chosen.since is not None:
            day = QDate(chosen.since.year, chosen.since.month, chosen.since.day)
            said = self.tr("Since {0}.").format(QLocale().toString(day, "d MMMM yyyy"))
        weeks = self._around.conditions().book.early_days // 7
        why = self.tr("In the first {0} weeks the limit is lower.").format(weeks)
        box.addWidget(label(f"{said} {why}", "body", wrap=True))
        row, flow = flowing(self.theme.space(8))
        today = self._around.today()
        field = DateEdit(self.theme)
        field.setMaximumDate(QDate(today.year, today.month, today.day))
        first = chosen.since or today
        field.setDate(QDate(first.year, first.month, first.day))
        field.setAccessibleName(self.tr("{0}: the day it began").format(condition.name))
        use = Button(self.theme, self.tr("Use this day"))
        use.setAccessibleName(self.tr("{0}: use this day").format(condition.name))
        use.clicked.connect(lambda: self._choose(condition.key, field.date()))
        flow.addWidget(field)
        flow.addWidget(use)
        if chosen.since is not None:
            forget = Button(self.theme, self.tr("I do not know"), kind="quiet")
            forget.clicked.connect(lambda: self._choose(condition.key, None))
            flow.addWidget(forget)
        box.addWidget(row)
        return part

    # --- changes ----------------------------------------------------------------------------

    def _on_chip(self, key: str, on: bool) -> None:
        if on:
            self._choose(key, None)
            return
        at = self._around.clock.utcnow()
        before = next((one for one in self._around.conditions().chosen if one.key == key), None)
        name = self._around.conditions().name(key)

        def back() -> None:
            if before is not None:
                self._choose_again(before)

        self._around.live.write(
            lambda store: store.end_condition(key, at),
            Changes.CONDITIONS,
            by=self,
            done=lambda _: self._said(self.tr("{0} was taken away.").format(name), back),
            failed=self._failed,
        )

    def _choose(self, key: str, day: QDate | None) -> None:
        since = day.toPython() if day is not None else None
        chosen = Chosen(self._around.now(), key, since)  # type: ignore[arg-type]  # a date
        self._choose_again(chosen)

    def _choose_again(self, chosen: Chosen) -> None:
        renewed = Chosen(self._around.now(), chosen.key, chosen.since)
        self._around.live.write(
            lambda store: store.choose_condition(renewed),
            Changes.CONDITIONS,
            by=self,
            done=lambda _: self.refresh(),
            failed=self._failed,
        )

    def _said(self, text: str, undo: object) -> None:
        self.refresh()
        self.told.emit(text, undo)

    def _failed(self, sentence: str) -> None:
        """What could not be saved is not shown as chosen."""
        self.refresh()
        self._around.live.problem.emit(sentence)

    def _on_changed(self, changes: Changes, by: object) -> None:
        if changes & Changes.CONDITIONS and by is not self:
            self.refresh()
