"""All routines to choose from: what it is, for whom, how long, and which level."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.model import Library, Routine, Variant
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.columns import Columns, empty
from hiprehab.ui.screens.today_state import Offers
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label


class RoutineCard(QFrame):
    """One routine with the choice of its variant; the button emits `picked`."""

    picked = Signal(str, str)

    def __init__(self, theme: Theme, routine: Routine, offers: Offers, action: str) -> None:
        super().__init__()
        self.routine = routine
        self._offers = offers
        self.setProperty("kind", "card")
        self.setAccessibleName(routine.title)
        space = theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(space(20), space(16), space(20), space(16))
        box.setSpacing(space(6))
        box.addWidget(label(routine.title, "title", wrap=True))
        text = routine.for_who or routine.summary
        if text:
            box.addWidget(label(text, "muted", wrap=True))
        self.levels = ChipRow(
            theme,
            [(one.id, one.title) for one in routine.variants],
            name=words.level_name(),
        )
        self.levels.set_value(routine.variants[0].id)
        self.levels.changed.connect(self._show_length)
        box.addWidget(self.levels)
        self.levels.setVisible(len(routine.variants) > 1)
        box.addStretch(1)
        row = QHBoxLayout()
        self._length = label("", "strong")
        self._kit = label("", "small", wrap=True)
        self.button = Button(theme, action)
        self.button.setAccessibleName(f"{action}: {routine.title}")
        self.button.clicked.connect(self._on_clicked)
        row.addWidget(self._length)
        row.addWidget(self._kit, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        row.setSpacing(space(12))
        box.addLayout(row)
        self._show_length()

    @property
    def variant(self) -> Variant:
        """The chosen variant."""
        return self.routine.variant(self.levels.value) or self.routine.variants[0]

    def _show_length(self) -> None:
        offer = self._offers.offer(self.routine, self.variant)
        self.button.setEnabled(offer is not None)
        self._length.setText(words.minutes_text(offer.seconds) if offer else "")
        self._kit.setText(", ".join(offer.kit) if offer else "")

    def _on_clicked(self) -> None:
        self.picked.emit(self.routine.id, self.variant.id)


class RoutineList(QWidget):
    """Cards of all routines, two in a row where there is room."""

    picked = Signal(str, str)

    def __init__(
        self, theme: Theme, library: Callable[[], Library], offers: Offers, *, action: str
    ) -> None:
        super().__init__()
        self._theme = theme
        self._library = library
        self._offers = offers
        self._action = action
        self._shown: object = None
        self._cards: list[RoutineCard] = []
        self._slices: Slices | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(12))

    def refresh(self) -> None:
        """Builds the cards when the library is another one than before."""
        library = self._library()
        if library is self._shown:
            return
        self._shown = library
        if self._slices is not None:
            self._slices.give_up()
        empty(self._box)
        self._cards = []
        self._slices = Slices(self, self._build(tuple(library.routines.values())))

    def _build(self, routines: tuple[Routine, ...]) -> Iterator[None]:
        """Row by row: the first is seen at once. Placed first, for a new parent styles again."""
        for start in range(0, len(routines), 2):
            row = QWidget()
            self._box.addWidget(row)
            columns = Columns(row, gap=self._theme.space(12), least=self._theme.px(620))
            for routine in routines[start : start + 2]:
                card = RoutineCard(self._theme, routine, self._offers, self._action)
                card.picked.connect(self.picked)
                columns.addWidget(card)
                self._cards.append(card)
            if len(routines[start:]) == 1:
                columns.addWidget(QWidget())
            yield

    @property
    def cards(self) -> list[RoutineCard]:
        """The cards of all routines."""
        if self._slices is not None:
            self._slices.finish()
        return self._cards

    def take_focus(self) -> None:
        """The first routine's button takes it."""
        if self._cards:
            self._cards[0].button.setFocus(Qt.FocusReason.OtherFocusReason)
