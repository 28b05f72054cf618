"""Asked once before ice or heat: poor circulation or feeling, for which neither is meant."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label


class SkinQuestion(QWidget):
    """Signals: `answered(yes)`, `closed()`. Nothing is chosen beforehand."""

    answered = Signal(bool)
    closed = Signal()
    content_width = 860

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Before ice or heat"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(12))
        box.addWidget(label(self.tr("Before ice or heat"), "heading", wrap=True))
        card = Card(theme)
        question = self.tr(
            "Do you have any of these: poor circulation or Raynaud's, reduced feeling in the skin,"
            " broken skin, or an allergy to cold?"
        )
        card.body.addWidget(label(question, "lead", wrap=True))
        note = self.tr(
            "With one of them ice and heat can hurt the skin. A yes is kept as “poor circulation"
            " or feeling”; you can change it in Settings."
        )
        card.body.addWidget(label(note, "muted", wrap=True))
        row, flow = flowing(theme.space(12))
        self.yes = Button(theme, self.tr("Yes"))
        self.no = Button(theme, self.tr("No"))
        self.back = Button(theme, self.tr("Back to Today"), kind="quiet", icon="chevron-left")
        for button in (self.yes, self.no, self.back):
            flow.addWidget(button)
        card.body.addWidget(row)
        box.addWidget(card)
        box.addStretch(1)
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.no.clicked.connect(lambda: self.answered.emit(False))
        self.back.clicked.connect(self.closed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y and N answer, Escape goes back."""
        if event.key() == Qt.Key.Key_Y:
            self.answered.emit(True)
        elif event.key() == Qt.Key.Key_N:
            self.answered.emit(False)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
