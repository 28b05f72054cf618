"""What a sound routine may still lack for the person who gets it, each a click to its field."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.text import label


def lacking(state: EditorState) -> list[tuple[str, KeyPath]]:
    """What is not said yet, in words, with the way to its field."""
    routine = ("routine", state.routine)

    def value(*path: str) -> Any:
        return state.draft.value(path, None)

    schedule = value(*routine, "schedule")
    named = isinstance(schedule, dict) and any(schedule.values())
    wishes = (
        (_tr("Your name"), ("author", "name"), value("author", "name")),
        (_tr("How often"), (*routine, "schedule", "days_per_week"), named),
        (_tr("When to stop"), (*routine, "stop_rules"), value(*routine, "stop_rules")),
        (_tr("Highest pain"), (*routine, "pain_ceiling"), value(*routine, "pain_ceiling")),
    )
    return [(word, path) for word, path, there in wishes if there in (None, "", [], False)]


class Wishes(QWidget):
    """Hidden while nothing is lacking. Signals: `jumped(path)` when one was chosen."""

    jumped = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: list[tuple[str, KeyPath]] = []
        self.buttons: list[Button] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(6))
        box.addWidget(label(_tr("Worth adding before you hand it over:"), "muted", wrap=True))
        holder, self._flow = flowing(theme.space(6))
        box.addWidget(holder)
        self.hide()

    def show_wishes(self, found: list[tuple[str, KeyPath]]) -> None:
        """A button for each."""
        if found != self._shown:
            self._shown = found
            empty(self._flow)
            self.buttons = [self._button(word, path) for word, path in found]
            for button in self.buttons:
                self._flow.addWidget(button)
        self.setVisible(bool(found))

    def _button(self, word: str, path: KeyPath) -> Button:
        button = Button(self._theme, word, icon="plus")
        button.clicked.connect(lambda: self.jumped.emit(path))
        return button


def _tr(text: str) -> str:
    return QCoreApplication.translate("Editor", text)
