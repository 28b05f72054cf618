"""Speaks the fixed words of the cues into one file: `python tools/make_voice.py` (needs flite).

Writes assets/sounds/voice-en.wav (16 kHz, 8-bit mu-law: half the size of plain samples) and
voice-en.json, which says where each phrase begins and how long it is, in samples.
"""

import array
import json
import struct
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "assets" / "sounds"
VOICE: Final = "slt"
RATE: Final = 16_000
PEAK: Final = 0.7
QUIET: Final = 350
"""Samples below this (of 32,767) at either end are silence."""
MARGIN_S: Final = 0.015

NUMBERS: Final = tuple(str(number) for number in range(61))
SIDES: Final = ("left", "right", "left side", "right side", "both sides", "switch sides")
FRAME: Final = (
    "rest",
    "half way",
    "next",
    "first",
    "get ready",
    "go",
    "last one",
    "paused",
    "done",
    "session finished",
    "start when you are ready",
)
DOSE: Final = (
    "set",
    "of",
    "once",
    "times",
    "hold for",
    "holds of",
    "second",
    "seconds",
    "minute",
    "minutes",
)
# The names of a repetition's parts that the built-in exercises use.
TEMPO: Final = (
    "across", "back", "close", "follow", "forward", "hold", "hold and turn", "in", "lift",
    "lower", "open", "out", "pause", "reach", "release", "return", "rise", "rock", "round",
    "sink", "sit", "stand", "step", "swing", "tilt", "tip",
)  # fmt: skip
PHRASES: Final = NUMBERS + SIDES + FRAME + DOSE + TEMPO


def speak(phrase: str) -> list[int]:
    """The samples that flite makes of a phrase, without the silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phrase.wav"
        command = ["flite", "-voice", VOICE, "-t", phrase, "-o", str(path)]
        subprocess.run(command, check=True, timeout=30)
        with wave.open(str(path), "rb") as file:
            if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
                sys.exit("flite's slt voice should give 16 kHz, one channel, 16 bits.")
            samples = array.array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    loud = [index for index, value in enumerate(samples) if abs(value) > QUIET]
    margin = round(MARGIN_S * RATE)
    cut = samples[max(0, loud[0] - margin) : loud[-1] + 2 * margin].tolist()
    scale = PEAK * 32767 / max(abs(value) for value in cut)
    return [round(value * scale) for value in cut]


def mu_law(value: int) -> int:
    """One 16-bit sample in 8 bits (ITU-T G.711)."""
    sign = 0x80 if value < 0 else 0
    size = min(abs(value), 32_635) + 132
    exponent = max(0, size.bit_length() - 8)
    return ~(sign | exponent << 4 | size >> exponent + 3 & 0x0F) & 0xFF


def wav(samples: bytes) -> bytes:
    """A WAV file of mu-law samples."""
    form = struct.pack("<HHIIHHH", 7, 1, RATE, RATE, 1, 8, 0)
    parts = [(b"fmt ", form), (b"fact", struct.pack("<I", len(samples))), (b"data", samples)]
    body = b"WAVE"
    for name, content in parts:
        body += name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def main() -> None:
    """Speak them all."""
    places, samples = {}, bytearray()
    for phrase in PHRASES:
        spoken = speak(phrase)
        places[phrase] = [len(samples), len(spoken)]
        samples += bytes(mu_law(value) for value in spoken)
    index = {"voice": f"flite {VOICE}", "rate": RATE, "phrases": places}
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "voice-en.wav").write_bytes(wav(bytes(samples)))
    text = json.dumps(index, separators=(",", ":")).replace('],"', '],\n"')
    (FOLDER / "voice-en.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(places)} phrases, {len(samples) / RATE:.1f} s, {len(samples)} bytes")


if __name__ == "__main__":
    main()
