"""The list of the history, painted line by line so that thousands of lines cost nothing."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from hiprehab.core.log import PainEntry, Status
from hiprehab.core.model import Side
from hiprehab.tokens import RADIUS
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.history_model import HistoryModel, Row
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import focus_ring, rounded, side_mark

_ICONS = {
    Status.DONE: ("check", "accent"),
    Status.PARTIAL: ("clock", "hold"),
    Status.MANUAL: ("note", "accent"),
}
Index = QModelIndex | QPersistentModelIndex


class HistoryDelegate(QStyledItemDelegate):
    """Paints a day's line, a session or a rating."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Days are lower than what was done on them."""
        row = self._row(index)
        return QSize(200, self._theme.px(44 if row is None or row.is_day else 66))

    def _row(self, index: Index) -> Row | None:
        model = index.model()
        return model.row(index) if isinstance(model, HistoryModel) else None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        row, model = self._row(index), index.model()
        if row is None or not isinstance(model, HistoryModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if row.is_day:
            self._paint_day(painter, box, words.day_text(row.day, model.today, long=True))
        else:
            self._paint_row(painter, box, option, row, model)
        painter.restore()

    def _paint_day(self, painter: QPainter, box: QRectF, text: str) -> None:
        painter.setFont(self._theme.font("body", bold=True))
        painter.setPen(self._theme.colour("text"))
        place = box.adjusted(self._theme.space(4), 0, 0, -self._theme.space(6))
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, bottom, text)

    def _paint_row(
        self,
        painter: QPainter,
        box: QRectF,
        option: QStyleOptionViewItem,
        row: Row,
        model: HistoryModel,
    ) -> None:
        theme, look = self._theme, self._theme.colour
        card = box.adjusted(3, 3, -3, -3)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rounded(painter, card, RADIUS, look("raised" if over else "surface"), look("line"))
        if option.state & QStyle.StateFlag.State_Selected and option.widget.hasFocus():
            focus_ring(painter, theme, card.adjusted(1, 1, -1, -1), RADIUS - 1)
        pad = theme.space(16)
        x = card.left() + pad
        size = theme.px(30)
        disc = QRectF(x, card.center().y() - size / 2, size, size)
        self._paint_sign(painter, disc, row)
        time = words.clock_text(row.local)
        painter.setFont(theme.font("small", digits=True))
        painter.setPen(look("muted"))
        wide = painter.fontMetrics().horizontalAdvance(time) + 2
        right = QRectF(card.right() - pad - wide, card.top(), wide, card.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, time)
        left = disc.right() + theme.space(14)
        room = QRectF(left, card.top(), right.left() - theme.space(12) - left, card.height())
        half = card.height() / 2
        upper = QRectF(room.left(), room.top() + half * 0.16, room.width(), half * 0.9)
        lower = QRectF(room.left(), room.top() + half, room.width(), half * 0.8)
        facts = " · ".join(model.facts(row))
        if not facts:
            upper = room
        if row.session is not None:
            self._text(painter, upper, row.session.title, "text", bold=True)
        elif row.rating is not None:
            self._paint_scores(painter, upper, [row.rating[s] for s in Side if s in row.rating])
        self._text(painter, lower, facts, "muted", role="small")

    def _paint_sign(self, painter: QPainter, disc: QRectF, row: Row) -> None:
        icon, role, ground = "pain", "muted", "raised"
        if row.session is not None:
            icon, role = _ICONS.get(row.session.status, ("clock", "hold"))
            ground = f"{role}_soft"
        rounded(painter, disc, disc.height() / 2, self._theme.colour(ground))
        inset = disc.width() * 0.22
        inside = disc.adjusted(inset, inset, -inset, -inset)
        self._theme.icons.paint(painter, icon, inside, self._theme.colour(role))

    def _paint_scores(self, painter: QPainter, box: QRectF, entries: list[PainEntry]) -> None:
        """Mark and word of a side, then its score."""
        x = box.left()
        for entry in entries:
            role = self._theme.side_role(entry.side)
            size = self._theme.px(10)
            mark = QRectF(x, box.center().y() - size / 2, size, size)
            side_mark(painter, mark, entry.side, self._theme.colour(role))
            x += size + self._theme.space(7)
            text = words.score_text(entry).capitalize()
            place = QRectF(x, box.top(), box.right() - x, box.height())
            x += self._text(painter, place, text, "text", bold=True) + self._theme.space(20)

    def _text(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        colour: str,
        *,
        role: str = "body",
        bold: bool = False,
    ) -> float:
        painter.setFont(self._theme.font(role, bold=bold))
        painter.setPen(self._theme.colour(colour))
        metrics = painter.fontMetrics()
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
        return metrics.horizontalAdvance(short)


class HistoryView(QListView):
    """Arrow keys go along, Enter or a click opens, Delete deletes.

    Signals: `opened(Row)`, `delete_wished(Row)`.
    """

    opened = Signal(object)
    delete_wished = Signal(object)

    def __init__(self, theme: Theme, model: HistoryModel) -> None:
        super().__init__()
        self._theme = theme
        self.setModel(model)
        self.setItemDelegate(HistoryDelegate(theme, self))
        self.setObjectName("history")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet(
            "#history, #history:focus { background: transparent; border: none; border-radius: 0;"
            " padding: 0; margin: 0; }"
            "#history::item { background: transparent; }"
        )
        self.setAccessibleName(self.tr("History"))
        self.setMinimumHeight(theme.px(240))
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def current_row(self) -> Row | None:
        """The record that the keys are on."""
        model = self.model()
        row = model.row(self.currentIndex()) if isinstance(model, HistoryModel) else None
        return None if row is None or row.is_day else row

    def _on_clicked(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self._open()

    def _open(self) -> None:
        row = self.current_row()
        if row is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and Delete; the view does the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        elif event.key() == Qt.Key.Key_Delete and (row := self.current_row()) is not None:
            self.delete_wished.emit(row)
        else:
            super().keyPressEvent(event)
