"""Plain text in the type scale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy


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
