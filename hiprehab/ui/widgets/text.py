"""Plain text in the type scale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.ui.theme import Theme


def label(text: str = "", role: str = "body", *, wrap: bool = False) -> QLabel:
    """A label that never reads markup; `role` is one of the style sheet's type roles."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if not wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return made


def divider() -> QFrame:
    """A thin line between things."""
    line = QFrame()
    line.setProperty("kind", "line")
    return line


class SectionHeader(QWidget):
    """The title of a part of a page, with one quiet sentence under it."""

    def __init__(self, theme: Theme, title: str, note: str = "") -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.space(8), 0, theme.space(4))
        box.setSpacing(theme.space(2))
        self._title = label(title, "title")
        self._note = label(note, "muted", wrap=True)
        box.addWidget(self._title)
        box.addWidget(self._note)
        self._note.setVisible(bool(note))

    def set_texts(self, title: str, note: str = "") -> None:
        """Other words for the same part."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
