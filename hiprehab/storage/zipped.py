"""Zip files as names and bytes: written the same each time, read strictly and in memory only.

The reader trusts nothing that the file says about itself. It knows the plain form of the format
only (no ZIP64, no encryption, nothing before, between or behind the entries), so that two programs
cannot see two things in one file. Standard library only.
"""

import re
import stat
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

MOST_ENTRIES: Final = 200
MOST_BYTES: Final = 20_000_000
"""Of all entries together, and of the file itself."""
MOST_RATIO: Final = 100
LONGEST_NAME: Final = 120

_STORED, _DEFLATED = 0, 8
_LATER: Final = 0x0008  # sizes and checksum follow the data
_HARMLESS: Final = _LATER | 0x0006 | 0x0800  # how hard it was packed; names are UTF-8
_EPOCH: Final = 0x0021  # 1 January 1980, the first day that a zip file knows
_UNIX: Final = 3
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_NAME: Final = re.compile(r"[a-z0-9_./-]+")
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)

ZIP = "Ask for the file again; nothing was changed."


class Refused(Exception):
    """The file is not read. The message says why; `remedy` says what to do."""

    def __init__(self, message: str, remedy: str = ZIP) -> None:
        super().__init__(message)
        self.remedy = remedy


class _Entry(NamedTuple):
    """What the directory at the end says about one entry; sizes and places in bytes."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int

    @property
    def is_folder(self) -> bool:
        """Whether it only names a folder."""
        return self.name.endswith("/")


# --- writing --------------------------------------------------------------------------------


def zip_bytes(entries: Mapping[str, bytes]) -> bytes:
    """A zip file of these entries in this order; the same entries give the same bytes.

    Nothing is packed: pictures are packed already, texts stay readable in any editor, and no other
    version of a library can make other bytes of it.
    """
    body, directory = bytearray(), bytearray()
    for name, data in entries.items():
        raw = name.encode("ascii")
        facts = (20, 0, _STORED, 0, _EPOCH, zlib.crc32(data), len(data), len(data), len(raw))
        place = len(body)
        body += _LOCAL.pack(b"PK\3\4", *facts, 0) + raw + data
        rights = (stat.S_IFREG | 0o644) << 16
        made = _UNIX << 8 | 20
        directory += _CENTRAL.pack(b"PK\1\2", made, *facts, 0, 0, 0, 0, rights, place) + raw
    count = len(entries)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


# --- reading --------------------------------------------------------------------------------


def unzipped(data: bytes, room: Callable[[str], int]) -> dict[str, bytes]:
    """The entries of a zip file by name, in the file's order; folders are left out.

    Args:
        data: the whole file.
        room: the most bytes that an entry of this name may have; raises Refused for a name that
            does not belong.

    Raises:
        Refused: the file is damaged, or anything about it is unusual.
    """
    entries, begin = _directory(data)
    _check_names(entries)
    _check_sizes(entries, room)
    found: dict[str, bytes] = {}
    place = 0
    for entry in sorted(entries, key=lambda one: one.start):
        raw, place = _packed(data, entry, place, begin)
        if not entry.is_folder:
            found[entry.name] = _unpacked(entry, raw)
    if place != begin:
        raise Refused("something is hidden between its parts")
    return found


def _directory(data: bytes) -> tuple[list[_Entry], int]:
    """The entries by the directory at the file's end, and where that begins."""
    if len(data) > MOST_BYTES:
        raise Refused(f"it is larger than {MOST_BYTES // 1_000_000} MB", "Use smaller pictures.")
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise Refused("this is not a zip file", "Check that it is the file that you were given.")
    if len(data) < _END.size:
        raise Refused("it is cut off")
    end = len(data) - _END.size
    mark, disk, first, here, count, size, begin, comment = _END.unpack_from(data, end)
    if mark != b"PK\5\6" or comment or disk or first or here != count:
        raise Refused("it is cut off, or something was put behind it")
    if count > MOST_ENTRIES:
        raise Refused(f"it has more than {MOST_ENTRIES} parts", "Make two packs of it.")
    if begin + size != end:
        raise Refused("its list of parts is damaged")
    entries, place = [], begin
    for _ in range(count):
        entry, place = _entry(data, place, end)
        entries.append(entry)
    if place != end:
        raise Refused("its list of parts is damaged")
    return entries, begin


def _entry(data: bytes, place: int, end: int) -> tuple[_Entry, int]:
    """One line of the directory, and where the next begins."""
    if place + _CENTRAL.size > end or data[place : place + 4] != b"PK\1\2":
        raise Refused("its list of parts is damaged")
    (_, made, _, flags, method, _, _, crc, packed, size, length, extra, comment, disk, _, rights,
     start) = _CENTRAL.unpack_from(data, place)  # fmt: skip
    place += _CENTRAL.size
    raw = data[place : place + length]
    place += length + extra + comment
    if place > end or disk:
        raise Refused("its list of parts is damaged")
    name = _checked_name(raw)
    kind = stat.S_IFMT(rights >> 16) if made >> 8 == _UNIX else 0
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused(f'"{name}" is a link or a device, not a file')
    if flags & ~_HARMLESS:
        raise Refused(f'"{name}" is encrypted, or packed in a way that is not read')
    if method not in (_STORED, _DEFLATED):
        raise Refused(f'"{name}" is packed in a way that is not read')
    entry = _Entry(name, raw, flags, method, crc, packed, size, start)
    if entry.is_folder and (size or packed):
        raise Refused(f'"{name}" is a folder with something in it')
    return entry, place


def _checked_name(raw: bytes) -> str:
    """An entry's name, when it can be one on every system and leads nowhere else."""
    remedy = "Names are small letters, digits, dots, hyphens and underscores."
    shown = ascii(raw[:40].decode("latin-1"))[1:-1]
    if len(raw) > LONGEST_NAME:
        raise Refused("it has a part whose name is too long", remedy)
    text = raw.decode("ascii", "replace")
    if not _NAME.fullmatch(text):
        raise Refused(f'"{shown}" cannot be the name of a part', remedy)
    parts = text.removesuffix("/").split("/")
    for part in parts:
        stem = part.partition(".")[0]
        if not part or part.startswith(".") or part.endswith(".") or stem in _DEVICES:
            raise Refused(f'"{shown}" cannot be the name of a part', remedy)
    return text


def _check_names(entries: list[_Entry]) -> None:
    names = [entry.name.casefold() for entry in entries]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise Refused(f'"{twice}" is in it twice')


def _check_sizes(entries: list[_Entry], room: Callable[[str], int]) -> None:
    """What the directory claims; `_unpacked` then holds the entries to it."""
    total = 0
    for entry in entries:
        if entry.is_folder:
            continue
        total += entry.size
        if entry.size > room(entry.name):
            raise Refused(f'"{entry.name}" is too large', "Make it smaller.")
        if entry.size > MOST_RATIO * max(entry.packed, 1):
            raise Refused(f'"{entry.name}" is packed far too tightly to be what it says')
    if total > MOST_BYTES:
        large = f"it holds more than {MOST_BYTES // 1_000_000} MB"
        raise Refused(large, "Use smaller pictures.")


def _packed(data: bytes, entry: _Entry, place: int, end: int) -> tuple[bytes, int]:
    """The bytes of an entry that has to begin at `place`, and where the next has to begin."""
    damaged = Refused(f'"{entry.name}" is damaged, or lies over another part')
    if entry.start != place or place + _LOCAL.size > end:
        raise damaged
    mark, _, flags, method, _, _, crc, packed, size, length, extra = _LOCAL.unpack_from(data, place)
    begin = place + _LOCAL.size
    name = data[begin : begin + length]
    if mark != b"PK\3\4" or (name, flags, method) != (entry.raw_name, entry.flags, entry.method):
        raise damaged
    facts = (entry.crc, entry.packed, entry.size)
    later = bool(flags & _LATER)
    if (crc, packed, size) != facts and not (later and (crc, packed, size) == (0, 0, 0)):
        raise damaged
    begin += length + extra
    after = begin + entry.packed
    raw = data[begin:after]
    if later:
        after += 4 if data[after : after + 4] == b"PK\7\10" else 0
        if data[after : after + 12] != struct.pack("<3L", *facts):
            raise damaged
        after += 12
    if after > end:
        raise damaged
    return raw, after


def _unpacked(entry: _Entry, raw: bytes) -> bytes:
    """The content of an entry, never more than it said; then it has to be just that."""
    damaged = Refused(f'"{entry.name}" is damaged, or not as large as it says')
    if entry.method == _STORED:
        content = raw
    else:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacker.decompress(raw, entry.size + 1)
        except zlib.error as error:
            raise damaged from error
        if not unpacker.eof or unpacker.unused_data:
            raise damaged
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise damaged
    return content
