"""Settings: the packs on this computer, and the key that signs what is handed over from it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.storage.signing import grouped
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.receive_parts import selectable
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import divider, label


class PackRow(NamedTuple):
    """A pack that is used. `older` are versions that are kept; `shared` ones are for everybody."""

    id: str
    title: str
    version: str
    author: str = ""
    older: tuple[str, ...] = ()
    shared: bool = False


class PacksCard(Card):
    """Signals:
    remove_requested(pack id): take it away; it can be brought back.
    open_requested(): look at a file.
    """

    remove_requested = Signal(str)
    open_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Packs on this computer"))
        self.theme = theme
        self.buttons: dict[str, Button] = {}
        self.body.setSpacing(theme.space(8))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(8))
        self.body.addLayout(self._rows)
        self.open = Button(theme, self.tr("Open a file …"), icon="folder")
        self.open.clicked.connect(self.open_requested)
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_packs(())

    def show_packs(self, packs: Sequence[PackRow]) -> None:
        """What is installed now."""
        empty(self._rows)
        self.buttons = {}
        if not packs:
            text = self.tr("None yet. A pack is a file with routines that somebody made for you.")
            self._rows.addWidget(label(text, "muted", wrap=True))
        for place, pack in enumerate(packs):
            if place:
                self._rows.addWidget(divider())
            self._rows.addWidget(self._row(pack))

    def _row(self, pack: PackRow) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(16))
        words = QVBoxLayout()
        words.setSpacing(self.theme.space(2))
        words.addWidget(label(pack.title, wrap=True))
        facts = [self.tr("version {0}").format(pack.version), pack.author]
        if pack.older:
            facts.append(self.tr("also kept: {0}").format(", ".join(pack.older)))
        if pack.shared:
            facts.append(self.tr("installed for everybody on this computer"))
        words.addWidget(label(" · ".join(filter(None, facts)), "small", wrap=True))
        box.addLayout(words, 1)
        if not pack.shared:
            button = Button(self.theme, self.tr("Remove"), icon="delete")
            button.setAccessibleName(self.tr("Remove {0}").format(pack.title))
            button.clicked.connect(lambda _=False, name=pack.id: self.remove_requested.emit(name))
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons[pack.id] = button
        return row


class KeyCard(Card):
    """Signals:
    make_requested(), save_requested(), bring_back_requested(): what to do with the key.
    """

    make_requested = Signal()
    save_requested = Signal()
    bring_back_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Sign what you hand over"))
        self.theme = theme
        self.body.setSpacing(theme.space(8))
        note = self.tr(
            "For clinicians. With a signature, people see that a new version comes from you again."
            " The key stays on this computer. Save a copy in a safe place: whoever has it can sign"
            " as you."
        )
        self.body.addWidget(label(note, "muted", wrap=True))
        self._state = QVBoxLayout()
        self.body.addLayout(self._state)
        self.make = Button(theme, self.tr("Make a key"), icon="plus")
        self.save = Button(theme, self.tr("Save a copy …"), icon="save")
        self.bring_back = Button(theme, self.tr("Bring back a copy …"), icon="folder")
        actions, flow = flowing(theme.space(8))
        for button, signal in (
            (self.make, self.make_requested),
            (self.save, self.save_requested),
            (self.bring_back, self.bring_back_requested),
        ):
            button.clicked.connect(signal)
            flow.addWidget(button)
        self.body.addWidget(actions)
        self.show_key("", "")

    def show_key(self, key: str, problem: str) -> None:
        """The public key (64 hex digits), or "" when there is none; or why it cannot be used."""
        empty(self._state)
        if problem:
            self._state.addWidget(label(problem, "error", wrap=True))
        elif key:
            text = self.tr("Your public key: {0}").format(grouped(key))
            self._state.addWidget(selectable(text, self.tr("Your public key"), "body"))
        else:
            self._state.addWidget(label(self.tr("You have no key yet."), wrap=True))
        self.make.setVisible(not key and not problem)
        self.bring_back.setVisible(not key and not problem)
        self.save.setVisible(bool(key))
