"""What a panel of Trends is: its words, its numbers, its chart and its table.

`trend_panels.py` lists the panels; `trend_frame.py` puts each into a card, loads it when it comes
into view, and gives it its buttons.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from hiprehab.core.panels import Records
from hiprehab.ui.screens.around import Around
from hiprehab.ui.theme import Theme

if TYPE_CHECKING:
    from hiprehab.charts.look import Look
    from hiprehab.charts.shared import SharedTime


class Chart(Protocol):
    """A chart; `charts.drawn.Drawn` is one, and so is the pain chart. It is a QWidget."""

    def show_state(self, state: Any, look: "Look") -> None:
        """Shows numbers in a look."""

    def picture(self, ratio: float = 2.0) -> QImage:
        """As it is in view, for a PNG."""

    def svg(self) -> bytes:
        """As it is in view, as SVG."""


class Table(NamedTuple):
    """The same numbers to read: headings and rows as they are shown, the newest first.

    `right` are the numbers of columns that hold numbers and stand at the right.
    """

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    right: frozenset[int] = frozenset()


class Numbers(NamedTuple):
    """The same numbers for a file: header and rows; days as in ISO 8601, unknown is empty."""

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


class Panel(QObject):
    """One panel. Subclasses give everything below; what they show is built by a pure function.

    `key` names files, such as "pain-by-hour". `least_px` is about the height of the chart at 100 %
    text. A `wide` panel takes the whole width. Its controls stand below the sentence, or `beside`
    it, or `leads` in the place of the title; where a panel `enters` something with them, they are
    left out of somebody else's log. `host` is the panel's card, for dialogs.

    Signals:
        told(text, undo): a message at the bottom of the window.
        again: something was chosen; chart and words are made anew from the same state.
        wanted(what, which): another page: "day" and a date, "test" and its kind.
    """

    told = Signal(str, object)
    again = Signal()
    wanted = Signal(str, object)

    key = ""
    wide = False
    leads = False
    beside = False
    enters = False
    least_px = 200

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__()
        self.theme = theme
        self.around = around
        self.host: QWidget | None = None

    def title(self) -> str:
        """What the panel is about."""
        raise NotImplementedError

    def build(self, records: Records) -> Any:
        """The numbers of a period. Called in a worker thread: pure, no Qt, no `self.theme`."""
        raise NotImplementedError

    def sentence(self, state: Any) -> str:
        """What is seen, with the counts it rests on; where there is too little, what is missing."""
        raise NotImplementedError

    def is_empty(self, state: Any) -> bool:
        """Whether there is nothing to draw: then only title and sentence are shown."""
        return False

    def controls(self) -> QWidget | None:
        """Choices below the title, made once; emit `again` when one was made."""
        return None

    def show_controls(self, state: Any) -> None:
        """Brings the choices up to date with other numbers; called before they are drawn."""

    def chart(self, time: "SharedTime") -> Any:
        """A new `Chart`, without a parent; made once, when the panel first comes into view."""
        raise NotImplementedError

    def shown(self, state: Any) -> Any:
        """What the chart is given; less than the state where there are choices."""
        return state

    def table(self, state: Any) -> Table:
        """The numbers as they are read."""
        raise NotImplementedError

    def make_table(self) -> QWidget:
        """An empty view of the table."""
        from hiprehab.ui.screens.text_table import TextTable

        return TextTable(self.theme, self.title())

    def fill_table(self, view: Any, state: Any) -> None:
        """Shows the numbers in the view that `make_table` made."""
        view.show_table(self.table(state))

    def numbers(self, state: Any) -> Numbers:
        """The numbers as a file holds them."""
        raise NotImplementedError


Make = type[Panel]
