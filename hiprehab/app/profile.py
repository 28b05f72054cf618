"""One person's open profile: its folders, its lock, its settings, its log and the library."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hiprehab import resources
from hiprehab.core.model import Library
from hiprehab.core.settings import Settings
from hiprehab.storage import keys, packs, settings
from hiprehab.storage.defaults import NONE, Defaults, read_defaults
from hiprehab.storage.index import Index, Unusable, open_index
from hiprehab.storage.keys import MARK, RENEWING
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.paths import DEFAULT_PROFILE, Folders, data_root, folders
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

if TYPE_CHECKING:
    from hiprehab.storage.writer import Writer

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """Which profile: what --data-dir, --profile and --temp-profile say."""

    data_dir: Path | None = None
    profile: str = DEFAULT_PROFILE
    temporary: bool = False
    passphrase: str | None = None


class Farewell(NamedTuple):
    """What comes after a window: another profile or nothing, and a word about what was done.

    `ask`: whether its passphrase, if it has one, has to be asked for.
    """

    place: Place | None = None
    said: str = ""
    ask: bool = False


def nothing_to_ask(place: Place, *, choose: bool) -> bool:
    """Whether the window can open at once; a look at one folder, for every start goes past it.

    Args:
        place: what the arguments ask for.
        choose: whether nobody was named, so that several people are asked who is there.
    """
    if place.temporary:
        return True
    root = data_root(place.data_dir) / "profiles"
    if not choose:
        return place.passphrase is not None or not _may_ask(root / place.profile)
    try:
        people = [one for one in root.iterdir() if one.is_dir() and not one.name.startswith(".")]
    except OSError:
        return True
    return len(people) < 2 and not any(map(_may_ask, people))


def _may_ask(profile: Path) -> bool:
    """Whether a profile has a passphrase, or the change of one was cut off."""
    return os.path.exists(profile / MARK) or os.path.exists(profile / RENEWING)


@dataclass
class Profile:
    """Made by `open`; whoever opened it closes it.

    `library_fresh` is False while installed packs have to be read again in the background.
    `problems` are sentences about files that could only be used in part. `preset` is what a clinic
    set for everybody on this computer.
    """

    folders: Folders
    settings: Settings
    library: Library
    now: Now
    library_fresh: bool = True
    problems: list[str] = field(default_factory=list)
    lock: ProfileLock | None = None
    preset: Defaults = NONE
    passphrase: str | None = None

    @classmethod
    def open(cls, place: Place, now: Now) -> "Profile":
        """Take the profile's lock, read what the first paint needs, and make a missing log.

        Raises StorageProblem when the profile is in use, has another passphrase (kind LOCKED), or
        its log cannot be opened.
        """
        found = folders(data_dir=place.data_dir, profile=place.profile, temporary=place.temporary)
        lock, closed = _locked(found)
        try:
            _unlock(found.profile, place.passphrase)
            preset = read_defaults(found.defaults)
            read = settings.read(found.settings, preset)
            library, fresh = packs.quick_library(built_in(), pack_dirs(found), found.cache)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        problems = [*closed, *read.problems]
        return cls(
            found, read.settings, library, now, fresh, problems, lock, preset, place.passphrase
        )

    def open_log(self) -> None:
        """Make the log when there is none, bring an older one up to date, or say what is wrong.

        In a folder that cannot be written the log is only read; `problems` says so.
        """
        if self.lock is None:
            self.reading().close()
        else:
            self.writing().close()

    def writing(self) -> Store:
        """A new connection that writes."""
        return Store.open(self.folders.database, at=self.now())

    def reading(self) -> Store:
        """A new connection that only reads."""
        return Store.open(self.folders.database, at=self.now(), read_only=True)

    def writer(self) -> "Writer":
        """The writer thread."""
        from hiprehab.storage.writer import Writer

        return Writer(self.writing)

    def save_settings(self, changed: Settings) -> None:
        """Keep other settings. Raises StorageProblem; the old file is then as it was."""
        self.settings = replace(changed, **self.preset.fixed())
        settings.write(self.folders.settings, self.settings, self.preset)

    def close(self) -> None:
        """Let the next one in; a temporary profile is removed."""
        keys.forget(self.folders.profile)
        if self.lock is not None:
            self.lock.release()
            self.lock = None
        if self.folders.temporary:
            shutil.rmtree(self.folders.data, ignore_errors=True)


def _unlock(profile: Path, passphrase: str | None) -> None:
    """Open the profile's log with its passphrase, if it has one."""
    if not (profile / MARK).exists():
        return
    from hiprehab.storage import secret

    if secret.is_encrypted(profile):
        if passphrase is None:
            raise StorageProblem(
                "This profile has a passphrase.", "Start HipRehab and enter it.", Kind.LOCKED
            )
        secret.unlock(profile, passphrase)


def _locked(found: Folders) -> tuple[ProfileLock | None, list[str]]:
    """The profile's lock; none, and a sentence, where there is a log that can only be read."""
    try:
        return ProfileLock(found.profile), []
    except StorageProblem as problem:
        if problem.kind is not Kind.READ_ONLY or not found.database.exists():
            raise
    said = (
        f"Opened only to read: nothing can be saved in {found.profile}. A session can be played,"
        " but it is not kept. Give the folder back its rights, or choose another one with"
        " --data-dir."
    )
    return None, [said]


def built_in() -> Index:
    """The built-in library's index; from the files where it is missing."""
    try:
        return open_index(resources.data_dir() / "index.json")
    except Unusable:
        from hiprehab.storage.library import builtin_index

        return builtin_index(None)[0]


def pack_dirs(found: Folders) -> list[Path]:
    """Where installed packs are looked for: the person's first, then the computer's."""
    return [found.packs, *found.system_packs]
