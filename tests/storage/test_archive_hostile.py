"""Pack files made to do harm: refused in one sentence, quickly, with little memory, not written."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.storage import hostile
from tests.storage.parcels import FIRST

ROOT = Path(__file__).resolve().parents[2]
HUGE = ("huge.hiprehab", "huge.toml")

PROBE = """
import json, sys, time
from datetime import date
from pathlib import Path
from hiprehab.app.profile import built_in
from hiprehab.core.plan import PlanOptions
from hiprehab.storage.handover import offer_of, read_parcel
from hiprehab.storage.problems import PackProblem
from hiprehab.ui.screens.receive_model import sight
from hiprehab.ui.screens.receive_parts import small_picture
sys.path.insert(0, sys.argv[1])

def most_megabytes():
    import resource
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

base = built_in()
for path in map(Path, sys.argv[3:]):
    said, seen, start = [], None, time.process_time()
    try:
        offer = offer_of(read_parcel(path, base), base, [Path(sys.argv[2]) / "packs"])
        seen = sight(offer, PlanOptions(), date(2026, 3, 1))
        pictures = [small_picture(one.picture) for one in seen.own if one.picture]
        seen = [pictures.count(None), [form.total_s for one in seen.routines for form in one.forms]]
    except PackProblem as error:
        said = [str(one) for one in error.problems]
    print(json.dumps([said, seen, time.process_time() - start, most_megabytes()]))
"""

LONG = FIRST.replace('picture = "towel.png"\n', "")
LONG = LONG[: LONG.index("[[routine.day-a.block]]")] + "".join(
    f'[[routine.day-a.variant]]\nid = "v{n}"\ntitle = "V"\n[[routine.day-a.variant.block]]\n'
    'kind = "k"\nitems = [' + '{ exercise = "clamshell", dose = { sets = 20, reps = 200 } },' * 40
    + "]\n"
    for n in range(12)
)  # fmt: skip
ODD = {
    "html as text": (hostile.text("Take your time.", "<img src='file:///etc/passwd'><b>x</b>"), 0),
    "png without its rows": (hostile.pictured(hostile.png(says=(6000, 4000))), 1),
    "jpeg without its rows": (hostile.pictured(hostile.jpeg(6000, 4000), "towel.jpg"), 1),
    "endless": (hostile.with_manifest(hostile.zip_bytes({"pack.toml": LONG.encode()})), 0),
}
"""Sound files all the same: how many of their pictures cannot be shown."""


def tree(folder: Path) -> dict[str, str]:
    """Everything in a folder, by its hash."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return {str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What looking at each file comes to, with the processor time and the memory (MB)."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "data/packs").mkdir(parents=True)
    paths = {}
    for name, data, _ in [*hostile.files(), *((name, *odd) for name, odd in ODD.items())]:
        paths[name] = folder / f"{len(paths)}.hiprehab"
        paths[name].write_bytes(data)
    for name in HUGE:
        paths[name] = folder / name
        with paths[name].open("wb") as file:
            file.truncate(100 * 1024 * 1024)
    small = {str(path) for path in paths.values() if path.name not in HUGE}
    before = {path: value for path, value in tree(folder).items() if path in small}
    words = [
        sys.executable,
        "-c",
        PROBE,
        str(ROOT),
        str(folder / "data"),
        *map(str, paths.values()),
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    after = tree(folder)
    assert {path: value for path, value in after.items() if path in small} == before
    assert len(after) == len(paths) and not list((folder / "data/packs").iterdir())
    return dict(zip(paths, map(json.loads, done.stdout.splitlines()), strict=True))


def cheap(answer: list[Any]) -> bool:
    """The promise is 2 s and 300 MB; processor time, so that a busy machine does not matter."""
    return answer[2] < 2 and answer[3] < 300


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, _, words in hostile.files()])
def test_a_hostile_file_is_refused(answers: dict[str, list[Any]], name: str, words: str) -> None:
    said, seen, *_ = answers[name]
    assert seen is None
    assert words in said[0], said[:3]
    assert all(line.isprintable() and len(line) < 400 for line in said)
    assert cheap(answers[name]), answers[name][2:]


@pytest.mark.parametrize("name", HUGE)
def test_a_hundred_megabytes_are_refused_unread(answers: dict[str, list[Any]], name: str) -> None:
    (said,), _, seconds, megabytes = answers[name]
    assert "the file is larger than " in said
    assert seconds < 0.1 and megabytes < 300


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_shown_at_little_cost(answers: dict[str, list[Any]], name: str) -> None:
    said, seen, *_ = answers[name]
    assert not said
    assert seen[0] == ODD[name][1]
    assert cheap(answers[name]), answers[name][2:]
    assert (None in seen[1]) == (name == "endless")
