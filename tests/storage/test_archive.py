"""Pack files: what is written is read again, the same each time; what was changed is refused."""

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiprehab.storage import signing
from hiprehab.storage.archive import Archive, archive_bytes, opened, read_archive, write_archive
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.signing import OwnKey, Seal, make_key
from hiprehab.storage.trouble import StorageProblem
from tests.storage.parcels import FIRST, pack_file, png

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}\.png", fullmatch=True)
PICTURES = st.dictionaries(NAMES, st.builds(png, st.integers(1, 9), st.integers(1, 9)), max_size=4)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> OwnKey:
    return make_key(tmp_path_factory.mktemp("key"))


def refusal(data: bytes) -> str:
    """Why a file is refused; it has to be."""
    with pytest.raises(PackProblem) as caught:
        opened(data, "x.hiprehab")
    (problem,) = caught.value.problems
    line = str(problem)
    assert line.isprintable() and len(line) < 300
    return line


# --- writing and reading --------------------------------------------------------------------


@settings(max_examples=60)
@given(text=TEXTS, pictures=PICTURES, signed=st.booleans())
def test_what_is_written_is_read_again(
    key: OwnKey, text: str, pictures: dict[str, bytes], signed: bool
) -> None:
    signer = key if signed else None
    made = archive_bytes(text, pictures, signer)
    assert made == archive_bytes(text, dict(reversed(pictures.items())), signer)
    found = opened(made, "x.hiprehab")
    assert (found.text, dict(found.pictures)) == (text, pictures)
    assert found.signature == ((Seal.GOOD, key.key) if signed else (Seal.NONE, ""))
    assert set(found.manifest) == {"pack.toml", *(f"pictures/{name}" for name in pictures)}


def test_any_program_can_look_into_it(tmp_path: Path) -> None:
    path = pack_file(tmp_path / "x.hiprehab")
    with zipfile.ZipFile(path) as found:
        assert found.testzip() is None
        assert found.namelist() == ["manifest.toml", "pack.toml", "pictures/towel.png"]
        assert {one.date_time for one in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert found.read("pack.toml").decode() == FIRST
    assert FIRST.encode() in path.read_bytes()  # readable even in a plain editor


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [True, False])
def test_a_file_that_was_zipped_by_hand_is_read(key: OwnKey, how: int, streamed: bool) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return not streamed

        def seek(self, *to: int) -> int:
            if streamed:
                raise io.UnsupportedOperation("a pipe")
            return super().seek(*to)

        def tell(self) -> int:
            if streamed:
                raise io.UnsupportedOperation("a pipe")
            return super().tell()

    made = archive_bytes(FIRST, {"towel.png": png()}, key)
    out = Stream()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", how) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
        new.mkdir("pictures")
    found = opened(out.getvalue(), "x.hiprehab")
    assert found.text == FIRST
    assert found.signature.seal is Seal.GOOD


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    text = FIRST.replace("\n", "\r\n")
    assert read_archive(pack_file(tmp_path / "x.hiprehab", text)).text == text


@pytest.mark.parametrize(
    ("text", "pictures", "why"),
    [
        ("a" * 1_000_001, {}, "too large"),
        ("", {"Towel.png": png()}, "cannot be the name of a part"),
        ("", {"../x.png": png()}, "cannot be the name of a part"),
        ("", {"tüch.png": png()}, "a name that cannot be used"),
        ("", {"x.svg": b"<svg/>"}, "does not belong in a pack"),
        ("", {"x.png": b"<svg/>"}, "neither a PNG nor a JPEG"),
        ("", {"x.jpg": png()}, "under another ending"),
        ("", {f"{n}.png": png() for n in range(200)}, "more than 200 parts"),
    ],
)
def test_what_could_not_be_read_is_not_written(
    tmp_path: Path, text: str, pictures: dict[str, bytes], why: str
) -> None:
    out = tmp_path / "x.hiprehab"
    out.write_bytes(b"before")
    with pytest.raises(PackProblem, match=why):
        write_archive(text, pictures, out)
    assert out.read_bytes() == b"before"


def test_what_is_handed_over_can_be_read_by_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        assert pack_file(tmp_path / "x.hiprehab").stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)


def test_a_disk_that_refuses_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="The pack was not written"):
        write_archive(FIRST, {"towel.png": png()}, tmp_path / "none" / "x.hiprehab")


# --- changed afterwards ---------------------------------------------------------------------


def again(made: bytes, **parts: bytes | None) -> bytes:
    """The same file with other parts; None takes one out. Dots are spelled with two underscores."""
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        found: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
    found |= {name.replace("__", "."): data for name, data in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in found.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def test_any_changed_byte_of_what_counts_is_noticed(key: OwnKey) -> None:
    made = archive_bytes(FIRST, {"towel.png": png()}, key)
    good = opened(made, "x.hiprehab")
    for place in range(len(made)):
        changed = made[:place] + bytes([made[place] ^ 0x15]) + made[place + 1 :]
        try:
            found: Archive = opened(changed, "x.hiprehab")
        except PackProblem:
            continue
        # Only times, versions and rights of the zip format may differ; nobody uses them.
        assert found._replace(sha256="") == good._replace(sha256="")


def test_a_tampered_part_is_refused(key: OwnKey) -> None:
    made = archive_bytes(FIRST, {"towel.png": png()}, key)
    evil = FIRST.replace("sets = 2", "sets = 9").encode()
    assert "pack.toml was changed after the file was made" in refusal(again(made, pack__toml=evil))
    assert "does not name the parts" in refusal(again(made, **{"pictures/b__png": png()}))
    assert "does not name the parts" in refusal(again(made, **{"pictures/towel__png": None}))
    assert "it has no manifest.toml" in refusal(again(made, manifest__toml=None))
    assert "it has no pack.toml" in refusal(again(made, pack__toml=None))


def test_a_tampered_manifest_is_refused(key: OwnKey) -> None:
    made = archive_bytes(FIRST, {"towel.png": png()}, key)
    evil = archive_bytes(FIRST.replace("sets = 2", "sets = 9"), {"towel.png": png()})
    with zipfile.ZipFile(io.BytesIO(evil)) as other:
        manifest, text = other.read("manifest.toml"), other.read("pack.toml")
    swapped = again(made, manifest__toml=manifest, pack__toml=text)
    assert "its signature is false: the file was changed" in refusal(swapped)
    for said in (b"", b"schema = 1", manifest + b"more = 1\n", manifest.replace(b"/1", b"/9")):
        assert "manifest" in refusal(again(made, manifest__toml=said))
    assert "manifest.toml" in refusal(again(made, manifest__toml=b"a = ["))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("ed25519", "none", "of a kind that this version does not know"),
        ("signature/1", "signature/2", "of a kind that this version does not know"),
        ('key = "', 'key = "0', "cannot be read"),
        ('signature = "', 'signature = "*', "cannot be read"),
        ('signature = "', 'signature = "AAAA', "is false"),
        ('method = "ed25519"', 'method = "ed25519"\nmore = 1', "does not know"),
    ],
)
def test_a_tampered_signature_is_refused(key: OwnKey, old: str, new: str, why: str) -> None:
    made = archive_bytes(FIRST, {"towel.png": png()}, key)
    paper = signing.signature_text(b"", key).replace(old, new).encode()
    assert why in refusal(again(made, signature__toml=paper))


def test_without_the_package_a_signature_is_not_looked_at(
    key: OwnKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = archive_bytes(FIRST, {"towel.png": png()}, key)
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)
    assert opened(made, "x").signature == (Seal.UNREAD, key.key)
    with pytest.raises(StorageProblem, match="not installed"):
        make_key(tmp_path)
