"""The choice of a moment: now, or a day and a time that have already been."""

from datetime import date, datetime, time

from PySide6.QtCore import QDate, QEvent, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QDateTimeEdit,
    QHBoxLayout,
    QSizePolicy,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.log import Stamp
from hiprehab.ui.screens.around import Clock, is_future, local_now, stamp_at
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import IconButton
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

_NOW, _EARLIER = "now", "earlier"


def fill_field(field: QDateTimeEdit) -> None:
    """Gives the text the whole field: Qt leaves one pixel when a style sheet takes the arrows."""
    box = field.contentsRect().adjusted(6, 1, -6, -1)
    line = field.lineEdit()
    if line is not None and line.geometry() != box:
        line.setGeometry(box)


class DateEdit(QDateEdit):
    """A date to type, without arrows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(theme.target)
        theme.changed.connect(lambda: self.setFixedHeight(theme.target))
        self.setDisplayFormat("ddd d MMM yyyy")
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def event(self, event: QEvent) -> bool:
        """Whatever moved the text, it goes back."""
        done = super().event(event)
        fill_field(self)
        return done


class TimeEdit(QTimeEdit):
    """A time of day to type, without arrows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(theme.target)
        theme.changed.connect(lambda: self.setFixedHeight(theme.target))
        self.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def event(self, event: QEvent) -> bool:
        """Whatever moved the text, it goes back."""
        done = super().event(event)
        fill_field(self)
        return done


class DayField(QWidget):
    """A date to type, or to step a day at a time."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        self.edit = DateEdit(theme)
        self.edit.setAccessibleName(name)
        self._before = IconButton(theme, "chevron-left", self.tr("The day before"))
        self._after = IconButton(theme, "chevron-right", self.tr("The day after"))
        self._before.clicked.connect(lambda: self._step(-1))
        self._after.clicked.connect(lambda: self._step(1))
        for part in (self._before, self.edit, self._after):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        self.edit.dateChanged.connect(self._on_changed)

    def day(self) -> date:
        """The chosen day."""
        chosen = self.edit.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def set_day(self, day: date) -> None:
        """Shows a day without a signal."""
        self.edit.blockSignals(True)
        self.edit.setDate(QDate(day.year, day.month, day.day))
        self.edit.setCurrentSection(QDateEdit.Section.DaySection)
        self.edit.blockSignals(False)

    def _step(self, days: int) -> None:
        self.edit.setDate(self.edit.date().addDays(days))

    def _on_changed(self) -> None:
        self.changed.emit()


class WhenField(QWidget):
    """A moment that is not in the future; `stamp()` is None while the choice is not allowed."""

    changed = Signal()

    def __init__(self, theme: Theme, clock: Clock, *, always_past: bool = False) -> None:
        super().__init__()
        self._clock = clock
        self._kept: Stamp | None = None
        self._always_past = always_past
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(6))
        self.choice = ChipRow(
            theme,
            [(_NOW, self.tr("Now")), (_EARLIER, self.tr("Earlier"))],
            name=self.tr("When"),
        )
        self.choice.set_value(_NOW)
        self.choice.changed.connect(self._on_choice)
        box.addWidget(self.choice)
        self.choice.setVisible(not always_past)
        self._fields, row = flowing(theme.space(8))
        self.day = DayField(theme, self.tr("Day"))
        self.time = TimeEdit(theme)
        self.time.setAccessibleName(self.tr("Time"))
        row.addWidget(self.day)
        row.addWidget(self.time)
        box.addWidget(self._fields)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        box.addWidget(self.problem)
        self.day.changed.connect(self._on_edited)
        self.time.timeChanged.connect(self._on_edited)
        self._show(local_now(clock))
        self._fields.setVisible(always_past)

    def set_stamp(self, stamp: Stamp) -> None:
        """Shows the moment of an entry that is there already; untouched, it stays as it is."""
        self.choice.set_value(_EARLIER)
        self.choice.hide()
        self._fields.show()
        self._show(stamp.local)
        self._kept = stamp
        self._judge()

    def set_local(self, local: datetime) -> None:
        """Shows a moment in the fields, as if it was typed."""
        self._show(local)
        self._on_edited()

    def reset(self) -> None:
        """Back to now."""
        self._kept = None
        self._show(local_now(self._clock))
        if not self._always_past:
            self.choice.set_value(_NOW)
            self.choice.show()
            self._fields.hide()
        self._judge()

    def local(self) -> datetime:
        """What the fields show."""
        at = self.time.time()
        return datetime.combine(self.day.day(), time(at.hour(), at.minute()))

    @property
    def is_past(self) -> bool:
        """Whether the fields count."""
        return self._always_past or self.choice.value == _EARLIER

    def stamp(self) -> Stamp | None:
        """The chosen moment, or None when it is still to come."""
        if self._kept is not None:
            return self._kept
        if not self.is_past:
            return stamp_at(self._clock, local_now(self._clock))
        local = self.local()
        return None if is_future(self._clock, local) else stamp_at(self._clock, local)

    def _show(self, local: datetime) -> None:
        self.day.set_day(local.date())
        self.time.blockSignals(True)
        self.time.setTime(QTime(local.hour, local.minute))
        self.time.blockSignals(False)

    def _on_choice(self, value: str) -> None:
        self._fields.setVisible(value == _EARLIER)
        if value == _EARLIER:
            self._show(local_now(self._clock))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self._judge()
        self.changed.emit()

    def _on_edited(self) -> None:
        self._kept = None
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        future = self.stamp() is None
        self.problem.setVisible(future)
        if future:
            self.problem.setText(
                self.tr("That moment has not come yet. Please choose one that has already been.")
            )
