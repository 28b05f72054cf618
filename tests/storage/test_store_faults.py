"""The log under a full disk, killed writers, flipped bits and other programs' locks."""

import random
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.storage.writer import Writer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOW, 0), Side.LEFT, 4, note="n" * 300)
KILLER = Path(__file__).parents[1] / "faults" / "kill_writer.py"


def test_a_few_kills(tmp_path: Path) -> None:
    """`./dev faults` does hundreds of these."""
    run = subprocess.run(
        [sys.executable, KILLER, "--kills", "3", "--dir", tmp_path], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


FULL_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
now = datetime(2026, 3, 1, tzinfo=UTC)
entry = PainEntry(stamp(now, 0), Side.LEFT, 4, note="n" * 2000)
with Store.open(Path(sys.argv[1]), at=now) as store:
    store.warm()
    saved = 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        for _ in range(400):
            store.log_pain([entry])
            saved += 1
    except StorageProblem as problem:
        assert problem.kind is Kind.FULL, problem
        assert problem.sentence.startswith("Not saved"), problem
    else:
        raise SystemExit("the disk never was full")
    assert store.counts().pain == saved
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.log_pain([entry])
    print(saved + 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.parametrize("room", [200_000, 233_333])
def test_a_full_disk_loses_nothing_and_works_again(tmp_path: Path, room: int) -> None:
    path = tmp_path / "a.db"
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, path, str(room)], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    with Store.open(path, at=NOW) as store:
        assert store.counts().pain == int(run.stdout)
        assert store.check() == ()


def test_flipped_bits_are_found(tmp_path: Path) -> None:
    """Every flip that changes a row; those in unused bytes change nothing."""
    path = tmp_path / "a.db"
    with Store.open(path, at=NOW) as store:
        store.log_pain([ENTRY] * 40)
        record = SessionRecord(stamp(NOW, 0), "a", "A", "1", "L1", Status.UNFINISHED, 60, 0)
        session = store.begin_session(record, '{"plan": 1}')
        store.journal(session, 0, NOW, "start", "{}", "{}", 1.0)
        before = dump(store._connection)
    data = path.read_bytes()
    chance = random.Random(5)
    missed = changed = 0
    for _ in range(220):
        flipped = bytearray(data)
        flipped[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        if read(path) == before:
            continue
        changed += 1
        with_problem = False
        try:
            with Store.open(path, at=NOW, read_only=True) as store:
                with_problem = bool(store.check())
        except StorageProblem as problem:
            with_problem = problem.kind in (Kind.DAMAGED, Kind.NEWER)
        missed += not with_problem
    assert changed > 30
    assert missed == 0


def dump(connection: sqlite3.Connection) -> list[str]:
    return [line for line in connection.iterdump() if "sqlite_sequence" not in line]


def read(path: Path) -> list[str] | str:
    raw = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    raw.row_factory = None
    try:
        return dump(raw)
    except (sqlite3.Error, UnicodeDecodeError, TypeError) as error:
        return str(error)
    finally:
        raw.close()


def test_a_change_by_another_program_is_told(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", at=NOW) as store:
        store.log_pain([ENTRY] * 8)
        store._connection.execute("UPDATE pain SET score = 5 WHERE id < 8")
        (finding,) = store.check()
        assert "7 of the rows in pain" in finding and "..." in finding
        store._connection.execute("PRAGMA foreign_keys = off")
        store._connection.execute("UPDATE pain SET session = 9 WHERE id = 8")
        said = " ".join(store.check())
        assert "8 of the rows" in said and "not there" in said


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DROP INDEX pain_day", "not those of this version"),
        ("DELETE FROM _sqlite_migrations", "list of updates"),
        ("UPDATE sqlite_sequence SET seq = 2 WHERE name = 'pain'", "counter of pain"),
    ],
)
def test_a_changed_frame_is_told(tmp_path: Path, sql: str, said: str) -> None:
    with Store.open(tmp_path / "a.db", at=NOW) as store:
        store.log_pain([ENTRY] * 8)
        store._connection.execute(sql)
        assert said in " ".join(store.check())


def test_a_locked_log_is_said_and_saved_later(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path, at=NOW).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writer = Writer(lambda: Store.open(path, at=NOW, wait_ms=50))
    failed: list[Exception] = []
    done: list[object] = []
    writer.submit(lambda store: store.log_pain([ENTRY]), done.append, failed.append)
    assert writer.flush(10)
    assert isinstance(failed[0], StorageProblem) and failed[0].kind is Kind.BUSY
    assert "in use by another program" in str(failed[0])
    other.execute("ROLLBACK")
    other.close()
    writer.submit(lambda store: store.log_pain([ENTRY]), done.append, failed.append)
    assert writer.close(10)
    assert done == [(1,)] and len(failed) == 1


def test_a_short_lock_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path, at=NOW).close()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.1, lambda: other.execute("ROLLBACK"))
    timer.start()
    with Store.open(path, at=NOW) as store:
        assert store.log_pain([ENTRY]) == (1,)
    timer.join()
    other.close()


def test_writes_keep_their_order_and_are_all_done_at_the_end(tmp_path: Path) -> None:
    writer = Writer(lambda: Store.open(tmp_path / "a.db", at=NOW))
    ids: list[tuple[int, ...]] = []
    for _ in range(25):
        writer.submit(lambda store: store.log_pain([ENTRY]), ids.append)
    assert writer.close(20)
    assert ids == [(n,) for n in range(1, 26)]
    assert writer.close(1)
    failed: list[Exception] = []
    writer.submit(lambda store: None, failed=failed.append)
    assert isinstance(failed[0], StorageProblem)


def test_the_writer_lives_on_after_any_error(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    writer = Writer(lambda: Store.open(folder / "a.db", at=NOW))
    failed: list[Exception] = []
    done: list[object] = []
    writer.submit(lambda store: store.log_pain([ENTRY]), done.append, failed.append)
    assert writer.flush(10)
    folder.mkdir()
    writer.submit(lambda store: 1 // 0, done.append, failed.append)
    writer.submit(lambda store: store.log_pain([ENTRY]), done.append, failed.append)
    assert writer.close(10)
    assert [type(error) for error in failed] == [StorageProblem, ZeroDivisionError]
    assert done == [(1,)]


def test_the_writer_lives_on_after_a_fault_in_a_callback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is reported all the same."""
    reported: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))
    writer = Writer(lambda: Store.open(tmp_path / "a.db", at=NOW))
    done: list[object] = []
    writer.submit(lambda store: 0, lambda value: 1 // value)  # type: ignore[arg-type]
    writer.submit(lambda store: 1 // 0, failed=lambda error: 1 // 0)  # type: ignore[arg-type]
    writer.submit(lambda store: store.log_pain([ENTRY]), done.append)
    assert writer.close(10)
    assert done == [(1,)] and reported == [ZeroDivisionError] * 2
