"""Something is new: the safety questions as one list to tick, as the person knows what it is.

Nothing is ticked beforehand. A grave one is answered as soon as it is ticked; else all are answered
together, with yes where there is a tick and no where there is none.
"""

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.safety import AT_ONCE, Occasion, Question, SafetyBook
from hiprehab.ui.screens.safety import SafetyQuestions
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.keys import KeyHintRow
from hiprehab.ui.widgets.paint import rounded
from hiprehab.ui.widgets.row_button import RowButton


class TickRow(RowButton):
    """One of the questions with a box to tick."""

    def __init__(self, theme: Theme, question: Question) -> None:
        super().__init__(theme, question.brief, question.text, mark=" ")
        self.setCheckable(True)

    def _paint_mark(self, painter: QPainter, box: QRectF, left: float) -> None:
        look, on, size = self.theme.colour, self.isChecked(), self.theme.px(24)
        spot = QRectF(left + 2, box.center().y() - size / 2, size, size)
        ground, line = ("accent", "accent") if on else ("surface", "edge")
        rounded(painter, spot, 6, look(ground), look(line))
        if on:
            self.theme.icons.paint(painter, "check", spot.adjusted(3, 3, -3, -3), look("on_accent"))


class SafetyList(SafetyQuestions):
    """All questions at once.

    Signals are those of `SafetyQuestions`: after a grave tick `finished` tells only what is ticked.
    """

    def __init__(self, theme: Theme, book: SafetyBook) -> None:
        self.rows: dict[str, TickRow] = {}
        self._grave = ""
        super().__init__(theme, book, Occasion.NEW)

    def _build(self) -> None:
        super()._build()
        self._list = QWidget()
        box = QVBoxLayout(self._list)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(6))
        for question in self._book.questions:
            row = TickRow(self.theme, question)
            row.toggled.connect(partial(self._on_ticked, question))
            self.rows[question.id] = row
            box.addWidget(row)
        self.card.body.insertWidget(0, self._list)
        self.none = Button(self.theme, self.tr("None of these"))
        self.told = Button(self.theme, self.tr("Go on"), kind="primary", icon="right")
        self.none.clicked.connect(self._on_none)
        self.told.clicked.connect(self._on_told)
        self.choices = (*self.choices, self.none, self.told)
        for button in (self.none, self.told):
            self.row.addWidget(button)
        self.ticks = KeyHintRow(
            self.theme,
            [("up", self.tr("up")), ("down", self.tr("down")), (self.tr("Space"), self.tr("tick"))],
        )
        self.foot.insertWidget(1, self.ticks)

    # --- showing ----------------------------------------------------------------------------

    @property
    def question(self) -> Question | None:
        """None: they are not asked one by one."""
        return None

    @property
    def _asks(self) -> bool:
        return not self._list.isHidden()

    def _show_question(self) -> None:
        """The list."""
        self.title.setText(self.tr("Which of these is new or worse?"))
        self.note.setText(self.tr("Tick what is so for you. Nothing is sent anywhere."))
        self.progress.setText("")
        self.text.setText("")
        self.setAccessibleName(self.title.text())
        self._say()
        self._offer(self.none, self.told)

    def _offer(self, *buttons: Button) -> None:
        super()._offer(*buttons)
        asking = self.none in buttons
        self._list.setVisible(asking)
        self.ticks.setVisible(asking)
        self.later.setVisible(asking)
        self.text.setVisible(not asking)
        if asking:
            self._show_ticks()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ticks(self) -> None:
        """Either something is ticked or it is none of them."""
        ticked = bool(self._ticked())
        self.none.setEnabled(not ticked)
        self.told.setEnabled(ticked)

    def _ticked(self) -> list[str]:
        return [name for name, row in self.rows.items() if row.isChecked()]

    # --- answers ----------------------------------------------------------------------------

    def _on_ticked(self, question: Question, on: bool) -> None:
        self._show_ticks()
        self.answers = dict.fromkeys(self._ticked(), True)
        if on and question.level in AT_ONCE:
            self._grave = question.id
            self._show_stop(question)
            self.stopped.emit(question.id)

    def _on_none(self) -> None:
        self.answers = dict.fromkeys(self.rows, False)
        self._show_end()

    def _on_told(self) -> None:
        self.answers = {name: row.isChecked() for name, row in self.rows.items()}
        self._show_end()

    def back(self) -> None:
        """To the list; from a stop without its tick, which was a mistake."""
        if self._asks:
            return
        if self._stopped:
            self._stopped = False
            self.rows[self._grave].setChecked(False)
            self.taken_back.emit()
        self.answers = dict.fromkeys(self._ticked(), True)
        self._show_question()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go along the list, Space ticks, Escape puts it off."""
        key = event.key()
        if self._asks and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif self._asks and key == Qt.Key.Key_Escape:
            self._on_later()
        else:
            super().keyPressEvent(event)

    def _walk(self, way: int) -> None:
        rows = list(self.rows.values())
        at = next((n for n, row in enumerate(rows) if row.hasFocus()), -1 if way > 0 else len(rows))
        if 0 <= at + way < len(rows):
            rows[at + way].setFocus(Qt.FocusReason.TabFocusReason)
