"""A page that asks: its answer stays on the screen until the log says that it is saved."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import Banner


class Answering(QWidget):
    """The page, and above it what went wrong, with Try again."""

    content_width = 860

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__()
        self.page = page
        self.problem = Banner(theme)
        self._again: Callable[[], None] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(12))
        box.addWidget(self.problem)
        box.addWidget(page, 1)
        self.problem.acted.connect(self._on_again)
        self.setFocusProxy(page)

    def wait(self) -> None:
        """The answer is on its way; nobody can give a second one."""
        self.problem.hide()
        self.page.setEnabled(False)

    def show_problem(self, sentence: str, again: Callable[[], None]) -> None:
        """It was not saved; `again` sends it once more."""
        self._again = again
        self.page.setEnabled(True)
        kept = self.tr("Your answers are kept here.")
        self.problem.show_problem(sentence, kept, self.tr("Try again"))
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_again(self) -> None:
        if self._again is not None:
            self._again()
