"""The two tests in the open window, and the ways from Trends to a day, a test or an exercise."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt

from hiprehab.core.changes import Changes
from hiprehab.core.conditions import ceiling, verdict
from hiprehab.core.diary import FunctionKind, FunctionTest
from hiprehab.core.function_plan import EXERCISES, routine_id
from hiprehab.core.guidance import ceiling_of

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk
    from hiprehab.storage.store import Store
    from hiprehab.ui.screens.function_flow import FunctionFlow


class FunctionTests(QObject):
    """One test at a time has the whole window; the screen that was there comes back after it."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.flow: FunctionFlow | None = None
        desk.live.leaving.connect(self._on_leaving)
        desk.window.closing.connect(self._on_closing)

    def start(self, kind: FunctionKind) -> None:
        """Begins a test, behind the same safety questions as a session."""
        self._desk.sessions.safety.guard(routine_id(kind), partial(self.enter, kind))

    def enter(self, kind: FunctionKind) -> None:
        """Gives the window to a test."""
        from hiprehab.ui.awake import ScreenAwake
        from hiprehab.ui.screens.function_flow import FunctionFlow, FunctionKit
        from hiprehab.ui.screens.function_run import RunKit

        desk, around = self._desk, self._desk.around
        settings, conditions = around.settings(), around.conditions()
        exercise = around.library().exercises[EXERCISES[kind]]
        run = RunKit(
            theme=desk.theme,
            settings=settings,
            clock=desk.clock,
            figure=desk.make_figure,
            cues=desk.sessions.cues,
            awake=ScreenAwake() if settings.keep_awake else None,
        )
        limit = ceiling_of(exercise.pain_ceiling, condition=ceiling(conditions, around.today()))
        kit = FunctionKit(run, exercise, around.now, verdict(exercise, conditions), limit)
        self.flow = FunctionFlow(kit, kind)
        self.flow.saved.connect(self._save)
        self.flow.closed.connect(self._leave)
        desk.window.enter_session(self.flow)

    def _save(self, tests: tuple[FunctionTest, ...]) -> None:
        """Stores the results; the page stays until they are on the disk."""

        def work(store: "Store") -> tuple[int, ...]:
            return store.function_test_add(tests)

        self._desk.live.write(
            work, Changes.DIARY, by=self, done=self._on_saved, failed=self._on_failed
        )

    def _on_failed(self, sentence: str) -> None:
        if self.flow is not None:
            self.flow.not_saved()
        self._desk.live.problem.emit(sentence)

    def _on_saved(self, ids: tuple[int, ...]) -> None:
        live, clock = self._desk.live, self._desk.clock

        def undo() -> None:
            live.insist(
                lambda store: store.function_tests_delete(ids, clock.utcnow()), Changes.DIARY
            )

        self._leave()
        self._desk.window.tell(self.tr("Saved."), undo)

    def _leave(self) -> None:
        """Takes the test out of the window and lets go of what it used."""
        flow, self.flow = self.flow, None
        if flow is not None:
            self._desk.sessions.cues.silence()
            self._desk.window.leave_session()
            flow.deleteLater()

    def _on_leaving(self) -> None:
        if self.flow is not None:
            self.flow.keep()

    def _on_closing(self) -> None:
        if self.flow is not None:
            self.flow.close_flow()


def wire_trends(desk: "Desk", screen: Any) -> None:
    """What a panel of Trends asks for: a day in History, or a test."""
    tests = FunctionTests(desk)

    def show(what: str, which: object) -> None:
        if what == "day" and isinstance(which, date):
            desk.window.show_screen("history")
            history: Any = desk.window.screen_of("history")
            history.show_day(which)
        elif what == "test" and isinstance(which, FunctionKind):
            tests.start(which)

    screen.wanted.connect(show)


def wire_library(desk: "Desk", screen: Any) -> None:
    """From an exercise's page to its history over time."""

    def show(exercise: str) -> None:
        desk.window.show_screen("trends")
        trends: Any = desk.window.screen_of("trends")
        frame = trends.frame_of("exercise")
        frame.panel.ask_for(exercise)
        bring(trends, frame)

    screen.trends_requested.connect(show)


def bring(trends: Any, frame: Any) -> None:
    """Scrolls Trends to a card: now, or when there is something to show; and when it has grown."""

    def scroll() -> None:
        place = frame.mapTo(trends.area.widget(), QPoint(0, 0)).y()
        trends.area.verticalScrollBar().setValue(place)
        frame.look_at()

    once = Qt.ConnectionType.SingleShotConnection
    if frame.state is None:
        frame.shown.connect(scroll, once)
    if trends.period is None:
        trends.loaded.connect(scroll, once)
    else:
        scroll()
