"""Days become columns of pixels without losing an extreme or closing a gap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from hiprehab.charts.reduce import bars, columns, runs, strokes
from hiprehab.charts.shade import Layer, blended, shade

NAN = float("nan")
VALUES = st.lists(st.just(NAN) | st.floats(0, 10), min_size=2, max_size=200)


def line(values, per_day: float):
    """The columns of a line with so many px a day."""
    values = np.array(values, dtype=float)
    return columns((np.arange(len(values)) + 0.5) * per_day, values, values)


def test_nothing_becomes_nothing():
    found = line([NAN, NAN], 0.5)
    assert not found.x.size
    assert strokes(found, 4).shape == (0, 4)
    assert runs(found) == []
    assert not bars(found, joins=True)[0].size


def test_a_day_wider_than_a_pixel_stays_a_point():
    found = line([1, 2, NAN, 4], 10)
    assert found.x.tolist() == [5, 15, 35]
    assert found.joined.tolist() == [True, False, False]
    assert [(r.start, r.stop) for r in runs(found)] == [(0, 2), (2, 3)]


def test_strokes_stop_at_a_gap_and_a_lonely_day_is_a_dash():
    assert strokes(line([1, 2, NAN, 4], 10), 4).tolist() == [[5, 1, 15, 2], [33, 4, 37, 4]]


def test_level_strokes_become_one():
    assert strokes(line([3, 3, 3, 3, 1], 10), 4).tolist() == [[5, 3, 35, 3], [35, 3, 45, 1]]


def test_bars_reach_to_the_column_before_but_not_over_a_gap():
    x, low, high = bars(line([1, 1, 8, 8, NAN, NAN, 2, 2], 0.5), joins=True)
    assert x.tolist() == [0.5, 1.5, 3.5]
    assert (low.tolist(), high.tolist()) == ([1, 1, 2], [1, 8, 2])


@given(VALUES, st.sampled_from([0.01, 0.1, 0.37, 0.99]))
def test_each_column_holds_its_lowest_and_highest_day(values, per_day):
    found = line(values, per_day)
    days: dict[int, list[float]] = {}
    for day, value in enumerate(values):
        if value == value:
            days.setdefault(int((day + 0.5) * per_day), []).append(value)
    assert found.x.tolist() == [column + 0.5 for column in days]
    assert found.low.tolist() == [min(each) for each in days.values()]
    assert found.high.tolist() == [max(each) for each in days.values()]


@given(VALUES, st.sampled_from([0.1, 0.5, 1.0, 7.0]))
def test_runs_cover_every_column_once(values, per_day):
    found = line(values, per_day)
    covered = [index for run in runs(found) for index in range(run.start, run.stop)]
    assert covered == list(range(found.x.size))


@given(VALUES)
def test_strokes_never_cross_a_gap(values):
    for x1, _, x2, _ in strokes(line(values, 10), 4).tolist():
        between = values[int(x1 // 10) : int(x2 // 10) + 1]
        assert not any(value != value for value in between)


def layer(x, top, bottom, colour) -> Layer:
    return Layer(*(np.array(part, dtype=float) for part in (x, top, bottom)), QColor(colour))


def test_layers_are_drawn_where_they_are():
    image = shade([layer([1.5, 99], [2, 0], [5, 9], "#ff0000")], 5, 8)
    red = [(x, y) for x in range(5) for y in range(8) if image.pixelColor(x, y).alpha()]
    assert red == [(1, 2), (1, 3), (1, 4)]


def test_the_later_layer_is_on_top():
    below, above = layer([0.5], [0], [2], "#ff0000"), layer([0.5], [1], [2], "#0000ff")
    image = shade([below, above], 2, 2)
    assert image.pixelColor(0, 0) == QColor("#ff0000")
    assert image.pixelColor(0, 1) == QColor("#0000ff")
    assert image.pixelColor(1, 0).alpha() == 0


def test_half_clear_layers_mix():
    red, blue = QColor(255, 0, 0, 128), QColor(0, 0, 255, 128)
    clear, _, _, both = (QColor.fromRgba(value) for value in blended([red, blue]))
    assert clear.alpha() == 0
    assert both.alpha() == pytest.approx(192, abs=1)
    assert both.blue() > both.red() > 60
