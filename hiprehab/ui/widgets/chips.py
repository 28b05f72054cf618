"""Chips: small buttons of which one is chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Ringed, focus_ring, rounded, smooth


class Flow(QLayout):
    """Lays widgets in rows like words: what does not fit goes to the next row."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def invalidate(self) -> None:
        """Something inside has changed: heights are worked out again."""
        self._heights.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Appends."""
        self._heights.clear()
        self._items.append(item)

    def insert(self, widget: QWidget) -> None:
        """Puts a widget in front of the others."""
        self.addWidget(widget)
        self._items.insert(0, self._items.pop())

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Removes and returns the item at a place."""
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes only the room that it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the rows in that width; layouts around ask many times."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Places the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        sizes = [item.sizeHint() for item in self._items]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        sizes = [item.minimumSize() for item in self._items]
        width = max((size.width() for size in sizes), default=0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():  # hidden: neither room nor a gap
                continue
            size = item.sizeHint()
            if row and x + size.width() > rect.right() + 1:
                x, y, row = rect.x(), y + row + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            row = max(row, size.height())
        return y + row - rect.y()


class Chip(Ringed, QPushButton):
    """A word that can be on or off."""

    def __init__(self, theme: Theme, text: str, *, icon: str | None = None) -> None:
        super().__init__(text)
        self.theme = theme
        self._icon = icon
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The word in bold, so that choosing moves nothing."""
        width = QFontMetrics(self.theme.font(bold=True)).horizontalAdvance(self.text())
        width += 2 * self.theme.px(16) + (self.theme.px(24) if self._icon else 0)
        return QSize(max(width, self.theme.target), self.theme.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled when on, outlined when off."""
        with smooth(self) as painter:
            look, box = self.theme.colour, QRectF(self.rect())
            if self.rings():
                box = focus_ring(painter, self.theme, box, box.height() / 2)
            on, over = self.isChecked(), self.underMouse() and self.isEnabled()
            ground = look("accent_soft") if on else look("raised" if over else "surface")
            ink = look("accent" if on else "text") if self.isEnabled() else look("muted")
            rounded(painter, box, box.height() / 2, ground, look("accent" if on else "edge"))
            painter.setFont(self.theme.font(bold=on))
            painter.setPen(ink)
            words = box
            if self._icon:
                size = self.theme.px(18)
                width = (
                    painter.fontMetrics().horizontalAdvance(self.text()) + size + self.theme.px(6)
                )
                x = box.center().x() - width / 2
                spot = QRectF(x, box.center().y() - size / 2, size, size)
                self.theme.icons.paint(painter, self._icon, spot, ink)
                words = box.adjusted(size + self.theme.px(6), 0, 0, 0)
            painter.setPen(ink)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())


class ChipRow(QWidget):
    """A single choice among chips; nothing is chosen at first. Arrow keys go along the row.

    With `optional`, pressing the chosen chip again takes the choice back.
    """

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        options: Sequence[tuple[Any, str]],
        *,
        name: str = "",
        optional: bool = False,
    ) -> None:
        super().__init__()
        self._optional = optional
        self._value: Any = None
        self._chips: list[tuple[Any, Chip]] = []
        self.setAccessibleName(name)
        flow = Flow(self, gap=theme.space(8))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for value, word in options:
            chip = Chip(theme, word)
            chip.setAccessibleName(f"{name}: {word}" if name else word)
            chip.clicked.connect(lambda _on=False, chosen=value: self._on_clicked(chosen))
            flow.addWidget(chip)
            self._chips.append((value, chip))

    @property
    def value(self) -> Any:
        """The chosen value, or None."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Chooses without a signal; None chooses nothing."""
        self._value = value
        for option, chip in self._chips:
            chip.setChecked(value is not None and option == value)

    def chips(self) -> tuple[Chip, ...]:
        """The chips in order."""
        return tuple(chip for _, chip in self._chips)

    def _on_clicked(self, value: Any) -> None:
        again = value == self._value
        self.set_value(None if again and self._optional else value)
        if not again or self._optional:
            self.changed.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the focus along the row."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        chips = self.chips()
        if step is None or not chips:
            super().keyPressEvent(event)
            return
        at = next((i for i, chip in enumerate(chips) if chip.hasFocus()), 0)
        chips[(at + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
