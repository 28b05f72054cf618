"""Made-up pack files: whatever the bytes are, they are a pack or a refusal in sentences."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiprehab.storage import pictures, signing
from hiprehab.storage.archive import opened
from hiprehab.storage.handover import offer_of, read_parcel
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.zipped import Refused, unzipped, zip_bytes
from tests.storage import hostile
from tests.storage.parcels import BASE, FIRST, png

QUICK = settings(max_examples=150)
MANY = settings(max_examples=20_000)
"""Five tests of these are the hundred thousand of ./dev fuzz."""
GOOD = (hostile.whole(), hostile.whole(FIRST, towel=png()))
SPECIAL = st.sampled_from(
    [b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\7\10", b"\xff\xff\xff\xff", b"\0\0\0\0", b"../", b"\0"]
)

Edits = list[tuple[int, int, bytes]]
EDITS = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 40), SPECIAL | st.binary(max_size=12)),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, edits: Edits) -> bytes:
    """Some stretches replaced by others."""
    for place, length, new in edits:
        place %= len(data) + 1
        data = data[:place] + new + data[place + length :]
    return data


def judged(data: bytes) -> None:
    """It opens, or one printable sentence says why not."""
    try:
        found = opened(data, "x.hiprehab")
    except PackProblem as error:
        (problem,) = error.problems
        assert str(problem).isprintable()
    else:
        assert len(found.text) <= 1_000_000


def bytes_are_judged(which: int, edits: Edits) -> None:
    judged(edited(GOOD[which % len(GOOD)], edits))


def parts_are_judged(parts: dict[str, bytes], deflated: bool) -> None:
    """Zips that other programs make, of any names and contents."""
    out = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", how) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    judged(out.getvalue())


def texts_are_judged(edits: Edits, folder: Path) -> None:
    """A sound file around a text that was spoilt: it is read to the end and compared."""
    text = edited(hostile.PLAIN.encode(), edits)
    path = folder / "made-up.hiprehab"
    path.write_bytes(hostile.with_manifest(zip_bytes({"pack.toml": text})))
    try:
        offer_of(read_parcel(path, BASE), BASE, [folder / "packs"])
    except PackProblem as error:
        assert all(str(one).isprintable() for one in error.problems)


def papers_are_judged(manifest: bytes, signature: bytes) -> None:
    parts = {"manifest.toml": manifest, "signature.toml": signature, "pack.toml": b""}
    judged(zip_bytes(parts))
    try:
        signing.judged(manifest, {"key": signature.hex(), "signature": signature.decode("latin-1")})
    except signing.WrongSignature:
        pass


def headers_are_judged(kind: int, data: bytes) -> None:
    """Pictures and zips that begin well."""
    starts = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff", b"PK\3\4", b"PK\5\6")
    start = starts[kind % len(starts)]
    for name in ("x.png", "x.jpg"):
        found = pictures.fault(start + data, name)
        assert found is None or all(found)
    try:
        unzipped(start + data, lambda _: 1000)
    except Refused as refused:
        assert str(refused).isprintable()


WHICH = st.integers(0, 1)
NAMES = st.sampled_from(["pack.toml", "manifest.toml", "signature.toml", "pictures/x.png"])
STRANGE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
PARTS = st.dictionaries(NAMES | STRANGE, st.binary(max_size=60), max_size=5)
LINES = st.sampled_from([b"[sha256]\n", b'"pack.toml" = "', b'schema = "', b"key", b"=", b"\n"])
PAPERS = st.lists(LINES | st.binary(max_size=8), max_size=8).map(b"".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@QUICK
@given(which=WHICH, edits=EDITS)
def test_any_bytes(which: int, edits: Edits) -> None:
    bytes_are_judged(which, edits)


@QUICK
@given(parts=PARTS, deflated=st.booleans())
def test_any_parts(parts: dict[str, bytes], deflated: bool) -> None:
    parts_are_judged(parts, deflated)


@QUICK
@given(edits=EDITS)
def test_any_text(folder: Path, edits: Edits) -> None:
    texts_are_judged(edits, folder)


@QUICK
@given(manifest=PAPERS, signature=PAPERS)
def test_any_papers(manifest: bytes, signature: bytes) -> None:
    papers_are_judged(manifest, signature)


@QUICK
@given(kind=st.integers(0, 3), data=st.binary(max_size=80))
def test_any_headers(kind: int, data: bytes) -> None:
    headers_are_judged(kind, data)


@pytest.mark.fuzz
@MANY
@given(which=WHICH, edits=EDITS)
def test_very_many_bytes(which: int, edits: Edits) -> None:
    bytes_are_judged(which, edits)


@pytest.mark.fuzz
@MANY
@given(parts=PARTS, deflated=st.booleans())
def test_very_many_parts(parts: dict[str, bytes], deflated: bool) -> None:
    parts_are_judged(parts, deflated)


@pytest.mark.fuzz
@MANY
@given(edits=EDITS)
def test_very_many_texts(folder: Path, edits: Edits) -> None:
    texts_are_judged(edits, folder)


@pytest.mark.fuzz
@MANY
@given(manifest=PAPERS, signature=PAPERS)
def test_very_many_papers(manifest: bytes, signature: bytes) -> None:
    papers_are_judged(manifest, signature)


@pytest.mark.fuzz
@MANY
@given(kind=st.integers(0, 3), data=st.binary(max_size=80))
def test_very_many_headers(kind: int, data: bytes) -> None:
    headers_are_judged(kind, data)
