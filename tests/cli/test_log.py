"""The commands of the log: ratings, lists, exports, backups, restore, doctor."""

import argparse
import errno
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hiprehab import cli
from hiprehab.cli import log as commands
from hiprehab.cli.parser import Parser, UsageError
from hiprehab.core.log import SessionRecord, Status, stamp
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
from tests.storage.parcels import ID, pack_file

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 30, 20, 15, tzinfo=ZONE)
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in a profile of its own at a fixed time."""

    def call(*words: str | Path) -> int:
        parser = Parser(prog="hiprehab")
        kinds = parser.add_subparsers(dest="command", required=True)
        commands.register(kinds, lambda: NOW)
        arguments = parser.parse_args([str(word) for word in words])
        arguments.data_dir, arguments.profile = tmp_path / "data", None
        arguments.temp_profile = False
        code = arguments.run(arguments)
        assert isinstance(code, int)
        return code

    return call


def listed(run: Run, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run("pain", "list", "--json", *more) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "hiprehab-pain/1"
    entries: list[dict[str, object]] = data["entries"]
    return entries


def test_a_rating_of_both_sides(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("pain", "add", "--left", "3", "--right", "0", "--note", "stairs") == 0
    assert capsys.readouterr().out == "Saved for 2026-03-30 20:15: left 3, right 0.\n"
    left, right = listed(run, capsys)
    assert (left["side"], left["score"], right["side"], right["score"]) == ("left", 3, "right", 0)
    assert left["day"] == "2026-03-30" and left["offset_min"] == 120
    assert left["at_utc"] == "2026-03-30T18:15:00Z"
    assert left["woken"] is None and left["note"] == "stairs" and left["moment"] == "day"


def test_one_side_leaves_the_other_unrated(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("pain", "add", "--right", "10", "--moment", "after", "--measure", "worst")
    (entry,) = listed(run, capsys)
    assert (entry["side"], entry["moment"], entry["measure"]) == ("right", "after", "worst")


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("yesterday 21:00", "2026-03-29T21:00+02:00"),
        ("Today 8:30", "2026-03-30T08:30+02:00"),
        ("today 9", "2026-03-30T09:00+02:00"),
        ("today", "2026-03-30T20:15+02:00"),
        ("yesterday", "2026-03-29T12:00+02:00"),
        ("2026-03-30", "2026-03-30T20:15+02:00"),
        ("2026-03-01", "2026-03-01T12:00+01:00"),  # before summer time
        ("2026-03-01T08:30", "2026-03-01T08:30+01:00"),
        ("2026-03-01 08:30", "2026-03-01T08:30+01:00"),
        ("2026-03-01T08:30Z", "2026-03-01T08:30+00:00"),
        ("2026-03-01T08:30-05:00", "2026-03-01T08:30-05:00"),
    ],
)
def test_when(text: str, local: str) -> None:
    meant = commands.when(text, NOW)
    assert meant == datetime.fromisoformat(local)
    assert meant.utcoffset() == datetime.fromisoformat(local).utcoffset()


@pytest.mark.parametrize(
    "text",
    ["", "soon", "today 25:00", "yesterday 1:2:3", "2026-13-01", "99999-01-01", "today x", "-1"],
)
def test_no_time(text: str) -> None:
    with pytest.raises(UsageError, match="no time I know"):
        commands.when(text, NOW)


@pytest.mark.parametrize(
    "text", ["2026-01-01T10:00+23:59", "0001-01-01T00:00+14:00", "1899-12-31", "0001-01-01"]
)
def test_a_time_that_nobody_lived_is_refused(
    run: Run, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match=r"cannot be|no time I know"):
        run("pain", "add", "--left", "1", "--at", text)
    assert listed(run, capsys) == []


@pytest.mark.parametrize("text", ["today 20:16", "2026-03-31", "2026-03-30T19:00Z"])
def test_the_future_is_refused(run: Run, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="still to come"):
        run("pain", "add", "--left", "1", "--at", text)
    assert listed(run, capsys) == []


def test_a_clock_that_only_knows_its_offset_asks_the_system() -> None:
    now = datetime(2026, 3, 30, 20, 15, tzinfo=timezone(timedelta(hours=2)))
    assert commands.when("yesterday 10:00", now) == datetime(2026, 3, 29, 10).astimezone()
    assert commands.local_now().tzinfo is not None


def test_a_rating_after_midnight_belongs_to_the_evening(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("pain", "add", "--left", "4", "--at", "2026-03-29T01:30")
    assert listed(run, capsys)[0]["day"] == "2026-03-28"
    assert listed(run, capsys, "--from", "2026-03-29") == []
    assert len(listed(run, capsys, "--to", "2026-03-28")) == 1


@pytest.mark.parametrize(
    "words",
    [
        [], ["--left", "11"], ["--left", "-1"], ["--left", "3.5"], ["--left", "x"],
        ["--left", "٣"], ["--left", "1", "--note", "x" * 2001], ["--left", "1", "--moment", "x"],
    ],
)  # fmt: skip
def test_wrong_ratings_are_refused(run: Run, words: list[str]) -> None:
    with pytest.raises(UsageError):
        run("pain", "add", *words)
    with pytest.raises(UsageError, match="a day is written"):
        run("pain", "list", "--from", "x")


def test_lists_for_people(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("pain", "list")
    run("sessions", "list")
    assert capsys.readouterr().out == "No ratings yet.\nNo sessions yet.\n"
    run("pain", "add", "--left", "3", "--note", "a\x1b[31m\nb")
    at = NOW.astimezone(UTC)
    record = SessionRecord(stamp(at, 120), "a", "Glutes", "1", "L1", Status.PARTIAL, 900, 610)
    with Store.open(tmp_path / "data/profiles/default/hiprehab.db", at=NOW) as store:
        store.log_manual_session(record)
    capsys.readouterr()
    run("pain", "list")
    run("sessions", "list")
    out = capsys.readouterr().out
    assert "\x1b" not in out and out.splitlines()[1].startswith("2026-03-30 20:15  left  3")
    assert "Glutes" in out and "partial" in out and "10 min" in out
    run("sessions", "list", "--json")
    (session,) = json.loads(capsys.readouterr().out)["sessions"]
    assert session["routine"] == "a" and session["ended_at_utc"] is None


def test_backup_and_restore(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("pain", "add", "--left", "3")
    file = tmp_path / "mine.db"
    assert run("backup", "--out", file) == 0 and run("backup") == 0
    with pytest.raises(StorageProblem, match="is there already"):
        run("backup", "--out", file)
    run("pain", "add", "--left", "4")
    capsys.readouterr()
    assert run("restore", file) == 0
    assert "1 rating, 0 sessions, 2026-03-30 to 2026-03-30" in capsys.readouterr().out
    assert len(listed(run, capsys)) == 2
    with ProfileLock(tmp_path / "data/profiles/default"), pytest.raises(StorageProblem):
        run("restore", file, "--yes")
    assert run("restore", file, "--yes") == 0
    assert "is kept as" in capsys.readouterr().out
    assert len(listed(run, capsys)) == 1


def test_doctor(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor") == 0
    assert "none yet" in capsys.readouterr().out
    run("pain", "add", "--left", "3")
    run("backup")
    capsys.readouterr()
    assert run("doctor", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == "hiprehab-doctor/1" and report["problems"] == []
    assert "1 rating," in report["facts"]["Log"]
    profile = tmp_path / "data/profiles/default"
    (profile / "hiprehab (conflicted copy).db").touch()
    (profile / "settings.toml").write_text("volume = 900\n")
    (copy,) = (profile / "backups").glob("*.db")
    copy.write_bytes(copy.read_bytes()[:5000])
    (profile / "hiprehab.db").write_bytes(b"noise" * 99)
    assert run("doctor") == 1
    out = capsys.readouterr().out
    for part in ("conflicted", "volume must be", "its end is missing", "this is not a database",
                 "Something needs your attention."):  # fmt: skip
        assert part in out


# --- what doctor sees -------------------------------------------------------------------------


@pytest.fixture
def diagnosed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """The problems that doctor finds in the data folder, each of them in one line."""

    def look() -> list[str]:
        capsys.readouterr()
        code = cli.main(["--data-dir", str(tmp_path / "data"), "doctor", "--json"])
        report = json.loads(capsys.readouterr().out)
        found: list[str] = report["problems"]
        assert code == (1 if found else 0)
        assert not any("\n" in one for one in found)
        return found

    return look


def test_doctor_misses_a_pack_that_the_presets_name(
    tmp_path: Path, diagnosed: Callable[[], list[str]]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    pack_file(tmp_path / "start.hiprehab")
    presets = folder / "defaults.toml"
    presets.write_text(f'schema = "hiprehab-defaults/1"\npacks = ["{ID}", "org.example.none"]\n')
    there, none = diagnosed()
    assert ID in there and "org.example.none" in none
    assert "not installed. Install it (hiprehab install FILE), or take its name out" in none
    assert cli.main(["--data-dir", str(folder), "install", str(tmp_path / "start.hiprehab")]) == 0
    assert diagnosed() == [none]


def test_doctor_sees_that_an_installed_pack_was_changed(
    tmp_path: Path, diagnosed: Callable[[], list[str]]
) -> None:
    file = pack_file(tmp_path / "start.hiprehab")
    assert cli.main(["--data-dir", str(tmp_path / "data"), "install", str(file)]) == 0
    assert diagnosed() == []
    text = tmp_path / "data/packs" / ID / "1.2.0/pack.toml"
    text.write_text(text.read_text().replace("sets = 2", "sets = 9"))
    (problem,) = diagnosed()
    assert "pack.toml was changed after the file was made" in problem
    assert f"hiprehab remove {ID} --version 1.2.0" in problem


def test_doctor_asks_for_a_backup_when_the_newest_is_old(
    run: Run, diagnosed: Callable[[], list[str]]
) -> None:
    run("pain", "add", "--left", "3", "--at", "2026-03-20")
    run("pain", "add", "--left", "3", "--at", "2026-03-27")
    assert diagnosed() == []
    run("pain", "add", "--left", "3")
    (problem,) = diagnosed()
    assert problem.startswith("There is no backup, and the log goes on to 2026-03-30.")
    run("backup")
    assert diagnosed() == []


def test_doctor_tells_a_damaged_list_of_signatures_and_a_full_disk(
    tmp_path: Path, diagnosed: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/trust.toml").write_text("nothing")
    monkeypatch.setattr("hiprehab.cli.doctor.LEAST_FREE", 1 << 80)
    full, trust = diagnosed()
    assert "almost full" in full and "list of known signatures" in trust


def test_doctor_tells_a_folder_that_cannot_be_written(
    run: Run, tmp_path: Path, diagnosed: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("pain", "add", "--left", "3")
    backups, made = tmp_path / "data/profiles/default/backups", tempfile.TemporaryFile

    def on_a_read_only_disk(dir: Path) -> Any:
        if dir == backups:
            raise OSError(errno.EROFS, "Read-only file system")
        return made(dir=dir)

    monkeypatch.setattr(tempfile, "TemporaryFile", on_a_read_only_disk)
    (problem,) = diagnosed()
    assert problem.startswith(f"{backups} could not be written: the disk is read-only.")
    assert "Nothing new can be kept there" in problem


def test_doctor_without_a_usable_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["--data-dir", str(tmp_path / "file"), "doctor"]) == 1
    assert "folder for your log" in capsys.readouterr().out


def test_lists_where_nothing_can_be_written(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("pain", "add", "--left", "3")

    def refuse(arguments: argparse.Namespace) -> Store:
        raise StorageProblem("x", "y", kind)

    monkeypatch.setattr(commands, "_store", refuse)
    kind = Kind.READ_ONLY
    assert len(listed(run, capsys)) == 1
    kind = Kind.DAMAGED
    with pytest.raises(StorageProblem):
        run("pain", "list")


def test_through_the_front_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--data-dir", str(tmp_path / "d")]
    assert cli.main([*place, "pain", "add", "--left", "2"]) == 0
    assert cli.main([*place, "pain", "add"]) == 2
    assert cli.main([*place, "restore", str(tmp_path / "none")]) == 2
    assert "There is no file" in capsys.readouterr().err
