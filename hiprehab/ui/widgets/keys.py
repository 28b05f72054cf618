"""Keys and what they do: hints under a screen and the list behind `?`."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

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
        metrics = QFontMetrics(self.theme.font(self._role, digits=True))
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
            painter.setFont(self.theme.font(self._role, digits=True))
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
    """All keys over a dimmed window; any key but the arrows, and any click, closes it."""

    def __init__(self, theme: Theme, host: QWidget, groups: Sequence[tuple[str, Keys]]) -> None:
        super().__init__(host)
        self.theme = theme
        self._host = host
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys"))
        self._before: QWidget | None = None
        self._panel = QScrollArea(self)
        self._panel.setObjectName("keys")
        self._panel.setWidgetResizable(True)
        self._panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look = theme.tokens
        self._panel.setStyleSheet(
            f"#keys {{ background: {look.surface}; border: 1px solid {look.line};"
            " border-radius: 16px; }"
        )
        self._body = QWidget()
        self._body.setProperty("kind", "page")
        self._panel.setWidget(self._body)
        box = QVBoxLayout(self._body)
        edge = theme.space(28)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(theme.space(12))
        box.addWidget(label(self.tr("Keys"), "heading"))
        flow = Flow(gap=theme.space(36))
        for title, keys in groups:
            flow.addWidget(self._group(title, keys))
        box.addLayout(flow)
        close = Button(theme, self.tr("Close"), kind="quiet")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.close_help)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        host.installEventFilter(self)
        self.hide()

    def _group(self, title: str, keys: Keys) -> QWidget:
        group = QWidget()
        box = QVBoxLayout(group)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(8))
        box.addWidget(label(title, "eyebrow"))
        for key, word in keys:
            box.addWidget(KeyHint(self.theme, key, word, role="body"))
        box.addStretch(1)
        return group

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
        host = self._host
        self.setGeometry(host.rect())
        edge = 2 * self.theme.space(24)
        widest, highest = host.width() - edge, host.height() - edge
        width = min(self._body.sizeHint().width() + 4, widest)
        height = self._body.heightForWidth(width - 4) + 4
        if height > highest:  # it scrolls, and the bar takes no room from the keys
            bar = self._panel.verticalScrollBar().sizeHint().width()
            width, height = min(width + bar, widest), highest
        x, y = (host.width() - width) // 2, (host.height() - height) // 2
        self._panel.setGeometry(x, y, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays as large as its host."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down scroll, any other key closes."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        bar = self._panel.verticalScrollBar()
        if step and bar.maximum():
            bar.setValue(bar.value() + step * self.theme.px(60))
        else:
            self.close_help()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the list closes."""
        self.close_help()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dims what lies behind."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _SCRIM)
        painter.end()
