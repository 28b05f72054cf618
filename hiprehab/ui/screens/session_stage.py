"""The usual face of a session: figure, countdown, side, what to do now and what comes next."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.model import DoseKind
from hiprehab.core.plan import Plan, PlanItem, Step, StepKind, Visit
from hiprehab.core.state import Snapshot, State
from hiprehab.figure.catalogue import describe, shown_for
from hiprehab.ui.screens.session_parts import (
    FitLabel,
    PhaseChip,
    SideStrip,
    Still,
    TempoRow,
    tint_of,
)
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.countdown_ring import CountdownRing
from hiprehab.ui.widgets.keys import KeyHintRow
from hiprehab.ui.widgets.photo import Photo, path_of
from hiprehab.ui.widgets.text import label
from hiprehab.ui.widgets.timeline import Segment, SegmentTimeline
from hiprehab.ui.wording import Words, digits, minutes_text

_ALONG, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_PLACING = (StepKind.GET_READY, StepKind.TRANSITION, StepKind.SWITCH)
WIDE, NARROW = 1000, 620
BESIDE, LOW, LOWER, LOWEST = 690, 500, 440, 400
SMALL_CHIP = 0.7
"""The phase beside the ring in a narrow window: the ring needs the width more."""
LINES, MORE_LINES = 1.9, 3.4
"""Of the words under the ring: at work, and before it in a low window."""
USUAL_HEIGHT = 720
"""Room in px at 100 % text below which something makes way."""


class Figure(Protocol):
    """The moving figure; a widget."""

    def show_motion(self, motion: str | None, side: str | None) -> None:
        """Another motion."""

    def drive(self, phase: str, progress: float) -> None:
        """This moment of it."""

    def release(self) -> None:
        """Its own loop."""

    def stop(self) -> None:
        """Nothing."""

    def set_theme(self, dark: bool) -> None:
        """Light or dark."""

    def set_reduced_motion(self, on: bool) -> None:
        """Key poses only."""


def put(target: QLabel, text: str) -> None:
    """Sets a label's text when it is another one."""
    if target.text() != text:
        target.setText(text)


class Stage(QWidget):
    """Shows snapshots. `buttons` are wired by the screen."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        figure: Callable[[], Figure] | None = None,
        picture_of: Callable[[str], str | None] = lambda exercise: None,
        form_of: Callable[[Plan], str] = lambda plan: "",
    ) -> None:
        super().__init__()
        self.theme = theme
        self._words = words
        self._picture_of, self._form_of = picture_of, form_of
        self._plan: Plan | None = None
        self._mark = ""
        self._says_end, self._lowest = True, False
        self._beside: bool | None = None
        self._at: tuple[Plan, int, bool] | None = None
        self._second: tuple[int, State, bool] | None = None
        self._visits: tuple[Visit, ...] = ()
        self.figure = figure() if figure else None
        self.buttons: dict[str, Button] = {}
        self._build()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # -- building

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        edge = self.theme.space(24)
        box.setContentsMargins(edge, self.theme.space(12), edge, self.theme.space(12))
        box.setSpacing(self.theme.space(8))
        box.addLayout(self._header())
        self.timeline = SegmentTimeline(self.theme)
        self.timeline.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.addWidget(self.timeline)
        self.side = SideStrip(self.theme, self._words)
        box.addWidget(self.side)
        box.addLayout(self._body(), 1)
        box.addWidget(self._next_row())
        first = [(self.tr("Space"), self.tr("pause / done")), ("right", self.tr("skip"))]
        last = [("P", self.tr("it hurts")), ("?", self.tr("all keys"))]
        middle = [
            ("left", self.tr("back")),
            ("down", self.tr("easier")),
            ("up", self.tr("harder")),
            ("+", self.tr("15 s")),
            ("F", self.tr("far mode")),
        ]
        self.keys = KeyHintRow(self.theme, first + middle + last)
        self.few_keys = KeyHintRow(self.theme, first + last)
        box.addWidget(self.keys)
        box.addWidget(self.few_keys)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(4))
        self.title = FitLabel(self.theme, largest=18, lines=1.4, wraps=False)
        self.left = label("", "lead")
        row.addWidget(self.title, 1)
        row.addWidget(self.left)
        row.addSpacing(self.theme.space(8))
        for icon, name, key in (
            ("pain", self.tr("It hurts"), "P"),
            ("sound", self.tr("Sound"), "M"),
            ("far", self.tr("Far mode"), "F"),
            ("full-screen", self.tr("Full screen"), "F11"),
            ("back", self.tr("Back"), "←"),
            ("pause", self.tr("Pause"), "K"),
            ("skip", self.tr("Skip"), "→"),
            ("stop", self.tr("End early"), "Esc"),
            ("help", self.tr("Keys"), "?"),
        ):
            button: Button = IconButton(self.theme, icon, name, key=key)
            if icon == "pain":  # found at once by whoever it hurts: it alone has its word
                button = Button(self.theme, name, icon=icon)
                button.setToolTip(f"{name} ({key})")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.buttons[icon] = button
            row.addWidget(button)
        return row

    def _body(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.space(24))
        grid.setVerticalSpacing(0)
        if self.figure is not None:
            widget = self.figure
            assert isinstance(widget, QWidget)
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(widget, 0, 0)
            self.photo = Photo(self.theme)
            self.photo.hide()
            grid.addWidget(self.photo, 0, 0)
            grid.setColumnStretch(0, 11)
        self._column = column = QGridLayout()
        column.setVerticalSpacing(self.theme.space(8))
        column.setHorizontalSpacing(self.theme.space(16))
        self._head = QWidget()
        self._head_box = head = QBoxLayout(_ALONG, self._head)
        head.setContentsMargins(0, 0, 0, 0)
        self.phase = PhaseChip(self.theme)
        self.count = label("", "heading")
        head.addWidget(self.phase)
        head.addStretch(1)
        head.addWidget(self.count)
        self.name = FitLabel(self.theme, largest=40, lines=1.3)
        self.ring = CountdownRing(self.theme)
        self.tempo = TempoRow(self.theme)
        self.done = Button(self.theme, self.tr("Done"), kind="primary")
        self.done.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons["done"] = self.done
        self.cue = FitLabel(self.theme, largest=19, lines=LINES)
        for row, part in enumerate((self.tempo, self.done, self.cue), start=3):
            column.addWidget(part, row, 0, 1, 2)
        column.setRowStretch(5, 1)
        self._place_ring(beside=False)
        grid.addLayout(column, 0, 1)
        grid.setColumnStretch(1, 9)
        return grid

    def _place_ring(self, *, beside: bool) -> None:
        """Words above the ring, or beside it in a narrow column where it would get small."""
        if beside is self._beside:
            return
        self._beside = beside
        column = self._column
        for widget in (self._head, self.name, self.ring):
            column.removeWidget(widget)
        if beside:
            column.addWidget(self.ring, 0, 0, 3, 1)
            column.addWidget(self._head, 0, 1)
            column.addWidget(self.name, 1, 1)
        else:
            column.addWidget(self._head, 0, 0, 1, 2)
            column.addWidget(self.name, 1, 0, 1, 2)
            column.addWidget(self.ring, 2, 0, 1, 2)
        self._head_box.setDirection(_DOWN if beside else _ALONG)
        self._head_box.setStretch(1, 0 if beside else 1)
        for row, stretch in enumerate((0, 4, 3) if beside else (0, 2, 6)):
            column.setRowStretch(row, stretch)
        for place, stretch in enumerate((5, 4) if beside else (1, 1)):
            column.setColumnStretch(place, stretch)

    def _next_row(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "soft")
        row = QHBoxLayout(card)
        row.setContentsMargins(self.theme.space(16), 4, self.theme.space(16), 4)
        row.setSpacing(self.theme.space(16))
        self.next_still = Still(self.theme, height=52)
        self.next_name = FitLabel(self.theme, largest=18, lines=1.3)
        self.next_hint = label("", "muted")
        row.addWidget(label(self.tr("Next"), "eyebrow"))
        row.addWidget(self.next_still)
        row.addWidget(self.next_name, 1)
        row.addWidget(self.next_hint)
        return card

    def _on_theme_changed(self) -> None:
        if self.figure is not None:
            self.figure.set_theme(self.theme.tokens.dark)
            self.figure.set_reduced_motion(self.theme.settings.reduced_motion)
        self.left.setFont(self.theme.font("lead", digits=True))
        self.count.setFont(self.theme.font("heading", bold=True, digits=True))

    def minimumSizeHint(self) -> QSize:
        """It finds its way in any window; `resizeEvent` makes room."""
        return QSize(640, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What matters least makes room first: twins of keys, key hints, timeline, tempo."""
        super().resizeEvent(event)
        wide, high = (
            size / self.theme.scale for size in (event.size().width(), event.size().height())
        )
        for name in ("full-screen", "far", "sound", "back", "skip"):
            self.buttons[name].setVisible(wide >= WIDE)
        self._says_end = wide >= NARROW
        tight = event.size().width() - 2 * self.theme.space(24) < self.keys.sizeHint().width()
        self.keys.setVisible(not tight and high >= LOW)
        self.few_keys.setVisible(tight and high >= LOW)
        self._lowest = high < LOWEST
        self.timeline.setVisible(high >= LOWER)
        self._place_ring(beside=high < BESIDE)
        zoom = max(1.0, high / USUAL_HEIGHT)
        for zoomed in (self.side, self.name, self.tempo, self.cue):
            zoomed.set_zoom(zoom)
        self.phase.set_zoom(SMALL_CHIP if self._beside and wide < WIDE else zoom)
        for calm in (self.next_name, self.next_still):
            calm.set_zoom(max(1.0, zoom * 0.8))
        for part in (self.phase, self.cue, self.count):
            part.setVisible(not self._lowest)

    # -- showing

    def set_mark(self, text: str) -> None:
        """What is said in the place of the title, such as that this is a rehearsal."""
        self._mark = text
        if self._plan is not None:
            self.show_plan(self._plan)

    def show_plan(self, plan: Plan) -> None:
        """The items of the whole session in order; again when its tail has changed."""
        self._plan = plan
        self._visits = plan.visits
        segments = []
        for visit in self._visits:
            steps, item = plan.steps[visit.first : visit.end], plan.items[visit.item]
            name = item.name
            if item.rounds > 1:
                name = self.tr("{name}, round {n}").format(name=name, n=visit.round)
            segments.append(Segment(sum(step.expected_s for step in steps), name))
        self.timeline.set_segments(segments)
        shorter = self.tr("shorter today") if plan.shorter else ""
        parts = (self._mark,) if self._mark else (plan.title, self._form_of(plan), shorter)
        self.title.set_text(" · ".join(part for part in parts if part))

    def show_state(self, snapshot: Snapshot, done_at: Callable[[], str]) -> None:
        """A state; `done_at` gives the clock time of the end, empty while paused."""
        if snapshot.plan is not self._plan:
            self.show_plan(snapshot.plan)
        step = snapshot.step
        second = (-int(-snapshot.total_left // 1), snapshot.state, self._says_end)
        if second != self._second:
            self._second = second
            self._show_left(snapshot, done_at() if self._says_end and not self._mark else "")
        if (snapshot.plan, step.index, self._lowest) != self._at:
            self._at = (snapshot.plan, step.index, self._lowest)
            self._show_now(snapshot)
            self._show_next(snapshot)
        self._show_time(snapshot)
        self._show_figure(snapshot)

    def _show_left(self, snapshot: Snapshot, done_at: str) -> None:
        """How long still, and where in the whole."""
        left = self.tr("{time} left").format(time=minutes_text(snapshot.total_left))
        put(self.left, left + (self.tr(" · done at {at}").format(at=done_at) if done_at else ""))
        step, plan = snapshot.step, snapshot.plan
        place = next(n for n, visit in enumerate(self._visits) if step.index < visit.end)
        visit = self._visits[place]
        start = plan.steps[visit.first].start
        length = sum(one.expected_s for one in plan.steps[visit.first : visit.end])
        passed = step.start - start + min(snapshot.elapsed, step.expected_s)
        self.timeline.show_progress(place, passed / length if length else 0.0)

    def _show_now(self, snapshot: Snapshot) -> None:
        step, words = snapshot.step, self._words
        item = snapshot.plan.item_of(step)
        switch = step.kind is StepKind.SWITCH
        side = step.side
        note = words.set_text(snapshot.plan, step)
        if self._lowest:
            note = " · ".join(part for part in (words.phase(step), note) if part)
        self.side.show_side(side, note, switch=switch)
        self.phase.show_phase(words.phase(step), tint_of(snapshot), side)
        counted = step.is_work and step.work is not DoseKind.REPS
        put(self.count, words.rep_text(step) if counted else "")
        self.name.set_text(item.name)
        self.cue.set_text(self._line(snapshot, item))

    def _line(self, snapshot: Snapshot, item: PlanItem) -> str:
        """The line below: a cue at work; before it how to lie or stand, and which leg works."""
        step = snapshot.step
        if step.is_work:
            return item.cues[(step.set - 1) % len(item.cues)] if item.cues else item.note
        if step.kind in _PLACING and item.motion and not item.caution:
            placing = describe(item.motion, step.side.value if step.side else None)
            if placing:
                return placing
        return self._words.why(snapshot)

    def big_digits(self, snapshot: Snapshot) -> str:
        """The digits of the ring: what is left, or how long it has lasted when open-ended."""
        if snapshot.state is State.LEAD_IN:
            return digits(snapshot.lead_in)
        if snapshot.step.is_work and snapshot.step.work is DoseKind.REPS:
            return str(snapshot.step.rep)
        if snapshot.remaining is None:
            return minutes_text(int(snapshot.elapsed))
        return digits(snapshot.remaining)

    def _show_time(self, snapshot: Snapshot) -> None:
        step = snapshot.step
        share = snapshot.elapsed / snapshot.length if snapshot.length else 0.0
        caption = ""
        if snapshot.state is State.LEAD_IN:
            caption = self.tr("go on in")
        elif step.is_work and step.work is DoseKind.REPS:
            caption = self.tr("of {n}").format(n=step.reps)
        elif snapshot.length is None:
            caption = self.tr("take your time")
        self.ring.show_state(
            self.big_digits(snapshot), share, tint_of(snapshot), side=step.side, caption=caption
        )
        tempo = snapshot.plan.item_of(step).dose.tempo
        parts = tuple((part.label, part.seconds) for part in tempo)
        live = snapshot.state is State.RUNNING and step.is_work
        self.tempo.show_parts(parts, snapshot.part if live else None)
        # Before the work the words of how to lie need the room more, where there is little.
        words = self._beside and not step.is_work
        self.cue.set_lines(MORE_LINES if words else LINES)
        self.tempo.setVisible(bool(parts) and not words and not self._lowest)
        waits = snapshot.length is None and snapshot.state is State.RUNNING
        self.done.setVisible(waits)
        if waits:
            word = self.tr("Done") if step.is_work else self.tr("I am ready")
            put_button(self.done, word)

    def _show_next(self, snapshot: Snapshot) -> None:
        """The work that comes next; before it, at the right, what follows that."""
        plan, step, words = snapshot.plan, snapshot.step, self._words
        coming = coming_work(plan, step)
        if coming is None:
            self.next_still.show_motion(None, None)
            self.next_name.set_text(self.tr("That is the last one"))
            put(self.next_hint, "")
            return
        item = plan.item_of(coming)
        self.next_still.show_motion(self._picture_of(item.exercise) or item.motion, coming.side)
        self.next_name.set_text(words.next_text(plan, coming, here=step))
        if step.is_work:
            put(self.next_hint, words.next_hint(plan, step, coming))
        else:
            put(self.next_hint, words.then_hint(plan, coming, following_set(plan, coming)))

    def _show_figure(self, snapshot: Snapshot) -> None:
        if self.figure is None:
            return
        step = snapshot.step
        item = snapshot.plan.item_of(step)
        own = path_of(self._picture_of(item.exercise))
        photo = bool(own) and self.photo.show_picture(own, item.name)
        if photo is self.photo.isHidden():
            assert isinstance(self.figure, QWidget)
            self.photo.setVisible(photo)
            self.figure.setVisible(not photo)
        shown = shown_for(item.motion, item.position)
        self.figure.show_motion(shown, step.side.value if step.side else None)
        driven = step.is_work and (bool(step.tempo) or step.work is DoseKind.HOLD)
        if driven and snapshot.phase is not None:
            self.figure.drive(snapshot.phase.value, snapshot.progress)
        else:
            self.figure.release()

    def show_sound(self, on: bool) -> None:
        """Whether there is sound."""
        self.buttons["sound"].set_icon("sound" if on else "sound-off")

    def picture_room(self) -> QRect:
        """Where the figure is, or would be, in the stage's own measure."""
        left = self.figure.geometry() if isinstance(self.figure, QWidget) else self.rect()
        column = self._column.geometry()
        return QRect(left.x(), column.y(), left.width(), column.height())

    def stop(self) -> None:
        """The figure rests."""
        if self.figure is not None:
            self.figure.stop()


def last_work(plan: Plan, here: Step) -> Step:
    """The work that a step is or comes after; before the first one, the step itself."""
    done = (step for step in reversed(plan.steps[: here.index + 1]) if step.is_work)
    return next(done, here)


def coming_work(plan: Plan, here: Step) -> Step | None:
    """The work that a time without work leads to; at work, that after the set."""
    if here.is_work:
        return following_set(plan, here)
    return next((step for step in plan.steps[here.index + 1 :] if step.is_work), None)


def following_set(plan: Plan, here: Step) -> Step | None:
    """The first work after the set that a step belongs to."""
    for step in plan.steps[here.index + 1 :]:
        same = step.item == here.item and step.set == here.set
        if step.is_work and not (same and (here.alternating or step.side is here.side)):
            return step
    return None


def put_button(button: Button, text: str) -> None:
    """Sets a button's text when it is another one."""
    if button.text() != text:
        button.setText(text)
        button.updateGeometry()
