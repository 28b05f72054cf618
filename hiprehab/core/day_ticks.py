"""Which days a time axis names: every day, week, month or year, as much as there is room for."""

import bisect
from datetime import date
from typing import Final, NamedTuple

MONTHS: Final = (1, 2, 3, 6)
YEARS: Final = (1, 2, 5, 10, 20, 50)


class Step(NamedTuple):
    """A distance between labels: so many days, months or years, about `days` long."""

    unit: str
    size: int
    days: float


STEPS: Final = (
    Step("day", 1, 1),
    Step("day", 2, 2),
    Step("day", 7, 7),
    Step("day", 14, 14),
    *(Step("month", count, 28 * count) for count in MONTHS),
    *(Step("year", count, 365 * count) for count in YEARS),
)


def step_for(days_per_label: float) -> Step:
    """The smallest step that leaves room for a label."""
    index = bisect.bisect_left([step.days for step in STEPS], days_per_label)
    return STEPS[min(index, len(STEPS) - 1)]


def ticks(first: date, last: date, step: Step) -> list[date]:
    """The labelled days from `first` to `last`; weeks begin on Monday, and panning moves none."""
    if step.unit == "day":
        number = first.toordinal() - 1
        number += -number % step.size  # ordinal 1 was a Monday
        return [date.fromordinal(n + 1) for n in range(number, last.toordinal(), step.size)]
    found = []
    if step.unit == "year":
        years = range(first.year - first.year % step.size, last.year + 1, step.size)
        found = [date(year, 1, 1) for year in years if year >= 1]
    else:
        months = range(first.year * 12, last.year * 12 + 12, step.size)
        found = [date(month // 12, month % 12 + 1, 1) for month in months]
    return [day for day in found if first <= day <= last]
