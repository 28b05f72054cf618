"""The demonstration: 90 made-up days, one routine at high speed, a picture of every screen.

Everything happens in a temporary profile; the made-up rows are marked as such.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop

from hiprehab import demo
from hiprehab.app.desk import Desk
from hiprehab.app.profile import Place
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.changes import Changes
from hiprehab.core.model import Affected
from hiprehab.core.settings import Theme
from hiprehab.core.state import Snapshot, State
from hiprehab.storage.store import Store
from hiprehab.ui.clock import SystemClock
from hiprehab.ui.screens.session_flow import SessionFlow

SPEED = 20.0
SIZE = (1280, 720)
SCREENS = ("today", "library", "plan", "history", "trends", "settings")
THEMES = (Theme.LIGHT, Theme.DARK)
PAGES = (
    ("exercises", "clamshell"),
    ("routines", "glute-strength-a"),
    ("routines", "run-walk-return"),
)
ROUTINE, VARIANT = "glute-strength-a", "L1"
SETTLE_MS = 900
FIGURE_MS = 2500
"""How long a picture of a session waits for the figure to be drawn in this light."""


class StageClock(SystemClock):
    """The computer's clock, which can be held still while a picture is taken."""

    def __init__(self) -> None:
        self._lost = 0.0
        self._held: float | None = None

    def monotonic(self) -> float:
        """Seconds that only go forwards, and stand while held."""
        return self._held if self._held is not None else super().monotonic() - self._lost

    def utcnow(self) -> datetime:
        """The time of day, which stands with the other clock."""
        return super().utcnow() - timedelta(seconds=super().monotonic() - self.monotonic())

    def hold(self) -> None:
        """Stand still."""
        self._held = self.monotonic()

    def release(self) -> None:
        """Go on from there."""
        if self._held is not None:
            self._lost = super().monotonic() - self._held
            self._held = None


def demonstrate(out: Path) -> int:
    """Play it and leave the pictures in `out`; returns the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    clock = StageClock()
    desk = desk_for(Place(temporary=True), clock=clock, speed=SPEED)
    try:
        _Show(desk, clock, out).run()
    finally:
        close_desk(desk)
    print(f"The demonstration is over. Its pictures are in {out}.")
    return 0


class _Show:
    """One demonstration.

    Args:
        desk: the window, of a temporary profile.
        clock: the desk's clock.
        out: the folder of the pictures.
    """

    def __init__(self, desk: Desk, clock: StageClock, out: Path) -> None:
        self.desk = desk
        self.clock = clock
        self.out = out
        self.number = 0

    def run(self) -> None:
        """First run, every screen, one session from its check to its summary."""
        window: Any = self.desk.window
        window.resize(*SIZE)
        window.show()
        self.shoot("first-run")
        self._settle_in()
        for name in SCREENS:
            window.show_screen(name)
            if name == "trends":
                self.wait(lambda: window.screen_of("trends").is_complete)
            self.shoot(name)
        self._page()
        self._pages_of_the_library()
        self._clinic()
        window.show_screen("today")
        self._session()

    def _page(self) -> None:
        """The page for the physiotherapist, from Trends."""
        from hiprehab.ui.screens.report_page import ReportPage

        window: Any = self.desk.window
        window.show_screen("trends")
        window.screen_of("trends").head.make_page.click()
        (page,) = window.findChildren(ReportPage)
        self.wait(page.save.isEnabled)
        self.shoot("page")
        page.closed.emit()

    def _pages_of_the_library(self) -> None:
        """An exercise, a routine, the steps back to running and the map of the Learn cards."""
        self.desk.window.show_screen("library")
        library: Any = self.desk.window.screen_of("library")
        for kind, name in PAGES:
            library.open_page(kind, name)
            self.shoot(f"page-{name}", FIGURE_MS)
        for _ in PAGES:
            library.back()
        library.sections.chips()[-1].click()  # Learn, with the map of the body
        self.shoot("learn")
        library.sections.chips()[0].click()

    def _clinic(self) -> None:
        """A draft in the editor, and a file that is looked at."""
        desk = self.desk
        desk.editing.copy(ROUTINE)
        self.wait(lambda: desk.editing.screen is not None)
        self.shoot("editor", FIGURE_MS)
        desk.editing.leave()
        data = self._exported()
        desk.reviewing.show()
        desk.reviewing.open_file(data)
        self.wait(lambda: bool(desk.reviewing.screen.tabs))
        self.shoot("review", FIGURE_MS)
        desk.reviewing.close_file(0)

    def _exported(self) -> Path:
        """The made-up log as the file that a person hands over."""
        from hiprehab.storage.transfer import Export, export_json

        target = self.desk.profile.folders.data / "somebody.json"
        export_json(self.desk.profile.folders.database, Export(target, self.clock.utcnow()))
        return target

    def _settle_in(self) -> None:
        """Answer the first run and put 90 days into the log."""
        desk = self.desk
        page = desk.window.leave_session()
        if page is not None:
            page.deleteLater()
        self._use(theme=Theme.LIGHT, affected=Affected.LEFT, first_run_done=True, voice=False)
        today = desk.around.today()
        pain = demo.made_up_pain(today)
        sessions = demo.made_up_sessions(desk.profile.library, today)
        diary = demo.made_up_diary(today)

        def keep(store: Store) -> None:
            store.log_pain(pain)
            for record in sessions:
                number = store.log_manual_session(record)
                store.log_pain(demo.made_up_pain_around(record, number, today))
            for row in demo.made_up_plan(today):
                store.plan_add(row)
            ids = [store.activity_add(one) for one in diary.activities]
            store.activity_rate([one._replace(activity=ids[one.activity]) for one in diary.ratings])
            store.function_test_add(diary.tests)
            for event in diary.events:
                store.event_add(event)
            for period in diary.away:
                store.away_add(period)

        saved: list[object] = []
        everything = Changes.PAIN | Changes.SESSIONS | Changes.PLAN | Changes.DIARY
        desk.live.write(keep, everything, done=saved.append)
        self.wait(lambda: bool(saved))
        desk.today.refresh()

    # --- the session ----------------------------------------------------------------------------

    def _session(self) -> None:
        """Play a routine to its end and stand still once for each kind of step."""
        desk = self.desk
        routine = desk.profile.library.routines[ROUTINE]
        variant = routine.variant(VARIANT) or routine.variants[0]
        flow = desk.sessions.new_flow(demo=True)
        flow.start_panel(routine, variant)
        self.shoot("check-before")
        flow.start_now(routine, variant)
        seen: set[str] = set()
        while flow.summary is None:
            _turn()
            if flow.runner is not None and flow.playing is not None:
                self._watch(flow, flow.runner.snapshot(), seen)
        self.shoot("summary")
        flow.closed.emit(None)

    def _watch(self, flow: SessionFlow, now: Snapshot, seen: set[str]) -> None:
        """A picture of the first step of each kind, some way into it."""
        assert flow.runner is not None and flow.playing is not None
        name = f"{now.step.kind}-{now.step.work or ''}".rstrip("-").replace("_", "-")
        under_way = now.length is not None and now.elapsed > 0.25 * now.length
        if now.state is not State.RUNNING or name in seen or not under_way:
            return
        seen.add(name)
        self.clock.hold()
        self.shoot(f"session-{name}", FIGURE_MS)
        if name == "work-reps":
            flow.playing.set_far(True)
            self.shoot("session-far")
            flow.playing.set_far(False)
            flow.runner.pause()
            self.shoot("session-paused", FIGURE_MS)
            flow.runner.resume()
        self.clock.release()

    # --- pictures -------------------------------------------------------------------------------

    def shoot(self, name: str, settle_ms: int = SETTLE_MS) -> None:
        """Pictures of the window as it is, in light and dark."""
        self.number += 1
        for theme in THEMES:
            self._use(theme=theme)
            end = QDeadlineTimer(settle_ms)
            while not end.hasExpired():
                _turn()
            picture = self.desk.window.grab()
            picture.save(str(self.out / f"{self.number:02}-{name}-{theme}.png"))
        self._use(theme=Theme.LIGHT)

    def _use(self, **changes: Any) -> None:
        self.desk.use_settings(replace(self.desk.profile.settings, **changes))

    @staticmethod
    def wait(ready: Callable[[], bool], limit_ms: int = 60_000) -> None:
        """Let the window work until something is so.

        Raises TimeoutError when it takes too long.
        """
        end = QDeadlineTimer(limit_ms)
        while not ready():
            if end.hasExpired():
                raise TimeoutError("the demonstration stands still")
            _turn()


def _turn() -> None:
    QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
