"""The left column of the editor: every exercise, to search, to look at and to add."""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.model import Exercise, Library
from hiprehab.core.search import Finder, Wanted, exercise_entry, fits
from hiprehab.tokens import RADIUS
from hiprehab.ui.screens import library_words as words
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.library_filters import FilterChip
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.paint import RING, rounded, smooth
from hiprehab.ui.widgets.photo import picture_key, pictures
from hiprehab.ui.widgets.still import Stills
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

MIME: Final = "application/x-hiprehab-exercise"
PICTURE: Final = (64, 46)
Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """An exercise in the list."""

    id: str
    name: str
    detail: str
    picture: str | None
    own: bool


class _Rows(QAbstractListModel):
    """The exercises in order; each can be dragged."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other exercises."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name; everything readable for assistive technology; the row itself."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}, {row.detail}"
        return row if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each can be chosen and dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """What is dragged."""
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        """The id of the exercise."""
        data = QMimeData()
        data.setData(MIME, QByteArray(self.rows[indexes[0].row()].id.encode()))
        return data


class _Painter(QStyledItemDelegate):
    """Draws a row: picture, name, kind and position."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._stills = Stills(theme, waits=True)
        self.used: frozenset[str] = frozenset()
        pictures().ready.connect(self._on_picture)

    def _on_picture(self, _: str) -> None:
        self._view.viewport().update()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """High enough for the picture and two lines."""
        theme = self._theme
        lines = QFontMetrics(theme.font(bold=True)).height()
        lines += QFontMetrics(theme.font("small")).height()
        return QSize(120, max(theme.space(PICTURE[1]), lines) + theme.space(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row that is chosen has a ground."""
        theme, row = self._theme, index.data(Qt.ItemDataRole.UserRole)
        state: QStyle.StateFlag = option.state
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            line = theme.colour("accent") if chosen else None
            rounded(painter, box, 8, theme.colour("accent_soft" if chosen else "raised"), line)
        wide = theme.space(PICTURE[0])
        room = QRectF(box.left() + 4, box.top() + 4, wide, box.height() - 8)
        if row.picture is not None:
            self._stills.paint(painter, room, row.picture, self._view.devicePixelRatioF())
        words_box = box.adjusted(wide + theme.space(12), 4, -6, -4)
        if row.id in self.used:
            size = theme.px(18)
            spot = QRectF(box.right() - size - 6, box.center().y() - size / 2, size, size)
            theme.icons.paint(painter, "check", spot, theme.colour("accent"))
            words_box.setRight(spot.left() - 4)
        middle = words_box.center().y()
        for text, font, role, above in (
            (row.name, theme.font(bold=True), "text", True),
            (row.detail, theme.font("small"), "muted", False),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(role))
            metrics = painter.fontMetrics()
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words_box.width()))
            y = middle - metrics.height() - 1 if above else middle + 1
            line_box = QRectF(words_box.left(), y, words_box.width(), metrics.height())
            painter.drawText(line_box, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.restore()


class ExerciseList(QListView):
    """The list. Signals: `added(id)` by Enter or a double click."""

    added = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows = _Rows()
        self.setModel(self.rows)
        self._painter = _Painter(theme, self)
        self.setItemDelegate(self._painter)
        self.setProperty("kind", "cards")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Exercises of the library"))
        self.doubleClicked.connect(lambda _: self._add())
        self.setMinimumHeight(theme.px(90))

    def current(self) -> Row | None:
        """The exercise that is chosen."""
        number = self.currentIndex().row()
        return self.rows.rows[number] if 0 <= number < len(self.rows.rows) else None

    def mark(self, used: frozenset[str]) -> None:
        """Ticks the exercises that the routine has already."""
        if used != self._painter.used:
            self._painter.used = used
            self.viewport().update()

    def go(self, step: int) -> None:
        """The next one down (1) or up (-1)."""
        number = self.currentIndex().row() + step
        if 0 <= number < len(self.rows.rows):
            self.setCurrentIndex(self.rows.index(number))

    def _add(self) -> None:
        row = self.current()
        if row is not None:
            self.added.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._add()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: Any) -> None:
        """The rows, and a ring while the keyboard is here."""
        super().paintEvent(event)
        if self.hasFocus():
            with smooth(self.viewport()) as painter:
                painter.setPen(self._theme.colour("focus"))
                inner = QRectF(self.viewport().rect()).adjusted(RING, RING, -RING, -RING)
                painter.drawRoundedRect(inner, RADIUS, RADIUS)


class LibraryColumn(QWidget):
    """Signals:
    added(id): put this exercise into the routine.
    looked_at(id): show how it goes.
    copied(id): make an exercise of one's own from it; "" for a new one.
    """

    added = Signal(str)
    looked_at = Signal(str)
    copied = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Words(self)
        self._exercises: dict[str, Exercise] = {}
        self._own: frozenset[str] = frozenset()
        self._used = 0
        self._finder = Finder(())
        self.search = QLineEdit()
        self.list = ExerciseList(theme)
        self.count = label("", "small")
        self.new = Button(theme, self.tr("New"), kind="quiet", icon="plus")
        self.copy = Button(theme, self.tr("Copy"), kind="quiet", icon="edit")
        self._filters: dict[str, FilterChip] = {}
        self._box = QVBoxLayout(self)
        self._build()

    def _build(self) -> None:
        space = self._theme.space
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space(8))
        self.search.setPlaceholderText(self.tr("Search, Enter adds"))
        self.search.setAccessibleName(self.tr("Search an exercise to add"))
        self.search.setMaxLength(80)
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(lambda _: self._show())
        self.search.installEventFilter(self)
        self._box.addWidget(self.search)
        self._chips, self._flow = flowing(space(6))
        self._box.addWidget(self._chips)
        self._box.addWidget(self.count)
        self._box.addWidget(self.list, 1)
        buttons, flow = flowing(space(4))
        self.new.setToolTip(self.tr("A new exercise of your own"))
        self.copy.setToolTip(self.tr("An exercise of your own, from the chosen one"))
        for button in (self.new, self.copy):
            flow.addWidget(button)
        self._box.addWidget(buttons)
        self.list.added.connect(self.added)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.new.clicked.connect(lambda: self.copied.emit(""))
        self.copy.clicked.connect(self._on_copy)

    def _make_filters(self, library: Library) -> None:
        if self._filters:
            return
        found = [library.exercises[name] for name in library.exercises]
        kinds = dict.fromkeys(one.category for one in found)
        places = dict.fromkeys(one.position for one in found)
        muscles = sorted({muscle for one in found for muscle in one.muscles})
        options: dict[str, tuple[str, list[tuple[str, str]]]] = {
            "category": (self.tr("Kind"), [(one, words.category_text(one)) for one in kinds]),
            "position": (
                self.tr("Position"),
                [(one, words.first_upper(self._words.position(one))) for one in places],
            ),
            "kit": (self.tr("Kit"), list(words.kits())),
            "muscle": (self.tr("Muscle"), [(one, words.first_upper(one)) for one in muscles]),
        }
        for key, (name, values) in options.items():
            chip = FilterChip(self._theme, name, values)
            chip.picked.connect(self._on_picked)
            self._filters[key] = chip
            self._flow.addWidget(chip)

    def _on_picked(self) -> None:
        self._chips.updateGeometry()
        self._show()

    # --- what is shown ----------------------------------------------------------------------

    def show_library(self, library: Library, own: dict[str, Exercise]) -> None:
        """All built-in exercises, the draft's own before them."""
        self._make_filters(library)
        bare = [name for name in library.exercises if "/" not in name and name not in own]
        self._exercises = {**own, **{name: library.exercises[name] for name in bare}}
        self._own = frozenset(own)
        self._finder = Finder(exercise_entry(one) for one in self._exercises.values())
        self._show()

    def _show(self) -> None:
        before = self.list.current()
        wanted = Wanted(**{key: chip.value for key, chip in self._filters.items()})
        hits = [
            name
            for name in self._finder.find(self.search.text())
            if wanted == Wanted() or fits(self._exercises[name], wanted)
        ]
        if not self.search.text():
            hits.sort(key=lambda name: name not in self._own)
        self.list.rows.show_rows([self._row(self._exercises[name]) for name in hits])
        self._show_count()
        if hits:
            kept = before.id if before is not None and not self.search.text() else hits[0]
            self.choose(kept if kept in hits else hits[0])

    def show_used(self, names: Sequence[str]) -> None:
        """Ticks what is in the routine, and says how many those are."""
        self._used = len(names)
        self.list.mark(frozenset(names))
        self._show_count()

    def _show_count(self) -> None:
        count = len(self.list.rows.rows)
        found = self.tr("1 exercise") if count == 1 else self.tr("{} exercises").format(count)
        inside = self.tr("{} in the routine").format(self._used)
        self.count.setText(f"{found} · {inside}" if self._used else found)

    def _row(self, one: Exercise) -> Row:
        kind = words.category_text(one.category)
        own = one.id in self._own
        where = self._words.position(one.position)
        detail = f"{self.tr('your own')} · {kind}" if own else f"{kind} · {where}"
        return Row(one.id, one.name, detail, picture_key(one), own)

    def choose(self, name: str) -> None:
        """Chooses an exercise in the list without telling anybody."""
        at = next((n for n, row in enumerate(self.list.rows.rows) if row.id == name), None)
        if at is not None:
            model = self.list.selectionModel()
            model.blockSignals(True)
            self.list.setCurrentIndex(self.list.rows.index(at))
            model.blockSignals(False)
            self.list.viewport().update()

    def _on_current(self) -> None:
        row = self.list.current()
        if row is not None:
            self.looked_at.emit(row.id)

    def _on_copy(self) -> None:
        row = self.list.current()
        if row is not None:
            self.copied.emit(row.id)

    # --- keys -------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search: up and down go along the list, Enter adds, Escape clears."""
        pressed = event.type() == QEvent.Type.KeyPress
        if watched is self.search and pressed and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()), event)
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and plain:
            self.list.go(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            row = self.list.current()
            if row is not None:
                self.added.emit(row.id)
                QTimer.singleShot(0, self.search, self.search.selectAll)
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            return False
        return True


def spoken_id(data: bytes) -> str:
    """The id of a dragged exercise; "" for what is none."""
    text = data.decode("ascii", "replace")
    return text if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) else ""
