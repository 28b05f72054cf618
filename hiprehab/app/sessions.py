"""Sessions of the open window: started, resumed, ended, and what they need around them."""

import logging
from collections.abc import Callable
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hiprehab.app.profile import Profile
from hiprehab.core.changes import Changes
from hiprehab.core.log import hips_now
from hiprehab.core.model import Routine, Variant
from hiprehab.core.safety import Occasion
from hiprehab.ui.clock import Clock
from hiprehab.ui.main_window import MainWindow
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.today import TodayScreen

if TYPE_CHECKING:  # loaded when a session is begun
    from hiprehab.app.safety import SafetyGate
    from hiprehab.core.hips import Hips
    from hiprehab.core.log import SessionRecord
    from hiprehab.storage.sessions import OpenSession
    from hiprehab.storage.store import Store
    from hiprehab.ui.cues import CuePlayer
    from hiprehab.ui.journal import StoreJournal
    from hiprehab.ui.media import MediaKeys
    from hiprehab.ui.screens.session_flow import SessionFlow
    from hiprehab.ui.widgets.figure_view import FigureView

log = logging.getLogger(__name__)


class Sessions(QObject):
    """One session at a time has the whole window; Today comes back after it.

    Args:
        window: gives its room.
        around: library, log, clock and settings.
        profile: whose sessions they are.
        clock: the computer's, or a test's.
        figure: makes a moving figure.
        speed: session time a second; above 1 only in rehearsals.
    """

    def __init__(
        self,
        window: MainWindow,
        around: Around,
        profile: Profile,
        *,
        clock: Clock,
        figure: "Callable[[], FigureView]",
        speed: float = 1.0,
    ) -> None:
        super().__init__(window)
        self.flow: SessionFlow | None = None
        self.on_saved: Callable[[str], None] | None = None
        self._window, self._around, self._profile = window, around, profile
        self._clock, self._figure, self._speed = clock, figure, speed
        self._cues: CuePlayer | None = None
        self._written: StoreJournal | None = None  # that of the newest session
        around.live.leaving.connect(self.keep)

    # --- what a session needs ---------------------------------------------------------------

    @property
    def cues(self) -> "CuePlayer":
        """The sounds; made when first needed."""
        if self._cues is None:
            from hiprehab.app.sound import make_cues

            self._cues = make_cues(self._profile, self._clock, self._window.tell)
        return self._cues

    @cached_property
    def media(self) -> "MediaKeys":
        """The desktop's media keys, while a session runs."""
        from hiprehab.ui.media import MediaKeys

        return MediaKeys(self._around.live.background, self)

    @cached_property
    def safety(self) -> "SafetyGate":
        """The safety questions, before a session and when something is new."""
        from hiprehab.app.safety import SafetyGate

        return SafetyGate(
            self._window,
            self._around,
            lambda routine: self.start(routine, "", False),
            partial(self._window.show_screen, "today"),
        )

    @property
    def _today(self) -> TodayScreen:
        screen = self._window.screen_of("today")
        assert isinstance(screen, TodayScreen)
        return screen

    # --- beginning --------------------------------------------------------------------------

    def start(self, routine: str, variant: str, shorter: bool) -> None:
        """Begin a routine by its ids; an unknown variant means the first."""
        found = self._around.library().routines[routine]
        self.begin(found, found.variant(variant) or found.variants[0], shorter)

    def begin(self, routine: Routine, variant: Variant, shorter: bool = False) -> None:
        """Save what is chosen on Today, ask what is due, how the hips are, then play it."""
        play = partial(self.play, routine, variant, shorter)
        go = partial(self.safety.guard_skin, routine, play)
        self._today.settle(partial(self.safety.guard, routine.id, go))

    def play(self, routine: Routine, variant: Variant, shorter: bool) -> None:
        """Ask how the hips are, then play it."""
        from hiprehab.app.openings import gap_text, morning_baseline
        from hiprehab.ui.screens.own_routine import own_variant
        from hiprehab.ui.screens.running_check import unready
        from hiprehab.ui.screens.session_brief import Told

        around = self._around
        read = around.live.read
        variant = own_variant(around, routine, variant)
        told = Told(gap_text(read, routine, around.now()), unready(around, routine, variant))
        baseline = morning_baseline(read, around.today())
        count = read.counts().sessions
        said = self._today.take_said()

        def begin(flow: "SessionFlow") -> None:
            flow.start_panel(
                routine,
                variant,
                shorter=shorter,
                session_count=count,
                baseline=baseline,
                told=told,
            )
            flow.say(said)

        self._enter(begin)
        around.live.background(_load_ahead, lambda _: None, lambda _: None)

    def _enter(self, begin: "Callable[[SessionFlow], None]") -> None:
        """Give the window to a session; back to Today when it cannot even be built."""
        flow = self.new_flow()
        try:
            begin(flow)
        except Exception:
            self._leave()
            self._window.show_screen("today")
            raise

    def new_flow(self, *, demo: bool = False) -> "SessionFlow":
        """A session's widget, not yet started, that has the whole window."""
        from hiprehab.core.agenda import next_due
        from hiprehab.ui.awake import ScreenAwake
        from hiprehab.ui.screens.own_routine import own_variant
        from hiprehab.ui.screens.session_flow import SessionFlow, SessionKit

        around = self._around
        settings = around.settings()
        read = around.live.read

        def due_after(routine: str, day: date) -> date | None:
            return next_due(routine, day, read.planned(), read.away())

        kit = SessionKit(
            theme=self._window.theme,
            library=around.library(),
            settings=settings,
            clock=self._clock,
            journal=self._journal,
            figure=self._figure,
            cues=self.cues,
            awake=ScreenAwake() if settings.keep_awake else None,
            next_due=due_after,
            conditions=around.conditions(),
            own=partial(own_variant, around),
            speed=self._speed,
            demo=demo,
        )
        self.flow = SessionFlow(kit)
        self.flow.closed.connect(self._on_closed)
        self.flow.instead.connect(self._on_instead)
        self.flow.questions_asked.connect(self._on_questions)
        self.flow.rated.connect(self._on_rated)
        self.flow.discarded.connect(self._on_discarded)
        self.flow.began.connect(self.media.follow)
        self._window.enter_session(self.flow)
        return self.flow

    def _journal(self, found: "OpenSession | None") -> "StoreJournal":
        from hiprehab.ui.journal import StoreJournal

        self._written = StoreJournal(
            self._around.live.writer,
            self._clock.utcnow,
            found=found,
            saved=self.on_saved,
            failed=self._journal_failed,
        )
        return self._written

    def _journal_failed(self, error: Exception | None) -> None:
        """On the writer thread: hand it to the window; None when the disk takes it again."""
        from hiprehab.storage.trouble import StorageProblem
        from hiprehab.ui.live import sentence_of

        live = self._around.live
        if error is None:
            live.unsaved.emit("")
            return
        log.warning("a step of the session was not saved: %s", type(error).__name__)
        kept = isinstance(error, StorageProblem | OSError)  # anything else is a fault of ours
        (live.unsaved if kept else live.problem).emit(sentence_of(error))

    # --- ending -----------------------------------------------------------------------------

    def _on_instead(self, routine: str, variant: str) -> None:
        self._on_closed(None)
        self.start(routine, variant, False)

    def _on_discarded(self, record: "SessionRecord") -> None:
        """It can still be had back, as ended early."""
        journal = self._written
        assert journal is not None

        def again(store: "Store") -> None:
            if journal.session is not None:
                store.finish_session(journal.session, record)

        self._offer_back(again)

    def _offer_back(self, again: "Callable[[Store], None]") -> None:
        """Say that a session is not kept; Undo writes it as ended early."""
        live = self._around.live
        self._window.tell(
            self.tr("Session not kept."),
            lambda: live.write(again, Changes.SESSIONS | Changes.PAIN),
        )

    def _on_questions(self) -> None:
        """Today is behind the questions."""
        self._on_closed(None)
        self.safety.ask(Occasion.NEW, self._today.refresh)

    def _on_rated(self, hips: "Hips") -> None:
        """How the hips are is kept, although the session was not begun."""
        live, clock = self._around.live, self._clock
        affected = self._around.settings().affected
        entries = hips_now(self._around.now(), hips.scores, limp=hips.limp, affected=affected)

        def told(ids: tuple[int, ...]) -> None:
            def undo() -> None:
                live.insist(lambda store: store.delete_pain(ids, clock.utcnow()), Changes.PAIN)

            self._window.tell(self.tr("How your hips are is saved."), undo)

        live.insist(lambda store: store.log_pain(entries), Changes.PAIN, done=told)

    def _on_closed(self, record: object) -> None:
        """Back to Today; the screens read again when all that was written is on the disk."""
        self._leave()
        self._insist()
        self._window.show_screen("today")

    def _insist(self) -> None:
        """What the disk refused of the session is written before anything else is said of it."""
        journal = self._written

        def work(store: "Store") -> None:
            if journal is not None:
                journal.drain(store)

        self._around.live.insist(
            work,
            Changes.SESSIONS | Changes.PAIN,
            by=self,
            done=lambda _: self.offer_resume(),
        )

    def _leave(self) -> None:
        """Take the session out of the window and let go of what it used."""
        flow, self.flow = self.flow, None
        if self._cues is not None:
            self._cues.silence()
        self.media.release()
        self._window.leave_session()
        if flow is not None:
            flow.deleteLater()

    def keep(self) -> None:
        """The window goes: what was entered is saved; a running session waits for the next start.

        Whoever changes their mind finds the session paused, or Today where its page was left.
        """
        if self.flow is None:
            return
        self.flow.keep()
        self.stand_still()
        if self.flow is not None and self.flow.runner is not None:
            self._insist()

    def stand_still(self) -> None:
        """Pause."""
        if self.flow is not None:
            self.flow.close_session()

    def close(self) -> None:
        """Let go of everything."""
        self.stand_still()
        if self.flow is not None:
            self.media.release()
        if self._cues is not None:
            self._cues.close()

    def use_settings(self) -> None:
        """The settings are others now."""
        if self._cues is not None:
            self._cues.set_settings(self._around.settings())

    # --- a session that was cut off ---------------------------------------------------------

    def unfinished(self) -> "OpenSession | None":
        """The session that was begun and never ended, if there is one."""
        return self._around.live.read.unfinished()

    def offer_resume(self) -> None:
        """Show on Today whether a session was cut off, and where."""
        found = self.unfinished()
        if found is None:
            self._today.show_unfinished(None)
            return
        from hiprehab.app.openings import interrupted_text

        self._today.show_unfinished(interrupted_text(found))

    def resume(self) -> None:
        """Go on with it."""
        found = self.unfinished()
        if found is not None:
            go = partial(self._enter, lambda flow: flow.resume(found))
            self._today.settle(partial(self.safety.guard, found.record.routine, go, ask=False))

    def end_partial(self) -> None:
        """Keep what was done of it."""
        from hiprehab.app.openings import as_partial

        found = self.unfinished()
        if found is not None:
            record = as_partial(found, self._profile, self._clock)
            self._end_open(lambda store: store.finish_session(found.id, record))

    def discard(self) -> None:
        """Keep nothing of it."""
        from hiprehab.app.openings import as_partial

        found = self.unfinished()
        if found is not None:
            at = self._clock.utcnow()
            record = as_partial(found, self._profile, self._clock)
            self._end_open(lambda store: store.discard_session(found.id, at))
            self._offer_back(lambda store: store.finish_session(found.id, record))

    def _end_open(self, work: "Callable[[Store], None]") -> None:
        self._around.live.write(
            work, Changes.SESSIONS, by=self, done=lambda _: self._today.show_unfinished(None)
        )


def _load_ahead() -> None:
    """What the threads of a session load, while the panel before it is looked at."""
    import wakepy  # noqa: F401

    import hiprehab.figure.film  # noqa: F401
