"""Fields of forms: a number with minus and plus, and a switch."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import IconButton
from hiprehab.ui.widgets.paint import GAP, RING, Ringed, focus_ring, rounded, smooth


class StepperField(QWidget):
    """A whole number between `low` and `high`, to type or to step."""

    changed = Signal(int)

    def __init__(
        self,
        theme: Theme,
        *,
        low: int,
        high: int,
        step: int = 1,
        unit: str = "",
        name: str = "",
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        self._spin = QSpinBox()
        self._spin.setRange(low, high)
        self._spin.setSingleStep(step)
        self._spin.setSuffix(f" {unit}" if unit else "")
        self._spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._spin.setFixedWidth(theme.px(96))
        self._spin.setKeyboardTracking(False)
        self._minus = IconButton(theme, "minus", self.tr("Less"))
        self._plus = IconButton(theme, "plus", self.tr("More"))
        for button, slot in ((self._minus, self._spin.stepDown), (self._plus, self._spin.stepUp)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field itself takes Up and Down
            button.setAutoRepeat(True)
            button.clicked.connect(slot)
        for part in (self._minus, self._spin, self._plus):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._spin)
        self._theme = theme
        theme.changed.connect(self._on_theme_changed)
        self._spin.valueChanged.connect(self._on_changed)
        self.set_name(name)
        self._show_limits()

    def set_name(self, name: str) -> None:
        """What the number is, for assistive technology."""
        self._spin.setAccessibleName(name)

    def value(self) -> int:
        """The number."""
        return self._spin.value()

    def set_value(self, value: int) -> None:
        """Shows a number without a signal."""
        self._spin.blockSignals(True)
        self._spin.setValue(value)
        self._spin.blockSignals(False)
        self._show_limits()

    def _on_changed(self, value: int) -> None:
        self._show_limits()
        self.changed.emit(value)

    def _on_theme_changed(self) -> None:
        self._spin.setFixedWidth(self._theme.px(96))

    def _show_limits(self) -> None:
        self._minus.setEnabled(self._spin.value() > self._spin.minimum())
        self._plus.setEnabled(self._spin.value() < self._spin.maximum())


class Toggle(Ringed, QCheckBox):
    """A check box drawn as a switch with its words on the right."""

    def __init__(self, theme: Theme, text: str = "") -> None:
        super().__init__(text)
        self.theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def _track(self) -> QRectF:
        width, height = self.theme.px(44), self.theme.px(26)
        return QRectF(RING + GAP, (self.height() - height) / 2, width, height)

    def sizeHint(self) -> QSize:
        """Switch and words."""
        width = self.theme.px(44) + round(2 * (RING + GAP))
        if self.text():
            metrics = QFontMetrics(self.theme.font())
            width += self.theme.px(12) + metrics.horizontalAdvance(self.text())
        return QSize(max(width, self.theme.target), self.theme.target)

    def hitButton(self, _pos: object) -> bool:
        """The words belong to the target."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The knob lies right when on, and carries a tick: not colour alone."""
        with smooth(self) as painter:
            look, track, on = self.theme.colour, self._track(), self.isChecked()
            usable = self.isEnabled()
            ground = look("accent" if usable else "muted") if on else look("surface")
            radius = track.height() / 2
            rounded(painter, track, radius, ground, None if on else look("edge"))
            inset = track.height() * (0.13 if on else 0.2)
            size = track.height() - 2 * inset
            x = track.right() - inset - size if on else track.left() + inset
            knob = QRectF(x, track.top() + inset, size, size)
            rounded(painter, knob, size / 2, look("on_accent") if on else look("edge"))
            if on:
                inner = knob.adjusted(size * 0.17, size * 0.17, -size * 0.17, -size * 0.17)
                self.theme.icons.paint(painter, "check", inner, ground)
            if self.rings():
                out = RING + GAP
                focus_ring(painter, self.theme, track.adjusted(-out, -out, out, out), radius + out)
            painter.setFont(self.theme.font())
            painter.setPen(look("text" if usable else "muted"))
            words = QRectF(track.right() + self.theme.px(12), 0, self.width(), self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


class Choice(QComboBox):
    """A combo box whose arrow is one of our icons."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet's box, then the arrow."""
        super().paintEvent(event)
        with smooth(self) as painter:
            size = self.theme.px(18)
            x = self.width() - size - self.theme.px(12)
            spot = QRectF(x, (self.height() - size) / 2, size, size)
            self.theme.icons.paint(painter, "chevron-down", spot, self.theme.colour("muted"))
