"""Damaged, cut, emptied and mixed-up files of the log (faults 9 to 12 and 30)."""

import hashlib
import os
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from benchmarks.history import fill
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, check
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOW, 0), Side.LEFT, 4, note="on the stairs")
ROOT = Path(__file__).parents[2]
PAGE = 4096
Mutation = Callable[[bytearray, random.Random], None]


def random_page(data: bytearray, chance: random.Random) -> None:
    """A page of noise; never the first, which the header test has."""
    place = chance.randrange(1, len(data) // PAGE) * PAGE
    data[place : place + PAGE] = chance.randbytes(PAGE)


def zeroed_page(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(1, len(data) // PAGE) * PAGE
    data[place : place + PAGE] = bytes(PAGE)


def sector(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) // 512) * 512
    data[place : place + 512] = chance.randbytes(512)


def bit(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(1, len(data)) :]


def header(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(0, 90)
    data[start:100] = bytes(100 - start)


def swapped_pages(data: bytearray, chance: random.Random) -> None:
    one, two = (n * PAGE for n in chance.sample(range(1, len(data) // PAGE), 2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]


MUTATIONS: list[Mutation] = [random_page, zeroed_page, sector, bit, cut, header, swapped_pages]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of half a year."""
    path = fill(tmp_path_factory.mktemp("sound") / "hiprehab.db", 1, 4)
    assert check.findings(path) == ()
    return path


def content(path: Path) -> list[str] | None:
    """Every row of every table, past all our checks; None when SQLite cannot read them."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as raw:
            return list(raw.iterdump())
    except (sqlite3.Error, UnicodeDecodeError, TypeError, ValueError):
        return None


def told(path: Path) -> bool:
    """Whether the person is told, at the start or by the daily check in the background."""
    try:
        with Store.open(path, at=NOW, read_only=True) as store:
            return bool(store.check())
    except StorageProblem as problem:
        assert problem.kind in (Kind.DAMAGED, Kind.NEWER), problem
        assert problem.remedy
        return True


def damage(sound: Path, folder: Path, mutate: Mutation, seeds: range) -> int:
    """Damages copies; returns how many were changed in what they say. All of those must be told."""
    data, before = sound.read_bytes(), content(sound)
    path = folder / "hiprehab.db"
    changed = 0
    for seed in seeds:
        mutated = bytearray(data)
        mutate(mutated, random.Random(seed))
        path.write_bytes(mutated)
        same = content(path) == before
        changed += not same
        assert told(path) or same, f"{mutate.__name__} {seed} was not told"
        assert path.read_bytes() == mutated, f"{mutate.__name__} {seed}: the evidence was changed"
        for file in folder.iterdir():
            assert file == path or file.name.endswith(("-wal", "-shm")), file
            file.unlink()
    return changed


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda one: one.__name__)
def test_a_little_damage_is_told(sound: Path, tmp_path: Path, mutate: Mutation) -> None:
    damage(sound, tmp_path, mutate, range(3))


@pytest.mark.faults
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda one: one.__name__)
def test_damage_is_told(sound: Path, tmp_path: Path, mutate: Mutation) -> None:
    assert damage(sound, tmp_path, mutate, range(100, 140)) > 5


@pytest.mark.long
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda one: one.__name__)
def test_much_damage_is_told(sound: Path, tmp_path: Path, mutate: Mutation) -> None:
    assert damage(sound, tmp_path, mutate, range(1000, 1000 + 300)) > 100


# --- the files beside the log --------------------------------------------------------------------


def cut_off(folder: Path, ratings: int) -> Path:
    """A log as a kill leaves it: its rows are in the write-ahead log."""
    path = folder / "hiprehab.db"
    code = (
        "import os, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from hiprehab.core.log import PainEntry, stamp\n"
        "from hiprehab.core.model import Side\n"
        "from hiprehab.storage.store import Store\n"
        "now = datetime(2026, 3, 1, 12, tzinfo=UTC)\n"
        "store = Store.open(Path(sys.argv[1]), at=now)\n"
        "for _ in range(int(sys.argv[2])):\n"
        "    store.log_pain([PainEntry(stamp(now, 0), Side.LEFT, 4, note='on the stairs')])\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, path, str(ratings)], check=True, cwd=ROOT)
    assert (folder / "hiprehab.db-wal").stat().st_size > 0
    return path


def counted(path: Path) -> int | str:
    """The ratings in the log, or why it is refused."""
    try:
        with Store.open(path, at=NOW) as store:
            return "damaged" if store.check() else store.counts().pain
    except StorageProblem as problem:
        assert problem.kind is Kind.DAMAGED, problem
        return "damaged"


def test_what_a_kill_left_is_whole(tmp_path: Path) -> None:
    assert counted(cut_off(tmp_path, 20)) == 20


def test_a_missing_index_of_the_write_ahead_log_does_no_harm(tmp_path: Path) -> None:
    path = cut_off(tmp_path, 20)
    (tmp_path / "hiprehab.db-shm").unlink()
    assert counted(path) == 20


def test_a_foreign_index_of_the_write_ahead_log_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    path, other = cut_off(tmp_path, 20), cut_off(tmp_path / "other", 3)
    shutil.copy(f"{other}-shm", f"{path}-shm")
    assert counted(path) == 20


def test_a_foreign_write_ahead_log_adds_no_rows(tmp_path: Path) -> None:
    """Either its rows are left out, or the log is refused; never a mixture."""
    (tmp_path / "other").mkdir()
    other = cut_off(tmp_path / "other", 7)
    path = tmp_path / "hiprehab.db"
    with Store.open(path, at=NOW) as store:
        store.log_pain([ENTRY] * 3)
        store._connection.execute("VACUUM")
    shutil.copy(f"{other}-wal", f"{path}-wal")
    assert counted(path) in (3, 7, "damaged")  # 7: all of the other log, as whole as it was


def test_a_missing_write_ahead_log_is_told(tmp_path: Path) -> None:
    """While its index is there; without both, nothing is left that could tell."""
    path = cut_off(tmp_path, 20)
    Path(f"{path}-wal").unlink()
    for read_only in (True, False):
        with pytest.raises(StorageProblem, match=r"hiprehab\.db-wal, which is missing"):
            Store.open(path, at=NOW, read_only=read_only)
    assert check.findings(path)


def test_a_torn_write_ahead_log_keeps_whole_transactions(tmp_path: Path) -> None:
    path = cut_off(tmp_path, 20)
    wal = Path(f"{path}-wal")
    data = wal.read_bytes()
    chance = random.Random(2)
    for _ in range(8):
        wal.write_bytes(data[: chance.randrange(32, len(data))])
        copy = tmp_path / "copy"
        copy.mkdir()
        for file in (path, wal):
            shutil.copy(file, copy)
        assert counted(copy / path.name) in range(21)
        shutil.rmtree(copy)


def test_an_emptied_log_is_no_new_start(tmp_path: Path) -> None:
    """Nothing is made in its place while a backup or a write-ahead log tells of it."""
    path = cut_off(tmp_path, 3)
    path.write_bytes(b"")
    assert counted(path) == "damaged"
    assert path.read_bytes() == b""
    Path(f"{path}-wal").unlink()
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "hiprehab-20260101T000000Z-daily.db").write_bytes(b"x")
    assert counted(path) == "damaged"
    path.unlink()
    assert counted(path) == "damaged"
    assert not path.exists()


def test_a_damaged_log_is_replaced_by_its_backup_and_kept(tmp_path: Path) -> None:
    """The drill of R8: check, restore, count."""
    path = fill(tmp_path / "hiprehab.db", 1, 4)
    with Store.open(path, at=NOW) as store:
        counts = store.counts()
    copy = backup.make(path, tmp_path / "backups", NOW)
    data = bytearray(path.read_bytes())
    random_page(data, random.Random(1))
    path.write_bytes(data)
    assert told(path)
    with pytest.raises(StorageProblem, match="damaged"):
        backup.maintain(path, tmp_path / "backups", NOW)
    kept = backup.restore(copy, path, NOW)
    assert kept is not None and kept.read_bytes() == data
    with Store.open(path, at=NOW) as store:
        assert store.counts() == counts and store.check() == ()


# --- by the program itself -----------------------------------------------------------------------


def program(*words: object) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", "hiprehab", *map(str, words)],
        capture_output=True, text=True, check=False, env=env, cwd=ROOT, timeout=60,
    )  # fmt: skip


def newer(path: Path) -> None:
    """A table, a column and a version that this program does not know."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("ALTER TABLE pain ADD COLUMN mood TEXT")
        raw.execute("PRAGMA user_version = 99")
        raw.commit()


def garbled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[:100] = struct.pack(">100s", b"SQLite format 3\x00 but not really")
    path.write_bytes(data)


@pytest.mark.parametrize("words", [[], ["pain", "list"], ["pain", "add", "--left", "3"]],
                         ids=["window", "list", "add"])  # fmt: skip
@pytest.mark.parametrize("spoil", [newer, garbled], ids=["newer", "garbled"])
def test_the_program_leaves_such_a_log_as_it_is(
    tmp_path: Path, spoil: Callable[[Path], None], words: list[str]
) -> None:
    profile = tmp_path / "profiles" / "default"
    profile.mkdir(parents=True)
    path = fill(profile / "hiprehab.db", 1, 4, date(2025, 3, 1))
    spoil(path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    done = program("--data-dir", tmp_path, *words)
    said = done.stderr.strip()
    assert done.returncode == 1 and "\n" not in said and "Traceback" not in said, done
    assert ("newer HipRehab" if spoil is newer else "damaged") in said
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [one.name for one in profile.glob("hiprehab.db*")] == ["hiprehab.db"]
