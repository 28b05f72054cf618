"""Computes the tones of the cues and writes them to assets/sounds: `python tools/make_tones.py`.

Only additions, multiplications and divisions are used, no sine of some library, so that every
computer makes the same bytes; a test compares them with the shipped files.
"""

import array
import sys
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RATE: Final = 22_050
FOLDER: Final = Path(__file__).resolve().parent.parent / "assets" / "sounds"

ATTACK_S: Final = 0.008
RELEASE_S: Final = 0.04
PARTIALS: Final = ((1, 1.0, 1.0), (2, 0.32, 1.7), (3, 0.08, 2.6), (4, 0.05, 3.5))
"""Multiple of the pitch, share, and how much faster it dies away: a struck wooden bar."""

G4, A4, C5, D5, E5, G5, A5, C6 = 392.0, 440.0, 523.25, 587.33, 659.26, 783.99, 880.0, 1046.5


@dataclass(frozen=True, slots=True)
class Note:
    """A struck note: when it begins and how long it rings (s), its pitch (Hz) and strength."""

    at: float
    pitch: float
    lasts: float
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Sound:
    """A few notes; `peak` is the highest value of the whole, where 1 is full scale."""

    notes: tuple[Note, ...]
    peak: float = 0.36


SOUNDS: Final = {
    # One step up, the second note rings: begin.
    "work": Sound((Note(0.0, G4, 0.22, 0.8), Note(0.16, C5, 0.6))),
    # The same step down: let go.
    "end": Sound((Note(0.0, C5, 0.24, 0.9), Note(0.2, G4, 0.75))),
    # To and fro in even steps.
    "switch": Sound(
        (
            Note(0.0, A4, 0.2),
            Note(0.18, E5, 0.2),
            Note(0.36, A4, 0.2),
            Note(0.54, E5, 0.5),
        )
    ),
    # Two quick knocks on one note and a leap: up again.
    "rest-over": Sound(
        (Note(0.0, D5, 0.1, 0.7), Note(0.1, D5, 0.12, 0.7), Note(0.24, A5, 0.5, 0.9))
    ),
    # One high note each second.
    "tick": Sound((Note(0.0, A5, 0.13),), peak=0.22),
    # A bell struck twice, slowly.
    "half-way": Sound((Note(0.0, E5, 0.3, 0.9), Note(0.32, E5, 0.5)), peak=0.28),
    # A repetition begins: a short, low, soft knock. Its parts: softer and a little higher.
    "rep": Sound((Note(0.0, G4, 0.12),), peak=0.16),
    "part": Sound((Note(0.0, D5, 0.08),), peak=0.09),
    # Three slow steps down.
    "paused": Sound(
        (Note(0.0, E5, 0.3, 0.9), Note(0.24, C5, 0.3, 0.9), Note(0.48, A4, 0.7)), peak=0.3
    ),
    # A broken chord upwards that stays.
    "finished": Sound(
        (
            Note(0.0, C5, 1.7, 0.8),
            Note(0.18, E5, 1.5, 0.75),
            Note(0.36, G5, 1.4, 0.75),
            Note(0.54, C6, 1.3, 0.9),
        )
    ),
}


def sine_cosine(turn: float) -> tuple[float, float]:
    """Sine and cosine of a small angle (radians) by their series."""
    sine, cosine, term = 0.0, 1.0, 1.0
    for power in range(1, 24):
        term = term * turn / power
        sign = -1.0 if power % 4 >= 2 else 1.0
        if power % 2:
            sine += sign * term
        else:
            cosine += sign * term
    return sine, cosine


def smooth(share: float) -> float:
    """From 0 to 1 without a corner at either end."""
    share = min(1.0, max(0.0, share))
    return share * share * (3.0 - 2.0 * share)


def ring(note: Note) -> list[float]:
    """The samples of one note: soft attack, dying away, soft release."""
    count = round(note.lasts * RATE)
    samples = [0.0] * count
    for multiple, share, haste in PARTIALS:
        sine, cosine = sine_cosine(2.0 * 3.141592653589793 * note.pitch * multiple / RATE)
        x, y, loud = 1.0, 0.0, share * note.strength
        # Down to about 3 % at the note's end for the pitch itself.
        fade = 1.0 - 3.5 * haste / count
        for index in range(count):
            samples[index] += loud * y
            x, y = x * cosine - y * sine, x * sine + y * cosine
            loud *= fade
    for index in range(count):
        samples[index] *= smooth(index / (ATTACK_S * RATE)) * smooth(
            (count - 1 - index) / (RELEASE_S * RATE)
        )
    return samples


def samples_of(sound: Sound) -> array.array:
    """16-bit samples of a whole sound."""
    length = max(round(note.at * RATE) + round(note.lasts * RATE) for note in sound.notes)
    mix = [0.0] * length
    for note in sound.notes:
        start = round(note.at * RATE)
        for index, value in enumerate(ring(note)):
            mix[start + index] += value
    scale = sound.peak * 32767.0 / max(abs(value) for value in mix)
    return array.array("h", [round(value * scale) for value in mix])


def write(name: str, folder: Path) -> Path:
    """Write one sound as a WAV file."""
    samples = samples_of(SOUNDS[name])
    if sys.byteorder == "big":
        samples.byteswap()
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SOUNDS:
        path = write(name, FOLDER)
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
