"""Entering later: a session that was done without the app, and a rating for a day gone by."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.log import SessionRecord, Status
from hiprehab.storage.rows import former_pain, pain_row
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.checkin import CheckIn
from hiprehab.ui.screens.entry_sheet import EntrySheet, Values
from hiprehab.ui.screens.today_state import Offer, Offers
from hiprehab.ui.screens.when import WhenField
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.stepper import Choice
from hiprehab.ui.widgets.text import label


class ManualSessionDialog(EntrySheet):
    """A session done without the app; what it was is chosen, never guessed.

    Signals: `told(text, undo)`, and `mark_wanted()`: it was a run or a swim.
    """

    mark_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget, around: Around) -> None:
        super().__init__(theme, parent, self.tr("Add a session done without the app"), around)
        self._offers = Offers(around.library, around.settings)
        self.routine = Choice(theme, self.tr("Routine"))
        self._fill_routines()
        self._level_name = label(words.level_name(), "small")
        self.level: ChipRow | None = None
        self.when = WhenField(theme, around.clock, always_past=True)
        self.share = ChipRow(
            theme,
            [
                (1.0, self.tr("All of it")),
                (0.5, self.tr("About half")),
                (0.25, self.tr("A little")),
            ],
            name=self.tr("How much"),
        )
        self.share.changed.connect(self._show_state)
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.px(64))
        mark = self.tr("A run, a swim or a ride? Add a mark instead")
        self.mark = Button(theme, mark, kind="quiet", icon="plus")
        self.mark.clicked.connect(self._on_mark)
        self.missing = label("", "muted", wrap=True)
        self.save = Button(theme, self.tr("Save"), kind="primary", icon="check")
        self._build()
        self.routine.currentIndexChanged.connect(self._show_levels)
        self.when.changed.connect(self._show_state)
        self.save.clicked.connect(self._on_save)
        self._show_levels()

    def _build(self) -> None:
        self.body.addWidget(label(self.tr("Routine"), "small"))
        self.body.addWidget(self.routine)
        self.body.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._level_name)
        for name, widget in (
            (self.tr("When it began"), self.when),
            (self.tr("How much"), self.share),
            (self.tr("Note"), self.note),
        ):
            self.body.addWidget(label(name, "small"))
            self.body.addWidget(widget)
        self.body.addStretch(1)
        cancel = Button(self.theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(self.missing, 1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.save)

    def _fill_routines(self) -> None:
        """Those of the plan first, then the others."""
        routines, today = self._around.library().routines, self._around.today()
        rows = self._around.live.read.planned()
        planned = dict.fromkeys(
            row.routine
            for row in rows
            if row.routine in routines and (row.until is None or row.until >= today)
        )
        for name in (*planned, *(one for one in routines if one not in planned)):
            self.routine.addItem(routines[name].title, name)
        if planned and len(planned) < len(routines):
            self.routine.insertSeparator(len(planned))
        self.routine.setPlaceholderText(self.tr("Choose a routine"))
        self.routine.setCurrentIndex(-1)

    def _show_levels(self) -> None:
        """The variants of the chosen routine, where there is more than one."""
        if self.level is not None:
            self.level.hide()
            self.level.deleteLater()
        routine = self._around.library().routines.get(self.routine.currentData() or "")
        levels = [(one.id, one.title) for one in routine.variants] if routine else []
        self.level = ChipRow(self.theme, levels, name=words.level_name())
        self.level.changed.connect(self._show_state)
        if len(levels) == 1:
            self.level.set_value(levels[0][0])
        self.body.insertWidget(self.body.indexOf(self._level_name) + 1, self.level)
        several = len(levels) > 1
        self.level.setVisible(several)
        self._level_name.setVisible(several)
        self._show_state()

    def _offer(self) -> Offer | None:
        if self.level is None or self.level.value is None:
            return None
        return self._offers.named(self.routine.currentData(), self.level.value)

    def _show_state(self) -> None:
        self.missing.setText(self._lacking())
        self.save.setEnabled(self.record() is not None)

    def _lacking(self) -> str:
        """What is still to be chosen."""
        if self.routine.currentData() is None:
            return self.tr("Choose a routine.")
        if self.level is not None and self.level.value is None:
            return self.tr("Choose a level.")
        return self.tr("Choose how much of it you did.") if self.share.value is None else ""

    def _on_mark(self) -> None:
        self.reject()
        self.mark_wanted.emit()

    def record(self) -> SessionRecord | None:
        """What would be saved."""
        offer, stamp, share = self._offer(), self.when.stamp(), self.share.value
        if offer is None or stamp is None or share is None:
            return None
        return SessionRecord(
            stamp=stamp,
            routine=offer.routine.id,
            title=offer.routine.title,
            version=offer.routine.version,
            variant=offer.variant.id,
            status=Status.MANUAL,
            planned_s=offer.seconds,
            active_s=offer.seconds * share,
            note=self.note.toPlainText().strip(),
        )

    def _on_save(self) -> None:
        record = self.record()
        if record is None:
            return
        self.write(
            lambda store: store.log_manual_session(record),
            Changes.SESSIONS,
            lambda _: self.end(self.tr("Saved.")),
            self._on_save,
        )

    def values(self) -> Values:
        """What the fields hold."""
        assert self.level is not None
        return {
            "routine": self.routine.currentData(),
            "level": self.level.value,
            "when": self.when.local().isoformat(),
            "share": self.share.value,
            "note": self.note.toPlainText(),
        }

    def show_values(self, values: Values) -> None:
        """What a draft holds."""
        chosen = values["routine"]
        place = self.routine.findData(chosen) if chosen is not None else -1
        if place >= 0:  # its pack may be gone
            self.routine.setCurrentIndex(place)
            assert self.level is not None
            self.level.set_value(values["level"])
        self.when.set_local(datetime.fromisoformat(values["when"]))
        self.share.set_value(values["share"])
        self.note.setPlainText(values["note"])
        self._show_state()


class PastRatingDialog(EntrySheet):
    """A rating for a time gone by. Signals: `told(text, undo)`."""

    def __init__(self, theme: Theme, parent: QWidget, around: Around) -> None:
        super().__init__(theme, parent, self.tr("Add a rating for a past day"), around)
        self.checkin = CheckIn(theme, around, always_past=True)
        self.checkin.ask("")
        self.checkin.figure.hide()
        self.checkin.more.hide()
        self.body.addWidget(self.checkin)
        self.body.addStretch(1)
        cancel = Button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.checkin.save_button.set_kind("primary")
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.checkin.save_button)
        self.checkin.saved.connect(lambda: self.end(self.tr("Saved.")))

    def values(self) -> Values:
        """What was entered, side by side as the log would have it."""
        return {side.value: pain_row(one) for side, one in self.checkin.answers().items()}

    def show_values(self, values: Values) -> None:
        """What a draft holds."""
        self.checkin.show_answers([former_pain({"id": None, **row}) for row in values.values()])
