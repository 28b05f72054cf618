"""Somebody else's file is opened beside everything else, and leaves nothing behind."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, keys, profiles, review, secret
from hiprehab.storage.paths import Folders, folders
from hiprehab.storage.store import Store
from hiprehab.storage.transfer import Export, export_json
from hiprehab.storage.trouble import Kind, StorageProblem

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
NOTE = "after the hill run"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies are made; nothing may be left in it."""
    place = tmp_path / "scratch"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Folders]:
    found = folders(data_dir=tmp_path / "patient")
    with Store.open(found.database, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4, note=NOTE)])
    yield found
    keys.forget(found.profile)


def notes(log: Path) -> list[str]:
    with Store.open(log, at=AT, read_only=True) as store:
        return [one.note for one in store.pain_between(AT.date(), AT.date())]


def made(kind: str, patient: Folders, tmp_path: Path) -> Path:
    if kind == "profile":
        return profiles.save_as_file(patient, tmp_path / "anna.hiprehab-profile", AT)
    if kind == "backup":
        return backup.copy_to(patient.database, tmp_path / "anna.db")
    export_json(patient.database, Export(tmp_path / "anna.json", AT))
    return tmp_path / "anna.json"


@pytest.mark.parametrize("kind", ["json", "profile", "backup"])
def test_each_kind_of_file_can_be_looked_at(
    kind: str, patient: Folders, tmp_path: Path, scratch: Path
) -> None:
    source = made(kind, patient, tmp_path)
    before = source.read_bytes()
    opened = review.open_file(source, AT)
    assert (opened.name, opened.counts.pain) == ("anna", 1)
    assert notes(opened.log) == [NOTE]
    opened.close()
    assert source.read_bytes() == before
    assert list(scratch.iterdir()) == []


def test_two_at_once_are_not_mixed(patient: Folders, tmp_path: Path) -> None:
    first = review.open_file(made("json", patient, tmp_path), AT)
    with Store.open(patient.database, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.RIGHT, 1, note="later")])
    second = review.open_file(made("backup", patient, tmp_path), AT)
    assert (notes(first.log), notes(second.log)) == ([NOTE], [NOTE, "later"])
    first.close()
    assert notes(second.log) == [NOTE, "later"]
    second.close()


@pytest.mark.usefixtures("quick_passphrases")
def test_a_file_with_a_passphrase_asks_for_it(
    patient: Folders, tmp_path: Path, scratch: Path
) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    secret.change(patient.profile, "three words here", AT)
    source = made("profile", patient, tmp_path)
    for wrong in (None, "something else"):
        with pytest.raises(StorageProblem) as caught:
            review.open_file(source, AT, wrong)
        assert caught.value.kind is Kind.LOCKED
    assert list(scratch.iterdir()) == []
    opened = review.open_file(source, AT, "three words here")
    assert notes(opened.log) == [NOTE]
    assert NOTE.encode() not in opened.log.read_bytes()
    opened.close()
    assert list(scratch.iterdir()) == []


LOOKING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hiprehab.storage import review

opened = review.open_file(Path(sys.argv[1]), datetime(2026, 3, 1, 18, tzinfo=UTC))
print(opened.log.parent, flush=True)
sys.stdin.readline()
"""


def test_a_killed_process_leaves_a_copy_that_the_next_one_clears(
    patient: Folders, tmp_path: Path, scratch: Path
) -> None:
    source = made("json", patient, tmp_path)
    mine = review.open_file(source, AT)
    env = os.environ | {"TMPDIR": str(scratch)}
    command = [sys.executable, "-c", LOOKING, str(source)]
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        review.clear_left(AT)
        assert theirs.is_dir() and notes(mine.log) == [NOTE]
        other.kill()
    review.clear_left(AT)
    assert not theirs.exists() and notes(mine.log) == [NOTE]
    mine.close()
    assert list(scratch.iterdir()) == []


def test_what_is_not_surely_left_stays(scratch: Path, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for name in ("hiprehab-review-new", "hiprehab-review-old", "hiprehab-else", "precious"):
        (scratch / name).mkdir()
    os.utime(scratch / "hiprehab-review-old", (0, 0))
    os.utime(scratch / "hiprehab-else", (0, 0))
    (scratch / "hiprehab-review-link").symlink_to(scratch / "precious")
    (scratch / "hiprehab-review-file").write_text("x")
    (scratch / "precious/lock").write_text("0")
    review.clear_left(now)
    left = {one.name for one in scratch.iterdir()}
    assert left == {"hiprehab-review-new", "hiprehab-else", "precious", "hiprehab-review-link",
                    "hiprehab-review-file"}  # fmt: skip
    assert (scratch / "precious/lock").exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"no log", b"PK\x03\x04 no zip", b"SQLite format 3\x00 cut off", json.dumps({}).encode()],
)
def test_what_is_no_log_is_a_sentence_and_leaves_nothing(
    data: bytes, tmp_path: Path, scratch: Path
) -> None:
    source = tmp_path / "anna.json"
    source.write_bytes(data)
    with pytest.raises(StorageProblem):
        review.open_file(source, AT)
    assert list(scratch.iterdir()) == []


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="There is no file"):
        review.open_file(tmp_path / "nothing", AT)
