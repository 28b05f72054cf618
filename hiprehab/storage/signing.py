"""Signatures on packs: an Ed25519 key that stays on its maker's computer, and what it signed.

The key is one PEM file that its owner alone can read; it signs the manifest of a pack file, which
names the SHA-256 of every part. Needs the `cryptography` package (the extra `signed`), which is
loaded when it is first used; without it a signature is "not looked at", which is said in words.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from hiprehab.storage.files import private_folder, write_whole
from hiprehab.storage.problems import why
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE: Final = "signing-key.pem"
SCHEMA: Final = "hiprehab-signature/1"
METHOD: Final = "ed25519"
MISSING: Final = "The part of HipRehab that signs and checks signatures is not installed."
_REMEDY: Final = 'Install the Python package "cryptography", then try again.'
_LARGEST_KEY: Final = 10_000


class Seal(StrEnum):
    """What could be said about a file's signature by itself; a false one is refused before."""

    NONE = "not signed"
    GOOD = "signed"
    UNREAD = "signature not looked at"


class Signature(NamedTuple):
    """A file's signature: what came of checking it, and the public key (64 hex digits) in it."""

    seal: Seal = Seal.NONE
    key: str = ""


class WrongSignature(Exception):
    """The signature is not one of this content; the message says it in words."""


class Signer(Protocol):
    """Whoever can sign; `key` is the public key, 64 hex digits."""

    @property
    def key(self) -> str:
        """The public key."""

    def sign(self, data: bytes) -> bytes:
        """The signature, 64 bytes."""


def available() -> bool:
    """Whether signatures can be made and checked here."""
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: F401
    except ImportError:
        return False
    return True


def grouped(hex_digits: str, most: int = 64) -> str:
    """The beginning of a key or a hash in groups of four, to be read out and compared."""
    text = hex_digits[:most]
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


# --- the signature in a file ----------------------------------------------------------------


def signature_text(manifest: bytes, signer: Signer) -> str:
    """The content of `signature.toml` for this manifest."""
    made = base64.b64encode(signer.sign(manifest)).decode()
    return f'schema = "{SCHEMA}"\nmethod = "{METHOD}"\nkey = "{signer.key}"\nsignature = "{made}"\n'


def judged(manifest: bytes, said: Mapping[str, Any]) -> Signature:
    """What the content of `signature.toml` is worth for this manifest.

    Raises:
        WrongSignature: it is not readable, or not the signature of this manifest by its key.
    """
    key, text = said.get("key"), said.get("signature")
    if said.get("schema") != SCHEMA or said.get("method") != METHOD or set(said) != _KEYS:
        raise WrongSignature("its signature is of a kind that this version does not know")
    if not isinstance(key, str) or not re.fullmatch(r"[0-9a-f]{64}", key):
        raise WrongSignature("its signature cannot be read")
    try:
        signature = base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongSignature("its signature cannot be read") from error
    if not available():
        return Signature(Seal.UNREAD, key)
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, manifest)
    except (InvalidSignature, ValueError) as error:
        raise WrongSignature("its signature is false: the file was changed") from error
    return Signature(Seal.GOOD, key)


_KEYS: Final = {"schema", "method", "key", "signature"}


# --- the person's own key -------------------------------------------------------------------


class OwnKey:
    """The key that signs what is handed over from this computer."""

    def __init__(self, private: "Ed25519PrivateKey") -> None:
        self._private = private

    @property
    def key(self) -> str:
        """The public key, 64 hex digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._private.sign(data)

    def pem(self) -> bytes:
        """The key as it is kept."""
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key_file(data: Path) -> Path:
    """Where the key of this computer's user is, in the root of their data."""
    return data / KEY_FILE


def has_key(data: Path) -> bool:
    """Whether there is a key; it may still be damaged."""
    return key_file(data).exists()


def make_key(data: Path) -> OwnKey:
    """A new key, kept for its owner only. Raises StorageProblem; an old key is never replaced."""
    _need_package()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _keep(data, OwnKey(Ed25519PrivateKey.generate()))


def own_key(data: Path) -> OwnKey:
    """The key that was made here. Raises StorageProblem when there is none or it cannot be read."""
    path = key_file(data)
    if not path.exists():
        raise StorageProblem(
            "There is no key to sign with yet.", "Make one: hiprehab key make.", Kind.MISSING
        )
    return _read(path)


def save_copy(data: Path, out: Path) -> Path:
    """A copy of the key as a new file at `out`, for safe keeping or for another computer."""
    pem = own_key(data).pem()
    if out.exists():
        raise StorageProblem(f"{out} exists already.", "Choose another name.", Kind.USAGE)
    write_whole(out, pem, "The copy of the key was not written")
    return out


def bring_back(data: Path, copy: Path) -> OwnKey:
    """Use the key in a copy that was saved before. An old key is never replaced."""
    return _keep(data, _read(copy))


def _keep(data: Path, key: OwnKey) -> OwnKey:
    path = key_file(data)
    if path.exists():
        raise StorageProblem(
            f"There is a key already: {path}.",
            "Go on using it; whoever knows it would be warned of another one.",
            Kind.USAGE,
        )
    with guarded("The key was not saved", path):
        private_folder(data)
    write_whole(path, key.pem(), "The key was not saved")
    return key


def _read(path: Path) -> OwnKey:
    _need_package()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        with path.open("rb") as stream:
            pem = stream.read(_LARGEST_KEY)
        private = load_pem_private_key(pem, password=None)
    except OSError as error:
        raise StorageProblem(f"The key {path} {why(error)}.", "", Kind.MISSING) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _not_a_key(path) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _not_a_key(path)
    return OwnKey(private)


def _not_a_key(path: Path) -> StorageProblem:
    return StorageProblem(f"{path} does not hold a key of HipRehab.", "Bring back a copy of it.")


def _need_package() -> None:
    if not available():
        raise StorageProblem(MISSING, _REMEDY)
