"""The session screen: shows what the runner says and hands it what the person does."""

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from hiprehab.core.events import Event, Paused, PauseReason, Reminder, StepFinished
from hiprehab.core.guidance import ceiling_of
from hiprehab.core.ladder import Rung
from hiprehab.core.log import Moment, Outcome, SessionRecord, SkipReason, stamp
from hiprehab.core.model import Side
from hiprehab.core.plan import Plan, PlanItem
from hiprehab.core.state import Scope, Snapshot, State
from hiprehab.ui.runner import SessionRunner, item_of
from hiprehab.ui.screens.prescribed_words import is_prescribed
from hiprehab.ui.screens.session_far import FarView
from hiprehab.ui.screens.session_keys import actions, key_groups
from hiprehab.ui.screens.session_look import NOT_ASKED, USUAL, Cues, Hips, Look
from hiprehab.ui.screens.session_panels import HurtsStrip, Panel, ReasonStrip
from hiprehab.ui.screens.session_parts import tint_of
from hiprehab.ui.screens.session_stage import Stage, last_work
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.keys import HelpOverlay
from hiprehab.ui.widgets.photo import picture_key
from hiprehab.ui.widgets.toasts import Toasts
from hiprehab.ui.wording import Words

FIGURE_HZ, QUIET_HZ = 30.0, 10.0


class SessionScreen(QWidget):
    """One running session.

    Signals:
        ended(SessionRecord): it is over and kept.
        discarded(): the person wanted to keep nothing.
    """

    ended = Signal(object)
    discarded = Signal()

    def __init__(
        self, theme: Theme, runner: SessionRunner, *, cues: Cues | None = None, look: Look = USUAL
    ) -> None:
        super().__init__()
        self.theme = theme
        self.runner = runner
        self.look = look
        self._cues = cues
        self._muted = False
        self._words = Words(self)
        self._left_out: list[StepFinished] = []
        self._rated = ""
        self._hertz = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Session"))
        self._build()
        runner.stateChanged.connect(self.show_state)
        runner.happened.connect(self._on_happened)
        runner.levelChanged.connect(self._on_level_changed)
        runner.timeKept.connect(lambda bound: self.toasts.show_toast(self._words.time_kept(bound)))
        runner.finished.connect(self._on_finished)
        self.keeps_nothing = False
        self.set_far(look.far)
        self.stage.show_plan(runner.session.plan)
        self.show_state(runner.snapshot())

    # -- building

    def _build(self) -> None:
        self.stage = Stage(
            self.theme, self._words, self.look.figure, self._picture_of, self._form_of
        )
        self.far = FarView(self.theme, self._words)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.stage)
        self._pages.addWidget(self.far)
        self.toasts = Toasts(self, self.theme)
        stage = self.stage
        stage.timeline.jumped.connect(self._on_jumped)
        acts = {
            "pause": self.runner.toggle_pause,
            "help": self.toggle_help,
            "far": self.toggle_far,
            "full-screen": self.toggle_full_screen,
            "sound": self.toggle_sound,
            "back": self.runner.back,
            "skip": self.skip,
            "pain": self.ask_pain,
            "done": self.runner.done,
            "stop": self.ask_to_end,
        }
        for name, act in acts.items():
            stage.buttons[name].clicked.connect(lambda _on=False, act=act: act())

    def _picture_of(self, exercise: str) -> str | None:
        """What stands for an exercise in a list; a session's plan knows motions only."""
        found = self.runner.options.library.exercises.get(exercise)
        return picture_key(found) if found is not None else None

    def _form_of(self, plan: Plan) -> str:
        """Which form of the routine is played, where it has several."""
        routine = self.runner.options.library.routines.get(plan.routine)
        variant = routine.variant(plan.variant) if routine is not None else None
        if routine is None or variant is None:
            return self._words.variant(plan.variant)
        return variant.title if len(routine.variants) > 1 else ""

    # Panels are made when they are first needed, so that a session starts without a wait.

    @cached_property
    def reasons(self) -> ReasonStrip:
        """Why something was skipped."""
        panel = ReasonStrip(self.theme, self, self._words)
        panel.chosen.connect(self._on_reason)
        return panel

    @cached_property
    def hurts(self) -> HurtsStrip:
        """How much it hurts."""
        panel = HurtsStrip(self.theme, self)
        panel.rated.connect(self._on_rated)
        panel.easier.connect(lambda: self.runner.change_level(Rung.EASIER))
        panel.stopMove.connect(lambda: self.runner.skip(Scope.EXERCISE, SkipReason.PAIN))
        return panel

    @cached_property
    def paused(self) -> Panel:
        """Why it stands still."""
        panel = Panel(self.theme, self, middle=True)
        panel.add_buttons(
            [
                (self.tr("Go on"), "primary", self.runner.resume),
                (self.tr("Restart this step"), "secondary", self.runner.restart_step),
                (self.tr("End the session"), "quiet", self.ask_to_end),
            ]
        )
        return panel

    @cached_property
    def ending(self) -> Panel:
        """Keep, go on or discard."""
        panel = Panel(self.theme, self, middle=True)
        panel.say(
            self.tr("End the session here?"),
            self.tr("What you did counts and is kept. You can also go on."),
        )
        panel.add_buttons(
            [
                (self.tr("Go on"), "primary", self._on_go_on),
                (self.tr("End and keep"), "secondary", self._on_keep),
                (self.tr("Discard"), "quiet", self._on_discard),
            ]
        )
        return panel

    @cached_property
    def help(self) -> HelpOverlay:
        """All keys."""
        return HelpOverlay(self.theme, self, key_groups(self))

    def _is_open(self, name: str) -> bool:
        """Whether a panel was made and is seen."""
        panel = self.__dict__.get(name)
        return panel is not None and panel.isVisible()

    def _close(self, *names: str) -> None:
        for name in names:
            if self._is_open(name):
                self.__dict__[name].hide()

    def _close_hurts(self) -> None:
        """Saves what was chosen."""
        if self._is_open("hurts"):
            self.hurts.close_strip()

    # -- showing

    def begin(self, before: Hips = NOT_ASKED) -> None:
        """Start, with what was said of the hips beforehand."""
        if self._cues:
            self._cues.prepare(self.runner.session.plan)
        fresh = self.runner.session.state is State.READY
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.runner.start()
        if fresh:
            self.runner.rate(before.scores, Moment.BEFORE, limp=before.limp)

    def show_state(self, snapshot: Snapshot) -> None:
        """Shows a state; only what changed is painted."""
        held = snapshot.state is State.PAUSED
        if self.far.isVisible():
            self._show_far(snapshot)
        else:
            self.stage.show_state(snapshot, lambda: self._done_at(snapshot))
        if held and not self._is_open("ending") and not self._is_open("paused"):
            self.paused.say(self._words.pause_title(snapshot), self._words.pause_text(snapshot))
            self.paused.open()
        elif not held:
            self._close("paused", "ending")
        moving = (
            self.look.figure is not None
            and not self.look.reduced_motion
            and snapshot.step.is_work
            and bool(snapshot.step.tempo)
            and not self.far.isVisible()
        )
        hertz = FIGURE_HZ if moving else QUIET_HZ
        if hertz != self._hertz:
            self._hertz = hertz
            self.runner.set_frame_rate(hertz)

    def _show_far(self, snapshot: Snapshot) -> None:
        step = snapshot.step
        text = self.stage.big_digits(snapshot)
        word = self._words.phase(step)
        if step.is_work:
            item = item_of(snapshot)
            rounds = self._words.set_text(snapshot.plan, step) if item.rounds > 1 else ""
            named = " · ".join(part for part in (item.name, rounds) if part)
            word = self._words.rep_text(step) or named
        elif snapshot.step.kind.value != "switch":
            word = f"{word}: {item_of(snapshot).name}"
        progress = snapshot.elapsed / snapshot.length if snapshot.length else 0.0
        self.far.set_care(item_of(snapshot).caution)
        self.far.show_state(text, word, tint_of(snapshot), step.side, progress)

    def _done_at(self, snapshot: Snapshot) -> str:
        """The local time at which it ends when nobody pauses."""
        if snapshot.state is State.PAUSED:
            return ""
        clock = self.runner.clock
        left = snapshot.total_left / self.runner.options.speed
        at = stamp(clock.utcnow(), clock.offset_min()).local.timestamp() + left
        minutes = int(at // 60) % (24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"

    # -- the runner says

    def _on_happened(self, event: Event) -> None:
        if self._cues:
            self._cues.handle(event, self.runner.snapshot())
        if isinstance(event, Paused) and event.reason is PauseReason.STALL:
            self._close_hurts()
        if isinstance(event, Reminder):
            self.toasts.show_toast(self.runner.session.plan.items[event.step.item].dose.check)

    def _on_level_changed(self, item: PlanItem | None, why: str) -> None:
        if item is not None:
            text = self.tr("From the next set on: {item}.").format(item=self._words.item_line(item))
        elif why == "last":
            text = self.tr("This is the last set of this move, so nothing changes today.")
        elif why == "fixed":
            text = self.tr("Set by your physiotherapist: the level of this move stays as it is.")
            if not is_prescribed(self.runner.session.plan.routine):
                text = self.tr("In this routine the level of this move stays as it is.")
        else:
            text = self.tr("This is the end of the ladder for this move.")
        self.toasts.show_toast(text)
        self.stage.show_plan(self.runner.session.plan)

    def _on_finished(self, record: SessionRecord) -> None:
        self._close("paused", "ending", "reasons")
        self._close_hurts()
        self.stage.stop()
        self.ended.emit(record)

    # -- the person does

    def skip(self, scope: Scope = Scope.STEP) -> None:
        """Skip; the reason for a set or an exercise is asked while the session goes on."""
        runner = self.runner
        heard: list[Event] = []
        runner.happened.connect(heard.append)
        runner.skip(scope)
        runner.happened.disconnect(heard.append)
        ended = [e for e in heard if isinstance(e, StepFinished) and e.step.is_work]
        # what came to its own end in the same moment was done and needs no reason
        left_out = [e for e in ended if e.outcome is not Outcome.DONE]
        if left_out and runner.session.live:
            self._left_out = left_out
            step = left_out[0].step
            item = runner.session.plan.item_of(step)
            side = f", {self._words.side(step.side)}" if step.side else ""
            what = item.name if scope is Scope.EXERCISE else f"{item.name}{side}"
            self.reasons.ask(what)

    def _on_reason(self, reason: SkipReason) -> None:
        self.runner.explain(self._left_out, reason)
        self._left_out = []

    def ask_pain(self) -> None:
        """It hurts: the strip, or save it when it is open."""
        if self._is_open("hurts"):
            self._close_hurts()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        session = self.runner.session
        step = last_work(session.plan, session.step)
        item = session.plan.item_of(step)
        exercise = self.runner.options.library.exercises.get(item.exercise)
        ceiling = ceiling_of(
            exercise.pain_ceiling if exercise else None,
            self.look.routine_ceiling,
            condition=self.look.condition_ceiling,
        )
        self._rated = item.exercise
        self._close("reasons")
        easier = self.runner.next_rung(Rung.EASIER) is not None
        self.hurts.ask(item.name, step.side, ceiling, easier=easier)

    def keep(self) -> None:
        """The window goes: what was chosen on the strip is saved."""
        self._close_hurts()

    def _on_rated(self, scores: dict[Side, int]) -> None:
        self.runner.rate(scores, Moment.DURING, self._rated)
        self.toasts.show_toast(self.tr("Noted."))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_to_end(self) -> None:
        """Stand still and ask: keep, go on or discard. A rehearsal just ends."""
        if self.keeps_nothing:
            self._on_discard()
            return
        self._close("paused")
        self.ending.open()
        self.runner.pause()

    def _on_go_on(self) -> None:
        self._close("ending")
        self.runner.resume()

    def _on_keep(self) -> None:
        self._close("ending")
        self.runner.stop()

    def _on_discard(self) -> None:
        self._close("ending")
        self.runner.discard()
        self.stage.stop()
        self.discarded.emit()

    def _on_jumped(self, place: int) -> None:
        self.runner.jump(self.runner.session.plan.visits[place].first)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_help(self) -> None:
        """All keys, or not."""
        self.help.toggle()

    def toggle_far(self) -> None:
        """Digits only, or all."""
        self.set_far(self._pages.currentWidget() is not self.far)
        self.show_state(self.runner.snapshot())

    def set_far(self, on: bool) -> None:
        """Far mode on or off."""
        self._pages.setCurrentWidget(self.far if on else self.stage)

    def toggle_full_screen(self) -> None:
        """The window fills the screen, or not."""
        window = self.window()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_sound(self) -> None:
        """Sound off or on."""
        self._muted = not self._muted
        if self._cues:
            self._cues.set_muted(self._muted)
        self.stage.show_sound(not self._muted)
        self.toasts.show_toast(self.tr("Sound is off.") if self._muted else self.tr("Sound is on."))

    def most_used(self) -> None:
        """What the space bar does: done or ready where it waits for the person, else pause."""
        session = self.runner.session
        if session.state is State.RUNNING and session.length is None:
            self.runner.done()
        else:
            self.runner.toggle_pause()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every action has a key."""
        key, shift = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._is_open("reasons") and Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            self.reasons.choose(list(SkipReason)[key - Qt.Key.Key_1])
            return
        if key == Qt.Key.Key_Right:
            scope = Scope.EXERCISE if control else Scope.SET if shift else Scope.STEP
            self.skip(scope)
            return
        letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z
        act = None if control and letter else actions(self).get(key)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays within a panel that stands in the middle."""
        for name in ("paused", "ending"):
            if self._is_open(name):
                self.__dict__[name].focus_next(forward)
                return True
        return super().focusNextPrevChild(forward)

    def on_enter(self) -> None:
        """Press what has the focus; else save the scores, go on, or done: whatever is asked."""
        if any(self._is_open(n) and self.__dict__[n].press_focused() for n in ("paused", "ending")):
            return
        if self._is_open("hurts"):
            self._close_hurts()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.runner.session.state is State.PAUSED:
            self._on_go_on()
        else:
            self.runner.done()

    def on_escape(self) -> None:
        """Close what is open, or ask to end."""
        if self._is_open("hurts") or self._is_open("reasons"):
            self._close_hurts()
            self._close("reasons")
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._is_open("ending"):
            self._on_go_on()
        else:
            self.ask_to_end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes: stand still, keep all."""
        self.runner.close()
        self.stage.stop()
        super().closeEvent(event)
