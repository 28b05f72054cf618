"""Surfaces: cards, the empty state that offers the first step, and the banner for problems."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.paint import Painted, rounded, smooth
from hiprehab.ui.widgets.text import label


class Card(QFrame):
    """A surface with a title; add to `body`. `kind`: card, soft or tint."""

    def __init__(self, theme: Theme, title: str = "", *, kind: str = "card") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.body = QVBoxLayout(self)
        edge = theme.space(20)
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(theme.space(12))
        self._title = label(title, "title")
        self.body.addWidget(self._title)
        self._title.setVisible(bool(title))
        if title:
            self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Another title; an empty one takes no room."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)


class IconDisc(Painted):
    """An icon on a quiet round ground; decoration that says nothing of its own."""

    def __init__(self, theme: Theme, icon: str, *, role: str = "accent", size: float = 64) -> None:
        super().__init__(theme)
        self._icon = icon
        self._role = role
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Round."""
        side = self.theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and icon."""
        with smooth(self) as painter:
            box = QRectF(self.rect())
            rounded(painter, box, box.height() / 2, self.theme.colour(f"{self._role}_soft"))
            inset = box.width() * 0.27
            spot = box.adjusted(inset, inset, -inset, -inset)
            self.theme.icons.paint(painter, self._icon, spot, self.theme.colour(self._role))


class EmptyState(QWidget):
    """What will be here, and the first step towards it."""

    acted = Signal()

    def __init__(
        self, theme: Theme, icon: str, title: str, text: str, action_text: str = ""
    ) -> None:
        super().__init__()
        self._theme = theme
        self._box = box = QVBoxLayout(self)
        box.setSpacing(theme.space(12))
        box.setContentsMargins(theme.space(24), theme.space(40), theme.space(24), theme.space(40))
        middle = Qt.AlignmentFlag.AlignHCenter
        box.addStretch(1)
        box.addWidget(IconDisc(theme, icon), 0, middle)
        heading = label(title, "title", wrap=True)
        words = label(text, "muted", wrap=True)
        for part in (heading, words):
            part.setAlignment(middle)
            box.addWidget(part)
        self.action = Button(theme, action_text, kind="primary")
        self.action.clicked.connect(self.acted)
        box.addSpacing(theme.space(4))
        box.addWidget(self.action, 0, middle)
        self.action.setVisible(bool(action_text))
        box.addStretch(1)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def add_quiet(self, text: str, icon: str) -> Button:
        """Another way on, below the first step; returns its button."""
        button = Button(self._theme, text, kind="quiet", icon=icon)
        self._box.insertWidget(self._box.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button


class Banner(QFrame):
    """A problem, what was kept and what to do; hidden until there is one."""

    acted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "problem")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(16), theme.space(10), theme.space(10), theme.space(10))
        row.setSpacing(theme.space(12))
        row.addWidget(IconDisc(theme, "warning", role="attention", size=44))
        words = QVBoxLayout()
        words.setSpacing(theme.space(2))
        self._problem = label("", "strong", wrap=True)
        self._remedy = label("", "body", wrap=True)
        words.addWidget(self._problem)
        words.addWidget(self._remedy)
        row.addLayout(words, 1)
        self._action = Button(theme, "", kind="secondary")
        self._action.clicked.connect(self.acted)
        row.addWidget(self._action)
        close = IconButton(theme, "close", self.tr("Close this message"))
        close.clicked.connect(self._on_closed)
        row.addWidget(close)
        self.hide()

    def show_problem(self, text: str, remedy: str = "", action: str = "") -> None:
        """Shows a problem; `action` names a button that emits `acted`."""
        self._problem.setText(text)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{text} {remedy}".strip())
        self.show()

    def _on_closed(self) -> None:
        self.hide()
        self.closed.emit()
