"""Packs for tests: a small one with a picture of its own, and its next version."""

import struct
import zlib
from pathlib import Path

from hiprehab.storage.archive import write_archive
from hiprehab.storage.index import open_index
from hiprehab.storage.signing import Signer

ROOT = Path(__file__).resolve().parents[2]
BASE = open_index(ROOT / "data/index.json")
ID = "org.example.hip-start"

FIRST = """\
schema = "hiprehab-pack/1"
id = "org.example.hip-start"
version = "1.2.0"
title = "Hip start"
author = { name = "A. Physio", role = "physiotherapist", organisation = "Example clinic" }

[exercise.bridge-towel]
name = "Bridge on a towel"
category = "strength"
position = "supine"
picture = "towel.png"
equipment = ["towel"]
cues = ["Press through your heels."]
caution = [{ condition = "hyper", level = "avoid", note = "Do the bridge." }]
[exercise.bridge-towel.dose]
kind = "reps"
sets = 2
reps = [8, 10]
tempo = [["lift", 2], ["hold", 2], ["lower", 2]]
rest_sets_s = 45

[routine.day-a]
title = "Day A"
notes = ["Take your time."]
schedule = { days_per_week = [2, 3], min_gap_days = 1 }
[[routine.day-a.block]]
kind = "strength"
items = [
  { exercise = "bridge-towel" },
  { exercise = "clamshell", level = "2", dose = { sets = 2 } },
  { exercise = "bridge" },
]
"""
SECOND = (
    FIRST.replace("1.2.0", "1.3.0")
    .replace("dose = { sets = 2 } }", "dose = { sets = 3 } }")
    .replace('{ exercise = "bridge" }', '{ exercise = "standing-hip-abduction" }')
    .replace("Take your time.", "Take all the time you need.")
)


def png(width: int = 4, height: int = 3, *, says: tuple[int, int] | None = None) -> bytes:
    """A picture of one colour; `says` is the size that its header claims."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    head = struct.pack(">2L5B", *(says or (width, height)), 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x40\x80\xc0" * width) * height)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pack_file(path: Path, text: str = FIRST, signer: Signer | None = None) -> Path:
    """A `.hiprehab` file of this text with the picture it needs."""
    write_archive(text, {"towel.png": png()} if "towel.png" in text else {}, path, signer)
    return path
