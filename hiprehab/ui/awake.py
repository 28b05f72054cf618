"""Keeps the screen on while a session runs, and only then."""

import threading


class ScreenAwake:
    """Asks the system not to blank the screen, from a thread of its own: the asking may take long.

    Where the system cannot be asked, nothing happens and nothing is said.
    """

    def __init__(self) -> None:
        self._let_go: threading.Event | None = None

    def hold(self) -> None:
        """Keep it on from now."""
        if self._let_go is None:
            self._let_go = threading.Event()
            threading.Thread(
                target=_hold_until, args=(self._let_go,), name="hiprehab-awake", daemon=True
            ).start()

    def release(self) -> None:
        """It may blank again."""
        if self._let_go is not None:
            self._let_go.set()
            self._let_go = None


def _hold_until(let_go: threading.Event) -> None:
    from wakepy import keep

    with keep.presenting(on_fail="pass"):
        let_go.wait()
