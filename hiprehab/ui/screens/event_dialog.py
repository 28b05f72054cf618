"""A mark of the person's own: something that happened, a flare, a run, or a day left out."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLineEdit, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.log import SkipReason
from hiprehab.storage.store import Deletion
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.entry_sheet import EntrySheet, Values
from hiprehab.ui.screens.when import DayField
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

MOST = {"minutes": 1440.0, "km": 500.0}
"""More than that is a slip of the keyboard."""


class NumberField(QLineEdit):
    """A number that may be left out."""

    def __init__(self, theme: Theme, name: str, most: float) -> None:
        super().__init__()
        self._most = most
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(120))
        self.setFixedHeight(theme.target)
        self.setMaxLength(8)

    def value(self) -> float | None:
        """The number, or None."""
        return self._read()[0]

    def is_right(self) -> bool:
        """Whether it is empty, or a number above 0 and not too large."""
        return self._read()[1]

    def set_value(self, value: float | None) -> None:
        """Shows a number, or nothing."""
        self.setText("" if value is None else QLocale().toString(value, "g", 6))

    def _read(self) -> tuple[float | None, bool]:
        text = self.text().strip()
        if not text:
            return None, True
        for locale in (QLocale(), QLocale.c()):
            value, right = locale.toDouble(text)
            if right:
                return value, 0 < value <= self._most
        return None, False


class EventDialog(EntrySheet):
    """Adds a mark, or corrects one. Signals: `told(text, undo)`."""

    def __init__(  # either a day to begin with or the mark to correct
        self,
        theme: Theme,
        parent: QWidget,
        around: Around,
        *,
        day: date | None = None,
        event: Event | None = None,
        kind: EventKind | None = None,
    ) -> None:
        title = self.tr("Change this mark") if event else self.tr("Add a mark")
        super().__init__(theme, parent, title, around)
        self._event = event
        self.kinds = ChipRow(
            theme,
            [
                (EventKind.EVENT, self.tr("Something happened")),
                (EventKind.FLARE, self.tr("A flare")),
                (EventKind.RUN, self.tr("A run")),
                (EventKind.SKIPPED, self.tr("A day left out")),
            ],
            name=self.tr("What it is"),
        )
        self.text = QLineEdit()
        self.text.setMaxLength(120)
        self.text.setFixedHeight(theme.target)
        self.first = DayField(theme, self.tr("Day"))
        self.last = DayField(theme, self.tr("Last day"))
        self.going_on = ChipRow(
            theme,
            [(True, self.tr("It goes on")), (False, self.tr("It is over"))],
            name=self.tr("The flare"),
        )
        self.minutes = NumberField(theme, self.tr("Minutes"), MOST["minutes"])
        self.km = NumberField(theme, self.tr("Kilometres"), MOST["km"])
        self.reasons = ChipRow(
            theme,
            [(reason, words.reason_text(reason).capitalize()) for reason in SkipReason],
            name=self.tr("Why"),
            optional=True,
        )
        self.wrong = label("", "error", wrap=True)
        self.save = Button(theme, self.tr("Save"), kind="primary", icon="check")
        self._build()
        self._fill(day or around.today(), kind)
        self._connect()
        self._show_fields()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addWidget(self.kinds)
        self._day_name = label("", "small")
        self._text_name = label("", "small")
        self._last_name = label(self.last.edit.accessibleName(), "small")
        self._run, row = flowing(self.theme.space(8))
        for field in (self.minutes, self.km):
            name = label(field.accessibleName(), "body")
            name.setFixedHeight(self.theme.target)
            row.addWidget(name)
            row.addWidget(field)
        self._why_name = label(self.tr("Why (can be left open)"), "small")
        for widget in (
            self._day_name, self.first, self.going_on, self._last_name, self.last, self._run,
            self._why_name,
            self.reasons, self._text_name, self.text, self.wrong,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.delete = Button(self.theme, self.tr("Delete"), kind="quiet", icon="delete")
        self.delete.setVisible(self._event is not None)
        cancel = Button(self.theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(self.delete)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.save)

    def _fill(self, day: date, kind: EventKind | None) -> None:
        event = self._event
        if event is None:
            self.kinds.set_value(kind or EventKind.EVENT)
            self.first.set_day(day)
            self.last.set_day(day)
            self.going_on.set_value(True)
            return
        self.kinds.set_value(event.kind)
        self.first.set_day(event.first)
        self.last.set_day(event.last or max(event.first, self._around.today()))
        self.going_on.set_value(event.last is None)
        self.text.setText(event.text)
        self.minutes.set_value(event.minutes)
        self.km.set_value(event.km)
        self.reasons.set_value(event.reason)

    def _connect(self) -> None:
        self.kinds.changed.connect(self._show_fields)
        self.going_on.changed.connect(self._show_fields)
        for field in (self.first, self.last):
            field.changed.connect(self._show_fields)
        for edit in (self.text, self.minutes, self.km):
            edit.textChanged.connect(self._judge)
        self.save.clicked.connect(self._on_save)
        self.delete.clicked.connect(self._on_delete)

    # --- state --------------------------------------------------------------------------------

    def _show_fields(self) -> None:
        """Only the fields of the chosen kind."""
        kind = self.kinds.value
        flare, run = kind is EventKind.FLARE, kind is EventKind.RUN
        self._day_name.setText(self.tr("First day") if flare else self.tr("Day"))
        texts = {
            EventKind.EVENT: self.tr("What happened, in a few words"),
            EventKind.FLARE: self.tr("What may have set it off (can be left open)"),
            EventKind.RUN: self.tr("Note (can be left open)"),
            EventKind.SKIPPED: self.tr("Note (can be left open)"),
        }
        self._text_name.setText(texts[kind])
        self.text.setAccessibleName(texts[kind])
        self.going_on.setVisible(flare)
        for part in (self._last_name, self.last):
            part.setVisible(flare and not self.going_on.value)
        self._run.setVisible(run)
        self._why_name.setVisible(kind is EventKind.SKIPPED)
        self.reasons.setVisible(kind is EventKind.SKIPPED)
        self._judge()

    def _judge(self) -> None:
        """Whether it can be saved, and what is in the way."""
        wrong = self._wrong()
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        needs_text = self.kinds.value is EventKind.EVENT and not self.text.text().strip()
        self.save.setEnabled(not wrong and not needs_text)

    def _wrong(self) -> str:
        kind, today = self.kinds.value, self._around.today()
        if self.first.day() > today:
            return self.tr("That day has not come yet.")
        if kind is EventKind.FLARE and not self.going_on.value:
            if self.last.day() > today:
                return self.tr("The last day has not come yet. Choose “It goes on”.")
            if self.last.day() < self.first.day():
                return self.tr("The last day is before the first one.")
        if kind is EventKind.RUN and not (self.minutes.is_right() and self.km.is_right()):
            return self.tr("Minutes and kilometres are numbers above 0, or empty.")
        return ""

    def event_now(self) -> Event:
        """What would be saved."""
        kind, first = self.kinds.value, self.first.day()
        last: date | None = first
        if kind is EventKind.FLARE:
            last = None if self.going_on.value else self.last.day()
        run = kind is EventKind.RUN
        return Event(
            stamp=self._event.stamp if self._event else self._around.now(),
            kind=kind,
            first=first,
            last=last,
            text=self.text.text().strip(),
            reason=self.reasons.value if kind is EventKind.SKIPPED else None,
            minutes=self.minutes.value() if run else None,
            km=self.km.value() if run else None,
            demo=self._event.demo if self._event else False,
            id=self._event.id if self._event else None,
        )

    # --- saving -------------------------------------------------------------------------------

    def _on_save(self) -> None:
        event, at = self.event_now(), self._around.clock.utcnow()
        number = event.id
        if number is None:
            self.write(
                lambda store: store.event_add(event), Changes.DIARY, self._on_added, self._on_save
            )
            return
        self.write(
            lambda store: store.event_change(number, event, at),
            Changes.DIARY,
            lambda _: self.end(self.tr("Changed. The former version is kept.")),
            self._on_save,
        )

    def _on_added(self, number: int) -> None:
        around = self._around

        def undo() -> None:
            at = around.clock.utcnow()
            around.live.insist(lambda store: store.event_delete([number], at), Changes.DIARY)

        self.end(self.tr("The mark is on the charts."), undo)

    def _on_delete(self) -> None:
        if self._event is not None:
            delete_event(self._around, self._event, self._on_deleted, self.show_problem)

    def _on_deleted(self, undo: Callable[[], None]) -> None:
        self.end(self.tr("Mark deleted."), undo)

    # --- a draft ------------------------------------------------------------------------------

    def values(self) -> Values:
        """What the fields hold."""
        return {
            "id": self._event.id if self._event else None,
            "kind": self.kinds.value,
            "first": self.first.day().isoformat(),
            "last": self.last.day().isoformat(),
            "going_on": self.going_on.value,
            "text": self.text.text(),
            "minutes": self.minutes.text(),
            "km": self.km.text(),
            "reason": self.reasons.value,
        }

    def show_values(self, values: Values) -> None:
        """What a draft holds."""
        self.kinds.set_value(EventKind(values["kind"]))
        for field, key in ((self.first, "first"), (self.last, "last")):
            field.set_day(date.fromisoformat(values[key]))
        for edit, key in ((self.text, "text"), (self.minutes, "minutes"), (self.km, "km")):
            edit.setText(values[key])
        self.going_on.set_value(values["going_on"])
        self.reasons.set_value(SkipReason(values["reason"]) if values["reason"] else None)
        self._show_fields()


def delete_event(
    around: Around,
    event: Event,
    done: Callable[[Callable[[], None]], None],
    failed: Callable[[str], None],
) -> None:
    """Deletes a mark; `done` gets the call that takes it back once the log has done it."""
    ids = [event.id] if event.id is not None else []
    at = around.clock.utcnow()

    def undo(deletion: Deletion) -> None:
        around.live.insist(lambda store: store.undo_delete(deletion), Changes.DIARY)

    around.live.write(
        lambda store: store.event_delete(ids, at),
        Changes.DIARY,
        done=lambda deletion: done(lambda: undo(deletion)),
        failed=failed,
    )
