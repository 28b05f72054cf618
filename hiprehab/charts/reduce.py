"""Turns a long row of days into as many points as there are pixels.

Where several days share a pixel column only their lowest and highest value can be seen, so these
two are kept, with the last one to join it to the next column. A gap stays a gap.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Columns(NamedTuple):
    """What falls into each pixel column that holds a value.

    `joined` tells for each column whether it goes on into the next one without a gap; `wide` that
    there is room for every day.
    """

    wide: bool
    x: Floats
    low: Floats
    high: Floats
    first: Floats
    last: Floats
    joined: NDArray[np.bool_]


def columns(x: Floats, low: Floats, high: Floats) -> Columns:
    """One column a pixel, or a point a day where a day is wider than a pixel.

    Args:
        x: place of each day in px, increasing.
        low: lower value of each day, NaN for a gap.
        high: upper value of each day; the same as `low` for a line.
    """
    kept = np.flatnonzero(~np.isnan(low))
    if not kept.size:
        none = np.empty(0)
        return Columns(True, none, none, none, none, none, np.empty(0, dtype=bool))
    place, low, high = x[kept], low[kept], high[kept]
    wide = len(x) < 2 or x[1] - x[0] >= 1
    pixel = kept if wide else np.floor(place)
    starts = np.flatnonzero(np.concatenate(([True], pixel[1:] != pixel[:-1])))
    ends = np.concatenate((starts[1:], [kept.size])) - 1
    joined = np.zeros(starts.size, dtype=bool)
    joined[:-1] = kept[starts[1:]] - kept[ends[:-1]] == 1
    return Columns(
        wide=wide,
        x=place[starts] if wide else np.floor(place[starts]) + 0.5,
        low=np.minimum.reduceat(low, starts),
        high=np.maximum.reduceat(high, starts),
        first=low[starts],
        last=low[ends],
        joined=joined,
    )


def strokes(found: Columns, least: float) -> Floats:
    """The lines of a curve as rows of x1, y1, x2, y2.

    A column that holds more than one value becomes an upright line; neighbours are joined; a value
    alone between two gaps becomes a dash of `least` px.
    """
    if not found.x.size:
        return np.empty((0, 4))
    tall = found.high > found.low
    upright = np.column_stack((found.x, found.low, found.x, found.high))[tall]
    to = np.flatnonzero(found.joined)
    across = np.column_stack((found.x[to], found.last[to], found.x[to + 1], found.first[to + 1]))
    before = np.concatenate(([False], found.joined[:-1]))
    alone = ~found.joined & ~before & ~tall
    x, y = found.x[alone], found.first[alone]
    dashes = np.column_stack((x - least / 2, y, x + least / 2, y))
    return np.concatenate((_straight(across), upright, dashes))


def _straight(lines: Floats) -> Floats:
    """Joins level strokes that follow each other into one; a median often stays where it is."""
    if len(lines) < 2:
        return lines
    level = lines[:, 1] == lines[:, 3]
    same = (
        level[1:] & level[:-1] & (lines[1:, 0] == lines[:-1, 2]) & (lines[1:, 1] == lines[:-1, 3])
    )
    starts = np.flatnonzero(np.concatenate(([True], ~same)))
    ends = np.concatenate((starts[1:], [len(lines)])) - 1
    return np.column_stack((lines[starts, :2], lines[ends, 2:]))


Bars = tuple[Floats, Floats, Floats]
"""Place, lowest and highest value of upright bars."""


def bars(found: Columns, *, joins: bool) -> Bars:
    """The same where columns stand side by side.

    With `joins`, a bar reaches to where the column before it ended, so that a line has no holes.
    """
    if not joins or not found.x.size:
        return found.x, found.low, found.high
    low, high = found.low.copy(), found.high.copy()
    before = np.flatnonzero(found.joined)
    low[before + 1] = np.minimum(low[before + 1], found.last[before])
    high[before + 1] = np.maximum(high[before + 1], found.last[before])
    return found.x, low, high


def runs(found: Columns) -> list[slice]:
    """The stretches of columns without a gap between them."""
    if not found.x.size:
        return []
    starts = np.flatnonzero(np.concatenate(([True], ~found.joined[:-1])))
    ends = np.concatenate((starts[1:], [found.x.size]))
    return [slice(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
