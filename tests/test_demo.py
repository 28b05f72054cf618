"""The made-up history of the demonstration: marked as such, inside its days, never for real."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hiprehab import demo, resources
from hiprehab.core.diary import EventKind, FunctionKind
from hiprehab.core.log import Moment
from hiprehab.storage import transfer
from hiprehab.storage.library import load_library
from hiprehab.storage.store import Store

LAST = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "hiprehab.db"
    library = load_library(resources.data_dir() / "index.json", []).library
    diary = demo.made_up_diary(LAST)
    with Store.open(path, at=NOW) as store:
        store.log_pain(demo.made_up_pain(LAST))
        for record in demo.made_up_sessions(library, LAST):
            number = store.log_manual_session(record)
            store.log_pain(demo.made_up_pain_around(record, number, LAST))
        ids = [store.activity_add(one) for one in diary.activities]
        store.activity_rate([one._replace(activity=ids[one.activity]) for one in diary.ratings])
        store.function_test_add(diary.tests)
        for event in diary.events:
            store.event_add(event)
        assert store.check() == ()
    return path


def test_every_row_is_marked_and_lies_in_the_days_before(log: Path) -> None:
    with Store.open(log, at=NOW, read_only=True) as store:
        span = (date.min, date.max)
        rows = [*store.pain_between(*span), *store.sessions_between(*span), *store.events(),
                *store.activity_ratings(*span), *store.function_tests(*span)]  # fmt: skip
    assert len(rows) > 200
    assert all(row.demo for row in rows)
    assert all((LAST - row.stamp.day).days in range(1, demo.DAYS + 1) for row in rows)


def test_the_diary_shows_each_kind(log: Path) -> None:
    with Store.open(log, at=NOW, read_only=True) as store:
        assert {event.kind for event in store.events()} == set(EventKind)
        shoes = [event for event in store.events() if "shoes" in event.text]
        runs = [event for event in store.events() if event.kind is EventKind.RUN]
        tests = store.function_tests(date.min, date.max)
        assert len(store.activities()) == 3
    assert len(shoes) == 1 and len(runs) > 5
    assert all(run.first > shoes[0].first and run.minutes and run.km for run in runs)
    assert {test.kind for test in tests} == set(FunctionKind)


def test_nothing_of_it_goes_out_as_real(log: Path, tmp_path: Path) -> None:
    transfer.export_fhir(log, transfer.Export(tmp_path / "a.json", NOW))
    bundle = json.loads((tmp_path / "a.json").read_text())
    assert [entry["resource"]["resourceType"] for entry in bundle["entry"]] == ["Patient"]
    transfer.export_json(log, transfer.Export(tmp_path / "b.json", NOW))
    document = json.loads((tmp_path / "b.json").read_text())
    for name in ("entries", "sessions", "events", "activity_ratings", "function_tests"):
        assert document[name] and all(record["demo"] == 1 for record in document[name])


def test_each_session_has_ratings_around_it(log: Path) -> None:
    with Store.open(log, at=NOW, read_only=True) as store:
        ratings = store.pain_between(date.min, date.max)
        sessions = {one.id for one in store.sessions_between(date.min, date.max)}
    for moment in (Moment.BEFORE, Moment.DURING, Moment.AFTER):
        assert {one.session for one in ratings if one.moment is moment} == sessions
    assert all(one.exercise for one in ratings if one.moment is Moment.DURING)
