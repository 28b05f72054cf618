"""The body map: its picture with buttons to turn it, names, and what there is to read."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.figure import stills
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.map_picture import MapPicture, Spot, spot_of
from hiprehab.ui.widgets.text import label

__all__ = ["BodyMap", "MapPicture", "Spot", "spot_of"]


class BodyMap(QWidget):
    """The picture with buttons to turn it, the name of the region, and what there is to read.

    Signals:
        picked(Spot): a region was clicked or chosen with the keyboard.
        about(str): the person wants to read about a region.
    """

    picked = Signal(object)
    about = Signal(str)

    def __init__(self, theme: Theme, names: Mapping[str, str], *, hint: str = "") -> None:
        """`names` are the regions' words; `hint` is shown while there is no region to name."""
        super().__init__()
        self._theme = theme
        self._hint = hint or self.tr("Click where it hurts. Turn the body to see all of it.")
        self.picture = MapPicture(theme, names)
        self.views = ChipRow(theme, self._views(), name=self.tr("Seen from"))
        self.views.set_value(self.picture.view)
        self.caption = label(self._hint, "body", wrap=True)
        self.read = Button(theme, self.tr("About pain here"), kind="quiet", icon="learn")
        policy = self.read.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.read.setSizePolicy(policy)
        self.read.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(6))
        box.addWidget(self.views)
        box.addWidget(self.picture, 1)
        row = QHBoxLayout()
        row.addWidget(self.caption, 1)
        row.addWidget(self.read)
        box.addLayout(row)
        self.views.changed.connect(self.picture.show_view)
        self.picture.turned.connect(self._on_turned)
        self.picture.pointed.connect(self._show_words)
        self.picture.picked.connect(self._on_picked)
        self.read.clicked.connect(self._on_read)

    def _views(self) -> list[tuple[str, str]]:
        words = {
            "front": self.tr("Front"),
            "left": self.tr("Left side"),
            "back": self.tr("Back"),
            "right": self.tr("Right side"),
        }
        return [(view, words[view]) for view in stills.MAP_VIEWS]

    def has_text(self, key: str) -> bool:
        """Whether there is something to read about a region; the `about` signal asks for it."""
        return False

    def set_chosen(self, chosen: Collection[Spot]) -> None:
        """Tints and outlines these regions."""
        self.picture.set_chosen(chosen)
        self._show_words(self.picture.here)

    def show_counts(self, counts: Mapping[Spot, int]) -> None:
        """How often each region was named, instead of a choice."""
        self.picture.show_counts(counts)
        self._show_words(self.picture.here)

    def show_best_view(self, spots: Collection[Spot]) -> None:
        """The view that shows most of these; the present one stays when it is as good."""

        def seen(view: str) -> int:
            found = {spot_of(number) for number in stills.map_labels()[view]}
            return sum(spot in found for spot in spots)

        views = [self.picture.view, *stills.MAP_VIEWS]
        self.picture.show_view(max(views, key=seen))

    def _on_turned(self, view: str) -> None:
        self.views.set_value(view)
        self._show_words(self.picture.here)

    def _on_picked(self, spot: Spot) -> None:
        self.picked.emit(spot)
        self._show_words(spot)

    def _show_words(self, spot: Spot | None) -> None:
        self.caption.setText(self.picture.spot_text(spot) if spot else self._hint)
        here = self.picture.here
        self.read.setVisible(here is not None and self.has_text(here[1]))

    def _on_read(self) -> None:
        if self.picture.here is not None:
            self.about.emit(self.picture.here[1])
