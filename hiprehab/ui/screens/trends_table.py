"""The ratings of the chart as a table: the same numbers for reading, sorting and correcting."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    QTime,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.ui.screens.log_words import measure_text, moment_text, place_text
from hiprehab.ui.screens.text_table import Rows
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.paint import side_mark

Index = QModelIndex | QPersistentModelIndex
WIDEST = ("Wed 28 Nov 2026", "00:00 AM", "right", "score", "At its worst", "during the session")


class RatingModel(QAbstractTableModel):
    """Ratings, the newest first until the person turns the order round."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: Sequence[PainEntry] = ()
        self._oldest_first = False
        self._icons: dict[Side, QIcon] = {}
        self._ink = QColor()
        self._titles = (
            self.tr("Date"),
            self.tr("Time"),
            self.tr("Side"),
            self.tr("Score"),
            self.tr("What"),
            self.tr("When"),
            self.tr("Place"),
            self.tr("Note"),
        )

    def show_rows(self, rows: Sequence[PainEntry], theme: Theme) -> None:
        """Shows other ratings, given newest first."""
        self.beginResetModel()
        self._rows = rows[::-1] if self._oldest_first else rows
        self._icons = {side: _icon(theme, side) for side in Side}
        self._ink = theme.colour("muted")
        self.endResetModel()

    def row(self, number: int) -> PainEntry | None:
        """The rating in that row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a rating."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """One column a fact."""
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(row, index.column())
            return text if role == Qt.ItemDataRole.DisplayRole or index.column() == 7 else None
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 2:
            return self._icons[row.side]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 3 and row.score is None:
            return self._ink
        return None

    def _text(self, row: PainEntry, column: int) -> str:
        if column == 0:
            day = row.stamp.day
            shown = QDate(day.year, day.month, day.day)
            return QLocale().toString(shown, "ddd d MMM yyyy")
        if column == 1:
            local = row.stamp.local
            time = QTime(local.hour, local.minute)
            return QLocale().toString(time, QLocale.FormatType.ShortFormat)
        if column == 2:
            return self.tr("left") if row.side is Side.LEFT else self.tr("right")
        if column == 3:
            return self.tr("not asked") if row.score is None else str(row.score)
        night = self.tr("woke me up") if row.woken else ""
        texts = (
            measure_text(row.measure),
            moment_text(row.moment),
            place_text(row.place) if row.place else "",
            ", ".join(part for part in (night, row.note) if part),
        )
        return texts[column - 4]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.DescendingOrder) -> None:
        """By date only: newest first, or oldest first."""
        oldest_first = order is Qt.SortOrder.AscendingOrder
        if oldest_first != self._oldest_first:
            self.beginResetModel()
            self._rows = self._rows[::-1]
            self._oldest_first = oldest_first
            self.endResetModel()


class RatingTable(QWidget):
    """The table with its one action.

    Signals:
        edit_requested(int): the id of the rating to correct.
    """

    edit_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.model = RatingModel(self)
        self.view = Rows()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Ratings of this period"))
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._on_indicator)
        self.view.wanted.connect(self._on_wanted)
        self.view.doubleClicked.connect(self._on_wanted)
        self.edit = Button(theme, self.tr("Correct this rating"), icon="edit")
        self.edit.setEnabled(False)
        self.edit.clicked.connect(self._on_wanted)
        self.view.selectionModel().selectionChanged.connect(self._on_selected)
        self.model.modelReset.connect(self._on_selected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(12))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.view)

    def show_rows(self, rows: Sequence[PainEntry]) -> None:
        """Shows the ratings of a period, given newest first."""
        self.model.show_rows(rows, self._theme)
        metrics = QFontMetrics(self._theme.font("small", bold=True))
        plain = QFontMetrics(self._theme.font())
        for column, widest in enumerate(WIDEST):
            title = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            arrow = self._theme.px(20) if column == 0 else 0
            mark = self._theme.px(24) if column == 2 else 0
            room = max(metrics.horizontalAdvance(title), plain.horizontalAdvance(widest) + mark)
            self.view.setColumnWidth(column, room + arrow + self._theme.px(14) + 26)
        self.view.setColumnWidth(6, plain.horizontalAdvance("Outer side") + self._theme.px(14) + 26)
        self.view.verticalHeader().setDefaultSectionSize(self._theme.px(38))

    def _on_indicator(self, column: int, order: Qt.SortOrder) -> None:
        """Only the date can be sorted by."""
        if column != 0:
            self.view.horizontalHeader().setSortIndicator(0, order)

    def _selected(self) -> PainEntry | None:
        found = self.view.selectionModel().selectedRows()
        return self.model.row(found[0].row()) if found else None

    def _on_selected(self) -> None:
        row = self._selected()
        self.edit.setEnabled(row is not None and row.id is not None)

    def _on_wanted(self) -> None:
        row = self._selected()
        if row is not None and row.id is not None:
            self.edit_requested.emit(row.id)


def _icon(theme: Theme, side: Side) -> QIcon:
    """The sign of a side for a cell."""
    size = theme.px(14)
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(1, 1, size - 2, size - 2)
    side_mark(painter, box, side, theme.colour(theme.side_role(side)))
    painter.end()
    return QIcon(pixmap)
