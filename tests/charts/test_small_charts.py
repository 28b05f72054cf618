"""The drawn charts of the smaller panels: what is inked, what is not, and that shapes differ."""

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from hiprehab.charts.day_grid import DayGrid, GridWords, draw_kind
from hiprehab.charts.day_parts import DayParts, PartWords
from hiprehab.charts.night_bars import NightBars
from hiprehab.charts.place_bars import PlaceBars
from hiprehab.charts.points import (
    MANY,
    PointMark,
    PointsChart,
    PointSeries,
    PointsState,
    draw_point,
    even_scale,
)
from hiprehab.charts.shared import SharedTime
from hiprehab.core import calendar_days, day_times, place_counts
from hiprehab.core.calendar_days import DayKind, Diary
from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from tests.core.panel_values import at, day, rate

WORDS = GridWords(
    lambda kind: kind.value[:1].upper(), lambda kind: kind.value, lambda c: str(c.day)
)
SIGNS = (Side.LEFT, Side.RIGHT, None, 0, 1, 2, 3, 4)


@pytest.fixture
def look(look):
    """The light look at usual text."""
    return look()


def drawn(chart, look, width: int = 900) -> QImage:
    chart.resize(width, chart.heightForWidth(width))
    return chart.picture(1.0)


def greys(image: QImage) -> set[tuple[int, int, int]]:
    """Every inked pixel with its shade: what is left without colour."""
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    ground = plain.pixelColor(0, 0).value()
    return {
        (x, y, shade // 16)
        for x in range(plain.width())
        for y in range(plain.height())
        if abs((shade := plain.pixelColor(x, y).value()) - ground) > 8
    }


def canvas(look) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(look.colour("surface"))
    return image


def test_every_kind_of_day_can_be_told_without_colour_and_without_letters(look):
    found = {}
    for kind in DayKind:
        image = canvas(look)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_kind(painter, look, kind, QRectF(15, 15, 30, 30), "")
        painter.end()
        found[kind] = greys(image)
    kinds = list(DayKind)
    for index, one in enumerate(kinds):
        for other in kinds[index + 1 :]:
            assert len(found[one] ^ found[other]) > 25, (one, other)


def test_signs_of_series_can_be_told_without_colour(look):
    found = []
    for sign in SIGNS[3:]:
        image = canvas(look)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_point(painter, look, sign, QPointF(30, 30), 10)
        painter.end()
        found.append({(x, y) for x, y, _ in greys(image)})
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            assert len(one ^ other) > 15


def test_weeks_that_do_not_fit_go_on_below(look, qtbot):
    state = calendar_days.build([], Diary([], [], []), day(0), day(363), today=day(400))
    chart = DayGrid("days", WORDS)
    qtbot.addWidget(chart)
    chart.show_state(state, look)
    wide, narrow = chart.heightForWidth(1200), chart.heightForWidth(500)
    assert narrow > 1.8 * wide
    chart.resize(500, narrow)
    boxes = [spot.box for spot in chart.spots(look, chart.box())]
    assert len(boxes) == 364
    assert all(chart.box().contains(box) for box in boxes)
    assert not any(a.intersects(b) for a, b in pairwise(boxes))


def test_saved_drawing_of_days_has_letters(look, qtbot):
    state = calendar_days.build([], Diary([], [], []), day(0), day(13), today=day(13))
    chart = DayGrid("days", WORDS)
    qtbot.addWidget(chart)
    chart.show_state(state, look)
    drawn(chart, look)
    assert b"<image" not in chart.svg()


# --- points over time ----------------------------------------------------------------------------


@pytest.fixture
def points(look, qtbot):
    """Draws marks of one series over 60 days; returns the inked pixels of the plot's middle."""

    def draw(marks, *, join: float = 14.0, sign=Side.LEFT, **more):
        time = SharedTime()
        time.show(day(0), day(59))
        chart = PointsChart("points", time)
        qtbot.addWidget(chart)
        series = [PointSeries(sign, "left", marks, join)]
        chart.show_state(PointsState([(0, "0"), (10, "10")], series, str, **more), look)
        return chart, drawn(chart, look)

    return draw


def ordinal(number: float) -> float:
    return day(0).toordinal() + number + 0.5


def inked_between(chart, image, look, first: float, last: float, value: float) -> bool:
    """Whether anything but a grid line is drawn at a value between two days."""
    plot = chart.plot(look, chart.box())
    y = round(plot.y(value))
    xs = range(round(plot.x(ordinal(first))), round(plot.x(ordinal(last))))
    ground = image.pixel(round(plot.x(ordinal(last + 8))), y)
    return any(image.pixel(x, y) != ground for x in xs)


def test_near_points_are_joined_and_far_ones_are_not(points, look):
    marks = [PointMark(ordinal(5), 3), PointMark(ordinal(15), 3), PointMark(ordinal(45), 3)]
    chart, image = points(marks)
    assert inked_between(chart, image, look, 8, 12, 3)
    assert not inked_between(chart, image, look, 20, 36, 3)


def test_nothing_is_drawn_without_points(points):
    chart, image = points([])
    _, plain = points([], sign=Side.RIGHT)
    assert image == plain and chart.say(day(3)) == str(day(3))


def test_what_was_meant_is_drawn_where_it_differs(points):
    _, same = points([PointMark(ordinal(5), 3, target=3.0)], target="planned")
    _, plain = points([PointMark(ordinal(5), 3)], target="planned")
    _, other = points([PointMark(ordinal(5), 3, target=8.0)], target="planned")
    assert same == plain != other


def test_hollow_is_another_mark(points):
    _, full = points([PointMark(ordinal(5), 3)])
    _, hollow = points([PointMark(ordinal(5), 3, True)])
    assert full != hollow


def test_many_points_become_ranges(points, look):
    chart, image = points([PointMark(ordinal(n / 10), 2 + 6 * (n % 2)) for n in range(2 * MANY)])
    plot = chart.plot(look, chart.box())
    column = {image.pixel(round(plot.x(ordinal(20))) + dx, round(plot.y(5))) for dx in range(8)}
    assert len(column) > 1


@pytest.mark.parametrize(
    ("highest", "scale"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (10, [0, 5, 10]),
        (30, [0, 10, 20, 30]),
        (61, [0, 20, 40, 60, 80]),
    ],
)
def test_round_scales(highest, scale):
    assert even_scale(highest) == scale


# --- nights, places, times -----------------------------------------------------------------------


def test_a_week_without_an_answer_has_no_bar(look, qtbot):
    time = SharedTime()
    time.show(day(0), day(27))
    entries = [rate(n, 3, woken=n % 2 == 0) for n in range(7)]
    chart = NightBars("nights", time, str, key=("woken", "asked"))
    qtbot.addWidget(chart)
    chart.show_state(day_times.build_nights(entries, day(0), day(27)), look)
    image = drawn(chart, look)
    plot = chart.plot(look, chart.box())

    def at_day(number: float, value: float) -> int:
        return image.pixel(round(plot.x(day(0).toordinal() + number)), round(plot.y(value)))

    assert at_day(3.5, 1) != at_day(17.5, 1)
    assert at_day(3.5, 1) != at_day(3.5, 5.5)
    assert at_day(17.5, 1) == at_day(24.5, 1)
    assert "week" not in chart.say(day(3)) and chart.say(day(3)) != chart.say(day(10))
    assert chart.say(date(2020, 1, 1)) == ""


def test_places_and_times_speak(look, qtbot):
    entries = [PainEntry(at(n), side, 3, place="groin") for n in range(3) for side in Side]
    bars = PlaceBars("places", str, lambda one: f"{one.place} {one.left} {one.right}")
    qtbot.addWidget(bars)
    bars.show_state(place_counts.build(entries, day(0), day(9)), look)
    drawn(bars, look)
    assert bars.accessibleDescription() == "groin 3 3"
    assert [spot.text for spot in bars.spots(look, bars.box())] == ["groin 3 3"]
    words = PartWords(str, lambda value: f"n = {value.ratings}", lambda state, part: str(part))
    times = DayParts("times", words)
    qtbot.addWidget(times)
    times.show_state(day_times.build(entries, day(0), day(9)), look)
    drawn(times, look)
    assert len(times.spots(look, times.box())) == 4
