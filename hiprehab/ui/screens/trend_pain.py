"""The panel of the pain: what is seen of each side in a few words, and the large chart."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hiprehab.core import trends
from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.trend_table import DAY_HEADER, day_rows
from hiprehab.core.trends import ChartState
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.trend_panel import Numbers, Panel
from hiprehab.ui.screens.trends_words import TrendWords
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.charts.shared import SharedTime
    from hiprehab.ui.screens.trends_table import RatingTable


class PainPanel(Panel):
    """Both sides over time.

    Signals:
        edit_requested(int): the id of a rating to correct.
    """

    edit_requested = Signal(int)

    key = "pain"
    wide = True
    leads = True
    least_px = 320

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__(theme, around)
        self._words = TrendWords()
        self.verdicts = {side: label("", "strong", wrap=True) for side in Side}
        self.reasons = {side: label("", "small", wrap=True) for side in Side}

    def title(self) -> str:
        """Names it."""
        return self.tr("Pain")

    def build(self, records: Records) -> tuple[ChartState, tuple[PainEntry, ...]]:
        """The chart's numbers, and the ratings for the table."""
        import hiprehab.charts.pain  # noqa: F401 - half a second that the window must not wait for

        first, last = records.first, records.last
        course = records.course or trends.course(records.pain, records.sessions)
        chart = course.between(first, last, since=records.since)
        return chart, course.rated(first, last)

    def sentence(self, state: Any) -> str:
        """Said for each side apart, by `controls`."""
        return ""

    def controls(self) -> QWidget:
        """Left on the left: what is seen, and below it the numbers it rests on."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.theme.space(10))
        grid.setVerticalSpacing(self.theme.space(2))
        for column, side in enumerate(Side):
            badge = SideBadge(self.theme, side)
            grid.addWidget(badge, 0, column * 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.verdicts[side], 0, column * 2 + 1)
            grid.addWidget(self.reasons[side], 1, column * 2, 1, 2)
            grid.setColumnStretch(column * 2 + 1, 1)
        return holder

    def show_controls(self, state: Any) -> None:
        """What is seen of each side."""
        for trend in state[0].sides:
            self.verdicts[trend.side].setText(self._words.verdict(trend.summary))
            self.reasons[trend.side].setText(self._words.reason(trend.summary))

    def chart(self, time: "SharedTime") -> Any:
        """The large chart."""
        from hiprehab.charts.pain import PainChart

        return PainChart(time)

    def shown(self, state: Any) -> ChartState:
        """Without the ratings."""
        found: ChartState = state[0]
        return found

    def make_table(self) -> "RatingTable":
        """Every rating, to be corrected."""
        from hiprehab.ui.screens.trends_table import RatingTable

        table = RatingTable(self.theme)
        table.edit_requested.connect(self.edit_requested)
        return table

    def fill_table(self, view: "RatingTable", state: Any) -> None:
        """All ratings of the period."""
        view.show_rows(state[1])

    def numbers(self, state: Any) -> Numbers:
        """A row a day."""
        return Numbers(DAY_HEADER, day_rows(state[0]))
