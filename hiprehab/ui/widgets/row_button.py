"""A button as wide as its place: a number or a picture, a bold line and quiet lines that wrap."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from hiprehab.figure.stills import strip_count
from hiprehab.tokens import RADIUS
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Ringed, focus_ring, rounded, smooth
from hiprehab.ui.widgets.photo import path_of, pictures
from hiprehab.ui.widgets.still import Stills

_WRAP = Qt.TextFlag.TextWordWrap
PICTURE = (104, 74)
KEYS = 2
"""Key poses that stand beside each other where the row is wide."""
WIDE = 520
"""From this width on, in px at 100 % text."""
SLACK = 4
"""Words are measured in a little less room than they get: drawing wraps by parts of a pixel."""


class RowButton(Ringed, QPushButton):
    """`mark` is a short number in a disc; `motion` shows its still; `aside` stands on the right."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        detail: str = "",
        *,
        mark: str = "",
        motion: str | None = None,
        aside: str = "",
    ) -> None:
        super().__init__()
        self.theme = theme
        self._title, self._detail = title, detail
        self._mark, self._motion, self._aside = mark, motion, aside
        self._stills = Stills(theme, waits=True) if motion else None
        self._has_keys = motion is not None and strip_count(motion) >= KEYS
        if path_of(motion):
            pictures().ready.connect(self._on_picture)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" · ".join(part for part in (detail, aside) if part))
        theme.changed.connect(self._on_theme_changed)

    def _on_picture(self, path: str) -> None:
        if path == path_of(self._motion):
            self.update()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def _keys(self, width: int) -> int:
        """How many poses a row of that width shows."""
        return KEYS if self._has_keys and width >= self.theme.px(WIDE) else 1

    def _picture(self, width: int) -> QSize:
        if self._motion is None:
            return QSize(0, 0)
        wide = self.theme.space(PICTURE[0]) * self._keys(width)
        return QSize(wide, self.theme.space(PICTURE[1]))

    def _inset(self, width: int) -> int:
        """Where the words begin."""
        left = self.theme.px(12)
        if self._mark:
            left += self.theme.px(36)
        if self._motion is not None:
            left += self._picture(width).width() + self.theme.px(12)
        return left

    def _aside_width(self) -> int:
        if not self._aside:
            return 0
        metrics = QFontMetrics(self.theme.font("small", digits=True))
        return metrics.horizontalAdvance(self._aside) + self.theme.px(14)

    def _texts(self) -> list[tuple[str, QFont, str]]:
        rows = [
            (self._title, self.theme.font(bold=True), "text"),
            (self._detail, self.theme.font("small"), "muted"),
        ]
        return [row for row in rows if row[0]]

    def hasHeightForWidth(self) -> bool:
        """Narrower means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Title and detail under each other, wrapped."""
        room = max(60, width - self._inset(width) - self._aside_width() - self.theme.px(12) - SLACK)
        heights = [
            QFontMetrics(font).boundingRect(0, 0, room, 9999, _WRAP, text).height()
            for text, font, _ in self._texts()
        ]
        picture = self._picture(width).height() + self.theme.px(12) if self._motion else 0
        return max(self.theme.target, sum(heights) + self.theme.px(18), picture)

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(self.theme.px(320), self.heightForWidth(self.theme.px(320)))

    def minimumSizeHint(self) -> QSize:
        """Words wrap."""
        return QSize(self._inset(0) + self._aside_width() + self.theme.px(90), self.theme.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled when it is chosen."""
        with smooth(self) as painter:
            look, box, on = self.theme.colour, QRectF(self.rect()), self.isChecked()
            if self.rings():
                box = focus_ring(painter, self.theme, box, RADIUS)
            ground = look("accent_soft" if on else "raised" if self.underMouse() else "surface")
            rounded(painter, box, RADIUS - 2, ground, look("accent" if on else "line"))
            left = box.left() + self.theme.px(10)
            if self._mark:
                self._paint_mark(painter, box, left)
                left += self.theme.px(38)
            if self._motion is not None and self._stills is not None:
                size = self._picture(self.width())
                room = QRectF(left, box.center().y() - size.height() / 2, size.width(), 0)
                room.setHeight(size.height())
                rounded(painter, room, 8, look("raised"))
                keys, ratio = self._keys(self.width()), self.devicePixelRatioF()
                self._stills.paint(painter, room, self._motion, ratio, keys=keys)
            self._paint_words(painter, box)

    def _paint_mark(self, painter: QPainter, box: QRectF, left: float) -> None:
        look, on, size = self.theme.colour, self.isChecked(), self.theme.px(28)
        disc = QRectF(left, box.center().y() - size / 2, size, size)
        rounded(painter, disc, size / 2, look("accent" if on else "raised"))
        painter.setFont(self.theme.font(bold=True, digits=True))
        painter.setPen(look("on_accent" if on else "text"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._mark)

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        left = box.left() + self._inset(self.width())
        width = box.right() - left - self._aside_width() - self.theme.px(10)
        rows = self._texts()
        heights = [
            QFontMetrics(font).boundingRect(0, 0, int(width) - SLACK, 9999, _WRAP, text).height()
            for text, font, _ in rows
        ]
        y = box.center().y() - sum(heights) / 2
        for (text, font, role), height in zip(rows, heights, strict=True):
            painter.setFont(font)
            painter.setPen(self.theme.colour(role))
            painter.drawText(QRectF(left, y, width, height + 2), _WRAP, text)
            y += height
        if self._aside:
            painter.setFont(self.theme.font("small", digits=True))
            painter.setPen(self.theme.colour("muted"))
            spot = box.adjusted(0, 0, -self.theme.px(12), 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(spot, right, self._aside)
