"""Which column of a table is what: guessed, shown with an example, for the person to change."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core.dates import Order
from hiprehab.core.importing import PARTS, Match, Part, Sheet, What, guess, matched, possible_orders
from hiprehab.core.model import Side
from hiprehab.ui.screens.columns import empty
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.stepper import Choice
from hiprehab.ui.widgets.text import label

NOTHING: Final = -1
_LONGEST: Final = 28
_ALWAYS: Final = frozenset({Part.DATE, Part.SCORE, Part.LEFT, Part.RIGHT, Part.TITLE})


def part_text(part: Part) -> str:
    """What a column can hold, in the person's words."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("ImportMatch", text)

    return {
        Part.DATE: tr("Date"),
        Part.TIME: tr("Time"),
        Part.SIDE: tr("Side"),
        Part.SCORE: tr("Score, one column"),
        Part.LEFT: tr("Score of the left"),
        Part.RIGHT: tr("Score of the right"),
        Part.MEASURE: tr("Now, worst or average"),
        Part.MOMENT: tr("Before or after exercise"),
        Part.PLACE: tr("Where it hurts"),
        Part.TITLE: tr("Routine"),
        Part.MINUTES: tr("Minutes"),
        Part.SECONDS: tr("Seconds"),
        Part.EFFORT: tr("Effort"),
        Part.NOTE: tr("Note"),
    }[part]


def shortened(text: str, longest: int = _LONGEST) -> str:
    """A cell on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


class MatchForm(QWidget):
    """Signals: `changed()`; `match` is what is chosen."""

    changed = Signal()

    def __init__(self, theme: Theme, sheet: Sheet) -> None:
        super().__init__()
        self.theme, self.sheet = theme, sheet
        self.match = guess(sheet)
        self.columns: dict[Part, Choice] = {}
        self._examples: dict[Part, QLabel] = {}
        self._rows: dict[Part, tuple[QWidget, ...]] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(8))
        self.kind = ChipRow(
            theme,
            [(What.PAIN, self.tr("Pain ratings")), (What.SESSIONS, self.tr("Sessions"))],
            name=self.tr("What the lines are"),
        )
        self.kind.set_value(self.match.what)
        self.kind.changed.connect(self._on_kind)
        box.addWidget(label(self.tr("What the lines are"), "small"))
        box.addWidget(self.kind)
        box.addSpacing(theme.space(4))
        self._order_name = label(self.tr("How the dates are written"), "small")
        self.order = ChipRow(theme, [], name=self.tr("How the dates are written"))
        self._order_place = QVBoxLayout()
        self._side_name = label(self.tr("Which side the scores are for"), "small")
        self.side = ChipRow(
            theme,
            [
                ((Side.LEFT,), self.tr("Left")),
                ((Side.RIGHT,), self.tr("Right")),
                ((Side.LEFT, Side.RIGHT), self.tr("Both")),
            ],
            name=self.tr("Which side the scores are for"),
        )
        self.side.changed.connect(self._on_side)
        box.addWidget(self._order_name)
        box.addLayout(self._order_place)
        box.addWidget(self._side_name)
        box.addWidget(self.side)
        box.addSpacing(theme.space(4))
        box.addWidget(label(self.tr("Which column is what"), "small"))
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(16))
        self._grid.setVerticalSpacing(theme.space(6))
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        box.addWidget(holder)
        self.more = Button(theme, self.tr("More columns"), kind="quiet", icon="more")
        self.more.clicked.connect(self._on_more)
        box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._build()

    def _build(self) -> None:
        """A row for each part: its name, the column, the column's first filled cell."""
        empty(self._grid)
        self.columns, self._examples, self._rows = {}, {}, {}
        for row, part in enumerate(PARTS[self.match.what]):
            choice = Choice(self.theme, part_text(part))
            choice.addItem(self.tr("not in the file"), NOTHING)
            for place, name in enumerate(self.sheet.header):
                choice.addItem(shortened(name), place)
            choice.setCurrentIndex(self.match.columns.get(part, NOTHING) + 1)
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            choice.setMinimumContentsLength(10)
            choice.currentIndexChanged.connect(self._on_column)
            self.columns[part] = choice
            words = label(part_text(part), "body")
            words.setBuddy(choice)
            self._grid.addWidget(words, row, 0)
            self._grid.addWidget(choice, row, 1)
            example = label("", "muted")
            example.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._examples[part] = example
            self._grid.addWidget(example, row, 2)
            self._rows[part] = (words, choice, example)
        self._show_rows(all_of_them=False)
        self._show()

    def _show_rows(self, *, all_of_them: bool) -> None:
        """The parts that were found and those that are needed; the others when asked for."""
        for part, widgets in self._rows.items():
            shown = all_of_them or part in self.match.columns or part in _ALWAYS
            for widget in widgets:
                widget.setVisible(shown)
        self.more.setHidden(all(row[1].isVisibleTo(self) for row in self._rows.values()))

    def _on_more(self) -> None:
        self._show_rows(all_of_them=True)
        self.columns[PARTS[self.match.what][0]].setFocus()

    def _example(self, place: int) -> str:
        cells = (row[place] for row in self.sheet.rows if row[place].strip())
        return shortened(next(cells, self.tr("always empty")))

    def _show(self) -> None:
        """Examples, and the questions that are open."""
        for part, example in self._examples.items():
            place = self.match.columns.get(part)
            example.setText("" if place is None else self._example(place))
        self._show_orders()
        asked = Part.SCORE in self.match.columns and Part.SIDE not in self.match.columns
        self._side_name.setVisible(asked)
        self.side.setVisible(asked)

    def _show_orders(self) -> None:
        """Asked only where the dates can be meant in two ways."""
        orders = possible_orders(self.sheet, self.match.columns)
        names = {
            Order.DMY: self.tr("Day first: 03/04 is 3 April"),
            Order.MDY: self.tr("Month first: 03/04 is 4 March"),
        }
        self.order.hide()
        self.order.deleteLater()
        self.order = ChipRow(
            self.theme,
            [(order, names[order]) for order in orders if order in names],
            name=self.tr("How the dates are written"),
        )
        self._order_place.addWidget(self.order)
        if self.match.order in names:
            self.order.set_value(self.match.order)
        self.order.changed.connect(self._on_order)
        asked = len(orders) > 1
        self._order_name.setVisible(asked)
        self.order.setVisible(asked)

    # --- changes ------------------------------------------------------------------------------

    def _on_kind(self, what: What) -> None:
        self.match = guess(self.sheet, what)
        self._build()
        self.changed.emit()

    def _on_column(self) -> None:
        chosen = {
            part: choice.currentData()
            for part, choice in self.columns.items()
            if choice.currentData() != NOTHING
        }
        kept = self.match
        self.match = matched(self.sheet, kept.what, chosen, kept.order)
        self.match = self.match._replace(sides=kept.sides)
        self._show()
        self.changed.emit()

    def _on_order(self, order: Order) -> None:
        self._take(self.match._replace(order=order))

    def _on_side(self, sides: tuple[Side, ...]) -> None:
        self._take(self.match._replace(sides=sides))

    def _take(self, match: Match) -> None:
        self.match = match
        self.changed.emit()
