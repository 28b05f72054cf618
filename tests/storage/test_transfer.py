"""Exports: complete, harmless in a spreadsheet, whole or not there, never over other files."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiprehab.core.conditions import Chosen
from hiprehab.core.log import Outcome, PainEntry, SessionRecord, SetResult, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.safety import Answer, Clearance, Occasion
from hiprehab.storage import transfer
from hiprehab.storage.document import PARTS, SCHEMA
from hiprehab.storage.sheets import SHEETS
from hiprehab.storage.store import Store
from hiprehab.storage.transfer import Export
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOW, 60), Side.LEFT, 0, note='=HYPERLINK("x")', place="-1+1")
RECORD = SessionRecord(
    stamp(NOW, 60), "a", "A", "1", "L1", Status.DONE, 60, 60,
    results=(SetResult(0, "b", "1", Side.RIGHT, 1, 5, 5, 10, 10, Outcome.DONE),),
)  # fmt: skip


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "hiprehab.db"
    with Store.open(path, at=NOW) as store:
        pain, _, deleted = store.log_pain([ENTRY, replace(ENTRY, score=None), ENTRY])
        store.correct_pain(pain, replace(ENTRY, score=2), NOW)
        store.delete_pain([deleted], NOW)
        session = store.begin_session(replace(RECORD, status=Status.UNFINISHED), '{"steps": []}')
        store.finish_session(session, RECORD)
        store.delete_session([store.log_manual_session(RECORD)], NOW)
        store.begin_session(RECORD, "no json")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_csv(log: Path, tmp_path: Path) -> None:
    counts = transfer.export_csv(log, Export(tmp_path / "out", NOW))
    none = dict.fromkeys((sheet.name for sheet in SHEETS), 0)
    assert counts == none | {"pain.csv": 2, "sessions.csv": 2, "sets.csv": 1}
    pain = rows(tmp_path / "out" / "pain.csv")
    assert [(row["score"], row["woken"]) for row in pain] == [("2", ""), ("", "")]
    assert (pain[0]["note"], pain[0]["place"]) == ('\'=HYPERLINK("x")', "'-1+1")
    assert pain[0]["offset_min"] == "60" and pain[0]["day"] == "2026-03-01"
    meanings = rows(tmp_path / "out" / transfer.COLUMNS_FILE)
    for sheet in SHEETS:
        head = (tmp_path / "out" / sheet.name).read_text("utf-8-sig").splitlines()[0].split(",")
        assert head == [m["column"] for m in meanings if m["file"] == sheet.name]
    assert all(row["meaning"] for row in meanings)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "\n=1"])
def test_formulas_become_text(log: Path, tmp_path: Path, text: str) -> None:
    with Store.open(log, at=NOW) as store:
        store.log_pain([replace(ENTRY, note=text, place=text, exercise=text)])
    transfer.export_csv(log, Export(tmp_path / "out", NOW))
    row = rows(tmp_path / "out" / "pain.csv")[-1]
    assert {row["note"], row["place"], row["exercise"]} == {"'" + text}


@pytest.mark.parametrize("text", ["a=1", "", "5", "»-1"])
def test_other_text_stays(log: Path, tmp_path: Path, text: str) -> None:
    with Store.open(log, at=NOW) as store:
        store.log_pain([replace(ENTRY, note=text, place=None)])
    transfer.export_csv(log, Export(tmp_path / "out", NOW))
    row = rows(tmp_path / "out" / "pain.csv")[-1]
    assert (row["note"], row["place"]) == (text, "")


def test_json_holds_everything_that_is_kept(log: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    counts = transfer.export_json(log, Export(out, NOW, {"volume": 80}))
    none = dict.fromkeys((*(part.name for part in PARTS), "questions"), 0)
    assert counts == none | {"entries": 2, "sessions": 2}
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["schema"] == SCHEMA
    assert data["settings"] == {"volume": 80}
    assert [one["score"] for one in data["entries"][0]["former"]] == [0]
    assert data["entries"][1]["former"] == []
    assert data["entries"][1]["score"] is None
    plans = {one["id"]: one["plan"] for one in data["prescriptions"]}
    first, second = data["sessions"]
    assert plans[first["prescription"]] == {"steps": []} and first["sets"][0]["exercise"] == "b"
    assert plans[second["prescription"]] == "no json"
    assert "checksum" not in str(data) and "deleted" not in str(data)


def test_conditions_and_safety_answers_go_out_too(log: Path, tmp_path: Path) -> None:
    with Store.open(log, at=NOW) as store:
        store.choose_condition(Chosen(stamp(NOW, 0), "oa", NOW.date()))
        store.end_condition("oa", NOW)
        answer = Answer(stamp(NOW, 0), "RF05", True, Occasion.NEW)
        kept, mistake = store.answer_safety([answer, answer])
        store.delete_answers([mistake], NOW)
        store.clear_safety(Clearance(stamp(NOW, 0), "RF05", "=Dr A", NOW.date()))
    transfer.export_csv(log, Export(tmp_path / "out", NOW))
    (condition,) = rows(tmp_path / "out" / "conditions.csv")
    assert (condition["key"], condition["since"]) == ("oa", NOW.date().isoformat())
    (safety,) = rows(tmp_path / "out" / "safety.csv")
    assert (safety["id"], safety["yes"], safety["occasion"]) == (str(kept), "1", "new")
    (clearance,) = rows(tmp_path / "out" / "clearances.csv")
    assert clearance["who"] == "'=Dr A"
    counts = transfer.export_json(log, Export(tmp_path / "out.json", NOW))
    assert (counts["conditions"], counts["safety"], counts["clearances"]) == (1, 1, 1)


def test_existing_targets(log: Path, tmp_path: Path) -> None:
    folder, file = tmp_path / "out", tmp_path / "out.json"
    transfer.export_csv(log, Export(folder, NOW))
    transfer.export_json(log, Export(file, NOW))
    before = file.read_bytes()
    for export, target in ((transfer.export_csv, folder), (transfer.export_json, file)):
        with pytest.raises(StorageProblem, match="--force"):
            export(log, Export(target, NOW))
        export(log, Export(target, NOW, force=True))
    assert file.read_bytes() == before
    assert {p.name for p in folder.iterdir()} == {s.name for s in SHEETS} | {transfer.COLUMNS_FILE}
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_force_never_takes_other_files_away(log: Path, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    link = tmp_path / "link"
    link.symlink_to(folder)
    for target in (folder, link, log):
        with pytest.raises(StorageProblem, match="not replaced") as problem:
            transfer.export_csv(log, Export(target, NOW, force=True))
        assert problem.value.kind is Kind.USAGE
    with pytest.raises(StorageProblem, match="is a folder"):
        transfer.export_json(log, Export(folder, NOW, force=True))
    with pytest.raises(StorageProblem, match="no folder"):
        transfer.export_json(log, Export(tmp_path / "none" / "x.json", NOW))
    assert (folder / "thesis.txt").read_text() == "years of work"


FULL_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from hiprehab.core.settings import Settings
from hiprehab.storage import settings, transfer, backup
from hiprehab.storage.transfer import Export
from hiprehab.storage.trouble import Kind, StorageProblem
log, out, now = Path(sys.argv[1]), Path(sys.argv[2]), datetime(2026, 3, 1, tzinfo=UTC)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))
for call in (
    lambda: transfer.export_json(log, Export(out / "a.json", now, force=True)),
    lambda: transfer.export_csv(log, Export(out / "csv", now, force=True)),
    lambda: settings.write(out / "settings.toml", Settings()),
    lambda: backup.make(log, out / "backups", now),
):
    try:
        call()
    except StorageProblem as problem:
        assert problem.kind is Kind.FULL, problem
    else:
        raise SystemExit("nothing was said")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_full_disk_leaves_the_old_files(log: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "backups").mkdir(parents=True)
    (out / "a.json").write_text("old")
    (out / "settings.toml").write_text("volume = 7\n")
    transfer.export_csv(log, Export(out / "csv", NOW))
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, log, out], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
