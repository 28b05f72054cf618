"""Chips that narrow the library down: each opens a short list of what it can be set to."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from hiprehab.core.conditions import ConditionBook
from hiprehab.core.model import Library
from hiprehab.core.search import Wanted
from hiprehab.ui.screens import library_words as words
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import Chip, Flow
from hiprehab.ui.wording import Words

MINUTES: Final = (2, 5, 10, 20, 30)
"""The choices of how long it may take."""


class FilterChip(Chip):
    """One property: a click or Space lists its values, and the chip then says which is chosen."""

    picked = Signal()

    def __init__(self, theme: Theme, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme, name, icon="chevron-down")
        self._name = name
        self._options = tuple(options)
        self.value: str | None = None
        self.clicked.connect(self._open)
        self._show()

    def sizeHint(self) -> QSize:
        """The word as it is now; a chip that was set is wider."""
        width = QFontMetrics(self.theme.font(bold=True)).horizontalAdvance(self.text())
        width += 2 * self.theme.px(14) + self.theme.px(24)
        return QSize(max(width, self.theme.target), self.theme.target)

    def set_value(self, value: str | None) -> None:
        """Chooses without a signal; None is "any"."""
        self.value = value
        self._show()

    def menu_of_values(self) -> QMenu:
        """The list of values; it goes away by itself when it is closed."""
        menu = QMenu(self)
        menu.setAccessibleName(self._name)
        group = QActionGroup(menu)
        for value, word in ((None, self.tr("Any")), *self._options):
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.setData(value)
            group.addAction(action)
        group.triggered.connect(lambda action: self._pick(action.data()))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open(self) -> None:
        self._show()
        self.menu_of_values().popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _pick(self, value: str | None) -> None:
        self.set_value(value)
        self.picked.emit()

    def _show(self) -> None:
        chosen = dict(self._options).get(self.value or "")
        self.setChecked(chosen is not None)
        self.setText(chosen or self._name)
        self.setAccessibleName(f"{self._name}: {chosen or self.tr('Any')}")
        self.updateGeometry()
        self.update()


class FilterBar(QWidget):
    """All filters in a row, and a button that clears them. `changed` follows every choice."""

    changed = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, library: Library, book: ConditionBook) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        found = [library.exercises[name] for name in library.exercises]
        positions = Words()
        kinds = dict.fromkeys(one.category for one in found)
        places = dict.fromkeys(one.position for one in found)
        muscles = sorted({muscle for one in found for muscle in one.muscles})
        self.category = FilterChip(
            theme, self.tr("Kind"), [(one, words.category_text(one)) for one in kinds]
        )
        self.position = FilterChip(
            theme,
            self.tr("Position"),
            [(one, words.first_upper(positions.position(one))) for one in places],
        )
        self.kit = FilterChip(theme, self.tr("Kit"), words.kits())
        self.muscle = FilterChip(
            theme, self.tr("Muscle"), [(one, words.first_upper(one)) for one in muscles]
        )
        self.condition = FilterChip(
            theme,
            self.tr("My clinician told me"),
            [(key, one.name) for key, one in book.conditions.items()],
        )
        self.time = FilterChip(
            theme,
            self.tr("Time"),
            [(str(n), self.tr("Up to {} min").format(n)) for n in MINUTES],
        )
        self.clear = Button(theme, self.tr("Clear"), kind="quiet", icon="close")
        self.clear.clicked.connect(self._on_clear)
        self._chips = (
            self.category, self.position, self.kit, self.muscle, self.condition, self.time,
        )  # fmt: skip
        flow = Flow(self, gap=theme.space(8))
        for chip in self._chips:
            chip.picked.connect(self._on_picked)
            flow.addWidget(chip)
        flow.addWidget(self.clear)
        self._on_picked()

    @property
    def wanted(self) -> Wanted:
        """What is chosen now."""
        return Wanted(*(chip.value for chip in self._chips))

    def reset(self) -> None:
        """Nothing is chosen; without a signal."""
        for chip in self._chips:
            chip.set_value(None)
        self.clear.setVisible(False)

    def _on_picked(self) -> None:
        self.clear.setVisible(self.wanted != Wanted())
        self.updateGeometry()
        self.changed.emit()

    def _on_clear(self) -> None:
        self.reset()
        self.cleared.emit()
        self.changed.emit()
