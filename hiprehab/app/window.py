"""Opens the window of a profile and runs it to its end."""

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from hiprehab import __version__
from hiprehab.app.desk import Desk
from hiprehab.app.keeping import TermSignals
from hiprehab.app.profile import Farewell, Place, Profile, nothing_to_ask
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.clock import Clock, SystemClock
from hiprehab.ui.collecting import Collector
from hiprehab.ui.crash import LOG_NAME, CrashHook, open_log
from hiprehab.ui.theme import Theme


def application() -> QApplication:
    """The application; made once a process."""
    found = QCoreApplication.instance()
    if isinstance(found, QApplication):
        return found
    # Named here and not by setStyle: that returns the style, for which PySide first makes all of
    # its style classes (5 ms).
    made = QApplication(["hiprehab", "-style", "fusion"])
    made.setApplicationName("hiprehab")
    made.setApplicationDisplayName("HipRehab")
    made.setApplicationVersion(__version__)
    made.setDesktopFileName("hiprehab")
    Collector(made)
    return made


def desk_for(place: Place, *, clock: Clock | None = None, speed: float = 1.0) -> Desk:
    """A window, built and not yet shown. `speed` is that of its sessions.

    Raises StorageProblem when the profile is in use or its log cannot be opened; nothing is left
    locked then.
    """
    clock = clock or SystemClock()
    qt = application()
    profile = Profile.open(place, clock.utcnow)
    try:
        profile.open_log()
        theme = Theme()
        theme.apply(qt, profile.settings)
        desk = Desk(qt, theme, profile, clock, speed=speed)
        desk.open()
    except BaseException:
        profile.close()
        raise
    return desk


def run_window(place: Place, files: Sequence[Path] = (), *, choose: bool = False) -> int:
    """The program as people use it.

    Args:
        place: the profile to open.
        files: packs to look at.
        choose: whether nobody was named, so that several people are asked who is there.
    """
    qt = application()
    found: Place | None = place
    if not nothing_to_ask(place, choose=choose) and not _nobody_watches():
        from hiprehab.app.entrance import entered

        found = entered(qt, place, choose=choose)
    code, said = 0, ""
    while found is not None:
        code, left = _run_desk(qt, found, files, said)
        files, found, said = (), left.place, left.said
        if found is not None and left.ask and not nothing_to_ask(found, choose=False):
            from hiprehab.app.entrance import entered

            found = entered(qt, found, choose=False)
    return code


def _run_desk(
    qt: QApplication, place: Place, files: Sequence[Path], said: str
) -> tuple[int, Farewell]:
    """One person's window to its end; the exit code, and what comes after it."""
    try:
        desk = desk_for(place)
    except StorageProblem as problem:
        if files and problem.kind is Kind.IN_USE:
            return _hand_on(place, files), Farewell()
        return _trouble(qt, place, problem)
    desk.given += files
    state = desk.profile.folders.state
    with contextlib.ExitStack() as at_end:
        hook = CrashHook()
        at_end.callback(hook.install(state))
        hook.crashed.connect(desk.show_crash)
        if os.name == "posix":
            at_end.callback(TermSignals(desk.keeping).remove)
        desk.window.show()
        if said:
            desk.window.tell(said)
        at_end.callback(open_log(state))
        if hook.broke_down:
            desk.window.tell(_broken_start().format(state / LOG_NAME))
        qt.exec()
        farewell = desk.farewell
        code = 0 if close_desk(desk) else 1
        return code, farewell() if farewell is not None else Farewell()


def _broken_start() -> str:
    return QCoreApplication.translate(
        "Window", "HipRehab broke down the last time. What is known of it is in {0}."
    )


def _nobody_watches() -> bool:
    return os.environ.get("QT_QPA_PLATFORM") == "offscreen"


def _hand_on(place: Place, files: Sequence[Path]) -> int:
    """The window is open already: it shows the files, and this start ends."""
    from hiprehab.storage.handed import leave
    from hiprehab.storage.paths import folders

    found = folders(data_dir=place.data_dir, profile=place.profile)
    for file in files:
        leave(found.profile, file)
    print("HipRehab is open already; it shows the file there.")
    return 0


def close_desk(desk: Desk) -> bool:
    """Save, let go of the profile, and free the window; False when a write was left over."""
    drained = desk.close()
    desk.window.close()
    desk.profile.close()
    desk.window.deleteLater()
    desk.deleteLater()
    if not drained:
        print("Not everything could be saved: the disk does not answer.", file=sys.stderr)
    return drained


def _trouble(qt: QApplication, place: Place, problem: StorageProblem) -> tuple[int, Farewell]:
    """Say in a window why the profile cannot be opened, and offer the newest good backup."""
    print(str(problem), file=sys.stderr)
    if _nobody_watches():
        return 1, Farewell()
    from hiprehab.app.recovery import Recovery

    theme = Theme()
    theme.apply(qt, theme.settings)
    recovery = Recovery(theme, place, problem)
    recovery.done.connect(qt.quit)
    recovery.begin()
    qt.exec()
    recovery.close()
    return (0, Farewell(place)) if recovery.restored else (1, Farewell())
