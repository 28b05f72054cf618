"""Updates of the log: all or nothing, after a backup; each released schema still opens."""

import hashlib
import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, checksum, migrations, schema, transfer
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOW, 0), Side.LEFT, 4)
RELEASED = sorted((Path(__file__).parents[1] / "fixtures" / "db").glob("schema-*.db"))


def filled(folder: Path) -> Path:
    with Store.open(folder / "hiprehab.db", at=NOW) as store:
        store.log_pain([ENTRY])
    return folder / "hiprehab.db"


def with_second_step(fails: bool = False) -> Migrations:
    """The released step and a made-up next one, which rebuilds what others point to."""
    steps = Migrations(schema.MIGRATION_SET)
    steps(name="schema_1")(lambda db: None)

    @steps(name="schema_2")
    def _two(db: sqlite_utils.Database) -> None:
        db.conn.execute("ALTER TABLE pain ADD COLUMN mood TEXT")
        if fails:
            db.conn.execute("DELETE FROM prescription")
            db.conn.execute("INSERT INTO pain_history VALUES (1, 99, 'x', '{}', 0)")

    return steps


def test_there_are_released_logs() -> None:
    assert len(RELEASED) == schema.VERSION == len(schema.STEP_NAMES)


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_each_released_schema_shows_the_same_records(tmp_path: Path, released: Path) -> None:
    path = tmp_path / "hiprehab.db"
    shutil.copyfile(released, path)
    with Store.open(path, at=NOW) as store:
        assert store.check() == ()
    transfer.export_json(path, tmp_path / "out.json", at=NOW)
    golden = json.loads(released.with_suffix(".json").read_text(encoding="utf-8"))
    now = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    for name in ("entries", "sessions", "plan", "away"):
        assert now[name] == golden[name]


def test_a_new_log_is_what_the_steps_make(tmp_path: Path) -> None:
    """`Store.open` writes the tables without sqlite-utils; both ways give the same."""
    made = sqlite_utils.Database(tmp_path / "steps.db", execute_plugins=False)
    migrations.steps.apply(made)
    sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
    with Store.open(tmp_path / "new.db", at=NOW) as store:
        new = {tuple(row) for row in store._connection.execute(sql)}
    steps = set(made.conn.execute(sql))
    ours = {row for row in steps if "_sqlite_migrations" not in row[1]}
    assert ours <= new
    assert {row[1] for row in new} == {row[1] for row in steps}
    assert migrations.steps.pending(sqlite_utils.Database(tmp_path / "new.db")) == []
    made.close()


def test_every_table_is_sealed() -> None:
    with Store.memory(NOW) as store:
        rows = store._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        names = {row[0] for row in rows} - {"_sqlite_migrations", "sqlite_sequence"}
        assert names == set(schema.SEALED)
        for name in names:
            assert (
                "STRICT"
                in store._connection.execute(
                    "SELECT sql FROM sqlite_schema WHERE name = ?", (name,)
                ).fetchone()[0]
            )


def test_an_update_makes_a_backup_first_and_seals_the_rows(tmp_path: Path) -> None:
    path = filled(tmp_path)
    migrations.upgrade(path, tmp_path / "backups", NOW, migrations=with_second_step(), version=2)
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone()[0] == 2
    assert raw.execute("SELECT score, mood FROM pain").fetchall() == [(4, None)]
    raw.text_factory = bytes
    assert checksum.broken_rows(raw, "pain") == []
    raw.close()
    (before,) = backup.listing(tmp_path / "backups")
    assert before.kind == "before-2"
    assert backup.inspect(before.path).pain == 1


def test_a_failed_update_changes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path)
    steps = with_second_step(fails=True)
    with pytest.raises(StorageProblem, match="nothing was changed"):
        migrations.upgrade(path, tmp_path / "backups", NOW, migrations=steps, version=2)
    with Store.open(path, at=NOW) as store:
        assert store.pain_day(NOW.date())[0].score == 4
        assert store.check() == ()


def test_an_update_that_cannot_be_backed_up_does_not_begin(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = hashlib.sha256(path.read_bytes()).digest()
    (tmp_path / "backups").touch()  # a file where the folder should be
    with pytest.raises(StorageProblem):
        migrations.upgrade(
            path, tmp_path / "backups", NOW, migrations=with_second_step(), version=2
        )
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_an_older_log_is_brought_up_to_date_when_opened(tmp_path: Path) -> None:
    path = filled(tmp_path)
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 0")
    raw.close()
    with Store.open(path, at=NOW) as store:
        assert store.pain_day(NOW.date())[0].score == 4
    assert [one.kind for one in backup.listing(tmp_path / "backups")] == ["before-1"]


def test_a_locked_log_is_not_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path)
    monkeypatch.setattr(migrations, "WAIT_MS", 20)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageProblem) as problem:
        migrations.upgrade(
            path, tmp_path / "backups", NOW, migrations=with_second_step(), version=2
        )
    other.close()
    assert problem.value.kind is Kind.BUSY
