"""The passphrases of profiles that are open now, by the folder or file that they belong to.

The one thing in storage that is remembered beside the files: SQLCipher asks for the key with each
connection, and connections are opened by path in many places. Nothing here is ever written down.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hiprehab.storage.trouble import Kind, StorageProblem, guarded

MARK: Final = "encrypted"
"""The file in a profile's folder that says that its log has a passphrase."""
LOG: Final = "hiprehab.db"
RENEWING: Final = "renewing"
"""The file in a profile's folder that is there while the log and its backups are written anew."""

_LONGEST: Final = 10_000
Later = Callable[[], str]
_known: dict[Path, str | Later] = {}


def first_line(path: Path) -> str:
    """A passphrase that stands in a file: its first line, without the line's end.

    Raises StorageProblem when there is no such file, or no text in it.
    """
    if not path.is_file():
        raise StorageProblem(
            f"There is no file {path} with a passphrase.", "Check the name.", Kind.MISSING
        )
    with guarded("The passphrase could not be read", path), path.open("rb") as stream:
        line = stream.readline(_LONGEST + 2).rstrip(b"\r\n")
    try:
        if len(line) <= _LONGEST:
            return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise StorageProblem(
        f"The first line of {path} is no passphrase.",
        "Save it as a text in UTF-8, with the passphrase alone in its first line.",
        Kind.USAGE,
    )


def unlock(place: Path, passphrase: str) -> None:
    """Logs in this folder, or this file, are opened with that passphrase from now on."""
    _known[place.absolute()] = passphrase


def unlock_later(place: Path, ask: Later) -> None:
    """The same, but the passphrase is only asked for when a log is about to be opened."""
    _known[place.absolute()] = ask


def forget(place: Path) -> None:
    """The passphrase is not needed any more."""
    _known.pop(place.absolute(), None)


def key_for(path: Path) -> str | None:
    """The passphrase of a log, or None where none is known: then it is opened as a plain one."""
    if not _known:
        return None
    place = path.absolute()
    known = next((one for one in (place, *place.parents) if one in _known), None)
    if known is None:
        return None
    found = _known[known]
    if not isinstance(found, str):
        ask = found
        del _known[known]  # what it does to check the answer must not ask again
        try:
            found = _known[known] = ask()
        except BaseException:
            _known[known] = ask  # a log is no plain one because nobody knew the passphrase
            raise
    return found


@contextmanager
def same_key(known: Path, other: Path) -> Iterator[None]:
    """For a while `other` is opened as `known` is, wherever it lies."""
    passphrase = key_for(known)
    if passphrase is None or key_for(other) is not None:
        yield
        return
    unlock(other, passphrase)
    try:
        yield
    finally:
        forget(other)
