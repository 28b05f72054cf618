"""The open window of one profile: makes the screens, and moves between them and sessions.

Everything is built here and handed to its users. What is heavy waits until the first paint is over.
"""

import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from hiprehab.app.editing import Editing
from hiprehab.app.keeping import Keeping
from hiprehab.app.profile import Farewell, Profile
from hiprehab.app.reviewing import Reviewing
from hiprehab.app.sessions import Sessions
from hiprehab.core.changes import Changes
from hiprehab.core.conditions import ConditionBook
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
    from hiprehab.app.advising import Advising
    from hiprehab.app.warm import WarmUp
    from hiprehab.storage.learn import LearnCard
    from hiprehab.ui.screens.first_run import FirstRunResult
    from hiprehab.ui.widgets.figure_view import FigureView

log = logging.getLogger(__name__)

START_SIZE = (1280, 800)
FRAME = (8, 40)
"""Room that the system's window frame takes, px."""


class Desk(QObject):
    """One window. `open` shows what to do first; `close` saves and lets go of everything."""

    look_changed = Signal(object)

    def __init__(
        self, qt: QApplication, theme: Theme, profile: Profile, clock: Clock, *, speed: float = 1.0
    ) -> None:
        super().__init__()
        self.qt, self.theme, self.profile, self.clock = qt, theme, profile, clock
        self.given: list[Path] = []  # files to open, from the command line
        self.farewell: Callable[[], Farewell] | None = None  # what comes after this window
        self._warm = self._closed = False
        self._warming: WarmUp | None = None
        self._advising: Advising | None = None
        self._day: date | None = None
        self._book: ConditionBook | None = None
        self.live = Live(ThreadReads(profile.reading), profile.writer)
        self.around = Around(
            library=lambda: self.profile.library,
            live=self.live,
            clock=clock,
            settings=lambda: self.profile.settings,
            book=self._condition_book,
            cards=self._read_cards,
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
        self.sessions = Sessions(
            self.window, self.around, profile, clock=clock, figure=self.make_figure, speed=speed
        )
        self.keeping = Keeping(self)
        self.editing = Editing(self)
        self.reviewing = Reviewing(self)
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
            self.sessions.offer_resume()

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
        from hiprehab.app.own_activities import OwnActivities
        from hiprehab.app.receiving import Receiving
        from hiprehab.ui.app_icon import app_icon

        self.qt.setWindowIcon(app_icon())
        _ = self.live.writer
        for sentence in self.profile.problems:
            self._on_problem(sentence)
        self.keeping.tell_last_time()
        Receiving(self).begin()
        OwnActivities(self)
        self.live.background(self._maintain, lambda _: None)
        self._tell_verdict()
        self._warm_up()

    def _warm_up(self) -> None:
        """Do beforehand what the other screens need, as long as Today is looked at."""
        from hiprehab.app.warm import WarmUp, steps

        def idle() -> bool:
            return not (self._closed or self.window.in_session) and self.window.current == "today"

        self._warming = WarmUp(steps(self.window, self.today), idle, self)
        self._warming.begin()

    def _tell_verdict(self) -> None:
        """What the log suggests, or why exercise waits."""
        if self._warm and self.window.made("today"):
            from hiprehab.app.advising import Advising

            if self._advising is None:
                self._advising = Advising(self.today.due, self.around, self.window)
            self._advising.show(self.sessions.safety.waiting_text())

    def _maintain(self) -> None:
        from hiprehab.storage.backup import maintain
        from hiprehab.storage.profiles import tidy

        if not self.profile.folders.temporary:
            tidy(self.profile.folders.profile.parent, self.profile.now())
            maintain(
                self.profile.folders.database, self.profile.folders.backups, self.profile.now()
            )

    # --- screens --------------------------------------------------------------------------------

    def _make_today(self) -> QWidget:
        today = TodayScreen(self.theme, self.around, figure=self.make_figure)
        today.start_requested.connect(self.sessions.start)
        today.more_requested.connect(self.sessions.begin)
        today.file_requested.connect(self.window.file_wanted)
        today.resume_requested.connect(self.sessions.resume)
        today.end_partial_requested.connect(self.sessions.end_partial)
        today.discard_requested.connect(self.sessions.discard)
        today.open_plan.connect(partial(self.window.show_screen, "plan"))
        today.open_library.connect(partial(self.window.show_screen, "library"))
        today.safety_requested.connect(self._on_something_new)
        today.told.connect(self.window.tell)
        self.live.changed.connect(today.on_changed)
        return today

    def _make_library(self) -> QWidget:
        from hiprehab.app.function_tests import wire_library
        from hiprehab.app.printing import print_out
        from hiprehab.ui.screens.library import LibraryScreen

        screen = LibraryScreen(
            self.theme, self.around, figure=self.make_figure, cards=self._read_cards
        )
        screen.start_requested.connect(self.sessions.begin)
        screen.plan_requested.connect(self._on_add_to_plan)
        screen.print_requested.connect(partial(print_out, self))
        screen.file_requested.connect(self.window.file_wanted)
        screen.told.connect(self.window.tell)
        wire_library(self, screen)
        self.editing.wire_library(screen)
        self.live.changed.connect(screen.on_changed)
        return screen

    def _make_plan(self) -> QWidget:
        from hiprehab.ui.screens.plan import PlanScreen

        screen = PlanScreen(self.theme, self.around)
        screen.file_requested.connect(self.window.file_wanted)
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
        from hiprehab.app.function_tests import wire_trends
        from hiprehab.app.printing import open_page
        from hiprehab.ui.screens.trends import TrendsScreen

        screen = TrendsScreen(self.theme, self.around)
        screen.check_in_requested.connect(partial(self.window.show_screen, "today"))
        screen.edit_requested.connect(self._on_edit_rating)
        screen.page_requested.connect(partial(open_page, self))
        screen.told.connect(self.window.tell)
        wire_trends(self, screen)
        self.live.changed.connect(screen.on_changed)
        return screen

    def _make_settings(self) -> QWidget:
        from hiprehab.app.settings_page import make_settings

        return make_settings(self)

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
        changed = self.profile.settings  # what a clinic locked is as it was
        self.theme.apply(self.qt, changed)
        self.look_changed.emit(Look.chosen(changed))
        self.sessions.use_settings()
        self.live.changed.emit(Changes.SETTINGS, self)

    def test_sound(self) -> None:
        """Let a tone and a sentence be heard."""
        self.sessions.cues.test()

    def _on_something_new(self) -> None:
        self.sessions.safety.ask(Occasion.NEW, self.today.refresh)

    # --- the first run --------------------------------------------------------------------------

    def _show_first_run(self) -> None:
        from hiprehab.app.openings import routine_choices, routine_source
        from hiprehab.ui.screens.first_run import FirstRun

        choices = routine_choices(self.profile.library)
        page = FirstRun(self.theme, choices, routine_source(self.profile))
        page.file_requested.connect(self.window.file_wanted)
        page.finished.connect(self._on_first_run)
        self.live.changed.connect(page.on_changed)
        self.window.enter_page(page)

    def _on_first_run(self, result: "FirstRunResult") -> None:
        from hiprehab.app.openings import first_plan
        from hiprehab.ui.screens.first_run import FirstRunResult

        page = self.window.leave_session()
        if page is not None:
            page.deleteLater()
        settings, planned = first_plan(result, self.profile, self.around.today())
        self.use_settings(settings)
        if planned is not None:
            self.live.insist(lambda store: store.plan_add(planned), Changes.PLAN, by=self)
        if result == FirstRunResult():  # skipped: the questions come before the first session
            self.today.refresh()
        else:
            self.sessions.safety.ask(Occasion.FIRST, self.today.refresh)

    @property
    def today(self) -> TodayScreen:
        """The first screen."""
        screen = self.window.screen_of("today")
        assert isinstance(screen, TodayScreen)
        return screen

    # --- things that happen ---------------------------------------------------------------------

    def _on_edit_rating(self, entry: int) -> None:
        from hiprehab.ui.screens.rating_dialog import RatingDialog

        chosen = self.live.read.pain(entry)
        same_day = self.live.read.pain_between(chosen.stamp.day, chosen.stamp.day)
        rating = {
            one.side: one
            for one in same_day
            if (one.stamp, one.moment, one.measure) == (chosen.stamp, chosen.moment, chosen.measure)
        }
        dialog = RatingDialog(self.theme, self.window, self.around, rating)
        dialog.told.connect(self.window.tell)
        dialog.open_at(800, 680)

    def _on_changed(self, changes: Changes, by: object) -> None:
        if changes & ~(Changes.SETTINGS | Changes.LIBRARY):
            self._tell_verdict()
        if changes & Changes.PLAN and by is not self.today:
            self.today.refresh()

    def _on_problem(self, sentence: str) -> None:
        known = self.profile.lock is None and self.window.banner.isVisible()
        if not known:  # that nothing can be saved stays in sight; all else follows from it
            self.window.banner.show_problem(sentence)
        if known or self.window.in_session:  # which covers the banner
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
        self.sessions.stand_still()
        self._keep_geometry()

    def close(self) -> bool:
        """Finish all writes and let go; False when something could not be written in time."""
        self._closed = True
        self.qt.applicationStateChanged.disconnect(self._on_activated)
        if self._warming is not None:
            self._warming.stop()
        self.sessions.close()
        self.reviewing.close()
        return self.live.close()

    def _geometry_file(self) -> str:
        return str(self.profile.folders.state / "window.geometry")

    def _restore_geometry(self) -> None:
        try:
            with open(self._geometry_file(), "rb") as stream:
                if self.window.restoreGeometry(QByteArray(stream.read(4096))):
                    return
        except OSError:
            log.debug("the window opens in its usual place")
        room = self.qt.primaryScreen().availableSize()
        self.window.resize(QSize(*START_SIZE).boundedTo(room - QSize(*FRAME)))

    def _keep_geometry(self) -> None:
        try:
            with open(self._geometry_file(), "wb") as stream:
                stream.write(self.window.saveGeometry().data())
        except OSError:
            log.info("the window's place was not kept")
