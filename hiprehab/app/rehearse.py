"""Runs a routine in the real session screen at any speed, with nobody at the keys.

Sessions go to a temporary profile unless another one is named. With --acks each row is printed when
it is on the disk, which is how the kill tests know what must not be lost.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from hiprehab.app.arguments import place_of
from hiprehab.app.desk import Desk
from hiprehab.app.profile import Place
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.events import Event, StepStarted
from hiprehab.core.log import SessionRecord
from hiprehab.core.model import Routine, Variant
from hiprehab.core.state import State
from hiprehab.storage.problems import did_you_mean
from hiprehab.storage.trouble import Kind, StorageProblem

READY_AFTER_MS = 400
SHOT_AFTER_MS = 250


class Understudy(QObject):
    """Presses the keys of a session that nobody watches, and keeps a picture of each kind of step.

    Args:
        desk: the window.
        shots: where pictures go; None for none.
    """

    def __init__(self, desk: Desk, shots: Path | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.shots = shots
        self.record: SessionRecord | None = None
        self.taken: list[Path] = []
        self._kinds: set[str] = set()

    def watch(self) -> None:
        """Begin with the session that the window is in."""
        flow = self.desk.sessions.flow
        assert flow is not None and flow.runner is not None
        flow.runner.happened.connect(self._on_event)
        flow.runner.finished.connect(self._on_finished)
        flow.closed.connect(self._on_closed)
        step = flow.runner.session.step
        self._on_event(StepStarted(step, 0.0))
        if flow.runner.session.state is State.PAUSED:
            flow.runner.resume()

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, StepStarted):
            return
        if event.step.seconds is None:
            QTimer.singleShot(READY_AFTER_MS, self._press_done)
        kind = f"{event.step.kind}-{event.step.work or ''}".rstrip("-")
        if self.shots is not None and kind not in self._kinds:
            self._kinds.add(kind)
            QTimer.singleShot(SHOT_AFTER_MS, lambda: self.shoot(kind))

    def _press_done(self) -> None:
        if self.desk.sessions.flow is not None and self.desk.sessions.flow.runner is not None:
            self.desk.sessions.flow.runner.done()

    def shoot(self, name: str) -> None:
        """Keep a picture of the window."""
        if self.shots is None:
            return
        path = self.shots / f"{len(self.taken) + 1:02}-{name}.png"
        self.desk.window.grab().save(str(path))
        self.taken.append(path)

    def _on_finished(self, record: SessionRecord) -> None:
        self.record = record
        QTimer.singleShot(SHOT_AFTER_MS, self._close_summary)

    def _close_summary(self) -> None:
        self.shoot("summary")
        flow = self.desk.sessions.flow
        if flow is not None:
            flow.closed.emit(self.record)

    def _on_closed(self, _: object) -> None:
        QApplication.exit()  # not quit: that asks the window, which may want to stay


def rehearse(arguments: argparse.Namespace) -> int:
    """The command; 0 when the session came to its end."""
    place = place_of(arguments)
    if place == Place():
        place = replace(place, temporary=True)
    if arguments.shots is not None:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    desk = desk_for(place, speed=arguments.speed)
    try:
        return _rehearse(desk, arguments)
    finally:
        close_desk(desk)


def _rehearse(desk: Desk, arguments: argparse.Namespace) -> int:
    routine, variant = _chosen(desk, arguments)
    settings = replace(desk.profile.settings, first_run_done=True, get_ready_s=3)
    if desk.profile.folders.temporary:
        desk.profile.settings = settings
    page = desk.window.leave_session()  # the first run's, which nobody is here to answer
    if page is not None:
        page.deleteLater()
    if arguments.acks:
        desk.sessions.on_saved = lambda what: print(what, flush=True)
    desk.window.show()
    found = desk.sessions.unfinished()
    flow = desk.sessions.new_flow()
    if found is not None:
        flow.resume(found)
    else:
        flow.start_now(routine, variant)
    understudy = Understudy(desk, arguments.shots)
    understudy.watch()
    QApplication.exec()
    record = understudy.record
    if record is None:
        print("The session did not come to its end.", file=sys.stderr)
        return 1
    if not arguments.acks:
        print(f"{record.title}: {record.status}, {record.active_s / 60:.1f} min of exercise time")
    return 0


def _chosen(desk: Desk, arguments: argparse.Namespace) -> tuple[Routine, Variant]:
    """The routine and variant, or one sentence with the nearest names."""
    routines = desk.profile.library.routines
    if arguments.routine not in routines:
        hint = did_you_mean(arguments.routine, routines, "hiprehab routines lists them.")
        raise StorageProblem(f'There is no routine "{arguments.routine}".', hint, Kind.USAGE)
    routine = routines[arguments.routine]
    variant = routine.variant(arguments.variant)
    if variant is None:
        names = ", ".join(one.id for one in routine.variants)
        raise StorageProblem(
            f'{routine.title} has no variant "{arguments.variant}".', f"It has {names}.", Kind.USAGE
        )
    return routine, variant
