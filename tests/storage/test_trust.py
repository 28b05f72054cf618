"""Whose signatures are known: first use, the same again, a changed one, a missing one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.model import Author
from hiprehab.storage.signing import Seal, Signature, grouped
from hiprehab.storage.trouble import StorageProblem
from hiprehab.storage.trust import (
    Known,
    Standing,
    author_text,
    expected_keys,
    read_known,
    remember,
    standing,
)

ONE, TWO = "1" * 64, "2" * 64
ANNE = Author("Anne", "physio", "Clinic")
GOOD = Signature(Seal.GOOD, ONE)


def judged(known: list[Known], pack: str, author: Author, found: Signature) -> Standing:
    return standing(expected_keys(known, pack, author), found)


@pytest.mark.parametrize(
    ("pack", "author", "found", "expected"),
    [
        ("org.a", ANNE, GOOD, Standing.KNOWN),
        ("org.a", ANNE, Signature(Seal.GOOD, TWO), Standing.CHANGED),
        ("org.a", Author("Eve"), Signature(Seal.GOOD, TWO), Standing.CHANGED),
        ("org.a", ANNE, Signature(), Standing.LOST),
        ("org.b", ANNE, GOOD, Standing.KNOWN),
        ("org.b", ANNE, Signature(Seal.GOOD, TWO), Standing.CHANGED),
        ("org.b", ANNE, Signature(), Standing.LOST),
        ("org.b", Author("Anne"), Signature(Seal.GOOD, TWO), Standing.FIRST),
        ("org.b", Author(), Signature(Seal.GOOD, TWO), Standing.FIRST),
        ("org.b", Author(), Signature(), Standing.UNSIGNED),
        ("org.b", Author(), Signature(Seal.UNREAD, TWO), Standing.UNREAD),
        ("org.a", ANNE, Signature(Seal.UNREAD, ONE), Standing.UNREAD),
        ("org.a", ANNE, Signature(Seal.UNREAD, TWO), Standing.CHANGED),
    ],
)
def test_what_a_signature_means(
    pack: str, author: Author, found: Signature, expected: Standing
) -> None:
    known = [Known("org.a", author_text(ANNE), ONE)]
    assert judged(known, pack, author, found) is expected
    assert expected.needs_yes == (expected in (Standing.CHANGED, Standing.LOST))


def test_a_key_is_remembered_until_another_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "trust.toml"
    assert read_known([file]) == ()
    remember(file, "org.a", ANNE, GOOD)
    remember(file, "org.b", Author(), GOOD)
    assert read_known([file]) == (
        Known("org.a", "Anne, Clinic", ONE),
        Known("org.b", "", ONE),
    )
    written = file.stat().st_mtime_ns
    remember(file, "org.a", ANNE, GOOD)
    for nothing in (Signature(), Signature(Seal.UNREAD, TWO)):
        remember(file, "org.a", ANNE, nothing)
    assert file.stat().st_mtime_ns == written
    remember(file, "org.a", ANNE, Signature(Seal.GOOD, TWO))
    assert judged(list(read_known([file])), "org.a", ANNE, GOOD) is Standing.CHANGED
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_persons_own_list_goes_before_the_clinics(tmp_path: Path) -> None:
    mine, shared = tmp_path / "mine.toml", tmp_path / "shared.toml"
    remember(shared, "org.a", ANNE, Signature(Seal.GOOD, TWO), 0o644)
    assert shared.stat().st_mode & 0o777 == 0o644
    assert judged(list(read_known([mine, shared])), "org.a", ANNE, GOOD) is Standing.CHANGED
    remember(mine, "org.a", ANNE, GOOD)
    assert judged(list(read_known([mine, shared])), "org.a", ANNE, GOOD) is Standing.KNOWN


@pytest.mark.parametrize(
    "text", ["known = 3", "[[known]]\npack = 1", "no TOML", "known = [1]", "", "a=" + "[" * 5000]
)
def test_a_damaged_list_is_not_taken_for_an_empty_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "trust.toml"
    file.write_text(text)
    with pytest.raises(StorageProblem, match="is damaged"):
        read_known([file])
    with pytest.raises(StorageProblem):
        remember(file, "org.a", ANNE, GOOD)
    assert file.read_text() == text


@given(name=st.text(max_size=30), organisation=st.text(max_size=30))
def test_any_author_is_remembered_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, name: str, organisation: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "trust.toml"
    author = Author(name, "", organisation)
    remember(file, "org.a", author, GOOD)
    (known,) = read_known([file])
    assert known.author == author_text(author)
    assert (known.author == "") == (not name)


def test_digits_are_read_in_groups() -> None:
    assert grouped("0123456789abcdef", 8) == "0123 4567"
    assert grouped("") == ""
