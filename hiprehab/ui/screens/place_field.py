"""Where one side hurts, as words: what was chosen on the body map, and the list of all places."""

from collections.abc import Collection

from PySide6.QtCore import Signal
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
        holder, self._flow = flowing(theme.space(6))
        box.addWidget(holder)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.more = Button(theme, "", kind="quiet")
        self.more.clicked.connect(lambda: self.set_listed(not self._listed))
        for key, word in words.places():
            self._add(key, word)
        self._flow.addWidget(self.more)
        self.set_listed(False)

    def _add(self, key: str, word: str) -> Chip:
        chip = Chip(self._theme, word)
        chip.setAccessibleName(f"{self._name}: {word}")
        chip.clicked.connect(self._on_clicked)
        self._flow.addWidget(chip)
        self.chips[key] = chip
        return chip

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
        for key in wanted:
            if key not in self.chips:
                self._add(key, key)
        for key, chip in self.chips.items():
            chip.setChecked(key in wanted)
        self.set_listed(False)

    def toggle(self, key: str) -> None:
        """Chooses a place or takes it back, as a click on the map does."""
        chip = self.chips[key]
        chip.setChecked(not chip.isChecked())
        self._on_clicked()

    def set_listed(self, listed: bool) -> None:
        """Shows all places, or only the chosen ones."""
        self._listed = listed
        self.more.setText(self.tr("Shorter list") if listed else self.tr("Choose from a list"))
        self.more.setAccessibleName(f"{self._name}: {self.more.text()}")
        self._show_chips()

    def _on_clicked(self) -> None:
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        focused = self.focusWidget()
        for chip in self.chips.values():
            # A chip that is just taken back keeps its place while the keyboard is on it.
            chip.setVisible(self._listed or chip.isChecked() or (chip is focused))


class PlaceMap(BodyMap):
    """The body map of the check-in: writes into the fields of both sides, shows what they hold."""

    def __init__(self, theme: Theme, around: Around, fields: dict[Side, PlaceField]) -> None:
        self._cards = {key: card for card in reversed(around.cards()) for key in card.places}
        super().__init__(theme, dict(words.places()), told=self._cards)
        self._fields = fields
        for field in fields.values():
            field.changed.connect(self.show_fields)
        self.picked.connect(self._on_spot)
        self.about.connect(self._on_about)
        # As on the figure above the scales: the person's left is on the left.
        self.picture.show_view("back")

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

        LearnSheet(self._theme, self, self._cards[key]).open_at(720, 640)
