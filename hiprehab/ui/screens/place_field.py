"""Where one side hurts, as words: what was chosen on the body map, and the list of all places."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core import places
from hiprehab.core.model import Side
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.body_map import BodyMap, Spot
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from hiprehab.storage.learn import LearnCard


class PlaceField(QWidget):
    """Chips of places, several at once. Only those that are chosen show until the list is opened.

    What is stored in words of before, or in words that nobody knows, stays as it is until the
    person changes the choice.
    """

    changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._stored: str | None = None
        self._listed = False
        self.chips: dict[str, Chip] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(4))
        self._holder, self._flow = flowing(theme.space(6))
        box.addWidget(self._holder)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.more = Button(theme, "", kind="quiet")
        self.more.clicked.connect(lambda: self.set_listed(not self._listed))
        self._flow.addWidget(self.more)
        self.set_listed(False)

    def _add(self, wanted: Iterable[str]) -> None:
        """Makes the chips that are missing, and lays all of them out in the order of lists."""
        missing = [key for key in wanted if key not in self.chips]
        if not missing:
            return
        names = dict(words.places())
        for key in missing:
            chip = Chip(self._theme, names.get(key, key))
            chip.setAccessibleName(f"{self._name}: {chip.text()}")
            chip.clicked.connect(self._on_clicked)
            self.chips[key] = chip
        while self._flow.takeAt(0) is not None:
            pass
        self.chips = {key: self.chips[key] for key in places.in_order(self.chips)}
        for widget in (*self.chips.values(), self.more):
            self._flow.addWidget(widget)

    @property
    def keys(self) -> frozenset[str]:
        """The chosen places."""
        return frozenset(key for key, chip in self.chips.items() if chip.isChecked())

    @property
    def place(self) -> str | None:
        """What is to be stored; None when no place is chosen."""
        if self.keys == frozenset(places.split(self._stored)):
            return self._stored
        return places.join(self.keys)

    def set_place(self, stored: str | None) -> None:
        """Shows what a rating says, without a signal."""
        self._stored = stored
        wanted = places.split(stored)
        self._add(wanted)
        for key, chip in self.chips.items():
            chip.setChecked(key in wanted)
        self.set_listed(False)

    def toggle(self, key: str) -> None:
        """Chooses a place or takes it back, as a click on the map does."""
        self._add([key])
        chip = self.chips[key]
        chip.setChecked(not chip.isChecked())
        self._on_clicked()

    def set_listed(self, listed: bool) -> None:
        """Shows all places, or only the chosen ones."""
        self._listed = listed
        if listed:
            self._add(places.PLACES)
        self.more.setText(self.tr("Shorter list") if listed else self.tr("Choose from a list"))
        self.more.setAccessibleName(f"{self._name}: {self.more.text()}")
        self._show_chips()

    def _on_clicked(self) -> None:
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        focused = self.focusWidget()
        # A chip that is just taken back keeps its place while the keyboard is on it.
        changing = [
            (chip, shown)
            for chip in self.chips.values()
            if (shown := self._listed or chip.isChecked() or chip is focused) == chip.isHidden()
        ]
        if not changing:
            return
        # Out of sight, else the whole page would be laid out anew for each chip.
        had_focus = focused is not None and focused.hasFocus()
        self._holder.hide()
        for chip, shown in changing:
            chip.setVisible(shown)
        self._holder.show()
        if had_focus and focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)


class PlaceMap(BodyMap):
    """The body map of the check-in: writes into the fields of both sides, shows what they hold."""

    def __init__(self, theme: Theme, around: Around, fields: dict[Side, PlaceField]) -> None:
        super().__init__(theme, dict(words.places()))
        self._around, self._fields = around, fields
        for field in fields.values():
            field.changed.connect(self.show_fields)
        self.picked.connect(self._on_spot)
        self.about.connect(self._on_about)
        # As on the figure above the scales: the person's left is on the left.
        self.picture.show_view("back")

    @cached_property
    def cards(self) -> "dict[str, LearnCard]":
        """The first Learn card about each region; read when a region is first pointed at."""
        return {key: card for card in reversed(self._around.cards()) for key in card.places}

    def has_text(self, key: str) -> bool:
        """Whether there is something to read about a region."""
        return key in self.cards

    def show_fields(self) -> None:
        """What the fields hold now."""
        self.set_chosen(self._chosen())

    def show_anew(self) -> None:
        """What the fields hold, in the view that shows most of it."""
        self.picture.go_to(None)
        self.show_fields()
        self.show_best_view(self._chosen())

    def _chosen(self) -> Collection[Spot]:
        return [(side, key) for side, field in self._fields.items() for key in field.keys]

    def _on_spot(self, spot: Spot) -> None:
        side, key = spot
        self._fields[side].toggle(key)

    def _on_about(self, key: str) -> None:
        from hiprehab.ui.screens.learn_sheet import LearnSheet

        LearnSheet(self._theme, self, self.cards[key]).open_at(720, 640)
