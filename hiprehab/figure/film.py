"""The frames of one motion as seen from one place: everything a player needs, made when asked.

This is the door to the renderer for the widget's worker thread; importing it loads numpy.
"""

from functools import lru_cache

import numpy as np

from .. import resources
from . import catalogue, contacts, paint, poses
from .mesh import load as load_mesh
from .motion import Phase, returns_the_same_way, segments
from .paint import Frame
from .palette import Palette
from .plan import BREATHS, Plan, Slot, Way
from .poses import Poses
from .raster import Renderer
from .skeleton import Pose, forward_all
from .stage import Scene, Stage
from .view import Look, View

LARGEST = 700  # pixels a side that are rendered at most; larger pictures are scaled
_STEP_PIXELS = 1.5  # how far the fastest point moves from frame to frame
_MOST_STEPS, _MOST_STEPS_A_WAY = 72, 54  # there and back alike, or each on its own
_ENOUGH_STEPS = 48
_CYCLE_RATE = 30.0
_FILLED = 0.45  # of the picture that a frame's crop takes, to plan the cache


@lru_cache(maxsize=8)
def baked(name: str) -> Poses:
    """The poses of a motion, read once."""
    if catalogue.is_resting(name):
        source, key = catalogue.resting_source(name)
        shown, still = catalogue.load(name), baked(source).key(key)
        return Poses(shown, [still], [still], [], [], segments(shown))
    return poses.load(catalogue.load(name), catalogue.poses_path(name))


@lru_cache(maxsize=4)
def renderer(look: Look, dark: bool, fine: bool) -> Renderer:
    """The renderer of a look, "still" quality or the quicker "live" one."""
    mesh = load_mesh(resources.asset(look.mesh(fine=fine)))
    return Renderer(mesh, Palette(look, dark=dark), samples=2 if fine else 1)


class Film:
    """Frames by slot for one view; used by one thread at a time."""

    def __init__(self, view: View, cache_bytes: int) -> None:
        self._view = view
        self._enlarge = max(1.0, max(view.width, view.height) / LARGEST)
        size = (round(view.width / self._enlarge), round(view.height / self._enlarge))
        scene = Scene(max(8, size[0]), max(8, size[1]), view.left, view.yaw, view.pitch)
        self._poses = baked(view.motion)
        self._stage = Stage(self._poses, scene, Palette(view.look, dark=view.dark))
        frame_bytes = view.width * view.height * 4 * _FILLED
        affordable = int(cache_bytes / max(frame_bytes, 1.0)) - 2 * BREATHS
        # Both sides fit together if that leaves enough steps: sets may change sides at each rep.
        most = max(affordable // 2, min(affordable, _ENOUGH_STEPS), 2)
        self.plan = plan_of(self._poses, self._stage.camera.scale, most)

    def background(self) -> Frame:
        """Floor and mat at the size of the widget."""
        return paint.enlarged(paint.background(self._stage), self._enlarge)

    def frame(self, slot: Slot, *, fine: bool) -> Frame:
        """One frame, "still" quality or the quicker "live" one."""
        pose = self.pose(slot)
        painter = renderer(self._view.look, self._view.dark, fine)
        drawn = self._stage.draw(painter, pose, slot.breath / (BREATHS - 1))
        return paint.enlarged(paint.frame(self._stage, drawn), self._enlarge)

    def pose(self, slot: Slot) -> Pose:
        """The pose of a slot, the right side working."""
        if slot.way == 1 and self.plan.back is not None:
            return self._poses.at(Phase.RETURN, self.plan.back.progress(slot.step))
        if slot.step == self.plan.there.steps and self.plan.period is None:
            return self._poses.at(Phase.HOLD, 0.0)
        return self._poses.at(Phase.MOVE, self.plan.there.progress(slot.step))


def plan_of(found: Poses, scale: float, most: int) -> Plan:
    """Cut a motion into steps for a picture of so many pixels a metre and so many frames."""
    shown = found.motion
    there_legs, back_legs = shown.split()
    seconds = shown.seconds()
    two_ways = bool(found.back) and not returns_the_same_way(there_legs, back_legs)
    share = min(most // 2, _MOST_STEPS_A_WAY) if two_ways else min(most, _MOST_STEPS)
    there = _way(found, Phase.MOVE, scale, share)
    back = _way(found, Phase.RETURN, scale, share) if two_ways else None
    if shown.period is not None:
        steps = min(max(4, round(shown.period * _CYCLE_RATE)), max(4, share))
        even = tuple(np.linspace(0, 1, len(found.move)).tolist())
        there = Way(steps, even, there.keys)
    return Plan(there, back, shown.period, tuple(seconds[phase] for phase in Phase))  # type: ignore[arg-type]


def _way(found: Poses, phase: Phase, scale: float, most: int) -> Way:
    total, travelled = _travel(found.motion.id, phase)
    keys = {0.0, 1.0}
    for segment in found.segments:
        if segment.phase is phase:
            keys |= {round(segment.start, 6), round(segment.end, 6)}
    if total < 1e-4:
        return Way(0, (0.0,), (0.0,))
    steps = int(np.clip(np.ceil(total * scale / _STEP_PIXELS), 1, most))
    return Way(steps, travelled, tuple(sorted(keys)))


@lru_cache(maxsize=32)
def _travel(name: str, phase: Phase) -> tuple[float, tuple[float, ...]]:
    """Metres that the fastest points move in a phase, and the share done at each pose.

    Kept for when the view turns: it does not depend on where one looks from.
    """
    path = baked(name).back if phase is Phase.RETURN else baked(name).move
    if len(path) < 2:
        return 0.0, (0.0,)
    # All at once: thousands of small products in a row would not let other threads in.
    places = contacts.centres(forward_all(path))
    moved = np.linalg.norm(np.diff(places, axis=0), axis=2).max(1)
    total = float(moved.sum())
    travelled = np.concatenate([[0.0], np.cumsum(moved)]) / max(total, 1e-9)
    return total, tuple(float(share) for share in travelled)
