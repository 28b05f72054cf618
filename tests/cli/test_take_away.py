"""`hiprehab export` and `hiprehab import`: what they write, show, ask for and refuse."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from hiprehab import cli
from hiprehab.cli import log, take_away
from hiprehab.cli.parser import Parser, UsageError
from hiprehab.storage import backup
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 30, 20, 15, tzinfo=timezone(timedelta(hours=2)))
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*words: str | Path) -> int:
        parser = Parser(prog="hiprehab")
        kinds = parser.add_subparsers(dest="command", required=True)
        log.register(kinds, lambda: NOW)
        take_away.register(kinds, lambda: NOW)
        arguments = parser.parse_args([str(word) for word in words])
        arguments.data_dir, arguments.profile = tmp_path / "data", None
        arguments.temp_profile = False
        code = arguments.run(arguments)
        assert isinstance(code, int)
        return code

    return call


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def entries(run: Run, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, int | None]]:
    capsys.readouterr()
    run("pain", "list", "--json")
    listed = json.loads(capsys.readouterr().out)["entries"]
    return [(one["at_utc"][:16], one["side"], one["score"]) for one in listed]


@pytest.mark.parametrize("format_", ["csv", "json", "fhir", "ics"])
def test_each_format_is_written_once(
    run: Run, tmp_path: Path, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("pain", "add", "--left", "3")
    out = tmp_path / "out"
    assert run("export", "--format", format_, "--out", out) == 0
    assert out.is_dir() if format_ == "csv" else out.stat().st_size > 80
    with pytest.raises(StorageProblem) as problem:
        run("export", "--format", format_, "--out", out)
    assert problem.value.kind is Kind.USAGE
    assert run("export", "--format", format_, "--out", out, "--force") == 0


def test_what_was_exported_is_said(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("export", "--format", "json", "--out", tmp_path / "none.json")
    assert "nothing in it yet" in capsys.readouterr().out
    run("pain", "add", "--left", "3")
    run("export", "--format", "json", "--out", tmp_path / "out.json")
    assert ": entries 1." in capsys.readouterr().out
    assert json.loads((tmp_path / "out.json").read_text())["settings"]["volume"] == 80


def test_an_export_comes_back_only_with_yes(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("pain", "add", "--left", "3")
    run("export", "--format", "json", "--out", tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text())
    data["entries"][0] |= {"id": 9, "side": "right"}
    data["settings"]["volume"] = 11
    (tmp_path / "a.json").write_text(json.dumps(data))
    capsys.readouterr()
    assert run("import", tmp_path / "a.json") == 0
    said = capsys.readouterr().out
    assert "Nothing was changed" in said and "2026-03-30" in said
    assert len(entries(run, capsys)) == 1
    assert run("import", tmp_path / "a.json", "--yes", "--settings") == 0
    said = capsys.readouterr().out
    assert "Imported: 1 record." in said and "settings of the file were taken" in said
    assert [one[1:] for one in entries(run, capsys)] == [("left", 3), ("right", 3)]
    settings = (tmp_path / "data/profiles/default/settings.toml").read_text()
    assert "volume = 11" in settings
    (kept,) = backup.listing(tmp_path / "data/profiles/default/backups")
    assert kept.kind == "before-import" and backup.inspect(kept.path).pain == 1


def test_an_open_window_keeps_imports_out(run: Run, tmp_path: Path) -> None:
    run("pain", "add", "--left", "3")
    run("export", "--format", "json", "--out", tmp_path / "a.json")
    with ProfileLock(tmp_path / "data/profiles/default"), pytest.raises(StorageProblem) as problem:
        run("import", tmp_path / "a.json", "--yes")
    assert problem.value.kind is Kind.IN_USE


PAIN = "Date;Pain left;Pain right\n03/04/2025;3;\n05/04/2025;11;2\n"


def test_a_table_is_shown_with_what_is_missing(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "pain.csv", PAIN)
    assert run("import", file) == 0
    said = capsys.readouterr().out
    assert "Say how the dates are written" in said and "--dates dmy" in said
    with pytest.raises(UsageError, match="--dates"):
        run("import", file, "--yes")
    assert run("import", file, "--dates", "dmy") == 0
    said = capsys.readouterr().out
    assert "Taken: 2025-04-03 12:00 left 3" in said and "Line 3 is left out" in said
    assert entries(run, capsys) == []


def test_a_table_comes_in_once(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "pain.csv", PAIN)
    for _ in range(2):
        assert run("import", file, "--dates", "dmy", "--yes") == 0
    taken = entries(run, capsys)
    assert [one[1:] for one in taken] == [("left", 3)]
    assert taken[0][0].startswith("2025-04-03")


def test_a_table_for_machines(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path / "pain.csv", "When,What,How bad\n2025-04-03,stairs,3\n,x,4\n")
    words = ("--map", "date=1", "--map", "score=How bad", "--map", "note=what")
    assert run("import", file, *words, "--side", "both", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "hiprehab-import/1" and said["done"] is False
    assert said["columns"] == {"date": "When", "score": "How bad", "note": "What"}
    assert said["needs"] == [] and said["dates"] == "ymd"
    assert [one["line"] for one in said["left_out"]] == [3]
    assert [(s["name"], s["new"]) for s in said["shares"]] == [("entries", 2)]


def test_sessions_take_the_routine_that_is_known(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "s.csv", "Date,Workout,Duration\n2025-04-03,Desk break,5:30\n")
    assert run("import", file, "--yes") == 0
    capsys.readouterr()
    run("sessions", "list", "--json")
    (session,) = json.loads(capsys.readouterr().out)["sessions"]
    assert (session["title"], session["active_s"], session["status"]) == (
        "Desk break",
        330,
        "manual",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "pain=1"), "no such name"),
        (("--map", "score=Nowhere"), "no column"),
        (("--dates", "mdy"), "not written that way"),
    ],
)
def test_wrong_words(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    file = table(tmp_path / "pain.csv", "Date,Pain left\n23/04/2025,3\n")
    with pytest.raises(UsageError, match=said):
        run("import", file, *words)


def test_a_file_that_is_not_there_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--data-dir", str(tmp_path / "data")]
    for words in (["import", "none.json"], ["restore", "none.db"], ["check", "none"],
                  ["install", "none"], ["pack", "none", "--out", "x.hiprehab"],
                  ["profile", "open", "none"], ["key", "bring-back", "none"]):  # fmt: skip
        assert cli.main([*place, *words]) == 2, words
        said = capsys.readouterr()
        assert said.out == "" and said.err.count("\n") == 1, words
