"""The player of the cues: never late, never waits, never raises."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from hiprehab import resources
from hiprehab.core.events import (
    Countdown,
    Event,
    Finished,
    Halfway,
    PartStarted,
    Paused,
    PauseReason,
    Resumed,
    StepFinished,
    StepStarted,
)
from hiprehab.core.log import Outcome, SkipReason, Status
from hiprehab.core.model import (
    Block,
    Dose,
    DoseKind,
    Exercise,
    Item,
    Level,
    Library,
    Phase,
    Routine,
    Side,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.plan import Plan, PlanOptions, Step, StepKind, compile_plan
from hiprehab.core.session import Session
from hiprehab.core.settings import Settings
from hiprehab.ui.audio import Audio, AudioProblem, Unavailable
from hiprehab.ui.cues import CuePlayer
from hiprehab.ui.mixer import QUEUE, Mixer
from hiprehab.ui.voice import Command, SystemVoice, Voice, VoiceProblem

SOUNDS = resources.asset("sounds")
PATIENCE = 10.0  # how long a thread that works may take; never waited for in full
LIFT = (
    TempoPart("lift", 2.0, Phase.MOVE),
    TempoPart("hold", 1.0, Phase.HOLD),
    TempoPart("lower", 3.0, Phase.RETURN),
)
CUE = "Lie on your side, knees bent."
PACED = Dose(DoseKind.REPS, sets=2, reps=(5, 5), tempo=LIFT, rest_sets_s=45.0, side=SideRule.EACH)
HOLDS = Dose(DoseKind.HOLD, reps=(2, 2), hold_s=30.0, rest_reps_s=5.0)


def plan_of(**doses: Dose) -> Plan:
    """A plan of exercises by name."""
    names = {name: name.replace("_", " ").capitalize() for name in doses}
    exercises = {
        name: Exercise(
            name, text, "strength", "side-lying", (Level("1", doses[name]),), cues=(CUE,)
        )
        for name, text in names.items()
    }
    items = tuple(Item(name, "1", dose) for name, dose in doses.items())
    variant = Variant("standard", "", (Block("strength", items),))
    routine = Routine("demo", "Demo", (variant,))
    return compile_plan(Library(exercises, {"demo": routine}), routine, variant, PlanOptions())


PLAN = plan_of(clamshell=PACED, bridge_hold=HOLDS)
WORK = [s for s in PLAN.steps if s.is_work and (s.item, s.side, s.set) == (0, Side.LEFT, 1)]
HOLD = [s for s in PLAN.steps if s.is_work and s.item == 1]


def session_events(plan: Plan) -> Iterator[Event]:
    """All events of a session that is run from start to end, with one pause."""
    session, now = Session(plan), 0.0
    yield from session.start(now)
    yield from session.pause(now)
    yield from session.resume(now)
    while session.live:
        due = session.due()
        now = now + 1.0 if due is None else due
        yield from session.done(now) if due is None else session.tick(now)


# -- the player, with a fake sound card and a fake voice


class Clock:
    """Stands until it is turned."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeAudio:
    """Notes what it is told."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.on_problem: Any = None
        self.played: list[tuple[str, float]] = []
        self.calls: list[str] = []

    def open(self) -> None:
        self.calls.append("open")

    def release(self) -> None:
        self.calls.append("release")

    def hush(self) -> None:
        self.calls.append("hush")

    def close(self) -> None:
        self.calls.append("close")

    def set_volume(self, percent: int) -> None:
        self.calls.append(f"volume {percent}")

    def play(self, name: str, *, after_s: float = 0.0) -> None:
        self.played.append((name, after_s))

    def say(self, parts: tuple[str, ...], *, after_s: float = 0.0, late_s: float = 0.4) -> None:
        self.played.append((f'"{parts[0]}"', after_s))

    def taken(self) -> list[str]:
        """What was played since the last look."""
        names = [name for name, _ in self.played]
        self.played.clear()
        return names


class FakeVoice:
    """Can say everything but what is named in `missing`."""

    def __init__(self) -> None:
        self.on_problem: Any = None
        self.on_ready: Any = None
        self.missing: set[str] = set()
        self.busy = False
        self.prepared: tuple[str, ...] = ()

    def prepare(self, texts: Any) -> None:
        self.prepared = tuple(texts())

    def wake(self) -> None:
        pass

    def close(self) -> None:
        pass

    def spoken(self, texts: tuple[str, ...]) -> tuple[str, ...] | None:
        return next(((text,) for text in texts if text not in self.missing), None)


def fake_player(
    settings: Settings | None = None,
) -> tuple[CuePlayer, FakeAudio, FakeVoice]:
    clock = Clock()
    audio, voice = FakeAudio(clock), FakeVoice()
    player = CuePlayer(audio, voice, settings or Settings(), clock=clock)  # type: ignore[arg-type]
    return player, audio, voice


def test_a_session_begins_and_ends(qapp: Any) -> None:
    player, audio, voice = fake_player()
    assert audio.calls == ["volume 80"]
    player.prepare(PLAN)
    assert audio.calls[1:] == ["open"]
    assert "Clamshell, left side" in voice.prepared
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    assert audio.taken() == [f'"first: Clamshell, left side, 5 times. {CUE}"']
    player.handle(Finished(Status.DONE, 0.0))
    assert audio.taken() == ["finished", '"session finished"']
    assert audio.calls[2:] == ["hush", "release"]


def test_a_quiet_person_needs_no_device(qapp: Any) -> None:
    player, audio, voice = fake_player(Settings(tones=False, voice=False))
    player.prepare(PLAN)
    player.handle(StepStarted(WORK[0], 0.0))
    assert audio.calls == ["volume 80"]
    assert audio.played == []
    assert voice.prepared == ()
    player.set_settings(Settings(volume=30))
    assert audio.calls[1:] == ["volume 30", "open"]


def test_muted(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    audio.taken()
    player.set_muted(True)
    assert audio.calls[-1] == "hush"
    player.handle(StepStarted(WORK[0], 0.0))
    assert audio.taken() == []
    player.set_muted(False)
    player.handle(StepStarted(WORK[1], 0.0))
    assert audio.taken() == ["rep", '"2, lift"']
    player.set_muted(True)
    player.prepare(PLAN)
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    assert audio.taken() != []


def test_speech_is_never_late_and_a_tone_is_not_lost(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    audio.taken()
    audio.clock.now += 10.3
    player.handle(StepStarted(WORK[0], 10.0))
    assert audio.taken() == ["work", '"1, lift"']
    audio.clock.now += 6.5
    player.handle(StepStarted(WORK[1], 16.0))
    assert audio.taken() == ["rep"]
    audio.clock.now += 5.5
    player.handle(StepStarted(WORK[2], 22.0))
    assert audio.taken() == ["rep", '"3"']


def test_after_sleep_one_pause_is_told(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    audio.taken()
    audio.clock.now += 3600.0
    player.handle(Paused(PauseReason.STALL, 3595.0, 5.0))
    assert audio.taken() == ["paused", '"paused"']


def test_a_rehearsal_at_speed_does_not_talk(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    said = []
    for event in session_events(PLAN):
        audio.clock.now = 100.0 + event.at / 20
        player.handle(event)
        said += audio.taken()
    speech = [text for text in said if text.startswith('"')]
    assert 0 < len(speech) <= 4  # before the speed shows, and the end
    assert said.count("rep") > 10


def test_work_that_nobody_announced_is_introduced(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    player.handle(StepStarted(WORK[0], 0.0))
    assert audio.taken() == ["work", '"Clamshell, left side"']
    player.handle(StepStarted(WORK[1], 0.0))
    assert audio.taken() == ["rep", '"2, lift"']
    player.handle(StepStarted(HOLD[0], 0.0))
    assert audio.taken() == ["work", '"Bridge hold"']
    player.handle(StepStarted(WORK[0], 0.0))
    assert audio.taken() == ["work", '"Clamshell, left side"']


def test_a_jump_in_a_pause_makes_no_sound(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    session = Session(PLAN)
    session.start(0.0)
    session.pause(0.0)
    for event in session.jump(0.0, WORK[0].index):
        player.handle(event, session.snapshot(0.0))
    assert audio.taken() == []
    for event in session.resume(0.0):
        player.handle(event, session.snapshot(0.0))
    assert audio.taken() == ["tick", "tick", "tick", "work"]


def test_a_pause_ends_what_was_on_its_way(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    player.handle(Resumed(3.0, 0.0))
    audio.calls.clear()
    player.handle(Paused(PauseReason.USER, 0.0, 0.0))
    assert audio.calls == ["hush"]


def test_another_level_is_spoken_ahead(qapp: Any) -> None:
    player, _, voice = fake_player()
    player.prepare(PLAN)
    session = Session(plan_of(bridge=PACED))
    (event, *_) = session.start(0.0)
    player.handle(event, session.snapshot(0.0))
    assert "Bridge, left side" in voice.prepared
    assert "Clamshell, left side" not in voice.prepared


def test_the_shorter_way_is_taken_when_a_name_is_not_ready(qapp: Any) -> None:
    player, audio, voice = fake_player()
    player.prepare(PLAN)
    voice.missing = {text for text in voice.prepared if "Clamshell" in text}
    voice.missing |= {"first: Clamshell, left side, 5 times"}
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    assert audio.taken() == ['"first, left side, 5 times"']


def test_an_announcement_waits_a_little_for_the_voice(qapp: Any) -> None:
    player, audio, voice = fake_player()
    player.prepare(PLAN)
    full = f"first: Clamshell, left side, 5 times. {CUE}"
    voice.busy, voice.missing = True, {full}
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    voice.on_ready()
    assert audio.taken() == []
    audio.clock.now += 1.0
    voice.missing = set()
    voice.on_ready()
    voice.on_ready()
    assert audio.taken() == [f'"{full}"']


@pytest.mark.parametrize("ended_by", ["time", "work", "rest", "pause", "mute", "nothing"])
def test_an_announcement_does_not_wait_for_ever(qapp: Any, ended_by: str) -> None:
    player, audio, voice = fake_player()
    player.prepare(PLAN)
    full = f"first: Clamshell, left side, 5 times. {CUE}"
    voice.busy, voice.missing = True, {full}
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    match ended_by:
        case "time":
            audio.clock.now += 9.5
        case "work":
            player.handle(StepStarted(WORK[0], 0.0))
        case "rest":
            (rest, *_) = (s for s in PLAN.steps if s.kind is StepKind.REST_REP)
            player.handle(StepStarted(rest, 0.0))
        case "pause":
            player.handle(Paused(PauseReason.USER, 0.0, 0.0))
        case "mute":
            player.set_muted(True)
    audio.taken()
    voice.missing = set()
    voice.on_ready()
    assert audio.taken() == ([f'"{full}"'] if ended_by == "nothing" else [])


def test_a_long_wait_makes_the_announcement_shorter(qapp: Any) -> None:
    player, audio, voice = fake_player()
    player.prepare(PLAN)
    voice.busy = True
    voice.missing = {f"first: Clamshell, left side, 5 times. {CUE}"}
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    audio.clock.now += 5.0
    voice.missing = set()
    voice.on_ready()
    assert audio.taken() == ['"first: Clamshell, left side, 5 times"']


def test_the_fallback_is_said_when_the_voice_gives_up(qapp: Any) -> None:
    player, audio, voice = fake_player()
    player.prepare(PLAN)
    voice.busy = True
    voice.missing = {text for text in voice.prepared if "Clamshell" in text}
    voice.missing |= {"first: Clamshell, left side, 5 times"}
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    voice.busy = False
    voice.on_ready()
    assert audio.taken() == ['"first, left side, 5 times"']


def test_the_test_button(qapp: Any) -> None:
    player, audio, voice = fake_player()
    voice.busy, voice.missing = True, {"get ready. go."}
    player.test()
    assert audio.taken() == ["work"]
    assert "release" not in audio.calls
    voice.busy, voice.missing = False, set()
    voice.on_ready()
    assert audio.taken() == ['"get ready. go."']
    assert audio.calls[-1] == "release"


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (AudioProblem.MISSING, "No sound device was found; the screen shows every cue."),
        (AudioProblem.LOST, "The sound device has gone; the screen shows every cue."),
        (VoiceProblem.MISSING, "no voice of its own"),
        (VoiceProblem.DEAD, "does not answer"),
    ],
)
def test_a_problem_is_told_once(qapp: Any, problem: AudioProblem | VoiceProblem, word: str) -> None:
    player, audio, voice = fake_player()
    told: list[str] = []
    player.noticed.connect(told.append)
    for _ in range(3):
        (audio if isinstance(problem, AudioProblem) else voice).on_problem(problem)
    assert len(told) == 1
    assert word in told[0]


def test_who_asks_with_the_test_button_is_told_again(qapp: Any) -> None:
    player, audio, _ = fake_player()
    told: list[str] = []
    player.noticed.connect(told.append)
    audio.on_problem(AudioProblem.MISSING)
    player.test()
    audio.on_problem(AudioProblem.MISSING)
    assert len(told) == 2


def test_leaving_the_screen_lets_go_of_the_device(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.prepare(PLAN)
    player.silence()
    assert audio.calls[-2:] == ["hush", "release"]
    player.set_settings(Settings())
    assert audio.calls[-1] == "volume 80"
    player.close()
    assert audio.calls[-1] == "close"


def test_events_without_a_plan_are_silent(qapp: Any) -> None:
    player, audio, _ = fake_player()
    player.handle(StepStarted(WORK[0], 0.0))
    assert audio.taken() == []


# -- the player with the real threads


class Silent:
    """A device that takes blocks when the test asks."""

    def __init__(self, mixer: Mixer) -> None:
        self.mixer = mixer

    def close(self) -> None:
        pass


class HeldVoice(SystemVoice):
    """Hangs until it is stopped."""

    def __init__(self) -> None:
        super().__init__(Command("held", ()))
        self.go = threading.Event()
        self.asked = threading.Event()

    def speak(self, text: str) -> bytes:
        self.asked.set()
        assert self.go.wait(PATIENCE)
        return b""

    def stop(self) -> None:
        self.go.set()


def test_nothing_waits_while_the_device_and_the_voice_hang(qapp: Any, tmp_path: Path) -> None:
    clock, go, hung = Clock(), threading.Event(), threading.Event()

    def open_device(mixer: Mixer) -> Silent:
        hung.set()
        assert go.wait(PATIENCE)
        return Silent(mixer)

    audio = Audio(clock, SOUNDS, open_device=open_device)
    held = HeldVoice()
    player = CuePlayer(audio, Voice(SOUNDS, tmp_path, find=lambda: held), Settings(), clock=clock)
    player.prepare(PLAN)
    assert hung.wait(PATIENCE)
    assert held.asked.wait(PATIENCE)
    for event in session_events(PLAN):
        clock.now = 100.0 + event.at
        player.handle(event)
        assert audio.mixer.waiting <= QUEUE
    assert not go.is_set()
    assert not held.go.is_set()
    go.set()
    player.close()
    assert held.go.is_set()


def test_a_missing_device_reaches_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    def open_device(mixer: Mixer) -> Silent:
        raise Unavailable("none")

    clock = Clock()
    audio = Audio(clock, SOUNDS, open_device=open_device)
    player = CuePlayer(audio, Voice(SOUNDS, tmp_path, find=lambda: None), Settings(), clock=clock)
    with qtbot.waitSignals([player.noticed, player.noticed]):
        player.prepare(PLAN)
    for event in session_events(PLAN):
        player.handle(event)
    player.close()


def test_a_whole_session_is_heard(qapp: Any, tmp_path: Path) -> None:
    """Through the real mixer: sound where cues are, silence in between, no clipping."""
    clock, opened = Clock(), threading.Event()

    def open_device(mixer: Mixer) -> Silent:
        opened.set()
        return Silent(mixer)

    audio = Audio(clock, SOUNDS, open_device=open_device)
    voice = Voice(SOUNDS, tmp_path, find=lambda: None)
    ready = threading.Event()
    player = CuePlayer(audio, voice, Settings(volume=100), clock=clock)
    voice.on_ready = ready.set
    player.prepare(PLAN)
    assert opened.wait(PATIENCE)
    assert ready.wait(PATIENCE)
    stream = audio.mixer.stream()
    next(stream)
    loud: list[int] = []
    for event in session_events(plan_of(clamshell=PACED)):
        clock.now = 100.0 + event.at
        player.handle(event)
        block = np.frombuffer(stream.send(2205), "<i2").astype(int)
        loud.append(int(np.abs(block).max()))
    assert max(loud) > 3_000
    assert max(loud) < 32_767
    for _ in range(60):
        last = stream.send(2205)
    assert not any(last)
    player.close()


def test_importing_the_cues_loads_nothing_heavy() -> None:
    code = (
        "import sys, hiprehab.ui.cues\n"
        "print({'numpy', 'miniaudio', 'subprocess'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert "numpy" not in done.stdout
    assert "miniaudio" not in done.stdout


# -- any order of anything

STEP = st.builds(
    Step,
    index=st.integers(-3, 60),
    kind=st.sampled_from(StepKind),
    seconds=st.none() | st.floats(0, 100),
    expected_s=st.just(1.0),
    start=st.just(0.0),
    item=st.integers(0, len(PLAN.items) - 1),
    exercise=st.just("x"),
    level=st.just("1"),
    side=st.none() | st.sampled_from(Side),
    set=st.integers(0, 3),
    sets=st.integers(0, 3),
    rep=st.integers(0, 3),
    reps=st.integers(0, 70),
    tempo=st.sampled_from([(), LIFT, LIFT[:1]]),
    work=st.none() | st.sampled_from(DoseKind),
    alternating=st.booleans(),
) | st.sampled_from(PLAN.steps)
AT = st.floats(0, 1e6)
EVENT = st.one_of(
    st.builds(StepStarted, STEP, AT),
    st.builds(PartStarted, STEP, st.integers(-1, 4), AT),
    st.builds(Countdown, STEP, st.integers(-1, 12), AT),
    st.builds(Halfway, STEP, AT),
    st.builds(
        StepFinished,
        STEP,
        st.sampled_from(Outcome),
        AT,
        AT,
        st.none() | st.sampled_from(SkipReason),
    ),
    st.builds(Paused, st.sampled_from(PauseReason), AT, AT),
    st.builds(Resumed, st.floats(0, 20), AT),
    st.builds(Finished, st.sampled_from(Status), AT),
)


@given(st.lists(EVENT, max_size=15), st.booleans(), st.booleans())
def test_no_order_of_events_raises(events: list[Event], tones: bool, spoken: bool) -> None:
    player, audio, _ = fake_player(Settings(tones=tones, voice=spoken))
    player.prepare(PLAN)
    for event in events:
        audio.clock.now += 0.1
        player.handle(event)
    assert all(after_s >= 0 for _, after_s in audio.played)
    if not (tones or spoken):
        assert audio.played == []
