"""A card of the library: what it says, and how it is drawn, once, and kept for copying."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hiprehab import tokens
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import focus_ring, rounded
from hiprehab.ui.widgets.photo import pictures
from hiprehab.ui.widgets.still import Stills

if TYPE_CHECKING:
    from hiprehab.ui.screens.library_grid import CardGrid

KEPT: Final = 160
"""Drawn cards that are kept; the whole library is 66, about 20 MB at 100 % text."""
ENTRY: Final = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CardEntry:
    """A card: its picture (a motion, or an icon) and its words. `lines` is asked when painted."""

    id: str
    title: str
    lines: Callable[[], Sequence[str]]
    motion: str | None = None
    icon: str = ""
    tag: str = ""
    warns: bool = False


class CardPainter(QStyledItemDelegate):
    """Paints cards: picture, title on at most two lines, quiet lines under it.

    A card is drawn once and kept as a picture, so that scrolling only copies.
    """

    def __init__(self, theme: Theme, grid: "CardGrid") -> None:
        super().__init__(grid)
        self._theme = theme
        self._grid = grid
        self._stills = Stills(theme, waits=True)
        pictures().ready.connect(self._on_picture)
        self._cards: dict[tuple[object, ...], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All cards are of one size."""
        return self._grid.gridSize()

    def _on_picture(self, path: str) -> None:
        """A pack's picture was read: cards were drawn without it."""
        self.forget()
        self._grid.viewport().update()

    def forget(self) -> None:
        """Draw all cards anew: other colours, another text size or other texts."""
        self._cards.clear()

    def ready(self, entry: CardEntry) -> bool:
        """Whether a card needs only copying; draws it when it does not."""
        box = self._grid.card_box(0, QRect(QPoint(0, 0), self._grid.gridSize()))
        key = self._key(entry, box.size())
        known = key in self._cards
        if not known:
            self._card(entry, box.size())
        return known

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One card in the place that the grid gives it."""
        theme, grid = self._theme, self._grid
        entry: CardEntry = index.data(ENTRY)
        cell: QRect = option.rect
        box = grid.card_box(index.row(), cell)
        painter.drawPixmap(box.topLeft(), self._card(entry, box.size()))
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rings = grid.rings() and grid.currentIndex() == index
        if not (over or rings or grid.is_moving(index.row())):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if grid.is_moving(index.row()):
            room = QRectF(grid.picture_box(index.row(), cell))
            rounded(painter, room, tokens.RADIUS - 4, theme.colour("raised"))
        if over:
            rounded(painter, QRectF(box), tokens.RADIUS, None, theme.colour("accent"))
        if rings:
            focus_ring(painter, theme, QRectF(box), tokens.RADIUS)
        painter.restore()

    def _key(self, entry: CardEntry, size: QSize) -> tuple[object, ...]:
        ratio = self._grid.devicePixelRatioF()
        return (entry.id, entry.tag, size.width(), size.height(), ratio)

    def _card(self, entry: CardEntry, size: QSize) -> QPixmap:
        key = self._key(entry, size)
        found = self._cards.get(key)
        if found is None:
            if len(self._cards) >= KEPT:
                self._cards.clear()
            found = self._cards[key] = self._drawn(entry, size)
        return found

    def _drawn(self, entry: CardEntry, size: QSize) -> QPixmap:
        theme, ratio = self._theme, self._grid.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            box = QRectF(QPointF(0, 0), size.toSizeF())
            rounded(painter, box, tokens.RADIUS, theme.colour("surface"), theme.colour("line"))
            room = QRectF(8, 8, size.width() - 16, self._grid.picture_height())
            rounded(painter, room, tokens.RADIUS - 4, theme.colour("raised"))
            if entry.icon:
                side = theme.px(44)
                spot = QRectF(0, 0, side, side)
                spot.moveCenter(room.center())
                theme.icons.paint(painter, entry.icon, spot, theme.colour("accent"))
            elif entry.motion:
                self._stills.paint(painter, room, entry.motion, ratio)
            if entry.tag:
                self._paint_tag(painter, room, entry)
            self._paint_words(painter, box, room, entry)
        finally:
            painter.end()
        return picture

    def _paint_tag(self, painter: QPainter, room: QRectF, entry: CardEntry) -> None:
        theme = self._theme
        painter.setFont(theme.font("small", bold=True))
        width = painter.fontMetrics().horizontalAdvance(entry.tag) + theme.px(20)
        pill = QRectF(room.left() + 8, room.top() + 8, width, theme.px(24))
        rounded(
            painter,
            pill,
            pill.height() / 2,
            theme.colour("too_much_soft" if entry.warns else "acceptable_soft"),
        )
        painter.setPen(theme.colour("text"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, entry.tag)

    def _paint_words(self, painter: QPainter, box: QRectF, room: QRectF, entry: CardEntry) -> None:
        theme = self._theme
        left, width = room.left() + 4, room.width() - 8
        y = room.bottom() + theme.space(8)
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour("text"))
        metrics = painter.fontMetrics()
        for line in two_lines(entry.title, painter.font(), width):
            painter.drawText(QRectF(left, y, width, metrics.height()), 0, line)
            y += metrics.height()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        metrics = painter.fontMetrics()
        y += 2
        lines = list(entry.lines())
        if len(lines) == 1:  # a sentence, which may have both lines
            lines = two_lines(lines[0], painter.font(), width)
        for line in lines:
            if y + metrics.height() > box.bottom():
                break
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(left, y, width, metrics.height()), 0, text)
            y += metrics.height()


def two_lines(text: str, font: QFont, width: float) -> list[str]:
    """The text broken into at most two lines of that width; the second ends in … when cut."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    first = line.textLength()
    layout.endLayout()
    rest = text[first:].strip()
    if not rest:
        return [text]
    cut = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, int(width))
    return [text[:first].strip(), cut]
