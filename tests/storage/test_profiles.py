"""Several people on one computer: one file out, one file in, and really gone."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import keys, profiles, secret
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.paths import Folders, folders
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
NOTE = "the left one after the hill run"


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Folders]:
    found = folders(data_dir=tmp_path / "a", profile="anna")
    with Store.open(found.database, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4, note=NOTE)])
    found.settings.write_text("voice = false\n")
    (found.drafts / "hips" / "pictures").mkdir(parents=True)
    (found.drafts / "hips" / "pack.toml").write_text('title = "Hips"\n')
    (found.drafts / "hips" / "pictures" / "a.png").write_bytes(b"png")
    yield found
    keys.forget(found.profile)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where another computer keeps its profiles."""
    return tmp_path / "b" / "profiles"


def notes(log: Path) -> list[str]:
    with Store.open(log, at=AT, read_only=True) as store:
        return [one.note for one in store.pain_between(AT.date(), AT.date())]


def left_over(place: Path) -> list[str]:
    return [one.name for one in place.iterdir()] if place.is_dir() else []


def test_a_profile_moves_as_one_file(anna: Folders, place: Path, tmp_path: Path) -> None:
    made = profiles.save_as_file(anna, tmp_path / "anna.hiprehab-profile", AT)
    assert profiles.take_in(place, made) == "anna"
    assert notes(place / "anna" / secret.LOG) == [NOTE]
    assert (place / "anna" / "settings.toml").read_text() == "voice = false\n"
    assert (place / "anna" / "drafts/hips/pictures/a.png").read_bytes() == b"png"
    assert [one.name for one in profiles.listing(place)] == ["anna"]
    assert not list(anna.profile.glob("tmp*"))


def test_nobody_is_replaced(anna: Folders, place: Path, tmp_path: Path) -> None:
    made = profiles.save_as_file(anna, tmp_path / "anna.hiprehab-profile", AT)
    profiles.take_in(place, made)
    with pytest.raises(StorageProblem, match="a profile anna already"):
        profiles.take_in(place, made)
    assert profiles.take_in(place, made, "anna-2") == "anna-2"
    assert left_over(place) and sorted(left_over(place)) == ["anna", "anna-2"]
    with pytest.raises(StorageProblem, match="there already"):
        profiles.save_as_file(anna, made, AT)
    profiles.save_as_file(anna, made, AT, force=True)


@pytest.mark.usefixtures("quick_passphrases")
def test_a_passphrase_stays_with_the_file(anna: Folders, place: Path, tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    secret.change(anna.profile, "three words here", AT)
    made = profiles.save_as_file(anna, tmp_path / "anna.hiprehab-profile", AT)
    assert NOTE.encode() not in made.read_bytes()
    name = profiles.take_in(place, made)
    assert profiles.listing(place)[0].encrypted
    with pytest.raises(StorageProblem):
        secret.unlock(place / name, "other words here")
    secret.unlock(place / name, "three words here")
    assert notes(place / name / secret.LOG) == [NOTE]
    keys.forget(place / name)


Change = Callable[[dict[str, bytes]], None]


def rewritten(source: Path, target: Path, change: Change) -> Path:
    """The same file with other entries; its list of sums is made to fit again."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target


def with_entry(name: str, data: bytes = b"x") -> Change:
    def change(entries: dict[str, bytes]) -> None:
        entries[name] = data
        digest = hashlib.sha256(data).hexdigest()
        entries[profiles.MANIFEST] += f'"{name}" = "{digest}"\n'.encode().replace(b"\\", b"\\\\")

    return change


def without(name: str) -> Change:
    def change(entries: dict[str, bytes]) -> None:
        del entries[name]

    return change


def changed_log(entries: dict[str, bytes]) -> None:
    log = bytearray(entries[secret.LOG])
    log[len(log) // 2] ^= 1
    entries[secret.LOG] = bytes(log)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (with_entry("../evil"), "no profile has"),
        (with_entry("/etc/evil"), "no profile has"),
        (with_entry("drafts/../../evil"), "no profile has"),
        (with_entry("drafts\\evil"), "no profile has"),
        (with_entry("start.sh"), "no profile has"),
        (with_entry("drafts/con.toml"), "no profile has"),
        (with_entry("drafts/hips/x."), "no profile has"),
        (with_entry("drafts/hips/PACK.toml"), "list of files does not fit"),
        (without(profiles.MANIFEST), "not the file of a profile"),
        (without(secret.LOG), "list of files does not fit"),
        (changed_log, "was changed"),
    ],
)
def test_a_hostile_or_damaged_file_leaves_nothing(
    change: Change, said: str, anna: Folders, place: Path, tmp_path: Path
) -> None:
    good = profiles.save_as_file(anna, tmp_path / "good.hiprehab-profile", AT)
    bad = rewritten(good, tmp_path / "bad.hiprehab-profile", change)
    with pytest.raises(StorageProblem, match=said):
        profiles.take_in(place, bad)
    assert left_over(place) == []
    assert not (tmp_path / "evil").exists()


def test_too_much_is_refused_while_it_is_read(
    anna: Folders, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = profiles.save_as_file(anna, tmp_path / "good.hiprehab-profile", AT)
    monkeypatch.setattr(profiles, "MOST_BYTES", 50_000)
    with pytest.raises(StorageProblem, match="too large"):
        profiles.take_in(place, good)
    assert left_over(place) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_refused_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    source, place = tmp_path / "any.hiprehab-profile", tmp_path / "any"
    source.write_bytes(data)
    with pytest.raises(StorageProblem, match="not taken in"):
        profiles.take_in(place, source)
    assert left_over(place) == []


def small_file(target: Path, method: int) -> Path:
    """A profile's file as small as can be, whose log is none."""
    log = b"no log, but long enough to be packed " * 4
    digest = hashlib.sha256(log).hexdigest()
    words = (
        f'schema = "{profiles.SCHEMA}"\nname = "anna"\n\n[sha256]\n"{secret.LOG}" = "{digest}"\n'
    )
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(secret.LOG, log)
        archive.writestr(profiles.MANIFEST, words)
    return target


@pytest.mark.parametrize("flip", [0x01, 0x08, 0x80, 0xFF])
def test_a_flipped_byte_anywhere_is_a_sentence(flip: int, place: Path, tmp_path: Path) -> None:
    good = small_file(tmp_path / "good", zipfile.ZIP_DEFLATED).read_bytes()
    bad = tmp_path / "bad"
    for where in range(len(good)):
        bad.write_bytes(good[:where] + bytes([good[where] ^ flip]) + good[where + 1 :])
        with pytest.raises(StorageProblem, match="not taken in"):
            profiles.take_in(place, bad, "anna")
        with suppress(StorageProblem):  # the list of files may be whole
            profiles.name_in(bad)
    assert left_over(place) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_not_ours(method: int, place: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="packed in a way"):
        profiles.take_in(place, small_file(tmp_path / "other", method))
    assert left_over(place) == []


def test_deleted_is_overwritten_and_gone(anna: Folders, tmp_path: Path) -> None:
    hard_link = tmp_path / "what was in it"
    hard_link.hardlink_to(anna.database)
    assert NOTE.encode() in hard_link.read_bytes()  # the test can fail
    profiles.delete(anna.profile)
    assert not anna.profile.exists()
    assert set(hard_link.read_bytes()) == {0}


def test_an_open_profile_is_not_deleted(anna: Folders) -> None:
    with ProfileLock(anna.profile), pytest.raises(StorageProblem) as caught:
        profiles.delete(anna.profile)
    assert caught.value.kind is Kind.IN_USE
    assert notes(anna.database) == [NOTE]


def test_who_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="no profile"):
        profiles.delete(tmp_path / "nobody")
    with pytest.raises(StorageProblem, match="no file"):
        profiles.take_in(tmp_path, tmp_path / "nothing")
    assert profiles.listing(tmp_path / "nowhere") == ()


def test_what_a_crash_left_goes_and_nothing_else(anna: Folders, tmp_path: Path) -> None:
    place = anna.profile.parent
    (place / ".deleted-1" / "bert").mkdir(parents=True)
    (place / ".deleted-1" / "bert" / secret.LOG).write_bytes(NOTE.encode())
    (place / ".incoming-1" / "drafts").mkdir(parents=True)
    (anna.profile / ".saving-1").mkdir()
    (anna.backups / ".hiprehab.db.99999.part").write_bytes(b"x")
    before = len(list(anna.profile.rglob("*")))
    now = datetime.fromtimestamp((place / ".incoming-1").stat().st_mtime, UTC)
    profiles.tidy(place, now + timedelta(hours=23))
    assert sorted(left_over(place)) == [".incoming-1", "anna"]
    profiles.tidy(place, now + timedelta(hours=25))
    assert left_over(place) == ["anna"]
    assert len(list(anna.profile.rglob("*"))) == before - 2
    assert notes(anna.database) == [NOTE]


def test_a_list_of_strange_folders(anna: Folders) -> None:
    """Each is listed or passed over; none stops the start."""
    place = anna.profile.parent
    for name in ("two words", "con", "caf\u00e9", "x" * 200, os.fsdecode(b"hip\xff"), ".hidden"):
        try:
            (place / name).mkdir()
        except OSError:
            continue  # not a name on this system
    (place / "a file").write_text("mine")
    (place / "loop").symlink_to(place / "loop")
    (place / "early").mkdir()
    (place / "early" / secret.LOG).write_bytes(b"")
    os.utime(place / "early" / secret.LOG, (-1e11, -1e11))
    found = {one.name: one for one in profiles.listing(place)}
    assert found["anna"].used is not None and "early" in found
    assert not {".hidden", "a file", "loop"} & set(found)
