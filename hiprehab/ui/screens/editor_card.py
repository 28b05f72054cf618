"""One exercise of the routine as a card: picture, name, time, the dose in boxes, the sentence.

A click on a box goes to its field; the card can be dragged to another place.
"""

from typing import NamedTuple

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy

from hiprehab.tokens import RADIUS
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, focus_ring, rounded, smooth
from hiprehab.ui.widgets.photo import pictures
from hiprehab.ui.widgets.still import Stills

MIME = "application/x-hiprehab-place"
PICTURE = (84, 60)
_WRAP = Qt.TextFlag.TextWordWrap
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Token(NamedTuple):
    """A field of the dose on the card; `own` when its value is not that of the level."""

    key: str
    name: str
    value: str
    own: bool


class CardFace(NamedTuple):
    """All that a card shows."""

    number: int
    name: str
    time: str = ""
    sentence: str = ""
    tokens: tuple[Token, ...] = ()
    picture: str | None = None
    fault: str = ""


class ItemCard(Painted):
    """Signals:
    pressed(): choose it.
    field_asked(key): go to this field.
    key_pressed(event): a key that belongs to the column; it is accepted there or goes on.
    """

    pressed = Signal()
    field_asked = Signal(str)
    key_pressed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._stills = Stills(theme, waits=True)
        pictures().ready.connect(self._on_picture)
        self.face = CardFace(0, "")
        self.is_chosen = self.is_open = False
        self._grabbed: QPointF | None = None
        self.place = ""
        self._laid: tuple[int, int, list[tuple[QRectF, Token]], QRectF] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_face(self, face: CardFace, *, place: str, chosen: bool, opened: bool) -> None:
        """Other words, another state. `place` names it while it is dragged."""
        self.place = place
        if (face, chosen, opened) == (self.face, self.is_chosen, self.is_open):
            return
        self.face, self.is_chosen, self.is_open = face, chosen, opened
        self._laid = None
        said = self.tr("{n}. {name}").format(n=face.number, name=face.name)
        self.setAccessibleName(said)
        parts = (face.sentence, face.time, face.fault)
        self.setAccessibleDescription(". ".join(part for part in parts if part))
        self.setToolTip(face.fault)
        self.updateGeometry()
        self.update()

    def _on_picture(self, _: str) -> None:
        self.update()

    def _on_theme_changed(self) -> None:
        self._laid = None
        super()._on_theme_changed()

    # --- places -----------------------------------------------------------------------------

    def _picture(self) -> QRectF:
        theme = self.theme
        left, top = theme.px(40), theme.space(10)
        return QRectF(left, top, theme.space(PICTURE[0]), theme.space(PICTURE[1]))

    def _lay(self, width: int) -> tuple[int, int, list[tuple[QRectF, Token]], QRectF]:
        """(width, height, the boxes of the dose, the room of the sentence)."""
        if self._laid is not None and self._laid[0] == width:
            return self._laid
        theme, gap = self.theme, self.theme.space(6)
        picture = self._picture()
        left = picture.right() + theme.space(12)
        right = width - theme.space(12)
        title = QFontMetrics(theme.font(bold=True)).height()
        y = picture.top() + title + gap
        boxes: list[tuple[QRectF, Token]] = []
        sentence = QRectF(left, y, max(40.0, right - left), 0)
        if not self.is_open:
            small = QFontMetrics(theme.font("small"))
            bold = QFontMetrics(theme.font("small", bold=True))
            high = small.height() + theme.space(6)
            x = left
            for token in self.face.tokens:
                wide = small.horizontalAdvance(f"{token.name} ") + theme.space(12)
                wide += bold.horizontalAdvance(token.value)
                if x > left and x + wide > right:
                    x, y = left, y + high + gap / 2
                boxes.append((QRectF(x, y, min(wide, right - left), high), token))
                x += wide + gap
            if self.face.tokens:
                y += high + gap
            text = small.boundingRect(
                0, 0, int(sentence.width()) - 4, 9999, _WRAP, self.face.sentence
            ).height()
            sentence = QRectF(left, y, sentence.width(), text if self.face.sentence else 0)
            y += sentence.height()
        bottom = max(picture.bottom(), y) + theme.space(10)
        self._laid = (width, round(max(bottom, theme.target)), boxes, sentence)
        return self._laid

    def hasHeightForWidth(self) -> bool:
        """Narrower means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Picture or words, whichever is higher."""
        return self._lay(width)[1]

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(self.theme.px(360), self.heightForWidth(self.theme.px(360)))

    def minimumSizeHint(self) -> QSize:
        """Words wrap."""
        return QSize(self.theme.px(200), self.theme.target)

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a problem has a sign; the ground of the chosen one is the column's."""
        with smooth(self) as painter:
            theme, face = self.theme, self.face
            box = QRectF(self.rect())
            if self.rings():
                box = focus_ring(painter, theme, box, RADIUS)
            if self.underMouse() and not self.is_chosen:
                rounded(painter, box, RADIUS, theme.colour("raised"))
            _, _, boxes, sentence = self._lay(self.width())
            picture = self._picture()
            painter.setFont(theme.font("small", bold=True, digits=True))
            painter.setPen(theme.colour("muted"))
            mark = QRectF(0, picture.top(), picture.left(), picture.height())
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(face.number))
            rounded(painter, picture, 8, theme.colour("raised"))
            if face.picture is not None:
                self._stills.paint(painter, picture, face.picture, self.devicePixelRatioF())
            self._paint_title(painter, picture)
            self._paint_boxes(painter, boxes)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text"))
            painter.drawText(sentence.adjusted(0, 0, 0, 2), _WRAP, face.sentence)

    def _paint_title(self, painter: QPainter, picture: QRectF) -> None:
        theme, face = self.theme, self.face
        left = picture.right() + theme.space(12)
        right = self.width() - theme.space(12)
        height = QFontMetrics(theme.font(bold=True)).height()
        painter.setFont(theme.font("small", digits=True))
        painter.setPen(theme.colour("muted"))
        wide = painter.fontMetrics().horizontalAdvance(face.time)
        aside = QRectF(right - wide, picture.top(), wide, height)
        painter.drawText(aside, Qt.AlignmentFlag.AlignVCenter, face.time)
        right -= wide + theme.space(8)
        if face.fault:
            spot = QRectF(left, picture.top(), height, height)
            theme.icons.paint(painter, "warning", spot, theme.colour("attention"))
            left += height + theme.space(6)
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour("text"))
        name = painter.fontMetrics().elidedText(
            face.name, Qt.TextElideMode.ElideRight, max(0, int(right - left))
        )
        painter.drawText(QRectF(left, picture.top(), right - left, height), _MIDDLE, name)

    def _paint_boxes(self, painter: QPainter, boxes: list[tuple[QRectF, Token]]) -> None:
        theme = self.theme
        for box, token in boxes:
            line = theme.colour("accent" if token.own else "edge")
            rounded(painter, box, 6, theme.colour("surface"), line)
            inner = box.adjusted(theme.space(6), 0, -theme.space(4), 0)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(inner, _MIDDLE, token.name)
            wide = painter.fontMetrics().horizontalAdvance(f"{token.name} ")
            painter.setFont(theme.font("small", bold=True, digits=True))
            painter.setPen(theme.colour("text"))
            value = painter.fontMetrics().elidedText(
                token.value, Qt.TextElideMode.ElideRight, max(0, int(inner.width() - wide) + 4)
            )
            painter.drawText(inner.adjusted(wide, 0, 4, 0), _MIDDLE, value)

    # --- mouse and keys ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the card; it may become a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from where it was pressed, the card is dragged."""
        if self._grabbed is None:
            return
        way = (event.position() - self._grabbed).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._grabbed = None
            self._drag(event.position().toPoint())

    def _drag(self, at: QPoint) -> None:
        data = QMimeData()
        data.setData(MIME, QByteArray(self.place.encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.grab().scaledToWidth(max(1, self.width() // 2)))
        drag.setHotSpot(at / 2)
        drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a box goes to its field, any other opens the card."""
        if event.button() != Qt.MouseButton.LeftButton or self._grabbed is None:
            return
        self._grabbed = None
        for box, token in self._lay(self.width())[2]:
            if box.contains(event.position()):
                self.field_asked.emit(token.key)
                return
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The column knows what to do."""
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)
