"""A pack is only read: it runs nothing, asks the network for nothing, and writes nothing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.storage import hostile
from tests.storage.parcels import FIRST, pack_file, png

ROOT = Path(__file__).resolve().parents[2]

# Python reports whatever a program does to the world; what Qt does is held back by plain text only.
PROBE = """
import json, os, sys
from datetime import date
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from hiprehab.app.profile import built_in
from hiprehab.core.plan import PlanOptions
from hiprehab.storage import library, signing
from hiprehab.storage.handover import offer_of, read_parcel
from hiprehab.storage.install import put
from hiprehab.storage.problems import PackProblem
from hiprehab.ui.screens.receive_model import sight
from hiprehab.ui.screens.receive_parts import small_picture

base, packs = built_in(), Path(sys.argv[2])
signing.available()
"x".encode("unicode_escape")  # what cannot be shown is spelled with it
small_picture(open(sys.argv[3], "rb").read())
try:
    read_parcel(Path(sys.argv[4]), base)  # loads what is loaded late
except PackProblem:
    pass
seen, listening = [], True
DOING = ("socket.", "subprocess.", "os.exec", "os.system", "os.spawn", "os.posix_spawn", "urllib",
         "http.", "ftplib", "smtplib", "ctypes", "webbrowser", "os.fork", "exec", "compile",
         "import")
WRITING = ("os.remove", "os.rename", "os.mkdir", "os.link", "os.symlink", "shutil.", "os.truncate",
           "os.chmod", "tempfile.")

def hear(event, arguments):
    if not listening:
        return
    if event.startswith(DOING + WRITING):
        seen.append([event, repr(arguments)[:200]])
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, int):  # opened by its name before
            return
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or (mode and set(mode) & set("wax+")):
            seen.append(["written", repr(path)])

sys.addaudithook(hear)
good = []
for path in map(Path, sys.argv[4:]):
    try:
        offer = offer_of(read_parcel(path, base), base, [packs])
        look = sight(offer, PlanOptions(), date(2026, 3, 1))
        for one in look.own:
            small_picture(one.picture)
        good.append(offer)
    except PackProblem:
        pass
read, seen[:] = list(seen), []
for offer in good[:1]:
    put(offer.parcel, packs)
    library.load_library(None, [packs])
listening = False
print(json.dumps([read, seen, len(good)]))
"""


def outside(events: list[Any], place: Path) -> list[Any]:
    """What was done that is not a file in this folder."""
    return [one for one in events if str(place) not in one[1]]


def test_looking_at_packs_does_nothing_else(tmp_path: Path) -> None:
    links = FIRST.replace("Take your time.", "https://example.org/x <img src='http://e.org/x.png'>")
    files = [pack_file(tmp_path / "good.hiprehab", links)]
    for number, (_, data, _) in enumerate(hostile.files()):
        files.append(tmp_path / f"{number}.hiprehab")
        files[-1].write_bytes(data)
    picture = tmp_path / "x.png"
    picture.write_bytes(png())
    packs = tmp_path / "packs"
    packs.mkdir()
    words = [sys.executable, "-c", PROBE, str(ROOT), str(packs), str(picture), *map(str, files)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    read, put, good = json.loads(done.stdout)
    assert good == 1
    assert read == []
    assert put, "installing writes, so the hook does hear"
    assert outside(put, packs) == []
