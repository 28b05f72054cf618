"""What charts over time share: the days in view, the chosen day, keys and marks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from hiprehab.charts.shared import EDGE_DAYS, LEAST_DAYS, SharedTime
from hiprehab.core.marks import Mark, MarkKind

FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(days=83)


@pytest.fixture
def time(qapp):
    made = SharedTime()
    made.show(FIRST, LAST)
    return made


def test_a_period_is_shown_whole(time):
    assert (time.left, time.right) == (
        FIRST.toordinal() - EDGE_DAYS,
        LAST.toordinal() + 1 + EDGE_DAYS,
    )
    assert time.seen == (FIRST, LAST)


def test_all_hear_of_a_move_once(time):
    moved = []
    time.moved.connect(lambda: moved.append(time.left))
    time.pan(-5)  # nothing is there
    assert moved == []
    time.zoom(0.5)
    time.look_at(time.left, time.right)
    assert len(moved) == 1


steps = st.one_of(
    st.tuples(st.just("pan"), st.floats(-200, 200)),
    st.tuples(st.just("zoom"), st.floats(0.05, 20)),
    st.tuples(st.just("bring"), st.integers(0, 83)),
)


@given(st.lists(steps, max_size=12))
def test_nobody_leaves_the_period(does):
    time = SharedTime()
    time.show(FIRST, LAST)
    low, high = time.ends
    for what, value in does:
        if what == "bring":
            time.bring(FIRST + timedelta(days=int(value)))
            day = (FIRST + timedelta(days=int(value))).toordinal()
            assert time.left <= day and day + 1 <= time.right
        else:
            getattr(time, what)(value)
        assert low - 1e-6 <= time.left < time.right <= high + 1e-6
        assert time.right - time.left >= LEAST_DAYS - 1e-6
        first, last = time.seen
        assert FIRST <= first <= last <= LAST


def test_other_marks_in_the_same_period_keep_the_view(time):
    time.zoom(0.3)
    left = time.left
    mark = Mark(FIRST, None, MarkKind.FLARE)
    moved = []
    time.moved.connect(lambda: moved.append(True))
    time.show(FIRST, LAST, (mark,))
    assert (time.left, moved) == (left, [True])
    assert time.marks_on(LAST) == (mark,)


def test_another_period_forgets_a_day_that_is_not_in_it(time):
    chosen = []
    time.pointed.connect(chosen.append)
    time.set_day(LAST)
    time.show(FIRST, FIRST + timedelta(days=13))
    assert chosen == [LAST, None]


def test_keys(time):
    assert time.press(Qt.Key.Key_Left) and time.day == LAST
    time.press(Qt.Key.Key_PageUp)
    assert time.day == LAST - timedelta(days=28)
    time.press(Qt.Key.Key_Home)
    assert time.day == FIRST
    whole = time.right - time.left
    time.press(Qt.Key.Key_Plus)
    assert time.right - time.left < whole
    time.press(Qt.Key.Key_0)
    assert time.right - time.left == pytest.approx(whole)
    assert time.press(Qt.Key.Key_Escape) and time.day is None
    assert not time.press(Qt.Key.Key_Escape)
    assert not time.press(Qt.Key.Key_A)


def test_a_day_chosen_with_keys_outlasts_the_pointer(time):
    time.point(FIRST.toordinal() + 3.5)
    assert time.day == FIRST + timedelta(days=3)
    time.point(None)
    assert time.day is None
    time.press(Qt.Key.Key_Home)
    time.point(None)
    assert time.day == FIRST
