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

    Signals:
        changed: another period was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(8))
        self.spans = ChipRow(theme, TrendWords().spans(), name=self.tr("Period"))
        self.spans.set_value(Span.TWELVE_WEEKS)
        self.spans.changed.connect(self._on_span)
        column.addWidget(self._build_words())
        self.own_days = PeriodField(theme)
        self.own_days.changed.connect(self.changed)
        self.own_days.hide()
        column.addWidget(self.own_days)

    def _build_words(self) -> QWidget:
        self.add_mark = Button(self._theme, self.tr("Add a mark"), icon="plus")
        self.make_page = Button(self._theme, self.tr("Make the page"), icon="note")
        self.make_page.setToolTip(self.tr("One page for your physiotherapist, to save or print"))
        title = label(self.tr("Trends"), "heading")
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(28))
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        title.setFixedHeight(self.spans.sizeHint().height())
        row.addWidget(self.spans, 1)
        holder = QWidget()
        self._columns = Columns(holder, gap=self._theme.space(8), shares=(1, 0))
        self._columns.addWidget(words)
        self._buttons, self._flow = flowing(self._theme.space(8))
        for button in (self.add_mark, self.make_page):
            self._flow.addWidget(button)
        self._columns.addWidget(self._buttons)
        return holder

    @property
    def own(self) -> tuple[date, date] | None:
        """The person's own dates, the earlier one first; None while another period is chosen."""
        if self.spans.value is not Span.OWN:
            return None
        return self.own_days.days

    def begin_with(self, period: tuple[date, date], today: date) -> None:
        """The person's own dates begin as what is shown; none lies after `today`."""
        self.own_days.show_days(*period, today)

    def offer(self, *, periods: bool, buttons: bool) -> None:
        """Shows the periods and the buttons, or only the title."""
        self.spans.setVisible(periods)
        self.add_mark.setVisible(buttons)
        self.make_page.setVisible(buttons)
        self.own_days.setVisible(periods and self.spans.value is Span.OWN)

    def fit(self) -> None:
        """For the present text size."""
        self._columns.set_least(self._theme.px(BESIDE_PX))
        self._buttons.setMinimumWidth(self._flow.sizeHint().width())

    def _on_span(self) -> None:
        self.own_days.setVisible(self.spans.value is Span.OWN)
        self.changed.emit()
