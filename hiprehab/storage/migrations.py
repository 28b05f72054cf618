"""Brings an older log up to date: a backup first, then all steps in one transaction, or nothing.

To change the tables, append a step here and to `schema.STEP_NAMES`, raise `schema.VERSION`, and put
a log of the version before into tests/fixtures/db. A released step is never edited and imports no
core.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from hiprehab.storage import backup, checksum, schema
from hiprehab.storage.connection import WAIT_MS, connect_plain, set_durable
from hiprehab.storage.trouble import StorageProblem, guarded

FAILED = "The update of the log failed; nothing was changed"
REPORT = "Please report this; the log is as it was."

steps = Migrations(schema.MIGRATION_SET)


@steps(name=schema.STEP_NAMES[0])
def _schema_1(db: sqlite_utils.Database) -> None:
    """The first tables. A new log gets them from `Store.open`, without sqlite-utils."""
    for statement in schema.SCHEMA_1:
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")


@steps(name=schema.STEP_NAMES[1])
def _schema_2(db: sqlite_utils.Database) -> None:
    """Events, own activities, tests, questions, readiness to run, and accepted adjustments."""
    for statement in schema.SCHEMA_2:
        db.conn.execute(statement)


def upgrade(
    path: Path,
    backups: Path,
    at: datetime,
    *,
    migrations: Migrations = steps,
    version: int = schema.VERSION,
) -> None:
    """Runs the missing steps on the log at `path`. StorageProblem: nothing was changed."""
    with guarded(FAILED, path), closing(connect_plain(path, WAIT_MS)) as connection:
        old = connection.execute("PRAGMA user_version").fetchone()[0]
        backup.make(path, backups, at, kind=f"before-{version}")
        set_durable(connection)
        # Off only here: a step may have to rebuild a table that others point to.
        connection.execute("PRAGMA foreign_keys = off")
        db = sqlite_utils.Database(connection, execute_plugins=False)
        connection.execute("BEGIN IMMEDIATE")
        try:
            migrations.apply(db)  # each step is a savepoint inside this transaction
            checksum.seal_all(connection, schema.SEALED)
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise StorageProblem(
                    f"{FAILED}: records would have lost their connection (schema {old}).",
                    REPORT,
                )
            connection.execute(f"PRAGMA user_version = {version:d}")
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if _is_our_statement(error):
                raise StorageProblem(f"{FAILED}: {error}.", REPORT) from error
            raise


def _is_our_statement(error: BaseException) -> bool:
    """Whether a step did not fit the log, say because another program added a table to it."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
