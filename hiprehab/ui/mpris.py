"""HipRehab as the session bus sees it: a player by the rules of MPRIS 2 whose track is a session.

Loaded when a session starts, for it needs QtDBus. The names of methods and properties are those of
the standard. See media.py for when it is there.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import ClassInfo, Property, QMetaType, QObject, Slot
from PySide6.QtDBus import (
    QDBusAbstractAdaptor,
    QDBusArgument,
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
)

from hiprehab.core.state import Snapshot, State
from hiprehab.ui.wording import Words

if TYPE_CHECKING:  # the screen is made before this module is loaded
    from hiprehab.ui.screens.session import SessionScreen

BUS: Final = "org.freedesktop.DBus"
NAME: Final = "org.mpris.MediaPlayer2.hiprehab"
PATH: Final = "/org/mpris/MediaPlayer2"
ROOT: Final = "org.mpris.MediaPlayer2"
PLAYER: Final = "org.mpris.MediaPlayer2.Player"

# Types that Qt's own annotations do not know.
_interface: Any = ClassInfo
_STRINGS: Any = "QStringList"
_MAP: Any = "QVariantMap"
_LONG: Any = "qlonglong"


class Mpris(QObject):
    """A session on the bus, from now until `close`."""

    def __init__(self, screen: "SessionScreen", address: str, parent: QObject | None) -> None:
        super().__init__(parent)
        self.screen = screen
        self._open = True
        self._words = Words(self)
        self._adaptors = (RootAdaptor(self), PlayerAdaptor(self))
        self._told = (self.status, self.track)
        # Qt keeps the connection under this name, for the next session too. It must not be closed:
        # its end on Qt's own thread can wait for Python while Python waits for Qt.
        self._bus = QDBusConnection.connectToBus(address, f"hiprehab-media {address}")
        self._bus.registerObject(PATH, self)
        # Another window of ours may have the name; the standard says what to add then.
        names = (NAME, f"{NAME}.instance{os.getpid()}")
        self._name = next((name for name in names if self._bus.registerService(name)), "")
        screen.runner.stateChanged.connect(self._on_state)

    def close(self) -> None:
        """Give the name back; without waiting for the bus."""
        self._bus.unregisterObject(PATH)
        leave = QDBusMessage.createMethodCall(BUS, "/org/freedesktop/DBus", BUS, "ReleaseName")
        leave.setArguments([self._name])
        self._bus.send(leave)
        self._open = False
        self.deleteLater()

    def press(self, act: Callable[["SessionScreen"], object]) -> None:
        """Do what a key says; one that was pressed as the session ended comes too late."""
        if self._open:
            act(self.screen)

    @property
    def status(self) -> str:
        """Whether it plays, in the standard's words."""
        state = self.screen.runner.session.state
        if state in (State.RUNNING, State.LEAD_IN):
            return "Playing"
        return "Paused" if state is State.PAUSED else "Stopped"

    @property
    def track(self) -> str:
        """A path of its own for each exercise and side."""
        step = self.screen.runner.session.step
        return f"/hiprehab/exercise/{step.item}/{step.side.value if step.side else 'both'}"

    @property
    def metadata(self) -> dict[str, Any]:
        """What is on."""
        session = self.screen.runner.session
        title = session.plan.items[session.step.item].name
        if session.step.side is not None:
            title = f"{title}, {self._words.side(session.step.side)}"
        return {
            "mpris:trackid": QDBusObjectPath(self.track),
            "xesam:title": title,
            "xesam:album": session.plan.title,
        }

    def _on_state(self, _: Snapshot) -> None:
        """Tell the bus what is other than before; most of the time nothing is."""
        before, self._told = self._told, (self.status, self.track)
        if self._told == before or not self._open:
            return
        changed: dict[str, Any] = {}
        if self._told[0] != before[0]:
            changed["PlaybackStatus"] = self.status
        if self._told[1] != before[1]:
            changed["Metadata"] = self.metadata
        none = QDBusArgument()  # a plain empty list would go out as a list of anything
        none.beginArray(QMetaType(QMetaType.Type.QString))
        none.endArray()
        signal = QDBusMessage.createSignal(PATH, f"{BUS}.Properties", "PropertiesChanged")
        signal.setArguments([PLAYER, changed, none])
        self._bus.send(signal)


@_interface({"D-Bus Interface": ROOT})
class RootAdaptor(QDBusAbstractAdaptor):
    """Who we are."""

    def __init__(self, mpris: Mpris) -> None:
        super().__init__(mpris)
        self._mpris = mpris

    @Slot()
    def Raise(self) -> None:
        """Bring the window to the front."""
        self._mpris.press(lambda screen: screen.window().raise_())
        self._mpris.press(lambda screen: screen.window().activateWindow())

    @Slot()
    def Quit(self) -> None:
        """Nothing, as CanQuit says: a session is ended in the window, where it is asked."""

    CanQuit = Property(bool, lambda _: False)
    CanRaise = Property(bool, lambda _: True)
    HasTrackList = Property(bool, lambda _: False)
    Identity = Property(str, lambda _: "HipRehab")
    DesktopEntry = Property(str, lambda _: "hiprehab")
    SupportedUriSchemes = Property(_STRINGS, lambda _: [])
    SupportedMimeTypes = Property(_STRINGS, lambda _: [])


@_interface({"D-Bus Interface": PLAYER})
class PlayerAdaptor(QDBusAbstractAdaptor):
    """The keys, and what is on."""

    def __init__(self, mpris: Mpris) -> None:
        super().__init__(mpris)
        self._mpris = mpris

    @Slot()
    def PlayPause(self) -> None:
        """Pause, or go on."""
        self._mpris.press(lambda screen: screen.runner.toggle_pause())

    @Slot()
    def Play(self) -> None:
        """Go on."""
        self._mpris.press(lambda screen: screen.runner.resume())

    @Slot()
    def Pause(self) -> None:
        """Stand still."""
        self._mpris.press(lambda screen: screen.runner.pause())

    @Slot()
    def Next(self) -> None:
        """Skip."""
        self._mpris.press(lambda screen: screen.skip())

    @Slot()
    def Previous(self) -> None:
        """Back."""
        self._mpris.press(lambda screen: screen.runner.back())

    @Slot()
    def Stop(self) -> None:
        """Ask whether to end here."""
        self._mpris.press(lambda screen: screen.ask_to_end())

    @Slot(_LONG)
    def Seek(self, offset: int) -> None:
        """Nothing, as CanSeek says."""

    @Slot(QDBusObjectPath, _LONG)
    def SetPosition(self, track: QDBusObjectPath, position: int) -> None:
        """Nothing, as CanSeek says."""

    @Slot(str)
    def OpenUri(self, uri: str) -> None:
        """Nothing: no kind of address is supported."""

    PlaybackStatus = Property(str, lambda self: self._mpris.status)
    Metadata = Property(_MAP, lambda self: self._mpris.metadata)
    Position = Property(_LONG, lambda _: 0)
    Rate = Property(float, lambda _: 1.0)
    MinimumRate = Property(float, lambda _: 1.0)
    MaximumRate = Property(float, lambda _: 1.0)
    Volume = Property(float, lambda _: 1.0)
    CanGoNext = Property(bool, lambda _: True)
    CanGoPrevious = Property(bool, lambda _: True)
    CanPlay = Property(bool, lambda _: True)
    CanPause = Property(bool, lambda _: True)
    CanSeek = Property(bool, lambda _: False)
    CanControl = Property(bool, lambda _: True)
