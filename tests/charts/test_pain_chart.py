"""The pain chart: what it says, how it moves, and how it looks."""

import csv
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from hiprehab.charts.pain import PainChart
from hiprehab.charts.save import SaveProblem, save_drawing, save_numbers, save_picture
from hiprehab.core.log import Measure, Moment, Status
from hiprehab.core.model import Side
from hiprehab.core.trend_table import DAY_HEADER, day_rows
from hiprehab.core.trends import build

from .states import FIRST, rating, session, state

SIZE = (760, 360)


@pytest.fixture
def chart(qtbot, look):
    """A chart of 84 days."""
    made = PainChart()
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show_state(state(84), look())
    with qtbot.waitExposed(made):
        made.show()
    return made


def press(qtbot, chart, *keys):
    for key in keys:
        qtbot.keyClick(chart, key)


# --- what it says --------------------------------------------------------------------------------


def test_a_day_says_both_sides_and_its_sessions(chart, look):
    day = FIRST + timedelta(days=3)
    entries = [
        *(rating(n, 4, Side.LEFT) for n in range(4)),
        rating(3, 7, Side.LEFT, 20, measure=Measure.WORST),
        rating(3, 5, Side.RIGHT, 19, moment=Moment.AFTER),
    ]
    chart.show_state(build(entries, [session(3, Status.PARTIAL)], FIRST, day), look())
    chart.set_day(day)
    said = chart.readout()
    assert "5 Mar 2026" in said
    assert "Glute strength, done in part" in said
    assert "Left 4 · 7-day median 4 · worst 7" in said
    assert "Right not rated · after exercise 5" in said
    assert chart.accessibleDescription() == said


def test_zero_and_not_rated_are_told_apart(chart, look):
    chart.show_state(build([rating(0, 0, Side.LEFT)], [], FIRST, FIRST), look())
    chart.set_day(FIRST)
    assert "Left 0" in chart.readout()
    assert "Right not rated" in chart.readout()


def test_the_key_names_only_what_is_there(chart, look):
    chart.show_state(build([rating(0, 1, Side.LEFT)], [], FIRST, FIRST), look())
    assert [piece.text for piece in chart.key.rows[0]] == ["rating"]
    chart.show_state(state(84), look())
    chart.resize(1100, SIZE[1])
    chart.picture(1.0)  # what the layouts have put off
    assert len(chart.key.rows[0]) == 9
    chart.show_state(state(3000), look())
    assert [piece.text for piece in chart.key.rows[0]] == [
        "range of the ratings",
        "median of 7 days",
        "middle half of 7 days",
        "sessions",
    ]


def test_names_for_assistive_technology(chart):
    assert "Pain chart" in chart.accessibleName()
    assert "2 Mar 2026 – 24 May 2026" in chart.accessibleDescription()


# --- how it moves --------------------------------------------------------------------------------


def test_keys_move_the_cursor_by_a_day(qtbot, chart):
    last = FIRST + timedelta(days=83)
    press(qtbot, chart, Qt.Key.Key_Left)
    assert chart.day == last
    press(qtbot, chart, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right)
    assert chart.day == last - timedelta(days=1)
    press(qtbot, chart, Qt.Key.Key_Home)
    assert chart.day == FIRST
    press(qtbot, chart, Qt.Key.Key_Left)
    assert chart.day == FIRST
    press(qtbot, chart, Qt.Key.Key_PageDown)
    assert chart.day == FIRST + timedelta(days=28)
    press(qtbot, chart, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert chart.day == last
    press(qtbot, chart, Qt.Key.Key_Escape)
    assert chart.day is None


def test_zoom_keeps_the_cursor_and_the_scale(qtbot, chart):
    before = chart.view.viewRange()
    press(qtbot, chart, Qt.Key.Key_Home, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    (low, high), scale = chart.view.viewRange()
    assert high - low < (before[0][1] - before[0][0]) / 1.9
    assert low <= FIRST.toordinal() + 0.5 <= high
    assert scale == pytest.approx(before[1])
    press(qtbot, chart, Qt.Key.Key_End)
    assert chart.view.viewRange()[0][1] >= (FIRST + timedelta(days=84)).toordinal()
    press(qtbot, chart, *[Qt.Key.Key_Minus] * 9)
    assert chart.view.viewRange()[0] == pytest.approx(before[0])


def test_never_fewer_than_a_week(qtbot, chart):
    press(qtbot, chart, *[Qt.Key.Key_Plus] * 30)
    assert chart.view.right - chart.view.left == pytest.approx(7)
    press(qtbot, chart, Qt.Key.Key_0)
    assert chart.view.right - chart.view.left == pytest.approx(84.8)


def wheel(chart, modifiers=Qt.KeyboardModifier.NoModifier) -> QWheelEvent:
    """Turns the wheel over the middle of the chart."""
    plot = chart.plot.viewport()
    place = QPointF(plot.rect().center())
    event = QWheelEvent(
        place, QPointF(plot.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot, event)
    return event


def test_the_wheel_belongs_to_the_page_until_the_chart_is_used(chart):
    chart.clearFocus()
    whole = chart.view.right - chart.view.left
    wheel(chart)
    assert chart.view.right - chart.view.left == pytest.approx(whole)
    wheel(chart, Qt.KeyboardModifier.ControlModifier)
    assert chart.view.right - chart.view.left < whole


def test_a_click_gives_the_focus_and_with_it_the_wheel(qtbot, chart):
    chart.clearFocus()
    chart.activateWindow()
    qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton)
    assert chart.hasFocus()
    whole = chart.view.right - chart.view.left
    wheel(chart)
    assert chart.view.right - chart.view.left < whole
    chart.clearFocus()
    zoomed = chart.view.right - chart.view.left
    wheel(chart)
    assert chart.view.right - chart.view.left == pytest.approx(zoomed)


def test_pointing_at_a_day_and_leaving(qtbot, chart):
    moved = []
    chart.cursor_moved.connect(moved.append)
    plot = chart.plot
    middle = plot.view.mapViewToScene(QPointF(FIRST.toordinal() + 20.5, 5))
    plot.scene().sigMouseMoved.emit(middle)
    assert chart.day == FIRST + timedelta(days=20)
    plot.scene().sigMouseMoved.emit(QPointF(2, 2))
    assert chart.day is None
    assert moved == [FIRST + timedelta(days=20), None]


def test_a_cursor_set_by_keys_outlasts_the_pointer(qtbot, chart):
    press(qtbot, chart, Qt.Key.Key_Home)
    chart.plot.scene().sigMouseMoved.emit(QPointF(2, 2))
    assert chart.day == FIRST


def test_other_numbers_keep_the_view_another_period_does_not(qtbot, chart, look):
    press(qtbot, chart, Qt.Key.Key_Plus, Qt.Key.Key_End)
    zoomed = chart.view.viewRange()[0]
    chart.show_state(state(84, rated=40), look())
    assert chart.view.viewRange()[0] == pytest.approx(zoomed)
    chart.show_state(state(42), look())
    assert chart.day is None
    assert chart.view.right - chart.view.left == pytest.approx(42.8)


def test_line_ends_tell_the_last_value_in_view(chart):
    ends = dict(chart.plot.ends.ends())
    lines = {trend.side: trend.line for trend in chart.state.sides}
    known = {side: [v for v in line if v is not None] for side, line in lines.items()}
    assert ends == {side: values[-1] for side, values in known.items()}
    chart.view.setXRange(FIRST.toordinal(), FIRST.toordinal() + 10, padding=0)
    assert dict(chart.plot.ends.ends())[Side.LEFT] == lines[Side.LEFT][9]


# --- how it looks --------------------------------------------------------------------------------

PICTURES = {
    "weeks-light": (84, None, "light", 13),
    "weeks-dark": (84, None, "dark", 13),
    "large-text": (42, None, "light", 20),
    "years-light": (2500, None, "light", 13),
    "first-day": (14, 1, "light", 13),
    "no-ratings": (14, 0, "dark", 13),
}


@pytest.mark.parametrize(("days", "rated", "theme", "size"), PICTURES.values(), ids=PICTURES)
def test_picture(request, chart, look, same_picture, days, rated, theme, size):
    chart.resize(SIZE[0], 520 if size > 13 else SIZE[1])
    chart.show_state(state(days, rated), look(theme, size))
    same_picture(request.node.callspec.id, chart.picture(1.0))


def test_the_comparison_sees_what_matters(chart, look):
    """A test that cannot fail is none: one point of pain more on one side is another picture."""
    from .conftest import MOST_OFF, off

    before = chart.picture(1.0)
    entries = [rating(n, 5, Side.LEFT) for n in range(84)]
    higher = [rating(n, 6, Side.LEFT) for n in range(84)]
    last = FIRST + timedelta(days=83)
    chart.show_state(build(entries, [], FIRST, last), look())
    five = chart.picture(1.0)
    chart.show_state(build(higher, [], FIRST, last), look())
    assert off(five, chart.picture(1.0)) > MOST_OFF
    assert off(before, five) > MOST_OFF


def inked(image: QImage, side: Side, look) -> int:
    """Pixels of nearly the colour of a side."""
    wanted = look.side(side)
    return sum(
        abs(pixel.red() - wanted.red()) + abs(pixel.green() - wanted.green()) < 12
        for y in range(0, image.height(), 2)
        for x in range(100, image.width() - 80, 2)
        if (pixel := image.pixelColor(x, y))
    )


def test_a_gap_is_not_drawn_over(chart, look):
    """Where nobody rated there is no ink of a side, at weeks and at years."""
    for days in (84, 2500):
        numbers = state(days, rated=1)
        chart.show_state(numbers, look())
        image = chart.picture(1.0)
        assert inked(image, Side.LEFT, look()) < 30
        chart.show_state(state(days), look())
        assert inked(chart.picture(1.0), Side.LEFT, look()) > 100


def test_the_picture_has_no_cursor_and_leaves_it_where_it_was(chart):
    plain = chart.picture(1.0)
    chart.set_day(FIRST + timedelta(days=5))
    said = chart.readout()
    assert chart.picture(1.0) == plain
    assert (chart.day, chart.readout()) == (FIRST + timedelta(days=5), said)


# --- keeping it ----------------------------------------------------------------------------------


def test_saved_picture(chart, tmp_path):
    file = tmp_path / "p.png"
    save_picture(chart.picture(), str(file))
    assert QImage(str(file)).width() == SIZE[0] * 2


def test_saved_numbers_are_those_of_the_chart(chart, tmp_path):
    file = tmp_path / "n.csv"
    save_numbers(DAY_HEADER, day_rows(chart.state), str(file))
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [date.fromisoformat(row["day"]) for row in rows][:2] == [
        FIRST,
        FIRST + timedelta(days=1),
    ]
    line = [
        None if row["left_median_7_days"] == "" else float(row["left_median_7_days"])
        for row in rows
    ]
    assert line == list(chart.state.left.line)


def test_a_drawing_of_a_part_stays_inside_its_edges(qtbot, chart):
    """SVG is written without clips: what lies beside the view is not drawn at all."""
    whole = chart.svg().count(b"<circle")
    qtbot.keyClick(chart, Qt.Key.Key_End)
    for _ in range(5):
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
    left, right = chart.view.left, chart.view.right
    drawn = [day for day in range(84) if left <= FIRST.toordinal() + day + 0.5 <= right]
    curves = chart.plot.curves
    curves.vector = True
    seen, reach = curves._seen(), curves._reach()
    curves.vector = False
    assert list(range(84))[seen] == drawn and len(drawn) < 84
    assert reach == (left, right)
    assert chart.svg().count(b"<circle") < whole


SAVES = {
    "picture": lambda chart, path: save_picture(chart.picture(), path),
    "drawing": lambda chart, path: save_drawing(chart.svg(), path),
    "numbers": lambda chart, path: save_numbers(DAY_HEADER, day_rows(chart.state), path),
}


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_a_folder_is_not_a_file(chart, tmp_path, save):
    with pytest.raises(SaveProblem):
        save(chart, str(tmp_path))
    with pytest.raises(SaveProblem):
        save(chart, str(tmp_path / "missing" / "x"))
    assert list(tmp_path.iterdir()) == []
