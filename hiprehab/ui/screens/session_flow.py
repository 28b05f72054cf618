"""A session from the check before it to the summary after it: what the application opens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import islice
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from hiprehab.core.conditions import (
    NO_CONDITIONS,
    Conditions,
    ceiling,
    screen_routine,
    with_swaps,
)
from hiprehab.core.guidance import ceiling_of
from hiprehab.core.hips import NOT_ASKED, Hips
from hiprehab.core.log import Moment, SessionRecord, day_of
from hiprehab.core.model import Library, Routine, Side, Variant
from hiprehab.core.plan import Plan, PlanOptions, compile_plan
from hiprehab.core.running import variant_of
from hiprehab.core.settings import Settings
from hiprehab.core.suggesting import below
from hiprehab.figure.catalogue import describe
from hiprehab.ui.clock import Clock
from hiprehab.ui.journal import opened
from hiprehab.ui.run_parts import Awake, Journal, RunOptions
from hiprehab.ui.runner import SessionRunner
from hiprehab.ui.screens.session import SessionScreen
from hiprehab.ui.screens.session_brief import Told, brief_of
from hiprehab.ui.screens.session_cautions import CautionsPart
from hiprehab.ui.screens.session_look import Cues, Look
from hiprehab.ui.screens.session_stage import Figure
from hiprehab.ui.screens.session_start import Pain, StartPanel
from hiprehab.ui.screens.session_summary import Summary
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.still import still_image

NOTHING = Told()


@dataclass(frozen=True, slots=True)
class SessionKit:
    """What every session needs. `journal` makes one, for a session of the store or a new one.

    `own` lays the changes that the person accepted over a routine's variant.
    """

    theme: Theme
    library: Library
    settings: Settings
    clock: Clock
    journal: Callable[[Any], Journal]
    figure: Callable[[], Figure] | None = None
    cues: Cues | None = None
    awake: Awake | None = None
    next_due: Callable[[str, date], date | None] | None = None
    conditions: Conditions = NO_CONDITIONS
    own: Callable[[Routine, Variant], Variant] = lambda _, variant: variant
    speed: float = 1.0
    demo: bool = False


class SessionFlow(QWidget):
    """Check, session, summary, one after the other in one place.

    Signals:
        began(SessionScreen): the session itself is about to start.
        closed(object): it is over: the record, or None when nothing was kept.
        instead(str, str): the person would rather do another routine, or this form of it.
        questions_asked(): the person goes through the safety questions instead.
        rated(Hips): what was said before a session that is not begun.
        discarded(SessionRecord): a session is not kept; what it would be if it were.
    """

    began = Signal(object)
    closed = Signal(object)
    instead = Signal(str, str)
    questions_asked = Signal()
    rated = Signal(object)
    discarded = Signal(object)

    def __init__(self, kit: SessionKit) -> None:
        super().__init__()
        self.kit = kit
        self.runner: SessionRunner | None = None
        self.playing: SessionScreen | None = None
        self.panel: StartPanel | None = None
        self.summary: Summary | None = None
        self._record: SessionRecord | None = None
        self._options = PlanOptions()
        self._pages = QStackedLayout(self)

    # -- ways in

    def start_panel(
        self,
        routine: Routine,
        variant: Variant,
        *,
        shorter: bool = False,
        session_count: int = 0,
        baseline: float | None = None,
        told: Told = NOTHING,
    ) -> None:
        """Name what does not suit the person, ask how the hips are, then start."""
        kit = self.kit
        screening = screen_routine(kit.library, variant, kit.conditions)
        cautions = CautionsPart(kit.theme, screening, kit.library) if screening.any else None

        @cache  # shown here and then played: compiling takes a while
        def compiled(chosen: Variant, left_out: frozenset[str]) -> Plan:
            suited = with_swaps(
                kit.library, chosen, screen_routine(kit.library, chosen, kit.conditions), left_out
            )
            return self._compiled(routine, suited, shorter=shorter, session_count=session_count)

        def plan(chosen: Variant) -> Plan:
            return compiled(chosen, cautions.left_out() if cautions else frozenset())

        first = plan(variant)
        limit = ceiling_of(routine.pain_ceiling, condition=self._condition_ceiling())
        brief = brief_of(kit.library, routine, variant, self._today())
        if routine.pain_ceiling is not None:
            brief = brief._replace(limit=limit)
        brief = brief._replace(unready=told.unready)
        panel = StartPanel(
            kit.theme,
            first,
            pain=Pain(limit, baseline),
            brief=brief,
            cautions=cautions,
            notice=told.notice,
        )
        panel.show_plan(first, asked_shorter=shorter)
        self.panel = panel
        lower = below(kit.library, routine, variant.id)
        if cautions is not None:
            cautions.changed.connect(lambda: panel.show_plan(plan(variant), asked_shorter=shorter))
        panel.started.connect(lambda: self._run_new(plan(variant), routine, panel.hips()))
        if lower is not None:
            down = partial(kit.own, routine, lower)
            panel.easierAsked.connect(lambda: self._run_new(plan(down()), routine, panel.hips()))
        panel.insteadAsked.connect(
            lambda name: self._not_begun(partial(self.instead.emit, name, ""))
        )
        panel.stepAsked.connect(
            lambda step: self._not_begun(partial(self.instead.emit, routine.id, variant_of(step)))
        )
        panel.questionsAsked.connect(lambda: self._not_begun(self.questions_asked.emit))
        panel.cancelled.connect(lambda: self._not_begun(partial(self.closed.emit, None)))
        self._show(panel)
        Slices(self, _read_ahead(first, kit.theme.tokens.dark))

    def say(self, said: Hips) -> None:
        """How the hips are, said before the check: it is not asked again."""
        if self.panel is not None:
            self.panel.say(said)

    def _not_begun(self, leave: Callable[[], None]) -> None:
        """What was said before the session is kept without it."""
        said = self.panel.hips() if self.panel is not None else NOT_ASKED
        if said.said and not said.kept:
            self.rated.emit(said)
        leave()

    def start_now(
        self, routine: Routine, variant: Variant, *, shorter: bool = False, session_count: int = 0
    ) -> None:
        """Straight into getting ready."""
        plan = self._compiled(routine, variant, shorter=shorter, session_count=session_count)
        self._run_new(plan, routine, NOT_ASKED)

    def resume(self, found: Any) -> None:
        """Go on with a session of the store that was cut off; it waits, paused.

        Raises:
            ValueError, KeyError, TypeError: what was stored cannot be read.
        """
        self._options = PlanOptions.from_settings(self.kit.settings, conditions=self.kit.conditions)
        more = self._more(found)
        runner = SessionRunner.resumed(opened(found), self._run_options(), **more)
        self._run(runner, self.kit.library.routines.get(runner.record.routine), NOT_ASKED)

    # -- in between

    def _today(self) -> date:
        clock = self.kit.clock
        return day_of(clock.utcnow(), clock.offset_min())

    def _condition_ceiling(self) -> int:
        return ceiling(self.kit.conditions, self._today())

    def _compiled(
        self, routine: Routine, variant: Variant, *, shorter: bool, session_count: int
    ) -> Plan:
        self._options = PlanOptions.from_settings(
            self.kit.settings,
            session_count=session_count,
            shorter=shorter,
            conditions=self.kit.conditions,
        )
        return compile_plan(self.kit.library, routine, variant, self._options)

    def _run_options(self) -> RunOptions:
        settings = self.kit.settings
        return RunOptions(
            self.kit.library,
            self._options,
            lead_in_s=float(settings.lead_in_s),
            countdown_s=settings.countdown_s,
            speed=self.kit.speed,
            demo=self.kit.demo,
        )

    def _more(self, found: Any) -> dict[str, Any]:
        awake = self.kit.awake if self.kit.settings.keep_awake else None
        return {"clock": self.kit.clock, "journal": self.kit.journal(found), "awake": awake}

    def _run_new(self, plan: Plan, routine: Routine, before: Hips) -> None:
        self._run(
            SessionRunner.fresh(plan, self._run_options(), **self._more(None)), routine, before
        )

    def _run(self, runner: SessionRunner, routine: Routine | None, before: Hips) -> None:
        kit = self.kit
        runner.setParent(self)
        self.runner = runner
        look = Look(
            figure=kit.figure,
            far=kit.settings.far_mode,
            reduced_motion=kit.settings.reduced_motion,
            routine_ceiling=routine.pain_ceiling if routine else None,
            condition_ceiling=self._condition_ceiling(),
        )
        self.playing = SessionScreen(kit.theme, runner, cues=kit.cues, look=look)
        self.playing.ended.connect(self._on_ended)
        self.playing.discarded.connect(self._on_discarded)
        self._show(self.playing)
        self.began.emit(self.playing)
        self.playing.begin(before)

    def _show(self, page: QWidget) -> None:
        """The next page; the one before is let go."""
        old = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if old is not None:
            self._pages.removeWidget(old)
            old.hide()
            old.deleteLater()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- ways out

    def _on_ended(self, record: SessionRecord) -> None:
        assert self.runner is not None
        self._record = record
        due = self.kit.next_due(record.routine, record.stamp.day) if self.kit.next_due else None
        self.summary = Summary(self.kit.theme, record, self.runner.session.plan, due=due)
        self.summary.saved.connect(self._on_saved)
        screen, self.playing = self.playing, None
        self._show(self.summary)
        del screen

    def _on_discarded(self) -> None:
        assert self.runner is not None
        record = self.runner.record
        self.closed.emit(None)
        self.discarded.emit(record)

    def _on_saved(self, scores: dict[Side, int], effort: int | None, note: str) -> None:
        assert self.runner is not None
        if scores:
            self.runner.rate(scores, Moment.AFTER)
        if effort is not None or note:
            self.runner.journal.annotate(effort, note)
        self.closed.emit(self._record)

    def keep(self) -> None:
        """The window goes away: what the page asks is left as the person left it, and saved."""
        if self.summary is not None:
            self.summary.done_button.click()
        elif self.playing is not None:
            self.playing.keep()
        elif self.runner is None and self.panel is not None and self.panel.hips().said:
            self.panel.cancelled.emit()

    def close_session(self) -> None:
        """The window goes away: stand still, keep all for the next start."""
        if self.runner is not None:
            self.runner.close()
        if self.playing is not None:
            self.playing.stage.stop()


def _read_ahead(plan: Plan, dark: bool) -> Iterator[None]:
    """What the session's first page shows, and then the words of its motions; one a step.

    Read while the panel before it is looked at.
    """
    yield
    shown = dict.fromkeys((step.item, step.side) for step in plan.steps)
    for item, side in islice(shown, 2):  # on the stage, and in the corner for the next set
        still_image(plan.items[item].motion or "", side, dark=dark)
        yield
    for motion in dict.fromkeys(item.motion for item in plan.items if item.motion):
        describe(motion, None)
        yield
