"""A window over the others, in our look."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.text import label


class Sheet(QDialog):
    """A dialog in our look: a title, a body that scrolls, and room for buttons below."""

    def __init__(self, theme: Theme, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        edge, bar = theme.space(24), theme.space(14)
        # The scroll bar lies in the margin, so that title, fields and buttons end on one line.
        outer.setContentsMargins(edge, edge, edge - bar, theme.space(20))
        outer.setSpacing(theme.space(12))
        heading = label(title, "heading", wrap=True)
        heading.setContentsMargins(0, 0, bar, 0)
        outer.addWidget(heading)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setProperty("kind", "page")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, bar, 0)
        self.body.setSpacing(theme.space(12))
        area.setWidget(inside)
        outer.addWidget(area, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.space(8))
        self.buttons.setContentsMargins(0, 0, bar, 0)
        outer.addLayout(self.buttons)

    def open_at(self, width: int, height: int) -> None:
        """Opens as large as asked, but inside its window."""
        parent = self.parentWidget()
        host = parent.window() if parent is not None else self
        self.resize(
            min(self.theme.px(width), host.width() - 40),
            min(self.theme.px(height), host.height() - 40),
        )
        self.open()
