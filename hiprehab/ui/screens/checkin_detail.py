"""What may be added to a rating: what the score stands for, where, how it felt, when, a note."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from hiprehab.core.log import Measure, PainEntry
from hiprehab.core.model import Side
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.screens.place_field import PlaceField, PlaceMap
from hiprehab.ui.screens.when import WhenField
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.chips import Chip, ChipRow
from hiprehab.ui.widgets.text import label

NOTE_LENGTH: Final = 2000


class SideDetail(QWidget):
    """Where one side hurts and how. A quality that is off means not asked, not "no"."""

    changed = Signal()

    def __init__(self, theme: Theme, side: Side) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(4))
        left = side is Side.LEFT
        where = self.tr("Where on the left") if left else self.tr("Where on the right")
        how = self.tr("How it felt on the left") if left else self.tr("How it felt on the right")
        self.place = PlaceField(theme, where)
        self.place.changed.connect(self.changed)
        box.addSpacing(theme.space(8))
        box.addWidget(label(where, "small"))
        box.addWidget(self.place)
        box.addSpacing(theme.space(8))
        box.addWidget(label(how, "small"))
        self.qualities: dict[str, Chip] = {}
        holder, flow = flowing(theme.space(6))
        for key, word in (
            ("sharp", self.tr("Sharp")),
            ("catching", self.tr("Catching")),
            ("giving_way", self.tr("Giving way")),
        ):
            chip = Chip(theme, word)
            chip.setAccessibleName(f"{how}: {word}")
            chip.clicked.connect(self.changed)
            flow.addWidget(chip)
            self.qualities[key] = chip
        box.addWidget(holder)
        box.addStretch(1)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said about this side."""
        return not self.place.keys and not any(c.isChecked() for c in self.qualities.values())

    def show_entry(self, entry: PainEntry | None) -> None:
        """Shows what a rating says; None shows nothing chosen."""
        self.place.set_place(entry.place if entry else None)
        for key, chip in self.qualities.items():
            chip.setChecked(bool(entry and getattr(entry, key)))

    def fill(self, entry: PainEntry, before: PainEntry | None) -> PainEntry:
        """The rating with these answers; an old "no" stays when its chip was left alone."""

        def answer(key: str) -> bool | None:
            if self.qualities[key].isChecked():
                return True
            return False if before is not None and getattr(before, key) is False else None

        return replace(
            entry,
            place=self.place.place,
            sharp=answer("sharp"),
            catching=answer("catching"),
            giving_way=answer("giving_way"),
        )


class Details(QWidget):
    """Everything beside the two scores."""

    changed = Signal()

    def __init__(self, theme: Theme, around: Around, *, always_past: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._shown: dict[str, Any] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(12))
        self.when = WhenField(theme, around.clock, always_past=always_past)
        if always_past:  # entered later, so the time is asked first
            box.addLayout(self._grid([(self.tr("When"), self.when)]))
        pair = QWidget()
        sides = Columns(pair, gap=theme.space(16))
        self.sides = {side: SideDetail(theme, side) for side in Side}
        for detail in self.sides.values():
            detail.changed.connect(self.changed)
            sides.addWidget(detail)
        fields = {side: detail.place for side, detail in self.sides.items()}
        self.map = PlaceMap(theme, around, fields)
        box.addWidget(self.map)
        box.addWidget(pair)
        self.measure = ChipRow(
            theme,
            [(one, words.measure_text(one, past=always_past)) for one in Measure],
            name=self.tr("The score is"),
        )
        yes_no = [(True, self.tr("Yes")), (False, self.tr("No"))]
        self.woken = ChipRow(theme, yes_no, name=self.tr("Woken at night by it"), optional=True)
        self.limp = ChipRow(theme, yes_no, name=self.tr("Limping"), optional=True)
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(self.tr("What helped, what made it worse …"))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        rows: list[tuple[str, QWidget]] = [
            (self.tr("The score is"), self.measure),
            (self.tr("Woken at night by it"), self.woken),
            (self.tr("Limping"), self.limp),
            (self.tr("When"), self.when),
            (self.tr("Note"), self.note),
        ]
        if always_past:
            rows = [row for row in rows if row[1] is not self.when]
        box.addLayout(self._grid(rows))
        for row in (self.measure, self.woken, self.limp, self.when):
            row.changed.connect(self.changed)
        self.note.textChanged.connect(self.changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.clear()

    def _grid(self, rows: Sequence[tuple[str, QWidget]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.space(16))
        grid.setVerticalSpacing(self._theme.space(8))
        grid.setColumnStretch(1, 1)
        for number, (name, widget) in enumerate(rows):
            text = label(name, "small", wrap=True)
            text.setBuddy(widget)
            text.setMinimumWidth(self._theme.px(96))
            grid.addWidget(text, number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(widget, number, 1)
        return grid

    def _on_theme_changed(self) -> None:
        self.note.setFixedHeight(self._theme.px(64))

    def clear(self) -> None:
        """Nothing chosen, the time is now."""
        for detail in self.sides.values():
            detail.show_entry(None)
        self.map.show_anew()
        self.measure.set_value(Measure.NOW)
        self.woken.set_value(None)
        self.limp.set_value(None)
        self.when.reset()
        self.note.blockSignals(True)
        self.note.clear()
        self.note.blockSignals(False)
        self._shown = None

    @property
    def said(self) -> bool:
        """Whether something was said that is asked once for both sides."""
        asked = (self.woken.value, self.limp.value)
        return bool(self.note.toPlainText().strip()) or asked != (None, None)

    def show_entries(self, entries: dict[Side, PainEntry]) -> None:
        """Shows a rating that is there already."""
        first = next(iter(entries.values()))
        for side, detail in self.sides.items():
            detail.show_entry(entries.get(side))
        self.map.show_anew()
        self.measure.set_value(first.measure)
        self.woken.set_value(first.woken)
        self.limp.set_value(first.limp)
        self.when.set_stamp(first.stamp)
        self.note.blockSignals(True)
        self.note.setPlainText(first.note)
        self.note.blockSignals(False)
        self._shown = self._answers()

    def fill(self, entry: PainEntry, before: PainEntry | None) -> PainEntry:
        """The rating of a side with everything that is chosen here."""
        entry = self.sides[entry.side].fill(entry, before)
        answers = self._answers()
        if before is not None and self._shown is not None:
            # Left and right may differ: what was not touched stays as each of them had it.
            touched = {key for key, value in answers.items() if value != self._shown[key]}
            answers = {k: v if k in touched else getattr(before, k) for k, v in answers.items()}
        return replace(entry, **answers)

    def _answers(self) -> dict[str, Any]:
        """What is asked once for both sides."""
        return {
            "measure": self.measure.value or Measure.NOW,
            "woken": self.woken.value,
            "limp": self.limp.value,
            "note": self.note.toPlainText().strip()[:NOTE_LENGTH],
        }
