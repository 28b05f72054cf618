"""Updates of the log: all or nothing, after a backup; each released schema still opens."""

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
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


NEXT = schema.VERSION + 1


def with_next_step(fails: bool = False) -> Migrations:
    """The released steps and a made-up next one, which rebuilds what others point to."""
    steps = Migrations(schema.MIGRATION_SET)
    for name in schema.STEP_NAMES:
        steps(name=name)(lambda db: None)

    @steps(name=f"schema_{NEXT}")
    def _next(db: sqlite_utils.Database) -> None:
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
    transfer.export_json(path, transfer.Export(tmp_path / "out.json", NOW))
    golden = json.loads(released.with_suffix(".json").read_text(encoding="utf-8"))
    now = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    for name in golden.keys() - {"schema", "made_at_utc", "made_by", "sessions"}:
        assert now[name] == golden[name]
    plans = {one["id"]: one["plan"] for one in now["prescriptions"]}
    for session in now["sessions"]:  # the first format had each plan in its sessions
        session["plan"] = plans.get(session.pop("prescription"))
    for session in golden["sessions"]:
        if "prescription" in session:
            known = {one["id"]: one["plan"] for one in golden["prescriptions"]}
            session["plan"] = known.get(session.pop("prescription"))
    assert now["sessions"] == golden["sessions"]


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
    migrations.upgrade(path, tmp_path / "backups", NOW, migrations=with_next_step(), version=NEXT)
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone()[0] == NEXT
    assert raw.execute("SELECT score, mood FROM pain").fetchall() == [(4, None)]
    raw.text_factory = bytes
    assert checksum.broken_rows(raw, "pain") == []
    raw.close()
    (before,) = backup.listing(tmp_path / "backups")
    assert before.kind == f"before-{NEXT}"
    assert backup.inspect(before.path).pain == 1


def test_a_failed_update_changes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path)
    steps = with_next_step(fails=True)
    with pytest.raises(StorageProblem, match="nothing was changed"):
        migrations.upgrade(path, tmp_path / "backups", NOW, migrations=steps, version=NEXT)
    with Store.open(path, at=NOW) as store:
        assert store.pain_day(NOW.date())[0].score == 4
        assert store.check() == ()


def test_an_update_that_cannot_be_backed_up_does_not_begin(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = hashlib.sha256(path.read_bytes()).digest()
    (tmp_path / "backups").touch()  # a file where the folder should be
    with pytest.raises(StorageProblem):
        migrations.upgrade(
            path, tmp_path / "backups", NOW, migrations=with_next_step(), version=NEXT
        )
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_an_older_log_is_brought_up_to_date_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "hiprehab.db"
    shutil.copyfile(RELEASED[0], path)
    with Store.open(path, at=NOW) as store:
        assert store.counts().pain == 24
        assert store.events() == []
        assert store.check() == ()
    (before,) = backup.listing(tmp_path / "backups")
    assert before.kind == f"before-{schema.VERSION}"
    assert backup.inspect(before.path).version == 1


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a log's first tables, as it is in the file."""
    with closing(sqlite3.connect(path)) as raw:
        tables = [r[0] for r in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        known = set(tables) - {"_sqlite_migrations", "sqlite_sequence"}
        return {name: raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in known}


def test_the_second_step_leaves_every_older_row_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "hiprehab.db"
    shutil.copyfile(RELEASED[0], path)
    before = rows_of(path)
    migrations.upgrade(path, tmp_path / "backups", NOW)
    after = rows_of(path)
    assert {name: after[name] for name in before} == before
    assert {name: rows for name, rows in after.items() if name not in before} == {
        name: [] for name in set(after) - set(before)
    }
    assert set(after) == set(schema.SEALED)


def test_a_second_step_that_fails_half_way_leaves_the_first_schema(tmp_path: Path) -> None:
    path = tmp_path / "hiprehab.db"
    shutil.copyfile(RELEASED[0], path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "CREATE TABLE question (text TEXT, checksum INTEGER)"
        )  # the step makes it after others
        raw.commit()
    before = rows_of(path)
    with pytest.raises(StorageProblem, match="nothing was changed"):
        Store.open(path, at=NOW)
    with closing(sqlite3.connect(path)) as raw:
        names = {r[0] for r in raw.execute("SELECT name FROM sqlite_schema")}
        assert "event" not in names and "question" in names
        assert raw.execute("PRAGMA user_version").fetchone()[0] == 1
        assert raw.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0] == 1
    assert rows_of(path) == before


def test_a_locked_log_is_not_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path)
    monkeypatch.setattr(migrations, "WAIT_MS", 20)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageProblem) as problem:
        migrations.upgrade(
            path, tmp_path / "backups", NOW, migrations=with_next_step(), version=NEXT
        )
    other.close()
    assert problem.value.kind is Kind.BUSY
