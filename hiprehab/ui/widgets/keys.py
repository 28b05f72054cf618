"""Keys and what they do: hints under a screen and the list behind `?`."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import Flow
from hiprehab.ui.widgets.paint import Painted, rounded, smooth
from hiprehab.ui.widgets.text import label

Keys = Sequence[tuple[str, str]]
"""(key, what it does) in order."""

_SCRIM = QColor(10, 14, 18, 150)
_DRAWN = {"left": "left", "right": "right", "up": "arrow-up", "down": "arrow-down"}


class KeyHint(Painted):
    """A key cap and a word. Arrow keys are given as left, right, up, down and drawn."""

    def __init__(self, theme: Theme, key: str, word: str = "", *, role: str = "small") -> None:
        super().__init__(theme)
        self._key = key
        self._word = word
        self._role = role
        self.setAccessibleName(f"{key}: {word}" if word else key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _cap(self) -> QRectF:
        metrics = QFontMetrics(self.theme.font(self._role, bold=True))
        height = round(metrics.height() * 1.3)
        arrow = self._key in _DRAWN
        width = height if arrow else metrics.horizontalAdvance(self._key) + height * 0.6
        return QRectF(0.5, 0.5, max(width, height), height)

    def sizeHint(self) -> QSize:
        """Cap and word."""
        cap = self._cap()
        metrics = QFontMetrics(self.theme.font(self._role))
        words = metrics.horizontalAdvance(self._word) + self.theme.px(7) if self._word else 0
        return QSize(round(cap.width() + words) + 2, round(cap.height()) + 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A cap with a thicker lower edge, then the word."""
        with smooth(self) as painter:
            cap, look = self._cap(), self.theme.colour
            rounded(painter, cap.translated(0, 1.5), 5, look("edge"))
            rounded(painter, cap, 5, look("surface"), look("edge"))
            if self._key in _DRAWN:
                inset = cap.height() * 0.2
                spot = cap.adjusted(inset, inset, -inset, -inset)
                self.theme.icons.paint(painter, _DRAWN[self._key], spot, look("text"))
            else:
                painter.setFont(self.theme.font(self._role, bold=True))
                painter.setPen(look("text"))
                painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
            painter.setFont(self.theme.font(self._role))
            painter.setPen(look("muted"))
            place = QRectF(cap.right() + self.theme.px(7), 0, self.width(), cap.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._word)


class KeyHintRow(QWidget):
    """Hints one after the other; what does not fit goes to the next row."""

    def __init__(self, theme: Theme, keys: Keys) -> None:
        super().__init__()
        flow = Flow(self, gap=theme.space(18))
        for key, word in keys:
            flow.addWidget(KeyHint(theme, key, word))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class HelpOverlay(QWidget):
    """All keys over a dimmed window; any key or click closes it."""

    def __init__(self, theme: Theme, host: QWidget, groups: Sequence[tuple[str, Keys]]) -> None:
        super().__init__(host)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys"))
        self._before: QWidget | None = None
        self._panel = QFrame(self)
        self._panel.setProperty("kind", "card")
        box = QVBoxLayout(self._panel)
        edge = theme.space(28)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(theme.space(12))
        box.addWidget(label(self.tr("Keys"), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(40))
        grid.setVerticalSpacing(theme.space(8))
        for column, (title, keys) in enumerate(groups):
            self._fill(grid, column, title, keys)
        box.addLayout(grid)
        close = Button(theme, self.tr("Close"), kind="quiet")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.close_help)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        host.installEventFilter(self)
        self.hide()

    def _fill(self, grid: QGridLayout, column: int, title: str, keys: Keys) -> None:
        grid.addWidget(label(title, "eyebrow"), 0, column)
        for row, (key, word) in enumerate(keys, start=1):
            grid.addWidget(KeyHint(self.theme, key, word, role="body"), row, column)

    def toggle(self) -> None:
        """Opens or closes the list."""
        if self.isVisible():
            self.close_help()
            return
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_help(self) -> None:
        """Closes the list and gives the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _place(self) -> None:
        host = self.parentWidget()
        self.setGeometry(host.rect())
        size = self._panel.sizeHint().boundedTo(host.size())
        x, y = (host.width() - size.width()) // 2, (host.height() - size.height()) // 2
        self._panel.setGeometry(x, y, size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays as large as its host."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key closes."""
        self.close_help()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the list closes."""
        self.close_help()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dims what lies behind."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _SCRIM)
        painter.end()
