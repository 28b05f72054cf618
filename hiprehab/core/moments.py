"""What happens inside one step: the parts of a tempo, half-way, the last seconds."""

from hiprehab.core.events import Countdown, Halfway, PartStarted, Reminder
from hiprehab.core.model import Phase
from hiprehab.core.plan import Step

Moment = PartStarted | Countdown | Halfway | Reminder
"""An event inside a step; its `at` is set when it happens."""


def moments_in(step: Step, length: float, countdown_s: int) -> list[tuple[float, Moment]]:
    """All that happens inside a step of `length` seconds, in order, by offset.

    `countdown_s` is how many last seconds are counted. A paced repetition has its parts and nothing
    else.
    """
    found = _parts(step) if step.tempo else _counts(step, length, countdown_s)
    return sorted(found, key=lambda moment: moment[0])


def _counts(step: Step, length: float, countdown_s: int) -> list[tuple[float, Moment]]:
    """What is to be checked, half-way and the last seconds."""
    moments: list[tuple[float, Moment]] = [
        (length - left, Countdown(step, left, 0.0))
        for left in range(1, countdown_s + 1)
        if left < length
    ]
    reminded = 0.0 < step.check_s < length
    if reminded:
        moments.append((step.check_s, Reminder(step, 0.0)))
    at_once = reminded and abs(step.check_s - length / 2) < 1.0
    if step.is_work and length >= 2 * (countdown_s + 2) and not at_once:
        moments.append((length / 2, Halfway(step, 0.0)))
    return moments


def _parts(step: Step) -> list[tuple[float, Moment]]:
    """The parts of a paced repetition after the first, by their offset."""
    moments: list[tuple[float, Moment]] = []
    offset = 0.0
    for number, part in enumerate(step.tempo):
        if number:
            moments.append((offset, PartStarted(step, number, 0.0)))
        offset += part.seconds
    return moments


def tempo_at(step: Step, elapsed: float, length: float | None) -> tuple[int, Phase | None, float]:
    """The part of the tempo, its phase and the progress in it (0 to 1) after `elapsed` seconds.

    A step without work has no phase and the progress of its time; a hold is one phase HOLD.
    """
    if step.is_work and step.tempo:
        if step.seconds is None:
            elapsed %= sum(part.seconds for part in step.tempo)
        number = 0
        while number < len(step.tempo) - 1 and elapsed >= step.tempo[number].seconds:
            elapsed -= step.tempo[number].seconds
            number += 1
        part = step.tempo[number]
        return number, part.phase, min(1.0, elapsed / part.seconds)
    progress = min(1.0, elapsed / length) if length else 0.0
    return 0, Phase.HOLD if step.is_work else None, progress
