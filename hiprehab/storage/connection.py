"""Opening the log: looks at the file before SQLite touches it, then connects with safe settings.

Only the standard library: this is on the way to the first paint.
"""

import os
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from hiprehab.storage import checksum, keys
from hiprehab.storage.checksum import Value
from hiprehab.storage.files import PRIVATE_FILE, beside, sync_folder
from hiprehab.storage.schema import APPLICATION_ID, VERSION
from hiprehab.storage.trouble import Kind, StorageProblem, damaged, guarded

MAGIC: Final = b"SQLite format 3\x00"
WAIT_MS: Final = 3000
"""How long a locked log is waited for without a word."""
NOT_OPENED: Final = "The log could not be opened"
BACKUP_GLOB: Final = "hiprehab-*.db"


class Header(NamedTuple):
    """What the first hundred bytes of a database file say."""

    pages: int
    page_size: int
    application_id: int
    user_version: int


def wal_of(path: Path) -> Path:
    """The write-ahead log beside a database."""
    return path.with_name(path.name + "-wal")


def has_wal(path: Path) -> bool:
    """Whether rows may still be in the write-ahead log."""
    try:
        return wal_of(path).stat().st_size > 0
    except OSError:
        return False


def _lost_wal(path: Path) -> bool:
    """Whether the write-ahead log is gone while its index is still there.

    SQLite removes the index first, so only somebody else can have taken the log away, and with it
    the newest rows. Asked twice, for another program may just be opening or closing the file.
    """
    index = path.with_name(path.name + "-shm")
    return all(index.exists() and not wal_of(path).exists() for _ in range(2))


def is_plain(path: Path) -> bool:
    """Whether a file begins as a database without a passphrase does."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def key_of(path: Path) -> str | None:
    """The passphrase that opens a log; None for a plain one, also among encrypted ones."""
    found = keys.key_for(path)
    return None if found is None or is_plain(path) else found


def newer(path: Path, version: int) -> StorageProblem:
    """The refusal of a log from a later version."""
    return StorageProblem(
        f"The log {path} was made by a newer HipRehab (its schema is {version}, this program"
        f" knows {VERSION}). Nothing was changed.",
        "Update HipRehab.",
        Kind.NEWER,
    )


def read_header(path: Path) -> Header:
    """The header of an existing file; a StorageProblem when it is no whole log of ours."""
    with guarded(NOT_OPENED, path), path.open("rb") as stream:
        head = stream.read(100)
        size = os.fstat(stream.fileno()).st_size
    if key_of(path) is not None:
        return _encrypted_header(path, empty=not head)
    if not head.startswith(MAGIC) or len(head) < 100:
        raise damaged(path, "it is empty" if not head else "this is not a database")
    (page_size,) = struct.unpack(">H", head[16:18])
    (pages,) = struct.unpack(">I", head[28:32])
    (user_version,) = struct.unpack(">I", head[60:64])
    (application_id,) = struct.unpack(">I", head[68:72])
    header = Header(pages, 65536 if page_size == 1 else page_size, application_id, user_version)
    if not has_wal(path):  # else the true numbers may still be in the write-ahead log
        if size < header.pages * header.page_size:
            raise damaged(path, "its end is missing")
        if application_id != APPLICATION_ID:
            raise damaged(path, "this is another program's database")
    if user_version > VERSION:
        raise newer(path, user_version)
    if _lost_wal(path):
        raise damaged(path, f"its newest rows were in {wal_of(path).name}, which is missing")
    return header


def _encrypted_header(path: Path, *, empty: bool) -> Header:
    """The same of a log behind a passphrase, which only the right one can read."""
    if empty:
        raise damaged(path, "it is empty")
    opened, copy = connect_reading(path)
    try:
        with closing(opened), guarded(NOT_OPENED, path):
            names = ("page_count", "page_size", "application_id", "user_version")
            header = Header(*(opened.execute(f"PRAGMA {n}").fetchone()[0] for n in names))
    finally:
        discard(copy)
    if header.application_id != APPLICATION_ID:
        raise damaged(path, "this is another program's database")
    if header.user_version > VERSION:
        raise newer(path, header.user_version)
    if _lost_wal(path):
        raise damaged(path, f"its newest rows were in {wal_of(path).name}, which is missing")
    return header


def is_new(path: Path, backups: Path) -> bool:
    """Whether there is no log yet; a StorageProblem when there should be one."""
    with guarded(NOT_OPENED, path):
        there = path.lstat().st_size if os.path.lexists(path) else None
    if there is not None and not path.exists():
        raise StorageProblem(
            f"The log {path} is a link to a file that is not there.",
            "Connect the disk it is on, or remove the link.",
            Kind.MISSING,
        )
    if there:
        return False
    copies = any(backups.glob(BACKUP_GLOB)) if backups.is_dir() else False
    if has_wal(path) or copies:
        raise damaged(path, "it is missing" if there is None else "it is empty")
    return True


def create(path: Path, statements: Iterable[tuple[str, tuple[Value, ...]]]) -> None:
    """A new log with these statements carried out: whole, or not there at all.

    One that another process has made meanwhile stays, and what it was told with it.
    """
    part = beside(path)
    with guarded("The log could not be made", path):
        try:
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
            with keys.same_key(path, part), closing(connect_plain(part, 0)) as connection:
                connection.execute("BEGIN")
                for sql, values in statements:
                    connection.execute(sql, values)
                connection.execute("COMMIT")
            _put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)


def _put_in_place(part: Path, path: Path) -> None:
    """Gives a new log its name; nothing but an empty file may stand there before."""
    try:
        if os.name == "nt":
            os.rename(part, path)  # which replaces nothing there
        else:
            os.link(part, path)
        return
    except FileExistsError:
        pass
    except OSError:
        if os.name == "nt":
            raise
        with suppress(FileExistsError):  # a disk without hard links: the name is taken first
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
    _replace_empty(part, path)


def _replace_empty(part: Path, path: Path) -> None:
    """Puts a new log in the place of an empty file, unless another process was quicker.

    The empty file itself is the lock: who waited for it finds another file in its place. Windows
    refuses to replace a file that is open, so only the size tells there.
    """
    with path.open("rb") as stream:
        if os.name != "nt":
            import fcntl

            with suppress(OSError):  # a disk without locks
                fcntl.flock(stream, fcntl.LOCK_EX)
        there = os.fstat(stream.fileno())
        empty = not there.st_size and os.path.samestat(there, path.stat())
        if empty and os.name != "nt":
            os.replace(part, path)
    if empty and os.name == "nt":
        os.replace(part, path)


def _open(address: str, *, key: str | None, wait_ms: int) -> sqlite3.Connection:
    options: dict[str, Any] = {
        "timeout": wait_ms / 1000,
        "isolation_level": None,
        "check_same_thread": False,
        "uri": True,
        "cached_statements": 256,
    }
    connection: sqlite3.Connection
    if key is None:
        connection = sqlite3.connect(address, **options)
    else:
        from hiprehab.storage import cipher

        connection = cipher.connect(address, key, **options)
    connection.execute("PRAGMA trusted_schema = off")
    connection.execute("PRAGMA foreign_keys = on")
    checksum.install(connection)
    return connection


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    with guarded(NOT_OPENED, path):
        try:
            yield
        except UnicodeDecodeError as error:  # SQLite's message quotes a damaged definition
            raise damaged(path) from error


def connect_writing(path: Path, wait_ms: int = WAIT_MS) -> sqlite3.Connection:
    """A connection that writes durably: WAL, or the rollback journal where WAL is refused."""
    with _opening(path):
        connection = connect_plain(path, wait_ms)
        try:
            set_durable(connection)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        except BaseException:
            connection.close()
            raise
    if version > VERSION or not ours:
        connection.close()
        raise newer(path, version) if version > VERSION else damaged(path, "not a log of ours")
    with suppress(OSError):
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(PRIVATE_FILE)
    return connection


def set_durable(connection: sqlite3.Connection) -> str:
    """Sets the journal mode and reads it back; a commit is on the disk when it returns."""
    mode = connection.execute("PRAGMA journal_mode = wal").fetchone()[0]
    if mode not in ("wal", "memory"):
        mode = connection.execute("PRAGMA journal_mode = delete").fetchone()[0]
    connection.execute("PRAGMA synchronous = full")
    return str(mode)


def connect_plain(path: Path, wait_ms: int = WAIT_MS) -> sqlite3.Connection:
    """A connection that can write and asks nothing about the log's version."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    return _open(address, key=key_of(path), wait_ms=wait_ms)


def connect_memory() -> sqlite3.Connection:
    """A database that lives as long as its connection."""
    return _open(":memory:", key=None, wait_ms=0)


def connect_reading(path: Path, wait_ms: int = WAIT_MS) -> tuple[sqlite3.Connection, Path | None]:
    """A connection that cannot write, and the folder of a copy it had to make, if any.

    In a folder that cannot be written, SQLite opens a log only as immutable and then does not see
    the write-ahead log; where there is one, both are copied and read there.
    """
    address, key = path.absolute().as_uri(), key_of(path)
    with _opening(path):
        try:
            return _probe(f"{address}?mode=ro", key, wait_ms), None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_READONLY,
            ):
                raise
        if not has_wal(path):
            return _probe(f"{address}?immutable=1", key, wait_ms), None
        folder = Path(tempfile.mkdtemp(prefix="hiprehab-read-"))
        try:
            for source in (path, wal_of(path)):
                shutil.copyfile(source, folder / source.name)
            return _probe(f"{(folder / path.name).as_uri()}?mode=rw", key, wait_ms), folder
        except BaseException:
            discard(folder)
            raise


def discard(copy: Path | None) -> None:
    """Removes the copy that `connect_reading` made, if it made one."""
    if copy is not None:
        shutil.rmtree(copy, ignore_errors=True)


def _probe(address: str, key: str | None, wait_ms: int) -> sqlite3.Connection:
    connection = _open(address, key=key, wait_ms=wait_ms)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute("PRAGMA query_only = on")
    except BaseException:
        connection.close()
        raise
    return connection
