"""Short messages at the bottom of the window, with Undo where something can be undone."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.text import label

SHOWN_MS = 8000


class Act(NamedTuple):
    """What can be done about a message: the word and icon of its button, and the call."""

    word: str
    icon: str
    do: Callable[[], None]


class Toasts(QFrame):
    """One message at a time over its host; a newer one replaces the older.

    It stays while the mouse is over it or its buttons have the focus. Escape closes it.
    """

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        self.theme = theme
        self._host = host
        self._room: Callable[[], QRect] | None = None
        self.setObjectName("toast")
        self._undo: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._on_timeout)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(20), theme.space(6), theme.space(8), theme.space(6))
        row.setSpacing(theme.space(8))
        self._text = label("", "body")
        self.undo_button = Button(theme, self.tr("Undo"), kind="quiet", icon="undo")
        self.undo_button.clicked.connect(self._on_undo)
        self._close = IconButton(theme, "close", self.tr("Close this message"))
        self._close.clicked.connect(self.dismiss)
        for part in (self._text, self.undo_button, self._close):
            row.addWidget(part)
        host.installEventFilter(self)
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)
        self.hide()

    def show_toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Says something; with `undo` the person can take it back for a while."""
        self.show_act(text, Act(self.tr("Undo"), "undo", undo) if undo is not None else None)

    def show_act(self, text: str, act: Act | None) -> None:
        """The same with anything else to do about it."""
        self._undo = act.do if act is not None else None
        self._text.setText(text)
        if act is not None:
            self.undo_button.setText(act.word)
            self.undo_button.set_icon(act.icon)
        self.undo_button.setVisible(act is not None)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def keep_within(self, room: Callable[[], QRect]) -> None:
        """Messages stand at the foot of this part of the host, where nothing is pressed."""
        self._room = room

    def place_again(self) -> None:
        """The room is another one now."""
        if self.isVisible():
            self._place()

    def dismiss(self) -> None:
        """Takes the message away; what it could undo stays done."""
        self._timer.stop()
        self._undo = None
        self.hide()

    def _on_undo(self) -> None:
        undo = self._undo
        self.dismiss()
        if undo is not None:
            undo()

    def _on_timeout(self) -> None:
        focus = self.window().focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start()
        else:
            self.dismiss()

    def _on_theme_changed(self) -> None:
        tokens = self.theme.tokens
        self.setStyleSheet(
            f"#toast {{ background: {tokens.surface}; border: 1px solid {tokens.edge};"
            " border-radius: 14px; }"
        )
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        edge = self.theme.space(24)
        room = self._host.rect().adjusted(0, 0, 0, -edge) if self._room is None else self._room()
        self._text.setWordWrap(False)
        widest = room.width() - self.theme.space(32)
        if self.sizeHint().width() > widest:
            self._text.setWordWrap(True)
        width = min(self.sizeHint().width(), widest)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        x = room.x() + (room.width() - width) // 2
        self.setGeometry(x, max(0, room.y() + room.height() - height), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays at the bottom of its host."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
