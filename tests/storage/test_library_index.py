"""The index is the library, is fresh, and is cheap to read; installed packs and installing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hiprehab.core.model import Library
from hiprehab.storage import packs
from hiprehab.storage.derived import derived, write_derived
from hiprehab.storage.index import (
    Built,
    Index,
    Unusable,
    index_text,
    joined,
    open_index,
    read_index,
)
from hiprehab.storage.install import Done, install
from hiprehab.storage.library import builtin_index, index_of, load_library
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.trouble import StorageProblem

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
INDEX = DATA / "index.json"

PACK = """
schema = "hiprehab-pack/1"
id = "org.example.hip-start"
version = "1.2.0"
title = "Hip start"

[exercise.bridge-towel]
name = "Bridge on a towel"
category = "strength"
position = "supine"
motion = "bridge"
cues = ["Press through your heels."]
dose = { kind = "self", reps = 8, effort = [4, 6], extra = { side = "left", sets = 1 } }

[routine.day-a]
title = "Day A"
schedule = { days_per_week = 3 }
[[routine.day-a.block]]
kind = "strength"
items = [{ exercise = "bridge-towel" }, { exercise = "clamshell", level = "2" }]
"""
PREFIX = "org.example.hip-start/"


@pytest.fixture(scope="module")
def base() -> Index:
    return open_index(INDEX)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "hip start.toml"
    path.write_text(PACK)
    return path


# --- the index ------------------------------------------------------------------------------


def test_the_shipped_files_are_fresh() -> None:
    for name, text in derived(DATA).items():
        fresh = (DATA / name).read_text(encoding="utf-8") == text
        assert fresh, f"data/{name} is stale: run  hiprehab check data --write-index"


def test_the_index_is_the_library(base: Index) -> None:
    made, problems = index_of(DATA)
    assert not problems
    assert isinstance(base.library.exercises, Built)
    assert base.library == made.library
    assert base.motions == made.motions
    assert base.sources == made.sources
    assert read_index(INDEX) == made.library


def test_the_index_holds_every_field(tmp_path: Path, pack: Path, base: Index) -> None:
    install(pack, tmp_path / "packs", base)
    loaded = load_library(INDEX, [tmp_path / "packs"])
    assert not loaded.problems
    path = tmp_path / "index.json"
    path.write_text(index_text(loaded.library))
    assert read_index(path) == loaded.library


def test_reading_the_index_loads_nothing_heavy() -> None:
    code = (
        "import sys; from pathlib import Path; from hiprehab.storage.index import read_index;"
        f"library = read_index(Path({str(INDEX)!r}));"
        "assert library.routines['glute-strength-a'].variants;"
        "heavy = {'pydantic', 'tomllib', 'hashlib', 'difflib', 'numpy', 'sqlite_utils'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_values_are_built_once_and_on_demand(base: Index) -> None:
    exercises = read_index(INDEX).exercises
    assert "clamshell" in exercises
    assert exercises["clamshell"] is exercises["clamshell"]
    assert len(exercises) == len(list(exercises)) == len(base.library.exercises)
    with pytest.raises(KeyError):
        exercises["nothing"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": "hiprehab-index/2"}', '{"schema": "hiprehab-index/1"}']
)
def test_a_bad_index_is_unusable(tmp_path: Path, text: str) -> None:
    path = tmp_path / "index.json"
    with pytest.raises(Unusable):
        read_index(path)
    path.write_text(text)
    with pytest.raises(Unusable):
        read_index(path)
    assert builtin_index(path)[0] == builtin_index(None)[0]
    assert builtin_index(None)[0].library == read_index(INDEX)


def test_joined_libraries_keep_the_first(base: Index) -> None:
    one = base.library
    two = Library({"clamshell": one.exercises["bridge"], "new": one.exercises["bridge"]}, {})
    both = joined(one, two)
    assert both.exercises["clamshell"] == one.exercises["clamshell"]
    assert both.exercises["new"].id == "bridge"
    assert "new" in both.exercises
    assert len(both.exercises) == len(one.exercises) + 1 == len(list(both.exercises))


def test_derived_files_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "exercises").mkdir(parents=True)
    head = PACK[: PACK.index("[exercise")]
    (folder / "pack.toml").write_text(head)
    with pytest.raises(PackProblem, match="no exercise and no routine"):
        write_derived(folder)
    assert not (folder / "index.json").exists()
    body = PACK[PACK.index("name =") : PACK.index("[routine")].replace('motion = "bridge"\n', "")
    (folder / "exercises/bridge-towel.toml").write_text(body)
    names = {path.relative_to(folder).as_posix() for path in write_derived(folder)}
    assert "index.json" in names
    assert len(names) == 4
    assert list(read_index(folder / "index.json").exercises) == [PREFIX + "bridge-towel"]


def test_the_schema_knows_the_keys_and_the_limits() -> None:
    schema = json.loads((DATA / "schema/hiprehab-pack-1.json").read_text())
    dose = schema["$defs"]["DoseShape"]
    assert dose["additionalProperties"] is False
    assert dose["properties"]["sets"] == {"maximum": 20, "minimum": 1, "type": "integer"}
    assert {"const": "ready", "type": "string"} in dose["properties"]["rest_sets_s"]["anyOf"]
    assert schema["required"] == ["schema", "id", "version", "title"]
    assert '"null"' not in json.dumps(schema)


# --- installing -----------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, bytes]:
    """All files under a folder with their content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def folder_form(pack: Path) -> Path:
    """The same pack as a folder."""
    folder = pack.parent / "as folder"
    (folder / "exercises").mkdir(parents=True)
    (folder / "routines").mkdir()
    (folder / "pack.toml").write_text(PACK[: PACK.index("[exercise")])
    exercise = PACK[PACK.index("name =") : PACK.index("[routine")]
    routine = PACK[PACK.index('title = "Day A"') :].replace("routine.day-a.", "")
    (folder / "exercises/bridge-towel.toml").write_text(exercise)
    (folder / "routines/day-a.toml").write_text(routine)
    (folder / "notes.txt").write_text("not part of the pack")
    return folder


def test_installing_copies_the_file_and_is_idempotent(pack: Path, base: Index) -> None:
    folder = pack.parent / "packs"
    done = install(pack, folder, base)
    assert (done.id, done.version, done.title, done.done) == (
        "org.example.hip-start",
        "1.2.0",
        "Hip start",
        Done.INSTALLED,
    )
    assert tree(folder) == {"org.example.hip-start/1.2.0.toml": PACK.encode()}
    again = install(pack, folder, base)
    assert again.done is Done.ALREADY
    assert again.path == done.path


def test_installing_a_folder_takes_its_own_files_only(pack: Path, base: Index) -> None:
    folder = pack.parent / "packs"
    source = folder_form(pack)
    assert install(source, folder, base).done is Done.INSTALLED
    names = {"pack.toml", "exercises/bridge-towel.toml", "routines/day-a.toml"}
    assert set(tree(folder)) == {f"org.example.hip-start/1.2.0/{name}" for name in names}
    assert install(source, folder, base).done is Done.ALREADY
    loaded = load_library(INDEX, [folder])
    assert not loaded.problems
    assert PREFIX + "day-a" in loaded.library.routines


def test_a_newer_version_goes_next_to_the_old_one(pack: Path, base: Index) -> None:
    folder = pack.parent / "packs"
    install(pack, folder, base)
    pack.write_text(PACK.replace("1.2.0", "1.10.0").replace("Day A", "Day one"))
    install(pack, folder, base)
    assert len(tree(folder)) == 2
    routine = load_library(INDEX, [folder]).library.routines[PREFIX + "day-a"]
    assert routine.title == "Day one"


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        ("Day A", "Day B", "version 1.2.0 is installed with other content. Give the changed pack"),
        ("1.2.0", "1.1.9", "the newer version 1.2.0 is installed; 1.1.9 would not be used."),
        ("org.example.hip-start", "builtin", 'is the id of HipRehab\'s own pack. Give the pack'),
        ("org.example", "con.example", "this id cannot be a folder on every system."),
        ("reps = 8", "reps = 0", "0 is outside the limits."),
        ("clamshell", "clamshel", 'Did you mean "clamshell"?'),
    ],
)  # fmt: skip
def test_what_cannot_be_installed_changes_nothing(
    pack: Path, base: Index, old: str, new: str, answer: str
) -> None:
    folder = pack.parent / "packs"
    install(pack, folder, base)
    before = tree(folder)
    pack.write_text(PACK.replace(old, new))
    with pytest.raises(PackProblem) as caught:
        install(pack, folder, base)
    assert answer in "\n".join(map(str, caught.value.problems))
    assert tree(folder) == before


def test_a_failed_write_leaves_nothing(
    pack: Path, base: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = pack.parent / "packs"

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    for source in (pack, folder_form(pack)):
        with pytest.raises(StorageProblem, match="The pack was not installed: the disk is full"):
            install(source, folder, base)
    assert tree(folder) == {}


# --- before the first paint -----------------------------------------------------------------


def test_the_quick_library_follows_the_installed_packs(pack: Path, base: Index) -> None:
    folder, cache = pack.parent / "packs", pack.parent / "cache"
    assert packs.quick_library(base, [folder], cache) == (base.library, True)
    install(pack, folder, base)
    assert packs.quick_library(base, [folder], cache) == (base.library, False)
    whole = load_library(INDEX, [folder], cache).library
    found, fresh = packs.quick_library(base, [folder], cache)
    assert fresh
    assert found == whole
    assert found.routines[PREFIX + "day-a"].variants[0].items[1].exercise == "clamshell"
    # Another version, or other built-ins: the old index still serves, and is made again.
    pack.write_text(PACK.replace("1.2.0", "1.3.0"))
    install(pack, folder, base)
    assert packs.quick_library(base, [folder], cache) == (whole, False)
    load_library(INDEX, [folder], cache)
    assert packs.quick_library(base, [folder], cache)[1]
    other = Index(base.library, base.motions, {})
    assert not packs.quick_library(other, [folder], cache)[1]


def test_a_bad_installed_pack_is_named_and_left_out(pack: Path, base: Index) -> None:
    folder, cache = pack.parent / "packs", pack.parent / "cache"
    installed = install(pack, folder, base).path
    installed.write_text("id = ")
    loaded = load_library(INDEX, [folder], cache)
    assert loaded.library == base.library
    assert "this is not TOML" in str(loaded.problems[0])
    assert not (cache / packs.CACHE).exists()


def test_newest_looks_at_all_folders(tmp_path: Path) -> None:
    mine, shared = tmp_path / "mine", tmp_path / "shared"
    for place, name in [
        (mine, "org.a/1.0.0.toml"),
        (mine, "org.a/2.0.0.txt"),
        (mine, "org.a/draft.toml"),
        (mine, "org.b/1.0.0.toml"),
        (shared, "org.b/1.0.0.toml"),
        (shared, "org.a/1.10.0/pack.toml"),
    ]:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).touch()
    (mine / "stray.toml").touch()
    found = packs.newest([mine, tmp_path / "none", shared])
    assert found == [shared / "org.a/1.10.0", mine / "org.b/1.0.0.toml"]
