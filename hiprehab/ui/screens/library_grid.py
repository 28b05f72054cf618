"""The library's cards: a list view that paints only what is seen; the card looked at moves.

The view is as high as its cards, so that the page around it scrolls and the wheel never gets stuck.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
)

from hiprehab.ui.screens.library_card import ENTRY, CardEntry, CardPainter, Index
from hiprehab.ui.screens.pages import reveal
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.photo import path_of

if TYPE_CHECKING:
    from hiprehab.ui.widgets.figure_view import FigureView

LEAST_WIDTH: Final = 232
"""The least width of a card in px at 100 % text."""
LOOK_MS: Final = 120
"""How long a card is looked at before it moves; so passing over cards costs nothing."""


class _Entries(QAbstractListModel):
    """The cards in order."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[CardEntry, ...] = ()

    def show_entries(self, entries: Sequence[CardEntry]) -> None:
        """Other cards."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many cards there are."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; everything readable for assistive technology; the entry itself."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.tag, *entry.lines()) if part)
        return entry if role == ENTRY else None


class CardGrid(QListView):
    """Cards in columns. Arrow keys go from card to card, Enter or a click opens one.

    Signals:
        opened(id): a card was chosen.
        typed(text): letters that belong into the search.
    """

    opened = Signal(str)
    typed = Signal(str)

    def __init__(
        self, theme: Theme, figure: "Callable[[], FigureView] | None", *, words: int = 2
    ) -> None:
        """`words` is how many quiet lines a card has room for."""
        super().__init__()
        self._theme = theme
        self._make_figure = figure
        self._figure: FigureView | None = None
        self._lines = words
        self._moving: int | None = None
        self._columns = 1
        self._ring = False
        self.model_of = _Entries()
        self.setModel(self.model_of)
        self._painter = CardPainter(theme, self)
        self.setItemDelegate(self._painter)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.setProperty("kind", "cards")
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._move_looked_at)
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._draw_ahead)
        self._next = 0
        self.entered.connect(self._look_soon)
        self.viewportEntered.connect(self._rest)
        theme.changed.connect(self._on_theme_changed)

    def show_entries(self, entries: Sequence[CardEntry]) -> None:
        """Other cards, from the top."""
        self._rest()
        self.model_of.show_entries(entries)
        self._fit()

    def redraw(self) -> None:
        """The words on the cards are others than before."""
        self._painter.forget()
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Goes on drawing cards ahead."""
        super().showEvent(event)
        self._ahead.start()

    # --- places -----------------------------------------------------------------------------

    def _gap(self) -> int:
        return self._theme.space(16)

    def _least_width(self) -> int:
        """Grows slower than the text: words are cut sooner than columns become one."""
        return round(LEAST_WIDTH * (1 + 0.6 * (self._theme.scale - 1)))

    def _card_width(self) -> float:
        return self._cell_width() - (self._columns - 1) * self._gap() / self._columns

    def _cell_width(self) -> int:
        """A little less than the columns' share: a view that is full to the pixel would wrap."""
        return (self.viewport().width() - 2) // self._columns

    def picture_height(self) -> int:
        """How high the picture of a card is."""
        return round(min(self._card_width() * 0.6, 190))

    def _fit(self) -> None:
        """Columns for the width that there is, and the height that all cards need."""
        wide, gap = self.viewport().width(), self._gap()
        self._columns = max(1, (wide + gap) // (self._least_width() + gap))
        title = QFontMetrics(self._theme.font(bold=True)).height()
        small = QFontMetrics(self._theme.font("small")).height()
        words = 2 * title + self._lines * small + self._theme.space(8) + self._theme.space(14)
        height = 8 + self.picture_height() + words
        self.setGridSize(QSize(self._cell_width(), height + gap))
        rows = -(-len(self.model_of.entries) // self._columns)
        self.setFixedHeight(max(1, rows * (height + gap)))
        self.doItemsLayout()
        self._place_figure()
        self._next = 0
        if self.isVisible():
            self._ahead.start()

    def _draw_ahead(self) -> None:
        """One card a turn of the loop, so that scrolling finds all of them drawn."""
        entries = self.model_of.entries
        while self._next < len(entries):
            self._next += 1
            if not self._painter.ready(entries[self._next - 1]):
                return
        self._ahead.stop()

    def card_box(self, row: int, cell: QRect) -> QRect:
        """The card within its cell: gaps lie between cards only, not at the page's edges."""
        width, column = self._card_width(), row % self._columns
        left = cell.left() + column * self._gap() / self._columns
        return QRect(round(left), cell.top() + 4, int(width), cell.height() - self._gap() - 4)

    def picture_box(self, row: int, cell: QRect) -> QRect:
        """The picture within a card."""
        card = self.card_box(row, cell)
        inner = card.adjusted(8, 8, -8, 0)
        inner.setHeight(self.picture_height())
        return inner

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other columns in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _on_theme_changed(self) -> None:
        if self._figure is not None:
            self._figure.deleteLater()
            self._figure, self._moving = None, None
        self._painter.forget()
        self._fit()
        self.viewport().update()

    # --- the card that moves ----------------------------------------------------------------

    def is_moving(self, row: int) -> bool:
        """Whether the moving figure lies over this card."""
        return self._moving == row

    def rings(self) -> bool:
        """Whether the keyboard is in use here."""
        return self._ring and self.hasFocus()

    def _look_soon(self, index: Index) -> None:
        if index.row() != self._moving:
            self._rest()
            self._look.start()

    def _looked_at(self) -> Index:
        spot = self.viewport().mapFromGlobal(self.cursor().pos())
        if self.viewport().underMouse():
            return self.indexAt(spot)
        return self.currentIndex() if self.rings() else QModelIndex()

    def _move_looked_at(self) -> None:
        index = self._looked_at()
        if not index.isValid() or self._make_figure is None:
            return
        entry: CardEntry = index.data(ENTRY)
        still = entry.motion is None or bool(path_of(entry.motion))
        if still or self._theme.settings.reduced_motion:
            return
        if self._figure is None:
            self._figure = self._make_figure()
            self._figure.setParent(self.viewport())
            self._figure.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._figure.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._figure.set_theme(self._theme.tokens.dark)
        self._figure.show_motion(entry.motion, None)
        self._moving = index.row()
        self._place_figure()
        self._figure.show()
        self.viewport().update()

    def _place_figure(self) -> None:
        if self._figure is not None and self._moving is not None:
            cell = self.visualRect(self.model_of.index(self._moving))
            inner = self.picture_box(self._moving, cell)
            self._figure.setGeometry(inner.adjusted(4, 4, -4, -4))

    def _rest(self) -> None:
        """All cards are still."""
        self._look.stop()
        if self._figure is not None and self._moving is not None:
            self._moving = None
            self._figure.hide()
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nobody looks any more."""
        self._rest()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """An unseen page has no timer."""
        self._rest()
        self._ahead.stop()
        super().hideEvent(event)

    # --- keys and clicks --------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard the first card is marked and shown."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._ring = True
            if not self.currentIndex().isValid() and self.model_of.entries:
                self.setCurrentIndex(self.model_of.index(0))
            self._show_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The card that moved for the keyboard rests."""
        super().focusOutEvent(event)
        if not self.viewport().underMouse():
            self._rest()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Scrolls the page to the card."""
        super().currentChanged(current, previous)
        if self.rings():
            self._show_current()

    def _show_current(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            reveal(self, self.visualRect(index))
            self._rest()
            self._look.start()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Left and right go along, up and down by a row, page keys by two, Home and End far."""
        last = len(self.model_of.entries) - 1
        here, move = self.currentIndex().row(), QAbstractItemView.CursorAction
        to = {
            move.MoveLeft: here - 1,
            move.MovePrevious: here - 1,
            move.MoveRight: here + 1,
            move.MoveNext: here + 1,
            move.MoveUp: here - self._columns,
            move.MoveDown: here + self._columns,
            move.MovePageUp: max(0, here - 2 * self._columns),
            move.MovePageDown: min(last, here + 2 * self._columns),
            move.MoveHome: 0,
            move.MoveEnd: last,
        }[action]
        return self.model_of.index(to if 0 <= to <= last else here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; arrow keys go along."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        self._ring = True
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Letters go into the search field."""
        self.typed.emit(search)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._ring = False
            self._open(index)

    def _open(self, index: Index) -> None:
        entry: CardEntry = index.data(ENTRY)
        self.opened.emit(entry.id)
