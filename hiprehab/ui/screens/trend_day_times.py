"""Time of day and nights on Trends: medians with their counts, and nights woken of nights asked."""

from typing import TYPE_CHECKING

from hiprehab.core import day_times
from hiprehab.core.day_times import (
    DAY_TIME_HEADER,
    LEAST,
    NIGHT_HEADER,
    DayPart,
    DayTimes,
    Nights,
    NightWeek,
    PartValue,
    day_time_rows,
    night_rows,
)
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import full_date, joined, side_title, whole, yes_no

if TYPE_CHECKING:
    from hiprehab.charts.day_parts import DayParts
    from hiprehab.charts.night_bars import NightBars
    from hiprehab.charts.shared import SharedTime


class DayTimesPanel(Panel):
    """Medians of "right now", by the clock on the person's own wall."""

    key = "times"

    def title(self) -> str:
        """When it hurts."""
        return self.tr("Time of day")

    def build(self, records: Records) -> DayTimes:
        """The parts of the day."""
        return day_times.build(records.pain, records.first, records.last)

    def is_empty(self, state: DayTimes) -> bool:
        """No part of the day has enough ratings."""
        return all(value.middle is None for value in state.values)

    def sentence(self, state: DayTimes) -> str:
        """The medians of each side with their counts."""
        if self.is_empty(state):
            text = self.tr(
                "Pain by the time of day will be shown here, from {least} ratings of a part of the "
                "day on. This period has {n}. Rate your hips at different times."
            )
            return text.format(least=LEAST, n=whole(state.ratings))
        lines = []
        for side in Side:
            values = [state.value(part, side) for part in DayPart]
            if not any(value.ratings for value in values):
                continue
            parts = joined(self._value(value) for value in values if value.ratings)
            text = self.tr("{side}, median: {parts}.")
            lines.append(text.format(side=side_title(side), parts=parts))
        return " ".join(lines)

    def part(self, part: DayPart) -> str:
        """A part of the day."""
        return {
            DayPart.MORNING: self.tr("morning"),
            DayPart.MIDDAY: self.tr("midday"),
            DayPart.EVENING: self.tr("evening"),
            DayPart.NIGHT: self.tr("night"),
        }[part]

    def hours(self, part: DayPart) -> str:
        """A part of the day with its hours."""
        parts = list(DayPart)
        after = parts[(parts.index(part) + 1) % len(parts)]
        return self.tr("{part}, {start} to {end} h").format(
            part=self.part(part), start=day_times.STARTS[part], end=day_times.STARTS[after]
        )

    def _value(self, value: PartValue) -> str:
        if value.middle is None:
            text = self.tr("{part} too few (n = {n})")
            return text.format(part=self.part(value.part), n=value.ratings)
        text = self.tr("{part} {median} (n = {n})")
        return text.format(
            part=self.part(value.part), median=f"{value.middle:g}", n=whole(value.ratings)
        )

    def count(self, value: PartValue) -> str:
        """The count below a value of the chart."""
        return self.tr("n = {n}").format(n=whole(value.ratings)) if value.ratings else "–"

    def spoken(self, state: DayTimes, part: DayPart) -> str:
        """Both sides of one part."""
        found = [self.hours(part)]
        for side in Side:
            value = state.value(part, side)
            if not value.ratings:
                text = self.tr("{side} not rated")
            elif value.middle is None:
                text = self.tr("{side} too few ratings (n = {n})")
            else:
                text = self.tr("{side} median {median} (n = {n})")
            middle = "" if value.middle is None else f"{value.middle:g}"
            found.append(text.format(side=side_title(side), median=middle, n=whole(value.ratings)))
        return " · ".join(found)

    def chart(self, time: "SharedTime") -> "DayParts":
        """Four columns."""
        from hiprehab.charts.day_parts import DayParts, PartWords

        hint = self.tr("n is the number of ratings.")
        return DayParts(self.title(), PartWords(self.part, self.count, self.spoken), hint=hint)

    def table(self, state: DayTimes) -> Table:
        """One row a part and side."""
        headings = (
            self.tr("Part of the day"),
            self.tr("Side"),
            self.tr("Median"),
            self.tr("Ratings"),
            self.tr("Days"),
        )
        too_few = self.tr("too few")
        rows = [
            (
                self.hours(value.part),
                side_title(value.side),
                too_few if value.middle is None else f"{value.middle:g}",
                whole(value.ratings),
                whole(value.days),
            )
            for value in state.values
        ]
        return Table(headings, rows, frozenset({2, 3, 4}))

    def numbers(self, state: DayTimes) -> Numbers:
        """One row a part and side."""
        return Numbers(DAY_TIME_HEADER, day_time_rows(state))


class NightsPanel(Panel):
    """Nights woken by pain, of the nights that were asked about."""

    key = "nights"

    def title(self) -> str:
        """Nights."""
        return self.tr("Woken at night")

    def build(self, records: Records) -> Nights:
        """The nights of the period."""
        return day_times.build_nights(records.pain, records.first, records.last)

    def is_empty(self, state: Nights) -> bool:
        """No night was asked about."""
        return not state.asked

    def sentence(self, state: Nights) -> str:
        """Woken of asked, and how many are not known."""
        if not state.asked:
            return self.tr(
                'Nights with pain will be shown here. In the check-in, open "Add detail" and '
                "answer whether the pain woke you."
            )
        text = self.tr("Pain woke you in {woken} of {asked} nights you told about.")
        if self.around.read_only:
            text = self.tr("Pain woke them in {woken} of {asked} nights they told about.")
        found = text.format(woken=whole(state.woken), asked=whole(state.asked))
        unknown = state.days - state.asked
        if unknown > 0:
            text = self.tr("Nothing is known of the other {n} nights of this period.")
            found += " " + text.format(n=whole(unknown))
        return found

    def week(self, week: NightWeek) -> str:
        """One week in words."""
        text = self.tr("week of {day}: woken in {woken} of {asked} nights told about")
        if not week.asked:
            text = self.tr("week of {day}: no night told about")
        return text.format(day=full_date(week.monday), woken=week.woken, asked=week.asked)

    def chart(self, time: "SharedTime") -> "NightBars":
        """A bar a week."""
        from hiprehab.charts.night_bars import NightBars

        key = (self.tr("nights woken by pain"), self.tr("nights told about"))
        return NightBars(self.title(), time, self.week, key=key)

    def table(self, state: Nights) -> Table:
        """One row a night that was told about."""
        rows = [(full_date(day), yes_no(woken)) for day, woken in reversed(state.nights)]
        return Table((self.tr("Day"), self.tr("Woken by pain")), rows)

    def numbers(self, state: Nights) -> Numbers:
        """One row a night that was told about."""
        return Numbers(NIGHT_HEADER, night_rows(state))
