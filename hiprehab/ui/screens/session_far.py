"""Far mode: readable from the other end of the room."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent

from hiprehab.core.model import Side
from hiprehab.ui.screens.session_parts import fitting
from hiprehab.ui.theme import Theme, Tint
from hiprehab.ui.widgets.paint import Painted, side_mark, smooth
from hiprehab.ui.wording import Words

BAND = 0.2
"""The share of the height that the side's band takes."""


class FarView(Painted):
    """Digits, a word, the side and the move's name, as large as the window allows."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._words = words
        self._state: tuple[str, str, Tint, Side | None] = ("", "", Tint.READY, None)
        self._share = 0
        self._care = self._name = self._mark = ""

    @property
    def care(self) -> str:
        """What to mind in this move."""
        return self._care

    def set_care(self, text: str) -> None:
        """What to mind in this move, in one line; "" without anything."""
        if text != self._care:
            self._care = text
            self._tell()
            self.update()

    def set_name(self, text: str) -> None:
        """Which move it is; it stands in the band beside the side."""
        if text != self._name:
            self._name = text
            self._tell()
            self.update()

    def set_mark(self, text: str) -> None:
        """What is said all the time in small letters, such as that this is a rehearsal."""
        self._mark = text
        self._tell()
        self.update()

    def name_room(self) -> QRect:
        """The band's room beside the side, where the name stands."""
        _, _, _, side = self._state
        half = self.width() // 2 if side else 0
        band = QRect(0, 0, self.width() - half, round(self.height() * BAND))
        return band.translated(half if side is Side.LEFT else 0, 0)

    def _tell(self) -> None:
        text, word, _, side = self._state
        self.setAccessibleName(f"{text} {word} {self._words.side(side)}: {self._name}")
        self.setAccessibleDescription(". ".join(part for part in (self._mark, self._care) if part))

    def show_state(
        self, text: str, word: str, tint: Tint, side: Side | None, progress: float
    ) -> None:
        """What to show; only what changed is painted again."""
        share = round(min(1.0, progress) * 200)
        if (text, word, tint, side) != self._state:
            self._state = (text, word, tint, side)
            self._tell()
            self.update()
        elif share != self._share:
            self.update(0, self.height() - self._bar(), self.width(), self._bar())
        self._share = share

    def _bar(self) -> int:
        return max(14, self.height() // 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The side's band above, digits, the word, a bar for the time below."""
        text, word, tint, side = self._state
        look, role = self.theme.colour, self.theme.tint_role(tint, side)
        box = QRectF(self.rect())
        with smooth(self) as painter:
            painter.fillRect(box, look(f"{role}_soft"))
            band = QRectF(box.left(), box.top(), box.width(), box.height() * BAND)
            self._paint_band(painter, band, side)
            edge = box.width() * 0.05
            lower = QRectF(box.left() + edge, box.bottom() - box.height() * 0.22,
                           box.width() - 2 * edge, box.height() * 0.18)  # fmt: skip
            if self._care:
                lower = self._paint_care(painter, lower)
            middle = QRectF(box.left() + 20, band.bottom(), box.width() - 40,
                            lower.top() - band.bottom())  # fmt: skip
            if self._mark:
                painter.setFont(self.theme.font_px(self.theme.px(18), bold=True))
                painter.setPen(look("text"))
                over = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
                painter.drawText(middle.adjusted(0, 6, 0, 0), over, self._mark)
                middle.setTop(middle.top() + painter.fontMetrics().height())
            font = self.theme.font_px(100, bold=True, digits=True)
            metrics = QFontMetricsF(font)
            sample = "0" * max(2, len(text))
            factor = min(
                middle.width() / metrics.horizontalAdvance(sample),
                middle.height() * 0.86 / metrics.capHeight(),
            )
            font.setPixelSize(max(1, int(100 * factor)))
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(look("text"))
            x = middle.center().x() - metrics.horizontalAdvance(text) / 2
            painter.drawText(round(x), round(middle.center().y() + metrics.capHeight() / 2), text)
            sizes = (round(lower.height() * 0.75), 18)
            painter.setFont(fitting(self.theme.font_px(20, bold=True), word, lower, sizes))
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, word)
            bar = QRectF(0, box.height() - self._bar(), box.width(), self._bar())
            painter.fillRect(bar, look("raised"))
            bar.setWidth(box.width() * self._share / 200)
            painter.fillRect(bar, look(role))

    def _paint_care(self, painter: QPainter, box: QRectF) -> QRectF:
        """One line at the foot of the box, cut where it is too long; returns the room above it."""
        line = QRectF(box)
        line.setTop(box.bottom() - max(box.height() * 0.3, self.theme.px(28)))
        smallest = self.theme.px(18)
        font = self.theme.font_px(max(smallest, round(line.height() * 0.75)))
        while font.pixelSize() > smallest and (
            QFontMetricsF(font).horizontalAdvance(self._care) > line.width()
        ):
            font.setPixelSize(font.pixelSize() - 1)
        painter.setFont(font)
        painter.setPen(self.theme.colour("text"))
        cut = QFontMetricsF(font).elidedText(self._care, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, cut)
        return QRectF(box.left(), box.top() - box.height() * 0.15, box.width(),
                      line.top() - box.top() + box.height() * 0.15)  # fmt: skip

    def _paint_band(self, painter: QPainter, box: QRectF, side: Side | None) -> None:
        """The side's half in its colour; the move's name in the room that is left."""
        half = QRectF(box)
        if side is None:
            self._paint_name(painter, half)
            return
        half.setWidth(box.width() / 2)
        other = half.translated(box.width() / 2, 0)
        if side is Side.RIGHT:
            half, other = other, half
        self._paint_name(painter, other)
        painter.fillRect(half, self.theme.colour(self.theme.side_role(side)))
        painter.setFont(self.theme.font_px(round(half.height() * 0.6), bold=True))
        metrics = QFontMetricsF(painter.font())
        mark = metrics.capHeight()
        word = self._words.side_large(side)
        x = half.center().x() - (mark * 1.5 + metrics.horizontalAdvance(word)) / 2
        ink = self.theme.colour("on_side")
        side_mark(painter, QRectF(x, half.center().y() - mark / 2, mark, mark), side, ink)
        painter.setPen(ink)
        place = QRectF(x + mark * 1.5, half.top(), half.width(), half.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)

    def _paint_name(self, painter: QPainter, box: QRectF) -> None:
        room = box.adjusted(box.height() * 0.2, 4, -box.height() * 0.2, -4)
        sizes = (round(box.height() * 0.42), self.theme.px(18))
        painter.setFont(fitting(self.theme.font_px(20, bold=True), self._name, room, sizes))
        painter.setPen(self.theme.colour("text"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self._name)
