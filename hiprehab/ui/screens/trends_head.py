"""The head of Trends: which days, the person's own dates, and what can be made of them."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.trends import Span
from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.screens.period_field import PeriodField
from hiprehab.ui.screens.trends_words import TrendWords
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

BESIDE_PX = 900
"""From this width on (at 100 % text) the buttons stand beside the periods."""


class TrendsHead(QWidget):
    """The title with the periods beside it, and the person's own dates below.

    Of somebody else's log (`others`) there is no title, as that has tabs, and no mark is added;
    what was entered is a page of its own there.

    Signals:
        changed: another period was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, *, others: bool = False) -> None:
        super().__init__()
        self._theme, self._others = theme, others
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(8))
        self.spans = ChipRow(theme, TrendWords().spans(), name=self.tr("Period"))
        self.spans.set_value(Span.TWELVE_WEEKS)
        self.spans.changed.connect(self._on_span)
        self._words = self._build_words()
        column.addWidget(self._words)
        self.own_days = PeriodField(theme)
        self.own_days.changed.connect(self.changed)
        self.own_days.hide()
        column.addWidget(self.own_days)

    def _build_words(self) -> QWidget:
        self.add_mark = Button(self._theme, self.tr("Add a mark"), icon="plus")
        self.entries = Button(self._theme, self.tr("Entries and answers"), icon="history")
        self.make_page = Button(self._theme, self.tr("Make the page"), icon="note")
        self.make_page.setToolTip(
            self.tr("One page with all of it, to save or print")
            if self._others
            else self.tr("One page for your physiotherapist, to save or print")
        )
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(28))
        if not self._others:
            title = label(self.tr("Trends"), "heading")
            row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
            title.setFixedHeight(self.spans.sizeHint().height())
        row.addWidget(self.spans, 1)
        holder = QWidget()
        self._columns = Columns(holder, gap=self._theme.space(8), shares=(1, 0))
        self._columns.addWidget(words)
        self._buttons, self._flow = flowing(self._theme.space(8))
        self._acts = (self.entries if self._others else self.add_mark, self.make_page)
        for button in self._acts:
            self._flow.addWidget(button)
        self._columns.addWidget(self._buttons)
        return holder

    def high(self, width: int) -> int:
        """How high (px) it is in a width without the person's own dates."""
        return self._columns.heightForWidth(width)

    @property
    def own(self) -> tuple[date, date] | None:
        """The person's own dates, the earlier one first; None while another period is chosen."""
        if self.spans.value is not Span.OWN:
            return None
        return self.own_days.days

    def begin_with(self, period: tuple[date, date], today: date) -> None:
        """The person's own dates begin as what is shown; none lies after `today`."""
        self.own_days.show_days(*period, today)

    def offer(self, *, periods: bool) -> None:
        """Shows the periods and the buttons, or only the title."""
        self.spans.setVisible(periods)
        for button in self._acts:
            button.setVisible(periods)
        self.own_days.setVisible(periods and self.spans.value is Span.OWN)

    def fit(self) -> None:
        """For the present text size."""
        self._columns.set_least(self._theme.px(BESIDE_PX))
        self._buttons.setMinimumWidth(self._flow.sizeHint().width())

    def _on_span(self) -> None:
        self.own_days.setVisible(self.spans.value is Span.OWN)
        self.changed.emit()
