"""A session that is not yet begun on one line: its exercises and positions."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, rounded, smooth

BAR: Final = 30
GAP: Final = 4


class PlanStrip(Painted):
    """The session on one line: a numbered bar for each exercise, its position under it.

    In rounds an exercise has several bars with its number. `chosen(bar)` follows a click. The list
    under it says the same in words.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._seconds: list[float] = []
        self._labels: list[str] = []
        self._positions: list[str] = []
        self._marks: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("The session as a line"))

    def show_items(
        self,
        seconds: Sequence[float],
        labels: Sequence[str],
        positions: Sequence[str],
        marks: Sequence[int],
    ) -> None:
        """Lengths, names, positions and numbers of the exercises in order."""
        self._seconds, self._labels = list(seconds), list(labels)
        self._positions, self._marks = list(positions), list(marks)
        self.setAccessibleDescription(", ".join(labels))
        self.update()

    def sizeHint(self) -> QSize:
        """Bars and a line of words."""
        return QSize(400, self.theme.px(BAR) + self.theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(160, self.sizeHint().height())

    def boxes(self) -> list[QRectF]:
        """Where the bars are."""
        total = sum(self._seconds) or 1.0
        room = self.width() - GAP * max(0, len(self._seconds) - 1)
        boxes, x = [], 0.0
        for seconds in self._seconds:
            width = room * seconds / total
            boxes.append(QRectF(x, 0, width, self.theme.px(BAR)))
            x += width + GAP
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars with numbers; the position once for as long as it stays."""
        with smooth(self) as painter:
            look, boxes = self.theme.colour, self.boxes()
            middle = Qt.AlignmentFlag.AlignCenter
            painter.setFont(self.theme.font("small", bold=True, digits=True))
            for number, box in zip(self._marks, boxes, strict=True):
                rounded(painter, box, 6, look("accent_soft"), look("accent", 0.5))
                painter.setPen(look("text"))
                if box.width() > painter.fontMetrics().horizontalAdvance(str(number)) + 4:
                    painter.drawText(box, middle, str(number))
            painter.setFont(self.theme.font("small"))
            place = 0
            for position, run in groupby(self._positions):
                count = len(list(run))
                span = boxes[place].united(boxes[place + count - 1])
                place += count
                y = span.bottom() + self.theme.px(5)
                rounded(painter, QRectF(span.left(), y, span.width(), 2), 1, look("edge"))
                text = painter.fontMetrics().elidedText(
                    position, Qt.TextElideMode.ElideRight, int(span.width())
                )
                painter.setPen(look("muted"))
                words_box = QRectF(span.left(), y + 3, span.width(), self.theme.px(22))
                painter.drawText(words_box, middle, text if len(text) > 2 else "")

    def _at(self, x: float) -> int | None:
        for index, box in enumerate(self.boxes()):
            if x <= box.right() + GAP / 2:
                return index
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Kept, so that the release comes here too."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        at = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self.chosen.emit(at)

    def event(self, event: QEvent) -> bool:
        """Names the exercise under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event.pos().x())
            QToolTip.showText(event.globalPos(), self._labels[at] if at is not None else "", self)
            return True
        return super().event(event)
