"""Where it hurts on Trends: the body with a number on each region, and the same as bars."""

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from hiprehab.core import place_counts
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.place_counts import PLACE_HEADER, PlaceCount, PlaceState, place_rows
from hiprehab.core.places import REGIONS
from hiprehab.ui.screens.columns import Columns
from hiprehab.ui.screens.log_words import place_text, places
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import joined, side_title, whole
from hiprehab.ui.theme import Theme

if TYPE_CHECKING:
    from hiprehab.charts.look import Look
    from hiprehab.charts.place_bars import PlaceBars
    from hiprehab.charts.shared import SharedTime

NAMED: Final = 3
"""So many regions are named above the chart."""
WIDE: Final = 720
"""From this width on, in px at 100 % text, body and bars stand beside each other."""


class PlacesPanel(Panel):
    """How often each region was named, left and right apart."""

    key = "places"
    wide = True

    def title(self) -> str:
        """Where it hurts."""
        return self.tr("Where it hurts")

    def build(self, records: Records) -> PlaceState:
        """The regions of the period."""
        return place_counts.build(records.pain, records.first, records.last)

    def is_empty(self, state: PlaceState) -> bool:
        """No rating names a region."""
        return state.is_empty

    def sentence(self, state: PlaceState) -> str:
        """How many ratings name a region, and which ones most."""
        if state.is_empty:
            return self.tr(
                "The places that hurt will be counted here; no rating of this period names one. In "
                'the check-in, open "Add detail" and choose where it hurts.'
            )
        named = joined(self.words(one) for one in state.places[:NAMED])
        text = self.tr("{placed} of {ratings} ratings name a place. Most often: {named}.")
        return text.format(placed=whole(state.placed), ratings=whole(state.ratings), named=named)

    def words(self, one: PlaceCount) -> str:
        """A region with its counts."""
        return self.tr("{place} (left {left}, right {right})").format(
            place=place_text(one.place).lower(), left=whole(one.left), right=whole(one.right)
        )

    def spoken(self, one: PlaceCount) -> str:
        """All about a region."""
        text = self.tr("{place}: left {left}, right {right} ratings, on {days} days")
        return text.format(
            place=place_text(one.place),
            left=whole(one.left),
            right=whole(one.right),
            days=whole(one.days),
        )

    def chart(self, time: "SharedTime") -> "PlacesChart":
        """The body and the bars."""
        from hiprehab.charts.place_bars import PlaceBars

        hint = self.tr("How many ratings named each place.")
        bars = PlaceBars(self.title(), place_text, self.spoken, hint=hint)
        return PlacesChart(self.theme, bars)

    def table(self, state: PlaceState) -> Table:
        """One row a region."""
        headings = (
            self.tr("Place"),
            side_title(Side.LEFT),
            side_title(Side.RIGHT),
            self.tr("Days"),
        )
        rows = [
            (place_text(one.place), whole(one.left), whole(one.right), whole(one.days))
            for one in state.places
        ]
        return Table(headings, rows, frozenset({1, 2, 3}))

    def numbers(self, state: PlaceState) -> Numbers:
        """One row a region."""
        return Numbers(PLACE_HEADER, place_rows(state))


class PlacesChart(QWidget):
    """The body map with its counts beside the bars, or above them in a narrow window.

    A saved picture holds the bars: they are all of the numbers, the body shows one side at a time.
    """

    def __init__(self, theme: Theme, bars: "PlaceBars") -> None:
        super().__init__()
        from hiprehab.ui.widgets.body_map import BodyMap

        self._theme = theme
        self.bars = bars
        self.map = BodyMap(
            theme, dict(places()), hint=self.tr("Turn the body to see all of the places.")
        )
        self._columns = Columns(self, gap=theme.space(20), shares=(9, 11), least=theme.px(WIDE))
        self._columns.addWidget(self.map)
        self._columns.addWidget(bars)
        self.setFocusProxy(bars)

    def show_state(self, state: PlaceState, look: "Look") -> None:
        """Other counts, or another look."""
        self._columns.set_least(self._theme.px(WIDE))
        self.bars.show_state(state, look)
        counts = {
            (side, one.place): one.of(side)
            for one in state.places
            for side in Side
            if one.place in REGIONS and one.of(side)
        }
        self.map.show_counts(counts)
        self.map.show_best_view(counts)
        self._columns.invalidate()

    def picture(self, ratio: float = 2.0) -> QImage:
        """The bars."""
        return self.bars.picture(ratio)

    def svg(self) -> bytes:
        """The bars."""
        return self.bars.svg()
