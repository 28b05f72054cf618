"""Before the window: who is there, and the passphrase of a profile that has one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hiprehab.storage.profiles import Person
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.text import label


class _Page(QWidget):
    """A card in the middle of a window of its own; Escape closes it."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("HipRehab"))
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        edge = theme.space(32)
        outer.setContentsMargins(edge, edge, edge, edge)
        outer.addStretch(1)
        card = Card(theme)
        card.setMinimumWidth(theme.px(480))
        card.setMaximumWidth(theme.px(720))
        card.body.addWidget(label(title, "heading", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 100)  # not by its alignment: then a sentence that wraps is cut off
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        self.body = card.body

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class WhoPage(_Page):
    """One button a person. Signals: `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, people: Sequence[Person]) -> None:
        super().__init__(theme, self.tr("Who is there?"))
        self.rows: list[RowButton] = []
        for one in people:
            detail = self.tr("Opens with a passphrase.") if one.encrypted else ""
            row = RowButton(theme, one.name, detail)
            row.setAutoDefault(True)
            row.clicked.connect(lambda _=False, name=one.name: self.chosen.emit(name))
            self.body.addWidget(row)
            self.rows.append(row)
        note = self.tr("Each person has a log and settings of their own. Settings adds a person.")
        self.body.addWidget(label(note, "muted", wrap=True))


class PassphrasePage(_Page):
    """Asks until it fits or the person leaves. Signals: `entered(passphrase)`."""

    entered = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, self.tr("The passphrase, please"))
        who = self.tr("Profile: {0}").format(name)
        self.body.addWidget(label(who, "muted", wrap=True))
        self.field = passphrase_field(theme, self.tr("Passphrase"))
        self.body.addWidget(self.field)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        holder, flow = flowing(theme.space(12))
        self.open_button = Button(theme, self.tr("Open"), kind="primary", icon="check")
        self.leave = Button(theme, self.tr("Quit"), kind="quiet")
        flow.addWidget(self.open_button)
        flow.addWidget(self.leave)
        self.body.addWidget(holder)
        self.field.returnPressed.connect(self._on_entered)
        self.open_button.clicked.connect(self._on_entered)
        self.leave.clicked.connect(self.close)
        self.field.setFocus()

    def _on_entered(self) -> None:
        self.entered.emit(self.field.text())

    def say(self, sentence: str) -> None:
        """It did not fit; the field is empty again."""
        self.problem.setText(sentence)
        self.problem.show()
        self.field.clear()
        self.field.setFocus()


def passphrase_field(theme: Theme, name: str) -> QLineEdit:
    """A line whose letters nobody sees."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    field.setPlaceholderText(name)
    field.setMinimumHeight(theme.target)
    field.setMaxLength(200)
    return field
