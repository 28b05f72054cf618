"""Pictures in packs: PNG or JPEG by their bytes, small enough to be shown. Nothing is decoded.

Standard library only. A picture's header is read just far enough to know its kind and its size, so
that a small file that would unfold to a huge picture is refused before any decoder meets it.
"""

import os
import re
import stat
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hiprehab.storage.problems import Problem, why

FOLDER: Final = "pictures"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,74}\.(?:png|jpg|jpeg)")
MAX_BYTES: Final = 5_000_000
MAX_SIDE: Final = 6000
MAX_PIXELS: Final = 24_000_000
MOST: Final = 200
MOST_BYTES: Final = 50_000_000
"""Of all pictures of a pack together."""

Fault = tuple[str, str]
"""What is wrong and the remedy."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def fault(data: bytes, name: str) -> Fault | None:
    """What is wrong with a picture of this name, and the remedy; None when it can be used."""
    if not NAME.fullmatch(name):
        return "this is not the name of a picture", "Rename it in small letters, to NAME.png."
    if len(data) > MAX_BYTES:
        return f"the picture is larger than {MAX_BYTES // 1_000_000} MB", "Make it smaller."
    if data.startswith(_PNG):
        kind, size = "PNG", _png_size(data)
    elif data.startswith(_JPEG):
        kind, size = "JPEG", _jpeg_size(data)
    else:
        return "this is neither a PNG nor a JPEG picture", "Save it as PNG or JPEG."
    if (kind == "PNG") != name.endswith(".png"):
        return f"this is a {kind} picture under another ending", "Rename it."
    if size is None:
        return f"the {kind} picture is damaged", "Save it again."
    width, height = size
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE) or width * height > MAX_PIXELS:
        return f"the picture is too large ({width} x {height})", "Make it smaller."
    return None


def fault_of(path: Path) -> Fault | None:
    """What is wrong with a picture on the disk; a link, a pipe or a device is none."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():
            return "the picture is a link; a pack holds its own files", "Put the file itself there."
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return "the picture is not a file", "Put a PNG or JPEG picture there."
            return fault(file.read(MAX_BYTES + 1), path.name)
    except OSError as error:
        return f"the picture {why(error)}", f"Put {path.name} into the folder {FOLDER}."


def strays(folder: Path) -> Iterator[Problem]:
    """What else lies in a pack's folder of pictures, and too much of it."""
    if not folder.is_dir():
        return
    total = count = 0
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name.startswith("."):
            continue
        if not NAME.fullmatch(entry.name) or not entry.is_file(follow_symlinks=False):
            message = "only pictures are read here, with names in small letters"
            yield Problem(entry.path, 0, "", message, "Rename it or take it away.")
            continue
        count += 1
        total += entry.stat(follow_symlinks=False).st_size
    if count > MOST or total > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        message = f"there are more than {MOST} pictures, or more than {most} MB of them"
        yield Problem(str(folder), 0, "", message, "Leave some out, or make them smaller.")


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first chunk, when all chunks up to the end are there."""
    if data[8:16] != b"\0\0\0\rIHDR" or len(data) < 33:
        return None
    place = 8
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">L", data, place)
        kind = data[place + 4 : place + 8]
        place += 12 + length
        if kind == b"IEND":
            width, height = struct.unpack_from(">2L", data, 16)
            return (width, height) if place == len(data) else None
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first frame header."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xFF:
            place += 1
        elif mark in _BARE:
            place += 2
        elif mark in _FRAMES:
            if place + 9 > len(data):
                return None
            height, width = struct.unpack_from(">2H", data, place + 5)
            return width, height
        else:
            (length,) = struct.unpack_from(">H", data, place + 2)
            if length < 2:
                return None
            place += 2 + length
    return None
