"""Imports of our own export: the same to the byte, no doubles, all or nothing, never trusted."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    Event,
    EventKind,
    FunctionKind,
    FunctionTest,
    Ready,
)
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Status,
    stamp,
)
from hiprehab.core.model import Side
from hiprehab.storage import backup, document, incoming, keys, merging, secret, transfer
from hiprehab.storage.document import Source
from hiprehab.storage.store import Store
from hiprehab.storage.transfer import Export
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FIXTURES = Path(__file__).parents[1] / "fixtures" / "db"
PAIN = PainEntry(stamp(NOW, 60), Side.LEFT, 4)
SETS = (SetResult(0, "b", "1", Side.LEFT, 1, 5, 5, 10, 10, Outcome.DONE),)
SESSION = SessionRecord(
    stamp(NOW, 60), "a", "A", "1", "L1", Status.DONE, 60, 60, results=SETS
)  # fmt: skip


def export(log: Path, name: str = "out.json") -> Path:
    target = log.parent / name
    transfer.export_json(log, Export(target, NOW, {"volume": 70}, force=True))
    return target


def source(file: Path) -> Source:
    found = incoming.read(file)
    assert isinstance(found, Source)
    return found


def log_at(path: Path, fill: Callable[[Store], object] = lambda _: None) -> Path:
    path.parent.mkdir(exist_ok=True)
    with Store.open(path, at=NOW) as store:
        fill(store)
    return path


def bring(file: Path, log: Path) -> merging.Preview:
    """Takes the file; what the preview said before is what was done."""
    expected = merging.preview(log, source(file), NOW)
    with Store.open(log, at=NOW) as store:
        done = merging.take(store, source(file), LATER)
        assert store.check() == ()
    assert done == expected
    return done


def share(done: merging.Preview, name: str) -> tuple[int, int, int, int]:
    for one in done.shares:
        if one.name == name:
            return one.new, one.there, one.newer, one.different
    return 0, 0, 0, 0


# --- there and back ------------------------------------------------------------------------------


def there_and_back(log: Path, folder: Path) -> None:
    first = export(log)
    other = log_at(folder / "other" / "hiprehab.db")
    done = bring(first, other)
    assert done.empty and done.settings == {"volume": 70}
    assert export(other).read_bytes() == first.read_bytes()
    again = bring(first, other)
    assert again.changes == 0 and again.empty == (not done.shares)


@pytest.mark.parametrize("name", ["schema-1.db", "schema-2.db"])
def test_a_released_log_comes_back_to_the_byte(tmp_path: Path, name: str) -> None:
    log = tmp_path / "hiprehab.db"
    shutil.copyfile(FIXTURES / name, log)
    Store.open(log, at=NOW).close()
    there_and_back(log, tmp_path)


def test_a_rating_whose_session_was_deleted(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        number = store.log_manual_session(SESSION)
        (rating,) = store.log_pain([replace(PAIN, session=number)])
        store.correct_pain(rating, replace(PAIN, score=2, session=number), LATER)
        store.delete_session([number], LATER)

    there_and_back(log_at(tmp_path / "hiprehab.db", fill), tmp_path)


def test_what_lasts_for_ever_comes_back(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        store.away_add(Away(NOW.date(), date.max))
        store.plan_add(Planned("a", "x", frozenset({0}), 1, NOW.date(), date.max))

    there_and_back(log_at(tmp_path / "log" / "hiprehab.db", fill), tmp_path)


@pytest.mark.usefixtures("quick_passphrases")
def test_a_log_behind_a_passphrase(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    plain = log_at(tmp_path / "plain" / "hiprehab.db", lambda store: store.log_pain([PAIN]))
    file = export(plain)
    profile = tmp_path / "locked"
    log = log_at(profile / secret.LOG)
    try:
        secret.change(profile, "three words here", NOW)
        assert bring(file, log).changes == 1
        for kind, write in transfer.FORMATS.items():
            write(log, Export(tmp_path / kind, NOW, {"volume": 70}))
        assert (tmp_path / "json").read_bytes() == file.read_bytes()
    finally:
        keys.forget(profile)


DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 1))
WHEN = st.builds(
    stamp,
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1), timezones=st.just(UTC)),
    st.sampled_from([0, 60, -330]),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
ENTRIES = st.builds(
    PainEntry, WHEN, st.sampled_from(Side), st.none() | st.integers(0, 10),
    st.sampled_from(Moment), st.sampled_from(Measure), st.none() | WORDS,
    st.none() | st.booleans(), note=WORDS, demo=st.booleans(),
)  # fmt: skip
RESULTS = st.builds(
    SetResult, st.integers(0, 5), WORDS, WORDS, st.none() | st.sampled_from(Side),
    st.integers(1, 3), st.integers(0, 20), st.integers(0, 20), st.floats(0, 99), st.floats(0, 99),
    st.sampled_from(Outcome), st.none() | st.sampled_from(SkipReason),
)  # fmt: skip
SESSIONS = st.builds(
    SessionRecord, WHEN, WORDS, WORDS, WORDS, WORDS,
    st.sampled_from([Status.DONE, Status.PARTIAL, Status.MANUAL]), st.floats(0, 9999),
    st.floats(0, 9999), effort=st.none() | st.integers(0, 10), note=WORDS,
    results=st.lists(RESULTS, max_size=3).map(tuple),
)  # fmt: skip
FLARES = st.builds(
    lambda when, day, text: Event(when, EventKind.FLARE, day, None, text), WHEN, DAYS, WORDS
)
PLANS = st.builds(Planned, WORDS, WORDS, st.frozensets(st.integers(0, 6)), st.integers(1, 3), DAYS)
TESTS = st.builds(
    FunctionTest, WHEN, st.sampled_from(FunctionKind), st.none() | st.sampled_from(Side),
    st.floats(0, 99), st.none() | st.booleans(), WORDS,
)  # fmt: skip
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("pain"), ENTRIES),
        st.tuples(st.just("correct"), ENTRIES),
        st.tuples(st.just("delete"), st.just(None)),
        st.tuples(st.just("session"), SESSIONS),
        st.tuples(st.just("event"), FLARES),
        st.tuples(st.just("plan"), PLANS),
        st.tuples(st.just("away"), st.builds(lambda day: Away(day, day), DAYS)),
        st.tuples(st.just("test"), TESTS),
        st.tuples(st.just("ready"), st.builds(Ready, WHEN, st.just("hop"), st.booleans())),
        st.tuples(st.just("questions"), st.lists(WORDS, max_size=3)),
        st.tuples(st.just("activity"), st.integers(0, 10)),
    ),
    max_size=12,
)


def change(store: Store, what: str, value: Any) -> None:
    pain = [entry.id for entry in store.pain_between(date.min, date.max)]
    if what == "pain":
        store.log_pain([value])
    elif what == "correct" and pain:
        store.correct_pain(pain[-1] or 0, value, LATER)
    elif what == "delete" and pain:
        store.delete_pain([pain[0] or 0], LATER)
    elif what == "session":
        store.log_manual_session(value)
    elif what == "event":
        store.event_add(value)
    elif what == "plan":
        store.plan_add(value)
    elif what == "away":
        store.away_add(value)
    elif what == "test":
        store.function_test_add([value])
    elif what == "ready":
        store.ready_add([value])
    elif what == "questions":
        store.set_questions(value)
    elif what == "activity":
        number = store.activity_add(Activity("stairs", NOW.date()))
        store.activity_rate([ActivityRating(stamp(NOW, 0), number, value)])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES, CHANGES)
def test_any_log_comes_back_and_merges_once(
    tmp_path_factory: pytest.TempPathFactory,
    mine: list[tuple[str, Any]],
    theirs: list[tuple[str, Any]],
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    logs = []
    for name, changes in (("mine", mine), ("theirs", theirs)):

        def fill(store: Store, changes: list[tuple[str, Any]] = changes) -> None:
            for what, value in changes:
                change(store, what, value)

        logs.append(log_at(folder / name / "hiprehab.db", fill))
    there_and_back(logs[1], folder)
    before = merging.preview(logs[0], source(export(logs[0])), NOW)
    assert before.changes == 0  # its own export has nothing new for a log
    first = bring(export(logs[1]), logs[0])
    assert bring(export(logs[1]), logs[0]).changes == 0
    for one in first.shares:
        assert one.total == one.new + one.there + one.newer + one.different


# --- doubles, corrections, references -----------------------------------------------------------


def test_a_correction_here_is_the_same_record(tmp_path: Path) -> None:
    log = log_at(tmp_path / "a.db", lambda store: store.log_pain([PAIN, PAIN]))
    file = export(log)
    with Store.open(log, at=NOW) as store:
        first = store.pain_day(NOW.date())[0]
        store.correct_pain(first.id or 0, replace(PAIN, score=2, side=Side.RIGHT), LATER)
    assert share(bring(file, log), "entries") == (0, 2, 0, 0)


def test_a_correction_there_replaces_and_keeps_the_former(tmp_path: Path) -> None:
    log = log_at(tmp_path / "a.db", lambda store: store.log_pain([PAIN]))
    other = log_at(tmp_path / "b" / "hiprehab.db", lambda s: s.log_pain([replace(PAIN, score=9)]))
    bring(export(log), other)  # the same moment with another score: theirs stays
    with Store.open(log, at=NOW) as store:
        store.correct_pain(1, replace(PAIN, score=2), LATER)
        store.correct_pain(1, replace(PAIN, score=1), LATER)
    third = log_at(tmp_path / "c" / "hiprehab.db", lambda store: store.log_pain([PAIN]))
    assert share(bring(export(log), third), "entries") == (0, 0, 1, 0)
    with Store.open(third, at=NOW) as store:
        (entry,) = store.pain_day(NOW.date())
        assert entry.score == 1
        assert [one.score for one in store.pain_history(entry.id or 0)] == [4, 2]
    with Store.open(other, at=NOW) as store:
        assert [one.score for one in store.pain_day(NOW.date())] == [9]


def test_a_corrected_session_brings_its_sets(tmp_path: Path) -> None:
    fill = lambda store: store.log_manual_session(SESSION)  # noqa: E731  # used twice
    log, other = log_at(tmp_path / "a.db", fill), log_at(tmp_path / "b" / "b.db", fill)
    with Store.open(log, at=NOW) as store:
        more = replace(SESSION, note="longer", results=(*SETS, replace(SETS[0], set=2)))
        store.update_session(1, more, LATER)
    assert share(bring(export(log), other), "sessions") == (0, 0, 1, 0)
    with Store.open(other, at=NOW) as store:
        found = store.session(1)
        assert (found.note, len(found.results)) == ("longer", 2)


def test_numbers_of_the_file_are_mapped(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        number = store.begin_session(replace(SESSION, status=Status.UNFINISHED), '{"steps":[]}')
        store.finish_session(number, SESSION)
        store.log_pain([replace(PAIN, session=number)])
        activity = store.activity_add(Activity("stairs", NOW.date()))
        store.activity_rate([ActivityRating(stamp(NOW, 0), activity, 7)])

    def other_fill(store: Store) -> None:
        early = stamp(NOW - timedelta(days=9), 0)
        store.log_manual_session(replace(SESSION, stamp=early))
        store.activity_add(Activity("socks", NOW.date()))

    file = export(log_at(tmp_path / "a.db", fill))
    other = log_at(tmp_path / "b" / "b.db", other_fill)
    bring(file, other)
    with Store.open(other, at=NOW) as store:
        (entry,) = store.pain_day(NOW.date())
        assert entry.session == 2
        assert store.session(2).results == SETS
        assert store.prescribed_plan(2) == '{"steps":[]}'
        ratings = store.activity_ratings(NOW.date(), NOW.date())
        assert [(one.activity, one.score) for one in ratings] == [(2, 7)]


def test_what_was_deleted_here_comes_back(tmp_path: Path) -> None:
    log = log_at(tmp_path / "a.db", lambda store: store.log_pain([PAIN]))
    file = export(log)
    with Store.open(log, at=NOW) as store:
        store.delete_pain([1], LATER)
    assert share(bring(file, log), "entries") == (1, 0, 0, 0)


def test_a_backup_comes_first(tmp_path: Path) -> None:
    file = export(log_at(tmp_path / "a.db", lambda store: store.log_pain([PAIN])))
    other = log_at(tmp_path / "b" / "b.db")
    (other.parent / "backups").touch()  # a file where the folder should be
    with Store.open(other, at=NOW) as store, pytest.raises(StorageProblem):
        merging.take(store, source(file), LATER)
    with Store.open(other, at=NOW) as store:
        assert store.counts().pain == 0
    (other.parent / "backups").unlink()
    bring(file, other)
    (kept,) = backup.listing(other.parent / "backups")
    assert backup.inspect(kept.path).pain == 0


def test_a_log_that_refuses_a_row_takes_none(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        store.log_pain([PAIN])
        store.set_questions(["May I run?"])

    file = export(log_at(tmp_path / "a.db", fill))
    found = source(file)
    found.rows["question"][0]["text"] = ""  # the last table that is written
    with Store.open(log_at(tmp_path / "b" / "b.db"), at=NOW) as store:
        with pytest.raises(ValueError, match="question"):
            merging.take(store, found, LATER)
        assert store.counts().pain == 0 and store.check() == ()


FULL_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from hiprehab.storage import incoming, merging
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
now = datetime(2026, 3, 1, tzinfo=UTC)
found = incoming.read(Path(sys.argv[2]))
with Store.open(Path(sys.argv[1]), at=now) as store:
    store.warm()
    refused = 0
    for room in (0, 1000, 150_000, 200_000, 230_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        try:
            merging.take(store, found, now)
        except StorageProblem as problem:
            assert problem.kind is Kind.FULL, problem
            refused += 1
        assert store.counts().pain == 1, room
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert refused == 5, refused
    assert merging.take(store, found, now).changes == store.counts().pain - 1 == 600
    assert store.check() == ()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_full_disk_adds_nothing_and_it_works_again(tmp_path: Path) -> None:
    many = [replace(PAIN, note="n" * 300, stamp=stamp(NOW - timedelta(hours=n), 0))
            for n in range(1, 601)]  # fmt: skip
    file = export(log_at(tmp_path / "a.db", lambda store: store.log_pain(many)))
    log = log_at(tmp_path / "b" / "hiprehab.db", lambda store: store.log_pain([PAIN]))
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, log, file], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


# --- files that are not to be trusted -----------------------------------------------------------


def document_of(tmp_path: Path) -> dict[str, Any]:
    log = tmp_path / "hiprehab.db"
    shutil.copyfile(FIXTURES / "schema-2.db", log)
    found = json.loads(export(log).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def put(*path: Any) -> Callable[[dict[str, Any]], None]:
    *way, last, value = path

    def change_it(found: dict[str, Any]) -> None:
        place: Any = found
        for step in way:
            place = place[step]
        if value is KeyError:
            del place[last]
        else:
            place[last] = value

    return change_it


HOSTILE = {
    "newer": (put("schema", "hiprehab-export/3"), "newer HipRehab"),
    "other": (put("schema", "someone/1"), "not an export"),
    "no schema": (put("schema", None), "not an export"),
    "unknown list": (put("shoes", []), '"shoes" is not known'),
    "no list": (put("entries", {}), "entries is no list"),
    "no record": (put("entries", 0, 5), "entries, record 1 is no record"),
    "score 11": (put("entries", 2, "score", 11), "entries, record 3"),
    "score text": (put("entries", 2, "score", "5"), "entries, record 3"),
    "score half": (put("entries", 2, "score", 2.5), "entries, record 3"),
    "score true": (put("entries", 2, "score", True), "score is no text or number"),
    "no score": (put("entries", 2, "score", KeyError), "'score' is missing"),
    "side": (put("entries", 2, "side", "middle"), "'middle' is missing, or not a word"),
    "moment": (put("entries", 2, "at_utc", "2026-13-45T99:00:00Z"), "entries, record 3"),
    "no zone": (put("entries", 2, "at_utc", "2026-01-05T09:00:00"), "zone"),
    "day": (put("entries", 2, "day", "yesterday"), "entries, record 3"),
    "end of time": (put("entries", 2, "at_utc", "9999-12-31T23:59:00Z"), "entries, record 3"),
    "flag": (put("entries", 2, "woken", 2), "entries, record 3"),
    "more": (put("entries", 2, "mood", "x"), '"mood" is not known'),
    "former": (put("entries", 0, "former", [5]), "former is no list"),
    "former score": (put("entries", 0, "former", 0, "side", "x"), "a former version"),
    "replaced": (put("entries", 0, "former", 0, "replaced_at_utc", "soon"), "is no moment"),
    "numbers": (put("entries", 1, "id", 1), "number of another one"),
    "number 0": (put("entries", 1, "id", 0), "id is no number"),
    "huge number": (put("entries", 1, "id", 10**30), "too large"),
    "long": (put("entries", 1, "note", "x" * 200_000), "note is too long"),
    "set": (put("sessions", 0, "sets", 0, "outcome", "great"), "set 1"),
    "set place": (put("sessions", 0, "sets", 0, "position", 4), "not in its place"),
    "set number": (put("sessions", 0, "sets", 0, "set_number", 0), "sets, record 1"),
    "plan": (put("prescriptions", 0, "plan", 5), "is no plan"),
    "plan number": (put("sessions", 0, "prescription", 99), "not there"),
    "infinite": (put("sessions", 0, "active_s", float("1e999")), "no JSON"),
    "weekdays": (put("plan", 0, "weekdays", "019"), "plan, record 1"),
    "away": (put("away", 0, "last_day", "2001-01-01"), "away, record 1"),
    "activity": (put("activity_ratings", 0, "activity", 77), "not there"),
    "year 1": (put("entries", 2, "day", "0001-01-01"), "no day of anybody's"),
    "moment of year 1": (put("entries", 2, "at_utc", "0001-01-01T05:00:00Z"), "no day of"),
    "far day": (put("entries", 2, "day", "2199-01-01"), "not that of its moment"),
    "offset": (put("entries", 2, "offset_min", 1440), "more than 14 hours"),
    "former day": (put("entries", 0, "former", 0, "day", "0001-01-01"), "a former version"),
    "replaced then": (
        put("entries", 0, "former", 0, "replaced_at_utc", "0001-01-01T00:00:00Z"),
        "is no moment",
    ),
    "length": (put("sessions", 0, "active_s", 1e300), "active_s is larger than"),
    "planned length": (put("sessions", 0, "planned_s", 86_401), "planned_s is larger than"),
    "end": (put("sessions", 0, "ended_at_utc", "9999-12-31T23:00:00Z"), "no day of anybody's"),
    "set length": (put("sessions", 0, "sets", 0, "seconds_done", 1e300), "set 1: seconds_done"),
    "plan of year 1": (put("plan", 0, "since", "0001-01-01"), "no day of anybody's"),
    "away since year 1": (put("away", 0, "first_day", "0001-01-01"), "no day of anybody's"),
    "question": (put("questions", [5]), "list of texts"),
    "settings": (put("settings", 5), "settings are no table"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_that_cannot_be_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    change_it, said = HOSTILE[name]
    found = document_of(tmp_path)
    change_it(found)
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(StorageProblem) as problem:
        incoming.read(file)
    assert said in problem.value.sentence
    assert problem.value.sentence.count(".") <= 6 and "\n" not in str(problem.value)
    assert str(problem.value).endswith("Nothing was changed.")


BYTES = {
    "empty": (b"  \n", "it is empty"),
    "cut": (b'{"schema": "hiprehab-export/2", "entries": [', "damaged, or no JSON"),
    "nested": (b"[" * 200_000, "nested too deeply"),
    "nan": (b'{"schema": "hiprehab-export/2", "settings": {"volume": NaN}}', "NaN is no number"),
    "twice": (b'{"schema": "hiprehab-export/2", "schema": 1}', "the same name twice"),
    "digits": (b'{"schema": ' + b"9" * 5000 + b"}", "damaged, or no JSON"),
    "latin": (b'{"schema": "\xe9"}', "no text in UTF-8"),
    "huge": (b'{"' + b" " * (document.MOST_BYTES + 5), "larger than 40 MB"),
    "many lists": (b"[" + b"[]," * 500_001 + b"]", "more than 25 years"),
    "many values": (b'{"a": [' + b"1," * 2_000_001 + b"1]}", "more than 25 years"),
    "log": (b"SQLite format 3\x00", "hiprehab restore"),
    "workbook": (b"PK\x03\x04", "save the table as CSV"),
    "bundle": (b'{"resourceType": "Bundle"}', "not an export"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_file_that_is_something_else(tmp_path: Path, name: str) -> None:
    data, said = BYTES[name]
    file = tmp_path / "file.json"
    file.write_bytes(data)
    with pytest.raises(StorageProblem, match=said):
        incoming.read(file)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem) as problem:
        incoming.read(tmp_path / "none.json")
    assert problem.value.kind is Kind.MISSING
    with pytest.raises(StorageProblem) as problem:
        incoming.read(tmp_path)
    assert problem.value.kind is Kind.USAGE


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_is_a_sentence_or_no_harm(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = bytearray((FIXTURES / "schema-2.json").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.mktemp("damage") / "x.json"
    file.write_bytes(text)
    try:
        found = incoming.read(file)
    except StorageProblem as problem:
        assert "\n" not in problem.sentence
        return
    if isinstance(found, Source):  # still an export: then the log takes it whole
        log = log_at(file.parent / "hiprehab.db")
        with Store.open(log, at=NOW) as store:
            merging.take(store, found, LATER)
            assert store.check() == ()
