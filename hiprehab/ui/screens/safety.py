"""The safety questions, one at a time: Yes or No, nothing chosen beforehand, all by keyboard too.

A grave yes ends them at once with what to do. The page says it plainly, names no illness, and says
that the app tells nobody.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.safety import AT_ONCE, Level, Occasion, Question, SafetyBook
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.keys import KeyHintRow
from hiprehab.ui.widgets.text import label

ROOM = 112


def level_title(widget: QWidget, level: Level) -> str:
    """How soon help is needed, as a heading."""
    return {
        Level.EMERGENCY: widget.tr("Get help now"),
        Level.SAME_DAY: widget.tr("See a doctor today"),
        Level.SOON: widget.tr("Have this looked at within 24 to 48 hours"),
        Level.CHILD: widget.tr("HipRehab is for adults"),
        Level.REFER: widget.tr("Ask first"),
        Level.MODIFY: widget.tr("Take care"),
        Level.MONITOR: widget.tr("Time for a look"),
    }[level]


class SafetyQuestions(QWidget):
    """Asks all questions in order.

    Signals:
        finished(answers): a list of (question id, yes); what was answered until the end, or until
            a grave yes.
        put_off(answers): the person goes on later; what was answered until then.
        stopped(str): this question was answered with a grave yes, just now.
        taken_back(): that was a mistake.
    """

    finished = Signal(object)
    put_off = Signal(object)
    stopped = Signal(str)
    taken_back = Signal()
    content_width = 860

    def __init__(self, theme: Theme, book: SafetyBook, occasion: Occasion) -> None:
        super().__init__()
        self.theme = theme
        self._book = book
        self._occasion = occasion
        self._at = 0
        self._stopped = False
        self.answers: dict[str, bool] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._show_question()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        space = self.theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(12))
        self.title = label("", "heading", wrap=True)
        self.note = label("", "muted", wrap=True)
        self.card = Card(self.theme)
        self.progress = label("", "eyebrow")
        self.text = label("", "title", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(10))
        for part in (self.progress, self.text):
            self.card.body.addWidget(part)
        self.card.body.addLayout(self._lines)
        self.card.body.addSpacing(space(8))
        self.card.body.addWidget(self._buttons())
        for widget in (self.title, self.note, self.card):
            box.addWidget(widget)
        box.addLayout(self._foot())
        box.addStretch(1)

    def _buttons(self) -> QWidget:
        holder, self.row = flowing(self.theme.space(12))
        self.yes = Button(self.theme, self.tr("Yes"))
        self.no = Button(self.theme, self.tr("No"))
        self.understood = Button(self.theme, self.tr("I have read this"), kind="primary")
        self.mistake = Button(self.theme, self.tr("I pressed Yes by mistake"))
        self.done = Button(self.theme, self.tr("Go on"), kind="primary", icon="right")
        self.yes.clicked.connect(lambda: self.answer(True))
        self.no.clicked.connect(lambda: self.answer(False))
        self.understood.clicked.connect(self._on_done)
        self.mistake.clicked.connect(self.back)
        self.done.clicked.connect(self._on_done)
        for button in (self.yes, self.no):
            button.setMinimumWidth(self.theme.px(140))
        self.choices: tuple[Button, ...] = (
            self.yes,
            self.no,
            self.understood,
            self.mistake,
            self.done,
        )
        for button in self.choices:
            self.row.addWidget(button)
        return holder

    def _foot(self) -> QHBoxLayout:
        self.foot = row = QHBoxLayout()
        self.before = Button(self.theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.later = Button(self.theme, self.tr("Later"), kind="quiet")
        self.before.clicked.connect(self.back)
        self.later.clicked.connect(self._on_later)
        self.keys = KeyHintRow(
            self.theme, [("Y", self.tr("yes")), ("N", self.tr("no")), ("left", self.tr("back"))]
        )
        row.addWidget(self.before)
        row.addWidget(self.keys)
        row.addStretch(1)
        row.addWidget(self.later)
        return row

    # --- showing ----------------------------------------------------------------------------

    @property
    def question(self) -> Question | None:
        """The question on the page; None on the last page."""
        asked = self._book.questions
        return asked[self._at] if self._at < len(asked) else None

    def _show_question(self) -> None:
        question = self.question
        if question is None:
            self._show_end()
            return
        self.title.setText(self.tr("A few questions for your safety"))
        self.note.setText(self.why())
        count = len(self._book.questions)
        self.progress.setText(self.tr("Question {0} of {1}").format(self._at + 1, count))
        self.text.setText(question.text)
        self.setAccessibleName(question.text)
        self._say()
        self._offer(self.yes, self.no)
        self.before.setEnabled(self._at > 0)
        given = self.answers.get(question.id)
        self.yes.setAccessibleDescription(self.tr("chosen before") if given else "")
        self.no.setAccessibleDescription(self.tr("chosen before") if given is False else "")

    def why(self) -> str:
        """Why it is asked now."""
        return {
            Occasion.FIRST: self.tr(
                "For some signs exercise is the wrong thing, and somebody should look at them"
                " first. It takes about two minutes. Nothing is sent anywhere."
            ),
            Occasion.RED: self.tr(
                "Your last session was too much. Please say whether one of these is new or worse."
            ),
            Occasion.AWAY: self.tr(
                "You were away for four weeks or more. Please say whether one of these is so now."
            ),
            Occasion.REGULAR: self.tr(
                "Every four weeks: please say whether one of these is new or worse since last time."
            ),
            Occasion.NEW: self.tr("Please say whether one of these is new or worse."),
        }[self._occasion]

    def _show_stop(self, question: Question) -> None:
        """A grave yes: what to do, and nothing else."""
        self._stopped = True
        self.title.setText(level_title(self, question.level))
        self.note.setText("")
        self.progress.setText(question.brief)
        self.text.setText(question.action)
        self.setAccessibleName(f"{self.title.text()}. {question.action}")
        self._say(
            self.tr("HipRehab tells nobody: please do this yourself."),
            self.tr("It does not know what causes this, and it may be harmless. Only somebody who"
                    " examines you can say that."),
            self.tr("Exercise waits here until you note who said that you may go on.")
            if question.level is not Level.CHILD
            else "",
        )  # fmt: skip
        self._offer(self.understood, self.mistake)

    def _show_end(self) -> None:
        """What the other yeses ask for."""
        told = [one for one in self._book.questions if self.answers.get(one.id)]
        self.title.setText(self.tr("Thank you"))
        self.note.setText("")
        self.progress.setText("")
        self.setAccessibleName(self.title.text())
        if not told:
            self.text.setText(self.tr("Nothing that you said speaks against exercise."))
            self._say(self.tr("If something new comes up, tell it on Today: “Something new?”"))
        else:
            self.text.setText(self.tr("Please mind this:"))
            self._say(*(f"{one.brief}. {one.action}" for one in told))
        self._offer(self.done)

    def _say(self, *lines: str) -> None:
        empty(self._lines)
        for line in lines:
            if line:
                self._lines.addWidget(label(line, "body", wrap=True))

    def _offer(self, *buttons: Button) -> None:
        for one in self.choices:
            one.setVisible(one in buttons)
        asking = self.yes in buttons
        # Room for the longest question, so that Yes and No stay where they are.
        self.text.setMinimumHeight(self.theme.px(ROOM) if asking else 0)
        self.keys.setVisible(asking)
        self.before.setVisible(asking or self.done in buttons)
        self.later.setVisible(asking)
        self.progress.setVisible(bool(self.progress.text()))
        self.note.setVisible(bool(self.note.text()))
        # Nothing is chosen beforehand: Enter does nothing while a question waits for its answer.
        (self if asking else buttons[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- answers ----------------------------------------------------------------------------

    def answer(self, yes: bool) -> None:
        """The answer to the question on the page."""
        question = self.question
        if question is None or self._stopped:
            return
        self.answers[question.id] = yes
        if yes and question.level in AT_ONCE:
            self._show_stop(question)
            self.stopped.emit(question.id)
            return
        self._at += 1
        self._show_question()

    def back(self) -> None:
        """To the question before; from a stop to its question, whose answer is forgotten."""
        if self._stopped:
            self._stopped = False
            question = self.question
            assert question is not None
            del self.answers[question.id]
            self.taken_back.emit()
        elif self._at:
            self._at -= 1
        self._show_question()

    def given(self) -> list[tuple[str, bool]]:
        """What was answered so far: (question id, yes)."""
        return [(one.id, self.answers[one.id]) for one in self._book.questions
                if one.id in self.answers]  # fmt: skip

    def _on_done(self) -> None:
        self.finished.emit(self.given())

    def _on_later(self) -> None:
        self.put_off.emit(self.given())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y and N answer, left goes back, Escape puts it off; a stop is left by its buttons."""
        key = Qt.Key(event.key())
        asking = self.question is not None and not self._stopped
        if asking and key in (Qt.Key.Key_Y, Qt.Key.Key_N):
            self.answer(key == Qt.Key.Key_Y)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace) and not self._stopped:
            self.back()
        elif asking and key == Qt.Key.Key_Escape:
            self._on_later()
        else:
            super().keyPressEvent(event)
