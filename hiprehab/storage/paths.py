"""Where a person's files are: the platform's folders, or those under --data-dir."""

import re
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from hiprehab.storage.files import private_folder
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

APP: Final = "hiprehab"
DEFAULT_PROFILE: Final = "default"
_USUAL: Final = ("/usr/local/share", "/Library/Application Support")
"""Where programs put what they share, among the folders that a desktop may add of its own."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


class Folders(NamedTuple):
    """The folders of one run. `data` is the root that holds all profiles and the packs."""

    data: Path
    profile: Path
    packs: Path
    system_packs: tuple[Path, ...]
    cache: Path
    state: Path
    temporary: bool = False

    @property
    def shared(self) -> tuple[Path, ...]:
        """Folders that a clinic's IT may fill for everybody; under --data-dir, that one."""
        return tuple(place.parent for place in self.system_packs) or (self.data,)

    @property
    def trust(self) -> tuple[Path, ...]:
        """The lists of known signatures; the first is the person's own."""
        return tuple(place / "trust.toml" for place in dict.fromkeys((self.data, *self.shared)))

    @property
    def defaults(self) -> tuple[Path, ...]:
        """Where a clinic's presets may lie."""
        return tuple(place / "defaults.toml" for place in self.shared)

    @property
    def database(self) -> Path:
        """The log of this profile."""
        return self.profile / "hiprehab.db"

    @property
    def settings(self) -> Path:
        """The settings of this profile."""
        return self.profile / "settings.toml"

    @property
    def backups(self) -> Path:
        """Where the copies of the log are kept."""
        return self.profile / "backups"

    @property
    def drafts(self) -> Path:
        """Routines that are being written."""
        return self.profile / "drafts"


def check_profile(name: str) -> str:
    """The name again when it can be a folder's name on every system, else a StorageProblem."""
    fits = _NAME.fullmatch(name) and not name.endswith(".")
    if fits and name.split(".", maxsplit=1)[0].casefold() not in DEVICES:
        return name
    raise StorageProblem(
        f"{name[:40]!r} cannot be the name of a profile.",
        "Use up to 40 letters, digits, dots, dashes and underscores, beginning with a letter.",
        Kind.USAGE,
    )


def _platform_places() -> tuple[Path, Path, Path, tuple[Path, ...]]:
    """Data, cache, state and shared pack folders as this platform keeps them."""
    import platformdirs

    dirs = platformdirs.PlatformDirs(APP, appauthor=False, multipath=True)
    own = dirs.user_data_path
    shared = tuple(place / "packs" for place in dirs.iter_data_paths() if place != own)
    return own, dirs.user_cache_path, dirs.user_state_path, shared


def system_folder() -> Path:
    """The folder that an administrator fills for everybody on this computer; it may be missing."""
    shared = [place.parent for place in _platform_places()[3]]
    usual = [place for place in shared if place.parent.as_posix() in _USUAL]
    return (usual or shared)[0]


def data_root(data_dir: Path | None) -> Path:
    """The folder that holds all profiles; it may be missing."""
    return _platform_places()[0] if data_dir is None else data_dir.expanduser().absolute()


def folders(
    *, data_dir: Path | None = None, profile: str = DEFAULT_PROFILE, temporary: bool = False
) -> Folders:
    """The folders of this run; makes those that are missing, for their owner only.

    Args:
        data_dir: takes the place of the platform's folders, cache and state included.
        profile: the name of the profile.
        temporary: a new folder that the caller removes at the end.
    """
    check_profile(profile)
    shared: tuple[Path, ...] = ()
    if temporary:
        data_dir = Path(tempfile.mkdtemp(prefix="hiprehab-"))
    if data_dir is None:
        data, cache, state, shared = _platform_places()
    else:
        data = data_dir.expanduser().absolute()
        cache, state = data / "cache", data / "state"
    found = Folders(
        data, data / "profiles" / profile, data / "packs", shared, cache, state, temporary
    )
    for folder in (data, found.profile, found.packs, cache, state, found.backups, found.drafts):
        with guarded("The folder for your log cannot be used", folder):
            private_folder(folder)
    return found
