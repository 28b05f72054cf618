"""Handing packs over on the command line: install, remove, packs, pack, key, and whole folders."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from hiprehab import cli
from hiprehab.storage.signing import KEY_FILE, make_key
from tests.storage.parcels import FIRST, ID, SECOND, pack_file, png


class Said:
    """What the last command printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys, self.folder = capsys, folder
        self.error = ""

    def __call__(self, *words: str | Path, code: int = 0, place: bool = True) -> str:
        where = ["--data-dir", str(self.folder)] if place else []
        assert cli.main([*where, *map(str, words)]) == code, self._capsys.readouterr()
        out, self.error = self._capsys.readouterr()
        return out

    def json(self, *words: str | Path, code: int = 0, place: bool = True) -> Any:
        return json.loads(self(*words, "--json", code=code, place=place))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Said:
    return Said(capsys, tmp_path / "data")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return pack_file(tmp_path / "first.hiprehab")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return pack_file(tmp_path / "second.hiprehab", SECOND)


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """All files below a folder, with when they were written."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return {str(one): (one.read_bytes(), one.stat().st_mtime_ns) for one in files}


# --- install --------------------------------------------------------------------------------


def test_installing_says_from_whom_and_what(say: Said, first: Path) -> None:
    lines = say("install", first).splitlines()
    assert lines[0] == f"{ID} 1.2.0 (Hip start): installed"
    assert lines[1] == "  from A. Physio, physiotherapist, Example clinic; not signed"
    assert lines[2].startswith("  SHA-256 ") and len(lines[2].split()[1]) == 64
    assert lines[3] == "  1 exercise, 1 routine"
    assert "hip-start/day-a" in say("routines")


def test_an_update_says_what_changes_and_keeps_the_old_one(
    say: Said, first: Path, second: Path
) -> None:
    say("install", first)
    before = everything(say.folder / "packs")
    (row,) = say.json("install", second)["packs"]
    assert (row["before"], row["done"]) == ("1.2.0", "installed")
    assert "Clamshell: sets 2 → 3" in [one["text"] for one in row["changes"]]
    after = everything(say.folder / "packs")
    assert before.items() <= after.items()
    (listed,) = [one for one in say.json("packs")["packs"] if one["id"] == ID]
    assert (listed["version"], listed["versions"]) == ("1.3.0", ["1.2.0", "1.3.0"])
    assert "also kept: 1.2.0" in say("packs")


def test_conditions_are_called_by_their_names(say: Said, first: Path, tmp_path: Path) -> None:
    say("install", first)
    other = SECOND.replace("Do the bridge.", "Leave it out.")
    lines = say("install", pack_file(tmp_path / "x.hiprehab", other))
    assert "caution added: condition Very flexible joints, level avoid, note Leave it out" in lines


def test_installing_twice_changes_nothing_and_says_so(say: Said, first: Path) -> None:
    say("install", first)
    before = everything(say.folder)
    assert say("install", first) == f"{ID} 1.2.0 (Hip start): already installed\n"
    assert everything(say.folder) == before


def test_a_plain_toml_of_the_same_words_is_the_same_pack(say: Said, tmp_path: Path) -> None:
    text = FIRST.replace('picture = "towel.png"\n', "")
    plain = tmp_path / "plain.toml"
    plain.write_text(text)
    say("install", plain)
    assert "already installed" in say("install", pack_file(tmp_path / "x.hiprehab", text))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("sets = 2", "sets = 4", "version 1.2.0 is installed with other content"),
        ("1.2.0", "1.1.0", "the newer version 1.2.0 is installed"),
    ],
)
def test_nothing_is_ever_written_over(
    say: Said, first: Path, tmp_path: Path, old: str, new: str, why: str
) -> None:
    say("install", first)
    before = everything(say.folder)
    other = pack_file(tmp_path / "other.hiprehab", FIRST.replace(old, new))
    assert why in say("install", other, "--yes", code=1)
    (row,) = say.json("install", other, code=1)["packs"]
    assert row["done"] == "refused" and why in row["problems"][0]["message"]
    assert everything(say.folder) == before


def test_a_changed_key_needs_a_yes(say: Said, first: Path, tmp_path: Path) -> None:
    mine, other = make_key(tmp_path / "a"), make_key(tmp_path / "b")
    say("install", pack_file(tmp_path / "one.hiprehab", FIRST, mine))
    before = everything(say.folder)
    changed = pack_file(tmp_path / "two.hiprehab", SECOND, other)
    line = say("install", changed, code=1)
    assert "signed with another key than before" in line
    assert "Ask A. Physio whether that is right; then install it with --yes." in line
    unsigned = pack_file(tmp_path / "three.hiprehab", SECOND)
    assert "not signed, though it was before" in say("install", unsigned, code=1)
    assert everything(say.folder) == before
    assert "installed" in say("install", changed, "--yes")
    third = pack_file(tmp_path / "4.hiprehab", SECOND.replace("1.3.0", "1.4.0"), other)
    assert "signed with the known key" in say("install", third)


def test_ids_of_built_in_exercises_are_told(say: Said, tmp_path: Path) -> None:
    text = FIRST.replace("bridge-towel", "clamshell").replace(', level = "2"', "")
    said = say("install", pack_file(tmp_path / "x.hiprehab", text))
    assert "its own clamshell is beside the built-in one, which stays as it is" in said
    by_id = {one["id"]: one["name"] for one in say.json("exercises")["exercises"]}
    assert by_id["clamshell"] == "Clamshell"
    assert by_id[f"{ID}/clamshell"] == "Bridge on a towel"


# --- remove ---------------------------------------------------------------------------------


def test_removing_needs_a_yes(say: Said, first: Path, second: Path) -> None:
    say("install", first, second)
    assert f"{ID} would go (1.2.0, 1.3.0)." in say("remove", ID)
    said = say("remove", ID, "--version", "1.3.0")
    assert "would go (1.3.0)" in said and "Nothing was changed. Add --yes" in said
    assert len(say.json("packs")["packs"][1]["versions"]) == 2
    say("remove", ID, "--version", "9.9.9", code=2)
    assert "was taken away (1.3.0)" in say("remove", ID, "--version", "1.3.0", "--yes")
    assert [one["version"] for one in say.json("packs")["packs"]][1:] == ["1.2.0"]
    say("install", second)
    assert "was taken away (1.2.0, 1.3.0)" in say("remove", ID, "--yes")
    assert not list((say.folder / "packs").iterdir())
    say("remove", ID, "--yes", code=2)
    assert "There is no pack" in say.error
    say("remove", "builtin", "--yes", code=2)
    say("remove", "../profiles", "--yes", code=2)
    assert (say.folder / "profiles").is_dir()


# --- for everybody --------------------------------------------------------------------------


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system folder of a computer of its own."""
    for name in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / f"{name}-of-one"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "shared"))
    return tmp_path / "shared/hiprehab"


def test_what_is_installed_for_everybody_is_there_for_everybody(
    say: Said, first: Path, shared: Path
) -> None:
    assert f"{ID} 1.2.0 (Hip start): installed" in say("install", first, "--system", place=False)
    for path in [shared, *shared.rglob("*")]:
        wanted = 0o055 if path.is_dir() else 0o044
        assert stat.S_IMODE(path.stat().st_mode) & wanted == wanted, path
    before = everything(shared)
    assert "already installed" in say("install", first, "--system", place=False)
    assert everything(shared) == before
    (row,) = [one for one in say.json("packs", place=False)["packs"] if one["id"] == ID]
    assert row["for_everybody"]
    say("remove", ID, place=False, code=2)
    assert "hiprehab remove --system" in say.error
    say("remove", ID, "--system", "--yes", place=False)
    assert f"{ID}" not in say("packs", place=False)


def test_only_the_chosen_shared_packs_show(say: Said, first: Path, shared: Path) -> None:
    say("install", first, "--system", place=False)
    presets = shared / "defaults.toml"
    presets.write_text('schema = "hiprehab-defaults/1"\npacks = []\n')
    assert ID not in say("packs", place=False)
    presets.write_text(f'schema = "hiprehab-defaults/1"\npacks = ["{ID}"]\n')
    assert ID in say("packs", place=False)


def test_one_folder_for_all_is_not_the_system(say: Said, first: Path) -> None:
    say("install", first, "--system", code=2)
    assert "--system does not go together with --data-dir" in say.error


def test_a_clinic_sets_and_locks(say: Said, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.mkdir(parents=True)
    lines = ["volume = 30", "text_scale = 125", 'affected = "left"', "tones = 3"]
    (shared / "defaults.toml").write_text(
        'schema = "hiprehab-defaults/1"\nclinic = "Example clinic"\nlanguage = "en"\n'
        'locked = ["voice", "nothing"]\n[settings]\nvoice = false\n' + "\n".join(lines)
    )
    out = say("doctor", place=False, code=1)
    assert "of Example clinic" in out
    for part in ("settings.affected is not known, or not for", "settings.tones must be true or"):
        assert part in out
    assert "locked names 'nothing', which is not known" in out


# --- whole folders --------------------------------------------------------------------------


def test_a_whole_tree_is_checked(say: Said, first: Path, second: Path, tmp_path: Path) -> None:
    tree = tmp_path / "share"
    (tree / "a/b").mkdir(parents=True)
    (tree / ".git").mkdir()
    (tree / ".git/x.toml").write_text("no pack")
    first.rename(tree / "a" / first.name)
    second.rename(tree / "a/b" / second.name)
    folder = tree / "folder"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pack.toml").write_text(FIRST)
    (folder / "pictures/towel.png").write_bytes(png())
    assert f"{tree}: fine (3 packs)" in say("check", tree)
    assert say.json("check", tree)["problems"] == []
    (folder / "pictures/towel.png").unlink()
    (tree / "a/bad.hiprehab").write_bytes(b"PK")
    (tree / "defaults.toml").write_text("schema = 3")
    found = say.json("check", tree, code=1)
    assert found["schema"] == "hiprehab-problems/1"
    files = [Path(one["file"]).name for one in found["problems"]]
    assert sorted(files) == ["bad.hiprehab", "defaults.toml", "pack.toml"]


def test_a_folder_without_packs_says_so(say: Said, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there is no pack in this folder" in say("check", tmp_path / "empty", code=1)


# --- handing over ---------------------------------------------------------------------------


def test_a_pack_is_made_signed_and_installed_elsewhere(
    say: Said, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pack.toml").write_text(FIRST)
    (folder / "pictures/towel.png").write_bytes(png())
    out = tmp_path / "mine.hiprehab"
    say("pack", folder, "--out", out, "--sign", code=2)
    assert "There is no key to sign with yet. Make one: hiprehab key make." in say.error
    assert not out.exists()
    public = say("key", "make").splitlines()[-1]
    assert stat.S_IMODE((say.folder / KEY_FILE).stat().st_mode) == 0o600
    assert "signed with" in say("pack", folder, "--out", out, "--sign")
    made = out.read_bytes()
    say("pack", folder, "--out", out, "--sign", code=2)
    assert "exists already" in say.error
    say("pack", folder, "--out", out, "--sign", "--force")
    assert out.read_bytes() == made
    other = Said(capsys, tmp_path / "elsewhere")
    (row,) = other.json("install", out)["packs"]
    assert row["signature"] == "signed, seen for the first time"
    assert public == "Public key: " + " ".join(
        row["key"][place : place + 4] for place in range(0, 64, 4)
    )


def test_a_key_is_saved_and_brought_back(
    say: Said, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say("key", "show", code=2)
    public = say("key", "make").splitlines()[-1]
    say("key", "make", code=2)
    assert "There is a key already" in say.error
    copy = tmp_path / "copy.pem"
    say("key", "save", copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    say("key", "save", copy, code=2)
    other = Said(capsys, tmp_path / "elsewhere")
    assert public in other("key", "bring-back", copy)
    assert public in other("key", "show")
    copy.write_text("no key")
    third = Said(capsys, tmp_path / "third")
    third("key", "bring-back", copy, code=1)
    assert "does not hold a key of HipRehab" in third.error
    third("key", "bring-back", code=2)
    third("key", "show", copy, code=2)


@pytest.mark.parametrize("name", ["x.zip", "x"])
def test_a_pack_file_has_its_ending(say: Said, first: Path, tmp_path: Path, name: str) -> None:
    say("pack", first, "--out", tmp_path / name, code=2)
    assert "has to end in .hiprehab" in say.error


def test_files_of_their_own_have_to_be_joined_first(say: Said, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "routines").mkdir(parents=True)
    (folder / "pack.toml").write_text(FIRST.replace('picture = "towel.png"\n', ""))
    routine = 'title = "B"\n[[block]]\nkind = "strength"\nitems = [{ exercise = "clamshell" }]\n'
    (folder / "routines/day-b.toml").write_text(routine)
    say("pack", folder, "--out", tmp_path / "x.hiprehab", code=1)
    assert "Put its table into pack.toml" in say.error


def test_a_picture_cannot_travel_in_plain_text(say: Said, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(FIRST)
    assert "which one TOML file cannot carry" in say("install", path, code=1)
