"""Opening the log: new, newer, older, damaged, emptied, locked and read-only files."""

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import connection, schema
from hiprehab.storage.checksum import Value
from hiprehab.storage.store import Store, first_statements
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOW, 0), Side.LEFT, 4)
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("setpriv"),
    reason="needs root, to become somebody who may not write",
)


def filled(path: Path) -> Path:
    with Store.open(path, at=NOW) as store:
        store.log_pain([ENTRY])
    return path


def refused(path: Path, kind: Kind, **options: bool) -> str:
    with pytest.raises(StorageProblem) as problem:
        Store.open(path, at=NOW, **options)
    assert problem.value.kind is kind
    assert problem.value.remedy
    return str(problem.value)


def test_settings_of_the_connection(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", at=NOW) as store:
        asked = {
            name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema",
                         "busy_timeout", "application_id", "user_version")
        }  # fmt: skip
    assert asked == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0,
        "busy_timeout": 3000, "application_id": schema.APPLICATION_ID,
        "user_version": schema.VERSION,
    }  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="rights are kept otherwise there")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    with Store.open(path, at=NOW) as store:
        store.log_pain([ENTRY])
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    path.chmod(0o644)
    Store.open(path, at=NOW).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_wal_is_refused_the_rollback_journal_is_as_durable(tmp_path: Path) -> None:
    opened = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    opened.execute("PRAGMA locking_mode = normal")

    class NoWal:
        def execute(self, sql: str) -> sqlite3.Cursor:
            return opened.execute(sql.replace("= wal", "= truncate"))

    assert connection.set_durable(NoWal()) == "delete"  # type: ignore[arg-type]
    assert opened.execute("PRAGMA synchronous").fetchone()[0] == 2
    opened.close()


def test_opening_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from hiprehab.storage.store import Store\n"
        "from hiprehab.storage import settings, lock, paths, writer\n"
        f"s = Store.open(Path({str(tmp_path / 'a.db')!r}), at=datetime(2026, 1, 1, tzinfo=UTC))\n"
        "s.pain_between(datetime(2026, 1, 1).date(), datetime(2026, 2, 1).date())\n"
        "bad = {'sqlite_utils', 'pydantic', 'numpy', 'PySide6', 'tomlkit', 'email', 'ssl',"
        " 'platformdirs'}\n"
        "print(sorted(bad & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_newer_log_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    raw = sqlite3.connect(path)
    raw.execute("ALTER TABLE pain ADD COLUMN mood TEXT")
    raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    raw.commit()
    raw.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    for read_only in (False, True):
        assert "newer HipRehab" in refused(path, Kind.NEWER, read_only=read_only)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_a_newer_version_still_in_the_write_ahead_log(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA wal_autocheckpoint = 0")
    raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    try:
        for read_only in (False, True):
            refused(path, Kind.NEWER, read_only=read_only)
    finally:
        raw.close()


@pytest.mark.parametrize("content", [b"", b"x" * 40, b"a text file, " * 500])
def test_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "hiprehab-20260101T000000Z-daily.db").write_bytes(b"x")
    path.write_bytes(content)
    assert "damaged" in refused(path, Kind.DAMAGED)
    assert path.read_bytes() == content


def test_a_missing_log_is_no_new_start_where_there_are_backups(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "hiprehab-20260101T000000Z-daily.db").write_bytes(b"x")
    assert "missing" in refused(tmp_path / "a.db", Kind.DAMAGED)
    assert not (tmp_path / "a.db").exists()


def test_an_emptied_log_beside_its_write_ahead_log(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    (tmp_path / "a.db-wal").write_bytes(b"rows")
    refused(tmp_path / "a.db", Kind.DAMAGED)
    (tmp_path / "a.db").unlink()
    refused(tmp_path / "a.db", Kind.DAMAGED)
    assert (tmp_path / "a.db-wal").read_bytes() == b"rows"


def test_an_empty_file_alone_is_a_new_log(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    with Store.open(tmp_path / "a.db", at=NOW) as store:
        assert store.counts().pain == 0


@pytest.mark.parametrize("length", [100, 4096, 20000, 65535])
def test_a_truncated_log(tmp_path: Path, length: int) -> None:
    path = filled(tmp_path / "a.db")
    data = path.read_bytes()[:length]
    path.write_bytes(data)
    refused(path, Kind.DAMAGED)
    assert path.read_bytes() == data


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE cookies (a)")
    raw.close()
    assert "another program" in refused(path, Kind.DAMAGED)
    wal = sqlite3.connect(path, isolation_level=None)
    wal.execute("PRAGMA journal_mode = wal")
    wal.execute("INSERT INTO cookies VALUES (1)")
    refused(path, Kind.DAMAGED)
    wal.close()


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "gone.db")
    (tmp_path / "folder.db").mkdir()
    refused(tmp_path / "file" / "a.db", Kind.OTHER)
    refused(tmp_path / "nowhere" / "a.db", Kind.OTHER)
    refused(tmp_path / "link.db", Kind.MISSING)
    refused(tmp_path / "folder.db", Kind.OTHER)
    refused(tmp_path / "none.db", Kind.MISSING, read_only=True)


def test_a_reader_beside_a_writer_sees_what_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path, at=NOW) as writer, Store.open(path, at=NOW, read_only=True) as reader:
        assert reader.counts().pain == 0
        writer.log_pain([ENTRY])
        assert reader.counts().pain == 1
        with pytest.raises(StorageProblem) as problem:
            reader.log_pain([ENTRY])
        assert problem.value.kind is Kind.READ_ONLY


def test_an_older_log_cannot_be_opened_read_only(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 0")
    raw.close()
    assert "older" in refused(path, Kind.READ_ONLY, read_only=True)


AS_NOBODY = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import StorageProblem
path, now = Path(sys.argv[1]), datetime(2026, 3, 1, tzinfo=UTC)
try:
    Store.open(path, at=now).log_pain([])
except StorageProblem as problem:
    print(problem.kind)
with Store.open(path, at=now, read_only=True) as store:
    print(store.counts().pain, store.check())
"""


@as_root
@pytest.mark.parametrize("wal", [False, True])
def test_a_folder_that_cannot_be_written_can_be_read(tmp_path: Path, wal: bool) -> None:
    """Also rows that are still in the write-ahead log."""
    path = filled(tmp_path / "a.db")
    if wal:
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("DELETE FROM pain")
        saved = (path.read_bytes(), connection.wal_of(path).read_bytes())
        raw.close()
        path.write_bytes(saved[0])
        connection.wal_of(path).write_bytes(saved[1])
    for place in (tmp_path, *tmp_path.parents):
        if place != Path("/") and place.stat().st_uid == 0 and place != Path("/tmp"):
            place.chmod(0o755)
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    run = subprocess.run(
        ["setpriv", "--reuid", "65534", "--clear-groups", sys.executable, "-c", AS_NOBODY, path],
        capture_output=True, text=True, env=os.environ | {"TMPDIR": "/tmp"}, check=False,
    )  # fmt: skip
    assert run.stdout.splitlines() == ["read only", f"{0 if wal else 1} ()"], run.stderr


def test_creation_is_whole_or_nothing(tmp_path: Path) -> None:
    statements = [*first_statements(NOW), ("CREATE nonsense", ())]
    with pytest.raises(sqlite3.OperationalError):
        connection.create(tmp_path / "a.db", statements)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("before", [None, b""])
@pytest.mark.parametrize("links", [True, False])
def test_a_log_that_another_process_made_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None, links: bool
) -> None:
    path, quicker = tmp_path / "a.db", filled(tmp_path / "quicker.db")
    if before is not None:
        path.write_bytes(before)
    if not links:
        monkeypatch.setattr(os, "link", no_links)

    def statements() -> Iterator[tuple[str, tuple[Value, ...]]]:
        yield from first_statements(NOW)
        os.replace(quicker, path)  # ours is not in its place yet

    connection.create(path, statements())
    with Store.open(path, at=NOW) as store:
        assert store.counts().pain == 1
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize("before", [None, b""])
def test_a_new_log_on_a_disk_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "a.db"
    if before is not None:
        path.write_bytes(before)
    filled(path)
    with Store.open(path, at=NOW) as store:
        assert store.counts().pain == 1
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]


def no_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")
