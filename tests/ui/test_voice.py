"""Shipped words, texts spoken ahead by the computer's voice, voices that are missing or dead."""

import json
import os
import struct
import sys
import threading
import tomllib
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hiprehab import resources
from hiprehab.core.model import Dose, DoseKind, Side
from hiprehab.ui import phrases, voice
from hiprehab.ui.mixer import RATE, BadSound, read_wav
from hiprehab.ui.voice import (
    Command,
    SystemVoice,
    Voice,
    VoiceFailed,
    VoiceProblem,
    find_voice,
    trimmed,
)
from hiprehab.ui.words import Bank

SOUNDS = resources.asset("sounds")
PATIENCE = 10.0  # how long a thread that works may take; never waited for in full


def sound(seconds: float = 0.2, loud: float = 0.3) -> bytes:
    """A WAV file with a hum between two silences."""
    count = round(seconds * RATE)
    hum = loud * np.sin(2 * np.pi * 200 * np.arange(count) / RATE)
    whole = np.concatenate([np.zeros(RATE // 4), hum, np.zeros(RATE // 4)])
    data = (whole * 32767).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data))
    return b"RIFF" + struct.pack("<I", len(body) + len(data)) + body + data


class FakeVoice(SystemVoice):
    """Speaks a hum, when it may; fails for texts with "bad" and plays dead for "dead"."""

    def __init__(self, *, held: bool = False) -> None:
        super().__init__(Command("fake", ()))
        self.said: list[str] = []
        self.go = threading.Event()
        self.asked = threading.Event()
        if not held:
            self.go.set()

    def speak(self, text: str) -> bytes:
        self.asked.set()
        assert self.go.wait(PATIENCE)
        self.said.append(text)
        if "dead" in text:
            raise VoiceFailed("no answer", dead=True)
        if "bad" in text:
            raise VoiceFailed("exit code 1")
        return sound(loud=0.0) if "silent" in text else sound()

    def stop(self) -> None:
        self.go.set()


class Waiting:
    """Waits until a voice says that something has become so."""

    def __init__(self, subject: Voice) -> None:
        self.changed = threading.Event()
        self.problems: list[VoiceProblem] = []
        subject.on_ready = self.changed.set
        subject.on_problem = self.problems.append

    def until(self, true: Callable[[], bool]) -> None:
        while not true():
            assert self.changed.wait(PATIENCE)
            self.changed.clear()


def made(tmp_path: Path, system: SystemVoice | None) -> tuple[Voice, Waiting]:
    subject = Voice(SOUNDS, tmp_path / "speech", find=lambda: system)
    return subject, Waiting(subject)


def finished(subject: Voice) -> None:
    subject.close(PATIENCE)
    assert subject._thread is None or not subject._thread.is_alive()


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank.load(SOUNDS)


# -- the shipped words


def test_numbers_and_the_words_of_every_cue_are_shipped(bank: Bank) -> None:
    fixed = [
        *(phrases.say_number(number) for number in range(61)),
        *(phrases.say_side(side) for side in Side),
        *(phrases.say_side_briefly(side) for side in Side),
        *(phrases.say_switch(side) for side in (*Side, None)),
        *(phrases.say_duration(seconds) for seconds in (1, 45, 60, 61, 90, 120, 1200)),
        "set 2 of 3",
        "5 holds of 20 seconds",
        "hold for 45 seconds",
        "once",
        "both sides",
        phrases.say_next(False),
        phrases.say_next(True),
        phrases.say_go(),
        phrases.say_hold(),
        phrases.say_last(),
        phrases.say_half_way(),
        phrases.say_paused(),
        phrases.say_get_ready(),
        phrases.say_finished(),
        phrases.say_when_ready(),
        "done",
        "rest. next, left side, set 2 of 2.",
    ]
    assert [text for text in fixed if bank.spoken(text) is None] == []


def test_the_parts_of_every_shipped_repetition_are_spoken(bank: Bank) -> None:
    labels = set()
    for path in sorted(resources.data_dir().glob("*/*.toml")):
        if path.parent.name == "motions":
            continue
        labels |= set(tempo_labels(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert labels
    assert {label for label in labels if bank.spoken(label) is None} == set()


def tempo_labels(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [part[0] for part in value.get("tempo", ())]
        return own + [label for inner in value.values() for label in tempo_labels(inner)]
    if isinstance(value, list):
        return [label for inner in value for label in tempo_labels(inner)]
    return []


def test_a_text_is_put_together_from_the_longest_phrases() -> None:
    samples = {key: np.full(10, place, np.float32) for place, key in enumerate(("hold for", "20"))}
    spoken = Bank(samples).spoken("Hold for 20.")
    assert spoken is not None
    assert [len(part) for part in spoken] == [10, round(0.03 * RATE), 10]
    assert Bank(samples).spoken("hold 20") is None
    assert Bank(samples).spoken(" .") is None
    assert Bank({}).spoken("20") is None


def test_shipped_words_are_audible_and_small(bank: Bank) -> None:
    index = json.loads((SOUNDS / "voice-en.json").read_text(encoding="utf-8"))
    assert index["rate"] == 16_000
    for phrase in index["phrases"]:
        parts = bank.spoken(phrase)
        assert parts is not None
        samples = np.concatenate(parts)
        assert 0.15 < len(samples) / RATE < 1.6, phrase
        assert 0.03 < np.sqrt(np.mean(samples**2)) < 0.5, phrase
        assert np.abs(samples).max() < 0.75, phrase
    assert (SOUNDS / "voice-en.wav").stat().st_size < 1_500_000


def test_speaking_time_is_not_underrated(bank: Bank) -> None:
    texts = ["switch sides, right side", "rest. next, left side, set 2 of 3.", "1, lift", "57"]
    for text in texts:
        parts = bank.spoken(text)
        assert parts is not None
        assert sum(map(len, parts)) / RATE < phrases.estimate_s(text) * 1.2


@pytest.mark.parametrize("damage", ["no index", "no sound", "not json", "wrong shape"])
def test_without_its_words_the_bank_is_empty(damage: str, tmp_path: Path) -> None:
    if damage != "no index":
        text = {"not json": "{", "wrong shape": '{"phrases": {"1": [0]}}'}.get(damage, "{}")
        (tmp_path / "voice-en.json").write_text(text)
    if damage != "no sound":
        (tmp_path / "voice-en.wav").write_bytes((SOUNDS / "voice-en.wav").read_bytes())
    assert Bank.load(tmp_path).spoken("1") is None


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (Dose(DoseKind.REPS, reps=(8, 10)), "10 times"),
        (Dose(DoseKind.SELF, reps=(1, 1)), "once"),
        (Dose(DoseKind.HOLD, reps=(5, 5), hold_s=20.0), "5 holds of 20 seconds"),
        (Dose(DoseKind.HOLD, hold_s=90.0), "hold for 1 minute 30 seconds"),
        (Dose(DoseKind.TIME, duration_s=180.0), "3 minutes"),
        (Dose(DoseKind.OPEN), ""),
    ],
)
def test_a_dose_in_words(dose: Dose, text: str) -> None:
    assert phrases.say_dose(dose) == text


# -- speaking ahead


def test_a_name_is_spoken_ahead_and_kept(tmp_path: Path) -> None:
    system = FakeVoice()
    subject, waiting = made(tmp_path, system)
    texts = ("Next: Clamshell, left side", "next, left side")
    assert subject.spoken(texts) is None
    subject.prepare(lambda: texts)
    waiting.until(lambda: not subject.busy)
    parts = subject.spoken(texts)
    assert parts is not None and len(parts) == 1
    # Silence around it is gone, and it is as loud as the shipped words.
    assert len(parts[0]) / RATE == pytest.approx(0.24, abs=0.02)
    assert np.abs(parts[0]).max() == pytest.approx(0.7, abs=0.01)
    assert system.said == ["Next: Clamshell, left side"]  # fixed words need no voice
    finished(subject)

    again = FakeVoice()
    subject, waiting = made(tmp_path, again)
    subject.prepare(lambda: texts)
    waiting.until(lambda: not subject.busy)
    assert again.said == []
    kept = subject.spoken(texts)
    assert kept is not None
    assert np.abs(kept[0] - parts[0]).max() < 0.001
    finished(subject)


def test_preparing_does_not_wait_for_the_voice(tmp_path: Path) -> None:
    system = FakeVoice(held=True)
    subject, waiting = made(tmp_path, system)
    subject.prepare(lambda: ["Clamshell"])
    assert system.asked.wait(PATIENCE)
    assert subject.busy
    assert subject.spoken(["Clamshell"]) is None
    assert subject.spoken(["Clamshell", "left side"]) is not None
    system.go.set()
    waiting.until(lambda: subject.spoken(["Clamshell"]) is not None)
    finished(subject)


def test_another_plan_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    system = FakeVoice(held=True)
    subject, waiting = made(tmp_path, system)
    subject.prepare(lambda: ["Clamshell", "Bridge", "Plank"])
    assert system.asked.wait(PATIENCE)
    subject.prepare(lambda: ["Plank"])
    system.go.set()
    waiting.until(lambda: not subject.busy)
    assert system.said == ["Clamshell", "Plank"]
    assert subject.spoken(["Clamshell"]) is None
    finished(subject)


def test_without_a_voice_fixed_words_remain_and_it_is_told_once(tmp_path: Path) -> None:
    subject, waiting = made(tmp_path, None)
    for _ in range(3):
        subject.prepare(lambda: ["Clamshell", "left side"])
    waiting.until(lambda: not subject.busy)
    assert subject.spoken(["Clamshell", "left side"]) is not None
    assert subject.spoken(["Clamshell"]) is None
    assert waiting.problems == [VoiceProblem.MISSING]
    finished(subject)


def test_fixed_words_alone_need_no_voice(tmp_path: Path) -> None:
    subject, waiting = made(tmp_path, None)
    subject.wake()
    waiting.until(lambda: not subject.busy)
    assert subject.spoken(["half way"]) is not None
    assert waiting.problems == []
    finished(subject)


def test_a_dead_voice_is_left_alone(tmp_path: Path) -> None:
    system = FakeVoice()
    subject, waiting = made(tmp_path, system)
    subject.prepare(lambda: ["Clamshell", "dead", "Bridge"])
    waiting.until(lambda: not subject.busy)
    subject.prepare(lambda: ["Plank"])
    waiting.until(lambda: not subject.busy)
    assert system.said == ["Clamshell", "dead"]
    assert waiting.problems == [VoiceProblem.DEAD]
    finished(subject)


def test_a_text_that_cannot_be_spoken_is_left_out(tmp_path: Path) -> None:
    system = FakeVoice()
    subject, waiting = made(tmp_path, system)
    subject.prepare(lambda: ["bad one", "silent one", "Bridge", "bad two"])
    waiting.until(lambda: not subject.busy)
    assert subject.spoken(["bad one"]) is subject.spoken(["silent one"]) is None
    assert subject.spoken(["Bridge"]) is not None
    assert waiting.problems == []
    subject.prepare(lambda: ["bad three", "bad four", "bad five"])
    waiting.until(lambda: not subject.busy)
    assert waiting.problems == [VoiceProblem.DEAD]
    finished(subject)


def test_a_damaged_or_forbidden_cache_does_not_matter(tmp_path: Path) -> None:
    subject, waiting = made(tmp_path, FakeVoice())
    subject.prepare(lambda: ["Clamshell"])
    waiting.until(lambda: not subject.busy)
    finished(subject)
    (file,) = (tmp_path / "speech").iterdir()
    file.write_bytes(file.read_bytes()[:30])
    again = FakeVoice()
    subject, waiting = made(tmp_path, again)
    subject.prepare(lambda: ["Clamshell"])
    waiting.until(lambda: not subject.busy)
    assert again.said == ["Clamshell"]
    finished(subject)
    (tmp_path / "flat").write_text("a file where a folder should be")
    subject = Voice(SOUNDS, tmp_path / "flat", find=FakeVoice)
    waiting = Waiting(subject)
    subject.prepare(lambda: ["Clamshell"])
    waiting.until(lambda: not subject.busy)
    assert subject.spoken(["Clamshell"]) is not None
    finished(subject)


def test_the_oldest_files_leave_a_full_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "speech"
    folder.mkdir()
    for age in range(3):
        old = folder / f"{age}.wav"
        old.write_bytes(bytes(10_000))
        os.utime(old, (1_000_000 + age, 1_000_000 + age))
    monkeypatch.setattr(voice, "CACHE_BYTES", 25_000)
    subject, waiting = made(tmp_path, FakeVoice())
    subject.prepare(lambda: ["Clamshell"])
    waiting.until(lambda: not subject.busy)
    left = {path.name for path in folder.iterdir()}
    assert "0.wav" not in left and "1.wav" not in left
    assert len(left) == 2
    finished(subject)


def test_closing_ends_a_voice_that_speaks(tmp_path: Path) -> None:
    system = FakeVoice(held=True)
    subject, _ = made(tmp_path, system)
    subject.prepare(lambda: ["Clamshell", "Bridge"])
    assert system.asked.wait(PATIENCE)
    finished(subject)
    assert len(system.said) == 1
    subject.prepare(lambda: ["Plank"])
    assert len(system.said) == 1


# -- the computer's voice


def program(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, "{out}")


def test_the_text_reaches_the_program_as_it_is(tmp_path: Path) -> None:
    copy = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    assert SystemVoice(Command("x", program(copy))).speak("-t Brücke; $(x)").decode() == (
        "-t Brücke; $(x)"
    )


def test_a_voice_that_does_not_answer_is_dead() -> None:
    forever = "import threading; threading.Event().wait()"
    with pytest.raises(VoiceFailed) as failure:
        SystemVoice(Command("x", program(forever), timeout_s=0.05)).speak("Clamshell")
    assert failure.value.dead


def test_a_voice_is_ended_from_outside() -> None:
    forever = "import sys, threading; sys.stdin.close(); threading.Event().wait()"
    system = SystemVoice(Command("x", program(forever), timeout_s=PATIENCE))
    system.stop()
    with pytest.raises(VoiceFailed) as failure:
        system.speak("Clamshell")
    assert not failure.value.dead


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "pass"])
def test_a_voice_that_fails_is_not_dead(code: str) -> None:
    with pytest.raises(VoiceFailed) as failure:
        SystemVoice(Command("x", program(code))).speak("Clamshell")
    assert not failure.value.dead


def test_a_program_that_is_gone_is_dead() -> None:
    with pytest.raises(VoiceFailed) as failure:
        SystemVoice(Command("x", ("no-such-program-here",))).speak("Clamshell")
    assert failure.value.dead


@pytest.mark.parametrize(
    ("platform", "programs", "found"),
    [
        ("linux", {"espeak-ng", "flite"}, "flite-slt"),
        ("linux", {"espeak-ng", "espeak"}, "espeak-ng-en"),
        ("linux", {"say"}, None),
        ("darwin", {"say", "flite"}, "say"),
        ("win32", {"powershell"}, "sapi"),
        ("win32", set(), None),
    ],
)
def test_which_voice_is_taken(platform: str, programs: set[str], found: str | None) -> None:
    system = find_voice(platform, lambda name: name if name in programs else None)
    assert (system and system.id) == found


@pytest.mark.parametrize("name", ["flite", "espeak-ng"])
def test_a_voice_of_this_computer_speaks(name: str) -> None:
    system = find_voice("linux", lambda program: program if program == name else None)
    assert system is not None
    try:
        raw = system.speak("Next: Clamshell, left side.")
    except VoiceFailed:
        pytest.skip(f"{name} is not installed here")
    rate, samples = read_wav(raw)
    assert 1.0 < len(samples) / rate < 6.0
    assert len(trimmed(samples)) < len(samples)


def test_silence_is_not_speech() -> None:
    with pytest.raises(BadSound):
        trimmed(np.zeros(1000, np.float32))
    with pytest.raises(BadSound):
        trimmed(np.zeros(0, np.float32))


def test_shipped_words_are_a_sound_file_of_a_known_kind() -> None:
    with pytest.raises(wave.Error, match="7"), wave.open(str(SOUNDS / "voice-en.wav")):
        pass  # mu-law, which players know and the standard library does not
    rate, samples = read_wav((SOUNDS / "voice-en.wav").read_bytes())
    assert rate == 16_000
    assert 60 < len(samples) / rate < 90
