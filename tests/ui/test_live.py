"""Reading on several threads: each has a store of its own, whoever took the method where."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.live import ThreadReads

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)


def test_a_read_belongs_to_the_thread_that_calls_it(tmp_path: Path) -> None:
    path = tmp_path / "hiprehab.db"
    with Store.open(path, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4)])
    opened: list[threading.Thread] = []

    def open_store() -> Store:
        opened.append(threading.current_thread())
        return Store.open(path, at=AT, read_only=True)

    reads = ThreadReads(open_store)
    taken_here = reads.pain_between
    found: list[object] = []
    worker = threading.Thread(target=lambda: found.append(taken_here(AT.date(), AT.date())))
    worker.start()
    worker.join()
    assert [entry.score for entry in taken_here(AT.date(), AT.date())] == [4]
    assert found == [taken_here(AT.date(), AT.date())]
    assert opened == [worker, threading.current_thread()]
    reads.close()


def test_what_no_store_has_is_said_when_it_is_taken(tmp_path: Path) -> None:
    reads = ThreadReads(lambda: Store.memory(AT))
    with pytest.raises(AttributeError):
        _ = reads.pain_betwen
