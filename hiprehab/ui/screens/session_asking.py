"""What a running session asks at its foot: how much it hurts, and why something was left out.

The clock goes on meanwhile, except where the person has to decide first: pain above the limit, and
leaving out the last exercise, with which the session would end.
"""

from collections.abc import Iterator
from functools import cached_property

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from hiprehab.core.events import Event, StepFinished
from hiprehab.core.guidance import ceiling_of
from hiprehab.core.ladder import Rung
from hiprehab.core.log import Moment, Outcome, SkipReason
from hiprehab.core.model import Side
from hiprehab.core.plan import Step
from hiprehab.core.state import Scope, State
from hiprehab.ui.runner import SessionRunner
from hiprehab.ui.screens.session_look import Look
from hiprehab.ui.screens.session_panels import HurtsStrip, Panel, ReasonStrip
from hiprehab.ui.screens.session_stage import last_work
from hiprehab.ui.theme import Theme
from hiprehab.ui.wording import Words


class Asking(QObject):
    """The two strips of a session, and the clock that waits for them.

    Signals:
        noted(): a pain score was kept.
        moved(): a strip takes another place, or none.
        over(): a strip has gone, so the keyboard belongs to the session again.
    """

    noted = Signal()
    moved = Signal()
    over = Signal()

    def __init__(self, host: QWidget, theme: Theme, runner: SessionRunner, look: Look) -> None:
        super().__init__(host)
        self._host, self._theme, self._words = host, theme, Words(self)
        self._runner, self._look = runner, look
        self._left_out: list[StepFinished] = []
        self._rated = ""
        self._held = False
        self._last: Scope | None = None

    # Made when they are first needed, so that a session starts without a wait.

    @cached_property
    def reasons(self) -> ReasonStrip:
        """Why something was skipped."""
        panel = ReasonStrip(self._theme, self._host, self._words)
        panel.chosen.connect(self._on_reason)
        panel.moved.connect(self.moved)
        return panel

    @cached_property
    def hurts(self) -> HurtsStrip:
        """How much it hurts."""
        panel = HurtsStrip(self._theme, self._host)
        panel.rated.connect(self._on_rated)
        panel.limitPassed.connect(self._hold)
        panel.easier.connect(lambda: self._runner.change_level(Rung.EASIER))
        panel.stopMove.connect(lambda: self._runner.skip(Scope.EXERCISE, SkipReason.PAIN))
        for answer in (panel.goOn, panel.easier, panel.stopMove):
            answer.connect(self._let_go)
        panel.moved.connect(self.moved)
        return panel

    def strips(self) -> Iterator[Panel]:
        """Those that are open."""
        for name in ("hurts", "reasons"):
            panel = self.__dict__.get(name)
            if panel is not None and panel.isVisible():
                yield panel

    @property
    def asks_pain(self) -> bool:
        """Whether it is asked now how much it hurts."""
        return any(isinstance(one, HurtsStrip) for one in self.strips())

    @property
    def waits(self) -> bool:
        """Whether no key but those for an answer moves the clock."""
        return self.asks_pain and self.hurts.waits

    @property
    def has_clock(self) -> bool:
        """Whether what is asked now says enough about a session that stands still."""
        return self.asks_pain or self._last is not None

    # -- asking

    def ask_pain(self) -> None:
        """Opens the strip, or saves and closes it when it is open."""
        if self.asks_pain:
            self.leave()
            return
        session = self._runner.session
        step = last_work(session.plan, session.step)
        item = session.plan.item_of(step)
        exercise = self._runner.options.library.exercises.get(item.exercise)
        ceiling = ceiling_of(
            exercise.pain_ceiling if exercise else None,
            self._look.routine_ceiling,
            condition=self._look.condition_ceiling,
        )
        self._rated = item.exercise
        self._drop_last()
        if "reasons" in self.__dict__:
            self.reasons.hide()
        easier = self._runner.can_change(Rung.EASIER)
        self.hurts.ask(item.name, step.side, ceiling, easier=easier)

    def skip(self, scope: Scope) -> None:
        """Skip; why is asked while the session goes on, or before it where that would end it."""
        runner = self._runner
        step = runner.session.step
        work = step.is_work or scope is not Scope.STEP
        if work and runner.session.live and runner.session.ends_without(scope):
            self._last = scope
            self._hold()
            self.reasons.ask_before_the_end(self._what(step, scope))
            return
        heard: list[Event] = []
        runner.happened.connect(heard.append)
        runner.skip(scope)
        runner.happened.disconnect(heard.append)
        ended = [e for e in heard if isinstance(e, StepFinished) and e.step.is_work]
        # what came to its own end in the same moment was done and needs no reason
        left_out = [e for e in ended if e.outcome is not Outcome.DONE]
        if left_out and runner.session.live:
            self._left_out = left_out
            self.reasons.ask(self._what(left_out[0].step, scope))

    def _what(self, step: Step, scope: Scope) -> str:
        """What is left out: the exercise, or its side."""
        item = self._runner.session.plan.item_of(step)
        if scope is Scope.EXERCISE or step.side is None:
            return item.name
        return f"{item.name}, {self._words.side(step.side)}"

    # -- answers

    def choose(self, key: int) -> bool:
        """A digit chooses a reason where one is asked for."""
        number = key - Qt.Key.Key_1
        if not 0 <= number < len(SkipReason):
            return False
        if not any(isinstance(one, ReasonStrip) for one in self.strips()):
            return False
        self.reasons.choose(list(SkipReason)[number])
        return True

    def accept(self) -> bool:
        """Enter: what has the focus, else what is suggested; False where nothing is asked."""
        if any(one.press_focused() for one in self.strips()):
            return True
        if not self.asks_pain:
            return False
        self.hurts.accept()
        return True

    def leave(self) -> bool:
        """No answer: scores are saved, a clock that stands still for them goes on standing still.

        The last exercise is gone on with. False where nothing was asked.
        """
        if not any(self.strips()):
            return False
        if self._last is not None:
            self._drop_last()
            self._let_go()
            return True
        self._held = False
        self.close()
        self.over.emit()
        return True

    def close(self) -> None:
        """The strips go; scores are saved."""
        self.close_pain()
        if "reasons" in self.__dict__:
            self.reasons.hide()

    def close_pain(self) -> None:
        """The scores are saved."""
        if self.asks_pain:
            self.hurts.close_strip()

    def clock_runs(self) -> None:
        """Somebody let it go on without an answer: nothing waits any more."""
        self._drop_last()
        if self.waits:
            self.close_pain()

    def _drop_last(self) -> None:
        if self._last is not None:
            self._last = None
            self.reasons.hide()

    def _on_reason(self, reason: SkipReason | None) -> None:
        last, self._last = self._last, None
        if last is not None:
            self._runner.skip(last, reason)
        elif reason is not None:
            self._runner.explain(self._left_out, reason)
        self._left_out = []

    def _on_rated(self, scores: dict[Side, int]) -> None:
        self._runner.rate(scores, Moment.DURING, self._rated)
        self.noted.emit()

    # -- the clock

    def _hold(self) -> None:
        """It stands still until the person has decided."""
        self._held = self._runner.session.state is not State.PAUSED
        self._runner.pause()

    def _let_go(self) -> None:
        """It goes on, where it stood still only for an answer."""
        held, self._held = self._held, False
        if held and self._runner.session.live:
            self._runner.resume()
        self.over.emit()
