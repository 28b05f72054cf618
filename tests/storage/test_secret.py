"""A profile behind a passphrase: nothing of it can be read without, everything works with it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, check, connection, keys, secret
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
WORDS = "three words here"
NOTE = "the left one after the hill run"


@pytest.fixture
def profile(tmp_path: Path, quick_passphrases: None) -> Iterator[Path]:
    with Store.open(tmp_path / secret.LOG, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4, note=NOTE)])
    yield tmp_path
    keys.forget(tmp_path)


def notes(profile: Path) -> list[str]:
    with Store.open(profile / secret.LOG, at=AT, read_only=True) as store:
        return [one.note for one in store.pain_between(AT.date(), AT.date())]


def readable_files(profile: Path) -> list[str]:
    """The files that show the note to anybody who looks."""
    found = [one for one in profile.rglob("*") if one.is_file()]
    return [one.name for one in found if NOTE.encode() in one.read_bytes()]


def test_with_a_passphrase_nothing_can_be_read(profile: Path) -> None:
    backup.make(profile / secret.LOG, profile / "backups", AT)
    assert len(readable_files(profile)) == 2  # the test can fail
    assert secret.change(profile, WORDS, AT) == 2  # the backup, and one made before
    assert readable_files(profile) == []
    assert secret.is_encrypted(profile)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(profile / secret.LOG).execute("SELECT * FROM pain")


def test_with_the_passphrase_everything_is_there(profile: Path) -> None:
    secret.change(profile, WORDS, AT)
    keys.forget(profile)
    secret.unlock(profile, WORDS)
    assert notes(profile) == [NOTE]
    assert check.findings(profile / secret.LOG) == ()
    with Store.open(profile / secret.LOG, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.RIGHT, 1, note="later")])
        with pytest.raises(LookupError):
            store.pain(99)
    assert notes(profile) == [NOTE, "later"]
    assert b"later" not in (profile / secret.LOG).read_bytes()


def test_guessing_takes_as_long_as_sqlcipher_makes_it(tmp_path: Path) -> None:
    """The one test with all the rounds."""
    log = tmp_path / secret.LOG
    Store.open(log, at=AT).close()
    secret.change(tmp_path, WORDS, AT)
    secret.lock(tmp_path)
    secret.unlock(tmp_path, WORDS)
    try:
        with closing(connection.connect_reading(log)[0]) as opened:
            assert opened.execute("PRAGMA kdf_iter").fetchone()[0] == "256000"
    finally:
        keys.forget(tmp_path)


def test_a_wrong_passphrase_says_so_and_is_not_kept(profile: Path) -> None:
    secret.change(profile, WORDS, AT)
    secret.lock(profile)
    for wrong in ("", "three words her", "three words here "):
        with pytest.raises(StorageProblem, match="does not open this profile") as caught:
            secret.unlock(profile, wrong)
        assert caught.value.kind is Kind.LOCKED
        assert keys.key_for(profile / secret.LOG) is None


def test_it_can_be_changed_and_taken_away(profile: Path) -> None:
    secret.change(profile, WORDS, AT)
    secret.change(profile, "quite other words", AT)
    secret.lock(profile)
    with pytest.raises(StorageProblem):
        secret.unlock(profile, WORDS)
    secret.unlock(profile, "quite other words")
    secret.change(profile, None, AT)
    assert not secret.is_encrypted(profile) and keys.key_for(profile / secret.LOG) is None
    assert notes(profile) == [NOTE]
    for found in backup.listing(profile / "backups"):
        assert backup.inspect(found.path).pain == 1


def test_backups_are_encrypted_whole_and_can_be_brought_back(profile: Path, tmp_path: Path) -> None:
    secret.change(profile, WORDS, AT)
    log = profile / secret.LOG
    outside = backup.copy_to(log, tmp_path / "elsewhere.db")
    assert NOTE.encode() not in outside.read_bytes()
    with Store.open(log, at=AT) as store:
        store.delete_pain([1], AT)
    backup.restore(outside, log, AT)
    assert notes(profile) == [NOTE]


def test_a_backup_from_before_can_be_brought_back_and_is_encrypted_then(
    profile: Path, tmp_path: Path
) -> None:
    log = profile / secret.LOG
    plain = backup.copy_to(log, tmp_path / "plain.db")
    secret.change(profile, WORDS, AT)
    backup.restore(plain, log, AT)
    secret.seal(profile)
    assert NOTE.encode() not in log.read_bytes()
    assert secret.is_encrypted(profile) and notes(profile) == [NOTE]


@pytest.mark.parametrize("short", ["", "1234567", "nul\x00inside it"])
def test_a_passphrase_that_is_none_is_refused(profile: Path, short: str) -> None:
    with pytest.raises(StorageProblem, match="too short"):
        secret.change(profile, short, AT)
    assert notes(profile) == [NOTE] and not secret.is_encrypted(profile)


def test_a_change_that_fails_leaves_all_as_it_was(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secret, "_export", full)
    with pytest.raises(StorageProblem, match="the disk is full"):
        secret.change(profile, WORDS, AT)
    assert notes(profile) == [NOTE] and not secret.is_encrypted(profile)
    assert not list(profile.glob("*.part*"))


def test_errors_are_those_of_sqlite3(profile: Path) -> None:
    secret.change(profile, WORDS, AT)
    with Store.open(profile / secret.LOG, at=AT) as store:
        with pytest.raises(sqlite3.IntegrityError) as caught:
            store._connection.execute("INSERT INTO meta VALUES ('created_by', 'x', 0)")
        assert caught.value.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CONSTRAINT
        with pytest.raises(sqlite3.OperationalError):
            store._connection.execute("SELECT * FROM nothing")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(min_size=8, max_size=40).filter(lambda text: "\x00" not in text))
def test_any_words_can_be_a_passphrase(tmp_path: Path, quick_passphrases: None, words: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    profile = Path(mkdtemp(dir=tmp_path))  # the same words may come twice
    with Store.open(profile / secret.LOG, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4, note=NOTE)])
    try:
        secret.change(profile, words, AT)
        secret.lock(profile)
        secret.unlock(profile, words)
        assert notes(profile)[0] == NOTE
    finally:
        keys.forget(profile)


# --- a damaged log ----------------------------------------------------------------------------


def damage(log: Path, where: int = 100) -> None:
    """One byte of the first page, without which nothing of an encrypted log can be opened."""
    data = bytearray(log.read_bytes())
    data[where] ^= 1
    log.write_bytes(data)


@pytest.mark.parametrize("where", [0, 100])
def test_a_damaged_log_is_no_wrong_passphrase(profile: Path, where: int) -> None:
    secret.change(profile, WORDS, AT)
    secret.lock(profile)
    damage(profile / secret.LOG, where)
    with pytest.raises(StorageProblem, match="is damaged") as caught:
        secret.unlock(profile, WORDS)
    assert caught.value.kind is Kind.DAMAGED
    with pytest.raises(StorageProblem) as caught:
        secret.unlock(profile, "quite other words")
    assert caught.value.kind is Kind.LOCKED
    assert keys.key_for(profile / secret.LOG) is None


def test_a_lost_log_lets_its_backups_judge_the_passphrase(profile: Path) -> None:
    secret.change(profile, WORDS, AT)
    secret.lock(profile)
    (profile / secret.LOG).unlink()
    with pytest.raises(StorageProblem) as caught:
        secret.unlock(profile, "quite other words")
    assert caught.value.kind is Kind.LOCKED
    secret.unlock(profile, WORDS)


def test_a_damaged_backup_is_passed_over_for_an_older_one(profile: Path) -> None:
    secret.change(profile, WORDS, AT)
    backup.make(profile / secret.LOG, profile / "backups", AT)
    secret.lock(profile)
    newest, *_ = backup.listing(profile / "backups")
    for path in (profile / secret.LOG, newest.path):
        damage(path)
    with pytest.raises(StorageProblem) as caught:
        secret.unlock(profile, WORDS)
    assert caught.value.kind is Kind.DAMAGED


def test_a_passphrase_that_nobody_gave_is_asked_for_again(profile: Path) -> None:
    def nobody() -> str:
        raise StorageProblem("This profile has a passphrase.", "Name it.", Kind.LOCKED)

    secret.change(profile, WORDS, AT)
    secret.lock(profile)
    keys.unlock_later(profile, nobody)
    for _ in range(2):
        with pytest.raises(StorageProblem) as caught:
            backup.inspect(profile / secret.LOG)
        assert caught.value.kind is Kind.LOCKED  # and not "this is not a database"
