"""The numbers of the pain chart as rows, a day each, for a file."""

from datetime import date, timedelta
from typing import Final

from hiprehab.core.trends import ChartState, SideTrend

_PER_SIDE: Final = ("value", "median_7_days", "lower_quartile", "upper_quartile", "ratings")
DAY_HEADER: Final = (
    "day",
    *(f"{side}_{name}" for side in ("left", "right") for name in _PER_SIDE),
    "sessions",
)
"""Columns of `day_rows`. An empty cell is unknown, never zero."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _side_cells(trend: SideTrend, index: int, ratings: int) -> tuple[str, ...]:
    numbers = (trend.values[index], trend.line[index], trend.low[index], trend.high[index])
    return *(_number(number) for number in numbers), str(ratings)


def day_rows(state: ChartState) -> tuple[tuple[str, ...], ...]:
    """One row a day of the chart, oldest first, under `DAY_HEADER`."""
    per_day = []
    for trend in state.sides:
        found: dict[int, int] = {}
        for dot in trend.dots:
            found[int(dot.x)] = found.get(int(dot.x), 0) + 1
        per_day.append(found)
    titles: dict[date, list[str]] = {}
    for mark in state.sessions:
        titles.setdefault(mark.day, []).append(f"{mark.title} ({mark.status})")
    rows = []
    for index in range((state.last - state.first).days + 1):
        day = state.first + timedelta(days=index)
        cells = [day.isoformat()]
        for trend, counts in zip(state.sides, per_day, strict=True):
            cells += _side_cells(trend, index, counts.get(day.toordinal(), 0))
        cells.append(plain_cell("; ".join(titles.get(day, []))))
        rows.append(tuple(cells))
    return tuple(rows)
