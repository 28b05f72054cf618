"""Kills a process that writes to the log, again and again, and looks whether anything is lost.

    python tests/faults/kill_writer.py --kills 200 [--seed N] [--dir DIR] [--passphrase WORDS]

Each round a child writes ratings, journal rows and heartbeats through the app's own writer thread
and prints each acknowledgement; it is killed with SIGKILL at a random moment. Then the log must be
sound, hold every acknowledged row, and offer the session for resume. Exits with 1 otherwise.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage import keys
from hiprehab.storage.store import Store
from hiprehab.storage.writer import Writer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONGEST_S = 0.35


def write(path: Path, passphrase: str | None) -> None:
    """Writes for ever; a line of output is an acknowledgement."""
    if passphrase:
        keys.unlock(path.parent, passphrase)
    writer = Writer(lambda: Store.open(path, at=NOW))

    def say(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def stop(error: Exception) -> None:
        say(f"error {error!r}")

    record = SessionRecord(stamp(NOW, 0), "a", "A", "1", "L1", Status.UNFINISHED, 600, 0)
    started: list[int] = []
    writer.submit(lambda s: s.begin_session(record, '{"plan": 1}'), started.append, stop)
    writer.flush(30)
    session = started[0]
    say(f"session {session}")
    entry = PainEntry(stamp(NOW, 0), Side.LEFT, 4, note="x" * 50)
    for number in range(1_000_000):
        seconds = float(number)
        writer.submit(lambda s: s.log_pain([entry]), lambda ids: say(f"pain {ids[0]}"), stop)
        writer.submit(
            lambda s, n=number: s.journal(session, n, NOW, "step", "{}", f"{n}", float(n)),
            lambda _, n=number: say(f"journal {n}"),
            stop,
        )
        writer.submit(
            lambda s, n=number, t=seconds: s.heartbeat(session, f"{n}+", t),
            lambda _, n=number: say(f"beat {n}"),
            stop,
        )
        if number % 20 == 0:
            writer.flush(30)


def one_round(path: Path, wait_s: float, more: list[str]) -> list[str]:
    """One child, killed `wait_s` after its first acknowledgement; what was wrong after it."""
    words = [sys.executable, __file__, "--write", str(path), *more]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(wait_s)  # the moment of the kill is what this is about
    child.kill()
    lines = (first + child.stdout.read()).splitlines()
    child.wait()
    child.stdout.close()
    return examine(path, [line.split(" ", 1) for line in lines if " " in line])


def examine(path: Path, acknowledged: list[list[str]]) -> list[str]:
    """What does not fit between the acknowledgements and the log."""
    told: dict[str, list[str]] = {}
    for kind, value in acknowledged:
        told.setdefault(kind, []).append(value)
    wrong = [f"the child said: {text}" for text in told.get("error", [])]
    with Store.open(path, at=NOW) as store:
        wrong += store.check()
        ids = {entry.id for entry in store.pain_day(NOW.date())}
        wrong += [f"rating {n} is lost" for n in told.get("pain", []) if int(n) not in ids]
        left = store.unfinished()
        if left is None or str(left.id) != told.get("session", ["?"])[0]:
            return [*wrong, "the session is not offered"]
        rows = {row.seq for row in left.journal}
        wrong += [f"journal {n} is lost" for n in told.get("journal", []) if int(n) not in rows]
        beats = told.get("beat", ["-1"])
        if left.checkpoint and int(left.checkpoint.rstrip("+")) < int(beats[-1]):
            wrong.append("the checkpoint is older than its acknowledgement")
        if len(left.journal) and left.active_s < max(rows) - 1:
            wrong.append("credited time is lost")
    return wrong


def main() -> int:
    """Runs the rounds and prints the sum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dir", type=Path)
    parser.add_argument("--passphrase", help="of the log")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write:
        write(arguments.write, arguments.passphrase)
        return 0
    more = ["--passphrase", arguments.passphrase] if arguments.passphrase else []
    chance = random.Random(arguments.seed)
    bad = 0
    with tempfile.TemporaryDirectory(dir=arguments.dir) as folder:
        for number in range(arguments.kills):
            if arguments.passphrase:
                keys.unlock(Path(folder), arguments.passphrase)
            wrong = one_round(Path(folder) / "hiprehab.db", chance.uniform(0, LONGEST_S), more)
            bad += bool(wrong)
            for text in wrong[:5]:
                print(f"kill {number}: {text}")
    print(f"{arguments.kills} kills, {bad} with losses")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
