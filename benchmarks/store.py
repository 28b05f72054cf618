"""The log against its goals P7 and P8: durable writes, reads of ten years, exports."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.history import END, fill
from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage import backup, check, document, incoming, merging, transfer
from hiprehab.storage.store import Store
from hiprehab.storage.writer import Writer

Row = tuple[str, float, float | None, str]
NOW = datetime(END.year, END.month, END.day, 20, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOW, 60), Side.LEFT, 4, note="after the stairs", demo=True)
FIRST = date(1, 1, 1)


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _writes(path: Path) -> list[Row]:
    """From handing a write to the writer thread until its acknowledgement."""
    writer = Writer(lambda: Store.open(path, at=NOW))
    writer.flush(30)
    record = SessionRecord(stamp(NOW, 60), "a", "A", "1", "L1", Status.UNFINISHED, 900, 0)
    session: list[int] = []
    writer.submit(lambda store: store.begin_session(record, '{"plan": "' + "x" * 40_000 + '"}'),
                  session.append)  # fmt: skip
    writer.flush(30)

    def acknowledged(work: Callable[[Store], object]) -> None:
        saved = threading.Event()
        writer.submit(work, lambda _: saved.set())
        saved.wait(30)

    numbers = iter(range(1_000_000))
    rating = _times(lambda: acknowledged(lambda store: store.log_pain([ENTRY])), 200)
    beat = _times(
        lambda: acknowledged(
            lambda store: store.heartbeat(session[0], "{}" * 200, float(next(numbers)))
        ),
        200,
    )
    step = _times(
        lambda: acknowledged(
            lambda store: store.journal(
                session[0], next(numbers), NOW, "step", "{}", "{}" * 200, 1.0
            )
        ),
        200,
    )
    writer.close(30)
    return [
        ("a rating is durable (p95)", _p95(rating), 5.0, "ms"),
        ("a transition is durable (p95)", _p95(step), 5.0, "ms"),
        ("a heartbeat is durable (p95)", _p95(beat), 5.0, "ms"),
    ]


def _reads(path: Path) -> list[Row]:
    """The least disturbed of nine rounds: the work is computing, and others share the machine."""
    month = (END - timedelta(days=29), END)
    with Store.open(path, at=NOW, read_only=True) as store:

        def row(name: str, work: Callable[[], object], limit: float | None = None) -> Row:
            return name, min(_times(work, 9)), limit, "ms"

        ratings = store.counts().pain
        return [
            row(f"{ratings} ratings as objects", lambda: store.pain_between(FIRST, END)),
            row("30 days as objects (P8)", lambda: store.pain_between(*month), 1.0),
            row("sessions of 30 days", lambda: store.sessions_between(*month)),
            row("sessions of ten years", lambda: store.sessions_between(FIRST, END)),
            row("events of ten years", store.events),
            row("activity ratings of 30 days", lambda: store.activity_ratings(*month)),
            row("activity ratings of ten years", lambda: store.activity_ratings(FIRST, END)),
            row("function tests of ten years", lambda: store.function_tests(FIRST, END)),
        ]  # fmt: skip


def _there_and_back(path: Path, folder: Path) -> list[Row]:
    """The whole log as JSON, and what an import of it takes."""
    file, name = folder / "out.json", "out.json"
    written = transfer.Export(file, NOW, force=True)
    exported = _times(lambda: transfer.export_json(path, written), 3)
    source = document.unpack(file.read_bytes(), name)
    read = _times(lambda: incoming.read(file), 3)
    compared = _times(lambda: merging.preview(path, source, NOW), 3)
    (folder / "new").mkdir()
    with Store.open(folder / "new" / "hiprehab.db", at=NOW) as store:
        taken = _times(lambda: merging.take(store, source, NOW), 1)
    return [
        ("JSON export of ten years", min(exported), None, "ms"),
        ("import: read and prove ten years", min(read), 2000.0, "ms"),
        ("import: compare with the log", min(compared), None, "ms"),
        ("import: backup and write ten years", min(taken), None, "ms"),
    ]


def measure() -> list[Row]:
    """Milliseconds on a log of ten years with three ratings a day."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = fill(folder / "hiprehab.db")
        rows = _reads(path) + _writes(path)  # in this order: the writes add to the log
        opened = _times(lambda: Store.open(path, at=NOW).close(), 9)
        to_csv = transfer.Export(folder / "out", NOW, force=True)
        exported = _times(lambda: transfer.export_csv(path, to_csv), 5)
        checked = _times(lambda: check.findings(path), 3)
        copied = _times(lambda: backup.make(path, folder / "backups", NOW), 3)
        rows += [
            ("open and close", min(opened), None, "ms"),
            ("CSV export of ten years (P8)", min(exported), 300.0, "ms"),
            *_there_and_back(path, folder),
            ("check of every page and row", min(checked), None, "ms"),
            ("backup with its proof", min(copied), None, "ms"),
        ]
    return rows
