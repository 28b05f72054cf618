"""A draft that is no sound TOML: its text, what is wrong in which line, and how to put it right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from hiprehab.storage.problems import Problem
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label

LOOK_MS = 250


class TextTrouble(QWidget):
    """Signals:
    mended(bytes): the text is sound now and can be opened.
    left(): back to the drafts; what was changed is in `text`.

    Args:
        problem_of: why some bytes cannot be opened; None when they can.
    """

    mended = Signal(bytes)
    left = Signal()

    def __init__(
        self, theme: Theme, title: str, data: bytes, problem_of: Callable[[bytes], Problem | None]
    ) -> None:
        super().__init__()
        self._theme, self._problem_of = theme, problem_of
        self._first = data
        self.text = QPlainTextEdit()
        self.fault = label("", "strong", wrap=True)
        self.go = Button(theme, self.tr("Go to the line"), icon="edit")
        self.back = Button(theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.open = Button(theme, self.tr("Open it"), kind="primary", icon="check")
        self._line = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._build(title)
        self.text.setPlainText(data.decode("utf-8", "replace"))
        self.text.textChanged.connect(self._timer.start)
        self.look()

    def _build(self, title: str) -> None:
        space = self._theme.space
        box = QVBoxLayout(self)
        edge = space(24)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(space(12))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(label(title, "heading", wrap=True))
        card = Card(self._theme)
        text = self.tr(
            "This draft cannot be shown as cards, because its text has a mistake. Nothing is lost:"
            " the text is below as it is."
        )
        card.body.addWidget(label(text, "body", wrap=True))
        card.body.addWidget(self.fault)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.open)
        row.addStretch(1)
        card.body.addLayout(row)
        box.addWidget(card)
        self.text.setAccessibleName(self.tr("Text of the draft"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        box.addWidget(self.text, 1)
        self.back.clicked.connect(self.left)
        self.go.clicked.connect(self.go_to_line)
        self.open.clicked.connect(lambda: self.mended.emit(self.encoded()))

    def encoded(self) -> bytes:
        """The bytes as they are now; the first ones as long as nothing was typed."""
        text = self.text.toPlainText()
        return self._first if text == self._first.decode("utf-8", "replace") else text.encode()

    def look(self) -> None:
        """Says what is wrong now."""
        self._timer.stop()
        problem = self._problem_of(self.encoded())
        self._line = problem.line if problem is not None else 0
        self.go.setVisible(self._line > 0)
        self.open.setEnabled(problem is None)
        if problem is None:
            self.fault.setText(self.tr("The text is in order now."))
        elif problem.line:
            text = self.tr("Line {n}: {what}")
            self.fault.setText(text.format(n=problem.line, what=words.fault_text(problem)))
        else:
            self.fault.setText(words.fault_text(problem))

    def go_to_line(self) -> None:
        """Puts the cursor where the mistake is."""
        block = self.text.document().findBlockByNumber(max(0, self._line - 1))
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.ensureCursorVisible()

    def stop(self) -> None:
        """No timer any more."""
        self._timer.stop()
