"""The two tests on Trends: stands from a chair and seconds on one leg, and the way to do them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core import function_trend
from hiprehab.core.diary import FunctionKind
from hiprehab.core.function_trend import (
    CHAIR_STAND_S,
    FUNCTION_HEADER,
    STANCE_S,
    FunctionState,
    Measured,
    function_rows,
)
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.function_words import FunctionWords
from hiprehab.ui.screens.own_rows import OwnRows, delete_entry
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import full_date, joined, side_title, whole, yes_no
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow

if TYPE_CHECKING:
    from hiprehab.charts.points import PointsChart, PointsState
    from hiprehab.charts.shared import SharedTime

JOIN_DAYS: Final = 35.0
"""Tests farther apart than five weeks are not joined by a line."""


class Tests(NamedTuple):
    """Both tests of a period."""

    chair: FunctionState
    stance: FunctionState

    def of(self, kind: FunctionKind) -> FunctionState:
        """One of them."""
        return self.chair if kind is FunctionKind.CHAIR_STAND else self.stance


class FunctionPanel(Panel):
    """Results over time; nothing is said about what is normal."""

    key = "tests"
    enters = True

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__(theme, around)
        self.words = FunctionWords()
        self.kind = FunctionKind.SINGLE_LEG_STANCE

    def title(self) -> str:
        """Two small tests."""
        return self.tr("Two small tests")

    def build(self, records: Records) -> Tests:
        """Both tests of the period."""
        found = (
            function_trend.build(records.function_tests, kind, records.first, records.last)
            for kind in FunctionKind
        )
        return Tests(*found)

    def is_empty(self, state: Tests) -> bool:
        """None was done."""
        return not (state.chair.points or state.stance.points)

    def controls(self) -> QWidget:
        """Which test to see, and doing one."""
        names = {
            FunctionKind.SINGLE_LEG_STANCE: self.tr("One leg"),
            FunctionKind.CHAIR_STAND: self.tr("Chair"),
        }
        self.chips = ChipRow(self.theme, list(names.items()), name=self.tr("Test"))
        self.chips.set_value(self.kind)
        self.chips.changed.connect(self._on_kind)
        holder, flow = flowing(self.theme.space(8))
        self.starts: dict[FunctionKind, Button] = {}
        for kind in (FunctionKind.SINGLE_LEG_STANCE, FunctionKind.CHAIR_STAND):
            text = self.tr("Start: {test}").format(test=self.words.text(kind).title)
            button = Button(self.theme, text, icon="play")
            button.clicked.connect(lambda _on=False, what=kind: self.wanted.emit("test", what))
            flow.addWidget(button)
            self.starts[kind] = button
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(8))
        box.addWidget(self.chips)
        box.addWidget(holder)
        return made

    def show_controls(self, state: Tests) -> None:
        """The choice is there when there is something to choose; what was done is shown."""
        done = [kind for kind in FunctionKind if state.of(kind).points]
        if done and self.kind not in done:
            self.kind = done[0]
            self.chips.set_value(self.kind)
        self.chips.setVisible(len(done) > 1)

    def _on_kind(self, kind: FunctionKind) -> None:
        self.kind = kind
        self.again.emit()

    # --- words --------------------------------------------------------------------------------

    def sentence(self, state: Tests) -> str:
        """The newest result of each test and side, with how many there are."""
        if self.is_empty(state):
            return self.tr(
                "How long you stand on one leg, and how often you stand up from a chair in {n} "
                "seconds, will be shown here. Each takes a minute or two."
            ).format(n=CHAIR_STAND_S)
        parts = [self._of_kind(state.of(kind)) for kind in FunctionKind]
        return " ".join(part for part in parts if part)

    def _of_kind(self, found: FunctionState) -> str:
        if not found.points:
            return ""
        title = self.words.text(found.kind).title
        sides = [self._newest(found, side) for side in found.sides]
        return f"{title}: {'; '.join(sides)}."

    def _newest(self, found: FunctionState, side: Side | None) -> str:
        """First and newest of a side; one alone has nothing to be compared with."""
        points = found.of(side)
        value = self.words.value(found.kind, points[-1].value)
        name = f"{side_title(side).lower()} " if side is not None else ""
        if len(points) == 1:
            return self.tr("{side}{value} (1 test)").format(side=name, value=value)
        first = self.words.value(found.kind, points[0].value)
        text = self.tr("{side}{value}, at first {first} ({n} tests)")
        return text.format(side=name, value=value, first=first, n=whole(len(points)))

    # --- chart, table, file -------------------------------------------------------------------

    def shown(self, state: Tests) -> "PointsState":
        """The chosen test; the other one when only that was done."""
        from hiprehab.charts.points import PointMark, PointSeries, PointsState, even_scale

        found = state.of(self.kind)
        series = [
            PointSeries(
                side,
                side_title(side),
                [
                    PointMark(point.day.toordinal() + 0.5, point.value, point.pain is True)
                    for point in found.of(side)
                ],
                JOIN_DAYS,
            )
            for side in found.sides
        ]
        by_day: dict[date, list[Measured]] = {}
        for point in found.points:
            by_day.setdefault(point.day, []).append(point)
        stance = found.kind is FunctionKind.SINGLE_LEG_STANCE
        most = max((point.value for point in found.points), default=1.0)
        scale = [(float(n), f"{n:g}") for n in even_scale(STANCE_S if stance else most)]
        return PointsState(
            scale=scale,
            series=series,
            words=lambda day: self._say(by_day.get(day, ())),
            hollow=self.tr("pain stopped it"),
        )

    def _say(self, points: Sequence[Measured]) -> str:
        if not points:
            return self.tr("no test")
        return " · ".join(self._say_one(point) for point in points)

    def _say_one(self, point: Measured) -> str:
        name = side_title(point.side) if point.side is not None else ""
        value = self.words.value(self.kind, point.value)
        end = self.tr("the whole time") if point.full else ""
        stopped = self.tr("pain stopped it") if point.pain else end
        return joined([f"{name} {value}".strip(), stopped, point.note])

    def chart(self, time: "SharedTime") -> "PointsChart":
        """Signs over time."""
        from hiprehab.charts.points import PointsChart

        return PointsChart(self.title(), time)

    def _rows(self, state: Tests) -> list[tuple[Measured, FunctionKind]]:
        """All tests, the newest first."""
        rows = [(point, kind) for kind in FunctionKind for point in state.of(kind).points]
        return sorted(rows, key=lambda row: row[0].day, reverse=True)

    def table(self, state: Tests) -> Table:
        """One row a test and side, both tests."""
        headings = (
            self.tr("Day"),
            self.tr("Test"),
            self.tr("Side"),
            self.tr("Result"),
            self.tr("Pain stopped it"),
            self.tr("Note"),
        )
        rows = [
            (
                full_date(point.day),
                self.words.text(kind).title,
                side_title(point.side),
                self.words.value(kind, point.value),
                yes_no(point.pain),
                point.note,
            )
            for point, kind in self._rows(state)
        ]
        return Table(headings, rows, frozenset({3}))

    def make_table(self) -> OwnRows:
        """A table in which a wrong result can be deleted."""
        view = OwnRows(self.theme, self.title())
        view.delete_wished.connect(self._on_delete)
        return view

    def fill_table(self, view: OwnRows, state: Tests) -> None:
        """The tests with their ids."""
        view.show_rows(self.table(state), [point.id for point, _ in self._rows(state)])

    def _on_delete(self, entry: int) -> None:
        clock = self.around.clock
        delete_entry(
            self,
            lambda store, one: store.function_tests_delete([one], clock.utcnow()),
            entry,
            self.tr("Test deleted."),
        )

    def numbers(self, state: Tests) -> Numbers:
        """One row a test and side."""
        return Numbers(FUNCTION_HEADER, function_rows(state.chair, state.stance))
