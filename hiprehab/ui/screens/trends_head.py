"""The head of Trends: which days, the person's own dates, and what can be made of them."""

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.trends import Span
from hiprehab.ui.screens.columns import Columns, flowing
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
        column.addWidget(self._build_own())

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

    def _build_own(self) -> QWidget:
        self.own_edits = QDateEdit(), QDateEdit()
        self._own = QWidget()
        row = QHBoxLayout(self._own)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(8))
        for text, edit in zip((self.tr("From"), self.tr("to")), self.own_edits, strict=True):
            words = label(text, "muted")
            words.setBuddy(edit)
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("d MMM yyyy")
            edit.setAccessibleName(text)
            edit.setMinimumWidth(self._theme.px(150))
            edit.editingFinished.connect(self.changed)
            row.addWidget(words)
            row.addWidget(edit)
        row.addStretch(1)
        self._own.hide()
        return self._own

    @property
    def own(self) -> tuple[date, date] | None:
        """The person's own dates, the earlier one first; None while another period is chosen."""
        if self.spans.value is not Span.OWN:
            return None
        first, last = sorted(_date(edit.date()) for edit in self.own_edits)
        return first, last

    def begin_with(self, period: tuple[date, date], today: date) -> None:
        """The person's own dates begin as what is shown; none lies after `today`."""
        for edit, day in zip(self.own_edits, period, strict=True):
            edit.setMaximumDate(_qdate(today))
            edit.setDate(_qdate(day))

    def offer(self, *, periods: bool, buttons: bool) -> None:
        """Shows the periods and the buttons, or only the title."""
        self.spans.setVisible(periods)
        self.add_mark.setVisible(buttons)
        self.make_page.setVisible(buttons)
        self._own.setVisible(periods and self.spans.value is Span.OWN)

    def fit(self) -> None:
        """For the present text size."""
        self._columns.set_least(self._theme.px(BESIDE_PX))
        self._buttons.setMinimumWidth(self._flow.sizeHint().width())

    def _on_span(self) -> None:
        self._own.setVisible(self.spans.value is Span.OWN)
        self.changed.emit()


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
