"""Which cues belong to which event."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from hiprehab import resources
from hiprehab.core.events import (
    Countdown,
    Event,
    Finished,
    Halfway,
    PartStarted,
    Paused,
    PauseReason,
    Reminder,
    Resumed,
    StepFinished,
    StepStarted,
)
from hiprehab.core.log import Outcome, Status
from hiprehab.core.model import READY, Dose, DoseKind, Phase, Side, SideRule, TempoPart
from hiprehab.core.plan import Plan, PlanItem, PlanOptions, Step, StepKind, arrival, renumbered
from hiprehab.core.plan import work_of as plan_work
from hiprehab.core.session import Session
from hiprehab.core.settings import Settings
from hiprehab.ui import phrases
from hiprehab.ui.cue_rules import Speech, Tone, cues_for, introduction, texts_of

SOUNDS = resources.asset("sounds")
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


def test_a_reminder_is_always_said() -> None:
    dose = replace(PLAN.items[HOLD[0].item].dose, check="Look at your skin.")
    items = list(PLAN.items)
    items[HOLD[0].item] = replace(items[HOLD[0].item], dose=dose)
    cues = cues_for(Reminder(HOLD[0], 0.0), replace(PLAN, items=tuple(items)), Settings())
    assert [one.texts[0] for one in cues if isinstance(one, Speech)] == ["Look at your skin."]
    assert any(isinstance(one, Tone) for one in cues)
    assert heard(Reminder(HOLD[0], 0.0), halfway=False)


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


def test_a_ready_rest_is_known() -> None:
    """The plan's own word for a rest that waits; the cues rely on its missing seconds."""
    plan = plan_of(item(replace(PACED, rest_sets_s=READY)))
    assert steps(StepKind.REST_SET, plan)[0].seconds is None


CARE = "Put a pillow between your knees."


def announced(of: PlanItem, seconds: float, **changed: Any) -> tuple[str, ...]:
    """The ways to announce an item in that time."""
    step = replace(PLAN.steps[0], seconds=seconds, **changed)
    plan = replace(PLAN, items=(of, *PLAN.items[1:]))
    (cue,) = cues_for(StepStarted(step, 0.0), plan, Settings(tones=False))
    assert isinstance(cue, Speech)
    return cue.texts


def test_what_to_mind_is_said_after_the_dose_and_before_the_cue() -> None:
    minded = replace(item(PACED), caution=CARE)
    full, *shorter = announced(minded, 30.0)
    assert full == f"first: Clamshell, left side, 5 times. {CARE} {CUE}"
    assert shorter[0] == f"first: Clamshell, left side, 5 times. {CARE}"
    assert not any(CARE in text for text in announced(item(PACED), 30.0))


def test_what_to_mind_is_cut_when_time_is_short_and_not_said_again() -> None:
    minded = replace(item(PACED), caution=CARE)
    short = announced(minded, 6.0)
    assert short and not any(CARE in text for text in short)
    assert not any(CARE in text for text in announced(minded, 30.0, set=2)), "a further round"
