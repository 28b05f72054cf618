"""After a session: what was done against what was planned, pain and effort (optional), a note."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.log import Outcome, SessionRecord, SetResult, count_sets
from hiprehab.core.model import Side
from hiprehab.core.plan import Plan
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.pain_scale import PainScale
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words, minutes_text

NOTE_LENGTH = 500


def by_item(record: SessionRecord) -> list[list[SetResult]]:
    """The rows of each item in order; apart where the ladder has led to another exercise."""
    found: dict[tuple[int, str], list[SetResult]] = {}
    for row in record.results:
        found.setdefault((row.item, row.exercise), []).append(row)
    return [found[place] for place in sorted(found, key=lambda place: place[0])]


class Summary(QWidget):
    """The end of a session; nothing is filled in beforehand.

    Signals:
        saved(dict, object, str): scores a side, effort or None, and the note.
    """

    saved = Signal(object, object, str)  # as a dict Qt would turn the sides into plain text

    def __init__(
        self, theme: Theme, record: SessionRecord, plan: Plan, *, due: date | None = None
    ) -> None:
        super().__init__()
        self.theme = theme
        self._words = Words(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(record.title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("kind", "page")
        scroll.setWidget(page)
        outer.addWidget(scroll)
        row = QHBoxLayout(page)
        row.setContentsMargins(*[theme.space(24)] * 4)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.space(16))
        row.addLayout(column, 40)
        row.addStretch(1)
        column.addWidget(self._head(record, due))
        parts = QHBoxLayout()
        parts.setSpacing(theme.space(16))
        done, after = self._done(record, plan), self._after()
        if theme.scale < 1.4:
            parts.addWidget(done, 5)
            parts.addWidget(after, 6)
            column.addLayout(parts)
        else:
            column.addWidget(done)
            column.addWidget(after)
        column.addStretch(1)

    def _head(self, record: SessionRecord, due: date | None) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        text = QVBoxLayout()
        text.addWidget(label(self._headline(record), "heading", wrap=True))
        facts = self.tr("{title} · {time} of exercise time").format(
            title=record.title, time=minutes_text(record.active_s)
        )
        if due is not None:
            day = QLocale().toString(QDate(due.year, due.month, due.day), "dddd d MMMM")
            facts += self.tr(" · next on {day}").format(day=day)
        text.addWidget(label(facts, "muted", wrap=True))
        row.addLayout(text, 1)
        self.done_button = Button(self.theme, self.tr("Done"), kind="primary", icon="check")
        self.done_button.clicked.connect(self._on_done)
        row.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _headline(self, record: SessionRecord) -> str:
        done, total = count_sets(record.results)
        if not any(row.outcome is not Outcome.SKIPPED for row in record.results):
            return self.tr("No set was begun today. That is noted, nothing more.")
        if done == total:
            return self.tr("All {n} sets done.").format(n=total) if total > 1 else self.tr("Done.")
        if not done:
            return self.tr("You did {amount}. That counts.").format(amount=self._amount(record))
        return self.tr("You did {n} of {total} sets. That counts.").format(n=done, total=total)

    def _amount(self, record: SessionRecord) -> str:
        """What was done where no set is whole: repetitions, or time where there are none."""
        if reps := sum(row.reps_done for row in record.results):
            return self._words.reps_text(reps)
        seconds = sum(row.seconds_done for row in record.results)
        time = self._words.duration(max(1, round(seconds)))
        return self.tr("{time} of exercise").format(time=time)

    def _done(self, record: SessionRecord, plan: Plan) -> Card:
        card = Card(self.theme, self.tr("What you did"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.space(16))
        grid.setVerticalSpacing(self.theme.space(6))
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 3)
        for column in (1, 2):
            grid.setColumnMinimumWidth(column, self.theme.px(112))
        if any(row.side for row in record.results):
            for column, side in enumerate(Side, start=1):
                grid.addWidget(SideBadge(self.theme, side), 0, column)
        for line, rows in enumerate(by_item(record), start=1):
            grid.addWidget(label(self._item_text(plan, rows), "body", wrap=True), line, 0)
            for column, side in enumerate(Side, start=1):
                mine = [row for row in rows if row.side is side]
                if mine:
                    text = label(self._words.sets_done(mine), "body", wrap=True)
                    grid.addWidget(text, line, column)
            if both := [row for row in rows if row.side is None]:
                text = label(self._words.sets_done(both), "body", wrap=True)
                grid.addWidget(text, line, 1, 1, 2)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _item_text(self, plan: Plan, rows: list[SetResult]) -> str:
        """The move, and why something of it was left out."""
        played = (*plan.items, *(item for _, item in plan.replaced))
        names = {item.exercise: item.name for item in played}
        text = names.get(rows[0].exercise, plan.items[rows[0].item].name)
        if reason := next((row.reason for row in rows if row.reason), None):
            text += self.tr(" (left out: {why})").format(why=self._words.reason(reason).lower())
        return text

    def _after(self) -> Card:
        card = Card(self.theme, self.tr("How is it now?"))
        body = card.body
        body.addWidget(label(self.tr("All of this may be left out."), "muted", wrap=True))
        self.scales = {side: PainScale(self.theme, side) for side in Side}
        for scale in self.scales.values():
            body.addWidget(scale)
        body.addWidget(label(self.tr("How hard was it? 0 is nothing, 10 is all you have."), "body",
                             wrap=True))  # fmt: skip
        self.effort = ChipRow(
            self.theme,
            [(n, str(n)) for n in range(11)],
            name=self.tr("Effort"),
            optional=True,
        )
        body.addWidget(self.effort)
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_LENGTH)
        self.note.setPlaceholderText(self.tr("A note, if you like"))
        self.note.setAccessibleName(self.tr("Note"))
        body.addWidget(self.note)
        body.addStretch(1)
        return card

    def _on_done(self) -> None:
        scores = {s: scale.score for s, scale in self.scales.items() if scale.score is not None}
        self.saved.emit(scores, self.effort.value, self.note.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is Done; Escape too, with what was filled in."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._on_done()
        else:
            super().keyPressEvent(event)
