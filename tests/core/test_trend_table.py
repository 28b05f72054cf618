"""The same numbers as rows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hiprehab.core.log import Measure, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.trend_table import DAY_HEADER, day_rows, plain_cell
from hiprehab.core.trends import build, course

DAY = date(2026, 3, 2)


def rate(day: int, score: int | None, side: Side = Side.LEFT, **more) -> PainEntry:
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day)
    return PainEntry(stamp(moment, 60), side, score, **more)


def test_rows_are_newest_first_and_left_first():
    entries = [rate(0, 1), rate(1, 2, Side.RIGHT), rate(1, 3, note="n", place="groin"), rate(5, 4)]
    rows = course(entries, []).rated(DAY, DAY + timedelta(days=2))
    assert [(row.side, row.score) for row in rows] == [
        (Side.LEFT, 3),
        (Side.RIGHT, 2),
        (Side.LEFT, 1),
    ]
    assert (rows[0].note, rows[0].place, rows[0].stamp.local.hour) == ("n", "groin", 13)


def test_not_asked_is_kept_apart_from_zero():
    rows = course([rate(0, None), rate(1, 0)], []).rated(DAY, DAY + timedelta(days=1))
    assert [row.score for row in rows] == [0, None]


def test_day_rows_carry_the_numbers_of_the_chart():
    entries = [rate(day, score) for day, score in enumerate([4, 0, 7])]
    entries.append(rate(2, 9, Side.RIGHT, measure=Measure.WORST))
    record = SessionRecord(
        stamp(datetime(2026, 3, 4, 18, tzinfo=UTC), 0),
        "a",
        "Warm-up",
        "1",
        "x",
        Status.PARTIAL,
        60,
        60,
    )
    state = build(entries, [record], DAY, DAY + timedelta(days=2))
    rows = [dict(zip(DAY_HEADER, row, strict=True)) for row in day_rows(state)]
    assert [row["left_value"] for row in rows] == ["4", "0", "7"]
    assert [row["left_median_7_days"] for row in rows] == ["", "", "4"]
    assert (rows[2]["left_lower_quartile"], rows[2]["left_upper_quartile"]) == ("2", "5.5")
    assert (rows[2]["right_value"], rows[2]["right_ratings"]) == ("", "1")
    assert [row["sessions"] for row in rows] == ["", "", "Warm-up (partial)"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(text):
    assert plain_cell(text) == f"'{text}"
    assert plain_cell("a" + text) == "a" + text
