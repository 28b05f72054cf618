"""Faults that need several processes; a script, since pytest's own process must not be forked.

    python tests/faults/many.py races|stop|migrations|imports FOLDER COUNT

races: two windows on one profile in the same moment.
stop: a rehearsed session at its real speed is stopped for five seconds.
migrations: an update of the log is killed in the middle.
imports: an import of a whole log is killed in the middle.
Exits with 1 and a sentence when something is not as it must be.
"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlite_utils
from families import Child
from sqlite_utils import Migrations

from benchmarks.history import fill
from hiprehab import app
from hiprehab.app import desk, rehearse, window
from hiprehab.storage import backup, incoming, merging, migrations, schema, transfer
from hiprehab.storage.document import Source
from hiprehab.storage.store import Store
from hiprehab.ui.screens import session_flow

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STOPPED_S = 5.0
_LOADED = (desk, rehearse, session_flow, window)  # imported for the children's sake


def races(folder: Path, count: int) -> None:
    """One of two opens; the other says so and leaves with 1. A dead one's lock is taken over."""

    def open_window() -> int:
        from PySide6.QtCore import QTimer

        qt = window.application()
        QTimer.singleShot(0, qt, lambda: print("open", flush=True))
        return app.main(["--data-dir", str(folder)])

    for _ in range(count):
        with Child(open_window) as one, Child(open_window) as two:
            told = []
            for child in (one, two):
                told.append(child.until(lambda line: line == "open" or "already open" in line))
            assert sorted(line == "open" for line in told) == [False, True], told
            second, first = (one, two) if told[0] != "open" else (two, one)
            assert second.wait() == 1, second.status
            said = [line for line in second.lines if "propagateSizeHints" not in line]
            assert len(said) == 1 and said[0].startswith("HipRehab is already open"), said
            assert first.read(0.05, lambda _: False) is None and first.status is None
    print(f"{count} races")


def stop(folder: Path, count: int) -> None:
    """It pauses at once, credits nothing of the gap, and stays paused until somebody goes on."""
    words = ["--data-dir", str(folder), "rehearse", "desk-break-5", "--acks"]
    for _ in range(count):
        with Child(lambda: app.main(words)) as child:
            child.until(lambda line: line.startswith("heartbeat 2."))
            child.signal(signal.SIGSTOP)
            time.sleep(STOPPED_S)  # the fault itself
            before = float(child.lines[-1].split()[-1])
            child.signal(signal.SIGCONT)
            paused = child.until(lambda line: line.startswith("paused"))
            credited = float(paused.split()[-1]) - before
            assert -0.001 <= credited <= 1.2, f"{credited} s credited of {STOPPED_S} s"
            assert child.read(2.5, lambda line: line.startswith(("heartbeat", "resumed"))) is None
        with Store.open(folder / "profiles" / "default" / "hiprehab.db", at=NOW) as store:
            left = store.unfinished()
            assert left is not None and left.active_s < before + 1.2
            assert store.check() == ()
            store.discard_session(left.id, NOW)
    print(f"{count} stops")


NEXT = schema.VERSION + 1


def next_schema() -> Migrations:
    """The released steps and a made-up next one that takes a while."""
    steps = Migrations(schema.MIGRATION_SET)
    for name in schema.STEP_NAMES:
        steps(name=name)(lambda db: None)

    @steps(name=f"schema_{NEXT}")
    def _next(db: sqlite_utils.Database) -> None:
        db.conn.execute("ALTER TABLE pain ADD COLUMN mood TEXT")
        db.conn.execute("CREATE TABLE pain_copy AS SELECT * FROM pain")
        db.conn.execute("UPDATE pain SET mood = 'calm'")
        db.conn.execute("DROP TABLE pain_copy")

    return steps


def migrate(folder: Path, count: int) -> None:
    """The log is old or new after a kill, never half; the old one was backed up before.

    A made-up step that takes a while, and the released one from schema 1.
    """
    _kill_updates(folder / "next", count, fill(folder / "base.db", 2, 4), next_schema(), "mood")
    first = Path(__file__).parents[1] / "fixtures" / "db" / "schema-1.db"
    _kill_updates(folder / "second", count, first, migrations.steps, "to_exercise")


def _kill_updates(folder: Path, count: int, base: Path, steps: Migrations, column: str) -> None:
    chance = random.Random(3)
    folder.mkdir()
    path, backups = folder / "hiprehab.db", folder / "backups"
    old = version_of(base)
    new = old + 1

    def update() -> int:
        migrations.upgrade(path, backups, NOW, migrations=steps, version=new)
        print("done", flush=True)
        return 0

    found = {old: 0, new: 0}
    longest = 0.0
    for number in range(count + 1):
        shutil.copyfile(base, path)
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        shutil.rmtree(backups, ignore_errors=True)
        with Child(update) as child:
            if number == 0:
                begun = time.monotonic()
                child.until(lambda line: line == "done")
                longest = time.monotonic() - begun
                continue
            told = child.read(chance.uniform(0, longest * 1.1), lambda line: line == "done")
        version = version_of(path)
        with closing(sqlite3.connect(path)) as raw:
            columns = {name for (name,) in raw.execute(COLUMN_NAMES)}
            assert (column in columns) == (version == new), f"half: {version} {columns}"
            assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            done = raw.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
            assert done == version, f"{done} steps are noted in version {version}"
            if column == "mood" and version == new:
                calm = raw.execute("SELECT count(*) FROM pain WHERE mood IS NULL").fetchone()[0]
                assert calm == 0
        assert version == new or told is None, "it was acknowledged and is gone"
        found[version] += 1
        copies = backup.listing(backups)
        assert copies or version == old, "there is no backup from before"
        for copy in copies:
            assert backup.inspect(copy.path).version == old
    print(f"{count} killed updates to {new}: {found[old]} old, {found[new]} new, 0 half")


COLUMN_NAMES = (
    "SELECT c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
)


def version_of(path: Path) -> int:
    """The schema of a log."""
    with closing(sqlite3.connect(path)) as raw:
        version: int = raw.execute("PRAGMA user_version").fetchone()[0]
    return version


def imports(folder: Path, count: int) -> None:
    """All of a file or nothing of it after a kill, and the backup from before."""
    chance = random.Random(4)
    file = folder / "out.json"
    (folder / "filled").mkdir()
    transfer.export_json(fill(folder / "filled" / "base.db", 1, 4), transfer.Export(file, NOW))
    source = incoming.read(file)
    assert isinstance(source, Source)
    whole = len(source.rows["pain"])
    found = {"nothing": 0, "all": 0}
    longest = 0.0
    for number in range(count + 1):
        path = folder / str(number) / "hiprehab.db"
        path.parent.mkdir()
        Store.open(path, at=NOW).close()

        def take(path: Path = path) -> int:
            with Store.open(path, at=NOW) as store:
                merging.take(store, source, NOW)
            print("done", flush=True)
            return 0

        with Child(take) as child:
            begun = time.monotonic()
            if number == 0:
                child.until(lambda line: line == "done")
                longest = time.monotonic() - begun
                told = "done"
            else:
                told = child.read(chance.uniform(0, longest), lambda line: line == "done") or ""
        with Store.open(path, at=NOW) as store:
            there = store.counts().pain
            assert there in (0, whole), f"half: {there} of {whole}"
            assert there == whole or not told, "it was acknowledged and is gone"
            assert store.check() == ()
        copies = backup.listing(path.parent / "backups")
        assert copies or there == 0
        assert all(backup.inspect(copy.path).pain == 0 for copy in copies)
        found["all" if there else "nothing"] += 1
    print(f"{count} killed imports: {found['nothing']} nothing, {found['all']} all, 0 half")


WHAT = {"races": races, "stop": stop, "migrations": migrate, "imports": imports}


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    WHAT[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
