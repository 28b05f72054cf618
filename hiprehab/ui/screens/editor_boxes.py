"""Small labelled fields of the editor: a line to type, a choice, a text of several lines.

The editor's own undo is the one that counts, so fields leave Ctrl+Z to it.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.ui.screens.editor_values import stepped
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.stepper import Choice
from hiprehab.ui.widgets.text import label

FAULT: Final = 210
"""The least width of what is said below a narrow field, in px at 100 % text."""


def leaves_undo(event: QEvent) -> bool:
    """Whether a key belongs to the editor rather than to the field that has it."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    standard = QKeySequence.StandardKey
    return event.matches(standard.Undo) or event.matches(standard.Redo)


class PlainEdit(QLineEdit):
    """A line whose undo is the editor's; Up and Down step a number.

    Signals: `typed(text)` with each letter, `left()` when the focus goes.
    """

    typed = Signal(str)
    left = Signal()

    def __init__(self, *, step: int = 0, most: int = 2000) -> None:
        super().__init__()
        self._step = step
        self.setMaxLength(most)
        self.textEdited.connect(self.typed)

    def event(self, event: QEvent) -> bool:
        """Undo and redo go to the editor."""
        if leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step the number, or the grey one where the field is empty."""
        by = {Qt.Key.Key_Up: self._step, Qt.Key.Key_Down: -self._step}.get(Qt.Key(event.key()), 0)
        text = stepped(self.text() or self.placeholderText(), by) if by else None
        if text is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.setText(text)
        self.typed.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """One field is one step for undo."""
        super().focusOutEvent(event)
        self.left.emit()

    def show_text(self, text: str) -> None:
        """Shows a text; what is being typed is left alone when it means the same."""
        if text != self.text():
            self.setText(text)


class TextEdit(QPlainTextEdit):
    """Several lines, plain. Tab goes on to the next field. Signals as `PlainEdit`."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, lines: int) -> None:
        super().__init__()
        self._theme, self._lines = theme, lines
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_changed)
        self._quiet = False
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(24 * self._lines) + self._theme.px(24))

    def event(self, event: QEvent) -> bool:
        """Undo and redo go to the editor."""
        if leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """One field is one step for undo."""
        super().focusOutEvent(event)
        self.left.emit()

    def _on_changed(self) -> None:
        if not self._quiet:
            self.typed.emit(self.toPlainText())

    def text(self) -> str:
        """What is in it."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Shows a text without a signal."""
        if text.rstrip("\n") != self.toPlainText().rstrip("\n"):
            self._quiet = True
            self.setPlainText(text)
            self._quiet = False


class QuietChoice(Choice):
    """A choice that the wheel changes only when it has the focus. Signals: `picked(value)`."""

    picked = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__(theme, name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(4)
        self.activated.connect(lambda number: self.picked.emit(self.itemData(number)))

    def show_options(self, options: Sequence[tuple[Any, str]], value: Any) -> None:
        """The values with their words, and which one holds; an unknown one is shown as it is."""
        listed = list(options)
        if value not in [one for one, _ in listed]:
            listed.append((value, str(value)))
        old = [(self.itemData(n), self.itemText(n)) for n in range(self.count())]
        if listed != old:
            self.clear()
            for one, word in listed:
                self.addItem(word, one)
        self.setCurrentIndex(next(n for n, (one, _) in enumerate(listed) if one == value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """One field is one step for undo."""
        super().focusOutEvent(event)
        self.left.emit()


class Box(QWidget):
    """A field with its name above it and what is wrong with it below."""

    def __init__(self, theme: Theme, name: str, field: QWidget, *, width: int = 0) -> None:
        """`width` in px at 100 % text; 0 takes what there is."""
        super().__init__()
        self._theme, self._width = theme, width
        self.field = field
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(2))
        self.name = label(name, "small")
        self.name.setBuddy(field)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        left = Qt.AlignmentFlag.AlignLeft
        box.addWidget(self.name)
        if width:
            box.addWidget(field, 0, left)
        else:
            box.addWidget(field)
        box.addWidget(self.fault)
        field.setAccessibleName(name)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        if self._width:
            self.field.setFixedWidth(self._theme.px(self._width))
            self.fault.setMinimumWidth(self._theme.px(max(self._width, FAULT)))

    def show_fault(self, text: str) -> None:
        """What is wrong; nothing for an empty text."""
        if text != self.fault.text() or self.fault.isHidden() == bool(text):
            self.fault.setText(text)
            self.fault.setVisible(bool(text))
            self.field.setAccessibleDescription(text)


def connect_text(
    field: PlainEdit | TextEdit, typed: Callable[[str], None], left: Callable[[], None]
) -> None:
    """Hands on what is typed, and that the field was left."""
    field.typed.connect(typed)
    field.left.connect(left)
