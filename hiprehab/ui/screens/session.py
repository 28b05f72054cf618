"""The session screen: shows what the runner says and hands it what the person does."""

from functools import cached_property

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from hiprehab.core.events import Event, Paused, PauseReason, Reminder
from hiprehab.core.hips import NOT_ASKED, Hips
from hiprehab.core.log import Moment, SessionRecord, stamp
from hiprehab.core.model import DoseKind
from hiprehab.core.plan import Plan, PlanItem
from hiprehab.core.state import Scope, Snapshot, State
from hiprehab.ui.runner import SessionRunner, item_of
from hiprehab.ui.screens.prescribed_words import is_prescribed
from hiprehab.ui.screens.session_asking import Asking
from hiprehab.ui.screens.session_far import FarView
from hiprehab.ui.screens.session_keys import WHILE_ASKED, actions, key_groups
from hiprehab.ui.screens.session_look import USUAL, Cues, Look
from hiprehab.ui.screens.session_panels import Panel
from hiprehab.ui.screens.session_parts import tint_of
from hiprehab.ui.screens.session_stage import Stage
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.keys import HelpOverlay
from hiprehab.ui.widgets.photo import picture_key
from hiprehab.ui.widgets.toasts import Toasts
from hiprehab.ui.wording import Words

FIGURE_HZ, QUIET_HZ = 30.0, 10.0
PANELS = ("paused", "ending")


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
        self._hertz = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Session"))
        self._build()
        runner.stateChanged.connect(self.show_state)
        runner.happened.connect(self._on_happened)
        runner.levelChanged.connect(self._on_level_changed)
        runner.timeKept.connect(lambda bound: self.toasts.show_toast(self._words.time_kept(bound)))
        runner.finished.connect(self._on_finished)
        self._keeps_nothing = False
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
        self.toasts.keep_within(self._free_room)
        self.asking = Asking(self, self.theme, self.runner, self.look)
        self.asking.moved.connect(self.toasts.place_again)
        self.asking.over.connect(self._on_asked)
        self.asking.noted.connect(self._on_noted)
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

    def _free_room(self) -> QRect:
        """Where a message covers nothing that is pressed: over the figure, above an open panel.

        In far mode over the name: digits and words are what is looked at from there.
        """
        far = self._pages.currentWidget() is self.far
        room = self.far.name_room() if far else self.stage.picture_room()
        low = [panel.y() for panel in self._panels()]
        room.setBottom(min([room.bottom(), *low]) - self.theme.space(8))
        return room

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
    def paused(self) -> Panel:
        """Why it stands still."""
        panel = Panel(self.theme, self, middle=True)
        panel.moved.connect(self.toasts.place_again)
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
        panel.moved.connect(self.toasts.place_again)
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

    def _panels(self) -> list[Panel]:
        """What is open over the page."""
        own = [self.__dict__[name] for name in PANELS if self._is_open(name)]
        return [*own, *self.asking.strips()]

    def _close(self, *names: str) -> None:
        for name in names:
            if self._is_open(name):
                self.__dict__[name].hide()

    # -- showing

    def begin(self, before: Hips = NOT_ASKED) -> None:
        """Start, with what was said of the hips beforehand."""
        if self._cues:
            self._cues.prepare(self.runner.session.plan)
        fresh = self.runner.session.state is State.READY
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.runner.start()
        if fresh and before.kept:
            self.runner.journal.adopt(before.kept)
        elif fresh:
            self.runner.rate(before.scores, Moment.BEFORE, limp=before.limp)

    def set_rehearsal(self) -> None:
        """This is one: it says so all the time, and ends without a question."""
        self._keeps_nothing = True
        text = self.tr("Rehearsal, nothing is logged")
        self.stage.set_mark(text)
        self.far.set_mark(text)

    def show_state(self, snapshot: Snapshot) -> None:
        """Shows a state; only what changed is painted."""
        held = snapshot.state is State.PAUSED
        if self.far.isVisible():
            self._show_far(snapshot)
        else:
            self.stage.show_state(snapshot, lambda: self._done_at(snapshot))
        asked = self.asking.has_clock or any(map(self._is_open, PANELS))
        if held and not asked:
            self.paused.say(self._words.pause_title(snapshot), self._words.pause_text(snapshot))
            self.paused.open()
        elif not held:
            self._close("paused", "ending")
            self.asking.clock_runs()
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
        step, item = snapshot.step, item_of(snapshot)
        progress = snapshot.elapsed / snapshot.length if snapshot.length else 0.0
        self.far.set_care(item.caution)
        self.far.set_name(item.name)
        room = self.far.name_room()
        self.far.show_state(
            self.stage.big_digits(snapshot),
            self._far_word(snapshot),
            tint_of(snapshot),
            step.side,
            progress,
        )
        if self.far.name_room() != room:
            self.toasts.place_again()

    def _far_word(self, snapshot: Snapshot) -> str:
        """What goes with the digits: of how many, and what this moment is for."""
        step, item = snapshot.step, item_of(snapshot)
        if snapshot.state is State.LEAD_IN:
            return self.tr("Go on")
        if step.is_work and step.work is DoseKind.REPS:
            parts = item.dose.tempo
            moment = parts[snapshot.part].label if snapshot.part < len(parts) else ""
            whole = self.tr("of {n}").format(n=step.reps)
            return " · ".join(part for part in (whole, moment) if part)
        word = self._words.phase(step)
        if not step.is_work:
            return word
        rounds = self._words.set_text(snapshot.plan, step) if item.rounds > 1 else ""
        return self._words.rep_text(step) or " · ".join(part for part in (word, rounds) if part)

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
            self.asking.close_pain()
        if isinstance(event, Reminder):
            self.toasts.show_toast(self.runner.session.plan.items[event.step.item].dose.check)

    def _on_level_changed(self, item: PlanItem | None, why: str) -> None:
        if item is not None:
            _, before = self.runner.session.plan.replaced[-1]
            text = self._words.changed_level(before, item)
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
        self._close("paused", "ending")
        self.asking.close()
        self.stage.stop()
        self.ended.emit(record)

    # -- the person does

    def skip(self, scope: Scope = Scope.STEP) -> None:
        """Skip; why is asked."""
        self.asking.skip(scope)

    def ask_pain(self) -> None:
        """It hurts: the strip, or save it when it is open."""
        self.asking.ask_pain()

    def keep(self) -> None:
        """The window goes: what was chosen on the strip is saved."""
        self.asking.close_pain()

    def _on_noted(self) -> None:
        self.toasts.show_toast(self.tr("Noted."))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_asked(self) -> None:
        """The keyboard is the session's again, and so are words about standing still."""
        if self.runner.session.live:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.show_state(self.runner.snapshot())

    def ask_to_end(self) -> None:
        """Stand still and ask: keep, go on or discard. A rehearsal just ends."""
        if self._keeps_nothing:
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
        for panel in self._panels():  # they would be behind the page now
            panel.raise_()
        self.toasts.raise_()
        self.toasts.place_again()

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
        if self.asking.choose(key) or (self.asking.waits and key not in WHILE_ASKED):
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
        if any(self._is_open(name) and self.__dict__[name].press_focused() for name in PANELS):
            return
        if self.asking.accept():
            return
        if self.runner.session.state is State.PAUSED:
            self._on_go_on()
        else:
            self.runner.done()

    def on_escape(self) -> None:
        """Close what is open, or ask to end."""
        if self.asking.leave():
            return
        if self._is_open("ending"):
            self._on_go_on()
        else:
            self.ask_to_end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes: stand still, keep all."""
        self.runner.close()
        self.stage.stop()
        super().closeEvent(event)
