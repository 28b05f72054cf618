"""One exercise on Trends: how much, at what level, and with what pain, left against right."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.exercise_trend import (
    EXERCISE_HEADER,
    ExercisePoint,
    ExerciseState,
    History,
    exercise_rows,
    history,
)
from hiprehab.core.model import DoseKind, Side
from hiprehab.core.panels import Records
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.log_words import reason_text
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import full_date, joined, side_title, whole
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.stepper import Choice
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.charts.points import PointMark, PointsChart, PointsState
    from hiprehab.charts.shared import SharedTime

LONG_REP_S: Final = 8.0
"""An exercise that the library no longer has was held when a repetition took this long."""
JOIN_DAYS: Final = 14.0
"""Sessions farther apart than that are not joined by a line."""


class Measure(StrEnum):
    """What the chart shows of an exercise."""

    AMOUNT = "amount"
    LENGTH = "length"
    PAIN = "pain"
    LEVEL = "level"


class ExercisePanel(Panel):
    """Choose an exercise and what to see of it."""

    key = "exercise"

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__(theme, around)
        self.exercise = ""
        self._asked_for = ""
        self._controls: QWidget | None = None

    def title(self) -> str:
        """One exercise."""
        return self.tr("One exercise")

    def build(self, records: Records) -> History:
        """Sessions and ratings by exercise."""
        return history(records.done, records.rated)

    def is_empty(self, state: History) -> bool:
        """Nothing was done."""
        return not state.counts

    # --- choices ------------------------------------------------------------------------------

    def controls(self) -> QWidget:
        """Which exercise, and what to see of it."""
        self.choice = Choice(self.theme, self.tr("Exercise"))
        self.choice.setMinimumHeight(self.theme.target)
        self.choice.currentIndexChanged.connect(self._on_exercise)
        names = {
            Measure.AMOUNT: self.tr("Amount"),
            Measure.LENGTH: self.tr("Longest hold"),
            Measure.PAIN: self.tr("Pain during it"),
            Measure.LEVEL: self.tr("Level"),
        }
        self.measure = ChipRow(self.theme, list(names.items()), name=self.tr("Show"))
        self.measure.set_value(Measure.AMOUNT)
        self.measure.changed.connect(lambda _: self.again.emit())
        self._controls = QWidget()
        box = QVBoxLayout(self._controls)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(8))
        row = QHBoxLayout()
        words = label(self.tr("Exercise"), "muted")
        words.setBuddy(self.choice)
        row.addWidget(words)
        row.addWidget(self.choice, 1)
        box.addLayout(row)
        box.addWidget(self.measure)
        return self._controls

    def ask_for(self, exercise: str) -> None:
        """Shows this exercise from now on, also when it was not done in the period."""
        self._asked_for = self.exercise = exercise
        self.again.emit()

    def _on_exercise(self, place: int) -> None:
        found = self.choice.itemData(place)
        if isinstance(found, str) and found != self.exercise:
            self._asked_for = self.exercise = found
            self.again.emit()

    def _chosen(self, state: History) -> ExerciseState:
        """The exercise that was asked for, else the one that was done most often."""
        known = [one for one, _ in state.counts]
        if not self._asked_for and self.exercise not in known:
            self.exercise = known[0] if known else ""
        return state.state(self.exercise)

    def show_controls(self, state: History) -> None:
        """The exercises of the period, and the one that was asked for."""
        self._chosen(state)
        offered = state.counts
        if self.exercise and self.exercise not in [one for one, _ in offered]:
            offered = ((self.exercise, 0), *offered)
        if self._controls is not None:
            self._controls.setVisible(bool(offered))
            self._fill(offered)

    def _fill(self, offered: Sequence[tuple[str, int]]) -> None:
        self.choice.blockSignals(True)
        self.choice.clear()
        for exercise, count in offered:
            self.choice.addItem(f"{self._name(exercise)} ({whole(count)})", exercise)
        self.choice.setCurrentIndex(max(0, self.choice.findData(self.exercise)))
        self.choice.blockSignals(False)

    def _name(self, exercise: str) -> str:
        found = self.around.library().exercises.get(exercise)
        return found.name if found is not None else exercise

    # --- words --------------------------------------------------------------------------------

    def sentence(self, state: History) -> str:
        """How often, at what level, how much a side, and the pain that was noted."""
        if not state.counts and not self._asked_for:
            return self.tr(
                "Each exercise will have its history here: reps, seconds, level and pain, left "
                "against right. It begins with your first session."
            )
        found = self._chosen(state)
        name = self._name(found.exercise)
        if not found.points:
            return self.tr("{name}: not done in this period.").format(name=name)
        count = self.tr("{n} sessions") if found.sessions > 1 else self.tr("1 session")
        parts = [f"{name}: {joined([count.format(n=whole(found.sessions)), self._levels(found)])}."]
        parts += [self._amount(found, side) for side in found.sides]
        parts.append(self._pain(found))
        return " ".join(parts)

    def _levels(self, found: ExerciseState) -> str:
        first, last = found.points[0].level, found.points[-1].level
        if len(found.levels) == 1:
            return self.tr("level {name}").format(name=first) if self._has_levels() else ""
        return self.tr("from level {first} to level {last}").format(first=first, last=last)

    def _has_levels(self) -> bool:
        known = self.around.library().exercises.get(self.exercise)
        return known is None or len(known.levels) > 1

    def _is_held(self, found: ExerciseState) -> bool:
        """Whether seconds say more of it than how often: holds, and work by time."""
        known = self.around.library().exercises.get(found.exercise)
        if known is not None:
            return known.usual.dose.kind in (DoseKind.HOLD, DoseKind.TIME, DoseKind.OPEN)
        reps = sum(point.reps_planned for point in found.points)
        seconds = sum(point.seconds_planned for point in found.points)
        return bool(reps) and seconds / reps >= LONG_REP_S

    def _amount(self, found: ExerciseState, side: Side | None) -> str:
        points = found.of(side)
        if self._is_held(found):
            text = self.tr("{side} {done} of {planned} s.")
            done = round(sum(point.seconds_done for point in points))
            planned = round(sum(point.seconds_planned for point in points))
        else:
            text = self.tr("{side} {done} of {planned} reps.")
            done = sum(point.reps_done for point in points)
            planned = sum(point.reps_planned for point in points)
        return text.format(side=side_title(side), done=whole(done), planned=whole(planned))

    def _pain(self, found: ExerciseState) -> str:
        noted = [point.pain for point in found.points if point.pain is not None]
        if not noted:
            return self.tr("Pain during it was not noted.")
        text = self.tr("Pain during it was noted {n} times, at most {most} of 10.")
        if len(noted) == 1:
            text = self.tr("Pain during it was noted once: {most} of 10.")
        return text.format(n=len(noted), most=max(noted))

    # --- chart, table, file -------------------------------------------------------------------

    def shown(self, state: History) -> "PointsState":
        """The chosen measure of the chosen exercise."""
        from hiprehab.charts.points import PointSeries, PointsState

        found = self._chosen(state)
        measure = self.measure.value if self._controls is not None else Measure.AMOUNT
        value = self._value_of(found, measure)
        series = [
            PointSeries(side, side_title(side), _marks(found.of(side), value, measure), JOIN_DAYS)
            for side in found.sides
        ]
        by_day: dict[date, list[ExercisePoint]] = {}
        for point in found.points:
            by_day.setdefault(point.day, []).append(point)
        return PointsState(
            scale=self._scale(found, series, measure),
            series=series,
            words=lambda day: self._say(by_day.get(day, ()), self._is_held(found)),
            hollow=self.tr("not all of it") if measure is Measure.AMOUNT else "",
            target=self.tr("planned") if measure is Measure.AMOUNT else "",
        )

    def _value_of(
        self, found: ExerciseState, measure: Measure
    ) -> Callable[[ExercisePoint], tuple[float | None, float | None]]:
        """What a point is worth and what was planned, in the measure's own unit."""
        if measure is Measure.PAIN:
            return lambda point: (point.pain, None)
        if measure is Measure.LENGTH:
            return lambda point: (point.hold_s, None)
        if measure is Measure.LEVEL:
            places = {name: place for place, name in enumerate(self._level_names(found), start=1)}
            return lambda point: (places[point.level], None)
        if self._is_held(found):
            return lambda point: (round(point.seconds_done), round(point.seconds_planned))
        return lambda point: (point.reps_done, point.reps_planned)

    def _level_names(self, found: ExerciseState) -> tuple[str, ...]:
        """The levels from the easiest on; those that the library does not have come last."""
        known = self.around.library().exercises.get(found.exercise)
        names = [level.name for level in known.levels] if known is not None else []
        return tuple(dict.fromkeys([*names, *found.levels]))

    def _scale(
        self, found: ExerciseState, series: Sequence[object], measure: Measure
    ) -> list[tuple[float, str]]:
        from hiprehab.charts.points import PointSeries, even_scale

        if measure is Measure.PAIN:
            return [(0, "0"), (2, "2"), (5, "5"), (10, "10")]
        if measure is Measure.LEVEL:
            names = self._level_names(found)
            return [(0.0, ""), *((float(n), name) for n, name in enumerate(names, start=1))]
        marks = [mark for one in series if isinstance(one, PointSeries) for mark in one.points]
        most = max((max(mark.value, mark.target or 0.0) for mark in marks), default=1.0)
        unit = self.tr("{n} s") if measure is Measure.LENGTH or self._is_held(found) else "{n}"
        return [(value, unit.format(n=f"{value:g}")) for value in even_scale(most)]

    def _say(self, points: Sequence[ExercisePoint], held: bool) -> str:
        """One day in words."""
        if not points:
            return self.tr("not done")
        return " · ".join(self._say_point(point, held) for point in points)

    def _say_point(self, point: ExercisePoint, held: bool) -> str:
        text = self.tr("{side} {done} of {planned} reps")
        done, planned = point.reps_done, point.reps_planned
        if held:
            text = self.tr("{side} {done} of {planned} s")
            done, planned = round(point.seconds_done), round(point.seconds_planned)
        amount = text.format(side=side_title(point.side), done=done, planned=planned)
        level = self.tr("level {name}").format(name=point.level) if self._has_levels() else ""
        pain = "" if point.pain is None else self.tr("pain {n}").format(n=point.pain)
        why = reason_text(point.reason) if point.reason else ""
        return joined([amount, level, pain, why])

    def chart(self, time: "SharedTime") -> "PointsChart":
        """Signs over time, circles for left and squares for right."""
        from hiprehab.charts.points import PointsChart

        return PointsChart(self.title(), time)

    def table(self, state: History) -> Table:
        """One row a session and side."""
        headings = (
            self.tr("Day"),
            self.tr("Side"),
            self.tr("Level"),
            self.tr("Sets"),
            self.tr("Reps"),
            self.tr("Seconds"),
            self.tr("Longest hold, s"),
            self.tr("Pain"),
            self.tr("Session"),
        )
        of = self.tr("{done} of {planned}")
        not_noted = self.tr("not noted")
        rows = [
            (
                full_date(point.day),
                side_title(point.side),
                point.level,
                of.format(done=point.sets_done, planned=point.sets_planned),
                of.format(done=point.reps_done, planned=point.reps_planned),
                of.format(done=f"{point.seconds_done:.0f}", planned=f"{point.seconds_planned:.0f}"),
                f"{point.hold_s:.0f}",
                not_noted if point.pain is None else str(point.pain),
                point.title,
            )
            for point in reversed(self._chosen(state).points)
        ]
        return Table(headings, rows, frozenset({3, 4, 5, 6, 7}))

    def numbers(self, state: History) -> Numbers:
        """One row a session and side."""
        return Numbers(EXERCISE_HEADER, exercise_rows(self._chosen(state)))


def _marks(
    points: Sequence[ExercisePoint],
    value: Callable[[ExercisePoint], tuple[float | None, float | None]],
    measure: Measure,
) -> list["PointMark"]:
    """The points that have a value, at noon of their days."""
    from hiprehab.charts.points import PointMark

    found = []
    for point in points:
        worth, planned = value(point)
        if worth is not None:
            short = measure is Measure.AMOUNT and point.sets_done < point.sets_planned
            found.append(PointMark(point.day.toordinal() + 0.5, float(worth), short, planned))
    return found
