"""One session of the history: what was prescribed and what was done, and what can be corrected."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.changes import Changes
from hiprehab.core.codec import items_from_json
from hiprehab.core.log import Outcome, SessionRecord, SetResult, Status
from hiprehab.core.model import DoseKind, Library, Side
from hiprehab.core.plan import PlanItem
from hiprehab.storage.store import Deletion
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Banner, Card, IconDisc
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.text import divider, label
from hiprehab.ui.wording import Words

log = logging.getLogger(__name__)

_SIGNS = {
    Outcome.DONE: ("check", "accent"),
    Outcome.PARTIAL: ("clock", "hold"),
    Outcome.SKIPPED: ("skip", "attention"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """The sets of one exercise at one level on one side.

    `instead` is what was prescribed when the ladder led elsewhere during the session.
    """

    exercise: str
    name: str
    level: str
    side: Side | None
    timed: bool
    rows: tuple[SetResult, ...]
    instead: PlanItem | None = None

    @property
    def outcome(self) -> Outcome:
        """The sets together: done or skipped only when all of them are."""
        found = {row.outcome for row in self.rows}
        return found.pop() if len(found) == 1 else Outcome.PARTIAL


def lines_of(
    session: SessionRecord, library: Library, prescribed: Sequence[PlanItem] = ()
) -> list[Line]:
    """The session's sets by exercise, level and side, in the order in which they came."""
    groups: dict[tuple[int, str, str, Side | None], list[SetResult]] = {}
    for row in session.results:
        groups.setdefault((row.item, row.exercise, row.level, row.side), []).append(row)
    found = []
    for (item, name, at, side), rows in groups.items():
        exercise = library.exercises.get(name)
        level = exercise.level(at) if exercise else None
        kind = level.dose.kind if level else None
        timed = kind in (DoseKind.HOLD, DoseKind.TIME, DoseKind.OPEN)
        shown = exercise.name if exercise else name
        first = prescribed[item] if item < len(prescribed) else None
        instead = first if first and (first.exercise, first.level) != (name, at) else None
        found.append(Line(name, shown, at, side, timed, tuple(rows), instead))
    return found


class SessionPage(QWidget):
    """Signals: `closed()` to go back, `told(text, undo)` for a message."""

    closed = Signal()
    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._session: SessionRecord | None = None
        self._words = Words(self)
        self.back = Button(theme, self.tr("Back to the history"), kind="quiet", icon="chevron-left")
        self.title = label("", "heading", wrap=True)
        self.facts = label("", "muted", wrap=True)
        self.problem = Banner(theme)
        self.table = Card(theme, self.tr("What was done"))
        self._grid = QGridLayout()
        self.effort = ChipRow(
            theme,
            [(number, str(number)) for number in range(11)],
            name=self.tr("Effort, 0 to 10"),
            optional=True,
        )
        self.status = ChipRow(
            theme,
            [(one, words.status_text(one)) for one in (Status.DONE, Status.PARTIAL)],
            name=self.tr("It counts as"),
        )
        self._status_name = label(self.tr("It counts as"), "small")
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setAccessibleName(self.tr("Note"))
        self.delete = Button(theme, self.tr("Delete this session"), kind="quiet", icon="delete")
        self.save = Button(theme, self.tr("Save"), kind="primary", icon="check")
        self._build()
        self._connect()

    def _build(self) -> None:
        space = self._theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(12))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.title)
        box.addWidget(self.facts)
        box.addWidget(self.problem)
        self._grid.setHorizontalSpacing(space(20))
        self._grid.setVerticalSpacing(space(8))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 2)
        self._grid.setColumnStretch(3, 3)
        self.table.body.addLayout(self._grid)
        box.addWidget(self.table)
        card = Card(self._theme, self.tr("How it was"))
        for name, widget in (
            (label(self.tr("Effort, 0 nothing to 10 all you had"), "small"), self.effort),
            (self._status_name, self.status),
            (label(self.tr("Note"), "small"), self.note),
        ):
            card.body.addWidget(name)
            card.body.addWidget(widget)
        row = QHBoxLayout()
        holder, flow = flowing(space(8))
        flow.addWidget(self.delete)
        row.addWidget(holder, 1)
        row.addWidget(self.save)
        card.body.addLayout(row)
        box.addWidget(card)
        box.addStretch(1)
        self._on_theme_changed()
        if self._around.read_only:
            self.effort.setEnabled(False)
            self.status.setEnabled(False)
            self.note.setReadOnly(True)
            self.save.hide()
            self.delete.hide()

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.effort.changed.connect(self._show_state)
        self.status.changed.connect(self._show_state)
        self.note.textChanged.connect(self._show_state)
        self.save.clicked.connect(self._on_save)
        self.delete.clicked.connect(self._on_delete)
        self.problem.acted.connect(self._on_save)
        self._theme.changed.connect(self._on_theme_changed)
        self._around.live.leaving.connect(self._on_leaving)

    def _on_leaving(self) -> None:
        """The window goes: a correction is saved; the former version is kept."""
        if not self.isHidden() and self.save.isEnabled():
            self._on_save()

    def _on_theme_changed(self) -> None:
        self.note.setFixedHeight(self._theme.px(76))

    # --- showing ----------------------------------------------------------------------------

    def show_session(self, session: SessionRecord) -> None:
        """Shows a session with its results."""
        self._session = session
        library, today = self._around.library(), self._around.today()
        self.title.setText(session.title)
        routine = library.routines.get(session.routine)
        variant = routine.variant(session.variant) if routine else None
        level = variant.title if variant and routine and len(routine.variants) > 1 else ""
        day = words.day_text(session.stamp.day, today, long=True)
        spent = self.tr("{} of {}").format(
            words.minutes_text(session.active_s), words.minutes_text(session.planned_s)
        )
        facts = [
            f"{day}, {words.clock_text(session.stamp.local)}",
            level,
            words.status_text(session.status),
            self.tr("shorter that day") if session.shorter else "",
            spent,
            self.tr("version {}").format(session.version) if session.version else "",
            self.tr("ended early: {}").format(words.reason_text(session.reason))
            if session.reason
            else "",
        ]
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        self.effort.set_value(session.effort)
        by_app = session.status in (Status.DONE, Status.PARTIAL)
        self.status.set_value(session.status if by_app else None)
        self.status.setVisible(by_app)
        self._status_name.setVisible(by_app)
        self.note.setPlainText(session.note)
        self.problem.hide()
        self._fill(lines_of(session, library, self._prescribed_items(session)))
        self._show_state()

    def _prescribed_items(self, session: SessionRecord) -> tuple[PlanItem, ...]:
        """The exercises as the session began with them; none when nobody kept that."""
        if session.id is None:
            return ()
        found = self._around.live.read.prescribed_plan(session.id)
        try:
            return items_from_json(found) if found else ()
        except (ValueError, KeyError, TypeError):
            log.warning("The plan of session %d cannot be read", session.id)
            return ()

    def _fill(self, lines: Sequence[Line]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.table.setVisible(bool(lines))
        heads = (self.tr("Exercise"), self.tr("Side"), self.tr("Prescribed"), self.tr("Done"))
        for column, head in enumerate(heads):
            self._grid.addWidget(label(head, "small"), 0, column)
        last, at = None, 1
        for line in lines:
            this = (line.rows[0].item, line.exercise, line.level)
            if this != last:
                self._grid.addWidget(divider(), at, 0, 1, 4)
                at += 1
                if line.instead is not None:
                    self._grid.addWidget(self._changed(line.instead), at, 0, 1, 4)
                    at += 1
                level = self.tr("{} (level {})").format(line.name, line.level)
                self._grid.addWidget(label(level, "strong", wrap=True), at, 0)
            last = this
            self._grid.addWidget(SideBadge(self._theme, line.side, size="small"), at, 1)
            if line.instead is None:
                self._grid.addWidget(label(self.prescribed(line), wrap=True), at, 2)
            self._grid.addWidget(self._done(line), at, 3)
            at += 1

    def _changed(self, first: PlanItem) -> QLabel:
        """What was prescribed where something else was done."""
        text = self.tr("Changed during the session. Prescribed: {}.")
        return label(text.format(self._words.item_line(first)), "muted", wrap=True)

    def prescribed(self, line: Line) -> str:
        """Sets and what each of them was meant to be at its level."""
        first, sets = line.rows[0], len(line.rows)
        if line.timed:
            each = self._words.duration(first.seconds_planned)
        else:
            each = self.tr("{} reps").format(first.reps_planned)
        if sets == 1:
            return each
        return self.tr("{} sets of {}").format(sets, each)

    def performed(self, line: Line) -> str:
        """What was done of it and why not more."""
        if line.outcome is Outcome.DONE:
            return self.tr("All of it") if line.instead is None else self.prescribed(line)
        reasons = dict.fromkeys(row.reason for row in line.rows if row.reason is not None)
        why = ", ".join(words.reason_text(reason) for reason in reasons)
        if line.outcome is Outcome.SKIPPED:
            text = self.tr("Left out")
        elif line.timed:
            done = sum(row.seconds_done for row in line.rows)
            meant = sum(row.seconds_planned for row in line.rows)
            text = self.tr("{} of {}").format(
                self._words.duration(done), self._words.duration(meant)
            )
        else:
            text = self.tr("{} of {} reps").format(
                sum(row.reps_done for row in line.rows), sum(row.reps_planned for row in line.rows)
            )
        return f"{text} ({why})" if why else text

    def _done(self, line: Line) -> QWidget:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(8))
        icon, role = _SIGNS[line.outcome]
        row.addWidget(IconDisc(self._theme, icon, role=role, size=24))
        row.addWidget(label(self.performed(line), wrap=True), 1)
        return cell

    # --- changing ---------------------------------------------------------------------------

    def edited(self) -> SessionRecord:
        """The session with what is in the fields."""
        assert self._session is not None
        return replace(
            self._session,
            effort=self.effort.value,
            status=self.status.value or self._session.status,
            note=self.note.toPlainText().strip(),
        )

    def _show_state(self) -> None:
        self.save.setEnabled(self._session is not None and self.edited() != self._session)

    def _on_save(self) -> None:
        record = self.edited()
        if record.id is None or not self.isEnabled():
            return
        self.setEnabled(False)  # a second press would keep a former version that never was
        number, at = record.id, self._around.clock.utcnow()

        def saved(_: None) -> None:
            self.setEnabled(True)
            self._session = record
            self.problem.hide()
            self._show_state()
            self.told.emit(self.tr("Saved. The former version is kept."), None)
            self.closed.emit()

        self._around.live.write(
            lambda store: store.update_session(number, record, at),
            Changes.SESSIONS,
            by=self,
            done=saved,
            failed=self._on_failed,
        )

    def _on_failed(self, sentence: str) -> None:
        self.setEnabled(True)
        kept = self.tr("What you entered is kept here.")
        self.problem.show_problem(sentence, kept, self.tr("Try again"))

    def _on_delete(self) -> None:
        session = self._session
        if session is None:
            return

        def deleted(undo: Callable[[], None]) -> None:
            self.told.emit(self.tr("Session deleted."), undo)
            self.closed.emit()

        delete_session(self._around, session, deleted, self._on_failed)


def delete_session(
    around: Around,
    session: SessionRecord,
    done: Callable[[Callable[[], None]], None],
    failed: Callable[[str], None],
) -> None:
    """Deletes a session; `done` gets the call that takes it back once the log has done it."""
    at = around.clock.utcnow()
    ids = [session.id] if session.id is not None else []

    def undo(deletion: Deletion) -> None:
        around.live.insist(lambda store: store.undo_delete(deletion), Changes.SESSIONS)

    around.live.write(
        lambda store: store.delete_session(ids, at),
        Changes.SESSIONS,
        done=lambda deletion: done(lambda: undo(deletion)),
        failed=failed,
    )
