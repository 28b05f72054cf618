"""Pack files made to do harm, for tests: each with words of the sentence that refuses it."""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from hiprehab.storage.archive import archive_bytes
from hiprehab.storage.zipped import zip_bytes
from tests.storage.parcels import FIRST, png

PLAIN = FIRST.replace('picture = "towel.png"\n', "")


def whole(text: str = PLAIN, **pictures: bytes) -> bytes:
    """A pack file of this text that is sound as a file."""
    return archive_bytes(text, {f"{name}.png": data for name, data in pictures.items()})


def entry(name: str, data: bytes = b"", mode: int = 0, how: int = zipfile.ZIP_STORED) -> bytes:
    """A zip with one entry, beside those that are needed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole())) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            new.writestr(one, old.read(one))
        info = zipfile.ZipInfo(name)
        info.filename = name  # as it is, even where the library would tidy it
        info.create_system = 3
        info.external_attr = (mode or stat.S_IFREG | 0o644) << 16
        info.compress_type = how
        new.writestr(info, data)
    return out.getvalue()


def patched(data: bytes, mark: bytes, offset: int, value: bytes, which: int = -1) -> bytes:
    """A copy with some bytes changed, `offset` behind the n-th place where `mark` stands."""
    places = [n for n in range(len(data)) if data.startswith(mark, n)]
    place = places[which] + offset
    return data[:place] + value + data[place + len(value) :]


CENTRAL, LOCAL, END = b"PK\1\2", b"PK\3\4", b"PK\5\6"
ZEROS = b"\0" * 10_000_000
BAD_NAMES = (
    "../evil.toml", "..", "/etc/passwd", "pictures/../../evil.png", "pictures/./x.png",
    "pictures//x.png", "pictures\\x.png", "c:evil.png", "c:/evil.png", "con.toml",
    "pictures/nul.png", "pictures/x.png.", "pictures/.hidden.png", "PICTURES/x.png", "Pack.toml",
    "pictures/a b.png", "pictures/\u202egnp.exe.png", "pictures/x\n.png", "~/x.png",
    "pictures/caf\u00e9.png", "pictures/" + "x" * 200 + ".png",
)  # fmt: skip


def bomb(size: int) -> bytes:
    """Deflated zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(b"\0" * size) + packer.flush()


def lying(size: int, says: int) -> bytes:
    """A pack.toml that unfolds to `size` bytes and says `says`, in both places of the file."""
    noise = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(40))
    data = entry("pictures/x.png", noise + b"\0" * (size - len(noise)), how=zipfile.ZIP_DEFLATED)
    told = struct.pack("<L", says)
    return patched(patched(data, CENTRAL, 24, told), LOCAL, 22, told)


def overlapping(count: int) -> bytes:
    """Many entries that share one body, so that a small file would unfold to a large one."""
    body = zip_bytes({"pictures/x.png": b"\0" * 90_000})
    begin = body.index(CENTRAL)
    line = body[begin : body.index(END)]
    lines = b"".join(line.replace(b"x.png", b"%c.png" % (97 + n)) for n in range(count))
    end = struct.pack("<4s4H2LH", END, 0, 0, count, count, len(lines), begin, 0)
    return body[:begin] + lines + end


def jpeg(width: int, height: int) -> bytes:
    """The beginning of a JPEG picture that says it is so large."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def pictured(data: bytes, name: str = "towel.png") -> bytes:
    """A pack file whose picture is this; zipped by hand, since ours would refuse to write it."""
    text = FIRST.replace("towel.png", name).encode()
    made = zip_bytes({"pack.toml": text, f"pictures/{name}": data})
    return with_manifest(made)


def with_manifest(made: bytes) -> bytes:
    """A zip with a right manifest for what is in it."""
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    lines = "".join(f'"{n}" = "{hashlib.sha256(d).hexdigest()}"\n' for n, d in parts.items())
    manifest = f'schema = "hiprehab-manifest/1"\n[sha256]\n{lines}'.encode()
    return zip_bytes({"manifest.toml": manifest, **parts})


def text(old: str, new: str) -> bytes:
    """A sound file whose text has something else in one place."""
    return with_manifest(zip_bytes({"pack.toml": PLAIN.replace(old, new).encode()}))


def files() -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes and a part of the sentence."""
    good = whole()
    for number, name in enumerate(BAD_NAMES):
        yield f"name {number}", entry(name, png()), "name"
    yield "stranger", entry("run.exe", b"MZ"), "does not belong in a pack"
    yield "nested", entry("pictures/more.zip", good), "does not belong in a pack"
    yield "nested as picture", pictured(good), "neither a PNG nor a JPEG"
    yield "link", entry("pictures/x.png", b"/etc/passwd", stat.S_IFLNK | 0o777), "is a link"
    yield "device", entry("pictures/x.png", b"", stat.S_IFCHR | 0o666), "is a link or a device"
    twice = entry("pictures/towel.png", png()).replace(b"pictures/towel.png", b"pack.toml         ")
    yield "spaces", twice, "cannot be the name"
    yield "twice", doubled(good), "is in it twice"
    many = {f"pictures/{n}.png": b"" for n in range(201)}
    yield "201 entries", zip_bytes(many), "more than 200 parts"
    thousands = zip_bytes({f"pictures/{n}.png": b"" for n in range(60_000)})
    yield "60,000 entries", thousands, "more than 200 parts"
    yield "count that lies", patched(good, END, 8, b"\x63\0\x63\0"), "list of parts is damaged"
    yield "zip64", patched(good, END, 16, b"\xff\xff\xff\xff"), "list of parts is damaged"
    yield "ratio", entry("pictures/x.png", ZEROS, how=8), "too large"
    small = entry("pictures/x.png", ZEROS[:4_000_000], how=8)
    yield "ratio of a smaller one", small, "packed far too tightly"
    yield "says less", lying(4_000_000, 4_000), "not as large as it says"
    yield "says more", lying(4_000, 40_000), "not as large as it says"
    yield "says nothing", lying(4_000, 0), "not as large as it says"
    yield "overlapping", overlapping(20), "lies over another part"
    yield "encrypted", patched(patched(good, CENTRAL, 8, b"\1"), LOCAL, 6, b"\1"), "encrypted"
    yield "other packing", patched(good, CENTRAL, 10, b"\x0e"), "in a way that is not read"
    yield "behind", good + b"hidden", "put behind it"
    yield "comment", patched(good, END, 20, b"\4\0") + b"evil", "put behind it"
    yield "in front", b"#!/bin/sh\n" + good, "this is not a zip file"
    between = good.replace(CENTRAL, b"hidden" + CENTRAL, 1)
    yield "between", between, "list of parts is damaged"
    yield "empty zip", zip_bytes({}), "it has no pack.toml"
    yield "empty", b"", "this is not a zip file"
    yield "no zip", PLAIN.encode(), "this is not a zip file"
    for share in (0.1, 0.5, 0.9, 0.99):
        yield f"cut at {share}", good[: int(len(good) * share)], "it is cut off"
    yield "other order of headers", patched(good, LOCAL, 0, b"PK\1\1", 0), "not a zip file"
    yield "large text", with_manifest(zip_bytes({"pack.toml": b"#" * 1_100_000})), "is too large"
    deep = b"a = " + b"[" * 900_000
    yield "deep text", with_manifest(zip_bytes({"pack.toml": deep})), "nested too deeply"
    yield "deep manifest", zip_bytes({"manifest.toml": deep[:40_000], "pack.toml": b""}), "deeply"
    yield "no text", with_manifest(zip_bytes({"pack.toml": b"\xff\xfe"})), "not UTF-8 text"
    yield from pictures()
    yield from texts()


def doubled(good: bytes) -> bytes:
    """The same part twice, each with its own body."""
    found = zip_bytes({"pack.toml": b"1", "xxxx.toml": b"2", "manifest.toml": b""})
    return found.replace(b"xxxx.toml", b"pack.toml")


def pictures() -> Iterator[tuple[str, bytes, str]]:
    """Pictures that are none, or lie."""
    yield "svg", pictured(b"<svg onload='x'/>"), "neither a PNG nor a JPEG"
    yield "html", pictured(b"<html><script>"), "neither a PNG nor a JPEG"
    yield "gif", pictured(b"GIF89a" + b"\0" * 50), "neither a PNG nor a JPEG"
    yield "jpeg as png", pictured(jpeg(4, 3)), "JPEG picture under another ending"
    yield "png as jpeg", pictured(png(), "towel.jpg"), "PNG picture under another ending"
    yield "svg name", entry("pictures/x.svg", b"<svg/>"), "does not belong in a pack"
    yield "png bomb", pictured(png(says=(60_000, 60_000))), "too large (60000 x 60000)"
    yield "png of 2 GB", pictured(png(says=(2**31 - 1, 2**31 - 1))), "too large"
    yield "png of nothing", pictured(png(says=(0, 0))), "too large"
    yield "jpeg bomb", pictured(jpeg(65_000, 65_000), "towel.jpg"), "too large (65000 x 65000)"
    yield "cut png", pictured(png()[:-20]), "PNG picture is damaged"
    yield "png and more", pictured(png() + b"PK\3\4"), "PNG picture is damaged"
    yield "cut jpeg", pictured(b"\xff\xd8\xff\xc0\0", "towel.jpg"), "JPEG picture is damaged"
    yield "large picture", pictured(png() + b"\0" * 5_000_001), "too large"


def texts() -> Iterator[tuple[str, bytes, str]]:
    """What a pack may not say."""
    name = 'name = "Bridge on a towel"'
    yield "bidi", text(name, 'name = "abc\u202etxt.exe"'), "hidden character (U+202E)"
    yield "isolate", text(name, 'name = "abc\u2066txt"'), "hidden character (U+2066)"
    yield "tag letters", text(name, 'name = "abc\U000e0041"'), "hidden character (U+E0041)"
    yield "line separator", text(name, 'name = "abc\u2028def"'), "hidden character (U+2028)"
    yield "two lines", text(name, 'name = "abc\\ndef"'), "Write it in one line"
    yield "control", text(name, r'name = "abc\u001b[2J"'), "hidden character (U+001B)"
    yield "built-in id", text("org.example.hip-start", "builtin"), "HipRehab's own pack"
    yield "id of a device", text("org.example.hip-start", "con.example"), "cannot be a folder"
    yield "path as id", text("org.example.hip-start", "../../evil"), "cannot be used here"
    yield "version as path", text("1.2.0", "../1"), "cannot be used here"
    yield "twice an id", text("[routine.day-a]", "[exercise.bridge-towel]"), "is given twice"
    yield "code", text("[routine.day-a]", "[routine.day-a]\nrun = 'rm'"), "this key is not known"
    yield "picture path", text(name, f'{name}\npicture = "../x.png"'), "cannot be used here"
    yield "no such picture", text(name, f'{name}\npicture = "x.png"'), "there is no picture x.png"
