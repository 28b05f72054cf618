"""Pictures in packs: PNG or JPEG by their bytes, small enough to be shown. Nothing is decoded.

Standard library only. A picture's header is read just far enough to know its kind and its size, so
that a small file that would unfold to a huge picture is refused before any decoder meets it.
"""

import re
import struct
from typing import Final

FOLDER: Final = "pictures"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,74}\.(?:png|jpg|jpeg)")
MAX_BYTES: Final = 5_000_000
MAX_SIDE: Final = 6000
MAX_PIXELS: Final = 24_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def fault(data: bytes, name: str) -> tuple[str, str] | None:
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
