"""Drawn charts: keys, pointer, words, pictures, and one time for all of them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtSvg import QSvgRenderer

from hiprehab.charts.around import SessionsChart, TypicalChart
from hiprehab.charts.compared import ComparedChart, Pair
from hiprehab.charts.dose import DoseChart, Shown, ceiling
from hiprehab.charts.drawn import Drawn, Spot
from hiprehab.charts.pain import PainChart
from hiprehab.charts.shared import SharedTime
from hiprehab.core import around_sessions, dose
from hiprehab.core.agenda import Planned
from hiprehab.core.log import Moment, Outcome, SetResult, Status
from hiprehab.core.marks import Mark, MarkKind
from hiprehab.core.model import Side
from hiprehab.core.panels import FullDose, Records

from .states import FIRST, entries, rating, session, state

DAYS = 42
LAST = FIRST + timedelta(days=DAYS - 1)
MARKS = (
    Mark(FIRST + timedelta(days=4), FIRST + timedelta(days=4), MarkKind.EVENT, "New shoes"),
    Mark(FIRST + timedelta(days=15), FIRST + timedelta(days=21), MarkKind.FLARE, "hike"),
    Mark(FIRST + timedelta(days=28), FIRST + timedelta(days=28), MarkKind.RUN, km=4.2),
)


class Boxes(Drawn):
    """Three squares that say their number; counts how often it is drawn."""

    drawn = 0

    def spots(self, look, box):
        return [Spot(QRectF(n * 40, 0, 30, 30), f"box {n}") for n in range(3)]

    def draw(self, painter, look, box):
        self.drawn += 1
        for spot in self.spots(look, box):
            painter.fillRect(spot.box, look.colour("accent"))


@pytest.fixture
def boxes(qtbot, look):
    made = Boxes("Boxes", hint="Three of them")
    qtbot.addWidget(made)
    made.resize(240, 120)
    made.show_state(1, look())
    with qtbot.waitExposed(made):
        made.show()
    return made


# --- parts ---------------------------------------------------------------------------------------


def test_arrow_keys_go_along_the_parts_and_say_them(qtbot, boxes):
    said = []
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
    ):
        qtbot.keyClick(boxes, key)
        said.append(boxes.accessibleDescription())
    assert said == ["box 0", "box 1", "box 2", "box 2", "box 1"]
    qtbot.keyClick(boxes, Qt.Key.Key_Escape)
    assert (boxes.readout(), boxes.accessibleDescription()) == ("", "Three of them")


def test_the_pointer_chooses_and_leaves(qtbot, boxes):
    qtbot.mouseMove(boxes, QPointF(50, 10).toPoint())
    assert boxes.readout() == "box 1"
    qtbot.mouseMove(boxes, QPointF(200, 100).toPoint())
    assert boxes.readout() == ""


def test_a_chosen_part_is_drawn_over_a_kept_picture(qtbot, boxes):
    boxes.repaint()
    before = boxes.drawn
    qtbot.keyClick(boxes, Qt.Key.Key_Right)
    boxes.repaint()
    assert boxes.drawn == before
    boxes.drop()
    boxes.repaint()
    assert boxes.drawn == before + 1


def test_picture_and_drawing_have_no_chosen_part(qtbot, boxes):
    plain = boxes.picture(1.0)
    qtbot.keyClick(boxes, Qt.Key.Key_Right)
    assert boxes.picture(1.0) == plain
    assert b"<image" not in boxes.svg()
    assert QSvgRenderer(boxes.svg()).isValid()


# --- one time for all ----------------------------------------------------------------------------


def results(done: bool) -> tuple[SetResult, ...]:
    outcome = Outcome.DONE if done else Outcome.SKIPPED
    first = SetResult(0, "e", "1", None, 1, 10, 10, 60, 60, Outcome.DONE)
    return first, SetResult(0, "e", "1", None, 2, 10, 10, 60, 60, outcome)


def records(days: int = DAYS) -> Records:
    """Three sessions in two weeks with ratings around them; the plan is known from day 7 on."""
    played = [
        replace(session(n, Status.DONE), id=n + 1, results=results(n % 2 == 0))
        for n in range(0, days, 5)
    ]
    played.append(replace(session(8, Status.MANUAL), id=500))
    around = []
    for n in range(0, days, 5):
        for side, more in ((Side.LEFT, 2), (Side.RIGHT, 0)):
            tied = {"session": n + 1}
            around += [
                rating(n, 1 + more, side, 17, moment=Moment.BEFORE, **tied),
                rating(n, 2 + more + n % 3, side, 18, moment=Moment.DURING, **tied),
                rating(n, 2 + more, side, 19, moment=Moment.AFTER, **tied),
            ]
            if n % 10 == 0:
                around.append(rating(n + 1, more, side, 8, moment=Moment.NEXT_MORNING))
    last = FIRST + timedelta(days=days - 1)
    plan = Planned("a", "x", frozenset({0, 2, 4}), 1, FIRST + timedelta(days=7))
    return Records(
        FIRST, last, last, pain=entries(days) + around, sessions=played, planned=[plan],
        doses={("a", "x"): FullDose(2, 0, 10)}, holds={("e", "1"): False},
    )  # fmt: skip


@pytest.fixture
def time(qapp):
    made = SharedTime()
    made.show(FIRST, LAST, MARKS)
    return made


def shown(qtbot, chart, numbers, look, size=(760, 200)):
    qtbot.addWidget(chart)
    chart.resize(size[0], size[1])
    chart.show_state(numbers, look)
    if chart.hasHeightForWidth() and isinstance(chart, Drawn):
        chart.resize(size[0], chart.heightForWidth(size[0]))
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def dose_chart(qtbot, time, look):
    return shown(qtbot, DoseChart("Dose", time), Shown(dose.build(records()), dose.Unit.SETS), look)


def test_charts_share_the_cursor_and_the_view(qtbot, time, look):
    pain = shown(qtbot, PainChart(time), state(DAYS), look(), (760, 360))
    bars = dose_chart(qtbot, time, look())
    qtbot.keyClick(bars, Qt.Key.Key_Home)
    assert (pain.day, time.day) == (FIRST, FIRST)
    assert "2 Mar 2026" in pain.readout() and "2 Mar 2026" in bars.readout()
    qtbot.keyClick(pain, Qt.Key.Key_Plus)
    assert pain.view.left == pytest.approx(time.left)
    assert pain.view.right == pytest.approx(time.right)
    pain.view.translateBy(x=3)
    assert (time.left, time.right) == pytest.approx((pain.view.left, pain.view.right))


def test_days_lie_below_each_other(qtbot, time, look):
    """The dose keeps the pain chart's margins."""
    pain = shown(qtbot, PainChart(time), state(DAYS), look(), (760, 360))
    bars = dose_chart(qtbot, time, look())
    pain.picture(1.0)  # what the layouts have put off
    box = bars.plot(look(), bars.box()).box
    rect = pain.view.mapRectToScene(pain.view.rect())
    left = pain.plot.mapTo(pain, pain.plot.mapFromScene(rect.topLeft())).x()
    right = pain.plot.mapTo(pain, pain.plot.mapFromScene(rect.topRight())).x()
    assert (box.left(), box.right()) == pytest.approx((left, right), abs=2)


def test_dragging_moves_time(qtbot, time, look):
    bars = dose_chart(qtbot, time, look())
    time.zoom(0.25)
    left = time.left
    qtbot.mousePress(bars, Qt.MouseButton.LeftButton, pos=QPointF(400, 60).toPoint())
    event = QPointF(300, 60).toPoint()
    qtbot.mouseMove(bars, event)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(300, 60), bars.mapToGlobal(QPointF(300, 60)),
        Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    bars.mouseMoveEvent(moved)
    assert time.left > left
    qtbot.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=event)


def test_what_a_week_says(qtbot, time, look):
    bars = dose_chart(qtbot, time, look())
    time.set_day(FIRST)
    assert bars.readout() == "Mon 2 Mar 2026 · this week done 3 sets, no plan was kept then"
    time.set_day(FIRST + timedelta(days=15))
    assert "done 3 sets, prescribed 6 sets" in bars.readout()
    assert bars.readout().endswith("Flare: hike")
    time.set_day(FIRST + timedelta(days=8))
    assert "done at least 2 sets" in bars.readout()  # one was done without the app
    assert bars.accessibleDescription() == bars.readout()


def test_what_sessions_say(qtbot, time, look):
    around = around_sessions.build(records())
    chart = shown(qtbot, SessionsChart("Sessions", time), around, look())
    time.set_day(FIRST)
    assert "Left before 3, during 4, after 4, next morning 2" in chart.readout()
    time.set_day(FIRST + timedelta(days=1))
    assert "no rated session" in chart.readout()
    typical = shown(qtbot, TypicalChart("Typical"), around, look())
    qtbot.keyClick(typical, Qt.Key.Key_Right)
    assert typical.readout() == "Left, before: median 3 of 9 sessions, from 3 to 3"


@pytest.mark.parametrize(
    ("value", "top"),
    [(0, 1), (0.3, 1), (1, 1), (1.5, 2), (4, 5), (7, 10), (10, 10), (35, 50), (501, 1000)],
)
def test_a_round_number_above(value, top):
    assert ceiling(value) == top


# --- how it looks --------------------------------------------------------------------------------

PAIRS = (
    Pair(Side.LEFT, "Left. Mornings after runs: 3.5, n = 11; other mornings: 2, n = 34.", 3.5, 2),
    Pair(Side.RIGHT, "Right. Days with a run: 1, n = 9; other days: 1, n = 51.", 1, 1),
)
LOOKS = {"light": ("light", 13), "dark-large": ("dark", 20)}


def charts(time):
    """Each chart with its numbers."""
    around = around_sessions.build(records())
    shown_dose = Shown(dose.build(records()), dose.Unit.SETS)
    return {
        "dose": (DoseChart("Dose", time), shown_dose, 760),
        "sessions": (SessionsChart("Sessions", time), around, 760),
        "typical": (TypicalChart("Typical"), around, 480),
        "compared": (ComparedChart("Compared", hint="Filled: those days."), PAIRS, 480),
    }


@pytest.mark.parametrize("name", ["dose", "sessions", "typical", "compared"])
@pytest.mark.parametrize("style", LOOKS.values(), ids=LOOKS)
def test_picture(request, qtbot, time, look, same_picture, name, style):
    chart, numbers, width = charts(time)[name]
    shown(qtbot, chart, numbers, look(*style), (width, 200))
    same_picture(f"{name}-{'light' if style[0] == 'light' else 'dark-large'}", chart.picture(1.0))
    drawing = chart.svg()
    assert b"<image" not in drawing
    assert QSvgRenderer(drawing).isValid()


def test_half_filled_signs_stay_so_in_a_drawing(qtbot, time, look):
    """The clip of each sign is written as it lies on the chart; without it, a full sign."""
    numbers = charts(time)["sessions"][1]
    drawing = shown(qtbot, SessionsChart("Sessions", time), numbers, look()).svg().decode()
    clips = set(re.findall(r'<clipPath id="(\w+)"', drawing))
    used = set(re.findall(r'clip-path="url\(#(\w+)\)"><g fill="#\w+"', drawing))
    assert used and used <= clips
    assert set(re.findall(r"matrix\(([^)]*)\)", drawing)) == {"1,0,0,1,0,0"}


def test_picture_of_marks_on_the_pain_chart(qtbot, time, look, same_picture):
    chart = shown(qtbot, PainChart(time), state(DAYS), look(), (760, 360))
    same_picture("pain-marks-light", chart.picture(1.0))
    assert b"<image" not in chart.svg()
    assert "New shoes" in chart.svg().decode()
