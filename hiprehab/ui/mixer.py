"""Mixes sounds into one stream of samples, on the thread of the sound card.

Others only put requests into a bounded queue, so nobody waits for anybody. A channel plays one
sound at a time: a new one fades out the older. Everything is one channel of 22,050 samples a
second; loud sums are bent softly below full scale instead of being cut off.
"""

import struct
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE: Final = 22_050
QUEUE: Final = 16
"""Requests that may wait; the oldest goes first when there are more."""
FADE: Final = round(0.015 * RATE)
"""Samples in which a replaced sound dies away."""
VOICES: Final = 12
KNEE: Final = 0.75
"""Sums louder than this (1 is full scale) are bent."""

LATE_S: Final = 0.4
"""A sound that cannot begin within this time of its moment is left out: a late cue misleads."""


@dataclass(frozen=True, slots=True)
class Request:
    """A sound to play. `parts` are samples or names of tones, one after the other."""

    channel: str
    parts: "tuple[Samples | str, ...]"
    moment: float
    after: int
    late_s: float


@dataclass(slots=True)
class _Voice:
    """A sound that is playing or waiting for `wait` more samples."""

    channel: str
    data: "Samples"
    wait: int
    at: int = 0


class Mixer:
    """The sum of all that sounds.

    Args:
        clock: seconds of a monotonic clock.
        tones: samples by name; may be filled later.
    """

    def __init__(self, clock: Callable[[], float], tones: "Mapping[str, Samples]") -> None:
        self._clock = clock
        self._tones = tones
        self._requests: deque[Request | None] = deque(maxlen=QUEUE)
        self._voices: list[_Voice] = []
        self.gain = 1.0
        self.pulled = threading.Event()
        """Set by each block that the sound card takes."""
        self.quiet = threading.Event()
        """Whether nothing sounds and nothing waits, as of the last block."""

    # -- any thread

    def play(
        self,
        channel: str,
        parts: "Sequence[Samples | str]",
        *,
        after_s: float = 0.0,
        late_s: float = LATE_S,
    ) -> None:
        """Play parts one after the other, in place of what the channel plays.

        The sound begins after `after_s`, or up to `late_s` later, or not at all.
        """
        self.quiet.clear()
        after = max(0, round(after_s * RATE))
        self._requests.append(Request(channel, tuple(parts), self._clock(), after, late_s))

    def hush(self) -> None:
        """Fade out everything and forget what waits."""
        self._requests.clear()
        self._requests.append(None)

    @property
    def waiting(self) -> int:
        """Requests that the sound card has not taken yet."""
        return len(self._requests)

    # -- the sound card's thread

    def stream(self) -> Generator[bytes, int, None]:
        """16-bit samples, as many as are asked for."""
        silence = b""
        frames = yield b""
        while True:
            block = self.render(frames)
            if block is None:
                if len(silence) != 2 * frames:
                    silence = bytes(2 * frames)
                frames = yield silence
            else:
                frames = yield block.tobytes()

    def render(self, frames: int) -> "NDArray[np.int16] | None":
        """The next block, None for silence."""
        self.pulled.set()
        while self._requests:
            self._take(self._requests.popleft())
        if not self._voices:
            self.quiet.set()
            return None
        import numpy as np

        mix = np.zeros(frames, np.float32)
        for voice in self._voices:
            if voice.wait >= frames:
                voice.wait -= frames
                continue
            chunk = voice.data[voice.at : voice.at + frames - voice.wait]
            mix[voice.wait : voice.wait + len(chunk)] += chunk
            voice.at += len(chunk)
            voice.wait = 0
        self._voices = [voice for voice in self._voices if voice.at < len(voice.data)]
        return (32767 * _bent(mix * self.gain)).astype("<i2")

    def _take(self, request: Request | None) -> None:
        """Begin a sound, unless its moment has passed."""
        if request is None:
            self._make_way(None, 0)
            return
        if self._clock() - request.moment > request.late_s:
            return
        parts = [self._tones.get(p) if isinstance(p, str) else p for p in request.parts]
        found = [part for part in parts if part is not None and len(part)]
        if not found:
            return
        import numpy as np

        data = np.concatenate(found) if len(found) > 1 else found[0]
        self._make_way(request.channel, request.after)
        self._voices = self._voices[1 - VOICES :]
        self._voices.append(_Voice(request.channel, data, request.after))

    def _make_way(self, channel: str | None, after: int) -> None:
        """Let a channel, or all, fall silent `after` samples from now."""
        for voice in self._voices:
            if channel in (None, voice.channel):
                _end(voice, after)
        self._voices = [voice for voice in self._voices if len(voice.data)]


def _end(voice: _Voice, after: int) -> None:
    """Let a sound die away `after` samples from now; drop it when it would only begin then."""
    import numpy as np

    if voice.wait and voice.wait >= after:
        voice.data = voice.data[:0]
        return
    kept = voice.data[voice.at : voice.at + after - voice.wait + FADE].copy()
    tail = len(kept) - (after - voice.wait)
    if tail > 0:
        # Half a cosine falls from 1 to 0 without a corner.
        fall = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, tail, dtype=np.float32))
        kept[-tail:] *= fall
    voice.data, voice.at = kept, 0


def _bent(mix: "Samples") -> "Samples":
    """The same below the knee; above it, ever closer to full scale but never past it."""
    import numpy as np

    size = np.abs(mix)
    if size.max(initial=0.0) <= KNEE:
        return mix
    over = np.maximum(size - KNEE, 0.0) / (1 - KNEE)
    bent = np.where(size > KNEE, KNEE + (1 - KNEE) * over / (1 + over), size)
    return np.copysign(bent, mix).astype(np.float32)


class BadSound(Exception):
    """A sound file that cannot be read."""


def read_wav(raw: bytes) -> "tuple[int, Samples]":
    """The rate and the samples (-1 to 1, channels averaged) of a WAV file.

    Reads 16-bit and mu-law samples. A length past the end of the file is taken as "to the end":
    voices that speak to a pipe do not know it.

    Raises:
        BadSound: not such a file.
    """
    import numpy as np

    if raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
        raise BadSound("not a WAV file")
    place, form = 12, None
    while place + 8 <= len(raw):
        name, length = struct.unpack_from("<4sI", raw, place)
        body = raw[place + 8 : place + 8 + length]
        if name == b"fmt " and len(body) >= 16:
            form = struct.unpack_from("<HHIIHH", body)
        elif name == b"data" and form is not None:
            coding, channels, rate, _, _, bits = form
            if not channels or not 4_000 <= rate <= 192_000:
                break
            if (coding, bits) in ((1, 16), (0xFFFE, 16)):
                whole = np.frombuffer(body[: len(body) // 2 * 2], "<i2")
                flat = (whole / 32768).astype(np.float32)
            elif (coding, bits) == (7, 8):
                flat = _mu_law_table()[np.frombuffer(body, np.uint8)]
            else:
                break
            frames = flat[: len(flat) // channels * channels].reshape(-1, channels)
            return rate, frames.mean(axis=1, dtype=np.float32)
        place += 8 + length + length % 2
    raise BadSound("a WAV file of an unknown kind")


def _mu_law_table() -> "Samples":
    """What each of the 256 values of mu-law means (ITU-T G.711)."""
    import numpy as np

    code = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = code >> 4 & 7, (code & 15).astype(np.int32)
    size = ((mantissa << 3) + 132 << exponent) - 132
    return (np.where(code & 0x80, -size, size) / 32768).astype(np.float32)


def resampled(rate: int, samples: "Samples") -> "Samples":
    """The same sound at the mixer's rate."""
    import numpy as np

    if rate == RATE or not len(samples):
        return samples
    count = max(1, round(len(samples) * RATE / rate))
    there = np.arange(count) * (rate / RATE)
    return np.interp(there, np.arange(len(samples)), samples).astype(np.float32)


def load_tones(folder: Path) -> "dict[str, Samples]":
    """The shipped tones by name; one that cannot be read is left out."""
    tones = {}
    for path in sorted(folder.glob("*.wav")):
        if path.stem.startswith("voice-"):
            continue
        try:
            tones[path.stem] = resampled(*read_wav(path.read_bytes()))
        except (OSError, BadSound):
            continue
    return tones
