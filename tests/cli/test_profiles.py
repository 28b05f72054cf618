"""The commands for several people, as an administrator types them."""

import json
from pathlib import Path
from typing import Any

import pytest

from hiprehab import cli
from hiprehab.storage import keys

Run = Any


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a folder of its own; returns what it printed, and its code beside it."""

    def call(*words: str, code: int = 0) -> str:
        found = cli.main(["--data-dir", str(tmp_path / "data"), *words])
        for place in (tmp_path / "data" / "profiles").iterdir():
            keys.forget(place)  # each command is a process of its own
        out, error = capsys.readouterr()
        assert found == code, error
        return out + error

    return call


@pytest.fixture
def phrase(tmp_path: Path, quick_passphrases: None) -> list[str]:
    path = tmp_path / "phrase"
    path.write_text("three words here\n")
    return ["--passphrase-file", str(path)]


def test_new_twice_changes_nothing(run: Run) -> None:
    assert "Made." in run("profile", "new", "anna")
    assert "nothing was changed" in run("profile", "new", "anna")
    assert "anna" in run("profile", "list") and "never used" in run("profile", "list")


def test_a_name_that_is_none(run: Run) -> None:
    assert "cannot be the name" in run("profile", "new", "../x", code=2)
    assert "There is no profile" in run("profile", "save", "zoe", "--out", "x", code=2)


def test_saved_and_opened_under_another_name(run: Run, tmp_path: Path) -> None:
    run("pain", "add", "--left", "4")
    out = str(tmp_path / "me.hiprehab-profile")
    assert "Saved as" in run("profile", "save", "default", "--out", out)
    assert "there already" in run("profile", "save", "default", "--out", out, code=2)
    assert "Taken in as me" in run("profile", "open", out, "--as", "me")
    assert " 4 " in run("--profile", "me", "pain", "list")


def test_delete_asks_first(run: Run, tmp_path: Path) -> None:
    run("profile", "new", "anna")
    said = run("profile", "delete", "anna")
    assert "no way back" in said and "solid-state" in said and "--yes" in said
    assert (tmp_path / "data/profiles/anna").is_dir()
    assert "is deleted" in run("profile", "delete", "anna", "--yes")
    assert not (tmp_path / "data/profiles/anna").exists()


def test_a_passphrase_from_a_file(run: Run, phrase: list[str]) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    run("pain", "add", "--left", "4")
    new = ["profile", "passphrase", "default"]
    assert "is set" in run(*new, "--new-file", phrase[1])
    assert json.loads(run("profile", "list", "--json"))["profiles"][0]["encrypted"] is True
    assert "has a passphrase" in run("pain", "list", code=1)
    assert " 4 " in run(*phrase, "pain", "list")
    assert "is gone" in run(*phrase, *new, "--remove")
    assert " 4 " in run("pain", "list")
    assert "nothing was changed" in run(*new, "--remove")


def test_a_passphrase_from_the_first_day(run: Run, phrase: list[str]) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    run("profile", "new", "anna")
    assert "is set" in run("profile", "passphrase", "anna", "--new-file", phrase[1])
    assert "has a passphrase" in run("--profile", "anna", "pain", "list", code=1)
    run("--profile", "anna", *phrase, "pain", "add", "--left", "4")
    assert "4" in run("--profile", "anna", *phrase, "pain", "list")


def test_a_wrong_passphrase_is_a_sentence(
    run: Run, phrase: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    run("pain", "add", "--left", "4")
    run("profile", "passphrase", "default", "--new-file", phrase[1])
    monkeypatch.setenv("HIPREHAB_PASSPHRASE", "something else")
    assert "does not open this profile" in run("pain", "list", code=1)
    assert "does not open this profile" in run("backup", code=1)


def test_a_damaged_log_behind_a_passphrase_is_brought_back(
    run: Run, phrase: list[str], tmp_path: Path
) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    folder = tmp_path / "data" / "profiles" / "default"
    run("pain", "add", "--left", "4")
    run("profile", "passphrase", "default", "--new-file", phrase[1])
    (made,) = (folder / "backups").glob("*.db")
    outside = tmp_path / "elsewhere.db"
    outside.write_bytes(made.read_bytes())
    log = bytearray((folder / "hiprehab.db").read_bytes())
    log[100] ^= 1
    (folder / "hiprehab.db").write_bytes(log)
    said = run("doctor", code=1)
    assert "not looked at" in said and "is damaged" not in said
    said = run(*phrase, "doctor", code=1)
    assert said.count("Problem:") == 1 and "hiprehab.db is damaged" in said  # and no backup is
    assert "is damaged" in run(*phrase, "pain", "list", code=1)
    assert "1 rating" in run(*phrase, "restore", str(made))
    assert "Restored." in run(*phrase, "restore", str(outside), "--yes")
    assert " 4 " in run(*phrase, "pain", "list")
    assert "has a passphrase" in run("pain", "list", code=1)


def test_commands_that_open_no_log_ask_for_none(run: Run, phrase: list[str]) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    run("pain", "add", "--left", "4")
    run("profile", "passphrase", "default", "--new-file", phrase[1])
    assert "desk-break-5" in run("routines")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "There is no file"),
        (b"\xff\xfe", "is no passphrase"),
        (b"x" * 50_000_000, "is no passphrase"),
        (b"", "too short"),
        (b"a\0b and more\n", "too short"),
    ],
)
def test_a_file_that_holds_no_passphrase(
    run: Run, tmp_path: Path, data: bytes | None, said: str
) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra 'encrypted' is not installed")
    run("pain", "add", "--left", "4")
    file = tmp_path / "new"
    if data is not None:
        file.write_bytes(data)
    answer = run("profile", "passphrase", "default", "--new-file", str(file), code=2)
    assert said in answer and len(answer.splitlines()) == 1
    assert " 4 " in run("pain", "list")
