"""The check-in: how are your hips? One click a side is enough; nothing is chosen beforehand.

It shows on Today, after a session and in the window for corrections. What was entered stays on the
screen until the log says that it is saved.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.log import Moment, PainEntry, Stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around, stamp_at
from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.pain_scale import PainScale
from hiprehab.ui.widgets.side_figure import SideFigure
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:  # made when somebody wants to say more
    from hiprehab.ui.screens.checkin_detail import Details

Rating = Mapping[Side, PainEntry]
"""The rows of one answer, by side."""


class CheckIn(QWidget):
    """Two scales under a figure seen from behind.

    Signals:
        saved(list): the entries are in the log; `saved_ids` holds the ids of new ones.
        not_saved(): the log refused them; they stay on the screen, with the reason.
        changed(): something was chosen, typed or taken back.
    """

    saved = Signal(object)
    not_saved = Signal()
    changed = Signal()

    def __init__(self, theme: Theme, around: Around, *, always_past: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._moment = Moment.DAY
        self._session: int | None = None
        self._before: dict[Side, PainEntry] = {}
        self._saving: list[PainEntry] | None = None
        self.saved_ids: tuple[int, ...] = ()
        self.question = label(self.tr("How are your hips?"), "title", wrap=True)
        self.figure = SideFigure(theme)
        self.scales = {side: PainScale(theme, side) for side in Side}
        self._always_past = always_past
        self._details: Details | None = None
        self.more = Button(theme, "", kind="quiet", icon="chevron-down")
        self.save_button = Button(theme, self.tr("Save"), icon="check")
        self.problem = QFrame()
        self._problem_text = label("", "body", wrap=True)
        self.retry = Button(theme, self.tr("Try again"))
        self._box = QVBoxLayout(self)
        self._build()
        self._connect()
        self.set_details_shown(always_past)
        self._show_state()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        space = self._theme.space
        box = self._box
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(8))
        box.addWidget(self.question)
        box.addWidget(self.figure, 1)
        pair = QWidget()
        columns = Columns(pair, gap=space(12))
        for scale in self.scales.values():
            columns.addWidget(scale)
        box.addWidget(pair)
        self._details_at = box.count()
        self.problem.setProperty("kind", "problem")
        inside = QHBoxLayout(self.problem)
        inside.setContentsMargins(space(16), space(8), space(8), space(8))
        inside.addWidget(self._problem_text, 1)
        inside.addWidget(self.retry)
        self.problem.hide()
        box.addWidget(self.problem)
        actions = QHBoxLayout()
        actions.setContentsMargins(0, space(4), 0, 0)
        holder, self.quiet_actions = flowing(space(12))
        self.quiet_actions.addWidget(self.more)
        actions.addWidget(holder, 1)
        actions.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignBottom)
        box.addLayout(actions)

    def _connect(self) -> None:
        for scale in self.scales.values():
            scale.changed.connect(self._on_changed)
        self.figure.chosen.connect(self._on_side)
        self.more.clicked.connect(lambda: self.set_details_shown(not self.details_shown))
        self.save_button.clicked.connect(self.save)
        self.retry.clicked.connect(self.save)

    # --- what is asked ----------------------------------------------------------------------

    def ask(self, question: str, moment: Moment = Moment.DAY, session: int | None = None) -> None:
        """Another question, for a moment of a session; what is chosen already stays."""
        self.question.setText(question)
        self.question.setVisible(bool(question))
        self._moment, self._session = moment, session

    @property
    def moment(self) -> Moment:
        """The moment that is asked about."""
        return self._moment

    @property
    def saving(self) -> bool:
        """Whether an answer is on its way to the log."""
        return self._saving is not None

    def edit(self, rating: Rating) -> None:
        """Shows a saved answer for correction; saving replaces it and keeps its history."""
        first = next(iter(rating.values()))
        self._before = dict(rating)
        self._moment, self._session = first.moment, first.session
        for side, scale in self.scales.items():
            entry = rating.get(side)
            scale.set_score(entry.score if entry else None)
        self.details.show_entries(self._before)
        self._show_state()

    def clear(self) -> None:
        """Nothing chosen."""
        self._before = {}
        for scale in self.scales.values():
            scale.set_score(None)
        if self._details is not None:
            self._details.clear()
        self.set_details_shown(False)
        self.problem.hide()
        self._show_state()

    @property
    def details(self) -> "Details":
        """What may be added to the two scores: half of the widgets, made when first wanted."""
        if self._details is None:
            from hiprehab.ui.screens.checkin_detail import Details

            self._details = Details(self._theme, self._around, always_past=self._always_past)
            self._details.hide()
            self._details.changed.connect(self._on_changed)
            self._box.insertWidget(self._details_at, self._details)
        return self._details

    @property
    def details_shown(self) -> bool:
        """Whether more than the two scores can be answered now."""
        return self._details is not None and not self._details.isHidden()

    def set_details_shown(self, shown: bool) -> None:
        """Opens or closes the part with the details."""
        if shown or self._details is not None:
            self.details.setVisible(shown)
        self.more.setText(self.tr("Less detail") if shown else self.tr("Add detail"))
        self.more.set_icon("chevron-up" if shown else "chevron-down")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be saved."""
        return not self._sides()

    @property
    def is_stuck(self) -> bool:
        """Whether what was entered cannot be saved yet, such as a note without a score."""
        said = self._details is not None and self._details.said
        return not self.entries() and (said or not self.is_empty)

    def _sides(self) -> list[Side]:
        """The sides about which something was said; silence about a side makes no row."""
        more = self._details.sides if self._details is not None else {}
        return [
            side
            for side in Side
            if self.scales[side].score is not None or (side in more and not more[side].is_empty)
        ]

    def entries(self) -> list[PainEntry]:
        """What would be saved: a row a side, none for a side without an answer."""
        stamp = self._details.when.stamp() if self._details else self._around.now()
        return [] if stamp is None else [self._entry(side, stamp) for side in self._sides()]

    def answers(self) -> dict[Side, PainEntry]:
        """The same by side; also while the time is one that cannot be yet."""
        stamp = stamp_at(self._around.clock, self.details.when.local())
        return {side: self._entry(side, stamp) for side in self._sides()}

    def show_answers(self, entries: Sequence[PainEntry]) -> None:
        """Shows answers that were never saved, for a time gone by."""
        by_side = {entry.side: entry for entry in entries}
        if by_side:
            self.details.show_entries(by_side)
            self.details.when.set_local(entries[0].stamp.local)
            for side, entry in by_side.items():
                self.scales[side].set_score(entry.score)
            self._show_state()

    def _entry(self, side: Side, stamp: Stamp) -> PainEntry:
        before = self._before.get(side)
        session = None if self._moment is Moment.DAY else self._session
        entry = PainEntry(
            stamp=stamp,
            side=side,
            score=self.scales[side].score,
            moment=self._moment,
            session=before.session if before else session,
            exercise=before.exercise if before else None,
            demo=before.demo if before else False,
            id=before.id if before else None,
        )
        return self._details.fill(entry, before) if self._details else entry

    # --- saving -----------------------------------------------------------------------------

    def save(self) -> None:
        """Sends the answer to the log; it stays on the screen until it is there."""
        entries = self.entries()
        if not entries or self._saving is not None:
            return
        self._saving = entries
        self.problem.hide()
        self._show_state()
        work = changing(self._before, entries, self._around) if self._before else adding(entries)
        self._around.live.write(
            work, Changes.PAIN, by=self, done=self._on_saved, failed=self._on_failed
        )

    def _on_saved(self, ids: tuple[int, ...] | None) -> None:
        entries, self._saving = self._saving or [], None
        self.saved_ids = ids or ()
        unchanged = not self._before and self._same(entries)
        if unchanged:
            self.clear()
        self._show_state()
        self.saved.emit(entries)

    def _same(self, entries: list[PainEntry]) -> bool:
        """Whether the screen still shows what was sent; the clock may have gone on."""
        now = self.entries()
        plain = [(e.side, e.score, e.measure, e.place, e.note) for e in entries]
        return plain == [(e.side, e.score, e.measure, e.place, e.note) for e in now]

    def _on_failed(self, sentence: str) -> None:
        self._saving = None
        self.show_problem(self.tr("{} Your entry is kept here.").format(sentence.rstrip()))
        self.not_saved.emit()

    def show_problem(self, text: str) -> None:
        """Says what went wrong, above the buttons."""
        self._problem_text.setText(text)
        self.problem.setAccessibleName(self._problem_text.text())
        self.problem.show()
        self._show_state()

    def _on_changed(self) -> None:
        self._show_state()
        self.changed.emit()

    def _on_side(self, side: Side) -> None:
        self.scales[side].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_state(self) -> None:
        rated = frozenset(s for s, scale in self.scales.items() if scale.score is not None)
        self.figure.show_rated(rated)
        waiting = self._saving is not None
        self.save_button.setText(self.tr("Saving …") if waiting else self.tr("Save"))
        self.save_button.setEnabled(bool(self.entries()))
        self.save_button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a scale or on Save saves once something is chosen."""
        here = self.focusWidget() in (*self.scales.values(), self.save_button)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and here and self.entries():
            self.save()
        else:
            super().keyPressEvent(event)


def adding(entries: list[PainEntry]) -> Callable[[Store], tuple[int, ...]]:
    """The write for a new answer."""

    def work(store: Store) -> tuple[int, ...]:
        return store.log_pain(entries)

    return work


def changing(before: Rating, entries: list[PainEntry], around: Around) -> Callable[[Store], None]:
    """The write for a corrected answer: replaces, adds and takes away what differs."""
    at = around.clock.utcnow()
    new = [entry for entry in entries if entry.id is None]
    kept = {entry.id for entry in entries}
    gone = [entry.id for entry in before.values() if entry.id is not None and entry.id not in kept]

    def work(store: Store) -> None:
        with store.atomic():
            for entry in entries:
                if entry.id is not None and entry != before[entry.side]:
                    store.correct_pain(entry.id, entry, at)
            if new:
                store.log_pain(new)
            if gone:
                store.delete_pain(gone, at)

    return work
