"""Finds the pose that is nearest to an authored one and whose contacts hold.

Damped least squares with exact derivatives over 46 angles and the pelvis' place and turn.
Joint limits are an active set; the floor and the limbs are hinges, felt only when crossed.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from . import contacts
from .skeleton import HIGH, LOW, Array, Pose, expm, logm
from .solve_body import COUNT, UNKNOWNS, Body, clipped, posed

_SURFACE, _HELD, _TRUNK, _STANDING = 60.0, 40.0, 25.0, 6.0  # weights a metre
_TOUCHING = 0.86  # spheres of limbs may sink into each other: flesh gives way
_FELT = 1e-4  # metres below the floor that count as crossing it
_LONGEST_STEP = 0.35  # radians an iteration
_ENOUGH = 2e-6  # share of the cost; a smaller gain ends the search
_RADII = contacts.RADII


@dataclass(frozen=True, slots=True)
class Touch:
    """A contact that lies on a plane: normal . point = offset."""

    contact: int
    normal: Array
    offset: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A contact that stays at a place, along the axes that are named."""

    place: Array
    axes: tuple[int, ...] = (0, 1, 2)
    weight: float = _HELD


@dataclass(frozen=True, slots=True)
class Attach:
    """Two contacts that touch, with a gap; ``side`` is a direction in the second one's frame."""

    first: int
    second: int
    gap: float = 0.0
    side: Array | None = None

    @property
    def distance(self) -> float:
        """Between the two centres."""
        return float(_RADII[self.first] + _RADII[self.second] + self.gap)


@dataclass(frozen=True, slots=True)
class Aim:
    """A contact that is drawn towards a place of the world."""

    contact: int
    place: Array
    weight: float


@dataclass(slots=True)
class Targets:
    """Everything that has to hold in one pose."""

    touches: list[Touch] = field(default_factory=list)
    pins: dict[int, Pin] = field(default_factory=dict)
    attached: list[Attach] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    balance: list[int] = field(default_factory=list)

    def errors(self, body: Body) -> dict[str, float]:
        """How far each contact is from where it should be, metres, by what it is."""
        out: dict[str, float] = {}
        names = contacts.NAMES
        for touch in self.touches:
            out[names[touch.contact]] = abs(_height(touch, body))
        for contact, pin in self.pins.items():
            out["pin " + names[contact]] = float(np.linalg.norm(body.centres[contact] - pin.place))
        for one in self.attached:
            gap = np.abs(_attached(one, body)).max() if one.side is None else _norm(one, body)
            out[f"{names[one.first]}-{names[one.second]}"] = float(gap)
        return out


@dataclass(frozen=True, slots=True)
class Goal:
    """The authored pose and how much each of its angles and the pelvis' turn matter."""

    angles: Array
    turn: Array
    weights: Array
    turn_weight: float


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard contacts pull, how long to search, and what is in the way."""

    hard: float = 1.0
    iterations: int = 60
    collide: bool = True
    floor: Array | None = None  # how deep each contact may be; None: not at all


def _height(touch: Touch, body: Body) -> float:
    c = touch.contact
    return float(touch.normal @ body.centres[c] - _RADII[c] - touch.offset)


def _offset(one: Attach, body: Body) -> Array:
    """From the second contact to where the first should be."""
    assert one.side is not None
    turn = body.frames.turn[contacts.NODE_OF[one.second]]
    return np.asarray(turn @ one.side * one.distance)


def _attached(one: Attach, body: Body) -> Array:
    apart = body.centres[one.first] - body.centres[one.second]
    if one.side is None:
        return np.array([np.linalg.norm(apart) + 1e-9 - one.distance])
    return np.asarray(apart - _offset(one, body))


def _norm(one: Attach, body: Body) -> float:
    return float(np.linalg.norm(_attached(one, body)))


def _pairs() -> NDArray[np.int64]:
    """Spheres that must not pass through each other: leg and leg, arm and trunk, arm and knee."""
    leg = (
        "ankle_out", "ankle_in", "calf", "shin", "knee", "thigh_low", "thigh_mid", "heel", "ball",
        "instep",
    )  # fmt: skip
    trunk = ("sit", "iliac", "rib_out", "troch", "thigh_mid")
    arm = ("elbow", "forearm", "wristc", "palm")
    sides = ("_l", "_r")
    pairs = [(f"{a}_l", f"{b}_r") for a in leg for b in leg]
    for side in sides:
        pairs += [(a + side, b + other) for a in arm for b in trunk for other in sides]
        pairs += [(a + side, b) for a in arm for b in ("belly", "chest")]
        pairs += [(a + side, "pec" + other) for a in (*arm, "upperarm") for other in sides]
        pairs += [("upperarm" + side, "belly")]
        pairs += [(a + side, b + o) for a in arm for b in ("knee", "thigh_low") for o in sides]
    return np.array([(contacts.CONTACT[a], contacts.CONTACT[b]) for a, b in pairs])


_PAIRS = _pairs()
_PAIR_DISTANCE = _TOUCHING * (_RADII[_PAIRS[:, 0]] + _RADII[_PAIRS[:, 1]])


class _System:
    """The residuals of one search and their derivatives."""

    def __init__(self, goal: Goal, targets: Targets, effort: Effort) -> None:
        self._goal, self._targets, self._effort = goal, targets, effort
        self._floor = np.zeros(len(_RADII)) if effort.floor is None else effort.floor
        self._on_floor = [t.contact for t in targets.touches if t.normal[1] > 0.5]
        self._planes = {
            t.contact: np.eye(3) - np.outer(t.normal, t.normal) for t in targets.touches
        }
        attached = {frozenset((one.first, one.second)) for one in targets.attached}
        self._free = np.array([frozenset(pair) not in attached for pair in _PAIRS.tolist()])

    def rows(self, pose: Pose, *, derive: bool) -> tuple[Array, Array | None]:
        """Residuals, and their derivatives when asked for."""
        body = posed(pose)
        goal = self._goal
        values = [
            goal.weights * (pose.angles - goal.angles),
            goal.turn_weight * logm(pose.turn @ goal.turn.T),
        ]
        blocks: list[Array] = []
        if derive:
            priors = np.zeros((COUNT + 3, UNKNOWNS))
            priors[np.arange(COUNT), 6 + np.arange(COUNT)] = goal.weights
            priors[COUNT:, 3:6] = goal.turn_weight * np.eye(3)
            blocks.append(priors)
        moves = body.moves(contacts.NODE_OF, body.centres) if derive else None
        self._contacts(body, moves, values, blocks)
        self._obstacles(body, moves, values, blocks)
        if self._targets.balance:
            self._balance(body, moves, values, blocks)
        return np.concatenate(values), np.concatenate(blocks) if derive else None

    def _contacts(
        self, body: Body, moves: Array | None, values: list[Array], blocks: list[Array]
    ) -> None:
        hard = self._effort.hard
        for touch in self._targets.touches:
            values.append(np.array([_SURFACE * hard * _height(touch, body)]))
            if moves is not None:
                blocks.append(_SURFACE * hard * (touch.normal @ moves[touch.contact])[None])
        for contact, pin in self._targets.pins.items():
            axes = list(pin.axes)
            values.append(pin.weight * hard * (body.centres[contact] - pin.place)[axes])
            if moves is not None:
                blocks.append(pin.weight * hard * moves[contact][axes])
        for aim in self._targets.aims:
            # A point that also touches a surface is aimed within that surface.
            within = aim.weight * self._planes.get(aim.contact, np.eye(3))
            values.append(within @ (body.centres[aim.contact] - aim.place))
            if moves is not None:
                blocks.append(within @ moves[aim.contact])
        for one in self._targets.attached:
            values.append(_HELD * hard * _attached(one, body))
            if moves is not None:
                blocks.append(_HELD * hard * self._attached_moves(one, body, moves))

    def _attached_moves(self, one: Attach, body: Body, moves: Array) -> Array:
        if one.side is not None:
            place = body.centres[one.second] + _offset(one, body)
            node = contacts.NODE_OF[one.second : one.second + 1]
            return np.asarray(moves[one.first] - body.moves(node, place[None])[0])
        apart = body.centres[one.first] - body.centres[one.second]
        along = apart / (np.linalg.norm(apart) + 1e-9)
        return np.asarray(along @ (moves[one.first] - moves[one.second]))[None]

    def _obstacles(
        self, body: Body, moves: Array | None, values: list[Array], blocks: list[Array]
    ) -> None:
        """The floor below every contact that is not placed on it, and limbs in each other's way."""
        hard = self._effort.hard
        below = body.heights - self._floor
        crossed = below < -_FELT
        crossed[self._on_floor] = False
        values.append(_SURFACE * hard * below[crossed])
        if moves is not None:
            blocks.append(_SURFACE * hard * moves[crossed, 1])
        if not self._effort.collide:
            return
        apart = body.centres[_PAIRS[:, 0]] - body.centres[_PAIRS[:, 1]]
        length = np.sqrt((apart * apart).sum(1)) + 1e-9
        inside = (length < _PAIR_DISTANCE) & self._free
        values.append(_TRUNK * (length - _PAIR_DISTANCE)[inside])
        if moves is not None:
            along = (apart / length[:, None])[inside]
            first, second = _PAIRS[inside].T
            blocks.append(_TRUNK * np.einsum("ni,nij->nj", along, moves[first] - moves[second]))

    def _balance(
        self, body: Body, moves: Array | None, values: list[Array], blocks: list[Array]
    ) -> None:
        support = self._targets.balance
        middle = body.centres[support].mean(0)
        values.append(_STANDING * (body.mass_centre() - middle)[[0, 2]])
        if moves is not None:
            under = moves[support].mean(0)
            blocks.append(_STANDING * (body.mass_moves() - under)[[0, 2]])


def solve(start: Pose, goal: Goal, targets: Targets, effort: Effort) -> Pose:
    """The pose near the goal whose contacts hold; Levenberg and Marquardt's way."""
    system = _System(goal, targets, effort)
    pose = Pose(clipped(start.angles), start.position.copy(), start.turn.copy())
    damping = 1e-3
    values, slopes = system.rows(pose, derive=True)
    cost = float(values @ values)
    for _ in range(effort.iterations):
        assert slopes is not None
        square, gradient = slopes.T @ slopes, slopes.T @ values
        better = None
        for _ in range(9):
            tried = _moved(pose, _step(pose, square, gradient, damping))
            found, _ = system.rows(tried, derive=False)
            if float(found @ found) < cost:
                better = float(found @ found)
                break
            damping *= 6
        if better is None:
            break
        ended = cost - better < _ENOUGH * max(cost, 1e-3)
        pose, cost = tried, better
        if ended:
            break
        damping = max(damping / 5, 1e-7)
        values, slopes = system.rows(pose, derive=True)
    return pose


def _step(pose: Pose, square: Array, gradient: Array, damping: float) -> Array:
    """One step; angles at a limit that would cross it are held there."""
    free = np.ones(UNKNOWNS, bool)
    step = np.zeros(UNKNOWNS)
    for _ in range(3):
        chosen = np.flatnonzero(free)
        step = np.zeros(UNKNOWNS)
        damped = square[np.ix_(chosen, chosen)] + (damping + 1e-9) * np.eye(len(chosen))
        step[chosen] = -np.linalg.solve(damped, gradient[chosen])
        turned = step[6:]
        high, low = pose.angles >= HIGH - 1e-9, pose.angles <= LOW + 1e-9
        blocked = (high & (turned > 0)) | (low & (turned < 0))
        if not (blocked & free[6:]).any():
            break
        free[6:] &= ~blocked
    longest = float(np.abs(step[3:]).max())
    return step * (_LONGEST_STEP / longest) if longest > _LONGEST_STEP else step


def _moved(pose: Pose, step: Array) -> Pose:
    turn = expm(step[3:6]) @ pose.turn
    return Pose(clipped(pose.angles + step[6:]), pose.position + step[:3], turn)
