"""Answers the desktop's media keys while a session runs, and only then.

Desktops send these keys to players that the session bus knows under an MPRIS name. HipRehab has one
from the start of a session to its end; before and after, the keys belong to the person's own
player. Where there is no bus nothing happens and nothing is said.
"""

import contextlib
import os
import re
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from PySide6.QtCore import QObject

if TYPE_CHECKING:  # loaded when a session starts
    from hiprehab.ui.mpris import Mpris
    from hiprehab.ui.screens.session import SessionScreen

PATIENCE_S: Final = 1.0
"""How long a bus may take to say that it is there."""

Background = Callable[[Callable[[], bool], Callable[[bool], None]], object]
"""Does the first on a worker thread, and then the second with its answer on this one."""


def session_bus() -> str:
    """The address of the session bus, "" where there is none.

    Only a socket on this computer counts. The libraries' own search is not used: where nothing is
    found it starts a bus, which is nobody's wish.
    """
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if not address and runtime and os.path.exists(f"{runtime}/bus"):
        address = f"unix:path={runtime}/bus"
    return address if _socket_of(address) else ""


def _socket_of(address: str) -> str:
    """What to connect to, "" when the address is of another kind."""
    found = re.match(r"unix:(?:[^;]*,)?(path|abstract)=([^,;]+)", address)
    if found is None or sys.platform == "win32":
        return ""
    return ("\0" if found[1] == "abstract" else "") + unquote(found[2])


def answers(address: str) -> bool:
    """Whether a bus lets us in. To be asked on a worker thread: it waits for the answer.

    The bus library would wait for a bus that hangs, and hold the whole program meanwhile.
    """
    import socket

    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE_S)
        line.connect(_socket_of(address))
        line.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        return line.recv(64).startswith(b"OK ")
    return False


class MediaKeys(QObject):
    """Play, pause, next, previous and stop for the session that runs."""

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._screen: SessionScreen | None = None
        self._player: Mpris | None = None

    def follow(self, screen: "SessionScreen") -> None:
        """Answer for this session from now until it ends."""
        self.release()
        address = session_bus()
        if address:
            self._screen = screen
            screen.ended.connect(self.release)
            screen.discarded.connect(self.release)
            self._background(partial(answers, address), partial(self._begin, screen, address))

    def _begin(self, screen: "SessionScreen", address: str, there: bool) -> None:
        if not there or self._screen is not screen:  # no bus, or the session is over by now
            return
        from hiprehab.ui.mpris import Mpris

        self._player = Mpris(screen, address, self)

    def release(self, _: Any = None) -> None:
        """Give the keys back."""
        self._screen = None
        player, self._player = self._player, None
        if player is not None:
            player.close()
