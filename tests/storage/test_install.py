"""Installing and taking away: whole or not at all, never over anything, for everybody if wanted."""

import os
import stat
from pathlib import Path

import pytest

from hiprehab.storage import handed, packs
from hiprehab.storage.handover import Parcel, State, read_parcel, state_of
from hiprehab.storage.install import TAKEN, Done, put, remove
from hiprehab.storage.library import load_library
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.signing import make_key
from hiprehab.storage.trouble import StorageProblem
from tests.storage.parcels import BASE, FIRST, ID, SECOND, pack_file, png

PLAIN = FIRST.replace('picture = "towel.png"\n', "")


def parcel(folder: Path, text: str = FIRST, name: str = "x.hiprehab") -> Parcel:
    return read_parcel(pack_file(folder / name, text), BASE)


def test_a_signed_pack_keeps_its_papers(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    found = read_parcel(pack_file(tmp_path / "x.hiprehab", FIRST, key), BASE)
    done = put(found, tmp_path / "packs")
    names = sorted(one.relative_to(done.path).as_posix() for one in packs.all_files(done.path))
    assert names == ["manifest.toml", "pack.toml", "pictures/towel.png", "signature.toml"]
    assert (done.path / "pack.toml").read_text() == FIRST
    loaded = load_library(None, [tmp_path / "packs"])
    assert not loaded.problems
    exercise = loaded.library.exercises[f"{ID}/bridge-towel"]
    assert Path(exercise.picture).read_bytes() == png()


def test_what_was_looked_at_is_what_is_installed(tmp_path: Path) -> None:
    """The file may be another one by the time it is accepted."""
    found = parcel(tmp_path)
    (tmp_path / "x.hiprehab").write_bytes(b"something else")
    done = put(found, tmp_path / "packs")
    assert (done.path / "pack.toml").read_text() == FIRST


def test_a_folder_and_a_file_of_the_same_words_are_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pack.toml").write_text(FIRST)
    (folder / "pictures/towel.png").write_bytes(png())
    (folder / "pictures/.hidden").write_text("no")
    put(read_parcel(folder, BASE), tmp_path / "packs")
    assert put(parcel(tmp_path), tmp_path / "packs").done is Done.ALREADY
    other = tmp_path / "other"
    put(parcel(tmp_path), other)
    assert put(read_parcel(folder, BASE), other).done is Done.ALREADY


def test_versions_elsewhere_count_too(tmp_path: Path) -> None:
    shared, mine = tmp_path / "shared", tmp_path / "mine"
    put(parcel(tmp_path, SECOND), shared, for_all=True)
    with pytest.raises(PackProblem, match=r"the newer version 1\.3\.0 is installed"):
        put(parcel(tmp_path), mine, [shared])
    assert put(parcel(tmp_path, SECOND), mine, [shared]).done is Done.ALREADY
    assert not (mine / ID).exists()
    found, there = state_of(parcel(tmp_path, SECOND.replace("1.3.0", "1.10.0")), [mine, shared])
    assert (found, there) == (State.UPDATE, shared / ID / "1.3.0")


def test_for_everybody_whatever_the_administrators_habits(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        put(parcel(tmp_path), tmp_path / "a/packs", for_all=True)
    finally:
        os.umask(before)
    for path in [tmp_path / "a", *(tmp_path / "a").rglob("*")]:
        wanted = 0o055 if path.is_dir() else 0o044
        assert stat.S_IMODE(path.stat().st_mode) & wanted == wanted, path


def test_a_half_written_pack_is_no_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, written = os.replace, []

    def full(source: Path, target: Path) -> None:
        written.append(target)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr("hiprehab.storage.files.os.replace", full)
    with pytest.raises(StorageProblem, match="The pack was not installed: the disk is full"):
        put(parcel(tmp_path), tmp_path / "packs")
    assert packs.newest([tmp_path / "packs"]) == []
    assert not list((tmp_path / "packs" / ID).iterdir())


def test_a_pack_is_taken_away_and_brought_back(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    for text in (FIRST, SECOND):
        put(parcel(tmp_path, text), folder)
    gone = remove(ID, folder)
    assert gone.versions == ("1.2.0", "1.3.0")
    assert packs.newest([folder]) == []
    gone.undo()
    assert [one.name for one in packs.newest([folder])] == ["1.3.0"]
    remove(ID, folder).forget()
    assert not (folder / TAKEN).exists()
    with pytest.raises(StorageProblem, match="The pack was not brought back"):
        gone.undo()


def test_one_version_is_taken_away_and_the_one_before_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    for text in (FIRST, SECOND):
        put(parcel(tmp_path, text), folder)
    gone = remove(ID, folder, "1.3.0")
    assert [one.name for one in packs.newest([folder])] == ["1.2.0"]
    gone.undo()
    assert [one.name for one in packs.newest([folder])] == ["1.3.0"]
    with pytest.raises(StorageProblem, match=r"in version '9\.9\.9'"):
        remove(ID, folder, "9.9.9")


def test_only_the_last_pack_that_was_taken_away_waits(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    put(parcel(tmp_path), folder)
    other = parcel(tmp_path, FIRST.replace(ID, "org.example.other"))
    put(other, folder)
    remove(ID, folder)
    remove("org.example.other", folder)
    assert [one.name for one in (folder / TAKEN).iterdir()] == ["org.example.other"]


@pytest.mark.parametrize("name", ["", ".", "..", ".removed", "../x", "a/b", "nothing"])
def test_only_packs_are_taken_away(tmp_path: Path, name: str) -> None:
    put(parcel(tmp_path), tmp_path / "packs")
    with pytest.raises(StorageProblem, match="There is no pack"):
        remove(name, tmp_path / "packs")
    assert packs.newest([tmp_path / "packs"])


# --- handed on ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a b.hiprehab", "schön.toml", "new\nline.toml"])
def test_a_path_is_handed_on_once(tmp_path: Path, name: str) -> None:
    handed.leave(tmp_path, tmp_path / name)
    assert handed.take(tmp_path) == [tmp_path / name]
    assert handed.take(tmp_path) == []
    assert handed.take(tmp_path / "none") == []


def test_several_paths_of_one_start_are_all_handed_on(tmp_path: Path) -> None:
    given = [tmp_path / f"{number}.hiprehab" for number in range(12)]
    for file in given:
        handed.leave(tmp_path, file)
    assert handed.take(tmp_path) == given


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "handed").write_text("a file in its place")
    with pytest.raises(StorageProblem, match="could not be handed to the open window"):
        handed.leave(tmp_path, tmp_path / "x.toml")
