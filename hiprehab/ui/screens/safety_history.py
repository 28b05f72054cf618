"""What was answered to the safety questions, who cleared what, and conditions that no longer hold.

Kept for the person and their clinician to look back on; only a clearance that was entered by
mistake can be taken away.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.conditions import Chosen
from hiprehab.core.safety import Answer, Clearance, Occasion, SafetyBook, SafetyLog
from hiprehab.storage.store import Deletion
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import empty
from hiprehab.ui.screens.log_words import day_text
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label

SHOWN = 6
"""The newest rounds of questions that are listed before "Show all"."""


class SafetyHistoryCard(Card):
    """Hidden while there is nothing to look back on. Signals: `told(text, undo)`."""

    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around, book: Callable[[], SafetyBook]) -> None:
        super().__init__(theme, self.tr("Safety answers so far"))
        self._theme, self._around, self._book = theme, around, book
        self._all = False
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(6))
        self.body.addLayout(self._rows)
        self.more = Button(theme, self.tr("Show all"), kind="quiet", icon="more")
        self.more.clicked.connect(self._on_more)
        self.body.addWidget(self.more)
        around.live.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        read, today = self._around.live.read, self._around.today()
        log = read.safety_log()
        lines = [*self._answered(log, today), *self._cleared(log.clearances, today)]
        lines += self._ended(read.condition_history(), today)
        lines.sort(key=lambda line: line[0], reverse=True)
        empty(self._rows)
        for _, text, clearance in lines if self._all else lines[:SHOWN]:
            self._rows.addWidget(self._row(text, clearance))
        self.more.setVisible(len(lines) > SHOWN and not self._all)
        self.setVisible(bool(lines))

    def _answered(
        self, log: SafetyLog, today: date
    ) -> Iterable[tuple[date, str, Clearance | None]]:
        """One line a round of questions: how many, and what was answered with yes."""
        rounds = sorted(log.answers, key=lambda one: (one.stamp.at, one.question))
        for stamp, group in groupby(rounds, key=lambda one: one.stamp):
            answers = list(group)
            why = self._why(answers[0].occasion)
            one = len(answers) == 1
            head = (
                self.tr("{0}: 1 question ({2}).") if one else self.tr("{0}: {1} questions ({2}).")
            )
            head = head.format(day_text(stamp.day, today), len(answers), why)
            yield stamp.day, f"{head} {self._said(answers)}", None

    def _said(self, answers: Iterable[Answer]) -> str:
        book, names = self._book(), []
        for one in answers:
            question = book.question(one.question)
            if one.yes:
                names.append(question.brief if question else one.question)
        if not names:
            return self.tr("All no.")
        return self.tr("Yes: {0}.").format("; ".join(names))

    def _why(self, occasion: Occasion) -> str:
        return {
            Occasion.FIRST: self.tr("at the beginning"),
            Occasion.RED: self.tr("after a session that was too much"),
            Occasion.AWAY: self.tr("after a long break"),
            Occasion.REGULAR: self.tr("every four weeks"),
            Occasion.NEW: self.tr("something was new"),
        }[occasion]

    def _cleared(
        self, clearances: Iterable[Clearance], today: date
    ) -> Iterable[tuple[date, str, Clearance | None]]:
        for one in clearances:
            question = self._book().question(one.question)
            text = self.tr("{0}: {1} said that you may exercise ({2}).").format(
                day_text(one.cleared_on, today), one.who, question.brief if question else "?"
            )
            yield one.stamp.day, f"{text} {one.note}".strip(), one

    def _ended(
        self, history: Iterable[Chosen], today: date
    ) -> Iterable[tuple[date, str, Clearance | None]]:
        book = self._around.book()
        for one in history:
            if one.ended is None:
                continue
            condition = book.conditions.get(one.key)
            chosen = self.tr("From {0} to {1} you had chosen: {2}.")
            if self._around.read_only:
                chosen = self.tr("From {0} to {1} this was chosen: {2}.")
            text = chosen.format(
                day_text(one.stamp.day, today),
                day_text(one.ended.date(), today),
                condition.name if condition else one.key,
            )
            yield one.ended.date(), text, None

    def _row(self, text: str, clearance: Clearance | None) -> QWidget:
        made = QWidget()
        box = QHBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(label(text, wrap=True), 1)
        if clearance is not None and not self._around.read_only:
            gone = Button(self._theme, self.tr("Remove"), kind="quiet", icon="delete")
            gone.setAccessibleName(self.tr("Remove: {0}").format(text))
            gone.clicked.connect(partial(self._on_remove, clearance))
            box.addWidget(gone)
        return made

    def _on_more(self) -> None:
        self._all = True
        self.refresh()

    def _on_remove(self, clearance: Clearance) -> None:
        number, live, at = clearance.id, self._around.live, self._around.clock.utcnow()
        if number is None:
            return

        def told(deletion: Deletion) -> None:
            def undo() -> None:
                live.insist(lambda store: store.undo_delete(deletion), Changes.SAFETY)

            self.told.emit(self.tr("Removed. The question counts as open again."), undo)

        live.write(lambda store: store.delete_clearance(number, at), Changes.SAFETY, done=told)

    def _on_changed(self, changes: Changes, by: object) -> None:
        if changes & (Changes.SAFETY | Changes.CONDITIONS):
            self.refresh()
