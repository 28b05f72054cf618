"""The sound card: opened and closed by a thread of its own, never waited for by the windows.

One device stays open while a session runs, so that a cue begins at once. Without a device, or when
it goes away, sounds are dropped, the one who asked is told once, and nothing else changes. Music
that plays beside is left alone.
"""

import contextlib
import ctypes
import logging
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from hiprehab.ui.mixer import LATE_S, RATE, Mixer, load_tones

if TYPE_CHECKING:
    from hiprehab.ui.mixer import Samples

log = logging.getLogger(__name__)

PERIOD_MS: Final = 30
"""Length of a block; the device keeps three of them."""
DEAD_S: Final = 2.0
"""A device that takes no block for so long is gone."""
TONE_LATE_S: Final = 1.0
"""A tone may come later than speech: it says that something changed, not what."""
STUCK_S: Final = 5.0
"""A device that has not opened by then hangs; it may still come."""
DRAIN_S: Final = 5.0
"""How long the last sounds may take before the device is closed."""


class AudioProblem(StrEnum):
    """Why nothing is heard."""

    MISSING = "no device"
    LOST = "device lost"


class Unavailable(Exception):
    """No sound device can be opened."""


class Device(Protocol):
    """An open sound device."""

    def close(self) -> None:
        """Stop and let go of it."""


class _Order(StrEnum):
    OPEN = "open"
    RELEASE = "release"
    CHECK = "check"
    CLOSE = "close"


class Audio:
    """Plays tones by name and phrases; every call returns at once.

    Args:
        clock: seconds of a monotonic clock.
        folder: where the tones are.
        open_device: opens a device that takes its samples from a mixer, or raises Unavailable.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        folder: Path,
        *,
        open_device: "Callable[[Mixer], Device] | None" = None,
    ) -> None:
        self._folder = folder
        self._open_device = open_device or open_playback
        self._clock = clock
        self._asked = clock()
        self._tones: dict[str, Samples] = {}
        self.mixer = Mixer(clock, self._tones)
        self.on_problem: Callable[[AudioProblem], None] = lambda problem: None
        """Called on any thread, each time that a device is not there."""
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._device: Device | None = None
        self._wanted = self._closed = self._checking = self._stuck = False

    # -- the windows' thread

    @property
    def wanted(self) -> bool:
        """Whether a device is open or being opened."""
        return self._wanted

    def open(self) -> None:
        """Open the device in the background."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="hiprehab-audio", daemon=True)
            self._thread.start()
        if not self._wanted:
            self._asked, self._stuck = self._clock(), False
        self._wanted = True
        self._orders.put(_Order.OPEN)

    def release(self) -> None:
        """Close the device when the last sound is over."""
        self._wanted = False
        self._orders.put(_Order.RELEASE)

    def play(self, name: str, *, after_s: float = 0.0) -> None:
        """Play a tone; it takes the place of the one before."""
        self._request("tone", (name,), after_s, TONE_LATE_S)

    def say(
        self, parts: "Sequence[Samples]", *, after_s: float = 0.0, late_s: float = LATE_S
    ) -> None:
        """Play a phrase; it takes the place of the one before."""
        self._request("speech", parts, after_s, late_s)

    def hush(self) -> None:
        """Fade out what sounds and forget what waits."""
        self.mixer.hush()

    def set_volume(self, percent: int) -> None:
        """0 to 100; the ear hears the square as even steps."""
        self.mixer.gain = (min(100, max(0, percent)) / 100) ** 2

    def close(self, timeout: float = 1.0) -> None:
        """Let go of the device; one that hangs is left behind."""
        self._closed, self._wanted = True, False
        if self._thread:
            self.mixer.quiet.set()  # nobody shall wait for the last sound
            self.mixer.pulled.set()
            self._orders.put(_Order.CLOSE)
            self._thread.join(timeout)

    def _request(
        self, channel: str, parts: "Sequence[Samples | str]", after_s: float, late_s: float
    ) -> None:
        if not self._wanted:
            return
        self.mixer.play(channel, parts, after_s=after_s, late_s=late_s)
        if self._device is None:
            if self._clock() - self._asked > STUCK_S and not self._stuck:
                self._stuck = True
                self._tell(AudioProblem.MISSING)
        elif self.mixer.waiting > 2 and not self._checking:
            self._checking = True
            self._orders.put(_Order.CHECK)

    # -- the thread of the device

    def _run(self) -> None:
        while (order := self._orders.get()) is not _Order.CLOSE:
            match order:
                case _Order.OPEN:
                    self._on_open()
                case _Order.RELEASE:
                    self._on_release()
                case _Order.CHECK:
                    self._on_check()
        self._let_go()

    def _on_open(self) -> None:
        if self._device is not None or self._closed:
            return
        try:
            self._tones.update(self._tones or load_tones(self._folder))
            self._device = self._open_device(self.mixer)
        except Unavailable as problem:
            log.info("No sound device: %s", problem)
            self._wanted = False
            self._tell(AudioProblem.MISSING)

    def _on_release(self) -> None:
        if self._device is None or self._wanted:
            return
        self.mixer.quiet.wait(DRAIN_S)
        if not self._wanted:
            self._let_go()

    def _on_check(self) -> None:
        """Requests pile up: look whether the device still takes blocks."""
        self.mixer.pulled.clear()
        if self._device is not None and not self.mixer.pulled.wait(DEAD_S):
            log.warning("The sound device takes no more samples")
            self._wanted = False
            self._tell(AudioProblem.LOST)
            self._let_go()
        self._checking = False

    def _let_go(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _tell(self, problem: AudioProblem) -> None:
        if not self._closed:
            self.on_problem(problem)


def open_playback(mixer: Mixer, backends: Sequence[str] = ()) -> Device:
    """The system's usual output.

    Raises:
        Unavailable: there is none, or no library to reach it.
    """
    try:
        import miniaudio
        import numpy  # noqa: F401  - the mixer needs it on the device's thread, without delay
    except (ImportError, OSError) as problem:
        raise Unavailable(str(problem)) from problem
    _hush_alsa()
    names = backends or _BACKENDS.get(sys.platform, ("PULSEAUDIO", "ALSA", "SNDIO", "OSS"))
    try:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=PERIOD_MS,
            backends=[miniaudio.Backend[name] for name in names],
            app_name="HipRehab",
        )
        stream = mixer.stream()
        next(stream)
        device.start(stream)
    except miniaudio.MiniaudioError as problem:
        raise Unavailable(str(problem)) from problem
    opened: Device = device
    return opened


# Without the silent backend, which would play to nobody.
_BACKENDS: Final = {"win32": ("WASAPI", "DSOUND", "WINMM"), "darwin": ("COREAUDIO",)}

_alsa_handler: Any = None


def _hush_alsa() -> None:
    """Keep the ALSA library from printing to the terminal that it found no card."""
    global _alsa_handler  # noqa: PLW0603 - the library keeps the pointer for the process's life
    if _alsa_handler is not None or not sys.platform.startswith("linux"):
        return
    kind = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )
    _alsa_handler = kind(lambda *said: None)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_alsa_handler)
