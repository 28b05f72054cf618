"""Own activities on Trends: what the hip makes hard, rated by the person once a week or so."""

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtWidgets import QWidget

from hiprehab.core import activity_trend
from hiprehab.core.activity_trend import (
    ACTIVITY_HEADER,
    MOST,
    ActivityPoint,
    ActivitySeries,
    ActivityState,
    activity_rows,
)
from hiprehab.core.diary import Activity
from hiprehab.core.panels import Records
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.own_rows import OwnRows, delete_entry
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import full_date, whole
from hiprehab.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from hiprehab.charts.points import PointsChart, PointsState
    from hiprehab.charts.shared import SharedTime
    from hiprehab.ui.screens.activity_dialogs import ActivityDialog

JOIN_DAYS: Final = 21.0
"""Ratings farther apart than three weeks are not joined by a line."""


class Followed(NamedTuple):
    """The activities of a period, those that are followed today, and whether a rating is due."""

    state: ActivityState
    running: tuple[Activity, ...]
    due: bool


class ActivitiesPanel(Panel):
    """Up to five, named by the person; rating and adding begin here."""

    key = "activities"
    enters = True

    def title(self) -> str:
        """What is hard."""
        return (
            self.tr("Own activities") if self.around.read_only else self.tr("Your own activities")
        )

    def build(self, records: Records) -> Followed:
        """The activities of the period."""
        state = activity_trend.build(
            records.activities, records.activity_ratings, records.first, records.last
        )
        due = records.last >= records.today and activity_trend.is_due(
            records.activities, records.activity_ratings, records.today
        )
        return Followed(state, activity_trend.running(records.activities, records.today), due)

    def is_empty(self, state: Followed) -> bool:
        """Nothing was rated."""
        return not state.state.ratings

    def controls(self) -> QWidget:
        """Rate, add, change."""
        holder, flow = flowing(self.theme.space(8))
        self.rate = Button(self.theme, self.tr("Rate"), icon="edit")
        self.rate.clicked.connect(self._on_rate)
        self.add = Button(self.theme, self.tr("Add an activity"), icon="plus")
        self.add.clicked.connect(self._on_add)
        self.change = Button(self.theme, self.tr("Rename or end"), kind="quiet")
        self.change.clicked.connect(self._on_change)
        for button in (self.rate, self.add, self.change):
            flow.addWidget(button)
        return holder

    def show_controls(self, state: Followed) -> None:
        """Only what can be done now; a rating that is due stands out."""
        count = len(state.running)
        self.rate.setVisible(count > 0)
        self.rate.set_kind("primary" if state.due else "secondary")
        self.add.setVisible(count < MOST)
        self.change.setVisible(count > 0)

    # --- dialogs ------------------------------------------------------------------------------

    def _on_rate(self) -> None:
        from hiprehab.ui.screens.activity_dialogs import RateDialog

        self._open(RateDialog)

    def _on_add(self) -> None:
        from hiprehab.ui.screens.activity_dialogs import AddDialog

        self._open(AddDialog)

    def _on_change(self) -> None:
        from hiprehab.ui.screens.activity_dialogs import ChangeDialog

        self._open(ChangeDialog)

    def _open(self, make: "type[ActivityDialog]") -> None:
        assert self.host is not None
        dialog = make(self.theme, self.host, self.around)
        dialog.told.connect(self.told)
        dialog.open_at(640, 560)

    # --- words --------------------------------------------------------------------------------

    def sentence(self, state: Followed) -> str:
        """First and newest score of each activity, with how many there are."""
        if not state.running and not state.state.ratings:
            return self.tr(
                "What is hard for you because of your hip? Name up to {n} things, such as putting "
                "on socks, and rate them about once a week: 0 you cannot do it, 10 as well as "
                "before."
            ).format(n=MOST)
        parts = [self._of(one) for one in state.state.series]
        found = " ".join(part for part in parts if part)
        if not found:
            found = self.tr("Not rated in this period.")
        if state.due:
            found += " " + self.tr("A rating is due: the last one is a week old, or there is none.")
        return found

    def _of(self, one: ActivitySeries) -> str:
        if one.first is None or one.latest is None:
            return ""
        if len(one.points) == 1:
            text = self.tr("{name}: {latest} of 10 (1 rating).")
        else:
            text = self.tr("{name}: {first} at first, {latest} now ({n} ratings).")
        return text.format(
            name=one.activity.name,
            first=one.first.score,
            latest=one.latest.score,
            n=whole(len(one.points)),
        )

    # --- chart, table, file -------------------------------------------------------------------

    def shown(self, state: Followed) -> "PointsState":
        """A shape and a line of its own for each activity."""
        from hiprehab.charts.points import PointMark, PointSeries, PointsState

        rated = [one for one in state.state.series if one.points]
        series = [
            PointSeries(
                number,
                one.activity.name,
                [PointMark(point.x, float(point.score)) for point in one.points],
                JOIN_DAYS,
            )
            for number, one in enumerate(rated)
        ]
        by_day: dict[date, list[tuple[Activity, ActivityPoint]]] = {}
        for one in rated:
            for point in one.points:
                by_day.setdefault(point.day, []).append((one.activity, point))
        none = self.tr("not rated")
        scale = [(0.0, "0"), (5.0, "5"), (10.0, "10")]

        def say(day: date) -> str:
            found = by_day.get(day, ())
            return " · ".join(f"{what.name} {point.score}" for what, point in found) or none

        return PointsState(scale=scale, series=series, words=say)

    def chart(self, time: "SharedTime") -> "PointsChart":
        """Signs over time; higher is better."""
        from hiprehab.charts.points import PointsChart

        return PointsChart(self.title(), time)

    def _rows(self, state: Followed) -> list[tuple[Activity, ActivityPoint]]:
        """The ratings, the newest first."""
        rows = [(one.activity, point) for one in state.state.series for point in one.points]
        return sorted(rows, key=lambda row: row[1].x, reverse=True)

    def table(self, state: Followed) -> Table:
        """One row a rating."""
        headings = (self.tr("Day"), self.tr("Activity"), self.tr("Score, 0 to 10"))
        rows = [
            (full_date(point.day), activity.name, str(point.score))
            for activity, point in self._rows(state)
        ]
        return Table(headings, rows, frozenset({2}))

    def make_table(self) -> OwnRows:
        """A table in which a wrong rating can be deleted."""
        view = OwnRows(self.theme, self.title())
        view.delete_wished.connect(self._on_delete)
        return view

    def fill_table(self, view: OwnRows, state: Followed) -> None:
        """The ratings with their ids."""
        view.show_rows(self.table(state), [point.id for _, point in self._rows(state)])

    def _on_delete(self, entry: int) -> None:
        clock = self.around.clock
        delete_entry(
            self,
            lambda store, one: store.activity_ratings_delete([one], clock.utcnow()),
            entry,
            self.tr("Rating deleted."),
        )

    def numbers(self, state: Followed) -> Numbers:
        """One row a rating."""
        return Numbers(ACTIVITY_HEADER, activity_rows(state.state))
