"""The backups in Settings: what each of them holds, and putting one in the log's place."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from hiprehab.app.profile import Farewell, Place
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.screens.take_away import MOST_BACKUPS, Kept, TakeAwayCard, held_text, when_text

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk
    from hiprehab.storage.backup import Backup, Content


def _tr(text: str) -> str:
    return QCoreApplication.translate("TakeAway", text)


class _Shelf(NamedTuple):
    found: list[Kept]
    older: int


def wire_backups(desk: "Desk", card: TakeAwayCard) -> None:
    """Fill the card's list, and do what it asks for."""
    card.older_asked.connect(partial(show_backups, desk, card, None))
    card.bring_back_asked.connect(partial(_ask, desk))
    show_backups(desk, card)


def show_backups(desk: "Desk", card: TakeAwayCard, most: int | None = MOST_BACKUPS) -> None:
    """List the newest backups, or all; each is read whole, on a worker thread."""
    folders = desk.profile.folders

    def read() -> _Shelf:
        from hiprehab.storage import backup

        found = backup.listing(folders.backups)
        shown = found[:most]
        kept = [Kept(one, _content(one)) for one in shown]
        return _Shelf(kept, len(found) - len(shown))

    can_return = not folders.temporary and desk.profile.lock is not None

    def show(shelf: _Shelf) -> None:
        card.show_backups(shelf.found, folders.backups, older=shelf.older, can_return=can_return)

    desk.live.background(read, show)


def _content(one: "Backup") -> "Content | None":
    from hiprehab.storage import backup

    try:
        return backup.inspect(one.path)
    except StorageProblem:
        return None


def _ask(desk: "Desk", kept: Kept) -> None:
    from hiprehab.storage.backup import Content
    from hiprehab.ui.screens.bring_back import BringBackSheet

    counts, log = desk.live.read.counts(), desk.profile.folders.database
    now = held_text(Content(log, 0, counts.pain, counts.sessions, None, None))
    sheet = BringBackSheet(desk.theme, desk.window, kept, now)
    sheet.confirmed.connect(partial(bring_back, desk, kept))
    sheet.open_at(600, 340)


def bring_back(desk: "Desk", kept: Kept) -> None:
    """Close the window; put the backup in the log's place; open the window again."""
    folders = desk.profile.folders
    place = replace(Place(folders.data, folders.profile.name), passphrase=desk.profile.passphrase)
    desk.farewell = lambda: brought_back(place, kept)
    if not desk.window.close():  # something is not saved yet; the window says so
        desk.farewell = None


def brought_back(place: Place, kept: Kept) -> Farewell:
    """What `bring_back` does once the log is free; the window opens again in any case."""
    from hiprehab.app.recovery import restore

    assert kept.content is not None, "a damaged backup is not offered"
    try:
        restore(place, kept.content)
    except StorageProblem as problem:
        return Farewell(place, str(problem))
    said = _tr("Your log is that of {0} again. The one from before is kept among the backups.")
    return Farewell(place, said.format(when_text(kept.backup)))
