"""A log and its backups written anew: all or none, wherever it was cut off."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, keys, renewal, secret
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import StorageProblem

pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
WORDS = "three words here"
ENTRY = PainEntry(stamp(AT, 0), Side.LEFT, 4)


class Cut(Exception):
    """Where the process is taken to end."""


@pytest.fixture
def profile(tmp_path: Path, quick_passphrases: None) -> Iterator[Path]:
    with Store.open(tmp_path / secret.LOG, at=AT) as store:
        store.log_pain([ENTRY])
    yield tmp_path
    keys.forget(tmp_path)


def cut(monkeypatch: pytest.MonkeyPatch, name: str, calls: int) -> None:
    """Lets a step of the renewal be done so often, and then no more."""
    whole: Callable[..., object] = getattr(renewal, name)
    left = [calls]

    def step(*words: object, **named: object) -> object:
        if not left[0]:
            raise Cut
        left[0] -= 1
        return whole(*words, **named)

    monkeypatch.setattr(renewal, name, step)


def state(profile: Path) -> set[bool]:
    """Which of readable (False) and encrypted (True) the log and its backups are."""
    logs = [profile / secret.LOG, *(one.path for one in backup.listing(profile / "backups"))]
    assert len(logs) >= 2
    for path in logs:
        with keys.same_key(profile, path):
            assert backup.inspect(path).pain == 1
    return {not secret.connection.is_plain(path) for path in logs}


def half_done(profile: Path, monkeypatch: pytest.MonkeyPatch, name: str, calls: int) -> None:
    """A first passphrase is set and cut off."""
    with monkeypatch.context() as patched:
        cut(patched, name, calls)
        with pytest.raises(Cut):
            secret.change(profile, WORDS, AT)
    keys.unlock(profile, WORDS)


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_once_all_is_whole_it_goes_forth(
    profile: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    half_done(profile, monkeypatch, "replace", calls)
    secret.finish(profile)
    assert state(profile) == {True} and secret.is_encrypted(profile)
    assert not [*profile.rglob(".*"), *profile.glob(keys.RENEWING)]


def test_a_log_that_was_written_to_meanwhile_is_not_replaced(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_done(profile, monkeypatch, "replace", 0)
    keys.forget(profile)
    with Store.open(profile / secret.LOG, at=AT) as store:
        store.log_pain([ENTRY])
        secret.renewal.settle(profile, secret.FAILED)
        assert store.counts().pain == 2
    assert not secret.is_encrypted(profile)
    assert not [*profile.rglob(".*"), *profile.glob(keys.RENEWING), *profile.glob(keys.MARK)]


def test_a_row_that_another_program_writes_meanwhile_is_not_lost(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = profile / secret.LOG
    backup.make(log, profile / "backups", AT)
    whole = renewal.part_of

    def part_of(path: Path) -> Path:
        if path != log:  # the log was written anew, its backups are about to be
            with Store.open(log, at=AT) as store:
                store.log_pain([ENTRY])
        return whole(path)

    monkeypatch.setattr(renewal, "part_of", part_of)
    with pytest.raises(StorageProblem, match="another program wrote"):
        secret.change(profile, WORDS, AT)
    with Store.open(log, at=AT) as store:
        assert store.counts().pain > 1
    assert not secret.is_encrypted(profile)


@pytest.mark.parametrize("told", [b"", b"{}", b"[]", b'{"log": 1}', b"\xff", b"{" * 5000])
def test_a_damaged_note_changes_nothing(profile: Path, told: bytes) -> None:
    (profile / keys.RENEWING).write_bytes(told)
    (profile / f".{secret.LOG}.renewed").write_bytes(b"half")
    log = (profile / secret.LOG).read_bytes()
    secret.finish(profile)
    assert (profile / secret.LOG).read_bytes() == log
    assert not [*profile.rglob(".*"), *profile.glob(keys.RENEWING)]


def test_an_open_profile_waits(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half_done(profile, monkeypatch, "replace", 0)
    with ProfileLock(profile):
        secret.finish(profile)
        assert (profile / keys.RENEWING).exists()
    secret.finish(profile)
    assert state(profile) == {True}


def test_a_backup_that_cannot_be_read_leaves_all_as_it_was(profile: Path) -> None:
    made = backup.make(profile / secret.LOG, profile / "backups", AT)
    made.write_bytes(made.read_bytes()[:20_000])
    with pytest.raises(StorageProblem, match="was not changed") as caught:
        secret.change(profile, WORDS, AT)
    assert made.name in str(caught.value)
    assert not secret.is_encrypted(profile)
    assert not [*profile.rglob(".*"), *profile.glob(keys.RENEWING)]
