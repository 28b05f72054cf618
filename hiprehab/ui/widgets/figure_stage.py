"""A large, quiet ground for a moving figure."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from hiprehab.tokens import RADIUS
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, rounded, smooth
from hiprehab.ui.widgets.photo import Photo

if TYPE_CHECKING:
    from hiprehab.ui.widgets.figure_view import FigureView


class Stage(Painted):
    """A quiet ground for the figure, which is made when the page is first shown."""

    def __init__(self, theme: Theme, figure: "Callable[[], FigureView] | None") -> None:
        super().__init__(theme)
        self._make = figure
        self.figure: FigureView | None = None
        self.photo: Photo | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(6, 6, 6, 6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Large: the figure is the hero."""
        return QSize(560, 400)

    def minimumSizeHint(self) -> QSize:
        """Still large enough to see a knee."""
        return QSize(260, 320)

    def show_picture(self, path: str, name: str, broken: Callable[[], None]) -> bool:
        """A pack's own picture instead of the figure; False when it cannot be shown.

        `broken` is called when that turns out later.
        """
        if self.photo is None:
            self.photo = Photo(self.theme)
            self.photo.broken.connect(broken)
            self._box.addWidget(self.photo)
        shown = self.photo.show_picture(path, name)
        self._show_only(photo=shown)
        return shown

    def _show_only(self, *, photo: bool) -> None:
        if self.photo is not None:
            self.photo.setVisible(photo)
        if self.figure is not None:
            self.figure.setVisible(not photo)

    def show_motion(self, motion: str | None, side: str | None) -> None:
        """Plays a motion."""
        if self.figure is None and self._make is not None:
            self.figure = self._make()
            self._box.addWidget(self.figure)
        if self.figure is not None:
            self.figure.set_theme(self.theme.tokens.dark)
            self.figure.show_motion(motion, side)
        self._show_only(photo=False)

    def show_key(self, key: str | None) -> None:
        """Stands still in a key pose; None plays on."""
        if self.figure is not None:
            self.figure.show_key(key)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        if self.figure is not None:
            self.figure.set_theme(self.theme.tokens.dark)
            self.figure.set_reduced_motion(self.theme.settings.reduced_motion)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        with smooth(self) as painter:
            rounded(painter, QRectF(self.rect()), RADIUS, self.theme.colour("raised"))
