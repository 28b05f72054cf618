"""Which cues belong to which event, and a player that is never late, never waits, never raises."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
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
from hiprehab.core.model import READY, Dose, DoseKind, Phase, Side, SideRule, TempoPart
from hiprehab.core.plan import Plan, PlanItem, PlanOptions, Step, StepKind, arrival, renumbered
from hiprehab.core.plan import work_of as plan_work
from hiprehab.core.session import Session, Snapshot
from hiprehab.core.settings import Settings
from hiprehab.ui import phrases
from hiprehab.ui.audio import Audio, AudioProblem, Unavailable
from hiprehab.ui.cue_rules import Speech, Tone, cues_for, introduction, texts_of
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
SWING = (TempoPart("swing", 1.0, Phase.MOVE), TempoPart("back", 1.0, Phase.RETURN))
CUE = "Lie on your side, knees bent."


def item(dose: Dose, name: str = "Clamshell") -> PlanItem:
    return PlanItem(name.casefold(), name, "side-lying", None, (CUE, "Slowly."), "1", dose)


def plan_of(*items: PlanItem, options: PlanOptions | None = None) -> Plan:
    options = options or PlanOptions()
    steps: list[Step] = []
    for number, one in enumerate(items):
        steps += arrival(items[number - 1] if number else None, number, one, options)
        steps += plan_work(number, one, options)
    return Plan("demo", "Demo", "1.0.0", "standard", items, renumbered(steps))


PACED = Dose(DoseKind.REPS, sets=2, reps=(5, 5), tempo=LIFT, rest_sets_s=45.0, side=SideRule.EACH)
HOLDS = Dose(DoseKind.HOLD, reps=(2, 2), hold_s=30.0, rest_reps_s=5.0)
TIME = Dose(DoseKind.TIME, duration_s=60.0)
PLAN = plan_of(item(PACED), item(HOLDS, "Bridge hold"), item(TIME, "Brisk walk"))


def steps(kind: StepKind, plan: Plan = PLAN, **facts: Any) -> list[Step]:
    """The steps of a kind with these facts."""
    return [
        step
        for step in plan.steps
        if step.kind is kind and all(getattr(step, key) == value for key, value in facts.items())
    ]


def heard(event: Event, plan: Plan = PLAN, **settings: Any) -> list[str]:
    """Cues in short: the tone's name, and speech in quotes (the fullest way)."""
    cues = cues_for(event, plan, Settings(**settings))
    return [cue.name if isinstance(cue, Tone) else f'"{cue.texts[0]}"' for cue in cues]


def started(step: Step, plan: Plan = PLAN, **settings: Any) -> list[str]:
    return heard(StepStarted(step, 0.0), plan, **settings)


def finish(step: Step, outcome: Outcome = Outcome.DONE, plan: Plan = PLAN) -> list[str]:
    return heard(StepFinished(step, outcome, 6.0, 0.0), plan)


WORK = steps(StepKind.WORK, item=0, side=Side.LEFT, set=1)
HOLD = steps(StepKind.WORK, item=1)


# -- the table


def test_get_ready_announces_the_first_exercise() -> None:
    (step,) = steps(StepKind.GET_READY)
    (speech,) = cues_for(StepStarted(step, 0.0), PLAN, Settings())
    assert isinstance(speech, Speech)
    assert speech.texts == (
        f"first: Clamshell, left side, 5 times. {CUE}",
        "first: Clamshell, left side, 5 times",
        "Clamshell, left side",
        "first, left side, 5 times",
    )
    assert 0.4 <= speech.late_s <= 3.0


def test_a_transition_announces_what_comes_next() -> None:
    (there, _) = steps(StepKind.TRANSITION)
    assert started(there) == [f'"next: Bridge hold, 2 holds of 30 seconds. {CUE}"']


def test_an_announcement_is_as_short_as_the_time_is() -> None:
    (step,) = steps(StepKind.GET_READY)
    for seconds in (10.0, 6.0, 4.0, 3.0):
        (speech,) = cues_for(
            StepStarted(replace(step, seconds=seconds), 0.0), PLAN, Settings()
        ) or (Speech(()),)
        assert isinstance(speech, Speech)
        for text in speech.texts:
            assert speech.after_s + phrases.estimate_s(text) <= seconds - 1.0
    assert started(replace(step, seconds=6.0)) == ['"first: Clamshell, left side, 5 times"']
    assert started(replace(step, seconds=4.0)) == ['"Clamshell, left side"']
    assert started(replace(step, seconds=1.0)) == []


def test_a_rest_without_an_end_says_how_it_ends() -> None:
    (there, _) = steps(StepKind.TRANSITION)
    (text,) = started(replace(there, seconds=None))
    assert text.endswith(f'{CUE} start when you are ready."')


@pytest.mark.parametrize(
    ("rep", "cues"),
    [
        (1, ["work", '"1, lift"']),
        (2, ["rep", '"2, lift"']),
        (3, ["rep", '"3"']),
        (5, ["rep", '"last one"']),
    ],
)
def test_repetitions_are_counted_as_they_begin(rep: int, cues: list[str]) -> None:
    assert started(WORK[rep - 1]) == cues


def test_speech_waits_for_the_notes_of_its_tone() -> None:
    _, speech = cues_for(StepStarted(WORK[0], 0.0), PLAN, Settings())
    assert speech.after_s > 0
    _, speech = cues_for(StepStarted(WORK[2], 0.0), PLAN, Settings())
    assert speech.after_s == 0


def test_without_counting_only_the_first_parts_are_named() -> None:
    assert started(WORK[0], count_aloud=False) == ["work", '"lift"']
    assert started(WORK[2], count_aloud=False) == ["rep"]


@pytest.mark.parametrize(
    ("rep", "part", "cues"),
    [
        (1, 0, []),  # came with the repetition
        (1, 1, ["part"]),  # too short for its name
        (1, 2, ["part", '"lower"']),
        (2, 2, ["part", '"lower"']),
        (3, 2, ["part"]),
        (1, 9, []),
        (1, -1, []),
    ],
)
def test_parts(rep: int, part: int, cues: list[str]) -> None:
    assert heard(PartStarted(WORK[rep - 1], part, 0.0)) == cues


def test_fast_repetitions_are_only_numbered() -> None:
    plan = plan_of(item(Dose(DoseKind.REPS, reps=(20, 20), tempo=SWING)))
    first = steps(StepKind.WORK, plan)[0]
    assert started(first, plan) == ["work", '"1"']
    assert heard(PartStarted(first, 1, 0.0), plan) == ["part"]


def test_sides_that_take_turns_are_named() -> None:
    dose = Dose(DoseKind.REPS, reps=(4, 4), tempo=LIFT, side=SideRule.ALTERNATING)
    plan = plan_of(item(dose))
    said = [started(step, plan) for step in steps(StepKind.WORK, plan)]
    assert said[:3] == [
        ["work", '"1, left, lift"'],
        ["rep", '"right, lift"'],
        ["rep", '"2, left, lift"'],
    ]
    assert said[6:] == [["rep", '"last one, left"'], ["rep", '"right"']]


def test_the_switch_of_sides() -> None:
    switch = steps(StepKind.SWITCH)[0]
    assert started(switch) == ["switch", '"switch sides, right side"']
    assert finish(steps(StepKind.WORK, item=0, side=Side.LEFT, set=1, rep=5)[0]) == []
    assert started(replace(switch, seconds=2.5)) == ["switch", '"right side"']
    assert started(replace(switch, seconds=2.0)) == ["switch"]


def test_a_set_ends_and_the_next_one_is_announced() -> None:
    last = steps(StepKind.WORK, item=0, side=Side.RIGHT, set=1)[-1]
    assert finish(last) == ["end"]
    assert finish(WORK[0]) == []
    rest = steps(StepKind.REST_SET)[0]
    assert started(rest) == ['"rest. switch sides, left side, set 2 of 2."']
    assert started(steps(StepKind.WORK, item=0, side=Side.LEFT, set=2)[0]) == [
        "rest-over",
        '"1, lift"',
    ]


def test_a_rest_on_the_same_side() -> None:
    plan = plan_of(item(replace(PACED, side=SideRule.LEFT)))
    assert started(steps(StepKind.REST_SET, plan)[0], plan) == [
        '"rest. next, left side, set 2 of 2."'
    ]
    plan = plan_of(item(replace(PACED, side=SideRule.BOTH)))
    assert started(steps(StepKind.REST_SET, plan)[0], plan) == ['"rest. next, set 2 of 2."']


def test_holds() -> None:
    first, second = HOLD
    assert started(first) == ["work", '"1, hold"']
    assert finish(first) == ["end"]
    assert started(steps(StepKind.REST_REP)[0]) == []
    assert started(second) == ["rest-over", '"2, hold"']
    assert finish(second) == ["end"]
    plan = plan_of(item(Dose(DoseKind.HOLD, hold_s=30.0)))
    assert started(steps(StepKind.WORK, plan)[0], plan) == ["work", '"hold"']


@pytest.mark.parametrize("kind", [DoseKind.TIME, DoseKind.SELF, DoseKind.OPEN])
def test_work_without_a_pace_begins_with_go(kind: DoseKind) -> None:
    plan = plan_of(item(Dose(kind, reps=(8, 8), duration_s=30.0)))
    assert started(steps(StepKind.WORK, plan)[0], plan) == ["work", '"go"']


def test_the_end_of_the_session_needs_no_end_of_the_set() -> None:
    assert finish(PLAN.steps[-1]) == []
    assert heard(Finished(Status.DONE, 0.0)) == ["finished", '"session finished"']


def test_what_was_skipped_makes_no_sound() -> None:
    last = steps(StepKind.WORK, item=0, side=Side.RIGHT, set=1)[-1]
    assert finish(last, Outcome.SKIPPED) == []
    assert finish(last, Outcome.PARTIAL) == ["end"]


def test_half_way() -> None:
    assert heard(Halfway(HOLD[0], 0.0)) == ["half-way", '"half way"']
    assert heard(Halfway(HOLD[0], 0.0), halfway=False) == []
    assert heard(Halfway(replace(HOLD[0], seconds=12.0), 0.0)) == []


def test_ticks_and_numbers_never_fight() -> None:
    assert heard(Countdown(HOLD[0], 3, 0.0)) == ["tick"]
    assert heard(Countdown(HOLD[0], 3, 0.0), tones=False) == ['"3"']
    assert heard(Countdown(HOLD[0], 3, 0.0), tones=False, voice=False) == []
    # In a hold of five seconds, three ticks would be most of it.
    short = replace(HOLD[0], seconds=5.0)
    assert heard(Countdown(short, 3, 0.0)) == []
    assert heard(Countdown(short, 2, 0.0)) == ["tick"]


def test_pauses() -> None:
    assert heard(Paused(PauseReason.USER, 0.0, 0.0)) == ["paused"]
    assert heard(Paused(PauseReason.STALL, 5.0, 0.0)) == ["paused", '"paused"']


@pytest.mark.parametrize(
    ("lead_in", "moments"),
    [(3.0, [0.0, 1.0, 2.0, 3.0]), (10.0, [7.0, 8.0, 9.0, 10.0]), (1.0, [0.0, 1.0]), (0.0, [0.0])],
)
def test_the_lead_in_is_ticked(lead_in: float, moments: list[float]) -> None:
    cues = cues_for(Resumed(lead_in, 0.0), PLAN, Settings())
    assert all(isinstance(cue, Tone) for cue in cues)
    assert [cue.after_s for cue in cues] == moments
    assert isinstance(cues[-1], Tone) and cues[-1].name == "work"
    assert heard(Resumed(3.0, 0.0), tones=False) == ['"get ready"']


def test_the_settings_are_heeded() -> None:
    for step in PLAN.steps:
        for cue in cues_for(StepStarted(step, 0.0), PLAN, Settings(voice=False)):
            assert isinstance(cue, Tone)
        for cue in cues_for(StepStarted(step, 0.0), PLAN, Settings(tones=False)):
            assert isinstance(cue, Speech)


def test_every_tone_is_shipped() -> None:
    names = set()
    for event in session_events(PLAN):
        names |= {cue.name for cue in cues_for(event, PLAN, Settings()) if isinstance(cue, Tone)}
    assert {path.stem for path in SOUNDS.glob("*.wav")} - {"voice-en"} == names | {"paused"}


def test_all_that_is_said_is_prepared() -> None:
    prepared = set(texts_of(PLAN, Settings()))
    for event in session_events(PLAN):
        for cue in cues_for(event, PLAN, Settings()):
            if isinstance(cue, Speech) and isinstance(event, StepStarted | PartStarted):
                assert cue.texts[0] in prepared
    assert set(introduction(WORK[0], PLAN)) <= prepared


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


# -- any order of anything

STEP = st.builds(
    Step,
    index=st.integers(-3, 60),
    kind=st.sampled_from(StepKind),
    seconds=st.none() | st.floats(0, 100),
    expected_s=st.just(1.0),
    start=st.just(0.0),
    item=st.integers(-2, 5),
    exercise=st.just("x"),
    level=st.just("1"),
    side=st.none() | st.sampled_from(Side),
    set=st.integers(0, 3),
    sets=st.integers(0, 3),
    rep=st.integers(0, 3),
    reps=st.integers(0, 70),
    tempo=st.sampled_from([(), LIFT, SWING]),
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
    tell = [played for played in audio.played if played[1] < 0]
    assert not tell


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


def snapshot(session: Session, now: float = 0.0) -> Snapshot:
    return session.snapshot(now)


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
    session = Session(plan_of(item(PACED, "Bridge")))
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


@pytest.mark.parametrize("ended_by", ["time", "work", "pause", "mute", "nothing"])
def test_an_announcement_does_not_wait_for_ever(qapp: Any, ended_by: str) -> None:
    player, audio, voice = fake_player()
    player.prepare(PLAN)
    full = f"first: Clamshell, left side, 5 times. {CUE}"
    voice.busy, voice.missing = True, {full}
    player.handle(StepStarted(PLAN.steps[0], 0.0))
    match ended_by:
        case "time":
            audio.clock.now += 3.1
        case "work":
            player.handle(StepStarted(WORK[0], 0.0))
        case "pause":
            player.handle(Paused(PauseReason.USER, 0.0, 0.0))
        case "mute":
            player.set_muted(True)
    audio.taken()
    voice.missing = set()
    voice.on_ready()
    assert audio.taken() == ([f'"{full}"'] if ended_by == "nothing" else [])


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
    for event in session_events(plan_of(item(PACED))):
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


def test_a_ready_rest_is_known() -> None:
    """The plan's own word for a rest that waits; the cues rely on its missing seconds."""
    plan = plan_of(item(replace(PACED, rest_sets_s=READY)))
    assert steps(StepKind.REST_SET, plan)[0].seconds is None
