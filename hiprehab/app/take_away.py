"""Your data on the Settings page: asks for places, writes the files and opens the import."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from hiprehab.app.bringing_back import show_backups, wire_backups
from hiprehab.ui.screens.take_away import TakeAwayCard, Way, ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiprehab.app.desk import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("TakeAway", text)


def make_card(desk: "Desk") -> TakeAwayCard:
    """The card, wired to the desk's log."""
    card = TakeAwayCard(desk.theme)
    card.export_asked.connect(partial(_export, desk, card))
    card.import_asked.connect(partial(_import, desk, card))
    wire_backups(desk, card)
    return card


# --- out ------------------------------------------------------------------------------------


def ask_target(desk: "Desk", way: Way) -> Path | None:
    """Where an export goes; None when the person changed their mind.

    Tables get a new folder of their own inside the chosen one. The dialog has asked before a file
    is replaced.
    """
    name = f"hiprehab-{desk.around.today()}"
    if way.format == "csv":
        chosen = QFileDialog.getExistingDirectory(
            desk.window, _tr("Choose where the folder with the tables is made")
        )
        return free_folder(Path(chosen), name) if chosen else None
    chosen = QFileDialog.getSaveFileName(desk.window, _tr("Save your data"), name + way.ending)[0]
    if not chosen:
        return None
    return Path(chosen if Path(chosen).suffix else chosen + way.ending)


def free_folder(parent: Path, name: str) -> Path:
    """A folder of that name that is not there yet."""
    target, number = parent / name, 1
    while target.exists():
        number += 1
        target = parent / f"{name}-{number}"
    return target


def _export(desk: "Desk", card: TakeAwayCard, kind: str) -> None:
    target = ask_target(desk, next(way for way in ways() if way.format == kind))
    if target is None:
        return
    folders, at = desk.profile.folders, desk.around.now().at
    routines = desk.profile.library.routines.values()
    titles = {routine.id: routine.title for routine in routines}
    settings = desk.profile.settings

    def work() -> None:
        from hiprehab.storage import transfer
        from hiprehab.storage.settings import as_plain

        export = transfer.Export(target, at, as_plain(settings), titles, force=True)
        transfer.FORMATS[kind](folders.database, export)

    def saved(_: None) -> None:
        card.set_busy(False)
        desk.window.tell(_tr("Saved as {0}").format(target))

    def failed(sentence: str) -> None:
        card.set_busy(False)
        desk.live.problem.emit(sentence)

    card.set_busy(True)
    desk.live.background(work, saved, failed)


# --- in -------------------------------------------------------------------------------------


def ask_source(desk: "Desk") -> Path | None:
    """Which file is to be brought in; None when the person changed their mind."""
    kinds = _tr("Exports and tables (*.json *.csv *.tsv *.txt);;All files (*)")
    chosen = QFileDialog.getOpenFileName(desk.window, _tr("Bring data in"), "", kinds)[0]
    return Path(chosen) if chosen else None


def _import(desk: "Desk", card: TakeAwayCard) -> None:
    path = ask_source(desk)
    if path is None:
        return
    from hiprehab.ui.screens.import_page import ImportWindow

    window = ImportWindow(
        desk.theme, desk.window, desk.around, path=path, log=desk.profile.folders.database
    )
    window.told.connect(desk.window.tell)
    window.settings_taken.connect(partial(_use_settings, desk))
    window.accepted.connect(partial(show_backups, desk, card))
    window.open_at(820, 720)


def _use_settings(desk: "Desk", plain: "Mapping[str, Any]") -> None:
    """The file's settings from now on; what it does not say, or says wrongly, is as usual."""
    from hiprehab.storage.settings import from_plain

    desk.use_settings(from_plain(plain, _tr("the file"), desk.profile.preset).settings)
    screen: Any = desk.window.screen_of("settings")
    screen.show_settings(desk.profile.settings)
