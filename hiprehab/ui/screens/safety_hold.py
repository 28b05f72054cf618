"""Why exercise waits: the yes, what to do about it, and a clinician's word that lifts it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from hiprehab.core.safety import Question, may_be_cleared
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.safety import level_title
from hiprehab.ui.screens.when import DateEdit
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label

LONGEST = 200


class ClearanceForm(QWidget):
    """Who said that the person may exercise, and when. Signals: `given(who, day, note)`."""

    given = Signal(str, object, str)

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.space(8), 0, 0)
        box.setSpacing(theme.space(4))
        self.who = QLineEdit()
        self.who.setMaxLength(LONGEST)
        self.who.setPlaceholderText(self.tr("Name, and whether doctor or physiotherapist"))
        self.who.setMinimumHeight(theme.target)
        self.day = DateEdit(theme)
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST)
        self.note.setMinimumHeight(theme.target)
        self.save = Button(theme, self.tr("Save and go on"), kind="primary", icon="check")
        self.save.setEnabled(False)
        for name, field in (
            (self.tr("Who said that you may exercise?"), self.who),
            (self.tr("On which day?"), self.day),
            (self.tr("Note, if you like"), self.note),
        ):
            field.setAccessibleName(name)
            box.addWidget(label(name, "small"))
            box.addWidget(field)
        box.addSpacing(theme.space(4))
        box.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.who.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.save.clicked.connect(self._on_save)

    def _on_save(self) -> None:
        day = self.day.date().toPython()
        self.given.emit(self.who.text().strip(), day, self.note.text().strip())


class SafetyHold(QWidget):
    """The page in place of a session.

    Signals:
        cleared(question, who, day, note): a clinician said that the person may exercise.
        mistaken(question): the yes was pressed by mistake.
        gentle_wanted(): easy movement instead.
        closed(): back to Today.
    """

    cleared = Signal(str, str, object, str)
    mistaken = Signal(str)
    gentle_wanted = Signal()
    closed = Signal()
    content_width = 860

    def __init__(
        self, theme: Theme, questions: Sequence[Question], today: date, *, gentle: bool
    ) -> None:
        super().__init__()
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.forms: dict[str, ClearanceForm] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(12))
        most = any(one.holds_most for one in questions)
        title = self.tr("Exercise waits") if most else self.tr("This waits; the rest goes on")
        box.addWidget(label(title, "heading", wrap=True))
        note = self.tr(
            "You answered a safety question with yes. HipRehab tells nobody: please do what it"
            " says here yourself."
        )
        box.addWidget(label(note, "muted", wrap=True))
        for question in questions:
            box.addWidget(self._card(question, today))
        row, flow = flowing(theme.space(12))
        self.gentle = Button(theme, self.tr("Easy movement instead"), icon="play")
        self.gentle.clicked.connect(self.gentle_wanted)
        self.close_button = Button(theme, self.tr("Back to Today"), icon="chevron-left")
        self.close_button.clicked.connect(self.closed)
        flow.addWidget(self.close_button)
        flow.addWidget(self.gentle)
        self.gentle.setVisible(gentle)
        box.addWidget(row)
        box.addStretch(1)
        self.setAccessibleName(title)

    def _card(self, question: Question, today: date) -> Card:
        card = Card(self.theme, level_title(self, question.level))
        card.body.addWidget(label(question.brief, "muted", wrap=True))
        card.body.addWidget(label(question.action, "lead", wrap=True))
        row, flow = flowing(self.theme.space(8))
        if may_be_cleared(question):
            form = ClearanceForm(self.theme, today)
            form.given.connect(
                lambda who, day, note, name=question.id: self.cleared.emit(name, who, day, note)
            )
            self.forms[question.id] = form
            opener = Button(self.theme, self.tr("A clinician said that I may exercise"))
            opener.clicked.connect(lambda: self._open(form))
            flow.addWidget(opener)
        else:
            form = None
        mistake = Button(self.theme, self.tr("I pressed Yes by mistake"), kind="quiet")
        mistake.clicked.connect(lambda: self.mistaken.emit(question.id))
        flow.addWidget(mistake)
        card.body.addWidget(row)
        if form is not None:
            card.body.addWidget(form)
            form.hide()
        return card

    def _open(self, form: ClearanceForm) -> None:
        form.show()
        form.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
