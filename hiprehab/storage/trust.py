"""Whose signatures are known here: trusted when first seen, and loud when they change.

`trust.toml` in the data folder remembers, for each pack that was accepted with a good signature,
its author and key. A clinic can put such a file into the system folder too; it is only read there.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple

from hiprehab.core.model import Author
from hiprehab.storage import small_toml
from hiprehab.storage.files import PRIVATE_FILE, private_folder, write_whole
from hiprehab.storage.signing import Seal, Signature
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

FILE: Final = "trust.toml"
SCHEMA: Final = "hiprehab-trust/1"
NOT_READ: Final = "The list of known signatures could not be read"
NOT_SAVED: Final = "The signature was not remembered"
_LARGEST: Final = 1_000_000


class Standing(StrEnum):
    """What a file's signature means here."""

    UNSIGNED = "not signed"
    UNREAD = "signature not looked at"
    FIRST = "signed, seen for the first time"
    KNOWN = "signed with the known key"
    CHANGED = "signed with another key than before"
    LOST = "not signed, though it was before"

    @property
    def needs_yes(self) -> bool:
        """Whether somebody has to say that this is all right."""
        return self in (Standing.CHANGED, Standing.LOST)


class Known(NamedTuple):
    """A key that was accepted for a pack and its author (`author_text`)."""

    pack: str
    author: str
    key: str


def author_text(author: Author) -> str:
    """An author as they are told apart; empty when no name is given."""
    return ", ".join(one for one in (author.name, author.organisation) if one and author.name)


def read_known(files: Iterable[Path]) -> tuple[Known, ...]:
    """What these files remember, the first file first; one that is missing holds nothing.

    Raises:
        StorageProblem: one is there and cannot be read; it is not taken for an empty one.
    """
    return tuple(known for file in files for known in _read(file))


def _read(file: Path) -> list[Known]:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageProblem(f"{NOT_READ}: {file}.", "Check its rights.", Kind.OTHER) from error
    try:
        rows = small_toml.loads(data, _LARGEST)["known"]
        return [Known(*(_text(row[field]) for field in Known._fields)) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise StorageProblem(
            f"{NOT_READ}: {file} is damaged.",
            "Bring back a copy of it, or delete it: every signature then counts as new.",
            Kind.DAMAGED,
        ) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text is needed")
    return value


def expected_keys(known: Iterable[Known], pack: str, author: Author) -> tuple[str, ...]:
    """The key that this pack had before, else those of its author's other packs."""
    listed = list(known)
    named = author_text(author)
    own = [one.key for one in listed if one.pack == pack][:1]
    return tuple(own or [one.key for one in listed if named and one.author == named])


def standing(keys: Sequence[str], found: Signature) -> Standing:
    """What the signature of a pack means, by the keys that are expected of it."""
    if found.seal is Seal.NONE:
        return Standing.LOST if keys else Standing.UNSIGNED
    if keys and found.key not in keys:
        return Standing.CHANGED
    if found.seal is Seal.UNREAD:
        return Standing.UNREAD
    return Standing.KNOWN if keys else Standing.FIRST


def remember(
    file: Path, pack: str, author: Author, found: Signature, mode: int = PRIVATE_FILE
) -> None:
    """Keeps the key of a pack that was accepted; without a good signature nothing changes."""
    if found.seal is not Seal.GOOD:
        return
    new = Known(pack, author_text(author), found.key)
    before = _read(file)
    if new in before:
        return
    import tomlkit

    document = tomlkit.document()
    document["schema"] = SCHEMA
    rows = tomlkit.aot()
    for one in sorted([*(one for one in before if one.pack != pack), new]):
        rows.append(tomlkit.item(one._asdict()))
    document["known"] = rows
    with guarded(NOT_SAVED, file):
        private_folder(file.parent)
    write_whole(file, tomlkit.dumps(document).encode(), NOT_SAVED)
    with guarded(NOT_SAVED, file):
        file.chmod(mode)
