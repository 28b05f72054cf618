"""Your data: the log taken out as files, files brought in, and where the backups are."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.ui.screens.columns import empty
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import divider, label

if TYPE_CHECKING:
    from hiprehab.storage.backup import Backup, Content

MOST_BACKUPS: Final = 5


class Kept(NamedTuple):
    """A backup with what it holds; without `content` it is damaged."""

    backup: "Backup"
    content: "Content | None"


class Way(NamedTuple):
    """One way out: the format, what it is, what it is for, and the usual file's ending."""

    format: str
    name: str
    purpose: str
    ending: str


def ways() -> tuple[Way, ...]:
    """The ways out, the one that comes back in first."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("TakeAway", text)

    return (
        Way(
            "json",
            tr("Everything in one file"),
            tr("To keep, or to move to another computer. It can be brought in again."),
            ".json",
        ),
        Way("csv", tr("Tables"), tr("A folder of CSV files for a spreadsheet."), ""),
        Way(
            "fhir",
            tr("For a clinic"),
            tr("Pain, sessions and plan in the format FHIR R4. Nobody is named in it."),
            ".fhir.json",
        ),
        Way(
            "ics",
            tr("Your plan as a calendar"),
            tr("Your routines on their days, for a calendar program."),
            ".ics",
        ),
    )


class TakeAwayCard(Card):
    """Offers the ways out and in; whoever made it asks for places and does the work.

    Signals:
        export_asked(str): the format that the person wants.
        import_asked(): a file is to be brought in.
        bring_back_asked(object): a backup is to take the log's place (`Kept`).
        older_asked(): the older backups are to be listed, too.
    """

    export_asked = Signal(str)
    import_asked = Signal()
    bring_back_asked = Signal(object)
    older_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Your data"))
        self.theme = theme
        said = self.tr(
            "What you enter is yours and stays on this computer. Take it with you whenever you"
            " like."
        )
        self.body.addWidget(label(said, "muted", wrap=True))
        self.exports: dict[str, Button] = {}
        for way in ways():
            button = Button(theme, self.tr("Save …"))
            button.setAccessibleName(self.tr("{0}: save").format(way.name))
            button.clicked.connect(lambda _=False, kind=way.format: self.export_asked.emit(kind))
            self.exports[way.format] = button
            self._add_row(way.name, way.purpose, button)
        self.bring = Button(theme, self.tr("Choose a file …"))
        self.bring.setAccessibleName(self.tr("Bring data in: choose a file"))
        self.bring.clicked.connect(self.import_asked)
        purpose = self.tr(
            "An export of HipRehab, or ratings or sessions of another program as CSV. You see"
            " what it holds before anything is added."
        )
        self._add_row(self.tr("Bring data in"), purpose, self.bring)
        self.body.addWidget(divider())
        self.body.addWidget(label(self.tr("Backups"), "body"))
        self._backups = QVBoxLayout()
        self._backups.setSpacing(theme.space(2))
        self.bring_back_buttons: list[Button] = []
        self.body.addLayout(self._backups)

    def _add_row(self, name: str, purpose: str, button: Button) -> None:
        self.body.addWidget(divider())
        words = QVBoxLayout()
        words.setSpacing(self.theme.space(2))
        words.addStretch(1)
        words.addWidget(label(name, "body", wrap=True))
        words.addWidget(label(purpose, "small", wrap=True))
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(16))
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def set_busy(self, busy: bool) -> None:
        """While a file is written or read, no second one is begun."""
        for button in (*self.exports.values(), self.bring):
            button.setEnabled(not busy)

    def show_backups(
        self, found: Sequence[Kept], folder: Path, *, older: int = 0, can_return: bool = True
    ) -> None:
        """The newest backups, each with what it holds and a way to bring it back.

        Args:
            found: the newest ones.
            folder: where they are.
            older: how many more there are.
            can_return: False where the profile itself is only for this once.
        """
        empty(self._backups)
        self.bring_back_buttons = []
        if not found:
            text = self.tr("There is none yet. HipRehab makes one each day that you open it.")
            self._backups.addWidget(label(text, "small", wrap=True))
            return
        for one in found:
            self._backups.addWidget(self._backup_row(one, can_return=can_return))
        if older:
            more = Button(self.theme, self.tr("Show {0} older ones").format(older), kind="quiet")
            more.clicked.connect(self.older_asked)
            self._backups.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._backups.addSpacing(self.theme.space(6))
        hint = self.tr(
            "A backup that is brought back takes the place of your log. The log as it is now is"
            " kept here as well. The files are in:"
        )
        self._backups.addWidget(label(hint, "small", wrap=True))
        self._backups.addWidget(_place(str(folder), self.tr("Folder of the backups")))

    def _backup_row(self, one: Kept, *, can_return: bool) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(16))
        when = when_text(one.backup)
        held = held_text(one.content) if one.content else self.tr("damaged, cannot be used")
        said = "  ·  ".join((when, kind_text(one.backup.kind), held))
        box.addWidget(label(said, "small", wrap=True), 1)
        if one.content is not None and can_return:
            button = Button(self.theme, self.tr("Bring back …"), kind="quiet")
            button.setAccessibleName(self.tr("Bring back the backup of {0}").format(when))
            button.clicked.connect(lambda: self.bring_back_asked.emit(one))
            self.bring_back_buttons.append(button)
            box.addWidget(button)
        return row


def when_text(backup: "Backup") -> str:
    """When a backup was made, in the computer's time."""
    made = QDateTime.fromSecsSinceEpoch(int(backup.made_at.timestamp()))
    return QLocale().toString(made, "ddd d MMM yyyy, HH:mm")


def held_text(content: "Content") -> str:
    """How much is in a backup."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("TakeAway", text)

    pain = tr("one rating") if content.pain == 1 else tr("{0} ratings").format(content.pain)
    if content.sessions == 1:
        return tr("{0}, one session").format(pain)
    return tr("{0}, {1} sessions").format(pain, content.sessions)


def kind_text(kind: str) -> str:
    """Why a backup was made."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("TakeAway", text)

    if kind.startswith("before-import"):
        return tr("before data was brought in")
    names = {
        "daily": tr("of the day"),
        "manual": tr("made by you"),
        "replaced": tr("put aside by a restore"),
        "before": tr("before an update"),
    }
    return names.get(kind.split("-", maxsplit=1)[0], kind)


def _place(text: str, name: str) -> QWidget:
    place = label(text, "small", wrap=True)
    place.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    place.setAccessibleName(name)
    return place
