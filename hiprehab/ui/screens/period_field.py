"""The person's own dates: from one day to another, to type or to step."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.when import DateEdit, DayField
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.text import label


class PeriodField(QWidget):
    """Two days in any order. Signals: `changed()`, once a day is whole and not with every key."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        holder, flow = flowing(theme.space(8))
        box.addWidget(holder)
        self._fields = DayField(theme, self.tr("From")), DayField(theme, self.tr("to"))
        for field in self._fields:
            both = QWidget()
            both.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row = QHBoxLayout(both)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.space(4))
            words = label(field.edit.accessibleName(), "muted")
            words.setBuddy(field.edit)
            row.addWidget(words)
            row.addWidget(field)
            flow.addWidget(both)
            field.edit.setKeyboardTracking(False)
            field.changed.connect(self.changed)

    @property
    def edits(self) -> tuple[DateEdit, DateEdit]:
        """The two fields to type in."""
        return self._fields[0].edit, self._fields[1].edit

    @property
    def days(self) -> tuple[date, date]:
        """Both days, the earlier one first."""
        first, last = sorted(field.day() for field in self._fields)
        return first, last

    def show_days(self, first: date, last: date, today: date) -> None:
        """Shows two days without a signal; none can be chosen after `today`."""
        for field, day in zip(self._fields, (first, last), strict=True):
            field.blockSignals(True)
            field.edit.setMaximumDate(QDate(today.year, today.month, today.day))
            field.set_day(day)
            field.blockSignals(False)
