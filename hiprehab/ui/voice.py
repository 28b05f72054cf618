"""Speech: fixed words that are shipped, and free text spoken ahead by the computer's own voice.

A thread of its own reads the shipped words, has texts spoken into memory and keeps them in the
cache folder. A phrase that is not ready at its moment is not said.
"""

import hashlib
import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hiprehab.ui.mixer import RATE, BadSound, read_wav, resampled
from hiprehab.ui.words import Bank

if TYPE_CHECKING:
    from hiprehab.ui.mixer import Samples

log = logging.getLogger(__name__)

MAX_TEXT: Final = 300
MAX_PHRASES: Final = 400
"""Texts that are kept ready at a time."""
CACHE_BYTES: Final = 64 * 2**20
FAILURES: Final = 3
"""Failures in a row after which the voice is left alone for the session."""
PEAK: Final = 0.7
QUIET: Final = 0.01


class VoiceProblem(StrEnum):
    """Why names are not spoken."""

    MISSING = "no voice"
    DEAD = "voice dead"


class VoiceFailed(Exception):
    """A text was not spoken; `dead` when the voice did not answer at all."""

    def __init__(self, why: str, *, dead: bool = False) -> None:
        super().__init__(why)
        self.dead = dead


@dataclass(frozen=True, slots=True)
class Command:
    """A program that speaks the text on its standard input into a WAV file.

    `{out}` in an argument stands for the file, which is also in the variable HIPREHAB_SPEECH.
    """

    id: str
    arguments: tuple[str, ...]
    timeout_s: float = 2.0


class SystemVoice:
    """The computer's own voice."""

    def __init__(self, command: Command) -> None:
        self.id = command.id
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def speak(self, text: str) -> bytes:
        """A WAV file of the text. Waits for the program, so never call it on the windows' thread.

        Raises:
            VoiceFailed: it did not work.
        """
        with tempfile.TemporaryDirectory(prefix="hiprehab-", ignore_cleanup_errors=True) as folder:
            out = Path(folder) / "speech.wav"
            self._run(text, out)
            try:
                return out.read_bytes()
            except OSError as problem:
                raise VoiceFailed(str(problem)) from problem

    def stop(self) -> None:
        """End the program that speaks just now, for good."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def _run(self, text: str, out: Path) -> None:
        arguments = [part.replace("{out}", str(out)) for part in self._command.arguments]
        try:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(os.environ) | {"HIPREHAB_SPEECH": str(out)},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as problem:
            raise VoiceFailed(str(problem), dead=True) from problem
        with process:
            self._process = process
            try:
                if self._stopped:
                    process.kill()
                process.communicate(text.encode(), self._command.timeout_s)
            except subprocess.TimeoutExpired as problem:
                process.kill()
                raise VoiceFailed("no answer", dead=True) from problem
            finally:
                self._process = None
        if process.returncode:
            raise VoiceFailed(f"exit code {process.returncode}")


_POWERSHELL: Final = (
    "[Console]::InputEncoding=[Text.Encoding]::UTF8;"
    "$text=[Console]::In.ReadToEnd();"
    "Add-Type -AssemblyName System.Speech;"
    "$voice=New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$voice.SetOutputToWaveFile($env:HIPREHAB_SPEECH);"
    "$voice.Speak($text);"
    "$voice.Dispose()"
)


def find_voice(
    platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which
) -> SystemVoice | None:
    """The voice of this computer, None when it has none."""
    known = {
        "darwin": (
            Command("say", ("say", "-f", "-", "-o", "{out}", "--data-format=LEI16@22050"), 5.0),
        ),
        "win32": (
            Command(
                "sapi",
                ("powershell", "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL),
                10.0,  # PowerShell alone may need some seconds to start.
            ),
        ),
    }
    others = (
        Command("flite-slt", ("flite", "-voice", "slt", "-o", "{out}", "-f", "-")),
        Command(
            "espeak-ng-en", ("espeak-ng", "-v", "en-us", "-s", "150", "-w", "{out}", "--stdin")
        ),
        Command("espeak-en", ("espeak", "-v", "en-us", "-s", "150", "-w", "{out}", "--stdin")),
    )
    for command in known.get(platform, others):
        if which(command.arguments[0]):
            return SystemVoice(command)
    return None


Texts = Callable[[], Iterable[str]]


class Voice:
    """Phrases that can be said at once.

    Args:
        words: the folder of the shipped words.
        cache: where spoken texts are kept; made when needed, may be deleted at any time.
        find: finds the computer's voice.
    """

    def __init__(
        self,
        words: Path,
        cache: Path,
        *,
        find: Callable[[], SystemVoice | None] = find_voice,
    ) -> None:
        self._words = words
        self._cache = cache
        self._find = find
        self.on_problem: Callable[[VoiceProblem], None] = lambda problem: None
        """Called once at most, on a thread of this object."""
        self._bank: Bank | None = None
        self._system: SystemVoice | None = None
        self._ready: dict[str, Samples] = {}
        self.on_ready: Callable[[], None] = lambda: None
        """Called on a thread of this object when more can be said, or no more will come."""
        self._jobs: queue.SimpleQueue[Texts | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = self._told = self._dead = False
        self._asked = self._answered = 0
        self._failures = 0

    # -- the windows' thread

    @property
    def busy(self) -> bool:
        """Whether more texts will be ready soon."""
        return self._asked != self._answered

    def prepare(self, texts: Texts) -> None:
        """Have texts ready soon, in this order; others are forgotten. Returns at once.

        `texts` is called on this object's thread.
        """
        self.wake()
        self._order(texts)

    def wake(self) -> None:
        """Have the fixed words ready soon."""
        if self._thread is None:
            self._order(tuple)

    def _order(self, texts: Texts) -> None:
        if self._closed:
            return
        self._asked += 1
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="hiprehab-voice", daemon=True)
            self._thread.start()
        self._jobs.put(texts)

    def spoken(self, texts: Iterable[str]) -> "tuple[Samples, ...] | None":
        """The first of these texts that can be said now, None when none can."""
        bank = self._bank
        if bank is None:
            return None
        for text in texts:
            ready = self._ready.get(text)  # in one step: the other thread exchanges it
            if ready is not None:
                return (ready,)
            found = bank.spoken(text)
            if found:
                return found
        return None

    def close(self, timeout: float = 1.0) -> None:
        """Stop speaking ahead."""
        self._closed = True
        if self._thread:
            self._jobs.put(None)
            if self._system:
                self._system.stop()
            self._thread.join(timeout)

    # -- the voice's thread

    def _run(self) -> None:
        # Everything heavy (numpy, the words) is loaded here, before the first phrase is wanted.
        self._bank = Bank.load(self._words)
        while (texts := self._jobs.get()) is not None:
            self._speak_ahead(tuple(dict.fromkeys(texts()))[:MAX_PHRASES])
            self._answered += 1
            self._tell()

    def _speak_ahead(self, texts: Sequence[str]) -> None:
        self._ready = {text: self._ready[text] for text in texts if text in self._ready}
        assert self._bank is not None
        for text in texts:
            if self._closed or self._dead or not self._jobs.empty():
                return
            if text not in self._ready and self._bank.spoken(text) is None:
                self._add(text)
        self._thin()

    def _add(self, text: str) -> None:
        """Read a text from the cache or have it spoken."""
        if self._system is None:
            self._system = self._find()
            if self._system is None:
                self._give_up(VoiceProblem.MISSING)
                return
            if self._closed:
                return
        try:
            self._ready[text] = self._cached(text, self._system)
            self._failures = 0
            self._tell()
        except (VoiceFailed, BadSound) as problem:
            log.warning("The voice %s failed: %s", self._system.id, problem)
            self._failures += 1
            if getattr(problem, "dead", False) or self._failures >= FAILURES:
                self._give_up(VoiceProblem.DEAD)

    def _tell(self) -> None:
        if not self._closed:
            self.on_ready()

    def _give_up(self, problem: VoiceProblem) -> None:
        self._dead = True
        if not self._told and not self._closed:
            self._told = True
            self.on_problem(problem)

    def _cached(self, text: str, system: SystemVoice) -> "Samples":
        name = hashlib.sha256(f"{system.id}\n{text}".encode()).hexdigest()[:32]
        path = self._cache / f"{name}.wav"
        try:
            return resampled(*read_wav(path.read_bytes()))
        except (OSError, BadSound):
            pass
        plain = " ".join(text.split())[:MAX_TEXT]
        samples = trimmed(resampled(*read_wav(system.speak(plain))))
        self._keep(path, samples)
        return samples

    def _keep(self, path: Path, samples: "Samples") -> None:
        """Write to the cache, whole or not at all; without it everything still works."""
        import wave

        part = path.with_suffix(".part")
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as handle, wave.open(handle) as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes((samples * 32767).astype("<i2").tobytes())
            os.replace(part, path)
        except OSError as problem:
            log.info("Speech is not kept: %s", problem)

    def _thin(self) -> None:
        """Delete the oldest files when the cache has grown too large."""
        try:
            files = [(p.stat().st_mtime, p.stat().st_size, p) for p in self._cache.glob("*.wav")]
            size = sum(entry[1] for entry in files)
            for _, length, path in sorted(files):
                if size <= CACHE_BYTES:
                    return
                path.unlink()
                size -= length
        except OSError as problem:
            log.info("The speech cache could not be thinned: %s", problem)


def trimmed(samples: "Samples") -> "Samples":
    """Without silence at either end, at the loudness of the shipped words.

    Raises:
        BadSound: nothing but silence.
    """
    import numpy as np

    size = np.abs(samples)
    peak = float(size.max(initial=0.0))
    if peak < QUIET:
        raise BadSound("silence")
    loud = np.flatnonzero(size > QUIET * peak)
    margin = round(0.02 * RATE)
    cut = samples[max(0, loud[0] - margin) : loud[-1] + margin]
    return (cut * (PEAK / peak)).astype(np.float32)
