"""The body map as an index of the Learn cards: a place leads to the text about it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from hiprehab.storage.learn import LearnCard
from hiprehab.ui.screens import log_words
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.body_map import BodyMap, Spot
from hiprehab.ui.widgets.cards import Card


class LearnMap(Card):
    """`opened(id)`: the card of the place that was clicked."""

    opened = Signal(str)

    def __init__(self, theme: Theme, cards: Sequence[LearnCard]) -> None:
        super().__init__(theme, self.tr("Where does it hurt?"))
        self._cards = {place: card.id for card in reversed(cards) for place in card.places}
        hint = self.tr("Click a place to read about it.")
        self.map = BodyMap(theme, dict(log_words.places()), hint=hint)
        self.map.picked.connect(self._on_picked)
        self.body.addWidget(self.map)

    def _on_picked(self, spot: Spot) -> None:
        card = self._cards.get(spot[1])
        if card is not None:
            self.opened.emit(card)
