"""Folders of a profile, the lock on it, and files that are whole or not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hiprehab.storage import files, lock, paths
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.trouble import Kind, StorageProblem


def test_folders_under_a_data_folder(tmp_path: Path) -> None:
    found = paths.folders(data_dir=tmp_path / "d", profile="anna")
    assert found.database == tmp_path / "d" / "profiles" / "anna" / "hiprehab.db"
    assert found.settings.parent == found.backups.parent == found.drafts.parent == found.profile
    assert found.system_packs == () and not found.temporary
    for folder in (found.data, found.profile, found.packs, found.cache, found.state):
        assert folder.is_dir()
        if os.name == "posix":
            assert folder.stat().st_mode & 0o077 == 0
    assert paths.folders(data_dir=tmp_path / "d", profile="anna") == found


def test_a_temporary_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = paths.folders(temporary=True)
    assert found.temporary and found.data.parent == tmp_path
    assert found.cache.is_relative_to(found.data)


def test_the_platforms_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name))
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_DATA_DIRS", "/opt/share:/usr/share")
        found = paths.folders()
        assert found.data == tmp_path / "XDG_DATA_HOME" / "hiprehab"
        assert found.profile == found.data / "profiles" / "default"
        assert found.system_packs == (
            Path("/opt/share/hiprehab/packs"), Path("/usr/share/hiprehab/packs"),
        )  # fmt: skip
        assert found.cache == tmp_path / "XDG_CACHE_HOME" / "hiprehab"


@pytest.mark.parametrize("name", ["a", "Anna-2", "left.hip", "x" * 40])
def test_good_names(name: str) -> None:
    assert paths.check_profile(name) == name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "-x", ".x", "a.", "con", "COM1.txt", "x" * 41,
             "a b", "a\x00", "é", "a\n"],
)  # fmt: skip
def test_bad_names_are_refused_and_make_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageProblem) as problem:
        paths.folders(data_dir=tmp_path / "d", profile=name)
    assert problem.value.kind is Kind.USAGE
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_folders(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    for place in (tmp_path / "file", tmp_path / "file" / "in", tmp_path / "link"):
        with pytest.raises(StorageProblem, match="folder for your log"):
            paths.folders(data_dir=place)
    assert not (tmp_path / "gone").exists()


def test_the_second_instance_is_told(tmp_path: Path) -> None:
    with ProfileLock(tmp_path) as first:
        with pytest.raises(StorageProblem, match=f"process {os.getpid()}") as problem:
            ProfileLock(tmp_path)
        assert problem.value.kind is Kind.IN_USE
        first.release()
        ProfileLock(tmp_path).release()


HOLD = """
import sys
from pathlib import Path
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.trouble import StorageProblem
try:
    held = ProfileLock(Path(sys.argv[1]))
except StorageProblem as problem:
    print(problem.kind, flush=True)
else:
    print("held", flush=True)
    sys.stdin.readline()
"""


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def test_of_many_processes_one_holds_it_and_a_dead_one_does_not(tmp_path: Path) -> None:
    children = [start(tmp_path) for _ in range(4)]
    said = [child.stdout.readline().strip() for child in children if child.stdout]
    assert sorted(said) == ["held", "in use", "in use", "in use"]
    holder = children[said.index("held")]
    assert (tmp_path / lock.NAME).read_text().strip() == str(holder.pid)
    for child in children:
        child.kill()
        child.communicate()
    ProfileLock(tmp_path).release()  # the file with the dead process's number is still there


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, how: int) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    with ProfileLock(tmp_path):
        pass


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    files.write_whole(target, b"old", "Failed")
    with pytest.raises(ZeroDivisionError), files.whole_file(target, "Failed") as stream:
        stream.write(b"new")
        raise ZeroDivisionError
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    files.sync_folder(tmp_path / "none")
    with pytest.raises(StorageProblem, match=r"Failed: .*no such file"):
        files.write_whole(tmp_path / "none" / "a.txt", b"", "Failed")
