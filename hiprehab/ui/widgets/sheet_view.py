"""A printed page as it will look, with a way to turn to the next one."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, focus_ring, smooth

EDGE = 8
COARSE = 1.1
"""A picture may be enlarged by so much."""
TURNS = {
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Right: 1,
}


class SheetView(Painted):
    """Shows one page, as wide as there is room. PageUp, PageDown and the arrows turn.

    Signals:
        turned(int): the page (from 0) that is wanted.
    """

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._image: QImage | None = None
        self._shape = 842 / 595
        self.page, self.pages = 0, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("The page as it will be printed"))

    def show_page(self, image: QImage, page: int, pages: int) -> None:
        """Shows a page (from 0) of so many."""
        shape = image.height() / image.width()
        changed, self._shape = abs(shape - self._shape) > 0.01, shape
        self._image, self.page, self.pages = image, page, pages
        text = self.tr("Page {n} of {m}").format(n=page + 1, m=pages)
        self.setAccessibleDescription(text)
        if changed:
            self.updateGeometry()
        self.update()

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def turn(self, step: int) -> None:
        """Asks for another page, if there is one."""
        wanted = self.page + step
        if 0 <= wanted < self.pages:
            self.turned.emit(wanted)

    def wanted_px(self) -> int:
        """The width of a picture that is as sharp as the screen."""
        return max(200, round((self.width() - 2 * EDGE) * self.devicePixelRatioF()))

    def hasHeightForWidth(self) -> bool:
        """Paper keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of a sheet of that width."""
        return round((width - 2 * EDGE) * self._shape) + 2 * EDGE

    def sizeHint(self) -> QSize:
        """Large enough to read its headings."""
        width = self.theme.px(520)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Half of that."""
        width = self.theme.px(300)
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Asks for the page again where its picture has become too coarse."""
        super().resizeEvent(event)
        if self._image is not None and self.wanted_px() > self._image.width() * COARSE:
            self.turned.emit(self.page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turns the page."""
        step = TURNS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White paper with a thin edge; paper has no dark side."""
        with smooth(self) as painter:
            box = QRectF(self.rect())
            if self.rings():
                focus_ring(painter, self.theme, box, 6)
            room = box.adjusted(EDGE, EDGE, -EDGE, -EDGE)
            sheet = QRectF(room.x(), room.y(), room.width(), room.width() * self._shape)
            painter.fillRect(sheet, QColor("white"))
            if self._image is not None:
                painter.drawImage(sheet, self._image)
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawRect(sheet)
