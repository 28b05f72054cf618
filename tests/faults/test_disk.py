"""Full disks and folders that cannot be written (faults 4 to 8, goal R4)."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs limits on file sizes")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
ROOT = Path(__file__).parents[2]

ROOM = """
import contextlib, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage import check, keys
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

NOW = datetime(2026, 3, 1, tzinfo=UTC)
if "--passphrase" in sys.argv:
    keys.unlock(Path(sys.argv[1]), "three words here")
ENTRY = PainEntry(stamp(NOW, 0), Side.LEFT, 4, note="n" * 2000)

@contextlib.contextmanager
def room(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
"""

EACH_BUDGET = (
    ROOM
    + """
def told(problem):
    assert problem.kind is Kind.FULL, problem
    assert "disk" in problem.sentence and problem.remedy, problem

folder, first, last, step = Path(sys.argv[1]), *map(int, sys.argv[2:5])
refused = 0
for budget in range(first, last, step):
    path = folder / f"{budget}" / "hiprehab.db"
    path.parent.mkdir()
    saved = 0
    with room(budget):
        try:
            with Store.open(path, at=NOW) as store:
                store.warm()
                for _ in range(200):
                    store.log_pain([ENTRY])
                    saved += 1
        except StorageProblem as problem:
            told(problem)
            refused += 1
    if not path.exists():
        assert saved == 0 and list(path.parent.iterdir()) == [], list(path.parent.iterdir())
    with Store.open(path, at=NOW) as store:
        assert store.counts().pain == saved, (budget, store.counts(), saved)
        store.log_pain([ENTRY])
        assert store.check() == (), (budget, store.check())
        assert store.counts().pain == saved + 1
    if "--passphrase" in sys.argv:
        assert b"n" * 50 not in path.read_bytes()
print(refused)
"""
)


def run(code: str, *arguments: object, wrap: tuple[str, ...] = ()) -> str:
    """Runs a script in a Python of its own; fails with what it said."""
    command = [*wrap, sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_few_budgets(tmp_path: Path) -> None:
    """The log is made or not, a rating is saved or not; never half."""
    assert int(run(EACH_BUDGET, tmp_path, 0, 400_000, 57_001)) == 8


encrypted = pytest.mark.skipif(
    importlib.util.find_spec("sqlcipher3") is None, reason="needs the extra 'encrypted'"
)
PHRASE = [(), pytest.param(("--passphrase",), marks=[encrypted, pytest.mark.faults])]
PHRASES = pytest.mark.parametrize("phrase", PHRASE, ids=["plain", "passphrase"])


@encrypted
@pytest.mark.faults
def test_every_fiftieth_kilobyte_behind_a_passphrase(tmp_path: Path) -> None:
    assert int(run(EACH_BUDGET, tmp_path, 0, 400_001, 51_200, "--passphrase")) == 8


@pytest.mark.faults
def test_every_tenth_kilobyte(tmp_path: Path) -> None:
    assert int(run(EACH_BUDGET, tmp_path, 0, 400_001, 10_240)) >= 40


@pytest.mark.long
def test_every_half_kilobyte(tmp_path: Path) -> None:
    assert int(run(EACH_BUDGET, tmp_path, 0, 400_001, 512)) >= 780


KEEPS = (
    ROOM
    + """
import hashlib
from hiprehab.core.settings import Settings
from hiprehab.storage import backup, settings, transfer
from dataclasses import replace

folder = Path(sys.argv[1])
log = folder / "hiprehab.db"
with Store.open(log, at=NOW) as store:
    store.log_pain([ENTRY] * 60)
file, copies = folder / "settings.toml", folder / "backups"
settings.write(file, Settings())
first = backup.make(log, copies, NOW)
transfer.export_json(log, transfer.Export(folder / "out.json", NOW))
transfer.export_csv(log, transfer.Export(folder / "out", NOW))
transfer.export_fhir(log, transfer.Export(folder / "out.fhir.json", NOW))
transfer.export_ics(log, transfer.Export(folder / "out.ics", NOW))
AT = datetime(2026, 3, 2, tzinfo=UTC)

def again(name):
    return transfer.Export(folder / name, AT, force=True)

def tree():
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))
    }

WAYS = {
    "settings.toml": lambda: settings.write(file, replace(Settings(), volume=10)),
    "backups": lambda: backup.make(log, copies, AT),
    "out.json": lambda: transfer.export_json(log, again("out.json")),
    "out": lambda: transfer.export_csv(log, again("out")),
    "out.fhir.json": lambda: transfer.export_fhir(log, again("out.fhir.json")),
    "out.ics": lambda: transfer.export_ics(log, again("out.ics")),
    "restore": lambda: backup.restore(first, log, AT),
}
if "--passphrase" in sys.argv:
    from hiprehab.storage import secret

    secret.change(folder, "three words here", NOW)
    WAYS["passphrase"] = lambda: secret.change(folder, "quite other words", AT)
before = tree()
for size in (0, 1, 100, 5000, 40_000, 100_000):
    for name, work in WAYS.items():
        try:
            with room(size):
                work()
        except StorageProblem as problem:
            assert problem.kind is Kind.FULL, (name, size, problem)
            assert str(folder) in str(problem), (name, problem)
            assert problem.remedy and "disk" in problem.sentence, problem
            assert tree() == before, (name, size, set(tree().items()) ^ set(before.items()))
        else:
            before = tree()
            assert all(p.stat().st_size for p in folder.rglob("*.toml"))
print("same")
"""
)


@PHRASES
def test_settings_backup_export_and_restore_keep_the_old(
    tmp_path: Path, phrase: tuple[str, ...]
) -> None:
    """And with a passphrase also the change of it."""
    assert run(KEEPS, tmp_path, *phrase).strip() == "same"


def full_tmpfs(size: str) -> tuple[str, ...]:
    """A prefix that runs a command on a small disk of its own, mounted over its first argument."""
    script = f'mount -t tmpfs -o size={size} tmpfs "$1" && shift && exec "$@"'
    return ("unshare", "-m", "sh", "-c", script, "sh")


def can_mount() -> bool:
    """Whether this process may mount in a name space of its own."""
    if not sys.platform.startswith("linux") or not shutil.which("unshare") or os.geteuid() != 0:
        return False
    done = subprocess.run(
        [*full_tmpfs("64k"), "/mnt", "true"], capture_output=True, check=False
    )  # fmt: skip
    return done.returncode == 0


ON_A_SMALL_DISK = (
    ROOM
    + """
import os
folder = Path(sys.argv[1])
path, filler = folder / "hiprehab.db", folder / "filler"
with Store.open(path, at=NOW) as store:
    store.warm()
    saved = 0
    for turn in range(3):
        filler.write_bytes(b"")
        with filler.open("ab") as stream, contextlib.suppress(OSError):
            while True:
                os.write(stream.fileno(), b"x" * 512)
        try:
            for _ in range(400):
                store.log_pain([ENTRY])
                saved += 1
        except StorageProblem as problem:
            assert problem.kind is Kind.FULL, problem
            assert "disk" in problem.sentence
        else:
            raise SystemExit("the disk never was full")
        assert store.counts().pain == saved
        filler.unlink()
        store.log_pain([ENTRY])
        saved += 1
with Store.open(path, at=NOW) as store:
    assert store.counts().pain == saved and store.check() == ()
print(saved)
"""
)


@pytest.mark.faults
@pytest.mark.skipif(not can_mount(), reason="needs to be root and to mount")
@PHRASES
@pytest.mark.parametrize("size", ["384k", "500k", "1m"])
def test_a_disk_that_is_really_full(tmp_path: Path, size: str, phrase: tuple[str, ...]) -> None:
    wrap = (*full_tmpfs(size), str(tmp_path))
    assert int(run(ON_A_SMALL_DISK, tmp_path, *phrase, wrap=wrap)) >= 3


# --- folders that cannot be used -----------------------------------------------------------------


def program(*words: object, wrap: tuple[str, ...] = (), **more: str) -> Any:
    """Runs the program without a screen; returns what it said."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)} | more
    return subprocess.run(
        [*wrap, sys.executable, "-m", "hiprehab", *map(str, words)],
        capture_output=True, text=True, check=False, env=env, cwd="/", timeout=60,
    )  # fmt: skip


def one_sentence(done: Any, *parts: object) -> None:
    """An exit code of 1, a sentence with its remedy, no traceback."""
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert done.returncode == 1, done
    assert len(said) == 1 and "Traceback" not in done.stderr, done.stderr
    for part in parts:
        assert str(part) in said[0], said[0]


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("words", [["pain", "list"], []], ids=["command", "window"])
@pytest.mark.parametrize("kind", ["file", "link", "below", "loop"])
def test_a_data_folder_that_is_none(tmp_path: Path, kind: str, words: list[str]) -> None:
    """Named in the sentence; nothing is made anywhere else."""
    place = tmp_path / "data"
    if kind == "file":
        place.write_text("mine")
    elif kind == "link":
        place.symlink_to(tmp_path / "gone")
    elif kind == "below":
        place.write_text("mine")
        place = place / "deeper"
    else:
        place.symlink_to(place)
    before = tree(tmp_path)
    one_sentence(program("--data-dir", place, *words), place)
    assert tree(tmp_path) == before


@linux
def test_a_data_folder_with_a_name_that_is_no_text(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/hip\xff"
    done = program("--data-dir", os.fsdecode(place), "pain", "add", "--left", "3")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    if done.returncode == 0:
        assert os.path.exists(place + b"/profiles/default/hiprehab.db")


as_root = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("setpriv"),
    reason="needs root, to become somebody who may not write",
)
NOBODY = ("setpriv", "--reuid", "65534", "--clear-groups")


def opened_to_all(tmp_path: Path) -> None:
    """Others may look into the test's folder."""
    for place in (tmp_path, *tmp_path.parents):
        if place not in (Path("/"), Path("/tmp")) and place.stat().st_uid == 0:
            place.chmod(0o755)
    for path in tmp_path.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


READ_ONLY = [
    pytest.param("another user", marks=as_root),
    pytest.param("mount", marks=pytest.mark.skipif(not can_mount(), reason="needs to mount")),
]


@PHRASES
@pytest.mark.parametrize("how", READ_ONLY)
def test_a_read_only_data_folder(tmp_path: Path, how: str, phrase: tuple[str, ...]) -> None:
    """The log can be read, saving says why not, and the window opens only to read."""
    data = tmp_path / "data"
    assert program("--data-dir", data, "pain", "add", "--left", "3").returncode == 0
    words = {"HIPREHAB_PASSPHRASE": "three words here"} if phrase else {}
    if phrase:
        (tmp_path / "words").write_text("three words here\n")
        new = ("profile", "passphrase", "default", "--new-file", tmp_path / "words")
        assert program("--data-dir", data, *new).returncode == 0
    wrap: tuple[str, ...] = NOBODY
    if how == "mount":
        script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        wrap = ("unshare", "-m", "sh", "-c", script, str(data))
    else:
        opened_to_all(tmp_path)
    before = tree(data)
    more = {"HOME": "/nonexistent", "TMPDIR": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"} | words
    listed = program("--data-dir", data, "pain", "list", wrap=wrap, **more)
    assert listed.returncode == 0 and " 3 " in listed.stdout, listed
    one_sentence(
        program("--data-dir", data, "pain", "add", "--left", "4", wrap=wrap, **more),
        "cannot be written", data,
    )  # fmt: skip
    script = str(Path(__file__).with_name("only_read.py"))
    done = subprocess.run(
        [*wrap, sys.executable, script, str(data)],
        capture_output=True, text=True, env=os.environ | more, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "read, refused, played\n"), done.stderr
    assert tree(data) == before
