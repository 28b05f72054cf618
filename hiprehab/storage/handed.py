"""Files that a second start of the program hands to the window that is open already.

The second start leaves the path in a folder of the profile; the open window watches that folder,
or finds it there when it is opened the next time. No network and no socket is needed for that.
"""

import os
from itertools import count
from pathlib import Path
from typing import Final

from hiprehab.storage.files import private_folder, write_whole
from hiprehab.storage.trouble import guarded

FOLDER: Final = "handed"
NOT_HANDED: Final = "The file could not be handed to the open window"
_ENDING: Final = ".path"
_LONGEST: Final = 5000


def folder_of(profile: Path) -> Path:
    """The folder to watch; made when it is missing."""
    with guarded(NOT_HANDED, profile):
        return private_folder(profile / FOLDER)


def leave(profile: Path, file: Path) -> None:
    """Leaves a file's path for the open window, beside those left before. Raises StorageProblem."""
    folder = folder_of(profile)
    names = (folder / f"{os.getpid()}-{number:04}{_ENDING}" for number in count())
    note = next(name for name in names if not os.path.lexists(name))
    write_whole(note, os.fsencode(file.absolute()), NOT_HANDED)


def take(profile: Path) -> list[Path]:
    """The paths that were left, each taken once; what cannot be read is passed over."""
    found = []
    try:
        notes = sorted((profile / FOLDER).glob(f"*{_ENDING}"))
    except OSError:
        return []
    for note in notes:
        try:
            if not note.is_file():  # a pipe would be waited for
                continue
            with note.open("rb") as stream:
                found.append(Path(os.fsdecode(stream.read(_LONGEST))))
            note.unlink()
        except (OSError, ValueError):
            continue
    return found
