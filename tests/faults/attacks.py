"""Files made to do harm, each read by a process of its own with 1 GB of address space.

    python tests/faults/attacks.py FOLDER [--all | --quick] [NAME ...]

Each case writes a file and gives it to a command. The command must end with the exit code of a
problem and one sentence, within two seconds and 300 MB, and leave every folder as it was, the
system's folder for temporary files included. Exits with 1 and a sentence for each case that does
not. Seconds are those of the processor, for the machine may have more to do.
"""

import argparse
import csv
import io
import json
import resource
import stat
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from families import Child

from hiprehab import cli
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import incoming, merging, profiles
from hiprehab.storage.paths import folders
from hiprehab.storage.store import Store

_LOADED = (incoming, merging, profiles)  # imported for the children's sake
AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
MOST_S, MOST_MB = 2.0, 300
ROOM = 1 << 30
QUICK = 100_000
MB = 1_000_000


class Case(NamedTuple):
    """A file by its name, what makes its bytes, and the words of the sentence about it."""

    name: str
    words: str
    made: Callable[[], bytes]
    slow: bool = False


# --- JSON -------------------------------------------------------------------------------------


def export(**more: Any) -> bytes:
    """An export with one rating, and other lists in place of its own."""
    return json.dumps({"schema": "hiprehab-export/2", "entries": [rating()], **more}).encode()


def rating(number: int = 1, **more: Any) -> dict[str, Any]:
    """A rating as an export has it."""
    plain = {
        "id": number, "at_utc": "2026-03-01T18:00:00Z", "offset_min": 0, "day": "2026-03-01",
        "side": "left", "score": 3, "moment": "day", "measure": "now", "place": "", "woken": None,
        "sharp": None, "catching": None, "giving_way": None, "limp": None, "note": "",
        "session": None, "exercise": None, "demo": 0, "former": [],
    }  # fmt: skip
    return plain | more


def raw(before: str, middle: str, times: int, after: str) -> bytes:
    """A text of much of the same."""
    return (before + middle * times + after).encode("utf-8", "surrogatepass")


HEAD = '{"schema": "hiprehab-export/2", '
JSON: tuple[Case, ...] = (
    Case("deep lists", "nested too deeply", lambda: raw("", "[", 400_000, "")),
    Case("deep tables", "nested too deeply", lambda: raw(
        HEAD + '"entries": ', '{"a":', 200_000, "1")),
    Case("many lists", "25 years", lambda: raw(HEAD + '"entries": [', "[],", 600_000, "1]}")),
    Case("many values", "25 years", lambda: raw(HEAD + '"entries": [', "0,", 4_000_000, "1]}")),
    Case("one long text", "is too long", lambda: export(entries=[rating(note="x" * 39 * MB)])),
    Case("one long key", "is missing", lambda: export(entries=[{"k" * 39 * MB: 1}])),
    Case("too large", "larger than 40 MB", lambda: b"{" + b" " * 60 * MB, slow=True),
    Case("spaces", "", lambda: b"{" + b" " * 39 * MB),
    Case("quotes", "", lambda: raw(HEAD + '"entries": ["', '\\"', 19 * MB, '"]}')),
    Case("escapes", "", lambda: raw(HEAD + '"entries": ["', "\\ud800", 6 * MB, '"]}')),
    Case("wide letters", "", lambda: raw(HEAD + '"entries": ["', "\U0001f9b4", 9 * MB, '"]}')),
    Case("huge number", "", lambda: raw(HEAD + '"entries": [', "9", 1_000_000, "]}")),
    Case("huge exponent", "", lambda: export(entries=[rating(score=0)]).replace(
        b'"score": 0', b'"score": 1e999999')),
    Case("not a number", "NaN", lambda: export(entries=[rating(score=float("nan"))])),
    Case("endless", "Infinity", lambda: export(entries=[rating(score=float("inf"))])),
    Case("large id", "", lambda: export(entries=[rating(2**53)])),
    Case("id of text", "", lambda: export(entries=[rating() | {"id": "1"}])),
    Case("name twice", "twice", lambda: raw(HEAD, '"entries": [],', 2, '"plan": []}')),
    Case("id twice", "", lambda: export(entries=[rating(), rating()])),
    Case("other schema", "is not an export", lambda: export(schema="hiprehab-packs/1")),
    Case("later schema", "newer HipRehab", lambda: export(schema="hiprehab-export/9")),
    Case("schema of a table", "is not an export", lambda: export(schema={"a": 1})),
    Case("a list", "is not an export", lambda: b"[1, 2]"),
    Case("entries of a table", "is no list", lambda: export(entries={"a": 1})),
    Case("pain of 11", "", lambda: export(entries=[rating(score=11)])),
    Case("pain of true", "", lambda: export(entries=[rating(score=True)])),
    Case("pain of 2.5", "", lambda: export(entries=[rating(score=2.5)])),
    Case("year 0", "", lambda: export(entries=[rating(at_utc="0000-01-01T00:00:00Z")])),
    Case("year 99999", "", lambda: export(entries=[rating(at_utc="99999-01-01T00:00:00Z")])),
    Case("first year", "", lambda: export(
        entries=[rating(at_utc="0001-01-01T00:00:00Z", offset_min=-600)])),
    Case("odd offset", "", lambda: export(entries=[rating(offset_min=10**9)])),
    Case("day of another", "", lambda: export(entries=[rating(day="x" * 50_000)])),
    Case("half a million", "", lambda: export(entries=[
        rating(n, at_utc=f"20{n % 25:02}-03-01T{n // 25 % 24:02}:00:00Z") for n in range(1, 220_001)
    ]), slow=True),
    Case("a million letters of a side", "", lambda: export(entries=[rating(side="l" * MB)])),
    Case("truncated", "", lambda: export()[:-4]),
    Case("not UTF-8", "", lambda: export(entries=[rating(note="ü")]).replace(b"\\u00fc", b"\xfc")),
    Case("NUL", "", lambda: export() + b"\0"),
)  # fmt: skip


# --- tables -----------------------------------------------------------------------------------


def table(*rows: tuple[object, ...]) -> bytes:
    """A CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([("date", "left", "note"), *rows])
    return out.getvalue().encode()


CSV: tuple[Case, ...] = (
    Case("one long line", "larger than 10 MB", lambda: b"a" * 50 * MB),
    Case("a long cell", "", lambda: table(("2026-03-01", "3", "x" * 9 * MB))),
    Case("an open quote", "", lambda: b'date,left\n"' + b"x\n" * 4 * MB),
    Case("NUL inside", "no text", lambda: table(("2026-03-01", "3", "a\0b"))),
    Case("only marks", "", lambda: b"\xef\xbb\xbf\xef\xbb\xbf"),
    Case("half a mark", "", lambda: b"\xff\xfe" + b"a"),
    Case("wide", "more than 60 columns", lambda: b",".join([b"3"] * 10_000)),
    Case("commas", "more than 60 columns", lambda: b"," * 9 * MB + b"1"),
    Case("tall", "more than 50000 lines", lambda: b"1,2\n" * 2_400_000),
    Case("empty lines", "", lambda: b"\n" * 9 * MB),
    Case("only returns", "", lambda: b"\r" * 9 * MB),
    Case("no column", "no table", lambda: b"pain\n3\n4\n"),
    Case("a workbook", "as CSV first", lambda: b"PK\3\4" + b"\0" * 1000),
    Case("a log", "restore", lambda: b"SQLite format 3\0" + b"\0" * 1000),
    Case("noise", "", lambda: bytes(range(256)) * 4000),
    Case("wide text", "", lambda: "date,left\n2026-03-01,3\n".encode("utf-32")),
)  # fmt: skip


# --- a profile's file ---------------------------------------------------------------------------

_log: list[bytes] = []


def log() -> bytes:
    """A sound log with one rating."""
    if not _log:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "hiprehab.db"
            with Store.open(path, at=AT) as store:
                store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4)])
            _log.append(path.read_bytes())
    return _log[0]


def moved(
    more: dict[str, bytes] | None = None, *, name: str = "anna", log_: bytes | None = None,
    how: int = zipfile.ZIP_DEFLATED, mode: int = 0, twice: str = "", manifest: bytes = b"",
    first: str = "hiprehab.db",
) -> bytes:  # fmt: skip
    """A profile's file whose manifest tells the truth about everything in it."""
    parts = {first: log() if log_ is None else log_} | (more or {})
    lines = [f'"{one}" = "{sha256(data).hexdigest()}"' for one, data in parts.items()]
    head = f'schema = "hiprehab-profile/1"\nname = "{name}"\n\n[sha256]\n'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how, compresslevel=1) as archive:
        for one, data in parts.items():
            info = zipfile.ZipInfo(one)
            info.filename, info.create_system, info.compress_type = one, 3, how
            info.external_attr = (mode or stat.S_IFREG | 0o600) << 16
            archive.writestr(info, data)
        archive.writestr("manifest.toml", manifest or head + "\n".join(lines))
    made = out.getvalue()
    return made.replace(twice.encode(), b"hiprehab.db") if twice else made


def lying(data: bytes, size: int) -> bytes:
    """A zip whose directory tells another size of its first entry."""
    place = data.index(b"PK\1\2")
    return data[: place + 24] + struct.pack("<L", size) + data[place + 28 :]


def bomb() -> bytes:
    """Two gigabytes of zeros in two megabytes, said to be one file of a draft."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 24)
    crc, body = 0, bytearray()
    for _ in range(128):
        crc = zlib.crc32(block, crc)
        body += packer.compress(block)
    body += packer.flush()
    name = b"hiprehab.db"
    facts = (20, 0, 8, 0, 33, crc, len(body), 1 << 31, len(name), 0)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *facts) + name
    manifest = f'schema = "hiprehab-profile/1"\nname = "anna"\n[sha256]\n"hiprehab.db" = "{crc}"\n'
    second = b"manifest.toml"
    text = manifest.encode()
    more = (20, 0, 0, 0, 33, zlib.crc32(text), len(text), len(text), len(second), 0)
    next_ = len(local) + len(body)
    out = local + bytes(body) + struct.pack("<4s5H3L2H", b"PK\3\4", *more) + second + text
    place = len(out)
    for one, said, start in ((name, facts, 0), (second, more, next_)):
        out += struct.pack("<4s6H3L5H2L", b"PK\1\2", 788, *said, 0, 0, 0, 0o100600 << 16, start)
        out += one
    size = len(out) - place
    return out + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, size, place, 0)


def overlapping() -> bytes:
    """A zip whose second entry begins where the first does."""
    data = bytearray(moved({"settings.toml": b"voice = false\n"}))
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(data)


BAD_NAMES = (
    "../evil", "/tmp/evil", "drafts/../../evil", "drafts\\evil", "c:evil", "lock", "backups/x.db",
    "hiprehab.db-wal", "drafts/.x", "drafts/a/b/c/d/e", "drafts/" + "x" * 300, "drafts/con",
    "drafts/CON.toml", "drafts/a/nul", "drafts/x.", "drafts/a ",
)  # fmt: skip
PROFILE: tuple[Case, ...] = (
    Case("no zip", "damaged or not such a file", lambda: b"x" * 10_000),
    Case("cut", "damaged or not such a file", lambda: moved()[:-10]),
    Case("empty", "", lambda: b""),
    Case("bomb", "", bomb, slow=True),
    Case("a profile of 999 drafts", "too many", lambda: moved(
        {f"drafts/a{n}": b"" for n in range(999)})),
    Case("a hundred thousand parts", "", lambda: moved(
        {f"drafts/a{n}": b"" for n in range(70_000)}, how=0), slow=True),
    Case("overlap", "", overlapping),
    Case("a size too small", "", lambda: lying(moved(), 10)),
    Case("a size too large", "was changed", lambda: lying(moved(), 1 << 31)),
    Case("a link", "holds a link", lambda: moved(mode=stat.S_IFLNK | 0o777)),
    Case("a pipe", "link or a device", lambda: moved({"drafts/a": b""}, mode=stat.S_IFIFO | 0o600)),
    Case("a part twice", "", lambda: moved({"hiprehab.dB": b"x"}, twice="hiprehab.dB")),
    Case("names by case", "", lambda: moved({"drafts/a": b"1", "drafts/A": b"2"})),
    Case("a file for a folder", "", lambda: moved({"drafts/a": b"1", "drafts/a/b": b"2"})),
    *(Case(f"the name {name[:20]}", "", lambda name=name: moved({name: b"x"}))  # type: ignore[misc]
      for name in BAD_NAMES),
    *(Case(f"a person {name[:20]!r}", "", lambda name=name: moved(name=name))  # type: ignore[misc]
      for name in ("../evil", "con", "", ".x", "a/b", "x" * 41, "\\u202egnp")),
    Case("another database", "", lambda: moved(log_=b"SQLite format 3\0" + b"\0" * 5000)),
    Case("a log of zeros", "", lambda: moved(log_=bytes(50_000))),
    Case("no log", "missing", lambda: moved({"settings.toml": b""}, first="encrypted")),
    Case("a changed log", "", lambda: moved(log_=log()[:-3000] + bytes(3000))),
    Case("settings of 2 GB", "", lambda: lying(moved({"settings.toml": b"x"}), 1 << 31)),
    Case("a long manifest", "", lambda: moved(manifest=b"# " + b"x" * 30 * MB)),
    Case("a deep manifest", "", lambda: moved(manifest=b"a = " + b"[" * 100_000)),
    Case("a manifest of dots", "", lambda: moved(manifest=b"a" + b".a" * 300_000 + b" = 1")),
    Case("a manifest of headers", "", lambda: moved(manifest=b"".join(
        b"[a%d]\n" % n for n in range(100_000)))),
    Case("a manifest of Latin-1", "", lambda: moved(manifest=b"name = '\xfc'")),
    Case("a sum of a number", "", lambda: moved(
        manifest=b'schema = "hiprehab-profile/1"\nname = "a"\n[sha256]\n"hiprehab.db" = 1\n')),
    Case("a huge number", "", lambda: moved(manifest=b"a = " + b"9" * 900_000)),
)  # fmt: skip

GROUPS: dict[str, tuple[str, tuple[str, ...], tuple[Case, ...]]] = {
    "json": ("in.json", ("import", "{file}", "--yes"), JSON),
    "csv": ("in.csv", ("import", "{file}", "--yes"), CSV),
    "profile": ("in.hiprehab-profile", ("profile", "open", "{file}"), PROFILE),
}


# --- running ------------------------------------------------------------------------------------


def tree(place: Path) -> dict[str, str]:
    """All files below a folder with what is in them; the log's rows count, not its pages."""
    found = {}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and not name.endswith(("-wal", "-shm")):
            found[name] = sha256(path.read_bytes()).hexdigest()[:8]
        elif path.is_dir():
            found[name] = "folder"
    return found


class Told(NamedTuple):
    """How a command went: exit code, lines, seconds and megabytes at its peak."""

    code: int
    lines: list[str]
    seconds: float
    megabytes: float


def told_by(words: list[str], temporary: Path) -> Told:
    """Runs a command in a process of its own."""

    def work() -> int:
        tempfile.tempdir = str(temporary)
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
        begun = time.process_time()
        code = cli.main(words)
        seconds = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"cost {seconds} {peak / 1000}", flush=True)  # what made the file counts too
        return code

    with Child(work) as child:
        code = child.wait()
    lines = [line for line in child.lines if not line.startswith("cost ")]
    cost = [line.split()[1:] for line in child.lines if line.startswith("cost ")]
    seconds, peak = map(float, cost[0]) if cost else (0.0, 0.0)
    return Told(code, lines, seconds, peak)


def faults_of(case: Case, told: Told, most_mb: int) -> list[str]:
    """What is not as it must be."""
    said = " ".join(told.lines)
    found = []
    if told.code not in (1, 2):
        found.append(f"exit code {told.code}")
    if len(told.lines) != 1 or not 20 < len(said) < 400 or "Traceback" in said:
        found.append(f"{len(told.lines)} lines: {said[-400:]!r}")
    if case.words not in said:
        found.append(f"it does not say {case.words!r}: {said[:300]!r}")
    if told.seconds > MOST_S or told.megabytes > most_mb:
        found.append(f"{told.seconds:.1f} s, {told.megabytes:.0f} MB")
    return found


def main() -> int:
    """Runs the cases and prints what they cost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="only cases with one of these in their names")
    parser.add_argument("--all", action="store_true", help="the slowest ones too")
    parser.add_argument("--quick", action="store_true", help="only files up to 100 KB")
    parser.add_argument("--most-mb", type=int, default=MOST_MB, help="the limit on memory")
    arguments = parser.parse_intermixed_args()
    place = arguments.folder.absolute()
    data, temporary = place / "data", place / "temporary"
    temporary.mkdir(parents=True)
    folders(data_dir=data).database.write_bytes(log())
    bad = count = 0
    seconds = megabytes = 0.0
    for group, (name, command, cases) in GROUPS.items():
        for case in cases:
            title = f"{group}: {case.name}"
            if arguments.names and not any(word in title for word in arguments.names):
                continue
            if case.slow and not arguments.all:
                continue
            made = case.made()
            if arguments.quick and len(made) > QUICK:
                continue
            (place / name).write_bytes(made)
            before = tree(place)
            words = [word.format(file=place / name) for word in command]
            told = told_by(["--data-dir", str(data), *words], temporary)
            wrong = faults_of(case, told, arguments.most_mb)
            if tree(place) != before:
                wrong.append("something was left or changed")
            for text in wrong:
                print(f"{title}: {text}")
            (place / name).unlink()
            bad, count = bad + bool(wrong), count + 1
            seconds, megabytes = max(seconds, told.seconds), max(megabytes, told.megabytes)
    print(f"{count} files, {bad} wrong, at most {seconds:.2f} s and {megabytes:.0f} MB")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
