"""Tones, the mixer and the sound card's thread; nothing here needs a sound card."""

import importlib.util
import itertools
import struct
import threading
import types
from pathlib import Path

import numpy as np
import pytest

from hiprehab import resources
from hiprehab.ui.audio import Audio, AudioProblem, Unavailable, open_playback
from hiprehab.ui.mixer import (
    FADE,
    QUEUE,
    RATE,
    VOICES,
    BadSound,
    Mixer,
    load_tones,
    read_wav,
    resampled,
)

SOUNDS = resources.asset("sounds")
TOOLS = Path(__file__).resolve().parent.parent.parent / "tools"
PATIENCE = 10.0  # how long a thread that works may take; never waited for in full
NAMES = {
    "work",
    "end",
    "switch",
    "rest-over",
    "tick",
    "half-way",
    "rep",
    "part",
    "paused",
    "finished",
}


class Clock:
    """Stands until it is turned."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def tones() -> dict[str, np.ndarray]:
    return load_tones(SOUNDS)


@pytest.fixture
def mixer(clock: Clock, tones: dict[str, np.ndarray]) -> Mixer:
    return Mixer(clock, tones)


@pytest.fixture(scope="module")
def script() -> types.ModuleType:
    path = TOOLS / "make_tones.py"
    spec = importlib.util.spec_from_file_location("make_tones", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name.
    import sys

    sys.modules["make_tones"] = module
    spec.loader.exec_module(module)
    del sys.modules["make_tones"]
    return module


def heard(mixer: Mixer, seconds: float) -> np.ndarray:
    """So many seconds of the stream, in blocks as a sound card asks for them."""
    stream = mixer.stream()
    next(stream)
    block = 661
    raw = b"".join(stream.send(block) for _ in range(round(seconds * RATE / block) + 1))
    return np.frombuffer(raw, "<i2").astype(float)[: round(seconds * RATE)]


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0


# -- the tones


def test_the_script_still_makes_the_shipped_tones(script: types.ModuleType, tmp_path: Path) -> None:
    assert set(script.SOUNDS) == NAMES
    for name in script.SOUNDS:
        made = script.write(name, tmp_path).read_bytes()
        assert made == (SOUNDS / f"{name}.wav").read_bytes(), name


def test_tones_differ_in_melody_or_rhythm(script: types.ModuleType) -> None:
    melodies = {tuple((n.at, n.pitch) for n in sound.notes) for sound in script.SOUNDS.values()}
    assert len(melodies) == len(NAMES)
    # Those that give an order are told apart by their shape alone, whatever the loudspeaker does.
    shapes = set()
    for name in ("work", "end", "switch", "rest-over", "half-way", "paused", "finished"):
        notes = script.SOUNDS[name].notes
        pairs = itertools.pairwise(notes)
        shapes.add(tuple((b.pitch > a.pitch) - (b.pitch < a.pitch) for a, b in pairs))
    assert len(shapes) == 7


@pytest.mark.parametrize("name", sorted(NAMES))
def test_tones_are_soft_and_not_loud(name: str, tones: dict[str, np.ndarray]) -> None:
    samples = tones[name]
    assert rms(samples) > 0.003
    assert np.abs(samples).max() < 0.5  # -6 dB of full scale
    assert abs(samples[0]) < 0.001
    assert abs(samples[-1]) < 0.001
    # Soft attack: the first 2 ms stay far below the peak. No click: no leap between two samples.
    assert np.abs(samples[: RATE // 500]).max() < 0.25 * np.abs(samples).max()
    assert np.abs(np.diff(samples)).max() < 0.5 * np.abs(samples).max()


def test_a_tone_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "work.wav").write_bytes(b"RIFFnonsense")
    (tmp_path / "end.wav").write_bytes((SOUNDS / "end.wav").read_bytes())
    assert set(load_tones(tmp_path)) == {"end"}


# -- reading sound files


def wav(coding: int, bits: int, data: bytes, *, channels: int = 1, length: int = -1) -> bytes:
    form = struct.pack("<HHIIHH", coding, channels, 8000, 8000, 1, bits)
    size = len(data) if length < 0 else length
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    return b"RIFF" + bytes(4) + body + b"data" + struct.pack("<I", size) + data


def test_channels_are_averaged_and_an_unknown_length_means_to_the_end() -> None:
    data = struct.pack("<4h", 16384, 0, -16384, -16384)
    rate, samples = read_wav(wav(1, 16, data, channels=2, length=0x7FFFF000))
    assert rate == 8000
    assert samples.tolist() == [0.25, -0.5]


def test_mu_law_is_read() -> None:
    _, samples = read_wav(wav(7, 8, bytes([0xFF, 0x7F, 0x80, 0x00])))
    assert samples.tolist() == [0.0, 0.0, 32124 / 32768, -32124 / 32768]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"RIFF",
        b"RIFF0000WAVE",
        wav(3, 32, bytes(8)),
        wav(1, 16, bytes(8), channels=0),
        wav(1, 16, bytes(8))[:40],
        b"RIFF0000WAVEdata\x04\0\0\0abcd",
    ],
)
def test_other_files_are_refused(raw: bytes) -> None:
    with pytest.raises(BadSound):
        read_wav(raw)


def test_a_sound_of_another_rate_keeps_its_length_and_pitch() -> None:
    there = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000).astype(np.float32)
    here = resampled(16_000, there)
    assert len(here) == RATE
    assert np.argmax(np.abs(np.fft.rfft(here))) == 440


# -- the mixer


def test_a_cue_is_heard_and_then_there_is_silence(mixer: Mixer) -> None:
    assert rms(heard(mixer, 0.5)) == 0
    assert mixer.quiet.is_set()
    mixer.play("tone", ["work"])
    assert not mixer.quiet.is_set()
    assert rms(heard(mixer, 0.7)) > 500
    assert rms(heard(mixer, 1.0)[RATE // 2 :]) == 0
    assert mixer.quiet.is_set()


def test_eight_loud_sounds_together_are_not_cut_off(mixer: Mixer) -> None:
    loud = np.sin(2 * np.pi * 437.3 * np.arange(RATE) / RATE).astype(np.float32)
    for number in range(8):
        mixer.play(f"channel {number}", [loud])
    samples = heard(mixer, 1.0)
    assert rms(samples) > 15_000
    assert np.abs(samples).max() < 32_767
    # Cut off, nine of ten samples would have the highest value.
    assert np.count_nonzero(samples == samples.max()) < RATE / 20


def test_one_sound_alone_is_played_as_it_is(mixer: Mixer, tones: dict[str, np.ndarray]) -> None:
    mixer.play("tone", ["end"])
    samples = heard(mixer, 0.9)[: len(tones["end"])]
    assert np.abs(samples - 32767 * tones["end"][: len(samples)]).max() <= 1


def test_the_volume_is_heeded(mixer: Mixer) -> None:
    mixer.gain = 0.0
    mixer.play("tone", ["work"])
    assert rms(heard(mixer, 0.7)) == 0


def test_a_new_phrase_takes_the_place_of_the_older_without_a_click(mixer: Mixer) -> None:
    slow = np.full(RATE, 0.5, np.float32)
    quiet = np.zeros(RATE, np.float32)
    mixer.play("speech", [slow])
    first = heard(mixer, 0.2)
    mixer.play("speech", [quiet])
    then = heard(mixer, 0.2)
    both = np.concatenate([first[RATE // 10 :], then])
    assert np.abs(np.diff(both)).max() < 0.5 * 32767 * 0.05
    assert rms(then[FADE + 1 :]) == 0


def test_a_tone_does_not_push_out_a_phrase(mixer: Mixer) -> None:
    mixer.play("speech", [np.full(RATE, 0.2, np.float32)])
    heard(mixer, 0.1)
    mixer.play("tone", ["tick"])
    assert np.abs(heard(mixer, 0.8)[RATE // 2 :]).min() > 0.19 * 32767


def test_a_late_phrase_is_dropped_and_a_tone_in_the_queue_is_not(
    mixer: Mixer, clock: Clock
) -> None:
    mixer.play("speech", [np.full(RATE, 0.5, np.float32)])
    clock.now += 0.39
    assert rms(heard(mixer, 0.1)) > 0
    mixer.hush()
    heard(mixer, 0.1)
    mixer.play("speech", [np.full(RATE, 0.5, np.float32)])
    clock.now += 0.41
    assert rms(heard(mixer, 0.1)) == 0
    mixer.play("tone", ["work"], late_s=1.0)
    clock.now += 0.9
    assert rms(heard(mixer, 0.3)) > 0


def test_a_sequence_is_heard_on_its_moments(mixer: Mixer) -> None:
    for after in (0.0, 0.5, 1.0):
        mixer.play("tone", ["tick"], after_s=after)
    samples = heard(mixer, 1.5)
    for place in (0.0, 0.5, 1.0):
        start = round(place * RATE)
        assert rms(samples[start : start + RATE // 10]) > 100
        assert rms(samples[start + RATE // 4 : start + RATE * 9 // 20]) == 0


def test_a_delayed_phrase_ends_the_one_before_when_it_begins(mixer: Mixer) -> None:
    mixer.play("speech", [np.full(2 * RATE, 0.3, np.float32)])
    heard(mixer, 0.1)
    mixer.play("speech", [np.full(RATE // 10, -0.3, np.float32)], after_s=0.3)
    samples = heard(mixer, 1.0)
    block = 661
    assert samples[: round(0.29 * RATE)].min() > 0
    assert samples[round(0.3 * RATE) + FADE + block :].max() <= 0


def test_hush_ends_what_sounds_and_what_waits(mixer: Mixer) -> None:
    mixer.play("tone", ["finished"])
    mixer.play("tone", ["work"], after_s=0.4)
    heard(mixer, 0.1)
    mixer.play("tone", ["end"])
    mixer.hush()
    assert rms(heard(mixer, 1.0)[FADE + 1 :]) == 0


def test_the_queue_and_the_voices_are_bounded(mixer: Mixer) -> None:
    for number in range(1000):
        mixer.play(f"channel {number}", ["work"])
    assert mixer.waiting == QUEUE
    heard(mixer, 0.05)
    assert mixer.waiting == 0
    assert len(mixer._voices) <= VOICES


def test_an_unknown_tone_and_an_empty_phrase_are_silent(mixer: Mixer) -> None:
    mixer.play("tone", ["no such tone"])
    mixer.play("speech", [np.zeros(0, np.float32)])
    mixer.play("speech", [])
    assert rms(heard(mixer, 0.2)) == 0


# -- the device


class FakeDevice:
    """Takes blocks when it is told to."""

    def __init__(self, mixer: Mixer) -> None:
        self.mixer = mixer
        self.closed = threading.Event()
        self.was_quiet = False

    def close(self) -> None:
        self.was_quiet = self.mixer.quiet.is_set()
        self.closed.set()


class Opener:
    """Opens fake devices, or none, when it is allowed to."""

    def __init__(self, *, device: bool = True, held: bool = False) -> None:
        self.device = device
        self.devices: list[FakeDevice] = []
        self.opened = threading.Event()
        self.go = threading.Event()
        if not held:
            self.go.set()

    def __call__(self, mixer: Mixer) -> FakeDevice:
        assert self.go.wait(PATIENCE)
        if not self.device:
            raise Unavailable("none here")
        self.devices.append(FakeDevice(mixer))
        self.opened.set()
        return self.devices[-1]


def closed(audio: Audio) -> None:
    audio.close(PATIENCE)
    assert audio._thread is None or not audio._thread.is_alive()


def test_nobody_waits_for_a_device_that_hangs(clock: Clock) -> None:
    opener = Opener(held=True)
    audio = Audio(clock, SOUNDS, open_device=opener)
    audio.open()
    told: list[AudioProblem] = []
    audio.on_problem = told.append
    for _ in range(100):
        audio.play("tick")
        audio.say([np.zeros(100, np.float32)])
    assert told == []
    clock.now += 5.1
    for _ in range(100):
        audio.play("tick")
    assert told == [AudioProblem.MISSING]
    audio.hush()
    audio.close(0)  # returns although the thread still hangs
    assert not opener.opened.is_set()
    opener.go.set()
    closed(audio)


def test_without_a_device_sounds_are_dropped_and_it_is_told(clock: Clock) -> None:
    told: list[AudioProblem] = []
    knows = threading.Event()
    audio = Audio(clock, SOUNDS, open_device=Opener(device=False))

    def on_problem(problem: AudioProblem) -> None:
        told.append(problem)
        knows.set()

    audio.on_problem = on_problem
    audio.open()
    assert knows.wait(PATIENCE)
    audio.play("work")
    assert audio.mixer.waiting == 0
    closed(audio)
    assert told == [AudioProblem.MISSING]


def test_a_device_that_goes_away_is_told_and_opened_again(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiprehab.ui.audio.DEAD_S", 0.01)
    opener, knows = Opener(), threading.Event()
    audio = Audio(clock, SOUNDS, open_device=opener)
    told: list[AudioProblem] = []

    def on_problem(problem: AudioProblem) -> None:
        told.append(problem)
        knows.set()

    audio.on_problem = on_problem
    audio.open()
    assert opener.opened.wait(PATIENCE)
    for _ in range(1_000_000):  # nobody takes blocks, so the requests pile up
        if knows.is_set():
            break
        audio.play("tick")
    assert told == [AudioProblem.LOST]
    assert opener.devices[0].closed.wait(PATIENCE)
    assert audio.mixer.waiting <= QUEUE
    opener.opened.clear()
    audio.open()
    assert opener.opened.wait(PATIENCE)
    closed(audio)
    assert len(opener.devices) == 2


def test_the_device_is_let_go_after_the_last_sound(clock: Clock) -> None:
    opener = Opener()
    audio = Audio(clock, SOUNDS, open_device=opener)
    audio.open()
    assert opener.opened.wait(PATIENCE)
    audio.play("tick")
    audio.release()
    audio.play("work")  # too late: nothing is wanted any more
    assert rms(heard(audio.mixer, 0.5)) > 0
    assert opener.devices[0].closed.wait(PATIENCE)
    assert opener.devices[0].was_quiet
    closed(audio)


def test_nothing_is_opened_after_the_end(clock: Clock) -> None:
    opener = Opener()
    audio = Audio(clock, SOUNDS, open_device=opener)
    closed(audio)
    audio.open()
    audio.play("work")
    assert audio._thread is None
    assert not opener.opened.is_set()


@pytest.mark.parametrize(("percent", "gain"), [(0, 0.0), (50, 0.25), (100, 1.0), (900, 1.0)])
def test_volume(clock: Clock, percent: int, gain: float) -> None:
    audio = Audio(clock, SOUNDS, open_device=Opener())
    audio.set_volume(percent)
    assert audio.mixer.gain == gain


def test_the_real_library_plays_to_its_silent_device(clock: Clock) -> None:
    pytest.importorskip("miniaudio")
    opened = threading.Event()

    def open_device(mixer: Mixer) -> object:
        device = open_playback(mixer, ["NULL"])
        opened.set()
        return device

    audio = Audio(clock, SOUNDS, open_device=open_device)  # type: ignore[arg-type]
    audio.open()
    assert opened.wait(PATIENCE)
    audio.mixer.pulled.clear()
    assert audio.mixer.pulled.wait(PATIENCE)
    audio.play("tick")
    assert audio.mixer.quiet.wait(PATIENCE)
    closed(audio)


def test_a_missing_output_is_one_kind_of_problem(
    clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("miniaudio")
    with pytest.raises(Unavailable):
        open_playback(Mixer(clock, {}), ["WEBAUDIO"])
    assert capfd.readouterr() == ("", "")
