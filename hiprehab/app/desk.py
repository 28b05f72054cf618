"""The open window of one profile: makes the screens, and moves between them and sessions.

Everything is built here and handed to its users. What is heavy waits until the first paint is over.
"""

import logging
from collections.abc import Callable
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from hiprehab import __version__
from hiprehab.app.profile import Profile
from hiprehab.core.changes import Changes
from hiprehab.core.conditions import ConditionBook
from hiprehab.core.model import Routine, Variant
from hiprehab.core.safety import Occasion
from hiprehab.core.settings import Settings
from hiprehab.figure.view import Look
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.clock import Clock
from hiprehab.ui.live import Live, ThreadReads
from hiprehab.ui.main_window import MainWindow
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.today import TodayScreen
from hiprehab.ui.theme import Theme

if TYPE_CHECKING:  # loaded after the first paint
    from hiprehab.app.safety import SafetyGate
    from hiprehab.storage.learn import LearnCard
    from hiprehab.storage.sessions import OpenSession
    from hiprehab.ui.cues import CuePlayer
    from hiprehab.ui.media import MediaKeys
    from hiprehab.ui.screens.first_run import FirstRunResult
    from hiprehab.ui.screens.session_flow import SessionFlow
    from hiprehab.ui.widgets.figure_view import FigureView

log = logging.getLogger(__name__)

EVERYTHING = Changes.SESSIONS | Changes.PAIN | Changes.PLAN
START_SIZE = (1280, 800)


class Desk(QObject):
    """One window. `open` shows what to do first; `close` saves and lets go of everything."""

    look_changed = Signal(object)

    def __init__(
        self, qt: QApplication, theme: Theme, profile: Profile, clock: Clock, *, speed: float = 1.0
    ) -> None:
        super().__init__()
        self.qt, self.theme, self.profile, self.clock = qt, theme, profile, clock
        self.speed = speed
        self.flow: SessionFlow | None = None
        self.on_saved: Callable[[str], None] | None = None
        self._cues: CuePlayer | None = None
        self._warm = self._closed = False
        self._day: date | None = None
        self._book: ConditionBook | None = None
        self._reads = ThreadReads(profile.reading)
        self.live = Live(self._reads, profile.writer)
        self.around = Around(
            library=lambda: self.profile.library,
            live=self.live,
            clock=clock,
            settings=lambda: self.profile.settings,
            book=self._condition_book,
        )
        self.window = MainWindow(
            theme,
            {
                "today": self._make_today,
                "library": self._make_library,
                "plan": self._make_plan,
                "history": self._make_history,
                "trends": self._make_trends,
                "settings": self._make_settings,
            },
        )
        self.window.resize(*START_SIZE)
        self.window.closing.connect(self._on_closing)
        self.window.installEventFilter(self)
        self.live.problem.connect(self._on_problem)
        self.live.changed.connect(self._on_changed)
        qt.applicationStateChanged.connect(self._on_activated)

    # --- the first paint ------------------------------------------------------------------------

    def open(self) -> None:
        """Today, or the short first run of a new profile; the window is shown by the caller."""
        self._restore_geometry()
        self.window.show_screen("today")
        self._day = self.around.today()
        if not self.profile.settings.first_run_done:
            self._show_first_run()
        else:
            self._offer_resume()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begins what may wait once the window has been painted."""
        if not self._warm and event.type() is QEvent.Type.UpdateRequest:
            self._warm = True
            QTimer.singleShot(0, self._after_first_paint)
        return super().eventFilter(watched, event)

    def _after_first_paint(self) -> None:
        """The writer, the packs and the daily check, none of them on this thread."""
        if self._closed:  # a window that was closed as soon as it was shown
            return
        from hiprehab.ui.app_icon import app_icon

        self.qt.setWindowIcon(app_icon())
        _ = self.live.writer
        for sentence in self.profile.problems:
            self._on_problem(sentence)
        if not self.profile.library_fresh:
            self.live.background(self._read_packs, self._on_packs)
        self.live.background(self._maintain, lambda _: None)
        self._tell_verdict()

    def _tell_verdict(self) -> None:
        """How the last session went, once the ratings say it; or why exercise waits."""
        if self._warm and self.window.made("today"):
            from hiprehab.app.verdicts import newest_text

            waiting = self.safety.waiting_text()
            self.today.due.show_note(waiting or newest_text(self.around))

    def _read_packs(self) -> tuple[object, tuple[str, ...]]:
        from hiprehab import resources
        from hiprehab.app.profile import pack_dirs
        from hiprehab.storage.library import load_library

        found = self.profile.folders
        loaded = load_library(resources.data_dir() / "index.json", pack_dirs(found), found.cache)
        return loaded.library, tuple(str(problem) for problem in loaded.problems)

    def _on_packs(self, found: tuple[object, tuple[str, ...]]) -> None:
        library, problems = found
        self.profile.library = library  # type: ignore[assignment]  # a Library
        for sentence in problems[:1]:
            self._on_problem(sentence)
        self.live.changed.emit(Changes.LIBRARY, self)

    def _maintain(self) -> None:
        from hiprehab.storage.backup import maintain

        if not self.profile.folders.temporary:
            maintain(
                self.profile.folders.database, self.profile.folders.backups, self.profile.now()
            )

    # --- screens --------------------------------------------------------------------------------

    def _make_today(self) -> QWidget:
        today = TodayScreen(self.theme, self.around, figure=self.make_figure)
        today.start_requested.connect(self._on_start)
        today.resume_requested.connect(self._on_resume)
        today.end_partial_requested.connect(self._on_end_partial)
        today.discard_requested.connect(self._on_discard)
        today.open_plan.connect(partial(self.window.show_screen, "plan"))
        today.safety_requested.connect(lambda: self.safety.ask(Occasion.NEW, self.today.refresh))
        today.told.connect(self.window.tell)
        self.live.changed.connect(today.on_changed)
        return today

    def _make_library(self) -> QWidget:
        from hiprehab.ui.screens.library import LibraryScreen

        screen = LibraryScreen(
            self.theme, self.around, figure=self.make_figure, cards=self._read_cards
        )
        screen.start_requested.connect(self._begin)
        screen.plan_requested.connect(self._on_add_to_plan)
        self.live.changed.connect(screen.on_changed)
        return screen

    def _make_plan(self) -> QWidget:
        from hiprehab.ui.screens.plan import PlanScreen

        screen = PlanScreen(self.theme, self.around)
        screen.told.connect(self.window.tell)
        self.live.changed.connect(screen.on_changed)
        return screen

    def _read_cards(self) -> "tuple[LearnCard, ...]":
        from hiprehab import resources
        from hiprehab.storage.learn import read_cards

        try:
            return read_cards(resources.data_dir() / "learn")
        except StorageProblem as problem:
            self._on_problem(str(problem))
            return ()

    def _on_add_to_plan(self, routine: str, variant: str) -> None:
        self.window.show_screen("plan")
        screen: Any = self.window.screen_of("plan")
        screen.add_routine(routine, variant)

    def _make_history(self) -> QWidget:
        from hiprehab.ui.screens.history import HistoryScreen

        screen = HistoryScreen(self.theme, self.around)
        screen.told.connect(self.window.tell)
        self.live.changed.connect(screen.on_changed)
        return screen

    def _make_trends(self) -> QWidget:
        from hiprehab.ui.screens.trends import TrendsScreen

        screen = TrendsScreen(self.theme, self.live.read, self.live.background, self.around.today)
        screen.check_in_requested.connect(partial(self.window.show_screen, "today"))
        screen.edit_requested.connect(self._on_edit_rating)
        screen.said.connect(self.window.tell)
        self.live.changed.connect(screen.on_changed)
        return screen

    def _make_settings(self) -> QWidget:
        from hiprehab.ui.screens.about_you import ConditionsCard
        from hiprehab.ui.screens.settings import SettingsScreen

        conditions = ConditionsCard(self.theme, self.around)
        conditions.told.connect(self.window.tell)
        screen = SettingsScreen(
            self.theme,
            self.profile.settings,
            data_place=str(self.profile.folders.profile),
            version=__version__,
            about_you=[conditions],
        )
        screen.changed.connect(self.use_settings)
        screen.test_sound.connect(self._on_test_sound)
        return screen

    def make_figure(self) -> "FigureView":
        """A moving figure in the look of now."""
        from hiprehab.figure import catalogue
        from hiprehab.ui.widgets.figure_view import FigureView

        catalogue.use_own(self.profile.folders.cache)
        view = FigureView(cache_mb=self.profile.settings.figure_cache_mb)
        view.set_theme(self.theme.tokens.dark)
        view.set_reduced_motion(self.profile.settings.reduced_motion)
        view.set_look(Look.chosen(self.profile.settings))
        self.look_changed.connect(view.set_look)
        return view

    def _condition_book(self) -> ConditionBook:
        """The shipped table of conditions; read when it is first needed."""
        if self._book is None:
            from hiprehab import resources
            from hiprehab.storage.guides import read_conditions

            try:
                self._book = read_conditions(resources.data_dir())
            except StorageProblem as problem:
                self._on_problem(str(problem))
                self._book = ConditionBook()
        return self._book

    # --- settings, sound ------------------------------------------------------------------------

    def use_settings(self, changed: Settings) -> None:
        """Use other settings from now on and keep them."""
        try:
            self.profile.save_settings(changed)
        except StorageProblem as problem:
            self._on_problem(str(problem))
        self.theme.apply(self.qt, changed)
        self.look_changed.emit(Look.chosen(changed))
        if self._cues is not None:
            self._cues.set_settings(changed)
        self.live.changed.emit(Changes.SETTINGS, self)

    def _on_test_sound(self) -> None:
        self.cues.test()

    @property
    def cues(self) -> "CuePlayer":
        """The sounds; made when first needed."""
        if self._cues is None:
            from hiprehab.app.sound import make_cues

            self._cues = make_cues(self.profile, self.clock, self.window.tell)
        return self._cues

    @cached_property
    def media(self) -> "MediaKeys":
        """The desktop's media keys, while a session runs."""
        from hiprehab.ui.media import MediaKeys

        return MediaKeys(self.live.background, self)

    # --- the first run --------------------------------------------------------------------------

    def _show_first_run(self) -> None:
        from hiprehab.app.openings import routine_choices
        from hiprehab.ui.screens.first_run import FirstRun

        page = FirstRun(self.theme, routine_choices(self.profile.library))
        page.finished.connect(self._on_first_run)
        self.window.enter_page(page)

    def _on_first_run(self, result: "FirstRunResult") -> None:
        from hiprehab.app.openings import first_plan

        page = self.window.leave_session()
        if page is not None:
            page.deleteLater()
        settings, planned = first_plan(result, self.profile, self.around.today())
        self.use_settings(settings)
        if planned is not None:
            self.live.write(lambda store: store.plan_add(planned), Changes.PLAN, by=self)
        self.safety.ask(Occasion.FIRST, self.today.refresh)

    @cached_property
    def safety(self) -> "SafetyGate":
        """The safety questions, before a session and when something is new."""
        from hiprehab.app.safety import SafetyGate

        return SafetyGate(
            self.window,
            self.around,
            lambda routine: self._on_start(routine, "", False),
            partial(self.window.show_screen, "today"),
        )

    @property
    def today(self) -> TodayScreen:
        """The first screen."""
        screen = self.window.screen_of("today")
        assert isinstance(screen, TodayScreen)
        return screen

    # --- sessions -------------------------------------------------------------------------------

    def new_flow(self, *, demo: bool = False) -> "SessionFlow":
        """A session's widget, not yet started, that has the whole window."""
        from hiprehab.core.agenda import next_due
        from hiprehab.ui.awake import ScreenAwake
        from hiprehab.ui.journal import StoreJournal
        from hiprehab.ui.screens.session_flow import SessionFlow, SessionKit

        settings = self.profile.settings

        def journal(found: "OpenSession | None") -> StoreJournal:
            return StoreJournal(
                self.live.writer,
                self.clock.utcnow,
                found=found,
                saved=self.on_saved,
                failed=self._journal_failed,
            )

        def due_after(routine: str, day: date) -> date | None:
            return next_due(routine, day, self.live.read.planned(), self.live.read.away())

        kit = SessionKit(
            theme=self.theme,
            library=self.profile.library,
            settings=settings,
            clock=self.clock,
            journal=journal,
            figure=self.make_figure,
            cues=self.cues,
            awake=ScreenAwake() if settings.keep_awake else None,
            next_due=due_after,
            conditions=self.around.conditions(),
            speed=self.speed,
            demo=demo,
        )
        self.flow = SessionFlow(kit)
        self.flow.closed.connect(self._on_flow_closed)
        self.flow.instead.connect(self._on_instead)
        self.flow.began.connect(self.media.follow)
        self.window.enter_session(self.flow)
        return self.flow

    def _journal_failed(self, error: Exception) -> None:
        """On the writer thread: hand it to the window."""
        from hiprehab.ui.live import sentence_of

        log.warning("a step of the session was not saved: %s", type(error).__name__)
        self.live.problem.emit(sentence_of(error))

    def _on_start(self, routine: str, variant: str, shorter: bool) -> None:
        found = self.profile.library.routines[routine]
        self._begin(found, found.variant(variant) or found.variants[0], shorter)

    def _begin(self, routine: Routine, variant: Variant, shorter: bool = False) -> None:
        """Ask what is due, how the hips are, then play it."""
        self.safety.guard(routine.id, partial(self._play, routine, variant, shorter))

    def _play(self, routine: Routine, variant: Variant, shorter: bool) -> None:
        from hiprehab.app.openings import gap_text, morning_baseline

        self.new_flow().start_panel(
            routine,
            variant,
            shorter=shorter,
            session_count=self._reads.store().counts().sessions,
            baseline=morning_baseline(self.live.read, self.around.today()),
            notice=gap_text(self.live.read, routine, self.around.now()),
        )

    def _on_instead(self, routine: str) -> None:
        self._on_flow_closed(None)
        self._on_start(routine, "", False)

    def _on_flow_closed(self, record: object) -> None:
        """Back to Today; the screens read again when all that was written is on the disk."""
        flow, self.flow = self.flow, None
        if self._cues is not None:
            self._cues.silence()
        self.media.release()
        self.window.leave_session()
        if flow is not None:
            flow.deleteLater()
        self.live.write(
            lambda store: None,
            Changes.SESSIONS | Changes.PAIN,
            by=self,
            done=lambda _: self._offer_resume(),
        )
        self.window.show_screen("today")

    # --- a session that was cut off -------------------------------------------------------------

    def unfinished(self) -> "OpenSession | None":
        """The session that was begun and never ended, if there is one."""
        return self._reads.store().unfinished()

    def _offer_resume(self) -> None:
        found = self.unfinished()
        if found is None:
            self.today.show_unfinished(None)
            return
        from hiprehab.app.openings import interrupted_text

        self.today.show_unfinished(interrupted_text(found))

    def _on_resume(self) -> None:
        found = self.unfinished()
        if found is not None:
            self.safety.guard(found.record.routine, partial(self._resume, found), ask=False)

    def _resume(self, found: "OpenSession") -> None:
        self.new_flow().resume(found)

    def _on_end_partial(self) -> None:
        from hiprehab.app.openings import as_partial

        found = self.unfinished()
        if found is not None:
            record = as_partial(found, self.profile, self.clock)
            self._end_open(lambda store: store.finish_session(found.id, record))

    def _on_discard(self) -> None:
        found = self.unfinished()
        if found is not None:
            at = self.clock.utcnow()
            self._end_open(lambda store: store.discard_session(found.id, at))

    def _end_open(self, work: Callable[..., None]) -> None:
        self.live.write(
            work, Changes.SESSIONS, by=self, done=lambda _: self.today.show_unfinished(None)
        )

    # --- things that happen ---------------------------------------------------------------------

    def _on_edit_rating(self, entry: int) -> None:
        from hiprehab.ui.screens.rating_dialog import RatingDialog

        chosen = self._reads.store().pain(entry)
        same_day = self.live.read.pain_between(chosen.stamp.day, chosen.stamp.day)
        rating = {
            one.side: one
            for one in same_day
            if (one.stamp, one.moment, one.measure) == (chosen.stamp, chosen.moment, chosen.measure)
        }
        dialog = RatingDialog(self.theme, self.window, self.around, rating)
        dialog.told.connect(self.window.tell)
        dialog.open_at(760, 680)

    def _on_changed(self, changes: Changes, by: object) -> None:
        if changes & (Changes.PAIN | Changes.SESSIONS | Changes.CONDITIONS | Changes.SAFETY):
            self._tell_verdict()
        if changes & Changes.PLAN and by is not self.today:
            self.today.refresh()

    def _on_problem(self, sentence: str) -> None:
        self.window.banner.show_problem(sentence)
        if self.window.in_session:  # which covers the banner
            self.window.tell(sentence)

    def _on_activated(self, state: Qt.ApplicationState) -> None:
        """A window that was left open over night shows the new day when it is looked at."""
        day = self.around.today()
        if state is Qt.ApplicationState.ApplicationActive and self._day not in (None, day):
            self._day = day
            self.today.refresh()

    def show_crash(self, report: str) -> None:
        """Our own bug: say that the log is safe, and offer the report."""
        self.window.banner.show_problem(
            self.tr("Something went wrong in HipRehab. Your log is safe."),
            self.tr("You can go on. The details are in {0}.").format(
                self.profile.folders.state / "hiprehab.log"
            ),
        )

    # --- the end --------------------------------------------------------------------------------

    def _on_closing(self) -> None:
        if self.flow is not None:
            self.flow.close_session()
        self._keep_geometry()

    def close(self) -> bool:
        """Finish all writes and let go; False when something could not be written in time."""
        self._closed = True
        if self.flow is not None:
            self.flow.close_session()
            self.media.release()
        if self._cues is not None:
            self._cues.close()
        return self.live.close()

    def _geometry_file(self) -> str:
        return str(self.profile.folders.state / "window.geometry")

    def _restore_geometry(self) -> None:
        try:
            with open(self._geometry_file(), "rb") as stream:
                self.window.restoreGeometry(QByteArray(stream.read(4096)))
        except OSError:
            return

    def _keep_geometry(self) -> None:
        try:
            with open(self._geometry_file(), "wb") as stream:
                stream.write(self.window.saveGeometry().data())
        except OSError:
            log.info("the window's place was not kept")
