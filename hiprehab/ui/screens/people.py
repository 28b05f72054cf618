"""The people who use this computer: change over, add, move, delete, and a passphrase."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hiprehab.storage.paths import check_profile
from hiprehab.storage.profiles import Person
from hiprehab.storage.secret import SHORTEST
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.entrance import passphrase_field
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.sheet import Sheet
from hiprehab.ui.widgets.text import divider, label


class PeopleCard(Card):
    """Signals:
    switch_asked(name): open that profile in place of this one.
    new_asked(), open_asked(): another person; from a file.
    save_asked(): this profile into one file.
    passphrase_asked(): set, change or take away.
    delete_asked(): this profile, for good.
    """

    switch_asked = Signal(str)
    new_asked = Signal()
    open_asked = Signal()
    save_asked = Signal()
    passphrase_asked = Signal()
    delete_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("People on this computer"))
        self._theme = theme
        note = self.tr("Each person has a log, settings and drafts of their own.")
        self.body.addWidget(label(note, "muted", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(4))
        self.body.addLayout(self._rows)
        self.buttons: dict[str, Button] = {}
        self._add_flow(
            ("new", self.tr("Add a person"), "plus", self.new_asked),
            ("open", self.tr("Open a profile's file …"), "folder", self.open_asked),
        )
        self.body.addWidget(divider())
        self._mine = label("", "strong", wrap=True)
        self.body.addWidget(self._mine)
        self._add_flow(
            ("save", self.tr("Move to another computer …"), "save", self.save_asked),
            ("passphrase", self.tr("Passphrase …"), "", self.passphrase_asked),
            ("delete", self.tr("Delete everything …"), "delete", self.delete_asked),
        )

    def _add_flow(self, *buttons: tuple[str, str, str, object]) -> None:
        holder, flow = flowing(self._theme.space(8))
        for key, text, icon, signal in buttons:
            button = Button(self._theme, text, icon=icon or None)
            button.clicked.connect(signal)
            self.buttons[key] = button
            flow.addWidget(button)
        self.body.addWidget(holder)

    def show_people(self, people: Sequence[Person], current: str) -> None:
        """Who there is; the one whose window this is comes without a button."""
        empty(self._rows)
        for one in people:
            self._rows.addWidget(self._row(one, here=one.name == current))
        self._mine.setText(self.tr("This profile: {0}").format(current))

    def _row(self, one: Person, *, here: bool) -> QWidget:
        made = QWidget()
        made.setMinimumHeight(self._theme.target)
        box = QHBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        name = self.tr("{0}, with a passphrase").format(one.name) if one.encrypted else one.name
        box.addWidget(label(name, "strong" if here else "body", wrap=True), 1)
        if here:
            box.addWidget(label(self.tr("you are here"), "muted"))
        else:
            button = Button(self._theme, self.tr("Change over"), kind="quiet")
            button.setAccessibleName(self.tr("Change over to {0}").format(one.name))
            button.clicked.connect(lambda _=False, to=one.name: self.switch_asked.emit(to))
            box.addWidget(button)
        return made


class AskSheet(Sheet):
    """A question with a field or two, a sentence that says what is wrong, and two buttons."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, text: str, action: str) -> None:
        super().__init__(theme, parent, title)
        for part in text.split("\n"):
            self.body.addWidget(label(part, wrap=True))
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.do = Button(theme, action, kind="primary")
        self.cancel = Button(theme, self.tr("Cancel"), kind="quiet")
        self.cancel.clicked.connect(self.reject)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.do)

    def line(self, name: str) -> QLineEdit:
        """A field with its name above it."""
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setMinimumHeight(self.theme.target)
        self.body.addWidget(label(name, "small"))
        self.body.addWidget(field)
        return field

    def finish(self) -> None:
        """Below the fields: room for a problem."""
        self.body.addWidget(self.problem)
        self.body.addStretch(1)

    def say(self, sentence: str) -> None:
        """What is wrong with what was entered."""
        self.problem.setText(sentence)
        self.problem.show()


class NewPersonSheet(AskSheet):
    """Signals: `named(name)`."""

    named = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, taken: Sequence[str]) -> None:
        text = self.tr(
            "The name is also the name of a folder: letters, digits, dots, dashes and underscores."
        )
        super().__init__(theme, parent, self.tr("Add a person"), text, self.tr("Add and open"))
        self._taken = {name.casefold() for name in taken}
        self.name = self.line(self.tr("Name"))
        self.finish()
        self.do.clicked.connect(self._on_do)
        self.name.returnPressed.connect(self._on_do)
        self.name.setFocus()

    def _on_do(self) -> None:
        name = self.name.text().strip()
        try:
            check_profile(name)
        except StorageProblem as problem:
            self.say(str(problem))
            return
        if name.casefold() in self._taken:
            self.say(self.tr("There is somebody of that name already."))
            return
        self.accept()
        self.named.emit(name)


class PassphraseSheet(AskSheet):
    """Signals: `chosen(passphrase)`, an empty one takes it away."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, *, has_one: bool) -> None:
        text = self.tr(
            "With a passphrase the log and its backups are encrypted: nobody can read them without"
            " it, not even with your computer in their hands. Settings and drafts stay readable.\n"
            "It cannot be reset. If it is lost, so is the log. Write it down and keep it well."
            " Files that were saved before stay as they were, and a solid-state disk may keep"
            " older copies for a while."
        )
        title = self.tr("Change the passphrase") if has_one else self.tr("Set a passphrase")
        super().__init__(theme, parent, title, text, self.tr("Set it"))
        self.fields = [passphrase_field(theme, self.tr("New passphrase"))]
        self.fields.append(passphrase_field(theme, self.tr("Once more")))
        for field in self.fields:
            self.body.addWidget(field)
            field.returnPressed.connect(self._on_do)
        self.finish()
        self.remove = Button(theme, self.tr("Take it away"))
        self.remove.setVisible(has_one)
        self.buttons.insertWidget(0, self.remove)
        self.remove.clicked.connect(self._on_remove)
        self.do.clicked.connect(self._on_do)
        self.fields[0].setFocus()

    def _on_do(self) -> None:
        first, second = (field.text() for field in self.fields)
        if len(first) < SHORTEST:
            self.say(
                self.tr(
                    "Use at least {0} characters; three or four words are easy to keep."
                ).format(SHORTEST)
            )
        elif first != second:
            self.say(self.tr("The two are not the same."))
        else:
            self.accept()
            self.chosen.emit(first)

    def _on_remove(self) -> None:
        self.accept()
        self.chosen.emit("")


class DeleteSheet(AskSheet):
    """The one place where undo cannot help: the name is typed. Signals: `confirmed()`."""

    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, name: str) -> None:
        text = self.tr(
            "This deletes the log of {0} with all its backups, settings and drafts, and overwrites"
            " their files. There is no way back.\n"
            "Files that you saved elsewhere stay. A solid-state disk may keep older copies of its"
            " own until it uses that room again."
        ).format(name)
        super().__init__(theme, parent, self.tr("Delete everything"), text, self.tr("Delete"))
        self._name = name
        self.typed = self.line(self.tr("Type the name of the profile to go on: {0}").format(name))
        self.finish()
        self.do.setEnabled(False)
        self.typed.textChanged.connect(lambda said: self.do.setEnabled(said == self._name))
        self.do.clicked.connect(self._on_do)
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_do(self) -> None:
        self.accept()
        self.confirmed.emit()
