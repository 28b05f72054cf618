"""The narrow rail: one entry a screen, icon over word."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QVBoxLayout

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Ringed, focus_ring, rounded, smooth


class RailButton(Ringed, QPushButton):
    """One entry of the rail."""

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__(text)
        self.theme = theme
        self._icon = icon
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word in bold."""
        metrics = QFontMetrics(self.theme.font("small", bold=True))
        width = metrics.horizontalAdvance(self.text()) + self.theme.px(16)
        return QSize(max(self.theme.px(72), width), self._pill() + metrics.height() + 14)

    def _pill(self) -> int:
        """The pill's height: at large text it grows less than the words, so that all fit."""
        return min(self.theme.px(32), 40)

    def minimumSizeHint(self) -> QSize:
        """The word is never cut off."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill behind the icon of the present screen; the word is bold then."""
        with smooth(self) as painter:
            look, on = self.theme.colour, self.isChecked()
            pill = QRectF(0, 4, self._pill() * 1.625, self._pill())
            pill.moveLeft((self.width() - pill.width()) / 2)
            if on or self.underMouse():
                rounded(painter, pill, pill.height() / 2, look("accent_soft" if on else "raised"))
            ink = look("accent" if on else "muted")
            size = self._pill() * 0.75
            spot = QRectF(0, 0, size, size)
            spot.moveCenter(pill.center())
            self.theme.icons.paint(painter, self._icon, spot, ink)
            painter.setFont(self.theme.font("small", bold=on))
            painter.setPen(look("accent" if on else "text"))
            words = QRectF(0, pill.bottom() + 2, self.width(), self.height() - pill.bottom() - 4)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
            if self.rings():
                focus_ring(painter, self.theme, QRectF(self.rect()), 10)


class Rail(QFrame):
    """The screens; up and down arrows go along, `chosen` names the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, entries: Sequence[tuple[str, str, str]]) -> None:
        """`entries` are (name, icon, word)."""
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAccessibleName(self.tr("Screens"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(8, theme.space(16), 8, theme.space(16))
        box.setSpacing(theme.space(6))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        for place, (name, icon, word) in enumerate(entries, start=1):
            if place == len(entries):
                box.addStretch(1)
            box.addWidget(self._made(name, icon, word, f"Ctrl+{place}"))

    def _made(self, name: str, icon: str, word: str, key: str) -> RailButton:
        button = RailButton(self._theme, icon, word)
        button.setToolTip(key)
        button.clicked.connect(lambda _on=False, chosen=name: self.chosen.emit(chosen))
        self._group.addButton(button)
        self._buttons[name] = button
        return button

    def add(self, name: str, icon: str, word: str, key: str) -> None:
        """One more entry, above the last one, which stands at the bottom."""
        self._box.insertWidget(self._box.count() - 2, self._made(name, icon, word, key))

    def mark(self, name: str) -> None:
        """Marks the present screen."""
        self._buttons[name].setChecked(True)

    def button(self, name: str) -> RailButton:
        """The entry of that screen."""
        return self._buttons[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move the focus along the rail."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        buttons = [one for one in self._buttons.values() if one.isVisible()]
        buttons.sort(key=lambda one: one.y())
        at = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
