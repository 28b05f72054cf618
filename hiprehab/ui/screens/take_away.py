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
    from hiprehab.storage.backup import Backup

MOST_BACKUPS: Final = 5


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
    """

    export_asked = Signal(str)
    import_asked = Signal()

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

    def show_backups(self, found: "Sequence[Backup]", folder: Path) -> None:
        """The newest backups, and how one is brought back."""
        empty(self._backups)
        if not found:
            text = self.tr("There is none yet. HipRehab makes one each day that you open it.")
            self._backups.addWidget(label(text, "small", wrap=True))
            return
        for one in found[:MOST_BACKUPS]:
            made = QDateTime.fromSecsSinceEpoch(int(one.made_at.timestamp()))
            when = QLocale().toString(made, "ddd d MMM yyyy, HH:mm")
            self._backups.addWidget(label(f"{when}  ·  {kind_text(one.kind)}", "small"))
        if len(found) > MOST_BACKUPS:
            more = self.tr("and {0} older ones").format(len(found) - MOST_BACKUPS)
            self._backups.addWidget(label(more, "small"))
        self._backups.addSpacing(self.theme.space(6))
        hint = self.tr(
            "To bring one back, close HipRehab and use the command “hiprehab restore FILE”. The"
            " log that it replaces is kept. The files are in:"
        )
        self._backups.addWidget(label(hint, "small", wrap=True))
        self._backups.addWidget(_place(str(folder), self.tr("Folder of the backups")))


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
