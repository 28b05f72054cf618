"""On the page of the run-walk steps: where the person stands, and the list before running again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.diary import Ready
from hiprehab.core.running import ReadyList, ReadyPoint, Standing, Way, variant_of
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import empty
from hiprehab.ui.screens.running_words import ready_text, standing_text
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import divider, label


class RunningCard(Card):
    """Suggests a step; the list can be answered at any time, and an answer changed.

    Signals:
        step_chosen(str): the variant of the step that is suggested.
        exercise_requested(str): the move that a point is tried with.
    """

    step_chosen = Signal(str)
    exercise_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        around: Around,
        points: ReadyList,
        standing: Callable[[], Standing],
    ) -> None:
        super().__init__(theme, self.tr("Where you are"))
        self._theme, self._around = theme, around
        self._points, self._standing = points, standing
        self._suggested = ""
        self.body.setSpacing(theme.space(8))
        self.text = label("", wrap=True)
        self.take = Button(theme, "", icon="check")
        self.ready = label("", "strong", wrap=True)
        self.answers: dict[str, ChipRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(8))
        for part in (self.text, self.take, divider(), label(self.tr("Before you run"), "title")):
            self.body.addWidget(part)
        self.body.addWidget(self.ready)
        self.body.addLayout(self._rows)
        source = self.tr("Common practice, no proof: {}").format("; ".join(points.sources))
        self.body.addWidget(label(source, "small", wrap=True))
        self.take.clicked.connect(lambda: self.step_chosen.emit(self._suggested))
        around.live.changed.connect(self._on_changed)
        self._build_rows()
        self.refresh()

    def _build_rows(self) -> None:
        empty(self._rows)
        for point in self._points.points:
            self._rows.addWidget(self._row(point))

    def _row(self, point: ReadyPoint) -> QWidget:
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(4))
        box.addWidget(label(point.text, wrap=True))
        row = QHBoxLayout()
        choices = [(True, self.tr("Yes")), (False, self.tr("Not yet"))]
        chips = ChipRow(self._theme, choices, name=point.text, optional=True)
        chips.changed.connect(partial(self._on_answer, point.key))
        self.answers[point.key] = chips
        row.addWidget(chips, 1)
        if point.exercise in self._around.library().exercises:
            show = Button(self._theme, self.tr("Show the move"), kind="quiet")
            show.clicked.connect(lambda: self.exercise_requested.emit(point.exercise))
            row.addWidget(show)
        box.addLayout(row)
        return made

    def refresh(self) -> None:
        """Read what was answered and what was run."""
        answers = self._around.live.read.ready()
        newest = {one.key: one.yes for one in sorted(answers, key=lambda one: one.stamp.at)}
        for key, chips in self.answers.items():
            chips.set_value(newest.get(key))
        still = self._points.open(answers)
        self.ready.setText(ready_text(len(still), len(self._points.points)))
        found = self._standing()
        self.text.setText(standing_text(found))
        self._suggested = variant_of(found.step)
        self.take.setText(self.tr("Show step {}").format(found.step))
        self.take.setVisible(found.way is not Way.FREE)

    def _on_answer(self, key: str, yes: bool | None) -> None:
        if yes is None:  # a second press takes the mark away; the answer before it stays
            self.refresh()
            return
        answer = Ready(self._around.now(), key, yes)
        self._around.live.write(
            lambda store: store.ready_add([answer]), Changes.DIARY, by=self, failed=self._on_failed
        )

    def _on_failed(self, sentence: str) -> None:
        """What could not be saved is not shown as answered."""
        self.refresh()
        self._around.live.problem.emit(sentence)

    def _on_changed(self, changes: Changes, by: object) -> None:
        if changes & (Changes.DIARY | Changes.SESSIONS | Changes.PAIN) and self.isVisible():
            self.refresh()
