"""The side: always word, colour and shape together (left = blue circle, right = orange square)."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, rounded, side_mark, smooth


class SideBadge(Painted):
    """A pill with the side; `None` is both sides at once. `size` is a role of the type scale."""

    def __init__(self, theme: Theme, side: Side | None = None, *, size: str = "body") -> None:
        super().__init__(theme)
        self._size = size
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_side(side)

    def set_side(self, side: Side | None) -> None:
        """Shows another side."""
        self._side = side
        self.setAccessibleName(self._word())
        self.updateGeometry()
        self.update()

    def _word(self) -> str:
        if self._side is None:
            return self.tr("Both sides")
        return self.tr("Left") if self._side is Side.LEFT else self.tr("Right")

    def sizeHint(self) -> QSize:
        """Marks and word with room around them."""
        metrics = QFontMetrics(self.theme.font(self._size, bold=True))
        mark = metrics.capHeight() * 1.15
        marks = mark * (2.25 if self._side is None else 1)
        width = marks + metrics.horizontalAdvance(self._word()) + metrics.height() * 1.35
        return QSize(round(width), round(metrics.height() * 1.4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pill, shape, word."""
        with smooth(self) as painter:
            font = self.theme.font(self._size, bold=True)
            painter.setFont(font)
            metrics = painter.fontMetrics()
            box = QRectF(self.rect())
            role = self.theme.side_role(self._side) if self._side else "navy"
            ground = self.theme.colour(f"{role}_soft" if self._side else "raised")
            rounded(painter, box, box.height() / 2, ground)
            mark = metrics.capHeight() * 1.15
            x = metrics.height() * 0.5
            for side in (self._side,) if self._side else (Side.LEFT, Side.RIGHT):
                colour = self.theme.colour(self.theme.side_role(side))
                side_mark(painter, QRectF(x, box.center().y() - mark / 2, mark, mark), side, colour)
                x += mark * 1.25
            painter.setPen(self.theme.colour(role if self._side else "text"))
            x += mark * 0.15
            place = QRectF(x, 0, box.width() - x, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._word())
