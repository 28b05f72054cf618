"""Backups: proved before they count, thinned by a rule, brought back with one rename."""

import random
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, check, connection, schema
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOW, 0), Side.LEFT, 4)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "hiprehab.db", at=NOW) as store:
        store.log_pain([ENTRY] * 3)
    return tmp_path / "hiprehab.db"


def test_a_backup_is_one_file_with_its_sum(log: Path) -> None:
    made = backup.make(log, log.parent / "backups", NOW)
    assert made.name == "hiprehab-20260301T120000Z-manual.db"
    assert sorted(p.name for p in made.parent.iterdir()) == [made.name, made.name + ".sha256"]
    content = backup.inspect(made)
    assert (content.pain, content.sessions, content.first, content.version) == (
        3, 0, date(2026, 3, 1), schema.VERSION,
    )  # fmt: skip
    again = backup.make(log, made.parent, NOW)
    assert again.name == "hiprehab-20260301T120000Z-manual-2.db"
    assert [one.path for one in backup.listing(made.parent)] == [again, made]


def test_rows_still_in_the_write_ahead_log_are_in_the_backup(log: Path) -> None:
    with Store.open(log, at=NOW) as store:
        store.log_pain([ENTRY] * 5)
        assert connection.has_wal(log)
        assert backup.inspect(backup.make(log, log.parent / "b", NOW)).pain == 8


def test_a_backup_while_a_session_writes(log: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with Store.open(log, at=NOW) as store:
            while not stop.is_set():
                store.log_pain([ENTRY])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        counts = [backup.inspect(backup.make(log, log.parent / "b", NOW)).pain for _ in range(5)]
    finally:
        stop.set()
        thread.join()
    assert counts == sorted(counts) and counts[0] >= 3


def test_every_flipped_bit_of_a_backup_is_refused(log: Path) -> None:
    made = backup.make(log, log.parent / "b", NOW)
    data, chance = made.read_bytes(), random.Random(3)
    for _ in range(100):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        made.write_bytes(flipped)
        with pytest.raises(StorageProblem):
            backup.inspect(made)


FOREIGN = (
    "ANALYZE",
    "CREATE TABLE notes (name TEXT PRIMARY KEY, pain REFERENCES pain)",
    "CREATE TABLE counted (number INTEGER PRIMARY KEY AUTOINCREMENT)",
    "CREATE TABLE odd (pain REFERENCES pain (score))",
    "CREATE VIEW worst AS SELECT day, max(score) FROM pain GROUP BY day",
    "CREATE INDEX quicker ON pain (note)",
)


@pytest.mark.parametrize("sql", FOREIGN)
def test_what_another_program_added_beside_stops_nothing(log: Path, sql: str) -> None:
    with closing(sqlite3.connect(log)) as other:
        other.execute(sql)
        if "counted" in sql:
            other.execute("INSERT INTO counted VALUES (7)")
        if "notes" in sql:
            other.execute("INSERT INTO notes VALUES ('lost', 99)")
        other.commit()
    assert check.findings(log) == ()
    made = backup.maintain(log, log.parent / "backups", NOW)
    assert made is not None and backup.inspect(made).pain == 3
    backup.restore(made, log, NOW)
    with Store.open(log, at=NOW) as store:
        store.log_pain([ENTRY])
        assert store.counts().pain == 4


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER t AFTER INSERT ON pain BEGIN DELETE FROM pain; END",
        "CREATE UNIQUE INDEX one_a_day ON plan (since)",
        "DROP INDEX pain_day",
        "ALTER TABLE pain ADD COLUMN weather TEXT",
    ],
)
def test_what_changes_our_own_tables_is_told(log: Path, sql: str) -> None:
    with closing(sqlite3.connect(log)) as other:
        other.execute(sql)
    assert check.findings(log) == ("The tables are not those of this version.",)


def test_what_is_no_backup(log: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("hello")
    for path, kind in (
        (tmp_path / "none.db", Kind.MISSING), (tmp_path, Kind.USAGE),
        (tmp_path / "text.db", Kind.DAMAGED),
    ):  # fmt: skip
        with pytest.raises(StorageProblem) as problem:
            backup.inspect(path)
        assert problem.value.kind is kind
    with Store.open(log, at=NOW) as store:  # rows that another program changed
        store._connection.execute("UPDATE pain SET score = 9")
    with pytest.raises(StorageProblem, match="rows in pain"):
        backup.inspect(log)
    with pytest.raises(StorageProblem, match="backup failed"):
        backup.make(log, tmp_path / "b", NOW)
    assert list((tmp_path / "b").iterdir()) == []


def test_rows_lost_on_the_way_are_noticed(log: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="Rows are missing"):
        backup._prove(log, {"pain": 4})


def test_a_target_that_cannot_be_written(log: Path, tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    with pytest.raises(StorageProblem, match="The backup failed"):
        backup.make(log, tmp_path / "b", NOW)
    with pytest.raises(StorageProblem, match="The backup failed"):
        backup.copy_to(log, tmp_path / "none" / "x.db")


def test_restore_keeps_the_replaced_log(log: Path) -> None:
    made = backup.make(log, log.parent / "backups", NOW)
    with Store.open(log, at=NOW) as store:
        store.log_pain([ENTRY] * 4)
    kept = backup.restore(made, log, NOW + timedelta(hours=1))
    assert kept is not None and kept.name == "hiprehab-20260301T130000Z-replaced.db"
    assert backup.inspect(kept).pain == 7
    with Store.open(log, at=NOW) as store:
        assert store.counts().pain == 3
        store.log_pain([ENTRY])
        assert store.check() == ()


def test_a_log_that_was_put_aside_with_its_write_ahead_log_comes_back_whole(log: Path) -> None:
    made = backup.make(log, log.parent / "backups", NOW)
    with Store.open(log, at=NOW) as store:
        store.log_pain([ENTRY] * 4)
        rows = connection.wal_of(log).read_bytes(), log.read_bytes()
    connection.wal_of(log).write_bytes(rows[0])  # as a process that was killed leaves it
    log.write_bytes(rows[1])
    kept = backup.restore(made, log, NOW + timedelta(hours=1))
    assert kept is not None and connection.has_wal(kept)
    backup.restore(kept, log, NOW + timedelta(hours=2))
    with Store.open(log, at=NOW) as store:
        assert store.counts().pain == 7 and store.check() == ()


def test_restore_over_a_damaged_log_and_its_write_ahead_log(log: Path) -> None:
    made = backup.make(log, log.parent / "backups", NOW)
    log.write_bytes(b"noise" * 1000)
    connection.wal_of(log).write_bytes(b"more noise")
    kept = backup.restore(made, log, NOW)
    assert kept is not None and kept.read_bytes() == b"noise" * 1000
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"more noise"
    with Store.open(log, at=NOW) as store:
        assert store.counts().pain == 3


def test_restore_where_there_is_no_log(log: Path) -> None:
    made = backup.make(log, log.parent / "backups", NOW)
    log.unlink()
    assert backup.restore(made, log, NOW) is None
    with Store.open(log, at=NOW) as store:
        assert store.counts().pain == 3


def test_a_bad_backup_changes_nothing(log: Path, tmp_path: Path) -> None:
    made = backup.make(log, tmp_path / "b", NOW)
    made.write_bytes(made.read_bytes()[:-4096])
    before = log.read_bytes()
    with pytest.raises(StorageProblem):
        backup.restore(made, log, NOW)
    assert log.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_a_log_in_use_is_not_replaced(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backup.make(log, log.parent / "backups", NOW)
    plain = connection.connect_plain
    monkeypatch.setattr(connection, "connect_plain", lambda path, wait_ms=20: plain(path, wait_ms))
    with Store.open(log, at=NOW) as store:
        with pytest.raises(StorageProblem, match="Nothing was restored") as problem:
            backup.restore(made, log, NOW)
        assert problem.value.kind is Kind.BUSY
        assert store.counts().pain == 3


def test_the_daily_backup(log: Path) -> None:
    folder = log.parent / "backups"
    made = backup.maintain(log, folder, NOW)
    assert made is not None and made.exists()
    assert backup.maintain(log, folder, NOW + timedelta(hours=5)) is None
    for day in range(1, 12):
        backup.maintain(log, folder, NOW + timedelta(days=day))
    names = {path.name for path in folder.iterdir()}
    assert len([name for name in names if name.endswith(".db")]) < 12
    assert {name + ".sha256" for name in names if name.endswith(".db")} <= names


def test_a_damaged_log_is_not_backed_up_and_nothing_is_thinned(log: Path) -> None:
    folder = log.parent / "backups"
    for day in range(10):
        backup.make(log, folder, NOW + timedelta(days=day), backup.DAILY)
    raw = sqlite3.connect(log)
    raw.execute("UPDATE pain SET note = 'x'")
    raw.commit()
    raw.close()
    with pytest.raises(StorageProblem) as problem:
        backup.maintain(log, folder, NOW + timedelta(days=30))
    assert problem.value.kind is Kind.DAMAGED
    assert len(backup.listing(folder)) == 10


def test_only_the_last_backups_from_before_updates_stay(log: Path) -> None:
    folder = log.parent / "backups"
    first = backup.make(log, folder, NOW, "before-2")
    for number in range(3, 6):
        shutil.copy(first, folder / f"hiprehab-2026030{number}T000000Z-before-{number}.db")
    (folder / "hiprehab-20269999T000000Z-daily.db").touch()  # no date: not ours to touch
    assert backup.thin(folder) == [first]
    assert not backup.sidecar(first).exists()


def test_backups_from_before_imports_do_not_push_others_out(log: Path) -> None:
    folder = log.parent / "backups"
    update = backup.make(log, folder, NOW, "before-2")
    imports = [
        backup.make(log, folder, NOW + timedelta(days=number), backup.BEFORE_IMPORT)
        for number in range(5)
    ]
    assert backup.thin(folder) == imports[1::-1]
    assert {one.path for one in backup.listing(folder)} == {update, *imports[2:]}


@given(st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=80), st.randoms())
def test_the_thinning_rule(days: list[date], chance: random.Random) -> None:
    dropped = backup.to_drop(days)
    kept = set(days) - dropped
    assert dropped <= set(days)
    assert set(sorted(set(days), reverse=True)[:7]) <= kept
    assert {day.year for day in kept} == {day.year for day in days}
    assert len(kept) <= 7 + 5 + 12 + len({day.year for day in days})
    chance.shuffle(days)
    assert backup.to_drop(days) == dropped
    assert backup.to_drop(kept) == set()  # thinning twice is thinning once
