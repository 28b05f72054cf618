"""Labels of days that a person can read, at every width."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from hiprehab.charts.axes import words
from hiprehab.charts.edges import apart
from hiprehab.core.day_ticks import STEPS, step_for, ticks

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("days", "unit", "size"),
    [
        (0.2, "day", 1),
        (1.5, "day", 2),
        (5, "day", 7),
        (12, "day", 14),
        (20, "month", 1),
        (80, "month", 3),
        (300, "year", 1),
        (99999, "year", 50),
    ],
)
def test_step(days, unit, size):
    assert step_for(days)[:2] == (unit, size)


@given(DAYS, DAYS, st.sampled_from(STEPS))
def test_ticks_lie_inside_and_do_not_move_when_the_view_does(one, other, step):
    first, last = sorted((one, other))
    found = ticks(first, last, step)
    assert all(first <= day <= last for day in found)
    middle = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
    assert [day for day in found if day >= middle] == ticks(middle, last, step)


def test_weeks_begin_on_monday():
    found = ticks(date(2026, 3, 1), date(2026, 3, 31), step_for(7))
    assert {day.weekday() for day in found} == {0}


def test_the_year_stands_where_it_changes():
    days = ticks(date(2025, 11, 20), date(2026, 2, 2), step_for(28))
    assert words(days, step_for(28), ENGLISH) == ["Dec\n2025", "Jan\n2026", "Feb"]
    assert words([date(2026, 1, 1)], step_for(400), ENGLISH) == ["2026"]
    assert words([date(2026, 3, 2)], step_for(7), ENGLISH) == ["2 Mar\n2026"]


@given(st.floats(0, 300), st.floats(0, 300))
def test_two_labels_never_cover_each_other(one, other):
    first, second = apart([one, other], 30, 15, 285)
    assert abs(first - second) >= 30 - 1e-6
    assert min(first, second) >= 15 and max(first, second) <= 285 + 1e-6
    assert (first <= second) == (min(max(one, 15), 285) <= min(max(other, 15), 285))


def test_one_label_stays_in_the_room():
    assert apart([400.0], 30, 15, 285) == [285]
    assert apart([], 30, 15, 285) == []
