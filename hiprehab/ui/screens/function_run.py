"""One try of a test while it runs: the session's runner and clock, with one large key to stop."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.diary import FunctionKind
from hiprehab.core.events import Event, Paused, StepFinished
from hiprehab.core.log import SessionRecord
from hiprehab.core.model import Library, Side
from hiprehab.core.plan import Plan, PlanOptions
from hiprehab.core.settings import Settings
from hiprehab.core.state import Snapshot
from hiprehab.ui.clock import Clock
from hiprehab.ui.run_parts import Awake, NoJournal, RunOptions
from hiprehab.ui.runner import SessionRunner
from hiprehab.ui.screens.session_look import Cues
from hiprehab.ui.screens.session_parts import FitLabel, PhaseChip, SideStrip, tint_of
from hiprehab.ui.screens.session_stage import Figure
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.countdown_ring import CountdownRing
from hiprehab.ui.widgets.keys import KeyHintRow
from hiprehab.ui.wording import Words, digits

WIDE = 760
LOW = 420
"""From this width on, in px at 100 % text, there is room for the figure; from this height on for
the keys."""


class RunKit(NamedTuple):
    """What a try needs beside its plan."""

    theme: Theme
    settings: Settings
    clock: Clock
    figure: Callable[[], Figure] | None = None
    cues: Cues | None = None
    awake: Awake | None = None


class FunctionRun(QWidget):
    """Signals:
    ended(float): it is over; the seconds of the test itself, without getting ready.
    broken(str): it does not count, and why.
    """

    ended = Signal(float)
    broken = Signal(str)

    def __init__(self, kit: RunKit, kind: FunctionKind, plan: Plan) -> None:
        super().__init__()
        self.kit, self._kind, self._plan = kit, kind, plan
        self._words = Words(self)
        self._seconds = 0.0
        self._over = False
        self._pictures: list[QWidget] = []
        settings = kit.settings
        options = RunOptions(
            Library({}, {}),
            PlanOptions.from_settings(settings),
            countdown_s=settings.countdown_s,
        )
        self.runner = SessionRunner.fresh(
            plan, options, clock=kit.clock, journal=NoJournal(), awake=kit.awake
        )
        self.runner.setParent(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(plan.title)
        self._build()
        self.runner.stateChanged.connect(self._on_state)
        self.runner.happened.connect(self._on_happened)
        self.runner.finished.connect(self._on_finished)
        self._on_state(self.runner.snapshot())

    @property
    def side(self) -> Side | None:
        """The leg that stands."""
        return self._plan.steps[0].side

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.kit.theme
        box = QVBoxLayout(self)
        edge = theme.space(24)
        box.setContentsMargins(edge, theme.space(16), edge, theme.space(12))
        box.setSpacing(theme.space(12))
        head = QHBoxLayout()
        self.title = FitLabel(theme, largest=26, lines=1.2)
        self.title.set_text(self._plan.title)
        self.phase = PhaseChip(theme)
        head.addWidget(self.title, 1)
        head.addWidget(self.phase)
        box.addLayout(head)
        self.strip = SideStrip(theme, self._words)
        self.strip.show_side(self.side, self.tr("this leg stands"))
        self.strip.setVisible(self.side is not None)
        box.addWidget(self.strip)
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(24))
        self.figure = self.kit.figure() if self.kit.figure else None
        if self.figure is not None:
            self.figure.set_theme(theme.tokens.dark)
            self.figure.set_reduced_motion(self.kit.settings.reduced_motion)
            side = self.side.value if self.side else None
            self.figure.show_motion(self._plan.items[0].motion, side)
            widget = self.figure
            assert isinstance(widget, QWidget)
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(widget, 0, 0)
            self._pictures.append(widget)
            grid.setColumnStretch(0, 1)
        column = QVBoxLayout()
        column.setSpacing(theme.space(12))
        self.ring = CountdownRing(theme)
        self.cue = FitLabel(theme, largest=22, lines=1.4)
        column.addWidget(self.ring, 6)
        column.addWidget(self.cue, 1)
        grid.addLayout(column, 0, 1)
        grid.setColumnStretch(1, 1)
        box.addLayout(grid, 1)
        box.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        theme = self.kit.theme
        row = QHBoxLayout()
        row.setSpacing(theme.space(16))
        self.stop = Button(theme, self._stop_text(), kind="primary", icon="stop")
        self.stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Space and Enter are the page's own
        self.stop.clicked.connect(self.stop_now)
        self.leave = Button(theme, self.tr("Break off"), kind="quiet")
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.leave.clicked.connect(self.break_off)
        keys = [(self.tr("Space"), self.tr("stop the time")), ("Esc", self.tr("break off"))]
        row.addWidget(self.stop)
        self.keys = KeyHintRow(theme, keys)
        row.addWidget(self.keys, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(0)
        row.addWidget(self.leave)
        return row

    def _stop_text(self) -> str:
        if self._kind is FunctionKind.CHAIR_STAND:
            return self.tr("I have to stop")
        return self.tr("Stop the time")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the figure makes way for the digits."""
        super().resizeEvent(event)
        wide = event.size().width() / self.kit.theme.scale >= WIDE
        for widget in self._pictures:
            widget.setVisible(wide)
            self._grid.setColumnStretch(0, 1 if wide else 0)
        high = event.size().height() / self.kit.theme.scale
        self.keys.setVisible(high >= LOW)
        zoom = max(1.0, high / 720)
        for part in (self.title, self.phase, self.strip, self.cue):
            part.set_zoom(zoom)

    # --- running ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Get ready, from now."""
        if self.kit.cues is not None:
            self.kit.cues.prepare(self._plan)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.runner.start()

    def stop_now(self) -> None:
        """The time stops here; while getting ready nothing happens."""
        if self.runner.session.step.is_work and not self._over:
            self.runner.skip()

    def break_off(self) -> None:
        """The person does not want to go on; nothing of this try counts."""
        self._break(self.tr("You broke it off. Nothing of this try was kept."))

    def close_run(self) -> None:
        """The window goes away."""
        self._over = True
        self.runner.close()
        self._rest()

    def _break(self, why: str) -> None:
        if not self._over:
            self._over = True
            self.runner.discard()
            self._rest()
            self.broken.emit(why)

    def _rest(self) -> None:
        if self.figure is not None:
            self.figure.stop()

    def _on_happened(self, event: Event) -> None:
        if self._over:
            return
        if isinstance(event, Paused):  # nobody but sleep or a stall pauses a test
            self._break(
                self.tr("The computer stood still for a moment, so this try does not count.")
            )
            return
        if isinstance(event, StepFinished) and event.step.is_work:
            self._seconds = event.seconds
        if self.kit.cues is not None:
            self.kit.cues.handle(event, self.runner.snapshot())

    def _on_finished(self, _record: SessionRecord) -> None:
        if not self._over:
            self._over = True
            self._rest()
            self.ended.emit(self._seconds)

    def _on_state(self, snapshot: Snapshot) -> None:
        """Digits that go down to the end, or up while somebody stands on one leg."""
        step, item = snapshot.step, self._plan.items[0]
        up = step.is_work and self._kind is FunctionKind.SINGLE_LEG_STANCE
        text = str(int(snapshot.elapsed)) if up else digits(snapshot.remaining or 0.0)
        share = snapshot.elapsed / snapshot.length if snapshot.length else 0.0
        caption = self.tr("seconds") if step.is_work else self.tr("get ready")
        self.ring.show_state(text, share, tint_of(snapshot), side=step.side, caption=caption)
        self.phase.show_phase(self._words.phase(step), tint_of(snapshot), step.side)
        self.cue.set_text(item.cues[-1 if step.is_work else 0])
        self.stop.setEnabled(step.is_work)
        if self.figure is not None:
            if up and snapshot.phase is not None:
                self.figure.drive(snapshot.phase.value, snapshot.progress)
            else:
                self.figure.release()

    # --- keys and clicks ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space or Enter stops the time, Escape breaks off."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.stop_now()
        elif event.key() == Qt.Key.Key_Escape:
            self.break_off()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On one leg nobody can aim: a click anywhere stops the time."""
        if self._kind is FunctionKind.SINGLE_LEG_STANCE:
            self.stop_now()
        super().mousePressEvent(event)
