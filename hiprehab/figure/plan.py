"""Which frame shows which moment: plain numbers, so the GUI thread needs no numpy.

A motion is cut into steps that lie equally far apart in the picture, not in time: a slow or
small movement needs few frames, and any tempo of the session finds its frame.
"""

from bisect import bisect_right
from dataclasses import dataclass
from math import cos, pi
from typing import NamedTuple

from .motion import Phase

BREATHS = 6  # frames of a chest that fills
BREATH_SECONDS = 4.8
_KEY_SECONDS = 3.0  # how long reduced motion rests on a key pose


class Slot(NamedTuple):
    """One frame: 0 the way there or 1 the way back, the step on it, and the breath."""

    way: int
    step: int
    breath: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """Steps along one way: how far along (0 to 1) the picture is at each equal part of time."""

    steps: int
    travelled: tuple[float, ...]
    keys: tuple[float, ...]  # the moments of its key poses

    def step(self, progress: float) -> int:
        """The step that is shown at a moment."""
        last = len(self.travelled) - 1
        # Written so that a NaN becomes 0.
        place = (min(progress, 1.0) if progress > 0 else 0.0) * last
        first = min(int(place), last - 1) if last else 0
        share = place - first
        here = self.travelled[first]
        there = self.travelled[min(first + 1, last)]
        return round((here + (there - here) * share) * self.steps)

    def progress(self, step: int) -> float:
        """The moment at which a step is reached exactly."""
        if self.steps == 0 or step <= 0:
            return 0.0
        goal = step / self.steps
        last = len(self.travelled) - 1
        if goal >= self.travelled[-1]:
            return 1.0
        after = min(bisect_right(self.travelled, goal), last)
        low, high = self.travelled[after - 1], self.travelled[after]
        return (after - 1 + (goal - low) / max(high - low, 1e-9)) / last

    def nearest_key(self, progress: float) -> float:
        """The moment of the key pose that is nearest."""
        return min(self.keys, key=lambda key: abs(key - progress))


@dataclass(frozen=True, slots=True)
class Plan:
    """All frames of a motion and the moments they belong to."""

    there: Way
    back: Way | None
    period: float | None
    seconds: tuple[float, float, float, float]  # by phase, when it plays by itself

    def slot(self, phase: Phase, progress: float, clock: float, *, keys_only: bool) -> Slot:
        """The frame of a moment; ``clock`` is the seconds that drive cycles and breathing."""
        breath = 0 if keys_only else breath_at(clock)
        if self.period is not None:
            return self._cycle(phase, clock, keys_only)
        if phase is Phase.HOLD:
            return Slot(0, self.there.steps, breath)
        if phase is Phase.REST:
            return Slot(0, 0, breath)
        way = self.back if phase is Phase.RETURN and self.back else self.there
        if phase is Phase.RETURN and self.back is None:
            progress = 1.0 - progress
        if keys_only:
            progress = way.nearest_key(progress)
        return self._joined(Slot(1 if way is self.back else 0, way.step(progress)))

    def _cycle(self, phase: Phase, clock: float, keys_only: bool) -> Slot:
        """A cycle keeps its own time: work has no single way there and back."""
        if phase is Phase.REST or self.period is None:
            return Slot(0, 0)
        if keys_only:
            number = int(clock / _KEY_SECONDS) % max(1, len(self.there.keys) - 1)
            return Slot(0, self.there.step(self.there.keys[number]) % self.there.steps)
        return Slot(0, self.there.step(clock % self.period / self.period) % self.there.steps)

    def _joined(self, slot: Slot) -> Slot:
        """The ends of the way back are the ends of the way there."""
        if slot.way == 1 and self.back is not None:
            if slot.step == 0:
                return Slot(0, self.there.steps)
            if slot.step == self.back.steps:
                return Slot(0, 0)
        return slot

    def moment(self, clock: float, *, keys_only: bool) -> tuple[Phase, float]:
        """Phase and progress of the motion's own loop after so many seconds."""
        if self.period is not None:
            return Phase.MOVE, clock % self.period / self.period
        order = (Phase.MOVE, Phase.HOLD, Phase.RETURN, Phase.REST)
        if keys_only:
            return (Phase.HOLD, 0.0) if int(clock / _KEY_SECONDS) % 2 else (Phase.REST, 0.0)
        total = sum(self.seconds)
        left = clock % total if total > 0 else 0.0
        for phase in order:
            length = self.seconds[phase]
            if length > 0 and left < length:
                return phase, left / length
            left -= length
        return Phase.HOLD, 0.0

    def slots(self, *, keys_only: bool) -> list[Slot]:
        """All frames in the order in which they play."""
        if keys_only:
            ways = [(0, self.there), *([(1, self.back)] if self.back else [])]
            found = [self._joined(Slot(n, w.step(key))) for n, w in ways for key in w.keys]
            if self.period is not None:
                found = [Slot(0, s.step % self.there.steps) for s in found]
            return list(dict.fromkeys([Slot(0, 0), *found, *self._top()]))
        if self.period is not None:
            return [Slot(0, step) for step in range(self.there.steps)]
        out = [Slot(0, step) for step in range(self.there.steps + 1)]
        breaths = range(1, BREATHS)
        out += [Slot(0, self.there.steps, b) for b in breaths]
        if self.back is not None:
            out += [Slot(1, step) for step in range(1, self.back.steps)]
        if self.there.steps:
            out += [Slot(0, 0, b) for b in breaths]
        return out

    def _top(self) -> list[Slot]:
        return [] if self.period is not None else [Slot(0, self.there.steps)]


def breath_at(clock: float) -> int:
    """How full the chest is, 0 to BREATHS - 1."""
    fullness = (1 - cos(2 * pi * clock / BREATH_SECONDS)) / 2
    return round(fullness * (BREATHS - 1))
