"""The head of the editor: title, undo, what can be done with the routine, and its keys."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.screens.editor_boxes import PlainEdit
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

LIBRARY, ROUTINE, PREVIEW = "library", "routine", "preview"
SPEEDS: Final = (1, 2, 5, 10, 20)


def keys() -> list[tuple[str, str]]:
    """Keys and what they do; the first ones stand below the editor."""
    return [
        ("F1", QCoreApplication.translate("Editor", "all keys")),
        ("F6", QCoreApplication.translate("Editor", "next part")),
        ("Enter", QCoreApplication.translate("Editor", "add, fields, back")),
        ("Alt ↑↓", QCoreApplication.translate("Editor", "move")),
        ("Del", QCoreApplication.translate("Editor", "remove")),
        ("Ctrl+Z", QCoreApplication.translate("Editor", "undo")),
        ("Ctrl+E", QCoreApplication.translate("Editor", "hand over")),
        ("Ctrl+D", QCoreApplication.translate("Editor", "once more")),
        ("Ctrl+B", QCoreApplication.translate("Editor", "new block from here")),
        ("Ctrl+Shift+Z", QCoreApplication.translate("Editor", "redo")),
        ("Ctrl+F", QCoreApplication.translate("Editor", "search the library")),
        ("Ctrl+T", QCoreApplication.translate("Editor", "the title")),
        ("Ctrl+Enter", QCoreApplication.translate("Editor", "about the routine, and back")),
        ("Ctrl+R", QCoreApplication.translate("Editor", "rehearse")),
        ("Ctrl+P", QCoreApplication.translate("Editor", "print")),
        ("Ctrl+I", QCoreApplication.translate("Editor", "install here")),
        ("Ctrl+S", QCoreApplication.translate("Editor", "save now")),
        ("Esc", QCoreApplication.translate("Editor", "back")),
    ]


class EditorHead(QWidget):
    """Signals: `rehearse_asked(speed)`; the other buttons are its attributes."""

    rehearse_asked = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = Columns(self, gap=theme.space(8), shares=(1, 0))
        first = QWidget(self)
        row = QHBoxLayout(first)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(6))
        self.back = IconButton(theme, "chevron-left", self.tr("Back"), key="Esc")
        self.title = PlainEdit(most=80)
        self.title.setAccessibleName(self.tr("Title of the routine"))
        self.title.setPlaceholderText(self.tr("Title of the routine"))
        self.title.setMinimumWidth(theme.px(150))
        self.saved = label("", "small")
        self.undo = IconButton(theme, "undo", self.tr("Undo"), key="Ctrl+Z")
        self.redo = IconButton(theme, "redo", self.tr("Redo"), key="Ctrl+Shift+Z")
        for part in (self.back, self.title, self.saved, self.undo, self.redo):
            row.addWidget(part, 1 if part is self.title else 0)
        self._buttons, self._flow = flowing(theme.space(6))
        self.rehearse = Button(theme, self.tr("Rehearse"), icon="play")
        self.print = Button(theme, self.tr("Print"))
        self.install = Button(theme, self.tr("Install here"))
        self.hand_over = Button(theme, self.tr("Hand over"), kind="primary", icon="save")
        self.tabs = ChipRow(
            theme,
            [
                (LIBRARY, self.tr("Library")),
                (ROUTINE, self.tr("Routine")),
                (PREVIEW, self.tr("Preview")),
            ],
            name=self.tr("Show"),
        )
        self._acts = (self.rehearse, self.print, self.install, self.hand_over)
        for button in (self.tabs, *self._acts):
            self._flow.addWidget(button)
        self.tabs.hide()
        self._columns.addWidget(first)
        self._columns.addWidget(self._buttons)
        theme.changed.connect(self.fit)
        self.fit()
        self.rehearse.clicked.connect(self.open_speeds)

    def fit(self) -> None:
        """Widths for the present text size and buttons."""
        self._columns.set_least(self._theme.px(900))
        shown = [one for one in (*self._acts, self.tabs) if not one.isHidden()]
        gap = self._theme.space(6)
        wide = sum(one.sizeHint().width() + gap for one in shown)
        self._buttons.setMinimumWidth(min(wide, self._theme.px(600), 640))

    def show_actions(self, *, sound: bool, playable: bool) -> None:
        """What can be done now: handing over and installing need a content checker."""
        for button, able, why in (
            (self.rehearse, playable, self.tr("Add an exercise first")),
            (self.print, playable, self.tr("Add an exercise first")),
            (self.install, sound, self.tr("Put the problems on the right in order first")),
            (self.hand_over, sound, self.tr("Put the problems on the right in order first")),
        ):
            button.setEnabled(able)
            button.setToolTip("" if able else why)

    def speeds(self) -> QMenu:
        """How fast to rehearse; it goes away by itself when it is closed."""
        menu = QMenu(self)
        for speed in SPEEDS:
            word = self.tr("As the patient hears it") if speed == 1 else self.tr("{}× as fast")
            action = menu.addAction(word.format(speed))
            action.triggered.connect(lambda _=False, by=speed: self.rehearse_asked.emit(float(by)))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_speeds(self) -> None:
        """Lets the speed be chosen, when there is something to rehearse."""
        if not self.rehearse.isEnabled():
            return
        self.speeds().popup(self.rehearse.mapToGlobal(self.rehearse.rect().bottomLeft()))


class Scrolled(QScrollArea):
    """A part that scrolls by itself; its bar lies beside it. Make the part in `inside`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.inside = QWidget()
        self.inside.setProperty("kind", "page")
        self._box = QVBoxLayout(self.inside)
        self._box.setContentsMargins(2, 2, 8, 2)
        self.setWidget(self.inside)

    def hold(self, part: QWidget) -> None:
        """Shows a part that was made in `inside`."""
        self._box.addWidget(part)
        part.show()
