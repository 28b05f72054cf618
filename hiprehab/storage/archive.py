"""The `.hiprehab` file: a pack's text and its pictures in one file, with the hash of each part.

Inside is `pack.toml` (a whole pack), `pictures/NAME`, `manifest.toml` with the SHA-256 of each of
these, and perhaps `signature.toml` over the manifest. All is read in memory and looked at before
anything of it is used; nothing is ever extracted by name alone.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from hiprehab.storage import pictures
from hiprehab.storage.files import SHARED_FILE, write_whole
from hiprehab.storage.packfile import MAX_BYTES, decoded, parse, read_bytes
from hiprehab.storage.problems import PackProblem, Problem
from hiprehab.storage.signing import (
    Seal,
    Signature,
    Signer,
    WrongSignature,
    judged,
    signature_text,
)
from hiprehab.storage.zipped import MOST_BYTES, Refused, unzipped, zip_bytes

SUFFIX: Final = ".hiprehab"
PACK: Final = "pack.toml"
MANIFEST: Final = "manifest.toml"
SIGNATURE: Final = "signature.toml"
SCHEMA: Final = "hiprehab-manifest/1"
NOT_WRITTEN: Final = "The pack was not written"
_CHANGED: Final = "Ask for the file again; nothing was changed."
_LARGEST: Final[Mapping[str, int]] = {PACK: MAX_BYTES, MANIFEST: 50_000, SIGNATURE: 2_000}
_OPENING: Final = "# What is in this pack, with the SHA-256 of each part.\n"


class Archive(NamedTuple):
    """What a pack file holds.

    `text` is the whole pack in TOML, `pictures` the bytes by bare file name, `manifest` the hash
    (64 hex digits) by the name of the part, `sha256` the hash of the file itself. `papers` are the
    manifest and the signature as they stand in the file, kept beside an installed pack.
    """

    text: str
    pictures: Mapping[str, bytes]
    manifest: Mapping[str, str]
    signature: Signature
    sha256: str
    papers: Mapping[str, bytes]


def is_archive(path: Path) -> bool:
    """Whether a path is named as a pack file."""
    return path.suffix.casefold() == SUFFIX


# --- writing --------------------------------------------------------------------------------


def archive_bytes(
    text: str, pictures: Mapping[str, bytes] | None = None, signer: Signer | None = None
) -> bytes:
    """A pack file; the same text, pictures and key give the same bytes.

    Args:
        text: the whole pack in TOML.
        pictures: PNG or JPEG files by bare name, as the exercises' `picture` names them.
        signer: signs it, where it is to be signed.

    Raises:
        PackProblem: it could not be read again, such as a picture that is none.
    """
    parts = {PACK: text.encode()}
    for name in sorted(pictures or {}):
        parts[f"{_FOLDER}{name}"] = (pictures or {})[name]
    manifest = _manifest_text({name: _hash(data) for name, data in parts.items()}).encode()
    papers = {MANIFEST: manifest}
    if signer is not None:
        papers[SIGNATURE] = signature_text(manifest, signer).encode()
    try:
        made = zip_bytes(papers | parts)
    except UnicodeEncodeError as error:
        raise _problem(PACK, "a picture has a name that cannot be used", _NAMES) from error
    opened(made, "the new pack")
    return made


def write_archive(
    text: str, pictures: Mapping[str, bytes], out: Path, signer: Signer | None = None
) -> str:
    """Writes a pack file in one step; an older one of that name is replaced. Returns its SHA-256.

    Raises:
        PackProblem: as `archive_bytes`.
        StorageProblem: the file could not be written; an older one is as it was.
    """
    made = archive_bytes(text, pictures, signer)
    write_whole(out, made, NOT_WRITTEN, SHARED_FILE)
    return _hash(made)


def _manifest_text(hashes: Mapping[str, str]) -> str:
    lines = "".join(f'"{name}" = "{value}"\n' for name, value in hashes.items())
    return f'{_OPENING}schema = "{SCHEMA}"\n\n[sha256]\n{lines}'


# --- reading --------------------------------------------------------------------------------


def read_archive(path: Path) -> Archive:
    """What a pack file holds. Raises PackProblem with one problem when it cannot be trusted."""
    return opened(read_bytes(path, MOST_BYTES), str(path))


def opened(data: bytes, file: str) -> Archive:
    """The same for bytes; `file` stands in front of a problem."""
    try:
        parts = unzipped(data, _room)
        for name in (PACK, MANIFEST):
            if name not in parts:
                raise Refused(f"it has no {name}", "Make the file with: hiprehab pack.")
        hashes = _checked_hashes(parts, file)
        signature = _signature(parts, file)
        text = _text_of(parts[PACK], f"{file}/{PACK}")
    except (Refused, WrongSignature) as error:
        remedy = getattr(error, "remedy", _CHANGED)
        raise _problem(file, f"this pack cannot be used: {error}", remedy) from error
    found = {name.removeprefix(_FOLDER): parts[name] for name in parts if name.startswith(_FOLDER)}
    for name, picture in found.items():
        if fault := pictures.fault(picture, name):
            raise _problem(f"{file}/{_FOLDER}{name}", *fault)
    papers = {name: parts[name] for name in parts if name in (MANIFEST, SIGNATURE)}
    return Archive(text, found, hashes, signature, _hash(data), papers)


def proved(parts: Mapping[str, bytes], file: str) -> Signature:
    """The signature of an installed pack, when its parts are still as they came.

    Args:
        parts: the files of the pack by name, with its manifest and perhaps its signature.
        file: stands in front of a problem.

    Raises:
        PackProblem: a part was changed, is missing or was added, or the signature is false.
    """
    try:
        _checked_hashes(parts, file)
        return _signature(parts, file)
    except (Refused, WrongSignature) as error:
        raise _problem(file, f"this pack is not as it was installed: {error}", "") from error


def _room(name: str) -> int:
    """The most bytes that a part of this name may have."""
    if name in _LARGEST:
        return _LARGEST[name]
    if name.startswith(_FOLDER) and pictures.NAME.fullmatch(name.removeprefix(_FOLDER)):
        return pictures.MAX_BYTES
    if name == _FOLDER:
        return 0
    raise Refused(f'"{name}" does not belong in a pack', _NAMES)


def _checked_hashes(parts: Mapping[str, bytes], file: str) -> dict[str, str]:
    """The manifest, when every part is named in it and is what it says."""
    said = _table(parts[MANIFEST], f"{file}/{MANIFEST}")
    hashes = said.get("sha256")
    if said.get("schema") != SCHEMA or set(said) != {"schema", "sha256"}:
        raise Refused("its manifest is of a kind that this version does not know", _CHANGED)
    if not isinstance(hashes, dict) or set(hashes) != set(parts) - {MANIFEST, SIGNATURE}:
        raise Refused("its manifest does not name the parts that are in it", _CHANGED)
    for name, value in hashes.items():
        if value != _hash(parts[name]):
            raise Refused(f"{name} was changed after the file was made", _CHANGED)
    return hashes


def _signature(parts: Mapping[str, bytes], file: str) -> Signature:
    if SIGNATURE not in parts:
        return Signature(Seal.NONE)
    return judged(parts[MANIFEST], _table(parts[SIGNATURE], f"{file}/{SIGNATURE}"))


def _table(data: bytes, file: str) -> dict[str, Any]:
    return parse(decoded(data, file), file).data


def _text_of(data: bytes, file: str) -> str:
    """The pack's text as it stands there, byte order mark and line ends included."""
    decoded(data, file)  # which says where it is no text
    return data.decode()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _problem(file: str, message: str, remedy: str) -> PackProblem:
    return PackProblem(Problem(file, 0, "", message, remedy))


_FOLDER: Final = f"{pictures.FOLDER}/"
_NAMES: Final = "A pack holds pack.toml and PNG or JPEG pictures in pictures/, in small letters."
