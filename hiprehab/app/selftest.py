"""Looks whether this installation works: files, database, every screen, a session, the figure.

Used on packaged builds too. One line a check; the exit code is 1 when any of them fails.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QDeadlineTimer, QEventLoop

from hiprehab import __version__, resources
from hiprehab.app.desk import Desk
from hiprehab.app.profile import Place
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.changes import Changes
from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.figure import catalogue, stills

log = logging.getLogger(__name__)
WAIT_MS = 20_000
SCREENS = ("today", "library", "plan", "history", "trends", "settings")

Check = tuple[str, Callable[[], bool]]


def self_test() -> int:
    """Run all checks in a temporary profile; 0 when all are fine."""
    print(f"HipRehab {__version__}")
    desk = desk_for(Place(temporary=True))
    desk.window.show()
    try:
        failed = [name for name, check in _checks(desk) if not _passes(name, check)]
    finally:
        close_desk(desk)
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "all fine")
    return 1 if failed else 0


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        fine = check()
    except Exception as error:  # whatever it is, the next check still runs
        log.exception("self-test: %s", name)
        print(f"  {name}: {type(error).__name__}: {error}")
        return False
    print(f"  {name}: {'fine' if fine else 'FAILED'}")
    return fine


def _checks(desk: Desk) -> Iterator[Check]:
    library = desk.profile.library
    yield "library", lambda: len(library.exercises) >= 66 and len(library.routines) >= 8
    yield "stills", lambda: all(stills.still_path(one) for one in catalogue.known_motions())
    yield "sounds", lambda: any(resources.asset("sounds").glob("*.wav"))
    for name in SCREENS:
        yield f"screen {name}", partial(_opens, desk, name)
    yield "a rating is saved and read", lambda: _rates(desk)
    yield "a session runs", lambda: _plays(desk)
    yield "the figure is drawn", lambda: _draws(desk)
    yield "a page is printed", lambda: _prints(desk)


def _opens(desk: Desk, name: str) -> bool:
    desk.window.leave_session()
    desk.window.show_screen(name)
    desk.qt.processEvents()
    return not desk.window.grab().isNull()


def _rates(desk: Desk) -> bool:
    entry = PainEntry(desk.around.now(), Side.LEFT, 0)
    saved: list[object] = []
    desk.live.write(lambda store: store.log_pain([entry]), Changes.PAIN, done=saved.append)
    _wait(lambda: bool(saved))
    today = desk.around.today()
    return [one.score for one in desk.live.read.pain_between(today, today)] == [0]


def _plays(desk: Desk) -> bool:
    routine = desk.profile.library.routines["desk-break-5"]
    flow = desk.sessions.new_flow()
    flow.start_now(routine, routine.variants[0])
    assert flow.runner is not None
    _wait(lambda: flow.runner is not None and flow.runner.session.active_s > 0.3)
    found = desk.live.writer.flush(5.0) and desk.sessions.unfinished() is not None
    flow.runner.discard()
    flow.closed.emit(None)
    return found


def _draws(desk: Desk) -> bool:
    view = desk.make_figure()
    view.resize(300, 300)
    view.show_motion("bridge", None)
    view.show()
    _wait(lambda: view.grab().toImage().pixelColor(150, 150).alpha() > 0)
    view.stop()
    view.deleteLater()
    return True


def _prints(desk: Desk) -> bool:
    """A handout: text, a picture and a PDF."""
    from hiprehab.app.handing import bound, of_exercise
    from hiprehab.report.paper import Paper

    library, cache = desk.profile.library, desk.profile.folders.cache
    handout = of_exercise(library, library.exercises["bridge"])
    return bound(library, handout, paper=Paper.A4, cache=cache).pdf().startswith(b"%PDF")


def _wait(ready: Callable[[], bool]) -> None:
    """Lets the window work until something is so.

    Raises TimeoutError when it takes too long.
    """
    end = QDeadlineTimer(WAIT_MS)
    loop = QEventLoop()
    while not ready():
        if end.hasExpired():
            raise TimeoutError("it took too long")
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
