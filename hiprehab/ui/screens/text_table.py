"""A table of words and numbers to read: what a chart shows, row by row."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from hiprehab.ui.theme import Theme

if TYPE_CHECKING:
    from hiprehab.ui.screens.trend_panel import Table

Index = QModelIndex | QPersistentModelIndex

SAMPLE: Final = 60
"""So many rows are looked at for the width of a column."""
WIDEST: Final = 320
"""No column but the last is wider than that (px at 100 % text)."""


class Rows(QTableView):
    """Whole rows, chosen with the arrow keys; Enter asks for the chosen one."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the chosen row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
            return
        super().keyPressEvent(event)


class TextModel(QAbstractTableModel):
    """Headings and rows of plain text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table: Table | None = None

    def show_table(self, table: "Table") -> None:
        """Shows other rows."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a row."""
        inside = parent is not None and parent.isValid()
        return 0 if inside or self._table is None else len(self._table.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """One column a heading."""
        inside = parent is not None and parent.isValid()
        return 0 if inside or self._table is None else len(self._table.headings)

    def _side(self, column: int) -> int:
        right = self._table is not None and column in self._table.right
        across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return int(across | Qt.AlignmentFlag.AlignVCenter)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal or self._table is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._table.headings[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if self._table is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._table.rows[index.row()][index.column()]
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None


class TextTable(QWidget):
    """The view of such a table, with columns as wide as their words."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._table: Table | None = None
        self.model = TextModel(self)
        self.view = Rows()
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        theme.changed.connect(self._fit)

    def show_table(self, table: "Table") -> None:
        """Shows other rows."""
        self._table = table
        self.model.show_table(table)
        self._fit()

    def _fit(self) -> None:
        if self._table is None:
            return
        bold = QFontMetrics(self._theme.font("small", bold=True))
        plain = QFontMetrics(self._theme.font())
        room, most = self._theme.px(26), self._theme.px(WIDEST)
        for column, heading in enumerate(self._table.headings):
            words = (row[column] for row in self._table.rows[:SAMPLE])
            widest = max((plain.horizontalAdvance(text) for text in words), default=0)
            wide = max(bold.horizontalAdvance(heading), min(widest, most))
            self.view.setColumnWidth(column, wide + room)
        self.view.verticalHeader().setDefaultSectionSize(self._theme.px(38))
