"""Which tones and which speech belong to what happens in a session. Pure: no clock, no sound card.

Every cue has its twin on the screen.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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
from hiprehab.core.log import Outcome
from hiprehab.core.model import DoseKind
from hiprehab.core.plan import Plan, Step, StepKind
from hiprehab.core.settings import Settings
from hiprehab.ui import phrases
from hiprehab.ui.mixer import LATE_S

AFTER_TONE_S: Final = 0.3
"""Speech that belongs to a tone begins when the tone's first notes are over."""
AFTER_END_S: Final = 0.9
"""The same for the longer tone that ends a set."""
LABELLED_REPS: Final = 2
"""Repetitions in which the parts are named; after them they are known."""
LABEL_S: Final = 1.5
"""A part must be this long to be named."""
HALFWAY_S: Final = 20.0
LAST_ONE_REPS: Final = 4
"""Sets shorter than this need no "last one"."""
ANNOUNCED_LATE_S: Final = 3.0
"""The most that an announcement may wait for the voice."""
TICKED: Final = 3
"""Seconds of a lead-in that are ticked."""

_ANNOUNCING: Final = (StepKind.GET_READY, StepKind.TRANSITION)
_RESTS: Final = (StepKind.REST_SET, StepKind.REST_REP)


@dataclass(frozen=True, slots=True)
class Tone:
    """A shipped sound, `after_s` seconds from now."""

    name: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Speech:
    """Ways to say a thing; the first that can be spoken at its moment is.

    `late_s`: how much later it may begin. An announcement may wait for the voice as long as it is
    over in time, a number may not.
    """

    texts: tuple[str, ...]
    after_s: float = 0.0
    late_s: float = LATE_S


Cue = Tone | Speech


def cues_for(event: Event, plan: Plan, settings: Settings) -> tuple[Cue, ...]:
    """The tones and the speech that belong to an event, as the settings want them."""
    return tuple(
        cue
        for cue in _all_cues(event, plan, settings)
        if (settings.tones if isinstance(cue, Tone) else settings.voice and cue.texts)
    )


def _all_cues(event: Event, plan: Plan, settings: Settings) -> Iterator[Cue]:
    match event:
        case StepStarted(step):
            yield from _work(step, plan, settings) if step.is_work else _between(step, plan)
        case PartStarted(step, part):
            yield from _part(step, part)
        case Countdown(step, left):
            yield from _countdown(step, left, settings)
        case Halfway(step):
            if settings.halfway and (step.seconds or 0.0) >= HALFWAY_S:
                yield Tone("half-way")
                yield Speech((phrases.say_half_way(),), AFTER_END_S)
        case Reminder(step):
            yield Tone("half-way")
            yield Speech((plan.items[step.item].dose.check,), AFTER_END_S)
        case StepFinished(step, outcome):
            if outcome is not Outcome.SKIPPED and _ends_set(step, plan):
                yield Tone("end")
        case Paused(reason):
            yield Tone("paused")
            if reason is not PauseReason.USER:
                yield Speech((phrases.say_paused(),), 1.0)
        case Resumed(lead_in):
            yield from _lead_in(lead_in, settings)
        case Finished():
            yield Tone("finished")
            yield Speech((phrases.say_finished(),), 1.2)


def _work(step: Step, plan: Plan, settings: Settings) -> Iterator[Cue]:
    """Work begins: a tone for a set or after a rest, a knock for each further repetition."""
    before = _neighbour(step, plan, -1)
    again = before is not None and before.kind in _RESTS
    fresh = step.rep <= 1 or step.work is DoseKind.SELF or again
    if again:
        yield Tone("rest-over")
    elif fresh and not (step.alternating and before is not None and before.is_work):
        yield Tone("work")
    else:
        yield Tone("rep")
    text = _count(step, plan, settings)
    if text:
        yield Speech((text,), AFTER_TONE_S if fresh else 0.0)


def _count(step: Step, plan: Plan, settings: Settings) -> str:
    """What is said as work begins: the number, the side whose turn it is, what to do."""
    if step.work not in (DoseKind.REPS, DoseKind.HOLD):
        return phrases.say_go()
    number = ""
    if settings.count_aloud and step.reps > 1:
        last = step.rep == step.reps and step.reps >= LAST_ONE_REPS
        number = phrases.say_last() if last else phrases.say_number(step.rep)
    if step.alternating and step.side is not None:
        before = _neighbour(step, plan, -1)
        second = before is not None and before.is_work and before.rep == step.rep
        number = phrases.joined("" if second else number, phrases.say_side_briefly(step.side))
    word, room = "", max(1.0, step.seconds or 0.0)
    if step.work is DoseKind.HOLD:
        word = phrases.say_hold() if step.rep <= LABELLED_REPS else ""
    elif step.tempo:
        room = step.tempo[0].seconds
        word = step.tempo[0].label if step.rep <= LABELLED_REPS and room >= LABEL_S else ""
    # The first part's name goes with the number when both fit into it.
    for text in (phrases.joined(number, word), number):
        if text and phrases.estimate_s(text) <= max(1.0, room):
            return text
    return ""


def _part(step: Step, part: int) -> Iterator[Cue]:
    """A further part of a paced repetition; the first one's cues come with the repetition."""
    if not 0 < part < len(step.tempo):
        return
    yield Tone("part")
    here = step.tempo[part]
    fits = here.seconds >= max(LABEL_S, phrases.estimate_s(here.label))
    if step.rep <= LABELLED_REPS and fits and here.label:
        yield Speech((here.label,))


def _between(step: Step, plan: Plan) -> Iterator[Cue]:
    """A rest, a switch or a change of position begins: say what comes, if there is time."""
    if step.kind is StepKind.SWITCH:
        yield Tone("switch")
        turn = phrases.say_switch(step.side)
        yield _fitting((turn, phrases.say_side(step.side)), step, AFTER_TONE_S)
    elif step.kind in _ANNOUNCING and 0 <= step.item < len(plan.items):
        first = step.kind is StepKind.GET_READY
        item = plan.item_of(step)
        texts = phrases.say_item(item, step, first=first, again=step.set > 1)  # a further round
        yield _fitting(texts, step, 0.0 if first else AFTER_END_S)
    elif step.kind is StepKind.REST_SET:
        work = _neighbour(step, plan, -1)
        if work is not None and work.exercise != step.exercise:  # easier or harder from here on
            item = plan.item_of(step)
            yield _fitting(phrases.say_item(item, step, first=False), step, AFTER_END_S)
            return
        switch = work is not None and step.side is not None and work.side is not step.side
        yield _fitting(phrases.say_rest(step, switch=switch), step, AFTER_END_S)


def _fitting(texts: tuple[str, ...], step: Step, after_s: float) -> Speech:
    """Those ways to say it that are over before the step's last second."""
    if step.seconds is None:
        ready = phrases.say_when_ready()
        ways = tuple(phrases.sentences(text, ready) for text in texts if text)
        return Speech(ways, after_s, ANNOUNCED_LATE_S)
    room = step.seconds - 1.0 - after_s
    fits = tuple(text for text in texts if text and phrases.estimate_s(text) <= room)
    spare = room - phrases.estimate_s(fits[0]) if fits else 0.0
    return Speech(fits, after_s, min(ANNOUNCED_LATE_S, max(LATE_S, spare)))


def _countdown(step: Step, left: int, settings: Settings) -> Iterator[Cue]:
    """The last seconds: ticks, or numbers where tones are off; never more than half of a step."""
    if step.seconds is not None and left > step.seconds / 2:
        return
    if settings.tones:
        yield Tone("tick")
    else:
        yield Speech((phrases.say_number(left),))


def _lead_in(lead_in: float, settings: Settings) -> Iterator[Cue]:
    """The seconds after a pause: ticks that lead to the tone of work."""
    if not settings.tones:
        yield Speech((phrases.say_get_ready(),))
    for left in range(min(TICKED, int(lead_in)), 0, -1):
        yield Tone("tick", lead_in - left)
    yield Tone("work", lead_in)


def _ends_set(step: Step, plan: Plan) -> bool:
    """Whether a set of one side ends here and nothing else says so at the same moment.

    The switch of sides has its own tone, and so has the end of the session. The end of a hold is
    always told, so that nobody has to watch for it.
    """
    after = _neighbour(step, plan, 1)
    if not step.is_work or after is None or after.kind is StepKind.SWITCH:
        return False
    if after.kind is StepKind.REST_REP:
        return True
    same = after.is_work and after.item == step.item and after.set == step.set
    return not (same and (step.alternating or after.side is step.side))


def _neighbour(step: Step, plan: Plan, way: int) -> Step | None:
    place = step.index + way
    return plan.steps[place] if 0 <= place < len(plan.steps) else None


def introduction(step: Step, plan: Plan) -> tuple[str, ...]:
    """Name, side and time of work that was not announced: after a jump, or from run to walk."""
    if not 0 <= step.item < len(plan.items):
        return ()
    side = phrases.say_side(step.side)
    named = phrases.joined(plan.item_of(step).name, side)
    if step.work is not DoseKind.TIME or step.seconds is None:
        return (named, side)
    return (phrases.joined(named, phrases.say_duration(step.seconds)), named, side)


def texts_of(plan: Plan, settings: Settings) -> tuple[str, ...]:
    """Everything that may have to be said in a plan, in the order in which it is needed."""
    wanted: dict[str, None] = {}
    settings = dataclasses.replace(settings, voice=True)
    for step in plan.steps:
        for cue in cues_for(StepStarted(step, 0.0), plan, settings):
            if isinstance(cue, Speech):
                wanted |= dict.fromkeys(cue.texts[:1])
        for part in range(1, len(step.tempo)):
            for cue in cues_for(PartStarted(step, part, 0.0), plan, settings):
                if isinstance(cue, Speech):
                    wanted |= dict.fromkeys(cue.texts)
    # Names alone last: they are only needed after a jump.
    for step in plan.steps:
        wanted |= dict.fromkeys(text for text in introduction(step, plan) if text)
    return tuple(wanted)
