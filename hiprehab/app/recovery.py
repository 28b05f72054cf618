"""After a damaged log: which backup can take its place, and putting it there."""

from datetime import UTC

from hiprehab.app.profile import Place
from hiprehab.storage import backup
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.paths import Folders, folders
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.clock import SystemClock


def _folders(place: Place) -> Folders:
    return folders(data_dir=place.data_dir, profile=place.profile, temporary=place.temporary)


def newest_backup(place: Place) -> backup.Content | None:
    """The newest backup that is whole, with what it holds."""
    for found in backup.listing(_folders(place).backups):
        try:
            return backup.inspect(found.path)
        except StorageProblem:
            continue
    return None


def restore_newest(place: Place) -> None:
    """Put it in the log's place; the damaged log is kept beside the backups.

    Raises StorageProblem when that cannot be done; then nothing has changed.
    """
    found = _folders(place)
    content = newest_backup(place)
    if content is None:
        return
    with ProfileLock(found.profile):
        backup.restore(content.path, found.database, SystemClock().utcnow().astimezone(UTC))
