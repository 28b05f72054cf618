"""Replays a session's writes up to many moments, as a power cut would leave them (goal R2).

    python tests/faults/power.py FOLDER [--states 500] [--careless]

A child writes ratings and journal rows through the app's own writer thread under strace; each
acknowledgement is a line of its output, so it is in the trace too. Then, for each state, the trace
is replayed to a random point: what was flushed is there; each write after that is there, torn at a
sector, or lost, by chance. The log must be sound and hold every acknowledged row. `--careless`
leaves out the flushes: then rows must be lost, which shows that this test can fail.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import StorageProblem
from hiprehab.storage.writer import Writer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROUNDS = 130
SECTOR = 512
CALL = re.compile(
    r"^(?:\d+ +)?(?P<name>\w+)\((?P<fd>\d+)<(?P<path>(?:\\x[0-9a-f]{2})*)>(?:, (?P<rest>.*))?\)"
    r" += (?P<result>-?\d+)"
)
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
UNLINK = re.compile(r'^(?:\d+ +)?unlink(?:at)?\(.*?"((?:\\x[0-9a-f]{2})*)".*\) += 0')


@dataclass(frozen=True)
class Step:
    """One line of the trace: write, cut, flush, unlink or told."""

    what: str
    file: str = ""
    place: int = 0
    data: bytes = b""


def write(path: Path) -> None:
    """Writes and says so; small caches make the write-ahead log wrap around more than once."""
    writer = Writer(lambda: Store.open(path, at=NOW))
    record = SessionRecord(stamp(NOW, 0), "a", "A", "1", "L1", Status.UNFINISHED, 600, 0)
    session: list[int] = []
    writer.submit(lambda s: s._connection.execute("PRAGMA wal_autocheckpoint = 60"))
    writer.submit(lambda s: s.begin_session(record, '{"plan": 1}'), session.append)
    writer.flush(60)
    entry = PainEntry(stamp(NOW, 0), Side.LEFT, 4, note="x" * 900)

    def say(text: str) -> None:
        sys.stdout.write(f"told {text}\n")
        sys.stdout.flush()

    for number in range(ROUNDS):
        writer.submit(lambda s: s.log_pain([entry]), lambda ids: say(f"pain {ids[0]}"))
        writer.submit(
            lambda s, n=number: s.journal(session[0], n, NOW, "step", "{}", f"{n}", float(n)),
            lambda _, n=number: say(f"row {n}"),
        )
    writer.close(120)


def plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def trace(folder: Path) -> tuple[dict[str, bytes], list[Step]]:
    """The files before, and all that was written to them since."""
    path = folder / "hiprehab.db"
    Store.open(path, at=NOW).close()
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    out = folder / "trace.txt"
    calls = "trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat"
    subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "200000", "-e", calls, "-o", out,
         sys.executable, __file__, folder, "--write"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    steps = []
    with out.open() as lines:
        for line in lines:
            assert "unfinished ..." not in line or "hiprehab" not in line, "calls overlap"
            step = read_line(line, str(folder))
            if step is not None:
                steps.append(step)
    out.unlink()
    return before, steps


def read_line(line: str, folder: str) -> Step | None:
    """What a line says about the log's files."""
    gone = UNLINK.match(line)
    if gone:
        file = plain(gone[1]).decode()
        return Step("unlink", Path(file).name) if file.startswith(folder) else None
    call = CALL.match(line)
    if not call or int(call["result"]) < 0:
        return None
    file, name, rest = plain(call["path"]).decode("utf-8", "replace"), call["name"], call["rest"]
    if name == "write":
        text = TEXT.match(rest)
        data = plain(text[1]) if text else b""
        return Step("told", data=data[5:].strip()) if data.startswith(b"told ") else None
    if not file.startswith(folder) or file.endswith("-shm") or "hiprehab.db" not in file:
        return None
    file = Path(file).name
    if name in ("fsync", "fdatasync"):
        return Step("flush", file)
    if name == "ftruncate":
        return Step("cut", file, int(rest))
    text = TEXT.match(rest)
    assert text and not text[2], "strace cut a write short"
    place = int(rest.rsplit(", ", 1)[1])
    return Step("write", file, place, plain(text[1])[: int(call["result"])])


def carry_out(data: bytearray, step: Step) -> None:
    if step.what == "cut":
        del data[step.place :]
    if len(data) < step.place:
        data.extend(bytes(step.place - len(data)))
    if step.what == "write":
        data[step.place : step.place + len(step.data)] = step.data


def crash(before: dict[str, bytes], steps: list[Step], chance: random.Random, careless: bool) -> (
    tuple[dict[str, bytearray], list[str]]
):  # fmt: skip
    """The files after a power cut behind the last step, and what had been acknowledged."""
    files = {name: bytearray(data) for name, data in before.items()}
    waiting: dict[str, list[Step]] = {}
    told = []
    for step in steps:
        if step.what == "told":
            told.append(step.data.decode())
        elif step.what == "flush":
            for one in [] if careless else waiting.pop(step.file, []):
                carry_out(files.setdefault(step.file, bytearray()), one)
        elif step.what == "unlink":
            files.pop(step.file, None)
            waiting.pop(step.file, None)
        else:
            waiting.setdefault(step.file, []).append(step)
    for name, late in waiting.items():
        for one in late:
            luck = chance.random()
            if luck < 0.5:
                continue
            if luck < 0.625 and len(one.data) > SECTOR:
                length = SECTOR * chance.randrange(1, len(one.data) // SECTOR + 1)
                one = Step(one.what, one.file, one.place, one.data[:length])
            carry_out(files.setdefault(name, bytearray()), one)
    return files, told


def examine(folder: Path, told: list[str]) -> list[str]:
    """What is wrong with the log after the power came back."""
    try:
        with Store.open(folder / "hiprehab.db", at=NOW) as store:
            wrong = list(store.check())
            left = store.unfinished()
            rows = {f"row {row.seq}" for row in left.journal} if left else set()
            pain = {f"pain {entry.id}" for entry in store.pain_day(NOW.date())}
    except StorageProblem as problem:
        return [problem.sentence]
    lost = set(told) - rows - pain
    if lost:
        wrong.append(f"{len(lost)} acknowledged rows are lost, such as {min(lost)}")
    return wrong


def main() -> int:
    """Traces once, then tries each state."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", type=int, default=500)
    parser.add_argument("--careless", action="store_true")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    if arguments.write:
        write(folder / "hiprehab.db")
        return 0
    before, steps = trace(folder)
    told = sum(step.what == "told" for step in steps)
    flushes = sum(step.what == "flush" for step in steps)
    assert told == 2 * ROUNDS and flushes > 20, f"{told} told, {flushes} flushes in the trace"
    chance = random.Random(5)
    first = next(n for n, step in enumerate(steps) if step.what == "told")
    bad = 0
    for number in range(arguments.states):
        end = chance.randrange(first, len(steps) + 1)
        files, said = crash(before, steps[:end], chance, arguments.careless)
        state = folder / "state"
        shutil.rmtree(state, ignore_errors=True)
        state.mkdir()
        for name, data in files.items():
            (state / name).write_bytes(data)
        wrong = examine(state, said)
        bad += bool(wrong)
        if wrong and bad <= 5:
            print(f"state {number}, behind step {end}: {wrong[0]}")
    print(f"{arguments.states} power cuts in {len(steps)} steps, {flushes} flushes: {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
